"""What an analysis found, written to the store and taken away again; no document states it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dutygraph.graph import revision, vocabulary, writing

if TYPE_CHECKING:
    import neo4j

    from dutygraph.graph.stating import EdgeId, Properties


def replace(tx: neo4j.ManagedTransaction, type_: str, edges: Mapping[EdgeId, Properties]) -> int:
    """Put these edges in the place of all others of the type; return how many there were.

    Plans of the tasks at their ends count as changed, where anything is. KeyError for a type that is not among
    :data:`~dutygraph.graph.vocabulary.DERIVED_EDGES`.
    """
    if type_ not in vocabulary.DERIVED_EDGES:
        raise KeyError(type_)
    ((before,),) = tx.run(f"MATCH (:Task)-[r:{type_}]->(:Task) RETURN count(r)").values()
    current = writing.read_edges(tx, edges)
    if before == len(edges) and all(writing.properties(data) == current.get(edge) for edge, data in edges.items()):
        return int(before)
    changed = _plans(tx, type_)
    tx.run(f"MATCH (:Task)-[r:{type_}]->(:Task) DELETE r").consume()
    writing.put_edges(tx, edges)
    revision.mark(tx, changed | _plans(tx, type_))
    return int(before)


def _plans(tx: neo4j.ManagedTransaction, type_: str) -> set[str]:
    """Return the keys of the plans whose tasks have such an edge."""
    statement = f"MATCH (t:Task)-[:{type_}]-(:Task) MATCH (t)-[:PART_OF*1..6]->(p:Plan) RETURN DISTINCT p.key"
    return {row[0] for row in tx.run(statement).values()}
