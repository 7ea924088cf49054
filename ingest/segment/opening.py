"""Where a numbered item belongs: beside the nearest of its kind, below what is open, or above it."""

from __future__ import annotations

import re

from dutygraph.ingest.segment.items import Item
from dutygraph.ingest.text.outline import ABOVE, Marker, MarkerKind, parse_marker
from dutygraph.ingest.text.passage import Passage

# Numbers that may stand right behind another one.
_INNER: tuple[MarkerKind, ...] = ("digit_bracket", "circled")


def open_item(marker: Marker, passage: Passage, stack: list[Item]) -> None:
    """Open the item whose number a line begins with."""
    open_below(Item(marker, passage, passage.cut(0, marker.length)), stack)


def open_inner(prose: Passage, stack: list[Item]) -> Passage:
    """Open the item of a number right behind another's, and return what is left: 2．（1）……（A负责）（2）……（B负责）.

    ``prose`` has a duty of its own. Where it holds the next number too (（1）……；（2）……（A负责）) these are its parts.
    """
    marker = parse_marker(prose.text, prose.folded)
    open_ = stack[-1]
    if marker is None or open_.marker is None or marker.kind not in _INNER:
        return prose
    first = open_.marker.kind not in _INNER and not open_.parts and marker.value == 1
    goes_on = open_.marker.kind == marker.kind and marker.value == open_.marker.value + 1 and open_.has_duty()
    following = re.compile(
        rf"[(]\s*{marker.value + 1}\s*[)]" if marker.kind == "digit_bracket" else chr(0x2460 + marker.value)
    )
    if not (first or goes_on) or following.search(prose.folded):
        return prose
    if first:
        open_.head = open_.head.cut(0, open_.marker.length)
    open_item(marker, prose, stack)
    return prose.cut(marker.length).strip()


def open_below(item: Item, stack: list[Item]) -> None:
    """Put an item beside the nearest of its kind, or below what is open."""
    marker = item.marker
    assert marker is not None
    for depth in range(len(stack) - 1, 0, -1):
        other = stack[depth].marker
        if other is not None and other.kind == marker.kind:
            del stack[depth:]
            break
    else:
        # 二、 stands under no 1． or （一）, though numbers of that kind begin the document: 1．… 二、保障措施.
        above = ABOVE.get(marker.kind)
        if above is None and _heads_what_goes_on(marker, stack):
            above = ("chapter", "chinese")
        if above is not None:
            keep = (n for n, item in enumerate(stack) if item.marker is not None and item.marker.kind in above)
            del stack[max(keep, default=0) + 1 :]
    stack[-1].children.append(item)
    stack.append(item)


def _heads_what_goes_on(marker: Marker, stack: list[Item]) -> bool:
    """Whether a first （四） heads the numbers below it, in a text cut out of a longer one: 56．… （四）… 57．….

    What is counted below an item begins with one; and these items begin with none either.
    """
    open_ = next((n for n in range(len(stack) - 1, 0, -1) if stack[n].has_duty()), 0)
    first = stack[open_ - 1].children[0].marker if open_ else None
    return marker.kind == "chinese_bracket" and marker.value > 1 and first is not None and first.value > 1
