"""时限: what falls due when, recurring duties on their days, of a unit, section or kind, as of any day."""

from __future__ import annotations

import asyncio
import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from dateutil.rrule import rrulestr
from fastapi import APIRouter, Request, Response

from dutygraph.graph.errors import BadParameter
from dutygraph.web.addresses import Here
from dutygraph.web.backend import Backend, Row
from dutygraph.web.downloads.recurring import first_day, last_days
from dutygraph.web.paging import PER_PAGE, asked_page, page_at
from dutygraph.web.rendering import page
from dutygraph.web.words import FIELDS, KINDS, ROLES, month

SHOWN_KINDS = ("deadline", "period", "recurrence")
MOST = 120  # days of one recurring duty that a view shows: ten years of months
LONGEST = 20  # years that a view covers
SORTABLE = ("day", "number", "title", "kind", "lead", "section")


def add(router: APIRouter, backend: Backend) -> None:
    """Add the timeline."""

    @router.get("/timeline")
    async def timeline(request: Request) -> Response:
        here = Here.of(request)
        kinds = {"any": "全部", **{name: KINDS[name] for name in SHOWN_KINDS}}
        on = here.day("on") or dt.date.today()
        first = here.day("from") or on.replace(day=1)
        last = here.day("to") or _month_end(first, 11)
        if last < first or last.year - first.year > LONGEST:
            until = f"{first.year + LONGEST} 年底"
            raise BadParameter("to", last.isoformat(), f"不早于“{FIELDS['from']}”（{first}）、不晚于 {until}的日期")
        kind = here.choice("kind", kinds, "any")
        role = here.choice("role", ROLES, "any")
        section, as_of = here.get("section"), here.day("as_of")
        wanted: dict[str, object] = {name: here.get(name) for name in ("unit", "plan", "section") if here.get(name)}
        wanted |= {"from": first, "to": last}
        if "unit" in wanted:
            wanted["role"] = role
        then = {} if as_of is None else {"as_of": as_of}
        number = asked_page(here)
        # in the order of their days only as many are asked for as the pages up to this one can show
        most = number * PER_PAGE if number and not here.get("sort") else None
        counts, dated, recurring, choices = await asyncio.gather(
            _ask(backend, "due_counts", wanted | then, kind),
            _ask(backend, "timeline", wanted | then | {"recurring": False, "most": most}, kind),
            _ask(backend, "timeline", wanted | then | {"recurring": True}, kind),
            backend.ask("choices", {name: wanted[name] for name in ("plan",) if name in wanted} | then),
        )
        repeated = find_events(recurring, first, last, on)
        events = here.sort(find_events([*dated, *recurring], first, last, on), SORTABLE)
        plans = [row for row in choices if row["label"] == "Plan"]
        return page(
            "timeline.html",
            here,
            events=page_at(number, events, sum(row["dates"] for row in counts) + len(repeated)),
            chart=events_chart([*counts, *({**event, "dates": 1} for event in repeated)], first, last),
            unit_names=_titles(choices, "Unit", "UnitGroup"),
            sections=list(dict.fromkeys([*_titles(choices, "Section"), *([section] if section else [])])),
            plans=plans,
            kinds=kinds,
            first=first,
            last=last,
            on=on,
            as_of=as_of,
            kind=kind,
            role=role,
            section=section,
        )


async def _ask(backend: Backend, query: str, wanted: dict[str, object], kind: str) -> list[Row]:
    """Return the rows of a kind; none where what is asked for, dated or recurring, cannot be of it."""
    if kind == "any":
        return await backend.ask(query, wanted)
    if (kind == "recurrence") != (wanted.get("recurring") is True):
        return []
    return await backend.ask(query, {**wanted, "kind": kind})


def _titles(choices: list[Row], *labels: str) -> list[str]:
    return list(dict.fromkeys(row["title"] for row in choices if row["label"] in labels))


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


def events_chart(counts: list[Row], first: dt.date, last: dt.date) -> dict[str, object]:
    """Return the chart of how much falls due in each month, by kind, out of how many ``dates`` there are on a day."""
    found: Counter[tuple[int, int, str]] = Counter()
    for row in counts:
        found[row["day"].year, row["day"].month, row["kind"]] += row["dates"]
    begin = min([first, *(row["day"] for row in counts)])
    end = max([last, *(row["day"] for row in counts)])
    months = [
        dt.date(n // 12, n % 12 + 1, 1) for n in range(begin.year * 12 + begin.month - 1, end.year * 12 + end.month)
    ]
    return {
        "kind": "columns",
        "categories": [month(each) for each in months],
        "series": [
            {"name": KINDS[kind], "data": [found[each.year, each.month, kind] for each in months]}
            for kind in SHOWN_KINDS
        ],
    }


def _month_end(day: dt.date, months: int) -> dt.date:
    """Return the last day of the month that comes so many months after that of a day."""
    n = day.year * 12 + day.month - 1 + months
    year, index = n // 12, n % 12 + 1
    return dt.date(year, index, calendar.monthrange(year, index)[1])
