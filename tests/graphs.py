"""Graphs compared, and the sample plan in other wordings."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from factories import sample_plan, span

from dutygraph.graph import identity
from dutygraph.graph.build import Graph
from dutygraph.graph.entities import Unit
from dutygraph.graph.model import Assignment, Plan, Source, Task, TimeConstraint

Dump = tuple[dict[str, dict[str, Any]], dict[tuple[str, str, str], dict[str, Any]]]


def dump(graph: Graph) -> Dump:
    """Everything a graph says, in a form that compares: attributes by node id, and by (start, end, key) of edges."""
    return dict(graph.nodes.items()), {edge: graph.edges[edge] for edge in graph.edges(keys=True)}


def plan_of(title: str, *tasks: Task) -> Plan:
    """The sample plan under another title, with these tasks (their keys made its own) and no findings."""
    plan = replace(sample_plan(), title=title, tasks=(), findings=(), source=_source(title))
    return replace(plan, tasks=tuple(replace(task, key=_key(plan, task)) for task in tasks))


def changed(plan: Plan) -> Plan:
    """The sample plan as read anew from another file of the same text: no second task, its deadline an ongoing duty."""
    first = replace(
        plan.tasks[0],
        title="落实办法",
        dates=(TimeConstraint("ongoing", "2023年年底前", None, span("2023年年底前"), 1),),
    )
    return replace(plan, tasks=(first,), findings=(), source=replace(plan.source, sha256=_source("另一文件").sha256))


def document(title: str, bodies: Sequence[Unit], dates: tuple[TimeConstraint, ...]) -> Plan:
    """A plan of one task that these units lead."""
    task = replace(
        sample_plan().tasks[0],
        assignments=tuple(
            Assignment("lead", body, body.name, "牵头单位", position, True, span("区司法局"))
            for position, body in enumerate(bodies, 1)
        ),
        dates=dates,
    )
    return plan_of(title, task)


def _key(plan: Plan, task: Task) -> str:
    return identity.task_key(plan.key, task.sections[-1].path, task.number, task.ordinal, task.text)


def _source(words: str) -> Source:
    sha256 = hashlib.sha256(words.encode()).hexdigest()
    return Source(f"{words}.txt", "text/plain", sha256, sha256)


def called(graph: Graph, node: str) -> str:
    """What people call a node: its name, number, words or title."""
    data = graph.nodes[node]
    return str(data.get("name") or data.get("number") or data.get("surface") or data.get("title") or data["labels"][0])


def edges(graph: Graph, type_: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Names of start and end, and properties, of all edges of a type."""
    return sorted(
        (
            (
                called(graph, start),
                called(graph, end),
                {k: v for k, v in graph.edges[start, end, key].items() if k != "type"},
            )
            for start, end, key in graph.edges(keys=True)
            if graph.edges[start, end, key]["type"] == type_
        ),
        key=lambda edge: (edge[0], edge[1]),
    )
