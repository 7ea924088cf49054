"""What has to change in the store so that it holds the wanted graph of some plans: pure comparison, no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from dutygraph.graph import vocabulary
from dutygraph.graph.stating import (
    EdgeId,
    Properties,
    Terms,
    is_derived,
    is_shared,
    statements,
    terms_of,
)

if TYPE_CHECKING:
    from dutygraph.graph.build import Graph

K = TypeVar("K", str, EdgeId)

# Attributes of nodes and edges that are not properties.
_FORM: Final = frozenset({"labels", "type"})


@dataclass(frozen=True)
class Wanted:
    """A graph ready to be stored: attributes of nodes and edges, and who states what is shared.

    Nodes have their search terms where they are to be compared with stored ones. ``derived`` are the edges that no
    plan states.
    """

    nodes: Mapping[str, Properties]
    edges: Mapping[EdgeId, Properties]
    stating_nodes: Mapping[str, frozenset[str]]
    stating_edges: Mapping[EdgeId, frozenset[str]]
    derived: Mapping[EdgeId, Properties]


@dataclass(frozen=True)
class Difference:
    """What to delete and to put, and the shared nodes and edges whose statements changed.

    ``gone_edges`` leaves out those that go with a node (``detached_edges``); ``renewed`` are the gone nodes that come
    back with other labels.
    """

    gone_nodes: frozenset[str]
    renewed: frozenset[str]
    put_nodes: tuple[str, ...]
    gone_edges: tuple[EdgeId, ...]
    detached_edges: tuple[EdgeId, ...]
    put_edges: tuple[EdgeId, ...]
    touched_nodes: tuple[str, ...]
    touched_edges: tuple[EdgeId, ...]


def check_known(graph: Graph) -> None:
    """Raise KeyError for a label or a relationship type that the vocabulary lacks."""
    for label in {data["labels"][-1] for _, data in graph.nodes(data=True)}:
        vocabulary.labels_of(label)
    for type_ in {data["type"] for _, _, data in graph.edges(data=True)}:
        vocabulary.EDGES[type_]


def prepare(graph: Graph) -> Wanted:
    """Return the graph as it is to be stored. KeyError for a label that the vocabulary lacks."""
    terms, said = Terms(graph), statements(graph)
    nodes = {node: terms.of(node, data) for node, data in graph.nodes(data=True)}
    return Wanted(nodes, _edges(graph), said.stating_nodes, said.stating_edges, _edges(graph, derived=True))


def prepare_new(graph: Graph, starts: Mapping[str, dt.date]) -> Wanted:
    """Return the graph of plans of which the store has none, each in its first version from a day on.

    The graph is looked at, not copied, and nodes have no search terms yet: they are made when they are written.
    """
    said, attributes = statements(graph), dict(graph.nodes.items())
    nodes: dict[str, Properties] = {}
    for node, plan in said.nodes.items():
        nodes[node] = data = attributes[node]
        if node.startswith(("Plan:", "Task:")):
            nodes[node] = {**data, "version": 1, "valid_from": starts[plan]}
    derived = {e: d for e, d in _edges(graph, derived=True).items() if e[0] in nodes and e[1] in nodes}
    return Wanted(nodes, said.edges, said.stating_nodes, said.stating_edges, derived)


def of_new_plans(wanted: Wanted) -> Difference:
    """Return what is to be put of a graph of plans of which the store has none."""
    return Difference(
        gone_nodes=frozenset(),
        renewed=frozenset(),
        put_nodes=tuple([node for node in wanted.nodes if node not in wanted.stating_nodes]),
        gone_edges=(),
        detached_edges=(),
        put_edges=tuple([edge for edge in wanted.edges if edge not in wanted.stating_edges]),
        touched_nodes=tuple(sorted(wanted.stating_nodes)),
        touched_edges=tuple(sorted(wanted.stating_edges)),
    )


def compare(stored: Graph, wanted: Wanted, plans: frozenset[str]) -> Difference:
    """Return what changes the stored graph of the plans (hidden properties included) into the wanted one."""
    was_nodes, was_edges = dict(stored.nodes.items()), _edges(stored)
    is_nodes, is_edges = wanted.nodes, wanted.edges
    renewed = {n for n in was_nodes if n in is_nodes and was_nodes[n]["labels"] != is_nodes[n]["labels"]}
    gone = {n for n in was_nodes if n not in is_nodes and not is_shared(n)} | renewed
    gone_edges = [e for e in was_edges if e not in is_edges and not _is_shared(e)]
    return Difference(
        gone_nodes=frozenset(gone),
        renewed=frozenset(renewed),
        put_nodes=tuple(n for n, d in is_nodes.items() if not is_shared(n) and (n in renewed or d != was_nodes.get(n))),
        gone_edges=tuple(e for e in gone_edges if e[0] not in gone and e[1] not in gone),
        detached_edges=tuple(e for e in gone_edges if e[0] in gone or e[1] in gone),
        put_edges=tuple(
            e
            for e, d in is_edges.items()
            if not _is_shared(e) and (d != was_edges.get(e) or e[0] in renewed or e[1] in renewed)
        ),
        touched_nodes=_touched(was_nodes, is_nodes, wanted.stating_nodes, plans),
        touched_edges=_touched(was_edges, is_edges, wanted.stating_edges, plans),
    )


def _edges(graph: Graph, *, derived: bool = False) -> dict[EdgeId, Properties]:
    return {
        (start, end, key): data
        for start, beside in graph.adjacency()
        for end, edges in beside.items()
        for key, data in edges.items()
        if is_derived(key) == derived
    }


def _is_shared(edge: EdgeId) -> bool:
    return is_shared(edge[0]) and is_shared(edge[1])


def _touched(
    was: Mapping[K, Properties],
    is_: Mapping[K, Properties],
    stating: Mapping[K, frozenset[str]],
    plans: frozenset[str],
) -> tuple[K, ...]:
    """The shared things that are new to the plans, or no longer stated by them, or stated with other values."""
    dropped = {k for k, data in was.items() if "plans" in data and k not in is_}
    altered = {k for k, by in stating.items() if k not in was or _differs(was[k], is_[k], by, plans)}
    return tuple(sorted(dropped | altered))


def _differs(was: Properties, is_: Properties, by: frozenset[str], plans: frozenset[str]) -> bool:
    if plans & set(was["plans"]) != by:
        return True
    return {name: value for name, value in was.items() if name != "plans"} != is_


def settle(
    current: Properties, wanted: Properties | None, by: frozenset[str], plans: frozenset[str]
) -> Properties | None:
    """Return the properties that a shared thing shall have, None if no plan states it any more.

    ``current`` are those it has, its ``plans`` among them; ``wanted`` those that the ``plans`` being loaded give it
    and ``by`` which of them do. Among plans that differ, the one with the greater key stands.

    >>> settle({"name": "甲", "plans": ["p2"]}, {"name": "乙"}, frozenset({"p1"}), frozenset({"p1"}))
    {'name': '甲', 'plans': ['p1', 'p2']}
    >>> number = "云发〔2024〕1号"
    >>> alone, titled = ({"document_number": number, "title": t} for t in (number, "关于消费的意见"))
    >>> settle({**alone, "plans": ["p2"]}, titled, frozenset({"p1"}), frozenset({"p1"}))["title"]
    '关于消费的意见'
    """
    others = set(current.get("plans", ())) - plans
    stating = sorted(others | by)
    if not stating:
        return None
    if wanted is None or not by:
        settled = current
    elif not others:
        settled = wanted
    else:
        settled = {**current, **wanted} if max(by) > max(others) else {**wanted, **current}
        # An instrument that a plan names by its number alone keeps the title that another gives it.
        number = settled.get("document_number")
        if number is not None and settled.get("title") == number:
            given = (said["title"] for said in (wanted, current) if said.get("title") not in (None, number))
            settled["title"] = next(given, number)
    return {**{k: v for k, v in settled.items() if k not in _FORM}, "plans": stating}


def settle_terms(node: str, properties: Properties) -> Properties:
    """Return a shared node's properties with the terms that belong to their values."""
    terms = terms_of(node.split(":", 1)[0], properties)
    return properties if terms is None else {**properties, "terms": terms}
