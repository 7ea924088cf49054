// The graph explorer: what stands in the page is drawn; nodes are expanded by asking the service, hidden one by one or by
// kind, linked by the shortest path, and the picture is saved as SVG. What is open and hidden stands in the address.
"use strict";

(() => {
  const root = document.getElementById("explorer");
  if (!root || !window.echarts) return;
  const { labels, relationships, ...first } = JSON.parse(document.getElementById("drawing").textContent);
  const nodes = new Map(first.nodes.map((node) => [node.key, node]));
  const edges = new Map();
  const hidden = new Set(first.hidden);
  const without = new Set(new URL(window.location.href).searchParams.getAll("without")); // kinds that are not shown
  const put = (edge) => edges.set(`${edge.from}>${edge.to}>${edge.name}`, edge);
  first.edges.forEach(put);
  let chosen = null;
  let marked = [];
  let looked = null; // the chosen node with those beside it
  let zoom = 1;
  let center;

  const make = (tag, words, more = {}) => Object.assign(document.createElement(tag), { textContent: words, ...more });
  const button = (words, onclick, more = {}) => make("button", words, { type: "button", onclick, ...more });
  const tools = make("div", "", { className: "tools" });
  const kinds = make("fieldset", "", { className: "kinds" });
  const figure = make("div", "", { className: "chart drawn", tabIndex: 0 });
  const side = make("aside", "");
  side.setAttribute("aria-label", "结点");
  root.append(tools, kinds, figure, side);
  const chart = window.echarts.init(figure, null, { renderer: "canvas" });
  figure.setAttribute("role", "application");
  figure.setAttribute("aria-roledescription", "关系图");

  const visible = () => {
    const shown = [...nodes.values()].filter((node) => !hidden.has(node.key) && !without.has(node.label));
    const keys = new Set(shown.map((node) => node.key));
    return { nodes: shown, edges: [...edges.values()].filter((edge) => keys.has(edge.from) && keys.has(edge.to)), labels, relationships };
  };

  function remember() {
    const address = new URL(window.location.href);
    const open = [...nodes.values()].filter((node) => node.open && node.key !== address.searchParams.get("node"));
    ["open", "hide", "without"].forEach((name) => address.searchParams.delete(name));
    open.forEach((node) => address.searchParams.append("open", node.key));
    hidden.forEach((key) => address.searchParams.append("hide", key));
    without.forEach((label) => address.searchParams.append("without", label));
    window.history.replaceState(null, "", address);
  }

  function places() { // where the nodes were dragged to
    const series = chart.getModel() && chart.getModel().getSeriesByIndex(0);
    if (!series) return;
    const data = series.getData();
    data.each((at) => {
      const node = nodes.get(data.getId(at));
      const place = data.getItemLayout(at);
      if (node && place) [node.x, node.y] = place;
    });
  }

  function around(key, shown) {
    const found = new Set([key]);
    shown.edges.forEach((edge) => {
      if (edge.from === key) found.add(edge.to);
      if (edge.to === key) found.add(edge.from);
    });
    return found;
  }

  function option(shown, more = {}) {
    const said = marked.length ? new Set([...marked, chosen]) : looked;
    const made = dutygraphCharts.graph(shown, figure, { zoom, center, asked: said || new Set(), looked: said, legend: false, ...more });
    const red = { color: "#d0021b", width: 3, opacity: 1 };
    made.series[0].data.forEach((node) => { if (node.id === chosen || marked.includes(node.id)) node.itemStyle = { borderColor: "#d0021b", borderWidth: 3 }; });
    made.series[0].links.forEach((link) => {
      const at = marked.indexOf(link.source);
      if (at >= 0 && (marked[at + 1] === link.target || marked[at - 1] === link.target)) link.lineStyle = red;
    });
    return made;
  }

  function draw() {
    const shown = visible();
    figure.classList.toggle("many", shown.nodes.length > 150);
    side.classList.toggle("many", shown.nodes.length > 150);
    chart.resize();
    looked = chosen && shown.nodes.some((node) => node.key === chosen) ? around(chosen, shown) : null;
    chart.setOption(option(shown), true);
    figure.setAttribute("aria-label", `${shown.nodes.length} 个结点，${shown.edges.length} 条关系；方向键移动，加减号缩放，0 看全图；列表有同样的内容`);
    const gone = nodes.size - shown.nodes.length;
    status.textContent = `${shown.nodes.length} 个结点，${shown.edges.length} 条关系${gone ? `，隐去 ${gone} 个` : ""}`;
    offer();
    list(shown);
  }

  function redraw() { // the same graph, nearer or farther
    chart.setOption({ series: [option(visible()).series[0]] });
  }

  function look(nearer, dx = 0, dy = 0) { // zooms by a factor, and moves by parts of the picture
    places();
    const box = chart.getModel().getSeriesByIndex(0).coordinateSystem.getViewRect();
    const [x, y] = [box.x + box.width * (0.5 + dx), box.y + box.height * (0.5 + dy)];
    center = nearer === 0 ? undefined : chart.convertFromPixel({ seriesIndex: 0 }, [x, y]);
    zoom = nearer === 0 ? 1 : Math.min(12, Math.max(0.4, zoom * nearer));
    redraw();
  }

  async function fetched(key) {
    const response = await fetch(`/api/v1/queries/neighbours?node=${encodeURIComponent(key)}&most=100`);
    return response.ok ? (await response.json()).items : null;
  }

  async function expand(...keys) {
    const answers = await Promise.all(keys.map(fetched));
    places();
    answers.forEach((items, at) => {
      if (items === null) return;
      items.forEach((row) => {
        if (!nodes.has(row.key)) nodes.set(row.key, { key: row.key, label: row.label, title: row.title, degree: row.degree });
        hidden.delete(row.key);
        put({ from: row.outgoing ? row.from_key : row.key, to: row.outgoing ? row.key : row.from_key, name: row.relationship });
      });
      if (nodes.has(keys[at])) nodes.get(keys[at]).open = true;
    });
    remember();
    draw();
    if (answers.includes(null)) status.textContent = "有的结点没有取到相邻结点，请稍后再试。";
  }

  function hide(key) {
    hidden.add(key);
    if (chosen === key) choose(null);
    remember();
    draw();
  }

  function choose(key) {
    chosen = key;
    marked = [];
  }

  function path(start, end) {
    const before = new Map([[start, null]]);
    const queue = [start];
    const { edges: shown } = visible();
    while (queue.length && !before.has(end)) {
      const at = queue.shift();
      shown.forEach((edge) => {
        const next = edge.from === at ? edge.to : edge.to === at ? edge.from : null;
        if (next && !before.has(next)) { before.set(next, at); queue.push(next); }
      });
    }
    marked = [];
    for (let at = before.has(end) ? end : null; at; at = before.get(at)) marked.unshift(at);
    return marked.length - 1;
  }

  // The kinds that are there, each with its colour and how many, to be shown or not.
  function offer() {
    const counts = {};
    nodes.forEach((node) => { if (!hidden.has(node.key)) counts[node.label] = (counts[node.label] || 0) + 1; });
    const focused = kinds.contains(document.activeElement) ? document.activeElement.value : null;
    kinds.replaceChildren(make("legend", "显示哪些"));
    dutygraphCharts.LABELS.filter((label) => counts[label]).forEach((label) => {
      const box = make("input", "", { type: "checkbox", value: label, checked: !without.has(label), onchange: () => {
        without[box.checked ? "delete" : "add"](label);
        remember();
        draw();
      } });
      const colour = make("span", "", { className: "colour" });
      colour.style.background = dutygraphCharts.PALETTE[dutygraphCharts.LABELS.indexOf(label)];
      const words = make("label", "");
      words.append(box, colour, ` ${labels[label]} ${counts[label]}`);
      kinds.append(words);
      if (focused === label) box.focus();
    });
  }

  const addresses = { Unit: "units", UnitGroup: "units", Task: "tasks", Plan: "plans", Instrument: "instruments" };
  const LISTED = 200;
  const entry = (node) => {
    const item = make("li", "");
    item.append(make("span", `${labels[node.label]} `, { className: "kind" }));
    item.append(addresses[node.label] ? make("a", node.title, { href: `/${addresses[node.label]}/${node.key}` }) : make("span", node.title));
    item.append(" ");
    if (!node.open) item.append(button("展开", () => expand(node.key), { ariaLabel: `展开 ${node.title}` }), " ");
    item.append(button("隐去", () => hide(node.key), { ariaLabel: `隐去 ${node.title}` }), " ");
    if (chosen && chosen !== node.key) {
      item.append(button("找路径", () => {
        const steps = path(chosen, node.key);
        draw();
        status.textContent = steps > 0 ? `最短 ${steps} 步` : "在已展开的部分里不相连；请再展开几个结点。";
      }, { ariaLabel: `找路径 到 ${node.title}` }));
    } else if (!chosen) {
      item.append(button("选中", () => { choose(node.key); draw(); }, { ariaLabel: `选中 ${node.title}` }));
    }
    return item;
  };

  function list(shown) {
    const filter = side.querySelector("input") ? side.querySelector("input").value : "";
    side.replaceChildren();
    if (chosen && nodes.has(chosen)) {
      const node = nodes.get(chosen);
      const box = make("div", "");
      box.append(make("h2", node.title), button("取消选中", () => { choose(null); draw(); }));
      if (!node.open) box.append(" ", button("展开", () => expand(node.key)));
      side.append(box);
    }
    const search = make("input", "", { type: "search", value: filter, placeholder: "在图中找", ariaLabel: "在图中找" });
    const items = make("ul", "");
    const rest = make("p", "", { className: "note" });
    const fill = () => {
      const fitting = shown.nodes.filter((node) => node.title.includes(search.value)).sort((a, b) => Number(b.open || 0) - Number(a.open || 0));
      items.replaceChildren(...fitting.slice(0, LISTED).map(entry));
      rest.textContent = fitting.length > LISTED ? `共 ${fitting.length} 个，只列前 ${LISTED} 个；可在上面查找。` : "";
    };
    search.addEventListener("input", fill);
    fill();
    side.append(search, items, rest);
  }

  function save() { // the whole graph, large enough that most of a graph of hundreds of nodes bears its name
    places();
    const shown = visible();
    const large = Math.max(1, Math.min(2.5, Math.sqrt(shown.nodes.length / 120)));
    const [width, height] = [figure.clientWidth * large, figure.clientHeight * large];
    const picture = window.echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
    const most = Math.round(dutygraphCharts.LABELLED * large * large);
    picture.setOption({ ...option(shown, { zoom: 1, center: undefined, legend: true, most, size: [width, height] }), backgroundColor: getComputedStyle(document.body).backgroundColor });
    const blob = new Blob([picture.renderToSVGString()], { type: "image/svg+xml" });
    picture.dispose();
    const link = make("a", "", { href: URL.createObjectURL(blob), download: "图谱.svg" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  const status = make("span", "", { className: "note" });
  status.setAttribute("role", "status");
  tools.append(
    button("展开全部可见结点", () => expand(...visible().nodes.filter((each) => !each.open).slice(0, 20).map((node) => node.key))),
    button("恢复隐去的", () => { hidden.clear(); without.clear(); remember(); draw(); }),
    button("重新排列", () => { nodes.forEach((node) => { delete node.x; delete node.y; }); zoom = 1; center = undefined; draw(); }),
    button("放大", () => look(1.5)),
    button("缩小", () => look(1 / 1.5)),
    button("看全图", () => look(0)),
    button("存为 SVG", save),
    status,
  );
  const keys = { "+": [1.5], "=": [1.5], "-": [1 / 1.5], 0: [0], ArrowLeft: [1, -0.15, 0], ArrowRight: [1, 0.15, 0], ArrowUp: [1, 0, -0.15], ArrowDown: [1, 0, 0.15] };
  figure.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
    event.preventDefault();
    look(...keys[event.key]);
  });
  let soon = 0;
  chart.on("graphroam", () => { // by mouse or finger: the picture has moved, labels follow when it rests
    clearTimeout(soon);
    soon = setTimeout(() => {
      const { zoom: nearer, center: middle } = chart.getOption().series[0];
      const before = zoom;
      [zoom, center] = [nearer, middle];
      places();
      if (before !== zoom) redraw();
    }, 150);
  });
  chart.on("click", (at) => {
    if (at.dataType !== "node") return;
    places();
    choose(at.data.id);
    draw();
  });
  chart.on("dblclick", (at) => { if (at.dataType === "node") expand(at.data.id); });
  window.addEventListener("resize", () => chart.resize());
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  draw();
})();
