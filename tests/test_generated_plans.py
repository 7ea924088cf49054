"""Plans made for benchmarks: what they are, and that every query gives the same rows of them on both stores."""

from __future__ import annotations

import importlib
from collections import Counter
from types import ModuleType

import pytest
import servers
from checkout import ROOT

from dutygraph.graph.build import build_graph
from dutygraph.graph.model import Plan
from dutygraph.graph.store import Store
from dutygraph.graph.validate import find_violations
from dutygraph.queries.registry import load_queries, run_query


@pytest.fixture(scope="module")
def made() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        return importlib.import_module("bench.plans")


@pytest.fixture(scope="module")
def plans(made: ModuleType) -> list[Plan]:
    return list(made.generate_plans(1000))


def test_a_seed_gives_the_same_plans_and_another_others(made: ModuleType, plans: list[Plan]) -> None:
    assert list(made.generate_plans(1000)) == plans
    assert next(made.generate_plans(1000, seed=2)).tasks[0] != plans[0].tasks[0]
    assert made.generate_plan(1, 500) == plans[1]
    assert [len(plan.tasks) for plan in made.generate_plans(1200)] == [500, 500, 200]


def test_every_span_is_where_its_words_stand(plans: list[Plan]) -> None:
    for plan in plans:
        for section in plan.sections:
            assert plan.text[section.span.start : section.span.end] == section.title
        for task in plan.tasks:
            assert task.text in plan.text[task.span.start : task.span.end]
            facts = [(assigned.span, assigned.surface) for assigned in task.assignments]
            facts += [(mention.span, mention.surface) for mention in task.mentions]
            facts += [(date.span, date.surface) for date in task.dates]
            facts += [(target.span, target.surface) for target in task.targets]
            for span, surface in facts:
                assert plan.text[span.start : span.end] == surface


def test_the_graph_is_valid_and_has_of_everything_as_much_as_real_plans(plans: list[Plan]) -> None:
    graph = build_graph(plans)
    assert find_violations(graph) == []
    edges = Counter(data["type"] for _, _, data in graph.edges(data=True))
    share = {type_: count / 1000 for type_, count in edges.items()}
    assert 1.3 < share["LEADS"] < 1.7
    assert 2.8 < share["RESPONSIBLE_FOR"] < 3.8
    assert 0.8 < share["SUPPORTS"] < 1.4
    assert 0.6 < share["CITES"] + share["DRAFTS"] < 0.9
    assert 0.7 < share["HAS_DATE"] < 0.9
    assert 0.2 < share["HAS_TARGET"] < 0.3
    assert {"NAMES", "MEMBER_OF", "SUB_ORGANIZATION_OF", "ABOUT", "IMPLEMENTS"} <= edges.keys()


def test_every_query_is_asked(made: ModuleType, plans: list[Plan]) -> None:
    asked = made.questions(plans)
    assert {name for name, _ in asked} == set(load_queries())
    assert {name for name, values in asked if "plan" in values} == {
        name for name, query in load_queries().items() if query.parameter("plan")
    }


def same_rows(stores: tuple[Store, Store], made: ModuleType, plans: list[Plan]) -> set[str]:
    """The queries that gave rows, after asserting that both stores give the same."""
    for store in stores:
        servers.empty(store)
        for plan in plans:
            store.load(build_graph([plan]))
    found = set()
    for name, values in made.questions(plans):
        rows = [run_query(store, name, values) for store in stores]
        assert rows[0] == rows[1], (name, values)
        found.update([name] if rows[0] else [])
    return found


# Generated plans have none of these: documents of one title, a reform, a chain of tasks (written on request).
WITHOUT_ROWS = {"instrument_duplicates", "unit_successors", "carried_out"}


def test_both_stores_give_the_same_rows_of_two_plans(
    embedded_store: Store, neo4j_store: Store, made: ModuleType
) -> None:
    found = same_rows((embedded_store, neo4j_store), made, list(made.generate_plans(400, per_plan=200)))
    assert set(load_queries()) - found <= WITHOUT_ROWS


@pytest.mark.long
def test_both_stores_give_the_same_rows_of_ten_thousand_tasks(
    embedded_store: Store, neo4j_store: Store, made: ModuleType
) -> None:
    found = same_rows((embedded_store, neo4j_store), made, list(made.generate_plans(10_000)))
    assert set(load_queries()) - found <= WITHOUT_ROWS
