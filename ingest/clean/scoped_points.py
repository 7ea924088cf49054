"""Points that share a line and a duty said once of so many: （1）建库。（2）建网。以上两项由A负责。

A line is parted at its points where a sentence behind the last of them, or alone on the next line, tells who carries
just as many; elsewhere such points are the words of one item. So they are where the items may be meant: 2．抓紧：（1）…
（2）… below 1．建库。 that nobody carries yet.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from dutygraph.ingest.assign.duties import parse_line, split_duty
from dutygraph.ingest.segment.scopes import parse_scoped
from dutygraph.ingest.text.lines import Line
from dutygraph.ingest.text.outline import parse_marker
from dutygraph.ingest.text.passage import Passage

# Where a number may begin a point: behind a sentence, or what announces it.
_BEGINS = re.compile(r"(?:^|(?<=[。;:!?]))\s*(?=[(\[①-⑳\d⒈-⒛⑴-⒇])")
_SCOPE = re.compile("[。;](?=[^。;]*?(?:以上|上述|前述)[^。;]{1,80}[。;]?$)")


def part_scoped(lines: list[Line]) -> list[Line]:
    """Return the lines with such points, and the sentence that tells who carries them, on lines of their own."""
    parted: list[Line] = []
    for n, line in enumerate(lines):
        parts = [line.passage] if line.table is not None else _parts(line.passage, lines[n + 1 : n + 2], lines[:n])
        parted += [replace(line, passage=parts[0]), *(Line(part, 0, usual=line.usual) for part in parts[1:])]
    return parted


def _parts(line: Passage, below: list[Line], above: list[Line]) -> list[Passage]:
    """The line itself, or what stands before its points, the points, and who carries them where that is its end."""
    scope = _SCOPE.search(line.folded)
    for end, said in (
        *([(scope.end(), line.cut(scope.end()))] if scope is not None else ()),
        *((len(line), each.passage) for each in below if each.table is None),
    ):
        counted = {duty.count for duty in parse_scoped(said)} - {0}
        starts = _points(line.cut(0, end)) if counted else []
        if counted == {len(starts)} and len(starts) > 1 and not (starts[0] and _may_mean_items(line, starts, above)):
            bounds = sorted({0, *starts, end, len(line)})
            return [part for a, b in pairwise(bounds) if (part := line.cut(a, b).strip())]
    return [line]


def _may_mean_items(line: Passage, points: list[int], above: list[Line]) -> bool:
    """Whether a line is an item that has at least as many before it, the last of them without a duty of its own."""
    item = parse_marker(line.text, line.folded)
    if item is None or item.value < len(points):
        return False
    for each in reversed(above):
        if each.table is not None or parse_line(each.passage) or split_duty(each.passage)[1]:
            return False
        marker = parse_marker(each.text, each.folded)
        if marker is not None and (marker.kind, marker.value) == (item.kind, item.value - 1):
            return True
    return False


def _points(line: Passage) -> list[int]:
    """Where the points of the last run that counts on from 1 begin in a line."""
    run: list[tuple[int, str]] = []
    for match in _BEGINS.finditer(line.folded):
        marker = parse_marker(line.text[match.end() :], line.folded[match.end() :])
        if marker is None:
            continue
        if run and marker.kind == run[-1][1] and marker.value == len(run) + 1:
            run.append((match.end(), marker.kind))
        elif marker.value == 1:
            run = [(match.end(), marker.kind)]
    return [at for at, _ in run]
