"""Reviews of edited documents: a decision holds where its text stands; elsewhere it is reported, and kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from reviews import TEXT, decide, read, statuses

from dutygraph.ingest.extract import extract_document
from dutygraph.ingest.review.review import parse_review
from dutygraph.ingest.review.write import write_review

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
