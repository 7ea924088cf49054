"""The numbers that Word makes for list paragraphs (w:numPr): no characters of the file, yet what a person reads.

ECMA-376 part 1, 17.9: a paragraph, or its style, names a list (numId) and a level; the list's level says how the
number looks (numFmt), what stands around it (lvlText: ``（%1）``) and where it starts; a level begins anew below
each paragraph of a level above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# A style based on itself in a circle is followed no further.
_MOST_STYLES: Final = 20
_EVERY_LEVEL: Final = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list, like ``（%1）`` counted 一, 二, 三 from 1.

    ``behind`` parts number and text; the level begins anew behind a paragraph of a level less than ``restarts``.
    """

    start: int
    form: str
    text: str
    behind: str
    restarts: int = _EVERY_LEVEL


@dataclass(frozen=True, slots=True)
class ListStyle:
    """A list: lists of one ``definition`` go on counting together, unless one ``begins`` anew."""

    definition: str
    levels: dict[int, Level]
    begins: bool


@dataclass(slots=True)
class Numbering:
    """Counts the list paragraphs of one document in their order."""

    lists: dict[str, ListStyle]
    styles: dict[str, tuple[str, int]]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def label(self, paragraph: etree._Element) -> str:
        """Return the number in front of a paragraph with what parts it from the text, or nothing.

        To be called once for each paragraph, in the order of the document. Bullets are no numbers.
        """
        number, depth = self._listed(paragraph)
        style = self.lists.get(number)
        if style is None or depth not in style.levels:
            return ""
        counts = self._count(number, depth, style)
        level = style.levels[depth]
        if level.form in ("bullet", "none"):
            return ""

        def shown(match: re.Match[str]) -> str:
            other = int(match.group(1)) - 1
            return format_number(counts.get(other, 1), style.levels.get(other, level).form)

        text = re.sub("%([1-9])", shown, level.text)
        return text + level.behind if text else ""

    def _listed(self, paragraph: etree._Element) -> tuple[str, int]:
        """The list and level of a paragraph; the list "" or "0" is none."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return "", 0
        number, depth = self.styles.get(_value(properties, "pStyle") or "", ("", 0))
        own = properties.find(f"{W}numPr")
        if own is None:
            return number, depth
        return _value(own, "numId") or number, _int(_value(own, "ilvl"), depth)

    def _count(self, number: str, depth: int, style: ListStyle) -> dict[int, int]:
        counts = self._counts.setdefault(style.definition, {})
        if style.begins and number not in self._begun:
            counts.clear()
        self._begun.add(number)
        for above in range(depth):
            if above in style.levels:
                counts.setdefault(above, style.levels[above].start)
        counts[depth] = counts[depth] + 1 if depth in counts else style.levels[depth].start
        for below in [d for d in counts if d > depth]:
            if below not in style.levels or depth < style.levels[below].restarts:
                del counts[below]
        return counts


def read_numbering(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """Return the lists of a document from its numbering and styles parts, either of which it may lack."""
    return Numbering(
        {} if numbering is None else dict(_lists(numbering)),
        {} if styles is None else dict(_listed_styles(styles)),
    )


def _lists(root: etree._Element) -> Iterator[tuple[str, ListStyle]]:
    definitions = {
        each.get(f"{W}abstractNumId", ""): {_depth(level): _level(level) for level in each.findall(f"{W}lvl")}
        for each in root.findall(f"{W}abstractNum")
    }
    for each in root.findall(f"{W}num"):
        definition = _value(each, "abstractNumId") or ""
        levels, begins = dict(definitions.get(definition, {})), False
        for override in each.findall(f"{W}lvlOverride"):
            depth, own = _depth(override), override.find(f"{W}lvl")
            start = _value(override, "startOverride")
            if own is not None:
                levels[depth] = _level(own)
            if start is not None and depth in levels:
                old, begins = levels[depth], True
                levels[depth] = Level(_int(start, old.start), old.form, old.text, old.behind, old.restarts)
        yield each.get(f"{W}numId", ""), ListStyle(definition, levels, begins)


def _level(element: etree._Element) -> Level:
    restarts = _value(element, "lvlRestart")
    return Level(
        _int(_value(element, "start"), 0),
        _value(element, "numFmt") or "decimal",
        _value(element, "lvlText") or "",
        {"space": " ", "nothing": ""}.get(_value(element, "suff") or "tab", "\t"),
        _int(restarts, _EVERY_LEVEL),
    )


def _listed_styles(root: etree._Element) -> Iterator[tuple[str, tuple[str, int]]]:
    """The paragraph styles that belong to a list, by themselves or by what they are based on."""
    every = {each.get(f"{W}styleId", ""): each for each in root.findall(f"{W}style")}
    for name, style in every.items():
        number: str | None = None
        depth: str | None = None
        at: etree._Element | None = style
        for _ in range(_MOST_STYLES):
            if at is None or number is not None:
                break
            own = at.find(f"{W}pPr/{W}numPr")
            if own is not None:
                number, depth = _value(own, "numId"), depth or _value(own, "ilvl")
            at = every.get(_value(at, "basedOn") or "")
        if number is not None:
            yield name, (number, _int(depth, 0))


def format_number(number: int, form: str) -> str:
    """Return a number in one of Word's forms (ST_NumberFormat); an unknown form counts in digits.

    >>> [format_number(12, form) for form in ("decimal", "chineseCounting", "decimalEnclosedCircle", "upperRoman")]
    ['12', '十二', '⑫', 'XII']
    """
    if form in _CHINESE and 0 < number < 10000:
        return _chinese(number)
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if form == "decimalFullWidth":
        return "".join(chr(ord("０") + int(digit)) for digit in str(number))
    if form == "decimalZero":
        return f"{number:02}"
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = _roman(number)
        return roman if form == "upperRoman" else roman.lower()
    if form == "ideographTraditional" and 1 <= number <= 10:
        return "甲乙丙丁戊己庚辛壬癸"[number - 1]
    if form == "ideographZodiac" and 1 <= number <= 12:
        return "子丑寅卯辰巳午未申酉戌亥"[number - 1]
    if form in ("ideographDigital", "chineseLegalSimplified"):
        digits = "〇一二三四五六七八九" if form == "ideographDigital" else "零壹贰叁肆伍陆柒捌玖"
        return "".join(digits[int(digit)] for digit in str(number))
    return str(number)


_CHINESE = frozenset(
    ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand")
)


def _chinese(number: int) -> str:
    text, gap = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            text += ("零" if gap and text else "") + "一二三四五六七八九"[digit - 1] + name
        gap = digit == 0
    return text.removeprefix("一") if text.startswith("一十") else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in (
        *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
        *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
    ):
        text += letters * (number // value)
        number %= value
    return text


def _depth(element: etree._Element) -> int:
    return _int(element.get(f"{W}ilvl"), 0)


def _value(element: etree._Element, name: str) -> str | None:
    """The w:val of a child element, or None."""
    child = element.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def _int(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"\d{1,6}", text) else otherwise
