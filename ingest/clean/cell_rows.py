"""The rows of a table that plain text has kept as a stream of cells: where each begins and ends, below a head.

    rows = {heading | row}        row = {left cell} [number] cell…

A row with a number ends before the next number, one without where the next begins: as many cells on between bars, else
where words stand behind units or times. What its cells are is told by :mod:`cell_shares`; where that is uncertain the
row is its number and, as the work, all its words, so that it is reported as work for which nobody was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dutygraph.ingest.clean.cell_shares import Cut, Head, Ways, filled, ways
from dutygraph.ingest.clean.cell_words import holds_time, holds_units, is_heading, may_hold_units, number_of, said
from dutygraph.ingest.clean.merged_cells import carried
from dutygraph.ingest.segment.table_heads import Row
from dutygraph.ingest.text.content import Range
from dutygraph.ingest.text.lines import DAY
from dutygraph.ingest.text.passage import fold
from dutygraph.ingest.units.units import is_nobody, looks_like_body

# A row has so many cells more than columns, at most, where cells take lines.
_MOST_EXTRA = 24
_MOST_BEHIND_LAST = 6
_SHORTEST = 3
_FEWEST_UNNUMBERED = 2
_RULE = re.compile(r"[\s:-]*-[\s:-]*")
_SENTENCE = re.compile("[^、，,]+。")
_NAME = re.compile("[\u4e00-\u9fff（）()、]{2,20}")
_COUNTED = re.compile(r"[(]?\d{1,3}[)]?[.、)]?(?=\D)")


@dataclass(frozen=True, slots=True)
class Stream:
    """The cells of a text in their order; with ``barred`` bars part them, so that empty ones are there too."""

    text: str
    cells: Sequence[Range]
    barred: bool

    def said(self, k: int) -> str:
        """What a cell says, nothing behind the last."""
        return said(self.text, self.cells[k]) if k < len(self.cells) else ""

    def number(self, k: int) -> int | None:
        """The number that a cell is, None for any other and behind the last."""
        return number_of(self.text, self.cells[k]) if k < len(self.cells) else None

    def heading(self, k: int) -> bool:
        """Whether a cell may be a heading over the rows below it."""
        return is_heading(self.text, self.cells[k])

    def signed(self, k: int) -> bool:
        """Whether a body and a day below it sign what stands above: 青禾县人民政府 / 2024年2月1日."""
        return holds_units(self.text, self.cells[k]) and DAY.fullmatch(fold(self.said(k + 1))) is not None

    def words(self, k: int) -> bool:
        """Whether a cell is neither units nor a time beyond doubt: 开工建设老年大学。 may end as a body does."""
        cell = self.cells[k]
        sentence = _SENTENCE.fullmatch(said(self.text, cell)) is not None
        return sentence or not (holds_units(self.text, cell) or holds_time(self.text, cell))


@dataclass(slots=True)
class _Row:
    """A row as far as it is known: what stands left of its number and right of it, and the ways that leaves."""

    number: Range | None
    left: list[Range]
    cells: list[Range]
    ways: Ways | None


Part = Range | _Row  # a heading over the rows, or a row


def numbered_rows(stream: Stream, head: Head, at: int, step: int) -> tuple[list[Row], int]:
    """The head and the rows from a cell on, each with a greater number, and where they end.

    ``step`` is how many cells lie between the beginnings of two rows where bars part them.
    """
    parts: list[Part] = []
    last = 0
    while (found := _begins(stream, head, at, last)) is not None:
        n, before = found
        last = stream.number(n) or 0
        left = [k for k in before[-head.left :] if not stream.heading(k)] if head.left else []
        rows, end = (_barred if stream.barred else _lined)(stream, head, n, step)
        if not rows:
            break
        parts += [stream.cells[k] for k in before if k not in left]
        rows[0].left = [stream.cells[k] for k in left]
        parts += rows
        at = end
    return _assembled(stream, head, parts), at


def _begins(stream: Stream, head: Head, at: int, last: int) -> tuple[int, list[int]] | None:
    """Where the next number stands, and what is said before it: headings, and the cells left of the number."""
    before: list[int] = []
    free = head.left + stream.barred  # a heading between bars may have any words
    for k in range(at, len(stream.cells)):
        number = stream.number(k)
        if number is not None:
            return (k, before) if number > last else None
        if stream.said(k) and not _RULE.fullmatch(stream.said(k)):
            before.append(k)
            free -= not stream.heading(k)
        if free < 0:
            return None
    return None


def _lined(stream: Stream, head: Head, n: int, _: int) -> tuple[list[_Row], int]:
    """The rows that a number begins where each cell has lines: several where the other cells are merged."""
    number, full = stream.number(n) or 0, n + 1 + head.right
    ends = list(_ends_before_number(stream, head, n, number, full))
    last, most = not ends, full
    if last:
        most = min(full + _MOST_BEHIND_LAST, len(stream.cells))
        most = next((k for k in range(n + 1, most) if stream.signed(k)), most)
        ends = [*range(min(full, most), most + 1), *range(min(full, most + 1) - 1, n + _SHORTEST - 1, -1)]
    if not ends:
        return [], n
    found = [(ways(stream.text, head, stream.cells[n + 1 : end], barred=False), end) for end in ends]
    fitting = [(each, end) for each, end in found if each is not None]
    best = min(fitting, key=lambda one: one[0].cost[:2], default=None)
    if (best is None or best[0].lacking) and full in ends and _are_in_place(stream, head, n + 1):
        best = Ways.whole(head), full
    if best is not None:
        each, end = best
        longer = next((k for k in range(end, most) if stream.words(k)), most) if last else end
        more = ways(stream.text, head, stream.cells[n + 1 : longer], barred=False) if longer > end else None
        if more is not None:  # the units of the last row go on
            each, end = more, longer
        return [_Row(stream.cells[n], [], list(stream.cells[n + 1 : end]), each)], end
    for end in ends:
        rows = _several(stream, head, n, end)
        if rows:
            return rows, end
    return [_Row(stream.cells[n], [], list(stream.cells[n + 1 : ends[0]]), None)], ends[0]


def _ends_before_number(stream: Stream, head: Head, n: int, number: int, full: int) -> Iterator[int]:
    """Where a row may end: before one number more, or a greater one behind a heading or as many cells as columns."""
    for k in range(n + _SHORTEST, min(full + head.left + _MOST_EXTRA, len(stream.cells))):
        following = stream.number(k)
        if following is None or following <= number:
            continue
        end = k
        while end > n + _SHORTEST and stream.heading(end - 1):
            end -= 1
        if following == number + 1 or end < k or k == full:
            yield from range(end, max(end - head.left, n + _SHORTEST) - 1, -1)


def _are_in_place(stream: Stream, head: Head, first: int) -> bool:
    """Whether as many cells as columns are each in its own but for names of bodies that do not look like them."""
    for k, kind in enumerate(head.kinds[head.left + (head.number is not None) :], first):
        cell = stream.cells[k]
        if kind == "role" and not may_hold_units(stream.text, cell) and not _may_be_names(stream.said(k)):
            return False
        if kind != "role" and holds_units(stream.text, cell) and (kind == "work" or not is_nobody(stream.said(k))):
            return False
    return True


def _may_be_names(said: str) -> bool:
    """Whether a cell is a name of any kind, or a list in which a body's stands among others: 青禾公交、各区主管部门."""
    names = re.split("[、，,及和]", said.rstrip("、，,"))
    among = any(looks_like_body(fold(name)) for name in names) and all(map(_NAME.fullmatch, names))
    return _NAME.fullmatch(said) is not None or among


def _several(stream: Stream, head: Head, n: int, end: int) -> list[_Row]:
    """The rows of several duties below one number, whose other cells are merged, or none.

    5 / 建站 / 县民政局 / 5月底前 / 建校 / 12月底前: words behind units or a time begin the next.
    """
    if head.blocks[0].kind != "words" or any(block.kind == "words" for block in head.blocks[1:]):
        return []
    begins = [
        n + 1,
        *(k for k in range(n + 2, end) if stream.words(k) and not stream.words(k - 1)),
        end,
    ]
    rows: list[_Row] = []
    for a, b in pairwise(begins):
        own = list(stream.cells[a:b])
        found = ways(stream.text, head, own, barred=False)
        if found is None or (not rows and found.lacking) or stream.words(b - 1):
            return []
        rows.append(_Row(stream.cells[n] if not rows else None, [], own, found))
    return rows


def _barred(stream: Stream, head: Head, n: int, step: int) -> tuple[list[_Row], int]:
    """The rows that a number begins between bars: with those below it in step whose number is merged with it."""
    number, most = stream.number(n) or 0, len(stream.cells)
    in_step = (stream.number(n + step) or 0) > number
    following = n + step if in_step else next((k for k in range(n + 1, most) if (stream.number(k) or 0) > number), most)
    own = list(stream.cells[n + 1 : min(following, n + 1 + head.right)])
    found, used = None, len(own)
    while found is None and used and (used == len(own) or not said(stream.text, own[used])):
        found = ways(stream.text, head, own[:used], barred=True)
        used -= 1
    if found is None and len(own) == head.right and (in_step or following == most):
        found = Ways.whole(head)
    if found is None:
        return [], n
    rows = [_Row(stream.cells[n], [], own[: used + 1], found)]
    end = n + 1 + len(own)
    at = n - head.left + step
    while at + len(head.kinds) <= following and not stream.said(at + head.left):
        below = list(stream.cells[at + head.left + 1 : at + len(head.kinds)])
        found = ways(stream.text, head, below, barred=True)
        if found is None or found.lacking:
            break
        rows.append(_Row(None, list(stream.cells[at : at + head.left]), below, found))
        end, at = at + len(head.kinds), at + step
    return rows, end


def unnumbered_rows(stream: Stream, head: Head, at: int, step: int) -> tuple[list[Row], int]:
    """The head and the rows from a cell on that have no column of numbers, and where they end."""
    parts, end = _in_step(stream, head, at, step) if stream.barred else _by_kinds(stream, head, at)
    rows = _assembled(stream, head, parts)
    works = [cell for part in parts if isinstance(part, _Row) for cell in part.cells[:1]]
    counted = bool(works) and all(_COUNTED.match(fold(said(stream.text, cell))) for cell in works)
    apart = stream.barred and step > len(head.kinds)
    return (rows, end) if len(works) >= (1 if counted or apart else _FEWEST_UNNUMBERED) else ([], at)


def _in_step(stream: Stream, head: Head, at: int, step: int) -> tuple[list[Part], int]:
    """Rows as wide as the head, the same number of empty cells between two; bodies stand in the columns of units.

    A row may lack them where one that has some follows.
    """
    parts: list[Part] = []
    width, end, named_parts = len(head.kinds), at, 0
    units = [k for k, kind in enumerate(head.kinds) if kind == "role"]
    while at <= len(stream.cells):
        row = list(stream.cells[at : at + width])
        held = [k for k, cell in enumerate(row) if said(stream.text, cell)]
        if any(stream.said(k) for k in range(at + width, at + step)) or len(row) <= max(units):
            break
        if held == [0] and step > width:
            parts.append(row[0])
        elif not all(_RULE.fullmatch(said(stream.text, cell)) for cell in row):
            found = ways(stream.text, head, row, barred=True)
            whole = found is not None and found.lacking == width - len(row)
            named = [k for k in units if k in held]
            if not whole or not all(holds_units(stream.text, row[k]) for k in named):
                break
            parts.append(_Row(None, [], row, found))
            if not named:
                at += step
                continue
        at, end, named_parts = at + step, min(at + width, len(stream.cells)), len(parts)
    return parts[:named_parts], end


def _by_kinds(stream: Stream, head: Head, at: int) -> tuple[list[Part], int]:
    """Rows whose cells have lines: words behind units or times begin one, and one has no more words than columns."""
    parts: list[Part] = []
    blocks = head.blocks
    words = len(blocks[0].columns)
    if blocks[0].kind != "words" or any(block.kind == "words" for block in blocks[1:]):
        return [], at
    end = at
    while at < len(stream.cells):
        first = at
        while (
            first < len(stream.cells)
            and stream.heading(first)
            and first + 1 < len(stream.cells)
            and stream.words(first + 1)
        ):
            first += 1
        behind = next((k for k in range(first, len(stream.cells)) if not stream.words(k)), len(stream.cells))
        after = next(
            (k for k in range(behind, len(stream.cells)) if stream.words(k) or stream.signed(k)), len(stream.cells)
        )
        row = list(stream.cells[first:after])
        found = ways(stream.text, head, row, barred=False) if len(row) <= len(head.kinds) + _MOST_EXTRA else None
        if found is None or found.cost[0] or found.lacking or any(cut[0] != words for cut in found.cuts):
            break
        parts += [*stream.cells[at:first], _Row(None, [], row, found)]
        at = end = after
    return parts, end


def _assembled(stream: Stream, head: Head, parts: Sequence[Part]) -> list[Row]:
    """The head and its rows, each cell below its column, with what is merged with the row above."""
    rows: list[Row] = [head.cells]
    above: Row = (None,) * len(head.kinds)
    for part in parts:
        if isinstance(part, _Row):
            row = _placed(stream, head, part, above)
            above = carried(stream.text, row, rows) if stream.barred and not head.left else row
            rows.append(above)
        else:
            rows.append((part,) * len(head.kinds))
            above = (None,) * len(head.kinds)
    return rows


def _placed(stream: Stream, head: Head, row: _Row, above: Row) -> Row:
    """The cells of a row below their columns.

    A row has the cells left of its duty that it lacks from the row above, and all of them if that has its number too.
    """
    cut = _certain(row)
    given = filled(stream.text, head, row.cells, cut) if cut is not None else None
    cells: dict[int, Range | None] = dict(given or {})
    if given is None:  # 3 and, as the work, all its words
        cells[head.work] = (row.cells[0][0], row.cells[-1][1])
    else:
        shared = head.work if row.number is not None or head.number is None else len(above)
        cells = {k: above[k] for k in range(shared)} | cells
    if head.number is not None:
        left = [cell for cell in row.left if said(stream.text, cell)]
        cells |= {k: above[k] for k in range(head.left)} | dict(enumerate(left, head.left - len(left)))
        cells[head.number] = row.number or above[head.number]
    return tuple(cells.get(k) for k in range(len(head.kinds)))


def _certain(row: _Row) -> Cut | None:
    """The way in which a row's cells fill the blocks, None where it is uncertain."""
    return row.ways.cuts[0] if row.ways is not None and len(row.ways.cuts) == 1 else None
