"""What the HTTP service is told from outside: its store, where it listens, what it accepts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dutygraph.graph.stores.settings import StoreSettings
from dutygraph.graph.terms import DEFAULT_BASE, DEFAULT_LICENCE

DEFAULT_HOST = "127.0.0.1"  # an office machine serves itself only, unless told otherwise
DEFAULT_PORT = 8000
# The longest plans seen are below 2 MB as .docx with images; reading one takes about its size in memory ten times over.
DEFAULT_UPLOAD_LIMIT = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """Settings of one service. ``upload_limit`` is in bytes and counts the whole request body.

    ``register`` is a table of units with their aliases, ``instruments`` one of laws and documents, used for uploads;
    None for none. ``base_iri`` is what the addresses of things begin with, in the data and, where it is this server's
    own, on the network. ``licence`` is the IRI of the data's. A SPARQL query may take ``sparql_seconds`` and give
    ``sparql_rows`` rows or triples.
    """

    store: StoreSettings
    upload_limit: int = DEFAULT_UPLOAD_LIMIT
    register: Path | None = None
    instruments: Path | None = None
    base_iri: str = DEFAULT_BASE
    licence: str = DEFAULT_LICENCE
    sparql_seconds: float = 20.0
    sparql_rows: int = 10_000
