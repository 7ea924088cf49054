"""时限: what falls due when, recurring duties on their days, of a unit, section or kind, as of any day."""

from __future__ import annotations

import asyncio
import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from dateutil.rrule import rrulestr
from fastapi import APIRouter, Request, Response

from dutygraph.graph.errors import BadParameter
from dutygraph.web.addresses import Here
from dutygraph.web.backend import Backend, Row
from dutygraph.web.downloads.recurring import first_day, last_days
from dutygraph.web.paging import PER_PAGE, page_of
from dutygraph.web.rendering import page
from dutygraph.web.words import KINDS, ROLES, month

SHOWN_KINDS = ("deadline", "period", "recurrence")
MOST = 120  # days of one recurring duty that a view shows: ten years of months
LONGEST = 20  # years that a view covers
SORTABLE = ("day", "number", "title", "kind", "lead", "section")


def add(router: APIRouter, backend: Backend) -> None:
    """Add the timeline."""

    @router.get("/timeline")
    async def timeline(request: Request) -> Response:
        here = Here.of(request)
        on = here.day("on") or dt.date.today()
        first = here.day("from") or on.replace(day=1)
        last = here.day("to") or _month_end(first, 11)
        if last < first or last.year - first.year > LONGEST:
            raise BadParameter("to", last.isoformat(), f"不早于 {first}、不晚于 {first.year + LONGEST} 年底的日期")
        kind = here.choice("kind", ("any", *SHOWN_KINDS), "any")
        role = here.choice("role", tuple(ROLES), "any")
        wanted: dict[str, object] = {name: here.get(name) for name in ("unit", "plan") if here.get(name)}
        if "unit" in wanted:
            wanted["role"] = role
        rows, names, groups, plans = await asyncio.gather(
            backend.ask("timeline", wanted),
            backend.ask("units", {}),
            backend.ask("groups", {}),
            backend.ask("plans", {}),
        )
        section = here.get("section")
        sections = list(dict.fromkeys(row["section"] for row in rows if row["section"]))
        rows = [row for row in rows if kind in ("any", row["kind"]) and section in ("", row["section"])]
        events = find_events(rows, first, last, on)
        if here.get("sort") == "lead":
            events = await with_leads(backend, events)
        shown = page_of(here, here.sort(events, SORTABLE))
        return page(
            "timeline.html",
            here,
            events=replace(shown, rows=await with_leads(backend, shown.rows)),
            chart=events_chart(events, first, last),
            unit_names=list(dict.fromkeys(row["name"] for row in (*names, *groups))),
            sections=sections,
            plans=plans,
            kinds={"any": "全部", **{name: KINDS[name] for name in SHOWN_KINDS}},
            first=first,
            last=last,
            on=on,
            kind=kind,
            role=role,
            section=section,
        )


async def with_leads(backend: Backend, events: Sequence[Row]) -> list[Row]:
    """Return events with the units that lead their tasks, which are asked for those that are shown."""
    tasks = sorted({event["key"] for event in events})
    wanted = {"tasks": ",".join(tasks)} if len(tasks) <= PER_PAGE else {}
    leads = {row["key"]: row["lead"] for row in await backend.ask("task_list", wanted)} if tasks else {}
    return [{**event, "lead": leads.get(event["key"], [])} for event in events]


def find_events(rows: list[Row], first: dt.date, last: dt.date, on: dt.date) -> list[Row]:
    """Return what happens between two days, in order: each date once, recurring duties on each of their days.

    A period counts where it touches the days asked for, and stands at its last day.
    """
    events: list[Row] = []
    for row in rows:
        if row["rrule"]:
            days = occurrences(row, first, last)
        else:
            starts = row["start_date"] or row["due_date"]
            days = iter([row["due_date"]] if starts <= last and row["due_date"] >= first else [])
        events += [{**row, "day": each, "days_left": (each - on).days} for each in days]
    return sorted(events, key=lambda event: (event["day"], event["plan_title"], event["date_key"]))


def occurrences(row: Row, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Yield the days on which a recurring duty falls due between two days; none before its plan was issued."""
    since = row["issued_on"] or first
    rule = last_days(row["rrule"])
    try:
        begin = first_day(rule, since)
    except ValueError:  # 每年2月30日前: no such day
        return
    days = rrulestr(rule, dtstart=dt.datetime.combine(begin, dt.time()))
    start, stop = (dt.datetime.combine(each, dt.time()) for each in (first, last))
    for each in islice(days.xafter(start, inc=True), MOST):
        if each > stop:
            return
        yield each.date()


def events_chart(events: list[Row], first: dt.date, last: dt.date) -> dict[str, object]:
    """Return the chart of how much falls due in each month, by kind."""
    counts = Counter((event["day"].year, event["day"].month, event["kind"]) for event in events)
    begin = min([first, *(event["day"] for event in events)])
    end = max([last, *(event["day"] for event in events)])
    months = [
        dt.date(n // 12, n % 12 + 1, 1) for n in range(begin.year * 12 + begin.month - 1, end.year * 12 + end.month)
    ]
    return {
        "kind": "columns",
        "categories": [month(each) for each in months],
        "series": [
            {"name": KINDS[kind], "data": [counts[each.year, each.month, kind] for each in months]}
            for kind in SHOWN_KINDS
        ],
    }


def _month_end(day: dt.date, months: int) -> dt.date:
    """Return the last day of the month that comes so many months after that of a day."""
    n = day.year * 12 + day.month - 1 + months
    year, index = n // 12, n % 12 + 1
    return dt.date(year, index, calendar.monthrange(year, index)[1])
