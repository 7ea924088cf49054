"""Ending a statement that runs: from another thread, and when more bytes come than are wanted.

The driver has no public names for either, so this module alone reaches under a transaction, for two things: the
local port of its connection (by which ArcadeDB knows the statement) and the socket that its messages are read from.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import neo4j


class Cancel:
    """Lets one thread end what another runs: hand it to the call, and call :meth:`cancel` when nobody waits for it.

    >>> cancel = Cancel()
    >>> cancel.cancel()
    >>> cancel.done
    True
    """

    def __init__(self) -> None:
        """Nothing runs yet."""
        self._lock = threading.Lock()
        self._end: Callable[[], None] | None = None
        self.done = False

    def cancel(self) -> None:
        """End what runs, now or as soon as it starts. May be called again."""
        with self._lock:
            self.done = True
            end, self._end = self._end, None
        if end is not None:
            end()

    def ends(self, end: Callable[[], None]) -> None:
        """Say how it is ended; called at once where it has been cancelled already."""
        with self._lock:
            self._end = None if self.done else end
        if self.done:
            end()


class TooManyBytes(Exception):
    """More bytes came from the server than were allowed."""


class _Metered:
    """A socket that stops reading after so many bytes, be it in the middle of a row."""

    def __init__(self, socket: Any, allowed: int) -> None:
        self._socket, self._left = socket, allowed

    def recv_into(self, buffer: memoryview, size: int) -> int:
        if self._left <= 0:
            raise TooManyBytes
        count: int = self._socket.recv_into(buffer, size)
        self._left -= count
        return count

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)


def allow_bytes(tx: neo4j.Transaction, allowed: int) -> None:
    """Let no more bytes (about; as the protocol counts them) come to the transaction: TooManyBytes where they do.

    A row is read whole before the driver hands it over, so counting rows as they come would be too late for one
    that fills the memory.
    """
    inbox = tx._connection.inbox
    inbox._socket = _Metered(inbox._socket, allowed)


class Wire:
    """The connection that a transaction runs on, as another thread may end it.

    Closing the driver would not do: it shares buffers with the thread that reads, and one close in fifty, measured
    while rows came, raised BufferError, left the statement running and the session open. The socket can be shut at any
    moment; the thread that reads finds its end and cleans up itself.
    """

    def __init__(self, tx: neo4j.Transaction) -> None:
        """Take it from an open transaction. ``port`` is the one on this machine."""
        self.port: int = tx._connection.local_port
        self._socket = tx._connection.socket._socket

    def cut(self) -> None:
        """End the connection for both sides; nothing happens where it has ended already."""
        with suppress(OSError):
            # Not a TLS socket's own method, which would drop its keys under the thread that reads.
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
