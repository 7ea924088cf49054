"""Time expressions: when, by when, how often, within what time.

Each rule is a pattern on folded text and the reading of a match; where two match at one place the one that stands
first in :data:`RULES` wins. What stands inside 《…》 or a document number is no time.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from dutygraph.graph.model import DateKind, Precision, StatedIn
from dutygraph.ingest.citations import title_spans
from dutygraph.ingest.numbers import DOCUMENT_NUMBER
from dutygraph.ingest.outline import chinese_number
from dutygraph.ingest.passage import Passage


@dataclass(frozen=True, slots=True)
class DateDraft:
    """One time expression: its passage, where that begins and ends in the text searched, and its reading."""

    kind: DateKind
    value: str | None
    surface: Passage
    start: int
    end: int
    precision: Precision | None
    anchor: str | None
    business_days: bool
    stated_in: StatedIn


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
    """What a reading depends on: the year that bare months belong to, and whether this is a deadline's own field."""

    base_year: int | None = None
    deadline_field: bool = False


class YearUnknown(Exception):
    """A month or half-year without a year, in a document that gives none."""


Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Context], Reading | None]]

_N = r"(?:\d{1,4}|[一二三四五六七八九十百两]{1,4})"
_YEAR = r"(?P<y>(?:19|20)\d{2})\s*年"
_BELOW = (
    r"(?:(?P<half>上半年|下半年)|第?(?P<q>[一二三四1-4])季度"
    r"|(?P<m>1[0-2]|0?[1-9])\s*月(?:份)?(?:\s*(?P<d>3[01]|[12]\d|0?[1-9])\s*[日号]|(?P<xun>[上中下]旬)|(?P<early>初))?)"
)
_BY = r"(?P<by>(?:年?底|年?末)(?:之前|以前|前)?|(?:年内|之内|以内|内)|之前|以前|前)"
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_FIVE_YEARS = {"十三五": 2016, "十四五": 2021, "十五五": 2026}


def find_dates(text: Passage, context: Context) -> tuple[list[DateDraft], list[Passage]]:
    """Return the time expressions of a text in order, and the passages that name a month without any year."""
    folded = text.folded
    masked = [*title_spans(text.text), *(m.span() for m in DOCUMENT_NUMBER.finditer(folded))]
    masked += [m.span() for m in _RANGE.finditer(folded) if _is_named(m)]
    candidates = sorted(
        (
            (match.start(), priority, match)
            for priority, (pattern, _) in enumerate(RULES)
            for match in pattern.finditer(folded)
        ),
        key=lambda c: c[:2],
    )
    found: list[DateDraft] = []
    undated: list[Passage] = []
    taken = 0
    for start, priority, match in candidates:
        if start < taken or any(a < match.end() and start < b for a, b in masked):
            continue
        try:
            reading = RULES[priority][1](match, context)
        except YearUnknown:
            undated.append(text.cut(match.start(), match.end()))
            taken = match.end()
            continue
        if reading is None:
            continue
        first = match.start() if reading.start is None else reading.start
        last = match.end() if reading.end is None else reading.end
        taken = last
        found.append(
            DateDraft(
                reading.kind,
                reading.value,
                text.cut(first, last),
                first,
                last,
                reading.precision,
                _anchor(folded, first, found) if reading.kind == "duration" else None,
                reading.business_days,
                "deadline_field" if context.deadline_field else "text",
            )
        )
    return found, undated


# ---------------------------------------------------------------------------------------------- stretches of time


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _stretch(groups: dict[str, str | None], year: int) -> tuple[dt.date, dt.date, Precision]:
    """The first and last day of what is named below a year, or of the year; ValueError for a day that is none."""
    month = int(groups.get("m") or 0)
    if month and groups.get("d"):
        day = dt.date(year, month, int(groups["d"] or 0))
        return day, day, "day"
    if month and (xun := groups.get("xun")):
        first = {"上": 1, "中": 11, "下": 21}[xun[0]]
        last = _last_day(year, month) if first == 21 else dt.date(year, month, first + 9)
        return dt.date(year, month, first), last, "xun"
    if month and groups.get("early"):
        return dt.date(year, month, 1), dt.date(year, month, 10), "xun"
    if month:
        return dt.date(year, month, 1), _last_day(year, month), "month"
    if quarter := _QUARTERS.get(groups.get("q") or ""):
        return dt.date(year, quarter * 3 - 2, 1), _last_day(year, quarter * 3), "quarter"
    if half := groups.get("half"):
        first_month = 1 if half.startswith("上") else 7
        return dt.date(year, first_month, 1), _last_day(year, first_month + 5), "half"
    return dt.date(year, 1, 1), dt.date(year, 12, 31), "year"


def _dated(groups: dict[str, str | None], year: int, context: Context, *, to: bool) -> Reading | None:
    """A stretch with 前 ends the day before it begins (2023年前), a day with 前 is included (1月8日前)."""
    try:
        first, last, precision = _stretch(groups, year)
    except ValueError:
        return None
    by = groups.get("by") or ""
    if re.fullmatch("之前|以前|前", by) and precision != "day":
        due = first - dt.timedelta(days=1)
        return Reading("deadline", due.isoformat(), precision)
    if (by and not by.endswith("内")) or to or context.deadline_field:
        return Reading("deadline", last.isoformat(), precision)
    return Reading("period", f"{first.isoformat()}/{last.isoformat()}", precision)


def _base_year(context: Context) -> int:
    if context.base_year is None:
        raise YearUnknown
    return context.base_year


# ------------------------------------------------------------------------------------------------------- readings

_RANGE = re.compile(
    rf"(?:{_YEAR}|(?P<y0>(?:19|20)\d{{2}})(?=\s*[-~至到]))"
    r"(?:(?P<m>1[0-2]|0?[1-9])月(?:(?P<d>3[01]|[12]\d|0?[1-9])日)?)?\s*(?:[-~至到]+)\s*"
    r"(?:(?P<y2>(?:19|20)\d{2})年)?(?:(?P<m2>1[0-2]|0?[1-9])月(?:(?P<d2>3[01]|[12]\d|0?[1-9])日|底)?)?"
)


def _range(match: re.Match[str], context: Context) -> Reading | None:
    """2019年1月1日至12月31日, 2021-2025年."""
    g = match.groupdict()
    if not (g["y2"] or g["m2"]):
        return None
    year = int(g["y"] or g["y0"])
    try:
        first, _, _ = _stretch({"m": g["m"], "d": g["d"]}, year)
        _, last, precision = _stretch({"m": g["m2"], "d": g["d2"]}, int(g["y2"] or year))
    except ValueError:
        return None
    if last < first or _is_history(match, context):
        return None
    return Reading("period", f"{first.isoformat()}/{last.isoformat()}", precision)


def _is_named(match: re.Match[str]) -> bool:
    """Whether a range is a name's and no time: 规划（2021-2025年）."""
    return bool(match.group("y2") or match.group("m2")) and _bracketed(match)


_EVERY = re.compile(
    rf"每(?:隔)?(?P<n>{_N}|半)?个?(?P<unit>年度?|季度?|月|周|星期|旬|日|天)"
    rf"(?:的?(?:(?P<early_year>年初)|(?P<end_year>年底|年末)(?:之前|前)?|{_BELOW}(?:{_BY})?"
    r"|(?P<md>3[01]|[12]\d|0?[1-9])[日号](?:之前|以前|前)?|(?P<month_end>月?[底末])(?:之前|前)?))?"
)
_UNIT_PRECISION: dict[str, Precision] = {"年": "year", "季": "quarter", "月": "month"}
_FREQ = {
    "年": ("YEARLY", 1),
    "季": ("MONTHLY", 3),
    "月": ("MONTHLY", 1),
    "周": ("WEEKLY", 1),
    "星": ("WEEKLY", 1),
    "日": ("DAILY", 1),
    "天": ("DAILY", 1),
}


def rrule(frequency: str, interval: int, **by: str) -> str:
    """Return an RFC 5545 rule; an interval of 1 is left out.

    >>> rrule("YEARLY", 1, BYMONTH="1", BYMONTHDAY="8")
    'FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=8'
    """
    parts = [f"FREQ={frequency}", *([f"INTERVAL={interval}"] if interval != 1 else [])]
    return ";".join([*parts, *(f"{name}={value}" for name, value in by.items())])


def _every(match: re.Match[str], _context: Context) -> Reading | None:
    g = match.groupdict()
    unit = g["unit"]
    if unit == "旬":
        return Reading("recurrence", rrule("MONTHLY", 1, BYMONTHDAY="10,20,-1"), "xun")
    frequency, step = _FREQ[unit[0]]
    if g["n"] == "半":
        if unit[0] not in "年月":
            return None
        frequency, step, count = ("MONTHLY", 6, 1) if unit[0] == "年" else ("DAILY", 15, 1)
    else:
        count = chinese_number(g["n"]) if g["n"] else 1
    interval = step * count
    if frequency == "YEARLY":
        if g["early_year"]:
            return Reading("recurrence", rrule(frequency, interval, BYMONTH="1"), "month")
        if g["end_year"]:
            return Reading("recurrence", rrule(frequency, interval, BYMONTH="12"), "month")
        if g["m"] or g["q"] or g["half"]:
            return _every_window(g, frequency, interval)
    if unit == "月" and not g["n"]:
        if g["md"]:
            return Reading("recurrence", rrule(frequency, interval, BYMONTHDAY=str(int(g["md"]))), "day")
        if g["month_end"]:
            return Reading("recurrence", rrule(frequency, interval, BYMONTHDAY="-1"), "day")
    return Reading("recurrence", rrule(frequency, interval), _UNIT_PRECISION.get(unit[0]), end=match.end("unit"))


def _every_window(g: dict[str, str | None], frequency: str, interval: int) -> Reading | None:
    try:
        first, last, precision = _stretch(g, 2000)
    except ValueError:
        return None
    if precision == "day":
        by = {"BYMONTH": str(last.month), "BYMONTHDAY": str(last.day)}
    else:
        by = {"BYMONTH": ",".join(str(m) for m in range(first.month, last.month + 1))}
    return Reading("recurrence", rrule(frequency, interval, **by), precision)


# 月通报, 周调度, 季度评估 say how often; 年度报告, 统计年报 are names of things, so 年 is not here.
# 3个月通报 is a length.
_PERIODIC_VERBS = (
    "通报|调度|督查|督导|督办|报告|报送|评估|会商|例会|研判|分析|总结|盘点|晾晒|考核|检查|上报|更新|公布|公示"
)
_PERIODIC = re.compile(
    rf"(?<![\d一二三四五六七八九十个每本当上下正半数按岁])(?:(?P<w>[周旬月]|季度?)(?:{_PERIODIC_VERBS})"
    rf"|(?:按|逐)(?P<by>周|旬|月|季度?)(?=度?(?:{_PERIODIC_VERBS}|推进|开展|组织|汇总|梳理|统计|反馈)))"
)


def _periodic(match: re.Match[str], _context: Context) -> Reading | None:
    unit = (match.group("w") or match.group("by"))[0]
    if unit == "旬":
        return Reading("recurrence", rrule("MONTHLY", 1, BYMONTHDAY="10,20,-1"), "xun")
    frequency, interval = _FREQ[unit]
    return Reading("recurrence", rrule(frequency, interval), _UNIT_PRECISION.get(unit))


_FIVE_YEAR = re.compile(r"[“\"]?(?P<p>十[三四五]五)[”\"]?(?P<what>期间|时期|期末|末)(?P<by>之前|前)?")


def _five_year(match: re.Match[str], _context: Context) -> Reading | None:
    year = _FIVE_YEARS[match.group("p")]
    if match.group("what").endswith("末"):
        return Reading("deadline", f"{year + 4}-12-31", "year")
    return Reading("period", f"{year}-01-01/{year + 4}-12-31", "year")


_ABSOLUTE = re.compile(
    rf"(?P<to>(?:截至|截止到?|到|至)\s*)?{_YEAR}(?:\s*(?:年)?(?P<early_year>初)|\s*{_BELOW})?(?:\s*{_BY})?"
)


def _absolute(match: re.Match[str], context: Context) -> Reading | None:
    """A date with its year. A year that is history or part of a name (2020年以来, 2022年度, 2021年印发的) is none."""
    g = match.groupdict()
    year = int(g["y"])
    by, to = g["by"], bool(g["to"])
    if not by and not to and not context.deadline_field and _is_history(match, context):
        return None
    if g["early_year"]:
        return _dated({"m": "1", "by": by}, year, context, to=to)
    return _dated(g, year, context, to=to)


# 年底前, 今年6月底前, 12月底前, 上半年: the year is the document's. Not 每年…, not 去年…, not the 6 of 16个月.
_BARE = re.compile(rf"(?<![\d年每去上历])(?P<this>今年|本年|当年|本年度)?(?:{_BELOW}|年(?=底|末|内))(?:\s*{_BY})?")


def _bare(match: re.Match[str], context: Context) -> Reading | None:
    g = match.groupdict()
    if not g["by"] and not context.deadline_field and not (g["this"] and (g["half"] or g["q"] or g["m"])):
        return None
    if _bracketed(match) and not g["by"] and not context.deadline_field:
        return None
    return _dated(g, _base_year(context), context, to=False)


_DURATION = re.compile(
    rf"(?P<term>任期内)|(?P<n>{_N}|半)\s*(?P<ge>个)?\s*(?P<unit>工作日|小时|分钟|季度|星期|周|天|日|月|年)(?P<half_more>半)?"
    r"(?P<inside>之内|以内|内)?"
)
_DURATION_UNIT = {
    "小时": "PT{}H",
    "分钟": "PT{}M",
    "工作日": "P{}D",
    "天": "P{}D",
    "日": "P{}D",
    "周": "P{}W",
    "星期": "P{}W",
    "月": "P{}M",
    "年": "P{}Y",
}
_DURATION_PRECISION: dict[str, Precision] = {"天": "day", "日": "day", "工作日": "day", "月": "month", "年": "year"}


def _duration(match: re.Match[str], _context: Context) -> Reading | None:
    """N内, and N个工作日 with or without 内; 60学时, 3年以上 and 6月 are none."""
    g = match.groupdict()
    if g["term"]:
        return Reading("duration", None)
    unit, n = g["unit"], g["n"]
    if not g["inside"] and unit != "工作日":
        return None
    if unit in ("月", "季度") and not g["ge"]:
        return None
    business = unit == "工作日"
    if n == "半":
        value = {"年": "P6M", "月": "P15D", "小时": "PT30M", "天": "PT12H"}.get(unit)
        return Reading("duration", value, _DURATION_PRECISION.get(unit)) if value else None
    count = chinese_number(n)
    if unit == "年" and count > 100:
        return None
    if unit == "季度":
        return Reading("duration", f"P{count * 3}M", "quarter")
    return Reading("duration", _DURATION_UNIT[unit].format(count), _DURATION_PRECISION.get(unit), business)


# As a stated limit only (完成时限：持续推进): elsewhere these are ordinary verbs. 以后每年持续实施 is the yearly duty.
_ONGOING = re.compile(
    r"(?<!每年)(?<!每月)(?<!每季度)(?:持续|长期|常态化|常年|全年|滚动|不断)(?:推进|实施|跟踪|坚持|开展|落实|进行|完善|推动|深化|加强|组织|执行)?"
)


def _ongoing(_match: re.Match[str], context: Context) -> Reading | None:
    return Reading("ongoing", None) if context.deadline_field else None


RULES: tuple[Rule, ...] = (
    (_RANGE, _range),
    (_EVERY, _every),
    (_PERIODIC, _periodic),
    (_FIVE_YEAR, _five_year),
    (_ABSOLUTE, _absolute),
    (_DURATION, _duration),
    (_BARE, _bare),
    (_ONGOING, _ongoing),
)

_HISTORY_AFTER = re.compile(
    r"\s*(?:的|以来|至今|度|版|级|届|印发|修订|修正|颁布|公布的|发布的|下发|出台的|制定的|签订|成立|之后|以后|后|起|开始|始|基础上|水平|同期|底数|第[一二三四五六七八九十\d]+号)"
)
_HISTORY_BEFORE = re.compile(r"(?:自|从|比|较|同比|与|相比|相较|是|系|截止目前|于)$")


def _is_history(match: re.Match[str], context: Context) -> bool:
    if context.deadline_field:
        return False
    before, after = match.string[: match.start()], match.string[match.end() :]
    return (
        _HISTORY_AFTER.match(after) is not None or _HISTORY_BEFORE.search(before[-4:]) is not None or _bracketed(match)
    )


def _bracketed(match: re.Match[str]) -> bool:
    before = match.string[: match.start()].rstrip()
    after = match.string[match.end() :].lstrip()
    return before[-1:] in ("(", "[") and after[:1] in (")", "]")


_ANCHOR = re.compile(r"(?P<run>[\u4e00-\u9fff]{2,30}?)(?P<tail>之日起|之时起|之日后|之后|以后|后)(?:的|,)?$")
_LEAD_IN = re.compile(r".*(?:最迟|最晚|应当|必须|自|在|从|于|应|须|要|需|起)")


def _anchor(folded: str, start: int, before: list[DateDraft]) -> str | None:
    """The event right before a limit, as short as it is understood: 事件发生后, 发布后, 年度终了后.

    A subject of more than two characters before the verb is left out (规范性文件发布后 → 发布后). A second limit of
    the same sentence that names no event runs from the first's (事件发生后5小时内…，在24小时内…).
    """
    clause = re.split(r"[,。;、:!?\n“”()\[\]]", folded[:start])[-1]
    match = _ANCHOR.search(clause)
    if match is not None:
        run = _LEAD_IN.sub("", match.group("run")) or match.group("run")
        longest = 8 if match.group("tail").startswith("之日") else 4
        return (run if len(run) <= longest else run[-2:]) + match.group("tail")
    last = before[-1] if before else None
    if (
        last is not None
        and last.kind == "duration"
        and last.anchor
        and not re.search("[。;\n]", folded[last.end : start])
    ):
        return last.anchor
    return None
