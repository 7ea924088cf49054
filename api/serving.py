"""Serving an application in the foreground: the port is taken first, Ctrl-C ends it cleanly."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp

from dutygraph.graph.errors import InputError


class PortUnavailable(InputError):
    """An address on which the service cannot listen; ``host`` and ``port`` as asked."""

    def __init__(self, host: str, port: int, why: str) -> None:
        """Say why, and how to choose another port."""
        other = port + 1 if port < 65535 else 8000
        super().__init__(
            f"端口 {port} {why}，服务没有启动，也没有导入任何内容。请用 --port 换一个端口（例如 --port {other}），"
            "或先停止占用它的程序。"
        )
        self.host, self.port = host, port


_REASONS = {errno.EADDRINUSE: "已被其他程序占用", errno.EACCES: "不允许使用", errno.EADDRNOTAVAIL: "所在的地址不在本机"}


def take_port(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address, so that a busy port shows before any long work.

    Raises PortUnavailable where it is busy, forbidden or not of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise PortUnavailable(host, port, f"的监听地址 {host} 无法识别") from error
    bound = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere the option would let two servers share the port
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        # On Linux two sockets may be bound to one port until the first listens.
        bound.listen(128)
    except OSError as error:
        bound.close()
        raise PortUnavailable(host, port, _REASONS.get(error.errno or 0, f"无法使用（{error.strerror}）")) from error
    return bound


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._say_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._say_started()


def serve(app: ASGIApp, bound: socket.socket, started: Callable[[], None]) -> None:
    """Serve on a bound socket until Ctrl-C or SIGTERM; ``started`` is called once it answers.

    Open requests are finished (5 seconds at most) and the store is closed. SIGTERM then ends the process as
    it does any other, so that a supervisor sees what happened.
    """
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=5)
    with suppress(KeyboardInterrupt):  # uvicorn hands the signal on after a clean end
        _Server(config, started).run(sockets=[bound])


def address_of(bound: socket.socket) -> str:
    """Return the URL of a bound socket, like ``http://127.0.0.1:8000``."""
    host, port = bound.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"
