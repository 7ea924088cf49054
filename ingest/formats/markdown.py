"""Markdown into text: what is written stays, its signs are told as furniture, and pipe tables as tables.

Outside tables the text is the file's own, so that spans count in what a person typed: the signs of headings, lists,
emphasis, links and escapes are told as furniture. A pipe table is written as all tables are, cells parted by tabs, and
so is a table in HTML, by which Markdown merges cells and recognised pictures come.
"""

from __future__ import annotations

import re
from itertools import takewhile

from dutygraph.ingest.formats.html import write_markup
from dutygraph.ingest.formats.text import decode
from dutygraph.ingest.text.content import Content, Range, Writer

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?:[\w.-]+[ \t]*:.*\r?\n|[ \t]+.*\r?\n|-[ \t].*\r?\n)*---[ \t]*\r?\n")
_HTML_TABLE = re.compile(r"<table\b(?:(?!<table\b).)*?</table\s*>", re.IGNORECASE | re.DOTALL)
_RULE = re.compile(r"\s*(?:([-*_])[ \t]*(?:\1[ \t]*){2,}|=+|(?:```+|~~~+)[\w-]*|<!--.*-->)\s*")
_DELIMITERS = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
# Signs at the start of a line, and in it; a sign is what group 1, 2 … hold.
_OPENING = re.compile(r"\s*((?:>\s?)*(?:#{1,6}\s+|[-*+]\s+(?:\[[ xX]\]\s+)?)?)")
_INLINE = (
    re.compile(r"(!?\[)[^\[\]]*(\]\([^()\s]*(?:\s+\"[^\"]*\")?\))"),
    *(re.compile(rf"({sign})(?=\S)(?:(?!\1).)*(?<=\S)(\1)") for sign in (r"\*{1,3}", "__", "~~", "`+")),
    re.compile(r"(\\)[!-/:-@\[-`{-~]"),
    re.compile(r"(<br\s*/?>)", re.IGNORECASE),
    re.compile(r"\s(#+)\s*$"),
)
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)


def read_markdown(data: bytes, where: str) -> Content:
    """Return the text of an .md file, its pipe tables and its signs. Raises :class:`UnreadableDocument`."""
    text = decode(data, where)
    writer = Writer()
    front = _FRONT_MATTER.match(text)
    if front is not None:
        writer.add_sign(front.group())
    at = front.end() if front is not None else 0
    for table in _HTML_TABLE.finditer(text, at):
        _lines(writer, text[at : table.start()])
        write_markup(writer, table.group())
        at = table.end()
    _lines(writer, text[at:])
    return writer.content()


def _lines(writer: Writer, text: str) -> None:
    lines = _LINES.findall(text)
    index = 0
    while index < len(lines):
        if "|" in lines[index] and index + 1 < len(lines) and _is_delimiter_row(lines[index], lines[index + 1]):
            below = list(takewhile(lambda line: "|" in line and line.strip(), lines[index + 2 :]))
            _table(writer, [lines[index], *below])
            index += 2 + len(below)
        else:
            _line(writer, lines[index])
            index += 1


def _is_delimiter_row(head: str, line: str) -> bool:
    """A row of dashes with as many cells as the head above it has: what makes lines a table."""
    return _DELIMITERS.fullmatch(line) is not None and "-" in line and len(_cells(line)) == len(_cells(head))


def _line(writer: Writer, line: str) -> None:
    if _RULE.fullmatch(line):
        writer.add_sign(line)
        return
    signs = _signs(line)
    start = 0
    for first, last in signs:
        writer.add(line[start:first])
        writer.add_sign(line[first:last])
        start = last
    writer.add(line[start:])


def _signs(line: str) -> list[Range]:
    """The ranges of a line that are Markdown's and not the writer's."""
    opening = _OPENING.match(line)
    found = [opening.span(1)] if opening is not None else []
    for pattern in _INLINE:
        for match in pattern.finditer(line):
            found.extend(match.span(group) for group in range(1, pattern.groups + 1))
    signs: list[Range] = []
    for first, last in sorted(found):
        first = max(first, signs[-1][1] if signs else 0)
        if first < last:
            signs.append((first, last))
    return signs


def _table(writer: Writer, lines: list[str]) -> None:
    start = writer.length
    rows: list[tuple[Range | None, ...]] = []
    for line in lines:
        row: list[Range | None] = []
        for column, cell in enumerate(_cells(line)):
            if column:
                writer.add("\t")
            row.append(writer.add(cell))
        writer.add("\n")
        rows.append(tuple(row))
    writer.add_table(start, rows)


def _cells(line: str) -> list[str]:
    """The cells of a row without their signs, ``<br>`` as line breaks."""
    bare = line.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    cells = [_BREAK.sub("\n", cell.strip()) for cell in re.split(r"(?<!\\)\|", bare)]
    return [_without_signs(cell) for cell in cells]


def _without_signs(cell: str) -> str:
    parts, start = [], 0
    for first, last in _signs(cell):
        parts.append(cell[start:first])
        start = last
    return "".join([*parts, cell[start:]])
