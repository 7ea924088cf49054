"""Labels alone on a line, joined with the value on the next: 责任单位 / 市卫健局、市财政局.

Pages saved as text part a table's cells so, and forms print them so. A label without its colon is also a heading or
the head of a table's column, so the value must show what it is: organs below a label of units, a time below one of
deadlines, persons below one of persons.
"""

from __future__ import annotations

import re
from dataclasses import replace

from dutygraph.ingest.assign.sentences import split_times
from dutygraph.ingest.text.labels import FieldKind, label_alone
from dutygraph.ingest.text.lines import DAY, Line, opens
from dutygraph.ingest.text.outline import parse_marker
from dutygraph.ingest.text.passage import Passage, fold, join
from dutygraph.ingest.units.persons import is_person
from dutygraph.ingest.units.units import are_organs, is_nobody, split_units

_LONGEST = 400
_GAP = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=\S)")
_LONGEST_TIME = 40
# 立行立改, 长期, 2024.6: times that no sentence would begin with.
_SHORT_TIME = re.compile(r"(?:立行立改|立即整改|长期|持续|常态|全年|全程|每[年月季周日]|\d{1,4}[.年月/-]).{0,12}")


def join_label_lines(lines: list[Line]) -> list[Line]:
    """Join each label that stands alone with its value: a list of organs, a time, persons.

    Below 责任单位 as a heading stand paragraphs or numbers, below it as the head of a column another head.
    """
    joined: list[Line] = []
    i = 0
    while i < len(lines):
        line = _with_colon(lines[i])
        kind = label_alone(line.folded[_number(line) :])
        i += 1
        below = lines[i + 1].folded if i + 1 < len(lines) else ""
        signed = DAY.fullmatch(below) is not None  # 配合单位： / 县政府办公室 / 2024年2月17日
        if kind is not None and i < len(lines) and lines[i].apart <= 1 and not signed and _is_value(kind, lines[i]):
            colon = "" if line.folded.endswith((":", "]")) else "："
            line = replace(line, passage=join((line.passage, lines[i].passage), colon))
            i += 1
        joined.append(line)
    return joined


def _number(line: Line) -> int:
    """How long the number before a label is: 2．责任单位 / 县教育局. 三、责任单位 is a chapter."""
    marker = parse_marker(line.text, line.folded)
    return marker.length if marker is not None and marker.kind not in ("chapter", "chinese") else 0


def _with_colon(line: Line) -> Line:
    """A line whose label only a space parts from its time or person (完成时限　6月底前), with the colon."""
    gap = _GAP.search(line.folded)
    kind = label_alone(line.folded[: gap.start()]) if gap is not None else None
    if gap is None or kind not in ("deadline", "person"):
        return line
    label, value = line.passage.cut(0, gap.start()), line.passage.cut(gap.end())
    with_colon = replace(line, passage=join((label, value), "：") if label.text[-1] not in "：:" else line.passage)
    return with_colon if _is_value(kind, replace(line, passage=value)) else line


def _is_value(kind: FieldKind, line: Line) -> bool:
    value = line.passage.strip("。；;")
    if opens(line) or label_alone(line.folded) is not None or len(value) > _LONGEST or "。" in value.text:
        return False
    if kind == "deadline":
        return len(value) <= _LONGEST_TIME and (
            not split_times(value)[1] or _SHORT_TIME.fullmatch(value.folded) is not None
        )
    if kind == "person":
        return all(is_person(part) for part in re.split(r"[、,;\s]+", value.folded) if part)
    return _names_bodies(value)


def _names_bodies(value: Passage) -> bool:
    """Whether a line is a list of organs, one perhaps broken off at its end (市卫健局、市财), or says 无."""
    names = [fold(unit.name) for unit in split_units(value).units]
    whole = names[:-1] if len(names) > 1 else names
    return is_nobody(value.folded) or are_organs(whole)
