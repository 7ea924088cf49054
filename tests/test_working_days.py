"""The last day of time limits, by the official calendar of working days; each day was looked up in a calendar."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutygraph.graph.errors import BadParameter, BeyondCalendar
from dutygraph.graph.working_days import (
    calendar_end,
    calendar_last_day,
    calendar_start,
    find_due,
    is_working_day,
    next_working_day,
)

DAY = dt.date.fromisoformat


@pytest.mark.parametrize(
    ("event", "duration", "business", "last", "counted"),
    [
        pytest.param("2024-01-05", "P15D", False, "2024-01-22", "2024-01-20", id="ends-on-a-saturday"),
        pytest.param("2024-01-05", "P14D", False, "2024-01-19", "2024-01-19", id="ends-on-a-friday"),
        pytest.param("2024-04-20", "P15D", False, "2024-05-06", "2024-05-05", id="ends-in-the-may-holiday"),
        pytest.param("2024-02-03", "P15D", False, "2024-02-18", "2024-02-18", id="a-sunday-that-is-worked"),
        pytest.param("2024-09-16", "P15D", False, "2024-10-08", "2024-10-01", id="ends-on-the-national-day"),
        pytest.param("2024-01-05", "P1D", True, "2024-01-08", "2024-01-08", id="over-a-weekend"),
        pytest.param("2024-02-09", "P1D", True, "2024-02-18", "2024-02-18", id="over-the-spring-festival"),
        pytest.param("2024-09-30", "P5D", True, "2024-10-12", "2024-10-12", id="over-a-holiday-to-a-worked-saturday"),
        pytest.param("2024-01-06", "P3D", True, "2024-01-10", "2024-01-10", id="from-a-saturday"),
        pytest.param("2023-11-30", "P3M", False, "2024-02-29", "2024-02-29", id="no-30th-of-february"),
        pytest.param("2024-01-31", "P1M", False, "2024-02-29", "2024-02-29", id="leap-year"),
        pytest.param("2020-02-29", "P5Y", False, "2025-02-28", "2025-02-28", id="no-29th-of-february"),
        pytest.param("2019-01-05", "P5Y", False, "2024-01-05", "2024-01-05", id="years"),
        pytest.param("2024-03-01", "P2W", False, "2024-03-15", "2024-03-15", id="weeks"),
        pytest.param("2018-12-28", "P1D", True, "2018-12-29", "2018-12-29", id="a-saturday-worked-for-new-year"),
    ],
)
def test_last_days(event: str, duration: str, business: bool, last: str, counted: str) -> None:
    due = find_due(DAY(event), duration, business_days=business)
    assert (due.last_day, due.counted, due.moment) == (DAY(last), DAY(counted), None)


@pytest.mark.parametrize(
    ("moment", "duration", "end"),
    [
        ("2024-01-05T22:00", "PT5H", "2024-01-06T03:00"),
        ("2024-02-09T09:30", "PT24H", "2024-02-10T09:30"),  # into the Spring Festival: hours are not moved
        ("2024-01-05T09:30", "PT30M", "2024-01-05T10:00"),
    ],
)
def test_hours_run_from_the_moment(moment: str, duration: str, end: str) -> None:
    due = find_due(dt.datetime.fromisoformat(moment), duration)
    assert due.moment == dt.datetime.fromisoformat(end)
    assert due.last_day == due.moment.date()
    assert due.rule == "按小时连续计算，不顺延"


def test_the_rule_is_said() -> None:
    assert find_due(DAY("2024-01-05"), "P14D").rule == "当日不计"
    assert find_due(DAY("2024-01-05"), "P15D").rule == "当日不计，末日遇休息日顺延"
    assert find_due(DAY("2024-01-05"), "P1D", business_days=True).rule == "工作日：当日不计，休息日和节假日不计"
    assert find_due(dt.datetime(2024, 1, 5, 23), "P14D").last_day == DAY("2024-01-19")


def test_what_the_calendar_does_not_cover_is_not_guessed() -> None:
    end = calendar_end()
    assert (end.month, end.day) == (12, 28)
    assert calendar_start() == dt.date(2004, 1, 1)
    assert end.year >= 2026
    for event, duration, business in ((end, "P1D", True), (end, "P1D", False), (DAY("2024-01-05"), "P90Y", False)):
        with pytest.raises(BeyondCalendar) as refused:
            find_due(event, duration, business_days=business)
        assert (refused.value.start, refused.value.end) == (calendar_start(), end)
        assert f"工作日历只覆盖 2004-01-01 至 {end}" in str(refused.value)
    with pytest.raises(BeyondCalendar):
        is_working_day(end + dt.timedelta(days=1))
    with pytest.raises(BeyondCalendar):
        is_working_day(dt.date(2003, 12, 31))
    assert calendar_last_day(DAY("2024-01-05"), "P90Y") == DAY("2114-01-05")


@pytest.mark.parametrize(
    ("event", "duration", "business", "message"),
    [
        (dt.date(2024, 1, 5), "15日", False, "参数 duration：收到“15日”，应为 ISO 8601 时长，如 P15D、PT5H、P3M。"),
        (dt.date(2024, 1, 5), "P", False, "参数 duration：收到“P”，应为 ISO 8601 时长，如 P15D、PT5H、P3M。"),
        (dt.date(2024, 1, 5), "P1DT", False, "参数 duration：收到“P1DT”，应为 ISO 8601 时长，如 P15D、PT5H、P3M。"),
        (
            dt.date(2024, 1, 5),
            "PT5H",
            False,
            "参数 event：收到“2024-01-05”，应为带时刻的日期（PT5H 以小时计），如 2024-01-05T09:30。",
        ),
        (dt.date(2024, 1, 5), "P3M", True, "参数 duration：收到“P3M”，应为以日计的工作日时限，如 P3D。"),
        (
            dt.datetime(2024, 1, 5, 9),
            "P1DT5H",
            False,
            "参数 duration：收到“P1DT5H”，应为只以小时计或只以日、月、年计的时长。",
        ),
        (dt.date(2024, 1, 5), "P9999Y", False, "参数 duration：收到“P9999Y”，应为不超出公元 9999 年的时长。"),
        (
            dt.datetime(2024, 1, 5, 9),
            "PT999999H",
            False,
            None,
        ),
    ],
)
def test_what_cannot_be_counted(event: dt.date, duration: str, business: bool, message: str | None) -> None:
    if message is None:
        assert find_due(event, duration).last_day.year == 2138
        return
    with pytest.raises(BadParameter) as refused:
        find_due(event, duration, business_days=business)
    assert str(refused.value) == message


@given(st.dates(dt.date(2004, 1, 2), dt.date(2025, 6, 1)), st.integers(1, 90))
def test_working_days_are_counted_one_by_one(event: dt.date, count: int) -> None:
    last = find_due(event, f"P{count}D", business_days=True).last_day
    passed = (event + dt.timedelta(days=n) for n in range(1, (last - event).days + 1))
    assert sum(map(is_working_day, passed)) == count
    assert is_working_day(last)


@given(st.dates(dt.date(2004, 1, 2), dt.date(2025, 6, 1)), st.integers(1, 400))
def test_days_end_at_the_count_or_on_the_next_working_day(event: dt.date, count: int) -> None:
    due = find_due(event, f"P{count}D")
    assert due.counted == event + dt.timedelta(days=count)
    assert due.last_day == next_working_day(due.counted)
