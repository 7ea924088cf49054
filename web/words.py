"""What the pages say for the closed lists of the graph, and dates, numbers and rules as people write them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

CHINA: Final = dt.timezone(dt.timedelta(hours=8))
ROLES = {"any": "全部", "lead": "牵头", "responsible": "责任", "supporting": "配合"}
LABELS = {
    "Plan": "方案",
    "Section": "章节",
    "Task": "任务",
    "Unit": "单位",
    "UnitGroup": "单位群",
    "Instrument": "文件",
    "TimeConstraint": "时间要求",
    "Target": "量化目标",
    "Jurisdiction": "区划",
}
RELATIONSHIPS = {
    "LEADS": "牵头",
    "RESPONSIBLE_FOR": "责任",
    "SUPPORTS": "配合",
    "PART_OF": "属于",
    "ISSUED_BY": "印发",
    "IMPLEMENTS": "贯彻",
    "PUBLISHED_AS": "印发为",
    "CITES": "引用",
    "DRAFTS": "制定",
    "HAS_DATE": "时间要求",
    "HAS_TARGET": "量化目标",
    "IN_JURISDICTION": "区划",
    "MEMBER_OF": "成员",
    "SUB_ORGANIZATION_OF": "隶属",
    "SUCCEEDED_BY": "承继",
    "SUPERSEDED_BY": "替代",
}
EXTENTS = {"definite": "范围固定", "indefinite": "范围不定", "relative": "相对其他单位而言"}
KINDS = {"deadline": "时限", "period": "时段", "recurrence": "周期", "duration": "办理时限", "ongoing": "持续"}
COMPARATORS = {">=": "不低于", "<=": "不超过", "=": "等于"}
SETTLED = {"accepted": "已确认", "corrected": "已更正", "rejected": "已驳回"}
RELATIONS = {"cites": "引用", "drafts": "要求制定", "implements": "所在方案贯彻它"}
EVERY = {"FREQ=YEARLY": "每年", "FREQ=MONTHLY": "每月", "FREQ=WEEKLY": "每周", "FREQ=DAILY": "每天"}
EVERY |= {"FREQ=MONTHLY;INTERVAL=3": "每季度", "FREQ=MONTHLY;INTERVAL=6": "每半年", "FREQ=YEARLY;INTERVAL=2": "每两年"}
GAPS = {"date": "无时间要求", "target": "无量化目标", "basis": "无依据文件", "lead": "无牵头单位", "unit": "无任何单位"}
# What the pages print beside the fields of their forms and above their switches, by the names in the address.
FIELDS = {"on": "看哪一天", "from": "自", "to": "至", "as_of": "哪一天有效的版本"}
FIELDS |= {
    "unit": "单位",
    "role": "角色",
    "kind": "类型",
    "plan": "方案",
    "section": "章节",
    "show": "看哪些",
    "sort": "按哪一列排",
    "order": "升降",
    "page": "页码",
}
FIELDS |= {"jurisdiction": "行政区划", "through": "范围", "format": "下载"}
VERSION_FIELDS = {"from": "旧版", "to": "新版"}  # of the comparison of two versions of a plan
_WEEKDAYS = "一二三四五六日"


def told_apart(units: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return what to call each unit of a list, by key: its name, its full name where several of the list bear the name.

    >>> names = ("甲区司法局", "乙区司法局")
    >>> units = [{"key": name[0], "name": "区司法局", "full_name": name} for name in names]
    >>> told_apart(units)
    {'甲': '甲区司法局', '乙': '乙区司法局'}
    """
    bearers = Counter(unit["name"] for unit in units)
    return {
        unit["key"]: (unit["full_name"] or unit["name"]) if bearers[unit["name"]] > 1 else unit["name"]
        for unit in units
    }


def field(path: str, name: str) -> str | None:
    """Return what a page prints beside a field of its address, None for what no page prints.

    >>> field("/timeline", "from"), field("/compare", "from"), field("/timeline", "x")
    ('自', '旧版', None)
    """
    return (VERSION_FIELDS if path == "/compare" else {}).get(name) or FIELDS.get(name)


def day(value: dt.date | None) -> str:
    """Return a date as it is written in Chinese, or a dash.

    >>> day(dt.date(2024, 6, 1))
    '2024年6月1日'
    """
    return f"{value.year}年{value.month}月{value.day}日" if value else "—"


def issued(by: str | None, on: dt.date | None, joined: str = "，") -> str:
    """Return who issued a document and when; what it does not say is named, for a dash alone would not tell what it is.

    >>> issued("清河县人民政府", None), issued(None, dt.date(2024, 6, 1)), issued(None, None)
    ('清河县人民政府，印发日期未写明', '印发机关未写明，2024年6月1日', '印发机关和日期未写明')
    """
    if not by and on is None:
        return "印发机关和日期未写明"
    return joined.join((by or "印发机关未写明", day(on) if on is not None else "印发日期未写明"))


def moment(value: dt.datetime) -> str:
    """Return a point of time as it is written in China, where the clocks agree.

    >>> moment(dt.datetime(2024, 5, 31, 18, 5, tzinfo=dt.UTC))
    '2024年6月1日2:05'
    """
    here = value.astimezone(CHINA)
    return f"{day(here)}{here.hour}:{here.minute:02}"


def weekday(value: dt.date) -> str:
    """Return the day of the week.

    >>> weekday(dt.date(2024, 6, 1))
    '周六'
    """
    return f"周{_WEEKDAYS[value.weekday()]}"


def month(value: dt.date) -> str:
    """Return a month as it is written.

    >>> month(dt.date(2024, 6, 1))
    '2024年6月'
    """
    return f"{value.year}年{value.month}月"


def left(days: int) -> str:
    """Return how far off a day is. A passed day is 已到期: whether the duty was done, the plan does not say.

    >>> left(3), left(0), left(-2)
    ('还有 3 天', '当天', '已到期 2 天')
    """
    return f"还有 {days} 天" if days > 0 else "当天" if days == 0 else f"已到期 {-days} 天"


def number(value: float) -> str:
    """Return a number without needless zeros.

    >>> number(95.0), number(0.5)
    ('95', '0.5')
    """
    return f"{value:g}" if abs(value) < 1e6 else f"{value:,.0f}"


def target_words(target: Mapping[str, Any]) -> str:
    """Return a target as a sentence: 负责人出庭率不低于 95%."""
    per = f"（{EVERY[target['per']]}）" if target["per"] in EVERY else ""
    when = f"{target['year']}年" if target.get("year") else ""
    return (
        f"{when}{target['indicator']}{COMPARATORS[target['comparator']]} {number(target['value'])}{target['unit']}{per}"
    )


def date_words(date: Mapping[str, Any]) -> str:
    """Return what a time requirement was read as."""
    parts = [KINDS[date["kind"]]]
    if date["start_date"] and date["start_date"] != date["due_date"]:
        parts.append(f"自 {day(date['start_date'])}")
    if date["due_date"]:
        parts.append(f"到期 {day(date['due_date'])}")
    if date["rrule"]:
        parts.append(EVERY.get(date["rrule"]) or months_words(date["months"] or ()) or "按规则重复")
    if date["anchor"]:
        parts.append(f"自{date['anchor']}起算" if not date["anchor"].endswith("后") else f"{date['anchor']}起算")
    if date["business_days"]:
        parts.append("工作日")
    return "，".join(parts)


def months_words(months: Sequence[int]) -> str:
    """Return the months of a yearly duty.

    >>> months_words([1]), months_words([])
    ('每年1月', '')
    """
    return f"每年{'、'.join(map(str, months))}月" if months else ""
