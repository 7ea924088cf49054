"""New nodes and edges into the store by ``CREATE``: for what it does not hold, so that nothing is looked for first.

Statements are sent without waiting for the one before: while the server works on it, the rows of the next are made.
Keys are unique by constraint, so what is there after all fails the transaction and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, TypeVar

from dutygraph.graph import vocabulary
from dutygraph.graph.writing import Crossed, properties

if TYPE_CHECKING:
    import neo4j

    from dutygraph.graph.stating import EdgeId, Properties

T = TypeVar("T")
Row = list[Any]

# Rows in one statement. Nodes are fewer, so that the server has its work while search terms of the next are made.
_NODES: Final = 250
_EDGES: Final = 5000


class Creator:
    """Writes into one transaction. What it was given is there when :meth:`finish` has returned."""

    def __init__(self, tx: neo4j.ManagedTransaction) -> None:
        """Begin; nothing is sent yet."""
        self._tx = tx
        self._open: list[tuple[neo4j.Result, int]] = []

    def nodes(self, nodes: Iterable[tuple[str, Properties]]) -> int:
        """Create nodes, taken one batch after another; ``labels`` among their properties says which labels they bear.

        Return how many there were.
        """
        count = 0
        groups: dict[tuple[str, ...], list[Properties]] = {}
        for _, data in nodes:
            rows = groups.setdefault(tuple(data["labels"]), [])
            rows.append(properties(data))
            count += 1
            if len(rows) == _NODES:
                self._create(tuple(data["labels"]), groups.pop(tuple(data["labels"])))
        for labels, rows in groups.items():
            self._create(labels, rows)
        return count

    def _create(self, labels: tuple[str, ...], rows: list[Properties]) -> None:
        known = ":".join(vocabulary.NODES[label].label for label in labels)  # KeyError for one that nobody checked
        self._send(f"UNWIND $rows AS row CREATE (n:{known}) SET n = row RETURN count(n)", rows, len(rows))

    def edges(self, edges: Iterable[tuple[EdgeId, Properties]]) -> int:
        """Create edges between nodes that are there; return how many there were."""
        count = 0
        labels: dict[str, str] = {}
        groups: dict[tuple[str, str, str, tuple[str, ...]], list[tuple[str, str, Row]]] = {}
        for (start, end, _), data in edges:
            for node in (start, end):
                if node not in labels:
                    labels[node] = node.partition(":")[0]
            shape = labels[start], data["type"], labels[end], tuple(data)
            groups.setdefault(shape, []).append((start, end, list(data.values())))
            count += 1
        for (start, type_, end, names), rows in groups.items():
            for first in range(0, len(rows), _EDGES):
                self._connect(start, type_, end, names, rows[first : first + _EDGES])
        return count

    def _connect(
        self, start: str, type_: str, end: str, names: tuple[str, ...], edges: list[tuple[str, str, Row]]
    ) -> None:
        """Create edges of one type and one set of properties, looked up from the side that has fewer nodes."""
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
        self._send(
            f"UNWIND $rows AS row MATCH {ends[0]} UNWIND row[1] AS e MATCH {ends[1]}"
            f" CREATE (a)-[r:{vocabulary.EDGES[type_].type} {{{said}}}]->(b) RETURN count(r)",
            [[one.split(":", 1)[1], values] for one, values in by_first.items()],
            len(edges),
        )

    def finish(self) -> None:
        """Wait until all is done. Crossed if an end of an edge is not there (any more)."""
        for result, count in self._open:
            if result.values() != [[count]]:
                raise Crossed
        self._open.clear()

    def _send(self, statement: str, rows: list[Any], count: int) -> None:
        self._open.append((self._tx.run(statement, rows=rows), count))


def _quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"
