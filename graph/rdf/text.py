"""Turtle, TriG and RDF/XML as written by pyoxigraph, made the same on every run and easier to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    serialize,
)

from dutygraph.graph.terms import PREFIXES, expand

_TYPE: Final = expand("rdf:type")
_SUBJECT: Final = re.compile(rb" \.\n(?=\t?[^}\s])")  # the end of one, and another follows (in TriG further in)
_XML_HEAD: Final = re.compile(rb"<rdf:RDF( [^>]*)>")


def text_of(term: NamedNode | BlankNode | Literal | Triple) -> str:
    """Return the IRI or the lexical form of a term. Raises ValueError for a triple term, which RDF 1.1 lacks."""
    if isinstance(term, Triple):
        raise ValueError(f"not an RDF 1.1 term: {term}")
    return term.value


def canonical(triples: Iterable[Triple]) -> list[Quad]:
    """Return the triples, each once, in the order of their canonical N-Quads, blank nodes named by RDFC-1.0."""
    dataset = Dataset(Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=str)


def described(triples: Iterable[Triple], form: RdfFormat, prefixes: Mapping[str, str]) -> bytes:
    """Return triples that are not those of the data (an ontology, a description): of equal ones, equal bytes."""
    quads = sorted(canonical(triples), key=lambda quad: (str(quad.subject), quad.predicate.value != _TYPE))
    if form in (RdfFormat.N_TRIPLES, RdfFormat.JSON_LD):
        return serialize([quad.triple for quad in quads], format=form) or b""
    return written(quads, form, prefixes)


def written(quads: Iterable[Quad], form: RdfFormat, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """Return the quads in the order they come, UTF-8; in forms with prefixes these sorted, and subjects parted."""
    statements = quads if form.supports_datasets else (quad.triple for quad in quads)
    data = serialize(statements, format=form, prefixes=dict(prefixes)) or b""
    if form == RdfFormat.N_TRIPLES:
        return data
    return _xml(data) if form == RdfFormat.RDF_XML else _turtle(data, len(prefixes))


def _turtle(data: bytes, prefixes: int) -> bytes:
    """Sort the prefixes, which come in any order, and part the subjects; literals hold no bare line feed."""
    head = prefixes if data else 0  # of no quads it writes nothing at all
    lines = data.split(b"\n", head)
    return b"\n".join((*sorted(lines[:head]), b"", _SUBJECT.sub(rb"\g<0>\n", lines[head])))


def _xml(data: bytes) -> bytes:
    """Sort the namespaces, and keep carriage returns, which readers turn into line feeds, as character references."""
    head = _XML_HEAD.search(data)
    if head is None:
        raise ValueError("pyoxigraph wrote RDF/XML without rdf:RDF")
    names = b" ".join(sorted(head[1].split()))
    return (data[: head.start()] + b"<rdf:RDF " + names + b">" + data[head.end() :]).replace(b"\r", b"&#13;")
