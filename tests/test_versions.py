"""Versions of a plan, without a store: which task is which, what of the old one stays, and what differs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import editions
import pytest
from editions import CORRECTED, FIRST, ISSUED, REISSUED, SECOND, THIRD, renewed

from dutygraph.graph.build import Graph, build_graph
from dutygraph.graph.errors import NotFound
from dutygraph.graph.validate import find_violations
from dutygraph.graph.versions.changes import Comparison, compare_plans
from dutygraph.graph.versions.content import PlanContent, content_of, wordings
from dutygraph.graph.versions.matching import Wording, match

PLAN = editions.key()


def versions(graph: Graph) -> list[tuple[Any, ...]]:
    """Number, section, first and last day of every wording, past ones first."""
    found = []
    for node, data in graph.nodes.items():
        if node.startswith(("Task:", "TaskVersion:")):
            content = next(
                t
                for v in range(data["version"], graph.nodes[f"Plan:{PLAN}"]["version"] + 1)
                for t in content_of(graph, PLAN, v).tasks
                if t.node == node
            )
            found.append((content.number, content.headings, data["valid_from"], data.get("valid_to"), data["title"]))
    return sorted(found, key=lambda row: (row[3] or dt.date.max, row[1], row[0]))


# ---------------------------------------------------------------- matching
def tasks(*texts: str) -> list[Wording]:
    return [Wording(f"{texts[0][:1]}{n}", ("一", str(n), "1"), text) for n, text in enumerate(texts[1:], 1)]


ONE, TWO, THREE = (
    "推进综合行政执法改革，理顺执法体制。",
    "加强法治宣传教育，组织宣讲活动。",
    "健全考核机制并公布考核结果。",
)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param((ONE, TWO), (ONE, TWO), {"n1": "o1", "n2": "o2"}, id="the same"),
        pytest.param((ONE, TWO), (TWO, ONE), {"n1": "o2", "n2": "o1"}, id="two that changed places"),
        pytest.param((ONE, TWO), (ONE, THREE, TWO), {"n1": "o1", "n3": "o2"}, id="one put in between"),
        pytest.param((ONE, TWO, THREE), (ONE, THREE), {"n1": "o1", "n2": "o3"}, id="one taken away"),
        pytest.param((ONE,), ("推进综合行政执法改革，明确责任。",), {"n1": "o1"}, id="other words at the same place"),
        pytest.param((ONE,), (THREE,), {}, id="another duty at the same place"),
        pytest.param(
            (ONE, TWO),
            (THREE, "加强法治宣传教育，集中组织宣讲活动。", "推进行政执法改革，理顺执法体制。"),
            {"n2": "o2", "n3": "o1"},
            id="moved and reworded",
        ),
        pytest.param((ONE, ONE), (TWO, THREE, ONE), {}, id="two of the same words, moved: nobody knows which"),
        pytest.param((ONE, ONE), (ONE, ONE), {"n1": "o1", "n2": "o2"}, id="two of the same words, each at its place"),
        pytest.param((ONE,), ("推进综合　行政执法\n改革,理顺执法体制。",), {"n1": "o1"}, id="white space and width"),
        pytest.param((), (ONE,), {}, id="nothing before"),
    ],
)
def test_which_task_is_which(old: tuple[str, ...], new: tuple[str, ...], expected: dict[str, str]) -> None:
    assert match(tasks("o", *old), tasks("n", *new)) == expected


def test_a_task_without_a_number_is_matched_by_its_words_alone() -> None:
    old = [Wording("o1", None, ONE), Wording("o2", None, TWO)]
    new = [Wording("n1", None, THREE), Wording("n2", None, ONE.replace("理顺", "完善"))]
    assert match(old, new) == {"n2": "o1"}


# ---------------------------------------------------------------- renewing, without a store
def test_a_new_version_leaves_the_old_wordings() -> None:
    graph = renewed(FIRST, SECOND)
    work, support = ("一、重点任务",), ("二、保障措施",)
    assert versions(graph) == [
        ("1", work, ISSUED, CORRECTED, "推进综合行政执法改革"),
        ("2", work, ISSUED, CORRECTED, "加强法治宣传教育"),
        ("3", work, ISSUED, CORRECTED, "执行《清河县扶持办法》（清政发〔2019〕3号）"),
        ("2", support, ISSUED, CORRECTED, "编制工作简报"),
        ("1", work, CORRECTED, None, "推进综合行政执法改革"),
        ("2", work, CORRECTED, None, "建设乡村公共法律服务站点"),
        ("3", work, CORRECTED, None, "加强法治宣传教育"),
        ("1", support, ISSUED, None, "健全考核机制"),
    ]
    assert find_violations(graph) == []


def test_tasks_that_are_taken_over_keep_their_keys() -> None:
    first, second = renewed(FIRST), renewed(FIRST, SECOND)
    had = {t.title: t.key for t in content_of(first, PLAN).tasks}
    has = {t.title: t.key for t in content_of(second, PLAN).tasks}
    for title in ("推进综合行政执法改革", "加强法治宣传教育", "健全考核机制"):
        assert has[title] == had[title]
    assert has["建设乡村公共法律服务站点"] not in had.values()  # its place was another's
    dropped = {
        data["title"]: data["task"]
        for node, data in second.nodes.items()
        if node.startswith("TaskVersion:") and f"Task:{data['task']}" not in second
    }
    assert dropped == {title: had[title] for title in ("执行《清河县扶持办法》（清政发〔2019〕3号）", "编制工作简报")}


def test_an_old_wording_has_its_own_edges() -> None:
    graph = renewed(FIRST, SECOND)
    task = next(t for t in content_of(graph, PLAN).tasks if t.title == "推进综合行政执法改革")
    (former,) = [end for _, end, key in graph.out_edges(f"Task:{task.key}", keys=True) if key == "HAS_VERSION/1"]

    def about(node: str) -> list[tuple[str, str, str]]:
        found = [(k, graph.nodes[e].get("surface", "")) for _, e, k in graph.out_edges(node, keys=True)]
        units = [(k, graph.nodes[s]["name"]) for s, _, k in graph.in_edges(node, keys=True) if s.startswith("Unit:")]
        return sorted((k, w, "") for k, w in (*found, *units) if not k.startswith(("PART_OF", "HAS_VERSION")))

    assert about(former) == [
        ("HAS_DATE/1", "2024年6月底前", ""),
        ("LEADS/1", "县司法局", ""),
        ("RESPONSIBLE_FOR/1", "县教育局", ""),
    ]
    assert about(f"Task:{task.key}") == [
        ("HAS_DATE/1", "2024年9月底前", ""),
        ("LEADS/1", "县司法局", ""),
        ("LEADS/2", "县信访局", ""),
        ("RESPONSIBLE_FOR/1", "县教育局", ""),
    ]


def test_every_version_comes_back_as_it_was() -> None:
    """Three versions, each as a comparison of what the text alone says with what the history says of it."""
    graph = renewed(*editions.TEXTS)
    for number, text in enumerate(editions.TEXTS, 1):
        read = editions.read(text).plans[0]
        alone, held = content_of(build_graph([read]), read.key), content_of(graph, PLAN, number)
        assert held.face == alone.face
        assert [replace(t, key="", node="", position=0) for t in held.tasks] == [
            replace(t, key="", node="", position=0) for t in alone.tasks
        ]
    assert [content_of(graph, PLAN, n).valid_from for n in (1, 2, 3)] == [ISSUED, CORRECTED, REISSUED]
    assert [content_of(graph, PLAN, n).valid_to for n in (1, 2, 3)] == [CORRECTED, REISSUED, None]
    with pytest.raises(NotFound, match=r"没有找到版次“4”；名称相近的有：1、2、3。"):
        content_of(graph, PLAN, 4)


def content(text: str) -> PlanContent:
    plan = editions.read(text).plans[0]
    return content_of(build_graph([plan]), plan.key)


def compared(old: str, new: str) -> Comparison:
    before, after = content(old), content(new)
    return compare_plans(before, after, match(wordings(before.tasks), wordings(after.tasks)))


def test_what_differs_is_told_field_by_field() -> None:
    found = compared(FIRST, SECOND)
    assert [(t.kind, t.task.number, t.task.title) for t in found.tasks] == [
        ("dropped", "3", "执行《清河县扶持办法》（清政发〔2019〕3号）"),
        ("dropped", "2", "编制工作简报"),
        ("changed", "1", "推进综合行政执法改革"),
        ("added", "2", "建设乡村公共法律服务站点"),
        ("changed", "3", "加强法治宣传教育"),
    ]
    assert found.unchanged == 1
    reform, lectures = (task.changes for task in found.of("changed"))
    assert [(c.field, c.before, c.after) for c in reform] == [
        (
            "text",
            ("推进综合行政执法改革，2024年6月底前完成。",),
            ("推进综合行政执法改革，2024年9月底前完成。",),
        ),
        ("lead", ("县司法局",), ("县司法局", "县信访局")),
        ("dates", ("2024年6月底前",), ("2024年9月底前",)),
    ]
    assert [(c.field, c.before, c.after) for c in lectures if c.field != "text"] == [
        ("number", ("2",), ("3",)),
        ("targets", ("宣讲覆盖率 >= 80 %",), ("宣讲覆盖率 >= 90 %",)),
    ]
    assert compared(FIRST, FIRST).nothing
    assert not compared(SECOND, THIRD).nothing


def test_another_label_is_a_change_though_the_units_are_the_same() -> None:
    (task,) = compared(FIRST, FIRST.replace("牵头部门：县财政局", "牵头单位：县财政局")).tasks
    assert [(c.field, c.before, c.after) for c in task.changes] == [
        ("lead", ("牵头部门：县财政局（主责）",), ("牵头单位：县财政局（主责）",))
    ]


def test_another_heading_moves_a_task() -> None:
    (moved,) = compared(SECOND, THIRD).of("changed")
    assert [(c.field, c.before, c.after) for c in moved.changes] == [("section", ("二、保障措施",), ("二、组织保障",))]
