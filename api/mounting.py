"""The service as the pages see it: what they ask, read and load goes through here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anyio import to_thread

from dutygraph.api.describe import headings
from dutygraph.api.differing import FIELDS, compare_stored, comparison_object
from dutygraph.api.ingesting import load
from dutygraph.api.limits import refuse_foreign_origin
from dutygraph.api.service import Service
from dutygraph.api.statement import run_statement
from dutygraph.api.tables import Row, cell, spoken
from dutygraph.graph.revision import revision_of
from dutygraph.ingest.batch import Upload
from dutygraph.ingest.findings.rules import RULES
from dutygraph.web.backend import Backend

if TYPE_CHECKING:
    from dutygraph.graph.model import Document
    from dutygraph.graph.store import Rows


CYPHER_TIMEOUT = 10.0  # seconds that a statement of the user's own may take


def on_pages(row: Row) -> Row:
    """Return a row as :func:`spoken` has it, findings by their titles: who reads pages types no names of rules."""
    rule = RULES.get(str(row.get("rule")))
    return spoken(row) if rule is None else {**spoken(row), "rule": rule.title}


def backend(service: Service) -> Backend:
    """Return what the pages may ask of a service."""

    async def state() -> str:
        return await service.call(lambda store: revision_of(store).token)

    async def run(statement: str, most: int) -> Rows:
        return await service.call(
            lambda store: run_statement(store, statement, {}, timeout=CYPHER_TIMEOUT, max_rows=most)
        )

    async def read(upload: Upload) -> Document:
        return await to_thread.run_sync(service.read, upload)

    async def load_document(document: Document) -> dict[str, Any]:
        return await service.call(lambda store: load(store, document))

    def upload(name: str, data: bytes, jurisdiction: str | None, review: bytes | None) -> Upload:
        settings = service.settings
        return Upload(name, data, settings.register, settings.instruments, jurisdiction, review)

    async def compare(plan: str, first: str | None, last: str | None) -> dict[str, Any]:
        return await service.call(lambda store: comparison_object(compare_stored(store, plan, first, last)))

    return Backend(
        service.ask,
        state,
        run,
        read,
        load_document,
        upload,
        compare,
        refuse_foreign_origin,
        cell,
        on_pages,
        headings,
        FIELDS,
    )
