"""Lines of a text made fit to be read: leftovers and page furniture out, wrapped lines joined.

Every step keeps each character's offset, so that what is removed here is still inside the span of the word it
stood in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from statistics import median_low

from dutygraph.ingest.clean.flattened import part_lines
from dutygraph.ingest.clean.indented import find_width, join_full, join_indented
from dutygraph.ingest.clean.label_lines import join_label_lines
from dutygraph.ingest.clean.plain_tables import find_tables
from dutygraph.ingest.clean.scoped_points import part_scoped
from dutygraph.ingest.clean.wrapped import join_bare_brackets, join_brackets, join_hanging, join_wrapped
from dutygraph.ingest.text.brackets import left_open
from dutygraph.ingest.text.content import Content
from dutygraph.ingest.text.labels import starts_with_field
from dutygraph.ingest.text.lines import Line, listed, opens, split_lines
from dutygraph.ingest.text.outline import parse_marker
from dutygraph.ingest.text.passage import Passage, join
from dutygraph.ingest.units.broken_lists import ends_list, join_lists, makes_organ

# "[bookmark: _GoBack]" and the like: what a converter leaves of a Word field. Latin name, colon, Latin value; a
# bracket with Chinese in it ([牵头单位: …]) stays.
_LEFTOVER = re.compile(r"\[[A-Za-z][\w ]{0,20}:\s*[\x20-\x5a\x5c\x5e-\x7e]{0,60}\]")
# The reading that some copies print behind a character: 發(fā)展.
_READING = re.compile(
    r"(?<=[\u4e00-\u9fff])[(（](?=[a-z]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}[)）]"
)
# What Markdown adds to a text saved from a page: # before headings, ** around bold.
_MARKDOWN = re.compile(r"^#{1,6}\s+|\*{2,}")
# Signs before the points of a list that is not numbered; a dash only with a space (- 9 - counts pages, —— is printed).
_BULLET = re.compile(r"^(?:[●•◆◇■□▪▶►➢➤✓\uf000-\uf0ff]\s*|[-*+]\s+)(?=[\u4e00-\u9fff《“（(*])|^[★☆▲△※]\s*(?=[\d（(])")
# Characters that take no room: byte order marks, joiners, soft hyphens.
_INVISIBLE = re.compile("[\ufeff\u200b-\u200f\u2060\u00ad]")
# "— 9 —", "-9-", "第9页", "第 9 页 共 20 页", "# Page 9:"; a bare number stays, it may be a cell.
_PAGE_NUMBER = re.compile(
    r"-+\s*\d{1,4}\s*-+|#{0,3}\s*Page\s*\d{1,4}\s*:?|第\s*\d{1,4}\s*页(?:\s*[,/]?\s*共\s*\d{1,4}\s*页)?"
)
# A line beside so many page numbers is a running head.
_RUNNING = 2
# So many lines tell how many blank ones usually stand between two.
_FEW = 10


def drop_leftovers(lines: list[Line]) -> list[Line]:
    """Remove what an editor or converter left in a line."""
    for pattern in (_INVISIBLE, _LEFTOVER, _READING, _BULLET, _MARKDOWN):
        lines = [_without(line, pattern) for line in lines]
    return lines


def drop_page_numbers(lines: list[Line], *, indented: bool = False) -> list[Line]:
    """Remove lines that hold only a page number, and running heads: what is repeated, or set apart, beside them.

    The gap of the next line stays as it was. Where every paragraph is ``indented``, a number that is set apart counts
    no item, and the rest of a paragraph may be what other lines are too (各镇、区有关 / — 2 — / 部门).
    """
    bare = _bare_page_numbers(lines, indented=indented)
    numbers = [i for i, line in enumerate(lines) if _PAGE_NUMBER.fullmatch(line.folded) or i in bare]
    beside = sorted({0, *(k for i in numbers for k in (i - 1, i + 1) if 0 <= k < len(lines))})
    times = Counter(line.text for line in ([lines[k] for k in beside] if indented else lines))
    usual_gap = median_low([line.gap for line in lines]) if lines else 0
    heads = {
        lines[k].text
        for i in numbers
        for k in (i - 1, i + 1)
        if 0 <= k < len(lines)
        and len(lines[k].text) <= 50
        and lines[k].text[-1] not in "。；，、"
        and not opens(lines[k])
        and left_open(lines[k].text) == 0  # not 成时限：2023年底前）, the rest of a bracket above
        and not _ends_name(lines, k)
        and (times[lines[k].text] >= _RUNNING or _is_set_apart(lines, k, usual_gap))
    }
    near = {k for i in numbers for k in (i - 1, i, i + 1)}
    return [line for i, line in enumerate(lines) if i not in numbers and not (i in near and line.text in heads)]


def _ends_name(lines: list[Line], k: int) -> bool:
    """Whether a line is the rest of a name that a page's end has broken (区市 / 场监管局), and no running head."""
    return k > 0 and listed(lines[k - 1]) is not None and makes_organ(lines[k - 1], lines[k])


def _is_set_apart(lines: list[Line], k: int, usual_gap: int) -> bool:
    """Whether blank lines stand around a line that do not usually stand between lines, in the middle of a text."""
    below = lines[k + 1].gap if k + 1 < len(lines) else 0
    return 3 < k < len(lines) - 2 and lines[k].gap > usual_gap and below > usual_gap and len(lines[k].text) <= 30


def _bare_page_numbers(lines: list[Line], *, indented: bool) -> set[int]:
    """Lines that are only a number and count pages: each one more than the last, or between two role lines."""
    bare = [i for i, line in enumerate(lines) if re.fullmatch(r"\d{1,3}", line.folded)]
    values = [int(lines[i].folded) for i in bare]
    counted = len(bare) > 1 and all(b == a + 1 for a, b in pairwise(values))
    beside = Counter(lines[k].text for i in bare for k in (i - 1, i + 1) if 0 <= k < len(lines))
    if indented:
        return {i for i in bare if 0 < i < len(lines) - 1 and (counted or _is_apart(lines, i))}
    return {
        i
        for i in bare
        if 0 < i < len(lines) - 1
        and (
            (counted and max(beside[lines[i - 1].text], beside[lines[i + 1].text]) >= _RUNNING)
            or ((not _may_be_numbered(lines[i + 1]) or _is_apart(lines, i)) and (counted or _beside_field(lines, i)))
        )
    }


def _beside_field(lines: list[Line], i: int) -> bool:
    """Whether role lines stand above a number or below it, set apart: no item's number stands there."""
    below = _is_apart(lines, i) and starts_with_field(lines[i + 1].folded)
    return below or starts_with_field(lines[i - 1].folded)


def _is_apart(lines: list[Line], i: int) -> bool:
    """Whether blank lines part a line from what is above and below it, as they usually part no lines."""
    return lines[i].apart > 0 and lines[i + 1].apart > 0


def _may_be_numbered(line: Line) -> bool:
    """Whether a number alone above may be the line's own: it is no role line, and not the rest of a word."""
    return not starts_with_field(line.folded) and len(line.text) >= 6 and parse_marker(line.text, line.folded) is None


STEPS: tuple[Callable[[list[Line]], list[Line]], ...] = (
    drop_page_numbers,
    join_label_lines,
    join_wrapped,
    join_hanging,
    part_lines,
    part_scoped,
    join_brackets,
    join_bare_brackets,
    join_lists,
)


def clean_lines(content: Content) -> list[Line]:
    """Return the lines of a text without leftovers, after every step of :data:`STEPS`, each table as one line."""
    cleaned: list[Line] = []
    start = 0
    for table in find_tables(content.text, content.tables):
        cleaned.extend(_clean(content, start, table.start))
        cleaned.append(Line(Passage("", ()), 1, table))
        start = table.end
    cleaned.extend(_clean(content, start, len(content.text)))
    return cleaned


def _clean(content: Content, start: int, end: int) -> list[Line]:
    whole = drop_leftovers(_whole_paragraphs(split_lines(content.text, start, end), content))
    lines = [line for line in whole if line.passage]
    width = find_width(drop_page_numbers(_with_usual_gap(lines)), content.text)
    if width is not None:
        lines = join_full(drop_page_numbers(_with_usual_gap(lines), indented=True), content.text, width)
    lines = _with_usual_gap(join_indented(lines, content.text))
    for step in STEPS if width is None else (each for each in STEPS if each is not join_wrapped):
        lines = [line for line in step(lines) if line.passage]
    return lines


def _with_usual_gap(lines: list[Line]) -> list[Line]:
    usual = median_low([line.gap for line in lines[1:]]) if len(lines) >= _FEW else 0
    return [replace(line, usual=usual) for line in lines]


def _whole_paragraphs(lines: list[Line], content: Content) -> list[Line]:
    """Leave out what the format knows to be the page's, and join what it knows to be one paragraph."""
    furniture = {offset for first, last in content.furniture for offset in range(first, last)}
    whole: list[Line] = []
    for line in lines:
        if furniture:
            line = replace(line, passage=line.passage.without(furniture).strip())
        if not line.passage:
            continue
        wrapped = whole and _next_break(content.text, whole[-1].passage.offsets[-1]) in content.wraps
        if wrapped and not ends_list(whole[-1], line):
            whole[-1] = replace(whole[-1], passage=join((whole[-1].passage, line.passage)))
        else:
            whole.append(line)
    return whole


def _next_break(text: str, offset: int) -> int:
    """The offset of the line break that ends the line of an offset, or -1 at the end of the text."""
    return text.find("\n", offset)


def _without(line: Line, pattern: re.Pattern[str]) -> Line:
    matches = list(pattern.finditer(line.text))
    if not matches:
        return line
    parts, end = [], 0
    for match in matches:
        parts.append(line.passage.cut(end, match.start()))
        end = match.end()
    parts.append(line.passage.cut(end))
    return replace(line, passage=join(parts).strip())
