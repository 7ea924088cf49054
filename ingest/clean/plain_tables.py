"""Tables that plain text has kept: cells parted by tabs, bars or wide spaces, a cell a line, or single spaces.

Only what has a header that names work and units is a table; other text with tabs stays as it is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator

from dutygraph.ingest.clean.cell_lines import cell_tables, holds_time, holds_units
from dutygraph.ingest.clean.spaced_rows import spaced_tables
from dutygraph.ingest.segment.table_heads import ColumnKind, Row, duty_columns, is_header
from dutygraph.ingest.segment.tables import has_duties
from dutygraph.ingest.text.content import Range, Table

_BAR_RULE = re.compile(r"\|?[\s:|-]+\|?")
_TAB = re.compile("\t")
_CARRIED: tuple[ColumnKind, ...] = ("role", "deadline")
_WIDE_SPACE = re.compile(r"(?<=\S)(?:\u3000+| {2,})(?=\S)")


def find_tables(text: str, known: Iterable[Table] = ()) -> list[Table]:
    """Return the tables of a text in order, those that its format knows and those that the text itself shows."""
    known = list(known)
    lines = [line for line in _lines(text) if not any(table.start <= line[0] < table.end for table in known)]
    shown = (*_parted(text, lines), *cell_tables(text, lines), *spaced_tables(text, lines))
    found = [table for table in shown if has_duties(text, table)]
    return sorted((*known, *found), key=lambda table: table.start)


def _lines(text: str) -> list[Range]:
    return [match.span() for match in re.finditer(r"[^\r\n]+", text)]


def _parted(text: str, lines: list[Range]) -> Iterator[Table]:
    """Runs of lines with tabs or bars, from a header on."""
    i = 0
    while i < len(lines):
        cells = _cells(text, lines[i])
        if len(cells) < 2 or not is_header(text[slice(*cell)] for cell in cells):
            i += 1
            continue
        rows: list[Row] = [tuple(cells)]
        first = i
        i += 1
        while i < len(lines):
            line = text[slice(*lines[i])]
            row = _cells(text, lines[i])
            if "|" in line and _BAR_RULE.fullmatch(line.strip()):
                i += 1
                continue
            if (
                len(row) == 1
                and len(rows) > 1
                and len(line.strip()) <= 30
                and i + 1 < len(lines)
                and (len(_cells(text, lines[i + 1])) == len(cells))
            ):
                rows.append(tuple(row * len(cells)))  # a group row: one cell over all columns
            elif len(row) == len(cells) or (2 <= len(row) < len(cells) and re.search(r"[\t|]", line)):
                whole = (*row, *[None] * (len(cells) - len(row)))
                placed = _placed(text, rows[0], _in_step(text, whole, rows[-1]), rows[-1])
                if placed is not None:
                    rows.append(_carried(text, placed, rows))
            else:
                break
            i += 1
        yield Table(lines[first][0], lines[i - 1][1], tuple(rows))


def _cells(text: str, line: Range) -> list[Range]:
    start, end = line
    printed = text[start:end]
    if printed.count("|") >= 2:
        bars = [start + k for k, char in enumerate(printed) if char == "|"]
        if not printed.strip().startswith("|"):  # 序号 | 任务 | 单位: no bars at the ends
            bars.insert(0, start - 1)
        ends = bars if printed.rstrip().endswith("|") else [*bars, end]
        return [(a + 1, b) for a, b in itertools.pairwise(ends)]
    gaps = [match.span() for match in (_TAB if "\t" in printed else _WIDE_SPACE).finditer(printed.rstrip())]
    starts, ends = [0, *(b for _, b in gaps)], [*(a for a, _ in gaps), len(printed)]
    return [(start + a, start + b) for a, b in zip(starts, ends, strict=True)]


_ITEM = re.compile(r"\s*(\d{1,3})[.．、]")


def _in_step(text: str, row: Row, above: Row) -> Row:
    """Put a row that lacks its first cells back under its columns: their cells are merged with those above.

    一、公开信息 | 2.更新网站 | 办公室 |, then 3.反馈意见 | 各科室 | |: the number goes on in the second column. Refused
    where the last cells are not free, or the numbers are not in step.
    """
    number = _ITEM.match(_said(text, row[0]))
    for k in range(1, len(row)):
        before = _ITEM.match(_said(text, above[k]))
        if number is not None and before is not None and int(number[1]) == int(before[1]) + 1:
            free = not any(_said(text, cell).strip() for cell in row[len(row) - k :])
            return (*above[:k], *row[: len(row) - k]) if free else row
    return row


def _placed(text: str, head: Row, row: Row, above: Row) -> Row | None:
    """Put a row that lacks its number, and has as many free cells at its end, back under its columns.

    2 | 新建驿站7家 | 卫健局 |, then 新增托位500个 | | |: number and unit are merged with those above. None for a row
    that does not begin with a number where the others do, and whose cells are no duty: 2021.8 | 城投集团 | |.
    """
    left = duty_columns(text, head, {"work"})[-1]
    said = [cell for cell in row if cell is not None and text[slice(*cell)].strip()]
    begins = bool(said) and row[0] == said[0] and not _counted(text, row[0])
    if left == 0 or above is head or not _counted(text, above[0]) or not begins or len(said) + left > len(row):
        return row
    placed = (*above[:left], *said, *[None] * (len(row) - left - len(said)))
    kinds: tuple[tuple[ColumnKind, Callable[[str, Range], bool]], ...] = (
        ("role", holds_units),
        ("deadline", holds_time),
    )
    for kind, fits in kinds:
        cells = [placed[k] for k in duty_columns(text, head, {kind})]
        if any(cell is not None and not fits(text, cell) for cell in cells):
            return None
    return None if holds_units(text, said[0]) or holds_time(text, said[0]) else placed


def _counted(text: str, cell: Range | None) -> bool:
    return re.match(r"\s*\d{1,4}(?:[.．、]|\s*$)(?!\d)", _said(text, cell)) is not None


def _said(text: str, cell: Range | None) -> str:
    return "" if cell is None else text[slice(*cell)]


def _carried(text: str, row: Row, rows: list[Row]) -> Row:
    """Fill the empty cells left of the first full one after the number: merged cells are printed once."""
    above = rows[-1] if len(rows) > 1 else None
    full = [cell for cell in row if cell is not None and text[slice(*cell)].strip()]
    if above is None or len(full) == 1:
        return row
    filled = list(row)
    for kind in _CARRIED:  # one cell of units over several rows
        carries = duty_columns(text, rows[0], {kind})
        if not any(row[k] in full for k in carries):
            for k in carries:
                filled[k] = above[k]
    for k, cell in enumerate(row[:-1]):
        if cell is None or text[slice(*cell)].strip():
            if k > 0:
                break
            continue
        filled[k] = above[k]
    return tuple(filled)
