"""The page /docs: Swagger UI from an installed package, so that it works with no internet."""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

# Swagger UI 5: older ones cannot show OpenAPI 3.1, which FastAPI writes.
_VENDOR = files("fastapi_swagger") / "resources"
_OWN = files("dutygraph.api") / "static"
_ASSETS = {
    "swagger-ui.css": (_VENDOR, "text/css"),
    "swagger-ui-bundle.js": (_VENDOR, "text/javascript"),
    "favicon-32x32.png": (_VENDOR, "image/png"),
    "docs.js": (_OWN, "text/javascript"),
}
# Swagger UI sets styles on its elements and draws its icons from data: addresses.
_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>接口文档 · dutygraph 责任图谱</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
<link rel="icon" href="/docs/assets/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<noscript>接口文档需要 JavaScript；机器可读的版本在 <a href="/openapi.json">/openapi.json</a>。</noscript>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/assets/docs.js"></script>
</body>
</html>
"""

router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def docs() -> Response:
    """Return the page."""
    return HTMLResponse(_PAGE, headers={"Content-Security-Policy": _POLICY})


@router.get("/docs/assets/{name}")
def asset(name: str) -> Response:
    """Return one of the files that the page needs, and no other of the package."""
    if name not in _ASSETS:
        raise HTTPException(404)
    folder, media_type = _ASSETS[name]
    return Response((folder / name).read_bytes(), media_type=media_type, headers={"Cache-Control": "max-age=86400"})
