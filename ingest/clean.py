"""Lines of a text made fit to be read: leftovers and page furniture out, wrapped lines joined.

Every step keeps each character's offset, so that what is removed here is still inside the span of the word it
stood in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median_low

from dutygraph.ingest.assign import split_duty
from dutygraph.ingest.formats.content import Content, Table
from dutygraph.ingest.labels import find_fields, starts_with_field
from dutygraph.ingest.numbers import parse_document_number
from dutygraph.ingest.outline import parse_marker
from dutygraph.ingest.passage import Passage, join
from dutygraph.ingest.plain_tables import find_tables
from dutygraph.ingest.units import is_organ, looks_like_body, split_units

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
# "[bookmark: _GoBack]" and the like: what a converter leaves of a Word field. Latin name, colon, Latin value; a
# bracket with Chinese in it ([牵头单位: …]) stays.
_LEFTOVER = re.compile(r"\[[A-Za-z][\w ]{0,20}:\s*[\x20-\x5a\x5c\x5e-\x7e]{0,60}\]")
# What Markdown adds to a text saved from a page: # before headings, ** around bold.
_MARKDOWN = re.compile(r"^#{1,6}\s+|\*{2,}")
# Characters that take no room: byte order marks, joiners, soft hyphens.
_INVISIBLE = re.compile("[\ufeff\u200b-\u200f\u2060\u00ad]")
# "— 9 —", "-9-", "第9页", "第 9 页 共 20 页"; a bare number stays, it may be a cell.
_PAGE_NUMBER = re.compile(r"-+\s*\d{1,4}\s*-+|第\s*\d{1,4}\s*页(?:\s*[,/]?\s*共\s*\d{1,4}\s*页)?")
# A day on a line of its own stands under whoever signs.
_NUMERAL = "[0-9〇○零一二三四五六七八九十]"
_DAY = re.compile(rf"{_NUMERAL}{{4}}\s*年\s*{_NUMERAL}{{1,3}}\s*月\s*{_NUMERAL}{{1,3}}\s*日")
_TERMINAL = "。！？；：!?;:"
_OPENERS, _CLOSERS = "《（([〔【“", "》）)]〕】”"
_SEPARATORS = "、，,和及与"
# Such a name is whole, unless what follows is of those that go on: 市公安局 / 青禾分局, 县司法局 / 等单位.
_WHOLE = re.compile(r"(?:局|厅|政府|中心|单位|部门|法院|检察院|街道|乡镇|各[镇县区])(?:\([^)]*\))?$")
_GOES_ON = re.compile(r"(?:等.*|办|.{0,8}(?:分局|支局|分中心|大队|支队|办公室|机关|党组|部门|单位))?")
# What a duty begins with and no name does.
_WORK = re.compile(
    r"加[强快大]|推[进动广行]|统筹(?!办)|健全|完善|开展|建[立设成](?![局委厅])|落实|深化|强化|提[升高]|优化|规范|实施|组织|制定|做好|构建|促进"
    r"|支持|鼓励|引导|抓好|严格|全面|积极|持续|进一步"
)
# A line beside so many page numbers is a running head.
_RUNNING = 2
# A name or title is broken into so many lines more, at most.
_MOST_PIECES = 3
_MOST_BRACKET = 8


@dataclass(frozen=True)
class Line:
    """A line without white space at its ends; ``gap`` counts the blank lines before it.

    A whole ``table`` is one empty line.
    """

    passage: Passage
    gap: int
    table: Table | None = None

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


def drop_leftovers(lines: list[Line]) -> list[Line]:
    """Remove what an editor or converter left in a line."""
    return [_without(_without(_without(line, _INVISIBLE), _LEFTOVER), _MARKDOWN) for line in lines]


def drop_page_numbers(lines: list[Line]) -> list[Line]:
    """Remove lines that hold only a page number, and running heads: what is repeated, or set apart, beside them.

    The gap of the next line stays as it was.
    """
    bare = _bare_page_numbers(lines)
    numbers = [i for i, line in enumerate(lines) if _PAGE_NUMBER.fullmatch(line.folded) or i in bare]
    times = Counter(line.text for line in lines)
    usual_gap = median_low([line.gap for line in lines]) if lines else 0
    heads = {
        lines[k].text
        for i in numbers
        for k in (i - 1, i + 1)
        if 0 <= k < len(lines)
        and len(lines[k].text) <= 50
        and lines[k].text[-1] not in "。；，、"
        and not _opens(lines[k])
        and (times[lines[k].text] >= _RUNNING or _is_set_apart(lines, k, usual_gap))
    }
    near = {k for i in numbers for k in (i - 1, i, i + 1)}
    return [line for i, line in enumerate(lines) if i not in numbers and not (i in near and line.text in heads)]


def _is_set_apart(lines: list[Line], k: int, usual_gap: int) -> bool:
    """Whether blank lines stand around a line that do not usually stand between lines, in the middle of a text."""
    below = lines[k + 1].gap if k + 1 < len(lines) else 0
    return 3 < k < len(lines) - 2 and lines[k].gap > usual_gap and below > usual_gap and len(lines[k].text) <= 30


def _bare_page_numbers(lines: list[Line]) -> set[int]:
    """Lines that are only a number and count pages: each one more than the last, or between two role lines."""
    bare = [i for i, line in enumerate(lines) if re.fullmatch(r"\d{1,3}", line.folded)]
    values = [int(lines[i].folded) for i in bare]
    counted = len(bare) > 1 and all(b == a + 1 for a, b in pairwise(values))
    beside = Counter(lines[k].text for i in bare for k in (i - 1, i + 1) if 0 <= k < len(lines))
    return {
        i
        for i in bare
        if 0 < i < len(lines) - 1
        and (
            (counted and max(beside[lines[i - 1].text], beside[lines[i + 1].text]) >= _RUNNING)
            or (not _may_be_numbered(lines[i + 1]) and (counted or starts_with_field(lines[i - 1].folded)))
        )
    }


def _may_be_numbered(line: Line) -> bool:
    """Whether a number alone above may be the line's own: it is no role line, and not the rest of a word."""
    return not starts_with_field(line.folded) and len(line.text) >= 6 and parse_marker(line.text, line.folded) is None


def join_wrapped(lines: list[Line]) -> list[Line]:
    """Join lines that a fixed width has broken: the line before is full, and this one opens nothing of its own.

    Only where the document is wrapped at all: at least 30 lines, none (but for 2 in 100) longer than 120, and at least
    8 and 10 in 100 of all as long as the longest, give or take one character, mostly without a stop at their ends.
    What belongs to a list of units is left to :func:`join_lists`.
    """
    wrap = _wrap(lines)
    if wrap is None:
        return lines
    measure, width = wrap
    joined = lines[:1]
    listing = bool(lines) and _listed(lines[0]) is not None
    for before, line in pairwise(lines):
        if not listing and measure(before.text) >= width - 4 and _is_broken(joined[-1], line):
            joined[-1] = replace(joined[-1], passage=join((joined[-1].passage, line.passage)))
        else:
            listing = _listed(line) is not None or (listing and _list_goes_on(before, line))
            joined.append(line)
    return joined


def _list_goes_on(above: Line, line: Line) -> bool:
    """Whether a line inside a list of units is more of it: 责任单位：A、 / B / 各责任单位要… goes on in B alone."""
    if _opens(line) or above.text[-1] in "。！？；!?;":
        return False
    return above.text[-1] in _SEPARATORS or _WHOLE.search(re.split("[、,;:]", above.folded)[-1]) is None


def join_brackets(lines: list[Line]) -> list[Line]:
    """Join a short line that ends inside a bracket with the next ones: a title broken inside 《…》.

    A paragraph whose bracket is never closed is left alone: the next lines must close it and open nothing.
    """
    joined: list[Line] = []
    i = 0
    while i < len(lines):
        count = _rest_of_bracket(lines[i], lines[i + 1 : i + 1 + _MOST_BRACKET])
        broken = join(line.passage for line in lines[i : i + 1 + count])
        joined.append(replace(lines[i], passage=broken))
        i += 1 + count
    return joined


def join_lists(lines: list[Line]) -> list[Line]:
    """Join the rest of a list of units with the role line it was broken from: 区司 / 法局.

    The rest opens nothing and holds no sentence; after a separator it may stand anywhere behind, else it follows
    at once and makes names of bodies with the words before it (区司法局 / 完善制度 does not). A whole name under a
    whole name is the next of the list.
    """
    joined: list[Line] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        i += 1
        while count := _rest_of_list(line, lines[i : i + _MOST_PIECES]):
            for rest in lines[i : i + count]:
                apart = "、" if _next_name(line, rest) else ""
                line = replace(line, passage=join((line.passage, rest.passage), apart))
            i += count
        joined.append(line)
    return joined


STEPS: tuple[Callable[[list[Line]], list[Line]], ...] = (
    drop_leftovers,
    drop_page_numbers,
    join_wrapped,
    join_brackets,
    join_lists,
)


def clean_lines(content: Content) -> list[Line]:
    """Return the lines of a text after every step of :data:`STEPS`, each table as one line in its place."""
    cleaned: list[Line] = []
    start = 0
    for table in find_tables(content.text, content.tables):
        cleaned.extend(_clean(content, start, table.start))
        cleaned.append(Line(Passage("", ()), 1, table))
        start = table.end
    cleaned.extend(_clean(content, start, len(content.text)))
    return cleaned


def _clean(content: Content, start: int, end: int) -> list[Line]:
    lines = _whole_paragraphs(split_lines(content.text, start, end), content)
    for step in STEPS:
        lines = [line for line in step(lines) if line.passage]
    return lines


def _whole_paragraphs(lines: list[Line], content: Content) -> list[Line]:
    """Leave out what the format knows to be the page's, and join what it knows to be one paragraph."""
    furniture = {offset for first, last in content.furniture for offset in range(first, last)}
    whole: list[Line] = []
    for line in lines:
        if furniture:
            line = replace(line, passage=line.passage.without(furniture).strip())
        if not line.passage:
            continue
        if whole and _next_break(content.text, whole[-1].passage.offsets[-1]) in content.wraps:
            whole[-1] = replace(whole[-1], passage=join((whole[-1].passage, line.passage)))
        else:
            whole.append(line)
    return whole


def _next_break(text: str, offset: int) -> int:
    """The offset of the line break that ends the line of an offset, or -1 at the end of the text."""
    return text.find("\n", offset)


def _without(line: Line, pattern: re.Pattern[str]) -> Line:
    matches = list(pattern.finditer(line.text))
    if not matches:
        return line
    parts, end = [], 0
    for match in matches:
        parts.append(line.passage.cut(end, match.start()))
        end = match.end()
    parts.append(line.passage.cut(end))
    return replace(line, passage=join(parts).strip())


def _opens(line: Line) -> bool:
    return starts_with_field(line.folded) or parse_marker(line.text, line.folded) is not None


def _is_broken(above: Line, line: Line) -> bool:
    """Whether a full line may go on in the next: not behind a stop, a list of units, a title or number set apart.

    Inside an open bracket a stop ends nothing and a label opens nothing: 推进改革。（ / 责任单位：区司法局）.
    """
    if _depth(above.text) > 0:
        return parse_marker(line.text, line.folded) is None
    if above.text[-1] in "。！？：:" or _listed(above) is not None or split_duty(above.passage)[1]:
        return False
    if _opens(line) or _DAY.fullmatch(line.folded):
        return False
    set_apart = _is_heading_like(above.text) or parse_document_number(above.folded) is not None
    return not (set_apart and line.gap > 0)


def _rest_of_bracket(line: Line, behind: list[Line]) -> int:
    """How many of the lines behind a short line close its bracket; 0 where none is open or they do not."""
    text = line.text
    if _depth(text) <= 0:
        return 0
    # （牵头单位：A； / 配合单位：B）: inside a bracket of duties a label opens nothing.
    duty = starts_with_field(line.folded[max(line.folded.rfind("("), line.folded.rfind("[")) + 1 :].lstrip())
    duty = duty or (line.folded[-1] in "([" and bool(behind) and starts_with_field(behind[0].folded))
    for count, rest in enumerate(behind, 1):
        if duty and rest.gap <= 1 and len(text) <= 1000 and parse_marker(rest.text, rest.folded) is None:
            pass
        elif len(text) > 60 or rest.gap > 0 or _opens(rest):
            return 0
        text += rest.text
        if _depth(text) <= 0:
            return count
    return 0


def _rest_of_list(line: Line, behind: list[Line]) -> int:
    """How many of the lines behind a role line are needed to end its list, 0 where it has ended."""
    value = _listed(line)
    if value is None or line.text[-1] in "。！？；!?;":
        return 0
    listed = line.text[-1] in _SEPARATORS
    for count, rest in enumerate(behind, 1):
        rest = _before_label(rest)
        plain = rest.text.rstrip("。；;")
        if not plain or _opens(rest) or any(c in plain for c in "。；：:") or _is_heading_like(rest.text):
            return 0
        if count < len(behind) and _DAY.fullmatch(behind[count].folded) and is_organ(plain):
            return 0  # who signs stands right below the last duty
        if listed and len(plain) <= 120:
            return 1
        if not listed and _WORK.match(rest.folded) and not is_organ(re.split("[、,;。]", rest.folded)[0]):
            return 0
        if not listed and rest.gap > 0 and not _makes_organ(line, behind[0]):
            return 0
        if not listed and not (_goes_on(line, behind[0]) or _next_name(line, behind[0])):
            return 0
        value = join((value, rest.passage))
        read = split_units(value).units
        if all(looks_like_body(u.passage.folded) for u in read if u.passage.span.end > behind[0].passage.span.start):
            return count
    return 0


def _before_label(line: Line) -> Line:
    """The part of a line before a label that follows the rest of a list: 县职教中心　责任单位：…."""
    fields = find_fields(line.folded)
    return replace(line, passage=line.passage.cut(0, fields[0].start).strip()) if fields else line


def _listed(line: Line) -> Passage | None:
    """The list of units that a role line ends in, or None for any other line."""
    fields = find_fields(line.folded)
    if not fields or (fields[0].start > 0 and line.folded[fields[0].start - 1] not in "。;!?” "):
        return None
    return line.passage.cut(fields[-1].value_start) if fields[-1].kind == "role" else None


def _goes_on(line: Line, rest: Line) -> bool:
    """Whether the last name of a role line may go on in the next: it is not whole, or that is how whole ones do."""
    first = re.split("[、,;。]", rest.folded)[0]
    return _WHOLE.search(re.split("[、,;:]", line.folded)[-1]) is None or _GOES_ON.fullmatch(first) is not None


def _makes_organ(line: Line, rest: Line) -> bool:
    """Whether the last word of a list and the first of a line further down make one organ: 区乡村 / 振兴局."""
    last = re.split("[、,;:]", line.folded)[-1]
    first = re.split("[、,;。]", rest.folded)[0]
    bare = re.split(r"[(\[]", first)[0]
    return _WHOLE.search(last) is None and not is_organ(last) and len(bare) <= 8 and is_organ(last + first)


def _next_name(line: Line, rest: Line) -> bool:
    """Whether a line begins a new name (区财政局) under one that is whole (区司法局)."""
    last = re.split("[、,;:]", line.folded)[-1]
    return looks_like_body(last) and last[0] != "驻" and re.match("[省市区县旗各]", rest.folded) is not None


def _is_heading_like(text: str) -> bool:
    """A title of the next plan may follow a role line: it ends as titles do, which no unit's name does."""
    return (
        re.search(r"(?:方案|计划|清单|意见|措施|分工|要点|规划|通知|附件\d*|任务|表)(?:[（(].{1,12}[)）])?$", text)
        is not None
    )


def _depth(text: str) -> int:
    return sum(text.count(c) for c in _OPENERS) - sum(text.count(c) for c in _CLOSERS)


def _columns(text: str) -> int:
    return sum(2 if ord(c) > 0x2E7F or c in "“”‘’—…" else 1 for c in text)


def _wrap(lines: list[Line]) -> tuple[Callable[[str], int], int] | None:
    """How a text is wrapped, by columns or by characters, and at how many; None where it is not."""
    if len(lines) < 30:
        return None
    best, found = 0, None
    for measure in (_columns, len):
        widths = [measure(line.text) for line in lines]
        width = sorted(widths)[int(len(widths) * 0.98)]
        full = [line for line, w in zip(lines, widths, strict=True) if width - 2 <= w <= width]
        broken = sum(line.text[-1] not in _TERMINAL for line in full)
        enough = len(full) >= max(8, 0.1 * len(lines)) and broken >= 0.6 * len(full)
        if width <= 120 and enough and len(full) > best:
            best, found = len(full), (measure, width)
    return found
