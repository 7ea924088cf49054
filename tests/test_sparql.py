"""The query service: the W3C's own tests of the protocol, every form of answer, and what is refused or ended."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from rdf_cases import BASE, DOCUMENT, FIRST, parsed, with_histories
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, RDF
from services import serving_app
from shared import shared_folder

from dutygraph.api.app import create_app
from dutygraph.api.settings import ApiSettings
from dutygraph.graph import terms
from dutygraph.graph.errors import BadParameter, WriteRefused
from dutygraph.graph.rdf import formats
from dutygraph.graph.rdf.snapshot import Snapshot, make_snapshot, make_store
from dutygraph.graph.rdf.sparql import check_query
from dutygraph.graph.revision import Revision
from dutygraph.graph.stores.settings import StoreSettings

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
TABULAR = {
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
}
GRAPHS = {form.media_type for form in formats.FORMATS.values()}


@contextmanager
def served(snapshot: Snapshot, **settings: Any) -> Iterator[httpx.Client]:
    """A client of a service whose copy of the data is this one."""
    app = create_app(ApiSettings(StoreSettings(Path("unused")), **settings))

    async def fixed() -> Snapshot:
        return snapshot

    app.state.service.snapshot = fixed
    with serving_app(app, "off") as client:
        yield client
    app.state.service.close()


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    made = make_snapshot(with_histories(), BASE, Revision("x", None), tmp_path_factory.mktemp("rdf"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def client(snapshot: Snapshot) -> Iterator[httpx.Client]:
    with served(snapshot) as client:
        yield client


# ---------------------------------------------------------------- the W3C's tests
def protocol_tests() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The query half of the manifest: name, and of each request what is sent and expected."""
    folder = shared_folder() / "linked-data" / "external" / "sparql11-protocol"
    manifest = rdflib.Graph().parse(folder / "manifest.ttl")
    (entries,) = manifest.objects(None, MF.entries)
    for test in Collection(manifest, entries):
        name = str(test).rsplit("#", 1)[1]
        if "update" not in name:
            (action,) = manifest.objects(test, MF.action)
            (requests,) = manifest.objects(action, HT.requests)
            yield name, [_request(manifest, each) for each in Collection(manifest, requests)]


def _request(manifest: rdflib.Graph, node: Any) -> dict[str, Any]:
    body = manifest.value(node, HT.body)
    headers = manifest.value(node, HT.headers)
    response = manifest.value(node, HT.resp)
    encoding = str(manifest.value(body, CNT.characterEncoding)) if body else "UTF-8"
    return {
        "method": str(manifest.value(node, HT.methodName)),
        "path": str(manifest.value(node, HT.absolutePath)).replace("/sparql/", "/sparql", 1),
        "body": str(manifest.value(body, CNT.chars)).encode(encoding) if body else None,
        "headers": {
            str(manifest.value(each, HT.fieldName)): str(manifest.value(each, HT.fieldValue))
            for each in (Collection(manifest, headers) if headers else ())
        },
        "statuses": {str(status)[-3] for status in manifest.objects(response, MF.expectedStatus)},
        "format": str(manifest.value(response, MF.expectedFormat) or ""),
        "boolean": manifest.value(response, MF.expectedBoolean),
    }


def test_the_query_half_of_the_protocol_tests_passes(tmp_path: Path, snapshot: Snapshot) -> None:
    folder = shared_folder() / "linked-data" / "external" / "sparql11-protocol"
    quads = tmp_path / "data.nq"
    # data1.nt holds the graph http://kasei.us/2009/09/sparql/data/data1.rdf, and so on
    named = [
        ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(f"http://kasei.us/2009/09/sparql/data/data{n}.rdf"))
        for n in (1, 2, 3)
        for q in ox.parse(path=str(folder / f"data{n}.nt"))
    ]
    ox.serialize(named, str(quads), ox.RdfFormat.N_QUADS)
    (tmp_path / "empty.nt").touch()
    make_store(tmp_path / "store", tmp_path / "empty.nt", quads)
    fixed = Snapshot(tmp_path, BASE, snapshot.revision, snapshot.changed, {}, snapshot.lines, snapshot.store)
    passed: list[tuple[str, int, str]] = []
    failed: list[tuple[str, int, str]] = []
    with served(fixed) as client:
        for name, requests in protocol_tests():
            for asked in requests:
                response = client.request(
                    asked["method"], asked["path"], content=asked["body"], headers={"accept": "*/*", **asked["headers"]}
                )
                media_type = response.headers.get("content-type", "").split(";")[0]
                well = str(response.status_code)[0] in asked["statuses"]
                if asked["format"] == "tabular":
                    well = well and media_type in TABULAR
                elif asked["format"] == "boolean":
                    well = well and media_type in {"application/sparql-results+json", "application/sparql-results+xml"}
                elif asked["format"] == "RDF":
                    well = well and media_type in GRAPHS
                if asked["boolean"] is not None:
                    well = well and response.json()["boolean"] == asked["boolean"].toPython()
                (passed if well else failed).append((name, response.status_code, response.text[:200]))
    assert failed == []
    assert len(passed) == 20


# ---------------------------------------------------------------- answers
SELECT = """PREFIX dg: <https://w3id.org/dutygraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?name ?extent ?none { ?g a dg:UnitGroup ; skos:prefLabel ?name ; dg:extent ?extent } ORDER BY ?name"""
EXPECTED = [
    ("各镇", "https://w3id.org/dutygraph/ontology#extentDefinite"),
    ("区直有关部门", "https://w3id.org/dutygraph/ontology#extentIndefinite"),
]


@pytest.mark.parametrize("accept", [*sorted(TABULAR), "*/*", "application/json", "application/xml"])
@pytest.mark.parametrize("how", ["get", "form", "direct"])
def test_rows_come_in_every_form(client: httpx.Client, accept: str, how: str) -> None:
    headers = {"accept": accept}
    if how == "get":
        response = client.get("/sparql", params={"query": SELECT}, headers=headers)
    elif how == "form":
        response = client.post("/sparql", data={"query": SELECT}, headers=headers)
    else:
        headers["content-type"] = "application/sparql-query"
        response = client.post("/sparql", content=SELECT.encode(), headers=headers)
    assert response.status_code == 200
    kind = response.headers["content-type"].split(";")[0]
    aliases = {"*/*": "json", "application/json": "json", "application/xml": "xml"}
    assert kind == (f"application/sparql-results+{aliases[accept]}" if accept in aliases else accept)
    if kind == "text/csv":
        rows = [(row["name"], row["extent"]) for row in csv.DictReader(io.StringIO(response.text))]
    else:
        form = ox.QueryResultsFormat.from_media_type(kind)
        assert form is not None
        read = ox.parse_query_results(response.content, format=form)
        assert isinstance(read, ox.QuerySolutions)
        assert [v.value for v in read.variables] == ["name", "extent", "none"]
        rows = [(row["name"].value, row["extent"].value) for row in read]
    assert sorted(rows) == sorted(EXPECTED)
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["vary"] == "Accept"


@pytest.mark.parametrize("form", list(formats.FORMATS.values()), ids=lambda form: form.name)
@pytest.mark.parametrize("query", [f"DESCRIBE <{FIRST}>", f"CONSTRUCT {{ <{FIRST}> ?p ?o }} {{ <{FIRST}> ?p ?o }}"])
def test_graphs_come_in_every_format(client: httpx.Client, form: formats.Format, query: str) -> None:
    response = client.get("/sparql", params={"query": query}, headers={"accept": form.media_type})
    found = {(q.predicate, q.object) for q in parsed(response.content, form.name)}
    expected = {(t.predicate, t.object) for t in formats.to_rdf(with_histories()) if t.subject == ox.NamedNode(FIRST)}
    assert found == expected


@pytest.mark.parametrize(
    ("accept", "rows", "graph"),
    [
        ("text/*", "text/csv", "text/turtle"),  # not XML, which is sent under another name
        ("application/*", "application/sparql-results+json", "application/n-triples"),
        ("APPLICATION/JSON, text/html;q=0.1", "application/sparql-results+json", "text/html"),
        ("application/ld+json, text/html;q=0.5", "text/html", "application/ld+json"),
        ("text/csv, text/turtle", "text/csv", "text/turtle"),
        ("text/xml", "application/sparql-results+xml", None),
    ],
)
def test_what_is_asked_decides_which_of_the_accepted_forms_it_is(
    client: httpx.Client, accept: str, rows: str, graph: str | None
) -> None:
    for query, expected in ((SELECT, rows), ("ASK { ?s ?p ?o }", rows), (f"DESCRIBE <{FIRST}>", graph)):
        response = client.get("/sparql", params={"query": query}, headers={"accept": accept})
        assert response.status_code == (200 if expected else 406)
        if expected:
            assert response.headers["content-type"].split(";")[0] == expected


def test_the_default_graph_is_all_documents_unless_a_query_names_others(client: httpx.Client) -> None:
    def ask(query: str, **params: Any) -> bool:
        return bool(client.get("/sparql", params={"query": query, **params}).json()["boolean"])

    graph = DOCUMENT.replace("/id/", "/graph/")
    ask_task = f"ASK {{ <{FIRST}> a ?c }}"
    assert ask(ask_task)
    assert ask(f"ASK {{ GRAPH <{graph}> {{ <{FIRST}> a ?c }} }}")
    assert ask(f"ASK FROM <{graph}> {{ <{FIRST}> a ?c }}")
    assert not ask(f"ASK FROM <{BASE}none> {{ <{FIRST}> a ?c }}")
    assert not ask(ask_task, **{"default-graph-uri": f"{BASE}none"})
    assert ask(ask_task, **{"default-graph-uri": [f"{BASE}none", graph]})
    assert not ask(ask_task, **{"named-graph-uri": graph})


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("SELECT * {", 400, "SPARQL 语句有误：第 1 行第 11 字处，可为 "),
        ("SELECT * { ?t a dg:Task }", 400, "SPARQL 语句有误：第 1 行第 24 字处，前缀没有声明。请核对语法后再试。"),
        (
            "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }",
            400,
            "第 1 行第 40 字处，SELECT 的变量既不在 GROUP BY 中，也没有汇总。",
        ),
        ("SELECT (YEAR(?o) AS ?y) { ?s ?p ?o } GROUP BY ?s", 400, "SELECT 的变量既不在 GROUP BY 中，也没有汇总。"),
        ("", 400, "SPARQL 语句有误"),
        ("INSERT DATA { <a> <b> <c> }", 403, "这是 SPARQL 更新语句"),
        ("DROP ALL", 403, "这是 SPARQL 更新语句。请改用只读的 SELECT、ASK、CONSTRUCT 或 DESCRIBE；数据没有改动。"),
        ("SELECT * { SERVICE <http://127.0.0.1:9> { ?s ?p ?o } }", 400, "不能用 SERVICE"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", 400, "查询结果超过 10000 行"),
        ("CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }", 400, "查询结果超过 10000 行"),
    ],
)
def test_what_is_refused_says_why(client: httpx.Client, query: str, status: int, said: str) -> None:
    response = client.get("/sparql", params={"query": query})
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert said in response.json()["detail"]
    page = client.get("/sparql", params={"query": query}, headers={"accept": "text/html"})
    assert said in page.text


def test_updates_are_refused_in_every_shape(client: httpx.Client) -> None:
    assert client.post("/sparql", data={"update": "DROP ALL"}).status_code == 403
    headers = {"content-type": "application/sparql-update"}
    assert client.post("/sparql", content=b"DROP ALL", headers=headers).status_code == 403
    assert client.get("/sparql", params={"update": "DROP ALL"}).status_code == 403


def test_what_cannot_be_given_is_406(client: httpx.Client) -> None:
    response = client.get("/sparql", params={"query": SELECT}, headers={"accept": "text/turtle"})
    assert response.status_code == 406
    assert response.json()["available"][0] == "application/sparql-results+json"
    response = client.get("/sparql", params={"query": f"DESCRIBE <{FIRST}>"}, headers={"accept": "text/csv"})
    assert (response.status_code, response.json()["available"][0]) == (406, "text/turtle")


def test_a_query_is_ended_at_its_time_limit_and_others_go_on(snapshot: Snapshot) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with served(snapshot, sparql_seconds=1.0) as client:
        started = time.monotonic()
        response = client.get("/sparql", params={"query": endless})
        told = "查询超过 1 秒，已中止。请缩小范围（加条件或 LIMIT）后再试。"
        assert (response.status_code, response.json()["detail"]) == (400, told)
        assert time.monotonic() - started < 60
        assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {SERVICE <http://a> {}}",
        "SELECT * {?s ?p ?o.SERVICE<http://a> {}}",
        "SELECT * {service silent ?x {}}",
        "SELECT * {SERVICE#x\n#y\nSILENT #\nex:a {}}",
        "SELECT * {\\u0053ERVICE <http://a> {}}",
        'SELECT * {FILTER(?a<?b#>"""\n) SERVICE <http://a> {} #"""\n}',
        "SELECT * {?s ?p 1SERVICE <http://a/> {}}",
    ],
)
def test_no_service_slips_through(query: str) -> None:
    with pytest.raises(BadParameter, match="SERVICE"):
        check_query(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service <http://a/service> ?o }",
        "PREFIX cpsv: <http://a/> SELECT * { ?s a cpsv:service ; cpsv:PublicService ?x }",
        "#SERVICE\nASK {}",
    ],
)
def test_the_word_alone_is_no_service(query: str) -> None:
    check_query(query)


def test_an_update_after_prefixes_is_one() -> None:
    with pytest.raises(WriteRefused):
        check_query("PREFIX a: <http://b> # x\n PREFIX : <http://c#>\nDELETE WHERE {?s ?p ?o}")


# ---------------------------------------------------------------- page and description
def test_the_page_offers_the_questions_and_shows_rows(client: httpx.Client) -> None:
    page = client.get("/sparql", headers={"accept": "text/html"})
    assert page.headers["content-security-policy"].startswith("default-src 'self'")
    assert page.text.count('<li><a href="/sparql?query=') == 10
    asked = client.get("/sparql", params={"query": SELECT}, headers={"accept": "text/html"})
    assert "<td>各镇</td>" in asked.text
    assert "<caption>2 行</caption>" in asked.text
    extent = f"{terms.ONTOLOGY}#extentDefinite"  # IRIs lead to where this service tells of them
    assert f'<td><a href="/ontology#extentDefinite">{extent}</a></td>' in asked.text
    named = {"query": f"SELECT * {{ BIND(<{FIRST}> AS ?a) BIND(<urn:a> AS ?b) }}", "format": "html"}
    page = client.get("/sparql", params=named)
    assert f'<a href="/page/{FIRST.removeprefix(f"{BASE}id/")}">{FIRST}</a></td><td>urn:a</td>' in page.text
    shown = client.get("/sparql", params={"query": SELECT, "format": "csv"}, headers={"accept": "text/html"})
    assert shown.headers["content-type"] == "text/csv; charset=utf-8"
    yes = client.get("/sparql", params={"query": "ASK {}", "format": "html"})
    assert "<p>是</p>" in yes.text


@pytest.mark.parametrize(
    ("name", "rows", "graph"),
    [
        ("xml", "application/sparql-results+xml", "application/rdf+xml"),
        ("json", "application/sparql-results+json", "application/ld+json"),
        ("csv", "text/csv", None),
        ("tsv", "text/tab-separated-values", None),
        ("turtle", None, "text/turtle"),
        ("n3", None, "text/turtle"),
        ("nt", None, "application/n-triples"),
        ("rdf", None, "application/rdf+xml"),
        ("rdf+xml", None, "application/rdf+xml"),
        ("json-ld", None, "application/ld+json"),
        ("application/sparql-results+json", "application/sparql-results+json", None),
        ("text/turtle", None, "text/turtle"),
    ],
)
def test_a_form_is_named_in_the_address(client: httpx.Client, name: str, rows: str | None, graph: str | None) -> None:
    """By the names that SPARQLWrapper sends beside its header, in three parameters, or by a media type."""
    for query, expected in ((SELECT, rows), (f"DESCRIBE <{FIRST}>", graph)):
        named = {"query": query, "format": name, "output": name, "results": name}
        response = client.get("/sparql", params=named, headers={"accept": "application/sparql-results+xml"})
        found = response.headers["content-type"].split(";")[0] if response.status_code == 200 else None
        assert found == expected, response.text
        assert response.status_code in (200, 406)
    refused = client.get("/sparql", params={"query": SELECT, "format": "pdf"})
    assert (refused.status_code, refused.json()["parameter"]) == (400, "format")


@pytest.mark.parametrize("form", list(formats.FORMATS.values()), ids=lambda form: form.name)
def test_without_a_query_the_service_describes_itself(client: httpx.Client, form: formats.Format) -> None:
    response = client.get("/sparql", headers={"accept": form.media_type})
    described = rdflib.Graph()
    for quad in parsed(response.content, form.name):
        described.parse(data=f"{quad.triple} .", format="nt")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    (service,) = described.subjects(RDF.type, sd.Service)
    assert described.value(service, sd.endpoint) == rdflib.URIRef(f"{BASE}sparql")
    assert described.value(service, sd.supportedLanguage) == sd.SPARQL11Query
    assert sd.UnionDefaultGraph in described.objects(service, sd.feature)
    simple = rdflib.URIRef("http://www.w3.org/ns/entailment/Simple")
    assert set(described.objects(service, sd.defaultEntailmentRegime)) == {simple}
    assert {str(words).split("：")[0].split(":")[0] for words in described.objects(service, DCTERMS.description)} == {
        "查询时不作推理",
        "Nothing is inferred",
    }
    names = {str(name) for name in described.objects(None, sd.name)}
    assert names == {DOCUMENT.replace("/id/", "/graph/")}
