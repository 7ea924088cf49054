"""The cells of one row given to its columns by what they hold, where plain text has lost which stands in which.

A column of units holds bodies, one of times a time, one of persons persons; columns of words that stand side by side
(类别 | 任务 | 措施) hold what is left, and are one block until it is known how many cells the block has. A cell takes a
line or several, empty ones may have been left out: of the ways that the kinds allow those are taken that leave out the
fewest cells, of two columns of units rather the second (牵头单位 before 配合单位).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Literal

from dutygraph.ingest.clean.cell_words import (
    holds_persons,
    holds_time,
    holds_units,
    may_hold_persons,
    may_hold_time,
    may_hold_units,
    said,
)
from dutygraph.ingest.segment.table_heads import ColumnKind, Row, columns_of
from dutygraph.ingest.text.content import Range
from dutygraph.ingest.text.passage import fold
from dutygraph.ingest.units.units import is_nobody

BlockKind = Literal["words", "role", "deadline", "person"]
Cut = tuple[int, ...]  # where each block's cells end

_MOST_WAYS = 40
_Cost = tuple[int, int, int]  # cells that stand better elsewhere, cells left out, how early those of units are


@dataclass(frozen=True, slots=True)
class Block:
    """Columns side by side that hold the same: one of units, times or persons, or all those of words."""

    kind: BlockKind
    columns: tuple[int, ...]
    work: int | None = None  # the column of the duty, in the block that has it


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: its cells, what its columns hold, and which has the numbers of the rows.

    A column of numbers without a name is None among the cells.
    """

    cells: Row
    kinds: tuple[ColumnKind, ...]
    number: int | None

    @classmethod
    def of(cls, text: str, cells: Sequence[Range], nameless: int | None = None) -> Head:
        """Read the cells of a head; ``nameless`` is where a column of numbers stands that has no name."""
        kinds = [column.kind for column in columns_of(text, tuple(cells))]
        row: list[Range | None] = list(cells)
        if nameless is not None:
            kinds.insert(nameless, "number")
            row.insert(nameless, None)
        return cls(tuple(row), tuple(kinds), kinds.index("number") if "number" in kinds else None)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks right of the numbers."""
        first = 0 if self.number is None else self.number + 1
        work = self.work
        blocks: list[Block] = []
        for k in range(first, len(self.kinds)):
            kind = self.kinds[k]
            if kind == "role" or kind == "deadline" or kind == "person":
                blocks.append(Block(kind, (k,)))
            elif blocks and blocks[-1].kind == "words":
                last = blocks.pop()
                blocks.append(Block("words", (*last.columns, k), k if k == work else last.work))
            else:
                blocks.append(Block("words", (k,), k if k == work else None))
        return tuple(blocks)

    @property
    def work(self) -> int:
        """The column of the duty: the last of work, left of the units where one is."""
        works = [k for k, kind in enumerate(self.kinds) if kind == "work"]
        return max([k for k in works if k < self.kinds.index("role")] or works)

    @property
    def left(self) -> int:
        """How many columns stand left of the numbers."""
        return self.number or 0

    @property
    def right(self) -> int:
        """How many columns stand right of the numbers."""
        return sum(len(block.columns) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Ways:
    """The best ways in which cells fill the blocks of a head, and what they take to be odd or left out."""

    cost: _Cost
    cuts: tuple[Cut, ...]

    @property
    def lacking(self) -> int:
        """How many cells have been left out."""
        return self.cost[1]

    @classmethod
    def whole(cls, head: Head) -> Ways:
        """The one way of cells that are as many as the columns."""
        return cls((0, 0, 0), (tuple(accumulate(len(block.columns) for block in head.blocks)),))


def ways(text: str, head: Head, cells: Sequence[Range], *, barred: bool) -> Ways | None:
    """How the cells right of a number fill the blocks, None where they cannot.

    Between bars each cell is one and may be empty, else it is a line and its cell may have others.
    """
    blocks = head.blocks
    fits = _Fits.of(text, head, cells)

    def cost(k: int, a: int, b: int) -> _Cost | None:
        """What it costs that a block has these cells, None where it cannot."""
        block = blocks[k]
        if barred and b - a > len(block.columns):
            return None
        if not barred and a < b < len(cells) and fits.goes_on[b - 1]:
            return None
        strange = fits.strange(block, a, b)
        lacking = max(0, len(block.columns) - (b - a))
        return None if strange is None else (strange, lacking, lacking * (len(blocks) - k) * (block.kind == "role"))

    @cache
    def best(k: int, a: int) -> tuple[_Cost, tuple[Cut, ...]] | None:
        if k == len(blocks):
            return ((0, 0, 0), ((),)) if a == len(cells) else None
        found: dict[_Cost, list[Cut]] = {}
        for b in range(a, len(cells) + 1):
            own = cost(k, a, b)
            rest = best(k + 1, b) if own is not None else None
            if own is not None and rest is not None:
                total = (own[0] + rest[0][0], own[1] + rest[0][1], own[2] + rest[0][2])
                found.setdefault(total, []).extend((b, *cut) for cut in rest[1])
        if not found:
            return None
        least = min(found)
        return least, tuple(found[least][:_MOST_WAYS])

    found = best(0, 0)
    return Ways(*found) if found is not None else None


@dataclass(frozen=True, slots=True)
class _Fits:
    """What each of some cells may be; an empty one may be anything but the duty."""

    said: list[bool]
    units: list[bool]
    nothing: list[bool]
    maybe: dict[BlockKind, list[bool]]
    others: list[bool]  # surely persons or a time, where the head has a column of them
    goes_on: list[bool]

    @classmethod
    def of(cls, text: str, head: Head, cells: Sequence[Range]) -> _Fits:
        kinds = {block.kind for block in head.blocks}
        each: tuple[tuple[BlockKind, Callable[[str, Range], bool]], ...] = (
            ("role", may_hold_units),
            ("deadline", may_hold_time),
            ("person", may_hold_persons),
        )
        return cls(
            [bool(said(text, cell)) for cell in cells],
            [holds_units(text, cell) for cell in cells],
            [is_nobody(fold(said(text, cell))) for cell in cells],
            {kind: [not said(text, cell) or may(text, cell) for cell in cells] for kind, may in each},
            [
                ("person" in kinds and holds_persons(text, cell)) or ("deadline" in kinds and holds_time(text, cell))
                for cell in cells
            ],
            [said(text, cell).endswith(("、", "，", ",")) for cell in cells],
        )

    def strange(self, block: Block, a: int, b: int) -> int | None:
        """How many of the cells of a block stand better in another, None where they cannot be the block's."""
        if block.kind != "words":
            several = block.kind == "deadline" and b - a > 1  # 老年大学 has a word of time, and is none
            return 0 if all((self.others if several else self.maybe[block.kind])[a:b]) else None
        if block.work is not None and not any(self.said[a:b]):
            return None
        bodies = sum(self.units[a:b])
        if block.work is not None and b - a == len(
            block.columns
        ):  # 2023年 | 2024年: nothing (/) is to be reached in one
            bodies -= sum(self.nothing[k] for k in range(a, b) if block.columns[k - a] != block.work)
        own = block.work is not None and b - a == len(block.columns) and self.units[a + block.columns.index(block.work)]
        if bodies > 1 or (bodies and not own):  # 迁建县政务服务中心 may be the whole of a work
            return None
        return bodies + sum(self.others[a:b])


def filled(text: str, head: Head, cells: Sequence[Range], cut: Cut) -> dict[int, Range] | None:
    """The cells of the columns right of a number by one way to fill the blocks, or None where words are in doubt.

    Where the columns of a block could share its words in more ways than one, all are the duty's: what is read of it is
    the same. Not so where one says how far the work is (进展情况).
    """
    given: dict[int, Range] = {}
    start = 0
    for block, end in zip(head.blocks, cut, strict=True):
        own, start = cells[start:end], end
        columns = _of_words(head, block, own) if block.kind == "words" else block.columns[:1]
        if own and len(columns) == len(own):
            given |= dict(zip(columns, own, strict=True))
        elif own and len(columns) == 1 and not (block.work and "|" in text[own[0][0] : own[-1][1]]):
            given[columns[0]] = (own[0][0], own[-1][1])
        elif own:
            return None
    return given


def _of_words(head: Head, block: Block, own: Sequence[Range]) -> tuple[int, ...]:
    """The columns of a block of words that hold its cells, one for all where it is not certain which holds which."""
    lacking = len(block.columns) - len(own)
    if lacking == 0 or len(block.columns) == 1:
        return block.columns
    reports = any(head.kinds[k] == "report" for k in block.columns)
    if block.work is None:
        return block.columns[:1]
    if lacking > 0 and not reports:
        # What is merged with the rows above stands left of the duty.
        merged = [k for k in block.columns if head.kinds[k] == "group"] or [k for k in block.columns if k < block.work]
        if lacking <= len(merged):
            left = merged[:lacking]
            return tuple(k for k in block.columns if k not in left)
    return () if reports else (block.work,)
