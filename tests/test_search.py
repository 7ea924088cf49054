"""Search in Chinese: the same hits in the same order on both stores."""

from __future__ import annotations

from dataclasses import replace

import pytest
from factories import sample_plan, unit
from graphs import plan_of
from servers import empty

from dutygraph.graph.build import build_graph
from dutygraph.graph.model import Plan
from dutygraph.graph.store import Store

TEXTS = (
    "区司法局牵头组织行政执法人员培训考核，持证率达到95％以上",
    "区司法局会同区市场监督管理局清理行政规范性文件",
    "推进公共法律服务体系建设，完善AI法律援助平台",
    "落实《青禾区执法办法》，执法全过程记录",
    "开展司法鉴定机构执业检查，各区局配合",
)


def plans() -> list[Plan]:
    return [
        plan_of(f"方案{i}", replace(sample_plan().tasks[0], title="任务", text=text)) for i, text in enumerate(TEXTS)
    ]


QUERIES = (
    "区司法局",
    "行政执法",
    "执法人员",
    "市场监督管理",
    "法律援助",
    "青政发〔2021〕11号",
    "执法办法",
    "ai 平台",
    "各镇",
    "行政 区司法局",
    "95",
)


@pytest.fixture(scope="module")
def both(embedded_store: Store, neo4j_store: Store) -> tuple[Store, Store]:
    for store in (embedded_store, neo4j_store):
        empty(store)
        for plan in plans():
            store.load(build_graph([plan]))
    return embedded_store, neo4j_store


def found(store: Store, text: str) -> list[str]:
    """The texts of the tasks found, in order."""
    keys = [hit["key"] for hit in store.search(text) if hit["label"] == "Task"]
    rows = store.read("MATCH (t:Task) RETURN t.key AS key, t.text AS text")
    texts = {row["key"]: row["text"] for row in rows}
    return [texts[key] for key in keys]


def test_an_alias_finds_what_it_names(both: tuple[Store, Store]) -> None:
    hits = [store.search("区市场监管局") for store in both]
    assert hits[0] == hits[1]
    assert ("Unit", unit("区市场监督管理局").key) in [(hit["label"], hit["key"]) for hit in hits[0]]
    assert "Alias" not in {hit["label"] for hit in hits[0]}


@pytest.mark.parametrize("text", QUERIES)
def test_both_stores_find_the_same(both: tuple[Store, Store], text: str) -> None:
    hits = both[0].search(text)
    assert hits == both[1].search(text)
    assert hits


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("法律援助", [TEXTS[2]], id="word"),
        pytest.param("执法人员", [TEXTS[0]], id="word-across-another"),
        pytest.param("市场监督", [TEXTS[1]], id="part-of-a-name"),
        pytest.param("执法办法", [TEXTS[3]], id="title"),
        pytest.param("行政 区司法局", [TEXTS[1], TEXTS[0]], id="both-parts"),
        pytest.param("ＡＩ", [TEXTS[2]], id="full-width-letters"),
        pytest.param("区司法局", [TEXTS[1], TEXTS[0]], id="name"),
        pytest.param("没有的词", [], id="nothing"),
        pytest.param('+-&|!(){}[]^"~*?:\\/ AND', [], id="syntax-of-lucene"),
        pytest.param("", [], id="empty"),
    ],
)
def test_tasks_found(both: tuple[Store, Store], text: str, expected: list[str]) -> None:
    for store in both:
        assert found(store, text) == expected


def test_a_unit_comes_before_the_tasks_that_name_it(both: tuple[Store, Store]) -> None:
    for store in both:
        hits = store.search("区司法局")
        assert hits[0] == {"key": unit("区司法局").key, "label": "Unit", "score": hits[0]["score"]}
        assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


def test_an_instrument_is_found_by_its_number(both: tuple[Store, Store]) -> None:
    for store in both:
        assert [hit["label"] for hit in store.search("青政发〔2021〕11号")] == ["Instrument"]


def test_only_the_best_are_given(both: tuple[Store, Store]) -> None:
    for store in both:
        assert store.search("执法", limit=2) == store.search("执法")[:2]
        assert len(store.search("执法", limit=2)) == 2


def test_a_changed_text_is_found_by_its_new_words_only(store: Store) -> None:
    before, after = (
        build_graph([plan_of("方案", replace(sample_plan().tasks[0], title="任务", text=text))]) for text in TEXTS[2:4]
    )
    store.load(before)
    assert found(store, "法律援助") == [TEXTS[2]]
    store.load(after)
    assert found(store, "法律援助") == []
    assert found(store, "全过程") == [TEXTS[3]]


def test_nothing_loaded_nothing_found(store: Store) -> None:
    assert store.search("区司法局") == []
