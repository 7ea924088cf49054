"""What copying, converting and old systems do to a text: all the facts are there, the characters are not as typed."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from .choose import Chooser
from .compare import RADICALS
from .model import Document

# Radicals that look like the characters: of the CJK supplement (NFKC keeps those) and of Kangxi.
_LOOKALIKES = {
    **{plain: radical for radical, plain in RADICALS.items()},
    "工": "⼯", "人": "⼈", "大": "⼤", "力": "⼒", "方": "⽅", "水": "⽔", "文": "⽂", "生": "⽣", "行": "⾏",
    "金": "⾦", "用": "⽤",
}  # fmt: skip
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_LINE = 32
# A heading on a line of its own without a stop, and 2024.11 before the next number, end nowhere without a space; nor
# does a duty without a bracket that a second one follows.
_SPACES_TELL = {"task:own-heading", "deadline:dotted-month"}
_BREAKS_TELL = {"outline:unnumbered", "outline:headed", "outline:firstly", "numbers:skip"}
_NEVER_FIRST = "。，、；：）》”"
_PAGE = 24


def flatten(document: Document, lines: list[str], chooser: Chooser) -> list[str]:
    """Return the lines without the breaks between them, as copying from a page and reading from a picture leave them.

    Where a paragraph without a number stands behind a list of units or a sentence without a bracket, or numbers are
    missing, nobody could tell where it begins; there the breaks stay.
    """
    if not document.features.isdisjoint(_BREAKS_TELL) or not chooser.flag("noise:flattened", 0.12):
        return lines
    glued = document.features.isdisjoint(_SPACES_TELL)
    glued = glued and not {"duties:several", "sentence:unbracketed"} <= document.features
    options = {"nothing": "", "lines": "\n"} if glued else {}
    between = chooser.variant("flattened", {**options, "space": " ", "wide": "　"}, 0.5)
    lines = [line.strip("　") for line in lines]
    first = chooser.between(0, 3) if between == "\n" else 0
    if between == "\n":  # only the body has run together
        return [*lines[:first], "".join(lines[first:])]
    return [between.join(lines)]


def spoil(lines: list[str], chooser: Chooser, *, indented: bool) -> list[str]:
    """Return the lines of a text as some converter would leave them.

    Only ``indented`` paragraphs are wrapped at a width; where all have run together no width is printed.
    """
    if chooser.flag("noise:wide-digits", 0.12):
        lines = [line.translate(_WIDE) for line in lines]
    if chooser.flag("noise:radicals", 0.08):
        table = str.maketrans(_LOOKALIKES)
        lines = [line.translate(table) for line in lines]
    if chooser.flag("noise:spaced-numbers", 0.08):
        lines = [re.sub(r"(?<=[\u4e00-\u9fff〔])(\d+)(?=[\u4e00-\u9fff〕％])", r" \1 ", line) for line in lines]
    if chooser.flag("noise:leftovers", 0.06):
        lines = [_leftover(line, chooser) for line in lines]
    if chooser.flag("noise:trailing-space", 0.1):
        lines = [line + chooser.pick(("", " ", "　", "  ")) for line in lines]
    if indented and chooser.flag("noise:wrapped", 0.25):
        lines = _wrapped(
            lines, chooser.variant("wrapped", {"characters": "characters", "columns": "columns", "marks": "marks"})
        )
        if chooser.flag("noise:page-numbers", 0.6):
            lines = _paged(lines, chooser)
    elif chooser.flag("noise:page-numbers", 0.08):
        lines = _paged(lines, chooser)
    if chooser.flag("noise:broken-name", 0.06):
        lines = [_broken(line, chooser) for line in lines]
    return lines


def _leftover(line: str, chooser: Chooser) -> str:
    mark = chooser.pick(("[bookmark: _GoBack]", "[bookmark: _Hlk12345]", "\ufeff", "\u200b"))
    return mark + line if chooser.random.random() < 0.1 else line


def _wrapped(lines: list[str], how: str) -> list[str]:
    """Break lines at the width of the page, in characters or in columns; the indent of a paragraph counts.

    Where marks are kept, one that must not begin a line hangs beyond the width.
    """
    pieces: list[str] = []
    for line in lines:
        piece, used = "", 0
        for char in line:
            width = 1 if how == "columns" and east_asian_width(char) not in "WFA" else 2
            hangs = how == "marks" and char in _NEVER_FIRST and used < 2 * _LINE + 2
            if used + width > 2 * _LINE and not hangs:
                pieces.append(piece)
                piece, used = "", 0
            piece, used = piece + char, used + width
        pieces.append(piece)
    return pieces


def _paged(lines: list[str], chooser: Chooser) -> list[str]:
    """Put a page number, perhaps with blank lines and a running head, behind every so many lines."""
    form = chooser.variant(
        "page-number", {"dashes": "— {} —", "hyphens": "- {} -", "joined": "—{}—", "bare": "{}", "words": "第{}页"}
    )
    running = chooser.flag("noise:running-head", 0.3)
    head = chooser.pick(("（征求意见稿）", "云川市人民政府公报")) if running else ""
    out: list[str] = [head, ""] if head else []
    for n, line in enumerate(lines):
        out.append(line)
        if n % _PAGE == _PAGE - 1 and n + 1 < len(lines):
            out += ["", form.format(n // _PAGE + 1), "", *([head, ""] if head else [])]
    return out


def _broken(line: str, chooser: Chooser) -> str:
    """Break a role line inside a name, with a blank line as copied pages have it."""
    label, colon, value = line.partition("：")
    if not colon or len(label) > 8 or len(value) < 8 or "单位" not in label or chooser.random.random() > 0.4:
        return line
    at = next(
        (i for i in range(3, len(value) - 2) if "、" not in value[i - 2 : i + 2] and "，" not in value[i - 2 : i + 2]),
        0,
    )
    return line if not at else f"{label}{colon}{value[:at]}\n\n{value[at:]}"
