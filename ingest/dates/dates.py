"""Time expressions: when, by when, how often, within what time.

Each rule is a pattern on folded text and the reading of a match; where two match at one place the one that stands
first in :data:`RULES` wins. What stands inside 《…》 or a document number is no time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from dutygraph.graph.model import DateKind, Precision, StatedIn
from dutygraph.ingest.citations.citations import title_spans
from dutygraph.ingest.citations.numbers import find_document_numbers
from dutygraph.ingest.citations.orders import find_orders
from dutygraph.ingest.dates import bare_dates, calendar_dates, limits, recurrences, year_events
from dutygraph.ingest.dates.stretches import Context, Reading, YearUnknown
from dutygraph.ingest.text.passage import Passage
from dutygraph.ingest.text.unwrap import unwrap

__all__ = ["RULES", "Context", "DateDraft", "find_dates", "unread_parts"]


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


Read = Callable[[re.Match[str], Context], Reading | None]
Rule = tuple[re.Pattern[str], Read]

RULES: tuple[Rule, ...] = (
    (calendar_dates.RANGE, calendar_dates.read_range),
    (calendar_dates.BEGINS, calendar_dates.read_begins),
    (calendar_dates.BEGINS_BARE, calendar_dates.read_begins_bare),
    (recurrences.BOTH_HALVES, recurrences.read_both_halves),
    (recurrences.EVERY, recurrences.read_every),
    (recurrences.EVERY_OTHER, recurrences.read_every_other),
    (recurrences.PERIODIC, recurrences.read_periodic),
    (year_events.EVENT, year_events.read_event),
    (year_events.NO_DAY, year_events.read_no_day),
    (year_events.MID_YEAR, year_events.read_mid_year),
    (year_events.NEXT_MONTH, year_events.read_next_month),
    (year_events.THIS_MONTH, year_events.read_this_month),
    (year_events.TWO_YEARS, year_events.read_two_years),
    (calendar_dates.FIVE_YEAR, calendar_dates.read_five_year),
    (calendar_dates.ABSOLUTE, calendar_dates.read_absolute),
    (calendar_dates.SHORT_YEAR, calendar_dates.read_short_year),
    (calendar_dates.NUMERIC_RANGE, calendar_dates.read_numeric_range),
    (calendar_dates.NUMERIC, calendar_dates.read_numeric),
    (calendar_dates.NUMERIC_DAY, calendar_dates.read_numeric_day),
    (calendar_dates.NUMERIC_YEAR, calendar_dates.read_numeric_year),
    (limits.LISTED, limits.read_listed),
    (limits.DURATION, limits.read_duration),
    (bare_dates.BARE, bare_dates.read_bare),
    (limits.ONGOING, limits.read_ongoing),
    (bare_dates.WHOLE_YEAR, bare_dates.read_whole_year),
)

_WITHOUT_YEAR = (bare_dates.BARE, calendar_dates.RANGE)

# 《…目录》（2019年本）: the year is of the title.
_EDITION = re.compile(r"\s*\((?:\d{4}年?(?:本|版|修[订正]版?|修正本|试行)?|\d{4}年第\d+号)\)")


# 印发关于做好2024年汛期安全工作的通知: a name without 《》, whose year is its own.
_NAMED = re.compile(r"关于[^,。;:\n《》]{2,40}的(?:通知|通报|意见|决定|批复|公告)")


# “2022年跨年购物季”, 推行“留言1个工作日答复”制度, “每月一题”: names, and what they hold is no time.
_QUOTED = re.compile(
    r"[“\"](?:19|20)\d{2}年?(?!年?[底末前])[^”\"。；;]{2,20}(?<![前底末内])[”\"]"
    r"|[“\"][^”\"。；;]{0,14}\d个?(?:工作日|小时|分钟|天)[^”\"。；;]{0,8}[”\"](?=[一二三四五六七八九十\d]?项?(?:制度|机制|模式|行动|活动))"
    r"|[“\"]每[月周日年]一[\u4e00-\u9fff]{1,3}[”\"]"
)
# 发布2024年市政府立法工作计划, 完成2022年年度计划: the year is of a plan's name.
_PLAN_OF = re.compile(
    r"(?:发布|公布|印发|公开|执行|落实|完成)(?:[我本全][省市县区])?(?:(?:19|20)\d{2}年?年度(?:计划|目标|任务)"
    r"|(?:19|20)\d{2}年(?:度)?[^,。；;\d]{2,16}(?:计划|要点|清单|目录|报告|预算|决算)(?=[，,。；;、]|$|编制|执行|公开))"
)
# 2022年缴费有困难的，可自愿缓缴: for whom a rule is.
_OF_WHOM = re.compile(r"(?:19|20)\d{2}年(?![底末前内度])[^,。；;\d]{2,16}的(?=,可)")


# 以2021年旅游大会为契机, 提供2021—2035年拟投产的项目名单: an occasion, and the years that data are of.
_YEARS_OF = re.compile(
    r"以(?:19|20)\d{2}年[^,。;\d]{0,20}为(?:契机|基期|基准|基数|参照|起点)"
    # 在2020年考核试点经验的基础上, 巩固提升2022年主题公园建设成果
    r"|在(?:19|20)\d{2}年(?!年?[底末前])[^,。;\d]{2,30}基础上"
    r"|(?:巩固|拓展|总结|运用|转化|用好)(?:拓展|提升|扩大|推广)?(?:19|20)\d{2}年[^,。;\d]{2,24}(?:成果|成效|经验)"
    r"|(?:提供|填报|收集|整理)(?:[我本全][省市县区])?“?(?:(?:(?:19|20)\d{2}年?[-~至、和及]?)+年|十[二三四五六]五”?期间)"
    r"(?=[^,。;]{2,40}(?:数据|名单|资料|清单|情况))"
)


def _titles(plain: Passage) -> Iterator[tuple[int, int]]:
    """The ranges of titles, each with the edition behind it."""
    for start, end in title_spans(plain.folded):
        edition = _EDITION.match(plain.folded, end)
        yield start, edition.end() if edition is not None else end


def find_dates(text: Passage, context: Context) -> tuple[list[DateDraft], list[Passage]]:
    """Return the time expressions of a text in order, and the passages that name a month without any year."""
    plain, places = unwrap(text)
    folded = plain.folded
    masked = [
        *_titles(plain),
        *(m.span() for m in _NAMED.finditer(folded)),
        *(m.span() for names in (_YEARS_OF, _QUOTED, _PLAN_OF, _OF_WHOM) for m in names.finditer(folded)),
        *(m.span() for m in find_document_numbers(folded)),
        *((start, end) for start, end, _ in find_orders(folded)),
    ]
    masked += [m.span() for m in calendar_dates.RANGE.finditer(folded) if calendar_dates.names_a_range(m)]
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
        pattern, read = RULES[priority]
        try:
            reading = _year_again(match, context, found, folded) if pattern is bare_dates.BARE else None
            if reading is None and pattern in _WITHOUT_YEAR:
                reading = _with_year_before(match, read, context, found, folded)
            reading = reading or read(match, replace(context, in_step=_in_step(match, found, folded)))
        except YearUnknown:
            undated.append(text.cut(places[match.start()], places[match.end() - 1] + 1))
            taken = match.end()
            continue
        if (
            reading is None
            or _named_again(match, reading, found, folded)
            or _of_later_year(match, reading, found, folded)
        ):
            continue
        first = match.start() if reading.start is None else reading.start
        last = match.end() if reading.end is None else reading.end
        anchor = _anchor(folded, first, found, taken) if reading.kind == "duration" else None
        taken = last
        start, end = places[first], places[last - 1] + 1
        found.append(
            DateDraft(
                reading.kind,
                reading.value,
                text.cut(start, end),
                start,
                end,
                reading.precision,
                anchor,
                reading.business_days,
                "deadline_field" if context.deadline_field else "text",
            )
        )
    return found, undated


def _year_again(match: re.Match[str], context: Context, before: list[DateDraft], folded: str) -> Reading | None:
    """A bare day or month behind one of every year in its sentence: 每年6月底前…，12月20日前…."""
    last = before[-1] if before else None
    if last is None or last.kind != "recurrence" or last.value is None:
        return None
    between = folded[last.end : match.start()]
    joint = re.fullmatch(r"\s*(?:以及|[、和及与])\s*", between) is not None
    if re.search("[。；;\n]", between) or not (joint or bare_dates.read_bare(match, replace(context, base_year=2000))):
        return None
    return recurrences.read_again(match, last.value, listed=joint)


def _with_year_before(
    match: re.Match[str], read: Read, context: Context, before: list[DateDraft], folded: str
) -> Reading | None:
    """A time without its year behind one with it in a sentence: 2025年1月至3月…，4月至9月…，年底前… are of one year.

    Only where it is later than that time, and 年底前 not behind a year alone (到2025年…，年底前…); 今年 and 明年 are
    counted from the document's year.
    """
    dated = [d for d in before if d.kind in ("deadline", "period") and d.value is not None]
    groups = match.groupdict()
    if not dated or any(groups.get(name) for name in ("this", "y", "y0", "y2")):
        return None
    last = dated[-1]
    if groups.get("whole") and last.precision == "year":
        return None
    printed = ((d, re.match(r"\D{0,4}((?:19|20)\d{2})\s*年", d.surface.folded)) for d in reversed(dated))
    with_year, year = next(((d, year) for d, year in printed if year is not None), (last, None))
    if year is None or re.search("[。\n]", folded[with_year.end : match.start()]):
        return None
    reading = read(match, replace(context, base_year=int(year.group(1))))
    later = reading is not None and (reading.value or "")[-10:] > (last.value or "")[-10:]
    return reading if later else None


def _named_again(match: re.Match[str], reading: Reading, before: list[DateDraft], folded: str) -> bool:
    """Whether a recurrence only names what is told so often: 每日向县政府办报告每日进展情况."""
    last = before[-1] if before else None
    if reading.kind != "recurrence" or last is None or last.value != reading.value:
        return False
    told = re.match("(?:工作)?(?:进展|推进|落实|工作|完成)?情况", folded[match.end() :])
    return told is not None and not re.search("[,。;\n]", folded[last.end : match.start()])


def _of_later_year(match: re.Match[str], reading: Reading, before: list[DateDraft], folded: str) -> bool:
    """Whether a year only says which: 2026年底前，完成2030年达标区域方案编制 has all to be done before that year."""
    last = before[-1] if before else None
    if last is None or last.kind != "deadline" or reading.kind != "period" or reading.precision != "year":
        return False
    object_of = re.fullmatch(
        "[,，]?(?:完成|编制|制定|启动|开展|形成|提出|确定|下达|谋划|储备)[^,。;]{0,6}", folded[last.end : match.start()]
    )
    return object_of is not None and (last.value or "") < (reading.value or "")[:10]


def _in_step(match: re.Match[str], before: list[DateDraft], folded: str) -> bool:
    """Whether a match opens its clause behind a clause that a time opens: 11月前全面完成，12月查漏补缺."""
    if not before or before[-1].kind not in ("deadline", "period"):
        return False
    said = re.fullmatch(r"([^,。;\n]{2,30}),", folded[before[-1].end : match.start()])
    return said is not None and re.match(r"\s*份?(?:名单|情况|数据|工资)", folded[match.end() :]) is None


def unread_parts(field: Passage, read: Iterable[Passage]) -> list[Passage]:
    """Return the parts of a deadline's own field, between its semicolons and full stops, in which no time was read."""
    taken = {offset for passage in read for offset in passage.offsets}
    parts = [field.cut(*match.span()).strip() for match in re.finditer(r"[^；;。\n]+", field.text)]
    return [part for part in parts if re.search("[\u4e00-\u9fff\\d]", part.text) and taken.isdisjoint(part.offsets)]


def _anchor(folded: str, start: int, before: list[DateDraft], until: int) -> str | None:
    """The event of a limit. A second limit of a sentence that names no event runs from the first's.

    Like 事件发生后5小时内…，在24小时内…. ``until`` is where the last time expression ends.
    """
    named = limits.find_anchor(folded, start)
    if named is not None or not before:
        return named
    last = before[-1]
    if last.kind == "duration" and last.anchor and not re.search("[。;\n]", folded[until:start]):
        return last.anchor
    return None
