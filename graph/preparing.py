"""A document's graph made into the rows of its statements: :func:`prepare`, a pure function that sees no store.

What it makes holds if the store has none of the plans. That is found out when it is written
(:mod:`dutygraph.graph.loading`), so a document may be prepared while another one is being written, even another
version of the same plan: if the plan is there by then, the rows are not used.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dutygraph.graph.creating import Batch, new_edges, new_nodes
from dutygraph.graph.difference import Difference, Wanted, check_known, of_new_plans, prepare_new
from dutygraph.graph.errors import BadParameter
from dutygraph.graph.stating import Terms, plan_keys
from dutygraph.graph.versions.renewal import first_day

if TYPE_CHECKING:
    from dutygraph.graph.build import Graph
    from dutygraph.graph.stating import Properties


@dataclass(frozen=True, slots=True)
class Told:
    """What a person says of the versions in a document.

    ``replaces`` is the plan (key, title or document number) that its only plan is a new version of; ``valid_from`` the
    first day of what it holds; ``today`` the day of the load.
    """

    today: dt.date
    replaces: str | None = None
    valid_from: dt.date | None = None


@dataclass(frozen=True, slots=True)
class New:
    """A document's plans as they are written where the store has none of them.

    ``starts`` are their first days, ``plans`` the plan nodes themselves, ``nodes`` and ``edges`` the batches of all
    else that belongs to one plan. What other plans may state too is in ``wanted`` and ``difference``: it is compared
    with what the store has of it.
    """

    starts: Mapping[str, dt.date]
    plans: Mapping[str, Properties]
    nodes: tuple[Batch, ...]
    edges: tuple[Batch, ...]
    wanted: Wanted
    difference: Difference


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document's graph with what is told of it and its rows, ready to be written."""

    graph: Graph
    told: Told
    new: New


def prepare(graph: Graph, told: Told | None = None) -> Prepared:
    """Return the graph of a document ready to be written; without being told otherwise as one that is loaded today.

    Raises what :func:`check` does.
    """
    told = told or Told(dt.date.today())
    check(graph, told)
    return Prepared(graph, told, rows_of_new(graph, told))


def check(graph: Graph, told: Told) -> None:
    """Raise BadParameter for what cannot be told of the graph, KeyError for a label or type that is not known."""
    if told.replaces is not None and (count := len(plan_keys(graph))) != 1:
        raise BadParameter("replaces", told.replaces, f"只含一个方案的文件所取代的方案；这份文件含 {count} 个方案")
    check_known(graph)


def rows_of_new(graph: Graph, told: Told) -> New:
    """Return what is written of a graph where the store has none of its plans."""
    starts = {plan: first_day(graph, plan, told.today, told.valid_from) for plan in plan_keys(graph)}
    wanted = prepare_new(graph, starts)
    difference, terms = of_new_plans(wanted), Terms(graph)
    plans = {node: wanted.nodes[node] for node in difference.put_nodes if node.startswith("Plan:")}
    own = (terms.of(node, wanted.nodes[node]) for node in difference.put_nodes if node not in plans)
    edges = ((edge, wanted.edges[edge]) for edge in difference.put_edges)
    return New(starts, plans, tuple(new_nodes(own)), tuple(new_edges(edges)), wanted, difference)
