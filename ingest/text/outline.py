"""Printed numbers at the start of a line: 一、 （一） 1． （1） ① 第一章.

marker = "第" numeral ("章" | "节" | "编" | "部分" | "条") | numeral "、" | "（" numeral "）" | digits ("．" | "、")
       | "（" digits "）" | digits "）" | circled

Levels follow from the order in which kinds appear, not from the kind: some documents put 1． above （一）.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

MarkerKind = Literal[
    "chapter",
    "chinese",
    "chinese_bracket",
    "digit",
    "digit_bracket",
    "digit_paren",
    "circled",
    "named",
    "row",
    "article",
    "ordinal",
    "units",
    "labelled",
    "stepped",
    "box",
]

_NUMERAL = "[一二三四五六七八九十百零〇]+"
# Lists of a province go beyond 1000; what could be a year (2024、2025年) is none.
DIGITS = r"(?:\d{1,3}(?!\d)|(?!19|20)[1-9]\d{3}(?!\d))"
# What alone may stand above a number of these kinds, whatever came before.
ABOVE: dict[str, tuple[str, ...]] = {"chapter": (), "chinese": ("chapter", "row")}
MARKERS: tuple[tuple[MarkerKind, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"第(?P<n>{_NUMERAL}|\d+)(?:章|节|编|部分)[\s、:]*")),
    # 第三条 as the number of a measure; 第三条规定 and 第二条第三款 cite.
    ("article", re.compile(rf"第(?P<n>{_NUMERAL}|\d+)条(?![款项规之的、,和至所中])[\s:]*")),
    # 问题一：…, 任务1：…: the noun is printed with the number.
    (
        "named",
        re.compile(
            rf"(?:反馈|整改|工作|重点)?(?:问题|任务|措施|行动|工程|事项|专项|项目)\s*(?P<n>{_NUMERAL}|\d{{1,3}})"
            r"\s*(?:[:、]|[.](?!\d)|(?<=\s)(?=[\u4e00-\u9fff“《]))\s*"
        ),
    ),
    # Recognised pictures lose a bracket or print another: 一）, （二].
    ("chinese_bracket", re.compile(rf"[(\[]?\s*(?P<n>{_NUMERAL})\s*[)\]]\s*[、.]?\s*")),
    ("chinese", re.compile(rf"(?P<n>{_NUMERAL})\s*[、.]\s*")),
    ("digit_bracket", re.compile(rf"[(\[]\s*(?P<n>{DIGITS})\s*[)\]]\s*[、.]?\s*")),
    # 1．推进, 12、推进, 1。推进 and 1．2024年底前, but neither 2.0版 nor 1,200 nor 2023.5.
    (
        "digit",
        re.compile(
            rf"(?P<n>{DIGITS})\s*(?:、|。(?=[\u4e00-\u9fff])|[.](?!\d)|[.](?=(?:19|20)\d{{2}}\s*年|\d{{1,2}}\s*月|\d{{5}}))\s*"
        ),
    ),
    # 序号：1 on a line of its own, above 任务名称：….
    ("digit", re.compile(rf"(?:任务)?(?:序|编)号\s*:\s*(?P<n>{DIGITS})\s*$")),
    ("digit_paren", re.compile(rf"(?P<n>{DIGITS})\s*\)\s*")),
    ("circled", re.compile(r"(?P<n>[①-⑳])\s*")),
    # One character each: ⒈ is 1., ⑴ is (1), ㈠ is （一）.
    ("digit", re.compile(r"(?P<n>[⒈-⒛])\s*")),
    ("digit_bracket", re.compile(r"(?P<n>[⑴-⒇])\s*")),
    ("chinese_bracket", re.compile(r"(?P<n>[㈠-㈩])\s*")),
)
# The first of each run of signs that are a whole number.
_FIRST_SIGNS = "①⒈⑴㈠"
# A wide stop is that of a number before a digit too (1．5日内答复), unless a version or an amount is printed so.
_WIDE_STOP = re.compile(rf"{DIGITS}\s*．(?!\d+[版万亿％%])")
# In a recognised picture 一 is often a dash: —、总体要求, （—）加强领导.
_DASH_FOR_ONE = re.compile(r"-、|[(\[]\s*-\s*[)\]]")
_ORDINAL = re.compile(r"(?P<n>[一二三四五六七八九十]{1,3})(?:是|要)(?!否)")
_ANY_STOP = re.compile(rf"(?P<n>{DIGITS})\s*[.]\s*(?=\d+[^\d.%])")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a line: its kind, the number as a contract prints it, bare, and as a value.

    ``number`` is 13 for （13） and 1．, else as printed （（一））; ``bare`` drops the brackets; ``length`` is
    how many characters of the line it takes.
    """

    kind: MarkerKind
    number: str
    bare: str
    value: int
    length: int


def parse_marker(text: str, folded: str) -> Marker | None:
    """Return the marker that a line opens with, or None."""
    if _WIDE_STOP.match(text):
        folded = folded.replace(".", "、", 1)
    if _DASH_FOR_ONE.match(folded):
        folded = folded.replace("-", "一", 1)
    for kind, pattern in MARKERS:
        match = pattern.match(folded)
        if match is None:
            continue
        bare = match.group("n")
        printed = text[: match.end()].strip().rstrip("、.．:： ")
        value = _value(bare)
        bare = str(value) if kind in ("digit", "digit_bracket") and not bare.isdecimal() else bare
        number = bare if kind in ("digit", "digit_bracket", "digit_paren") else printed
        return Marker(kind, number, bare, value, match.end())
    return None


def parse_ordinal(folded: str) -> Marker | None:
    """Return 一是, 二是 at the start of a paragraph as its number.

    Such a word numbers a task only where each paragraph has a duty of its own, which its caller knows; elsewhere it
    counts the sentences of one.
    """
    match = _ORDINAL.match(folded)
    return Marker("ordinal", match.group(), match.group(), _value(match.group("n")), match.end()) if match else None


def parse_next(folded: str, before: int) -> Marker | None:
    """Return the marker of a line that counts on though a digit follows its stop: 11.121人才项目 behind 10."""
    match = _ANY_STOP.match(folded)
    if match is None or int(match.group("n")) != before + 1:
        return None
    return Marker("digit", match.group("n"), match.group("n"), before + 1, match.end())


def _value(bare: str) -> int:
    first = next((sign for sign in _FIRST_SIGNS if len(bare) == 1 and 0 <= ord(bare) - ord(sign) < 20), None)
    return ord(bare) - ord(first) + 1 if first is not None else chinese_number(bare)


def chinese_number(text: str) -> int:
    """Return the value of a numeral up to the thousands, written with digits or in Chinese.

    >>> chinese_number("二十三"), chinese_number("一百零五"), chinese_number("两"), chinese_number("15")
    (23, 105, 2, 15)
    """
    if text.isdigit():
        return int(text)
    total = current = 0
    for char in text:
        if char in _DIGITS:
            current = (
                current * 10 + _DIGITS[char] if current and "十" not in text and "百" not in text else _DIGITS[char]
            )
        else:
            scale = {"十": 10, "百": 100, "千": 1000}[char]
            total += (current or 1) * scale
            current = 0
    return total + current
