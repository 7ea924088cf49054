// Draws the charts whose data stands in the page; beside each there is a table with the same numbers.
"use strict";

const dutygraphCharts = (() => {
  const PALETTE = ["#b4452f", "#c98a1b", "#3d7ea6", "#5b8c4a", "#7a5ea8", "#8c6d46", "#4a9a94", "#a34f7d", "#6b7480"];
  const LABELS = ["Unit", "Task", "UnitGroup", "Instrument", "Plan", "Section", "TimeConstraint", "Target", "Jurisdiction"];
  const drawn = new Set();
  const held = new WeakMap(); // the data of each figure: drawing takes the figure's content away
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  const base = () => ({
    color: PALETTE,
    animation: !still,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour("ink") },
    tooltip: { renderMode: "richText", confine: true, backgroundColor: colour("paper"), borderColor: colour("line"), textStyle: { color: colour("ink") } },
    aria: { enabled: true },
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

  function graph(data) {
    const present = LABELS.filter((label) => data.nodes.some((node) => node.label === label));
    const many = data.nodes.length > 60;
    const degree = {};
    data.edges.forEach((edge) => { [edge.from, edge.to].forEach((key) => { degree[key] = (degree[key] || 0) + 1; }); });
    return {
      ...base(),
      animation: false,
      color: present.map((label) => PALETTE[LABELS.indexOf(label)]),
      legend: { ...legend(), data: present.map((label) => data.labels[label]) },
      tooltip: { ...base().tooltip, formatter: (at) => (at.dataType === "edge" ? at.data.words : `${data.labels[at.data.kind]}\n${at.data.title.replace(/(.{24})/g, "$1\n")}`) },
      series: [{
        type: "graph",
        layout: "force",
        roam: true,
        draggable: true,
        categories: present.map((label) => ({ name: data.labels[label] })),
        force: { repulsion: many ? 90 : 260, edgeLength: many ? [20, 70] : [50, 120], gravity: 0.08, layoutAnimation: data.nodes.length <= 150 && !still },
        label: { show: true, position: "right", color: colour("ink"), fontSize: 12, textBorderColor: colour("paper"), textBorderWidth: 3, formatter: (at) => short(at.data.title, many ? 8 : 14) },
        labelLayout: { hideOverlap: true },
        edgeLabel: { show: data.edges.length <= 40, fontSize: 11, color: colour("soft"), formatter: (at) => at.data.words },
        edgeSymbol: ["none", "arrow"],
        edgeSymbolSize: 6,
        lineStyle: { color: colour("soft"), opacity: many ? 0.4 : 0.7, curveness: 0.06 },
        emphasis: { focus: "adjacency", label: { show: true } },
        data: data.nodes.map((node) => ({
          id: node.key, name: node.key, title: node.title, kind: node.label, ...(node.x === undefined ? {} : { x: node.x, y: node.y }),
          category: present.indexOf(node.label),
          symbolSize: Math.min(34, 10 + 2.2 * Math.sqrt(degree[node.key] || 1) + (node.open ? 8 : 0)),
          itemStyle: node.open || node.path ? { borderColor: colour("ink"), borderWidth: 2 } : {},
        })),
        links: data.edges.map((edge) => ({ source: edge.from, target: edge.to, words: data.relationships[edge.name] || edge.name })),
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

  return { graph, short, drawAll, drawn };
})();

if (window.echarts) {
  dutygraphCharts.drawAll();
  document.addEventListener("htmx:afterSettle", dutygraphCharts.drawAll);
  window.addEventListener("resize", () => dutygraphCharts.drawn.forEach((figure) => window.echarts.getInstanceByDom(figure).resize()));
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dutygraphCharts.drawAll);
}
