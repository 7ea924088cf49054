"""What plans name and share: places, units and groups of them, instruments with their numbers.

Each is known by its key, whichever plan names it, and has no place in a text; what a plan says of it is in
:mod:`dutygraph.graph.model`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from dutygraph.graph import identity

Level = Literal["nation", "province", "prefecture", "county", "township"]
UnitKind = Literal[
    "party",
    "government",
    "congress",
    "cppcc",
    "court",
    "procuratorate",
    "branch",
    "enterprise",
    "institution",
    "other",
]
Extent = Literal["definite", "indefinite", "relative"]
AliasKind = Literal["printed", "abbreviation", "former", "short_title"]
SuccessionKind = Literal["rename", "merge", "split"]


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A place that has a government, like 东胜区 (150602, county).

    ``code`` is the six digits of GB/T 2260; a place that the division table lacks (a zone, a fictional
    district) has None and is then known by its name.
    """

    code: str | None
    name: str
    level: Level

    @property
    def identity(self) -> str:
        """The part that enters the keys of its units."""
        return self.code or self.name

    @property
    def key(self) -> str:
        """Key of the Jurisdiction node."""
        return identity.name_key(self.identity)


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a unit, a group or an instrument, like 区市场监管局 of 区市场监督管理局."""

    name: str
    kind: AliasKind

    @property
    def key(self) -> str:
        """Key of the Alias node."""
        return identity.name_key(self.name)


@dataclass(frozen=True, slots=True)
class Unit:
    """One named public body, like 区司法局 of 东胜区 (full name 东胜区司法局).

    ``parent`` and ``successions`` come from a register only; nothing is guessed from a name.
    """

    name: str
    full_name: str
    kind: UnitKind
    jurisdiction: Jurisdiction | None
    aliases: tuple[Alias, ...] = ()
    parent: Unit | None = None
    successions: tuple[Succession, ...] = ()

    @property
    def key(self) -> str:
        """Key of the Unit node."""
        return identity.unit_key(self.jurisdiction.identity if self.jurisdiction else None, self.name)


@dataclass(frozen=True, slots=True)
class Succession:
    """What became of a unit: renamed, merged into or split among ``unit`` on a day, by a published basis."""

    unit: Unit
    kind: SuccessionKind
    on: dt.date | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A unit that a published roster (``source``) puts into a group."""

    unit: Unit
    source: str


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """Units meant together, like 各镇 (definite), 区直有关部门 (indefinite), 其他区政府组成部门 (relative).

    ``members`` come from a published roster only.
    """

    name: str
    extent: Extent
    jurisdiction: Jurisdiction | None
    aliases: tuple[Alias, ...] = ()
    members: tuple[Member, ...] = ()

    @property
    def key(self) -> str:
        """Key of the UnitGroup node."""
        return identity.group_key(self.jurisdiction.identity if self.jurisdiction else None, self.name)


Body = Unit | UnitGroup


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A 文号, like 国办发〔2020〕49号: issuer code 国办发, year 2020, serial 49.

    Also the number of an order (令), most of which have no year: 国务院令第722号.
    """

    issuer_code: str
    year: int | None
    serial: int

    @property
    def is_order(self) -> bool:
        """Whether this is the number of an order, which publishes an instrument; later orders amend the same one."""
        return self.issuer_code.endswith("令")

    def __str__(self) -> str:
        """Return the normalised form, with full-width brackets."""
        if self.is_order or self.year is None:
            return f"{self.issuer_code}{f'{self.year}年' if self.year else ''}第{self.serial}号"
        return f"{self.issuer_code}〔{self.year}〕{self.serial}号"


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law or policy document, like 优化营商环境条例; ``title`` is normalised, without its brackets 《》.

    ``status`` and ``superseded_by`` come from a register only.
    """

    title: str
    document_number: DocumentNumber | None = None
    status: str | None = None
    aliases: tuple[Alias, ...] = ()
    superseded_by: Instrument | None = None

    @property
    def key(self) -> str:
        """Key of the node; the number of an order is no identity, for most texts cite what it publishes by title."""
        number = self.document_number
        known = str(number) if number is not None and not number.is_order else None
        return identity.instrument_key(known, self.title)
