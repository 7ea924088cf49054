"""Exports to other programs, each read back by a reader that is not ours."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from typing import Any

import networkx as nx
import pytest
from factories import TEXT, sample_plan
from lxml import etree

from dutygraph.graph import exports, identity
from dutygraph.graph.build import Graph, add_node, build_graph

NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.fixture
def graph() -> Graph:
    return build_graph([sample_plan()])


def justice_leads() -> tuple[str, str]:
    unit = f"Unit:{identity.unit_key('150602', '区司法局')}"
    return unit, f"Task:{sample_plan().tasks[0].key}"


def read_table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def as_graphml_reads(attributes: dict[str, Any]) -> dict[str, Any]:
    """What a GraphML reader gives for these attributes: labels joined, dates and lists as text."""
    read = dict(attributes)
    if "labels" in attributes:
        read["labels"] = "".join(f":{each}" for each in attributes["labels"])
    for name, value in read.items():
        if isinstance(value, dt.date):
            read[name] = value.isoformat()
        elif isinstance(value, list):
            read[name] = ",".join(str(each) for each in value)
    return read


def test_graphml_is_read_back_by_networkx_whole(graph: Graph) -> None:
    read: Graph = nx.MultiDiGraph(nx.read_graphml(io.BytesIO(exports.graphml(graph)), force_multigraph=True))
    assert {node: read.nodes[node] for node in read} == {n: as_graphml_reads(a) for n, a in graph.nodes(data=True)}
    wanted = {f"{s} {k} {e}": (s, e, as_graphml_reads(a)) for s, e, k, a in graph.edges(keys=True, data=True)}
    assert {k: (s, e, a) for s, e, k, a in read.edges(keys=True, data=True)} == wanted


def test_graphml_declares_each_key_once_with_its_type(graph: Graph) -> None:
    root = etree.fromstring(exports.graphml(graph))
    keys = {k.get("id"): (k.get("for"), k.get("attr.type")) for k in root.iterfind(f"{NAMESPACE}key")}
    assert len(keys) == len(list(root.iterfind(f"{NAMESPACE}key")))
    assert keys["n_value_double"] == ("node", "double")
    assert keys["n_due_date_string"] == ("node", "string")
    assert keys["n_level_long"] == ("node", "long")  # of a section
    assert keys["n_level_string"] == ("node", "string")  # of a place
    assert keys["e_position_long"] == ("edge", "long")
    assert keys["e_principal_boolean"] == ("edge", "boolean")


def test_graphml_keeps_markup_and_carriage_returns_and_replaces_what_xml_cannot_hold() -> None:
    graph: Graph = nx.MultiDiGraph()
    name = add_node(graph, "Alias", "a", {"name": '<区>&"局"\r\n第一页\f第二页\x00'})
    read = nx.read_graphml(io.BytesIO(exports.graphml(graph)))
    assert read.nodes[name]["name"] == '<区>&"局"\r\n第一页\ufffd第二页\ufffd'


def test_jsonl_holds_every_node_and_edge_with_its_properties(graph: Graph) -> None:
    lines = [json.loads(line) for line in exports.jsonl(graph)]
    nodes = {line["id"]: line for line in lines if line["type"] == "node"}
    edges = [line for line in lines if line["type"] == "relationship"]
    assert set(nodes) == set(graph.nodes)
    assert len(edges) == graph.number_of_edges()
    plan = nodes[f"Plan:{sample_plan().key}"]
    assert plan["labels"] == ["Plan"]
    assert plan["properties"]["issued_on"] == "2022-12-29"
    deadline = nodes[f"TimeConstraint:{identity.fact_key(sample_plan().tasks[0].key, 'date', 1)}"]
    assert deadline["labels"] == ["TimeConstraint", "Deadline"]
    assert deadline["properties"]["due_date"] == "2023-12-31"
    unit, task = justice_leads()
    first = next(e for e in edges if e["label"] == "LEADS" and e["start"] == unit and e["end"] == task)
    start = TEXT.index("区司法局")
    assert first["properties"] == {
        "position": 1,
        "label": "牵头部门",
        "surface": "区司法局",
        "principal": True,
        "start": start,
        "end": start + 4,
    }


def test_csv_has_a_table_for_each_label_and_type_that_occurs(graph: Graph) -> None:
    tables = exports.csv_tables(graph)
    labels = {a["labels"][0] for _, a in graph.nodes(data=True)}
    types = {a["type"] for _, _, a in graph.edges(data=True)}
    assert set(tables) == {f"{name}.csv" for name in labels | types}
    assert len(read_table(tables["Task.csv"])) == 2
    unit, task = justice_leads()
    row = next(r for r in read_table(tables["LEADS.csv"]) if (r["start"], r["end"]) == (unit, task))
    start = TEXT.index("区司法局")
    assert row == {
        "start": unit,
        "end": task,
        "position": "1",
        "label": "牵头部门",
        "surface": "区司法局",
        "principal": "true",
        "span_start": str(start),
        "span_end": str(start + 4),
        "page": "",
    }


def test_csv_starts_with_a_byte_order_mark_so_that_excel_reads_chinese(graph: Graph) -> None:
    assert exports.csv_tables(graph)["Unit.csv"].startswith("\ufeffid,key,name,full_name,kind\r\n".encode())


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        pytest.param("=HYPERLINK(0)", "'=HYPERLINK(0)", id="equals"),
        pytest.param("+1", "'+1", id="plus"),
        pytest.param("-cmd", "'-cmd", id="minus in text"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="at"),
        pytest.param("＝1+1", "'＝1+1", id="full-width equals, which some spreadsheets run"),
        pytest.param("\t=1", "'\t=1", id="a tab before it"),
        pytest.param(-5.5, "-5.5", id="a negative number stays a number"),
        pytest.param(">=", ">=", id="a comparator"),
        pytest.param(True, "true", id="boolean"),
        pytest.param(None, "", id="absent"),
        pytest.param([1, 6], "1,6", id="list"),
        pytest.param(["=1", "b"], "'=1,b", id="a list whose text would run"),
        pytest.param({"单位": "甲", "日": dt.date(2024, 6, 1)}, '{"单位": "甲", "日": "2024-06-01"}', id="map"),
        pytest.param(dt.date(2024, 6, 1), "2024-06-01", id="date"),
    ],
)
def test_a_csv_cell(value: object, cell: str) -> None:
    assert read_table(exports.csv_table(["a"], [{"a": value}])) == [{"a": cell}]


def test_equal_graphs_give_equal_bytes_in_whatever_order_they_were_built(graph: Graph) -> None:
    turned: Graph = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    for start, end, key, attributes in reversed([*graph.edges(keys=True, data=True)]):
        turned.add_edge(start, end, key, **attributes)
    assert exports.graphml(turned) == exports.graphml(graph)
    assert b"".join(exports.jsonl(turned)) == b"".join(exports.jsonl(graph))
    assert exports.zip_files(exports.csv_tables(turned)) == exports.zip_files(exports.csv_tables(graph))


def test_a_zip_holds_the_files_as_they_were() -> None:
    with zipfile.ZipFile(io.BytesIO(exports.zip_files({"单位.csv": b"a", "b.csv": b"b"}))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {"单位.csv": b"a", "b.csv": b"b"}
