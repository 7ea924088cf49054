"""The embedded database: an ArcadeDB server of its own in the data folder, shared by the processes that use it.

:func:`open_embedded` finds the running server of the folder or starts one, on loopback ports and with random
passwords. The process that keeps the server (:mod:`dutygraph.graph.stores.keeper`) stops it when the last user has
closed or ended, so nobody has to know who started it. The folder ``database`` under the data folder holds::

    databases/    the data            server.json   ports and passwords, while it runs (mode 0600)
    config/       users and groups    server.log    what the server printed at its last run
    log/          events              server.lock   locked by the keeper
                                      writing.lock  locked by the one that writes
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from dutygraph.graph.errors import StoreError
from dutygraph.graph.stores import arcadedb
from dutygraph.graph.stores.arcadedb import LOOPBACK, Server
from dutygraph.graph.stores.keeper import LASTING, LOG, START_LIMIT, STATE, TAKEN
from dutygraph.graph.stores.locks import exclusive

FOLDER: Final = "database"
WRITING: Final = "writing.lock"
_WAIT_FOR_WRITERS: Final = 600.0


class Embedded:
    """One use of the embedded server; ``server`` says where it listens. :meth:`close` it when done."""

    def __init__(
        self, folder: Path, server: Server, connection: socket.socket, keeper: subprocess.Popen[bytes] | None
    ) -> None:
        """Take over the connection that counts as one use; ``keeper`` if this process started it."""
        self.server = server
        self._folder = folder
        self._connection: socket.socket | None = connection
        self._keeper = keeper

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write alone: others, in any process, wait. (Writers that meet make each other start again and again.)"""
        with exclusive(self._folder / WRITING, wait=_WAIT_FOR_WRITERS) as alone:
            if not alone:
                raise StoreError("内嵌数据库正被另一个进程写入，等待超时；数据没有改动。请稍后再试。")
            yield

    def close(self) -> None:
        """End this use. If it was the last, the server has stopped when this returns."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        answer = b""
        with connection:
            try:
                connection.shutdown(socket.SHUT_WR)
                connection.settimeout(30.0)
                answer = connection.recv(64)
            except OSError:
                pass  # the keeper is gone, so is the server
        if self._keeper is not None:
            if answer == b"bye\n":
                _disown(self._keeper)
            else:
                self._keeper.wait(30.0)


def open_embedded(data: Path, *, lasting: bool = False) -> Embedded:
    """Find or start the server of the data folder; one that is started may be meant to be ``lasting``.

    StoreError where the platform has no wheel, the folder cannot be written, or the server does not start.
    """
    wheel = arcadedb.wheel_folder()
    if wheel is None:
        raise StoreError(
            "本机没有可用的内嵌数据库"
            "（arcadedb-embedded 只支持 glibc 2.34 以上的 Linux、Apple 芯片的 macOS 和 Windows）。"
            "请安装 arcadedb-embedded，或者用环境变量 DUTYGRAPH_NEO4J_URI 指定一个 Neo4j 地址。"
        )
    folder = data / FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _attach_or_start(folder, lasting)
    except OSError as error:
        raise StoreError(
            f"数据目录 {folder} 无法使用：{error.strerror or error}。请检查权限，或用 --data 另选目录。"
        ) from error


def _attach_or_start(folder: Path, lasting: bool) -> Embedded:
    keeper: subprocess.Popen[bytes] | None = None
    deadline = time.monotonic() + START_LIMIT
    try:
        while time.monotonic() < deadline:
            if (found := _attach(folder)) is not None:
                server, connection = found
                embedded, keeper = Embedded(folder, server, connection, keeper), None
                return embedded
            if keeper is None:
                keeper = _start_keeper(folder, lasting)
            elif (status := keeper.poll()) is not None:
                keeper = None
                if status != TAKEN:
                    raise StoreError(_why_not(folder, status))
                time.sleep(0.1)  # another keeper is starting or stopping
            time.sleep(0.05)
        raise StoreError(_why_not(folder, None))
    finally:
        if keeper is not None:
            keeper.terminate()
            keeper.wait()


def _attach(folder: Path) -> tuple[Server, socket.socket] | None:
    """Become a user of the running server; None where there is none, or none any more."""
    try:
        state: dict[str, Any] = json.loads((folder / STATE).read_text(encoding="utf-8"))
        server = Server.from_json(state["server"])
        connection = socket.create_connection((LOOPBACK, state["port"]), timeout=5.0)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    try:
        connection.sendall(f"{state['token']}\n".encode("ascii"))
        if connection.recv(64) == b"ok\n":
            connection.settimeout(None)
            return server, connection
    except OSError:
        pass
    connection.close()
    return None


def _start_keeper(folder: Path, lasting: bool) -> subprocess.Popen[bytes]:
    """Start the keeper apart from this process's terminal: Ctrl-C and closing the window are not for it."""
    # -P: a json.py in the working directory is not ours to import.
    arguments = [sys.executable, "-P", "-m", "dutygraph.graph.stores.keeper", str(folder)]
    arguments += [LASTING] if lasting else []
    with (folder / LOG).open("ab") as log:
        if sys.platform == "win32":
            flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
            return subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, creationflags=flags)
        return subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)


def _disown(keeper: subprocess.Popen[bytes]) -> None:
    """Others use the server that this process started: let it outlive this process without a warning."""
    keeper.returncode = 0


def _why_not(folder: Path, status: int | None) -> str:
    log = folder / LOG
    last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-3:] if log.exists() else []
    how = "启动超时" if status is None else f"启动失败（退出码 {status}）"
    return (
        f"内嵌数据库{how}：{' / '.join(last) or '没有输出'}。详见 {log}；"
        "也可以用环境变量 DUTYGRAPH_NEO4J_URI 指定一个 Neo4j 地址。"
    )
