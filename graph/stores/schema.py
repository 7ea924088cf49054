"""What the store needs before data comes: unique keys, range indexes, full-text indexes, all from the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from dutygraph.graph import vocabulary

Kind = Literal["neo4j", "embedded"]

TERMS: Final = "terms"
SEARCHED: Final = tuple(node.label for node in vocabulary.NODE_TYPES if node.searched)


def cypher_statements(kind: Kind) -> Iterator[str]:
    """Yield the statements to send over Bolt, in order; running them again changes nothing.

    A special label (Deadline) needs no constraint of its own: its nodes bear the general one too. (ArcadeDB, given
    both, refuses a key that moves from one special label to another and back.)
    Search terms are parted by spaces when they are made, so space is what parts them in the full-text indexes.
    """
    for node in vocabulary.NODE_TYPES:
        if node.parent is None:
            name = f"{node.label.lower()}_key_unique"
            yield f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{node.label}) REQUIRE n.key IS UNIQUE"
    for node in vocabulary.NODE_TYPES:
        for name in node.indexed:
            yield f"CREATE INDEX {node.label.lower()}_{name} IF NOT EXISTS FOR (n:{node.label}) ON (n.{name})"
    if kind == "neo4j":
        for label in SEARCHED:
            yield (
                f"CREATE FULLTEXT INDEX {full_text_index(kind, label)} IF NOT EXISTS FOR (n:{label})"
                f" ON EACH [n.{TERMS}] OPTIONS {{indexConfig: {{`fulltext.analyzer`: 'whitespace'}}}}"
            )
        yield "CALL db.awaitIndexes(300)"


def sql_statements(kind: Kind) -> Iterator[str]:
    """Yield what ArcadeDB has SQL for only: its full-text indexes."""
    if kind == "embedded":
        for label in SEARCHED:
            yield f"CREATE PROPERTY {label}.{TERMS} IF NOT EXISTS STRING"
            yield (
                f"CREATE INDEX IF NOT EXISTS ON {label} ({TERMS}) FULL_TEXT"
                ' METADATA {"analyzer": "org.apache.lucene.analysis.core.WhitespaceAnalyzer"}'
            )


def full_text_index(kind: Kind, label: str) -> str:
    """Return the name by which a store knows its full-text index over the terms of a label."""
    return f"{label.lower()}_{TERMS}" if kind == "neo4j" else f"{label}[{TERMS}]"
