"""What was added, changed and withdrawn, and since when: told from the versions that the graph keeps.

The wordings of a task, former ones and the present one, follow each other by the days they were in force. The first
adds the task, one that begins where another ends changes it, and where none begins at an end it was withdrawn. Days are
those of the documents (``valid_from``, ``valid_to``), not of their loading; a plan that was removed from the store
leaves nothing to tell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from dutygraph.graph.build import Graph
from dutygraph.graph.rdf.paths import Paths

Kind = Literal["added", "changed", "withdrawn"]
KINDS: Final[dict[Kind, str]] = {"added": "新增", "changed": "改写", "withdrawn": "撤销"}


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a task on a day: ``iri`` is the task's, of a withdrawn one that of its last wording."""

    on: dt.date
    kind: Kind
    task: str
    iri: str
    title: str
    text: str
    plan: str


@dataclass(frozen=True, slots=True)
class _Wording:
    start: dt.date
    end: dt.date | None
    node: str
    title: str
    text: str
    plan: str


def changes_of(graph: Graph, paths: Paths) -> tuple[Change, ...]:
    """Return every change that the graph knows, the newest first, those of a day by task."""
    found = [change for task, wordings in _wordings(graph, paths).items() for change in _changes(task, wordings, paths)]
    return tuple(sorted(found, key=lambda each: (-each.on.toordinal(), each.plan, each.task, each.kind)))


def _wordings(graph: Graph, paths: Paths) -> dict[str, list[_Wording]]:
    """The wordings of each task by its key, the oldest first; what has no first day is left out."""
    found: dict[str, list[_Wording]] = {}
    for node, attributes in graph.nodes(data=True):
        label = attributes["labels"][0]
        if label in ("Task", "TaskVersion") and attributes.get("valid_from") is not None:
            key = attributes["key"] if label == "Task" else attributes["task"]
            found.setdefault(key, []).append(_wording(graph, paths, node, attributes))
    return {key: sorted(wordings, key=lambda each: each.start) for key, wordings in sorted(found.items())}


def _wording(graph: Graph, paths: Paths, node: str, attributes: dict[str, Any]) -> _Wording:
    plan = graph.nodes[paths.plan(node)]["title"]
    start, end = attributes["valid_from"], attributes.get("valid_to")
    number = attributes.get("number")
    title = attributes["title"] if number is None else f"任务{number}：{attributes['title']}"
    return _Wording(start, end, node, title, attributes["text"], plan)


def _changes(task: str, wordings: list[_Wording], paths: Paths) -> Iterator[Change]:
    present = paths.iri(wordings[-1].node)
    ended: dt.date | None = None
    for position, each in enumerate(wordings):
        kind: Kind = "changed" if each.start == ended else "added"
        yield Change(each.start, kind, task, present, each.title, each.text, each.plan)
        ended = each.end
        following = wordings[position + 1] if position + 1 < len(wordings) else None
        if ended is not None and (following is None or following.start != ended):
            yield Change(ended, "withdrawn", task, paths.iri(each.node), each.title, each.text, each.plan)
