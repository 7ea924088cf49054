"""Duties that begin with a label in place of a number: 项目名称：滨河公园 / … / 责任单位：… / 项目名称：….

The same label must open several blocks, each with a duty of its own. Below numbers that each have one
（1．文化惠民 / 工作任务：…） it is a part of the numbered item, and opens nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from dutygraph.ingest.assign.duties import split_duty
from dutygraph.ingest.segment.items import Item
from dutygraph.ingest.text.labels import starts_with_field
from dutygraph.ingest.text.lines import Line
from dutygraph.ingest.text.outline import Marker, parse_marker
from dutygraph.ingest.text.passage import Passage

_LABEL = re.compile(
    r"(?P<label>(?:任务|项目|实事|工程|事项|工作)名称|(?:工作|重点|主要|目标|具体|整改)?(?:任务|事项|问题)|(?:反馈|存在)的?问题|实事项目)\s*:\s*\S"
)
_FEWEST = 2


def find_labelled(lines: list[Line]) -> frozenset[int]:
    """Return the indices of lines whose label opens a duty."""
    by_label: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        match = _LABEL.match(line.folded)
        if match is not None:
            by_label[match.group("label")].append(i)
    found = [at for at in by_label.values() if len(at) >= _FEWEST and not _below_numbers(lines, at)]
    if not found:
        return frozenset()
    first = min(found, key=lambda at: at[0])
    ends = [*first[1:], len(lines)]
    named = sum(any(_has_duty(line) for line in lines[a:b]) for a, b in zip(first, ends, strict=True))
    return frozenset(first if named >= _FEWEST and named >= len(first) - 1 else ())


def labelled_item(passage: Passage) -> Item:
    """Return the item that such a line opens."""
    return Item(Marker("labelled", "", "", 0, 0), passage, None)


def _below_numbers(lines: list[Line], at: list[int]) -> bool:
    """Whether the first stands right below a number, and none of the others in the same numbered item."""
    if at[0] == 0 or not _is_numbered(lines[at[0] - 1]):
        return False
    return all(any(_is_numbered(line) for line in lines[a + 1 : b]) for a, b in pairwise(at))


def _is_numbered(line: Line) -> bool:
    return parse_marker(line.text, line.folded) is not None


def _has_duty(line: Line) -> bool:
    return starts_with_field(line.folded) or any(field.kind == "role" for field in split_duty(line.passage)[1])
