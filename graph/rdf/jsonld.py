"""JSON-LD: the context that the table gives, and documents compacted against it.

A term's name is the local name of its predicate (``leadUnit``); where two would be the same, the one that is not
dutygraph's keeps its prefix (``oa:hasTarget``). A property that a subject may have several times is always a list.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, groupby
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import Quad

from dutygraph.graph import vocabulary
from dutygraph.graph.rdf.literals import form_of
from dutygraph.graph.rdf.text import text_of
from dutygraph.graph.terms import EXTRA_CLASSES, EXTRA_TERMS, PREFIXES, Link, Term, expand

_TYPE: Final = expand("rdf:type")
_NUMBERS: Final = frozenset({"xsd:integer", "xsd:nonNegativeInteger"})


def forms() -> Iterator[tuple[str, str, bool]]:
    """Yield each use of a predicate in the table: CURIE, form of the objects, whether a subject may have several."""
    for prop in chain.from_iterable(kind.properties for kind in (*vocabulary.NODE_TYPES, *vocabulary.EDGE_TYPES)):
        if prop.rdf is not None:
            for predicate in (*prop.rdf.predicates, *prop.rdf.also):
                yield predicate, form_of(prop), prop.rdf.many
    for edge in vocabulary.EDGE_TYPES:
        if isinstance(edge.rdf, Link):
            yield edge.rdf.predicate, "@id", edge.rdf.many
        else:
            yield edge.rdf.to, "@id", False
            for predicate in (edge.rdf.has, *edge.rdf.shortcuts):
                yield predicate, "@id", True
    for term in EXTRA_TERMS:
        yield term.predicate, term.form, term.many


@lru_cache(maxsize=1)
def terms() -> Mapping[str, Term]:
    """Return every predicate that an export uses, with its form, sorted by CURIE."""
    several = {predicate for predicate, _, many in forms() if many}
    found = {predicate: Term(predicate, form, many=predicate in several) for predicate, form, _ in forms()}
    return MappingProxyType(dict(sorted(found.items())))


@lru_cache(maxsize=1)
def classes() -> tuple[str, ...]:
    """Return every class that an export uses, sorted."""
    nodes = {node.rdf_class for node in vocabulary.NODE_TYPES if node.label not in _parents()}
    edges = {edge.rdf.rdf_class for edge in vocabulary.EDGE_TYPES if not isinstance(edge.rdf, Link)}
    return tuple(sorted(nodes | edges | set(EXTRA_CLASSES)))


def _parents() -> set[str | None]:
    return {node.parent for node in vocabulary.NODE_TYPES}


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    """CURIE → name, for predicates and classes."""
    names: dict[str, str] = {}
    for curie in sorted((*terms(), *classes()), key=lambda c: (not c.startswith("dg:"), c)):
        local = curie.split(":", 1)[1]
        names[curie] = curie if local in names.values() else local
    return MappingProxyType(names)


@lru_cache(maxsize=1)
def context() -> Mapping[str, Any]:
    """Return the JSON-LD 1.1 context (what stands under ``@context``)."""
    entries: dict[str, Any] = {"@version": 1.1, **PREFIXES, "id": "@id", "type": "@type"}
    for curie in classes():
        entries[_names()[curie]] = expand(curie)
    for curie, term in terms().items():
        entry: dict[str, str] = {"@id": expand(curie)}
        if term.form.startswith("@z"):
            entry["@language"] = term.form[1:]
        elif term.form != "xsd:string":
            entry["@type"] = term.form if term.form == "@id" else expand(term.form)
        if term.many:
            entry["@container"] = "@set"
        entries[_names()[curie]] = entry
    return MappingProxyType(entries)


def compacted(quads: Iterable[Quad]) -> bytes:
    """Return quads, sorted by subject, as a JSON-LD document: one subject a line, UTF-8."""
    lines = ",\n".join(_json(node) for node in _nodes(quads))
    return f'{{"@context": {_json(dict(context()))},\n"@graph": [\n{lines}\n]}}\n'.encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _nodes(quads: Iterable[Quad]) -> Iterator[dict[str, Any]]:
    by_iri = {expand(curie): (_names()[curie], term) for curie, term in terms().items()}
    single = {"id", *(name for name, term in by_iri.values() if not term.many)}
    class_names = {expand(curie): _names()[curie] for curie in classes()}
    for subject, group in groupby(quads, key=lambda quad: text_of(quad.subject)):
        node: dict[str, list[Any]] = {"id": [subject], "type": []}
        for quad in group:
            text = text_of(quad.object)
            if quad.predicate.value == _TYPE:
                node["type"].append(class_names[text])
                continue
            name, term = by_iri[quad.predicate.value]
            node.setdefault(name, []).append(_value(text, term.form))
        yield {name: value[0] if len(value) == 1 and name in single else value for name, value in node.items()}


def _value(text: str, form: str) -> Any:
    if form == "@id":
        concept = text.removeprefix(PREFIXES["dg"])
        return text if concept == text else f"dg:{concept}"
    if form in _NUMBERS:
        return int(text)
    return text == "true" if form == "xsd:boolean" else text
