"""法规: the laws and documents that tasks rest on, and what happens to tasks if one changes."""

from __future__ import annotations

import asyncio
import datetime as dt

from fastapi import APIRouter, Request, Response

from dutygraph.web.addresses import Here
from dutygraph.web.backend import Backend, single
from dutygraph.web.paging import page_of
from dutygraph.web.rendering import page

SORTABLE = ("title", "document_number", "tasks", "cites", "drafts")
TASKS_SORTABLE = ("number", "title", "relation", "lead", "due_dates", "plan_title")


def add(router: APIRouter, backend: Backend) -> None:
    """Add the list of instruments and the page of one."""

    @router.get("/instruments")
    async def instruments(request: Request) -> Response:
        here = Here.of(request)
        text = here.get("text")
        rows = await backend.ask("instruments", {"minimum": 0, **({"text": text} if text else {})})
        return page("instruments.html", here, rows=page_of(here, here.sort(rows, SORTABLE)), text=text)

    @router.get("/instruments/{key}")
    async def instrument(request: Request, key: str) -> Response:
        here = Here.of(request)
        through = bool(here.choice("through", ("", "plan"), ""))
        today = dt.date.today()
        found, tasks = await asyncio.gather(
            backend.ask("instruments", {"instrument": key, "minimum": 0}),
            backend.ask("instrument_impact", {"instrument": key, "through_plan": through}),
        )
        return page(
            "instrument.html",
            here,
            instrument=single(found, key, "文件"),
            tasks=tasks,
            shown=page_of(here, here.sort(tasks, TASKS_SORTABLE)),
            through=through,
            superseded_by=tasks[0]["superseded_by"] if tasks else [],
            affected=len({task["key"] for task in tasks}),
            units=list(dict.fromkeys(name for task in tasks for name in task["lead"])),
            next_due=min((day for task in tasks for day in task["due_dates"] if day >= today), default=None),
        )
