"""Reviews made up of any decisions: applied twice or written again they say the same."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reviews import TEXT, read, written
from texts import TITLE

from dutygraph.graph.build import build_graph
from dutygraph.graph.model import Document
from dutygraph.ingest.extract import extract_document
from dutygraph.ingest.review.review import Review, parse_review
from dutygraph.ingest.review.write import write_review

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
