"""What the pages ask of the service that they are mounted on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from fastapi import Request

from dutygraph.graph.errors import NotFound

if TYPE_CHECKING:
    from dutygraph.graph.model import Document
    from dutygraph.ingest.batch import Upload
    from dutygraph.queries.model import Query

Row = dict[str, Any]
Compare = Callable[[str, str | None, str | None], Awaitable[dict[str, Any]]]
"""What differs between two versions of a plan, as ``models.PlanDiff`` has it: (plan, from, to)."""
Ask = Callable[[str, Mapping[str, object]], Awaitable[list[Row]]]
"""Runs a registered query: (name, parameters) to rows."""


class Result(Protocol):
    """Rows of a statement of the user's own; see :class:`dutygraph.graph.stores.guard.Rows`."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""

    @property
    def rows(self) -> list[Row]:
        """A map for each row."""

    @property
    def truncated(self) -> bool:
        """Whether more rows were cut off."""


@dataclass(frozen=True, slots=True)
class Backend:
    """The service as the pages see it.

    ``run`` runs a read-only statement (at most so many rows), ``read`` reads a document that was sent, ``load`` loads
    one and tells what came of it, ``upload`` makes an upload of a file (name, bytes, jurisdiction, review),
    ``state`` says a word that differs when the graph has changed, ``compare`` compares two versions of a plan,
    ``refuse_foreign`` raises for a change that another site asks for. ``cell``, ``spoken`` and ``headings`` say values,
    rows and columns as people read them, ``differing`` names what a comparison tells of a task.
    """

    ask: Ask
    state: Callable[[], Awaitable[str]]
    run: Callable[[str, int], Awaitable[Result]]
    read: Callable[[Upload], Awaitable[Document]]
    load: Callable[[Document], Awaitable[dict[str, Any]]]
    upload: Callable[[str, bytes, str | None, bytes | None], Upload]
    compare: Compare
    refuse_foreign: Callable[[Request], None]
    cell: Callable[[Any], str]
    spoken: Callable[[Row], Mapping[str, Any]]
    headings: Callable[[Query], dict[str, str]]
    differing: Mapping[str, str]


def single(rows: Sequence[Row], given: str, kind: str) -> Row:
    """Return the row whose key was given, else the only one. Raises NotFound where that leaves a choice."""
    exact = [row for row in rows if row["key"] == given] or list(rows)
    if len(exact) != 1:
        raise NotFound(kind, given, [row["key"] for row in exact[:5]])
    return exact[0]
