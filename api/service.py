"""The store of one running service, asked from worker threads so that the event loop stays free."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
from anyio import to_thread
from fastapi import Request

from dutygraph.api.settings import ApiSettings
from dutygraph.graph.errors import StoreError
from dutygraph.graph.stores.stopping import Cancel
from dutygraph.ingest.budget import Limits
from dutygraph.queries.analyses import ask

if TYPE_CHECKING:
    from dutygraph.graph.model import Document
    from dutygraph.graph.rdf.copies import Copies
    from dutygraph.graph.rdf.snapshot import Snapshot
    from dutygraph.graph.rdf.sparql import Answer, Question
    from dutygraph.graph.store import Store
    from dutygraph.ingest.batch import Upload
    from dutygraph.ingest.files.workers import Workers

T = TypeVar("T")
# Seconds without a new attempt after a failed one: with a host that does not answer each takes ten, and requests
# that wait for one another's attempts would pile up.
_PAUSE = 1.0
Row = dict[str, Any]


# Uploads that are read, and SPARQL queries that are answered, at the same time; more wait.
_READERS = 2
_ANSWERERS = 2


class Service:
    """Opens the store when it is first needed, and again after a failure: a database may start later than we do."""

    def __init__(self, settings: ApiSettings) -> None:
        """Remember the settings; nothing is opened yet."""
        self.settings = settings
        self._store: Store | None = None
        self._lock = threading.Lock()
        self._failed_at = float("-inf")
        self._failure = ""
        self._readers: Workers[Upload, Document] | None = None
        self._copies: Copies | None = None
        self._answerers: Workers[Question, Answer] | None = None

    def store(self) -> Store:
        """Return the open store. Blocks while it starts; raises StoreError where it cannot."""
        from dutygraph.graph.store import open_store

        with self._lock:
            if self._store is None:
                if time.monotonic() - self._failed_at < _PAUSE:
                    raise StoreError(self._failure)
                try:
                    self._store = open_store(replace(self.settings.store, lasting=True))
                except StoreError as error:
                    self._failed_at, self._failure = time.monotonic(), str(error)
                    raise
            return self._store

    def read(self, upload: Upload) -> Document:
        """Return the document that was sent, read in a process of its own within the limits of time and memory."""
        from dutygraph.ingest.batch import read_upload
        from dutygraph.ingest.files.workers import Workers

        with self._lock:
            if self._readers is None:
                self._readers = Workers(read_upload, Limits.from_environment(), _READERS)
        return self._readers.submit(upload).result()

    async def snapshot(self) -> Snapshot:
        """Return the store's graph as RDF, as new as the store."""
        return await self.call(self._copied)

    def _copied(self, store: Store) -> Snapshot:
        from dutygraph.graph.rdf.copies import Copies

        with self._lock:
            if self._copies is None:
                self._copies = Copies(self.settings.base_iri)
        return self._copies.newest(store)

    def answer(self, question: Question) -> Answer:
        """Return the answer to a SPARQL query, found in a process of its own within the limits of time and memory."""
        from dutygraph.api.answering import ANSWERING
        from dutygraph.graph.rdf.sparql import answer_question, check_query
        from dutygraph.ingest.files.workers import Workers

        check_query(question.query)
        with self._lock:
            if self._answerers is None:
                limits = Limits(seconds=self.settings.sparql_seconds)
                self._answerers = Workers(answer_question, limits, _ANSWERERS, ANSWERING)
        return self._answerers.submit(question).result()

    def close(self) -> None:
        """Close the store, remove the copies and end the processes, if there are any."""
        with self._lock:
            if self._answerers is not None:
                self._answerers.close()
                self._answerers = None
            if self._copies is not None:
                self._copies.close()
                self._copies = None
            if self._readers is not None:
                self._readers.close()
                self._readers = None
            if self._store is not None:
                self._store.close()
                self._store = None

    async def call(self, work: Callable[[Store], T]) -> T:
        """Run blocking work on the store in a worker thread."""
        return await to_thread.run_sync(lambda: work(self.store()))

    async def call_while_heard(self, request: Request, work: Callable[[Store, Cancel], T]) -> T:
        """Run work that may be cancelled, and cancel it when the client of the request goes away."""
        cancel = Cancel()

        async def watch() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass
            await to_thread.run_sync(cancel.cancel)

        watcher = asyncio.create_task(watch())
        try:
            return await self.call(lambda store: work(store, cancel))
        finally:
            watcher.cancel()

    async def call_until_cancelled(self, work: Callable[[Store, Cancel], T]) -> T:
        """Run work that may be cancelled, and cancel it when the task that waits for it is."""
        cancel = Cancel()
        try:
            return await to_thread.run_sync(lambda: work(self.store(), cancel), abandon_on_cancel=True)
        except anyio.get_cancelled_exc_class():
            with anyio.CancelScope(shield=True):
                await to_thread.run_sync(cancel.cancel)
            raise

    async def ask(self, query: str, values: Mapping[str, object] | None = None) -> list[Row]:
        """Return the rows of a registered query or of an analysis."""
        return await self.call(lambda store: ask(store, query, values or {}))


def service_of(request: Request) -> Service:
    """Return the service that the request's application was made with."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service
