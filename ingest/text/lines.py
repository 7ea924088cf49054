"""Lines of a text: split, with their gaps, and what several steps ask of one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dutygraph.ingest.text.content import Table
from dutygraph.ingest.text.labels import find_fields, starts_with_field
from dutygraph.ingest.text.outline import parse_marker
from dutygraph.ingest.text.passage import Passage

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
# A day on a line of its own stands under whoever signs.
_NUMERAL = "[0-9〇○零一二三四五六七八九十]"
DAY = re.compile(rf"{_NUMERAL}{{4}}\s*年\s*{_NUMERAL}{{1,3}}\s*月\s*{_NUMERAL}{{1,3}}\s*日")
SEPARATORS = "、，,和及与"
# Such a name is whole, unless what follows is of those that go on: 市公安局 / 青禾分局, 县司法局 / 等单位.
WHOLE = re.compile(r"(?:局|厅|政府|中心|单位|部门|法院|检察院|街道|乡镇|各[镇县区])(?:\([^)]*\))?$")


@dataclass(frozen=True)
class Line:
    """A line without white space at its ends; ``gap`` counts the blank lines before it.

    A whole ``table`` is one empty line. ``usual`` is how many blank lines the text has between any two.
    """

    passage: Passage
    gap: int
    table: Table | None = None
    usual: int = 0

    @property
    def apart(self) -> int:
        """How many blank lines stand before it that do not usually stand between lines."""
        return max(0, self.gap - self.usual)

    @property
    def text(self) -> str:
        """The line as printed."""
        return self.passage.text

    @property
    def folded(self) -> str:
        """The line as rules read it."""
        return self.passage.folded


def split_lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """Return the non-blank lines of a stretch of text, stripped, each with the number of blank lines before it."""
    lines: list[Line] = []
    end_of_last, source = start, text
    for match in _LINE.finditer(source, start, len(text) if end is None else end):
        passage = Passage.of(source, match.start(), match.end()).strip()
        if not passage:
            continue
        breaks = source[end_of_last : passage.offsets[0]].replace("\r\n", "\n")
        newlines = sum(breaks.count(c) for c in "\n\r\v\f\x85\u2028\u2029")
        lines.append(Line(passage, max(0, newlines - 1) if lines else newlines))
        end_of_last = passage.offsets[-1] + 1
    return lines


def opens(line: Line) -> bool:
    """Tell whether a line opens something of its own: a role line or a number."""
    return starts_with_field(line.folded) or parse_marker(line.text, line.folded) is not None


def listed(line: Line) -> Passage | None:
    """Return the list of units that a role line ends in, or None for any other line."""
    fields = find_fields(line.folded)
    if not fields or (fields[0].start > 0 and line.folded[fields[0].start - 1] not in "。;!?” "):
        return None
    return line.passage.cut(fields[-1].value_start) if fields[-1].kind == "role" else None


def is_heading_like(text: str) -> bool:
    """Tell whether a line ends as titles do: one of the next plan may follow a role line, and no unit's name does."""
    return (
        re.search(r"(?:方案|计划|清单|意见|措施|分工|要点|规划|通知|附件\d*|任务|表)(?:[（(].{1,12}[)）])?$", text)
        is not None
    )
