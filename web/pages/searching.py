"""检索: tasks, units and instruments by words."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from dutygraph.web.addresses import Here
from dutygraph.web.backend import Backend
from dutygraph.web.rendering import page


def add(router: APIRouter, backend: Backend) -> None:
    """Add the search."""

    @router.get("/search")
    async def search(request: Request, q: str = "") -> Response:
        rows = await backend.ask("search", {"text": q}) if q.strip() else []
        return page("search.html", Here.of(request), q=q, rows=rows)
