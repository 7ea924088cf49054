"""法规: the laws and documents that tasks rest on, and the tasks that rest on one."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from dutygraph.graph.errors import NotFound
from dutygraph.web.addresses import Here
from dutygraph.web.backend import Backend
from dutygraph.web.rendering import page

SORTABLE = ("title", "document_number", "tasks", "cites", "drafts")
TASKS_SORTABLE = ("number", "title", "relation", "lead", "plan_title")


def add(router: APIRouter, backend: Backend) -> None:
    """Add the list of instruments and the page of one."""

    @router.get("/instruments")
    async def instruments(request: Request) -> Response:
        here = Here.of(request)
        text = here.get("text")
        rows = await backend.ask("instruments", {"minimum": 0, **({"text": text} if text else {})})
        return page("instruments.html", here, rows=here.sort(rows, SORTABLE), text=text)

    @router.get("/instruments/{key}")
    async def instrument(request: Request, key: str) -> Response:
        here = Here.of(request)
        tasks = await backend.ask("instrument_tasks", {"instrument": key})
        if not tasks:
            raise NotFound("有任务涉及的文件", key)
        units = dict.fromkeys(name for task in tasks for name in task["lead"])
        return page(
            "instrument.html", here, instrument=tasks[0], tasks=here.sort(tasks, TASKS_SORTABLE), units=list(units)
        )
