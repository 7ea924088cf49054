"""What Neo4j Browser fetches from the service: guide, style, kit. It runs on an address of its own, hence the CORS.

Nothing here comes from the store, so any page may read it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from dutygraph.graph.exports import zip_files
from dutygraph.web.neo4j_browser.grass import grass
from dutygraph.web.neo4j_browser.guide import guide
from dutygraph.web.neo4j_browser.kit import kit

PREFIX = "/browser"
KIT_NAME = "责任图谱-Browser.zip"
# Browser asks for a guide with Pragma, Cache-Control and, now and then, headers of what watches it (sentry-trace).
_CORS = {"Access-Control-Allow-Origin": "*"}
_PREFLIGHT = {
    **_CORS,
    "Access-Control-Allow-Methods": "GET",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "600",
}

router = APIRouter(prefix=PREFIX, tags=["Neo4j Browser"])


def _content(media_type: str, **schema: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"content": {media_type: {"schema": {"type": "string", **schema}}}}}


@router.get("/guide.html", summary="Neo4j Browser 的指南", response_class=Response, responses=_content("text/html"))
async def guide_page(request: Request) -> Response:
    """Return the guide: ``:guide http://…/browser/guide.html`` in Browser; its statements are run with a click."""
    return Response(guide(_service(request)), media_type="text/html", headers=_CORS)


@router.get("/style.grass", summary="Neo4j Browser 的样式", response_class=Response, responses=_content("text/plain"))
async def style() -> Response:
    """Return the style: ``:style http://…/browser/style.grass`` in Browser."""
    return Response(grass(), media_type="text/plain", headers=_CORS)


@router.get(
    "/kit.zip",
    summary="Neo4j Browser 的全套文件",
    response_class=Response,
    responses=_content("application/zip", contentMediaType="application/zip"),
)
async def kit_archive(request: Request) -> Response:
    """Return saved statements, style and guide as one archive; dropped on Browser, it fills the favourites."""
    disposition = f"attachment; filename=\"dutygraph-browser.zip\"; filename*=UTF-8''{quote(KIT_NAME)}"
    return Response(
        zip_files(kit(_service(request))),
        media_type="application/zip",
        headers={**_CORS, "Content-Disposition": disposition},
    )


@router.options("/guide.html", include_in_schema=False)
@router.options("/style.grass", include_in_schema=False)
@router.options("/kit.zip", include_in_schema=False)
async def preflight() -> Response:
    """Allow what Browser asks for before it fetches."""
    return Response(status_code=204, headers=_PREFLIGHT)


def _service(request: Request) -> str:
    """Return the address by which the request came, as links in the guide must name it."""
    return str(request.base_url).rstrip("/")
