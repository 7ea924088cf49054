"""What the ontology and the shapes say, for those who describe data with them: names of terms, inverses, concepts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from dutygraph.graph.terms import CONCEPT_CLASSES, PREFIXES, expand

# What the ontology cannot name: RDF's own terms, and others' resources that the data points to.
_BESIDE: Final = {
    expand("rdf:type"): "类型",
    expand("rdfs:label"): "名称",
    "http://publications.europa.eu/resource/authority/language/ZHO": "中文",
}
_LABEL: Final = NamedNode(expand("rdfs:label"))
_INVERSE: Final = NamedNode("http://www.w3.org/2002/07/owl#inverseOf")
_VERSION: Final = NamedNode("http://www.w3.org/2002/07/owl#versionInfo")


def ontology_turtle() -> bytes:
    """Return the ontology as it is kept."""
    return (files("dutygraph") / "ontology.ttl").read_bytes()


def shapes_turtle() -> bytes:
    """Return the SHACL shapes as they are kept."""
    return (files("dutygraph.graph") / "data" / "shapes.ttl").read_bytes()


@lru_cache(maxsize=1)
def _store() -> Store:
    store = Store()
    store.load(ontology_turtle(), format=RdfFormat.TURTLE)
    return store


@lru_cache(maxsize=1)
def ontology_version() -> str:
    """Return the version of the ontology, ``0.1.0``."""
    (version,) = (quad.object for quad in _store().quads_for_pattern(None, _VERSION, None))
    assert isinstance(version, Literal)
    return version.value


@lru_cache(maxsize=1)
def chinese_names() -> Mapping[str, str]:
    """Return the Chinese name of every term, reused ones and others' resources included, by its IRI."""
    names = dict(_BESIDE)
    for quad in _store().quads_for_pattern(None, _LABEL, None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal) and quad.object.language == "zh":
            names[quad.subject.value] = quad.object.value
    return MappingProxyType(names)


@lru_cache(maxsize=1024)
def anchor_of(iri: str) -> str:
    """Return the place of a term on the ontology's page, empty where it has none there.

    >>> anchor_of("https://w3id.org/dutygraph/ontology#leadUnit"), anchor_of("http://data.europa.eu/eli/ontology#number")
    ('leadUnit', 'eli:number')
    """
    if iri not in chinese_names() or iri in _BESIDE:
        return ""
    prefix, start = max(((p, start) for p, start in PREFIXES.items() if iri.startswith(start)), default=("", ""))
    name = iri.removeprefix(start)
    return name if prefix == "dg" else f"{prefix}:{name}" if prefix else ""


@lru_cache(maxsize=1)
def inverses() -> Mapping[str, str]:
    """Return the inverse of every property that has one, by its IRI."""
    found: dict[str, str] = {}
    for quad in _store().quads_for_pattern(None, _INVERSE, None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            found[quad.subject.value], found[quad.object.value] = quad.object.value, quad.subject.value
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def concepts() -> Mapping[str, str]:
    """Return the class of every concept of a closed list, both as IRIs."""
    return MappingProxyType(
        {expand(concept): expand(name) for name, values in CONCEPT_CLASSES.items() for concept in values.values()}
    )
