"""New nodes and edges into the store by ``CREATE``: for what it does not hold, so that nothing is looked for first.

:func:`new_nodes` and :func:`new_edges` make the statements and their rows, and see no store; a :class:`Creator` sends
them without waiting for the one before. Keys are unique by constraint, so what is there after all fails the transaction
and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dutygraph.graph import vocabulary
from dutygraph.graph.writing import Crossed, properties

if TYPE_CHECKING:
    import neo4j

    from dutygraph.graph.stating import EdgeId, Properties

Row = list[Any]

# Rows in one statement: the server has its work while the next ones are packed.
_NODES: Final = 250
_EDGES: Final = 5000


@dataclass(frozen=True, slots=True)
class Batch:
    """A statement with its ``$rows``, and how many nodes or edges it creates."""

    statement: str
    rows: list[Any]
    count: int


def new_nodes(nodes: Iterable[Properties]) -> Iterator[Batch]:
    """Yield the statements that create nodes; ``labels`` among their properties says which labels they bear."""
    groups: dict[tuple[str, ...], list[Properties]] = {}
    for data in nodes:
        groups.setdefault(tuple(data["labels"]), []).append(properties(data))
    for labels, rows in groups.items():
        known = ":".join(vocabulary.NODES[label].label for label in labels)  # KeyError for one that nobody checked
        for first in range(0, len(rows), _NODES):
            batch = rows[first : first + _NODES]
            yield Batch(f"UNWIND $rows AS row CREATE (n:{known}) SET n = row RETURN count(n)", batch, len(batch))


def new_edges(edges: Iterable[tuple[EdgeId, Properties]]) -> Iterator[Batch]:
    """Yield the statements that create edges between nodes that are there by then."""
    labels: dict[str, str] = {}
    groups: dict[tuple[str, str, str, tuple[str, ...]], list[tuple[str, str, Row]]] = {}
    for (start, end, _), data in edges:
        for node in (start, end):
            if node not in labels:
                labels[node] = node.partition(":")[0]
        shape = labels[start], data["type"], labels[end], tuple(data)
        groups.setdefault(shape, []).append((start, end, list(data.values())))
    for (start, type_, end, names), rows in groups.items():
        for first in range(0, len(rows), _EDGES):
            yield _connecting(start, type_, end, names, rows[first : first + _EDGES])


def _connecting(start: str, type_: str, end: str, names: tuple[str, ...], edges: list[tuple[str, str, Row]]) -> Batch:
    """Edges of one type and one set of properties, looked up from the side that has fewer nodes."""
    start, end = vocabulary.NODES[start].label, vocabulary.NODES[end].label
    turned = len({edge[1] for edge in edges}) < len({edge[0] for edge in edges})
    type_at = names.index("type")
    by_first: dict[str, list[Row]] = {}
    for one, other, values in edges:
        if turned:
            one, other = other, one
        values[type_at] = other.split(":", 1)[1]
        by_first.setdefault(one, []).append(values)
    ends = (f"(a:{start} {{key: row[0]}})", f"(b:{end} {{key: e[{type_at}]}})")
    if turned:
        ends = (f"(b:{end} {{key: row[0]}})", f"(a:{start} {{key: e[{type_at}]}})")
    said = ", ".join(f"{_quoted(name)}: e[{at}]" for at, name in enumerate(names) if at != type_at)
    return Batch(
        f"UNWIND $rows AS row MATCH {ends[0]} UNWIND row[1] AS e MATCH {ends[1]}"
        f" CREATE (a)-[r:{vocabulary.EDGES[type_].type} {{{said}}}]->(b) RETURN count(r)",
        [[one.split(":", 1)[1], values] for one, values in by_first.items()],
        len(edges),
    )


class Creator:
    """Writes into one transaction. What it was given is there when :meth:`finish` has returned."""

    def __init__(self, tx: neo4j.ManagedTransaction) -> None:
        """Begin; nothing is sent yet."""
        self._tx = tx
        self._open: list[tuple[neo4j.Result, int]] = []

    def create(self, batches: Iterable[Batch]) -> int:
        """Send batches, one after another; return how many nodes or edges they create."""
        count = 0
        for batch in batches:
            self._open.append((self._tx.run(batch.statement, rows=batch.rows), batch.count))
            count += batch.count
        return count

    def finish(self) -> None:
        """Wait until all is done. Crossed if an end of an edge is not there (any more)."""
        for result, count in self._open:
            if result.values() != [[count]]:
                raise Crossed
        self._open.clear()


def _quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"
