"""Review files: what a person decided holds at every reading, where its text stands, and is reported elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from texts import ISSUED, TITLE, source

from dutygraph.graph.build import build_graph
from dutygraph.graph.errors import InputError
from dutygraph.graph.model import Document, Role, Span
from dutygraph.ingest.extract import extract_document, extract_text
from dutygraph.ingest.review.review import Review, parse_review
from dutygraph.ingest.review.write import write_review

DUTIES = (
    "一、重点任务\n"
    "1．推进改革。2024年底前持证率达到95％以上。落实《清河县办法》（清政发〔2021〕9号）。\n"
    "牵头部门：县司法局、县财政局\n"
    "责任单位：县教育局、张三\n"
    "完成时限：尽快\n"
    "2．加强宣传。每年开展活动。\n"
    "3．抓好落实。\n"
    "牵头部门：县教育局\n"
    "完成时限：持续推进\n"
)
TEXT = f"{ISSUED}\n{TITLE}\n\n{DUTIES}"


def read(text: str = TEXT, review: str | None = None) -> Document:
    decided = parse_review(review, "方案.review.yaml") if review is not None else None
    return extract_text(source(text), review=decided)


def written(text: str = TEXT, **options: Any) -> Any:
    return yaml.safe_load(write_review(read(text), **options))


def decide(decisions: dict[str, Any], text: str = TEXT) -> str:
    """The review of a text with decisions: {rule or fact kind (of the first task): (decision, value)}."""
    review = written(text, facts=True)
    first = read(text).tasks[0].key
    for entry in (*review["findings"], *review["facts"]):
        name = entry.get("rule", entry.get("fact"))
        if name in decisions and ("rule" in entry or entry["task"] == first):
            entry["decision"], value = (
                decisions[name] if isinstance(decisions[name], tuple) else (decisions[name], None)
            )
            if value is not None:
                entry["value"] = value
    return str(yaml.safe_dump(review, allow_unicode=True, sort_keys=False))


def statuses(document: Document) -> dict[str, str]:
    return {f.rule: f.status for f in document.findings}


def names(document: Document, role: Role, task: int = 0) -> list[tuple[str, str, str]]:
    """Canonical name, printed name and the text of the span, of each unit in a role."""
    return [
        (a.body.name, a.surface, document.text[a.span.start : a.span.end]) for a in document.tasks[task].assigned(role)
    ]


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
        ("target", "95％以上", "持证率 >= 95 %"),
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


# ------------------------------------------------------------------------------------------------ edited documents

EDITS: dict[str, Callable[[str], str]] = {
    "a task before it": lambda t: t.replace("1．推进", "1．先做这件。\n牵头部门：县司法局、县财政局\n2．推进").replace(
        "3．", "4．"
    ),
    "another sentence": lambda t: t.replace("落实《清河县办法》（清政发〔2021〕9号）。", ""),
    "another task": lambda t: t.replace("抓好落实", "抓好各项落实"),
    "other line breaks": lambda t: t.replace("\n", "\r\n").replace("县司法局、", "县司法局、\n"),
    "the plan's title, and with it every key": lambda t: t.replace("法治建设任务", "2024年法治建设任务"),
    "the header": lambda t: "（此件公开发布）\n\n" + t,
}


@pytest.mark.parametrize("edit", EDITS)
def test_decisions_hold_where_the_text_was_edited_elsewhere(edit: str) -> None:
    text = EDITS[edit](TEXT)
    assert text != TEXT
    review = decide({
        "unit_doubtful": ("correct", {"responsible": ["县教育局", "县民政局"]}),
        "deadline_not_understood": ("correct", {"date": "2024-06-30"}),
        "date": ("correct", "2024-10-31"),
    })  # fmt: skip
    done = read(text, review)
    (task,) = (t for t in done.tasks if t.title == "推进改革")
    assert [d.value for d in task.dates] == ["2024-10-31", "2024-06-30"]
    assert [a.body.name for a in task.assigned("responsible")] == ["县教育局", "县民政局"]
    assert not [f for f in done.findings if f.rule.startswith("review_")]
    assert statuses(done)["deadline_not_understood"] == "corrected"


CHANGES: dict[str, tuple[Callable[[str], str], dict[str, Any]]] = {
    "the words themselves": (
        lambda t: t.replace("尽快", "尽早"), {"deadline_not_understood": ("correct", {"date": "2024-06-30"})},
    ),
    "their sentence": (lambda t: t.replace("持证率", "发证率"), {"target": ("correct", {"value": 90})}),
    "the unit beside": (
        lambda t: t.replace("县教育局、张三", "县民政局、张三"),
        {"unit_doubtful": ("correct", {"responsible": "县教育局"})},
    ),
    "the whole task": (lambda t: t.replace("推进改革", "深化改革"), {"lead": ("correct", "县财政局")}),
    "the words twice": (
        lambda t: t.replace("2024年底前持证率达到95％以上。", "2024年底前持证率达到95％以上。" * 2),
        {"target": ("correct", {"value": 90})},
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_decision_on_changed_text_is_reported_and_not_carried_out(change: str) -> None:
    edit, decisions = CHANGES[change]
    text = edit(TEXT)
    done, plain = read(text, decide(decisions)), read(text)
    assert done.tasks == plain.tasks
    added = [f for f in done.findings if f not in plain.findings]
    assert [f.rule for f in added] == ["review_text_changed"]
    assert "已改动或找不到，没有执行" in added[0].message


def test_a_tampered_quote_is_reported_even_in_the_same_text() -> None:
    review = decide({"deadline_not_understood": ("correct", {"date": "2024-06-30"})}).replace(
        "quote: 尽快", "quote: 从速"
    )
    done = read(review=review)
    assert "review_text_changed" in statuses(done)
    assert done.tasks == read().tasks


def test_an_accepted_fact_that_is_read_otherwise_is_reported() -> None:
    review = decide({"date": "accept", "lead": "accept"})
    assert read(review=review) == read()
    done = read(review=review.replace("read: deadline 2024-12-31", "read: deadline 2024-11-30"))
    (found,) = (f for f in done.findings if f.rule == "review_reading_changed")
    assert found.message == (
        "审核文件对“时间要求”的决定：“2024年底前”原读作 deadline 2024-11-30，现为deadline 2024-12-31。"
    )
    assert found.task == done.tasks[0].key


def test_the_review_of_another_format_holds(tmp_path: Path) -> None:
    """What was decided on the text file holds for the Word file of the same plan."""
    from dutygraph.ingest.review.review import read_review

    examples = Path(__file__).parents[1] / "examples"
    text = extract_document(examples / "qinghe-2024.txt")
    review = yaml.safe_load(write_review(text, facts=True))
    lead = next(e for e in review["facts"] if e["fact"] == "lead" and e["number"] == "22")
    lead |= {"decision": "correct", "value": ["区司法局"]}
    path = tmp_path / "qinghe-2024.review.yaml"
    path.write_text(yaml.safe_dump(review, allow_unicode=True), encoding="utf-8")
    for suffix in (".txt", ".docx"):
        done = extract_document(examples / f"qinghe-2024{suffix}", review=path)
        (task,) = (t for t in done.tasks if t.number == "22")
        assert [a.body.name for a in task.assigned("lead")] == ["区司法局"]
        assert not done.findings
    assert read_review(path).entries


# ---------------------------------------------------------------------------------------------- mistakes in the file


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("findings: [", "第 1 行：不是正确的 YAML", id="no yaml"),
        pytest.param("a: 1\n---\nb: 2\n", "有 2 个 YAML 文档", id="two documents"),
        pytest.param("- a\n", "第 1 行：应为“名称: 值”的形式。可用的名称：document、", id="a list"),
        pytest.param(
            "document: {}\nfinding:\n- {}\n",
            "第 2 行：不认识的名称 'finding'。可用的名称：document、expect、findings、facts。",
            id="unknown section",
        ),
        pytest.param("findings:\n- rule: x\n  decison: accept\n", "（findings[1]）：不认识的名称 'decison", id="k"),
        pytest.param(
            "findings:\n- rule: x\n  decision: ok\n",
            "第 3 行（findings[1].decision）：收到 'ok'。应为 accept、correct、reject 之一。",
            id="decision",
        ),
        pytest.param("findings:\n- decision: accept\n", "第 2 行（findings[1]）：缺少 rule。", id="no rule"),
        pytest.param("facts:\n- fact: date\n", "第 2 行（facts[1]）：缺少 quote。", id="no quote"),
        pytest.param("facts:\n- {fact: dates, quote: 尽快}\n", "收到 'dates'。应为 task、lead、", id="fact"),
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
            "第 5 行（facts[1].value）：不是时间 '2024-02-30'。deadline 写 2024-12-31",
            id="no such day",
        ),
        pytest.param(
            "facts:\n- {fact: date, quote: 年底, value: {kind: period, value: 2024-06-30}}\n",
            "period 的 value 收到 '2024-06-30'",
            id="period",
        ),
        pytest.param(
            "facts:\n- {fact: date, quote: 年底, value: FREQ=YEARLY;BYMONTH=13}\n", "不是时间 'F", id="no such month"
        ),
        pytest.param(
            "facts:\n- {fact: target, quote: 95％, value: {value: 很多}}\n", "value.value）：收到 '很多'", id="number"
        ),
        pytest.param(
            "facts:\n- {fact: citation, quote: 《办法》, value: {doc_number: 9号}}\n", "应为文号", id="document number"
        ),
        pytest.param("facts:\n- {fact: lead, quote: 县, value: [甲局, 甲局]}\n", "甲局 写了两次", id="a unit twice"),
        pytest.param("facts:\n- {fact: lead, quote: 县, start: -1}\n", "应为 0 或正整数", id="offset"),
        pytest.param(
            "facts:\n- {fact: task, quote: 县, decision: correct, value: 甲}\n", "任务只能确认或驳回", id="a task"
        ),
        pytest.param("expect: {task: {min: 1}}\n", "不认识的名称 'task'", id="count"),
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


# ------------------------------------------------------------------------------------------------------- rewriting


def rewrite(text: str, former: str, **options: Any) -> str:
    return write_review(read(text), former=parse_review(former, "x.yaml"), **options)


def test_decisions_are_kept_when_the_file_is_written_again() -> None:
    review = decide({
        "unit_doubtful": ("correct", {"responsible": ["县教育局"]}),
        "number_gap": "accept",
        "lead": ("correct", ["县财政局"]),
        "target": ("correct", {"value": 90.5}),
    })  # fmt: skip
    again = rewrite(TEXT, review)
    assert read(review=again) == read(review=review)
    kept = yaml.safe_load(again)
    assert next((e.get("rule"), e["decision"]) for e in kept["findings"]) == ("unit_doubtful", "correct")
    assert [(e["fact"], e["decision"], e["value"]) for e in kept["facts"]] == [
        ("lead", "correct", ["县财政局"]),
        ("target", "correct", {"value": 90.5}),
    ]
    assert rewrite(TEXT, again) == again
    moved = EDITS["a task before it"](TEXT)
    assert read(moved, rewrite(moved, review)) == read(moved, review)


def test_a_decision_whose_text_is_gone_stays_until_a_person_takes_it_out() -> None:
    review = decide({"deadline_not_understood": ("correct", {"date": "2024-06-30"})})
    changed = TEXT.replace("尽快", "尽早")
    again = rewrite(changed, rewrite(changed, review))
    assert "# 原文已改动或找不到，这条决定不再执行" in again
    assert statuses(read(changed, again))["review_text_changed"] == "open"
    assert yaml.safe_load(again)["findings"][-1]["value"] == {"date": {"kind": "deadline", "value": "2024-06-30"}}


def test_expected_counts_and_notes_are_kept() -> None:
    review = "expect:\n  tasks: {min: 2}\n" + decide({}).replace("decision: null", "note: 问过", 1)
    again = yaml.safe_load(rewrite(TEXT, review))
    assert again["expect"] == {"tasks": {"min": 2}}
    assert [e.get("note") for e in again["findings"]].count("问过") == 1


# ------------------------------------------------------------------------------------------------------- properties

PLAIN = read()
VALUES: dict[str, Any] = {
    "unit_doubtful": {"responsible": ["县教育局", "县民政局", "县财政局"], "lead": "县司法局"},
    "deadline_not_understood": {"date": ["2024-06-30", {"kind": "duration", "value": "P15D", "anchor": "印发后"}]},
    "no_unit": {"lead": ["县文旅局", "县教育局"], "target": {"indicator": "活动", "value": 1, "unit": "次"}},
    "number_gap": {"supporting": ["县民政局"]},
    "lead": ["县财政局", "县卫健局", "县民政局"],
    "responsible": "县教育局、县司法局",
    "citation": {"title": "清河县执法办法", "relation": "drafts"},
    "date": {"kind": "recurrence", "value": "FREQ=YEARLY;BYMONTH=12"},
    "target": [{"value": 90}, {"indicator": "覆盖率", "unit": "％"}],
}


@st.composite
def reviews(draw: st.DrawFn) -> str:
    review = written(facts=True)
    for entry in (*review["findings"], *review["facts"]):
        name = entry.get("rule", entry.get("fact"))
        entry["decision"] = draw(st.sampled_from([None, "accept", "reject", *(["correct"] if name in VALUES else [])]))
        if entry["decision"] == "correct":
            entry["value"] = VALUES[name]
    return str(yaml.safe_dump(review, allow_unicode=True, sort_keys=False))


def apply(document: Document, review: Review) -> Document:
    from dutygraph.ingest.resolve.places import find_place
    from dutygraph.ingest.resolve.resolve import Resolver
    from dutygraph.ingest.review.apply import apply_review

    return apply_review(document, review, Resolver(find_place(TITLE)))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reviews())
def test_applying_twice_is_applying_once(review: str) -> None:
    parsed = parse_review(review, "x.yaml")
    once = apply(PLAIN, parsed)
    assert apply(once, parsed) == once
    assert once.findings == tuple(f for plan in once.plans for f in plan.findings)
    assert [t.position for t in once.tasks] == list(range(1, len(once.tasks) + 1))
    for task in once.tasks:
        for facts in (task.dates, task.targets, task.mentions):
            assert [f.position for f in facts] == list(range(1, len(facts) + 1))
        assert len({a.body.key for a in task.assignments}) == len(task.assignments)
        for span in task.fact_spans():
            assert 0 <= span.start < span.end <= len(TEXT)
    keys = {t.key for t in once.tasks}
    assert all(f.task is None or f.task in keys for f in once.findings)
    build_graph(once.plans)


@settings(max_examples=50, deadline=None)
@given(reviews())
def test_writing_again_changes_no_outcome(review: str) -> None:
    parsed = parse_review(review, "x.yaml")
    again = parse_review(write_review(PLAIN, former=parsed), "x.yaml")
    assert apply(PLAIN, again) == apply(PLAIN, replace(parsed, entries=tuple(e for e in parsed.entries if e.decision)))


@pytest.mark.parametrize("name", ["qinghe-2024.txt", "qinghe-2024.docx", None])
def test_a_review_without_decisions_changes_nothing(name: str | None) -> None:
    document = extract_document(Path(__file__).parents[1] / "examples" / name) if name else PLAIN
    assert apply(document, parse_review(write_review(document, facts=True), "x.yaml")) == document


def test_no_word_of_the_file_is_taken_for_something_else() -> None:
    """Dates and numbers that YAML knows stay as they were written; every entry is one line a field."""
    text = write_review(PLAIN, facts=True)
    assert not re.search(r"(?m)^ {4,}", text)
    assert parse_review(text, "x.yaml").text_sha256 == PLAIN.source.text_sha256
