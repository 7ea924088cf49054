"""The quality gates of an ontology: what the OOPS! and FOOPS! checkers look for, the network ones on a local server.

The header, names and definitions, domains and ranges, disjointness and the shapes' terms are held in
:mod:`test_ontology`; the reasoners and whole documents in :mod:`test_quality`.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from ontology_doc import DG, curie, ontology, ours
from rdf_cases import BASE, GRAPHS, with_histories
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from shared import ROOT
from test_sparql import served

from dutygraph.graph import terms
from dutygraph.graph.rdf import formats
from dutygraph.graph.rdf.dataset import describe_dataset
from dutygraph.graph.rdf.jsonld import context
from dutygraph.graph.rdf.ontology import chinese_names
from dutygraph.graph.rdf.snapshot import Snapshot, make_snapshot
from dutygraph.graph.revision import Revision
from dutygraph.web.resource import place_of

SUBJECT = rdflib.URIRef(terms.ONTOLOGY)
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.NamedIndividual)
SERIALISED = [form.media_type for form in formats.FORMATS.values()]


@pytest.fixture(scope="module")
def onto() -> rdflib.Graph:
    return ontology()


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    made = make_snapshot(with_histories(), BASE, Revision("x", None), tmp_path_factory.mktemp("rdf"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def client(snapshot: Snapshot) -> Iterator[httpx.Client]:
    with served(snapshot) as client:
        yield client


def undeclared(names: set[str], onto: rdflib.Graph) -> set[str]:
    """The names under dg: (itself aside, a vocabulary's name) that the ontology does not declare."""
    return {name for name in names if name.startswith(DG) and name != str(DG)} - {
        str(term) for term in onto.subjects(RDF.type, None)
    }


def iris(triples: list[ox.Triple]) -> set[str]:
    return {
        term.value for t in triples for term in (t.subject, t.predicate, t.object) if isinstance(term, ox.NamedNode)
    }


# ---------------------------------------------------------------- no undeclared term
@pytest.mark.parametrize("name", list(GRAPHS))
def test_data_uses_declared_terms_only(name: str, onto: rdflib.Graph) -> None:
    used = iris(formats.to_rdf(GRAPHS[name]()))
    assert undeclared(used, onto) == set()
    assert name == "empty" or str(DG.PlanDocument) in used


def test_descriptions_contexts_and_questions_use_declared_terms_only(onto: rdflib.Graph, snapshot: Snapshot) -> None:
    described = iris(describe_dataset(snapshot))
    assert str(DG.Task) in described
    assert undeclared({*described, str(DG.confidence)}, onto) == {str(DG.confidence)}
    named = {value["@id"] for value in context().values() if isinstance(value, dict)}
    assert str(DG.hasLeadAssignment) in named
    questions = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "queries" / "sparql").glob("*.rq"))
    asked = set(re.findall(r"\bdg:\w+", questions))
    assert "dg:leadUnit" in asked
    assert undeclared(named | {terms.expand(term) for term in asked}, onto) == set()


# ---------------------------------------------------------------- OOPS!
def test_no_term_is_unconnected(onto: rdflib.Graph) -> None:
    """P04: every class stands below or beside another, or something is said to be of it; concepts have a class."""
    connecting = (RDFS.subClassOf, RDFS.domain, RDFS.range, OWL.disjointWith, RDF.first, RDF.type)
    for term in ours(onto, OWL.Class):
        others = [other for predicate in connecting for other in onto.subjects(predicate, term)]
        others += [other for other in onto.objects(term, RDFS.subClassOf) if isinstance(other, rdflib.URIRef)]
        assert others, curie(term)
    for term in ours(onto, OWL.NamedIndividual):
        assert [kind for kind in onto.objects(term, RDF.type) if str(kind).startswith(DG)], curie(term)
        assert len(list(onto.objects(term, SKOS.inScheme))) == 1, curie(term)


def test_nothing_is_its_own_parent_or_inverse(onto: rdflib.Graph) -> None:
    """P05, P06, P24: no circle of classes or properties, no property that is its own inverse, inverses turned about."""
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term in set(onto.subjects(predicate, None)):
            above = chain.from_iterable(onto.transitive_objects(p, predicate) for p in onto.objects(term, predicate))
            assert term not in set(above), curie(term)
    pairs = [(a, b) for a, b in onto.subject_objects(OWL.inverseOf) if str(a).startswith(DG) and str(b).startswith(DG)]
    assert len(pairs) >= 3
    for one, other in pairs:
        assert one != other
        assert onto.value(one, RDFS.domain) == onto.value(other, RDFS.range), curie(one)
        assert onto.value(one, RDFS.range) == onto.value(other, RDFS.domain), curie(one)


def test_iris_have_no_file_ending_and_last(onto: rdflib.Graph) -> None:
    """P36, and FOOPS!' PURL1 and URI2: w3id.org leads on to where the ontology is; its version's IRI lies below it."""
    version = onto.value(SUBJECT, OWL.versionIRI)
    for address in (str(SUBJECT), str(version), *(str(term) for term in ours(onto, *KINDS))):
        assert address.startswith("https://w3id.org/dutygraph/ontology")
        assert not re.search(r"\.(owl|rdf|ttl|n3|xml|jsonld|html)\b", address)


# ---------------------------------------------------------------- FOOPS!, asked of a server
@pytest.mark.parametrize("path", ["/ontology", "/ontology/0.1.0"])
@pytest.mark.parametrize("media_type", SERIALISED)
def test_the_ontology_and_its_version_are_there(client: httpx.Client, path: str, media_type: str) -> None:
    """URI1, VER2, RDF1, HTTP1: at the ontology's address, and at its version's, is the ontology of that IRI."""
    response = client.get(path, headers={"accept": media_type})
    assert response.status_code == 200
    form = next(form for form in formats.FORMATS.values() if form.media_type == media_type)
    quads = list(ox.parse(response.content, format=form.parser))
    kind = ox.NamedNode(str(OWL.Ontology))
    assert {quad.subject for quad in quads if quad.object == kind} == {ox.NamedNode(terms.ONTOLOGY)}
    (version,) = {quad.object for quad in quads if quad.predicate == ox.NamedNode(str(OWL.versionIRI))}
    assert isinstance(version, ox.NamedNode)
    assert version.value.removeprefix("https://w3id.org/dutygraph") == "/ontology/0.1.0"


def test_documents_have_the_same_bytes_in_any_process(client: httpx.Client) -> None:
    """Their tags are strong: blank nodes and prefixes, which parsers and hashes name as they like, stay the same."""
    script = f"""
import hashlib
from dutygraph.api.documents import _written
print(*(hashlib.sha256(_written(n, t)[0]).hexdigest() for n in ("ontology", "shapes") for t in {SERIALISED}))
"""
    runs = [subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True) for _ in "ab"]
    served = [client.get(f"/{n}", headers={"accept": t}).content for n in ("ontology", "shapes") for t in SERIALISED]
    here = " ".join(hashlib.sha256(body).hexdigest() for body in served)
    assert [run.stdout.strip() for run in runs] == [here, here]


def test_every_term_has_its_place_on_the_page(client: httpx.Client, onto: rdflib.Graph) -> None:
    """DOC1: the address of a term shows it, and every link within the page leads somewhere."""
    page = client.get("/ontology", headers={"accept": "text/html"}).text
    anchors = Counter(re.findall(r'\bid="([^"]+)"', page))
    assert {str(term).removeprefix(DG) for term in ours(onto, *KINDS, SKOS.ConceptScheme)} - set(anchors) == set()
    assert [name for name, count in anchors.items() if count > 1] == []
    assert set(re.findall(r'href="#([^"]+)"', page)) - set(anchors) == set()
    reused = {iri: place_of(BASE, iri) for iri in chinese_names() if not iri.startswith(DG)}
    here = {iri: place.split("#")[1] for iri, place in reused.items() if place.startswith("/ontology#")}
    assert {curie(iri) for iri in here} == set(here.values())
    assert set(here.values()) - set(anchors) == set()
    assert len(here) > 70
    at_least = re.search(r'<p id="atLeast">(.*?)</p>', page)
    assert at_least is not None
    assert at_least[1].startswith("<b>at least · 不少于</b>")


def test_what_the_ontology_points_to_of_its_own_is_there(client: httpx.Client, onto: rdflib.Graph) -> None:
    """Shapes and context, under the paths of their IRIs."""
    found = sorted(str(other) for other in onto.objects(SUBJECT, RDFS.seeAlso))
    assert found == [f"{BASE}context.jsonld", f"{BASE}shapes"]
    for address in found:
        assert client.get(address.removeprefix(BASE.rstrip("/"))).status_code == 200
