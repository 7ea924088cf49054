"""The process that keeps the embedded server of one data folder: ``python -m dutygraph.graph.stores.keeper``.

It is given the folder, and ``lasting`` where the server is to go on running. One keeper a folder, by an
operating-system lock that it holds as long as it lives. It starts the server, writes
``server.json``, and counts who uses it: every user holds one connection to the keeper's port, which the system
closes when that process ends in whatever way. The last one out stops the server::

    user                                    keeper
    ──────────────────────────────────────────────────────────────────────────
    connects, sends the token of server.json
                                            answers "ok": counted
    half-closes its side
                                            others remain:  answers "bye", closes
                                            the last one:   stops the server, removes
                                                            server.json, answers "stopped", closes

A user that meets a keeper about to stop is hung up on before "ok", and starts the next one. A keeper that finds
the server of a killed predecessor stops it first (it has its password from the old ``server.json``).
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import secrets
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil

from dutygraph.graph.stores import arcadedb
from dutygraph.graph.stores.arcadedb import LOOPBACK, Server
from dutygraph.graph.stores.locks import exclusive

STATE: Final = "server.json"
LOG: Final = "server.log"
LOCK: Final = "server.lock"
LASTING: Final = "lasting"  # the argument for a server that is to go on running

# How this process ends when another keeper has the folder; the starter then looks for that one.
TAKEN: Final = 75
FAILED: Final = 70

START_LIMIT: Final = 60.0
_FIRST_USER_LIMIT: Final = 30.0
_STOP_LIMIT: Final = 15.0
_PORT_TRIES: Final = 3


class _StartFailed(Exception):
    """The server ended, or was not ready in time."""


def main(arguments: list[str]) -> int:
    """Keep the server of the folder named by the first argument until nobody uses it; return the exit status."""
    folder, lasting = Path(arguments[0]), LASTING in arguments[1:]
    with exclusive(folder / LOCK) as mine:
        if not mine:
            return TAKEN
        signal.signal(signal.SIGTERM, _leave)
        (folder / LOG).write_bytes(b"")  # what is printed from here on is appended to it
        _stop_predecessor(folder)
        try:
            with _running(folder, lasting) as (server, process), socket.create_server((LOOPBACK, 0)) as listener:
                _keep(folder, server, process, listener)
        except (_StartFailed, OSError) as error:
            print(error, file=sys.stderr)
            return FAILED
    return 0


def _leave(*_: object) -> None:
    raise SystemExit(0)


def _stop_predecessor(folder: Path) -> None:
    """Stop the server that a killed keeper left running, if any, and forget it."""
    state = folder / STATE
    try:
        server = Server.from_json(json.loads(state.read_text(encoding="utf-8"))["server"])
    except (OSError, ValueError, KeyError, TypeError):
        state.unlink(missing_ok=True)
        return
    if arcadedb.shut_down(server):
        # Its ports close before its files do; the next server needs the files.
        with contextlib.suppress(psutil.Error):
            psutil.Process(server.pid).wait(_STOP_LIMIT)
    state.unlink(missing_ok=True)


@contextmanager
def _running(folder: Path, lasting: bool) -> Iterator[tuple[Server, subprocess.Popen[bytes]]]:
    """Run the server, ready, for as long as the block lasts."""
    server, process = _started(folder, lasting)
    try:
        yield server, process
    finally:
        _stop(server, process)


def _started(folder: Path, lasting: bool) -> tuple[Server, subprocess.Popen[bytes]]:
    """Start the server; again with other ports where another program took one of them meanwhile."""
    wheel = arcadedb.wheel_folder()
    if wheel is None:
        raise _StartFailed("arcadedb-embedded is not installed")
    for tries_left in reversed(range(_PORT_TRIES)):
        bolt, http = _free_ports()
        admin, reader = arcadedb.write_configuration(folder)
        # The locale decides how Java names files; stdin is closed so that it never waits for a terminal.
        process = subprocess.Popen(
            arcadedb.command_line(wheel, bolt, http, lasting=lasting),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        server = Server(process.pid, bolt, http, admin, reader)
        deadline = time.monotonic() + START_LIMIT
        try:
            while process.poll() is None and time.monotonic() < deadline:
                if arcadedb.is_ready(server):
                    return server, process
                time.sleep(0.05)
        except BaseException:
            _stop(server, process)
            raise
        ended = process.poll()
        _stop(server, process)
        if ended is None or not tries_left:
            raise _StartFailed(f"the server was not ready (exit status {ended})")
    raise AssertionError("unreachable")


def _free_ports() -> tuple[int, int]:
    with socket.create_server((LOOPBACK, 0)) as one, socket.create_server((LOOPBACK, 0)) as other:
        return one.getsockname()[1], other.getsockname()[1]


def _stop(server: Server, process: subprocess.Popen[bytes]) -> None:
    """Stop the server in good order, else by force; return when it is gone."""
    if process.poll() is None:
        if sys.platform != "win32":
            process.terminate()
        else:  # where terminating is killing
            arcadedb.shut_down(server)
        try:
            process.wait(_STOP_LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()


def _keep(folder: Path, server: Server, process: subprocess.Popen[bytes], listener: socket.socket) -> None:
    """Count the users until the last one has gone, or nobody came, or the server died."""
    token = secrets.token_urlsafe(24)
    state = folder / STATE
    users: set[socket.socket] = set()
    give_up = time.monotonic() + _FIRST_USER_LIMIT
    last: socket.socket | None = None
    with selectors.DefaultSelector() as selector, contextlib.ExitStack() as closing:
        closing.callback(state.unlink, missing_ok=True)
        selector.register(listener, selectors.EVENT_READ)
        arcadedb.write_private(
            state, json.dumps({"port": listener.getsockname()[1], "token": token, "server": server.to_json()})
        )
        while process.poll() is None and last is None and (users or time.monotonic() < give_up):
            for key, _ in selector.select(timeout=0.5):
                user = key.fileobj
                assert isinstance(user, socket.socket)
                if user is listener:
                    if (admitted := _admit(listener, token)) is not None:
                        users.add(closing.enter_context(admitted))
                        selector.register(admitted, selectors.EVENT_READ)
                elif not _still_there(user):
                    selector.unregister(user)
                    users.remove(user)
                    if users:
                        _answer(user, b"bye\n")
                        user.close()
                    else:
                        last = user
        listener.close()
        state.unlink(missing_ok=True)
        _stop(server, process)
        if last is not None:
            _answer(last, b"stopped\n")


def _admit(listener: socket.socket, token: str) -> socket.socket | None:
    """Accept a connection; None where it does not know the token."""
    user, _ = listener.accept()
    try:
        user.settimeout(2.0)
        said = user.makefile("rb").readline(200).strip()
        if hmac.compare_digest(said, token.encode("ascii")):
            user.sendall(b"ok\n")
            return user
    except OSError:
        pass
    user.close()
    return None


def _still_there(user: socket.socket) -> bool:
    try:
        return bool(user.recv(64))
    except OSError:
        return False


def _answer(user: socket.socket, words: bytes) -> None:
    with contextlib.suppress(OSError):
        user.sendall(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
