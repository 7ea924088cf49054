"""What in a graph breaks the vocabulary, so that no store or export takes a graph that the others would not.

Every rule reads :mod:`dutygraph.graph.vocabulary`; a new label or property is checked as soon as it stands there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from dutygraph.graph import vocabulary
from dutygraph.graph.build import Graph
from dutygraph.graph.model import Finding, Span
from dutygraph.graph.quoting import quoted
from dutygraph.graph.rows import Property, ValueType

_IS: Final[Mapping[ValueType, Callable[[Any], bool]]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: type(value) is int,
    "float": lambda value: isinstance(value, float),
    "boolean": lambda value: isinstance(value, bool),
    "date": lambda value: type(value) is dt.date,
    "integers": lambda value: isinstance(value, list) and all(type(item) is int for item in value),
}

Complaint = tuple[str, str]


def find_violations(graph: Graph) -> list[Finding]:
    """Return what breaks the vocabulary, nodes first, in order of their ids; empty for a graph of build_graph.

    Rules: unknown_label, unknown_relationship, unknown_property, missing_property, wrong_type, unlisted_value,
    wrong_ends, wrong_id, wrong_span, reversed_dates, outside_plan. A finding about a task, or about a fact or edge
    of one, names it.

    >>> import networkx as nx
    >>> find_violations(nx.MultiDiGraph())
    []
    """
    findings = []
    for node, data in sorted(graph.nodes.items()):
        for rule, words in _node_complaints(graph, node, data):
            findings.append(_finding(rule, f"节点 {node}：{words}", data, _task_of(graph, node)))
    for start, end, key in sorted(graph.edges(keys=True)):
        data = graph.edges[start, end, key]
        for rule, words in _edge_complaints(graph, start, end, key, data):
            task = next((end_ for end_ in (start, end) if end_.startswith("Task:")), None)
            findings.append(_finding(rule, f"关系 {start} -{key}-> {end}：{words}", data, task))
    return findings


def _node_complaints(graph: Graph, node: str, data: Mapping[str, Any]) -> Iterator[Complaint]:
    labels = data.get("labels", ())
    if not labels or labels[-1] not in vocabulary.NODES:
        yield "unknown_label", f"词表中没有标签 {'、'.join(labels) or '（空）'}"
        return
    if labels != vocabulary.labels_of(labels[-1]):
        yield "unknown_label", f"标签 {'、'.join(labels)} 应为 {'、'.join(vocabulary.labels_of(labels[-1]))}"
    if node != f"{labels[0]}:{data.get('key')}":
        yield "wrong_id", f"编号与标签 {labels[0]}、键{quoted(data.get('key'))}不符"
    yield from _property_complaints(vocabulary.NODES[labels[-1]].properties, data, "labels")
    if labels[-1] in ("Task", "Section", "TaskVersion", "SectionVersion", "PlanVersion") and not _in_plan(graph, node):
        yield "outside_plan", "不属于任何方案"


def _edge_complaints(graph: Graph, start: str, end: str, key: str, data: Mapping[str, Any]) -> Iterator[Complaint]:
    type_ = data.get("type")
    if type_ not in vocabulary.EDGES:
        yield "unknown_relationship", f"词表中没有关系 {type_}"
        return
    edge = vocabulary.EDGES[type_]
    if key != f"{type_}/{data.get('position', 1)}":
        yield "wrong_id", f"编号与类型 {type_}、次序 {data.get('position', 1)} 不符"
    for node, allowed, which in ((start, edge.sources, "起点"), (end, edge.targets, "终点")):
        labels = graph.nodes[node].get("labels", ())
        if not set(labels) & set(allowed):
            yield "wrong_ends", f"{which}的标签 {'、'.join(labels) or '（空）'} 不在 {'、'.join(allowed)} 之中"
    yield from _property_complaints(edge.properties, data, "type")


def _property_complaints(properties: Sequence[Property], data: Mapping[str, Any], form: str) -> Iterator[Complaint]:
    known = {prop.name: prop for prop in properties}
    for name in sorted(data.keys() - known.keys() - {form}):
        yield "unknown_property", f"词表中没有属性 {name}"
    for name, prop in known.items():
        value = data.get(name)
        if value is None:
            if prop.required:
                yield "missing_property", f"缺少属性 {name}"
        elif not _IS[prop.type](value):
            yield "wrong_type", f"属性 {name} 的值{quoted(value)}（{type(value).__name__}）不是 {prop.type}"
        elif prop.values and value not in prop.values:
            yield "unlisted_value", f"属性 {name} 的值{quoted(value)}不在 {'、'.join(prop.values)} 之中"
    if {"start", "end"} <= known.keys() and (data.keys() & {"start", "end", "page"}) and not _span(data):
        yield "wrong_span", f"位置 {data.get('start')}–{data.get('end')} 不成范围"
    first, last = data.get("start_date"), data.get("due_date")
    if type(first) is dt.date and type(last) is dt.date and last < first:
        yield "reversed_dates", f"截止日期 {last} 早于开始日期 {first}"


def _span(data: Mapping[str, Any]) -> Span | None:
    start, end, page = data.get("start"), data.get("end"), data.get("page")
    if type(start) is int and type(end) is int and 0 <= start < end:
        return Span(start, end, page if type(page) is int else None)
    return None


def _in_plan(graph: Graph, node: str) -> bool:
    """Whether PART_OF leads from the node to a plan."""
    seen: set[str] = set()
    todo = [node]
    while todo:
        here = todo.pop()
        if here.startswith("Plan:"):
            return True
        seen.add(here)
        todo += [n for _, n, key in graph.out_edges(here, keys=True) if key.startswith("PART_OF/") and n not in seen]
    return False


def _task_of(graph: Graph, node: str) -> str | None:
    """Return the task that the node is, or whose date, target or finding it is."""
    if node.startswith("Task:"):
        return node
    if node.startswith(("TimeConstraint:", "Target:", "Finding:")):
        beside = (*graph.predecessors(node), *graph.successors(node))
        return next((other for other in sorted(beside) if other.startswith("Task:")), None)
    return None


def _finding(rule: str, message: str, data: Mapping[str, Any], task: str | None) -> Finding:
    return Finding(rule, message, _span(data), task and task.removeprefix("Task:"))
