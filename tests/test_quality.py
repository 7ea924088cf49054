"""Whole documents against shapes and reasoners: ours, those that others published, OWL 2 RL and OWL 2 DL."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import rdflib
from ontology_doc import DG, ontology
from services import EXAMPLES
from shared import shared_folder
from test_ontology import SHORTCUTS, as_rdflib, closure, contradictions, merged, violations

from dutygraph.graph.build import build_graph
from dutygraph.graph.rdf.ontology import ontology_turtle, shapes_turtle
from dutygraph.ingest.extract import extract_document

PUBLISHED = ["cpov-2.1.2", "cpsv-ap-3.2.0", "cpev-1.1.1", "cccev-2.1.0"]


@pytest.fixture(scope="module")
def example() -> rdflib.Graph:
    return data_of(EXAMPLES / "qinghe-2024.docx")


@pytest.fixture(scope="module")
def conformance() -> rdflib.Graph:
    return data_of(shared_folder() / "conformance" / "dongsheng-2022.txt")


@pytest.fixture(params=["example", "conformance"])
def document(request: pytest.FixtureRequest) -> rdflib.Graph:
    data: rdflib.Graph = request.getfixturevalue(request.param)
    return data


def data_of(path: Path) -> rdflib.Graph:
    return as_rdflib(build_graph(extract_document(path).plans))


def test_documents_keep_to_our_shapes_within_a_minute(document: rdflib.Graph) -> None:
    """With the ontology merged into the data: as pyshacl's ``ont_graph`` it is copied by following every link."""
    shapes = rdflib.Graph().parse(data=shapes_turtle(), format="turtle")
    started = time.process_time()
    assert violations(merged(document, ontology()), shapes) == set()
    assert time.process_time() - started < 60


def test_the_conformance_document_is_there_whole(conformance: rdflib.Graph) -> None:
    assert len(set(conformance.subjects(rdflib.RDF.type, DG.Task))) == 85


def test_documents_keep_to_the_published_shapes(document: rdflib.Graph) -> None:
    """And these look: what they aim at is there, or that they are kept would say nothing."""
    kinds = set(document.objects(None, rdflib.RDF.type))
    above = {parent for kind in kinds for parent in ontology().transitive_objects(kind, rdflib.RDFS.subClassOf)}
    whole = merged(document, ontology())
    for name in PUBLISHED:
        published = rdflib.Graph().parse(shared_folder() / "linked-data" / "external" / "shapes" / f"{name}-SHACL.ttl")
        assert violations(whole, published) == set(), name
        assert set(published.objects(None, rdflib.SH.targetClass)) & above, name


@pytest.mark.long
def test_owl_rl_derives_the_shortcuts_of_a_document(example: rdflib.Graph) -> None:
    data = rdflib.Graph() + example
    asserted = {triple for triple in data if triple[1] in SHORTCUTS}
    assert len(asserted) > 200
    for triple in asserted:
        data.remove(triple)
    closed = closure(data, ontology())
    assert {triple for triple in closed if triple[1] in SHORTCUTS} == asserted
    assert contradictions(closed) == []
    led = {(s, o) for s, p, o in asserted if p == DG.leadUnit}
    assert {(o, s) for s, o in closed.subject_objects(DG.leads)} == led


@pytest.mark.long
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_hermit_finds_the_ontology_consistent(tmp_path: Path) -> None:
    """OWL 2 DL, by HermiT, which comes with owlready2 (LGPL, for tests only) and needs Java."""
    import owlready2

    file = tmp_path / "ontology.nt"
    rdflib.Graph().parse(data=ontology_turtle(), format="turtle").serialize(file, format="nt", encoding="utf-8")
    world = owlready2.World()
    loaded = world.get_ontology(file.as_uri()).load()
    with loaded:
        owlready2.sync_reasoner_hermit(world, debug=0)  # raises for an inconsistent ontology
    assert list(world.inconsistent_classes()) == []
    assert len(list(world.classes())) > 50
