"""What an analysis found, written to the store and taken away again; no document states it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dutygraph.graph import vocabulary, writing

if TYPE_CHECKING:
    import neo4j

    from dutygraph.graph.stating import EdgeId, Properties


def replace(tx: neo4j.ManagedTransaction, type_: str, edges: Mapping[EdgeId, Properties]) -> int:
    """Put these edges in the place of all others of the type; return how many there were.

    KeyError for a type that is not among :data:`~dutygraph.graph.vocabulary.DERIVED_EDGES`.
    """
    if type_ not in vocabulary.DERIVED_EDGES:
        raise KeyError(type_)
    ((before,),) = tx.run(f"MATCH (:Task)-[r:{type_}]->(:Task) RETURN count(r)").values()
    tx.run(f"MATCH (:Task)-[r:{type_}]->(:Task) DELETE r").consume()
    writing.put_edges(tx, edges)
    return int(before)
