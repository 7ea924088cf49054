"""Lines that only a width has broken, in a text whose paragraphs are indented: what stands at the margin goes on."""

from __future__ import annotations

import re
from dataclasses import replace

from dutygraph.ingest.text.lines import Line, is_heading_like, opens
from dutygraph.ingest.text.outline import parse_marker
from dutygraph.ingest.text.passage import join

# What a converter has left may stand before the indent.
_INDENT = re.compile(r"(?:\[[A-Za-z][^\[\]\n]{0,80}\])?(?:\u3000{2}| {4}|\t)\s{0,2}")
_TERMINAL = tuple("。！？；：!?;:")
# So many numbered lines show whether paragraphs are indented, and so long is a line that is broken.
_FEWEST = 3
_SHORTEST = 18


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


def _is_indented(line: Line, text: str) -> bool:
    start = line.passage.offsets[0]
    begin = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    return _INDENT.fullmatch(text, begin, start) is not None
