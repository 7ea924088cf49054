"""Printed numbers at the start of a line."""

from __future__ import annotations

import pytest

from dutygraph.ingest.text.outline import Marker, chinese_number, parse_marker
from dutygraph.ingest.text.passage import fold

DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("line", "expected", "rest"),
    [
        ("第一章 总则", Marker("chapter", "第一章", "一", 1, 4), "总则"),
        ("第十二节、监督", Marker("chapter", "第十二节", "十二", 12, 5), "监督"),
        ("第3部分：任务", Marker("chapter", "第3部分", "3", 3, 5), "任务"),
        ("第二编总则", Marker("chapter", "第二编", "二", 2, 3), "总则"),
        ("一、总体要求", Marker("chinese", "一", "一", 1, 2), "总体要求"),
        ("十一．推进", Marker("chinese", "十一", "十一", 11, 3), "推进"),
        ("二 、 推进", Marker("chinese", "二", "二", 2, 4), "推进"),
        ("（一）健全体系", Marker("chinese_bracket", "（一）", "一", 1, 3), "健全体系"),
        ("(二十三)、健全", Marker("chinese_bracket", "(二十三)", "二十三", 23, 6), "健全"),
        ("（ 三 ） 健全", Marker("chinese_bracket", "（ 三 ）", "三", 3, 6), "健全"),
        ("二）健全", Marker("chinese_bracket", "二）", "二", 2, 2), "健全"),
        ("（—）健全", Marker("chinese_bracket", "（—）", "一", 1, 3), "健全"),
        ("—、总体要求", Marker("chinese", "—", "一", 1, 2), "总体要求"),
        ("(4〕强化", Marker("digit_bracket", "4", "4", 4, 3), "强化"),
        ("1．推进", Marker("digit", "1", "1", 1, 2), "推进"),
        ("12、推进", Marker("digit", "12", "12", 12, 3), "推进"),
        ("3. 推进", Marker("digit", "3", "3", 3, 3), "推进"),
        ("１３．推进", Marker("digit", "13", "13", 13, 3), "推进"),
        ("1．2024年底前建成", Marker("digit", "1", "1", 1, 2), "2024年底前建成"),
        ("1.6月底前建成", Marker("digit", "1", "1", 1, 2), "6月底前建成"),
        ("1．5个工作日内答复", Marker("digit", "1", "1", 1, 2), "5个工作日内答复"),
        ("3．12345热线", Marker("digit", "3", "3", 3, 2), "12345热线"),
        ("（13）推进", Marker("digit_bracket", "13", "13", 13, 4), "推进"),
        ("(8) 强化", Marker("digit_bracket", "8", "8", 8, 4), "强化"),
        ("（１２）推进", Marker("digit_bracket", "12", "12", 12, 4), "推进"),
        ("2）推进", Marker("digit_paren", "2", "2", 2, 2), "推进"),
        ("①推进", Marker("circled", "①", "①", 1, 1), "推进"),
        ("⑳ 推进", Marker("circled", "⑳", "⑳", 20, 2), "推进"),
    ],
)
def test_every_kind(line: str, expected: Marker, rest: str) -> None:
    marker = parse_marker(line, fold(line))
    assert marker == expected
    assert line[expected.length :] == rest


@pytest.mark.parametrize(
    "line",
    [
        "2.0版系统上线",
        "2023.5之前",
        "1.5万户企业",
        "２．０版系统上线",
        "1．5亿元",
        "1,200户企业",
        "2024年推进",
        "（2024年）推进",
        "（2020-2025年）",
        "12345．推进",
        "2024．推进",
        "（一",
        "（甲）推进",
        "一是推进改革",
        "三项制度",
        "第一责任人",
        "第3页",
        "一流营商环境",
        "推进1．改革",
        "㉑推进",
        "5%以上",
        "",
    ],
)
def test_what_opens_nothing(line: str) -> None:
    assert parse_marker(line, fold(line)) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", 0),
        ("〇", 0),
        ("两", 2),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("二十三", 23),
        ("一百", 100),
        ("一百零五", 105),
        ("一百一十", 110),
        ("三千零六", 3006),
        ("二〇二四", 2024),
        ("一二", 12),
        ("15", 15),
        ("007", 7),
    ],
)
def test_numerals(text: str, value: int) -> None:
    assert chinese_number(text) == value


def in_characters(value: int) -> str:
    """A number below ten thousand in the way it is written: 一百零五, 十五, 二千零一十."""
    parts: list[str] = []
    zero = False
    for scale, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, scale)
        if digit:
            parts.append(("零" if zero and parts else "") + DIGITS[digit] + word)
        zero = digit == 0
    return "".join(parts).removeprefix("一") if parts and parts[0] == "一十" else "".join(parts)


def test_every_number_is_read_back() -> None:
    assert [in_characters(n) for n in (15, 105, 110, 2010)] == ["十五", "一百零五", "一百一十", "二千零一十"]
    assert [chinese_number(in_characters(n)) for n in range(1, 10000)] == list(range(1, 10000))
