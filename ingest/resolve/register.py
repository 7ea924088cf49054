"""The user's register of units: a CSV that settles names, rosters of groups, parents and successions.

Columns (a header line names those present; lists are parted by ";")::

    jurisdiction  six-digit code or name of the place; empty: holds everywhere
    name          canonical name, as plans print it (区司法局)
    aliases       other names
    former        names that it bore before (曾用名)
    kind          party, government, congress, cppcc, court, procuratorate, branch, enterprise, institution, other
    parent        name of the unit above
    groups        names of the groups whose published roster holds this unit (各镇)
    source        where the roster is published
    successor, succession, on, basis   what became of the unit: rename, merge or split, on a day

A merge of two names is a row that has one among the aliases of the other; without the row the next ingest keeps them
apart again. A unit may have several rows, one for each succession.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import get_args

from dutygraph.graph.entities import SuccessionKind, UnitKind
from dutygraph.graph.errors import InputError
from dutygraph.graph.quoting import quoted
from dutygraph.ingest.formats.text import decode

COLUMNS = (
    "jurisdiction",
    "name",
    "aliases",
    "former",
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
    successors: tuple[str, ...] = ()
    succession: SuccessionKind = "rename"
    on: dt.date | None = None
    basis: str | None = None
    former: tuple[str, ...] = ()


@dataclass(frozen=True)
class Register:
    """The entries of a register; an empty one settles nothing."""

    entries: tuple[Entry, ...] = ()

    @cached_property
    def _by_name(self) -> dict[str, tuple[Entry, ...]]:
        named: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for name in dict.fromkeys((entry.name, *entry.aliases, *entry.former)):
                named.setdefault(name, []).append(entry)
        return {name: tuple(found) for name, found in named.items()}

    def find(self, name: str, places: tuple[str, ...]) -> tuple[Entry, ...]:
        """Return the unit that bears a name in one of the places (codes and names, the nearest first).

        A row of the nearest place goes before others, and one whose ``name`` it is before one that has it among the
        others. Several rows of one unit are one entry; several units that fit equally well are all returned.
        """
        ranked: dict[tuple[int, bool], dict[tuple[str, str], Entry]] = {}
        for entry in self._by_name.get(name, ()):
            if not entry.jurisdiction or entry.jurisdiction in places:
                near = places.index(entry.jurisdiction) if entry.jurisdiction else len(places)
                best = ranked.setdefault((near, entry.name != name), {})
                best.setdefault((entry.jurisdiction, entry.name), entry)
        return tuple(self._whole(entry) for entry in ranked[min(ranked)].values()) if ranked else ()

    def rows_of(self, entry: Entry) -> tuple[Entry, ...]:
        """Return every row of the unit of an entry."""
        rows = self._by_name.get(entry.name, ())
        return tuple(row for row in rows if (row.jurisdiction, row.name) == (entry.jurisdiction, entry.name))

    def members(self, group: str, places: tuple[str, ...]) -> tuple[Entry, ...]:
        """Return the entries that a group's roster holds."""
        return tuple(e for e in self.entries if group in e.groups and (not e.jurisdiction or e.jurisdiction in places))

    def _whole(self, entry: Entry) -> Entry:
        """An entry with what its other rows say."""
        rows = self.rows_of(entry)
        return replace(
            entry,
            aliases=tuple(dict.fromkeys(alias for row in rows for alias in row.aliases)),
            former=tuple(dict.fromkeys(name for row in rows for name in row.former)),
            kind=next((row.kind for row in rows if row.kind), None),
            parent=next((row.parent for row in rows if row.parent), None),
        )


EMPTY = Register()


def read_register(path: Path) -> Register:
    """Read a register. Raises :class:`InputError` naming the line and what is wrong there."""
    return Register(tuple(_entry(row, where) for row, where in read_rows(path, "单位名册", COLUMNS, required="name")))


def bundled_reforms() -> bytes:
    """Return a register of the reforms of national bodies of 2018, 2021 and 2023, to begin one's own with.

    Nothing reads it unless a user names a copy: local bodies were reformed on days of their own. ``on`` is the day
    on which the National People's Congress approved the plan or, where ``basis`` says 挂牌, the body opened.
    """
    return files("dutygraph.ingest").joinpath("data/reforms.csv").read_bytes()


def read_rows(
    path: Path, what: str, columns: tuple[str, ...], *, required: str
) -> Iterator[tuple[dict[str, str], str]]:
    """Return each row of a user's CSV, absent columns empty, with its place for messages.

    Raises :class:`InputError` for an absent file, an unknown column, and a row or header without the ``required`` one.
    """
    if not path.is_file():
        raise InputError(f"{path}：{what}不存在。请检查路径。")
    rows = csv.DictReader(decode(path.read_bytes(), str(path)).splitlines())
    unknown = sorted(set(rows.fieldnames or ()) - set(columns))
    if unknown or required not in (rows.fieldnames or ()):
        wrong = f"有不认识的列 {'、'.join(unknown)}" if unknown else f"缺少 {required} 列"
        raise InputError(f"{path}：{wrong}。可用的列：{'、'.join(columns)}。")
    for number, row in enumerate(rows, 2):
        value = {column: (row.get(column) or "").strip() for column in columns}
        if not value[required]:
            raise InputError(
                f"{path} 第 {number} 行：{required} 为空。请填写{'单位名称' if required == 'name' else '标题'}。"
            )
        yield value, f"{path} 第 {number} 行"


def split_list(text: str) -> tuple[str, ...]:
    """Return the parts of a list in a cell, parted by ";" of either width."""
    return tuple(part.strip() for part in text.replace("；", ";").split(";") if part.strip())


def _entry(value: dict[str, str], where: str) -> Entry:
    kind = next((k for k in get_args(UnitKind) if k == value["kind"]), None)
    if value["kind"] and kind is None:
        raise InputError(f"{where}：kind 收到{quoted(value['kind'])}，应为 {'、'.join(get_args(UnitKind))} 之一。")
    printed = value["succession"] or "rename"
    succession = next((k for k in get_args(SuccessionKind) if k == printed), None)
    if succession is None:
        raise InputError(f"{where}：succession 收到{quoted(printed)}，应为 rename、merge、split 之一。")
    try:
        on = dt.date.fromisoformat(value["on"]) if value["on"] else None
    except ValueError as error:
        raise InputError(f"{where}：on 收到{quoted(value['on'])}，应为 YYYY-MM-DD。") from error
    return Entry(
        jurisdiction=value["jurisdiction"],
        name=value["name"],
        aliases=split_list(value["aliases"]),
        kind=kind,
        parent=value["parent"] or None,
        groups=split_list(value["groups"]),
        source=value["source"] or where,
        successors=split_list(value["successor"]),
        succession=succession,
        on=on,
        basis=value["basis"] or None,
        former=split_list(value["former"]),
    )
