"""Titles into instruments, and the user's register that settles which titles and numbers mean one instrument.

Columns of the register (a header line names those present; lists are parted by ";")::

    title            the title, without 《》
    document_number  文号, where it has one
    aliases          other titles of the same instrument, short ones too
    status           有效, 已修改, 已废止, 已失效 …: words of the office's own
    superseded_by    title (or 文号) of what replaced it
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dutygraph.graph.entities import Alias, DocumentNumber, Instrument
from dutygraph.graph.errors import InputError
from dutygraph.graph.quoting import quoted
from dutygraph.ingest.citations.bare_names import national_laws
from dutygraph.ingest.citations.title_numbers import parse_number
from dutygraph.ingest.resolve.register import read_rows, split_list
from dutygraph.ingest.text.passage import fold

COLUMNS = ("title", "document_number", "aliases", "status", "superseded_by")


def normalise_title(title: str) -> str:
    """Return a title as identity compares it: no white space, inner titles in 〈〉, narrow digits and hyphens.

    >>> normalise_title("法治政府建设规划（２０２０－2025年）")
    '法治政府建设规划（2020-2025年）'
    """
    text = re.sub(r"\s", "", title)
    text = text.replace("《", "〈").replace("》", "〉").replace("<", "〈").replace(">", "〉")
    wide = {"(": "（", ")": "）", "[": "〔", "]": "〕", ",": "，", ":": "："}
    folded = fold(text)
    return "".join(
        original if original in "〈〉〔〕" else wide.get(char, char)
        for original, char in zip(text, folded, strict=True)
    )


@dataclass(frozen=True, slots=True)
class InstrumentEntry:
    """One row of a register of instruments; titles are normalised."""

    title: str
    document_number: DocumentNumber | None = None
    aliases: tuple[str, ...] = ()
    status: str | None = None
    superseded_by: str | None = None


@dataclass(frozen=True)
class InstrumentRegister:
    """The recorded judgements on instruments; an empty one settles nothing."""

    entries: tuple[InstrumentEntry, ...] = ()

    @cached_property
    def _by_name(self) -> dict[str, tuple[InstrumentEntry, ...]]:
        named: dict[str, list[InstrumentEntry]] = {}
        for entry in self.entries:
            number = (str(entry.document_number),) if entry.document_number else ()
            for name in dict.fromkeys((_law(entry.title)[0], *entry.aliases, *number)):
                named.setdefault(name, []).append(entry)
        return {name: tuple(found) for name, found in named.items()}

    def find(self, title: str, number: DocumentNumber | None) -> tuple[InstrumentEntry, ...]:
        """Return the rows that a title and number may mean: none, one, or several where the title alone fits them.

        A printed number is the stronger word: a row that has none, or another, does not stand for it. Not that of an
        order: a law is published by one and amended by the next.
        """
        found = self._by_name.get(str(number) if number is not None else title, ())
        return self._by_name.get(title, ()) if not found and number is not None and number.is_order else found


NO_INSTRUMENTS = InstrumentRegister()


def make_instrument(
    register: InstrumentRegister, title: str, number: DocumentNumber | None, aliases: Iterable[str] = ()
) -> Instrument:
    """Return the instrument that a printed title and number mean, by the names of laws and by the register."""
    return _instrument(register, title, number, aliases, ())


def rivals(register: InstrumentRegister, title: str, number: DocumentNumber | None) -> tuple[str, ...]:
    """Return what the register's rows that a title fits are, where several do: it is then none of them."""
    found = register.find(_law(normalise_title(title))[0], number)
    if len(found) < 2:
        return ()
    return tuple(f"《{e.title}》（{e.document_number}）" if e.document_number else f"《{e.title}》" for e in found)


def _instrument(
    register: InstrumentRegister,
    title: str,
    number: DocumentNumber | None,
    aliases: Iterable[str],
    below: tuple[InstrumentEntry, ...],
) -> Instrument:
    normal, shorts = _law(normalise_title(title))
    shorts.update(aliases)
    found = register.find(normal, number)
    if len(found) != 1:
        return Instrument(normal, number, aliases=_aliases(shorts))
    (entry,) = found
    full, more = _law(entry.title)
    shorts.update((*more, *entry.aliases, normal))
    shorts -= {full, ""}  # a row's successor may be named by its number alone
    after = None
    if entry.superseded_by and entry not in below:
        named = parse_number(fold(entry.superseded_by))
        after = _instrument(register, "" if named else entry.superseded_by, named, (), (*below, entry))
    return Instrument(full, entry.document_number, entry.status, _aliases(shorts), after)


def _aliases(names: Iterable[str]) -> tuple[Alias, ...]:
    return tuple(Alias(name, "short_title") for name in sorted(names))


def _law(title: str) -> tuple[str, set[str]]:
    """A law's full title and its short one: 行政处罚法 is 中华人民共和国行政处罚法."""
    bare = title.removeprefix("中华人民共和国")
    return (f"中华人民共和国{bare}", {bare}) if bare in national_laws() else (title, set())


def read_instruments(path: Path) -> InstrumentRegister:
    """Read a register of instruments. Raises :class:`InputError` naming the line and what is wrong there."""
    return InstrumentRegister(
        tuple(_entry(row, where) for row, where in read_rows(path, "文件名册", COLUMNS, required="title"))
    )


def _entry(row: dict[str, str], where: str) -> InstrumentEntry:
    number = parse_number(fold(row["document_number"])) if row["document_number"] else None
    if row["document_number"] and number is None:
        raise InputError(
            f"{where}：document_number 收到{quoted(row['document_number'])}，应为文号，如 青政办发〔2024〕12号。"
        )
    return InstrumentEntry(
        normalise_title(_bare(row["title"])),
        number,
        tuple(normalise_title(_bare(alias)) for alias in split_list(row["aliases"])),
        row["status"] or None,
        _bare(row["superseded_by"]) or None,
    )


def _bare(title: str) -> str:
    return title[1:-1] if title.startswith("《") and title.endswith("》") else title
