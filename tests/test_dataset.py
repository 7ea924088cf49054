"""The dataset described and dumped: counts and hashes are those of the data, and DCAT-AP's own shapes hold."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdf_cases import BASE, DOCUMENT, GRAPHS, parsed, with_histories
from rdflib.namespace import RDF
from shared import shared_folder
from test_sparql import served

from dutygraph.graph.errors import BadParameter
from dutygraph.graph.rdf import formats
from dutygraph.graph.rdf.paths import licence_from_environment
from dutygraph.graph.rdf.snapshot import DUMPS, make_snapshot
from dutygraph.graph.rdf.text import text_of
from dutygraph.graph.revision import Revision, now
from dutygraph.graph.terms import expand

DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
DATASET = rdflib.URIRef(f"{BASE}dataset")
FORMATS = list(formats.FORMATS.values())


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    marks = ((DOCUMENT.rsplit("/", 1)[1], now()),)  # with which DCAT-AP's shapes see the reading too
    snapshot = make_snapshot(with_histories(), BASE, Revision("x", None, marks), tmp_path_factory.mktemp("rdf"))
    with served(snapshot) as client:
        yield client
    snapshot.close()


@pytest.fixture(scope="module")
def described(client: httpx.Client) -> rdflib.Graph:
    response = client.get("/dataset", headers={"accept": "application/n-triples"})
    return rdflib.Graph().parse(data=response.content, format="nt")


@pytest.mark.parametrize("path", ["/dataset", "/catalog", "/.well-known/void"])
def test_catalogue_dataset_and_void_are_one_document_in_every_format(client: httpx.Client, path: str) -> None:
    expected = set(parsed(client.get("/dataset", headers={"accept": "application/n-triples"}).content, "nt"))
    for form in FORMATS:
        response = client.get(path, headers={"accept": form.media_type})
        assert response.headers["content-type"].split(";")[0] == form.media_type
        found = parsed(response.content, form.name)
        assert set(found) == expected
        assert not any(isinstance(term, ox.BlankNode) for quad in found for term in (quad.subject, quad.object))
        known = {"accept": form.media_type, "if-none-match": response.headers["etag"]}
        assert client.get(path, headers=known).status_code == 304
    page = client.get(path, headers={"accept": "text/html"})
    assert "政府任务分解数据集" in page.text
    assert "dutygraph.nt.gz" in page.text
    assert f'<a href="/ontology#Task" title="{expand("dg:Task")}">任务</a>' in page.text
    assert client.get(path, headers={"accept": "image/png"}).status_code == 406


def test_the_description_is_in_order(client: httpx.Client) -> None:
    """Prefixes and subjects are sorted, whatever the process: equal tags are equal bytes."""
    lines = client.get("/dataset", headers={"accept": "text/turtle"}).text.splitlines()
    prefixes = [line for line in lines if line.startswith("@prefix")]
    assert prefixes == sorted(prefixes)
    subjects = [line.split()[0] for line in lines if re.match(r"<\S+ a ", line)]
    assert subjects == sorted(set(subjects))
    assert len(subjects) > 50


def test_counts_are_those_of_the_data(described: rdflib.Graph) -> None:
    data = rdflib.Graph().parse(data=formats.serialize(with_histories(), "nt"), format="nt")

    def number(subject: rdflib.term.Node | None, predicate: rdflib.URIRef) -> int:
        return int(str(described.value(subject, predicate)))

    assert number(DATASET, VOID.triples) == len(data)
    assert number(DATASET, VOID.distinctSubjects) == len(set(data.subjects()))
    assert number(DATASET, VOID.distinctObjects) == len(set(data.objects()))
    assert number(DATASET, VOID.properties) == len(set(data.predicates()))
    assert number(DATASET, VOID.classes) == len(set(data.objects(None, RDF.type)))
    parts = {described.value(part, VOID["class"]): part for part in described.objects(DATASET, VOID.classPartition)}
    assert set(parts) == set(data.objects(None, RDF.type))
    for kind, part in parts.items():
        assert number(part, VOID.entities) == len(set(data.subjects(RDF.type, kind)))
    assert number(parts[rdflib.URIRef(expand("dg:Task"))], VOID.entities) == 2
    properties = {
        described.value(part, VOID.property): part for part in described.objects(DATASET, VOID.propertyPartition)
    }
    assert set(properties) == set(data.predicates())
    for predicate, part in properties.items():
        assert number(part, VOID.triples) == len(list(data.triples((None, predicate, None))))


def test_named_graphs_are_counted_each(tmp_path: Path) -> None:
    """Unlike what no document names, which stands in the default graph alone."""
    graph = GRAPHS["two districts"]()
    graph.add_node(
        "Unit:0123456789abcdef", labels=("Unit",), key="0123456789abcdef", name="甲", full_name="甲", kind="other"
    )
    snapshot = make_snapshot(graph, BASE, Revision("x", None), tmp_path)
    quads = parsed(formats.serialize(graph, "trig"), "trig")
    expected = Counter(text_of(quad.graph_name) for quad in quads if isinstance(quad.graph_name, ox.NamedNode))
    assert snapshot.counts.graphs == expected
    assert len(expected) == 2
    assert sum(expected.values()) < len(quads)
    assert snapshot.counts.triples == len(formats.to_rdf(graph))
    assert list(snapshot.counts.classes) == sorted(snapshot.counts.classes)
    snapshot.close()


def test_examples_are_things_of_the_data(described: rdflib.Graph) -> None:
    data = rdflib.Graph().parse(data=formats.serialize(with_histories(), "nt"), format="nt")
    examples = set(described.objects(DATASET, VOID.exampleResource))
    kinds = {str(kind) for example in examples for kind in data.objects(example, RDF.type)}
    assert kinds == {expand("dg:PlanDocument"), expand("dg:Task"), expand("dg:Unit")}
    assert len(examples) == 3


@pytest.mark.parametrize("name", list(DUMPS))
def test_dumps_have_the_size_and_hash_that_are_told(client: httpx.Client, described: rdflib.Graph, name: str) -> None:
    file = rdflib.URIRef(f"{BASE}dump/{name}")
    (distribution,) = described.subjects(DCAT.downloadURL, file)
    response = client.get(f"/dump/{name}")
    assert int(str(described.value(distribution, DCAT.byteSize))) == len(response.content)
    sha256 = hashlib.sha256(response.content).hexdigest()
    checksum = described.value(distribution, SPDX.checksum)
    assert str(described.value(checksum, SPDX.checksumValue)) == sha256
    assert response.headers["etag"] == f'"{sha256}"'
    assert client.get(f"/dump/{name}", headers={"if-none-match": f'"{sha256}"'}).status_code == 304
    form, packed = DUMPS[name]
    content = gzip.decompress(response.content) if packed else response.content
    assert content == formats.serialize(with_histories(), form)
    part = client.get(f"/dump/{name}", headers={"range": "bytes=0-9"})
    assert (part.status_code, part.content) == (206, response.content[:10])
    head = client.head(f"/dump/{name}")
    assert head.headers["content-length"] == str(len(response.content))


def test_an_unknown_dump_is_none(client: httpx.Client) -> None:
    response = client.get("/dump/dutygraph.exe")
    assert (response.status_code, response.json()["nearest"]) == (404, list(DUMPS))


@pytest.mark.parametrize("name", ["shapes", "range"])
def test_dcat_ap_holds(described: rdflib.Graph, name: str) -> None:
    """Shapes of DCAT-AP 3.0.1, and that they look: each thing without what it must have is a violation."""
    folder = shared_folder() / "linked-data" / "external" / "shapes"
    shapes = rdflib.Graph().parse(folder / f"dcat-ap-3.0.1-{name}.ttl")
    conforms, _, text = pyshacl.validate(described, shacl_graph=shapes, inference="none")
    assert conforms, text
    spoilt = rdflib.Graph()
    for triple in described:
        licence = rdflib.URIRef("https://creativecommons.org/licenses/by/4.0/")
        if not (triple[0] == DATASET and triple[1] == rdflib.DCTERMS.title) and triple[0] != licence:
            spoilt.add(triple)
    conforms, _, _ = pyshacl.validate(spoilt, shacl_graph=shapes, inference="none")
    assert not conforms


def test_the_licence_is_a_setting(tmp_path: Path) -> None:
    licence = "https://data.example/licence"
    snapshot = make_snapshot(with_histories(), BASE, Revision("x", None), tmp_path)
    with served(snapshot, licence=licence) as client:
        for path in ("/dataset", "/sparql"):
            data = client.get(path, headers={"accept": "application/n-triples"}).content
            found = rdflib.Graph().parse(data=data, format="nt")
            assert set(found.objects(None, rdflib.DCTERMS.license)) == {rdflib.URIRef(licence)}
        assert client.get("/dump/dutygraph.ttl").headers["link"] == f'<{licence}>; rel="license"'
        assert f'rel="license" href="{licence}"' in client.get("/feed").text
    snapshot.close()
    assert licence_from_environment({"DUTYGRAPH_LICENCE": licence}) == licence
    with pytest.raises(BadParameter):
        licence_from_environment({"DUTYGRAPH_LICENCE": "CC BY"})
