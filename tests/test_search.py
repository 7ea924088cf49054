"""Search in Chinese: the same hits in the same order on both stores."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from checkout import ROOT
from factories import sample_plan, unit
from graphs import plan_of
from servers import empty

from dutygraph.graph.build import build_graph
from dutygraph.graph.model import Plan
from dutygraph.graph.search import candidates
from dutygraph.graph.search.marks import place, size_step
from dutygraph.graph.search.ranking import find_hits, snippet
from dutygraph.graph.search.segment import read_question
from dutygraph.graph.store import Store
from dutygraph.queries.registry import run_query

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
        assert (hits[0]["key"], hits[0]["label"], hits[0]["match"]) == (unit("区司法局").key, "Unit", "exact")
        assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


@pytest.mark.parametrize("number", ["青政发〔2021〕11号", "青政发[2021]11号", "青政发（２０２１） 11号"])
def test_an_instrument_is_found_by_its_number_in_any_brackets_with_the_tasks_that_cite_it(
    both: tuple[Store, Store], number: str
) -> None:
    for store in both:
        hits = store.search(number)
        assert [(hit["label"], hit["match"]) for hit in hits] == [("Instrument", "exact")] + [("Task", "related")] * 5


def test_what_is_named_comes_before_what_says_it_and_what_cites_it(both: tuple[Store, Store]) -> None:
    for store in both:
        hits = store.search("执法办法")  # a short title
        assert [(hit["label"], hit["match"]) for hit in hits[:3]] == [
            ("Instrument", "exact"),
            ("Task", "text"),
            ("Task", "related"),
        ]
        assert found(store, "执法办法")[0] == TEXTS[3]
        assert len(hits) == 6


def test_an_alias_finds_the_texts_that_say_the_other_name(both: tuple[Store, Store]) -> None:
    for store in both:
        first, *rest = store.search("区市场监管局")
        assert (first["match"], first["label"], first["snippet"]) == ("exact", "Unit", "«区市场监管局»")
        assert [(hit["match"], hit["snippet"]) for hit in rest] == [
            ("related", "区司法局会同«区市场监督管理局»清理行政规范性文件")
        ]


@pytest.fixture(scope="module")
def titled(both: tuple[Store, Store]) -> Iterator[tuple[Store, Store]]:
    """Two tasks of a plan of its own: one has the words in its title, the other as often in its text."""
    first, second = sample_plan().tasks
    plan = plan_of(
        "数据方案",
        replace(
            first, title="推进公共数据开放", text="推进公共数据开放，" + "建立目录，明确责任，" * 8, assignments=()
        ),
        replace(second, title="健全制度", text="健全制度，公共数据归集，公共数据开放。"),
    )
    for store in both:
        store.load(build_graph([plan]))
    yield both
    for store in both:
        store.load(build_graph([replace(plan, tasks=())]))


def test_a_title_is_above_a_text(titled: tuple[Store, Store]) -> None:
    rows = [run_query(store, "search", {"text": "公共数据"}) for store in titled]
    assert rows[0] == rows[1]
    assert [(row["rank"], row["title"]) for row in rows[0]] == [(1, "推进公共数据开放"), (2, "健全制度")]
    assert rows[0][1]["snippet"] == "健全制度，«公共数据»归集，«公共数据»开放。"


def test_a_tasks_number_is_above_a_text_that_has_it(titled: tuple[Store, Store]) -> None:
    for store in titled:
        hits = [hit for hit in store.search("2") if hit["label"] == "Task"]
        assert hits
        assert {hit["match"] for hit in hits[:1]} == {"title"}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"plan": "数据方案"}, ["推进公共数据开放", "健全制度"]),
        ({"plan": "方案1"}, []),
        ({"plan": "没有的方案"}, []),
        ({"unit": "区司法局"}, ["健全制度"]),
        ({"from": "2024-01-01"}, ["健全制度"]),
        ({"to": "2023-12-31"}, ["推进公共数据开放"]),
        ({"from": "2023-12-31", "to": "2024-12-31"}, ["推进公共数据开放", "健全制度"]),
        ({"from": "2024-01-01", "unit": "区财政局"}, []),
    ],
)
def test_filters(titled: tuple[Store, Store], filters: dict[str, str], expected: list[str]) -> None:
    for store in titled:
        rows = run_query(store, "search", {"text": "公共数据", **filters})
        assert [row["title"] for row in rows] == expected


def test_with_a_filter_only_tasks_are_found(titled: tuple[Store, Store]) -> None:
    for store in titled:
        hits = store.search("区司法局", plan="方案0")
        assert [hit["label"] for hit in hits] == ["Task"]


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


# ---------------------------------------------------------------- what is shown of a hit
@pytest.mark.parametrize(
    ("text", "asked", "shown"),
    [
        ("完善法律援助，法律援助全覆盖。", "法律援助", "完善«法律援助»，«法律援助»全覆盖。"),
        ("严格行政执法，落实行政处罚法。", "行政处罚法", "严格行政执法，落实«行政处罚法»。"),  # not 行政 by itself
        ("严格行政执法，实施处罚。", "行政处罚", "严格«行政»执法，实施«处罚»。"),
        ("完善ＡＩ平台", "ai", "完善«ＡＩ»平台"),
        ("FAIR原则与AI", "ai", "FAIR原则与«AI»"),
        ("2021年11号，1195元，95％", "95", "2021年11号，1195元，«95»％"),
        ("行政执\n法人员", "执法人员", "行政«执 法人员»"),
        ("没有命中", "别的", "没有命中"),
        ("甲。" * 60 + "乙方法律援助丙" + "丁。" * 60, "法律援助", "…乙方«法律援助»丙" + "丁。" * 36 + "丁…"),
    ],
)
def test_a_snippet_marks_the_hits(text: str, asked: str, shown: str) -> None:
    assert snippet(text, read_question(asked)) == shown


def test_hits_are_places_in_the_text_as_it_stands() -> None:
    text = "第㎡区 司法局"
    assert [text[start:end] for start, end in find_hits(text, read_question("区司法局"))] == ["区 司法局"]


def test_the_benchmark_measures_the_search() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DUTYGRAPH_")}
    done = subprocess.run(
        [sys.executable, "-m", "bench.search", "100", "--stores", "embedded"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert re.search(r"^\| embedded \| 100 (?:\| \d+ )(?:\| \d+\.\d ){6}\|$", done.stdout, re.MULTILINE)


SAID = (
    "摸清底数",
    "明确权属",
    "统一标准",
    "搭建平台",
    "汇聚资源",
    "培育主体",
    "引导投资",
    "建设示范",
    "总结经验",
    "巡回宣讲",
)


@pytest.fixture(scope="module")
def many(embedded_store: Store, neo4j_store: Store) -> tuple[Store, Store]:
    """300 tasks with one word, more than are taken of an index, loaded in another order into each store.

    120 of them, more than are taken too, are of one length; two thirds have a date.
    """
    first = sample_plan().tasks[0]
    texts = [f"第{n}批，建立目录，" + "，".join(SAID[: max(0, n % 15 - 5)]) + "推进数字乡村" for n in range(100, 400)]
    plans_of_it = [
        plan_of(
            f"第{at}号方案",
            *(
                replace(
                    first,
                    number=str(n),
                    title=text[:10],
                    text=text,
                    assignments=(),
                    dates=first.dates if n % 3 else (),
                )
                for n, text in enumerate(texts[at : at + 50], 1)
            ),
        )
        for at in range(0, 300, 50)
    ]
    for store, loaded in ((embedded_store, plans_of_it), (neo4j_store, plans_of_it[::-1])):
        empty(store)
        for plan in loaded:
            store.load(build_graph([plan]))
    return embedded_store, neo4j_store


@pytest.mark.parametrize("limit", [20, 100, 250])
@pytest.mark.parametrize("text", ["数字乡村", "目录", "推进"])
def test_of_more_hits_than_are_taken_both_stores_take_the_same(
    many: tuple[Store, Store], text: str, limit: int
) -> None:
    hits = [store.search(text, limit=limit) for store in many]
    assert hits[0] == hits[1]
    assert len(hits[0]) == limit


def fewest_terms(store: Store, where: str = "true") -> list[str]:
    """The keys of the store's tasks in the order in which they are taken."""
    rows = store.read(f"MATCH (t:Task) WHERE {where} RETURN t.key AS key, size(split(t.terms, ' ')) AS terms")
    rows.sort(key=lambda row: (size_step(row["terms"]), place(row["key"]), row["key"]))
    return [row["key"] for row in rows]


@pytest.mark.parametrize("limit", [100, 130, 250])
@pytest.mark.parametrize("spare", [0, 32])
def test_of_more_hits_those_with_the_fewest_terms_are_taken(
    many: tuple[Store, Store], limit: int, spare: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "_SPARE", spare)  # with none, a place may be cut off: it is asked for by key then
    for store in many:
        hits = store.search("数字乡村", limit=limit)
        assert {hit["key"] for hit in hits} == set(fewest_terms(store)[:limit])


def test_of_more_hits_with_a_date_those_with_the_fewest_terms_are_taken(many: tuple[Store, Store]) -> None:
    for store in many:
        hits = store.search("数字乡村", limit=100, since=dt.date(2000, 1, 1))
        assert {hit["key"] for hit in hits} == set(fewest_terms(store, "EXISTS { (t)-[:HAS_DATE]->() }")[:100])
