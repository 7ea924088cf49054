"""Review files: what a person decided is carried out, and a mistake in the file is named with its line."""

from __future__ import annotations

from typing import Any

import pytest
from reviews import TEXT, decide, names, read, statuses, written
from texts import ISSUED

from dutygraph.graph.build import build_graph
from dutygraph.graph.errors import InputError
from dutygraph.graph.model import Span
from dutygraph.ingest.review.review import parse_review


def test_a_written_review_lists_every_open_finding_with_its_place() -> None:
    review = written()
    key = read().tasks[0].key
    assert [
        (e["rule"], e["task"], e["line"], e["before"], e["quote"], e["after"], e["decision"])
        for e in review["findings"]
    ] == [
        ("unit_doubtful", key, 10, "责任单位：县教育局、", "张三", "", None),
        ("deadline_not_understood", key, 11, "完成时限：", "尽快", "", None),
        ("no_unit", None, 12, "", "2．加强宣传。每年开展活动。", "", None),
        ("number_gap", read().tasks[1].key, 13, "", "3．", "抓好落实", None),
    ]
    assert "facts" not in review
    for entry in review["findings"]:
        assert "".join(TEXT[entry["start"] : entry["end"]].split()) == entry["quote"]


def test_a_written_review_lists_facts_when_asked() -> None:
    facts = [(e["fact"], e["quote"], e["read"]) for e in written(facts=True)["facts"] if e["number"] == "1"]
    assert facts == [
        ("task", facts[0][1], "推进改革"),
        ("lead", "县司法局、县财政局", "县司法局、县财政局"),
        ("responsible", "县教育局、张三", "县教育局、张三"),
        ("citation", "《清河县办法》", "cites 《清河县办法》（清政发〔2021〕9号）"),
        ("date", "2024年底前", "deadline 2024-12-31"),
        ("target", "95％以上", "持证率 >= 95 % 2024年"),
    ]


def test_accepted_findings_are_settled_and_nothing_else_changes() -> None:
    done = read(review=decide({"unit_doubtful": "accept", "deadline_not_understood": "accept"}))
    assert statuses(done) == {
        "unit_doubtful": "accepted",
        "deadline_not_understood": "accepted",
        "number_gap": "open",
        "no_unit": "open",
    }
    assert done.tasks == read().tasks
    assert done.coverage.not_understood == read().coverage.not_understood - len("张三尽快")
    assert done.plans[0].findings == done.findings


def test_a_rejected_finding_takes_the_wrong_fact_away() -> None:
    done = read(review=decide({"unit_doubtful": "reject"}))
    assert names(done, "responsible") == [("县教育局",) * 3]
    assert statuses(done)["unit_doubtful"] == "rejected"


def test_a_deadline_that_was_not_read_gets_its_value_at_the_printed_place() -> None:
    done = read(review=decide({"deadline_not_understood": ("correct", {"date": "2024-06-30"})}))
    date = done.tasks[0].dates[-1]
    assert (date.kind, date.value, date.surface, date.stated_in, date.precision, date.position) == (
        "deadline", "2024-06-30", "尽快", "deadline_field", "day", 2,
    )  # fmt: skip
    assert date.span == Span(TEXT.index("尽快"), TEXT.index("尽快") + 2)
    assert statuses(done)["deadline_not_understood"] == "corrected"


def test_units_of_a_role_are_replaced_and_keep_the_places_they_are_printed_at() -> None:
    done = read(review=decide({"unit_doubtful": ("correct", {"responsible": ["县教育局", "县民政局"]})}))
    assert names(done, "responsible") == [("县教育局",) * 3, ("县民政局", "张三", "张三")]
    assert names(done, "lead") == [("县司法局",) * 3, ("县财政局",) * 3]
    done = read(review=decide({"lead": ("correct", "县财政局")}))
    assert names(done, "lead") == [("县财政局",) * 3]
    done = read(review=decide({"lead": ("correct", ["县司法局", "县教育局"])}))
    assert names(done, "lead") == [("县司法局",) * 3, ("县教育局",) * 3]
    assert names(done, "responsible") == [("张三",) * 3]  # a unit has one role in a task
    assert [(a.role, a.position, a.principal, a.label) for a in done.tasks[0].assignments] == [
        ("lead", 1, True, "牵头部门"),
        ("lead", 2, True, "牵头部门"),
        ("responsible", 1, False, "责任单位"),
    ]


def test_without_a_lead_the_next_role_is_the_principal_one() -> None:
    done = read(review=decide({"lead": "reject"}))
    assert [(a.role, a.principal) for a in done.tasks[0].assignments] == [("responsible", True)] * 2


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("2023-06-30", ("deadline", "2023-06-30", "year"), id="a day"),
        pytest.param("2024-01-01/2024-12-31", ("period", "2024-01-01/2024-12-31", None), id="a period"),
        pytest.param("2024-07-01/..", ("period", "2024-07-01/..", None), id="a period without an end"),
        pytest.param("FREQ=YEARLY;BYMONTH=12", ("recurrence", "FREQ=YEARLY;BYMONTH=12", None), id="a recurrence"),
        pytest.param({"kind": "ongoing"}, ("ongoing", None, None), id="ongoing"),
        pytest.param({"value": "2024-12-31", "precision": "day"}, ("deadline", "2024-12-31", "day"), id="precision"),
    ],
)
def test_a_date_is_replaced(value: Any, expected: tuple[str, str | None, str | None]) -> None:
    (date,) = read(review=decide({"date": ("correct", value)})).tasks[0].dates
    assert (date.kind, date.value, date.precision) == expected
    assert (date.surface, TEXT[date.span.start : date.span.end]) == ("2024年底前", "2024年底前")


def test_a_date_may_become_several() -> None:
    dates = read(review=decide({"date": ("correct", ["2024-06-30", "2024-12-31"])})).tasks[0].dates
    assert [(d.value, d.position) for d in dates] == [("2024-06-30", 1), ("2024-12-31", 2)]


def test_only_the_given_parts_of_a_target_or_citation_change() -> None:
    done = read(review=decide({"target": ("correct", {"value": 90}), "citation": ("correct", {"relation": "drafts"})}))
    (target,), (mention,) = done.tasks[0].targets, done.tasks[0].mentions
    assert (target.indicator, target.comparator, target.value, target.unit) == ("持证率", ">=", 90.0, "%")
    assert (mention.relation, mention.title, mention.doc_number) == ("drafts", "清河县办法", "清政发〔2021〕9号")
    done = read(review=decide({"citation": ("correct", {"doc_number": "清政办发[2021]9号"})}))
    (mention,) = done.tasks[0].mentions
    assert mention.doc_number == str(mention.instrument.document_number) == "清政办发〔2021〕9号"
    done = read(review=decide({"citation": ("correct", {"doc_number": ""})}))
    assert done.tasks[0].mentions[0].instrument.document_number is None


def test_an_item_without_units_becomes_a_task_in_its_place() -> None:
    done = read(review=decide({"no_unit": ("correct", {"lead": ["县文旅局"]})}))
    assert [(t.number, t.position, t.title) for t in done.tasks] == [
        ("1", 1, "推进改革"), ("2", 2, "加强宣传"), ("3", 3, "抓好落实"),
    ]  # fmt: skip
    task = done.tasks[1]
    assert [(a.body.name, a.role, a.principal) for a in task.assignments] == [("县文旅局", "lead", True)]
    assert [(d.kind, d.value) for d in task.dates] == [("recurrence", "FREQ=YEARLY")]
    assert task.sections == done.tasks[0].sections
    graph = build_graph(done.plans)
    assert f"Task:{task.key}" in graph


def test_a_task_that_is_none_goes_with_its_facts() -> None:
    done = read(review=decide({"task": "reject"}))
    assert [(t.number, t.position) for t in done.tasks] == [("3", 1)]
    assert statuses(done)["unit_doubtful"] == "rejected"
    assert not [n for n in build_graph(done.plans) if n.startswith("Task:") and read().tasks[0].key in n]


# ---------------------------------------------------------------------------------------------- mistakes in the file


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("findings: [", "第 1 行：不是正确的 YAML", id="no yaml"),
        pytest.param("a: 1\n---\nb: 2\n", "有 2 个 YAML 文档", id="two documents"),
        pytest.param("- a\n", "第 1 行：应为“名称: 值”的形式。可用的名称：document、", id="a list"),
        pytest.param(
            "document: {}\nfinding:\n- {}\n",
            "第 2 行：不认识的名称“finding”。可用的名称：document、expect、findings、facts。",
            id="unknown section",
        ),
        pytest.param("findings:\n- rule: x\n  decison: accept\n", "（findings[1]）：不认识的名称“decison”", id="k"),
        pytest.param(
            "findings:\n- rule: x\n  decision: ok\n",
            "第 3 行（findings[1].decision）：收到“ok”。应为 accept、correct、reject 之一。",
            id="decision",
        ),
        pytest.param("findings:\n- decision: accept\n", "第 2 行（findings[1]）：缺少 rule。", id="no rule"),
        pytest.param("facts:\n- fact: date\n", "第 2 行（facts[1]）：缺少 quote。", id="no quote"),
        pytest.param("facts:\n- {fact: dates, quote: 尽快}\n", "收到“dates”。应为 task、lead、", id="fact"),
        pytest.param(
            "findings:\n- {rule: x, decision: correct}\n", "（findings[1].decision）：更正没有写出", id="no value"
        ),
        pytest.param(
            "findings:\n- {rule: x, value: {date: 2024-06-30}}\n",
            "（findings[1].value）：写了 value，但 decision 不是 correct",
            id="value alone",
        ),
        pytest.param("findings:\n- {rule: x, rule: y}\n", "rule 写了两次", id="twice"),
        pytest.param(
            "facts:\n- fact: date\n  quote: 年底\n  decision: correct\n  value: 2024-02-30\n",
            "第 5 行（facts[1].value）：不是时间“2024-02-30”。deadline 写 2024-12-31",
            id="no such day",
        ),
        pytest.param(
            "facts:\n- {fact: date, quote: 年底, value: {kind: period, value: 2024-06-30}}\n",
            "period 的 value 收到“2024-06-30”",
            id="period",
        ),
        pytest.param(
            "facts:\n- {fact: date, quote: 年底, value: FREQ=YEARLY;BYMONTH=13}\n", "不是时间“F", id="no such month"
        ),
        pytest.param(
            "facts:\n- {fact: target, quote: 95％, value: {value: 很多}}\n", "value.value）：收到“很多”", id="number"
        ),
        pytest.param(
            "facts:\n- {fact: citation, quote: 《办法》, value: {doc_number: 9号}}\n", "应为文号", id="document number"
        ),
        pytest.param("facts:\n- {fact: lead, quote: 县, value: [甲局, 甲局]}\n", "甲局 写了两次", id="a unit twice"),
        pytest.param("facts:\n- {fact: lead, quote: 县, start: -1}\n", "应为 0 或正整数", id="offset"),
        pytest.param(
            "facts:\n- {fact: task, quote: 县, decision: correct, value: 甲}\n", "任务只能确认或驳回", id="a task"
        ),
        pytest.param("expect: {task: {min: 1}}\n", "不认识的名称“task”", id="count"),
        pytest.param("expect: {tasks: {min: 3, max: 2}}\n", "min 3 大于 max 2", id="bounds"),
        pytest.param("[" * 5000, "", id="depth"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_is_named_with_its_line(content: str, message: str) -> None:
    with pytest.raises(InputError, match=r"^方案\.review\.yaml") as error:
        parse_review(content, "方案.review.yaml")
    assert message in str(error.value)
    assert str(error.value).endswith("。")


@pytest.mark.parametrize(
    ("decisions", "message"),
    [
        pytest.param({"no_unit": ("correct", {"target": {"value": 3}})}, "更正的各项要写全", id="half a target"),
        pytest.param({"issuer_unknown": ("correct", {"lead": "甲局"})}, "这一条针对整份文件，不能更正", id="header"),
    ],
)
def test_a_correction_that_has_no_place_is_refused(decisions: dict[str, Any], message: str) -> None:
    text = TEXT if "no_unit" in decisions else TEXT.replace(ISSUED, "")
    with pytest.raises(InputError, match=r"方案\.review\.yaml 第 \d+ 行（findings\[\d+\]）") as error:
        read(text, decide(decisions, text))
    assert message in str(error.value)
