"""Tables that pages have broken: parts under each other made one, with rows and cells that go on joined.

A part goes on with the table on the page before where nothing stands between them and their columns agree. Its first
row (under a repeated head) is the rest of the last one where a column that is never empty else is empty in one of the
two, or where words of the last one are plainly cut off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dutygraph.ingest.text.brackets import left_open
from dutygraph.ingest.text.outline import parse_marker
from dutygraph.ingest.text.passage import fold

# Columns of two pages agree when none is off by more than this, in points, counted from the left edge.
_OFF = 6.0
# The work and who does it.
_FEWEST = 2
_NUMBER = re.compile(r"[(（\[〔]?\d{1,4}[)）\]〕]?[.．、]?")
_CUT_OFF = re.compile(r"[、，,（(《“〔\[]$")


@dataclass(eq=False, slots=True)
class Cell:
    """A cell: its lines as printed; ``wraps`` are the numbers of the lines that only the width has ended."""

    lines: list[str] = field(default_factory=list)
    wraps: set[int] = field(default_factory=set)
    full: bool = False  # whether the last line leaves no room

    @property
    def text(self) -> str:
        """The cell's words without white space."""
        return re.sub(r"\s", "", "".join(self.lines))

    def take(self, rest: Cell) -> None:
        """Go on with the lines of another cell."""
        if not rest.lines:
            return
        if self.lines and self.full:
            self.wraps.add(len(self.lines) - 1)
        self.wraps |= {n + len(self.lines) for n in rest.wraps}
        self.lines += rest.lines
        self.full = rest.full


Row = list[Cell]


@dataclass(slots=True)
class Part:
    """The rows of a table that stand on one page, each cell in every row and column it covers."""

    page: int
    xs: tuple[float, ...]
    rows: list[Row]


@dataclass(slots=True)
class Joined:
    """A whole table: its rows, and before which of them each further page begins."""

    rows: list[Row]
    breaks: list[tuple[int, Part]] = field(default_factory=list)


def agree(above: Part, below: Part) -> bool:
    """Whether two parts have the same columns."""
    if len(above.xs) != len(below.xs):
        return False
    return all(abs((a - above.xs[0]) - (b - below.xs[0])) <= _OFF for a, b in zip(above.xs, below.xs, strict=True))


def head_rows(rows: Sequence[Row], part: Part) -> int:
    """How many rows of a part repeat the table's first ones."""
    count = 0
    for first, again in zip(rows, part.rows, strict=False):
        if _words(first) != _words(again) or not any(_words(first)):
            break
        count += 1
    return count


def _words(row: Row) -> list[str]:
    return [fold(cell.text) for cell in row]


def join_parts(parts: Sequence[Part]) -> Joined:
    """Make one table of parts that follow each other."""
    table = Joined(list(parts[0].rows))
    grouping = _grouping(parts)
    always = _always_filled(parts, grouping)
    for part in parts[1:]:
        repeated = head_rows(parts[0].rows, part)
        head, body = part.rows[:repeated], part.rows[repeated:]
        same: dict[Cell, Cell] = {}
        if body:
            last = table.rows[-1]
            counted = counts_on(table.rows, body[0])
            rest = not counted and goes_on(last, body[0], always, grouping)
            shared = grouping | _merged(last, body[0], always) if counted else grouping
            for column, (above, below) in enumerate(zip(last, body[0], strict=True)):
                if below not in same and (rest or (column in shared and not below.text)):
                    above.take(below)
                    same[below] = above
            body = body[rest:]
        table.breaks.append((len(table.rows), part))
        table.rows += [*head, *([same.get(cell, cell) for cell in row] for row in body)]
    return table


def _grouping(parts: Sequence[Part]) -> set[int]:
    """The columns in which a cell covers several rows."""
    columns: set[int] = set()
    for part in parts:
        for above, below in zip(part.rows, part.rows[1:], strict=False):
            columns |= {i for i, (a, b) in enumerate(zip(above, below, strict=True)) if a is b and a not in above[:i]}
    return columns


def _always_filled(parts: Sequence[Part], grouping: set[int]) -> set[int]:
    """The columns that are filled in the rows that no page can have broken (else in the table's head)."""
    inner = list(parts[0].rows[:-1])
    for part in parts[1:]:
        inner += part.rows[head_rows(parts[0].rows, part) + 1 : -1]
    rows = [row for row in inner[1:] if len(set(map(id, row))) > 1]  # neither the head nor a heading over all columns
    if len(rows) < 2:
        rows = parts[0].rows[:1]
    width = len(parts[0].xs) - 1
    return {i for i in range(width) if i not in grouping and sum(bool(row[i].text) for row in rows) >= 0.9 * len(rows)}


def goes_on(last: Row, first: Row, always: set[int], grouping: set[int]) -> bool:
    """Whether the first row of a page is the rest of the last one of the page before."""
    if len(set(map(id, first))) == 1 or len(set(map(id, last))) == 1:  # a heading over all columns
        return False
    pairs = [(last[i], first[i], i in always) for i in range(len(last)) if i not in grouping]
    if any(always_filled and bool(a.text) != bool(b.text) for a, b, always_filled in pairs):
        return True
    return any(a.text and b.text and _is_cut_off(a.text) for a, b, _ in pairs)


def _merged(last: Row, first: Row, always: set[int]) -> set[int]:
    """The columns in which cells are merged over a page's end: all that is empty below, and never else.

    One column of several may only be left empty (a deadline that is not set).
    """
    empty = {column for column in always if last[column].text and not first[column].text}
    numbered = any(_NUMBER.fullmatch(first[column].text) for column in always)
    return empty if len(empty) > 1 or len(always) <= _FEWEST + numbered else set()


def counts_on(rows: Sequence[Row], first: Row) -> bool:
    """Whether the first row of a page is numbered behind the last one above: （5） and （6）, 5.推进… and 6.推进….

    A number that opens the words of a cell may count its points; that of rows counts on from row to row.
    """
    for column, (above, below) in enumerate(zip(rows[-1], first, strict=True)):
        if _NUMBER.fullmatch(above.text):
            return _NUMBER.fullmatch(below.text) is not None and above.text != below.text
        values = [_value(row[column].text) for row in (*rows[-2:], first)]
        if len(values) == 3 and values == [values[0], values[0] + 1, values[0] + 2]:
            return True
    return False


def _value(text: str) -> int:
    marker = parse_marker(text, fold(text))
    return marker.value if marker is not None else -9


def _is_cut_off(text: str) -> bool:
    return left_open(text) > 0 or _CUT_OFF.search(text) is not None
