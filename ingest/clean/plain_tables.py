"""Tables that plain text has kept: cells parted by tabs, bars or wide spaces, or one cell a line.

Only what has a header that names work and units is a table; other text with tabs stays as it is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from dutygraph.ingest.segment.table_heads import duty_columns, is_header
from dutygraph.ingest.segment.tables import has_duties
from dutygraph.ingest.text.content import Range, Table
from dutygraph.ingest.text.passage import Passage, fold
from dutygraph.ingest.units.units import are_organs, split_units

_BAR_RULE = re.compile(r"\|?[\s:|-]+\|?")
_TAB = re.compile("\t")
_WIDE_SPACE = re.compile(r"(?<=\S)(?:\u3000+| {2,})(?=\S)")
_MOST_COLUMNS = 12
# A row copied cell by cell has so many lines more than cells, at most.
_MOST_EXTRA_LINES = 6
_NOBODY = ("无", "/", "—", "-")


def find_tables(text: str, known: Iterable[Table] = ()) -> list[Table]:
    """Return the tables of a text in order, those that its format knows and those that the text itself shows."""
    known = list(known)
    lines = [line for line in _lines(text) if not any(table.start <= line[0] < table.end for table in known)]
    found = [table for table in (*_parted(text, lines), *_one_cell_a_line(text, lines)) if has_duties(text, table)]
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
        rows: list[tuple[Range | None, ...]] = [tuple(cells)]
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
                rows.append(_carried(text, _in_step(text, whole, rows[-1]), rows))
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


def _in_step(text: str, row: tuple[Range | None, ...], above: tuple[Range | None, ...]) -> tuple[Range | None, ...]:
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


def _said(text: str, cell: Range | None) -> str:
    return "" if cell is None else text[slice(*cell)]


def _carried(
    text: str, row: tuple[Range | None, ...], rows: list[tuple[Range | None, ...]]
) -> tuple[Range | None, ...]:
    """Fill the empty cells left of the first full one after the number: merged cells are printed once."""
    above = rows[-1] if len(rows) > 1 else None
    full = [cell for cell in row if cell is not None and text[slice(*cell)].strip()]
    if above is None or len(full) == 1:
        return row
    filled = list(row)
    carries = duty_columns(text, rows[0])
    if not any(row[k] in full for k in carries):
        for k in carries:  # one cell of units over several rows
            filled[k] = above[k]
    for k, cell in enumerate(row[:-1]):
        if cell is None or text[slice(*cell)].strip():
            if k > 0:
                break
            continue
        filled[k] = above[k]
    return tuple(filled)


def _one_cell_a_line(text: str, lines: list[Range]) -> Iterator[Table]:
    """A table copied cell by cell: 序号 / 工作任务 / 牵头单位 / … then 1 / … / … with the numbers in step."""
    lines = [line for line in lines if text[slice(*line)].strip()]
    i = 0
    while i < len(lines):
        width = _stride(text, lines, i)
        if width is None:
            i += 1
            continue
        head = tuple(lines[i : i + width])
        rows: list[tuple[Range | None, ...]] = [head]
        at, number = i + width, 1
        while at + width <= len(lines) and _number(text, lines[at]) == number:
            after = _row_end(text, head, lines, at)
            row = _share(text, head, lines[at:after])
            if row is None:
                break
            rows.append(row)
            at = after
            number += 1
        yield Table(lines[i][0], lines[at - 1][1], tuple(rows))
        i = at


def _row_end(text: str, head: tuple[Range, ...], lines: list[Range], at: int) -> int:
    """Where the row that begins at a line ends: before the next number; the last one when each cell has its own."""
    number, first = _number(text, lines[at]), at + len(head)
    assert number is not None
    ends = range(first, min(first + _MOST_EXTRA_LINES, len(lines)) + 1)
    following = next((end for end in ends if end < len(lines) and _number(text, lines[end]) == number + 1), None)
    if following is not None:
        return following
    return next((end for end in ends if end <= len(lines) and _ways(text, head, lines[at:end])), first)


def _share(text: str, head: tuple[Range, ...], lines: list[Range]) -> tuple[Range | None, ...] | None:
    """Give the lines of a row to its cells, or None where they could be given in more ways than one."""
    if len(lines) == len(head):
        return tuple(lines)
    ways = _ways(text, head, lines)
    return ways[0] if len(ways) == 1 else None


def _ways(text: str, head: tuple[Range, ...], lines: list[Range]) -> list[tuple[Range, ...]]:
    """The ways in which lines fill the cells of a row, each at least one line.

    Cells of several lines (a unit a line) are known by what they hold: bodies alone stand in columns of units, and
    nowhere else.
    """
    units = duty_columns(text, head, {"role"})
    holds = [_holds_units(text, line) for line in lines]
    ways: list[tuple[Range, ...]] = []
    for extra in itertools.combinations_with_replacement(range(1, len(head)), len(lines) - len(head)):
        starts = list(itertools.accumulate((1 + extra.count(k) for k in range(len(head))), initial=0))
        cells = list(itertools.pairwise(starts))
        kept = all((all if k in units else _none)(holds[first:end]) for k, (first, end) in enumerate(cells))
        if kept and not any(_goes_on(text, lines, end) for _, end in cells):
            ways.append(tuple((lines[first][0], lines[end - 1][1]) for first, end in cells))
    return ways


def _goes_on(text: str, lines: list[Range], end: int) -> bool:
    """Whether a cell that ends before a line cannot: 县司法局、 / 县财政局."""
    return text[slice(*lines[end - 1])].rstrip().endswith(("、", "，", ","))


def _none(held: Iterable[bool]) -> bool:
    return not any(held)


def _holds_units(text: str, line: Range) -> bool:
    """Whether a line is a list of organs, or says that there is none (无)."""
    printed = Passage.of(text[slice(*line)]).strip()
    names = [fold(unit.name) for unit in split_units(printed).units]
    return printed.folded in _NOBODY or are_organs(names)


def _stride(text: str, lines: list[Range], i: int) -> int | None:
    """How many lines a row takes from here on, or None where no such table begins."""
    if re.sub(r"\s", "", text[slice(*lines[i])]) not in ("序号", "编号"):
        return None
    for width in range(3, _MOST_COLUMNS):
        if i + 2 * width >= len(lines) + 1:
            return None
        if _number(text, lines[i + width]) == 1 and is_header(text[slice(*line)] for line in lines[i : i + width]):
            second = i + 2 * width
            steps = second >= len(lines) or _number(text, lines[second]) in (2, None)
            return width if steps else None
    return None


def _number(text: str, line: Range) -> int | None:
    printed = text[slice(*line)].strip().rstrip(".．、")
    return int(printed) if printed.isdecimal() else None
