"""Every way in which a graph can break the vocabulary, one at a time, and the finding it gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from factories import sample_plan

from dutygraph.graph.build import Graph, add_edge, add_node, build_graph
from dutygraph.graph.model import Finding, Span
from dutygraph.graph.validate import find_violations

PLAN = "32f6cd3bb2b04638"
TASK_KEY = f"{PLAN}-9769dece8bf467b8"
TASK = f"Task:{TASK_KEY}"
UNIT = "Unit:2bdaa07c9b2a59e8"
PERIOD, DEADLINE = "TimeConstraint:d0553d17a13af4f0", "TimeConstraint:6442bbd1d9f0110b"
LEADS = (UNIT, TASK, "LEADS/1")


def test_a_graph_of_build_graph_breaks_nothing() -> None:
    assert find_violations(build_graph([sample_plan()])) == []


def put(node: str, name: str, value: object) -> Callable[[Graph], None]:
    def change(graph: Graph) -> None:
        graph.nodes[node][name] = value

    return change


def drop(node: str, name: str) -> Callable[[Graph], None]:
    def change(graph: Graph) -> None:
        del graph.nodes[node][name]

    return change


def put_on_edge(name: str, value: object) -> Callable[[Graph], None]:
    def change(graph: Graph) -> None:
        graph.edges[LEADS][name] = value

    return change


SPAN, WHERE = Span(22, 102), Span(78, 82)
AT = f"节点 {TASK}："
ON = f"关系 {UNIT} -LEADS/1-> {TASK}："


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            put(TASK, "labels", ("Duty",)),
            Finding("unknown_label", f"{AT}词表中没有标签 Duty", SPAN, TASK_KEY),
            id="label",
        ),
        pytest.param(
            put(TASK, "labels", ()),
            Finding("unknown_label", f"{AT}词表中没有标签 （空）", SPAN, TASK_KEY),
            id="no-label",
        ),
        pytest.param(
            put(DEADLINE, "labels", ("Deadline",)),
            Finding(
                "unknown_label",
                f"节点 {DEADLINE}：标签 Deadline 应为 TimeConstraint、Deadline",
                Span(53, 61),
                TASK_KEY,
            ),
            id="general-label-missing",
        ),
        pytest.param(
            put(TASK, "key", "1"),
            Finding("wrong_id", f"{AT}编号与标签 Task、键“1”不符", SPAN, TASK_KEY),
            id="key",
        ),
        pytest.param(
            put(TASK, "colour", "red"),
            Finding("unknown_property", f"{AT}词表中没有属性 colour", SPAN, TASK_KEY),
            id="property",
        ),
        pytest.param(
            drop(TASK, "text"), Finding("missing_property", f"{AT}缺少属性 text", SPAN, TASK_KEY), id="missing-property"
        ),
        pytest.param(
            put(TASK, "title", 3),
            Finding("wrong_type", f"{AT}属性 title 的值“3”（int）不是 string", SPAN, TASK_KEY),
            id="string",
        ),
        pytest.param(
            put(TASK, "position", True),
            Finding("wrong_type", f"{AT}属性 position 的值“True”（bool）不是 integer", SPAN, TASK_KEY),
            id="integer",
        ),
        pytest.param(
            put(f"Plan:{PLAN}", "issued_on", dt.datetime(2022, 1, 1)),
            Finding(
                "wrong_type",
                f"节点 Plan:{PLAN}：属性 issued_on 的值“2022-01-01 00:00:00”（datetime）不是 date",
                Span(0, 180),
            ),
            id="date",
        ),
        pytest.param(
            put("Target:76a51d428c2f6c4d", "value", 95),
            Finding(
                "wrong_type",
                "节点 Target:76a51d428c2f6c4d：属性 value 的值“95”（int）不是 float",
                Span(66, 71),
                TASK_KEY,
            ),
            id="float",
        ),
        pytest.param(
            put("TimeConstraint:26ee5e211b10f582", "months", ["1"]),
            Finding(
                "wrong_type",
                "节点 TimeConstraint:26ee5e211b10f582：属性 months 的值“['1']”（list）不是 integers",
                Span(106, 113),
                f"{PLAN}-1391ee5e0baf5b41",
            ),
            id="integers",
        ),
        pytest.param(
            put(UNIT, "kind", "club"),
            Finding(
                "unlisted_value",
                f"节点 {UNIT}：属性 kind 的值“club”不在 party、government、congress、cppcc、court、"
                "procuratorate、branch、enterprise、institution、other 之中",
            ),
            id="value",
        ),
        pytest.param(
            put(TASK, "end", 22), Finding("wrong_span", f"{AT}位置 22–22 不成范围", None, TASK_KEY), id="empty-span"
        ),
        pytest.param(
            drop(TASK, "end"), Finding("wrong_span", f"{AT}位置 22–None 不成范围", None, TASK_KEY), id="half-a-span"
        ),
        pytest.param(
            put(PERIOD, "due_date", dt.date(2023, 12, 31)),
            Finding(
                "reversed_dates",
                f"节点 {PERIOD}：截止日期 2023-12-31 早于开始日期 2024-01-01",
                Span(149, 154),
                f"{PLAN}-1391ee5e0baf5b41",
            ),
            id="due-before-start",
        ),
        pytest.param(
            lambda graph: graph.remove_edge(TASK, f"Section:{PLAN}-ef2794d604ad962a"),
            Finding("outside_plan", f"{AT}不属于任何方案", SPAN, TASK_KEY),
            id="task-without-a-plan",
        ),
        pytest.param(
            put_on_edge("colour", "red"),
            Finding("unknown_property", f"{ON}词表中没有属性 colour", WHERE, TASK_KEY),
            id="edge-property",
        ),
        pytest.param(
            put_on_edge("principal", "yes"),
            Finding("wrong_type", f"{ON}属性 principal 的值“yes”（str）不是 boolean", WHERE, TASK_KEY),
            id="edge-boolean",
        ),
        pytest.param(
            put_on_edge("position", 7),
            Finding("wrong_id", f"{ON}编号与类型 LEADS、次序 7 不符", WHERE, TASK_KEY),
            id="edge-position",
        ),
        pytest.param(
            lambda graph: add_edge(graph, UNIT, "OWNS", TASK, {}),
            Finding("unknown_relationship", f"关系 {UNIT} -OWNS/1-> {TASK}：词表中没有关系 OWNS", None, TASK_KEY),
            id="relationship",
        ),
        pytest.param(
            lambda graph: add_edge(graph, UNIT, "HAS_TARGET", "Target:76a51d428c2f6c4d", {}),
            Finding(
                "wrong_ends",
                f"关系 {UNIT} -HAS_TARGET/1-> Target:76a51d428c2f6c4d：起点的标签 Unit 不在 Task、TaskVersion 之中",
            ),
            id="start",
        ),
        pytest.param(
            lambda graph: add_edge(graph, TASK, "HAS_TARGET", UNIT, {}),
            Finding(
                "wrong_ends",
                f"关系 {TASK} -HAS_TARGET/1-> {UNIT}：终点的标签 Unit 不在 Target 之中",
                None,
                TASK_KEY,
            ),
            id="end",
        ),
    ],
)
def test_a_violation_is_found(change: Callable[[Graph], None], expected: Finding) -> None:
    graph = build_graph([sample_plan()])
    change(graph)
    assert expected in find_violations(graph)


def test_several_come_in_order() -> None:
    graph = build_graph([sample_plan()])
    graph.nodes[UNIT]["kind"] = "club"
    del graph.nodes[TASK]["title"]
    graph.nodes[TASK]["colour"] = "red"
    rules = [finding.rule for finding in find_violations(graph)]
    assert rules == ["unknown_property", "missing_property", "unlisted_value"]


def test_sections_that_hold_each_other_belong_to_no_plan() -> None:
    graph = build_graph([])
    one, other = (add_node(graph, "Section", key, {"title": "章", "level": 1, "position": 1}) for key in ("1", "2"))
    add_edge(graph, one, "PART_OF", other, {})
    add_edge(graph, other, "PART_OF", one, {})
    assert [(finding.rule, finding.task) for finding in find_violations(graph)] == [("outside_plan", None)] * 2


def test_an_end_that_is_no_node_of_ours() -> None:
    graph = build_graph([sample_plan()])
    add_edge(graph, "nobody", "HAS_TARGET", "Target:76a51d428c2f6c4d", {})
    messages = [finding.message for finding in find_violations(graph)]
    assert messages == [
        "节点 nobody：词表中没有标签 （空）",
        "关系 nobody -HAS_TARGET/1-> Target:76a51d428c2f6c4d：起点的标签 （空） 不在 Task、TaskVersion 之中",
    ]
