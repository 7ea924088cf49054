"""Tables copied cell by cell: 序号 / 工作任务 / 牵头单位 / … then 1 / … / … with the numbers in step.

Each cell has a line or, of units, a line each; empty cells may be left out. Numbers may begin anywhere and skip (a
part of a longer table), and headings stand between rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, combinations, combinations_with_replacement, pairwise

from dutygraph.ingest.clean.cell_words import (
    holds_time,
    holds_units,
    is_heading,
    may_hold_time,
    may_hold_units,
    number_of,
    said,
)
from dutygraph.ingest.segment.table_heads import Row, duty_columns, is_head, is_header
from dutygraph.ingest.text.content import Range, Table

_MOST_COLUMNS = 12
# A row has so many lines more than cells, at most, or so many fewer, where a copy leaves empty cells out.
_MOST_EXTRA_LINES = 6
_MOST_EMPTY = 3
_SHORTEST = 3
_FEWEST_UNNUMBERED = 2

_BROKEN_HEAD = re.compile(
    "序 号|(?:完成|办理|时间|整改) (?:时限|时间|期限|要求)"
    "|(?:工作|主要|重点|目标|具体) (?:任务|内容|举措|措施|事项|目标)"
    "|(?:牵头|责任|配合|主办|协办|参与|落实|承办) (?:单位|部门|科室|领导|人)"
)


def cell_lines(text: str, lines: list[Range]) -> Iterator[Table]:
    """Yield the tables of a text that have a cell a line."""
    lines = _whole_heads(text, [line for line in lines if text[slice(*line)].strip()])
    i = 0
    while i < len(lines):
        width = _stride(text, lines, i)
        rows, end = _numbered(text, lines, i, width) if width is not None else _unnumbered(text, lines, i)
        if rows:
            yield Table(lines[i][0], lines[end - 1][1], tuple(rows))
        i = end


def _numbered(text: str, lines: list[Range], i: int, width: int) -> tuple[list[Row], int]:
    """The rows from a head with a column of numbers on, and the line behind them."""
    head = tuple(lines[i : i + width])
    rows: list[Row] = [head]
    at, last = i + width, 0
    while True:
        row_at = _behind_headings(text, lines, at)
        if row_at + _SHORTEST > len(lines) or (number := number_of(text, lines[row_at])) is None or number <= last:
            break
        rows += [(heading,) * width for heading in lines[at:row_at]]
        after = _row_end(text, head, lines, row_at, number)
        rows += _share(text, head, lines[row_at:after])
        at, last = after, number
    return rows, at


def _behind_headings(text: str, lines: list[Range], at: int) -> int:
    """The first line from one on that is no heading of the rows below it."""
    return next((k for k in range(at, len(lines)) if not is_heading(text, lines[k])), len(lines))


def _unnumbered(text: str, lines: list[Range], i: int) -> tuple[list[Row], int]:
    """The rows from a head without a column of numbers on, and the line behind them: none, and the next, where none is.

    Each row is as long as the head; organs stand in its columns of units, and nowhere else.
    """
    width = 0
    while i + width < len(lines) and width < _MOST_COLUMNS and is_head(said(text, lines[i + width])):
        width += 1
    head = tuple(lines[i : i + width])
    if width < _SHORTEST or not is_header(said(text, line) for line in head):
        return [], i + 1
    units, dates = duty_columns(text, head, {"role"}), duty_columns(text, head, {"deadline"})
    rows: list[Row] = [head]
    at = i + width
    while at + width <= len(lines):
        row = lines[at : at + width]
        sure = [holds_units(text, line) for line in row]
        if sure != [k in units for k in range(width)] or not all(may_hold_time(text, row[k]) for k in dates):
            break
        rows.append(tuple(row))
        at += width
    return (rows, at) if len(rows) > _FEWEST_UNNUMBERED else ([], i + 1)


def _whole_heads(text: str, lines: list[Range]) -> list[Range]:
    """The lines of a text with each head that a narrow column breaks as one: 序 / 号, 完成 / 时限."""
    whole: list[Range] = []
    for line in lines:
        if whole and _BROKEN_HEAD.fullmatch(f"{said(text, whole[-1])} {said(text, line)}"):
            whole[-1] = (whole[-1][0], line[1])
        else:
            whole.append(line)
    return whole


def _row_end(text: str, head: tuple[Range, ...], lines: list[Range], at: int, number: int) -> int:
    """Where the row that begins at a line ends: before the next number; the last one when each cell has its own.

    The next number is one more, or, where a part of a longer table skips, a greater one behind a heading or right
    behind as many lines as there are columns.
    """
    first = at + len(head)
    ends: list[int] = [*range(first, first + _MOST_EXTRA_LINES + 1), *range(first - 1, at + _SHORTEST - 1, -1)]
    ends = [end for end in ends if end <= len(lines)]
    for end in ends:
        below = _behind_headings(text, lines, end)
        following = number_of(text, lines[below]) if below < len(lines) else None
        skips = following is not None and following > number and (below > end or end == first)
        if (following == number + 1 or skips) and (end >= first or _fewer(text, head, lines[at:end])):
            return end
    return next((end for end in ends if _ways(text, head, lines[at:end])), min(first, len(lines)))


def _share(text: str, head: tuple[Range, ...], lines: list[Range]) -> list[Row]:
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


def _parts(text: str, head: tuple[Range, ...], lines: list[Range]) -> list[Row] | None:
    """A row of several duties whose other cells are merged: 5 / 建站 / 县民政局 / 5月底前 / 建校 / 12月底前."""
    width = len(head)
    first, others = tuple(lines[:width]), lines[width:]
    kinds = {kind: duty_columns(text, head, {kind}) for kind in ("role", "deadline", "work")}
    if not others or not all(len(columns) == 1 for columns in kinds.values()):
        return None
    role, deadline, work = (columns[0] for columns in kinds.values())
    rows: list[list[Range | None]] = [list(first)]
    for line in others:
        units = holds_units(text, line) and not said(text, line).endswith("。")
        time = holds_time(text, line)
        if not units and not time:
            rows.append([first[0] if k == 0 else line if k == work else first[k] for k in range(width)])
        elif len(rows) == 1 or (at := role if units else deadline) <= work:
            return None
        else:
            rows[-1][at] = line
    fits = holds_units(text, first[role]) and holds_time(text, first[deadline])
    return [tuple(row) for row in rows] if fits else None


def _ways(text: str, head: tuple[Range, ...], lines: list[Range]) -> list[Row]:
    """The ways in which lines fill the cells of a row, each at least one line.

    Cells of several lines (a unit a line) are known by what they hold: bodies alone stand in columns of units, and
    nowhere else but as the whole of a work (迁建县政务服务中心).
    """
    if len(lines) < len(head):
        row = _fewer(text, head, lines)
        return [row] if row is not None else []
    units, work = duty_columns(text, head, {"role"}), duty_columns(text, head, {"work"})[-1]
    sure = [holds_units(text, line) for line in lines]
    maybe = [may_hold_units(text, line) for line in lines]
    ways: list[Row] = []
    for extra in combinations_with_replacement(range(1, len(head)), len(lines) - len(head)):
        starts = list(accumulate((1 + extra.count(k) for k in range(len(head))), initial=0))
        cells = list(pairwise(starts))
        kept = all(
            all(maybe[a:b]) if k in units else not any(sure[a:b]) or (k == work and b - a == 1)
            for k, (a, b) in enumerate(cells)
        )
        if kept and not any(_goes_on(text, lines, end) for _, end in cells):
            ways.append(tuple((lines[first][0], lines[end - 1][1]) for first, end in cells))
    return ways


def _fewer(text: str, head: tuple[Range, ...], lines: list[Range]) -> Row | None:
    """A row whose empty cells a copy has left out: the number and the work are there, units stand in columns of units.

    Of two columns of units the first is the one that is filled (牵头单位 before 配合单位).
    """
    if len(head) - len(lines) > _MOST_EMPTY:
        return None
    units = duty_columns(text, head, {"role"})
    dates = duty_columns(text, head, {"deadline"})
    work = duty_columns(text, head, {"number", "work"})
    sure = [holds_units(text, line) for line in lines]
    maybe = [may_hold_units(text, line) for line in lines]
    if not any(sure):
        return None
    for filled in combinations(range(len(head)), len(lines)):
        kept = all(maybe[k] if column in units else not sure[k] for k, column in enumerate(filled))
        timed = all(may_hold_time(text, lines[k]) for k, column in enumerate(filled) if column in dates)
        if kept and timed and set(work) <= set(filled):
            cells = dict(zip(filled, lines, strict=True))
            return tuple(cells.get(k) for k in range(len(head)))
    return None


def _goes_on(text: str, lines: list[Range], end: int) -> bool:
    """Whether a cell that ends before a line cannot: 县司法局、 / 县财政局."""
    return text[slice(*lines[end - 1])].rstrip().endswith(("、", "，", ","))


def _stride(text: str, lines: list[Range], i: int) -> int | None:
    """How many lines a row takes from here on, or None where no such table begins."""
    if re.sub(r"\s", "", text[slice(*lines[i])]) not in ("序号", "编号"):
        return None
    for width in range(3, _MOST_COLUMNS):
        if i + width + _SHORTEST > len(lines):
            return None
        first = _behind_headings(text, lines, i + width)
        begins = first < len(lines) and number_of(text, lines[first]) is not None
        if begins and is_header(text[slice(*line)] for line in lines[i : i + width]):
            return width
    return None
