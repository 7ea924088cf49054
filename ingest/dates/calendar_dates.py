"""Readings of dates of the calendar: by when (deadline) and during which stretch (period).

    date = [到] stretch [底] [前] | stretch 至 stretch | "“十四五”" (期间 | 末)

Every rule is a pattern on folded text and the reading of its match; :mod:`dutygraph.ingest.dates.dates` puts them in
order.
"""

from __future__ import annotations

import re

from dutygraph.ingest.dates.recurrences import rrule
from dutygraph.ingest.dates.stretches import (
    BELOW,
    BY,
    NEAR,
    RELATIVE_YEAR,
    YEAR,
    Context,
    Groups,
    Reading,
    base_year,
    below,
    bracketed,
    dated,
    is_history,
    period,
    stretch,
    year_of,
)
from dutygraph.ingest.text.outline import chinese_number

# The dot of an item's number: （负责）2.2025年6月底前, 3．年底前.
AFTER_NUMBER = r"(?:(?<=[。；;:)\s]\d\.)|(?<=[。；;:)\s]\d\d\.)|(?<=\A\d\.))"
_TO = r"(?P<to>(?:截至|截止到?|到|至)\s*)?"

# ------------------------------------------------------------------------------------------------------- ranges

# 2019年1月1日至12月31日, 2021-2025年, 9—11月, 今年3月至5月底, 一至三季度; what opens may lack its own 月 or 年.
_OPEN = (
    rf"(?:{YEAR}|{RELATIVE_YEAR}|(?P<y0>(?:19|20)\d{{2}})(?=\s*[-~至到]))?\s*"
    rf"(?:{BELOW}底?|(?P<m0>1[0-2]|[1-9])(?=\s*[-~至到]\s*(?:1[0-2]|[1-9])月)|第?(?P<q0>[一二三])(?=[-~至到、]第?[二三四]季度))?"
)
RANGE = re.compile(
    rf"(?:(?<![\d.每年第%])|{AFTER_NUMBER}){_OPEN}\s*(?:起\s*)?(?:[-~至到]+|(?<=[一二三])、(?=第?[二三四]季度))\s*(?:(?P<y2>(?:19|20)\d{{2}})\s*年?度?|(?P<next2>次年|翌年|第二年|明年)(?!度))?(?P<yend>年?[末底])?\s*"
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
    rf"{_TO}[“\"‘']?(?P<p>十[二三四五六]五)[”\"’']?(?P<what>期间|时期|规划期内|期内|期末|末期|末|初期|中期)(?P<by>之前|前(?!期))?"
)


def read_five_year(match: re.Match[str], context: Context) -> Reading | None:
    """“十四五”期间 is a period, “十四五”末 a deadline; a plan that was over before the document is history."""
    first = _FIVE_YEARS[match.group("p")]
    what = match.group("what")
    if what in ("初期", "中期"):
        return None
    if "末" in what:
        return Reading("deadline", f"{first + 4}-12-31", "year")
    if context.base_year is not None and first + 4 < context.base_year:
        return None
    start = match.end("to") if match.group("to") else None
    return Reading("period", f"{first}-01-01/{first + 4}-12-31", "year", start=start)


# ------------------------------------------------------------------------------------------------- single dates

ABSOLUTE = re.compile(
    rf"{_TO}(?<!\d){YEAR}(?:度(?=内|底|末|完成|实现|建成|全面|力争|组织|开展|启动))?"
    rf"(?:\s*(?:年)?(?P<early_year>初)(?![步次级审始心衷期中])|\s*{BELOW})?(?:\s*{BY}|全年)?"
)


def read_absolute(match: re.Match[str], context: Context) -> Reading | None:
    """A date with its year. A year that is history or part of a name (2020年以来, 2022年度, 2021年印发的) is none."""
    g = match.groupdict()
    year = year_of(g["y"] or "")
    before = match.string[max(0, match.start() - NEAR) : match.start()]
    _share_end(match, g)
    by, to = g["by"], bool(g["to"]) or _NO_LATER.search(before) is not None
    if not by and not to and not context.deadline_field and is_history(match, context):
        return None
    if (to and _reports(match)) or _STARTS.match(match.string, match.end()):
        return None
    if not context.deadline_field and _is_past(match, year, context, told=not by and not to):
        return None
    if g["early_year"]:
        return dated({"m": "1", "by": by}, year, context, to=to)
    return dated(g, year, context, to=to)


# 6月30日和12月31日前: the 前 of the last of a list holds for all.
_LISTED = rf"(?:(?:[、和及与]|以及)\s*{below('l')})"
_LAST_BY = re.compile(rf"(?:(?:[、和及与]|以及)\s*{below('k')}){{0,10}}?{_LISTED}\s*{BY}")
_LIST = re.compile(rf"{_LISTED.replace('?P<', '?P<first_')}{_LISTED.replace('?P<', '?P<second_')}?")


def _share_end(match: re.Match[str], groups: Groups) -> None:
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
_STARTS = re.compile(r"\s*(?:起|以来|开始)(?!草)")  # 2024年起每年: a beginning, no time by which


def _is_past(match: re.Match[str], year: int, context: Context, *, told: bool) -> bool:
    """Whether a year lies two or more before the document's: a thing of 2016 ``told`` in 2019 is no task.

    A past time by which something was done says which is meant: 2004年底前投运的电厂.
    """
    if context.base_year is None:
        return False
    after = match.string[match.end() : match.end() + NEAR]
    if told:
        # 2022年受到处分的取消资格: which are meant
        which = year < context.base_year and re.match("[^,。;]{1,20}的(?:[,]|取消|不得|单位|企业|人员)", after)
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


# 年底前, 今年6月底前, 明年底, 12月底前: the year is the document's. Not 每年…, 去年…, 近年内, not the 6 of 16个月.
BARE = re.compile(
    rf"(?:(?<![年月日季度底末旬\d]){_TO[:-1]})?(?:(?<![\d.年每去上历近多几数届全半学一二两三四五六七八九十第])|{AFTER_NUMBER})"
    rf"(?:{RELATIVE_YEAR}\s*(?:年?(?P<early_year>初)|{BELOW})?|{BELOW.replace('?P<', '?P<bare_')}"
    rf"|(?P<whole>年度?)(?=[底末内])(?!末年初|末岁初))(?:\s*{BY})?"
)
# Without 前 or 底 a bare stretch is a time where its clause goes on with the deed: 9月完成竣工验收, 上半年，全面启动….
# 上半年总结 and 6月份通报 may be names of things, 三季度同比 is history.
_DEED = re.compile(
    r"\s*[,，]?\s*(?:力争|至少|原则上|预计|分批|统一|按期|如期|率先|全[省市县区州]|确保|争取|前后|全面|全部|集中|基本|正式|陆续|再|计划|分别|各|重点|继续|要|将|拟|新)*(?:完成|启动|开工|动工|竣工|建成|投产|投用|投入|开展|组织|举办|召开|实现|出台"
    r"|印发|制定|形成|部署|进行|实施|推出|推进|上线|交付|验收|开园|开馆|开业|开通|申报|公布|发布|报送|上报|提交|达到|建立|落实|招引|供地|挂牌|总结验收|运行|试点|推广"
    r"|新建|新增|净增|改造|改建|扩建|培育|培训|建设|打造|创建|引进|引育|安排|整治|治理|修复|创成|认定|选派|编制|修订|发放|提供|为[^,。]{2,12}提供|(?<=分别)(?:报告|汇报|通报))"
)


def read_bare(match: re.Match[str], context: Context) -> Reading | None:
    """A date without its year."""
    g: dict[str, str | None] = {k.removeprefix("bare_"): v for k, v in match.groupdict().items() if v}
    named = {"half", "q", "m"} & set(g)
    _share_end(match, g)
    by, this = g.get("by"), g.get("this")
    before = match.string[max(0, match.start() - NEAR) : match.start()]
    if not g.get("to") and re.search(r"[至到~-]\s*$|年\s+$", before):
        return None  # the end of a range or what stands below a year that could not be read
    if not by and context.deadline_field and _STARTS.match(match.string, match.end()):
        return None  # 3月起持续推进
    if not by and not context.deadline_field:
        if not named and not g.get("early_year") and not (this and this != "当年" and _DEED.match(_after(match))):
            return None
        done = context.in_step or g.get("to") or _DEED.match(_after(match)) or _opens_with_who(match)
        if is_history(match, context) or (not this and not done):
            return None
    if not by and this and not named and not g.get("early_year") and this == "当年":
        return None
    if by and "whole" in g and not by.endswith("前") and not this and _WHOLE_YEAR_NAME.match(_after(match)):
        return None
    if bracketed(match) and not by and not context.deadline_field:
        return None
    if not by and named == {"m"} and not (g.get("m") or "0").isdigit() and not this:
        return None  # 五月 by itself is as often a name
    if this in ("次年", "翌年"):
        return _of_next_year(match, g, context)
    year = base_year(context, this)
    if g.get("early_year"):
        return dated({"m": "1", "by": by}, year, context, to=bool(g.get("to")))
    return dated(g, year, context, to=bool(g.get("to")))


def _of_next_year(match: re.Match[str], groups: Groups, context: Context) -> Reading | None:
    """次年 is the year after the one that its sentence names; of a yearly duty (每年…，次年3月底前…) it recurs."""
    said = re.split("[。;\n]", match.string[max(0, match.start() - NEAR) : match.start()])[-1]
    if re.search("每年|逐年|年度(?!计划|方案|目标)", said) and groups.get("m"):
        by = {"BYMONTH": str(chinese_number(groups["m"] or ""))}
        if groups.get("d"):
            by["BYMONTHDAY"] = str(chinese_number(groups["d"] or ""))
        return Reading("recurrence", rrule("YEARLY", 1, **by), "day" if groups.get("d") else "month")
    named = re.findall(r"((?:19|20)\d{2})\s*年", said)
    year = int(named[-1]) if named else base_year(context)
    return dated(groups, year + 1, context, to=bool(groups.get("to")))


# 12月，市级组织验收: who does it stands between a month that opens its sentence and the deed.
_WHO_DOES = re.compile(rf"\s*(?:份)?[,，][^,，。；;\d]{{1,14}}?(?:{_DEED.pattern})")


# 一季度“开门红”，工业增加值增长7%: a stretch that opens a sentence and goes on with what is to be reached.
_MEASURES = re.compile(
    r"\s*(?:[“\"][^“”\"]{1,8}[”\"])?[,，]?[^,，。；;的\d]{2,16}(?:增长|达到|完成|新增|下降|突破|不低于|不少于)[^,，。；;\d]{0,4}\d"
)
# 第四季度：组织验收: a stretch that heads what is done in it.
_HEADS = re.compile(r"\s*(?:\([^()]{1,12}\))?\s*:(?=[^\d\n])")


def _opens_with_who(match: re.Match[str]) -> bool:
    """Whether a stretch opens its sentence and a clause with the deed follows: 9月，各县集中开展检查."""
    before = match.string[max(0, match.start() - NEAR) : match.start()]
    opens = re.search(r"(?:^|[。；;:\n)）])\s*$", before) is not None
    after = _after(match)
    return opens and any(p.match(after) is not None for p in (_WHO_DOES, _HEADS, _MEASURES))


# 年底考核 and 年末总结 are names of things.
_WHOLE_YEAR_NAME = re.compile(r"\s*(?:效能|目标|绩效|考核|考评|述职|总结|评优|评先|决算|检查|验收|奖|工作总结|督查)")


def _after(match: re.Match[str]) -> str:
    """What stands behind a match, and behind the months listed with it: 3月、9月开展."""
    listed = _LIST.match(match.string, match.end())
    return match.string[listed.end() if listed is not None else match.end() :]


# 全年 is the document's year in a deadline's field, and in a text where it opens a clause that goes on with the deed
# (全年新增就业3万人) or names a quantity (全年旅游收入突破50亿元); 全年抽查计划 is a name; 全年持续推进 is ongoing and
# read before.
WHOLE_YEAR = re.compile(r"全年度?")


_MEASURED_SOON = re.compile(
    r"(?:开行|完成|新增|实现|增长|达到?|突破|接待|培训|举办|开展|不少于|不低于|力争)[^,，。；;的\d]{0,6}\d"
)
_MEASURED = re.compile(r"[^,，。；;的\d]{2,16}\d[\d.]*(?!\d*[年月])")


def read_whole_year(match: re.Match[str], context: Context) -> Reading | None:
    """全年 in a deadline's own field or before the deed."""
    opens = (
        re.search(r"(?:^|[,。;:、\s]|力争|确保)$", match.string[max(0, match.start() - NEAR) : match.start()])
        is not None
    )
    said = (
        re.match("不(?:再)?(?:发生|出现)", _after(match))
        or _DEED.match(_after(match))
        or _MEASURED.match(_after(match))
    )
    said = (opens and said) or _MEASURED_SOON.match(_after(match))  # 班列全年开行300列
    if not context.deadline_field and not said:
        return None
    first, last, precision = stretch({}, base_year(context))
    return period(first, last, precision)
