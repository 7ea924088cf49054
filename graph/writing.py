"""The write statements of a load: nodes by their labels, edges by the labels of their ends, in batches of rows.

Every row of a statement is another node or edge, and every look-up goes by a label and its unique key. What is read
comes in lists, many nodes or edges to a row: the driver takes as long for a row as for a hundred things in it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from dutygraph.graph import vocabulary
from dutygraph.graph.build import key_of
from dutygraph.graph.errors import StoreError
from dutygraph.graph.properties import POSITION
from dutygraph.graph.stores.bolt import to_dates

if TYPE_CHECKING:
    import neo4j

    from dutygraph.graph.stating import EdgeId, Properties

T = TypeVar("T")
G = TypeVar("G", bound=Hashable)


class Crossed(StoreError):
    """Another transaction was faster; this one is to be done again, from what is there now."""

    def __init__(self) -> None:
        """Say it in case all tries end so."""
        super().__init__("图数据库正忙：另一个程序同时在改同一批数据，多次重试仍未成功；数据没有改动。请稍后再试。")


# Rows in one statement: many enough that round trips do not count, few enough for a message of some megabytes.
_BATCH: Final = 1000
# Statements that are made into one.
_PARTS: Final = 12


def put_nodes(tx: neo4j.ManagedTransaction, nodes: Mapping[str, Properties]) -> None:
    """Make nodes exist with exactly these properties; ``labels`` among them says which labels they bear."""
    for labels, ids in _grouped(nodes, lambda node: tuple(nodes[node]["labels"])):
        for batch in _batches(ids):
            rows = [{"key": key_of(node), "properties": properties(nodes[node])} for node in batch]
            tx.run(
                f"UNWIND $rows AS row MERGE (n:{':'.join(labels)} {{key: row.key}}) SET n = row.properties", rows=rows
            ).consume()


def lock_nodes(tx: neo4j.ManagedTransaction, nodes: Iterable[str]) -> dict[str, Properties]:
    """Make nodes exist and hold them until the transaction ends; return the properties they have now.

    A node that was not there comes back with its key only. Setting a property is what takes the lock, so what is
    read after it is what others committed last. Crossed if another transaction deleted one meanwhile.
    """
    keys = [(label, key_of(node)) for label, ids in _grouped(sorted(nodes), _label) for node in ids]
    _together(tx, "UNWIND $rows AS key MERGE (n:{0} {{key: key}}) SET n.key = key RETURN count(n) AS n", keys)
    rows = _together(
        tx,
        "UNWIND $rows AS key MATCH (n:{0} {{key: key}}) RETURN '{0}' AS label, collect([key, properties(n)]) AS found",
        keys,
    )
    found = {f"{label}:{key}": _native(properties) for label, some in rows for key, properties in some}
    if len(found) < len(keys):
        raise Crossed
    return found


def restate_nodes(tx: neo4j.ManagedTransaction, nodes: Mapping[str, Sequence[str]]) -> None:
    """Say of nodes that are there which plans state them; nothing else of them changes."""
    _together(
        tx,
        "UNWIND $rows AS row MATCH (n:{0} {{key: row[0]}}) SET n.plans = row[1] RETURN count(n) AS n",
        [(_label(node), [key_of(node), plans]) for node, plans in nodes.items()],
    )


def delete_nodes(tx: neo4j.ManagedTransaction, nodes: Iterable[str]) -> None:
    """Delete nodes with all their edges."""
    for label, ids in _grouped(sorted(nodes), _label):
        for batch in _batches(ids):
            keys = [key_of(node) for node in batch]
            tx.run(f"UNWIND $keys AS key MATCH (n:{label} {{key: key}}) DETACH DELETE n", keys=keys).consume()


def put_edges(tx: neo4j.ManagedTransaction, edges: Mapping[EdgeId, Properties]) -> None:
    """Make edges exist with exactly these properties. Crossed if an end is not there (any more)."""
    for (start, type_, end), ids in _grouped(edges, _ends):
        place = " {position: e.position}" if has_position(type_) else ""
        for batch in _batches(sorted(ids)):
            rows = [
                {
                    "start": key_of(first),
                    "edges": [
                        {"end": key_of(e[1]), "position": _position(e), "properties": properties(edges[e])}
                        for e in beside
                    ],
                }
                for first, beside in _grouped(batch, lambda e: e[0])
            ]
            put = tx.run(
                f"UNWIND $rows AS row MATCH (a:{start} {{key: row.start}})"
                f" UNWIND row.edges AS e MATCH (b:{end} {{key: e.end}})"
                f" MERGE (a)-[r:{type_}{place}]->(b) SET r = e.properties RETURN count(r)",
                rows=rows,
            ).values()
            if put != [[len(batch)]]:
                raise Crossed


def read_edges(tx: neo4j.ManagedTransaction, edges: Iterable[EdgeId]) -> dict[EdgeId, Properties]:
    """Return the properties that edges between shared nodes have now; those that are not there are left out."""
    asked = list(edges)
    rows = _together(
        tx,
        "UNWIND $rows AS row MATCH (a:{0} {{key: row[1]}})-[r:{1}]->(b:{2} {{key: row[2]}})"
        " RETURN collect([row[0], properties(r)]) AS found",
        [(_ends(edge), [place, key_of(edge[0]), key_of(edge[1])]) for place, edge in enumerate(asked)],
    )
    return {asked[place]: _native(properties) for (some,) in rows for place, properties in some}


def restate_edges(tx: neo4j.ManagedTransaction, edges: Mapping[EdgeId, Sequence[str]]) -> None:
    """Say of edges between shared nodes which plans state them; nothing else of them changes."""
    _together(
        tx,
        "UNWIND $rows AS row MATCH (a:{0} {{key: row[1]}})-[r:{1}]->(b:{2} {{key: row[2]}})"
        " SET r.plans = row[0] RETURN count(r) AS n",
        [(_ends(edge), [plans, key_of(edge[0]), key_of(edge[1])]) for edge, plans in edges.items()],
    )


def delete_edges(tx: neo4j.ManagedTransaction, edges: Iterable[EdgeId]) -> None:
    """Delete edges; their ends stay."""
    for (start, type_, end), ids in _grouped(edges, _ends):
        where = " WHERE r.position = row.position" if has_position(type_) else ""
        for batch in _batches(ids):
            tx.run(
                f"UNWIND $rows AS row MATCH (a:{start} {{key: row.start}})-[r:{type_}]->(b:{end} {{key: row.end}})"
                f"{where} DELETE r",
                rows=[{"start": key_of(e[0]), "end": key_of(e[1]), "position": _position(e)} for e in batch],
            ).consume()


def has_position(type_: str) -> bool:
    """Whether edges of this type are told apart by their position."""
    return POSITION in vocabulary.EDGES[type_].properties


def _label(node: str) -> str:
    label = node.split(":", 1)[0]
    return vocabulary.NODES[label].label  # KeyError rather than a label that nobody checked


def _ends(edge: EdgeId) -> tuple[str, str, str]:
    start, end, key = edge
    return _label(start), vocabulary.EDGES[key.rsplit("/", 1)[0]].type, _label(end)


def _position(edge: EdgeId) -> int:
    return int(edge[2].rsplit("/", 1)[1])


def properties(data: Properties) -> Properties:
    """Return the attributes of a node or an edge that are its properties."""
    return {name: value for name, value in data.items() if name not in ("labels", "type")}


def _native(properties: Mapping[str, Any]) -> Properties:
    return {name: to_dates(value) for name, value in properties.items()}


def _together(
    tx: neo4j.ManagedTransaction, statement: str, rows: Iterable[tuple[str | tuple[str, ...], Any]]
) -> list[list[Any]]:
    """Run a statement on ``$rows`` for all labels at once, as UNION ALL; return its rows.

    ``{0}`` and so on in it are the labels that stand beside each row: one, or some. Labels of one set come in one
    order, so that the server has few statements to plan.
    """
    groups = sorted(_grouped(rows, lambda row: row[0]), key=lambda group: group[0])
    parts = [(labels, batch) for labels, rows in groups for batch in _batches([row for _, row in rows])]
    found: list[list[Any]] = []
    for first in range(0, len(parts), _PARTS):
        some = parts[first : first + _PARTS]
        words = (
            statement.format(*((labels,) if isinstance(labels, str) else labels)).replace("$rows", f"$rows{at}")
            for at, (labels, _) in enumerate(some)
        )
        found += tx.run(" UNION ALL ".join(words), {f"rows{at}": batch for at, (_, batch) in enumerate(some)}).values()
    return found


def _grouped(things: Iterable[T], by: Callable[[T], G]) -> list[tuple[G, list[T]]]:
    groups: dict[G, list[T]] = {}
    for thing in things:
        groups.setdefault(by(thing), []).append(thing)
    return list(groups.items())


def _batches(things: Sequence[T]) -> Iterator[Sequence[T]]:
    for first in range(0, len(things), _BATCH):
        yield things[first : first + _BATCH]
