"""单位: who has how much, and everything about one unit."""

from __future__ import annotations

import asyncio
import datetime as dt

from fastapi import APIRouter, Request, Response

from dutygraph.web.addresses import Here
from dutygraph.web.backend import Backend, Row, single
from dutygraph.web.pages.timeline import occurrences
from dutygraph.web.paging import page_of
from dutygraph.web.rendering import page
from dutygraph.web.words import ROLES

SORTABLE = ("name", "lead", "responsible", "supporting", "any")
TASKS_SORTABLE = ("number", "title", "role", "due_dates", "section", "plan_title")


def add(router: APIRouter, backend: Backend) -> None:
    """Add the list of units and the page of one."""

    @router.get("/units")
    async def units(request: Request) -> Response:
        here = Here.of(request)
        text = here.get("text")
        rows, groups = await asyncio.gather(
            backend.ask("units", {"text": text} if text else {}), backend.ask("groups", {})
        )
        groups = [group for group in groups if text in group["name"]]
        return page(
            "units.html",
            here,
            units=page_of(here, here.sort(rows, SORTABLE)),
            groups=here.sort(groups, SORTABLE),
            text=text,
        )

    @router.get("/units/{name}")
    async def unit(request: Request, name: str) -> Response:
        here = Here.of(request)
        role = here.choice("role", tuple(ROLES), "any")
        through = here.get("through") == "1"
        today = dt.date.today()
        profiles, tasks, partners, dates, rests_on = await asyncio.gather(
            backend.ask("unit_profile", {"unit": name}),
            backend.ask("unit_tasks", {"unit": name, "role": role, "through_groups": through}),
            backend.ask("unit_partners", {"unit": name}),
            backend.ask("timeline", {"unit": name, "role": role}),
            backend.ask("unit_instruments", {"unit": name, "role": role}),
        )
        profile = single(profiles, name, "单位")
        return page(
            "unit.html",
            Here(f"/units/{profile['key']}", here.given),
            unit=profile,
            tasks=page_of(here, here.sort(tasks, TASKS_SORTABLE)),
            several_plans=len({task["plan"] for task in tasks}) > 1,
            partners=partners,
            deadlines=sorted((d for d in dates if d["due_date"]), key=lambda d: (d["due_date"], d["date_key"])),
            recurring=[(row, _next(row, today)) for row in dates if row["rrule"]],
            rests_on=rests_on,
            role=role,
            through=through,
            on=today,
        )


def _next(row: Row, today: dt.date) -> dt.date | None:
    """Return the day on which a recurring duty next falls due."""
    return next(iter(occurrences(row, today, today + dt.timedelta(days=800))), None)
