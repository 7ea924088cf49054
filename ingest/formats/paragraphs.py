"""Which line breaks of a fixed layout only the width has made.

A line goes on in the next one when the first word of the next had no room in it, and the next begins where lines of a
paragraph begin: not indented, no label or number of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

from dutygraph.ingest.formats.sheet import NEVER_FIRST, Glyph, TextLine, is_wide
from dutygraph.ingest.text.brackets import OPENERS, left_open
from dutygraph.ingest.text.labels import starts_with_field
from dutygraph.ingest.text.outline import parse_marker
from dutygraph.ingest.text.passage import fold

_TITLE_ENDS = re.compile(r"(?:方案|通知|意见|计划|清单|分工|要点|规划|纲要|措施|办法|细则|决定|台账|表|书)$")
_DASHES = "—–-~～"
_IN_NUMBERS = _DASHES + ".,:/"
# How far, in sizes of the text, a line may be off the margins.
_SLACK = 0.6
# More than the two characters that a paragraph is indented by.
_INDENT = 2.6
# Lines stand no further apart than this, in sizes; and not so far, but for texts that are widely spaced.
_WIDEST = 5.0
_USUAL = 3.0
# A size that is this much larger than the text's is a title's.
_TITLE_SIZE = 1.15


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the lines of a text begin and end, and what is usual in it: the size and the distance of baselines."""

    left: float
    right: float
    size: float
    leading: float


def measure(lines: Sequence[TextLine], tables: Sequence[tuple[float, float]] = ()) -> Frame:
    """Find the frame of some pages' text lines (of one page width), between which ``tables`` stand from x to x.

    Where no two lines share a margin (a title and one sentence above a table) the tables tell how wide the text is.
    """
    if not lines:
        return Frame(0.0, 0.0, 10.0, 16.0)
    sizes = Counter(round(g.size * 2) / 2 for line in lines for g in line.glyphs)
    size = sizes.most_common(1)[0][0]
    body = [line for line in lines if abs(line.size - size) <= 0.15 * size] or list(lines)
    left = _outermost([line.x0 for line in body], size, [left for left, _ in tables])
    right = -_outermost([-end_of_words(line) for line in body], size, [-right for _, right in tables])
    steps = [b.base - a.base for a, b in pairwise(body) if 0.9 * size < b.base - a.base < _WIDEST * size]
    near = [step for step in steps if step < _USUAL * size]
    steps = near if len(near) > len(steps) / 4 else steps  # else the text is widely spaced
    return Frame(left, right, size, median_low(steps) if steps else 1.6 * size)


def end_of_words(line: TextLine) -> float:
    """Return where a line's last word ends: a mark that must not begin the next may hang beyond the margin."""
    words = [glyph.x1 for glyph in line.glyphs if glyph.text not in NEVER_FIRST]
    return max(words, default=line.x1)


def _outermost(values: list[float], size: float, others: list[float]) -> float:
    """The smallest value that returns (give or take half a character) in 8 of 100 lines, at least in two.

    Where none does it is the smallest of all and of some others.
    """
    values = sorted(values)
    needed = max(2, 0.08 * len(values))
    for i, value in enumerate(values):
        if sum(1 for other in values[i:] if other - value <= 0.5 * size) >= needed:
            return value
    return min([values[0], *others])


def goes_on(above: TextLine, below: TextLine, frame: Frame, depth: int, *, next_page: bool = False) -> bool:
    """Whether the break between two lines is only the width's.

    ``depth`` counts the brackets that the paragraph has open at the end of the first line; ``next_page`` tells that a
    page ends between the two.
    """
    if abs(above.size - below.size) > 0.15 * above.size:
        return False
    if above.size > _TITLE_SIZE * frame.size:
        return not next_page and _title_goes_on(above, below)
    if not next_page and below.base - above.base > 1.7 * frame.leading:
        return False
    if not next_page and depth > 0 and _centred(above, frame, 0.0) and _centred(below, frame, _SLACK):
        return _title_goes_on(above, below)  # the white on both sides of 《…2026年 / …》 is less than the next word
    if not fills(above, below, frame.right, depth):
        return False
    if above.x0 - below.x0 > _INDENT * above.size and (_is_whole_title(above) or _set_right(above, frame)):
        return False  # a centred title over a paragraph that is not indented, who signs or the day over a note
    centred = _centred(below, frame, least=_SLACK if depth > 0 else _INDENT)
    if not next_page and centred and above.x0 <= frame.left + _SLACK * frame.size:
        return _title_goes_on(above, below)  # the rest of a title in the type of the text
    return below.x0 <= frame.left + _SLACK * frame.size


def _set_right(line: TextLine, frame: Frame) -> bool:
    """Whether a line stands at the right margin, with more white before it than an indent takes."""
    slack = _SLACK * frame.size
    return line.x0 - frame.left > _INDENT * frame.size and abs(frame.right - line.x1) <= slack


def _centred(line: TextLine, frame: Frame, least: float = _INDENT) -> bool:
    """Whether a line stands in the middle, with more white on both sides than an indent takes (or as told)."""
    left, right = line.x0 - frame.left, frame.right - line.x1
    return left > least * frame.size and abs(left - right) <= _SLACK * frame.size


def fills(above: TextLine, below: TextLine, right: float, depth: int) -> bool:
    """Whether the first word of a line had no room in the one above it, and opens nothing of its own."""
    text, folded = below.text, fold(below.text)
    if depth <= 0 and starts_with_field(folded):
        return False
    # （…；完成时限：2024年底前）⏎ 二、完善保障: a number behind a closed bracket begins something too.
    if depth <= 0 and above.text[-1] in "。；：！？;:）)" and parse_marker(text, folded) is not None:
        return False
    return above.x1 + _first_word(below.glyphs) > right - _SLACK * above.size


def _first_word(glyphs: Sequence[Glyph]) -> float:
    """The width of what cannot be parted at the beginning of a line."""
    end = 1
    if glyphs[0].text in OPENERS and len(glyphs) > 1:
        end = 2
    if not is_wide(glyphs[end - 1].text):
        while end < len(glyphs) and _goes_with(glyphs[end - 1].text, glyphs[end].text):
            end += 1
    while end < len(glyphs) and glyphs[end].text in NEVER_FIRST:
        end += 1
    return glyphs[end - 1].x1 - glyphs[0].x0


def _goes_with(before: str, char: str) -> bool:
    """Whether a character belongs to the same word, number or range of years: 2026—2028, 2026.11."""
    latin = char.isascii() and char.isalnum()
    return (latin and (before in _DASHES or before.isascii())) or (char in _IN_NUMBERS and before.isdigit())


def _title_goes_on(above: TextLine, below: TextLine) -> bool:
    """A title in large type is broken by sense: what is whole and an edition in brackets under it stay apart."""
    if below.base - above.base > 2.2 * above.size or above.text[-1] in "。！？：；":
        return False
    return not _is_whole_title(above) or below.text[0] in "（("


def _is_whole_title(line: TextLine) -> bool:
    named = line.text.rpartition("》")[
        2
    ]  # …方案》《清河县重点任务: the second name is open, though the counts are equal
    return _TITLE_ENDS.search(line.text) is not None and left_open(line.text) == 0 and left_open(named) == 0
