"""What the store adds to a graph before loading it: search terms, and which plan states which shared fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from dutygraph.graph import vocabulary
from dutygraph.graph.segment import index_terms, length_mark, length_step, plan_mark, title_mark, unit_mark

if TYPE_CHECKING:
    from dutygraph.graph.build import Graph

EdgeId = tuple[str, str, str]
K = TypeVar("K")

# What several plans may state. The rest belongs to one plan.
SHARED: Final = frozenset({"Source", "Unit", "UnitGroup", "Jurisdiction", "Instrument", "Alias"})

# An edge between shared nodes is stated by whoever states this end of it: a unit comes with its aliases, its place
# and its parent, an instrument with what superseded it, a group with its members; not a unit with its groups, nor a
# parent with its children.
STATED_BY_START: Final = frozenset({"IN_JURISDICTION", "SUB_ORGANIZATION_OF", "SUCCEEDED_BY", "SUPERSEDED_BY"})
STATED_BY_END: Final = frozenset({"NAMES", "MEMBER_OF"})

_NONE: Final[frozenset[str]] = frozenset()
_NO_EDGES: Final[Mapping[str, Mapping[str, Any]]] = {}
_NAME_PROPERTIES: Final = ("name", "full_name", "title")


def is_shared(node: str) -> bool:
    """Whether several plans may state the node, told by its id (``Unit:0123…``)."""
    return node.split(":", 1)[0] in SHARED


def plan_keys(graph: Graph) -> tuple[str, ...]:
    """Return the keys of the graph's plans, sorted."""
    return tuple(sorted(data["key"] for node, data in graph.nodes.items() if node.startswith("Plan:")))


@dataclass(frozen=True, slots=True)
class Statements:
    """What the plans of a graph state: each node with the last plan that does, each edge once.

    A plan states what is reached from it through its own sections, tasks and facts, and then through the edges
    that a shared node brings with it. ``stating_nodes`` and ``stating_edges`` say which plans (their keys) state
    what is shared.
    """

    nodes: Mapping[str, str]
    edges: Mapping[EdgeId, None]
    stating_nodes: Mapping[str, frozenset[str]]
    stating_edges: Mapping[EdgeId, frozenset[str]]


def statements(graph: Graph) -> Statements:
    """Return what the plans of a graph state, in the order of a walk from each."""
    beside = _Beside(graph)
    nodes: dict[str, str] = {}
    edges: dict[EdgeId, None] = {}
    stating_nodes: dict[str, set[str]] = {}
    stating_edges: dict[EdgeId, set[str]] = {}
    for plan in plan_keys(graph):
        found, followed = beside.reach((f"Plan:{plan}",), _NONE)
        nodes.update(dict.fromkeys(found, plan))
        edges.update(followed)
        for node in filter(is_shared, found):
            stating_nodes.setdefault(node, set()).add(plan)
        for edge in followed:
            if is_shared(edge[0]) and is_shared(edge[1]):
                stating_edges.setdefault(edge, set()).add(plan)
    return Statements(nodes, edges, _frozen(stating_nodes), _frozen(stating_edges))


def reach(
    graph: Graph, starts: Iterable[str], barred: frozenset[str] = _NONE
) -> tuple[dict[str, None], dict[EdgeId, None]]:
    """Return the nodes and edges that the nodes to start from state, in the order of a walk.

    Nodes with a ``barred`` label are not entered, nor the edges to them followed.
    """
    return _Beside(graph).reach(starts, barred)


class _Beside:
    """What stands beside each node of a graph, as plain maps: views of the graph's own take longer than the walk."""

    def __init__(self, graph: Graph) -> None:
        self._after = dict(graph.adjacency())
        self._before = dict(graph.reverse(copy=False).adjacency())

    def reach(self, starts: Iterable[str], barred: frozenset[str]) -> tuple[dict[str, None], dict[EdgeId, None]]:
        todo = list(starts)
        seen: dict[str, None] = dict.fromkeys(todo)
        followed: dict[EdgeId, None] = {}
        while todo:
            for edge, other in self._leading_on(todo.pop()):
                if barred and other.split(":", 1)[0] in barred:
                    continue
                followed[edge] = None
                if other not in seen:
                    seen[other] = None
                    todo.append(other)
        return seen, followed

    def _leading_on(self, node: str) -> Iterator[tuple[EdgeId, str]]:
        shared = is_shared(node)
        for other, keys in self._after.get(node, _NO_EDGES).items():
            for key in keys:
                if _leads(key, STATED_BY_START if shared else None):
                    yield (node, other, key), other
        for other, keys in self._before.get(node, _NO_EDGES).items():
            for key in keys:
                if _leads(key, STATED_BY_END if shared else None):
                    yield (other, node, key), other


@lru_cache(maxsize=4096)
def _leads(edge_key: str, stated: frozenset[str] | None) -> bool:
    """Whether an edge with this key (``LEADS/1``) is stated; ``stated`` are the types that may be, None for all."""
    return (stated is None or _type(edge_key) in stated) and not is_derived(edge_key)


def _frozen(sets: Mapping[K, set[str]]) -> dict[K, frozenset[str]]:
    return {key: frozenset(plans) for key, plans in sets.items()}


def is_derived(edge_key: str) -> bool:
    """Whether an edge, told by its key (``CARRIES_OUT/1``), was found by an analysis and is stated by no plan."""
    return _type(edge_key) in vocabulary.DERIVED_EDGES


def _type(edge_key: str) -> str:
    return edge_key.rsplit("/", 1)[0]


def terms_of(label: str, properties: Mapping[str, Any], names: frozenset[str] = frozenset()) -> str | None:
    """Return the search terms of a node, parted by spaces; None for a label that is not searched.

    ``names`` are those of the bodies and instruments beside it; its own are always taken.
    """
    searched = vocabulary.NODES[label].searched
    if not searched:
        return None
    own = frozenset(str(properties[name]) for name in _NAME_PROPERTIES if name in properties)
    texts = dict.fromkeys(str(properties[name]) for name in searched if name in properties)
    by_text = {text: index_terms(text, own | names) for text in texts}
    terms = dict.fromkeys(term for each in by_text.values() for term in each)
    if label == "Task":
        title, text = str(properties["title"]), str(properties.get("text", ""))
        terms.update(dict.fromkeys(map(title_mark, by_text[title])))
        terms[length_mark(length_step(title, text))] = None
    return " ".join(terms)


def marks_of(graph: Graph, task: str) -> str:
    """Return the terms by which a task is found among those of its plan, and of each body named for it."""
    bodies = {n for n in graph.predecessors(task) if n.startswith(("Unit:", "UnitGroup:"))}
    plan = str(graph.nodes[task]["key"]).split("-", 1)[0]
    return " ".join((plan_mark(plan), *(unit_mark(key) for key in sorted(n.split(":", 1)[1] for n in bodies))))


def names_beside(graph: Graph, node: str) -> frozenset[str]:
    """Return the names of the units, groups and instruments linked to a node, their aliases included.

    >>> import networkx as nx
    >>> names_beside(nx.MultiDiGraph([("Unit:1", "Task:2")]), "Task:2")
    frozenset()
    """
    beside = {n for n in (*graph.predecessors(node), *graph.successors(node)) if is_shared(n)}
    beside |= {n for shared in beside for n in graph.predecessors(shared) if n.startswith("Alias:")}
    found = (graph.nodes[n].get(name) for n in beside for name in _NAME_PROPERTIES)
    return frozenset(name for name in found if name)
