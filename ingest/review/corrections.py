"""What a person writes in place of what was read: values checked on reading the file, and put into a task.

A correction replaces facts and keeps the place they were printed at, so that every fact stays traceable.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar, cast, get_args

from dutygraph.graph.model import (
    ROLES,
    Assignment,
    Comparator,
    DateKind,
    Mention,
    Precision,
    Relation,
    Role,
    Span,
    Target,
    Task,
    TimeConstraint,
)
from dutygraph.graph.quoting import quoted
from dutygraph.ingest.citations.title_numbers import parse_number
from dutygraph.ingest.resolve.resolve import Resolver
from dutygraph.ingest.review.yaml_nodes import Node
from dutygraph.ingest.text.passage import Passage, fold
from dutygraph.ingest.units.units import split_units

FactKind = Literal["task", "lead", "responsible", "supporting", "date", "target", "citation"]
FACTS: Mapping[FactKind, str] = {
    "task": "任务",
    "lead": "牵头单位",
    "responsible": "责任单位",
    "supporting": "配合单位",
    "date": "时间要求",
    "target": "量化目标",
    "citation": "所引文件",
}
_DATE = ("kind", "value", "precision", "anchor", "business_days")
_TARGET = ("indicator", "comparator", "value", "unit", "per", "year")
_CITATION = ("title", "doc_number", "relation", "article")
# RFC 5545 as the reader writes it; BYMONTH and BYMONTHDAY are what the calendar queries read.
_RRULE = re.compile(
    r"FREQ=(?:YEARLY|MONTHLY|WEEKLY|DAILY)(?:;(?:INTERVAL=[1-9]\d?|BYMONTH=(?:[1-9]|1[0-2])(?:,(?:[1-9]|1[0-2]))*"
    r"|BYMONTHDAY=-?(?:[1-9]|[12]\d|3[01])(?:,-?(?:[1-9]|[12]\d|3[01]))*|BYDAY=(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*))*"
)
_DURATION = re.compile(r"P(?:\d+[YMWD]|T\d+[HM])")
_LONGEST_SURFACE = 40  # a quote beyond it is no name, so a unit put there keeps the name that was given


@dataclass(frozen=True, slots=True)
class DateValue:
    """A time as a person gives it; what is None stays as it was read."""

    kind: DateKind
    value: str | None
    precision: Precision | None = None
    anchor: str | None = None
    business_days: bool | None = None


@dataclass(frozen=True, slots=True)
class TargetValue:
    """The parts of a target that a person gives."""

    indicator: str | None = None
    comparator: Comparator | None = None
    value: float | None = None
    unit: str | None = None
    per: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class CitationValue:
    """The parts of a citation that a person gives; an empty ``doc_number`` takes the number away."""

    title: str | None = None
    doc_number: str | None = None
    relation: Relation | None = None
    article: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """The right values of one entry of a review file."""

    roles: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    dates: tuple[DateValue, ...] = ()
    targets: tuple[TargetValue, ...] = ()
    citations: tuple[CitationValue, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything is given."""
        return bool(self.roles or self.dates or self.targets or self.citations)


# ------------------------------------------------------------------------------------------------- out of the file


def read_value(node: Node, fact: FactKind | None) -> Value:
    """Return the value of an entry: of one kind for a fact, by kind (lead, date …) for a finding."""
    if node.empty:
        return Value()
    if fact == "task":
        node.fail("任务只能确认或驳回", "请删去 value")
    given = {str(fact): node} if fact is not None else node.fields([kind for kind in FACTS if kind != "task"])
    roles: dict[Role, tuple[str, ...]] = {role: _names(given[role]) for role in ROLES if role in given}
    named = [name for names in roles.values() for name in names]
    if twice := next((name for name in named if named.count(name) > 1), None):
        node.fail(f"{twice} 写了两次", "一个单位在一项任务中只有一个角色")
    return Value(
        roles,
        tuple(map(_date, _several(given.get("date")))),
        tuple(map(_target, _several(given.get("target")))),
        tuple(map(_citation, _several(given.get("citation")))),
    )


def _several(node: Node | None) -> list[Node]:
    if node is None or node.empty:
        return []
    return list(node.items()) if node.is_list else [node]


def _names(node: Node) -> tuple[str, ...]:
    """Units as a list, or in one line as a plan prints them (区司法局、区财政局); nothing given is nobody."""
    if not node.is_list:
        return tuple(unit.surface for unit in split_units(Passage.of(node.text() or "")).units)
    names = []
    for item in node.items():
        name = "".join((item.text() or "").split())
        if not name:
            item.fail("单位名称为空", "请写出名称或删去这一行")
        names.append(name)
    return tuple(names)


def _date(node: Node) -> DateValue:
    given = node.fields(_DATE) if node.is_mapping else {"value": node}
    text = given["value"].text() if "value" in given else None
    kind = cast("DateKind | None", given["kind"].choice(*get_args(DateKind)) if "kind" in given else None)
    kind = kind or _kind_of(text)
    if kind is None or not _fits(kind, text):
        came = "没有给出" if text is None else f"收到{quoted(text)}"
        node.fail(
            f"不是时间{quoted(text)}" if kind is None and text else f"{kind or 'date'} 的 value {came}",
            "deadline 写 2024-12-31，period 写 2024-01-01/2024-12-31，recurrence 写 FREQ=YEARLY，"
            "duration 写 P15D 或留空，ongoing 留空",
        )
    precision = given["precision"].choice(*get_args(Precision)) if "precision" in given else None
    return DateValue(
        kind,
        text,
        cast("Precision | None", precision),
        given["anchor"].text() if "anchor" in given else None,
        given["business_days"].truth() if "business_days" in given else None,
    )


def _kind_of(text: str | None) -> DateKind | None:
    kinds: tuple[DateKind, ...] = ("deadline", "period", "recurrence", "duration")
    return next((kind for kind in kinds if text and _fits(kind, text)), None)


def _fits(kind: DateKind, text: str | None) -> bool:
    if text is None:
        return kind in ("duration", "ongoing")
    if kind == "deadline":
        return _is_day(text)
    if kind == "period":
        first, slash, last = text.partition("/")
        return bool(slash) and _is_day(first) and (last == ".." or (_is_day(last) and first <= last))
    if kind == "recurrence":
        return _RRULE.fullmatch(text) is not None
    return kind == "duration" and _DURATION.fullmatch(text) is not None


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _target(node: Node) -> TargetValue:
    given = node.fields(_TARGET)
    per = given["per"].text() if "per" in given else None
    if per and _RRULE.fullmatch(per) is None:
        given["per"].fail(f"收到{quoted(per)}", "应为周期，如 FREQ=YEARLY")
    year = given["year"].number() if "year" in given else None
    if year is not None and not (year == int(year) and 1900 <= year <= 2200):
        given["year"].fail(f"收到{year:g}", "应为年份，如 2025")
    return TargetValue(
        given["indicator"].text() if "indicator" in given else None,
        cast("Comparator | None", given["comparator"].choice(*get_args(Comparator)) if "comparator" in given else None),
        given["value"].number() if "value" in given else None,
        given["unit"].text() if "unit" in given else None,
        per,
        None if year is None else int(year),
    )


def _citation(node: Node) -> CitationValue:
    given = node.fields(_CITATION)
    number = (given["doc_number"].text() or "") if "doc_number" in given else None
    if number and parse_number(fold(number)) is None:
        given["doc_number"].fail(f"收到{quoted(number)}", "应为文号，如 东政发〔2021〕11号")
    return CitationValue(
        given["title"].text() if "title" in given else None,
        number,
        cast("Relation | None", given["relation"].choice(*get_args(Relation)) if "relation" in given else None),
        given["article"].text() if "article" in given else None,
    )


# ---------------------------------------------------------------------------------------------------- into a task

T = TypeVar("T", TimeConstraint, Target, Mention)
N = TypeVar("N", DateValue, TargetValue, CitationValue)


@dataclass(frozen=True, slots=True)
class Printed:
    """Where a corrected fact is printed: its place and its words without white space."""

    span: Span
    quote: str


def put(task: Task, value: Value, at: Printed, resolver: Resolver) -> Task | None:
    """Return the task with the values given in place of what overlaps ``at``; None where a new fact lacks a part."""
    task = _put_roles(task, value.roles, at, resolver)
    dates = _replace(task.dates, value.dates, at, lambda new, old: _new_date(task, new, old, at))
    targets = _replace(task.targets, value.targets, at, lambda new, old: _new_target(new, old, at))
    mentions = _replace(task.mentions, value.citations, at, lambda new, old: _new_mention(new, old, at, resolver))
    if dates is None or targets is None or mentions is None:
        return None
    return replace(task, dates=dates, targets=targets, mentions=mentions)


def remove(task: Task, span: Span, only: FactKind | None = None) -> Task:
    """Return the task without its facts that overlap a span: of one kind where it is given, of a role all."""

    def kept(facts: tuple[T, ...], kind: FactKind) -> tuple[T, ...]:
        if only not in (None, kind):
            return facts
        return _numbered(fact for fact in facts if not overlap(fact.span, span))

    left = [a for a in task.assignments if only != a.role and (only is not None or not overlap(a.span, span))]
    return replace(
        task,
        assignments=_assignments(left) if len(left) < len(task.assignments) else task.assignments,
        dates=kept(task.dates, "date"),
        targets=kept(task.targets, "target"),
        mentions=kept(task.mentions, "citation"),
    )


def overlap(one: Span, other: Span) -> bool:
    """Tell whether two spans share a character."""
    return one.start < other.end and other.start < one.end


def _numbered(facts: Iterable[T]) -> tuple[T, ...]:
    return tuple(replace(fact, position=n) for n, fact in enumerate(facts, 1))


def _replace(
    facts: tuple[T, ...], values: Sequence[N], at: Printed, make: Callable[[N, T | None], T | None]
) -> tuple[T, ...] | None:
    """The facts with new ones where those that overlap the place stood, or behind the others; None for a part lacking.

    Several new ones take the parts they lack from the old ones in order.
    """
    if not values:
        return facts
    old = [fact for fact in facts if overlap(fact.span, at.span)]
    made = [make(value, old[min(n, len(old) - 1)] if old else None) for n, value in enumerate(values)]
    new = [fact for fact in made if fact is not None]
    if len(new) < len(made):
        return None
    first = facts.index(old[0]) if old else len(facts)
    placed = list(facts[:first])
    placed.extend(new)
    placed.extend(fact for fact in facts[first:] if fact not in old)
    return _numbered(placed)


def _new_date(task: Task, new: DateValue, old: TimeConstraint | None, at: Printed) -> TimeConstraint:
    inside = task.span.start <= at.span.start and at.span.end <= task.span.end
    base = old or TimeConstraint(
        new.kind, at.quote, new.value, at.span, 1, stated_in="text" if inside else "deadline_field"
    )
    same = old is not None and old.kind == new.kind
    precision = new.precision or (old.precision if old is not None and same else None)
    if precision is None and new.kind == "deadline":
        precision = "day"
    return replace(
        base,
        kind=new.kind,
        value=new.value,
        precision=precision,
        anchor=new.anchor or (base.anchor if same and new.kind == "duration" else None),
        business_days=base.business_days and same if new.business_days is None else new.business_days,
    )


def _new_target(new: TargetValue, old: Target | None, at: Printed) -> Target | None:
    if old is not None:
        return replace(
            old,
            indicator=new.indicator or old.indicator,
            comparator=new.comparator or old.comparator,
            value=old.value if new.value is None else new.value,
            unit=new.unit or old.unit,
            per=new.per or old.per,
            year=new.year or old.year,
        )
    if new.indicator is None or new.value is None or new.unit is None:
        return None
    return Target(new.indicator, new.comparator or "=", new.value, new.unit, at.quote, at.span, 1, new.per, new.year)


def _new_mention(new: CitationValue, old: Mention | None, at: Printed, resolver: Resolver) -> Mention | None:
    title = new.title or (old.title if old else None)
    if title is None:
        return None
    title = title.strip().removeprefix("《").removesuffix("》")
    number = old.instrument.document_number if old is not None else None
    if new.doc_number is not None:
        number = parse_number(fold(new.doc_number))
    if old is None:
        instrument = resolver.instrument(title, number)
        printed = str(number) if number else None
        return Mention(new.relation or "cites", at.quote, title, printed, instrument, 1, at.span, new.article)
    same = new.title is None and new.doc_number is None
    return replace(
        old,
        relation=new.relation or old.relation,
        title=title,
        doc_number=old.doc_number if new.doc_number is None else (str(number) if number else None),
        instrument=old.instrument if same else resolver.instrument(title, number),
        article=new.article or old.article,
    )


def _put_roles(task: Task, roles: Mapping[Role, tuple[str, ...]], at: Printed, resolver: Resolver) -> Task:
    if not roles:
        return task
    new = [a for role, names in roles.items() for a in _new_assignments(task, role, names, at, resolver)]
    taken = {a.body.key for a in new}
    kept = [a for a in task.assignments if a.role not in roles and a.body.key not in taken]
    return replace(task, assignments=_assignments([*new, *kept]))


def _new_assignments(
    task: Task, role: Role, names: tuple[str, ...], at: Printed, resolver: Resolver
) -> list[Assignment]:
    """The units of a role as given, each at the place it is printed.

    A name that is printed so keeps its place; those left over take, in order, the places of what was printed in
    their stead, and beyond that the whole place decided on.
    """
    old = {a.surface: a for a in reversed(task.assignments)} | {a.surface: a for a in reversed(task.assigned(role))}
    printed: dict[str, tuple[str, Span]] = {}
    for name in names:
        if name in old:
            printed[name] = (name, old[name].span)
        elif (found := at.quote.find(name)) >= 0 and at.span.end - at.span.start == len(at.quote):
            start = at.span.start + found
            printed[name] = (name, Span(start, start + len(name), at.span.page))
    left = [a for a in task.assigned(role) if a.surface not in printed]
    whole = at.quote if len(at.quote) <= _LONGEST_SURFACE else None
    label = next((a.label for a in task.assigned(role)), task.lead_label if role == "lead" else task.responsible_label)
    made = []
    for name in names:
        if name not in printed and left:
            wrong = left.pop(0)
            printed[name] = (wrong.surface, wrong.span)
        surface, span = printed.get(name, (whole or name, at.span))
        made.append(Assignment(role, resolver.body(name), surface, label, 1, False, span))
    return made


def _assignments(found: Iterable[Assignment]) -> tuple[Assignment, ...]:
    """Number the assignments of each role, and mark those of the first role that anybody has as principal."""
    ordered = sorted(found, key=lambda a: ROLES.index(a.role))
    principal = ordered[0].role if ordered else None
    counts = dict.fromkeys(ROLES, 0)
    made = []
    for assignment in ordered:
        counts[assignment.role] += 1
        made.append(replace(assignment, position=counts[assignment.role], principal=assignment.role == principal))
    return tuple(made)
