"""Open data over HTTP: addresses of things, negotiated; every format; pages; what moved; freshness."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
import rdflib
import servers
from rdf_cases import (
    BASE,
    FINANCE,
    FIRST,
    GRAPHS,
    JUSTICE,
    MARKET,
    RULES,
    in_default_graph,
    parsed,
    said,
    triples,
    with_histories,
)
from services import client_of
from shared import ROOT
from test_web import Reader

from dutygraph.graph.identity import instrument_key, unit_key
from dutygraph.graph.rdf import formats
from dutygraph.graph.rdf.jsonld import classes, terms
from dutygraph.graph.rdf.ontology import chinese_names
from dutygraph.graph.rdf.text import text_of
from dutygraph.graph.store import Store
from dutygraph.graph.terms import expand

TASK = FIRST.removeprefix(f"{BASE}id/")
FORMATS = {form.extension: form for form in formats.FORMATS.values()}
BEGINNING = f"{TASK}> <{expand('rdf:type')}> <{expand('dg:Task')}"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def loaded(request: pytest.FixtureRequest) -> Store:
    store: Store = request.getfixturevalue(f"{request.param}_store")
    servers.empty(store)
    store.load(with_histories())
    return store


@pytest.fixture(scope="module")
def client(loaded: Store) -> Iterator[httpx.Client]:
    with client_of(loaded) as client:
        yield client


@pytest.mark.parametrize(
    ("accept", "where"),
    [
        (BROWSER, f"/page/{TASK}"),
        ("*/*", f"/data/{TASK}.ttl"),
        (None, f"/data/{TASK}.ttl"),
        ("text/turtle", f"/data/{TASK}.ttl"),
        ("application/ld+json", f"/data/{TASK}.jsonld"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', f"/data/{TASK}.jsonld"),
        ("application/n-triples;q=0.9, application/rdf+xml;q=0.95, text/html;q=0.1", f"/data/{TASK}.rdf"),
        ("text/turtle;q=0.3, application/trig", f"/data/{TASK}.trig"),
        ("text/html;q=0, */*;q=0.1", f"/data/{TASK}.ttl"),
        ("application/*", f"/data/{TASK}.nt"),
        ("text/plain, */*;q=0.1", f"/data/{TASK}.nt"),
        ("", f"/data/{TASK}.ttl"),
        ("TEXT/HTML", f"/page/{TASK}"),
        ("text/html;Q=0.1, application/LD+JSON", f"/data/{TASK}.jsonld"),
        ("text/html, image/gif, *; q=.2, */*; q=.2", f"/page/{TASK}"),
        ("application/rdf+xml;q=0.4, neither, ;;", f"/data/{TASK}.rdf"),
        ('application/ld+json;profile="http://a,http://b";q=0.9, text/turtle;q=0.8', f"/data/{TASK}.jsonld"),
        ("application/trig" + ", image/png" * 1000, f"/data/{TASK}.trig"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_thing_leads_to_the_form_that_is_wanted(
    client: httpx.Client, accept: str | None, where: str, method: str
) -> None:
    headers = {} if accept is None else {"accept": accept}
    request = client.build_request(method, f"/id/{TASK}", headers=headers)
    if accept is None:
        del request.headers["accept"]
    response = client.send(request)
    assert (response.status_code, response.headers["location"]) == (303, where)
    assert response.headers["vary"] == "Accept"
    assert response.headers["access-control-allow-origin"] == "*"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # in rdflib's own parser of JSON-LD
@pytest.mark.parametrize("name", [None, "turtle", "nt", "xml", "json-ld"])
def test_rdflib_follows_an_address(client: httpx.Client, name: str | None) -> None:
    """With the headers that it sends for each format, and without one."""
    found = rdflib.Graph().parse(f"{client.base_url}/id/{TASK}", format=name)
    assert len(found) == len(triples(client.get(f"/data/{TASK}.nt")))


def test_several_accept_headers_are_one(client: httpx.Client) -> None:
    response = client.get(f"/id/{TASK}", headers=[("accept", "image/png"), ("accept", "application/trig")])
    assert (response.status_code, response.headers["location"]) == (303, f"/data/{TASK}.trig")


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0", "neither", "application/json", ";,"])
def test_what_cannot_be_given_is_406_with_what_can(client: httpx.Client, accept: str) -> None:
    response = client.get(f"/id/{TASK}", headers={"accept": accept})
    assert response.status_code == 406
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["available"] == [
        "text/turtle",
        "text/html",
        "application/n-triples",
        "application/ld+json",
        "application/rdf+xml",
        "application/trig",
    ]
    assert accept in response.json()["detail"]
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["vary"] == "Accept"


@pytest.mark.parametrize("path", [f"/id/{TASK}", f"/data/{TASK}.ttl", f"/page/{TASK}", "/ontology", "/context.jsonld"])
def test_options_say_what_may_be_asked(client: httpx.Client, path: str) -> None:
    response = client.options(path, headers={"origin": "https://a.example", "access-control-request-method": "GET"})
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["allow"] == "GET, HEAD, OPTIONS"
    assert response.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", [f"/id/{TASK}", f"/data/{TASK}.ttl", "/ontology", "/feed", "/sparql"])
def test_another_method_is_405_with_those_that_there_are(client: httpx.Client, path: str) -> None:
    response = client.delete(path)
    assert response.status_code == 405
    assert response.headers["allow"] == client.options(path).headers["allow"]
    assert ("POST" in response.headers["allow"]) == (path == "/sparql")
    assert client.delete("/api/v1/units").headers["allow"] == "GET"  # where OPTIONS is not answered


@pytest.mark.parametrize("extension", list(FORMATS))
def test_every_format_says_the_same_of_a_task(client: httpx.Client, extension: str) -> None:
    response = client.get(f"/data/{TASK}.{extension}")
    assert response.status_code == 200
    assert response.headers["content-type"].split(";")[0] == FORMATS[extension].media_type
    found = triples(response)
    assert found == triples(client.get(f"/data/{TASK}.ttl"))
    whole = in_default_graph(formats.to_rdf(with_histories()))
    concepts = {quad for quad in found if quad not in whole}
    assert {quad.subject for quad in found if quad not in concepts} >= {
        ox.NamedNode(f"{FIRST}{part}")
        for part in ("", "/assignment/lead/1", "/assignment/responsible/2", "/mention/1", "/time/1", "/target/1")
    }
    # of the task itself everything is said, of what it points to class and name
    for quad in whole:
        if quad.subject in (ox.NamedNode(FIRST), ox.NamedNode(f"{FIRST}/time/1")):
            assert quad in found
    assert said(found, FINANCE, "rdfs:label") == {"青禾区财政局"}
    assert said(found, FINANCE, "dcterms:identifier") == set()
    assert said(found, expand("dg:roleLead"), "rdfs:label") == {"牵头"}
    assert said(found, f"{FIRST.split('/task')[0]}/source#quote=53,61", "oa:exact") == {"2023年年底前"}
    assert all(text_of(quad.subject).startswith(expand("dg:")) for quad in concepts)


@pytest.mark.parametrize("extension", [*FORMATS, "html"])
def test_data_is_tagged_and_not_sent_twice(client: httpx.Client, extension: str) -> None:
    path = f"/page/{TASK}" if extension == "html" else f"/data/{TASK}.{extension}"
    first = client.get(path)
    tag = first.headers["etag"]
    dataset = ox.Dataset(triples(client.get(f"/data/{TASK}.nt")))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = "".join(sorted(f"{quad} .\n" for quad in dataset))
    if extension == "html":  # which shows the sentence too, and is as the program draws it
        lines = first.text
    assert tag == f'"{hashlib.sha256(lines.encode()).hexdigest()}-{extension}"'
    assert parsedate_to_datetime(first.headers["last-modified"]).tzinfo is not None
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(path, headers={"if-none-match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    several = client.get(path, headers=[("if-none-match", '"other"'), ("if-none-match", tag)])
    assert several.status_code == 304
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200
    head = client.head(path)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    assert head.headers["content-length"] == str(len(first.content))


@pytest.mark.parametrize("path", [f"/data/{TASK}.nt", f"/page/{TASK}", "/dataset", "/feed", "/dump/dutygraph.nt.gz"])
def test_what_has_not_changed_since_is_not_sent(client: httpx.Client, path: str) -> None:
    """By the time of the last change, for clients that keep no tags; tags go before it."""
    first = client.get(path)
    changed = parsedate_to_datetime(first.headers["last-modified"])
    for seconds, status in ((0, 304), (60, 304), (-1, 200)):
        since = format_datetime(changed + dt.timedelta(seconds=seconds), usegmt=True)
        answer = client.get(path, headers={"if-modified-since": since})
        assert answer.status_code == status
        kept = ("etag", "last-modified", "cache-control", "vary", "link")
        assert {name: answer.headers.get(name) for name in kept} == {name: first.headers.get(name) for name in kept}
    stated = {"if-modified-since": first.headers["last-modified"], "if-none-match": '"other"'}
    assert client.get(path, headers=stated).status_code == 200
    assert client.get(path, headers={"if-modified-since": "yesterday"}).status_code == 200


def test_n_triples_are_lines_of_statements_only(client: httpx.Client) -> None:
    lines = client.get(f"/data/{TASK}.nt").text.splitlines()
    assert [line for line in lines if not line.endswith(" .")] == []
    assert len(lines) == len(set(lines)) == len(triples(client.get(f"/data/{TASK}.ttl")))
    assert lines[0] == f"<{FIRST}> <{expand('rdf:type')}> <{expand('dg:Task')}> ."


def test_links_lead_to_the_thing_the_other_formats_and_the_shapes(client: httpx.Client) -> None:
    links = client.get(f"/data/{TASK}.nt").headers["link"].split(", ")
    assert links == [
        f'<{FIRST}>; rel="canonical"',
        f'</data/{TASK}.ttl>; rel="alternate"; type="text/turtle"',
        f'</data/{TASK}.jsonld>; rel="alternate"; type="application/ld+json"',
        f'</data/{TASK}.rdf>; rel="alternate"; type="application/rdf+xml"',
        f'</data/{TASK}.trig>; rel="alternate"; type="application/trig"',
        f'</page/{TASK}>; rel="alternate"; type="text/html"',
        '</shapes>; rel="describedby"; type="text/turtle"',
        '</dataset>; rel="http://www.w3.org/ns/prov#has_provenance"',
    ]


def test_a_unit_is_told_with_its_tasks(client: httpx.Client) -> None:
    found = triples(client.get(f"/data/{JUSTICE.removeprefix(f'{BASE}id/')}.ttl"))
    task = f"{BASE}id/document/32f6cd3bb2b04638/task/1391ee5e0baf5b41"
    assert said(found, JUSTICE, "dg:leads") == {task}
    assert said(found, task, "rdfs:label") == {"任务2：每年1月8日前报送年报"}
    assert said(found, task, "dcterms:description") == set()
    (old,) = {q.subject for q in found if q.predicate == ox.NamedNode(expand("dg:succeededBy"))}
    assert isinstance(old, ox.NamedNode)
    assert said(found, old.value, "skos:prefLabel") == {"区法制办"}


def test_a_document_is_told_with_its_sections_by_name(client: httpx.Client) -> None:
    plan = TASK.split("/task/")[0]
    found = triples(client.get(f"/data/{plan}.nt"))
    assert said(found, f"{BASE}id/{plan}", "eli:has_part") == {f"{BASE}id/{plan}/section/1"}
    assert said(found, f"{BASE}id/{plan}/section/1", "rdfs:label") == {"（一）健全制度"}
    assert said(found, f"{BASE}id/{plan}/source", "schema:text") == set()
    section = triples(client.get(f"/data/{plan}/section/1.nt"))
    assert FIRST in said(section, f"{BASE}id/{plan}/section/1", "eli:has_part")


def test_a_page_says_everything_in_chinese(client: httpx.Client) -> None:
    response = client.get(f"/page/{TASK}")
    assert response.headers["content-security-policy"].startswith("default-src 'self'")
    page = response.text
    assert '<html lang="zh-CN">' in page
    reader = Reader(page)
    rows = {row[0]: row[1] for row in reader.rows if row}
    assert rows["牵头单位"] == "青禾区市场监督管理局 ； 青禾区法制办"
    assert rows["量化目标为"] == "持证率：95％以上"
    assert rows["比较符"] == "不少于"
    assert f'<a href="/ontology#leadUnit" title="{expand("dg:leadUnit")}">牵头单位</a>' in page
    assert f'<a href="/ontology#eli:number" title="{expand("eli:number")}">序号</a>' in page
    assert rows["最后期限日"] == "2023-12-31"
    for name in rows:
        assert re.search("[一-鿿]", name), name
    assert "<mark" in page
    assert '>（1）严格落实<b title="引用">《青禾区执法办法》</b>' in page
    assert '（青政发〔2021〕11号），<mark title="原文第 53–61 字">2023年年底前</mark>持证率达到95％以上。' in page
    inside = re.search(r'<script type="application/ld\+json">(.*)</script>', page, re.DOTALL)
    assert inside is not None
    assert json.loads(inside[1]) == client.get(f"/data/{TASK}.jsonld").json()


@pytest.mark.parametrize("name", [name for name in GRAPHS if name != "empty"])
def test_every_term_has_a_chinese_name(name: str) -> None:
    names = chinese_names()
    for triple in formats.to_rdf(GRAPHS[name]()):
        assert triple.predicate.value in names
    for used in (*terms(), *classes(), "rdf:type"):
        assert re.search("[一-鿿]", names[expand(used)]), used


@pytest.mark.parametrize(
    "path",
    [
        "/id/unit/none",
        "/id/",
        "/page/unit/none",
        "/data/unit/none.ttl",
        "/data/unit/none",
        f"/data/{TASK}.exe",
        "/data/.ttl",
        "/graph/document/none",
        "/graph/none",
        "/dump/none.ttl",
        "/ontology/9.9.9",
        # no IRI, and the beginning of a line of the data
        f"/id/{quote(BEGINNING)}",
        f"/page/{quote(BEGINNING)}",
        "/id/unit/%00%FF%0A",
    ],
)
def test_unknown_things_are_404_in_the_form_that_is_wanted(client: httpx.Client, path: str) -> None:
    for accept, form in (("*/*", "application/problem+json"), (BROWSER, "text/html; charset=utf-8")):
        response = client.get(path, headers={"accept": accept})
        assert (response.status_code, response.headers["content-type"]) == (404, form)
        assert response.headers["vary"] == "Accept"


def test_a_named_graph_leads_to_its_document(client: httpx.Client) -> None:
    key = TASK.split("/")[1]
    response = client.get(f"/graph/document/{key}")
    assert (response.status_code, response.headers["location"]) == (303, f"/id/document/{key}")


def test_what_was_known_by_an_alias_leads_on(client: httpx.Client) -> None:
    """区市场监管局 would be a unit of its own where no table says that it is 区市场监督管理局."""
    former, now = unit_key("150602", "区市场监管局"), MARKET.rsplit("/", 1)[1]
    for path, there in (
        (f"/id/unit/{former}", f"/id/unit/{now}"),
        (f"/data/unit/{former}.jsonld", f"/data/unit/{now}.jsonld"),
        (f"/page/unit/{former}", f"/page/unit/{now}"),
    ):
        response = client.get(path)
        assert (response.status_code, response.headers["location"]) == (308, there)
    title = client.get(f"/id/instrument/{instrument_key(None, '执法办法')}")
    assert (title.status_code, title.headers["location"]) == (308, f"/id/{RULES.removeprefix(f'{BASE}id/')}")


# ---------------------------------------------------------------- ontology, shapes, context
@pytest.mark.parametrize("path", ["/ontology", "/ontology/0.1.0", "/shapes"])
def test_ontology_and_shapes_are_negotiated(client: httpx.Client, path: str) -> None:
    for form in FORMATS.values():
        response = client.get(path, headers={"accept": form.media_type})
        assert response.headers["content-type"].split(";")[0] == form.media_type
        assert response.headers["vary"] == "Accept"
        expected = ROOT / ("ontology.ttl" if "ontology" in path else "graph/data/shapes.ttl")
        assert canonical(parsed(response.content, form.name)) == canonical(parsed(expected.read_bytes(), "turtle"))
        known = {"accept": form.media_type, "if-none-match": response.headers["etag"]}
        assert client.get(path, headers=known).status_code == 304
    assert client.get(path, headers={"accept": "image/png"}).status_code == 406


def canonical(quads: list[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def test_the_ontology_is_a_page_for_browsers(client: httpx.Client) -> None:
    response = client.get("/ontology", headers={"accept": BROWSER})
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert 'id="Task"' in response.text
    assert "任务分解方案" in response.text
    assert client.get("/ontology/9.9.9").status_code == 404
    assert client.get("/static/ontology.svg").headers["content-type"].startswith("image/svg+xml")


def test_the_context_turns_json_into_the_same_triples(client: httpx.Client) -> None:
    response = client.get("/context.jsonld")
    assert response.headers["content-type"] == "application/ld+json"
    document = client.get(f"/data/{TASK}.jsonld").json()
    assert response.json()["@context"] == document["@context"]
    assert client.get("/context.jsonld", headers={"if-none-match": response.headers["etag"]}).status_code == 304


# ---------------------------------------------------------------- the page of the ontology
def made_by(module: str, expression: str) -> str:
    """What a tool makes, in a process of its own: pyLODE sets up logging where it is imported."""
    script = f"import rdflib, {module} as made; print({expression}, end='')"
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-c", script]
    run = subprocess.run(
        command, cwd=ROOT / "tools", capture_output=True, check=True, encoding="utf-8", env=environment
    )
    return run.stdout


def test_the_page_is_up_to_date() -> None:
    page = (ROOT / "web" / "static" / "ontology.html").read_text(encoding="utf-8")
    made = made_by("ontology_page", "made.made()")
    new, old = Counter(made.splitlines()), Counter(page.splitlines())
    assert [*(new - old), *(old - new)][:5] == [], "run `make ontology`"


def test_the_diagram_is_up_to_date() -> None:
    picture = (ROOT / "web" / "static" / "ontology.svg").read_text(encoding="utf-8")
    made = made_by("ontology_diagram", "made.drawn(rdflib.Graph().parse(made.ROOT / 'ontology.ttl'))")
    assert made.splitlines() == picture.splitlines(), "run `make ontology`"
