"""方案: one plan with its sections and tasks."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request, Response

from dutygraph.web.addresses import Here
from dutygraph.web.backend import Backend, single
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
        summary, sections, tasks, versions = await asyncio.gather(
            backend.ask("plan_summary", {"plan": key}),
            backend.ask("sections", {"plan": key}),
            backend.ask("task_list", wanted),
            backend.ask("plan_versions", {"plan": key}),
        )
        return page(
            "plan.html",
            here,
            plan=single(summary, key, "方案"),
            sections=sections,
            tasks=here.sort(tasks, SORTABLE),
            section=next((row for row in sections if row["key"] == section), None),
            text=text,
            versions=versions,
        )
