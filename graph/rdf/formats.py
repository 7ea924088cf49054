"""The property graph as RDF in five formats, and back: :func:`serialize`, :func:`to_rdf`, :func:`from_rdf`.

Equal graphs give equal bytes: N-Triples are sorted, every other format is written from them. There are no blank
nodes; IRIs are ASCII. TriG has a named graph for each document, which also holds what is said of the units,
instruments and places that the document names.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from pyoxigraph import RdfFormat, Triple, parse

from dutygraph.graph.build import Graph
from dutygraph.graph.errors import BadParameter, UnreadableDocument
from dutygraph.graph.rdf.blocks import END
from dutygraph.graph.rdf.export import Description
from dutygraph.graph.rdf.importing import read_graph
from dutygraph.graph.rdf.jsonld import compacted
from dutygraph.graph.rdf.text import written
from dutygraph.graph.terms import DEFAULT_BASE


@dataclass(frozen=True, slots=True)
class Format:
    """A serialisation: its name in commands, its media type, the ending of its files, what parses it."""

    name: str
    media_type: str
    extension: str
    parser: RdfFormat


FORMATS: Final = {
    form.name: form
    for form in (
        Format("turtle", "text/turtle", "ttl", RdfFormat.TURTLE),
        Format("nt", "application/n-triples", "nt", RdfFormat.N_TRIPLES),
        Format("jsonld", "application/ld+json", "jsonld", RdfFormat.JSON_LD),
        Format("xml", "application/rdf+xml", "rdf", RdfFormat.RDF_XML),
        Format("trig", "application/trig", "trig", RdfFormat.TRIG),
    )
}


def serialize(graph: Graph, format: str, base_iri: str = DEFAULT_BASE) -> bytes:
    """Return the graph (form: :mod:`dutygraph.graph.build`) in a format of :data:`FORMATS`, UTF-8.

    Raises :class:`BadParameter` for an unknown format or a base that is no absolute ASCII IRI ending in ``/``.
    """
    form = format_named(format)
    with _uncollected():
        description = Description(graph, base_iri)
        if form.name == "nt":
            return sorted_lines(description)
        return rewritten(nquads(description) if form.name == "trig" else readable_lines(description), form)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Pause the search for cycles: none are made here, and it would go through millions of strings again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def sorted_lines(description: Description) -> bytes:
    """Return the whole graph as N-Triples, every line in its place."""
    return description.lines(description.graph)


def readable_lines(description: Description) -> bytes:
    """Return the whole graph as N-Triples sorted by subject, each subject beginning with its class."""
    return description.lines(description.graph, class_first=True)


def rewritten(data: bytes, form: Format) -> bytes:
    """Return N-Triples in another format, or N-Quads as TriG, statements in the order in which they come."""
    quads = parse(data, format=RdfFormat.N_QUADS if form.name == "trig" else RdfFormat.N_TRIPLES)
    return compacted(quads) if form.name == "jsonld" else written(quads, form.parser)


def to_rdf(graph: Graph, base_iri: str = DEFAULT_BASE) -> list[Triple]:
    """Return the triples of the graph, sorted as their N-Triples lines are."""
    return [quad.triple for quad in parse(sorted_lines(Description(graph, base_iri)), format=RdfFormat.N_TRIPLES)]


def from_rdf(data: bytes, format: str, base_iri: str = DEFAULT_BASE) -> Graph:
    """Return the property graph that an export says; ``base_iri`` is what relative IRIs in it start from.

    The graphs of TriG are taken together. Raises :class:`UnreadableDocument` for what does not parse or is no
    such export, :class:`BadParameter` for an unknown format.
    """
    form = format_named(format)
    where = f"RDF（{form.name}）"
    try:
        return read_graph(parse(data, format=form.parser, base_iri=base_iri), where)
    except (SyntaxError, ValueError) as error:
        raise UnreadableDocument(where, f"无法解析（{error}）", "请检查格式是否与内容相符") from error


def format_named(name: str) -> Format:
    """Return a format by its name. Raises :class:`BadParameter` where there is none."""
    if name not in FORMATS:
        raise BadParameter("format", name, f" {'、'.join(FORMATS)} 之一")
    return FORMATS[name]


def nquads(description: Description) -> bytes:
    """Return the documents as N-Quads, in the order of their graphs' IRIs.

    What no document names stands in the default graph, first.
    """
    graph, paths = description.graph, description.paths
    plans = (node for node, attributes in graph.nodes(data=True) if attributes["labels"] == ("Plan",))
    documents = {paths.graph_iri(plan): _document(description, plan) for plan in plans}
    parts = [description.lines(set(graph).difference(*documents.values()), class_first=True)]
    for name in sorted(documents):
        lines = description.lines(documents[name], class_first=True)
        parts.append(lines.replace(END.encode(), f" <{name}>{END}".encode()))
    return b"".join(parts)


def _document(description: Description, plan: str) -> set[str]:
    """The nodes of a document: its parts and their facts, and all that these name."""
    found, waiting = {plan}, [plan]
    while waiting:
        node = waiting.pop()
        edges = description.graph.in_edges(node, data=True)
        parts = [part for part, _, edge in edges if edge["type"] in ("PART_OF", "ABOUT")]
        named = [other for other, _, _ in description.owned(node)]
        for other in (*parts, *named):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found
