"""Boxes of a plan: 专栏1：节水工程 / （1）改造管网；（2）新建水厂。 between its paragraphs.

A box lists projects and stands in no number of the outline, though its points are numbered by themselves. Who is named
inside answers for what the box says; a box that names nobody belongs to no task and is left out. It ends at the next
box, at a chapter, at a number that goes on outside, and at a paragraph with a duty of its own that is none of its
points: （1）改造管网；（2）新建水厂。 / 推进节水。……（县水利局负责）.
"""

from __future__ import annotations

import re

from dutygraph.ingest.assign.duties import parse_line, split_duty
from dutygraph.ingest.segment.items import Item, any_duty, has_role
from dutygraph.ingest.text.outline import Marker, parse_marker
from dutygraph.ingest.text.passage import Passage

# 专栏1：节水工程, 【专栏二】节水工程. Not a sentence: 专栏1所列项目由县水利局组织实施。
_BOX = re.compile(
    r"\[?\s*(?P<n>专\s*栏\s*(?:\d{1,2}(?:-\d{1,2})?(?!\d)|[一二三四五六七八九十]{1,3}))\s*\]?[\s:、.]*(?P<title>[^。;!?]{2,40})"
)
# Whose tasks those of a box stand among.
_HEADINGS = ("chapter", "chinese")
# No line of a page is longer.
_WIDEST = 60


def open_box(passage: Passage, stack: list[Item]) -> Item | None:
    """Open the box whose title a line is, below the nearest heading; None where it is none."""
    match = _BOX.fullmatch(passage.folded)
    if match is None or match.group("title").startswith(("所列", "中")):
        return None
    n = re.sub(r"\s", "", passage.text[match.start("n") : match.end("n")])
    box = Item(Marker("box", "", n, 0, match.start("title")), passage, None)
    above = (item for item in reversed(stack) if item.marker is not None and item.marker.kind in _HEADINGS)
    next((item for item in above if not item.has_duty()), stack[0]).children.append(box)
    return box


def leaves_box(passage: Passage, boxed: list[Item], stack: list[Item], *, duty_below: bool) -> bool:
    """Tell whether a line stands behind the box; ``boxed`` is what is open in it, ``stack`` around it."""
    box = boxed[0]
    prose, fields = split_duty(passage)
    marker = parse_marker(passage.text, passage.folded)
    alone = (duty_below or has_role(fields)) and not any_duty(box)  # the first duty since the box began
    if marker is None:
        owned = len(box.children) > 0 or stack[-1].has_duty()
        return alone and owned and len(prose) > 0 and not parse_line(passage) and not _goes_on(boxed[-1], prose)
    if marker.kind == "chapter":
        return True
    around = any(i.marker.kind == marker.kind and i.marker.value < marker.value for i in stack if i.marker is not None)
    last = next((i.marker for i in reversed(boxed) if i.marker is not None and i.marker.kind == marker.kind), None)
    inside = last is not None and last.value == marker.value - 1
    return around and (not inside or alone)


def _goes_on(item: Item, prose: Passage) -> bool:
    """Whether a line may be the end of the point above it, whose lines the page has left apart."""
    above = item.parts[-1] if item.parts else None
    return isinstance(above, Passage) and above.folded[-1:] not in tuple("。;)”") and len(prose) <= _WIDEST


def drop_silent_boxes(item: Item) -> None:
    """Leave out the boxes below an item that name nobody."""
    item.children[:] = [child for child in item.children if not is_box(child) or any_duty(child)]
    for child in item.children:
        drop_silent_boxes(child)


def is_box(item: Item) -> bool:
    """Tell whether an item is a box."""
    return item.marker is not None and item.marker.kind == "box"
