"""Readings of days that the year brings round: before a holiday or the school year, and by the end of this month.

event = [year] (春节 | 国庆节 | 秋季学期开学 …) 前 | [本 | 当] 月底前 | 次月 [day] 前
"""

from __future__ import annotations

import datetime as dt
import re

from dutygraph.ingest.dates.recurrences import rrule
from dutygraph.ingest.dates.stretches import (
    NEAR,
    RELATIVE_YEAR,
    YEAR,
    Context,
    Reading,
    YearUnknown,
    base_year,
    last_day,
    year_of,
)

# The first day by the sun's calendar: month and day. 秋季学期 begins with the school year.
_FIXED = {
    "元旦": (1, 1),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "七一": (7, 1),
    "八一": (8, 1),
    "国庆": (10, 1),
    "十一": (10, 1),
    "秋季": (9, 1),
}
# By the moon's, or as the sun stands (清明): from 2015 on, the day of each year. Facts of the calendar, written down
# from memory; a test compares them with the official holidays.
_FIRST_YEAR = 2015
_MOVING = {
    "清明": "0405 0404 0404 0405 0405 0404 0404 0405 0405 0404 0404 0405 0405 0404 0404 0405",
    "春节": "0219 0208 0128 0216 0205 0125 0212 0201 0122 0210 0129 0217 0206 0126 0213 0203",
    "端午": "0620 0609 0530 0618 0607 0625 0614 0603 0622 0610 0531 0619 0609 0528 0616 0605",
    "中秋": "0927 0915 1004 0924 0913 1001 0921 0910 0929 0917 1006 0925 0915 1003 0922 0912",
}
EVENT = re.compile(
    rf"(?:(?:{YEAR}|{RELATIVE_YEAR})的?)?[“\"]?(?P<event>元旦|春节|元宵|清明|五一|劳动节|端午|七一|八一|中秋|国庆|十一(?=[”\"]?节?前)|秋季(?=学期|开学))[”\"]?"
    r"(?:学期)?(?:开学|劳动节|节)?(?:假期|来临|到来|放假)?(?:之前|以前|前夕|前(?![后期列沿端置往]))"
)
# Days that a place or a year sets: 汛期前, 2024年暑假前, 开学前, 至全国两会结束.
NO_DAY = re.compile(
    rf"(?:(?:{YEAR}|{RELATIVE_YEAR})的?)?(?<!每年)(?:主?汛期?|雨季|台风季?|春耕|(?:春季(?:学期)?)?开学|暑[期假]|寒假|入冬|(?:冬季)?(?:供暖|采暖|取暖)[期季]?"
    r"|春运|高考|中考|(?:全国|[省市区县])?两会|三夏|三秋|秋收|麦收|两节)"
    r"(?:(?:来临|到来|放假|开始|召开|开幕)?(?:之前|前(?![后期列沿端置往夕]))|(?<=两会)(?:结束|闭幕)之?前)"
    r"|[到至](?:全国|[省市区县])?两会(?:结束|闭幕)"
)


def read_no_day(_match: re.Match[str], _context: Context) -> Reading | None:
    """汛期前 is a time that nothing in the document puts on a day: YearUnknown, so that it is reported."""
    raise YearUnknown


def read_event(match: re.Match[str], context: Context) -> Reading | None:
    """春节前, 2025年国庆节前, 秋季学期开学前: the day before. Without its year the next one after the day of issue."""
    event = match.group("event")
    printed, this = match.group("y"), match.group("this")
    if printed or this:
        year = year_of(printed) if printed else base_year(context, this)
        day = _day_of(event, year)
    else:
        day = _next(event, context)
    return Reading("deadline", (day - dt.timedelta(days=1)).isoformat(), "day") if day is not None else None


def _next(event: str, context: Context) -> dt.date | None:
    year = base_year(context)
    day = _day_of(event, year)
    behind = context.issued_on is not None and day is not None and day <= context.issued_on
    return _day_of(event, year + 1) if behind or event == "元旦" else day


def _day_of(event: str, year: int) -> dt.date | None:
    """The day of an event in a year, or None for a year that the table does not reach."""
    if event in _FIXED:
        return dt.date(year, *_FIXED[event])
    if event == "元宵":
        new_year = _day_of("春节", year)
        return new_year + dt.timedelta(days=14) if new_year is not None else None
    days = _MOVING[event].split()
    if not 0 <= year - _FIRST_YEAR < len(days):
        return None
    printed = days[year - _FIRST_YEAR]
    return dt.date(year, int(printed[:2]), int(printed[2:]))


# 2025年年中前, 到今年年中: the first half is over.
MID_YEAR = re.compile(
    rf"(?P<to>[到至]\s*)?(?:(?:{YEAR}|{RELATIVE_YEAR})(?:年)?中|(?<!年)年中)(?P<by>之前|以前|前(?![后期列沿端置往]))?(?![国央小学间级考等型])"
)


_DONE = re.compile(r"\s*(?:全面|全部|基本|正式)?(?:完成|建成|完工|竣工|投用|投产|通车|交付|办结)")


def read_mid_year(match: re.Match[str], context: Context) -> Reading | None:
    """年中前, 到年中 and 年中完成 are the last day of June; 年中总结 is a name."""
    done = _DONE.match(match.string, match.end())
    if not (match.group("by") or match.group("to") or done or context.deadline_field):
        return None
    year = year_of(match.group("y")) if match.group("y") else base_year(context, match.group("this"))
    return Reading("deadline", f"{year}-06-30", "half")


THIS_MONTH = re.compile(
    r"(?<![\d一二三四五六七八九十每个])(?P<which>本|当|这个)?月(?:底|末)(?:之前|以前|前)?|本月(?:内|以内)"
)


def read_this_month(match: re.Match[str], context: Context) -> Reading | None:
    """月底前, 本月底前: of the month of issue; in 每月汇总，月底前报送 of every month."""
    said = re.split("[。;\\n]", match.string[max(0, match.start() - NEAR) : match.start()])[-1]
    if re.search("每月|按月|逐月", said):
        return Reading("recurrence", rrule("MONTHLY", 1, BYMONTHDAY="-1"), "day")
    if not match.group().endswith("前") and match.group("which") != "本" and not context.deadline_field:
        return None
    if context.issued_on is None:
        raise YearUnknown
    last = last_day(context.issued_on.year, context.issued_on.month)
    return Reading("deadline", last.isoformat(), "month")


NEXT_MONTH = re.compile(
    r"(?:次月|翌月|下个?月)(?:的?(?P<d>3[01]|[12]\d|0?[1-9])[日号]|(?P<xun>上旬)|(?P<end>[底末]))(?:之前|以前|前)?"
)


def read_next_month(match: re.Match[str], _context: Context) -> Reading | None:
    """次月10日前 comes round every month, 每季度后次月10日前 every quarter."""
    day = match.group("d")
    days = str(int(day)) if day else "-1" if match.group("end") else ",".join(map(str, range(1, 11)))
    if re.search("季度?(?:末|结束|终了)?后?的?$", match.string[max(0, match.start() - NEAR) : match.start()]):
        return Reading("recurrence", rrule("YEARLY", 1, BYMONTH="1,4,7,10", BYMONTHDAY=days), "day")
    return Reading("recurrence", rrule("MONTHLY", 1, BYMONTHDAY=days), "day" if day else "xun")


TWO_YEARS = re.compile(r"今明(?:后)?[两二三]年(?:内)?")


def read_two_years(match: re.Match[str], context: Context) -> Reading:
    """今明两年, 今明后三年: from the document's year on."""
    first = base_year(context)
    last = first + (2 if "后" in match.group() else 1)
    return Reading("period", f"{first}-01-01/{last}-12-31", "year")
