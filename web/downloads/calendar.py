"""The dates of tasks as a calendar (iCalendar, RFC 5545) that phones, Outlook and WPS subscribe to or import.

A deadline or period is a whole-day event on its last day, a recurring duty repeats on the last day of each of its
stretches (:mod:`dutygraph.web.downloads.recurring`). Limits that run from an event (15日内) and 持续推进 have no day of
their own and are left out. An event's identity is the key of its date, so that a calendar that is read again replaces
its events.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from icalendar import Calendar, Event, vRecur

from dutygraph.web.downloads.recurring import first_day, last_days

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
_ROLES: Final = (("牵头", "lead"), ("责任", "responsible"), ("配合", "supporting"))


def calendar(rows: Iterable[Mapping[str, Any]], name: str, since: dt.date, address: str = "") -> bytes:
    """Return the calendar of rows of the query ``occasions``, UTF-8 with the line ends of RFC 5545.

    ``name`` is what calendar programs show; recurring duties of a plan without a day of issue start ``since``;
    ``address`` is that of the service, by which events lead to the pages of their tasks. Equal rows give equal bytes.
    """
    made = Calendar()
    made.add("prodid", "-//dutygraph//责任图谱//ZH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval;value=duration", "P1D")
    for row in rows:
        event = _event(row, since, address)
        if event is not None:
            made.add_component(event)
    return bytes(made.to_ical())


def _event(row: Mapping[str, Any], since: dt.date, address: str) -> Event | None:
    issued = row["issued_on"] or since
    event = Event()
    event.add("uid", f"{row['date_key']}@dutygraph")
    event.add("dtstamp", dt.datetime.combine(issued, dt.time(), dt.UTC))
    if row["rrule"]:
        rule = last_days(row["rrule"])
        try:
            day = first_day(rule, issued)
        except ValueError:  # 每年2月30日前: no such day, and nothing that a calendar could show
            return None
        event.add("rrule", vRecur.from_ical(rule))
    else:
        day = row["due_date"]
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))  # excluded, as RFC 5545 has it
    event.add("summary", f"{row['title']}（{row['surface']}）")
    event.add("description", _description(row))
    event.add("categories", ["周期" if row["rrule"] else "时限"])
    event.add("transp", "TRANSPARENT")
    if address:
        event.add("url", f"{address}/tasks/{row['key']}")
    return event


def _description(row: Mapping[str, Any]) -> str:
    number = row["number"] or ""
    if number and not number.startswith(("（", "(")):
        number = f"（{number}）"
    units = [f"{label}：{'、'.join(row[role])}" for label, role in _ROLES if row[role]]
    return "\n".join([f"{number}{row['text']}", *units, f"方案：{row['plan_title']}"])
