"""The property graph as triples: :class:`Description` writes what is said of each node, subject by subject.

A node is described by its own properties, by the edges that it owns (the table says which end owns an edge with
properties; the edge's node lies below the owner's IRI) and by the spans of text that these were read from
(:mod:`dutygraph.graph.rdf.spans`). Nothing here names a property: the forms come from
:mod:`dutygraph.graph.vocabulary`. What follows from the facts and is said again is in
:mod:`dutygraph.graph.rdf.derived`.

What is *said* of a subject are its predicates with their objects in N-Triples: ``["<p> <o>", …]``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from dutygraph.graph import vocabulary
from dutygraph.graph.build import Graph
from dutygraph.graph.rdf import derived
from dutygraph.graph.rdf.blocks import Blocks
from dutygraph.graph.rdf.literals import escaped, form_of, lexical, literal, reference, suffix_of, typed
from dutygraph.graph.rdf.ontology import chinese_names, concepts
from dutygraph.graph.rdf.paths import Paths
from dutygraph.graph.rdf.spans import Spans
from dutygraph.graph.rows import Property
from dutygraph.graph.terms import Link, Statement, expand

# Adds what one property says: its value and all attributes of its node or edge → predicates with objects.
Writer = Callable[[Any, Mapping[str, Any], list[str]], None]
Owned = tuple[str, dict[str, Any], Link | Statement]


def _writer(prop: Property) -> Writer:
    """Return what writes one property."""
    if prop.rdf is None:
        raise ValueError(f"property {prop.name} has no RDF term")
    term, form = prop.rdf, form_of(prop)
    predicates = tuple(f"<{expand(p)}> " for p in (term.predicate, *term.also))
    if term.concepts:
        listed = {value: f"{predicates[0]}<{expand(concept)}>" for value, concept in term.concepts.items()}
        return lambda value, _, said: said.append(listed[value])
    tail = f'"{suffix_of(form)}'
    if term.choices:
        chosen = {value: f'<{expand(p)}> "' for value, p in term.choices.items()}

        def choose(value: Any, attributes: Mapping[str, Any], said: list[str]) -> None:
            said.append(f"{chosen[attributes[term.chosen_by]]}{lexical(form, value)}{tail}")

        return choose
    first, *others = (f'{predicate}"' for predicate in predicates)
    if prop.type == "integers":
        return lambda value, _, said: said.extend([f"{first}{number}{tail}" for number in value])
    plain = prop.type != "string"

    def write(value: Any, _: Mapping[str, Any], said: list[str]) -> None:
        text = lexical(form, value) if plain else escaped(value)
        said.append(f"{first}{text}{tail}")
        if others:
            said += [f"{head}{text}{tail}" for head in others]

    return write


def _writers(properties: Iterable[Property]) -> tuple[tuple[str, Writer], ...]:
    return tuple((prop.name, _writer(prop)) for prop in properties if prop.rdf is not None)


_NODE_TYPES: Final = {node.label: typed(node.rdf_class) for node in vocabulary.NODE_TYPES}
_NODE_WRITERS: Final = {node.label: _writers(node.properties) for node in vocabulary.NODE_TYPES}
_EDGE_RDF: Final = {edge.type: edge.rdf for edge in vocabulary.EDGE_TYPES}
# Of edges: predicates of the triples from the owner, of a statement's node its class and the predicate to the end.
_HEADS: Final = {
    edge.type: [
        f"<{expand(p)}> <"
        for p in ((edge.rdf.predicate,) if isinstance(edge.rdf, Link) else (edge.rdf.has, *edge.rdf.shortcuts))
    ]
    for edge in vocabulary.EDGE_TYPES
}
_STATEMENT_TYPES: Final = {
    edge.type: typed(edge.rdf.rdf_class) for edge in vocabulary.EDGE_TYPES if isinstance(edge.rdf, Statement)
}
_TO: Final = {
    edge.type: f"<{expand(edge.rdf.to)}> <" for edge in vocabulary.EDGE_TYPES if isinstance(edge.rdf, Statement)
}
_IDENTIFIER: Final = f"<{expand('dcterms:identifier')}> "
# Properties of an edge that many edges have alike (names, labels), and those that are its own (numbers, days).
_REPEATED: Final = {
    edge.type: tuple(prop.name for prop in edge.properties if prop.rdf and prop.type in ("string", "boolean"))
    for edge in vocabulary.EDGE_TYPES
}
_ITS_OWN: Final = {
    edge.type: _writers(prop for prop in edge.properties if prop.name not in _REPEATED[edge.type])
    for edge in vocabulary.EDGE_TYPES
}


# Properties whose values are concepts of the ontology's closed lists, each with the concept of every value.
_LISTED: Final = {
    name: tuple((prop.name, prop.rdf.concepts) for prop in properties if prop.rdf and prop.rdf.concepts)
    for name, properties in (
        *((node.label, node.properties) for node in vocabulary.NODE_TYPES),
        *((edge.type, edge.properties) for edge in vocabulary.EDGE_TYPES),
    )
}


def _write(writers: tuple[tuple[str, Writer], ...], attributes: Mapping[str, Any], said: list[str]) -> None:
    for name, write in writers:
        if name in attributes:
            write(attributes[name], attributes, said)


@lru_cache(maxsize=65536)
def _repeated(type_: str, *values: Any) -> tuple[str, ...]:
    """What the node of an edge says of the properties in ``_REPEATED``, None for one that is absent."""
    edge = vocabulary.EDGES[type_]
    assert isinstance(edge.rdf, Statement)
    attributes = {name: value for name, value in zip(_REPEATED[type_], values, strict=True) if value is not None}
    said: list[str] = []
    _write(_writers(prop for prop in edge.properties if prop.name in attributes), attributes, said)
    if edge.rdf.parent == "dg:Assignment":
        said += derived.assignment(type_, attributes)
    elif edge.rdf.parent:
        said += derived.mention(attributes)
    return tuple(sorted(said))  # once, and not each time


def _name(kind: str, attributes: Mapping[str, Any], named: set[str]) -> None:
    for name, listed in _LISTED[kind]:
        if name in attributes:
            named.add(listed[attributes[name]])


class Description:
    """The RDF description of a property graph under one base IRI."""

    def __init__(self, graph: Graph, base: str) -> None:
        """Take a graph in the form of :mod:`dutygraph.graph.build`.

        Raises :class:`~dutygraph.graph.errors.BadParameter` for a base that cannot be one.
        """
        self.graph = graph
        self.paths = Paths(graph, base)
        self._owned: dict[str, list[Owned]] = {}
        for start, end, edge in graph.edges(data=True):
            rdf = _EDGE_RDF[edge["type"]]
            if isinstance(rdf, Link) or rdf.owner == "start":
                self._owned.setdefault(start, []).append((end, edge, rdf))
            else:
                self._owned.setdefault(end, []).append((start, edge, rdf))

    def lines(self, nodes: Iterable[str], *, class_first: bool = False) -> bytes:
        """Return what is said of these nodes as sorted N-Triples; with ``class_first`` a subject begins with its class.

        A source is described with each plan that is read from it, since its IRI is the plan's. Of the concepts that
        are named, class and Chinese name are said too, so that an answer can be read without the ontology.
        """
        blocks = Blocks(class_first=class_first)
        spans = Spans(self.paths, blocks)
        named: set[str] = set()
        for node in nodes:
            if self.graph.nodes[node]["labels"][0] != "Source":
                self._node(node, blocks, spans, named)
        for concept in named:
            iri = expand(concept)
            blocks.add(
                iri, reference("rdf:type", concepts()[iri]), [literal("rdfs:label", "@zh", chinese_names()[iri])]
            )
        return blocks.joined()

    def owned(self, node: str) -> list[Owned]:
        """Return the edges that describe a node, each as its other end, its attributes and its RDF form."""
        return self._owned.get(node, [])

    def _node(self, node: str, blocks: Blocks, spans: Spans, named: set[str]) -> None:
        attributes = self.graph.nodes[node]
        labels = attributes["labels"]
        iri = self.paths.iri(node)
        said: list[str] = []
        _write(_NODE_WRITERS[labels[-1]], attributes, said)
        _name(labels[-1], attributes, named)
        for other, edge, rdf in self.owned(node):
            type_ = edge["type"]
            if isinstance(rdf, Statement):
                self._statement(node, other, edge, rdf, said, blocks, spans)
                _name(type_, edge, named)
                if rdf.parent == "dg:Assignment":
                    named.add(derived.role(type_, edge.get("label")))
            elif type_ == "READ_FROM":
                said.append(f"{_HEADS[type_][0]}{self.paths.source_iri(node, other)}>")
                self._source(node, other, blocks)
            else:
                said.append(f"{_HEADS[type_][0]}{self.paths.iri(other)}>")
        if "start" in attributes:
            said.append(spans.said(node, attributes["start"], attributes["end"]))
        derive = derived.OF_NODES.get(labels[0])
        if derive:
            for further, kind, of_it in derive(self.graph, self.paths, node, said):
                blocks.add(further, kind, of_it)
        blocks.add(iri, _NODE_TYPES[labels[-1]], set(said))

    def _statement(
        self,
        owner: str,
        other: str,
        edge: dict[str, Any],
        rdf: Statement,
        said: list[str],
        blocks: Blocks,
        spans: Spans,
    ) -> None:
        """Add the triples that lead from the owner, and describe the node that the edge becomes."""
        type_ = edge["type"]
        iri = self.paths.statement_iri(owner, rdf, other, edge.get("position", 1))
        there = f"{self.paths.iri(other)}>"
        has, *shortcuts = _HEADS[type_]
        said.append(f"{has}{iri}>")
        said += [f"{shortcut}{there}" for shortcut in shortcuts]
        of_it = [*_repeated(type_, *map(edge.get, _REPEATED[type_])), f"{_TO[type_]}{there}"]
        _write(_ITS_OWN[type_], edge, of_it)
        if rdf.parent == "dg:Assignment":
            of_it.append(f'{_IDENTIFIER}"{iri[len(self.paths.base) + 3 :]}"')  # below {base}id/
        elif not rdf.parent:
            of_it.append(derived.relation(self.graph, owner, rdf.shortcuts[0], other))
        if "start" in edge:
            of_it.append(spans.said(owner, edge["start"], edge["end"]))
        blocks.add(iri, _STATEMENT_TYPES[type_], of_it)

    def _source(self, plan: str, source: str, blocks: Blocks) -> None:
        said = derived.source(self.graph, self.paths, plan)
        _write(_NODE_WRITERS["Source"], self.graph.nodes[source], said)
        blocks.add(self.paths.source_iri(plan, source), _NODE_TYPES["Source"], said)
