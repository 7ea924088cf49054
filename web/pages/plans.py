"""方案: one plan with its sections and tasks."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request, Response

from dutygraph.web.addresses import Here
from dutygraph.web.backend import Backend, single
from dutygraph.web.paging import PER_PAGE, Paged, asked_page, checked, page_of
from dutygraph.web.rendering import page

SORTABLE = ("number", "title", "lead", "due_dates", "section")


def add(router: APIRouter, backend: Backend) -> None:
    """Add the page of a plan."""

    @router.get("/plans/{key}")
    async def plan(request: Request, key: str) -> Response:
        here = Here.of(request)
        section, text = here.get("section"), here.get("text")
        wanted: dict[str, object] = {"plan": key}
        wanted |= {name: value for name, value in (("section", section), ("text", text)) if value}
        number = asked_page(here)
        # only a page of the whole list in its own order is known by its place; all else is told from all rows
        by_place = number is not None and not (section or text or here.get("sort"))
        if number is not None and by_place:
            wanted |= {"after": (number - 1) * PER_PAGE, "most": PER_PAGE}
        summary, sections, tasks, versions = await asyncio.gather(
            backend.ask("plan_summary", {"plan": key}),
            backend.ask("sections", {"plan": key}),
            backend.ask("task_list", wanted),
            backend.ask("plan_versions", {"plan": key}),
        )
        found = single(summary, key, "方案")
        shown = Paged(tasks, found["tasks"], number) if by_place else page_of(here, here.sort(tasks, SORTABLE))
        return page(
            "plan.html",
            here,
            plan=found,
            sections=sections,
            tasks=checked(shown),
            section=next((row for row in sections if row["key"] == section), None),
            text=text,
            versions=versions,
        )
