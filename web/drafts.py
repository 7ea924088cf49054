"""Documents that were sent and read, and are not loaded yet: kept in memory while a person looks at them."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from dutygraph.graph.errors import DutygraphError, NotFound
from dutygraph.web.backend import Backend

if TYPE_CHECKING:
    from dutygraph.graph.model import Document

MOST = 30  # documents
MOST_BYTES = 200 * 1024 * 1024  # of all files together


@dataclass(slots=True)
class Draft:
    """One file: ``plain`` is what was read of it, ``document`` the same with the decisions of ``review``.

    ``key`` cannot be guessed: whoever has it may look. ``sender`` is the word by which the sender's browser is known.
    """

    key: str
    sender: str
    name: str
    data: bytes
    jurisdiction: str | None = None
    review: bytes | None = None
    state: Literal["reading", "read", "failed", "loaded"] = "reading"
    plain: Document | None = None
    document: Document | None = None
    problem: str = ""
    outcome: dict[str, Any] = field(default_factory=dict)


class Drafts:
    """The files of one service, the newest first; the oldest are dropped where they become too many."""

    def __init__(self, backend: Backend) -> None:
        """Read and load by the service."""
        self._backend = backend
        self._kept: dict[str, Draft] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def of(self, sender: str) -> list[Draft]:
        """Return the files of a sender, the newest first."""
        return [draft for draft in reversed(self._kept.values()) if draft.sender == sender]

    def get(self, key: str) -> Draft:
        """Return a file. Raises NotFound for one that was dropped, or lost when the service started anew."""
        if key not in self._kept:
            raise NotFound("待导入的文件", key)
        return self._kept[key]

    def add(self, sender: str, name: str, data: bytes, jurisdiction: str | None, review: bytes | None) -> Draft:
        """Take a file and begin to read it."""
        draft = Draft(secrets.token_hex(16), sender, name, data, jurisdiction, review)
        self._kept[draft.key] = draft
        while len(self._kept) > MOST or sum(len(each.data) for each in self._kept.values()) > MOST_BYTES:
            oldest = next(iter(self._kept))
            if oldest == draft.key:
                break
            del self._kept[oldest]
        task = asyncio.get_running_loop().create_task(self._read(draft))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return draft

    def drop(self, key: str) -> None:
        """Forget a file."""
        self._kept.pop(key, None)

    async def review(self, draft: Draft, review: bytes) -> None:
        """Put decisions into a file that was read. Raises InputError for those that cannot be; the old ones stay."""
        upload = self._backend.upload(draft.name, draft.data, draft.jurisdiction, review)
        draft.document = await self._backend.read(upload)
        draft.review = review

    async def load(self, draft: Draft) -> None:
        """Load a file that was read into the graph."""
        if draft.document is not None:
            draft.outcome = await self._backend.load(draft.document)
            draft.state = "loaded"

    async def _read(self, draft: Draft) -> None:
        try:
            draft.plain = draft.document = await self._backend.read(
                self._backend.upload(draft.name, draft.data, draft.jurisdiction, None)
            )
            if draft.review:
                await self.review(draft, draft.review)
            draft.state = "read"
        except DutygraphError as error:
            draft.state, draft.problem = "failed", str(error)
