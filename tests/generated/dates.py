"""Time expressions in every wording, with the value that the annotation guide gives them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace

from .choose import Chooser
from .model import Date, DateKind, Words
from .vocabulary import thing

Wording = Callable[[Chooser, int], Words]


def _last(year: int, month: int) -> str:
    return f"{year}-{month:02}-{monthrange(year, month)[1]:02}"


def _dated(
    surface: str, kind: DateKind, value: str | None, *, anchor: str | None = None, business_days: bool = False
) -> Words:
    return Words(surface, dates=(Date(surface, kind, value, anchor, business_days),))


def _month_end(suffix: str, *, bare: bool = False) -> Wording:
    def make(chooser: Chooser, year: int) -> Words:
        month = chooser.between(3, 11)
        printed = f"{month}月{suffix}" if bare else f"{year}年{month}月{suffix}"
        return _dated(printed, "deadline", _last(year, month))

    return make


def _year_end(printed: str, years: int = 0) -> Wording:
    return lambda _, year: _dated(printed.format(year + years), "deadline", f"{year + years}-12-31")


def _five_years(year: int) -> str:
    return {4: "十四五", 5: "十五五"}[(year - 2001) // 5]


def _day(chooser: Chooser, year: int) -> Words:
    month, day = chooser.between(2, 12), chooser.between(1, 28)
    return _dated(f"{year}年{month}月{day}日前", "deadline", f"{year}-{month:02}-{day:02}")


def _five_year_end(_: Chooser, year: int) -> Words:
    return _dated(f"“{_five_years(year)}”末", "deadline", f"{(year - 1) // 5 * 5 + 5}-12-31")


def _quarter_end(chooser: Chooser, year: int) -> Words:
    quarter = chooser.between(1, 4)
    return _dated(f"{year}年{'一二三四'[quarter - 1]}季度末前", "deadline", _last(year, quarter * 3))


DEADLINES: dict[str, Wording] = {
    "month-end": _month_end("底前"),
    "year-end": _year_end("{}年年底前"),
    "year-end-short": _year_end("{}年底前"),
    "month-end-last": _month_end("末前"),
    "month-end-until": lambda c, y: _until(c, y),
    "day": _day,
    "before-year": lambda _, y: _dated(f"{y + 1}年前", "deadline", f"{y}-12-31"),
    "to-year": _year_end("到{}年", 1),
    "to-year-end": _year_end("到{}年底", 1),
    "bare-month-end": _month_end("底前", bare=True),
    "bare-year-end": lambda _, y: _dated("年底前", "deadline", f"{y}-12-31"),
    "this-year-end": lambda _, y: _dated("今年年底前", "deadline", f"{y}-12-31"),
    "five-year-end": _five_year_end,
    "quarter-end": _quarter_end,
}


def _until(chooser: Chooser, year: int) -> Words:
    month = chooser.between(3, 11)
    return _dated(f"截至{year}年{month}月底", "deadline", _last(year, month))


def _span(printed: str, first: str, last: str) -> Words:
    return _dated(printed, "period", f"{first}/{last}")


def _whole_year(printed: str) -> Wording:
    return lambda _, y: _span(printed.format(y), f"{y}-01-01", f"{y}-12-31")


def _quarter(printed: str) -> Wording:
    def make(chooser: Chooser, year: int) -> Words:
        n = chooser.between(1, 4)
        return _span(printed.format(year, "一二三四"[n - 1]), f"{year}-{n * 3 - 2:02}-01", _last(year, n * 3))

    return make


def _months(printed: str) -> Wording:
    def make(chooser: Chooser, year: int) -> Words:
        first, last = chooser.between(1, 5), chooser.between(7, 12)
        return _span(printed.format(y=year, a=first, b=last), f"{year}-{first:02}-01", _last(year, last))

    return make


def _xun(chooser: Chooser, year: int) -> Words:
    month = chooser.between(3, 11)
    name, first, last = chooser.pick((("上", 1, 10), ("中", 11, 20), ("下", 21, 0)))
    end = f"{year}-{month:02}-{last}" if last else _last(year, month)
    return _span(f"{year}年{month}月{name}旬", f"{year}-{month:02}-{first:02}", end)


PERIODS: dict[str, Wording] = {
    "year": _whole_year("{}年"),
    "in-year": _whole_year("{}年内"),
    "bare-in-year": _whole_year("年内"),
    "half": lambda _, y: _span(f"{y}年上半年", f"{y}-01-01", f"{y}-06-30"),
    "second-half": lambda _, y: _span(f"{y}年下半年", f"{y}-07-01", f"{y}-12-31"),
    "quarter": _quarter("{}年第{}季度"),
    "quarter-short": _quarter("{}年{}季度"),
    "month": lambda c, y: (lambda m: _span(f"{y}年{m}月", f"{y}-{m:02}-01", _last(y, m)))(c.between(2, 11)),
    "xun": _xun,
    "months": _months("{y}年{a}月至{b}月"),
    "months-dash": _months("{y}年{a}—{b}月"),
    "days": lambda _, y: _span(f"{y}年3月1日至6月30日", f"{y}-03-01", f"{y}-06-30"),
    "years": lambda _, y: _span(f"{y}年至{y + 2}年", f"{y}-01-01", f"{y + 2}-12-31"),
    "years-dash": lambda _, y: _span(f"{y}—{y + 2}年", f"{y}-01-01", f"{y + 2}-12-31"),
    "since-year": lambda _, y: _span(f"{y}年起", f"{y}-01-01", ".."),
    "since-day": lambda c, y: (lambda m: _span(f"自{y}年{m}月1日起", f"{y}-{m:02}-01", ".."))(c.between(2, 11)),
    "five-years": lambda _, y: _span(
        f"“{_five_years(y)}”期间", f"{(y - 1) // 5 * 5 + 1}-01-01", f"{(y - 1) // 5 * 5 + 5}-12-31"
    ),
}


def _again(surface: str, rule: str) -> Wording:
    return lambda *_: _dated(surface, "recurrence", rule)


RECURRENCES: dict[str, Wording] = {
    "yearly": _again("每年", "FREQ=YEARLY"),
    "quarterly": _again("每季度", "FREQ=MONTHLY;INTERVAL=3"),
    "monthly": _again("每月", "FREQ=MONTHLY"),
    "weekly": _again("每周", "FREQ=WEEKLY"),
    "two-yearly": _again("每两年", "FREQ=YEARLY;INTERVAL=2"),
    "half-yearly": _again("每半年", "FREQ=MONTHLY;INTERVAL=6"),
    "yearly-by-day": _again("每年1月15日前", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15"),
    "yearly-by-month": _again("每年3月底前", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31"),
    "yearly-start": _again("每年年初", "FREQ=YEARLY;BYMONTH=1"),
    "yearly-end": _again("每年年底前", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"),
    "yearly-quarter": _again("每年第一季度", "FREQ=YEARLY;BYMONTH=1,2,3"),
    "yearly-half": _again("每年上半年", "FREQ=YEARLY;BYMONTH=1,2,3,4,5,6"),
    "monthly-by-day": _again("每月10日前", "FREQ=MONTHLY;BYMONTHDAY=10"),
}
# Words with the recurrence in them: 月通报 says how often and counts.
RECURRENT_WORDS: dict[str, Words] = {
    "month-report": _dated("月通报", "recurrence", "FREQ=MONTHLY") + "、" + "限期整改机制",
    "by-quarter": _dated("按季度", "recurrence", "FREQ=MONTHLY;INTERVAL=3") + "调度进展情况",
    "by-month": _dated("按月", "recurrence", "FREQ=MONTHLY") + "报送工作进展",
    "week-dispatch": _dated("周调度", "recurrence", "FREQ=WEEKLY") + "和现场督办机制",
}
# Limits from an event; the sentence around them is theirs.
DURATIONS: dict[str, Words] = {
    "hours": "事故发生后" + _dated("2小时内", "duration", "PT2H", anchor="事故发生后") + "上报初步情况",
    "days": "规范性文件" + Words("印发后") + _dated("15日内", "duration", "P15D", anchor="印发后") + "完成备案",
    "working-days": "审批时限压缩至" + _dated("3个工作日", "duration", "P3D", business_days=True),
    "working-days-within": "在" + _dated("5个工作日内", "duration", "P5D", business_days=True) + "办结补正事项",
    "years": _dated("三年内", "duration", "P3Y") + "实现重点人员轮训全覆盖",
    "years-digit": _dated("2年内", "duration", "P2Y") + "完成历史遗留问题清理",
    "months": _dated("6个月内", "duration", "P6M") + "整改到位",
    "term": "部门负责人" + _dated("任期内", "duration", None) + "参加法治专题学习",
    "from-receipt": "收到申请之日起"
    + _dated("10个工作日内", "duration", "P10D", anchor="收到申请之日起", business_days=True)
    + "答复申请人",
    "from-issue": "本方案印发之日起" + _dated("30日内", "duration", "P30D", anchor="本方案印发之日起") + "制定配套措施",
    "minutes": "接到警情后" + _dated("30分钟内", "duration", "PT30M", anchor="接到警情后") + "派员处置",
}


def _by(wording: Wording) -> Wording:
    def make(chooser: Chooser, year: int) -> Words:
        date, what = wording(chooser, year), thing(chooser)
        if date.text.startswith(("到", "截至")):
            return date + f"，{what}全面建成"
        return ("在" if chooser.flag("date:with-在", 0.2) else "") + date + f"基本建成{what}"

    return make


def _before(wording: Wording, words: str) -> Wording:
    return lambda chooser, year: wording(chooser, year) + words.format(thing(chooser))


def _fixed(words: Words) -> Wording:
    return lambda *_: words


# Clauses that say by when, when, how often or within what time.
DATES: dict[str, Wording] = {
    **{f"by-{name}": _by(wording) for name, wording in DEADLINES.items()},
    **{f"in-{name}": _before(wording, "开展{}专项行动") for name, wording in PERIODS.items()},
    **{f"again-{name}": _before(wording, "通报{}进展情况") for name, wording in RECURRENCES.items()},
    **{f"again-{name}": _fixed("实行" + words) for name, words in RECURRENT_WORDS.items()},
    **{f"within-{name}": _fixed(words) for name, words in DURATIONS.items()},
}


def _ongoing(words: str) -> Wording:
    return lambda *_: _dated(words, "ongoing", None)


def _results_then_on(chooser: Chooser, year: int) -> Words:
    month = chooser.between(3, 12)
    return (
        _dated(f"{year}年{month}月", "deadline", _last(year, month))
        + "取得阶段性成果并"
        + _dated("持续推进", "ongoing", None)
    )


def _two_steps(_: Chooser, year: int) -> Words:
    return (
        _dated(f"{year}年6月底前", "deadline", f"{year}-06-30")
        + "完成摸底，"
        + _dated(f"{year}年12月底前", "deadline", f"{year}-12-31")
        + "全面建成"
    )


def _two_months(_: Chooser, year: int) -> Words:
    return (
        _dated(f"{year}年6月底前", "deadline", f"{year}-06-30") + "、" + _dated("12月底前", "deadline", f"{year}-12-31")
    )


def _stages(_: Chooser, year: int) -> Words:
    return (
        "第一阶段："
        + _dated(f"{year}年6月底前", "deadline", f"{year}-06-30")
        + "；第二阶段："
        + _dated(f"{year}年11月底前", "deadline", f"{year}-11-30")
    )


# What the field 完成时限 holds.
DEADLINE_FIELDS: dict[str, Wording] = {
    "month-end": _month_end("底前"),
    "month": _month_end(""),
    "month-last": _month_end("底"),
    "year-end": _year_end("{}年年底前"),
    "year-end-last": _year_end("{}年底"),
    "day": _day,
    "bare-month-end": _month_end("底前", bare=True),
    "bare-month": _month_end("", bare=True),
    "bare-year-end": lambda _, y: _dated("年底前", "deadline", f"{y}-12-31"),
    "ongoing": _ongoing("持续推进"),
    "ongoing-long": _ongoing("长期坚持"),
    "ongoing-do": _ongoing("持续实施"),
    "results-then-on": _results_then_on,
    "two-steps": _two_steps,
    "then-yearly": lambda _, y: (
        _dated(f"{y}年9月底前", "deadline", f"{y}-09-30")
        + "，以后"
        + _dated("每年", "recurrence", "FREQ=YEARLY")
        + "持续开展"
    ),
    "two-months": _two_months,
    "stages": _stages,
    "year": PERIODS["year"],
    "quarter": PERIODS["quarter"],
    "months-dash": PERIODS["months-dash"],
    "yearly-by-month": RECURRENCES["yearly-by-month"],
    "quarterly": RECURRENCES["quarterly"],
    "dotted-month": lambda _, y: _dated(f"{y}.11", "deadline", f"{y}-11-30"),
    "dashed-day": lambda _, y: _dated(f"{y}-11-30", "deadline", f"{y}-11-30"),
}


def deadline_value(chooser: Chooser, year: int) -> Words:
    """Return the value of a 完成时限 field; its dates are stated there."""
    words = chooser.variant("deadline", DEADLINE_FIELDS)(chooser, year)
    return replace(words, dates=tuple(replace(d, stated_in="deadline_field") for d in words.dates))
