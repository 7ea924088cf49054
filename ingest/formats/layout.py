"""Pages of a fixed layout into text: paragraphs, tables in one piece, page furniture told apart.

The text keeps the order and the line breaks of the page, with one exception: a row that a page has broken is printed
whole where it begins, and what belongs to the page break (numbers, running heads, the repeated head) behind it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.ingest.formats.broken import Cell, Joined, Part, agree, join_head, join_parts
from dutygraph.ingest.formats.columns import Columns, find_columns
from dutygraph.ingest.formats.furniture import find_furniture
from dutygraph.ingest.formats.grid import Grid, find_grids
from dutygraph.ingest.formats.paragraphs import Frame, end_of_words, fills, goes_on, measure
from dutygraph.ingest.formats.sheet import UNKNOWN, Glyph, Sheet, TextLine, hangs, make_lines
from dutygraph.ingest.segment.table_heads import is_header
from dutygraph.ingest.text.brackets import left_open
from dutygraph.ingest.text.content import Content, Range, Writer

# A picture with fewer characters than this on its page is all there is to read.
_FEW = 40
# The share of characters that may be unknown.
_MOST_UNKNOWN = 0.1
# White under the last line of a page, in lines, from which on the page was ended before it was full.
_LEFT_OPEN = 4


@dataclass(slots=True)
class _Page:
    """What stands on a page, from top to bottom: lines of text and parts of tables; and its furniture."""

    sheet: Sheet
    lines: list[TextLine]
    parts: list[tuple[float, Part]]
    frame: Frame = field(default_factory=lambda: measure(()))
    head: list[TextLine] = field(default_factory=list)
    foot: list[TextLine] = field(default_factory=list)

    def blocks(self) -> list[TextLine | Part]:
        """The page's text and tables in reading order."""
        placed: list[tuple[float, TextLine | Part]] = [(line.top, line) for line in self.lines]
        placed += self.parts
        return [block for _, block in sorted(placed, key=lambda each: each[0])]


def compose(sheets: Sequence[Sheet], where: str) -> Content:
    """Return the text of some pages with what is known of it.

    Raises :class:`UnreadableDocument` where most pages are pictures of text, or the characters are not told.
    """
    pictures = tuple(s.number for s in sheets if s.picture and len(s.glyphs) < _FEW)
    if len(pictures) > len(sheets) / 2:
        pages_said = f"{len(sheets)} 页中有 {len(pictures)} 页" if len(sheets) > 1 else "整页"
        raise UnreadableDocument(where, f"{pages_said}是图片，没有文字", "如为扫描件，请先做文字识别（OCR）")
    glyphs = Counter(glyph.text == UNKNOWN for sheet in sheets for glyph in sheet.glyphs)
    if glyphs[True] > _MOST_UNKNOWN * glyphs.total():
        raise UnreadableDocument(where, "文件里的字体没有编码，文字无法还原", "请重新导出，或先做文字识别（OCR）")
    pages = [_read(sheet) for sheet in sheets]
    _set_furniture_apart(pages)
    _find_columns(pages)
    _measure(pages)
    return replace(_Composer(pages).content(), pictures=pictures)


def _read(sheet: Sheet) -> _Page:
    grids = find_grids(sheet.rules)
    inside: list[dict[int, list[Glyph]]] = [{} for _ in grids]
    outside: list[Glyph] = []
    for line in make_lines(sheet.glyphs):
        place = outside
        for i, glyph in enumerate(line.glyphs):
            if i == 0 or not hangs(line.glyphs[i - 1], glyph):
                place = _place(glyph, grids, inside, outside)
            place.append(glyph)
    parts: list[tuple[float, Part]] = []
    for grid, cells in zip(grids, inside, strict=True):
        if cells:
            parts.append((grid.top, _part(sheet.number, grid, {n: make_lines(g) for n, g in cells.items()})))
    return _Page(sheet, make_lines(outside), parts)


def _place(glyph: Glyph, grids: list[Grid], inside: list[dict[int, list[Glyph]]], outside: list[Glyph]) -> list[Glyph]:
    """Where a character is collected: in its cell, or outside all tables."""
    for grid, cells in zip(grids, inside, strict=True):
        number = grid.cell_at(*glyph.middle)
        if number is not None:
            return cells.setdefault(number, [])
    return outside


def _part(page: int, grid: Grid, lines: dict[int, list[TextLine]]) -> Part:
    """The rows of a grid, without those that hold no word."""
    right = _right_edges(grid, lines)
    made: dict[int, Cell] = {}
    rows: list[list[Cell]] = []
    for numbers in grid.cells:
        for column, number in enumerate(numbers):
            last = max(i for i, other in enumerate(numbers) if other == number)
            if number not in made:
                made[number] = make_cell(lines.get(number, []), right[max(column, last)])
        rows.append([made[number] for number in numbers])
    return Part(page, grid.xs, [row for row in rows if any(cell.text for cell in row)])


def make_cell(lines: list[TextLine], right: float) -> Cell:
    """A cell of these lines, which have room up to ``right``."""
    wraps: set[int] = set()
    depth = 0
    for n, (above, below) in enumerate(pairwise(lines)):
        depth += left_open(above.text)
        if fills(above, below, right, depth):
            wraps.add(n)
        else:
            depth = 0
    full = bool(lines) and lines[-1].x1 + lines[-1].size > right
    return Cell([line.text for line in lines], wraps, full)


def _right_edges(grid: Grid, lines: dict[int, list[TextLine]]) -> list[float]:
    """How far the lines of each column may run: to the rule, but for the white that the table keeps at rules."""
    lefts: list[float] = []
    reach = [0.0] * (len(grid.xs) - 1)
    for numbers in grid.cells:
        for column, number in enumerate(numbers):
            if number not in lines:
                continue
            if column == 0 or numbers[column - 1] != number:
                lefts.append(min(line.x0 for line in lines[number]) - grid.xs[column])
            if numbers[column + 1 : column + 2] != (number,):
                reach[column] = max(reach[column], *map(end_of_words, lines[number]))
    white = min(max(min(lefts, default=0.0), 0.0), 10.0)
    return [max(reached, edge - white) for reached, edge in zip(reach, grid.xs[1:], strict=True)]


def _set_furniture_apart(pages: Sequence[_Page]) -> None:
    sizes = Counter(round(g.size * 2) / 2 for page in pages for line in page.lines for g in line.glyphs)
    body_size = sizes.most_common(1)[0][0] if sizes else 0.0
    furniture = find_furniture([page.sheet for page in pages], [page.lines for page in pages], body_size)
    for page in pages:
        kept = [line for line in page.lines if id(line) not in furniture]
        tops = [*(line.top for line in kept), *(top for top, _ in page.parts)]
        body = min(tops, default=page.sheet.height / 2)
        for line in page.lines:
            if id(line) in furniture:
                (page.head if line.top <= body else page.foot).append(line)
        page.lines = kept


def _find_columns(pages: Sequence[_Page]) -> None:
    """Make parts of tables of the lines that stand in columns without rules."""
    before: Columns | None = None
    for page in pages:
        found = find_columns(page.lines, page.sheet.rules, is_header, before if not page.parts else None)
        taken = {id(line) for columns in found for line in columns.lines}
        before = found[-1] if found and found[-1].lines[-1] is page.lines[-1] else None
        page.lines = [line for line in page.lines if id(line) not in taken]
        for columns in found:
            reach = [
                max((line.x1 for row in columns.rows for line in row[n]), default=0.0)
                for n in range(len(columns.xs) - 1)
            ]
            rows = [
                [make_cell(list(lines), right) for lines, right in zip(row, reach, strict=True)] for row in columns.rows
            ]
            page.parts.append((columns.top, Part(page.sheet.number, columns.xs, rows)))


def _measure(pages: Sequence[_Page]) -> None:
    """Give each page the frame of all pages as wide as it is."""
    by_width: dict[int, list[_Page]] = {}
    for page in pages:
        by_width.setdefault(round(page.sheet.width / 10), []).append(page)
    for group in by_width.values():
        tables = [(part.xs[0], part.xs[-1]) for page in group for _, part in page.parts]
        frame = measure(list(chain.from_iterable(page.lines for page in group)), tables)
        for page in group:
            page.frame = frame


class _Composer:
    """Writes the pages one after the other."""

    def __init__(self, pages: Sequence[_Page]) -> None:
        self._pages = {page.sheet.number: page for page in pages}
        self._writer = Writer()
        self._deepest = max(
            (block.bottom for page in pages for block in page.blocks() if isinstance(block, TextLine)), default=0.0
        )
        self._blocks = [(page, block) for page in pages for block in page.blocks()]
        self._current: _Page | None = None
        self._depth = 0  # of brackets that the paragraph has open

    def content(self) -> Content:
        i = 0
        while i < len(self._blocks):
            page, block = self._blocks[i]
            self._turn_to(page)
            if isinstance(block, TextLine):
                self._write_line(page, block, self._blocks[i + 1] if i + 1 < len(self._blocks) else None)
                i += 1
                continue
            parts = [block]
            i += 1
            while i < len(self._blocks) and (more := self._continued(parts, *self._blocks[i])) is not None:
                parts = more
                i += 1
            self._write_table(join_parts(parts))
        self._turn_to(None)
        return self._writer.content()

    def _continued(self, parts: list[Part], page: _Page, block: TextLine | Part) -> list[Part] | None:
        """The parts of a table with the one that follows on the next page, if it is one of its."""
        above = parts[-1]
        if not isinstance(block, Part) or block.page != above.page + 1 or page.blocks()[0] is not block:
            return None
        if agree(above, block):
            return [*parts, block]
        joined = join_head(above, block) if len(parts) == 1 else None
        return list(joined) if joined is not None else None

    def _turn_to(self, page: _Page | None) -> None:
        """Print the foot of the page that ends and the head of the one that begins, and of those without text."""
        if page is self._current:
            return
        if self._current is not None:
            self._write_furniture(self._current.foot, self._current.sheet.aside)
        last = self._current.sheet.number if self._current is not None else 0
        until = page.sheet.number if page is not None else max(self._pages, default=0) + 1
        for number in range(last + 1, until):
            empty = self._pages[number]
            self._writer.begin_page(number)
            self._write_furniture((*empty.head, *empty.foot), empty.sheet.aside)
        self._current = page
        if page is not None:
            self._writer.begin_page(page.sheet.number)
            self._write_furniture(page.head)

    def _write_furniture(self, lines: Iterable[TextLine], aside: str = "") -> None:
        for text in (*(line.text for line in lines), aside):
            if text:
                self._writer.add_furniture(text)

    def _write_line(self, page: _Page, line: TextLine, following: tuple[_Page, TextLine | Part] | None) -> None:
        self._writer.add(line.text)
        next_page, below = following if following is not None else (page, None)
        self._depth += left_open(line.text)
        if below is None or isinstance(below, Part):
            self._depth = 0
            self._writer.add("\n")
            return
        turned = next_page is not page
        frame = next_page.frame if turned else page.frame
        if goes_on(line, below, frame, self._depth, next_page=turned):
            self._writer.wrap()
            return
        self._depth = 0
        self._writer.add("\n")
        leading = page.frame.leading
        apart = (
            line.bottom < self._deepest - _LEFT_OPEN * leading
            if turned
            else below.base - line.base > 1.7 * leading and below.top - line.bottom > min(line.size, below.size)
        )
        if apart:
            self._writer.add("\n")

    def _write_table(self, table: Joined) -> None:
        start = self._writer.length
        places: dict[Cell, Range] = {}
        rows: list[tuple[Range | None, ...]] = []
        breaks = iter([*table.breaks, (len(table.rows) + 1, None)])
        at, part = next(breaks)
        for number, row in enumerate(table.rows):
            while part is not None and at == number:
                self._turn_to(self._pages[part.page])
                at, part = next(breaks)
            rows.append(self._write_row(row, places))
        self._writer.add_table(start, rows)
        while part is not None:  # the rest of the last row was all that its page held
            self._turn_to(self._pages[part.page])
            at, part = next(breaks)

    def _write_row(self, row: list[Cell], places: dict[Cell, Range]) -> tuple[Range | None, ...]:
        fresh = list(dict.fromkeys(cell for cell in row if cell not in places))
        for n, cell in enumerate(fresh):
            if n:
                self._writer.add("\t")
            begin = self._writer.length
            for i, line in enumerate(cell.lines):
                self._writer.add(line)
                if i in cell.wraps:
                    self._writer.wrap()
                elif i + 1 < len(cell.lines):
                    self._writer.add("\n")
            places[cell] = (begin, self._writer.length)
        self._writer.add("\n")
        return tuple(places[cell] for cell in row)
