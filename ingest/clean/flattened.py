"""Lines whose paragraphs have run together, parted again: ……（A负责）（二）……（B负责）1．…….

Texts copied from pages, read from pictures or kept in data sets lose their line breaks. What begins inside a line is
known by its number, and a number counts only with evidence: it stands where something can begin (behind a stop, a
duty, a colon, a short heading), it counts on from the number of its kind before it or begins to count, and some other
of its run closes with a duty of its own. So these stay as they are: parts of one duty (（1）……。（2）……。（A负责）),
which belong to the item around them; what is counted inside a sentence (（1）……；（2）……；一是……); and the digits
of amounts, dates, citations and document numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Literal

from dutygraph.ingest.assign.duties import bare_duty, bracket_fields, split_duties
from dutygraph.ingest.assign.sentences import split_times
from dutygraph.ingest.clean.flattened_head import ends_title, head_cuts
from dutygraph.ingest.segment.unstopped import BARE_NUMBER
from dutygraph.ingest.text.labels import FieldMatch, find_fields, starts_with_field
from dutygraph.ingest.text.lines import Line
from dutygraph.ingest.text.outline import ABOVE, DIGITS, parse_marker
from dutygraph.ingest.text.passage import Passage, fold
from dutygraph.ingest.units.units import are_organs, ends_as_organ, looks_like_body, split_units

Edge = Literal["start", "stop", "duty", "colon", "heading"]

_HAN = "一二三四五六七八九十百零〇"
# A day in digits may stand right before a number: 2024-11-303．.
_FREE = r"(?:(?<![\d.,\-第])|(?<=\d{4}-\d\d-\d\d)|(?<=:-))"  # or behind nobody: 配合单位：—4．
_NUMBER = re.compile(
    rf"第(?:[{_HAN}]+|\d{{1,3}})(?:章|节|编|部分|条)|(?<!第)\(\s*(?:[{_HAN}]{{1,4}}|{DIGITS})\s*\)"
    rf"|{_FREE}(?<![{_HAN}])[{_HAN}]{{1,4}}\s*[、.]|{_FREE}{DIGITS}\s*[、.]|{_FREE}(?<![(\[]){DIGITS}\)|[①-⑳]"
    r"|(?:^|(?<=[)\]])|(?<=[)\]][。\s])|(?<=[)\]]。\s))[1-9]\d?(?=[一-龥“])"
)
# “多证合一、一照一码” holds no number.
_QUOTED = re.compile("“[^“”]{1,40}”")
_STOPS = "。!?"
_STOP = re.compile(r"[。!?]$|(?<=[\u4e00-\u9fff)\]%])\.$")  # a recognised picture has narrow stops
_HEADING = 45  # the longest heading that ends without a stop
_BRACKET = 600  # the longest bracket of a duty
# What a duty says in one word at least, within so many characters of the end of its sentence.
_SAYS = re.compile("负责|牵头|配合|落实|实施|参与|参加|协助|协办|指导|承办|单位|部门|主[办责]|推进|分工|:")
_SENTENCE = 200
_AHEAD = 400  # the next number is no further than so many others
_SKIPPED = 3  # numbers that may be missing behind a duty
_SPACED = 2  # so many items with a space before each show what spaces stand for
# So many wide blanks behind sentences show that they stand for the breaks of paragraphs.
_INDENTS = 3
_INDENT = re.compile("\u3000{2,}")
_ENDED = re.compile(r"[。!?;:][”)\]]?$")
_HAN_WORD = re.compile("[\u4e00-\u9fff]{3}")
# No heading: it goes on (按照第二条（三）项), or has a stop.
_PROSE = re.compile(r"[。;:!?]|[条款项、,和及与的]$")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number inside a line that may begin something: where it stands, what it counts, and how deep it is."""

    start: int
    end: int
    kind: str
    value: int
    edge: Edge
    depth: int = 0


# 具体措施：1．建库。: the first item stands behind what announces it.
_ANNOUNCES = re.compile(r"(?:具体|主要|重点|工作)?(?:措施|任务|举措|工作)[:](?=\s*(?:1[.、]|[(]?一[)、]|[(]1[)]))")


def part_lines(lines: list[Line]) -> list[Line]:
    """Part the lines of a document in which paragraphs have run together; only the first part keeps the gap before."""
    parted: list[Line] = []
    for line in lines:
        first, *others = part_flattened(line.passage) or [line.passage]
        parted += [replace(line, passage=first), *(Line(part, 0) for part in others)]
    return parted


def part_flattened(line: Passage) -> list[Passage]:
    """Return the paragraphs of a line that have run together, the line itself where there is no sign of it.

    >>> line = Passage.of("1．建库。（市教育局负责）2．建网。（市财政局负责）")
    >>> [p.text for p in part_flattened(line)]
    ['1．建库。（市教育局负责）', '2．建网。（市财政局负责）']
    """
    paragraphs = list(_indented(line))
    if len(paragraphs) > 1:
        return [part for paragraph in paragraphs for part in part_flattened(paragraph)]
    items = _item_cuts(line)
    announced = _ANNOUNCES.match(line.folded)
    cuts = {
        *items,
        *({announced.end()} if announced is not None else ()),
        *head_cuts(line, min(items, default=None)),
        *_space_cuts(line, items),
    }
    bounds = [0, *sorted(cut for cut in cuts if 0 < cut < len(line)), len(line)]
    parts = (line.cut(a, b).strip() for a, b in pairwise(bounds))
    return [part for part in parts if part]


def _indented(line: Passage) -> Iterator[Passage]:
    """Part a line at the two wide blanks that begin a paragraph, where they stand behind sentences; else the line.

    Blanks between words (姓名　　职务), and any behind which a line's words mostly do not end, part cells.
    """
    indents = [match.span() for match in _INDENT.finditer(line.text)]
    ended = sum(_ENDED.search(line.folded, max(0, a - 2), a) is not None for a, _ in indents)
    parted = len(indents) >= _INDENTS and 5 * ended >= 4 * len(indents)
    bounds = [0, *(at for indent in indents for at in indent), len(line)] if parted else [0, len(line)]
    for a, b in zip(bounds[::2], bounds[1::2], strict=True):
        if a < b:
            yield line.cut(a, b).strip()


def _item_cuts(line: Passage) -> list[int]:
    """Where the items of a line begin."""
    numbers = _numbers(line)
    if not numbers or (len(numbers) == 1 and numbers[0].start == 0):
        return []
    duty = cache(lambda start, end: _has_duty(line.cut(start, end)))
    accepted = _accepted(duty, numbers, 0, len(line), frozenset())
    # What is a task under one heading is one under the next, where it is alone, however its number is printed.
    usual = frozenset(number.depth for number in accepted)
    if usual:
        accepted = _accepted(duty, numbers, 0, len(line), usual)
    return sorted(number.start for number in accepted if number.start > 0)


def _space_cuts(line: Passage, items: list[int]) -> Iterator[int]:
    """Where a space stands for the break of a line: before every item, so also behind stops, duties and headings."""
    folded = line.folded
    if len(items) < _SPACED or not all(folded[item - 1].isspace() for item in items):
        return
    last = 0
    for match in re.finditer(r"\s+", folded):
        before, behind = folded[last : match.start()], folded[match.end() :]
        if sum(before.count(c) for c in "([") > sum(before.count(c) for c in ")]"):
            continue  # （牵头单位：A　责任单位：B）
        short = _HAN_WORD.search(before) and len(before) <= _HEADING and not _PROSE.search(before)
        heading = last in items and short and _HAN_WORD.match(behind)
        ended = before[-1:] in tuple(_STOPS + "”") or starts_with_field(behind)
        if heading or ended or match.end() in items or _closes_duty(line, match.start()):
            last = match.end()
            yield last


def _numbers(line: Passage) -> list[_Number]:
    """The numbers of a line that stand and count as the numbers of items do, each with its depth."""
    candidates = list(_candidates(line))
    fields = find_fields(line.folded) if candidates else []
    found: list[_Number] = []
    stack: list[_Number] = []
    last: dict[str, int] = {}
    for i, (start, end, kind, value) in enumerate(candidates):
        edge = _edge(line, fields, start, kind, stack[-1] if stack else None)
        if edge is None:
            continue
        behind = candidates[i + 1 : i + 1 + _AHEAD]
        if not _counts(kind, value, edge, stack, last, behind) and not _heads(line, end, kind, edge, behind):
            continue
        depth = next((d for d, open_ in enumerate(stack) if open_.kind == kind), None)
        if depth is None and kind in ABOVE:
            depth = sum(open_.kind in ABOVE[kind] for open_ in stack)
        del stack[len(stack) if depth is None else depth :]
        number = _Number(start, end, kind, value, edge, len(stack))
        stack.append(number)
        found.append(number)
        last[kind] = value
    return found


def _candidates(line: Passage) -> Iterator[tuple[int, int, str, int]]:
    quoted = [match.span() for match in _QUOTED.finditer(line.folded)]
    for match in _NUMBER.finditer(line.folded):
        start = match.start()
        if any(a < start < b for a, b in quoted):
            continue
        text, folded = line.text[start : start + 24], line.folded[start : start + 24]
        marker = parse_marker(text, folded)
        bare = BARE_NUMBER.match(folded) if marker is None else None  # …（A负责）2完善制度
        if marker is not None:
            yield start, start + marker.length, marker.kind, marker.value
        elif bare is not None:
            yield start, start + bare.end(), "digit", int(bare.group("n"))


def _counts(
    kind: str,
    value: int,
    edge: Edge,
    stack: list[_Number],
    last: dict[str, int],
    behind: list[tuple[int, int, str, int]],
) -> bool:
    """Whether a number goes on from those before it, or begins to count."""
    if edge == "start":
        return True
    open_ = next((number for number in stack if number.kind == kind), None)
    skipped = _SKIPPED if edge in ("duty", "colon", "heading") else 1
    if kind in last and last[kind] < value <= last[kind] + skipped:
        return True
    if edge == "heading" and open_ is None and value <= _SKIPPED:
        return True
    if value == 1:
        # It begins anew under another heading, or, the outermost of all, in another plan.
        return open_ is None or (open_ is stack[0] and edge in ("stop", "duty"))
    # The first of its kind, in a text cut out of a longer one: the next must follow.
    return kind not in last and any(k == kind and v == value + 1 for _, _, k, v in behind)


def _heads(line: Passage, end: int, kind: str, edge: Edge, behind: list[tuple[int, int, str, int]]) -> bool:
    """Whether a number alone of its kind heads the next: 四、优化服务（十六）…, in a text cut out of a longer one."""
    if edge != "stop" or kind not in ABOVE or not behind or behind[0][2] == kind:
        return False
    heading = line.folded[end : behind[0][0]]
    return 2 <= len(heading) <= _HEADING and not _PROSE.search(heading)


def _edge(line: Passage, fields: list[FieldMatch], start: int, kind: str, above: _Number | None) -> Edge | None:
    """What stands before a number, or None where nothing can begin."""
    folded = line.folded
    first = max(0, start - _BRACKET)
    before = folded[first:start].rstrip()
    if not before:
        return "start" if first == 0 else None
    ended = before.rstrip("。;； ")
    if ended[-1:] in tuple(")]") and _closes_duty(line, first + len(ended)):
        return "duty"
    if _STOP.search(before) or (before[-1] in "”)’]" and before[-2:-1] in tuple(_STOPS)):
        from_ = max(above.end if above is not None else 0, start - _BRACKET)
        said = _SAYS.search(before, max(0, len(before) - _SENTENCE)) and _has_duty(line.cut(from_, start))
        return "duty" if said else "stop"
    if before[-1] == ":":
        return "colon"
    if _ends_in_duty_line(line, fields, above, start):
        return "duty"
    if above is None and ends_title(before):
        return "heading"
    parent = above is not None and above.kind != kind and (kind != "article" or above.kind == "chapter")
    if parent and above is not None and kind in ABOVE:
        parent = above.kind in ABOVE[kind]  # 6.建立统一、高效的机制
    heading = folded[above.end : first + len(before)] if above is not None and parent else ""
    if above is None and folded[start - 1].isspace():
        heading = before[
            max(map(before.rfind, _STOPS)) + 1 :
        ].strip()  # 制定本计划。 一 完善制度 (一)健全法规 1.修改条例
    if 2 <= len(heading) <= _HEADING and not _PROSE.search(heading):
        return "heading"
    return None


def _closes_duty(line: Passage, end: int) -> bool:
    """Whether the words up to a place end in a bracket that names who carries a duty."""
    folded = line.folded
    start, depth = end, 0
    while start > max(0, end - _BRACKET):
        start -= 1
        depth += (folded[start] in ")]") - (folded[start] in "([")
        if depth <= 0:
            break
    inner = line.cut(start + 1, end - 1)
    if depth != 0 or folded[end - 1 : end] not in (")", "]"):
        return False
    if not _SAYS.search(inner.folded):
        return bare_duty(line.cut(max(0, start - _HEADING), end)) > 1  # ……。（市教育局、市财政局）
    return any(field.kind == "role" for field in bracket_fields(inner))


def _ends_in_duty_line(line: Passage, fields: list[FieldMatch], above: _Number | None, end: int) -> bool:
    """Whether the words up to a place are a role line: 责任单位：区司法局、区财政局（二）."""
    start = max(above.end if above is not None else 0, end - _BRACKET)
    behind = bisect_right(fields, end, key=lambda field: field.value_start)
    near = fields[bisect_left(fields, start, key=lambda field: field.start) : behind]
    if not any(field.kind == "role" for field in near):
        return False
    value = line.cut(near[-1].value_start, end).strip().strip("。；;")
    if near[-1].kind == "deadline":
        return "。" not in value.text and len(value) <= 40
    names = split_times(value)[1]
    units = split_units(names).units
    return "。" not in names.text and all(looks_like_body(fold(unit.name)) for unit in units)


def _accepted(
    duty: Callable[[int, int], bool], numbers: list[_Number], start: int, end: int, usual: frozenset[int]
) -> list[_Number]:
    """The numbers of one level and below that begin items.

    ``duty`` tells whether a stretch of the line names who carries it, ``start`` is where the item around them begins,
    ``usual`` are the depths of numbers that begin items elsewhere in the line.
    """
    if not numbers:
        return []
    depth = min(number.depth for number in numbers)
    tops = [i for i, number in enumerate(numbers) if number.depth == depth]
    accepted: list[_Number] = []
    below: list[list[_Number]] = []
    duties: list[bool] = []
    for i, following in zip(tops, [*tops[1:], len(numbers)], strict=True):
        own_end = numbers[following].start if following < len(numbers) else end
        below.append(_accepted(duty, numbers[i + 1 : following], numbers[i].end, own_end, usual))
        duties.append(bool(below[-1]) or duty(numbers[i].end, own_end))
    first = numbers[tops[0]]
    # Where only the last closes with a duty, they are its parts, unless what is above has its own or is a heading.
    alone = len(tops) == 1 and first.depth in usual
    apart = alone or first.edge == "heading" or first.value > 1 or duty(start, first.start)
    if any(below) or any(duties[:-1]) or (duties[-1] and apart):
        for i, inner in zip(tops, below, strict=True):
            accepted += [numbers[i], *inner]
    return accepted


def _has_duty(part: Passage) -> bool:
    said = (field for _, fields in split_duties(part) for field in fields)
    return len(part) > 0 and (_opens_with_units(part) or any(field.kind == "role" for field in said))


def _opens_with_units(part: Passage) -> bool:
    """Whether an item begins with who carries it: （一）市工信局：落实…."""
    at = part.folded.find(":")
    if not 0 < at <= _HEADING:
        return False
    names = [fold(unit.name) for unit in split_units(part.cut(0, at)).units]
    return bool(names) and ends_as_organ(names[0]) and are_organs(names)
