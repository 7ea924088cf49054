"""The register as a workbook and the dates as a calendar, each read back by readers that are not ours."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import icalendar
import openpyxl
import pytest
import vobject
from checkout import ROOT
from services import client_of

from dutygraph.graph.build import build_graph
from dutygraph.graph.store import Store
from dutygraph.ingest.extract import extract_document
from dutygraph.web.downloads import calendar, recurring, workbook

SINCE = dt.date(2024, 1, 15)


def occasion(**said: Any) -> dict[str, Any]:
    row = {
        "date_key": "aa11", "kind": "deadline", "surface": "2024年6月底前", "precision": "month", "start_date": None,
        "due_date": dt.date(2024, 6, 30), "rrule": None, "months": [], "window_start": None, "window_end": None,
        "key": "p-t", "number": "6", "title": "编制年度计划", "text": "编制年度计划，按时公布。", "lead": ["区司法局"],
        "responsible": ["各镇", "各街道"], "supporting": [], "section": None, "plan": "p", "plan_title": "分解方案",
        "issued_on": SINCE,
    }  # fmt: skip
    return row | said


@pytest.mark.parametrize(
    ("rule", "days", "first"),
    [
        ("FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1", "2024-12-31"),
        ("FREQ=YEARLY;INTERVAL=2", "FREQ=YEARLY;INTERVAL=2;BYMONTH=12;BYMONTHDAY=-1", "2025-12-31"),
        ("FREQ=YEARLY;BYMONTH=1", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=-1", "2024-01-31"),
        ("FREQ=YEARLY;BYMONTH=1,2,3", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1", "2024-03-31"),
        ("FREQ=YEARLY;BYMONTH=6,12", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1", "2024-06-30"),
        ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=8", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=8", "2025-01-08"),
        ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=-1", "2024-01-31"),
        ("FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "2024-03-31"),
        ("FREQ=MONTHLY;INTERVAL=6", "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1", "2024-06-30"),
        ("FREQ=MONTHLY;BYMONTHDAY=10", "FREQ=MONTHLY;BYMONTHDAY=10", "2024-02-10"),
        ("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=FR", "2024-01-19"),
        ("FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2024-01-19"),
        ("FREQ=DAILY", "FREQ=DAILY", "2024-01-15"),
    ],
)  # fmt: skip
def test_a_recurring_duty_falls_due_on_the_last_day_of_each_stretch(rule: str, days: str, first: str) -> None:
    assert recurring.last_days(rule) == days
    assert recurring.first_day(days, SINCE) == dt.date.fromisoformat(first)


def test_a_deadline_is_a_whole_day_in_two_readers() -> None:
    data = calendar.calendar([occasion()], "区司法局　任务时限", SINCE, "http://127.0.0.1:8000")
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert (event["uid"], event["summary"]) == ("aa11@dutygraph", "编制年度计划（2024年6月底前）")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (dt.date(2024, 6, 30), dt.date(2024, 7, 1))
    assert event["url"] == "http://127.0.0.1:8000/tasks/p-t"
    assert event["description"] == ("（6）编制年度计划，按时公布。\n牵头：区司法局\n责任：各镇、各街道\n方案：分解方案")
    bracketed = calendar.calendar([occasion(number="（六）")], "区司法局　任务时限", SINCE, "http://127.0.0.1:8000")
    (event,) = icalendar.Calendar.from_ical(bracketed).walk("VEVENT")
    assert str(event["description"]).splitlines()[0] == "（六）编制年度计划，按时公布。"
    other = vobject.readOne(data.decode("utf-8"))
    assert other.vevent.dtstart.value == dt.date(2024, 6, 30)
    assert other.vevent.summary.value == "编制年度计划（2024年6月底前）"
    assert other.x_wr_calname.value == "区司法局　任务时限"


def test_a_recurring_duty_repeats_in_two_readers() -> None:
    data = calendar.calendar([occasion(rrule="FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=8", due_date=None)], "时限", SINCE)
    other = vobject.readOne(data.decode("utf-8"))
    days = [day.date().isoformat() for day in other.vevent.rruleset[:3]]
    assert days == ["2025-01-08", "2026-01-08", "2027-01-08"]
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert event["rrule"] == {"FREQ": ["YEARLY"], "BYMONTH": [1], "BYMONTHDAY": [8]}


def test_lines_are_short_and_end_as_the_standard_says() -> None:
    data = calendar.calendar([occasion(title="加强" * 60)], "时限", SINCE)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_equal_rows_are_equal_bytes_and_a_day_that_never_comes_is_left_out() -> None:
    rows = [occasion(), occasion(date_key="bb", rrule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", due_date=None)]
    data = calendar.calendar(rows, "时限", SINCE)
    assert data == calendar.calendar(rows, "时限", SINCE)
    assert [event["uid"] for event in icalendar.Calendar.from_ical(data).walk("VEVENT")] == ["aa11@dutygraph"]


def ledger_row(**said: Any) -> dict[str, Any]:
    row = {
        "number": "6", "section": "（二）规范文件管理", "subsection": None,
        "title": "编制年度计划", "text": "编制年度计划。",
        "lead": ["区政府办", "区司法局"], "responsible": [], "supporting": [], "dates": ["每年年初", "15日内"],
        "due_dates": [dt.date(2024, 6, 30)], "targets": [{"indicator": "办结率", "surface": "95％以上"}],
        "instruments": [
            {"title": "行政处罚法", "document_number": None, "relation": "cites"},
            {"title": "管理办法", "document_number": "青政发〔2024〕1号", "relation": "drafts"},
        ],
        "plan_title": "分解方案", "plan": "p", "key": "k",
    }  # fmt: skip
    return row | said


def cells(data: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_the_register_has_the_usual_columns() -> None:
    title, head, first = cells(workbook.workbook([ledger_row()], "区司法局　任务台账"))
    assert title[0] == "区司法局　任务台账"
    assert dict(zip(head, first, strict=True)) == {
        "序号": "6", "章节": "（二）规范文件管理", "任务": "编制年度计划", "任务内容": "编制年度计划。",
        "牵头单位": "区政府办、区司法局", "责任单位": "", "配合单位": "", "完成时限": "每年年初、15日内",
        "到期日": "2024-06-30", "量化目标": "办结率 95％以上",
        "依据文件": "《行政处罚法》；《管理办法》（青政发〔2024〕1号）（制定）", "方案": "分解方案", "进展情况": "",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "+86", "-2", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x.example"])
def test_nothing_in_the_register_is_run(text: str) -> None:
    data = workbook.workbook([ledger_row(title=text)], "台账")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert (sheet["C3"].value, sheet["C3"].data_type, sheet["C3"].hyperlink) == (text, "s", None)


def test_downloads_over_http(store: Store) -> None:
    store.load(build_graph(extract_document(ROOT / "examples" / "qinghe-2024.txt").plans))
    with client_of(store) as client:
        got = client.get("/api/v1/export/xlsx", params={"unit": "区司法局", "role": "lead"})
        assert got.status_code == 200
        assert "%E5%8F%B0%E8%B4%A6.xlsx" in got.headers["content-disposition"]
        rows = cells(got.content)
        assert [row[0] for row in rows[2:]] == ["6", "7", "8", "11", "12", "14", "15", "16", "21", "22"]
        got = client.get("/api/v1/export/ics", params={"unit": "区司法局", "role": "lead"})
        assert got.headers["content-type"] == "text/calendar; charset=utf-8"
        events = icalendar.Calendar.from_ical(got.content).walk("VEVENT")
        assert sorted(str(event.decoded("dtstart")) for event in events) == [
            "2024-01-20", "2024-01-31", "2024-01-31", "2024-09-30", "2024-12-31", "2024-12-31", "2024-12-31",
            "2024-12-31", "2025-12-31",
        ]  # fmt: skip
        assert client.get("/api/v1/export/ics", params={"unit": "区司法所"}).status_code == 404
        assert client.get("/api/v1/export/xlsx", params={"plan": "没有的方案"}).status_code == 404
