"""The same plan under other keys: :func:`rekey`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import networkx as nx

from dutygraph.graph import identity
from dutygraph.graph.build import Graph, key_of, node_id

FACTS: Final[Mapping[str, str]] = {"HAS_DATE": "date", "HAS_TARGET": "target"}
"""What the key of a fact says it is, by the edge from its task."""


def own_nodes(graph: Graph, plan: str) -> Iterator[str]:
    """Yield the nodes that belong to one plan alone: itself, its parts, their facts and the findings about them."""
    todo = [f"Plan:{plan}"]
    while todo:
        node = todo.pop()
        yield node
        todo += [part for part, _, key in graph.in_edges(node, keys=True) if key in ("PART_OF/1", "ABOUT/1")]
        todo += [fact for _, fact, key in graph.out_edges(node, keys=True) if key.split("/")[0] in FACTS]


def rekey(graph: Graph, plan: str, base: str, tasks: Mapping[str, str]) -> Graph:
    """Return the graph of one plan with the plan's key ``plan`` as ``base`` and its tasks' keys as ``tasks`` has them.

    Tasks that are not named there, sections, dates, targets and findings get the keys that follow.

    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Plan:a", labels=("Plan",), key="a")
    >>> list(rekey(graph, "a", "b", {}))
    ['Plan:b']
    """
    names: dict[str, str] = {}
    for node in own_nodes(graph, plan):
        label, key = node.split(":", 1)
        if label == "Plan":
            new = base
        elif label == "Task":
            new = tasks.get(key, prefixed(key, plan, base))
        elif label == "Section":
            new = prefixed(key, plan, base)
        elif label == "Finding":
            new = finding_key(graph, node, names)
        else:
            new = fact_key(graph, node, names)
        names[node] = node_id(label, new)
    renamed: Graph = nx.relabel_nodes(graph, {old: new for old, new in names.items() if old != new})
    for name in names.values():
        renamed.nodes[name]["key"] = key_of(name)
    return renamed


def fact_key(graph: Graph, fact: str, names: Mapping[str, str]) -> str:
    """Return the key of a date or target, its task having the name that ``names`` gives."""
    task, type_ = next((s, k.split("/")[0]) for s, _, k in graph.in_edges(fact, keys=True) if k.split("/")[0] in FACTS)
    return identity.fact_key(key_of(names[task]), FACTS[type_], graph.nodes[fact]["position"])


def finding_key(graph: Graph, finding: str, names: Mapping[str, str]) -> str:
    """Return the key of a finding, its subject having the name that ``names`` gives."""
    subject = next(end for _, end, key in graph.out_edges(finding, keys=True) if key == "ABOUT/1")
    data = graph.nodes[finding]
    return identity.finding_key(key_of(names[subject]), data["rule"], data.get("start"), data["message"])


def prefixed(key: str, plan: str, base: str) -> str:
    """Return the key of a part of the plan ``plan`` as it is below the plan ``base``."""
    return f"{base}{key.removeprefix(plan)}" if key.startswith(f"{plan}-") else key
