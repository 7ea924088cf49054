"""Named stretches of time: a year, half, quarter, month, 旬 or day as it is printed, and its first and last day.

    stretch = [year] (half | quarter | month [day | 旬 | 半月])
    year    = "2024年" | "二〇二四年" | "今年" | "明年"

The patterns here are parts of the rules of the neighbouring modules; numbers may be Arabic or Chinese.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from dutygraph.graph.model import DateKind, Precision
from dutygraph.ingest.text.outline import chinese_number


@dataclass(frozen=True, slots=True)
class Reading:
    """What a match means; ``start`` and ``end`` narrow it where the pattern took more than the time words."""

    kind: DateKind
    value: str | None
    precision: Precision | None = None
    business_days: bool = False
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a reading depends on: the year of bare months, whether this is a deadline's own field, the day of issue.

    ``in_step`` says that what is read stands in a row of times: 4月启动，5—10月实施，11月评估.
    """

    base_year: int | None = None
    deadline_field: bool = False
    issued_on: dt.date | None = None
    in_step: bool = False


class YearUnknown(Exception):
    """A time whose day the document does not tell, as that of a month without a year where the document has none."""


Groups = dict[str, str | None]
NEAR = 120  # how far around a time its words are looked at

NUMERAL = r"(?:\d{1,4}|[一二三四五六七八九十百两]{1,4})"
_CHINESE_YEAR = "[一二][〇○零oO0九][〇○零oO0-9一二三四五六七八九]{2}"
YEAR = rf"(?P<y>(?:19|20)\d{{2}}|{_CHINESE_YEAR})\s*年"
_MONTH = r"1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_DAY = r"3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九]"


def below(suffix: str = "") -> str:
    """Return the pattern of what is named below a year; ``suffix`` keeps the groups of two stretches apart."""
    return (
        rf"(?:(?P<half{suffix}>上半年|下半年|前[两二三]个?季度)|(?:第?\s*(?=[一二三四1-4首]\s*季(?:度|[末底]))|第(?=[一二]\s*、\s*第?[三四]季度)|[Qq](?=[1-4](?!\d)))(?P<q{suffix}>[一二三四1-4首])(?:\s*季度?)?"
        rf"|(?<![百千万亿点])(?P<m{suffix}>{_MONTH})\s*月(?!\s*(?:薪|均|租|嫂|球|饼))(?:份)?"
        rf"(?:\s*的?\s*(?P<d{suffix}>{_DAY})\s*[日号](?!线)(?:\s*\d{{1,2}}\s*[时点])?|(?P<xun{suffix}>[上中下]旬|[上中][中下]旬)|(?P<part{suffix}>[上下]半月)|(?P<early{suffix}>初))?)"
    )


BELOW = below()
# 2024年前三季度 and 2024年前后 have no 前 of a deadline.
_BEFORE = r"(?:之前|以前|前(?![后期列沿端置述往景三一二两]))"
BY = (
    r"(?P<by>(?:年?底|年?末(?!年初|岁初))(?:之前|以前|前(?![后期列沿端置]))?"
    rf"|(?:年内|之内|以内|内(?!蒙|部(?!门)|容|外|设|的))|{_BEFORE})"
)
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4, "首": 1}
_SHIFTS = {"今": 0, "本": 0, "当": 0, "明": 1, "次": 1, "翌": 1, "后": 2}
RELATIVE_YEAR = r"(?P<this>今年|本年度|本年|当年|明年|次年|翌年|后年)"


def year_of(printed: str) -> int:
    """Return a printed year.

    >>> year_of("2024"), year_of("二〇二三")
    (2024, 2023)
    """
    if printed.isdigit():
        return int(printed)
    return int("".join("0" if c in "〇○零oO" else str(chinese_number(c)) for c in printed))


def base_year(context: Context, relative: str | None = None) -> int:
    """Return the year that bare months belong to, shifted by 今年 or 明年; YearUnknown where the document has none."""
    if context.base_year is None:
        raise YearUnknown
    return context.base_year + _SHIFTS[(relative or "今")[0]]


def last_day(year: int, month: int) -> dt.date:
    """Return the last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def stretch(groups: Groups, year: int, suffix: str = "") -> tuple[dt.date, dt.date, Precision]:
    """The first and last day of what is named below a year, or of the year; ValueError for a day that is none."""

    def get(name: str) -> str | None:
        return groups.get(name + suffix)

    if printed := get("m"):
        return _in_month(year, chinese_number(printed), get("d"), get("xun"), get("part"), get("early"))
    if quarter := QUARTERS.get(get("q") or ""):
        return dt.date(year, quarter * 3 - 2, 1), last_day(year, quarter * 3), "quarter"
    if (half := get("half")) and half.startswith("前"):
        last_month = 9 if "三" in half else 6
        return dt.date(year, 1, 1), last_day(year, last_month), "quarter"
    if half:
        first_month = 1 if half.startswith("上") else 7
        return dt.date(year, first_month, 1), last_day(year, first_month + 5), "half"
    return dt.date(year, 1, 1), dt.date(year, 12, 31), "year"


def _in_month(
    year: int, month: int, day: str | None, xun: str | None, part: str | None, early: str | None
) -> tuple[dt.date, dt.date, Precision]:
    if day:
        date = dt.date(year, month, chinese_number(day))
        return date, date, "day"
    if xun:
        first, ends = ({"上": 1, "中": 11, "下": 21}[x] for x in (xun[0], xun[-2]))  # 中下旬 is two
        last = last_day(year, month) if ends == 21 else dt.date(year, month, ends + 9)
        return dt.date(year, month, first), last, "xun"
    if part:
        first, last = (1, dt.date(year, month, 15)) if part.startswith("上") else (16, last_day(year, month))
        return dt.date(year, month, first), last, "xun"
    if early:
        return dt.date(year, month, 1), dt.date(year, month, 10), "xun"
    return dt.date(year, month, 1), last_day(year, month), "month"


def period(first: dt.date, last: dt.date, precision: Precision) -> Reading:
    """Return the reading of a period from the first to the last day."""
    return Reading("period", f"{first.isoformat()}/{last.isoformat()}", precision)


_IN_WHICH = ("year", "half", "quarter")
# 一季度完成 in a deadline's own field: by its end.
_DONE = re.compile(r"\s*(?:全面|全部|基本)?(?:完成|办结|建成|完工|竣工|到位|落实到位)")


def is_done_by(match: re.Match[str], context: Context) -> bool:
    """Whether a stretch in a deadline's own field is one by whose end the work is done."""
    return context.deadline_field and _DONE.match(match.string, match.end()) is not None


def dated(groups: Groups, year: int, context: Context, *, to: bool) -> Reading | None:
    """A stretch with 前 ends the day before it begins (2023年前, 三季度前), a day with 前 is included (1月8日前).

    Where that day was over when the document was issued (一季度前 in March) the words mean another: YearUnknown.
    In a deadline's own field a day or month is the last one (2024年9月); a year, half or quarter is that in which.
    """
    try:
        first, last, precision = stretch(groups, year)
    except ValueError:
        return None
    by = groups.get("by") or ""
    if re.fullmatch("之前|以前|前", by) and precision != "day":
        due = first - dt.timedelta(days=1)
        issued = context.issued_on
        if issued is not None and due < issued and first.year == issued.year:
            raise YearUnknown
        return Reading("deadline", due.isoformat(), precision)
    last_one = context.deadline_field and (precision not in _IN_WHICH or by)  # 年内
    if (by and not by.endswith("内")) or to or last_one:
        return Reading("deadline", last.isoformat(), precision)
    return period(first, last, precision)


# 2024年度完成, 2024年度首次实现: the year in which; 2024年度考核 is a name.
YEAR_DEEDS = "内|底|末|完成|实现|建成|全面|力争|组织|开展|启动|首次|新增|新建|新认定"
# What stands around a year, half, quarter or month that is history or part of a name.
_HISTORY_AFTER = re.compile(
    r"\s*(?:的(?!前提)|以来|至今|版|本(?=[)\]])|级|届|[春秋]季学期起|印发|修订|修正|颁布|公布的|发布的|下发|出台的|制定的|实施的|签订|成立|之后|以后|前?后|起|开始|始"
    r"|[零\d时]*为(?:标准时点|基准)|基础上|水平|同期|及[以之]前|(?:征收|收费|缴费|支付|保障)标准|底数|基数|[^，。；,;]{0,8}(?:的基础上|试点经验|经验基础)|同比|环比|累计(?!达|完成|实现|新增|建成|培育|不)|度?(?:中央)?一号文件|(?:国务院|省|市|县|区|全国)?政府工作报告|第[一二三四五六七八九十\d]+号"
    r"|(?:春运|汛期|防汛|暑[期假]|寒假|春节|国庆|中秋|端午|清明|五一|元旦|两会|迎峰度[夏冬])(?![^,，。；;]{0,6}前)"
    r"|(?:北京|杭州|成都|全国)?(?:冬奥|冬残奥|残奥|奥运|亚运|全运|大运)会|(?:地方)?政府债务"
    r"|(?:远景|愿景|预算|决算|高考|中考|工作要点|任务清单|目录)|[“\"‘][^”\"’]{1,24}[”\"’][^,，。；;]{0,6}(?:[大竞比联]赛|论坛|大会|峰会|博览会|方案|要点|清单|计划(?=[,，。；;、]|$))"
    rf"|度(?!{YEAR_DEEDS}))"
)
_HISTORY_BEFORE = re.compile(r"(?:自|从|(?<!占)比|较|同比|与|相比|相较|是|系|截止目前|去年|上年|对标|锚定|面向|展望)$")


def is_history(match: re.Match[str], context: Context) -> bool:
    """Whether a match is history or part of a name: 2020年以来, 2022年度考核, 比2021年增长, 实施意见（2025年）."""
    if context.deadline_field:
        return False
    before, after = (
        match.string[max(0, match.start() - NEAR) : match.start()],
        match.string[match.end() : match.end() + NEAR],
    )
    return (
        _HISTORY_AFTER.match(after) is not None or _HISTORY_BEFORE.search(before[-4:]) is not None or bracketed(match)
    )


def bracketed(match: re.Match[str]) -> bool:
    """Whether a match is all that stands in a bracket."""
    before = match.string[max(0, match.start() - NEAR) : match.start()].rstrip()
    after = match.string[match.end() : match.end() + NEAR].lstrip()
    if re.search("(?:阶段|时间|时限|步)[(\\[]$", before):
        return False  # 第一阶段（2024年3月至5月）
    return before[-1:] in ("(", "[") and after[:1] in (")", "]")
