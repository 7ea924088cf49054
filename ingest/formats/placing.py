"""From a page's own coordinates to a sheet: turned so that its text is upright, measured from the upper left corner.

A page's own coordinates have their origin at the lower left, in points; what a format draws is told in them, whatever
the format: characters with their direction, outlines, pictures.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dutygraph.ingest.formats.sheet import Glyph, Rule, Sheet

# A filled area no thicker than this, in points, is a stroke.
_THIN = 3.0
# A line that rises by less than this over its length is level.
_ASLANT = 1.5
# A page of which pictures cover this share shows one.
_PICTURE = 0.3

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Mark:
    """A character in the page's own coordinates; ``turn`` counts quarter turns to the left, None where askew."""

    text: str
    box: Box
    origin: Point
    size: float
    turn: int | None


@dataclass(frozen=True, slots=True)
class Outline:
    """A piece of a path: its corners, and whether it is drawn along (else filled)."""

    points: Sequence[Point]
    stroke: bool


def make_sheet(
    number: int,
    box: Box,
    marks: Sequence[Mark],
    outlines: Iterable[Outline],
    pictures: Iterable[Box],
    usual_turn: int = 0,
) -> Sheet:
    """Return a page of this box; text that runs in another direction than most is kept aside, what is askew is not.

    ``usual_turn`` is that of a page without text.
    """
    turns = Counter(mark.turn for mark in marks if mark.turn is not None)
    turn = turns.most_common(1)[0][0] if turns else usual_turn
    place = _Placing(box, turn)
    width, height = place.size
    covered = sum(abs((x1 - x0) * (y1 - y0)) for x0, y0, x1, y1 in pictures)
    return Sheet(
        number,
        width,
        height,
        tuple(place.glyph(mark) for mark in marks if mark.turn == turn),
        tuple(place.rule(each) for outline in outlines for each in _strokes(outline)),
        covered > _PICTURE * width * height,
        "".join(mark.text for mark in marks if mark.turn not in (turn, None)).strip(),
    )


def turn_of(a: float, b: float) -> int | None:
    """The quarter turns to the left of text that runs along (a, b), or None where it is askew."""
    quarters = math.atan2(b, a) / (math.pi / 2)
    return round(quarters) % 4 if abs(quarters - round(quarters)) < 0.1 else None


class _Placing:
    """From the page's own coordinates to points from the upper left corner, turned so that the text is upright."""

    def __init__(self, box: Box, turn: int) -> None:
        self._left, self._bottom, self._right, self._top = box
        self._turn = turn
        width, height = self._right - self._left, self._top - self._bottom
        self.size = (height, width) if turn % 2 else (width, height)

    def point(self, x: float, y: float) -> Point:
        """Place one point."""
        if self._turn == 0:
            return x - self._left, self._top - y
        if self._turn == 1:
            return y - self._bottom, x - self._left
        if self._turn == 2:
            return self._right - x, y - self._bottom
        return self._top - y, self._right - x

    def glyph(self, mark: Mark) -> Glyph:
        """Place one character."""
        left, bottom, right, top = mark.box
        x0, x1 = sorted((self.point(left, bottom)[0], self.point(right, top)[0]))
        return Glyph(mark.text, x0, x1, self.point(*mark.origin)[1], mark.size)

    def rule(self, stroke: Box) -> Rule:
        """Place one stroke."""
        x0, y0, x1, y1 = stroke
        (ax, ay), (bx, by) = self.point(x0, y0), self.point(x1, y1)
        return Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies the inner one first."""
    a, b, c, d, e, f = inner
    k, m, n, o, p, q = outer
    return (a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, e * k + f * n + p, e * m + f * o + q)


def apply(matrix: Matrix, x: float, y: float) -> Point:
    """Move a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _strokes(outline: Outline) -> Iterator[Box]:
    """The level and upright strokes of an outline: drawn as lines, as frames, or as thin filled areas."""
    if outline.stroke:
        for (x0, y0), (x1, y1) in pairwise(outline.points):
            if min(abs(x1 - x0), abs(y1 - y0)) < _ASLANT:
                yield x0, y0, x1, y1
    elif len(outline.points) > 2:
        xs, ys = [x for x, _ in outline.points], [y for _, y in outline.points]
        x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
        if y1 - y0 <= min(_THIN, x1 - x0):
            yield x0, (y0 + y1) / 2, x1, (y0 + y1) / 2
        elif x1 - x0 <= _THIN:
            yield (x0 + x1) / 2, y0, (x0 + x1) / 2, y1
