"""Versions of a plan in the stores: under which keys and since when each is in force, and answers as of a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import Any

import editions
import pytest
from editions import CORRECTED, FIRST, ISSUED, REISSUED, SECOND, THIRD, TITLE, renewed
from factories import sample_plan
from graphs import changed, dump, plan_of
from servers import empty

from dutygraph.graph.build import build_graph
from dutygraph.graph.errors import BadParameter, NotFound, OlderVersion
from dutygraph.graph.loading import Count
from dutygraph.graph.store import Store
from dutygraph.graph.validate import find_violations
from dutygraph.graph.versions.content import content_of
from dutygraph.graph.versions.renewal import PlanOutcome
from dutygraph.queries.registry import run_query

PLAN = editions.key()


def load(store: Store, *texts: str, **told: Any) -> PlanOutcome:
    """The outcome of the last of the texts, loaded one after the other on the days of the versions."""
    days = {FIRST: ISSUED, SECOND: CORRECTED, THIRD: REISSUED}
    for text in texts:
        report = store.load(editions.graph(text), today=days.get(text, REISSUED), **told)
    return report.outcomes[0]


def test_versions_in_the_store_are_those_of_the_pure_function(store: Store) -> None:
    assert load(store, FIRST) == PlanOutcome(PLAN, "first", 1, ISSUED)
    assert load(store, SECOND) == PlanOutcome(PLAN, "renewed", 2, CORRECTED, added=1, dropped=2, changed=2)
    assert load(store, THIRD, replaces=TITLE) == PlanOutcome(PLAN, "renewed", 3, REISSUED, added=1, changed=1)
    assert dump(store.read_graph()) == dump(renewed(*editions.TEXTS))
    assert dump(store.read_graph(PLAN)) == dump(store.read_graph())


def test_loading_versions_again_changes_nothing(store: Store) -> None:
    load(store, FIRST, SECOND)
    load(store, THIRD, replaces=TITLE)
    before = dump(store.read_graph())
    for text, kind in ((FIRST, "superseded"), (SECOND, "superseded"), (THIRD, "same")):
        report = store.load(editions.graph(text), today=dt.date(2026, 1, 1))
        assert report.nodes == report.edges == Count()
        assert report.outcomes[0].kind == kind
    assert dump(store.read_graph()) == before


def test_what_was_attached_to_a_task_stays(store: Store) -> None:
    """A report that somebody hung on a task is still there after a version that words the task otherwise."""
    from servers import write

    load(store, FIRST)
    write(
        store,
        "MATCH (t:Task) WHERE t.title = '推进综合行政执法改革' OR t.title = '编制工作简报'"
        " CREATE (t)-[:HAS_REPORT]->(:ProgressReport {key: t.title})",
    )
    load(store, SECOND)
    rows = store.read("MATCH (t:Task)-[:HAS_REPORT]->(r) RETURN t.title AS task, r.key AS report")
    assert rows == [{"task": "推进综合行政执法改革", "report": "推进综合行政执法改革"}]


def test_a_better_reading_of_a_version_is_no_version(store: Store) -> None:
    load(store, FIRST, SECOND)
    plan = editions.read(SECOND).plans[0]
    better = replace(plan, tasks=tuple(replace(t, targets=()) for t in plan.tasks))
    report = store.load(build_graph([better]))
    assert report.outcomes[0] == PlanOutcome(PLAN, "same", 2, CORRECTED)
    assert store.read("MATCH (v:PlanVersion) RETURN count(v) AS n") == [{"n": 1}]
    assert store.read("MATCH (t)-[:HAS_TARGET]->(:Target) RETURN labels(t) AS labels, t.version AS version") == [
        {"labels": ["TaskVersion"], "version": 1}
    ]
    store.load(build_graph([plan]))
    assert dump(store.read_graph()) == dump(renewed(FIRST, SECOND))


def test_the_same_content_in_another_text_is_no_version(store: Store) -> None:
    """The same plan from a Word file and from a PDF, whose text has page numbers."""
    load(store, FIRST)
    graph = editions.graph(FIRST.replace("二、保障措施", "— 2 —\n二、保障措施"))
    report = store.load(graph)
    assert report.outcomes[0].kind == "same"
    assert report.changed
    assert store.read("MATCH (s:Source) RETURN count(s) AS n") == [{"n": 1}]
    assert store.read("MATCH (v:PlanVersion) RETURN v.key AS key") == []


def test_an_older_text_after_a_newer_is_refused(store: Store) -> None:
    load(store, FIRST)
    load(store, THIRD, replaces=TITLE)
    before = dump(store.read_graph())
    with pytest.raises(OlderVersion) as caught:
        store.load(editions.graph(SECOND), today=dt.date(2026, 1, 1))
    assert str(caught.value).startswith(f"《{TITLE}》2024-03-05 的这一版早于库中自 2025-02-10 起有效的版本，没有写入")
    with pytest.raises(OlderVersion):
        load(store, SECOND, valid_from=CORRECTED)
    assert dump(store.read_graph()) == before


def test_a_person_may_say_the_day(store: Store) -> None:
    assert load(store, FIRST, valid_from=dt.date(2024, 4, 1)).valid_from == dt.date(2024, 4, 1)
    assert load(store, SECOND, valid_from=dt.date(2024, 8, 1)).valid_from == dt.date(2024, 8, 1)
    assert load(store, SECOND, valid_from=dt.date(2024, 9, 1)) == PlanOutcome(PLAN, "same", 2, dt.date(2024, 9, 1))
    days = "MATCH (t:Task|TaskVersion|PlanVersion) RETURN DISTINCT t.valid_from AS a, t.valid_to AS b ORDER BY a, b"
    assert store.read(days) == [
        {"a": dt.date(2024, 4, 1), "b": dt.date(2024, 9, 1)},
        {"a": dt.date(2024, 4, 1), "b": None},
        {"a": dt.date(2024, 9, 1), "b": None},
    ]
    with pytest.raises(OlderVersion):
        load(store, SECOND, valid_from=dt.date(2024, 3, 1))
    again = load(store, FIRST, valid_from=dt.date(2025, 1, 1))  # back to the first text
    assert (again.kind, again.version, again.added, again.dropped, again.changed) == ("renewed", 3, 2, 1, 2)


def test_a_replaced_plan_is_known_by_its_new_title_too(store: Store) -> None:
    load(store, FIRST)
    load(store, THIRD, replaces=PLAN)
    assert store.find_plan("《清河县法治建设任务分解方案（修订）》") == PLAN
    with pytest.raises(NotFound) as caught:
        store.find_plan(TITLE)
    assert caught.value.nearest == ("清河县法治建设任务分解方案（修订）",)
    report = store.load(editions.graph(THIRD))
    assert (report.plans, report.changed) == ((PLAN,), False)


def test_what_cannot_be_replaced(store: Store) -> None:
    load(store, FIRST, THIRD)
    with pytest.raises(BadParameter, match=r"《清河县法治建设任务分解方案（修订）》已是库中另一方案（[0-9a-f]{16}）"):
        load(store, THIRD, replaces=TITLE)
    with pytest.raises(NotFound, match="没有找到方案“没有的方案”"):
        load(store, SECOND, replaces="没有的方案")
    two = build_graph([sample_plan(), plan_of("另一方案", sample_plan().tasks[0])])
    with pytest.raises(BadParameter, match="这份文件含 2 个方案"):
        store.load(two, replaces=TITLE)


def test_an_undated_plan_is_in_force_from_the_day_of_its_load(store: Store) -> None:
    undated = FIRST.replace("2024年3月5日\n", "")
    monday, tuesday = dt.date(2024, 5, 6), dt.date(2024, 5, 7)
    store.load(editions.graph(undated), today=monday)
    assert not store.load(editions.graph(undated), today=tuesday).changed
    first = "MATCH (t:Task) RETURN DISTINCT t.valid_from AS day"
    assert store.read(first) == [{"day": monday}]
    report = store.load(editions.graph(SECOND.replace("2024年3月5日\n", "")), today=tuesday)
    assert report.outcomes[0].valid_from == tuesday


def test_two_versions_on_one_day(store: Store) -> None:
    """The first of them was never in force, but it is there."""
    load(store, FIRST)
    store.load(editions.graph(SECOND), today=CORRECTED)
    outcome = store.load(editions.graph(SECOND.replace("配齐", "配好")), today=CORRECTED).outcomes[0]
    assert (outcome.version, outcome.valid_from, outcome.changed) == (3, CORRECTED, 1)
    graph = store.read_graph()
    for number in (1, 2, 3):
        assert len(content_of(graph, PLAN, number).tasks) == (5, 4, 4)[number - 1]
    assert [len(content_of(graph, PLAN, n).tasks) for n in (1, 2, 3)] == [5, 4, 4]


def test_removing_a_plan_leaves_what_others_state(store: Store) -> None:
    load(store, FIRST, SECOND)
    store.load(build_graph([sample_plan()]))
    report = store.remove(TITLE)
    assert (report.plans, report.nodes.created, report.nodes.deleted > 20) == ((PLAN,), 0, True)
    assert dump(store.read_graph()) == dump(build_graph([sample_plan()]))
    with pytest.raises(NotFound):
        store.remove(TITLE)
    shared = plan_of("另一方案", sample_plan().tasks[1])
    store.load(build_graph([shared]))
    store.remove(sample_plan().key)
    assert dump(store.read_graph()) == dump(build_graph([shared]))
    store.remove("另一方案")
    assert dump(store.read_graph()) == ({}, {})


def test_of_a_document_of_two_plans_each_goes_its_own_way(store: Store) -> None:
    one, other = sample_plan(), plan_of("另一方案", sample_plan().tasks[0])
    store.load(build_graph([one, other]))
    renamed = replace(other.tasks[0], title="严格落实", text="严格落实《青禾区执法办法》。")
    text = replace(other, tasks=(renamed,), text="新文本", source=replace(other.source, sha256="1" * 64))
    report = store.load(build_graph([changed(one), text]), today=dt.date(2024, 1, 1))
    assert {o.plan: o.kind for o in report.outcomes} == {one.key: "same", other.key: "renewed"}


def test_any_order_of_loading_gives_the_same_when_it_is_taken(embedded_store: Store) -> None:
    """Every pair of neighbouring versions, in a store that holds only these."""
    for old, new in pairwise(editions.TEXTS):
        empty(embedded_store)
        read = editions.read(old).plans[0]
        embedded_store.load(build_graph([read]), today=ISSUED)
        outcome = embedded_store.load(editions.graph(new), today=REISSUED, replaces=read.key).outcomes[0]
        assert (outcome.kind, outcome.version) == ("renewed", 2)
        assert find_violations(embedded_store.read_graph()) == []


# ---------------------------------------------------------------- asked as of a day
ASKED: dict[str, dict[str, str]] = {
    "unit_tasks": {"unit": "县司法局"},
    "workload": {"on": "2024-06-01"},
    "deadlines": {"on": "2024-06-01"},
    "unit_deadlines": {"unit": "县司法局", "on": "2024-06-01"},
    "task_card": {"task": "1"},
    "plan_summary": {},
    "timeline": {"unit": "县司法局", "from": "2024-01-01", "to": "2025-12-31", "most": "2"},
    "due_counts": {},
}
# What of a row another version changes though the task is as it was: keys of dates, places in the text, the future.
BESIDE = {"key", "date_key", "start", "end", "page", "valid_to", "former", "dropped"}


def without_places(value: Any, beside: frozenset[str] | set[str]) -> Any:
    if isinstance(value, dict):
        return {k: without_places(v, beside) for k, v in value.items() if k not in beside}
    return [without_places(v, beside) for v in value] if isinstance(value, list) else value


def test_as_of_a_day_rows_are_those_that_were_given_on_it(embedded_store: Store, neo4j_store: Store) -> None:
    """Each query is asked after each load, and again as of the first and last day of that version after all loads."""
    days = (ISSUED, CORRECTED, REISSUED, dt.date(2030, 1, 1))
    answers: list[dict[tuple[str, dt.date], Any]] = []
    for store in (embedded_store, neo4j_store):
        empty(store)
        then: dict[tuple[str, int], Any] = {}
        for number, text in enumerate(editions.TEXTS):
            store.load(editions.graph(text), today=days[number], replaces=TITLE if number == 2 else None)
            then |= {(name, number): run_query(store, name, values) for name, values in ASKED.items()}
        answers.append({})
        for number, (first, after) in enumerate(pairwise(days)):
            for day in (first, after - dt.timedelta(1)):
                for name, values in ASKED.items():
                    rows = run_query(store, name, {**values, "as_of": day.isoformat()})
                    answers[-1][name, day] = rows
                    assert without_places(rows, BESIDE) == without_places(then[name, number], BESIDE), (name, day)
        assert {
            name for name, values in ASKED.items() if run_query(store, name, {**values, "as_of": "2024-03-04"})
        } == set()
    assert answers[0] == answers[1]
    assert [row["tasks"] for (name, _), (row, *_) in answers[0].items() if name == "plan_summary"] == [5, 5, 4, 4, 5, 5]


def test_the_history_of_a_plan_and_of_a_task(embedded_store: Store, neo4j_store: Store) -> None:
    answers = []
    for store in (embedded_store, neo4j_store):
        empty(store)
        load(store, FIRST, SECOND)
        load(store, THIRD, replaces=TITLE)
        answers.append(
            [
                run_query(store, name, values)
                for name, values in (
                    ("plan_versions", {"plan": PLAN}),
                    ("task_versions", {"task": f"{PLAN}-1391ee5e0baf5b41"}),
                )
            ]
        )
    assert answers[0] == answers[1]
    plan, task = answers[0]
    assert [(r["version"], r["valid_from"], r["valid_to"], r["tasks"], r["replaced"], r["dropped"]) for r in plan] == [
        (1, ISSUED, CORRECTED, 5, 2, 2),
        (2, CORRECTED, REISSUED, 4, 1, 0),
        (3, REISSUED, None, 5, 0, 0),
    ]
    assert [(r["version"], r["valid_from"], r["valid_to"], r["number"], r["lead"]) for r in task] == [
        (1, ISSUED, CORRECTED, "2", ["县教育局"]),
        (2, CORRECTED, None, "3", ["县教育局"]),
    ]
    key = next(r["key"] for r in run_query(embedded_store, "task_versions", {"task": "3"}) if r["lead"] == ["县财政局"])
    assert run_query(embedded_store, "task_card", {"task": key}) == []
    (card,) = run_query(embedded_store, "task_card", {"task": key, "as_of": "2024-05-01"})
    assert (card["key"], card["valid_to"], [i["title"] for i in card["instruments"]]) == (
        key,
        CORRECTED,
        ["清河县扶持办法"],
    )
