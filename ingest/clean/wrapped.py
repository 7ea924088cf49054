"""Lines that a fixed width has broken, joined again: paragraphs, and brackets over several lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from dutygraph.ingest.assign.duties import bare_duty, is_bracket, split_duty
from dutygraph.ingest.citations.numbers import parse_document_number
from dutygraph.ingest.text.brackets import left_open
from dutygraph.ingest.text.labels import find_fields, starts_with_field
from dutygraph.ingest.text.lines import DAY, SEPARATORS, WHOLE, Line, is_heading_like, listed, opens
from dutygraph.ingest.text.outline import parse_marker
from dutygraph.ingest.text.passage import Passage, join
from dutygraph.ingest.units.units import is_organ

_TERMINAL = "。！？；：!?;:"
_MOST_BRACKET = 8
_FEWEST_BRACKETS = 3
_MARKS = tuple("、，；,;")
_HANGING = tuple("、，。；：）》〕】”,;:)")
# 责任单位：国能（ / 南屏）热电有限公司: what closes a name's bracket is near.
_CLOSES = re.compile(r"[^。;:(\[]{0,20}[)\]]")


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
    listing = bool(lines) and listed(lines[0]) is not None
    for before, line in pairwise(lines):
        if not listing and measure(before.text) >= width - 4 and _is_broken(joined[-1], line):
            joined[-1] = replace(joined[-1], passage=join((joined[-1].passage, line.passage)))
        else:
            listing = listed(line) is not None or (listing and _list_goes_on(before, line))
            joined.append(line)
    return joined


def join_brackets(lines: list[Line]) -> list[Line]:
    """Join a short line that ends inside a bracket with the next ones: a title broken inside 《…》.

    A paragraph whose bracket is never closed is left alone: the next lines must close it and open nothing.
    """
    joined: list[Line] = []
    i = 0
    while i < len(lines):
        count = _rest_of_bracket(lines[i], lines[i + 1 : i + 1 + _MOST_BRACKET])
        broken = lines[i].passage
        for line in lines[i + 1 : i + 1 + count]:
            broken = join((broken, line.passage), "、" if _parts_names(broken, line.passage) else "")
        joined.append(replace(lines[i], passage=broken))
        i += 1 + count
    return joined


def join_bare_brackets(lines: list[Line]) -> list[Line]:
    """Join brackets of organs alone on their lines with the sentences above, where three or more stand so.

    1．管护林地。 / （县林业局、各镇）: no label says what such a line is of.
    """
    below = {
        i
        for i, (above, line) in enumerate(pairwise(lines), 1)
        if line.apart == 0 and is_bracket(line.passage) and bare_duty(join((above.passage, line.passage)))
    }
    if len(below) < _FEWEST_BRACKETS:
        return lines
    joined: list[Line] = []
    for i, line in enumerate(lines):
        if i in below:
            joined[-1] = replace(joined[-1], passage=join((joined[-1].passage, line.passage)))
        else:
            joined.append(line)
    return joined


def _parts_names(above: Passage, below: Passage) -> bool:
    """Whether a break inside a bracket stands between two whole names: （责任单位：县住建局 / 县财政局）."""
    last, first = re.split("[、,;:(]", above.folded)[-1], re.split("[、,;:)]", below.folded)[0]
    return is_organ(last) and is_organ(first) and first[0] in "省市区县旗州盟镇乡"


def join_hanging(lines: list[Line]) -> list[Line]:
    """Join lines that begin as none does (县水利局 / 、县财政局) or with the rest of a label (责任 / 单位：).

    A page's end may stand between: behind it a mark goes on, or a label that a mark parts from the list before it.
    """
    joined = lines[:1]
    for line in lines[1:]:
        hangs = line.text[0] in (_HANGING if line.apart == 0 else _MARKS)
        if joined[-1].text and (hangs or _label_goes_on(joined[-1], line)):
            joined[-1] = replace(joined[-1], passage=join((joined[-1].passage, line.passage)))
        else:
            joined.append(line)
    return joined


def _label_goes_on(above: Line, line: Line) -> bool:
    """Whether a label behind a mark begins in one line and ends in the next; 由县水利局牵头 / 责任单位：… is none.

    Behind a blank line only that of a role line: 牵头单位：县教育局，责任 / 单位：县财政局.
    """
    if line.apart > 1 or (line.apart == 1 and not starts_with_field(above.folded)):
        return False
    tail = above.folded[-8:]
    whole = len(tail) == len(above.text) and line.apart == 0

    def begins(at: int) -> bool:
        return tail[at - 1] in ";。,、 ([" if at else whole

    fields = find_fields(tail + line.folded[:16])
    return any(field.start < len(tail) < field.end and begins(field.start) for field in fields)


def _list_goes_on(above: Line, line: Line) -> bool:
    """Whether a line inside a list of units is more of it: 责任单位：A、 / B / 各责任单位要… goes on in B alone."""
    if opens(line) or above.text[-1] in "。！？；!?;":
        return False
    return above.text[-1] in SEPARATORS or WHOLE.search(re.split("[、,;:]", above.folded)[-1]) is None


def _is_broken(above: Line, line: Line) -> bool:
    """Whether a full line may go on in the next: not behind a stop, a list of units, a title or number set apart.

    Inside an open bracket a stop ends nothing and a label opens nothing: 推进改革。（ / 责任单位：区司法局）.
    """
    if left_open(above.text) > 0:
        return parse_marker(line.text, line.folded) is None
    if above.text[-1] in "。！？：:" or listed(above) is not None or split_duty(above.passage)[1]:
        return False
    if opens(line) or DAY.fullmatch(line.folded):
        return False
    if is_heading_like(above.text) and parse_document_number(line.folded) is not None:
        return False  # …的通知 / 云政发〔2024〕9号
    set_apart = is_heading_like(above.text) or parse_document_number(above.folded) is not None
    return not (set_apart and line.apart > 0)


def _rest_of_bracket(line: Line, behind: list[Line]) -> int:
    """How many of the lines behind a short line close its bracket; 0 where none is open or they do not."""
    text = line.text
    if left_open(text) <= 0:
        return 0
    # （牵头单位：A； / 配合单位：B）: inside a bracket of duties a label opens nothing.
    duty = starts_with_field(line.folded[_opened(line.folded) + 1 :].lstrip())
    in_list = listed(line) is not None
    duty = duty or (line.folded[-1] in "([" and bool(behind) and starts_with_field(behind[0].folded))
    for count, rest in enumerate(behind, 1):
        in_duty = duty and rest.apart <= 1 and len(text) <= 1000 and parse_marker(rest.text, rest.folded) is None
        in_name = in_list and rest.apart <= 1 and not opens(rest) and _CLOSES.match(rest.folded)
        if not in_duty and not in_name and (len(text) > 60 or rest.apart > 0 or opens(rest)):
            return 0
        text += rest.text
        if left_open(text) <= 0:
            return count
    return 0


def _opened(folded: str) -> int:
    """Where the outermost bracket begins that a line leaves open; -1 where it leaves none."""
    open_at: list[int] = []
    for i, char in enumerate(folded):
        if char in "([":
            open_at.append(i)
        elif char in ")]" and open_at:
            open_at.pop()
    return open_at[0] if open_at else -1


def columns(text: str) -> int:
    """Count the columns of a text: two for a character as wide as high."""
    return sum(2 if ord(c) > 0x2E7F or c in "“”‘’—…" else 1 for c in text)


def _wrap(lines: list[Line]) -> tuple[Callable[[str], int], int] | None:
    """How a text is wrapped, by columns or by characters, and at how many; None where it is not."""
    if len(lines) < 30:
        return None
    best, found = 0, None
    for measure in (columns, len):
        widths = [measure(line.text) for line in lines]
        width = sorted(widths)[int(len(widths) * 0.98)]
        full = [line for line, w in zip(lines, widths, strict=True) if width - 2 <= w <= width]
        broken = sum(line.text[-1] not in _TERMINAL for line in full)
        enough = len(full) >= max(8, 0.1 * len(lines)) and broken >= 0.6 * len(full)
        if width <= 120 and enough and len(full) > best:
            best, found = len(full), (measure, width)
    return found
