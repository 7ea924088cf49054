"""Which lines of a fixed layout belong to the page: its number, running heads and feet, 续表 over a table.

Only the outermost lines of a page are asked. A number must stand between dashes, in 第…页, or count with the pages; a
head must return at the same height on other pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from dutygraph.ingest.formats.sheet import Sheet, TextLine
from dutygraph.ingest.text.labels import starts_with_field
from dutygraph.ingest.text.outline import parse_marker
from dutygraph.ingest.text.passage import fold

_DASHES = "-~·•.*|_=<>"
_NUMBER = re.compile(
    rf"[{_DASHES}]+(\d{{1,4}})[{_DASHES}]+|第(\d{{1,4}})页(?:[,/]?(?:共|总)\d{{1,4}}页)?|(\d{{1,4}})/\d{{1,4}}"
    r"|[Pp]age(\d{1,4})(?:of\d{1,4})?|共\d{1,4}页[,/]?第(\d{1,4})页"
)
_BARE = re.compile(r"\d{1,4}")
_GOES_ON = re.compile(r"\(?(?:续表|续上表|接上表|接上页|转下页|续)(?:\d{0,2})\)?")
# A head may be two lines deep.
_DEPTH = 2
# Lines this near to each other's height, in points, are at one place of the page.
_PLACE = 5.0
# The part of a page, from its edge, in which a number alone is one of a page.
_MARGIN = 0.12


def find_furniture(sheets: Sequence[Sheet], lines: Sequence[Sequence[TextLine]], body_size: float) -> set[int]:
    """Return the ``id`` of each line that belongs to its page; ``lines`` are those outside tables, page by page."""
    heads = [page[:_DEPTH] for page in lines]
    feet = [page[-_DEPTH:][::-1] for page in lines]
    found = {id(line) for line in chain.from_iterable(lines) if _GOES_ON.fullmatch(_key(line))}
    for edges, from_foot in ((heads, False), (feet, True)):
        found |= _numbers(sheets, edges, from_foot)
        found |= _repeated(sheets, edges, from_foot, body_size, found)
    return found


def _key(line: TextLine) -> str:
    return re.sub(r"\s", "", fold(line.text))


def _counted(key: str, page: int) -> str:
    """A line with each number as its distance from the page's own."""
    return re.sub(r"\d{1,4}", lambda number: f"#{int(number.group()) - page}", key)


def _numbers(sheets: Sequence[Sheet], edges: list[Sequence[TextLine]], from_foot: bool) -> set[int]:
    found: set[int] = set()
    bare: list[tuple[int, TextLine]] = []
    for sheet, edge in zip(sheets, edges, strict=True):
        for line in edge:
            if _NUMBER.fullmatch(_key(line)):
                found.add(id(line))
            elif _BARE.fullmatch(_key(line)) and _in_margin(sheet, line, from_foot):
                bare.append((int(_key(line)) - sheet.number, line))
    offsets = Counter(offset for offset, _ in bare)
    if offsets:
        offset, count = offsets.most_common(1)[0]
        if count > 1 or len(sheets) == 1:
            found |= {id(line) for at, line in bare if at == offset}
    return found


def _in_margin(sheet: Sheet, line: TextLine, from_foot: bool) -> bool:
    distance = sheet.height - line.base if from_foot else line.base
    return distance <= _MARGIN * sheet.height


def _repeated(
    sheets: Sequence[Sheet], edges: list[Sequence[TextLine]], from_foot: bool, body_size: float, found: set[int]
) -> set[int]:
    """Lines that return word for word (but for the number of the page) at one height, on two pages of five.

    A number or a label opens none (完成时限：2024年底 may end many pages), nor does 附件. A line larger than the text
    is the title where it stands first.
    """
    places: dict[str, list[tuple[float, TextLine]]] = {}
    for sheet, edge in zip(sheets, edges, strict=True):
        for line in edge:
            key = _key(line)
            own = re.match(r"[(]?附(?:件|表)", key) or starts_with_field(key) or parse_marker(line.text, key)
            if id(line) in found or own or len(line.segments(0.8)) > 2:
                continue
            for each in {key, _counted(key, sheet.number)}:
                places.setdefault(each, []).append((sheet.height - line.base if from_foot else line.base, line))
    needed = max(2 if len(sheets) < 4 else 3, 0.4 * len(sheets))
    repeated: set[int] = set()
    for group in places.values():
        at_one_place = [line for at, line in group if sum(abs(at - other) <= _PLACE for other, _ in group) >= 2]
        if len(at_one_place) < needed:
            continue
        title = not from_foot and at_one_place[0].size > 1.1 * body_size
        repeated |= {id(line) for line in at_one_place[title:]}
    return repeated
