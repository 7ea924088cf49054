"""What a load leaves in the store: always what build_graph makes of the plans as they were last loaded."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import histories
import pytest
from factories import place, sample_plan, span, unit
from graphs import changed, document, dump, plan_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdf_cases import with_a_chain
from servers import empty

from dutygraph.graph import creating, writing
from dutygraph.graph.build import build_graph
from dutygraph.graph.entities import Alias, Succession, Unit, UnitKind
from dutygraph.graph.errors import QueryFailed
from dutygraph.graph.loading import Count, LoadReport
from dutygraph.graph.model import Assignment, DateKind, Plan, TimeConstraint
from dutygraph.graph.stating import SHARED
from dutygraph.graph.store import Store


def stored(store: Store) -> object:
    return dump(store.read_graph())


def built(*plans: Plan) -> object:
    return dump(build_graph(plans))


def test_what_is_loaded_is_what_is_read(store: Store) -> None:
    plan = sample_plan()
    report = store.load(build_graph([plan]))
    assert report == LoadReport((plan.key,), Count(created=27), Count(created=34))
    assert report.changed
    assert stored(store) == built(plan)


def test_loading_again_changes_nothing(store: Store) -> None:
    graph = build_graph([sample_plan()])
    store.load(graph)
    before = store.read("MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN properties(n) AS n, properties(r) AS r")
    report = store.load(graph)
    after = store.read("MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN properties(n) AS n, properties(r) AS r")
    assert report == LoadReport((sample_plan().key,), Count(), Count())
    assert not report.changed
    assert sorted(map(repr, after)) == sorted(map(repr, before))


def test_both_stores_hold_the_same(embedded_store: Store, neo4j_store: Store) -> None:
    dumps = []
    for store in (embedded_store, neo4j_store):
        empty(store)
        store.load(build_graph([sample_plan()]))
        hidden = store.read("MATCH (n) WHERE n.terms IS NOT NULL OR n.plans IS NOT NULL RETURN properties(n) AS n")
        dumps.append((stored(store), sorted(hidden, key=lambda row: str(sorted(row["n"].items())))))
    assert dumps[0] == dumps[1]


def test_a_new_reading_takes_away_what_it_no_longer_says(store: Store) -> None:
    old, new = sample_plan(), changed(sample_plan())
    store.load(build_graph([old]))
    report = store.load(build_graph([new]))
    assert stored(store) == built(new)
    # Gone: task 2, its five dates, target and finding, the group 区直有关部门, the instrument 青禾区清单, the source.
    # Come: the new source. Updated: task 1, whose deadline is an ongoing duty now.
    assert report == LoadReport((old.key,), Count(1, 2, 11), Count(1, 1, 13))


def test_a_source_is_replaced_by_that_of_the_file_read_last(store: Store) -> None:
    store.load(build_graph([sample_plan()]))
    store.load(build_graph([changed(sample_plan())]))
    rows = store.read("MATCH (p:Plan)-[:READ_FROM]->(s:Source) RETURN s.sha256 AS sha256")
    assert rows == [{"sha256": changed(sample_plan()).source.sha256}]
    assert store.read("MATCH (s:Source) RETURN count(s) AS n") == [{"n": 1}]


def test_what_another_plan_states_too_is_left(store: Store) -> None:
    other = plan_of("另一方案", sample_plan().tasks[1])
    store.load(build_graph([sample_plan()]))
    store.load(build_graph([other]))
    assert stored(store) == built(sample_plan(), other)
    store.load(build_graph([changed(sample_plan())]))
    assert stored(store) == built(changed(sample_plan()), other)
    assert store.read("MATCH (g:UnitGroup) RETURN g.name AS name ORDER BY name") == [
        {"name": "区直有关部门"},
        {"name": "各镇"},
    ]


def test_what_is_too_much_for_one_statement(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of both loads: the plan that is new, and the one that finds what it shares there."""
    for module, names in ((writing, ("_BATCH", "_PARTS")), (creating, ("_NODES", "_EDGES", "_FEW"))):
        for name in names:
            monkeypatch.setattr(module, name, 2)
    plan, other = sample_plan(), plan_of("另一方案", *sample_plan().tasks)
    assert store.load(build_graph([plan])).nodes == Count(created=27)
    report = store.load(build_graph([other]))
    assert stored(store) == built(plan, other)
    shared = sum(node.split(":")[0] in SHARED for node in build_graph([plan])) - 1  # each has a source of its own
    assert (
        report.nodes.updated == shared == store.read("MATCH (n) WHERE size(n.plans) = 2 RETURN count(n) AS n")[0]["n"]
    )
    assert store.read("MATCH ()-[r]->() WHERE size(r.plans) = 2 RETURN count(r) AS n") == [{"n": report.edges.updated}]


def test_an_alias_goes_with_the_last_plan_that_states_it(store: Store) -> None:
    plain = unit("区市场监督管理局")
    task = replace(
        sample_plan().tasks[1],
        assignments=(Assignment("lead", plain, "区市场监督管理局", "牵头单位", 1, True, span("区司法局")),),
    )
    other = plan_of("另一方案", task)
    store.load(build_graph([sample_plan()]))
    store.load(build_graph([other]))
    without = replace(sample_plan(), tasks=(), findings=())
    store.load(build_graph([without]))
    assert stored(store) == built(without, other)
    names = store.read("MATCH (a:Alias)-[:NAMES]->(u:Unit) RETURN a.name AS name")
    assert names == []


def test_a_read_plan_is_that_plan_alone(store: Store) -> None:
    plan, other = sample_plan(), plan_of("另一方案", sample_plan().tasks[0])
    store.load(build_graph([plan]))
    store.load(build_graph([other]))
    assert dump(store.read_graph(plan.key)) == built(plan)
    assert dump(store.read_graph(other.key)) == built(other)
    assert dump(store.read_graph("0000000000000000")) == ({}, {})


def test_a_document_of_several_plans(store: Store) -> None:
    plans = [sample_plan(), plan_of("另一方案", sample_plan().tasks[0])]
    report = store.load(build_graph(plans))
    assert report.plans == tuple(sorted(plan.key for plan in plans))
    assert stored(store) == built(*plans)
    assert not store.load(build_graph(plans)).changed


def test_a_graph_without_plans_changes_nothing(store: Store) -> None:
    store.load(build_graph([sample_plan()]))
    assert store.load(build_graph([])) == LoadReport((), Count(), Count())
    assert stored(store) == built(sample_plan())


def kinds_of_one_unit() -> list[Plan]:
    """Three plans that know 区财政局 as three kinds of body."""
    plans = []
    kinds: tuple[tuple[str, UnitKind], ...] = (("甲", "government"), ("乙", "institution"), ("丙", "other"))
    for title, kind in kinds:
        body = replace(unit("区财政局"), kind=kind)
        assignment = Assignment("lead", body, "区财政局", "牵头单位", 1, True, span("区财政局"))
        plans.append(plan_of(title, replace(sample_plan().tasks[0], assignments=(assignment,))))
    return plans


def test_where_plans_differ_the_order_of_loading_does_not_matter(store: Store) -> None:
    expected = built(*kinds_of_one_unit())
    for plans in permutations(kinds_of_one_unit()):
        empty(store)
        for plan in plans:
            store.load(build_graph([plan]))
        assert stored(store) == expected


def test_units_from_a_register(store: Store) -> None:
    """Parents, successions and their aliases hang on a unit that a plan names, each only as long as it does."""
    old = unit("区环保局")
    new = replace(
        unit("区生态环境分局", None, "区环境分局"),
        parent=unit("市生态环境局", place("150600", "河源市")),
        successions=(Succession(old, "merge", dt.date(2019, 1, 1), "机构改革方案"),),
    )
    assignment = Assignment("lead", new, "区环境分局", "牵头单位", 1, True, span("区财政局"))
    plan = plan_of("环保", replace(sample_plan().tasks[0], assignments=(assignment,)))
    store.load(build_graph([plan]))
    assert stored(store) == built(plan)
    assert store.read(
        "MATCH (a:Unit)-[r:SUCCEEDED_BY]->(b:Unit) RETURN a.name AS a, r.on AS day, r.kind AS kind, b.name AS b"
    ) == [{"a": "区生态环境分局", "day": dt.date(2019, 1, 1), "kind": "merge", "b": "区环保局"}]
    empty_plan = replace(plan, tasks=())
    store.load(build_graph([empty_plan]))
    assert stored(store) == built(empty_plan)


def test_what_a_register_merged_comes_apart_without_it(store: Store, tmp_path: Path) -> None:
    """A merge is a row: with it one node, and without it, read again, the graph as if it had never been."""
    merged = "jurisdiction,name,aliases\n130534,县市场监督管理局,县工商局;县质监局\n"
    holds = "MATCH (u:Unit)-[:LEADS]->(t:Task {number: '2'}) RETURN u.name AS name ORDER BY name"
    names = "MATCH (a:Alias)-[:NAMES]->(u:Unit {name: '县市场监督管理局'}) RETURN count(a) AS n"
    plain = histories.read().plans
    store.load(build_graph(plain))
    assert store.read(holds) == [{"name": "县工商局"}, {"name": "县质监局"}]
    store.load(build_graph(histories.read(tmp_path, merged).plans))
    assert store.read(holds) == [{"name": "县市场监督管理局"}] * 2  # each printed name is an edge of its own
    assert store.read(names) == [{"n": 4}]
    store.load(build_graph(histories.read(tmp_path, histories.UNITS, histories.INSTRUMENTS).plans))
    assert store.read("MATCH ()-[r:SUCCEEDED_BY|SUPERSEDED_BY]->() RETURN count(r) AS n") == [{"n": 6}]
    store.load(build_graph(plain))
    assert stored(store) == built(*plain)
    assert store.read("MATCH ()-[r:SUCCEEDED_BY|SUPERSEDED_BY]->() RETURN count(r) AS n") == [{"n": 0}]


def test_a_long_text_comes_back_whole(store: Store) -> None:
    text = "青禾区法治工作任务分解方案。" * 40_000
    plan = replace(sample_plan(), text=text)
    store.load(build_graph([plan]))
    assert store.read("MATCH (s:Source) RETURN s.text AS text") == [{"text": text}]


def test_a_load_that_fails_changes_nothing(store: Store) -> None:
    store.load(build_graph([sample_plan()]))
    graph = build_graph([changed(sample_plan())])
    edge = next(edge for edge in graph.edges(keys=True) if edge[2] == "LEADS/1")
    graph.edges[edge]["label"] = {"a": "map, which no property can be"}  # edges come after the nodes
    with pytest.raises(QueryFailed) as caught:
        store.load(graph)
    assert str(caught.value).startswith("图数据库不接受该语句：")
    assert stored(store) == built(sample_plan())


def test_an_unknown_label_or_relationship_is_refused_before_anything_is_written(store: Store) -> None:
    store.load(build_graph([sample_plan()]))
    graph = build_graph([changed(sample_plan())])
    graph.add_node("Person:1", labels=("Person",), key="1")
    with pytest.raises(KeyError, match="Person"):
        store.load(graph)
    graph = build_graph([changed(sample_plan())])
    unit_, task = next((a, b) for a, b, key in graph.edges(keys=True) if key == "LEADS/1")
    graph.add_edge(unit_, task, key="OWNS/1", type="OWNS")
    with pytest.raises(KeyError, match="OWNS"):
        store.load(graph)
    assert stored(store) == built(sample_plan())


def test_plans_loaded_at_the_same_time(store: Store) -> None:
    """Writers that meet on shared units: nothing is lost, nothing comes twice."""
    plans = [plan_of(f"方案{number}", sample_plan().tasks[number % 2]) for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda plan: store.load(build_graph([plan])), plans))
    assert [report.plans for report in reports] == [(plan.key,) for plan in plans]
    assert stored(store) == built(*plans)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda plan: store.load(build_graph([replace(plan, tasks=())])), plans))
    assert stored(store) == built(*(replace(plan, tasks=()) for plan in plans))


def test_one_plan_loaded_at_the_same_time_by_two(store: Store) -> None:
    graphs = [build_graph([plan]) for plan in (sample_plan(), changed(sample_plan())) * 2]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(store.load, graphs))
    assert stored(store) in (built(sample_plan()), built(changed(sample_plan())))


NAMES = ("区司法局", "区财政局", "区教育局")


@st.composite
def documents(draw: st.DrawFn) -> Plan:
    """One of three plans in one of many wordings: units with and without aliases, dates of any kind."""
    bodies: list[Unit] = [
        unit(name, None, *draw(st.lists(st.sampled_from(["甲局", "乙局"]), unique=True, max_size=2)))
        for name in draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=3))
    ]
    kinds: list[DateKind] = draw(st.lists(st.sampled_from(["ongoing", "duration"]), max_size=2))
    dates = tuple(
        TimeConstraint(kind, "长期", None, span("长期坚持"), position) for position, kind in enumerate(kinds, 1)
    )
    return document(draw(st.sampled_from("甲乙丙")), bodies, dates)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(documents(), min_size=2, max_size=5))
def test_after_any_loads_the_store_holds_the_last_of_each_plan(store: Store, plans: list[Plan]) -> None:
    empty(store)
    for plan in plans:
        store.load(build_graph([plan]))
    assert stored(store) == built(*{plan.key: plan for plan in plans}.values())


def test_an_alias_of_two_units(store: Store) -> None:
    """One Alias node may name several units; each link goes by itself."""
    alias = Alias("区局", "abbreviation")
    one, other = (replace(unit(name), aliases=(alias,)) for name in NAMES[:2])
    store.load(build_graph([document("甲", [one, other], ())]))
    assert stored(store) == built(document("甲", [one, other], ()))
    store.load(build_graph([document("甲", [one, unit(NAMES[1])], ())]))
    assert stored(store) == built(document("甲", [one, unit(NAMES[1])], ()))


def test_a_chain_comes_back_with_the_whole_graph_and_outlives_the_load_of_one_plan(store: Store) -> None:
    graph = with_a_chain()
    store.load(graph)
    assert dump(store.read_graph()) == dump(graph)
    assert not store.load(graph).changed
    for plan in ("150602", "150603"):
        place_ = place(plan, {"150602": "青禾区", "150603": "白泉区"}[plan])
        assert not store.load(build_graph([sample_plan(place_)])).changed
    carried = "MATCH (:Task)-[r:CARRIES_OUT]->(:Task) RETURN r.score AS score"
    assert store.read(carried) == [{"score": 0.4615}]
    store.load(build_graph([replace(sample_plan(), tasks=(), findings=())]))  # one end goes, and the edge with it
    assert store.read(carried) == []
