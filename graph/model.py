"""The domain: what a task-breakdown plan says, as frozen values.

A :class:`Document` is one file as read. It holds one or more :class:`Plan`, each with its
:class:`Section` headings and :class:`Task` items; a task has assignments, mentions of instruments,
time constraints and targets. Every fact read from text carries the :class:`Span` it was read from.

Offsets count Unicode code points of ``Document.text``, 0-based, end excluded: in ``"区司法局负责"``
the span of 区司法局 is ``Span(0, 4)``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from dutygraph.graph import identity
from dutygraph.graph.entities import Body, DocumentNumber, Instrument, Jurisdiction, Unit

Role = Literal["lead", "responsible", "supporting"]
ROLES: tuple[Role, ...] = ("lead", "responsible", "supporting")
Relation = Literal["cites", "drafts"]
DateKind = Literal["deadline", "period", "recurrence", "duration", "ongoing"]
Precision = Literal["year", "half", "quarter", "month", "xun", "day"]
StatedIn = Literal["text", "deadline_field"]
Comparator = Literal[">=", "<=", "="]
FindingStatus = Literal["open", "accepted", "corrected", "rejected"]


@dataclass(frozen=True, slots=True)
class Span:
    """A range of the document's text, like ``Span(0, 4)``; ``page`` counts from 1 where there are pages."""

    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a plan was read from.

    ``sha256`` is of the file's bytes, ``text_sha256`` of the UTF-8 bytes of the text its spans count in.
    """

    path: str
    media_type: str
    sha256: str
    text_sha256: str

    @property
    def key(self) -> str:
        """Key of the Source node."""
        return identity.source_key(self.sha256)


@dataclass(frozen=True, slots=True)
class Assignment:
    """One unit or group named for a task in a role, as printed at one place.

    ``position`` counts from 1 within the role; ``label`` is the printed role word (牵头部门), None in
    sentence forms; ``principal`` marks who carries the task.
    """

    role: Role
    body: Body
    surface: str
    label: str | None
    position: int
    principal: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Mention:
    """One instrument named in a task: cited, or to be drawn up (``relation`` drafts).

    ``title`` and ``doc_number`` are as printed (line breaks removed); ``instrument`` is what they mean;
    ``article`` is a pinned article (第四十一条) or None.
    """

    relation: Relation
    surface: str
    title: str
    doc_number: str | None
    instrument: Instrument
    position: int
    span: Span
    article: str | None = None


@dataclass(frozen=True, slots=True)
class TimeConstraint:
    """When, by when, how often or within what time.

    ``value`` by kind: deadline ``2022-12-31`` (last day allowed); period ``2023-01-01/2023-12-31``, without an
    end ``2023-01-01/..`` (ISO 8601-2);
    recurrence an RFC 5545 rule ``FREQ=YEARLY;BYMONTH=1``; duration ISO 8601 ``P15D`` or None (任期内);
    ongoing None.
    """

    kind: DateKind
    surface: str
    value: str | None
    span: Span
    position: int
    stated_in: StatedIn = "text"
    precision: Precision | None = None
    anchor: str | None = None
    business_days: bool = False

    @property
    def start_date(self) -> dt.date | None:
        """First day of a period."""
        if self.kind == "period" and self.value:
            return dt.date.fromisoformat(self.value.split("/")[0])
        return None

    @property
    def due_date(self) -> dt.date | None:
        """Last day of a deadline, and of a period that has one."""
        if self.kind in ("deadline", "period") and self.value and not self.value.endswith("/.."):
            return dt.date.fromisoformat(self.value.split("/")[-1])
        return None

    @property
    def rrule(self) -> str | None:
        """The rule of a recurrence."""
        return self.value if self.kind == "recurrence" else None

    @property
    def duration(self) -> str | None:
        """The length of a time limit."""
        return self.value if self.kind == "duration" else None


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity to be reached, like 持证率 >= 95 %; ``per`` is the RRULE of the recurrence it counts in.

    ``year`` is the calendar year in which, or by whose end, it is to be reached, where its own sentence or column says
    so (到2025年达到95%; 2025年目标); what holds for the whole task stands in the task's dates alone.
    """

    indicator: str
    comparator: Comparator
    value: float
    unit: str
    surface: str
    span: Span
    position: int
    per: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading that groups tasks; ``level`` is 1 for the outermost that holds tasks.

    ``path`` holds the numbers (titles where unnumbered) from level 1 down to this one; ``title`` is the
    heading line as printed, its number included.
    """

    number: str | None
    title: str
    level: int
    position: int
    path: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """What was not understood or is doubtful, with its place; ``task`` is a task key or None."""

    rule: str
    message: str
    span: Span | None = None
    task: str | None = None
    status: FindingStatus = "open"


@dataclass(frozen=True, slots=True)
class Task:
    """One duty of a plan: ``text`` is its own words, ``title`` a caption of at most 40 characters.

    ``sections`` are its headings from level 1 down; ``ordinal`` counts from 1 the tasks of equal section
    path and number; ``position`` counts from 1 in the plan.
    """

    key: str
    number: str | None
    position: int
    ordinal: int
    title: str
    text: str
    span: Span
    sections: tuple[Section, ...] = ()
    lead_label: str | None = None
    responsible_label: str | None = None
    assignments: tuple[Assignment, ...] = ()
    mentions: tuple[Mention, ...] = ()
    dates: tuple[TimeConstraint, ...] = ()
    targets: tuple[Target, ...] = ()

    def fact_spans(self) -> tuple[Span, ...]:
        """Return the spans of all facts read from the task."""
        return (
            *(a.span for a in self.assignments),
            *(m.span for m in self.mentions),
            *(d.span for d in self.dates),
            *(t.span for t in self.targets),
        )

    def assigned(self, role: Role) -> tuple[Assignment, ...]:
        """Return the assignments in one role, in printed order."""
        return tuple(a for a in self.assignments if a.role == role)


@dataclass(frozen=True, slots=True)
class Plan:
    """One task-breakdown plan: what it is, who issued it, its tasks.

    ``unassigned`` are numbered items beside tasks that name nobody: no tasks, until a person says who carries them.
    ``published_as`` is the document with whose number the plan was issued; several plans of one notice share it.
    """

    title: str
    issuer: Unit | None
    issued_on: dt.date | None
    document_number: DocumentNumber | None
    jurisdiction: Jurisdiction | None
    source: Source
    text: str
    sections: tuple[Section, ...]
    tasks: tuple[Task, ...]
    findings: tuple[Finding, ...] = ()
    implements: tuple[Instrument, ...] = ()
    span: Span | None = None
    unassigned: tuple[Task, ...] = ()
    published_as: Instrument | None = None

    @property
    def key(self) -> str:
        """Key of the Plan node."""
        return identity.plan_key(
            self.issuer.full_name if self.issuer else None,
            self.title,
            self.issued_on.isoformat() if self.issued_on else None,
        )


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the text became what, in characters other than white space; the last three add up to the first."""

    characters: int
    in_facts: int
    in_prose: int
    not_understood: int


@dataclass(frozen=True)
class Document:
    """One file as read, with its header and its plans; ``header`` is where issuer, date, number and titles stand."""

    text: str
    source: Source
    title: str | None
    issuer: str | None
    issued_on: dt.date | None
    document_number: str | None
    addressees: str | None
    jurisdiction: Jurisdiction | None
    plans: tuple[Plan, ...]
    coverage: Coverage
    findings: tuple[Finding, ...] = field(default=())
    header: tuple[Span, ...] = ()

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks of all plans, in the order of the document."""
        return tuple(task for plan in self.plans for task in plan.tasks)
