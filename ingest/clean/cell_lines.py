"""Tables copied cell by cell: 序号 / 工作任务 / 牵头单位 / … then 1 / … / … with the numbers in step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, combinations, combinations_with_replacement, pairwise

from dutygraph.ingest.segment.table_heads import duty_columns, is_head, is_header
from dutygraph.ingest.text.content import Range, Table
from dutygraph.ingest.text.passage import Passage, fold
from dutygraph.ingest.units.units import are_organs, is_nobody, looks_like_body, split_units

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
# 一、产业 / 1 / …: a line between rows that is a heading of those below it.
_GROUP = re.compile(
    "[(]?[一二三四五六七八九十]{1,3}[)]?[、.]?[\u4e00-\u9fff“].{1,30}|[(][一二三四五六七八九十]{1,3}[)].{2,30}"
)

_Row = tuple[Range | None, ...]


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


def _numbered(text: str, lines: list[Range], i: int, width: int) -> tuple[list[_Row], int]:
    """The rows from a head with a column of numbers on, and the line behind them."""
    head = tuple(lines[i : i + width])
    rows: list[_Row] = [head]
    at, number = i + width, 1
    while at + _SHORTEST <= len(lines):
        if _is_group(text, lines, at, number):
            rows.append((lines[at],) * width)
            at += 1
        if _number(text, lines[at]) != number:
            break
        after = _row_end(text, head, lines, at)
        if _is_group(text, lines, after - 1, number + 1):
            after -= 1
        row = _share(text, head, lines[at:after])
        if row is None:
            break
        rows.append(row)
        at = after
        number += 1
    return rows, at


def _unnumbered(text: str, lines: list[Range], i: int) -> tuple[list[_Row], int]:
    """The rows from a head without a column of numbers on, and the line behind them: none, and the next, where none is.

    Each row is as long as the head; organs stand in its columns of units, and nowhere else.
    """
    width = 0
    while i + width < len(lines) and width < _MOST_COLUMNS and is_head(_said(text, lines[i + width])):
        width += 1
    head = tuple(lines[i : i + width])
    if width < _SHORTEST or not is_header(_said(text, line) for line in head):
        return [], i + 1
    units, dates = duty_columns(text, head, {"role"}), duty_columns(text, head, {"deadline"})
    rows: list[_Row] = [head]
    at = i + width
    while at + width <= len(lines):
        row = lines[at : at + width]
        sure = [_holds_units(text, line) for line in row]
        if sure != [k in units for k in range(width)] or not all(_may_be_time(text, row[k]) for k in dates):
            break
        rows.append(tuple(row))
        at += width
    return (rows, at) if len(rows) > _FEWEST_UNNUMBERED else ([], i + 1)


def _whole_heads(text: str, lines: list[Range]) -> list[Range]:
    """The lines of a text with each head that a narrow column breaks as one: 序 / 号, 完成 / 时限."""
    whole: list[Range] = []
    for line in lines:
        if whole and _BROKEN_HEAD.fullmatch(f"{_said(text, whole[-1])} {_said(text, line)}"):
            whole[-1] = (whole[-1][0], line[1])
        else:
            whole.append(line)
    return whole


def _is_group(text: str, lines: list[Range], at: int, number: int) -> bool:
    """Whether a line is a heading of the rows below it, the first of which has this number."""
    heads = _GROUP.fullmatch(fold(_said(text, lines[at]))) is not None
    return heads and at + 1 < len(lines) and _number(text, lines[at + 1]) == number


def _row_end(text: str, head: tuple[Range, ...], lines: list[Range], at: int) -> int:
    """Where the row that begins at a line ends: before the next number; the last one when each cell has its own."""
    number, first = _number(text, lines[at]), at + len(head)
    assert number is not None
    ends: list[int] = [*range(first, first + _MOST_EXTRA_LINES + 1), *range(first - 1, at + _SHORTEST - 1, -1)]
    ends = [end for end in ends if end <= len(lines)]
    following = [end for end in ends if end < len(lines) and _number(text, lines[end]) == number + 1]
    following = [end for end in following if end >= first or _fewer(text, head, lines[at:end])]
    if following:
        return following[0]
    return next((end for end in ends if _ways(text, head, lines[at:end])), first)


def _share(text: str, head: tuple[Range, ...], lines: list[Range]) -> _Row | None:
    """Give the lines of a row to its cells, or None where they could be given in more ways than one."""
    if len(lines) == len(head):
        return tuple(lines)
    if len(lines) < len(head):
        return _fewer(text, head, lines)
    ways = _ways(text, head, lines)
    return ways[0] if len(ways) == 1 else None


def _ways(text: str, head: tuple[Range, ...], lines: list[Range]) -> list[_Row]:
    """The ways in which lines fill the cells of a row, each at least one line.

    Cells of several lines (a unit a line) are known by what they hold: bodies alone stand in columns of units, and
    nowhere else.
    """
    if len(lines) < len(head):
        row = _fewer(text, head, lines)
        return [row] if row is not None else []
    units = duty_columns(text, head, {"role"})
    sure = [_holds_units(text, line) for line in lines]
    maybe = [_may_hold_units(text, line) for line in lines]
    ways: list[_Row] = []
    for extra in combinations_with_replacement(range(1, len(head)), len(lines) - len(head)):
        starts = list(accumulate((1 + extra.count(k) for k in range(len(head))), initial=0))
        cells = list(pairwise(starts))
        kept = all(all(maybe[a:b]) if k in units else not any(sure[a:b]) for k, (a, b) in enumerate(cells))
        if kept and not any(_goes_on(text, lines, end) for _, end in cells):
            ways.append(tuple((lines[first][0], lines[end - 1][1]) for first, end in cells))
    return ways


def _fewer(text: str, head: tuple[Range, ...], lines: list[Range]) -> _Row | None:
    """A row whose empty cells a copy has left out: the number and the work are there, units stand in columns of units.

    Of two columns of units the first is the one that is filled (牵头单位 before 配合单位).
    """
    if len(head) - len(lines) > _MOST_EMPTY:
        return None
    units = duty_columns(text, head, {"role"})
    dates = duty_columns(text, head, {"deadline"})
    work = duty_columns(text, head, {"number", "work"})
    sure = [_holds_units(text, line) for line in lines]
    maybe = [_may_hold_units(text, line) for line in lines]
    if not any(sure):
        return None
    for filled in combinations(range(len(head)), len(lines)):
        kept = all(maybe[k] if column in units else not sure[k] for k, column in enumerate(filled))
        timed = all(_may_be_time(text, lines[k]) for k, column in enumerate(filled) if column in dates)
        if kept and timed and set(work) <= set(filled):
            cells = dict(zip(filled, lines, strict=True))
            return tuple(cells.get(k) for k in range(len(head)))
    return None


def _may_be_time(text: str, line: Range) -> bool:
    return re.search(r"\d|[年月季周]|长期|持续|常态|立行", text[slice(*line)]) is not None


def _goes_on(text: str, lines: list[Range], end: int) -> bool:
    """Whether a cell that ends before a line cannot: 县司法局、 / 县财政局."""
    return text[slice(*lines[end - 1])].rstrip().endswith(("、", "，", ","))


def _holds_units(text: str, line: Range) -> bool:
    """Whether a line is a list of organs, or says that there is none (无)."""
    printed = Passage.of(text[slice(*line)]).strip()
    names = [fold(unit.name) for unit in split_units(printed).units]
    return is_nobody(printed.folded) or are_organs(names)


def _may_hold_units(text: str, line: Range) -> bool:
    """Whether a line may be a list of bodies: 各村 is no organ's name, and stands in columns of units."""
    printed = Passage.of(text[slice(*line)]).strip()
    return is_nobody(printed.folded) or all(looks_like_body(fold(unit.name)) for unit in split_units(printed).units)


def _stride(text: str, lines: list[Range], i: int) -> int | None:
    """How many lines a row takes from here on, or None where no such table begins."""
    if re.sub(r"\s", "", text[slice(*lines[i])]) not in ("序号", "编号"):
        return None
    for width in range(3, _MOST_COLUMNS):
        if i + width + _SHORTEST > len(lines):
            return None
        begins = _number(text, lines[i + width]) == 1 or _is_group(text, lines, i + width, 1)
        if begins and is_header(text[slice(*line)] for line in lines[i : i + width]):
            return width
    return None


def _number(text: str, line: Range) -> int | None:
    printed = _said(text, line).rstrip(".．、")
    return int(printed) if printed.isdecimal() else None


def _said(text: str, line: Range) -> str:
    return text[slice(*line)].strip()
