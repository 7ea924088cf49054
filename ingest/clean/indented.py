"""Lines that only a width has broken, in a text whose paragraphs are indented: what stands at the margin goes on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from dutygraph.ingest.citations.numbers import parse_document_number
from dutygraph.ingest.clean.wrapped import columns
from dutygraph.ingest.text.brackets import left_open
from dutygraph.ingest.text.labels import starts_with_field
from dutygraph.ingest.text.lines import DAY, Line, is_heading_like, opens
from dutygraph.ingest.text.outline import parse_marker
from dutygraph.ingest.text.passage import join

# What a converter has left may stand before the indent.
_INDENT = re.compile("(?:\\[[A-Za-z][^\\[\\]\n]{0,80}\\]|[\ufeff\u200b])*(?:\u3000{2}| {4}|\t)\\s{0,2}")
_REST = re.compile("[^\r\n]*")
_TERMINAL = tuple("。！？；：!?;:")
# So many numbered lines show whether paragraphs are indented, and so long is a line that is broken.
_FEWEST = 3
_SHORTEST = 18
# Of the full lines so many go on at the margin.
_MOSTLY = 0.6
# So many lines are as long as the longest, but for a few.
_OFTEN = 0.05
# A title takes so many lines at most.
_TITLE_LINES = 4
# Who signs stands so near above the day.
_SIGNED = 3


@dataclass(frozen=True)
class Width:
    """The width at which every paragraph of a text is broken."""

    measure: Callable[[str], int]
    least: int

    def fills(self, line: Line, text: str) -> bool:
        """Tell whether a line leaves no room for another character."""
        return self.measure(_printed(line, text)) >= self.least


def find_width(lines: list[Line], text: str) -> Width | None:
    """Return the width at which a text is broken, if it is told by the lines' lengths and indents, else None.

    Three lines at least are as long as the longest, and nearly all of these go on at the margin; no number but what
    such a line has cut in two (（青政发〔2023〕 / 12号）) stands there.
    """
    indented = [_is_indented(line, text) for line in lines]
    most, found = 0, None
    for measure, slack in ((len, 1), (columns, 2)):  # a mark that begins no line hangs out, a wide character fits not
        widths = [measure(_printed(line, text)) for line in lines]
        longest = sorted(widths)[-max(_FEWEST, round(_OFTEN * len(lines)))] if len(lines) > _FEWEST else 0
        width = Width(measure, longest - slack)
        full = [n for n, w in enumerate(widths[:-1]) if w >= width.least]
        go_on = sum(not indented[n + 1] for n in full)
        if longest < _SHORTEST or go_on <= most:
            continue
        own = sum(opens(line) for n, line in enumerate(lines[1:]) if not indented[n + 1] and widths[n] < width.least)
        if go_on >= max(_FEWEST, _MOSTLY * len(full)) and sum(indented) >= _FEWEST and own <= max(1, 0.1 * go_on):
            most, found = go_on, width
    return found


def join_indented(lines: list[Line], text: str) -> list[Line]:
    """Join lines at the margin with the indented paragraph above, where all numbered lines of a text are indented.

    （一）……按 / 职责分工负责。 goes on; names of whoever signs stand below no indented line that ends without a stop,
    and a line that ends as titles do and stands over an indented one is the next plan's title.
    """
    numbered = [line for line in lines if parse_marker(line.text, line.folded) is not None]
    if len(numbered) < _FEWEST or not all(_is_indented(line, text) for line in numbered):
        return lines
    joined: list[Line] = []
    in_paragraph, last = False, ""
    for n, line in enumerate(lines):
        indented = _is_indented(line, text)
        titled = is_heading_like(line.text) and n + 1 < len(lines) and _is_indented(lines[n + 1], text)
        at_margin = not indented and text[line.passage.offsets[0] - 1 : line.passage.offsets[0]] in ("\n", "\r")
        broken = in_paragraph and len(last) >= _SHORTEST and not last.endswith(_TERMINAL)
        if at_margin and broken and line.gap == 0 and not opens(line) and not titled:
            joined[-1] = replace(joined[-1], passage=join((joined[-1].passage, line.passage)))
        else:
            joined.append(line)
            in_paragraph = indented
        last = line.text
    return joined


def join_full(lines: list[Line], text: str, width: Width) -> list[Line]:
    """Join each full line with the one at the margin below it, whatever that begins with: 202 / 2年6月.

    A shorter one goes on if a role line or bracket breaks off in it (责任单位：区司 / 法局). Page numbers are taken out
    before; the next plan's title and a document number are no rest of a paragraph.
    """
    joined = lines[:1]
    for n, (above, line) in enumerate(pairwise(lines), 1):
        broken = width.fills(above, text) or (_breaks_off(joined[-1]) and not _signs(lines[n : n + _SIGNED]))
        ended = above.text.endswith(_TERMINAL) or starts_with_field(joined[-1].folded)
        if not broken or _is_indented(line, text) or _is_own(lines, n, text, ended=ended):
            joined.append(line)
            continue
        joined[-1] = replace(joined[-1], passage=join((joined[-1].passage, line.passage)))
    return joined


def _breaks_off(line: Line) -> bool:
    inside = starts_with_field(line.folded) or left_open(line.text) > 0
    return inside and not line.text.endswith(_TERMINAL)


def _signs(behind: list[Line]) -> bool:
    """Whether these lines begin with who signs, for a day stands among them."""
    return any(DAY.fullmatch(line.folded) for line in behind)


def _is_own(lines: list[Line], n: int, text: str, *, ended: bool) -> bool:
    """Whether a line at the margin is a document number, or with those below it a title over a paragraph."""
    if parse_document_number(lines[n].folded) is not None:
        return is_heading_like(lines[n - 1].text)
    if not ended:
        return False
    title = ""
    for below in lines[n : n + _TITLE_LINES + 1]:
        if _is_indented(below, text):
            return is_heading_like(title)
        title += below.folded  # ⽅案 ends a title too
        if any(mark in title for mark in _TERMINAL):
            return False
    return False


def _printed(line: Line, text: str) -> str:
    """A line as it stands in the text, with the white space at its ends."""
    rest = _REST.match(text, line.passage.offsets[-1])
    return text[_line_start(line.passage.offsets[0], text) : rest.end() if rest else len(text)]


def _is_indented(line: Line, text: str) -> bool:
    start = line.passage.offsets[0]
    return _INDENT.fullmatch(text, _line_start(start, text), start) is not None


def _line_start(offset: int, text: str) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
