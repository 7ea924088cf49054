"""The reader under test: bytes in, its JSON object and text out. The only module here that knows dutygraph."""

from __future__ import annotations

from typing import Any

from dutygraph.graph.errors import DutygraphError
from dutygraph.ingest.extract import extract_text
from dutygraph.ingest.read import MEDIA_TYPES, read_bytes
from dutygraph.ingest.report import document_to_json

NOTHING: dict[str, Any] = {"document": {}, "tasks": [], "findings": []}


def read(data: bytes, name: str) -> tuple[dict[str, Any], str]:
    """Return the extraction of a file and the text it counts in; nothing where the reader refuses the file."""
    try:
        source = read_bytes(data, name)
        return document_to_json(extract_text(source)), source.text
    except DutygraphError as error:
        return {**NOTHING, "error": str(error)}, ""


def known_formats() -> set[str]:
    """Return the suffixes that the reader knows."""
    return set(MEDIA_TYPES)
