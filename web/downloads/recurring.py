"""On which days a recurring duty falls due: a rule that names a stretch becomes one that names its last day.

A plan says 每季度 or 每年第一季度 and means that the duty is done by the end of each such stretch. A calendar needs
days, so every stretch is stood for by its last day, as for deadlines (2023年前 is 2022-12-31).
"""

from __future__ import annotations

import datetime as dt

from dateutil.rrule import rrulestr

_WORKING_WEEK_ENDS = "FR"


def last_days(rule: str) -> str:
    """Return the RRULE (RFC 5545) of the last days of a rule's stretches; a rule that names days stays as it is.

    >>> last_days("FREQ=YEARLY;BYMONTH=1,2,3")
    'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1'
    >>> last_days("FREQ=MONTHLY;INTERVAL=3")
    'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1'
    >>> last_days("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=8")
    'FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=8'
    """
    parts = _parts(rule)
    if "BYMONTHDAY" in parts or "BYDAY" in parts:
        return rule
    match parts["FREQ"]:
        case "YEARLY":
            months = [int(month) for month in parts.get("BYMONTH", "12").split(",")]
            ends = [month for month in months if month + 1 not in months]
            parts |= {"BYMONTH": ",".join(map(str, ends)), "BYMONTHDAY": "-1"}
        case "MONTHLY":
            parts["BYMONTHDAY"] = "-1"
        case "WEEKLY":
            parts["BYDAY"] = _WORKING_WEEK_ENDS
    return ";".join(f"{name}={value}" for name, value in parts.items())


def first_day(rule: str, since: dt.date) -> dt.date:
    """Return the first of the days of :func:`last_days` that is not before ``since``, the day from which a plan holds.

    Stretches of several months are those of the calendar (a quarter ends in March, June, …), those of several years
    begin with the year of ``since``. ValueError where the rule has no day (BYMONTH=2;BYMONTHDAY=30).

    >>> first_day("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", dt.date(2024, 4, 20))
    datetime.date(2024, 6, 30)
    >>> first_day("FREQ=YEARLY;INTERVAL=2;BYMONTH=12;BYMONTHDAY=-1", dt.date(2024, 4, 20))
    datetime.date(2025, 12, 31)
    """
    parts = _parts(rule)
    interval = int(parts.get("INTERVAL", "1"))
    start = dt.datetime(since.year, 1, 1)
    if parts["FREQ"] == "MONTHLY" and 12 % interval == 0:
        start = start.replace(month=interval)
    elif parts["FREQ"] == "YEARLY":
        start = start.replace(year=since.year + interval - 1)
    elif interval > 1:
        start = dt.datetime.combine(since, dt.time())
    found = rrulestr(rule, dtstart=start).after(dt.datetime.combine(since, dt.time()), inc=True)
    if found is None:
        raise ValueError(f"no day fits the rule {rule}")
    day: dt.date = found.date()
    return day


def _parts(rule: str) -> dict[str, str]:
    return {name: value for name, _, value in (part.partition("=") for part in rule.split(";"))}
