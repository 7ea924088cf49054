"""Work on the next thing while the caller is still busy with the one before: :func:`ahead`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, TypeVar

T = TypeVar("T")
R = TypeVar("R")

# Seconds for which the work may keep a caller waiting that has got an answer from the store. It gets some ten pieces of
# each answer, and has to wait for every one; with Python's usual 0.005 both would go on one after the other.
_TURN: Final = 0.0002


def ahead(things: Iterable[T], work: Callable[[T], R]) -> Generator[tuple[T, Future[R]]]:
    """Yield every thing, in order, with what the work makes of it.

    One thread works on the thing after the one that was yielded, never further: what is ready waits in memory. The
    things themselves are taken here, so the next one is waited for before one is yielded. An error of the work is
    raised by ``result()`` of its own thing alone. Close the iterator to end early.

    >>> [(thing, done.result()) for thing, done in ahead([1, 2, 3], lambda n: n * n)]
    [(1, 1), (2, 4), (3, 9)]
    """
    waiting: tuple[T, Future[R]] | None = None
    with _short_turns(), ThreadPoolExecutor(1, thread_name_prefix="ahead") as thread:
        for thing in things:
            begun = thing, thread.submit(work, thing)
            if waiting is not None:
                yield waiting
            waiting = begun
        if waiting is not None:
            yield waiting


@contextmanager
def _short_turns() -> Iterator[None]:
    """Let threads take turns more often than usual, as long as the block lasts."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
