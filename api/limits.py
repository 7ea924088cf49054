"""What a request may not do: send more than the limit, or change data on behalf of another site's page."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dutygraph.graph.errors import InputError


class BodyTooLarge(HTTPException):
    """A request body above the limit (bytes). An HTTPException, because the body parsers pass only those on."""

    def __init__(self, limit: int) -> None:
        """Say the limit in megabytes."""
        super().__init__(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"上传内容超过上限 {limit / 1024 / 1024:g} MB，没有导入。请拆分文件，或改用 dutygraph ingest 导入。",
        )
        self.limit = limit


class ForeignOrigin(InputError):
    """A change asked for by a page of another site."""

    def __init__(self, origin: str) -> None:
        """Name the origin."""
        super().__init__(f"拒绝来自其他网站（{origin}）的导入请求，数据没有改动。请从本服务的页面、命令行或程序导入。")
        self.origin = origin


class BodyLimit:
    """ASGI middleware: reading more of a request body than ``limit`` bytes raises :class:`BodyTooLarge`.

    A body that announces its length is refused before any of it is read, one sent in chunks when it passes
    the limit; what follows is never stored.
    """

    def __init__(self, app: ASGIApp, limit: int) -> None:
        """Guard an application."""
        self.app, self.limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a counted body."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        seen = int(announced) if announced.isdigit() else 0
        counted = 0

        async def guarded() -> Message:
            nonlocal counted
            if seen > self.limit:
                raise BodyTooLarge(self.limit)
            message = await receive()
            counted += len(message.get("body", b""))
            if counted > self.limit:
                raise BodyTooLarge(self.limit)
            return message

        await self.app(scope, guarded, send)


def refuse_foreign_origin(request: Request) -> None:
    """Raise :class:`ForeignOrigin` where a browser sends the request for a page of another site.

    A form of any site may post to a service on this machine; a browser says so in these two headers, and
    programs send neither.
    """
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site")
    foreign = site not in ("same-origin", "none") if site else bool(origin) and _host(origin) != _own_host(request)
    if foreign:
        raise ForeignOrigin(origin or "未知")


def _host(origin: str | None) -> str:
    return urlsplit(origin or "").netloc.lower()


def _own_host(request: Request) -> str:
    return request.headers.get("host", "").lower()
