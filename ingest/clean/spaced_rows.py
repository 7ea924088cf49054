"""Tables whose cells plain text has parted by single spaces: a row a line, each with its number.

    序号 工 作 任 务 牵头负责部门
    1 新增绿地30公顷 市园林局

A space parts cells here and words inside a cell alike, so a row is read from both ends: its number first, the columns
behind the work one word each from the right, and each of units must hold bodies alone. What is left is the work; of
several columns of it the last takes the last word, the one before it the others. Refused is a head that does not begin
with a number's column, and with it every line of prose that happens to begin with a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dutygraph.ingest.clean.cell_words import holds_units
from dutygraph.ingest.segment.table_heads import Row, duty_columns, is_header
from dutygraph.ingest.text.content import Range, Table

_WORD = re.compile(r"\S+")
_NUMBER_HEAD = re.compile("序号|编号")
_NUMBER = re.compile(r"(\d{1,4})[.．、]?")
_WIDE = re.compile(r"\t|\u3000| {2,}\S|\|")  # what parts cells better than a space
_LETTER = re.compile(r"[^\W\d_]")
_LEFT_EMPTY = re.compile(r"\d{1,4}[.．、]? {2,}")  # 2  严守红线: the cell between, merged with the one above, is empty
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、\S{2,40}")


def spaced_rows(text: str, lines: list[Range]) -> Iterator[Table]:
    """Yield the tables of this kind among the lines of a text."""
    i = 0
    while i < len(lines):
        head = _head(text, lines[i])
        if head is None:
            i += 1
            continue
        rows: list[Row] = [head]
        last = None
        end = i + 1
        while end < len(lines):
            number, row = _row(text, lines[end], head)
            if row is None and len(head) - 1 in duty_columns(text, head, {"report"}):  # 备注 is empty
                number, row = _row(text, lines[end], head[:-1])
                row = (*row, None) if row is not None else None
            if row is not None and (last is None or number > last):
                rows.append(row)
                last = number
            elif _HEADING.fullmatch(text[slice(*lines[end])].strip()):
                rows.append((lines[end],) * len(head))
            else:
                break
            end += 1
        if last is not None:
            yield Table(head[0][0], lines[end - 1][1], tuple(rows))
        i = end


def _words(text: str, line: Range) -> list[Range]:
    """The words of a line; letters that stand alone are spaced out and belong together: 工 作 任 务."""
    words: list[Range] = []
    for match in _WORD.finditer(text, *line):
        start, end = match.span()
        single = end - start == 1 and _LETTER.match(match.group()) is not None
        if single and words and words[-1][1] == start - 1 and _all_single(text[slice(*words[-1])]):
            words[-1] = (words[-1][0], end)
        else:
            words.append((start, end))
    return words


def _all_single(word: str) -> bool:
    return all(len(part) == 1 and _LETTER.match(part) for part in word.split(" "))


def _head(text: str, line: Range) -> tuple[Range, ...] | None:
    words = _words(text, line)
    # 附件 云川市工作任务分解表 序号 工作任务 责任单位: the break before a head may be lost
    begins = [k for k, word in enumerate(words) if _NUMBER_HEAD.fullmatch(text[slice(*word)])]
    words = words[begins[-1] :] if begins else []
    if len(words) < 3 or _WIDE.search(text, words[0][0], words[-1][1]):
        return None
    return tuple(words) if is_header(text[slice(*word)] for word in words) else None


def _row(text: str, line: Range, head: tuple[Range, ...]) -> tuple[int, Row | None]:
    """Return the number of a row and its cells, or None in their place where the line is no row of the head."""
    number, *words = [match.span() for match in _WORD.finditer(text, *line)]
    counted = _NUMBER.fullmatch(text[slice(*number)])
    work = duty_columns(text, head, {"work"})[-1]
    behind = len(head) - 1 - work
    if counted is None or len(words) <= behind:
        return 0, None
    tail = words[len(words) - behind :]
    units = duty_columns(text, head, {"role"})
    if any(not holds_units(text, cell) for k, cell in enumerate(tail, work + 1) if k in units):
        return 0, None
    first = 2 if work > 1 and _LEFT_EMPTY.match(text, number[0]) else 1
    before = _shared(words[: len(words) - behind], work + 1 - first)
    return int(counted[1]), (number, *(None,) * (work - len(before)), *before, *tail)


def _shared(words: list[Range], columns: int) -> list[Range]:
    """Give the words left of the units to so many columns; the last but one takes what is too much for one each."""
    if len(words) <= columns:
        return words
    if columns == 1:
        return [(words[0][0], words[-1][1])]
    joined: list[Range] = []
    for word in words:  # 水资源保 护: a letter alone ends the word before it
        if joined and word[1] - word[0] == 1:
            joined[-1] = (joined[-1][0], word[1])
        else:
            joined.append(word)
    more = max(0, len(joined) - columns)
    middle = joined[columns - 2 : columns - 1 + more]
    return [*joined[: columns - 2], (middle[0][0], middle[-1][1]), *joined[columns - 1 + more :]]
