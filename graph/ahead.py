"""Work on the next thing while the caller is still busy with the one before: :func:`ahead`."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def ahead(things: Iterable[T], work: Callable[[T], R]) -> Generator[tuple[T, Future[R]]]:
    """Yield every thing, in order, with what the work makes of it.

    One thread works on the thing after the one that was yielded, never further: what is ready waits in memory. The
    things themselves are taken here, so the next one is waited for before one is yielded. An error of the work is
    raised by ``result()`` of its own thing alone. Close the iterator to end early.

    >>> [(thing, done.result()) for thing, done in ahead([1, 2, 3], lambda n: n * n)]
    [(1, 1), (2, 4), (3, 9)]
    """
    waiting: tuple[T, Future[R]] | None = None
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as thread:
        for thing in things:
            begun = thing, thread.submit(work, thing)
            if waiting is not None:
                yield waiting
            waiting = begun
        if waiting is not None:
            yield waiting
