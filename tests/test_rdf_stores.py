"""The round trip through both stores: RDF → store → RDF says the same, edge properties and versions included."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import servers
from rdf_cases import GRAPHS, same_graph
from services import EXAMPLE

from dutygraph.graph.build import Graph, build_graph
from dutygraph.graph.rdf import formats
from dutygraph.graph.rdf.resource import canonical_hash
from dutygraph.graph.records import EdgeRecord, NodeRecord, Record
from dutygraph.graph.store import Store
from dutygraph.ingest.extract import extract_document


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def store(request: pytest.FixtureRequest) -> Store:
    store: Store = request.getfixturevalue(f"{request.param}_store")
    return store


def records_of(graph: Graph) -> Iterator[Record]:
    """A graph as a store takes it without reading it as news of its plans (which counts versions anew)."""
    for _, attributes in graph.nodes(data=True):
        yield NodeRecord(attributes["labels"], {name: attributes[name] for name in attributes if name != "labels"})
    for start, end, attributes in graph.edges(data=True):
        properties = {name: attributes[name] for name in attributes if name != "type"}
        yield EdgeRecord(attributes["type"], start, end, properties)


@pytest.mark.parametrize("name", [name for name in GRAPHS if name != "empty"])
def test_rdf_through_a_store_says_the_same(store: Store, name: str) -> None:
    graph = GRAPHS[name]()
    data = formats.serialize(graph, "turtle")
    store.restore(records_of(formats.from_rdf(data, "turtle")), replace=True)
    kept = store.read_graph()
    assert same_graph(graph, kept)
    assert canonical_hash(formats.to_rdf(kept)) == canonical_hash(formats.to_rdf(graph))
    assert formats.serialize(kept, "turtle") == data


def test_a_document_read_into_a_store_comes_out_and_goes_in_the_same(store: Store) -> None:
    """As a plan is loaded, too: TriG out of one store into an empty one, all formats byte for byte."""
    servers.empty(store)
    store.load(build_graph(extract_document(EXAMPLE).plans))
    first = {name: formats.serialize(store.read_graph(), name) for name in formats.FORMATS}
    servers.empty(store)
    store.load(formats.from_rdf(first["trig"], "trig"))
    assert {name: formats.serialize(store.read_graph(), name) for name in formats.FORMATS} == first
    servers.empty(store)
