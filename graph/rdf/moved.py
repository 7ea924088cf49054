"""Where a resource went: units that were renamed or merged, and what a name that is an alias now was known by before.

An address, once given, goes on leading somewhere. Two kinds are known from the graph alone:

- a unit whose one successor it was renamed into, or merged into (one that was split leads nowhere by itself);
- the key that an alias would have as a name of its own: so a unit, group or instrument was known while no register
  said whose name it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dutygraph.graph import identity
from dutygraph.graph.build import Graph
from dutygraph.graph.rdf.paths import Paths

_KEPT: Final = frozenset({"rename", "merge"})


def moved_resources(graph: Graph, paths: Paths) -> dict[str, str]:
    """Return the IRIs that lead on, each with the IRI that it leads to in the end."""
    steps = dict(_aliases(graph, paths)) | dict(_successors(graph, paths))
    return {iri: found for iri in steps if (found := _last(steps, iri)) is not None}


def _last(steps: dict[str, str], iri: str) -> str | None:
    """The end of a chain of successions; None where it leads back."""
    seen = {iri}
    while iri in steps:
        iri = steps[iri]
        if iri in seen:
            return None
        seen.add(iri)
    return iri


def _successors(graph: Graph, paths: Paths) -> Iterator[tuple[str, str]]:
    for node in graph:
        if node.startswith("Unit:"):
            edges = [(other, edge["kind"]) for _, other, edge in graph.out_edges(node, data=True) if _succeeds(edge)]
            if len({other for other, _ in edges}) == 1 and {kind for _, kind in edges} <= _KEPT:
                yield paths.iri(node), paths.iri(edges[0][0])


def _succeeds(edge: dict[str, str]) -> bool:
    return edge["type"] == "SUCCEEDED_BY"


def _aliases(graph: Graph, paths: Paths) -> Iterator[tuple[str, str]]:
    """The addresses of aliases as names of their own; where one is another's name, or two have it, it leads nowhere."""
    found: dict[str, set[str]] = {}
    for alias, node, edge in graph.edges(data=True):
        if edge["type"] == "NAMES":
            iri = paths.iri(node)
            former = f"{iri.rsplit('/', 1)[0]}/{_key_of(graph, node, graph.nodes[alias]['name'])}"
            found.setdefault(former, set()).add(iri)
    known = {paths.iri(node) for node in graph if node.startswith(("Unit:", "UnitGroup:", "Instrument:"))}
    for former, iris in sorted(found.items()):
        if former not in known and len(iris) == 1:
            yield former, iris.pop()


def _key_of(graph: Graph, node: str, name: str) -> str:
    if node.startswith("Instrument:"):
        return identity.instrument_key(None, name)
    places = [place for _, place, edge in graph.out_edges(node, data=True) if edge["type"] == "IN_JURISDICTION"]
    attributes = graph.nodes[places[0]] if places else {}
    place = attributes.get("code") or attributes.get("name")
    return (identity.unit_key if node.startswith("Unit:") else identity.group_key)(place, name)
