"""The facts of a task one by one, as a person reviews them: where they are printed and how they were read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dutygraph.graph.model import ROLES, Mention, Span, Target, Task, TimeConstraint
from dutygraph.ingest.review.corrections import FactKind


@dataclass(frozen=True, slots=True)
class Fact:
    """What was read at one place: the units of a role together, or a date, a target, a citation."""

    kind: FactKind
    span: Span
    read: str


def listed_facts(task: Task) -> list[Fact]:
    """Return the facts of a task: units by role, then what its text says, each place once."""
    found: dict[tuple[FactKind, Span], list[str]] = {}
    for kind, span, read in _facts(task):
        found.setdefault((kind, span), []).append(read)
    return [Fact(kind, span, "；".join(reads)) for (kind, span), reads in found.items()]


def _facts(task: Task) -> Iterator[tuple[FactKind, Span, str]]:
    for role in ROLES:
        assigned = task.assigned(role)
        if assigned:
            start, end = min(a.span.start for a in assigned), max(a.span.end for a in assigned)
            yield role, Span(start, end, assigned[0].span.page), "、".join(a.body.name for a in assigned)
    for mention in task.mentions:
        yield "citation", mention.span, _citation(mention)
    for date in task.dates:
        yield "date", date.span, _date(date)
    for target in task.targets:
        yield "target", target.span, _target(target)


def _citation(mention: Mention) -> str:
    number = f"（{mention.doc_number}）" if mention.doc_number else ""
    return f"{mention.relation} 《{mention.title}》{number}{mention.article or ''}"


def _date(date: TimeConstraint) -> str:
    parts = (date.kind, date.value, date.anchor, "工作日" if date.business_days else None)
    return " ".join(part for part in parts if part)


def _target(target: Target) -> str:
    per = f" {target.per}" if target.per else ""
    year = f" {target.year}年" if target.year else ""
    return f"{target.indicator} {target.comparator} {target.value:g} {target.unit}{per}{year}"
