"""A document's graph into the store, in one write transaction: what is new is put, what went is taken away.

Plans of which the store has none are created, and nothing of their own is read back. Else the stored graph of the same
plans is read first, made into what the store shall hold (:mod:`dutygraph.graph.versions.renewal`: a new version keeps
the old
wordings) and compared with it, so that loading again writes nothing, and a plan that was read anew loses what its text
no longer says. What belongs to one plan (sections, tasks, dates, targets, findings, their former versions) is simply
replaced. Units, groups, instruments, aliases, places and sources are shared: each of these nodes, and each edge between
two of them, keeps the keys of the plans that state it in its hidden property
``plans``, and goes when the last of them is gone. Where two plans state different values of a shared node, those of the
plan with the greater key stand, as in build_graph, in whatever order they were loaded.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import networkx as nx

from dutygraph.graph import revision, writing
from dutygraph.graph.build import Graph
from dutygraph.graph.creating import Creator, new_nodes
from dutygraph.graph.difference import Difference, Wanted, compare, prepare, settle, settle_terms
from dutygraph.graph.preparing import New, Told, rows_of_new
from dutygraph.graph.reading import read_plan
from dutygraph.graph.stating import is_derived, plan_keys
from dutygraph.graph.versions import finding_plans
from dutygraph.graph.versions.renewal import PlanOutcome, renew

if TYPE_CHECKING:
    import neo4j

_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Count:
    """How many nodes or edges a load created, updated and deleted."""

    created: int = 0
    updated: int = 0
    deleted: int = 0

    def __add__(self, other: Count) -> Count:
        """Return both together."""
        return Count(self.created + other.created, self.updated + other.updated, self.deleted + other.deleted)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did to the store; ``plans`` are the keys under which the plans are stored, sorted.

    ``outcomes`` says of each of them whether it was new, and what of it; in the order of their own keys.
    """

    plans: tuple[str, ...]
    nodes: Count
    edges: Count
    outcomes: tuple[PlanOutcome, ...] = field(default=(), compare=False)

    @property
    def changed(self) -> bool:
        """Whether the load changed anything."""
        return self.nodes + self.edges != Count()


def load_graph(
    tx: neo4j.ManagedTransaction, graph: Graph, told: Told, *, new: New | None = None, create: bool = True
) -> LoadReport:
    """Make the store hold the plans of the graph; may be run again by the driver's retries.

    Plans of which the store has none are written by ``CREATE``, if allowed, as ``new`` has them where it was prepared
    before; the transaction fails where another one was faster, or left something of theirs.
    """
    bases = {plan: finding_plans.base_of(tx, graph, plan, told.replaces) for plan in plan_keys(graph)}
    held = _lock(tx, frozenset(bases.values()))
    if create and not held and bases:
        return _load_new(tx, new or rows_of_new(graph, told))
    stored = {plan: read_plan(tx, plan, _NOBODY) for plan in sorted(set(bases.values()))}
    parts: list[Graph] = [nx.MultiDiGraph()]
    outcomes = []
    for plan, base in bases.items():
        part, outcome = renew(stored[base], graph, plan, base=base, today=told.today, valid_from=told.valid_from)
        parts.append(part)
        outcomes.append(replace(outcome, read_as=plan))
    wanted: Graph = nx.compose_all(parts)
    # stated by no plan: what came with a whole graph, where both its tasks are in force
    for start, end, key, data in graph.edges(keys=True, data=True):
        if is_derived(key) and start in wanted and end in wanted:
            wanted.add_edge(start, end, key=key, **data)
    nodes, edges = _put(tx, stored, prepare(wanted))
    return LoadReport(tuple(sorted(stored)), nodes, edges, tuple(outcomes))


def remove_graph(tx: neo4j.ManagedTransaction, plan: str) -> LoadReport:
    """Take a plan away, its former versions included, with all that nobody else states."""
    _lock(tx, frozenset({plan}))
    nodes, edges = _put(tx, {plan: read_plan(tx, plan, _NOBODY)}, prepare(nx.MultiDiGraph()))
    return LoadReport((plan,), nodes, edges)


def _lock(tx: neo4j.ManagedTransaction, plans: frozenset[str]) -> set[str]:
    """Return which of the plans the store has, and hold them.

    Two loads of one plan wait for each other here; a plan that is new to both is caught by its unique key.
    """
    statement = "UNWIND $keys AS key MATCH (p:Plan {key: key}) SET p.key = key RETURN key"
    return {row[0] for row in tx.run(statement, keys=sorted(plans)).values()}


def _load_new(tx: neo4j.ManagedTransaction, new: New) -> LoadReport:
    """Write plans of which the store has none: only what other plans may state too is read and compared."""
    plans, marked = frozenset(new.starts), {revision.REVISION: revision.now()}
    creator = Creator(tx)
    created = creator.create(new_nodes({**data, **marked} for data in new.plans.values()))
    created += creator.create(new.nodes)
    nodes, _ = _settle_nodes(tx, new.difference, new.wanted, plans)  # after its own: others wait for them the less
    connected = creator.create(new.edges)
    creator.finish()
    edges = _settle_edges(tx, new.difference, new.wanted, plans) + _put_derived(tx, new.wanted)
    outcomes = tuple(PlanOutcome(plan, "first", 1, start, read_as=plan) for plan, start in new.starts.items())
    return LoadReport(tuple(new.starts), nodes + Count(created), edges + Count(connected), outcomes)


def _put(tx: neo4j.ManagedTransaction, held: dict[str, Graph], wanted: Wanted) -> tuple[Count, Count]:
    """Change what is held of some plans into what is wanted of them; return what that did to nodes and edges."""
    plans = frozenset(held)
    stored: Graph = nx.compose_all([nx.MultiDiGraph(), *held.values()])
    difference = compare(stored, wanted, plans)
    writing.delete_edges(tx, difference.gone_edges)
    writing.delete_nodes(tx, difference.gone_nodes)
    writing.put_nodes(tx, {node: wanted.nodes[node] for node in difference.put_nodes})
    nodes, unstated = _settle_nodes(tx, difference, wanted, plans)
    writing.put_edges(tx, {edge: wanted.edges[edge] for edge in difference.put_edges})
    edges = _settle_edges(tx, difference, wanted, plans) + _put_derived(tx, wanted)
    writing.delete_nodes(tx, unstated)
    was_nodes, was_edges = stored.nodes, {(s, e, k) for s, e, k in stored.edges(keys=True)}
    nodes += Count(
        created=sum(node not in was_nodes for node in difference.put_nodes),
        updated=sum(node in was_nodes for node in difference.put_nodes),
        deleted=len(difference.gone_nodes - difference.renewed),
    )
    edges += Count(
        created=sum(edge not in was_edges for edge in difference.put_edges),
        updated=sum(edge in was_edges for edge in difference.put_edges),
        deleted=len(difference.gone_edges) + len(difference.detached_edges),
    )
    if nodes + edges != Count():
        revision.mark(tx, plans)
    return nodes, edges


def _settle_nodes(
    tx: neo4j.ManagedTransaction, difference: Difference, wanted: Wanted, plans: frozenset[str]
) -> tuple[Count, list[str]]:
    """Put the shared nodes whose statements changed; return the counts and the nodes that nobody states any more."""
    ends = {edge[0] for edge in difference.touched_edges}  # locked too: whoever touches the edge states this end
    current = writing.lock_nodes(tx, {*difference.touched_nodes, *ends})
    put, restated, unstated, created = {}, {}, [], 0
    for node in difference.touched_nodes:
        has = current[node]
        settled = settle(has, wanted.nodes.get(node), wanted.stating_nodes.get(node, _NOBODY), plans)
        if settled is None:
            unstated.append(node)
            continue
        settled = settle_terms(node, settled)
        if has == {**settled, "plans": has.get("plans")}:
            if has["plans"] != settled["plans"]:
                restated[node] = settled["plans"]
        else:
            put[node] = {**settled, "labels": (node.split(":", 1)[0],)}
            created += "plans" not in has
    writing.put_nodes(tx, put)
    writing.restate_nodes(tx, restated)
    return Count(created, len(put) + len(restated) - created, len(unstated)), unstated


def _settle_edges(tx: neo4j.ManagedTransaction, difference: Difference, wanted: Wanted, plans: frozenset[str]) -> Count:
    """The same for the edges between shared nodes, which are deleted here."""
    current = writing.read_edges(tx, difference.touched_edges)
    put, restated, unstated, created = {}, {}, [], 0
    for edge in difference.touched_edges:
        has = current.get(edge, {})
        settled = settle(has, wanted.edges.get(edge), wanted.stating_edges.get(edge, _NOBODY), plans)
        if settled is None:
            unstated.append(edge)
        elif has == {**settled, "plans": has.get("plans")}:
            if has["plans"] != settled["plans"]:
                restated[edge] = settled["plans"]
        else:
            put[edge] = settled
            created += edge not in current
    writing.put_edges(tx, put)
    writing.restate_edges(tx, restated)
    writing.delete_edges(tx, unstated)
    return Count(created, len(put) + len(restated) - created, len(unstated))


def _put_derived(tx: neo4j.ManagedTransaction, wanted: Wanted) -> Count:
    """Put what an analysis found where a whole graph, as read_whole gives it, comes back; plans bring none."""
    current = writing.read_edges(tx, wanted.derived)
    put = {edge: data for edge, data in wanted.derived.items() if writing.properties(data) != current.get(edge)}
    writing.put_edges(tx, put)
    created = sum(edge not in current for edge in put)
    return Count(created, len(put) - created)
