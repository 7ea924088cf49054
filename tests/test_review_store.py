"""Decisions in the stores and over HTTP: what is corrected is what is answered, in any order of loading."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
import servers
import yaml
from services import client_of, dump
from texts import ISSUED, TITLE, source

from dutygraph.graph.build import build_graph
from dutygraph.graph.model import Document
from dutygraph.graph.store import Store
from dutygraph.ingest.extract import extract_text
from dutygraph.ingest.review.review import parse_review
from dutygraph.ingest.review.write import write_review
from dutygraph.queries.registry import run_query

DUTIES = (
    "1．推进改革。\n牵头部门：县司法局\n责任单位：县教育局、张三\n完成时限：尽快\n"
    "2．加强宣传。\n3．抓好落实。\n牵头部门：县教育局\n"
)
TEXT = f"{ISSUED}\n{TITLE}\n\n{DUTIES}"
OTHER = f"{ISSUED}\n清河县普法工作任务分解方案\n\n1．开展普法。\n责任单位：县司法局、李四\n"
DECISIONS: dict[str, tuple[str, Any]] = {
    "unit_doubtful": ("reject", None),
    "deadline_not_understood": ("correct", {"date": "2024-06-30"}),
    "no_unit": ("correct", {"lead": ["县文旅局"]}),
    "number_gap": ("accept", None),
}


def filled(text: str) -> str:
    """The review of a text with :data:`DECISIONS`."""
    review = yaml.safe_load(write_review(extract_text(source(text))))
    for entry in review["findings"]:
        if entry["rule"] in DECISIONS:
            entry["decision"], entry["value"] = DECISIONS[entry["rule"]]
    return str(yaml.safe_dump(review, allow_unicode=True))


def reviewed(text: str) -> Document:
    return extract_text(source(text), review=parse_review(filled(text), "方案.review.yaml"))


def statuses(store: Store) -> list[tuple[str, str]]:
    return sorted((r["rule"], r["status"]) for r in run_query(store, "findings", {"status": "any"}))


def test_a_review_changes_what_is_stored_and_taken_away_it_is_as_before(store: Store) -> None:
    plain = extract_text(source(TEXT))
    store.load(build_graph(plain.plans))
    before = dump(store)
    assert {status for _, status in statuses(store)} == {"open"}
    store.load(build_graph(reviewed(TEXT).plans))
    assert statuses(store) == [
        ("deadline_not_understood", "corrected"),
        ("no_unit", "corrected"),
        ("number_gap", "accepted"),
        ("unit_doubtful", "rejected"),
    ]
    assert run_query(store, "findings", {}) == []
    tasks = [(r["number"], r["title"]) for r in run_query(store, "unit_tasks", {"unit": "县文旅局", "role": "lead"})]
    assert tasks == [("2", "加强宣传")]
    due = [(r["number"], r["due_date"].isoformat()) for r in run_query(store, "deadlines", {})]
    assert due == [("1", "2024-06-30")]
    assert not [node for node, has in dump(store)[0].items() if has.get("name") == "张三"]
    assert not store.load(build_graph(reviewed(TEXT).plans)).changed
    store.load(build_graph(plain.plans))
    assert dump(store) == before


def test_the_same_documents_and_reviews_give_the_same_graph_in_any_order(store: Store) -> None:
    documents = [reviewed(TEXT), reviewed(OTHER), extract_text(source(OTHER.replace("普法", "调解")))]
    wanted = None
    for order in permutations(documents):
        servers.empty(store)
        for document in order:
            store.load(build_graph(document.plans))
        wanted = wanted or dump(store)
        assert dump(store) == wanted


@pytest.fixture
def upload() -> dict[str, tuple[str, bytes]]:
    return {"file": ("方案.txt", TEXT.encode()), "review": ("方案.review.yaml", filled(TEXT).encode())}


def test_a_review_is_sent_with_the_document(store: Store, upload: dict[str, tuple[str, bytes]]) -> None:
    with client_of(store) as client:
        answer = client.post("/api/v1/ingest", files=upload)
        assert (answer.status_code, answer.json()["findings"], answer.json()["tasks"]) == (200, 0, 3)
        found = client.get("/api/v1/findings?status=corrected").json()["items"]
        assert sorted(f["rule"] for f in found) == ["deadline_not_understood", "no_unit"]
        (task,) = {f["task"] for f in found if f["rule"] == "deadline_not_understood"}
        page = client.get(f"/tasks/{task}").text
        assert '没有读懂。 <span class="note">已更正</span>' in page


@pytest.mark.parametrize(
    ("review", "status", "kind", "words"),
    [
        pytest.param("findings: [{}]", 400, "bad-input", "审核文件 第 1 行（findings[1]）：缺少 rule。", id="mistake"),
        pytest.param("expect: {tasks: {min: 5}}", 422, "too-few", "任务应不少于 5，只读出 2。", id="too few"),
    ],
)
def test_a_bad_review_changes_nothing(store: Store, review: str, status: int, kind: str, words: str) -> None:
    files = {"file": ("方案.txt", TEXT.encode()), "review": ("方案.review.yaml", review.encode())}
    with client_of(store) as client:
        answer = client.post("/api/v1/ingest", files=files)
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:dutygraph:problem:{kind}")
    assert words in answer.json()["detail"]
    assert dump(store) == ({}, {})
