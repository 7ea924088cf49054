"""Records into an empty store: :func:`restore`.

It takes as many transactions as it needs. The plans come last, all in one: a store whose restore was cut short shows no
plan, and a restore that replaces what is there makes it whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, Final, TypeVar

from dutygraph.graph import writing
from dutygraph.graph.records import GENERAL, EdgeRecord, NodeRecord, Record

if TYPE_CHECKING:
    import neo4j

    from dutygraph.graph.stating import EdgeId, Properties

T = TypeVar("T")
Write = Callable[[Callable[["neo4j.ManagedTransaction"], Any]], Any]

# Records in one transaction: the embedded server holds one in memory.
_BATCH: Final = 5000


def restore(write: Write, records: Iterable[Record]) -> tuple[int, int]:
    """Write records, nodes before relationships, by ``write``, which runs work in a transaction of its own.

    Return how many nodes and relationships there were.
    """
    plans: list[Record] = []
    nodes = edges = 0
    for is_node, batch in _batches(records):
        nodes, edges = nodes + is_node * len(batch), edges + (not is_node) * len(batch)
        plans += [record for record in batch if _is_of_plans(record)]
        rest = [record for record in batch if not _is_of_plans(record)]
        write(partial(_put, records=rest))
    write(partial(_put, records=plans))
    return nodes, edges


def count_plans(tx: neo4j.ManagedTransaction) -> int | None:
    """Return how many plans the store holds; None if it holds nothing at all of the vocabulary."""
    for label in GENERAL:
        if tx.run(f"MATCH (n:{label}) RETURN n.key AS key LIMIT 1").values():
            return int(tx.run("MATCH (p:Plan) RETURN count(p) AS n").values()[0][0])
    return None


def empty(write: Write) -> None:
    """Delete every node of the vocabulary; plans first, so that what is left by a cut shows none."""
    for label in sorted(GENERAL, key=lambda label: label != "Plan"):
        while write(partial(_delete, label=label)):
            pass


def _delete(tx: neo4j.ManagedTransaction, label: str) -> int:
    statement = f"MATCH (n:{label}) WITH n LIMIT {_BATCH} DETACH DELETE n RETURN count(n) AS n"
    return int(tx.run(statement).values()[0][0])


def _put(tx: neo4j.ManagedTransaction, records: Iterable[Record]) -> None:
    nodes: dict[str, Properties] = {}
    edges: dict[EdgeId, Properties] = {}
    for record in records:
        if isinstance(record, NodeRecord):
            nodes[record.id] = {**record.properties, "labels": record.labels}
        else:
            position = record.properties["position"] if writing.has_position(record.type) else 1
            edges[record.start, record.end, f"{record.type}/{position}"] = dict(record.properties)
    writing.put_nodes(tx, nodes)
    writing.put_edges(tx, edges)


def _is_of_plans(record: Record) -> bool:
    ends = (record.id,) if isinstance(record, NodeRecord) else (record.start, record.end)
    return any(end.startswith("Plan:") for end in ends)


def _batches(records: Iterable[Record]) -> Iterator[tuple[bool, list[Record]]]:
    for is_node, group in groupby(records, key=lambda record: not isinstance(record, EdgeRecord)):
        while batch := list(islice(group, _BATCH)):
            yield is_node, batch
