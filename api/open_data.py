"""What holds for every address of the open data: any site's page may read it, and OPTIONS says how."""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FOLDERS = ("/id/", "/data/", "/page/", "/graph/", "/dump/", "/ontology/")
_ADDRESSES = frozenset(
    {"/ontology", "/shapes", "/context.jsonld", "/sparql", "/dataset", "/catalog", "/feed", "/.well-known/void"}
)
# Where the address says the format already; what goes wrong there is told as a page or as a problem, as everywhere.
_ONE_FORM = ("/data/", "/page/", "/dump/", "/context.jsonld", "/feed")
_EXPOSED = "ETag, Last-Modified, Link, Location"


def is_open(path: str) -> bool:
    """Return whether a path is one of the open data.

    >>> is_open("/id/unit/2bdaa07c9b2a59e8"), is_open("/api/v1/units")
    (True, False)
    """
    return path in _ADDRESSES or path.startswith(_FOLDERS)


class OpenData:
    """ASGI middleware: CORS for all origins, and Vary, on the paths that :func:`is_open` names, errors included.

    The data is public and read-only, and no cookie or password is ever part of a request for it.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Serve an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer OPTIONS, pass on the rest."""
        if scope["type"] != "http" or not is_open(scope["path"]):
            await self.app(scope, receive, send)
            return
        methods = "GET, HEAD, OPTIONS" + (", POST" if scope["path"] == "/sparql" else "")

        async def opened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = "*"
                headers["Access-Control-Expose-Headers"] = _EXPOSED
                if message["status"] >= HTTPStatus.BAD_REQUEST or not scope["path"].startswith(_ONE_FORM):
                    headers.add_vary_header("Accept")
                if message["status"] == HTTPStatus.METHOD_NOT_ALLOWED:
                    headers["Allow"] = methods  # the router knows neither OPTIONS nor a second route of the address
            await send(message)

        if scope["method"] != "OPTIONS":
            await self.app(scope, receive, opened)
            return
        headers = {
            "Allow": methods,
            "Access-Control-Allow-Methods": methods,
            "Access-Control-Allow-Headers": "Accept, Content-Type, If-Modified-Since, If-None-Match",
            "Access-Control-Max-Age": "86400",
        }
        await Response(status_code=204, headers=headers)(scope, receive, opened)
