"""Documents prepared ahead: the same comes of them as of documents loaded one by one."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator

import editions
import pytest
from factories import sample_plan
from graphs import dump, plan_of
from servers import empty

from dutygraph.graph.ahead import ahead
from dutygraph.graph.build import build_graph
from dutygraph.graph.errors import BadParameter
from dutygraph.graph.preparing import Told, prepare
from dutygraph.graph.store import Store

TODAY = dt.date(2024, 7, 1)


def test_one_thing_is_worked_on_ahead_and_no_more() -> None:
    taken: list[int] = []

    def things() -> Iterator[int]:
        for n in range(4):
            taken.append(n)
            yield n

    seen = [(thing, done.result(), len(taken)) for thing, done in ahead(things(), lambda n: n * n)]
    assert seen == [(0, 0, 2), (1, 1, 3), (2, 4, 4), (3, 9, 4)]


def test_the_work_goes_on_while_the_caller_is_busy() -> None:
    begun = [threading.Event() for _ in range(2)]
    things = ahead(range(2), lambda n: begun[n].set())
    next(things)
    assert begun[1].wait(10)
    things.close()


def test_an_error_is_that_of_its_own_thing() -> None:
    results = []
    for thing, done in ahead([1, 0, 2], lambda n: 2 // n):
        error = done.exception()
        results.append((thing, type(error) if error else done.result()))
    assert results == [(1, 2), (0, ZeroDivisionError), (2, 1)]


def test_a_version_that_was_prepared_before_the_one_before_it_was_there(store: Store) -> None:
    """All are prepared for an empty store; what is found when they are written decides."""
    graphs = [editions.graph(words) for words in (editions.FIRST, editions.SECOND, editions.FIRST)]
    reports = [store.load(graph, today=TODAY) for graph in graphs]
    one_by_one = dump(store.read_graph())
    empty(store)
    ready = [prepare(graph, Told(TODAY)) for graph in graphs]
    assert [store.load_prepared(prepared) for prepared in ready] == reports
    assert [report.outcomes[0].kind for report in reports] == ["first", "renewed", "superseded"]
    assert dump(store.read_graph()) == one_by_one


def test_what_is_prepared_may_be_loaded_again(store: Store) -> None:
    empty(store)
    prepared = prepare(build_graph([sample_plan()]))
    first = store.load_prepared(prepared)
    assert (first.nodes.created, first.edges.created) == (27, 34)
    assert not store.load_prepared(prepared).changed
    store.remove(sample_plan().key)
    assert store.load_prepared(prepared) == first


def test_plans_that_share_units_prepared_ahead(store: Store) -> None:
    empty(store)
    plans = [sample_plan(), *(plan_of(title, *sample_plan().tasks) for title in ("另一方案", "第三方案"))]
    graphs = [build_graph([plan]) for plan in plans]
    reports = [store.load_prepared(prepared.result()) for _, prepared in ahead(graphs, prepare)]
    assert [report.plans for report in reports] == [(plan.key,) for plan in plans]
    assert dump(store.read_graph()) == dump(build_graph(plans))


def test_what_cannot_be_told_is_refused_before_a_store_is_asked() -> None:
    graph = build_graph([sample_plan(), plan_of("另一方案", *sample_plan().tasks)])
    with pytest.raises(BadParameter, match="这份文件含 2 个方案"):
        prepare(graph, Told(TODAY, replaces="某方案"))
