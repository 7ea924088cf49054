"""The last day of a time limit that runs from an event: 15日内, 3个工作日内, 五年内, 24小时内.

Rules and where they stand:

* The day of the event does not count; days, months and years run from the next day on (民法典 第二百零一条第一款;
  行政诉讼法 第一百零一条 with 民事诉讼法 第八十五条). Hours run from the moment itself (民法典 第二百零一条第二款).
* Months and years end on the day of the same number, or on the last of a month that has none (民法典 第二百零二条).
* A last day on which one rests by law, a moved day off or a weekend included, gives way to the next working day
  (民法典 第二百零三条第一款; 民事诉讼法 第八十五条第三款). Hours are not moved.
* Limits in working days leave out days of rest altogether (as 行政许可法 第八十二条 has it) and count working days that
  were moved to a weekend.

Which days are worked is what the State Council's yearly notices say (``chinesecalendar``). The notice for a year comes
out in autumn before and may still move the last three days of December (29 to 31 December 2018), so the calendar holds
through 28 December of the last year covered: :func:`calendar_end`. Beyond it, and before 2004, nothing is guessed.
A rule of one's own field that says otherwise (the event's day counts, a limit is not moved) goes before these.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from math import ceil

import chinese_calendar
from chinese_calendar.constants import holidays

from dutygraph.graph.errors import BadParameter, BeyondCalendar

_DURATION = re.compile(
    r"P(?=.)(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,5})M)?(?:(?P<weeks>\d{1,5})W)?(?:(?P<days>\d{1,6}(?:\.\d{1,2})?)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,7})M)?)?"
)
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a time limit: ``last_day``, and ``counted``, the day before rest days moved it.

    ``moment`` is given for limits in hours alone; ``rule`` says in Chinese how it was counted.
    """

    last_day: dt.date
    counted: dt.date
    rule: str
    moment: dt.datetime | None = None


def calendar_start() -> dt.date:
    """Return the first day of which it is known whether it is worked."""
    return dt.date(min(holidays).year, 1, 1)


def calendar_end() -> dt.date:
    """Return the last day of which it is known whether it is worked."""
    return dt.date(max(holidays).year, 12, 28)


def is_working_day(day: dt.date) -> bool:
    """Tell whether a day is worked: not on a Saturday, but on one that makes up for a holiday.

    >>> is_working_day(dt.date(2024, 2, 17)), is_working_day(dt.date(2024, 2, 18)), is_working_day(dt.date(2024, 5, 1))
    (False, True, False)

    :raises BeyondCalendar: for a day that no official notice covers yet.
    """
    if not calendar_start() <= day <= calendar_end():
        raise BeyondCalendar(day, calendar_start(), calendar_end())
    return bool(chinese_calendar.is_workday(day))


def find_due(event: dt.date | dt.datetime, duration: str, *, business_days: bool = False) -> Due:
    """Return the end of a time limit of this length (ISO 8601) that an event starts.

    >>> find_due(dt.date(2024, 1, 5), "P15D").last_day.isoformat()  # the 20th is a Saturday
    '2024-01-22'
    >>> find_due(dt.date(2024, 2, 9), "P1D", business_days=True).last_day.isoformat()  # Spring Festival lies between
    '2024-02-18'
    >>> find_due(dt.date(2024, 3, 4), "P0.5D", business_days=True).last_day.isoformat()  # a part of a day is the day
    '2024-03-05'

    :raises BadParameter: for a length that is none, and for hours where the event has no time of day.
    :raises BeyondCalendar: where the official calendar does not reach so far.
    """
    match = _DURATION.fullmatch(duration)
    if match is None:
        raise BadParameter("duration", duration, " ISO 8601 时长，如 P15D、PT5H、P3M")
    count = {unit: ceil(float(value)) for unit, value in match.groupdict(default="0").items()}
    if count["hours"] or count["minutes"]:
        return _moment(event, duration, count)
    day = event.date() if isinstance(event, dt.datetime) else event
    if business_days:
        if any(count[unit] for unit in ("years", "months", "weeks")):
            raise BadParameter("duration", duration, "以日计的工作日时限，如 P3D")
        last = _working_days(day, count["days"])
        return Due(last, last, "工作日：当日不计，休息日和节假日不计")
    counted = calendar_last_day(day, duration)
    last = next_working_day(counted)
    return Due(last, counted, "当日不计" if last == counted else "当日不计，末日遇休息日顺延")


def calendar_last_day(day: dt.date, duration: str) -> dt.date:
    """Return the last day as the calendar counts it, whether it is worked or not; for days, weeks, months and years.

    >>> calendar_last_day(dt.date(2023, 11, 30), "P3M").isoformat()
    '2024-02-29'

    :raises BadParameter: for a length of another form, or past the year 9999.
    """
    match = _DURATION.fullmatch(duration)
    if match is None or match["hours"] or match["minutes"]:
        raise BadParameter("duration", duration, "以日、周、月、年计的时长，如 P15D、P3M")
    count = {unit: ceil(float(value)) for unit, value in match.groupdict(default="0").items()}
    try:
        month = day.year * 12 + day.month - 1 + count["years"] * 12 + count["months"]
        year, index = divmod(month, 12)
        numbered = min(day.day, calendar.monthrange(year, index + 1)[1])
        return dt.date(year, index + 1, numbered) + dt.timedelta(days=count["weeks"] * 7 + count["days"])
    except (ValueError, OverflowError) as error:
        raise BadParameter("duration", duration, "不超出公元 9999 年的时长") from error


def next_working_day(day: dt.date) -> dt.date:
    """Return the day itself if it is worked, else the first after it that is. Raises BeyondCalendar."""
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def _working_days(day: dt.date, count: int) -> dt.date:
    while count:
        day += _ONE_DAY
        count -= is_working_day(day)
    return day


def _moment(event: dt.date | dt.datetime, duration: str, count: dict[str, int]) -> Due:
    if not isinstance(event, dt.datetime):
        raise BadParameter("event", event.isoformat(), f"带时刻的日期（{duration} 以小时计），如 2024-01-05T09:30")
    if any(count[unit] for unit in ("years", "months", "weeks", "days")):
        raise BadParameter("duration", duration, "只以小时计或只以日、月、年计的时长")
    try:
        end = event + dt.timedelta(hours=count["hours"], minutes=count["minutes"])
    except OverflowError as error:
        raise BadParameter("duration", duration, "不超出公元 9999 年的时长") from error
    return Due(end.date(), end.date(), "按小时连续计算，不顺延", end)
