// The graph explorer: what stands in the page is drawn; nodes are expanded by asking the service, hidden, linked by
// the shortest path, and the picture is saved as SVG. What is open and hidden stands in the address.
"use strict";

(() => {
  const root = document.getElementById("explorer");
  if (!root || !window.echarts) return;
  const { labels, relationships, ...first } = JSON.parse(document.getElementById("drawing").textContent);
  const nodes = new Map(first.nodes.map((node) => [node.key, node]));
  const edges = new Map();
  const hidden = new Set(first.hidden);
  const put = (edge) => edges.set(`${edge.from}>${edge.to}>${edge.name}`, edge);
  first.edges.forEach(put);
  let chosen = null;
  let marked = [];

  const make = (tag, words, more = {}) => Object.assign(document.createElement(tag), { textContent: words, ...more });
  const tools = make("div", "", { className: "tools" });
  const figure = make("div", "", { className: "chart drawn" });
  const side = make("aside", "");
  side.setAttribute("aria-label", "结点");
  root.append(tools, figure, side);
  const chart = window.echarts.init(figure, null, { renderer: "canvas" });
  figure.setAttribute("role", "img");

  const visible = () => {
    const shown = [...nodes.values()].filter((node) => !hidden.has(node.key));
    const keys = new Set(shown.map((node) => node.key));
    return { nodes: shown, edges: [...edges.values()].filter((edge) => keys.has(edge.from) && keys.has(edge.to)), labels, relationships };
  };

  function remember() {
    const address = new URL(window.location.href);
    const open = [...nodes.values()].filter((node) => node.open && node.key !== address.searchParams.get("node"));
    address.searchParams.delete("open");
    address.searchParams.delete("hide");
    open.forEach((node) => address.searchParams.append("open", node.key));
    hidden.forEach((key) => address.searchParams.append("hide", key));
    window.history.replaceState(null, "", address);
  }

  function places() { // where the nodes are now, so that a new drawing begins there
    const series = chart.getModel() && chart.getModel().getSeriesByIndex(0);
    if (!series) return;
    const data = series.getData();
    data.each((at) => {
      const node = nodes.get(data.getId(at));
      const place = data.getItemLayout(at);
      if (node && place) [node.x, node.y] = place;
    });
  }

  function draw() {
    places();
    const shown = visible();
    const option = dutygraphCharts.graph(shown);
    const on = new Set(marked);
    option.series[0].data.forEach((node) => { if (on.has(node.id) || node.id === chosen) node.itemStyle = { borderColor: "#d0021b", borderWidth: 3 }; });
    option.series[0].links.forEach((link) => {
      const at = marked.indexOf(link.source);
      if (at >= 0 && (marked[at + 1] === link.target || marked[at - 1] === link.target)) link.lineStyle = { color: "#d0021b", width: 3, opacity: 1 };
    });
    chart.setOption(option, true);
    figure.setAttribute("aria-label", `关系图，${shown.nodes.length} 个结点，${shown.edges.length} 条关系；右边的列表有同样的内容`);
    status.textContent = `${shown.nodes.length} 个结点，${shown.edges.length} 条关系${hidden.size ? `，隐去 ${hidden.size} 个` : ""}`;
    list(shown);
  }

  async function expand(key) {
    const response = await fetch(`/api/v1/queries/neighbours?node=${encodeURIComponent(key)}&most=100`);
    if (!response.ok) { status.textContent = "没有取到相邻结点，请稍后再试。"; return; }
    const { items } = await response.json();
    places();
    const from = nodes.get(key);
    items.forEach((row) => {
      if (!nodes.has(row.key)) {
        const near = from && from.x !== undefined ? { x: from.x + 20 * Math.random() - 10, y: from.y + 20 * Math.random() - 10 } : {};
        nodes.set(row.key, { key: row.key, label: row.label, title: row.title, degree: row.degree, ...near });
      }
      hidden.delete(row.key);
      put({ from: row.outgoing ? row.from_key : row.key, to: row.outgoing ? row.key : row.from_key, name: row.relationship });
    });
    if (from) from.open = true;
    remember();
    draw();
  }

  function hide(key) {
    hidden.add(key);
    if (chosen === key) chosen = null;
    remember();
    draw();
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

  const addresses = { Unit: "units", UnitGroup: "units", Task: "tasks", Plan: "plans", Instrument: "instruments" };
  const entry = (node) => {
    const item = make("li", "");
    item.append(make("span", `${labels[node.label]} `, { className: "kind" }));
    item.append(addresses[node.label] ? make("a", node.title, { href: `/${addresses[node.label]}/${node.key}` }) : make("span", node.title));
    item.append(" ");
    if (!node.open) item.append(make("button", "展开", { type: "button", ariaLabel: `展开 ${node.title}`, onclick: () => expand(node.key) }), " ");
    item.append(make("button", "隐去", { type: "button", ariaLabel: `隐去 ${node.title}`, onclick: () => hide(node.key) }), " ");
    if (chosen && chosen !== node.key) {
      item.append(make("button", "找路径", { type: "button", ariaLabel: `找到 ${node.title} 的路径`, onclick: () => {
        const steps = path(chosen, node.key);
        draw();
        status.textContent = steps > 0 ? `最短 ${steps} 步` : "在已展开的部分里不相连；请再展开几个结点。";
      } }));
    } else if (!chosen) {
      item.append(make("button", "选中", { type: "button", ariaLabel: `选中 ${node.title}`, onclick: () => { chosen = node.key; draw(); } }));
    }
    return item;
  };

  function list(shown) {
    const filter = side.querySelector("input") ? side.querySelector("input").value : "";
    side.replaceChildren();
    if (chosen) {
      const node = nodes.get(chosen);
      const box = make("div", "");
      box.append(make("h2", node.title), make("button", "取消选中", { type: "button", onclick: () => { chosen = null; marked = []; draw(); } }));
      side.append(box);
    }
    const search = make("input", "", { type: "search", value: filter, placeholder: "在图中找", ariaLabel: "在图中找" });
    const items = make("ul", "");
    const fill = () => {
      const fitting = shown.nodes.filter((node) => node.title.includes(search.value)).sort((a, b) => Number(b.open || 0) - Number(a.open || 0));
      items.replaceChildren(...fitting.slice(0, 200).map(entry));
    };
    search.addEventListener("input", fill);
    fill();
    side.append(search, items);
  }

  function save() {
    places();
    const picture = window.echarts.init(null, null, { renderer: "svg", ssr: true, width: figure.clientWidth, height: figure.clientHeight });
    const option = dutygraphCharts.graph(visible());
    option.backgroundColor = getComputedStyle(document.body).backgroundColor;
    option.series[0].layout = "none";
    picture.setOption(option);
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
    make("button", "展开全部可见结点", { type: "button", onclick: async () => {
      for (const node of visible().nodes.filter((each) => !each.open).slice(0, 20)) await expand(node.key);
    } }),
    make("button", "恢复隐去的", { type: "button", onclick: () => { hidden.clear(); remember(); draw(); } }),
    make("button", "重新排列", { type: "button", onclick: () => { nodes.forEach((node) => { delete node.x; delete node.y; }); chart.clear(); draw(); } }),
    make("button", "存为 SVG", { type: "button", onclick: save }),
    status,
  );
  chart.on("click", (at) => {
    if (at.dataType !== "node") return;
    chosen = at.data.id;
    draw();
  });
  chart.on("dblclick", (at) => { if (at.dataType === "node") expand(at.data.id); });
  window.addEventListener("resize", () => chart.resize());
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  draw();
})();
