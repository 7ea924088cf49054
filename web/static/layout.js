// Where the nodes of a graph stand: those that are linked near each other, none upon another. The same graph gives the
// same places, and it is done when it returns: nothing moves on the page.
"use strict";

const dutygraphLayout = (() => {
  const ROUNDS = 300; // of a new graph; one that has grown is settled in fewer
  const GROWN = 90;
  const PARTED = 60; // rounds in which nodes that touch are moved apart
  const APART = 3; // pixels between the rims of two nodes
  const GRAVITY = 0.012;

  // Beginnings on a spiral, so that no two nodes stand at one place; what is new begins beside a node that it is linked to.
  function begin(nodes, edges, x, y) {
    const near = new Map();
    edges.forEach(([a, b]) => { near.set(a, [...(near.get(a) || []), b]); near.set(b, [...(near.get(b) || []), a]); });
    const known = nodes.map((node) => Number.isFinite(node.x));
    nodes.forEach((node, at) => { if (known[at]) [x[at], y[at]] = [node.x, node.y]; });
    nodes.forEach((node, at) => {
      if (known[at]) return;
      const turn = at * 2.399963;
      const from = (near.get(at) || []).find((other) => known[other]);
      const reach = from === undefined ? 14 * Math.sqrt(at + 1) : 30 + (at % 7) * 4;
      x[at] = (from === undefined ? 0 : x[from]) + reach * Math.cos(turn);
      y[at] = (from === undefined ? 0 : y[from]) + reach * Math.sin(turn);
    });
    return known.filter(Boolean).length;
  }

  // One round: all push each other away, links pull, the middle holds the whole together; nobody moves farther than most.
  function move(x, y, edges, weight, most, wide) {
    const count = x.length;
    const fx = new Float64Array(count);
    const fy = new Float64Array(count);
    for (let a = 0; a < count; a += 1) {
      for (let b = a + 1; b < count; b += 1) {
        const dx = x[a] - x[b];
        const dy = y[a] - y[b];
        const push = (40 * weight[a] * weight[b]) / Math.max(dx * dx + dy * dy, 25);
        fx[a] += dx * push; fy[a] += dy * push;
        fx[b] -= dx * push; fy[b] -= dy * push;
      }
    }
    edges.forEach(([a, b, by]) => {
      const dx = (x[b] - x[a]) * by;
      const dy = (y[b] - y[a]) * by;
      fx[a] += dx; fy[a] += dy;
      fx[b] -= dx; fy[b] -= dy;
    });
    for (let at = 0; at < count; at += 1) {
      fx[at] -= x[at] * GRAVITY;
      fy[at] -= y[at] * GRAVITY * wide;
      const by = Math.min(1, most / (Math.sqrt(fx[at] * fx[at] + fy[at] * fy[at]) || 1));
      x[at] += fx[at] * by; y[at] += fy[at] * by;
    }
  }

  // Nodes that touch are moved apart; says whether any did.
  function part(x, y, room, scale) {
    let touched = false;
    for (let a = 0; a < x.length; a += 1) {
      for (let b = a + 1; b < x.length; b += 1) {
        const wanted = (room[a] + room[b] + APART) / scale;
        const dx = x[b] - x[a] || 0.01;
        const dy = y[b] - y[a] || 0.01;
        const far = dx * dx + dy * dy;
        if (far < wanted * wanted) {
          const by = (wanted / Math.sqrt(far) - 1) / 2;
          x[a] -= dx * by; y[a] -= dy * by;
          x[b] += dx * by; y[b] += dy * by;
          touched = true;
        }
      }
    }
    return touched;
  }

  // How many pixels a unit of length is, when all nodes are shown at once.
  function scaleOf(x, y, width, height) {
    return Math.min(1, width / (Math.max(...x) - Math.min(...x) || 1), height / (Math.max(...y) - Math.min(...y) || 1));
  }

  // Gives every node {key, room, x, y} its place; those with x and y are moved little, and none where all have them.
  // room is how far, in pixels, others keep from its middle when all are shown at once in this width and height.
  function settle(nodes, links, width, height) {
    if (nodes.every((node) => Number.isFinite(node.x))) return;
    const index = new Map(nodes.map((node, at) => [node.key, at]));
    const ends = links.map((edge) => [index.get(edge.from), index.get(edge.to)]).filter(([a, b]) => a !== b && a !== undefined && b !== undefined);
    const degree = new Float64Array(nodes.length);
    ends.forEach(([a, b]) => { degree[a] += 1; degree[b] += 1; });
    const edges = ends.map(([a, b]) => [a, b, 0.09 / Math.sqrt(Math.min(degree[a], degree[b]))]);
    const weight = degree.map((each) => Math.sqrt(Math.sqrt(each + 1)));
    const room = Float64Array.from(nodes, (node) => node.room);
    const [x, y] = [new Float64Array(nodes.length), new Float64Array(nodes.length)];
    const known = begin(nodes, edges, x, y);
    const rounds = Math.round((known ? GROWN : ROUNDS) * Math.min(1, 900 / nodes.length));
    for (let round = 0; round < rounds; round += 1) {
      move(x, y, edges, weight, (known ? 12 : 40) * (1 - round / rounds) + 0.5, width / height);
    }
    for (let round = 0; round < PARTED && part(x, y, room, scaleOf(x, y, width, height)); round += 1);
    nodes.forEach((node, at) => { [node.x, node.y] = [x[at], y[at]]; });
  }

  return { settle };
})();
