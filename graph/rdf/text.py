"""Turtle, TriG and RDF/XML as written by pyoxigraph, made the same on every run and easier to read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from dutygraph.graph.terms import PREFIXES

_XML_HEAD: Final = re.compile(rb"<rdf:RDF( [^>]*)>")


def text_of(term: NamedNode | BlankNode | Literal | Triple) -> str:
    """Return the IRI or the lexical form of a term. Raises ValueError for a triple term, which RDF 1.1 lacks."""
    if isinstance(term, Triple):
        raise ValueError(f"not an RDF 1.1 term: {term}")
    return term.value


def written(quads: Iterable[Quad], form: RdfFormat) -> bytes:
    """Return the quads in the order they come, UTF-8, prefixes sorted, a blank line between subjects."""
    statements = quads if form.supports_datasets else (quad.triple for quad in quads)
    data = serialize(statements, format=form, prefixes=dict(PREFIXES)) or b""
    return _xml(data) if form == RdfFormat.RDF_XML else _turtle(data)


def _turtle(data: bytes) -> bytes:
    """Sort the prefixes, which come in any order, and part the subjects; literals hold no bare line feed."""
    head = len(PREFIXES) if data else 0  # of no quads it writes nothing at all
    lines = data.split(b"\n", head)
    body = lines[head].replace(b" .\n<", b" .\n\n<").replace(b" .\n\t<", b" .\n\n\t<")
    return b"\n".join((*sorted(lines[:head]), b"", body))


def _xml(data: bytes) -> bytes:
    """Sort the namespaces, and keep carriage returns, which readers turn into line feeds, as character references."""
    head = _XML_HEAD.search(data)
    if head is None:
        raise ValueError("pyoxigraph wrote RDF/XML without rdf:RDF")
    names = b" ".join(sorted(head[1].split()))
    return (data[: head.start()] + b"<rdf:RDF " + names + b">" + data[head.end() :]).replace(b"\r", b"&#13;")
