"""New nodes and edges into the store by ``CREATE``: for what it does not hold, so that nothing is looked for first.

:func:`new_nodes` and :func:`new_edges` make the statements and their rows, and see no store; a :class:`Creator` sends
them without waiting for the one before. Keys are unique by constraint, so what is there after all fails the transaction
and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from dutygraph.graph import vocabulary
from dutygraph.graph.writing import Crossed, properties

if TYPE_CHECKING:
    import neo4j

    from dutygraph.graph.rows import EdgeType
    from dutygraph.graph.stating import EdgeId, Properties

T = TypeVar("T")
Row = list[Any]

# Rows in one statement: the server has its work while the next ones are packed.
_NODES: Final = 250
_EDGES: Final = 5000
# So few edges that it does not matter from which side they are looked up.
_FEW: Final = 100

# What most plans have beside their tasks, and few of each: created by one statement that never differs, so that a
# server plans it once, with or without rows for a label.
_BESIDE: Final = tuple(map(vocabulary.labels_of, ("Section", *vocabulary.TIME_LABELS.values(), "Target", "Finding")))
_CREATE_BESIDE: Final = " ".join(
    f"FOREACH (row IN $rows{at} | CREATE (n{at}:{':'.join(labels)}) SET n{at} = row)"
    for at, labels in enumerate(_BESIDE)
)


@dataclass(frozen=True, slots=True)
class Batch:
    """A statement with its parameters, and how many nodes or edges it creates; ``counted`` if it answers that number.

    A node is created or the statement fails; an edge is left out, without a word, where an end is not there.
    """

    statement: str
    parameters: dict[str, Any]
    count: int
    counted: bool


def new_nodes(nodes: Iterable[Properties]) -> Iterator[Batch]:
    """Yield the statements that create nodes; ``labels`` among their properties says which labels they bear."""
    groups: dict[tuple[str, ...], list[Properties]] = {}
    for data in nodes:
        groups.setdefault(tuple(data["labels"]), []).append(properties(data))
    beside = [groups.pop(labels, []) for labels in _BESIDE]
    for first in range(0, max(map(len, beside)), _NODES):
        parts = {f"rows{at}": rows[first : first + _NODES] for at, rows in enumerate(beside)}
        yield Batch(_CREATE_BESIDE, parts, sum(map(len, parts.values())), counted=False)
    for labels, rows in groups.items():
        known = ":".join(vocabulary.NODES[label].label for label in labels)  # KeyError for one that nobody checked
        create = f"UNWIND $rows AS row CREATE (n:{known}) SET n = row"
        for batch in _parts(rows, _NODES):
            first_days = {row.get("valid_from") for row in batch}
            if len(first_days) > 1 or None in first_days:
                yield Batch(create, {"rows": batch}, len(batch), counted=False)
            else:  # that of the plan: sent once, for the driver takes long over dates
                said = {"rows": [_without_first_day(row) for row in batch], "valid_from": first_days.pop()}
                yield Batch(f"{create}, n.valid_from = $valid_from", said, len(batch), counted=False)


def _without_first_day(row: Properties) -> Properties:
    return {name: value for name, value in row.items() if name != "valid_from"}


def new_edges(edges: Iterable[tuple[EdgeId, Properties]]) -> Iterator[Batch]:
    """Yield the statements that create edges between nodes that are there by then."""
    labels: dict[str, str] = {}
    groups: dict[tuple[str, str, str], list[tuple[str, str, Properties]]] = {}
    for (start, end, _), data in edges:
        for node in (start, end):
            if node not in labels:
                labels[node] = node.partition(":")[0]
        groups.setdefault((labels[start], data["type"], labels[end]), []).append((start, end, data))
    for (start, type_, end), some in groups.items():
        for batch in _parts(some, _EDGES):
            yield _connecting(
                vocabulary.NODES[start].label, vocabulary.EDGES[type_], vocabulary.NODES[end].label, batch
            )


def _connecting(start: str, type_: EdgeType, end: str, edges: Sequence[tuple[str, str, Properties]]) -> Batch:
    """Edges of one type; where they are many, looked up from the side that has fewer nodes.

    A row has the key of the other end and all properties that the type knows: those that are null are not set.
    """
    turned = len(edges) > _FEW and len({edge[1] for edge in edges}) < len({edge[0] for edge in edges})
    names = _columns(type_, edges)
    by_first: dict[str, list[Row]] = {}
    for one, other, data in edges:
        if turned:
            one, other = other, one
        values = list(map(data.get, names))
        values[0] = other.partition(":")[2]
        by_first.setdefault(one, []).append(values)
    first, second = (("b", end), ("a", start)) if turned else (("a", start), ("b", end))
    said = ", ".join(f"{_quoted(name)}: e[{at}]" for at, name in enumerate(names) if at)
    return Batch(
        f"UNWIND $rows AS row MATCH ({first[0]}:{first[1]} {{key: row[0]}})"
        f" UNWIND row[1] AS e MATCH ({second[0]}:{second[1]} {{key: e[0]}})"
        f" CREATE (a)-[r:{type_.type} {{{said}}}]->(b) RETURN count(r)",
        {"rows": [[one.partition(":")[2], values] for one, values in by_first.items()]},
        len(edges),
        counted=True,
    )


def _columns(type_: EdgeType, edges: Sequence[tuple[str, str, Properties]]) -> tuple[str, ...]:
    """``type``, whose place is the key's, and the names of all properties, those first that the vocabulary knows."""
    known = ("type", *(each.name for each in type_.properties))
    more = set().union(*{tuple(data) for _, _, data in edges}).difference(known)
    return (*known, *sorted(more))


def _parts(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for first in range(0, len(things), size):
        yield things[first : first + size]


class Creator:
    """Writes into one transaction. What it was given is there when :meth:`finish` has returned."""

    def __init__(self, tx: neo4j.ManagedTransaction) -> None:
        """Begin; nothing is sent yet."""
        self._tx = tx
        self._open: list[tuple[neo4j.Result, Batch]] = []

    def create(self, batches: Iterable[Batch]) -> int:
        """Send batches, one after another; return how many nodes or edges they create."""
        count = 0
        for batch in batches:
            self._open.append((self._tx.run(batch.statement, batch.parameters), batch))
            count += batch.count
        return count

    def finish(self) -> None:
        """Wait until all is done. Crossed if an end of an edge is not there (any more)."""
        for result, batch in self._open:
            if result.values() != [[batch.count]] * batch.counted:
                raise Crossed
        self._open.clear()


def _quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"
