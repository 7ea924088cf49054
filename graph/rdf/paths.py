"""The IRI of everything in a property graph, made from keys and positions only.

The path of a node stands in the table (:class:`~dutygraph.graph.vocabulary.NodeType`), that of an edge's node in its
:class:`~dutygraph.graph.terms.Statement`. IRIs are ASCII; Chinese stands in labels.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from dutygraph.graph import vocabulary
from dutygraph.graph.build import Graph
from dutygraph.graph.errors import BadParameter
from dutygraph.graph.terms import DEFAULT_BASE, DEFAULT_LICENCE, Statement

# The edges from a part to what it belongs to, and from a task to its facts (whose end is the part).
_TO_WHOLE: Final = frozenset({"PART_OF", "ABOUT"})
_TO_PART: Final = frozenset({"HAS_DATE", "HAS_TARGET"})


def check_base(name: str, base: str) -> str:
    """Return a base IRI, if it can be one. Raises :class:`BadParameter` for the parameter ``name`` otherwise."""
    if not base.isascii() or not base.endswith("/") or not urlsplit(base).scheme or set(base) & set(' <>"{}|\\^`'):
        raise BadParameter(name, base, "以 / 结尾、只含 ASCII 字符的绝对 IRI，如 https://w3id.org/dutygraph/")
    return base


def base_from_environment(environ: Mapping[str, str] = os.environ) -> str:
    """Return the base IRI that DUTYGRAPH_BASE_IRI names, else the usual one; an empty one counts as absent.

    >>> base_from_environment({})
    'https://w3id.org/dutygraph/'
    """
    return check_base("DUTYGRAPH_BASE_IRI", environ.get("DUTYGRAPH_BASE_IRI") or DEFAULT_BASE)


def licence_from_environment(environ: Mapping[str, str] = os.environ) -> str:
    """Return the IRI of the data's licence that DUTYGRAPH_LICENCE names, else CC BY 4.0; an empty one counts as absent.

    >>> licence_from_environment({})
    'https://creativecommons.org/licenses/by/4.0/'
    """
    licence = environ.get("DUTYGRAPH_LICENCE") or DEFAULT_LICENCE
    parts = urlsplit(licence)
    if not licence.isascii() or not parts.scheme or not parts.netloc or set(licence) & set(' <>"{}|\\^`'):
        raise BadParameter("DUTYGRAPH_LICENCE", licence, f"只含 ASCII 字符的绝对 IRI，如 {DEFAULT_LICENCE}")
    return licence


class Paths:
    """IRIs of a graph's nodes, edges and spans under one base."""

    def __init__(self, graph: Graph, base: str) -> None:
        """Find what belongs to what. Raises :class:`BadParameter` for a base that cannot be one."""
        self.base = check_base("base_iri", base)
        self._graph = graph
        self._whole: dict[str, str] = {}
        self._sources: dict[str, list[str]] = {}
        for start, end, edge in graph.edges(data=True):
            if edge["type"] in _TO_WHOLE:
                self._whole[start] = end
            elif edge["type"] in _TO_PART:
                self._whole[end] = start
            elif edge["type"] == "READ_FROM":
                self._sources.setdefault(start, []).append(end)
        for sources in self._sources.values():
            sources.sort()
        self._iris: dict[str, str] = {}
        self._plans: dict[str, str] = {}

    def whole(self, node: str) -> str:
        """Return what a section, task, date, target or finding belongs to."""
        try:
            return self._whole[node]
        except KeyError:
            raise ValueError(f"{node} belongs to no plan: its edge is missing from the graph") from None

    def plan(self, node: str) -> str:
        """Return the plan, or the former version of one, that a part of a document belongs to (itself for a plan)."""
        known = self._plans.get(node)
        if known is None:
            is_plan = self._graph.nodes[node]["labels"][0] in ("Plan", "PlanVersion")
            known = self._plans[node] = node if is_plan else self.plan(self.whole(node))
        return known

    def iri(self, node: str) -> str:
        """Return the IRI of any node but a source."""
        known = self._iris.get(node)
        if known is None:
            known = self._iris[node] = self._made(node)
        return known

    def _made(self, node: str) -> str:
        attributes = self._graph.nodes[node]
        path, key = vocabulary.NODES[attributes["labels"][-1]].path, str(attributes["key"])
        if path.startswith("{plan}"):
            plan = self.plan(node)
            own = key.removeprefix(f"{self._graph.nodes[plan]['key']}-")
            return path.format(plan=self.iri(plan), own=own, key=key)
        if path.startswith("{task}"):
            return path.format(task=self.iri(self.whole(node)), position=attributes["position"])
        if path.startswith("{above}"):
            above = self.whole(node)
            section = "" if self._graph.nodes[above]["labels"][0] in ("Section", "SectionVersion") else "/section"
            return path.format(above=self.iri(above) + section, position=attributes["position"])
        return self.base + path.format(key=key)

    def sources(self, plan: str) -> list[str]:
        """Return the sources of a plan, the one that its spans count in last."""
        return self._sources.get(plan, [])

    def source_iri(self, plan: str, source: str | None = None) -> str:
        """Return the IRI of a source of a plan, by default of the one that its spans count in.

        A plan that was read from several files has its spans from the source with the last key, as
        :func:`~dutygraph.graph.build.build_graph` lets the later one win; the others are known by their keys.
        """
        iri = vocabulary.NODES["Source"].path.format(plan=self.iri(plan))
        if source is None or source == self.sources(plan)[-1]:
            return iri
        return f"{iri}/{self._graph.nodes[source]['key']}"

    def text(self, plan: str) -> str | None:
        """Return the text that the spans of a plan count in, None where the graph lacks it."""
        sources = self.sources(plan)
        return self._graph.nodes[sources[-1]].get("text") if sources else None

    def statement_iri(self, owner: str, rdf: Statement, other: str, position: int) -> str:
        """Return the IRI of the node that an edge with properties becomes."""
        path = rdf.path.format(position=position, key=self._graph.nodes[other]["key"])
        return f"{self.iri(owner)}/{path}"

    def graph_iri(self, plan: str) -> str:
        """Return the IRI of the named graph of one document."""
        return f"{self.base}graph/document/{self._graph.nodes[plan]['key']}"
