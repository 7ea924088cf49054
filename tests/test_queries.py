"""Every registered query on both stores: equal rows, and the rows that reading the documents gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import histories
import neo4j
import pytest
import servers
from checkout import ROOT
from expected_rows import DOCUMENTS, MORE, Case, check, read_cases
from factories import place, sample_plan
from rdf_cases import with_a_chain
from shared import shared_folder

from dutygraph.graph.build import Graph, build_graph
from dutygraph.graph.store import Store
from dutygraph.graph.stores.bolt import to_native
from dutygraph.graph.stores.settings import StoreSettings
from dutygraph.ingest.extract import extract_document
from dutygraph.queries.manual import param_lines
from dutygraph.queries.registry import bind, check_rows, load_queries, run_query

QUERIES = load_queries()
CASES = [case for document in (*DOCUMENTS, *MORE) for case in read_cases(document)]
Stores = tuple[Store, Store]


def graph_of(document: str) -> Graph:
    if document == "example":
        return build_graph(extract_document(ROOT / "examples" / "qinghe-2024.txt").plans)
    if document == "conformance":
        return build_graph(extract_document(shared_folder() / "conformance" / "dongsheng-2022.txt").plans)
    if document == "histories":
        with TemporaryDirectory() as folder:
            return build_graph(histories.read(Path(folder), histories.UNITS, histories.INSTRUMENTS).plans)
    if document == "chain":
        return with_a_chain()
    return build_graph([sample_plan()])


class Loaded:
    """Both stores and the document that they hold; a document is loaded once as long as none other is asked for."""

    def __init__(self, stores: Stores) -> None:
        self.stores = stores
        self.document = ""

    def with_document(self, document: str) -> Stores:
        if self.document != document:
            graph = graph_of(document)
            for store in self.stores:
                servers.empty(store)
                store.load(graph)
            self.document = document
        return self.stores


@pytest.fixture(scope="module")
def loaded(embedded_store: Store, neo4j_store: Store) -> Loaded:
    return Loaded((embedded_store, neo4j_store))


@pytest.fixture
def stores(request: pytest.FixtureRequest, loaded: Loaded) -> Stores:
    """Both stores, holding the document that the test's parameter names."""
    return loaded.with_document(request.param)


def on_both(stores: Stores, name: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a query, after asserting that both stores give them."""
    embedded, neo = (run_query(store, name, values) for store in stores)
    assert embedded == neo
    return neo


@pytest.mark.parametrize(("stores", "case"), [pytest.param(c.document, c, id=c.id) for c in CASES], indirect=["stores"])
def test_rows_are_those_found_by_reading(stores: Stores, case: Case) -> None:
    check(case, on_both(stores, case.query, dict(case.values)))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_query_has_an_expected_result_on_every_document(document: str) -> None:
    assert {case.query for case in CASES if case.document == document} == set(QUERIES)


def test_every_query_has_an_expected_row_somewhere() -> None:
    assert {case.query for case in CASES if case.rows} == set(QUERIES)


# The example has nothing doubtful in it, no title twice and no duty that only goes on; nothing is written to it.
WITHOUT_ROWS = {"carried_out", "findings", "instrument_duplicates", "ongoing_tasks"}


@pytest.mark.parametrize("stores", ["example"], indirect=True)
def test_the_example_of_each_header_gives_rows_on_the_bundled_example(stores: Stores) -> None:
    empty = {name for name, query in QUERIES.items() if not on_both(stores, name, dict(query.example))}
    assert empty == WITHOUT_ROWS


@pytest.fixture(scope="module")
def plain_session(neo4j_server: StoreSettings) -> Iterator[neo4j.Session]:
    """A session of the official driver on the Neo4j server, as Neo4j Browser opens one."""
    assert neo4j_server.uri is not None
    with (
        neo4j.GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password or "")) as driver,
        driver.session(database=neo4j_server.database) as session,
    ):
        yield session


def pasted(session: neo4j.Session, cypher: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a statement that is run as it stands."""
    result = session.run(cypher, parameters)
    columns = result.keys()
    return [dict(zip(columns, map(to_native, values), strict=True)) for values in result.values()]


@pytest.mark.parametrize("stores", ["example"], indirect=True)
@pytest.mark.parametrize("name", QUERIES)
def test_a_file_runs_when_pasted_after_its_param_lines(stores: Stores, plain_session: neo4j.Session, name: str) -> None:
    query = QUERIES[name]
    parameters: dict[str, Any] = {}
    for line in param_lines(query):
        parameter, _, expression = line.removeprefix(":param ").partition(" => ")
        parameters[parameter] = plain_session.run(f"RETURN {expression} AS value").single(strict=True)["value"]
    whole = query.path.read_text(encoding="utf-8")  # header included
    rows = check_rows(query, pasted(plain_session, whole, parameters))
    if name == "search":
        # the keys are those of what has the example's words, for Browser has no search of ours
        assert [row["key"] for row in rows] == parameters["keys"]
        assert rows
    else:
        assert rows == on_both(stores, name, dict(query.example))


@pytest.mark.usefixtures("stores")
@pytest.mark.parametrize("stores", ["example"], indirect=True)
@pytest.mark.parametrize(
    "case", [pytest.param(c, id=c.id) for c in CASES if c.document == "example" and c.query != "search"]
)
def test_pasted_names_give_the_rows_of_resolved_ones(plain_session: neo4j.Session, case: Case) -> None:
    query = QUERIES[case.query]
    # without its header, which the test before this one pastes: Neo4j has planned it so for the store, once for both
    check(case, pasted(plain_session, query.cypher, bind(query, case.values)))


def test_a_name_of_two_districts_gives_both_when_pasted_and_each_by_its_key(loaded: Loaded) -> None:
    query = QUERIES["unit_tasks"]
    loaded.document = "two districts"
    for store in loaded.stores:
        servers.empty(store)
        for code, name in (("990101", "青禾区"), ("990102", "白禾区")):
            store.load(build_graph([sample_plan(place(code, name))]))
        rows = store.read(query.cypher, bind(query, {"unit": "区司法局"}))
        assert sorted((row["unit"], row["number"]) for row in rows) == [
            ("白禾区司法局", "1"),
            ("白禾区司法局", "2"),
            ("青禾区司法局", "1"),
            ("青禾区司法局", "2"),
        ]
        rows = run_query(store, "unit_tasks", {"unit": "青禾区司法局"})
        assert [(row["unit"], row["number"]) for row in rows] == [("青禾区司法局", "1"), ("青禾区司法局", "2")]
