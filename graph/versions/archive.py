"""A version of a plan put away beside the next one: :func:`put_away`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from dutygraph.graph import identity, vocabulary
from dutygraph.graph.build import Graph, add_edge, add_node, key_of
from dutygraph.graph.versions.rekeying import FACTS, fact_key, finding_key

_OF_PLANS: Final = ("READ_FROM", "ISSUED_BY", "IMPLEMENTS", "PUBLISHED_AS")
_LEFT: Final = ("labels", "key")


def put_away(graph: Graph, plan: str, tasks: frozenset[str], until: dt.date) -> None:
    """Add to a plan's graph the version in force as a former one that ended on the day ``until``.

    Its sections are kept whole, of its tasks only the named nodes: those that the next version words otherwise or not
    at all. Each copy has its own dates, targets and findings and its own edges to units and instruments.
    """
    data = graph.nodes[f"Plan:{plan}"]
    version = int(data["version"])
    names = {f"Plan:{plan}": _add(graph, f"Plan:{plan}", "PlanVersion", _key(plan, version, ""), valid_to=until)}
    former = names[f"Plan:{plan}"]
    add_edge(graph, former, "PART_OF", f"Plan:{plan}", {})
    for _, other, edge in list(graph.out_edges(f"Plan:{plan}", data=True)):
        if edge["type"] in _OF_PLANS:
            add_edge(graph, former, edge["type"], other, {})
    for section in _sections(graph, f"Plan:{plan}"):
        own = key_of(section)
        names[section] = _add(graph, section, "SectionVersion", _key(plan, version, own))
        add_edge(graph, names[section], "PART_OF", names[_above(graph, section)], {})
    for task in sorted(tasks):
        own = key_of(task)
        names[task] = _add(graph, task, "TaskVersion", _key(plan, version, own), valid_to=until, task=own)
        add_edge(graph, names[task], "PART_OF", names[_above(graph, task)], {})
        _copy_edges(graph, task, names)
    for subject in (f"Plan:{plan}", *sorted(tasks)):
        for finding in _about(graph, subject):
            copy = _add(graph, finding, "Finding", finding_key(graph, finding, names))
            add_edge(graph, copy, "ABOUT", names[subject], {})


def parts(graph: Graph, node: str) -> Iterator[str]:
    """Yield all parts of a plan's version, at any depth."""
    for part, _, key in graph.in_edges(node, keys=True):
        if key == "PART_OF/1":
            yield part
            yield from parts(graph, part)


def _key(plan: str, version: int, own: str) -> str:
    return f"{plan}-{identity.digest('version', str(version), own)}"


def _add(graph: Graph, node: str, label: str, key: str, **more: object) -> str:
    data = graph.nodes[node]
    special = data["labels"][-1] if label == data["labels"][0] else label
    return add_node(graph, special, key, {**{n: v for n, v in data.items() if n not in _LEFT}, **more})


def _copy_edges(graph: Graph, task: str, names: dict[str, str]) -> None:
    for other, _, edge in list(graph.in_edges(task, data=True)):
        if edge["type"] not in ("PART_OF", "ABOUT", *vocabulary.DERIVED_EDGES):  # the units that carry it
            add_edge(graph, other, edge["type"], names[task], {n: v for n, v in edge.items() if n != "type"})
    for _, other, edge in list(graph.out_edges(task, data=True)):
        if edge["type"] in FACTS:
            label = graph.nodes[other]["labels"][0]
            copy = _add(graph, other, label, fact_key(graph, other, names))
            add_edge(graph, names[task], edge["type"], copy, {})
        elif edge["type"] not in ("PART_OF", "HAS_VERSION", *vocabulary.DERIVED_EDGES):
            add_edge(graph, names[task], edge["type"], other, {n: v for n, v in edge.items() if n != "type"})


def _sections(graph: Graph, node: str) -> list[str]:
    """The sections of a plan, each after the one above it."""
    found = []
    for part, _, key in list(graph.in_edges(node, keys=True)):
        if key == "PART_OF/1" and part.startswith("Section:"):
            found += [part, *_sections(graph, part)]
    return found


def _above(graph: Graph, node: str) -> str:
    return next(end for _, end, key in graph.out_edges(node, keys=True) if key == "PART_OF/1")


def _about(graph: Graph, subject: str) -> list[str]:
    return [finding for finding, _, key in graph.in_edges(subject, keys=True) if key == "ABOUT/1"]
