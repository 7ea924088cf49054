"""The tables of docs/ontology.md, from ontology.ttl and the table: ``python tests/ontology_doc.py`` writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from dutygraph.graph import vocabulary
from dutygraph.graph.rdf.literals import form_of
from dutygraph.graph.rows import EdgeType, Property
from dutygraph.graph.terms import ONTOLOGY, PREFIXES, Link

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "ontology.md"
DG = rdflib.Namespace(f"{ONTOLOGY}#")
PROV = "http://www.w3.org/ns/prov#"
MARK = re.compile(r"(<!-- table: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(ROOT / "ontology.ttl")


def curie(term: object) -> str:
    """The CURIE of an IRI, with the prefixes of the vocabulary and those of the ontology alone."""
    for prefix, namespace in (*PREFIXES.items(), ("prov", PROV)):
        if str(term).startswith(namespace):
            return f"{prefix}:{str(term).removeprefix(namespace)}"
    return str(term)


def in_language(graph: rdflib.Graph, term: object, predicate: rdflib.URIRef, language: str) -> str:
    """The one literal of a term in a language."""
    found = [
        str(value)
        for value in graph.objects(rdflib.URIRef(str(term)), predicate)
        if isinstance(value, rdflib.Literal) and value.language == language
    ]
    if len(found) != 1:
        raise ValueError(f"{curie(term)} has {len(found)} {curie(predicate)} in {language}")
    return found[0]


def ours(graph: rdflib.Graph, *kinds: rdflib.URIRef) -> list[rdflib.URIRef]:
    """dutygraph's own terms of these kinds, in the order of their names."""
    found = {term for kind in kinds for term in graph.subjects(RDF.type, kind)}
    return sorted(rdflib.URIRef(str(term)) for term in found if str(term).startswith(DG))


def members(graph: rdflib.Graph, term: rdflib.term.Node | None) -> str:
    """A class, or the classes of a union, as CURIEs."""
    union = graph.value(term, OWL.unionOf)
    if union is not None:
        return ", ".join(f"`{curie(item)}`" for item in rdflib.collection.Collection(graph, union))
    return f"`{curie(term)}`"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    head = list(head)
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "&#124;") for cell in row) + " |"


def classes(graph: rdflib.Graph) -> Iterator[str]:
    def row(term: rdflib.URIRef) -> list[str]:
        above = sorted(curie(c) for c in graph.objects(term, RDFS.subClassOf) if isinstance(c, rdflib.URIRef))
        label, definition = (in_language(graph, term, p, "zh") for p in (RDFS.label, SKOS.definition))
        return [f"`{curie(term)}`", label, definition, "、".join(f"`{c}`" for c in above) or "—"]

    return _table(("类", "中文名", "定义", "上位类"), (row(term) for term in ours(graph, OWL.Class)))


def properties(graph: rdflib.Graph) -> Iterator[str]:
    def row(term: rdflib.URIRef) -> list[str]:
        labels = [in_language(graph, term, RDFS.label, language) for language in ("zh", "en")]
        ends = [members(graph, graph.value(term, p)) for p in (RDFS.domain, RDFS.range)]
        return [f"`{curie(term)}`", *labels, *ends, in_language(graph, term, SKOS.definition, "en")]

    terms = ours(graph, OWL.ObjectProperty, OWL.DatatypeProperty)
    return _table(("property", "Chinese", "English", "from", "to", "definition"), map(row, terms))


def others(graph: rdflib.Graph) -> list[rdflib.URIRef]:
    """The terms of other vocabularies whose use here is told, in the order of their names."""
    found = {rdflib.URIRef(str(term)) for term in graph.subjects(SKOS.scopeNote) if isinstance(term, rdflib.URIRef)}
    return sorted((term for term in found if not term.startswith(ONTOLOGY)), key=curie)


def reused(graph: rdflib.Graph) -> Iterator[str]:
    def row(term: rdflib.URIRef) -> list[str]:
        labels = [in_language(graph, term, RDFS.label, language) for language in ("zh", "en")]
        return [f"`{curie(term)}`", *labels, in_language(graph, term, SKOS.scopeNote, "en")]

    return _table(("term", "Chinese", "English", "here"), map(row, others(graph)))


def lists(graph: rdflib.Graph) -> Iterator[str]:
    def row(term: rdflib.URIRef) -> list[str]:
        kind = next(c for c in graph.objects(term, RDF.type) if c != OWL.NamedIndividual)
        labels = [in_language(graph, term, RDFS.label, language) for language in ("zh", "en")]
        return [f"`{curie(kind)}`", f"`{curie(term)}`", *labels]

    terms = ours(graph, OWL.NamedIndividual)
    return _table(("list", "concept", "Chinese", "English"), sorted(map(row, terms)))


def _said(prop: Property) -> str:
    term = prop.rdf
    if term is None:
        return "the class" if prop.name == "kind" else "`dg:textSpan`"
    said = " / ".join(f"`{predicate}`" for predicate in term.predicates)
    also = f" (also {', '.join(f'`{predicate}`' for predicate in term.also)})" if term.also else ""
    form = form_of(prop)
    kind = "concept" if form == "@id" else form
    return f"{said} {kind}{also}"


def nodes(_graph: rdflib.Graph) -> Iterator[str]:
    rows = (
        [
            f"`{node.label}`",
            node.chinese,
            f"`{node.rdf_class}`",
            f"`{node.path}`",
            "; ".join(f"`{prop.name}` → {_said(prop)}" for prop in node.properties),
        ]
        for node in vocabulary.NODE_TYPES
        if node.parent is None
    )
    return _table(("label", "Chinese", "class", "IRI", "properties"), rows)


def edges(_graph: rdflib.Graph) -> Iterator[str]:
    def row(edge: EdgeType) -> list[str]:
        if isinstance(edge.rdf, Link):
            return [f"`{edge.type}`", edge.chinese, f"`{edge.rdf.predicate}`", "", "", ""]
        rdf = edge.rdf
        owner = "start" if rdf.owner == "start" else "end"
        node = f"`{rdf.has}` → `{rdf.rdf_class}` → `{rdf.to}`"
        said = "; ".join(f"`{prop.name}` → {_said(prop)}" for prop in edge.properties)
        shortcuts = ", ".join(f"`{shortcut}`" for shortcut in rdf.shortcuts)
        return [f"`{edge.type}`", edge.chinese, f"{node} (from the {owner})", f"`{rdf.path}`", said, shortcuts]

    head = ("edge", "Chinese", "RDF", "IRI below the owner's", "properties", "shortcuts")
    return _table(head, map(row, vocabulary.EDGE_TYPES))


TABLES = {
    "classes": classes,
    "properties": properties,
    "reused": reused,
    "lists": lists,
    "nodes": nodes,
    "edges": edges,
}


def rendered(page: str) -> str:
    """The page with every table made anew."""
    graph = ontology()
    return MARK.sub(lambda m: m[1] + "\n".join(TABLES[m[2]](graph)) + "\n" + m[3], page)


if __name__ == "__main__":
    PAGE.write_text(rendered(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
