"""Readings of how often something is done: every year, quarter, month, week, and the windows within them.

    recurrence = 每 [numeral] unit [window] | unit verb (月通报) | 按 unit | 一月一 verb

The value is the RRULE part of RFC 5545.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace

from dutygraph.graph.model import Precision
from dutygraph.ingest.dates.stretches import BELOW, BY, NEAR, NUMERAL, Context, Groups, Reading, below, stretch
from dutygraph.ingest.text.outline import chinese_number

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
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_WEEKDAYS = {"一": "MO", "二": "TU", "三": "WE", "四": "TH", "五": "FR", "六": "SA", "日": "SU", "天": "SU"}
_WORKDAYS = "MO,TU,WE,TH,FR"
_AND = "(?:[底末]?(?:之前|以前|前)?(?:以及|[、和及与]))"
_TEN_DAYS = "BYMONTHDAY=10,20,-1"

EVERY = re.compile(
    rf"每(?:隔|逢)?(?:{NUMERAL}[-~至到](?=\d|[一二两三四五六七八九十]))?(?P<n>{NUMERAL}|半|双)?个?(?P<unit>学年|学期|年度?|季度?|月度?|周|星期|旬|日(?!常)|天)"
    rf"(?:的|于|在)?(?:"
    rf"(?P<of_quarter>首月|第[一1]个?月|末月|最后一个?月|第[二2]个?月|次月|(?:(?<=季)|(?<=季度))末(?={_DAY}[日号]))(?:的?(?P<qd>{_DAY})[日号]|[底末])?(?:之前|以前|前)?"
    rf"|(?P<early_year>年初)|(?P<end_year>年?[底末](?!月)(?:之前|前)?)"
    rf"|{BELOW}(?:(?:{_AND}|(?P<through>[-~至到]+(?:次年|翌年|第二年)?)){below('2')})?(?:{_AND}{below('3')})?(?:{_AND}{below('4')})?(?:{BY})?"
    rf"|(?P<md>{_DAY})[日号]?(?:[、和及与](?P<md2>{_DAY})[日号]?)?(?:[、和及与](?P<md3>{_DAY}))?[日号](?:之前|以前|前)?|(?P<xun_of>[上中下]旬)(?:之前|前)?"
    rf"|(?P<workday>第一|首|最后一?)个?工作日(?:之前|前)?"
    rf"|(?P<weekday>[一二三四五六日天])(?=[前、和至及]|之前|以前|上午|下午|下班前|\d{{1,2}}[时点:]|例会|晚|召开|举行|报送|上报|将|向|定期|固定|(?<!一)(?:组织|开展|调度|集中|通报))(?:[、和及]每?(?:周|星期)(?P<weekday2>[一二三四五六日天]))?(?:之?前)?"
    rf")?"
)

# 每人每年只享受一次, 每户每年补助500元, 每年最多申领两次: what somebody is entitled to, not how often a task is done.
# Who is trained (每人每年接受不少于40学时培训) is no such thing, nor what an office does (每年申请专项资金).
_GETS = "享受|享有|领取|申领|报销"
_ENTITLEMENT = re.compile(
    rf"(?:{_GETS}|(?:发放|给予)[^,。;\d]{{0,8}}(?:津贴|补贴|补助|待遇|奖励|生活费)[^,。;\d]{{0,6}}\d+元|(?:奖补|补贴|补助|奖励|资助)(?:总额|金额|资金)?(?:最高|累计|合计|不超过)|(?:只|仅|限|最多|至多|最高|不得?超过|可以?|能|均|累计|原则上)+(?:{_GETS}|申请|补助|补贴|资助|奖励))"
)
_EACH_PERSON = re.compile(r"每(?:人|户|家|名|位|生|床|班|亩|头|个?(?:家庭|企业|单位|学生|老人|农户|项目|法人))[,]?$")
# 每月1000元, 提高到每年1.8万元: a rate, of which nothing is done every year. 每年200万元用于 is set aside each year.
# Nor what is spent on each: 县道每年每公里1万元.
_PAID = re.compile(
    r"(?:每(?:公里|千米|平方米|亩|吨|个?(?:村|校|站|所)))?\s*\d[\d.,]*\s*[百千万亿]?元(?!用于|资金|专项)"
)
_MONEY = re.compile(rf"{_GETS}|补助|补贴|资助|奖励|待遇|津贴|\d[万亿]?元")


# 每逢双月, 逢单月召开: the months with an even or odd number, which is every second one.
EVERY_OTHER = re.compile("每?逢[双单]数?月|双月(?=会商|调度|通报|例会|研判|督查|分析|座谈|会议|晾晒)")


def read_every_other(_match: re.Match[str], _context: Context) -> Reading:
    """Every second month."""
    return Reading("recurrence", rrule("MONTHLY", 2), "month")


# 每年上、下半年各一次: once in each half.
BOTH_HALVES = re.compile("每年(?:的|度)?上(?:半年)?(?:[、和及与]|以及)下半年")


def read_both_halves(_match: re.Match[str], _context: Context) -> Reading:
    """Every half-year."""
    return Reading("recurrence", rrule("MONTHLY", 6), "half")


def rrule(frequency: str, interval: int, **by: str) -> str:
    """Return an RFC 5545 rule; an interval of 1 is left out.

    >>> rrule("YEARLY", 1, BYMONTH="1", BYMONTHDAY="8")
    'FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=8'
    """
    parts = [f"FREQ={frequency}", *([f"INTERVAL={interval}"] if interval != 1 else [])]
    return ";".join([*parts, *(f"{name}={value}" for name, value in by.items())])


def read_every(match: re.Match[str], _context: Context) -> Reading | None:
    """每年, 每半年, 每两个月 and the windows within: 每年6月底和12月底前, 每季度首月10日前, 每月5日前.

    Of 每3～5年 the longer counts: within five years it must have come round.
    """
    g = match.groupdict()
    unit, n = g["unit"], g["n"]
    if _entitles(match):
        return None
    if unit == "旬":
        return Reading("recurrence", f"FREQ=MONTHLY;{_TEN_DAYS}", "xun", end=match.end("unit"))
    if unit in ("学期", "学年"):
        value = rrule("YEARLY", 1) if unit == "学年" else rrule("MONTHLY", 6)
        return Reading("recurrence", value, "half" if unit == "学期" else "year", end=match.end("unit"))
    frequency, step = _FREQ[unit[0]]
    if n == "半":
        if unit[0] not in "年月":
            return None
        frequency, step, count = ("MONTHLY", 6, 1) if unit[0] == "年" else ("DAILY", 15, 1)
    else:
        count = 2 if n == "双" else chinese_number(n) if n else 1
    interval = step * count
    if interval < 1:
        return None
    if n in (None, "一", "1") or frequency == "YEARLY":
        end = _first_of_days(match, g) if frequency == "YEARLY" else None
        window = _window(g, unit[0], frequency, interval)
        if window is not None:
            return replace(window, end=end)
        if g["m"]:
            return None  # 每年2月30日前
    return Reading("recurrence", rrule(frequency, interval), _UNIT_PRECISION.get(unit[0]), end=match.end("unit"))


_DAYS_OF = {month: calendar.monthrange(2000, month)[1] for month in range(1, 13)}
_MONTH_END = re.compile("(?:[日号]|月份?)?[底末]?(?:之前|以前|前)?")


def _first_of_days(match: re.Match[str], g: Groups) -> int | None:
    """Leave the first of several days of a year in the groups and return where it ends; None where one rule says all.

    A rule crosses its months with its days, so 每年3月15日前、9月20日前 is two; the second is read by
    :func:`read_again`. 每年6月30日前、12月31日前 is one, of the last days of both months.
    """
    named = [
        (chinese_number(month), chinese_number(g["d" + suffix] or "0"))
        for suffix in ("", "2", "3", "4")
        if (month := g["m" + suffix])
    ]
    one_rule = len({day for _, day in named}) == 1 or all(day == _DAYS_OF.get(month) for month, day in named)
    if not g["m"] or g["through"] or one_rule:
        return None
    end = _MONTH_END.match(match.string, match.end("d" if g["d"] else "m"))
    g.update({name: None for name in g if name[-1] in "234"}, by=None)
    return end.end() if end is not None else None


def read_again(match: re.Match[str], rule: str, *, listed: bool) -> Reading | None:
    """A further day of each year behind the first: 9月20日前 of 每年3月15日前、9月20日前; ``rule`` is the first's.

    Where no joint alone parts them it must be later (每年6月底前报半年总结，12月20日前报全年总结).
    """
    month, day = match.groupdict().get("bare_m"), match.groupdict().get("bare_d")
    yearly = re.match(r"FREQ=YEARLY;(?:INTERVAL=(\d+);)?BYMONTH=(\d+)(?:;BYMONTHDAY=\d+)?$", rule)
    if not (month and yearly) or not (listed or chinese_number(month) > int(yearly.group(2))):
        return None
    by = {"BYMONTH": str(chinese_number(month))}
    if day:
        by["BYMONTHDAY"] = str(chinese_number(day))
    elif re.search("月[底末]", match.group()):
        by["BYMONTHDAY"] = last_day([int(by["BYMONTH"])])
    return Reading("recurrence", rrule("YEARLY", int(yearly.group(1) or 1), **by), "day" if day else "month")


def _entitles(match: re.Match[str]) -> bool:
    """Whether the words around say what somebody gets, not what is to be done."""
    before, after = (
        match.string[max(0, match.start() - NEAR) : match.start()],
        match.string[match.end() : match.end() + NEAR],
    )
    if _ENTITLEMENT.match(after) is not None or (
        match.group() in ("每年", "每月", "每天", "每日") and _PAID.match(after)
    ):
        return True  # 扣除标准由每月1000元提高到2000元
    said = re.split("[。;\n]", before)[-1] + re.split("[,。;\n]", after)[0]
    return _EACH_PERSON.search(before) is not None and _MONEY.search(said) is not None


def _window(g: Groups, unit: str, frequency: str, interval: int) -> Reading | None:
    """The reading of a window that the unit can have, or None."""
    if frequency == "YEARLY":
        return _window_of_year(g, interval)
    if unit == "季" and (g["end_year"] or g["of_quarter"]):
        months = {"首": "1,4,7,10", "第一": "1,4,7,10", "第1": "1,4,7,10", "第二": "2,5,8,11", "第2": "2,5,8,11"}
        months["次"] = months["首"]
        named = g["of_quarter"] or "末"
        by = {"BYMONTH": next((months[k] for k in months if named.startswith(k)), "3,6,9,12")}
        if g["qd"]:
            return Reading("recurrence", rrule("YEARLY", 1, **by, BYMONTHDAY=str(int(g["qd"]))), "day")
        return Reading("recurrence", rrule("YEARLY", 1, **by), "month")
    if unit == "月":
        return _window_of_month(g)
    if unit in "周星" and g["weekday"]:
        days = ",".join(_WEEKDAYS[day] for day in (g["weekday"], g["weekday2"]) if day)
        return Reading("recurrence", rrule("WEEKLY", 1, BYDAY=days), "day")
    return None


def _window_of_year(g: Groups, interval: int) -> Reading | None:
    if g["early_year"]:
        return Reading("recurrence", rrule("YEARLY", interval, BYMONTH="1"), "month")
    if g["end_year"]:
        by_then = {"BYMONTHDAY": "31"} if g["end_year"].endswith("前") else {}
        return Reading("recurrence", rrule("YEARLY", interval, BYMONTH="12", **by_then), "month")
    if g["through"]:
        return _months_through(g, interval)
    months: list[int] = []
    days: list[dt.date] = []
    precision: Precision | None = None
    for suffix in ("", "2", "3", "4"):
        if not (g["m" + suffix] or g["q" + suffix] or g["half" + suffix]):
            continue
        try:
            first, last, precision = stretch(g, 2000, suffix)
        except ValueError:
            return None
        if precision == "day":
            days.append(last)
        # 每年第一季度 is its three months, 每年第一季度末 its last.
        ends = precision in ("quarter", "half") and re.match("[底末]", g["by"] or "") is not None
        months += [last.month] if ends else list(range(first.month, last.month + 1))
    if not months:
        return None
    by = {"BYMONTH": ",".join(map(str, dict.fromkeys(months)))}
    if days:
        by["BYMONTHDAY"] = ",".join(dict.fromkeys(str(day.day) for day in days))
        if "," in by["BYMONTHDAY"] and all((day + dt.timedelta(days=1)).day == 1 for day in days):
            by["BYMONTHDAY"] = "-1"  # 每年6月30日前、12月31日前: not 30 December too
    elif re.match("[底末]", g["by"] or "") is not None:
        by["BYMONTHDAY"] = last_day(months)
    return Reading("recurrence", rrule("YEARLY", interval, **by), precision)


def last_day(months: Iterable[int]) -> str:
    """Return the last day of each of some months: 31, 30, or -1 where they differ, as February's do."""
    days = {_DAYS_OF[month] for month in months}
    return str(days.pop()) if len(days) == 1 and 29 not in days else "-1"


def _months_through(g: Groups, interval: int) -> Reading | None:
    """每年3月至5月, 每年11月至次年3月: the months from the first to the last, over the turn of the year."""
    try:
        (first, _, _), (_, last, precision) = stretch(g, 2000), stretch(g, 2000, "2")
    except ValueError:
        return None
    count = (last.month - first.month) % 12 + 1
    months = ",".join(str((first.month - 1 + n) % 12 + 1) for n in range(count))
    return Reading("recurrence", rrule("YEARLY", interval, BYMONTH=months), precision)


def _window_of_month(g: Groups) -> Reading | None:
    if g["md"]:
        days = ",".join(str(int(d)) for d in (g["md"], g["md2"], g["md3"]) if d)
        return Reading("recurrence", rrule("MONTHLY", 1, BYMONTHDAY=days), "day")
    if g["end_year"]:
        return Reading("recurrence", rrule("MONTHLY", 1, BYMONTHDAY="-1"), "day")
    if g["xun_of"]:
        first = {"上": 1, "中": 11, "下": 21}[g["xun_of"][0]]
        days = ",".join(str(d) for d in range(first, 32 if first == 21 else first + 10))
        return Reading("recurrence", rrule("MONTHLY", 1, BYMONTHDAY=days), "xun")
    if g["workday"]:
        position = "-1" if g["workday"].startswith("最后") else "1"
        return Reading("recurrence", rrule("MONTHLY", 1, BYDAY=_WORKDAYS, BYSETPOS=position), "day")
    return None


# 月通报, 周调度, 半年督查 say how often; 年度报告, 半年度报告, 统计年报 are names of things, 3个月通报 a length.
_VERBS = (
    "通报|调度|督查|督导|督办|报告|报送|评估|会商|例会|研判|分析|总结|盘点|晾晒|考核|检查|上报|更新|公布|公示|排名|点评|推进会|巡查|抽查|监测|讲评"
    "|会诊|碰头|复盘|听取|考评|对账|清零|通气|评比|比武|小结|反馈|统计(?!年报|报表|数据)|预警(?!机制|信息)"
)
PERIODIC = re.compile(
    rf"(?<![\d一二三四五六七八九十个每本当上下正半数按岁多几隔])(?:(?P<w>[周旬月]|季度?|半[年月])(?=(?:{_VERBS}))(?P<verb>{_VERBS})"
    rf"|(?:按|逐)(?P<by>学[年期]|周|旬|月度?|季度?|半年|年(?!度))(?=[,。;、]|$|度?(?:{_VERBS}|推进|开展|组织|汇总|梳理|统计|跟踪|缴|发放|兑现|分解|制定|实施|落实|公开|公示|公布|发布|披露|向[^,。;]{{1,8}}(?:公开|公布|报告|报送|通报)))"
    # 实行日报告制度; 工作日 and 节假日 are no such day.
    rf"|(?:(?<=[、，,。；行立施持“])|^)(?P<day>日)(?=报告|调度|通报|研判|会商|报送|监测|巡查|清零)(?:{_VERBS})"
    rf"|(?P<half>半年|半月)一(?:{_VERBS}|次|报|调|评|查|清|研|议|会)"
    rf"|一(?P<one>[年季月周旬日天])(?:度)?一(?P<verb2>{_VERBS}|演练|培训|活动|次|报|调|评|查|清|研|议|会|主题|晒|推进|协调|碰头)"
    # 一年两次; not 近一年3次, which tells of the past.
    r"|(?<![近满第前过])(?P<a>一年|半年|一个?月|一周)(?=(?:至少|不少于|最少)?[一两二三四五六\d]{1,2}(?:次|期|场|批次|轮)(?![^，。；]?月)))"
)


def read_periodic(match: re.Match[str], _context: Context) -> Reading | None:
    """月通报, 按季度, 一月一调度, 一年两次; in 报送季度总结 it is a name."""
    if match.group("w") and re.search(
        "(?:报送|上报|提交|撰写|形成|报告)$", match.string[max(0, match.start() - NEAR) : match.start()]
    ):
        return None
    unit = (
        match.group("w")
        or match.group("by")
        or match.group("one")
        or match.group("day")
        or match.group("half")
        or match.group("a").lstrip("一个")
    )
    if unit == "旬":
        return Reading("recurrence", f"FREQ=MONTHLY;{_TEN_DAYS}", "xun")
    if unit in ("学年", "学期"):
        return Reading("recurrence", rrule("YEARLY", 1) if unit == "学年" else rrule("MONTHLY", 6))
    if unit.startswith("半"):
        value = rrule("MONTHLY", 6) if unit == "半年" else rrule("DAILY", 15)
        return Reading("recurrence", value, "half" if unit == "半年" else None)
    frequency, interval = _FREQ[unit[0]]
    return Reading("recurrence", rrule(frequency, interval), _UNIT_PRECISION.get(unit[0]))
