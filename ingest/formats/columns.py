"""Tables without upright rules: columns told by the white between them.

A table begins where a line (or a few close ones) is the head of a duty table. Below it every line that leaves white
between each two columns belongs to it. Rows end at level rules where there are some; else each holds one number, or
more white parts them than their lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from dutygraph.ingest.formats.sheet import NEVER_FIRST, Rule, TextLine, hangs
from dutygraph.ingest.text.passage import fold

# White between columns, in sizes: in the head, and at least all the way down.
_HEAD_GAP, _COLUMN_GAP = 0.8, 0.25
# Lines of a head whose baselines are no further apart than this, in sizes, belong together.
_HEAD_STEP = 1.1
# Wider white than this many sizes, and than that between any lines above by half, ends a table.
_END = 4.0
# White this much higher than that between lines parts rows.
_HIGHER = 1.3
_NUMBER = re.compile(r"[(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[).、]?")

Span = tuple[float, float]
IsHead = Callable[[Sequence[str]], bool]


@dataclass(frozen=True)
class Columns:
    """A table found by its columns: its place, the column edges, the lines it takes, and its rows column by column.

    ``white`` is, for each two columns, the stretches between them that no line has entered.
    """

    top: float
    xs: tuple[float, ...]
    head: tuple[str, ...]
    lines: tuple[TextLine, ...]
    rows: tuple[tuple[tuple[TextLine, ...], ...], ...]
    centred: bool
    white: tuple[tuple[Span, ...], ...]


def find_columns(
    lines: Sequence[TextLine], rules: Iterable[Rule], is_head: IsHead, before: Columns | None = None
) -> list[Columns]:
    """Return the tables among a page's lines; ``before`` is one that ended the page before and may go on."""
    flat = [rule for rule in rules if rule.horizontal]
    tables: list[Columns] = []
    start = 0
    if before is not None and lines:
        rest = _rest(lines, flat, is_head, before)
        if rest is not None:
            tables.append(rest)
            start = len(rest.lines)
    while start < len(lines):
        found = _head(lines, start, is_head)
        if found is None:
            break
        first, last, cells = found
        body, white, edges = _body(lines, last, cells, is_head)
        start = last + len(body)
        if not body:
            continue
        texts = tuple(_text(cell) for cell in cells)
        again = before if before is not None and before.head == texts else None
        xs = again.xs if again is not None else edges
        rows, centred = _rows(body, edges, flat, again.centred if again is not None else None)
        taken = (*lines[first:last], *body)
        tables.append(Columns(taken[0].top, xs, texts, taken, (tuple(map(tuple, cells)), *rows), centred, white))
    return tables


def _text(lines: Sequence[TextLine]) -> str:
    return re.sub(r"\s", "", fold("".join(line.text for line in lines)))


def _head(lines: Sequence[TextLine], start: int, is_head: IsHead) -> tuple[int, int, list[list[TextLine]]] | None:
    """The next head: its first line, the line behind it, and its cells."""
    for i in range(start, len(lines)):
        for first, last in ((i, i + 1), (i, i + 2), (i, i + 3)):
            band = lines[first:last]
            if len(band) < last - first or any(b.base - a.base > _HEAD_STEP * a.size * 2 for a, b in pairwise(band)):
                break
            if not is_head([_text(cell) for cell in _cells(band)]):
                continue
            while first > start and lines[first].base - lines[first - 1].base <= _HEAD_STEP * lines[first].size:
                first -= 1
            while last < len(lines) and lines[last].base - lines[last - 1].base <= _HEAD_STEP * lines[last].size:
                last += 1
            cells = _cells(lines[first:last])
            if is_head([_text(cell) for cell in cells]):
                return first, last, cells
    return None


def _cells(band: Sequence[TextLine]) -> list[list[TextLine]]:
    """The pieces of some lines, those under each other together, from left to right."""
    pieces = sorted((piece for line in band for piece in line.segments(_HEAD_GAP)), key=lambda p: p.x0)
    cells: list[list[TextLine]] = []
    reach = 0.0
    for piece in pieces:
        if cells and piece.x0 < reach:
            cells[-1].append(piece)
        else:
            cells.append([piece])
        reach = max(reach, piece.x1)
    return [sorted(cell, key=lambda p: p.base) for cell in cells]


def _body(
    lines: Sequence[TextLine], start: int, head: list[list[TextLine]], is_head: IsHead
) -> tuple[list[TextLine], tuple[tuple[Span, ...], ...], tuple[float, ...]]:
    """The lines under a head that keep its columns apart, the white between these, and their edges."""
    spans = [(min(p.x0 for p in cell), max(p.x1 for p in cell)) for cell in head]
    white: list[list[Span]] = [[(a[1], b[0])] for a, b in pairwise(spans)]
    taken, white = _take(lines[start:], white, head[0][0], is_head)
    everything = [*taken, *(p for cell in head for p in cell)]
    left, right = min(p.x0 for p in everything), max(p.x1 for p in everything)
    return taken, tuple(map(tuple, white)), (left, *_edges(white, everything), right)


def _edges(white: Iterable[Sequence[Span]], lines: Iterable[TextLine]) -> Iterable[float]:
    """The middle of the widest white between each two columns, first of what several pieces begin or end at.

    Short words of a wide column leave more white under its centred head than the one in front of them.
    """
    pieces = [piece for line in lines for piece in line.segments(_COLUMN_GAP)]

    def aligned(gap: Span) -> bool:
        begin = sum(abs(piece.x0 - gap[1]) <= 1 for piece in pieces)
        end = sum(abs(piece.x1 - gap[0]) <= 1 for piece in pieces)
        return max(begin, end) > 1

    for gaps in white:
        low, high = max(gaps, key=lambda gap: (aligned(gap), gap[1] - gap[0]))
        yield (low + high) / 2


def _take(
    lines: Sequence[TextLine], white: list[list[Span]], above: TextLine, is_head: IsHead
) -> tuple[list[TextLine], list[list[Span]]]:
    """The lines that leave some white in each gap, and the white that all of them leave."""
    taken: list[TextLine] = []
    widest = 0.0
    last = above
    for n, line in enumerate(lines):
        step = line.base - last.base
        if taken and step > max(_END * line.size, 1.5 * widest):
            break
        left = [_without(gaps, line, _COLUMN_GAP * line.size) for gaps in white]
        if not all(left) or _head(lines[n : n + 1], 0, is_head) is not None:
            break
        white = left
        widest = max(widest, step)
        taken.append(line)
        last = line
    return taken, white


def _without(gaps: list[Span], line: TextLine, least: float) -> list[Span]:
    """What the characters of a line leave of some gaps."""
    for glyph in line.glyphs:
        if glyph.text in NEVER_FIRST:  # it may hang over into the white
            continue
        gaps = [
            piece
            for low, high in gaps
            for piece in ((low, min(high, glyph.x0)), (max(low, glyph.x1), high))
            if piece[1] - piece[0] >= least
        ] if any(low < glyph.x1 and glyph.x0 < high for low, high in gaps) else gaps  # fmt: skip
    return list(dict.fromkeys(gaps))


def _rest(lines: Sequence[TextLine], flat: list[Rule], is_head: IsHead, before: Columns) -> Columns | None:
    """The rest of the table of the page before, where the first lines keep to its columns and fill two of them."""
    body, white = _take(lines, [list(gaps) for gaps in before.white], lines[0], is_head)
    if not body:
        return None
    xs = (before.xs[0], *_edges(white, body), before.xs[-1])
    rows, centred = _rows(body, xs, flat, before.centred)
    used = {i for row in rows for i, cell in enumerate(row) if cell}
    within = all(before.xs[0] - 2 * line.size <= line.x0 and line.x1 <= before.xs[-1] + 2 * line.size for line in body)
    if len(used) < 2 or not within:
        return None
    return Columns(body[0].top, before.xs, before.head, tuple(body), tuple(rows), centred, tuple(map(tuple, white)))


def _rows(
    body: Sequence[TextLine], xs: tuple[float, ...], flat: list[Rule], centred: bool | None
) -> tuple[list[tuple[tuple[TextLine, ...], ...]], bool]:
    """The rows of a body, each a tuple of columns, and whether their cells are centred upright."""
    pieces = [(column, piece) for line in body for column, piece in _split(line, xs)]
    numbers = [p for column, p in pieces if column == 0 and _NUMBER.fullmatch(_text([p]))]
    bands = _bands(piece for _, piece in pieces)
    if centred is None:
        centred = bool(numbers) and numbers[0].base - body[0].base > 0.3 * body[0].size
    cuts = _ruled(flat, body, xs)
    if not cuts:
        cuts = _numbered(bands, numbers, centred) if numbers else _spaced(bands, pieces, len(xs) - 1)
    rows: list[tuple[tuple[TextLine, ...], ...]] = []
    for low, high in pairwise([float("-inf"), *cuts, float("inf")]):
        inside = [(column, p) for column, p in pieces if low <= p.base - 0.35 * p.size < high]
        if inside:
            rows.append(tuple(tuple(p for at, p in inside if at == column) for column in range(len(xs) - 1)))
    return rows, centred


def _split(line: TextLine, xs: tuple[float, ...]) -> Iterable[tuple[int, TextLine]]:
    columns: dict[int, list[int]] = {}
    column = 0
    for i, glyph in enumerate(line.glyphs):
        if i == 0 or not hangs(line.glyphs[i - 1], glyph):
            column = sum(glyph.middle[0] > x for x in xs[1:-1])
        columns.setdefault(column, []).append(i)
    for column, indices in columns.items():
        yield column, TextLine(tuple(line.glyphs[i] for i in indices))


def _bands(pieces: Iterable[TextLine]) -> list[Span]:
    """Where something is printed, from top to bottom, as stretches of height."""
    bands: list[Span] = []
    for top, bottom in sorted((p.base - 0.85 * p.size, p.base + 0.1 * p.size) for p in pieces):
        if bands and top <= bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bottom, bands[-1][1]))
        else:
            bands.append((top, bottom))
    return bands


def _ruled(flat: list[Rule], body: Sequence[TextLine], xs: tuple[float, ...]) -> list[float]:
    """The heights of the level rules between the lines of a body that run through most of its width."""
    top, bottom = body[0].base, body[-1].base
    long = [rule for rule in flat if rule.x1 - rule.x0 >= 0.7 * (xs[-1] - xs[0])]
    return sorted({round(rule.top, 1) for rule in long if top < rule.top < bottom - 0.3 * body[-1].size})


def _numbered(bands: list[Span], numbers: list[TextLine], centred: bool) -> list[float]:
    """One cut between each two numbers: through the highest white, or, where all is alike, as the cells are set."""
    whites = [(above[1], below[0]) for above, below in pairwise(bands)]
    cuts: list[float] = []
    start = bands[0][0]
    if not centred and numbers[0].base - 0.85 * numbers[0].size > bands[0][0] + 1:  # the rest of a row above
        start = numbers[0].base - 0.85 * numbers[0].size - 1
        cuts.append(start)
    for number, following in pairwise(numbers):
        between = [w for w in whites if number.base - 0.35 * number.size < w[0] and w[1] < following.base]
        end = 2 * (number.base - 0.35 * number.size) - start if centred else following.base - 0.9 * following.size
        highest = max((high - low for low, high in between), default=0.0)
        best = [(low + high) / 2 for low, high in between if (high - low) * _HIGHER >= highest]
        cut = min(best, key=lambda at: abs(at - end)) if best else end
        cuts.append(cut)
        start = cut
    return cuts


def _spaced(bands: list[Span], pieces: list[tuple[int, TextLine]], columns: int) -> list[float]:
    """Cuts through white that is higher than that between lines; else above each line that fills most columns."""
    whites = [(above[1], below[0]) for above, below in pairwise(bands)]
    heights = [high - low for low, high in whites]
    if not heights:
        return []
    if max(heights) >= _HIGHER * min(heights) + 1:
        parting = (
            (min(heights) + max(heights)) / 2 if max(heights) < 3 * median(heights) else _HIGHER * min(heights) + 1
        )
        return [(low + high) / 2 for low, high in whites if high - low >= parting]
    return [
        (low + high) / 2
        for low, high in whites
        if 3 * sum(high <= p.base <= high + 1.2 * p.size for _, p in pieces) >= 2 * columns
    ]
