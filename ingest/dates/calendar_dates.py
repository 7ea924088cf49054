"""Readings of dates of the calendar: by when (deadline) and during which stretch (period).

    date = [到] stretch [底] [前] | stretch 至 stretch | "“十四五”" (期间 | 末)

Every rule is a pattern on folded text and the reading of its match; :mod:`dutygraph.ingest.dates.dates` puts them in
order.
"""

from __future__ import annotations

import re

from dutygraph.ingest.dates.stretches import (
    BELOW,
    BY,
    NEAR,
    QUARTERS,
    RELATIVE_YEAR,
    YEAR,
    YEAR_DEEDS,
    Context,
    Groups,
    Reading,
    base_year,
    below,
    bracketed,
    dated,
    is_done_by,
    is_history,
    period,
    stretch,
    year_of,
)

# The dot of an item's number: （负责）2.2025年6月底前, 3．年底前.
AFTER_NUMBER = r"(?:(?<=[。；;:)\s]\d\.)|(?<=[。；;:)\s]\d\d\.)|(?<=\A\d\.))"
TO = r"(?P<to>(?:截至|截止到?|到|至)\s*)?"

# ------------------------------------------------------------------------------------------------------- ranges

# 2019年1月1日至12月31日, 2021-2025年, 9—11月, 今年3月至5月底, 一至三季度; what opens may lack its own 月 or 年.
_OPEN = (
    rf"(?:{YEAR}|{RELATIVE_YEAR}|(?P<y0>(?:19|20)\d{{2}})(?=\s*[-~至到]))?\s*"
    rf"(?:{BELOW}底?|(?P<m0>1[0-2]|[1-9])(?=\s*[-~至到]\s*(?:1[0-2]|[1-9])月)|第?(?P<q0>[一二三])(?=[-~至到、]第?[二三四]季度))?"
)
RANGE = re.compile(
    rf"(?:(?<![\d.每年第%])|{AFTER_NUMBER}){_OPEN}\s*(?:\(含[^()]{{1,12}}\)\s*)?(?:起\s*)?(?:[-~至到]+|(?<=[一二三])、(?=第?[二三四]季度))\s*(?:(?P<y2>(?:19|20)\d{{2}})\s*年?度?|(?P<next2>次年|翌年|第二年|明年)(?!度))?(?P<yend>年?[末底])?\s*"
    rf"(?:{below('2')}|(?P<d3>3[01]|[12]\d|[1-9])[日号])?(?P<end>[底末])?(?P<before>之?前)?"
)


def read_range(match: re.Match[str], context: Context) -> Reading | None:
    """A stretch from one date to another; a second that comes before the first is no range."""
    g = match.groupdict()
    groups = {**g, "m": g["m"] or g["m0"], "q": g["q"] or g["q0"]}
    opened = g["y"] or g["y0"] or g["this"] or any(groups[n] for n in ("m", "q", "half"))
    closed = g["y2"] or g["m2"] or g["q2"] or g["half2"] or (g["d3"] and g["d"])
    if not (opened and closed) or match.end() == match.start():
        return None
    if "、" in match.group() and groups["q"] and QUARTERS.get(g["q2"] or "") != QUARTERS[groups["q"]] + 1:
        return None  # 第一、三季度 are two
    if g["y2"] and not (g["m2"] or g["q2"] or g["half2"]) and not _ends_year(match, context):
        return None
    if not (g["y"] or g["y0"] or g["y2"] or g["this"]) and is_history(match, context) and not _in_days(match):
        return None
    year = _opening_year(g, context)
    if g["d3"] and not g["m2"]:
        groups |= {"m2": g["m"], "d2": g["d3"]}
    try:
        first, _, _ = stretch(groups, year)
        _, last, precision = stretch(groups, int(g["y2"] or year + bool(g["next2"])), "2")
    except ValueError:
        return None
    if last < first or _is_past_range(match, context):
        return None
    return period(first, last, precision)


def _opening_year(g: dict[str, str | None], context: Context) -> int:
    printed = g["y"] or g["y0"]
    if printed:
        return year_of(printed)
    if g["y2"] and not g["this"]:
        return int(g["y2"])
    return base_year(context, g["this"])


def _ends_year(match: re.Match[str], context: Context) -> bool:
    """Whether the second year is one: 2021-2025年; without 年 (2021-2025) in a deadline's own field only."""
    return "年" in match.string[match.start("y2") : match.end()] or context.deadline_field


def _is_past_range(match: re.Match[str], context: Context) -> bool:
    """A range may begin with 自 or 从; what follows it says whether it is history: 1—9月同比."""
    if context.deadline_field:
        return False
    after = match.string[match.end() : match.end() + NEAR]
    named = bracketed(match) and not _in_days(match)
    named = named or (
        match.group().endswith("度") and re.match("考核|考评|审计|决算|预算|评[估价优先]", after) is not None
    )
    return named or re.match(r"\s*(?:的|同比|累计|以来|期间已|已)", after) is not None


def names_a_range(match: re.Match[str]) -> bool:
    """Whether a range is a name's and no time: 规划（2021-2025年）."""
    return bool(match.group("y2") or match.group("m2")) and bracketed(match) and not _in_days(match)


def _in_days(match: re.Match[str]) -> bool:
    """Whether a range in a bracket goes from day to day, or names no year: 宣传发动（3月1日—3月15日） is a time."""
    g = match.groupdict()
    return bool(g["d"] and (g["d2"] or g["d3"])) or not (g["y"] or g["y0"] or g["y2"])


# ----------------------------------------------------------------------------------------------- five-year plans

_FIVE_YEARS = {"十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}
FIVE_YEAR = re.compile(
    rf"{TO}(?:[“\"‘']?(?P<first>十[二三四五六]五)[”\"’']?[和、及至到-])?[“\"‘']?(?P<p>十[二三四五六]五)[”\"’']?(?P<what>期间|时期|规划期内|期内|期末|末期|末|初期|中期)(?P<by>之前|前(?!期))?"
)


def read_five_year(match: re.Match[str], context: Context) -> Reading | None:
    """“十四五”期间 and “十四五”和“十五五”期间 are periods, “十四五”末 a deadline; a plan that was over is history."""
    last = _FIVE_YEARS[match.group("p")]
    first = _FIVE_YEARS[match.group("first") or match.group("p")]
    what = match.group("what")
    if what in ("初期", "中期"):
        return None
    if "末" in what:
        start = match.start("p") if match.group("first") else None
        return Reading("deadline", f"{last + 4}-12-31", "year", start=start)
    if context.base_year is not None and last + 4 < context.base_year:
        return None
    start = match.end("to") if match.group("to") else None
    return Reading("period", f"{first}-01-01/{last + 4}-12-31", "year", start=start)


# ------------------------------------------------------------------------------------------------- single dates

ABSOLUTE = re.compile(
    rf"{TO}(?<!\d){YEAR}(?:度(?={YEAR_DEEDS}))?"
    rf"(?:\s*(?:年)?(?P<early_year>初)(?![步次级审始心衷期中])|\s*{BELOW})?(?:\s*{BY}|全年)?"
)


def read_absolute(match: re.Match[str], context: Context) -> Reading | None:
    """A date with its year. A year that is history or part of a name (2020年以来, 2022年度, 2021年印发的) is none."""
    g = match.groupdict()
    year = year_of(g["y"] or "")
    before = match.string[max(0, match.start() - NEAR) : match.start()]
    share_end(match, g)
    by, to = g["by"], bool(g["to"]) or _NO_LATER.search(before) is not None
    if not by and not to and not context.deadline_field and is_history(match, context):
        return None
    if (to and _reports(match)) or STARTS.match(match.string, match.end()):
        return None
    if not context.deadline_field and _is_past(match, year, context, told=not by and not to):
        return None
    if g["early_year"]:
        return dated({"m": "1", "by": by}, year, context, to=to)
    return dated(g, year, context, to=to or is_done_by(match, context))


# 自2024年7月1日起, 2024年起, 2024年7月开始: a beginning without an end. Not 2024年起3年内, 2024年起至2026年.
BEGINS = re.compile(
    rf"(?:自|从)?(?<!\d){YEAR}(?:\s*{BELOW})?\s*(?:起|开始)(?!草|\s*(?:[至到]|[,，]?\s*(?:\d+|[一二两三四五])个?[年月]内))"
)


def read_begins(match: re.Match[str], context: Context) -> Reading | None:
    """The day from which something is done, in the document's year or later; one before is history."""
    year = year_of(match.group("y"))
    past = context.base_year is not None and year < context.base_year
    which = re.match(r"\s*(?:施行|实施|执行|推行)?的", match.string[match.end() : match.end() + NEAR]) is not None
    if past or which:
        return None
    try:
        first, _, precision = stretch(match.groupdict(), year)
    except ValueError:
        return None
    return Reading("period", f"{first.isoformat()}/..", precision)


# 10月1日起执行, 今年5月起实施, 第四季度起试行: of the document's year. Not 每年10月1日起, 1月起累计.
BEGINS_BARE = re.compile(
    rf"(?:(?<![\d.年月每至到~、和及与-])|(?<=[自从]))(?:{RELATIVE_YEAR}的?\s*)?"
    r"(?:(?P<m>1[0-2]|[1-9])\s*月(?:\s*(?P<d>3[01]|[12]\d|[1-9])\s*[日号]|份)?|第?(?P<q>[一二三四])季度|(?P<half>[上下]半年))"
    r"\s*(?:起|开始)(?!草|[步动色]|\s*(?:[至到]|[,，]?\s*(?:\d+|[一二两三四五])个?[年月]内)|[,，]?[^,，。；;]{0,8}?(?:累计|已|共|发生|以来|的))"
)


def read_begins_bare(match: re.Match[str], context: Context) -> Reading | None:
    """The day of the document's year from which something is done, in its text; in a deadline's field it is none."""
    if context.deadline_field:
        return None
    try:
        first, _, precision = stretch(match.groupdict(), base_year(context, match.group("this")))
    except ValueError:
        return None
    return Reading("period", f"{first.isoformat()}/..", precision)


# 6月30日和12月31日前: the 前 of the last of a list holds for all.
_LISTED = rf"(?:(?:[、和及与]|以及)\s*(?:次年|翌年)?{below('l')})"
_LAST_BY = re.compile(rf"(?:(?:[、和及与]|以及)\s*{below('k')}){{0,10}}?{_LISTED}\s*{BY}")
LIST = re.compile(rf"{_LISTED.replace('?P<', '?P<first_')}{_LISTED.replace('?P<', '?P<second_')}?")


def share_end(match: re.Match[str], groups: Groups) -> None:
    """Give a date the 前 of the last of its list, and the day where only the last has one: 3月、6月、9月的20日前."""
    last = _LAST_BY.match(match.string, match.end())
    if last is None:
        return
    groups["by"] = groups.get("by") or last.group("by")
    if groups.get("m") and not groups.get("d") and match.group()[-1:] == "月":
        groups["d"] = last.group("dl")


# 24年6月底, 25年底前: a year of two figures, where a stretch or its end follows.
SHORT_YEAR = re.compile(rf"(?<![\d第近满前后])(?P<yy>[12]\d)年(?:{BELOW}|(?=年?[底末]))(?:\s*{BY})?")


def read_short_year(match: re.Match[str], context: Context) -> Reading | None:
    """A year of two figures, near the document's."""
    year = 2000 + int(match.group("yy"))
    if context.base_year is None or not -1 <= year - context.base_year <= 6 or is_history(match, context):
        return None
    return dated(match.groupdict(), year, context, to=False)


# Words that make what follows a last day; 到2020年、2025年: 到 holds for both.
_NO_LATER = re.compile(r"(?:到(?:20\d{2}年[底末]?[、和])+|不得?[晚迟]于|截止(?:时间|日期)?[为是]?)\s*$")
STARTS = re.compile(r"\s*(?:起|以来|开始)(?!草)")  # 2024年起每年: a beginning, no time by which


# 2022年受到处分的取消资格, 兑现2022年奖补资金, 2022年全市生产总值: in a document of 2023 they say which is meant.
_MEANT = re.compile(
    "[^,。;]{1,20}的(?:[,]|取消|不得|单位|企业|人员)|全[市省县区州](?!要|力争)|奖补|补[贴助]|绩效|收入|支出|数据|情况|资金|指标|累计"
)


def _is_past(match: re.Match[str], year: int, context: Context, *, told: bool) -> bool:
    """Whether a year lies two or more before the document's: a thing of 2016 ``told`` in 2019 is no task.

    A past time by which something was done says which is meant: 2004年底前投运的电厂.
    """
    if context.base_year is None:
        return False
    after = match.string[match.end() : match.end() + NEAR]
    if told:
        which = year < context.base_year and _MEANT.match(after)
        return year < context.base_year - 1 or bool(which)
    if year < context.base_year - 3 and match.group().endswith("以前"):
        return True  # 1961年以前古树
    return year < context.base_year and re.match("[^,。;的]{1,24}的[\u4e00-\u9fff“]", after) is not None


def _reports(match: re.Match[str]) -> bool:
    """Whether 截至2023年底 opens a report of what is: 截至2023年底，全市已建成…."""
    said = re.match(r"[,，]?[^。；;]{0,12}?(?:已|累计|共有|共建)", match.string[match.end() : match.end() + NEAR])
    return (match.group("to") or "").startswith("截") and said is not None


# 2024.12.31 and 2024-12, 2024/6/30 are dates in a deadline's own field, and in a text with 前.
NUMERIC = re.compile(
    rf"(?<![\d.])(?P<y>20\d{{2}})(?P<sep>[./-])(?P<m>1[0-2]|0?[1-9])(?:(?P=sep)(?P<d>3[01]|[12]\d|0?[1-9]))?(?![\d.%/-])(?:\s*{BY})?"
)
# 2024.6-2024.12, 2024.6.1-6.30 in a deadline's own field.
NUMERIC_RANGE = re.compile(
    r"(?<![\d.])(?P<y>20\d{2})[./](?P<m>1[0-2]|0?[1-9])(?:[./](?P<d>3[01]|[12]\d|0?[1-9]))?\s*[-~至到]+\s*"
    r"(?:(?P<y2>20\d{2})[./])?(?P<m2>1[0-2]|0?[1-9])(?:[./](?P<d2>3[01]|[12]\d|0?[1-9]))?(?![\d.%/-])"
)
_YEARS = re.compile(r"(?:[、和]20\d{2})*[、和]20\d{2}年(?!度|以来|版|[^，。；]{0,4}修[订正])")
_SHARES_YEARS = re.compile(r"(?:[、和]20\d{2})*(?:[、和]20\d{2}|(?<=[、和]20\d\d))[两二三四五]年")
NUMERIC_YEAR = re.compile(r"(?<![\d.])(?P<y>20\d{2})(?![\d./年-])")
# 12.31前, 6/30 in a deadline's own field.
NUMERIC_DAY = re.compile(r"(?<![\d.])(?P<m>1[0-2]|0?[1-9])[./](?P<d>3[01]|[12]\d|0?[1-9])(?![\d.%/])(?P<by>之?前)?")


def read_numeric(match: re.Match[str], context: Context) -> Reading | None:
    """A date in figures."""
    g = match.groupdict()
    if not (context.deadline_field or g["by"]):
        return None
    return dated(g, int(g["y"] or 0), context, to=False)


def read_numeric_range(match: re.Match[str], context: Context) -> Reading | None:
    """A stretch in figures, in a deadline's own field."""
    if not context.deadline_field:
        return None
    g = match.groupdict()
    year = int(g["y"] or 0)
    try:
        first, _, _ = stretch(g, year)
        _, last, precision = stretch(g, int(g["y2"] or year), "2")
    except ValueError:
        return None
    return period(first, last, precision) if first <= last else None


def read_numeric_year(match: re.Match[str], context: Context) -> Reading | None:
    """A bare year as the value of a deadline's own field: 2025; in a text the first of 2024、2025年."""
    listed = _YEARS.match(match.string, match.end()) is not None or _SHARES_YEARS.match(match.string, match.end())
    return dated({}, int(match.group("y")), context, to=False) if context.deadline_field or listed else None


def read_numeric_day(match: re.Match[str], context: Context) -> Reading | None:
    """A month and day in figures, in a deadline's own field."""
    return dated(match.groupdict(), base_year(context), context, to=False) if context.deadline_field else None
