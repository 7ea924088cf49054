"""Answers kept for a moment, so that many people who look at one page at once make the store answer once."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Mapping

from dutygraph.web.backend import Ask, Row

FRESH = 2.0  # seconds; what another program loads is seen that much later
MOST = 256  # answers kept


class Remembered:
    """Asks each question once a moment. Rows are shared by those who ask: they are not to be changed."""

    def __init__(self, ask: Ask, fresh: float = FRESH) -> None:
        """Ask by ``ask``; an answer holds for so many seconds."""
        self._ask, self._fresh = ask, fresh
        self._kept: dict[object, tuple[float, asyncio.Task[list[Row]]]] = {}

    async def __call__(self, query: str, values: Mapping[str, object]) -> list[Row]:
        """Return the rows of a registered query."""
        now = time.monotonic()
        question = (query, tuple(sorted((name, str(value)) for name, value in values.items())), dt.date.today())
        since, task = self._kept.get(question, (float("-inf"), None))
        if task is None or (task.done() and (now - since > self._fresh or task.cancelled() or task.exception())):
            task = asyncio.get_running_loop().create_task(_answer(self._ask, query, values))
            self._kept.pop(question, None)
            self._kept[question] = (now, task)
            while len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
        return await asyncio.shield(task)

    def forget(self) -> None:
        """Forget every answer: the graph has changed."""
        self._kept.clear()


async def _answer(ask: Ask, query: str, values: Mapping[str, object]) -> list[Row]:
    return await ask(query, values)
