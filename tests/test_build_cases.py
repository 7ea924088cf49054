"""Graphs of plans that say more or less than the sample plan, of several, and of the same in another order."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from factories import place, sample_plan, unit
from graphs import dump, edges, plan_of

from dutygraph.graph import identity
from dutygraph.graph.build import build_graph, recurrence_window
from dutygraph.graph.entities import DocumentNumber, Instrument, Succession
from dutygraph.graph.model import Assignment, Finding, Plan, Section, Span


def test_an_assignment_without_a_label_has_none() -> None:
    said = Assignment("responsible", unit("区财政局"), "区财政局", None, 1, True, Span(95, 99, 3))
    graph = build_graph([plan_of("甲", replace(sample_plan().tasks[0], assignments=(said,)))])
    ((_, _, data),) = edges(graph, "RESPONSIBLE_FOR")
    assert data == {"position": 1, "surface": "区财政局", "principal": True, "start": 95, "end": 99, "page": 3}


def test_the_order_of_the_plans_does_not_matter() -> None:
    plans = [sample_plan(), plan_of("甲", sample_plan().tasks[0]), sample_plan(place("150621", "红柳区"))]
    assert dump(build_graph(plans)) == dump(build_graph(reversed(plans)))


def test_the_same_plan_twice_is_once() -> None:
    assert dump(build_graph([sample_plan(), sample_plan()])) == dump(build_graph([sample_plan()]))


def test_two_versions_of_one_plan_are_not_mixed() -> None:
    plan = sample_plan()
    with pytest.raises(ValueError, match=f"^two versions of the plan {plan.title} \\({plan.key}\\): one graph holds"):
        build_graph([plan, replace(plan, tasks=plan.tasks[:1])])


def test_units_of_two_districts_are_two() -> None:
    graph = build_graph([sample_plan(), sample_plan(place("150621", "红柳区"))])
    justice = [data for data in graph.nodes.values() if data.get("name") == "区司法局"]
    assert sorted(data["full_name"] for data in justice) == ["红柳区司法局", "青禾区司法局"]


def test_a_plan_that_says_little() -> None:
    plan = Plan("方案", None, None, None, None, sample_plan().source, "x", (), ())
    graph = build_graph([plan])
    assert graph.nodes[f"Plan:{plan.key}"] == {"labels": ("Plan",), "key": plan.key, "title": "方案", "version": 1}
    assert [graph.edges[edge]["type"] for edge in graph.edges(keys=True)] == ["READ_FROM"]


def test_a_task_outside_any_section_is_part_of_its_plan() -> None:
    plan = replace(sample_plan(), tasks=(replace(sample_plan().tasks[0], sections=()),), sections=(), findings=())
    graph = build_graph([plan])
    assert graph.has_edge(f"Task:{plan.tasks[0].key}", f"Plan:{plan.key}", "PART_OF/1")


def test_sections_within_sections() -> None:
    outer = Section("一", "一、总体", 1, 1, ("一",), Span(0, 4))
    inner = Section("（二）", "（二）要求", 2, 1, ("一", "（二）"), Span(5, 9))
    plan = replace(sample_plan(), sections=(outer, inner), tasks=(), findings=())
    graph = build_graph([plan])
    keys = [f"Section:{identity.section_key(plan.key, section.path)}" for section in (outer, inner)]
    assert graph.has_edge(keys[0], f"Plan:{plan.key}", "PART_OF/1")
    assert graph.has_edge(keys[1], keys[0], "PART_OF/1")
    assert graph.nodes[keys[1]]["level"] == 2


def test_a_finding_about_the_plan_without_a_place() -> None:
    plan = replace(sample_plan(), tasks=(), findings=(Finding("number_gap", "缺（3）"),))
    graph = build_graph([plan])
    (finding,) = (node for node in graph if node.startswith("Finding:"))
    assert graph.has_edge(finding, f"Plan:{plan.key}", "ABOUT/1")
    assert "start" not in graph.nodes[finding]


def test_what_became_of_a_unit() -> None:
    new = unit("区生态环境分局")
    old = replace(unit("区环保局"), successions=(Succession(new, "merge", dt.date(2019, 1, 1), "机构改革方案"),))
    graph = build_graph([replace(sample_plan(), issuer=old)])
    assert edges(graph, "SUCCEEDED_BY") == [
        ("区环保局", "区生态环境分局", {"on": dt.date(2019, 1, 1), "kind": "merge", "basis": "机构改革方案"})
    ]


def test_what_a_plan_is_published_as() -> None:
    published = Instrument("青禾区方案", DocumentNumber("青政发", 2024, 5))
    graph = build_graph([replace(sample_plan(), published_as=published)])
    assert edges(graph, "PUBLISHED_AS") == [(sample_plan().title, "青禾区方案", {})]


def test_what_became_of_an_instrument() -> None:
    new = Instrument("青禾区新办法", DocumentNumber("青政发", 2024, 2), "有效")
    old = Instrument("青禾区旧办法", status="已废止", superseded_by=new)
    graph = build_graph([replace(sample_plan(), implements=(old,))])
    assert edges(graph, "SUPERSEDED_BY") == [("青禾区旧办法", "青禾区新办法", {})]
    assert graph.nodes[f"Instrument:{old.key}"]["status"] == "已废止"
    node = graph.nodes[f"Instrument:{new.key}"]
    assert (node["issuer_code"], node["number_year"], node["number_serial"]) == ("青政发", 2024, 2)


@pytest.mark.parametrize(
    ("rrule", "expected"),
    [
        pytest.param(None, {}, id="no-rule"),
        pytest.param("FREQ=MONTHLY", {}, id="every-month"),
        pytest.param(
            "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=8",
            {"months": [1], "window_start": "01-01", "window_end": "01-08"},
            id="by-a-day",
        ),
        pytest.param(
            "FREQ=YEARLY;BYMONTH=12,6",
            {"months": [6, 12], "window_start": "06-01", "window_end": "12-31"},
            id="months-in-order",
        ),
        pytest.param(
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
            {"months": [2], "window_start": "02-01", "window_end": "02-29"},
            id="end-of-a-month",
        ),
    ],
)
def test_recurrence_window(rrule: str | None, expected: dict[str, Any]) -> None:
    assert recurrence_window(rrule) == expected
