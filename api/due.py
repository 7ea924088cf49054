"""When the time limits of a task end, counted from an event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from dutygraph.graph.errors import BadParameter, BeyondCalendar, NotFound
from dutygraph.graph.working_days import calendar_last_day, find_due
from dutygraph.queries.registry import run_query
from dutygraph.queries.values import DAY, day_of

if TYPE_CHECKING:
    from dutygraph.graph.store import Store

COLUMNS = {
    "surface": "时限",
    "anchor": "起算事件",
    "duration": "时长",
    "business_days": "工作日",
    "last_day": "最后一日",
    "counted": "顺延之前",
    "moment": "届满时刻",
    "rule": "算法",
}


def parse_day(name: str, text: str) -> dt.date:
    """Return the day that a text says. Raises BadParameter, with the parameter's name, for anything else."""
    if (day := day_of(text)) is None:
        raise BadParameter(name, text, DAY)
    return day


def parse_event(text: str) -> dt.date | dt.datetime:
    """Return the day, or the moment, that a text says.

    >>> parse_event("2024-01-05"), parse_event("2024-01-05T09:30")
    (datetime.date(2024, 1, 5), datetime.datetime(2024, 1, 5, 9, 30))

    :raises BadParameter: for anything else, offsets from UTC included: a plan's times are those of its place.
    """
    if (day := day_of(text)) is not None:
        return day
    with suppress(ValueError):
        moment = dt.datetime.fromisoformat(text)
        if moment.tzinfo is None and day_of(text[: len("2024-01-05")]) is not None:
            return moment
    raise BadParameter("event", text, "日期或带时刻的日期，如 2024-01-05、2024-01-05T09:30")


def due_rows(store: Store, task: str, event: dt.date | dt.datetime, plan: str | None = None) -> list[dict[str, Any]]:
    """Return a row for each time limit of a task (key or number), in the form of ``models.DueLimit``.

    :raises NotFound: if there is no such task.
    :raises BadParameter: if several have that number.
    """
    values = {"task": task, **({"plan": plan} if plan is not None else {})}
    rows = run_query(store, "task_card", values)
    if not rows:
        raise NotFound("任务", task)
    if len(rows) > 1:
        keys = "、".join(row["key"] for row in rows[:5])
        raise BadParameter("task", task, f"只合一个任务的键（现在合 {len(rows)} 个：{keys}）")
    return [_row(limit, event) for limit in rows[0]["dates"] if limit["kind"] == "duration"]


def _row(limit: Mapping[str, Any], event: dt.date | dt.datetime) -> dict[str, Any]:
    length, business = limit["duration"], bool(limit["business_days"])
    row: dict[str, Any] = {name: limit[name] for name in ("surface", "anchor", "duration")}
    row |= {"business_days": business, "last_day": None, "counted": None, "moment": None}
    if length is None:
        return {**row, "rule": "原文没有写明长度，不能计算"}
    try:
        due = find_due(event, length, business_days=business)
    except BeyondCalendar as error:
        day = event.date() if isinstance(event, dt.datetime) else event
        return {**row, "counted": None if business else calendar_last_day(day, length), "rule": str(error)}
    except BadParameter as error:  # hours from a day without a time; the task's other limits are counted
        return {**row, "rule": str(error)}
    return {**row, "last_day": due.last_day, "counted": due.counted, "moment": due.moment, "rule": due.rule}
