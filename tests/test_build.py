"""The graph of the sample plan, node by node and edge by edge."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from factories import TEXT, sample_plan
from graphs import edges

from dutygraph.graph.build import Graph, build_graph

PLAN = "32f6cd3bb2b04638"
FIRST, SECOND = f"Task:{PLAN}-9769dece8bf467b8", f"Task:{PLAN}-1391ee5e0baf5b41"


@pytest.fixture(scope="module")
def graph() -> Graph:
    return build_graph([sample_plan()])


def test_how_many_of_each(graph: Graph) -> None:
    assert Counter(data["labels"][-1] for data in graph.nodes.values()) == {
        "Plan": 1,
        "Source": 1,
        "Jurisdiction": 1,
        "Section": 1,
        "Task": 2,
        "Unit": 5,
        "UnitGroup": 2,
        "Alias": 2,
        "Instrument": 3,
        "Deadline": 1,
        "Period": 1,
        "Recurrence": 1,
        "TimeLimit": 2,
        "Ongoing": 1,
        "Target": 2,
        "Finding": 1,
    }
    assert graph.number_of_edges() == 34


@pytest.mark.parametrize(
    ("node", "attributes"),
    [
        pytest.param(
            f"Plan:{PLAN}",
            {
                "labels": ("Plan",),
                "key": PLAN,
                "title": "青禾区法治工作任务分解方案",
                "document_number": "青政办发〔2022〕7号",
                "issued_on": dt.date(2022, 12, 29),
                "version": 1,
                "valid_from": dt.date(2022, 12, 29),
                "start": 0,
                "end": 180,
            },
            id="Plan",
        ),
        pytest.param(
            f"Section:{PLAN}-ef2794d604ad962a",
            {
                "labels": ("Section",),
                "key": f"{PLAN}-ef2794d604ad962a",
                "number": "一",
                "title": "（一）健全制度",
                "level": 1,
                "position": 1,
                "start": 14,
                "end": 21,
            },
            id="Section",
        ),
        pytest.param(
            FIRST,
            {
                "labels": ("Task",),
                "key": f"{PLAN}-9769dece8bf467b8",
                "number": "1",
                "position": 1,
                "title": "严格落实《青禾区执法办法》",
                "text": "严格落实《青禾区执法办法》（青政发〔2021〕11号），2023年年底前持证率达到95％以上。",
                "version": 1,
                "valid_from": dt.date(2022, 12, 29),
                "start": 22,
                "end": 102,
            },
            id="Task",
        ),
        pytest.param(
            "Unit:2bdaa07c9b2a59e8",
            {
                "labels": ("Unit",),
                "key": "2bdaa07c9b2a59e8",
                "name": "区司法局",
                "full_name": "青禾区司法局",
                "kind": "government",
            },
            id="Unit",
        ),
        pytest.param(
            "UnitGroup:3ddd2c4e58966946",
            {"labels": ("UnitGroup",), "key": "3ddd2c4e58966946", "name": "各镇", "extent": "definite"},
            id="UnitGroup",
        ),
        pytest.param(
            "Alias:551b55e93ec17639",
            {"labels": ("Alias",), "key": "551b55e93ec17639", "name": "区市场监管局"},
            id="Alias",
        ),
        pytest.param(
            "Jurisdiction:acca3215b619c9f7",
            {
                "labels": ("Jurisdiction",),
                "key": "acca3215b619c9f7",
                "code": "150602",
                "name": "青禾区",
                "level": "county",
            },
            id="Jurisdiction",
        ),
        pytest.param(
            "Instrument:d3a4b918f94411a8",
            {
                "labels": ("Instrument",),
                "key": "d3a4b918f94411a8",
                "title": "青禾区执法办法",
                "document_number": "青政发〔2021〕11号",
                "issuer_code": "青政发",
                "number_year": 2021,
                "number_serial": 11,
            },
            id="Instrument",
        ),
        pytest.param(
            "TimeConstraint:6442bbd1d9f0110b",
            {
                "labels": ("TimeConstraint", "Deadline"),
                "key": "6442bbd1d9f0110b",
                "kind": "deadline",
                "surface": "2023年年底前",
                "position": 1,
                "precision": "year",
                "due_date": dt.date(2023, 12, 31),
                "stated_in": "text",
                "start": 53,
                "end": 61,
            },
            id="Deadline",
        ),
        pytest.param(
            "TimeConstraint:26ee5e211b10f582",
            {
                "labels": ("TimeConstraint", "Recurrence"),
                "key": "26ee5e211b10f582",
                "kind": "recurrence",
                "surface": "每年1月8日前",
                "position": 1,
                "precision": "day",
                "rrule": "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=8",
                "months": [1],
                "window_start": "01-01",
                "window_end": "01-08",
                "stated_in": "text",
                "start": 106,
                "end": 113,
            },
            id="Recurrence",
        ),
        pytest.param(
            "TimeConstraint:f87e3faecf1e8801",
            {
                "labels": ("TimeConstraint", "TimeLimit"),
                "key": "f87e3faecf1e8801",
                "kind": "duration",
                "surface": "15日内",
                "position": 2,
                "duration": "P15D",
                "business_days": False,
                "anchor": "发布后",
                "stated_in": "text",
                "start": 121,
                "end": 125,
            },
            id="TimeLimit",
        ),
        pytest.param(
            "TimeConstraint:d0553d17a13af4f0",
            {
                "labels": ("TimeConstraint", "Period"),
                "key": "d0553d17a13af4f0",
                "kind": "period",
                "surface": "2024年",
                "position": 5,
                "precision": "year",
                "start_date": dt.date(2024, 1, 1),
                "due_date": dt.date(2024, 12, 31),
                "stated_in": "text",
                "start": 149,
                "end": 154,
            },
            id="Period",
        ),
        pytest.param(
            "TimeConstraint:356cb6794874bc3c",
            {
                "labels": ("TimeConstraint", "Ongoing"),
                "key": "356cb6794874bc3c",
                "kind": "ongoing",
                "surface": "长期坚持",
                "position": 4,
                "stated_in": "deadline_field",
                "start": 134,
                "end": 138,
            },
            id="Ongoing",
        ),
        pytest.param(
            "Target:76a51d428c2f6c4d",
            {
                "labels": ("Target",),
                "key": "76a51d428c2f6c4d",
                "indicator": "持证率",
                "comparator": ">=",
                "value": 95.0,
                "unit": "%",
                "surface": "95％以上",
                "position": 1,
                "start": 66,
                "end": 71,
            },
            id="Target",
        ),
        pytest.param(
            "Finding:9dffc6ef0aeab488",
            {
                "labels": ("Finding",),
                "key": "9dffc6ef0aeab488",
                "rule": "open_group",
                "message": "“区直有关部门”范围不明",
                "status": "open",
                "start": 173,
                "end": 179,
            },
            id="Finding",
        ),
    ],
)
def test_node(graph: Graph, node: str, attributes: dict[str, Any]) -> None:
    assert graph.nodes[node] == attributes


def test_the_source_holds_the_text(graph: Graph) -> None:
    (source,) = (data for node, data in graph.nodes.items() if node.startswith("Source:"))
    assert source["text"] == TEXT
    assert source["media_type"] == "text/plain"
    assert source["sha256"] == source["text_sha256"] == sample_plan().source.sha256


def test_a_value_is_a_float(graph: Graph) -> None:
    assert type(graph.nodes["Target:76a51d428c2f6c4d"]["value"]) is float


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        pytest.param("ISSUED_BY", [("青禾区法治工作任务分解方案", "区政府", {})], id="ISSUED_BY"),
        pytest.param("IMPLEMENTS", [("青禾区法治工作任务分解方案", "法治政府建设规划", {})], id="IMPLEMENTS"),
        pytest.param(
            "PART_OF", [("1", "一", {}), ("2", "一", {}), ("一", "青禾区法治工作任务分解方案", {})], id="PART_OF"
        ),
        pytest.param("SUB_ORGANIZATION_OF", [("禾丰镇", "区政府", {})], id="SUB_ORGANIZATION_OF"),
        pytest.param("MEMBER_OF", [("禾丰镇", "各镇", {"source": "名册"})], id="MEMBER_OF"),
        pytest.param(
            "NAMES",
            [
                ("区市场监管局", "区市场监督管理局", {"kind": "abbreviation"}),
                ("执法办法", "青禾区执法办法", {"kind": "short_title"}),
            ],
            id="NAMES",
        ),
        pytest.param(
            "CITES",
            [("1", "青禾区执法办法", {"position": 1, "surface": "《青禾区执法办法》", "start": 29, "end": 38})],
            id="CITES",
        ),
        pytest.param(
            "DRAFTS",
            [("2", "青禾区清单", {"position": 1, "surface": "《青禾区清单》", "start": 141, "end": 148})],
            id="DRAFTS",
        ),
        pytest.param("HAS_TARGET", [("1", "95％以上", {}), ("2", "报送", {})], id="HAS_TARGET"),
        pytest.param("ABOUT", [("Finding", "2", {})], id="ABOUT"),
    ],
)
def test_edges(graph: Graph, type_: str, expected: list[tuple[str, str, dict[str, Any]]]) -> None:
    assert edges(graph, type_) == expected


def test_a_role_keeps_its_words_and_its_place(graph: Graph) -> None:
    market = "Unit:c895fc3e1dfbdd9d"
    assert graph.edges[market, FIRST, "LEADS/2"] == {
        "type": "LEADS",
        "position": 2,
        "label": "牵头部门",
        "surface": "区市场监管局",
        "principal": True,
        "start": 83,
        "end": 89,
    }
    assert [edge[0] for edge in edges(graph, "RESPONSIBLE_FOR")] == ["区财政局", "各镇"]
    assert [edge[0] for edge in edges(graph, "SUPPORTS")] == ["区直有关部门"]
