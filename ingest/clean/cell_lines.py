"""Tables copied cell by cell: 序号 / 工作任务 / 牵头单位 / …, then 1 / … / …, with the numbers in step.

    table = head {heading | row}        row = {group} number cell…

Each cell has a line or, of units, a line each; where bars were kept (each behind its cell, or on a line of its own)
they say where cells end. Numbers may begin anywhere and skip (a part of a longer table), headings stand between rows,
and the column of the numbers may be part of the work's (工作任务 | 具体要求 over 清理文件 | 1 | 全面清理). Refused is
a head that does not name work and units, and what does not count on.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dutygraph.ingest.segment.table_heads import ColumnKind, Row, duty_columns, is_header
from dutygraph.ingest.text.content import Range, Table
from dutygraph.ingest.text.passage import Passage, fold
from dutygraph.ingest.units.units import are_organs, split_units

_MOST_COLUMNS = 12
# A row has so many lines more than cells, at most.
_MOST_EXTRA_LINES = 6
_NOBODY = ("无", "/", "—", "-")
_NAMED: tuple[ColumnKind, ...] = ("number", "work", "more", "group", "role", "deadline", "person", "report")
_HEADING = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))[^。;]{2,40}")
_TIME = re.compile(
    r"[^。;]{0,12}(?:\d月|\d日|月底|年底|年末|年内|全年|季度|持续|长期|常年|每[年月季周]|20\d\d\.\d)[^。;]{0,12}"
)


def cell_tables(text: str, lines: Sequence[Range]) -> Iterator[Table]:
    """Yield the tables of a text that have a cell a line; ``lines`` are its lines, empty ones or not."""
    lines = [line for line in lines if text[slice(*line)].strip()]
    i = 0
    while i < len(lines):
        found = _with_bars(text, lines, i) or _without_bars(text, lines, i)
        if found is None:
            i += 1
        else:
            i, table = found
            yield table


def holds_units(text: str, line: Range) -> bool:
    """Whether a line is a list of organs, or says that there is none (无)."""
    printed = Passage.of(text[slice(*line)]).strip()
    names = [fold(unit.name) for unit in split_units(printed).units]
    return printed.folded in _NOBODY or are_organs(names)


def holds_time(text: str, line: Range) -> bool:
    """Whether a line says by when in a few words: 5月底前动工, 2021.8."""
    return _TIME.fullmatch(fold(text[slice(*line)]).strip()) is not None


def _number(text: str, line: Range) -> int | None:
    printed = text[slice(*line)].strip().rstrip(".．、")
    return int(printed) if printed.isdecimal() and len(printed) <= 4 else None


def _is_heading(text: str, line: Range) -> bool:
    return _HEADING.fullmatch(fold(text[slice(*line)]).strip()) is not None


# With bars


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell between bars, perhaps of several lines, and the first line behind it."""

    range: Range
    behind: int


def _with_bars(text: str, lines: Sequence[Range], i: int) -> tuple[int, Table] | None:
    """The table that begins at a line, where each cell ends with a bar: the line behind it and the table."""
    alone = i + 1 < len(lines) and text[slice(*lines[i + 1])].strip() == "|"
    if not alone and not _ends_in_bar(text, lines[i]):
        return None
    cells = list(_barred(text, lines, i))
    numbers = [_number(text, cell.range) for cell in cells]
    first = next((k for k, number in enumerate(numbers[: _MOST_COLUMNS + 2]) if number is not None), None)
    if first is None or not is_header(text[slice(*cell.range)] for cell in cells[:first]):
        return None
    head = _trimmed(text, tuple(cell.range for cell in cells[:first]))
    counted = 0 in duty_columns(text, head, {"number"})
    work = duty_columns(text, head, {"work"})[-1]
    right = len(head) - (1 if counted else work)
    rows: list[Row] = [head]
    groups: list[Range] = [cell.range for cell in cells[len(head) : first]]
    at, last, end = first, 0, first
    while at < len(cells) and (number := numbers[at]) is not None and number > last:
        following = next((k for k in range(at + 1, len(cells)) if (numbers[k] or 0) > number), len(cells))
        held = [cell.range for cell in cells[at + 1 : following]]
        if len(held) < right:
            break
        own, behind = held[:right], held[right:]
        if counted:
            rows += [(group,) * len(head) for group in groups]
            rows.append((cells[at].range, *own))
        else:
            rows.append((*_above(groups, rows[-1], work), *own))
        end = at + right
        at, last, groups = following, number, behind
    return (cells[end].behind, Table(lines[i][0], cells[end].range[1], tuple(rows))) if len(rows) > 1 else None


def _above(groups: list[Range], above: Row, columns: int) -> Row:
    """What stands left of the work: cells printed for this row, else those of the row above, which are merged."""
    return (*above[: columns - len(groups)], *groups) if len(groups) <= columns else tuple(groups[-columns:])


def _ends_in_bar(text: str, line: Range) -> bool:
    printed = text[slice(*line)].strip()
    return printed.endswith("|") and "|" not in printed[:-1]


def _barred(text: str, lines: Sequence[Range], i: int) -> Iterator[_Cell]:
    """The cells from a line on, as long as bars end them."""
    held: Range | None = None
    for k in range(i, len(lines)):
        start, end = lines[k]
        printed = text[start:end]
        barred = _ends_in_bar(text, lines[k])
        words = printed.rstrip()[:-1].rstrip() if barred else printed.rstrip()
        if words.strip():
            held = (held[0] if held else start, start + len(words))
        if barred:
            yield _Cell(held or (start, start), k + 1)
            held = None
        elif k - i > _MOST_COLUMNS and not any(_ends_in_bar(text, line) for line in lines[k : k + _MOST_EXTRA_LINES]):
            return


def _trimmed(text: str, head: tuple[Range, ...]) -> tuple[Range, ...]:
    """A head without what stands between it and the first number: the group of the first row."""
    return head[: max(duty_columns(text, head, _NAMED)) + 1]


# Without bars


def _without_bars(text: str, lines: Sequence[Range], i: int) -> tuple[int, Table] | None:
    """The table that begins at a line, where nothing but the numbers says where rows begin."""
    width = _stride(text, lines, i)
    if width is None:
        return None
    head = tuple(lines[i : i + width])
    rows: list[Row] = [head]
    at, last = i + width, 0
    while True:
        row_at = _behind_headings(text, lines, at)
        if row_at + width > len(lines) or (number := _number(text, lines[row_at])) is None or number <= last:
            break
        rows += [(heading,) * width for heading in lines[at:row_at]]
        after = _row_end(text, head, lines, row_at)
        rows += _share(text, head, lines[row_at:after])
        at, last = after, number
    return at, Table(lines[i][0], lines[at - 1][1], tuple(rows))


def _stride(text: str, lines: Sequence[Range], i: int) -> int | None:
    """How many lines a row takes from here on, or None where no such table begins."""
    if re.sub(r"\s", "", text[slice(*lines[i])]) not in ("序号", "编号"):
        return None
    for width in range(3, _MOST_COLUMNS):
        first = _behind_headings(text, lines, i + width)
        if first + width > len(lines):
            return None
        number = _number(text, lines[first])
        if number is not None and is_header(text[slice(*line)] for line in lines[i : i + width]):
            return width
    return None


def _behind_headings(text: str, lines: Sequence[Range], at: int) -> int:
    return next((k for k in range(at, len(lines)) if not _is_heading(text, lines[k])), len(lines))


def _row_end(text: str, head: tuple[Range, ...], lines: Sequence[Range], at: int) -> int:
    """Where the row that begins at a line ends: before the next number; the last one when each cell has its own."""
    number, first = _number(text, lines[at]), at + len(head)
    assert number is not None
    for end in range(first, min(first + _MOST_EXTRA_LINES, len(lines) - 1) + 1):
        below = _behind_headings(text, lines, end) if end < len(lines) else end
        following = _number(text, lines[below]) if below < len(lines) else None
        skips = following is not None and following > number and (below > end or end == first)
        if following == number + 1 or skips:
            return end
    ends = range(first, min(first + _MOST_EXTRA_LINES, len(lines)) + 1)
    return next((end for end in ends if _ways(text, head, lines[at:end])), first)


def _share(text: str, head: tuple[Range, ...], lines: Sequence[Range]) -> list[Row]:
    """Give the lines of a row to its cells.

    Where they could be given in more ways than one the row is its number and, as the work, all its words, so that
    it is reported as work for which nobody was read.
    """
    if len(lines) == len(head):
        return [tuple(lines)]
    parted = _parts(text, head, lines)
    if parted is not None:
        return parted
    ways = _ways(text, head, lines)
    if len(ways) == 1:
        return [ways[0]]
    work = duty_columns(text, head, {"work"})[-1]
    whole = (lines[1][0], lines[-1][1])
    return [tuple(lines[0] if k == 0 else whole if k == work else None for k in range(len(head)))]


def _parts(text: str, head: tuple[Range, ...], lines: Sequence[Range]) -> list[Row] | None:
    """A row of several duties whose other cells are merged: 5 / 建站 / 县民政局 / 5月底前 / 建校 / 12月底前."""
    width = len(head)
    first, others = tuple(lines[:width]), lines[width:]
    kinds = {kind: duty_columns(text, head, {kind}) for kind in ("role", "deadline", "work")}
    if not all(len(columns) == 1 for columns in kinds.values()):
        return None
    role, deadline, work = (columns[0] for columns in kinds.values())
    rows: list[list[Range | None]] = [list(first)]
    for line in others:
        ended = text[slice(*line)].rstrip().endswith("。")
        units, time = holds_units(text, line) and not ended, holds_time(text, line)
        if not units and not time:
            rows.append([first[0] if k == 0 else line if k == work else first[k] for k in range(width)])
        elif len(rows) == 1 or (at := role if units else deadline) <= work:
            return None
        else:
            rows[-1][at] = line
    fits = holds_units(text, first[role]) and holds_time(text, first[deadline])
    return [tuple(row) for row in rows] if fits else None


def _ways(text: str, head: tuple[Range, ...], lines: Sequence[Range]) -> list[tuple[Range, ...]]:
    """The ways in which lines fill the cells of a row, each at least one line.

    Cells of several lines (a unit a line) are known by what they hold: bodies alone stand in columns of units, and
    nowhere else but as the whole of a work (迁建县政务服务中心).
    """
    units = duty_columns(text, head, {"role"})
    work = duty_columns(text, head, {"work"})[-1]
    holds = [holds_units(text, line) for line in lines]
    ways: list[tuple[Range, ...]] = []
    for extra in itertools.combinations_with_replacement(range(1, len(head)), len(lines) - len(head)):
        starts = list(itertools.accumulate((1 + extra.count(k) for k in range(len(head))), initial=0))
        cells = list(itertools.pairwise(starts))
        fit = all(_fits(holds[first:end], k in units, k == work) for k, (first, end) in enumerate(cells))
        if fit and not any(_goes_on(text, lines, end) for _, end in cells):
            ways.append(tuple((lines[first][0], lines[end - 1][1]) for first, end in cells))
    return ways


def _fits(bodies: Sequence[bool], units: bool, work: bool) -> bool:
    return all(bodies) if units else not any(bodies) or (work and len(bodies) == 1)


def _goes_on(text: str, lines: Sequence[Range], end: int) -> bool:
    """Whether a cell that ends before a line cannot: 县司法局、 / 县财政局."""
    return text[slice(*lines[end - 1])].rstrip().endswith(("、", "，", ","))
