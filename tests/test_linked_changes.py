"""Open data over HTTP as it changes: freshness after loads, readings, the base, what was renamed or merged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest
import servers
from rdf_cases import (
    BASE,
    FINANCE,
    FIRST,
    JUSTICE,
    said,
    triples,
    with_histories,
)
from services import client_of

from dutygraph import __version__
from dutygraph.graph.build import Graph, add_edge, add_node, build_graph
from dutygraph.graph.errors import BadParameter
from dutygraph.graph.identity import unit_key
from dutygraph.graph.rdf import formats
from dutygraph.graph.rdf.moved import moved_resources
from dutygraph.graph.rdf.paths import Paths, base_from_environment
from dutygraph.graph.rdf.text import text_of
from dutygraph.graph.revision import read_mark, revision_of
from dutygraph.graph.store import Store
from dutygraph.graph.terms import expand

TASK = FIRST.removeprefix(f"{BASE}id/")


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


@pytest.mark.parametrize("kind", ["embedded", "neo4j"])
def test_a_load_is_seen_at_once_and_only_a_change_counts(kind: str, request: pytest.FixtureRequest) -> None:
    store: Store = request.getfixturevalue(f"{kind}_store")
    servers.empty(store)
    path = f"/data/{TASK}.nt"
    with client_of(store) as client:

        def known() -> bool:  # in SPARQL
            asked = client.get("/sparql", params={"query": f"ASK {{ <{JUSTICE}> ?p ?o }}"})
            return bool(asked.json()["boolean"])

        assert client.get(path).status_code == 404
        assert not known()
        store.load(with_histories())
        assert known()
        first = client.get(path)
        assert first.status_code == 200
        marked = revision_of(store)
        store.load(with_histories())
        assert revision_of(store) == marked
        assert client.get(path, headers={"if-none-match": first.headers["etag"]}).status_code == 304
        graph = with_histories()
        graph.nodes["Unit:c3c958950d9753e9"]["full_name"] = "青禾区财政局（国资办）"
        store.load(graph)
        second = client.get(path, headers={"if-none-match": first.headers["etag"]})
        assert second.status_code == 200
        assert said(triples(second), FINANCE, "rdfs:label") == {"青禾区财政局（国资办）"}
        assert revision_of(store) != marked
        assert revision_of(store).marks[0][1] > marked.marks[0][1]
        servers.empty(store)
        assert not known()
    servers.empty(store)
    store.load(with_histories())  # for the module's other tests


def test_a_named_graph_tells_by_which_reading_it_came_about(loaded: Store, client: httpx.Client) -> None:
    """When, from which text, by which program: in the dataset's description, so that equal documents are equal data."""
    key = TASK.split("/")[1]
    ((plan, mark),) = revision_of(loaded).marks
    assert plan == key
    for path in ("/dataset", "/sparql"):
        found = triples(client.get(path, headers={"accept": "application/n-triples"}))

        def told(subject: str, name: str, found: set[ox.Quad] = found) -> set[str]:
            about = ox.NamedNode(subject), ox.NamedNode(name if ":" in name else f"{PROV}{name}")
            return {text_of(quad.object) for quad in found if (quad.subject, quad.predicate) == about}

        graph, reading = f"{BASE}graph/document/{key}", f"{BASE}dataset#reading-{key}"
        assert told(graph, "wasGeneratedBy") == {reading}
        assert told(graph, expand("foaf:primaryTopic")) == {f"{BASE}id/document/{key}"}
        assert told(reading, expand("rdf:type")) == {f"{PROV}Activity"}
        assert told(reading, "used") == {f"{BASE}id/document/{key}/source"}
        (ended,) = told(reading, "endedAtTime")
        assert ended == read_mark(mark)[0].isoformat(timespec="seconds")
        program = f"{BASE}dataset#dutygraph-{__version__}"
        assert told(reading, "wasAssociatedWith") == {program}
        assert told(program, expand("rdf:type")) == {f"{PROV}SoftwareAgent"}
        assert told(program, expand("schema:softwareVersion")) == {__version__}
    exported = formats.serialize(loaded.read_graph(), "nt")
    assert exported == formats.serialize(with_histories(), "nt")
    assert PROV.encode() not in exported


def test_marks_of_older_programs_are_read() -> None:
    day = dt.datetime(2024, 1, 15, 8, 30, tzinfo=dt.UTC)
    assert read_mark("2024-01-15T08:30:00.000000+00:00") == (day, None)
    assert read_mark("2024-01-15T08:30:00.000000+00:00 dutygraph/0.2.0") == (day, "0.2.0")


def test_the_base_is_a_setting(loaded: Store) -> None:
    with client_of(loaded, base_iri="http://127.0.0.1:8000/") as client:
        response = client.get(f"/data/{TASK}.nt")
        assert f'<http://127.0.0.1:8000/id/{TASK}>; rel="canonical"' in response.headers["link"]
        assert {q.subject for q in triples(response)} >= {ox.NamedNode(f"http://127.0.0.1:8000/id/{TASK}/time/1")}
        exported = client.get("/api/v1/export/rdf", params={"format": "nt"})
        assert exported.text.startswith("<http://127.0.0.1:8000/id/")


def test_the_environment_names_the_base() -> None:
    assert base_from_environment({"DUTYGRAPH_BASE_IRI": "https://data.example/"}) == "https://data.example/"
    with pytest.raises(BadParameter, match=r"DUTYGRAPH_BASE_IRI：收到“https://data\.example”"):
        base_from_environment({"DUTYGRAPH_BASE_IRI": "https://data.example"})


def test_a_renamed_or_merged_unit_leads_to_its_successor() -> None:
    """Through chains too; one that was split, or leads back to itself, leads nowhere."""
    graph, paths = chain(
        ("甲", "rename", "乙"),
        ("乙", "merge", "丙"),
        ("丁", "split", "丙"),
        ("戊", "rename", "己"),
        ("己", "rename", "戊"),
    )
    moved = moved_resources(graph, paths)
    iri = {name: f"{BASE}id/unit/{unit_key('150602', name)}" for name in "甲乙丙丁戊己"}
    assert moved == {iri["甲"]: iri["丙"], iri["乙"]: iri["丙"]}


def chain(*steps: tuple[str, str, str]) -> tuple[Graph, Paths]:
    graph = build_graph([])
    for one, kind, other in steps:
        for name in (one, other):
            attributes = {"name": name, "full_name": name, "kind": "other"}
            add_node(graph, "Unit", unit_key("150602", name), attributes)
        ends = (f"Unit:{unit_key('150602', name)}" for name in (one, other))
        add_edge(graph, next(ends), "SUCCEEDED_BY", next(ends), {"kind": kind})
    return graph, Paths(graph, BASE)


PROV = "http://www.w3.org/ns/prov#"
