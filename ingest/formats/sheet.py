"""A page of a fixed layout: characters and rules with their places, and the lines that they make.

Every fixed-layout format is read into this, in points from the upper left corner; what is made of it (paragraphs,
tables, page furniture) does not know the format.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from statistics import median

# Characters of one line stand on one baseline, but for this share of their size (mixed fonts, raised digits).
_BASELINE = 0.4
# From this share of the size on, white between two characters is a space; between Latin ones a space is narrower, and
# so is one that the file says (those of some fonts take a fifth, and the character before reaches into it).
_SPACE, _LATIN_SPACE, _SAID_SPACE, _WIDE_SPACE = 0.6, 0.2, 0.12, 1.5
# What stands for a character that the file does not tell.
UNKNOWN = "\ufffd"
# What may not begin a line, so that it hangs on the character before it.
NEVER_FIRST = frozenset("，。、；：！？）》〉”’〕】％%,.;:!?)]…")
_LATIN = re.compile(r"[\x21-\x7e]")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character other than white space: its horizontal extent, its baseline, its size."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    spaced: bool = False  # a space stands before it

    @property
    def middle(self) -> tuple[float, float]:
        """The point by which a character belongs to a cell."""
        return (self.x0 + self.x1) / 2, self.base - 0.35 * self.size


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight horizontal or vertical stroke; the ends of one axis are equal."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        """Whether the rule lies rather than stands."""
        return self.x1 - self.x0 >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page; ``picture`` tells that images cover much of it, ``aside`` is what is printed across its text."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...] = ()
    picture: bool = False
    aside: str = ""


@dataclass(frozen=True)
class TextLine:
    """Characters on one baseline, from left to right, none of them white space."""

    glyphs: tuple[Glyph, ...]

    @property
    def x0(self) -> float:
        """Where the line begins."""
        return self.glyphs[0].x0

    @cached_property
    def x1(self) -> float:
        """Where the line ends."""
        return max(g.x1 for g in self.glyphs)

    @cached_property
    def size(self) -> float:
        """The size of most of its characters."""
        return median(g.size for g in self.glyphs)

    @cached_property
    def base(self) -> float:
        """The baseline."""
        return median(g.base for g in self.glyphs)

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.base - 0.9 * self.size

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.base + 0.2 * self.size

    @cached_property
    def text(self) -> str:
        """The characters, with a space where white parts them (two where it is wide)."""
        parts = [self.glyphs[0].text]
        for before, glyph in pairwise(self.glyphs):
            parts.append(_white(before, glyph))
            parts.append(glyph.text)
        return "".join(parts)

    def segments(self, gap: float) -> list[TextLine]:
        """The pieces of the line that are parted by white of at least so many times the size."""
        pieces: list[list[Glyph]] = [[self.glyphs[0]]]
        for before, glyph in pairwise(self.glyphs):
            if glyph.x0 - before.x1 >= gap * self.size:
                pieces.append([])
            pieces[-1].append(glyph)
        return [TextLine(tuple(piece)) for piece in pieces]


def hangs(before: Glyph, glyph: Glyph) -> bool:
    """Whether a punctuation mark touches the character before it, so that it belongs to it even beyond its column."""
    return glyph.text in NEVER_FIRST and abs(glyph.x0 - before.x1) < 0.2 * glyph.size


def is_wide(char: str) -> bool:
    """Whether a character takes a full square."""
    return unicodedata.east_asian_width(char) in "WF"


def _white(before: Glyph, glyph: Glyph) -> str:
    gap, size = glyph.x0 - before.x1, max(before.size, glyph.size)
    if gap >= _WIDE_SPACE * size:
        return "  "
    latin = _LATIN.match(before.text) and _LATIN.match(glyph.text)
    least = _SAID_SPACE if glyph.spaced else _LATIN_SPACE if latin else _SPACE
    return " " if gap >= least * size else ""


def make_lines(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Put characters together into lines, from top to bottom."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.base, g.x0)):
        if lines and glyph.base - lines[-1][0].base <= _BASELINE * min(glyph.size, lines[-1][0].size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    printed = (_once(_without_spaces(sorted(line, key=lambda g: g.x0))) for line in lines)
    return [TextLine(line) for each in printed if (line := tuple(each))]


def _without_spaces(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The printed characters, each with whether a space stood before it."""
    kept: list[Glyph] = []
    space = False
    for glyph in glyphs:
        if not glyph.text.isspace():
            kept.append(replace(glyph, spaced=True) if space else glyph)
        space = glyph.text.isspace()
    return kept


def _once(glyphs: list[Glyph]) -> Iterator[Glyph]:
    """Leave out what is printed twice in one place to look bold."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        twice = any(
            g.text == glyph.text and glyph.x0 - g.x0 < 0.3 * (g.x1 - g.x0) and abs(glyph.base - g.base) < 0.2 * g.size
            for g in kept[-3:]
        )
        if not twice:
            kept.append(glyph)
            yield glyph
