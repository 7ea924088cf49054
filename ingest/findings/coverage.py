"""How much of a text became facts, how much is prose around them, how much was not understood, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from dutygraph.graph.model import Coverage, Document, Finding, Plan, Role, Span, Task
from dutygraph.ingest.findings.rules import UNREAD

Kind = Literal[
    "prose",
    "task",
    "header",
    "section",
    "lead",
    "responsible",
    "supporting",
    "citation",
    "date",
    "target",
    "not_understood",
]
# What a character can be, the later one winning where two hold (a date inside a title of a law is the citation's).
KINDS: Mapping[Kind, str] = {
    "prose": "其他文字",
    "task": "任务文字",
    "header": "文件头",
    "section": "章节标题",
    "lead": "牵头单位",
    "responsible": "责任单位",
    "supporting": "配合单位",
    "target": "量化目标",
    "date": "时间要求",
    "citation": "所引文件",
    "not_understood": "未读懂",
}
_ORDER: tuple[Kind, ...] = tuple(KINDS)
_OF_ROLE: Mapping[Role, Kind] = {"lead": "lead", "responsible": "responsible", "supporting": "supporting"}
_PROSE: frozenset[Kind] = frozenset({"prose", "task"})


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the text that is all of one kind, like ``Region(10, 14, "lead")``."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Place:
    """A place that was not understood: the finding, its printed line (from 1) and its words without white space."""

    finding: Finding
    line: int
    quote: str


def regions(
    text: str, plans: Iterable[Plan], header: Iterable[Span], findings: Iterable[Finding]
) -> tuple[Region, ...]:
    """Part the whole text into stretches of one kind, in order and without gaps."""
    state = bytearray(len(text))

    def mark(span: Span, kind: Kind) -> None:
        value = _ORDER.index(kind)
        end = min(span.end, len(text))
        state[span.start : end] = bytes(max(value, had) for had in state[span.start : end])

    for span in header:
        mark(span, "header")
    for plan in plans:
        for section in plan.sections:
            mark(section.span, "section")
        for task in plan.tasks:
            for span, kind in _facts(task):
                mark(span, kind)
    for finding in findings:
        if _unread(finding) and finding.span is not None:
            mark(finding.span, "not_understood")
    found: list[Region] = []
    at = 0
    for value, run in groupby(state):
        length = sum(1 for _ in run)
        found.append(Region(at, at + length, _ORDER[value]))
        at += length
    return tuple(found)


def measure(text: str, plans: Iterable[Plan], header: Iterable[Span], findings: Iterable[Finding]) -> Coverage:
    """Count the characters other than white space; each counts once: as not understood, a fact, or prose."""
    counts = _count(text, regions(text, plans, header, findings))
    prose = sum(counts[kind] for kind in _PROSE)
    unread = counts["not_understood"]
    total = sum(counts.values())
    return Coverage(total, in_facts=total - prose - unread, in_prose=prose, not_understood=unread)


def document_regions(document: Document) -> tuple[Region, ...]:
    """Return the regions of a document's text."""
    return regions(document.text, document.plans, document.header, document.findings)


def count_kinds(document: Document) -> dict[Kind, int]:
    """Return how many characters other than white space are of each kind."""
    return _count(document.text, document_regions(document))


def not_understood(document: Document) -> list[Place]:
    """Return the places that nobody has understood yet, in the order of the text."""
    found = [f for f in document.findings if _unread(f) and f.span is not None]
    return [place_of(document, f) for f in sorted(found, key=lambda f: (f.span.start if f.span else 0, f.rule))]


def place_of(document: Document, finding: Finding) -> Place:
    """Return where a finding stands; one about the whole document stands on line 0 and quotes nothing."""
    if finding.span is None:
        return Place(finding, 0, "")
    return Place(finding, line_of(document.text, finding.span.start), quote(document.text, finding.span))


def line_of(text: str, offset: int) -> int:
    """Return the number of the line, from 1, that an offset stands on in what ``dutygraph text`` prints."""
    return text.count("\n", 0, offset) + 1


def quote(text: str, span: Span) -> str:
    """Return the words of a span without white space."""
    return "".join(text[span.start : span.end].split())


def _unread(finding: Finding) -> bool:
    return finding.rule in UNREAD and finding.status == "open"


def _count(text: str, parts: Iterable[Region]) -> dict[Kind, int]:
    counts = dict.fromkeys(_ORDER, 0)
    for part in parts:
        counts[part.kind] += sum(not char.isspace() for char in text[part.start : part.end])
    return counts


def _facts(task: Task) -> Iterator[tuple[Span, Kind]]:
    yield task.span, "task"
    for assignment in task.assignments:
        yield assignment.span, _OF_ROLE[assignment.role]
    for mention in task.mentions:
        yield mention.span, "citation"
    for date in task.dates:
        yield date.span, "date"
    for target in task.targets:
        yield target.span, "target"
