"""Who answers for tasks together: a network of units, their centrality, and the communities they form.

Two bodies are joined if both are named for a task; the weight is the number of such tasks. Betweenness is exact:
networkx computes it for the network of a plan or a few, rustworkx where that would take long.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from dutygraph.graph.analysis.facts import Body, TaskFacts

if TYPE_CHECKING:
    Network = nx.Graph[str]
else:
    Network = nx.Graph

SEED: Final = 20240101
"""The seed of the search for communities: the same network gives the same communities."""

# Nodes times edges from which rustworkx computes betweenness: networkx needs about half a second for so many.
_LARGE: Final = 3_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """A body in the network.

    ``partners`` is its degree, ``shared`` the sum of its weights, ``tasks`` how many tasks name it. ``degree`` is the
    share of the other bodies that are its partners, ``betweenness`` the share of the shortest paths between others
    that pass through it (both 0 to 1, every edge of length 1). ``community`` counts from 1, the largest first;
    None for a body that is alone.
    """

    key: str
    name: str
    group: bool
    tasks: int
    partners: int
    shared: int
    degree: float
    betweenness: float
    community: int | None


@dataclass(frozen=True, slots=True)
class Community:
    """Bodies that share more tasks with one another than with the rest; ``inside`` counts those shared within.

    ``outside`` counts the tasks shared with bodies of other communities; ``centre`` is the member with most shared.
    """

    number: int
    members: tuple[Member, ...]
    centre: Member
    inside: int
    outside: int


def build_network(
    tasks: Iterable[TaskFacts], roles: Iterable[str] = ("lead", "responsible", "supporting"), *, groups: bool = False
) -> Network:
    """Return the network of the bodies named for the tasks in these roles.

    ``principal`` among the roles stands for whoever carries the task, whatever the role. Groups (各镇, 区直有关部门)
    are left out unless asked for: they are nobody in particular, and stand beside everybody.
    Nodes have ``name``, ``group`` and ``tasks``, edges ``weight``.
    """
    wanted = frozenset(roles)
    bodies: dict[str, Body] = {}
    held: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    for task in tasks:
        named = {
            b.key: b
            for b in task.bodies
            if (b.role in wanted or (b.principal and "principal" in wanted)) and (groups or not b.group)
        }
        bodies |= named
        held.update(named.keys())
        together.update(combinations(sorted(named), 2))
    network: Network = nx.Graph()
    for key in sorted(bodies):  # in a fixed order: communities depend on it
        network.add_node(key, name=bodies[key].name, group=bodies[key].group, tasks=held[key])
    for (first, second), weight in sorted(together.items()):
        network.add_edge(first, second, weight=weight)
    return network


def measure(network: Network) -> list[Member]:
    """Return the bodies with their centrality, the most central first."""
    degree: dict[str, float] = nx.degree_centrality(network) if len(network) > 1 else dict.fromkeys(network, 0.0)
    between = betweenness(network)
    community = {key: number for number, keys in enumerate(_communities(network), 1) for key in keys}
    members = [
        Member(
            key,
            data["name"],
            data["group"],
            data["tasks"],
            network.degree(key),
            int(network.degree(key, weight="weight")),
            round(degree[key], 4),
            round(between[key], 4),
            community.get(key),
        )
        for key, data in network.nodes(data=True)
    ]
    return sorted(members, key=lambda m: (-m.betweenness, -m.partners, -m.shared, m.name, m.key))


def betweenness(network: Network, large: int = _LARGE) -> dict[str, float]:
    """Return the betweenness centrality of each node; above ``large`` nodes times edges rustworkx computes it."""
    if len(network) * network.number_of_edges() <= large:
        found: dict[str, float] = nx.betweenness_centrality(network)
        return found
    import rustworkx

    keys = list(network)
    places = {key: place for place, key in enumerate(keys)}
    graph: Any = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(keys)
    graph.add_edges_from_no_data([(places[a], places[b]) for a, b in network.edges])
    values = rustworkx.betweenness_centrality(graph)
    return {key: values[place] for key, place in places.items()}


def find_communities(network: Network) -> list[Community]:
    """Return the communities (Louvain, by weight, with a fixed seed), the largest first; bodies alone are left out."""
    members = {member.key: member for member in measure(network)}
    inside: dict[int, int] = defaultdict(int)
    outside: dict[int, int] = defaultdict(int)
    for first, second, weight in network.edges(data="weight", default=0):
        one, other = members[first].community or 0, members[second].community or 0
        if one == other:
            inside[one] += weight
        else:
            outside[one] += weight
            outside[other] += weight
    found = []
    for number, keys in enumerate(_communities(network), 1):
        inner = sorted((members[key] for key in keys), key=lambda m: (-m.shared, m.name, m.key))
        found.append(Community(number, tuple(inner), inner[0], inside[number], outside[number]))
    return found


def _communities(network: Any) -> list[list[str]]:
    if not network:
        return []
    keys = list(network)
    # by numbers: sets of strings are gone through in another order in every process
    numbered = nx.convert_node_labels_to_integers(network)
    found = nx.community.louvain_communities(numbered, weight="weight", seed=SEED)
    named = (sorted(keys[place] for place in places) for places in found if len(places) > 1)
    return sorted(named, key=lambda members: (-len(members), members))
