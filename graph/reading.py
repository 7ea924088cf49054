"""The graph back out of the store, whole or one plan, in the form that build_graph gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from dutygraph.graph import vocabulary
from dutygraph.graph.build import Graph, node_id
from dutygraph.graph.revision import REVISION
from dutygraph.graph.stating import SHARED, STATED_BY_END, STATED_BY_START
from dutygraph.graph.stores.bolt import HIDDEN, to_dates

if TYPE_CHECKING:
    import neo4j

_GENERAL: Final = tuple(node.label for node in vocabulary.NODE_TYPES if node.parent is None)


def labels_from(stored: Iterable[str]) -> tuple[str, ...]:
    """Return a node's labels in the vocabulary's order, the most general first; unknown ones are left out."""
    known = set(stored) & vocabulary.NODES.keys()
    special = next((label for label in known if vocabulary.NODES[label].parent is not None), None)
    return vocabulary.labels_of(special or next(iter(known)))


def stored_id(stored: Iterable[str], key: str) -> str:
    """Return the id of a node that a store has under these labels and this key."""
    return node_id(labels_from(stored)[0], key)


def read_whole(tx: neo4j.ManagedTransaction) -> Graph:
    """Return the graph of all plans."""
    graph: Graph = nx.MultiDiGraph()
    for node, attributes in read_nodes(tx):
        graph.add_node(node, **attributes)
    for start, end, attributes in read_edges(tx):
        graph.add_edge(start, end, key=f"{attributes['type']}/{attributes.get('position', 1)}", **attributes)
    return graph


def read_nodes(tx: neo4j.ManagedTransaction, hidden: frozenset[str] = HIDDEN) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every node as its id and attributes, without ``hidden`` properties; one at a time is held."""
    for label in _GENERAL:
        for labels, properties in tx.run(f"MATCH (n:{label}) RETURN labels(n), properties(n)"):
            ordered = labels_from(labels)
            yield node_id(ordered[0], properties["key"]), {"labels": ordered, **_shown(properties, hidden)}


def read_edges(
    tx: neo4j.ManagedTransaction, hidden: frozenset[str] = HIDDEN
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield every edge as the ids of its ends and its attributes."""
    for edge in vocabulary.EDGE_TYPES:
        rows = tx.run(f"MATCH (a)-[r:{edge.type}]->(b) RETURN labels(a), a.key, labels(b), b.key, properties(r)")
        for start_labels, start, end_labels, end, properties in rows:
            yield (
                stored_id(start_labels, start),
                stored_id(end_labels, end),
                {"type": edge.type, **_shown(properties, hidden)},
            )


def read_plan(tx: neo4j.ManagedTransaction, plan: str, hidden: frozenset[str] = HIDDEN) -> Graph:
    """Return the graph of one plan: what it holds, and what it states of shared nodes. Empty if not stored.

    Walks from the plan outwards, a label at a time. ``hidden`` properties are left out, and always when the plan was
    last changed, which is no part of what it says.
    """
    graph: Graph = nx.MultiDiGraph()
    rows = tx.run("MATCH (n:Plan {key: $key}) RETURN labels(n), properties(n)", key=plan).values()
    frontier = [_put_node(graph, labels, properties, hidden) for labels, properties in rows]
    while frontier:
        found: dict[str, None] = {}
        for label, keys in _by_label(frontier).items():
            for inwards in (False, True):
                for row in _steps(tx, label, keys, inwards, plan):
                    key, type_, properties, other_labels, other = row
                    here, there = node_id(label, key), stored_id(other_labels, other["key"])
                    if there not in graph:
                        _put_node(graph, other_labels, other, hidden)
                        found[there] = None
                    start, end = (there, here) if inwards else (here, there)
                    _put_edge(graph, start, type_, end, properties, hidden)
        frontier = list(found)
    return graph


def _steps(tx: neo4j.ManagedTransaction, label: str, keys: list[str], inwards: bool, plan: str) -> list[list[Any]]:
    types = _followed(label, inwards)
    if not types:
        return []
    edge = f"[r:{'|'.join(types)}]"
    path = f"<-{edge}-" if inwards else f"-{edge}->"
    where = "WHERE $plan IN r.plans " if label in SHARED else ""
    return tx.run(
        f"UNWIND $keys AS key MATCH (n:{label} {{key: key}}){path}(m) {where}"
        "RETURN key, type(r), properties(r), labels(m), properties(m)",
        keys=keys,
        plan=plan,
    ).values()


def _followed(label: str, inwards: bool) -> tuple[str, ...]:
    """The types of the edges that lead on from a node of this label within one plan."""
    stated = STATED_BY_END if inwards else STATED_BY_START
    return tuple(
        edge.type
        for edge in vocabulary.EDGE_TYPES
        if edge.type not in vocabulary.DERIVED_EDGES
        and label in (edge.targets if inwards else edge.sources)
        and (label not in SHARED or edge.type in stated)
    )


def _by_label(nodes: Iterable[str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for node in nodes:
        label, key = node.split(":", 1)
        grouped.setdefault(label, []).append(key)
    return grouped


def _put_node(graph: Graph, labels: Iterable[str], properties: Mapping[str, Any], hidden: frozenset[str]) -> str:
    ordered = labels_from(labels)
    name = node_id(ordered[0], properties["key"])
    graph.add_node(name, labels=ordered, **_shown(properties, hidden))
    return name


def _put_edge(
    graph: Graph, start: str, type_: str, end: str, properties: Mapping[str, Any], hidden: frozenset[str]
) -> None:
    shown = _shown(properties, hidden)
    graph.add_edge(start, end, key=f"{type_}/{shown.get('position', 1)}", type=type_, **shown)


def _shown(properties: Mapping[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    return {key: to_dates(value) for key, value in properties.items() if key not in hidden and key != REVISION}
