"""The days of the holidays that move, against the official holidays of the years whose arrangement is published."""

from __future__ import annotations

import datetime as dt

import chinese_calendar
import pytest
from texts import extract

from dutygraph.ingest.dates.dates import Context, find_dates
from dutygraph.ingest.text.passage import Passage

OFFICIAL = {
    "清明": chinese_calendar.Holiday.tomb_sweeping_day.value,
    "春节": chinese_calendar.Holiday.spring_festival.value,
    "端午节": chinese_calendar.Holiday.dragon_boat_festival.value,
    "中秋节": chinese_calendar.Holiday.mid_autumn_festival.value,
}


@pytest.mark.parametrize("year", range(2015, 2027))
@pytest.mark.parametrize("event", OFFICIAL)
def test_a_holiday_follows_the_day_before_it(event: str, year: int) -> None:
    dates, _ = find_dates(Passage.of(f"{year}年{event}前完成检查。"), Context(year))
    (last,) = [dt.date.fromisoformat(d.value or "") for d in dates]
    on_holiday, name = chinese_calendar.get_holiday_detail(last + dt.timedelta(days=1))
    # Where two holidays are one stretch the list names it after the longer.
    assert on_holiday
    assert name in {OFFICIAL[event], chinese_calendar.Holiday.national_day.value}


@pytest.mark.parametrize(
    ("text", "issued_on", "value"),
    [
        pytest.param("春节前完成兑付。", dt.date(2024, 3, 5), "2025-01-28", id="the next spring festival"),
        pytest.param("国庆节前完成整治。", dt.date(2024, 3, 5), "2024-09-30", id="one still to come"),
        pytest.param("本月底前完成自查。", dt.date(2024, 2, 5), "2024-02-29", id="the month of issue"),
        pytest.param("2025年春节前完成兑付。", dt.date(2024, 3, 5), "2025-01-28", id="a printed year"),
    ],
)
def test_without_its_year_an_event_is_the_next_after_the_day_of_issue(
    text: str, issued_on: dt.date, value: str
) -> None:
    dates, _ = find_dates(Passage.of(text), Context(2024, issued_on=issued_on))
    assert [(d.kind, d.value) for d in dates] == [("deadline", value)]


def test_a_month_of_a_document_without_its_day_is_reported() -> None:
    dates, undated = find_dates(Passage.of("本月底前完成自查。"), Context(2024))
    assert (dates, [p.text for p in undated]) == ([], ["本月底前"])


@pytest.mark.parametrize("printed", ["全国两会召开前", "至全国两会结束", "市两会结束前"])
def test_a_deadline_at_a_meeting_whose_day_is_set_elsewhere_is_reported(printed: str) -> None:
    dates, undated = find_dates(Passage.of(printed), Context(2024, deadline_field=True))
    assert (dates, [p.text for p in undated]) == ([], [printed])


def test_an_event_whose_day_is_set_elsewhere_is_reported() -> None:
    text = (
        "云川市2024年重点工作任务分解方案\n\n1．2024年汛期前完成水库加固，开学前完成校舍检查。\n牵头单位：市水利局\n"
        "责任单位：市教育局\n"
    )
    (plan,) = extract(text).plans
    assert plan.tasks[0].dates == ()
    assert [(f.rule, f.message) for f in plan.findings if f.rule == "day_unknown"] == [
        ("day_unknown", "“2024年汛期前”没有写明是哪一天。"),
        ("day_unknown", "“开学前”没有写明是哪一天。"),
    ]


def test_before_a_stretch_that_had_begun_when_the_plan_was_issued_is_reported() -> None:
    (plan,) = extract(
        "云川市人民政府\n2024年4月10日\n\n云川市2024年重点工作任务分解方案\n\n"
        "1．二季度前开工，三季度前建成，2025年前验收，每年3月前报告。\n牵头单位：市水利局\n完成时限：上半年前\n"
    ).plans
    assert [(d.surface, d.value) for d in plan.tasks[0].dates] == [
        ("三季度前", "2024-06-30"),
        ("2025年前", "2024-12-31"),
        ("每年3月前", "FREQ=YEARLY;BYMONTH=3"),
    ]
    assert [(f.rule, f.message) for f in plan.findings] == [
        ("day_unknown", "“二季度前”印发时已经开始，不知指开始以前还是结束以前。"),
        ("day_unknown", "“上半年前”印发时已经开始，不知指开始以前还是结束以前。"),
    ]
