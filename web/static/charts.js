// Draws the charts whose data stands in the page; beside each there is a table with the same numbers.
"use strict";

const dutygraphCharts = (() => {
  const PALETTE = ["#b4452f", "#c98a1b", "#3d7ea6", "#5b8c4a", "#7a5ea8", "#8c6d46", "#4a9a94", "#a34f7d", "#6b7480"];
  const LABELS = ["Unit", "Task", "UnitGroup", "Instrument", "Plan", "Section", "TimeConstraint", "Target", "Jurisdiction"];
  const drawn = new Set();
  const held = new WeakMap(); // the data of each figure: drawing takes the figure's content away
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  const base = () => ({ // the font's quotes would end the attribute that ECharts writes it into in an SVG
    color: PALETTE,
    animation: !still,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily.replaceAll('"', "'"), color: colour("ink") },
    tooltip: { renderMode: "richText", confine: true, backgroundColor: colour("paper"), borderColor: colour("line"), textStyle: { color: colour("ink") } },
  });
  const axis = (extra) => ({ axisLabel: { color: colour("soft") }, axisLine: { lineStyle: { color: colour("line") } }, splitLine: { lineStyle: { color: colour("line") } }, ...extra });
  const legend = () => ({ top: 0, textStyle: { color: colour("ink") }, inactiveColor: colour("soft") });

  function bars(data, figure) {
    figure.style.height = `${Math.max(200, 70 + data.categories.length * (data.apart ? 34 : 24))}px`;
    const shown = data.apart ? Object.fromEntries(data.series.map((each) => [each.name, !each.alone])) : {};
    return {
      ...base(),
      tooltip: { ...base().tooltip, trigger: "axis", axisPointer: { type: "shadow" } },
      legend: { ...legend(), selected: shown },
      grid: { left: 8, right: 24, top: 36, bottom: 8, containLabel: true },
      xAxis: axis({ type: "value", minInterval: 1 }),
      yAxis: axis({ type: "category", inverse: true, data: data.categories, axisLabel: { color: colour("ink"), width: figure.clientWidth < 500 ? 110 : 260, overflow: "truncate", interval: 0 } }),
      series: data.series.map((each) => ({ type: "bar", name: each.name, data: each.data, stack: data.apart ? undefined : "all", barMaxWidth: 18 })),
    };
  }

  function columns(data, figure) {
    figure.style.height = "260px";
    return {
      ...base(),
      tooltip: { ...base().tooltip, trigger: "axis", axisPointer: { type: "shadow" } },
      legend: legend(),
      grid: { left: 8, right: 8, top: 36, bottom: 8, containLabel: true },
      xAxis: axis({ type: "category", data: data.categories, splitLine: { show: false }, axisLabel: { color: colour("soft"), hideOverlap: true } }),
      yAxis: axis({ type: "value", minInterval: 1 }),
      series: data.series.map((each) => ({ type: "bar", name: each.name, data: each.data, stack: "all", barMaxWidth: 28 })),
    };
  }

  const short = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

  // How large a node of each kind is drawn: what carries the plan stands out from what hangs on a task.
  const SIZES = { Plan: 26, Unit: 18, UnitGroup: 15, Instrument: 14, Section: 12, Jurisdiction: 12, Task: 9, TimeConstraint: 6, Target: 6 };
  const FEW = 60; // nodes that all bear a label; of more only those do that matter most, as many as there is room for
  const LABELLED = 40;

  function degrees(data) {
    const degree = {};
    data.edges.forEach((edge) => { [edge.from, edge.to].forEach((key) => { degree[key] = (degree[key] || 0) + 1; }); });
    return degree;
  }

  // The keys of the nodes that bear a label: those asked for, then by kind and number of relations; more when zoomed in.
  function labelled(data, zoom, asked, most) {
    if (data.nodes.length <= FEW) return new Set(data.nodes.map((node) => node.key));
    const degree = degrees(data);
    const weight = (node) => (node.path || asked.has(node.key) ? 1e9 : 0) + (SIZES[node.label] || 8) ** 2 * Math.sqrt(1 + (degree[node.key] || 0));
    const ordered = [...data.nodes].sort((a, b) => weight(b) - weight(a) || (a.key < b.key ? -1 : 1));
    return new Set(ordered.slice(0, Math.round(most * zoom * zoom)).map((node) => node.key));
  }

  // Where the whole graph stands in a picture, as large as it can be and no wider than high beyond what its places are.
  function room(nodes, width, height, top, [left, right]) {
    const [x, y] = ["x", "y"].map((axis) => nodes.map((node) => node[axis]));
    const wide = Math.max(...x) - Math.min(...x);
    const high = Math.max(...y) - Math.min(...y);
    if (!(wide > 1 && high > 1)) return {};
    const [most, highest] = [width - left - right, height - top - 20];
    const scale = Math.min(nodes.length > 20 ? 2 : 4, most / wide, highest / high);
    return { left: left + (most - wide * scale) / 2, top: top + (highest - high * scale) / 2, width: wide * scale, height: high * scale };
  }

  // view: what is drawn of the graph: zoom and centre, the keys that must bear a label, those that are looked at (the
  // others stand back), how many bear a label at most, and whether a legend says the kinds.
  function graph(data, figure, view = {}) {
    const { zoom = 1, center, asked = new Set(), looked = null, most = LABELLED, legend: told = true } = view;
    const present = LABELS.filter((label) => data.nodes.some((node) => node.label === label));
    const many = data.nodes.length > FEW;
    const worded = data.edges.length <= 20;
    const degree = degrees(data);
    const smaller = data.nodes.length > 150 ? 0.8 : 1;
    const size = (node) => smaller * (Math.min(34, (SIZES[node.label] || 8) + 1.2 * Math.sqrt(degree[node.key] || 1)) + (node.open ? 3 : 0));
    const named = labelled(data, zoom, asked, most);
    data.nodes.forEach((node) => { node.room = Math.max(6, size(node) * 0.75); });
    const [width, height] = view.size || [figure.clientWidth, figure.clientHeight];
    dutygraphLayout.settle(data.nodes, data.edges, Math.max(width - 120, 200), Math.max(height - 60, 200));
    const middle = data.nodes.reduce((sum, node) => sum + node.x, 0) / data.nodes.length; // names stand away from it
    const back = (key) => looked !== null && !looked.has(key);
    return {
      ...base(),
      animation: false,
      color: present.map((label) => PALETTE[LABELS.indexOf(label)]),
      legend: { ...legend(), show: told, data: present.map((label) => data.labels[label]) },
      tooltip: { ...base().tooltip, formatter: (at) => (at.dataType === "edge" ? at.data.words : `${data.labels[at.data.kind]}\n${at.data.title.replace(/(.{24})/g, "$1\n")}`) },
      series: [{
        type: "graph",
        layout: "none",
        ...room(data.nodes, width, height, told ? 40 : 20, many ? [60, 60] : [20, 110]),
        roam: true,
        draggable: true,
        zoom, center,
        scaleLimit: { min: 0.4, max: 12 },
        categories: present.map((label) => ({ name: data.labels[label] })),
        label: { distance: 3, color: colour("ink"), fontSize: many ? 11 : 12, textBorderColor: colour("paper"), textBorderWidth: 3, formatter: (at) => short(at.data.title, many ? 9 : 14) },
        // ECharts puts the labels of edges into a corner where those of nodes are laid out: a graph has the one or the other
        ...(worded ? {} : { labelLayout: { hideOverlap: true } }),
        edgeLabel: { show: worded, fontSize: 11, color: colour("soft"), formatter: (at) => at.data.words },
        edgeSymbol: ["none", data.edges.length > 150 ? "none" : "arrow"],
        edgeSymbolSize: 6,
        lineStyle: { color: colour("soft"), width: many ? 0.7 : 1, opacity: many ? 0.35 : 0.7, curveness: many ? 0 : 0.06 },
        emphasis: { focus: "adjacency", label: { show: true, fontSize: 13 }, lineStyle: { width: 1.5 } },
        data: data.nodes.map((node) => ({
          id: node.key, name: node.key, title: node.title, kind: node.label, x: node.x, y: node.y,
          category: present.indexOf(node.label),
          symbolSize: size(node),
          label: { show: named.has(node.key) && !back(node.key), position: many && node.x < middle ? "left" : "right" },
          itemStyle: { opacity: back(node.key) ? 0.18 : 1, ...(node.open || node.path ? { borderColor: colour("ink"), borderWidth: many ? 1 : 2 } : { borderColor: colour("paper"), borderWidth: many ? 0.5 : 0 }) },
        })),
        links: data.edges.map((edge) => ({
          source: edge.from, target: edge.to, words: data.relationships[edge.name] || edge.name,
          ...(back(edge.from) || back(edge.to) ? { lineStyle: { opacity: 0.06 } } : {}),
        })),
      }],
    };
  }

  const MAKERS = { bars, columns, graph };

  function draw(figure) {
    if (!held.has(figure)) held.set(figure, JSON.parse(figure.querySelector("script").textContent));
    const data = held.get(figure);
    figure.classList.add("drawn");
    const option = MAKERS[data.kind](data, figure);
    const chart = window.echarts.getInstanceByDom(figure) || window.echarts.init(figure, null, { renderer: "canvas" });
    figure.setAttribute("role", "img");
    figure.setAttribute("aria-label", figure.dataset.label);
    chart.setOption(option, true);
    chart.resize();
    if (data.links) {
      chart.off("click");
      chart.on("click", (at) => { if (data.links[at.dataIndex]) window.location.assign(data.links[at.dataIndex]); });
    }
    drawn.add(figure);
  }

  function drawAll() {
    [...drawn].filter((figure) => !figure.isConnected).forEach((figure) => {
      const chart = window.echarts.getInstanceByDom(figure);
      if (chart) chart.dispose();
      drawn.delete(figure);
    });
    document.querySelectorAll("figure.chart[data-label]").forEach((figure) => {
      if (held.has(figure) || figure.querySelector("script")) draw(figure);
    });
  }

  return { graph, labelled, short, drawAll, drawn, PALETTE, LABELS, LABELLED };
})();

if (window.echarts) {
  dutygraphCharts.drawAll();
  document.addEventListener("htmx:afterSettle", dutygraphCharts.drawAll);
  window.addEventListener("resize", () => dutygraphCharts.drawn.forEach((figure) => window.echarts.getInstanceByDom(figure).resize()));
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dutygraphCharts.drawAll);
}
