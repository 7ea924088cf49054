"""Tables whose bars do not stand a row a line: | on lines of its own, or behind or before each cell.

A stream of cells, parted by bars whatever the lines are, is a table where a head stands at its beginning and the rows
behind it keep its step: each as wide as the head, with the same empty cells between two, its number one more than that
of the row above. Without a column of numbers, the empty cells between rows must be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from dutygraph.ingest.clean.cell_words import said
from dutygraph.ingest.clean.merged_cells import carried
from dutygraph.ingest.segment.table_heads import duty_columns, is_header
from dutygraph.ingest.text.content import Range, Table
from dutygraph.ingest.text.passage import Passage, fold
from dutygraph.ingest.units.units import are_organs, is_nobody, split_units

_MOST_COLUMNS = 12
# So many empty cells part two rows at most: | at the end of one, | at the beginning of the next, a line of | between.
_MOST_BETWEEN = 3
# A cell has so many lines, at most.
_MOST_LINES = 12
_SHORT_HEAD = 6
_CLOSING = re.compile(r"[\s|]*\|")
_RULE = re.compile(r"[\s:-]*-[\s:-]*")


def barred_cells(text: str, lines: list[Range]) -> Iterator[Table]:
    """Yield the tables of a text whose rows take more lines than one, or whose lines hold parts of rows."""
    barred = [k for k, line in enumerate(lines) if "|" in text[slice(*line)]]
    done = 0
    for n, k in enumerate(barred):
        starts = [lines[k][0]]
        if k > 0 and text[slice(*lines[k])].strip() == "|" and len(said(text, lines[k - 1])) <= _SHORT_HEAD:
            starts.insert(0, lines[k - 1][0])  # 序号 / | / 任务 / |
        for start in starts:
            if start < done:
                continue
            step = _step(text, list(islice(_cells(text, start, lines[-1][1]), 4 * _MOST_COLUMNS)))
            if step is not None:
                table = _read(text, list(_cells(text, start, _end(lines, barred, n))), *step)
                if table is not None:
                    yield table
                    done = table.end
                    break


def _end(lines: list[Range], barred: list[int], n: int) -> int:
    """Where the stretch of lines with bars ends: no further apart than a cell is long."""
    while n + 1 < len(barred) and barred[n + 1] - barred[n] <= _MOST_LINES:
        n += 1
    return lines[min(barred[n] + 1, len(lines) - 1)][1]


def _cells(text: str, start: int, end: int) -> Iterator[Range]:
    """Yield the ranges between bars; of what stands behind the last one only the first line."""
    while (bar := text.find("|", start, end)) >= 0:
        yield start, bar
        start = bar + 1
    lines = text[start:end].lstrip().splitlines()
    if lines:
        at = text.index(lines[0], start)
        yield at, at + len(lines[0])


def _step(text: str, cells: list[Range]) -> tuple[int, int, int, int | None] | None:
    """Where the head begins, how wide it is, how many empty cells follow each row, and which column is numbered."""
    first = next((k for k, cell in enumerate(cells) if said(text, cell)), len(cells))
    for width in range(2, min(_MOST_COLUMNS, len(cells) - first)):
        head = cells[first : first + width]
        if not said(text, head[-1]):
            return None
        if not is_header(text[slice(*cell)] for cell in head):
            continue
        numbered = next(iter(duty_columns(text, tuple(head), {"number"})), None)
        for between in range(_MOST_BETWEEN + 1):
            body = first + width + between
            if any(said(text, cell) for cell in cells[first + width : body]):
                break
            if numbered is not None and _number(text, cells, body + numbered) == 1:
                return first, width, between, numbered
            if numbered is None and between and body < len(cells) and said(text, cells[body]):
                return first, width, between, None
    return None


def _read(text: str, cells: list[Range], first: int, width: int, between: int, numbered: int | None) -> Table | None:
    head = tuple(cells[first : first + width])
    rows: list[tuple[Range | None, ...]] = [head]
    at = first + width + between
    expected = 1
    while at + width <= len(cells):
        row = cells[at : at + width]
        if all(_RULE.fullmatch(said(text, cell)) for cell in row):
            at += width + between
            continue
        gap = cells[at + width : at + width + between]
        number = _number(text, row, numbered) if numbered is not None else None
        if any(said(text, cell) for cell in gap) or (numbered is not None and number != expected):
            break
        if numbered is None and not _names_units(text, head, row):
            break
        rows.append(carried(text, tuple(row), rows))
        expected += 1
        at += width + between
    last = rows[-1][-1]
    if len(rows) < 2 or last is None or all("\n" not in text[r[0][0] : r[-1][1]] for r in rows if r[0] and r[-1]):
        return None
    closing = _CLOSING.match(text, last[1])
    return Table(head[0][0], closing.end() if closing is not None else last[1], tuple(rows), _wraps(text, rows))


def _wraps(text: str, rows: list[tuple[Range | None, ...]]) -> frozenset[int]:
    """The breaks inside cells of work that only a width can have made: behind no stop, and before no number."""
    names = duty_columns(text, rows[0])
    cells = (cell for row in rows[1:] for k, cell in enumerate(row) if cell is not None and k not in names)
    breaks = re.compile(r"(?<=[^\s。;；:：!！?？|])\s*\n\s*(?=[^\s(（\d一二三四五六七八九十①-⑳|])")
    found = (match for start, end in cells for match in breaks.finditer(text, start, end))
    return frozenset(at for match in found for at in range(*match.span()))


def _names_units(text: str, head: tuple[Range, ...], row: list[Range]) -> bool:
    """Whether a row without a number has bodies, or none, in its columns of units."""
    said = [Passage.of(text, *row[k]).strip() for k in duty_columns(text, head, {"role"})]
    return any(map(bool, said)) and all(
        not value or is_nobody(value.folded) or are_organs(fold(unit.name) for unit in split_units(value).units)
        for value in said
    )


def _number(text: str, cells: list[Range], at: int) -> int | None:
    printed = said(text, cells[at]).rstrip(".．、") if at < len(cells) else ""
    return int(printed) if printed.isdecimal() else None
