"""Tables that pages have broken: parts under each other made one, with rows and cells that go on joined.

A part goes on with the table on the page before where nothing stands between them and their columns agree. Its first
row (under a repeated head) is the rest of the last one where a column that is never empty else is empty in one of the
two, or where words of the last one are plainly cut off.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile, pairwise

from dutygraph.ingest.segment.cell_names import are_names_apart
from dutygraph.ingest.text.brackets import left_open
from dutygraph.ingest.text.outline import parse_marker
from dutygraph.ingest.text.passage import fold

# Columns of two pages agree when none is off by more than this, in points, counted from the left edge.
_OFF = 6.0
# The work and who does it.
_FEWEST = 2
_NUMBER = re.compile(r"[(（\[〔]?\d{1,4}[)）\]〕]?[.．、]?")
_CUT_OFF = re.compile(r"[、，,（(《“〔\[]$")
_WHO = re.compile(r"(?:牵头|负责|配合|参与|落实)$")
_GOES_ON = re.compile(r"[、，,）)》”〕\]和及与等]")


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
# A page and a row of its part of the table.
Place = tuple[int, int]


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


def join_head(above: Part, below: Part) -> tuple[Part, Part] | None:
    """Make the columns of a head's first row, alone on its page, those of the next page, where its second row stands.

    Right under each cell that the second row parts there are words, and none under the others, which go on.
    """
    if len(above.rows) != 1 or not below.rows or len(above.xs) >= len(below.xs):
        return None
    shift = below.xs[0] - above.xs[0]
    edges = [next((n for n, x in enumerate(below.xs) if abs(x - own - shift) <= _OFF), -1) for own in above.xs]
    if edges != sorted(set(edges)) or edges[0] != 0 or edges[-1] != len(below.xs) - 1:
        return None
    spans = [range(a, b) for a, b in pairwise(edges)]
    if any(bool(below.rows[0][n].text) != (len(span) > 1) for span in spans for n in span):
        return None
    head = [cell for cell, span in zip(above.rows[0], spans, strict=True) for _ in span]
    second = [own if own.text else over for own, over in zip(below.rows[0], head, strict=True)]
    xs = tuple(x - shift for x in below.xs)
    return Part(above.page, xs, [head]), Part(below.page, below.xs, [second, *below.rows[1:]])


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
            rest = not counted and not _is_head(table.rows) and goes_on(last, body[0], always, grouping)
            shared = _still_merged(grouping, body[0]) | (_merged(last, body[0], always) if counted else set())
            for column, (above, below) in enumerate(zip(last, body[0], strict=True)):
                if below not in same and (rest or (column in shared and not below.text)):
                    above.take(below)
                    same[below] = above
            body = body[rest:]
        table.breaks.append((len(table.rows), part))
        table.rows += [*head, *([same.get(cell, cell) for cell in row] for row in body)]
    return table


def _grouping(parts: Sequence[Part]) -> dict[int, set[Place]]:
    """The columns in which a cell covers several rows, each with the rows that go on with the one above."""
    columns: dict[int, set[Place]] = {}
    for part in parts:
        for n, (above, below) in enumerate(pairwise(part.rows)):
            if n == 0 and _is_parted(above, below):  # the two rows of a head
                continue
            for i, (a, b) in enumerate(zip(above, below, strict=True)):
                if a is b and a not in above[:i]:
                    columns.setdefault(i, set()).add((part.page, n))
    return columns


def _is_parted(above: Row, below: Row) -> bool:
    """Whether a row has a cell over several columns that the one below parts, as the two rows of a head do."""
    return any(a is b and c is not d for a, b, c, d in zip(above, above[1:], below, below[1:], strict=False))


def _still_merged(grouping: Mapping[int, set[Place]], first: Row) -> set[int]:
    """The columns whose cells may go on over a page's end.

    Where who leads and by when are always merged together, and the new page says who leads, the day is only left empty.
    """
    filled = [(column, rows) for column, rows in grouping.items() if first[column].text]
    return {c for c, rows in grouping.items() if not any(before < c and same == rows for before, same in filled)}


def _is_head(rows: Sequence[Row]) -> bool:
    """Whether a page ends right below a table's head: its only row under a title, or two that share cells."""
    rows = list(dropwhile(_is_over_all, rows))
    return len(rows) < 2 or (len(rows) == 2 and not set(map(id, rows[0])).isdisjoint(map(id, rows[1])))


def _is_over_all(row: Row) -> bool:
    """Whether a row is one cell: a title, or a heading of the rows below."""
    return len(set(map(id, row))) == 1


def _always_filled(parts: Sequence[Part], grouping: Collection[int]) -> set[int]:
    """The columns that are filled in the rows that no page can have broken (else in the table's head)."""
    inner = list(parts[0].rows[:-1])
    for part in parts[1:]:
        inner += part.rows[head_rows(parts[0].rows, part) + 1 : -1]
    rows = [row for row in inner[1:] if not _is_over_all(row)]  # neither the head nor a heading
    if len(rows) < 2:
        rows = [row for row in parts[0].rows if not _is_over_all(row)][:1] or parts[0].rows[:1]
    width = len(parts[0].xs) - 1
    return {i for i in range(width) if i not in grouping and sum(bool(row[i].text) for row in rows) >= 0.9 * len(rows)}


def goes_on(last: Row, first: Row, always: set[int], grouping: Collection[int]) -> bool:
    """Whether the first row of a page is the rest of the last one of the page before."""
    if _is_over_all(first) or _is_over_all(last):
        return False
    pairs = [(last[i], first[i], i in always) for i in range(len(last)) if i not in grouping]
    filled = [(a, b) for a, b, always_filled in pairs if always_filled]
    if any(bool(a.text) != bool(b.text) for a, b in filled) and not _are_two(filled):
        return True
    return any(a.text and b.text and _is_cut_off(a.text) for a, b, _ in pairs)


def _merged(last: Row, first: Row, always: set[int]) -> set[int]:
    """The columns in which cells are merged over a page's end: all that is empty below, and never else.

    One column of several may only be left empty (a deadline that is not set).
    """
    empty = {column for column in always if last[column].text and not first[column].text}
    work = max(range(len(last)), key=lambda column: len(last[column].text))
    behind = {column for column in always if column > work}
    if len(behind & empty) == 1 < min(len(behind), len(empty)):
        empty -= behind  # the cells that group the rows go on, and one column says nothing
    numbered = any(_NUMBER.fullmatch(first[column].text) for column in always)
    merged = empty if len(empty) > 1 or len(always) <= _FEWEST + numbered else set()
    # Where all that is always said of who does it goes on, so does the day, though not every row has one.
    more = {c for c in range(work + 1, len(last)) if last[c].text and not first[c].text}
    return merged | more if behind and behind <= merged else merged


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


def _are_two(pairs: Sequence[tuple[Cell, Cell]]) -> bool:
    """Whether two rows with a page's end between them are two, of which one says nothing in a column.

    The work of the first, its longest cell, ends in a stop, and its other cells where there was room for more, or the
    second has a work of the next number, or names that do not go on with those above (县财政局 / 县教育局、…), as none
    does where more than one column is empty; what is broken would leave most cells of one page empty.
    """
    # A sentence of who does it may be longer than the work: 县教育局牵头，县财政局按职责分工负责.
    duties = [pair for pair in pairs if _WHO.search(pair[0].text) is None] or pairs
    work, more = max(duties, key=lambda pair: len(pair[0].text))
    empty = [side for pair in pairs for side in pair if not side.text]
    if len(pairs) <= _FEWEST or not work.text.endswith(("。", "；")):
        return False
    ended = all(above is work or not above.full or len(above.lines) + 1 < len(work.lines) for above, _ in pairs)
    if len(empty) == 1 and (ended or 0 < _value(work.text) == _value(more.text) - 1):
        return True
    lists = [(above, below) for above, below in pairs if above is not work and above.text and below.text]
    cut = any(_is_cut_off(above.text) or _GOES_ON.match(below.text) for above, below in lists)
    apart = [_names_others(above, below) for above, below in lists]
    return bool(more.text) and not cut and any(apart) and (len(empty) == 1 or (len(apart) > 1 and all(apart)))


def _names_others(above: Cell, below: Cell) -> bool:
    """Whether a cell's list, set with marks and broken only by its width, ends in a whole name and another begins."""
    return len(above.wraps) + 1 >= len(above.lines) and are_names_apart(above.text, below.text)


def _is_cut_off(text: str) -> bool:
    return left_open(text) > 0 or _CUT_OFF.search(text) is not None
