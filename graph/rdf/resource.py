"""What is said of one resource, enough for a page of it: the answer to its address.

It is described whole with what lies below its address (assignments, mentions, times, targets) and the spans of text
that these were read from; of all else that it points to, and that points to it, class and names are told. Documents
and sections do not bring their tasks whole, only named. What points here is said by the inverse property where the
ontology has one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Triple, parse

from dutygraph.graph import vocabulary
from dutygraph.graph.rdf.ontology import chinese_names, concepts, inverses
from dutygraph.graph.rdf.snapshot import Snapshot
from dutygraph.graph.rdf.text import canonical, text_of
from dutygraph.graph.terms import Link, expand

_TYPE, _LABEL, _SPAN, _SELECTOR = (
    NamedNode(expand(c)) for c in ("rdf:type", "rdfs:label", "dg:textSpan", "oa:hasSelector")
)
# What names a resource for people.
NAMES: Final = tuple(NamedNode(expand(c)) for c in ("rdfs:label", "skos:prefLabel"))
# What stands on its own although its address lies below another's.
_WHOLES: Final = frozenset(
    NamedNode(expand(node.rdf_class)) for node in vocabulary.NODE_TYPES if node.path.startswith(("id/doc", "{above"))
)
# The properties that lead from one described thing to another, shortcuts instead of the nodes between.
_LEADING: Final = tuple(
    NamedNode(expand(predicate))
    for predicate in dict.fromkeys(
        edge.rdf.predicate if isinstance(edge.rdf, Link) else next(iter(edge.rdf.shortcuts))
        for edge in vocabulary.EDGE_TYPES
    )
)


def describe(snapshot: Snapshot, iri: str) -> list[Triple]:
    """Return the description of a resource, its own triples first, then by subject; empty if nothing is said of it."""
    own = _parsed(snapshot.lines.of(iri))
    if not own:
        return []
    found = {*own}
    if not any(triple.predicate == _TYPE and triple.object in _WHOLES for triple in own):
        found.update(_parsed(snapshot.lines.of(iri, parts=True)))
    else:
        found.update(_parsed(snapshot.lines.of(f"{iri}/zh")))
    for predicate in (_SPAN, _SELECTOR):
        for triple in tuple(found):
            if triple.predicate == predicate:
                found.update(_parsed(snapshot.lines.of(text_of(triple.object))))
    found.update(_pointing_here(snapshot, iri))
    described = {triple.subject for triple in found if triple.predicate == _TYPE}
    beside = {term for triple in found for term in (triple.subject, triple.object) if isinstance(term, NamedNode)}
    for term in beside - described:
        found.update(_named(snapshot, term.value))
    return sorted(found, key=lambda triple: (text_of(triple.subject) != iri, text_of(triple.subject), _place(triple)))


def canonical_hash(triples: Iterable[Triple]) -> str:
    """Return the SHA-256 of the canonical N-Quads (RDFC-1.0) of triples: equal for equal statements."""
    return hashlib.sha256("".join(f"{quad} .\n" for quad in canonical(triples)).encode()).hexdigest()


def _parsed(lines: bytes) -> list[Triple]:
    return [quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES)]


def _place(triple: Triple) -> tuple[bool, str]:
    return triple.predicate != _TYPE, str(triple)


def _pointing_here(snapshot: Snapshot, iri: str) -> Iterator[Triple]:
    here = NamedNode(iri)
    for predicate in _LEADING:
        inverse = inverses().get(predicate.value)
        for quad in snapshot.store.quads_for_pattern(None, predicate, here, DefaultGraph()):
            if inverse is None or not isinstance(quad.subject, NamedNode):
                yield quad.triple
            else:
                yield Triple(here, NamedNode(inverse), quad.subject)


def _named(snapshot: Snapshot, iri: str) -> Iterator[Triple]:
    """Class and names of a resource: one of the data, or a concept of the ontology."""
    kind = concepts().get(iri)
    if kind is not None:
        yield Triple(NamedNode(iri), _TYPE, NamedNode(kind))
        yield Triple(NamedNode(iri), _LABEL, Literal(chinese_names()[iri], language="zh"))
        return
    for triple in _parsed(snapshot.lines.of(iri)):
        if triple.predicate == _TYPE or triple.predicate in NAMES:
            yield triple
