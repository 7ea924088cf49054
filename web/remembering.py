"""Answers kept until the graph changes, so that many people who look at one page make the store answer once."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from dutygraph.web.backend import Ask, Row

FRESH = 2.0  # seconds; what another program loads is seen that much later
LONGEST = 300.0  # seconds; what an administrator's own statements change leaves no mark, and is seen that much later
MOST = 256  # answers kept
MOST_ROWS = 50_000  # rows of all answers kept


@dataclass(frozen=True, slots=True)
class _Kept:
    """An answer: when it was asked for, and the state of the store before."""

    since: float
    state: str
    answer: asyncio.Task[list[Row]]

    def holds(self, now: float, state: str, longest: float) -> bool:
        if not self.answer.done():
            return self.state == state
        failed = self.answer.cancelled() or self.answer.exception() is not None
        return not failed and self.state == state and now - self.since <= longest


class Remembered:
    """Asks each question once as long as the graph is the same. Rows are shared by those who ask: never change them."""

    def __init__(
        self, ask: Ask, state: Callable[[], Awaitable[str]], fresh: float | None = None, longest: float = LONGEST
    ) -> None:
        """Ask by ``ask``; ``state`` says a word that differs when the graph has changed, asked for every ``fresh``
        seconds (:data:`FRESH`); an answer holds for at most ``longest`` seconds."""
        self._ask, self._state, self._longest = ask, state, longest
        self._fresh = FRESH if fresh is None else fresh
        self._kept: dict[object, _Kept] = {}
        self._told: tuple[float, asyncio.Task[str]] | None = None

    async def __call__(self, query: str, values: Mapping[str, object]) -> list[Row]:
        """Return the rows of a registered query."""
        state = await self._present()
        now = time.monotonic()
        question = (query, tuple(sorted((name, str(value)) for name, value in values.items())), dt.date.today())
        kept = self._kept.pop(question, None)
        if kept is None or not kept.holds(now, state, self._longest):
            kept = _Kept(now, state, asyncio.get_running_loop().create_task(_answer(self._ask, query, values)))
        self._kept[question] = kept  # the last one asked for stands last
        rows = await asyncio.shield(kept.answer)
        self._drop()
        return rows

    def forget(self) -> None:
        """Forget every answer: the graph has changed."""
        self._kept.clear()
        self._told = None

    async def _present(self) -> str:
        """Return the state of the store, asked for once a moment."""
        now = time.monotonic()
        since, told = self._told or (float("-inf"), None)
        if told is None or (told.done() and (now - since > self._fresh or told.cancelled() or told.exception())):
            told = asyncio.get_running_loop().create_task(_word(self._state))
            self._told = (now, told)
        return await asyncio.shield(told)

    def _drop(self) -> None:
        """Drop the answers not asked for the longest time while there are too many."""
        rows = {question: _size(kept.answer) for question, kept in self._kept.items()}
        total = sum(rows.values())
        for question, size in rows.items():
            if len(self._kept) <= MOST and total <= MOST_ROWS:
                break
            del self._kept[question]
            total -= size


def _size(answer: asyncio.Task[list[Row]]) -> int:
    done = answer.done() and not answer.cancelled() and answer.exception() is None
    return len(answer.result()) if done else 0


async def _answer(ask: Ask, query: str, values: Mapping[str, object]) -> list[Row]:
    return await ask(query, values)


async def _word(state: Callable[[], Awaitable[str]]) -> str:
    return await state()
