"""The gold of a document: what the annotation guide says must be read from it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

Role = Literal["lead", "responsible", "supporting"]
Relation = Literal["cites", "drafts"]
DateKind = Literal["deadline", "period", "recurrence", "duration", "ongoing"]
Comparator = Literal[">=", "<=", "="]


@dataclass(frozen=True, slots=True)
class Citation:
    """A named instrument; ``doc_number`` in full-width brackets."""

    surface: str
    title: str
    doc_number: str | None = None
    relation: Relation = "cites"


@dataclass(frozen=True, slots=True)
class Date:
    """A time expression; a deadline's value is the last day allowed."""

    surface: str
    kind: DateKind
    value: str | None
    anchor: str | None = None
    business_days: bool = False
    stated_in: Literal["text", "deadline_field"] = "text"


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity to be reached; ``year`` is the one that its own clause says, if any."""

    surface: str
    indicator: str
    comparator: Comparator
    value: float
    unit: str
    per: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Printed words and the facts that stand in them; adding joins both."""

    text: str
    citations: tuple[Citation, ...] = ()
    dates: tuple[Date, ...] = ()
    targets: tuple[Target, ...] = ()

    def __add__(self, other: Words | str) -> Words:
        if isinstance(other, str):
            return replace(self, text=self.text + other)
        return Words(
            self.text + other.text,
            self.citations + other.citations,
            self.dates + other.dates,
            self.targets + other.targets,
        )

    def __radd__(self, other: str) -> Words:
        return replace(self, text=other + self.text)


@dataclass(frozen=True, slots=True)
class Listed:
    """A printed list of units, and each unit as it must be read; ``open_ended`` where 等单位 closes it."""

    printed: str
    units: tuple[str, ...]
    open_ended: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """The units of one role, under a printed label or (sentence forms) none."""

    role: Role
    label: str | None
    listed: Listed


@dataclass(frozen=True, slots=True)
class Duty:
    """Who carries a task and by when; ``deadline`` is the value of its own field."""

    parts: tuple[Part, ...]
    deadline: Words | None = None
    deadline_label: str = "完成时限"
    labelled: bool = True

    def units(self, role: Role) -> list[str]:
        """Return the units of a role in printed order."""
        return [unit for part in self.parts if part.role == role for unit in part.listed.units]


@dataclass(frozen=True, slots=True)
class Task:
    """One duty with its words. ``heading`` is printed before them on a line of its own where it is set."""

    number: str | None
    words: Words
    duty: Duty
    heading: str = ""
    section: str | None = None
    subsection: str | None = None
    groups: tuple[str, ...] = ()
    unscored: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The task's own text, as it is paired by."""
        return self.heading + self.words.text


@dataclass(frozen=True, slots=True)
class Header:
    """The document's own head; None is what it does not print."""

    title: str | None = None
    issuer: str | None = None
    issued_on: str | None = None
    document_number: str | None = None
    addressees: str | None = None
    unscored: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as printed; ``style`` tells formats with styles what it is."""

    text: str
    style: Literal["title", "number", "heading", "plain", "sign", "duty"] = "plain"


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell, its paragraphs, and how many rows and columns it covers."""

    lines: tuple[str, ...]
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as printed: each row holds the cells that begin in it; the first ``heads`` rows are its head."""

    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 1


Block = Paragraph | Grid


@dataclass(frozen=True)
class Document:
    """A printed document and its gold."""

    seed: str
    blocks: tuple[Block, ...]
    tasks: tuple[Task, ...]
    header: Header
    features: frozenset[str] = field(default_factory=frozenset)

    @property
    def has_table(self) -> bool:
        """Whether a table is printed, which plain text has no form for."""
        return any(isinstance(block, Grid) for block in self.blocks)

    @property
    def is_sheet(self) -> bool:
        """Whether the document is one table under a title, as workbooks hold them."""
        grids = [b for b in self.blocks if isinstance(b, Grid)]
        return len(grids) == 1 and all(isinstance(b, Grid) or b.style == "title" for b in self.blocks)
