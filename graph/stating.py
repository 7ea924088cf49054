"""What the store adds to a graph before loading it: search terms, and which plan states which shared fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeVar

from dutygraph.graph import vocabulary
from dutygraph.graph.search.marks import marked, plan_mark, title_mark, unit_mark
from dutygraph.graph.search.segment import index_terms, name_runs, terms_with

if TYPE_CHECKING:
    from dutygraph.graph.build import Graph

EdgeId = tuple[str, str, str]
Properties = dict[str, Any]
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
    return node.partition(":")[0] in SHARED


def plan_keys(graph: Graph) -> tuple[str, ...]:
    """Return the keys of the graph's plans, sorted."""
    return tuple(sorted(data["key"] for node, data in graph.nodes.items() if node.startswith("Plan:")))


@dataclass(frozen=True, slots=True)
class Statements:
    """What the plans of a graph state: each node with the last plan that does, each edge once with its attributes.

    A plan states what is reached from it through its own sections, tasks and facts, and then through the edges
    that a shared node brings with it. ``stating_nodes`` and ``stating_edges`` say which plans (their keys) state
    what is shared.
    """

    nodes: Mapping[str, str]
    edges: Mapping[EdgeId, Properties]
    stating_nodes: Mapping[str, frozenset[str]]
    stating_edges: Mapping[EdgeId, frozenset[str]]


def statements(graph: Graph) -> Statements:
    """Return what the plans of a graph state, in the order of a walk from each."""
    beside = _Beside(graph)
    nodes: dict[str, str] = {}
    edges: dict[EdgeId, Properties] = {}
    stating_nodes: dict[str, set[str]] = {}
    stating_edges: dict[EdgeId, set[str]] = {}
    for plan in plan_keys(graph):
        found, followed = beside.reach((f"Plan:{plan}",), _NONE)
        nodes.update(dict.fromkeys(found, plan))
        edges.update(followed)
        shared = set(filter(is_shared, found))
        for node in found:
            if node in shared:
                stating_nodes.setdefault(node, set()).add(plan)
        for edge in followed:
            if edge[0] in shared and edge[1] in shared:
                stating_edges.setdefault(edge, set()).add(plan)
    return Statements(nodes, edges, _frozen(stating_nodes), _frozen(stating_edges))


def reach(
    graph: Graph, starts: Iterable[str], barred: frozenset[str] = _NONE
) -> tuple[dict[str, None], dict[EdgeId, Properties]]:
    """Return the nodes that the nodes to start from state, and the edges with their attributes, in order of a walk.

    Nodes with a ``barred`` label are not entered, nor the edges to them followed.
    """
    return _Beside(graph).reach(starts, barred)


class _Beside:
    """What stands beside each node of a graph, as plain maps: views of the graph's own take longer than the walk."""

    def __init__(self, graph: Graph) -> None:
        self._after = dict(graph.adjacency())
        self._before = dict(graph.reverse(copy=False).adjacency())

    def after(self, node: str) -> Iterable[str]:
        """The nodes that edges lead to from this one."""
        return self._after.get(node, _NO_EDGES)

    def before(self, node: str) -> Iterable[str]:
        """The nodes that edges lead from to this one."""
        return self._before.get(node, _NO_EDGES)

    def reach(self, starts: Iterable[str], barred: frozenset[str]) -> tuple[dict[str, None], dict[EdgeId, Properties]]:
        todo = list(starts)
        seen: dict[str, None] = dict.fromkeys(todo)
        followed: dict[EdgeId, Properties] = {}
        while todo:
            for edge, other, data in self._leading_on(todo.pop()):
                if barred and other.partition(":")[0] in barred:
                    continue
                followed[edge] = data
                if other not in seen:
                    seen[other] = None
                    todo.append(other)
        return seen, followed

    def _leading_on(self, node: str) -> Iterator[tuple[EdgeId, str, Properties]]:
        shared = is_shared(node)
        stated = STATED_BY_START if shared else None
        for other, edges in self._after.get(node, _NO_EDGES).items():
            for key, data in edges.items():
                if _leads(key, stated):
                    yield (node, other, key), other, data
        stated = STATED_BY_END if shared else None
        for other, edges in self._before.get(node, _NO_EDGES).items():
            for key, data in edges.items():
                if _leads(key, stated):
                    yield (other, node, key), other, data


@lru_cache(maxsize=4096)
def _leads(edge_key: str, stated: frozenset[str] | None) -> bool:
    """Whether an edge with this key (``LEADS/1``) is stated; ``stated`` are the types that may be, None for all."""
    return (stated is None or _type(edge_key) in stated) and not is_derived(edge_key)


def _frozen(sets: Mapping[K, set[str]]) -> dict[K, frozenset[str]]:
    return {key: frozenset(plans) for key, plans in sets.items()}


@lru_cache(maxsize=4096)
def is_derived(edge_key: str) -> bool:
    """Whether an edge, told by its key (``CARRIES_OUT/1``), was found by an analysis and is stated by no plan."""
    return _type(edge_key) in vocabulary.DERIVED_EDGES


def _type(edge_key: str) -> str:
    return edge_key.rsplit("/", 1)[0]


class Terms:
    """The search terms of a graph's nodes. What a shared node is called is looked up once for all tasks beside it.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph([("Unit:1", "Task:p-2")])
    >>> graph.nodes["Unit:1"].update(name="区司法局")
    >>> Terms(graph).of("Task:p-2", {"key": "p-2", "title": "执法"})["terms"]
    '执 执法 法 t_执 t_执法 t_法 p_p u_1 e_ d0_0 d1_0 d2_0 d3_2 s_14'
    """

    def __init__(self, graph: Graph) -> None:
        """Begin; the graph is not to change afterwards."""
        self._beside = _Beside(graph)
        self._attributes: dict[str, Properties] = dict(graph.nodes.items())
        self._runs: dict[str, frozenset[str]] = {}
        self._marks: dict[str, str | None] = {}

    def of(self, node: str, data: Properties) -> Properties:
        """Return the attributes of a node of the graph with its terms, if it is searched."""
        if not node.startswith("Task:"):
            terms = terms_of(data["labels"][-1], data)
            return dict(data) if terms is None else {**data, "terms": terms}
        key = str(data["key"])
        marks = {mark for other in self._beside.before(node) if (mark := self._mark_of(other)) is not None}
        words = _task_terms(data, self._runs_beside(node))
        return {**data, "terms": marked([*words, plan_mark(key.partition("-")[0]), *sorted(marks)], key)}

    def _mark_of(self, node: str) -> str | None:
        """The mark that tasks beside a node bear, if it is a body."""
        mark = self._marks.get(node, "")
        if mark == "":
            label, _, key = node.partition(":")
            mark = self._marks[node] = unit_mark(key) if label in ("Unit", "UnitGroup") else None
        return mark

    def _runs_beside(self, task: str) -> frozenset[str]:
        """The parts of the names of the units, groups and instruments linked to a task, their aliases included."""
        found = []
        for other in chain(self._beside.before(task), self._beside.after(task)):
            runs = self._runs.get(other)
            if runs is None:
                runs = self._runs[other] = self._runs_of(other)
            if runs:
                found.append(runs)
        return _NONE.union(*found)

    def _runs_of(self, node: str) -> frozenset[str]:
        if not is_shared(node):
            return _NONE
        called = [self._attributes[node]]
        called += [self._attributes[n] for n in self._beside.before(node) if n.startswith("Alias:")]
        return frozenset(run for data in called for run in _own_runs(data))


def terms_of(label: str, properties: Mapping[str, Any]) -> str | None:
    """Return the search terms of a node that several plans may share, by spaces; None if its label is not searched."""
    searched = vocabulary.NODES[label].searched
    if not searched:
        return None
    own = tuple([str(properties[name]) for name in _NAME_PROPERTIES if name in properties])
    return _terms_of_shared(tuple([str(properties[name]) for name in searched if name in properties]), own)


def _task_terms(properties: Mapping[str, Any], runs: frozenset[str]) -> dict[str, None]:
    """The words of a task; ``runs`` are the parts of the names of what stands beside it, its own are always taken."""
    runs = runs.union(_own_runs(properties))
    title = terms_with(str(properties["title"]), runs)
    terms = title | terms_with(str(properties.get("text", "")), runs)
    terms.update(dict.fromkeys(map(title_mark, title)))
    return terms


def _own_runs(properties: Mapping[str, Any]) -> Iterator[str]:
    for name in _NAME_PROPERTIES:
        if properties.get(name):
            yield from name_runs(str(properties[name]))


@lru_cache(maxsize=10_000)
def _terms_of_shared(texts: tuple[str, ...], own: tuple[str, ...]) -> str:
    """The terms of a unit, a group, an instrument or an alias: the same ones come with one document after another."""
    return " ".join(dict.fromkeys(chain.from_iterable(index_terms(text, own) for text in texts)))
