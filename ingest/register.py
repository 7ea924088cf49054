"""The user's register of units: a CSV that settles names, rosters of groups, parents and successions.

Columns (a header line names those present; lists are parted by ";")::

    jurisdiction  six-digit code or name of the place; empty: holds everywhere
    name          canonical name, as plans print it (区司法局)
    aliases       other names
    kind          party, government, congress, cppcc, court, procuratorate, branch, enterprise, institution, other
    parent        name of the unit above
    groups        names of the groups whose published roster holds this unit (各镇)
    source        where the roster is published
    successor, succession, on, basis   what became of the unit: rename, merge or split, on a day
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from dutygraph.graph.errors import InputError
from dutygraph.graph.model import SuccessionKind, UnitKind
from dutygraph.ingest.formats.text import decode

COLUMNS = (
    "jurisdiction",
    "name",
    "aliases",
    "kind",
    "parent",
    "groups",
    "source",
    "successor",
    "succession",
    "on",
    "basis",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a register."""

    jurisdiction: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: UnitKind | None = None
    parent: str | None = None
    groups: tuple[str, ...] = ()
    source: str = ""
    successor: str | None = None
    succession: SuccessionKind = "rename"
    on: dt.date | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """The entries of a register; an empty one settles nothing."""

    entries: tuple[Entry, ...] = ()

    def find(self, name: str, places: tuple[str, ...]) -> Entry | None:
        """Return the entry that bears a name in one of the places (codes and names), or None."""
        for entry in self.entries:
            if (not entry.jurisdiction or entry.jurisdiction in places) and name in (entry.name, *entry.aliases):
                return entry
        return None

    def members(self, group: str, places: tuple[str, ...]) -> tuple[Entry, ...]:
        """Return the entries that a group's roster holds."""
        return tuple(e for e in self.entries if group in e.groups and (not e.jurisdiction or e.jurisdiction in places))


EMPTY = Register()


def read_register(path: Path) -> Register:
    """Read a register. Raises :class:`InputError` naming the line and what is wrong there."""
    if not path.is_file():
        raise InputError(f"{path}：单位名册不存在。请检查路径。")
    rows = csv.DictReader(decode(path.read_bytes(), str(path)).splitlines())
    unknown = sorted(set(rows.fieldnames or ()) - set(COLUMNS))
    if unknown or "name" not in (rows.fieldnames or ()):
        what = f"有不认识的列 {'、'.join(unknown)}" if unknown else "缺少 name 列"
        raise InputError(f"{path}：{what}。可用的列：{'、'.join(COLUMNS)}。")
    return Register(tuple(_entry(row, f"{path} 第 {n} 行") for n, row in enumerate(rows, 2)))


def _entry(row: dict[str, str | None], where: str) -> Entry:
    value = {k: (v or "").strip() for k, v in row.items() if k}
    if not value["name"]:
        raise InputError(f"{where}：name 为空。请填写单位名称。")
    kind = next((k for k in get_args(UnitKind) if k == value.get("kind")), None)
    if value.get("kind") and kind is None:
        raise InputError(f"{where}：kind 收到 {value['kind']!r}，应为 {'、'.join(get_args(UnitKind))} 之一。")
    printed = value.get("succession") or "rename"
    succession = next((k for k in get_args(SuccessionKind) if k == printed), None)
    if succession is None:
        raise InputError(f"{where}：succession 收到 {printed!r}，应为 rename、merge、split 之一。")
    try:
        on = dt.date.fromisoformat(value["on"]) if value.get("on") else None
    except ValueError as error:
        raise InputError(f"{where}：on 收到 {value['on']!r}，应为 YYYY-MM-DD。") from error
    return Entry(
        jurisdiction=value.get("jurisdiction", ""),
        name=value["name"],
        aliases=_list(value.get("aliases", "")),
        kind=kind,
        parent=value.get("parent") or None,
        groups=_list(value.get("groups", "")),
        source=value.get("source") or where,
        successor=value.get("successor") or None,
        succession=succession,
        on=on,
        basis=value.get("basis") or None,
    )


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("；", ";").split(";") if part.strip())
