"""What one version of a plan says, out of a graph, as frozen values that compare: :func:`content_of`.

Places in the text are left out: the same duty further down is the same duty.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from dutygraph.graph import vocabulary
from dutygraph.graph.build import Graph
from dutygraph.graph.errors import NotFound
from dutygraph.graph.stating import is_shared
from dutygraph.graph.versions.matching import Wording, fold

FactKind = Literal["lead", "responsible", "supporting", "dates", "targets", "instruments"]
KINDS: Final[Mapping[str, FactKind]] = {
    "LEADS": "lead",
    "RESPONSIBLE_FOR": "responsible",
    "SUPPORTS": "supporting",
    "HAS_DATE": "dates",
    "HAS_TARGET": "targets",
    "CITES": "instruments",
    "DRAFTS": "instruments",
}
_PLACES: Final = frozenset({"key", "start", "end", "page", "type"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One unit, date, target or instrument of a task.

    ``words`` name it for a reader, ``detail`` says more where the words alone would not differ; ``said`` holds all
    that it says and decides whether two are equal.
    """

    kind: FactKind
    words: str = field(compare=False)
    detail: str = field(compare=False)
    position: int
    said: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class TaskContent:
    """A task as one version words it: number, headings above it, words and facts.

    ``node`` is the id of its Task or TaskVersion, ``key`` that of the task either way. ``position`` and ``path`` do not
    enter comparisons: a task is what it says and the headings it stands under.
    """

    key: str = field(compare=False)
    node: str = field(compare=False)
    position: int = field(compare=False)
    path: tuple[str, ...] = field(compare=False)
    number: str | None
    headings: tuple[str, ...]
    title: str
    text: str
    facts: tuple[Fact, ...]

    def of(self, kind: FactKind) -> tuple[Fact, ...]:
        """Return the facts of one kind, in printed order."""
        return tuple(fact for fact in self.facts if fact.kind == kind)


@dataclass(frozen=True, slots=True)
class PlanContent:
    """One version of a plan: its number, when it is in force, what it is and its tasks in their order.

    ``headings`` are all its sections; ``texts`` the words of the files it was read from, folded.
    """

    key: str
    version: int
    valid_from: dt.date | None
    valid_to: dt.date | None
    title: str
    document_number: str | None
    issued_on: dt.date | None
    issuer: str | None
    headings: tuple[tuple[str, ...], ...]
    tasks: tuple[TaskContent, ...]
    texts: frozenset[str] = field(repr=False)

    @property
    def face(self) -> tuple[object, ...]:
        """What it says besides its tasks."""
        return self.title, self.document_number, self.issued_on, self.issuer, self.headings


def content_of(graph: Graph, plan: str, version: int | None = None) -> PlanContent:
    """Return what a version of the plan says, by default the one in force.

    :raises NotFound: if the graph has no such plan, or the plan no such version.
    """
    node = f"Plan:{plan}"
    if node not in graph:
        raise NotFound("方案", plan)
    current = int(graph.nodes[node]["version"])
    past = {int(graph.nodes[v]["version"]): v for v in past_versions(graph, plan)}
    number = current if version is None else version
    if number != current and number not in past:
        known = [str(each) for each in sorted((*past, current))]
        raise NotFound("版次", str(number), known)
    holder = node if number == current else past[number]
    data = graph.nodes[holder]
    issuers = _ends(graph, holder, "ISSUED_BY")
    sources = _ends(graph, holder, "READ_FROM")
    return PlanContent(
        plan,
        number,
        data.get("valid_from"),
        data.get("valid_to"),
        data["title"],
        data.get("document_number"),
        data.get("issued_on"),
        graph.nodes[issuers[0]].get("full_name") if issuers else None,
        tuple(sorted(headings_of(graph, section) for section in _below(graph, holder) if _is_section(section))),
        _tasks(graph, plan, number),
        frozenset(fold(graph.nodes[source].get("text", "")) for source in sources),
    )


def past_versions(graph: Graph, plan: str) -> tuple[str, ...]:
    """Return the PlanVersion nodes of a plan, the first version first."""
    parts = (part for part in _parts(graph, f"Plan:{plan}") if part.startswith("PlanVersion:"))
    return tuple(sorted(parts, key=lambda part: int(graph.nodes[part]["version"])))


def current_tasks(graph: Graph, plan: str) -> tuple[str, ...]:
    """Return the Task nodes of a plan, in their order."""
    return _in_order(graph, (part for part in _below(graph, f"Plan:{plan}") if part.startswith("Task:")))


def former_tasks(graph: Graph, plan_version: str) -> tuple[str, ...]:
    """Return the TaskVersion nodes whose last version of the plan was this one, in their order."""
    return _in_order(graph, (part for part in _below(graph, plan_version) if part.startswith("TaskVersion:")))


def headings_of(graph: Graph, node: str) -> tuple[str, ...]:
    """Return the titles of the sections above a task, or of a section with those above it, the outermost first."""
    return tuple(str(graph.nodes[section]["title"]) for section in _sections(graph, node))


def wordings(tasks: tuple[TaskContent, ...]) -> tuple[Wording, ...]:
    """Return what tasks are matched by."""
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for task in tasks:
        place = None
        if task.number is not None:
            numbered = (*task.path, task.number)
            seen[numbered] += 1
            place = (*numbered, str(seen[numbered]))
        found.append(Wording(task.key, place, task.text))
    return tuple(found)


def _tasks(graph: Graph, plan: str, version: int) -> tuple[TaskContent, ...]:
    found = [t for t in current_tasks(graph, plan) if int(graph.nodes[t]["version"]) <= version]
    if version == graph.nodes[f"Plan:{plan}"]["version"]:
        return tuple(_task(graph, node) for node in found)
    for past in past_versions(graph, plan):
        if int(graph.nodes[past]["version"]) >= version:
            found += [t for t in former_tasks(graph, past) if int(graph.nodes[t]["version"]) <= version]
    return tuple(_task(graph, node) for node in _in_order(graph, found))


def _task(graph: Graph, node: str) -> TaskContent:
    data = graph.nodes[node]
    sections = [graph.nodes[section] for section in _sections(graph, node)]
    return TaskContent(
        key=data.get("task", data["key"]),
        node=node,
        position=int(data["position"]),
        path=tuple(str(section.get("number") or section["title"]) for section in sections),
        number=data.get("number"),
        headings=tuple(str(section["title"]) for section in sections),
        title=data["title"],
        text=data["text"],
        facts=tuple(sorted(_facts(graph, node), key=lambda f: (f.kind, f.position, repr(f.said)))),
    )


def _facts(graph: Graph, node: str) -> Iterator[Fact]:
    edges = [(other, data) for _, other, data in graph.out_edges(node, data=True)]
    edges += [(other, data) for other, _, data in graph.in_edges(node, data=True)]
    for other, edge in edges:
        kind = KINDS.get(edge["type"])
        if kind is None:
            continue
        end = graph.nodes[other]
        said = other if is_shared(other) else _said(end)
        position = int(edge.get("position") or end.get("position") or 1)
        words = _WORDS[kind](edge, end)
        detail = f"{edge.get('label') or ''}：{edge['surface']}" if kind in vocabulary.ROLE_EDGES else words
        if edge.get("principal"):
            detail += "（主责）"
        yield Fact(kind, words, detail, position, (edge["type"], _said(edge), said))


def _said(data: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, repr(value)) for name, value in data.items() if name not in _PLACES))


def _unit_words(_edge: Mapping[str, Any], end: Mapping[str, Any]) -> str:
    return str(end["name"])


def _date_words(_edge: Mapping[str, Any], end: Mapping[str, Any]) -> str:
    return str(end["surface"])


def _target_words(_edge: Mapping[str, Any], end: Mapping[str, Any]) -> str:
    return f"{end['indicator']} {end['comparator']} {end['value']:g} {end['unit']}"


def _instrument_words(edge: Mapping[str, Any], end: Mapping[str, Any]) -> str:
    number = f"（{end['document_number']}）" if "document_number" in end else ""
    return f"《{end['title']}》{number}{edge.get('article') or ''}"


_WORDS: Final = {
    "lead": _unit_words,
    "responsible": _unit_words,
    "supporting": _unit_words,
    "dates": _date_words,
    "targets": _target_words,
    "instruments": _instrument_words,
}


def _sections(graph: Graph, node: str) -> list[str]:
    """The sections that a task or section is part of, itself included if it is one, the outermost first."""
    found = [node] if _is_section(node) else []
    above = _ends(graph, node, "PART_OF")
    while above and _is_section(above[0]):
        found.append(above[0])
        above = _ends(graph, above[0], "PART_OF")
    return found[::-1]


def _is_section(node: str) -> bool:
    return node.startswith(("Section:", "SectionVersion:"))


def _ends(graph: Graph, node: str, type_: str) -> list[str]:
    return sorted(other for _, other, key in graph.out_edges(node, keys=True) if key == f"{type_}/1")


def _parts(graph: Graph, node: str) -> list[str]:
    return [part for part, _, key in graph.in_edges(node, keys=True) if key == "PART_OF/1"]


def _below(graph: Graph, node: str) -> Iterator[str]:
    """All parts of a plan or version, without those of its former versions."""
    for part in _parts(graph, node):
        if not part.startswith("PlanVersion:"):
            yield part
            yield from _below(graph, part)


def _in_order(graph: Graph, tasks: Iterator[str] | list[str]) -> tuple[str, ...]:
    return tuple(sorted(tasks, key=lambda task: (int(graph.nodes[task]["position"]), task)))
