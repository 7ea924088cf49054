"""The property graph as triples: :class:`Description` gives the triples of each node, subject by subject.

A node is described by its own properties, by the edges that it owns (the table says which end owns an edge with
properties; the edge's node lies below the owner's IRI) and by the spans of text that these were read from. Nothing
here names a property: the forms come from :mod:`dutygraph.graph.vocabulary`. What follows from the facts and is said
again is in :mod:`dutygraph.graph.rdf_derived`.

A *block* is one subject with its predicates and objects in N-Triples: ``(iri, ["<p> <o>", …])``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from dutygraph.graph import rdf_derived, vocabulary
from dutygraph.graph.build import Graph
from dutygraph.graph.rdf_derived import Block
from dutygraph.graph.rdf_literals import form_of, lexical, quoted, reference, suffix_of, typed
from dutygraph.graph.rdf_paths import Paths
from dutygraph.graph.rdf_terms import SPAN_CLASS, Link, Statement, expand
from dutygraph.graph.rows import Property

Writer = Callable[[Any, Mapping[str, Any]], Iterable[str]]

CONTEXT_LENGTH: Final = 16  # characters of prefix and suffix in a quote selector
_SPAN_TYPE, _QUOTE_TYPE, _POSITION_TYPE = (
    typed(c) for c in (SPAN_CLASS, "oa:TextQuoteSelector", "oa:TextPositionSelector")
)
_TEXT_SPAN, _SOURCE, _SELECTOR, _EXACT, _PREFIX, _SUFFIX, _START, _END = (
    f"<{expand(p)}> "
    for p in (
        "dg:textSpan",
        "oa:hasSource",
        "oa:hasSelector",
        "oa:exact",
        "oa:prefix",
        "oa:suffix",
        "oa:start",
        "oa:end",
    )
)
_OFFSET: Final = suffix_of("xsd:nonNegativeInteger")


def _writer(prop: Property) -> Writer:
    """Return what writes one property: value and all attributes of its node or edge → predicates with objects."""
    if prop.rdf is None:
        raise ValueError(f"property {prop.name} has no RDF term")
    term, form = prop.rdf, form_of(prop)
    predicates = tuple(f"<{expand(p)}> " for p in (term.predicate, *term.also))
    suffix = suffix_of(form) if form != "@id" else ""
    if term.concepts:
        concepts = {value: (f"{predicates[0]}<{expand(concept)}>",) for value, concept in term.concepts.items()}
        return lambda value, _: concepts[value]
    if term.choices:
        chosen = {value: f"<{expand(p)}> " for value, p in term.choices.items()}
        return lambda value, attributes: (
            f"{chosen[attributes[term.chosen_by]]}{quoted(lexical(form, value))}{suffix}",
        )
    if prop.type == "integers":
        return lambda value, _: [f'{predicates[0]}"{number}"{suffix}' for number in value]
    if prop.type == "string":
        return lambda value, _: [f"{p}{quoted(value)}{suffix}" for p in predicates]
    return lambda value, _: [f"{p}{quoted(lexical(form, value))}{suffix}" for p in predicates]


def _writers(properties: Iterable[Property]) -> tuple[tuple[str, Writer], ...]:
    return tuple((prop.name, _writer(prop)) for prop in properties if prop.rdf is not None)


_NODE_TYPES: Final = {node.label: typed(node.rdf_class) for node in vocabulary.NODE_TYPES}
_NODE_WRITERS: Final = {node.label: _writers(node.properties) for node in vocabulary.NODE_TYPES}
_EDGE_WRITERS: Final = {edge.type: _writers(edge.properties) for edge in vocabulary.EDGE_TYPES}


def _written(writers: tuple[tuple[str, Writer], ...], attributes: Mapping[str, Any]) -> list[str]:
    return [text for name, write in writers if name in attributes for text in write(attributes[name], attributes)]


class Description:
    """The RDF description of a property graph under one base IRI."""

    def __init__(self, graph: Graph, base: str) -> None:
        """Take a graph in the form of :mod:`dutygraph.graph.build`.

        Raises :class:`~dutygraph.graph.errors.BadParameter` for a base that cannot be one.
        """
        self.graph = graph
        self.paths = Paths(graph, base)

    def blocks(self, nodes: Iterable[str]) -> Iterator[Block]:
        """Yield the blocks of these nodes; a subject (a span) may come more than once, always with the same words.

        A source is described with each plan that is read from it, since its IRI is the plan's.
        """
        spans: set[str] = set()
        for node in nodes:
            if self.graph.nodes[node]["labels"][0] != "Source":
                yield from self._node(node, spans)

    def owned(self, node: str) -> Iterator[tuple[str, dict[str, Any], Link | Statement]]:
        """Yield the edges that describe a node, each as its other end, its attributes and its RDF form."""
        for _, other, edge in self.graph.out_edges(node, data=True):
            rdf = vocabulary.EDGES[edge["type"]].rdf
            if isinstance(rdf, Link) or rdf.owner == "start":
                yield other, edge, rdf
        for other, _, edge in self.graph.in_edges(node, data=True):
            rdf = vocabulary.EDGES[edge["type"]].rdf
            if isinstance(rdf, Statement) and rdf.owner == "end":
                yield other, edge, rdf

    def _node(self, node: str, spans: set[str]) -> Iterator[Block]:
        attributes = self.graph.nodes[node]
        label = attributes["labels"][-1]
        iri = self.paths.iri(node)
        said = [_NODE_TYPES[label], *_written(_NODE_WRITERS[label], attributes)]
        for other, edge, rdf in self.owned(node):
            if isinstance(rdf, Statement):
                yield from self._statement(node, other, edge, rdf, said, spans)
            elif edge["type"] == "READ_FROM":
                said.append(reference(rdf.predicate, self.paths.source_iri(node, other)))
                yield self._source(node, other)
            else:
                said.append(reference(rdf.predicate, self.paths.iri(other)))
        if "start" in attributes:
            yield from self._span(node, attributes, said, spans)
        derive = rdf_derived.OF_NODES.get(attributes["labels"][0])
        if derive:
            yield from derive(self.graph, self.paths, node, said)
        yield iri, said

    def _statement(
        self, owner: str, other: str, edge: dict[str, Any], rdf: Statement, said: list[str], spans: set[str]
    ) -> Iterator[Block]:
        iri = self.paths.statement_iri(owner, rdf, other, edge.get("position", 1))
        other_iri = self.paths.iri(other)
        said.append(reference(rdf.has, iri))
        said.extend(reference(shortcut, other_iri) for shortcut in rdf.shortcuts)
        block = [typed(rdf.rdf_class), reference(rdf.to, other_iri), *_written(_EDGE_WRITERS[edge["type"]], edge)]
        if rdf.parent == "dg:Assignment":
            identifier = iri.removeprefix(f"{self.paths.base}id/")
            block += rdf_derived.assignment(edge["type"], edge, identifier)
        if "start" in edge:
            yield from self._span(owner, edge, block, spans)
        yield iri, block

    def _source(self, plan: str, source: str) -> Block:
        attributes = self.graph.nodes[source]
        expression = reference("eli:embodies", f"{self.paths.iri(plan)}/zh")
        block = [
            typed(vocabulary.NODES["Source"].rdf_class),
            *_written(_NODE_WRITERS["Source"], attributes),
            expression,
        ]
        return self.paths.source_iri(plan, source), block

    def _span(self, fact: str, attributes: Mapping[str, Any], said: list[str], spans: set[str]) -> Iterator[Block]:
        """The range that a fact was read from: by position, and by its words with some before and after."""
        plan = self.paths.plan(fact)
        source, text = self.paths.source_iri(plan), self.paths.text(plan)
        start, end = attributes["start"], attributes["end"]
        place = f"{start},{end}"
        span = f"{source}#char={place}"
        said.append(f"{_TEXT_SPAN}<{span}>")
        if span in spans:
            return
        spans.add(span)
        position, quote = f"{source}#position={place}", f"{source}#quote={place}"
        block = [_SPAN_TYPE, f"{_SOURCE}<{source}>", f"{_SELECTOR}<{position}>"]
        if text is not None:
            block.append(f"{_SELECTOR}<{quote}>")
            words = [_QUOTE_TYPE, _EXACT + quoted(text[start:end])]
            before, after = text[max(0, start - CONTEXT_LENGTH) : start], text[end : end + CONTEXT_LENGTH]
            words += [_PREFIX + quoted(before)] if before else []
            words += [_SUFFIX + quoted(after)] if after else []
            yield quote, words
        yield span, block
        yield position, [_POSITION_TYPE, f'{_START}"{start}"{_OFFSET}', f'{_END}"{end}"{_OFFSET}']
