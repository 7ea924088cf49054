"""The store's own answers: names resolved, words searched, errors in words that help."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import neo4j
import pytest
from factories import place, sample_plan, span, unit
from graphs import document, dump, plan_of
from servers import empty, write

from dutygraph.graph import loading, writing
from dutygraph.graph.build import build_graph
from dutygraph.graph.creating import Creator, new_edges
from dutygraph.graph.entities import Alias, UnitGroup
from dutygraph.graph.errors import AmbiguousName, NotFound, QueryFailed, StoreError
from dutygraph.graph.loading import LoadReport
from dutygraph.graph.model import Assignment, Plan
from dutygraph.graph.store import Store, open_store
from dutygraph.graph.stores import embedded
from dutygraph.graph.stores.arcadedb import ADMIN
from dutygraph.graph.stores.embedded import open_embedded
from dutygraph.graph.stores.locks import exclusive
from dutygraph.graph.stores.settings import StoreSettings
from dutygraph.graph.writing import Crossed


@pytest.fixture
def loaded(store: Store) -> Store:
    store.load(build_graph([sample_plan()]))
    return store


def elsewhere() -> Plan:
    """The sample plan's second task in another district, whose units have the same short names."""
    other = place("150621", "红柳区")
    towns = UnitGroup("各镇", "definite", other, aliases=(Alias("各乡镇", "printed"),))
    assignments = (
        Assignment("lead", unit("区司法局", other), "区司法局", "牵头单位", 1, True, span("区司法局", 1)),
        Assignment("supporting", towns, "各镇", "配合单位", 1, False, span("各镇")),
    )
    plan = plan_of("另一方案", replace(sample_plan().tasks[1], assignments=assignments))
    return replace(plan, jurisdiction=other)


JUSTICE, MARKET, TOWNS = "2bdaa07c9b2a59e8", "c895fc3e1dfbdd9d", UnitGroup("各镇", "definite", place()).key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        pytest.param("区司法局", JUSTICE, id="name"),
        pytest.param(" 青禾区司法局 ", JUSTICE, id="full-name"),
        pytest.param(JUSTICE, JUSTICE, id="key"),
        pytest.param("区市场监督管理局", MARKET, id="canonical-name"),
        pytest.param("区市场监管局", MARKET, id="alias"),
        pytest.param("各镇", TOWNS, id="group"),
        pytest.param(TOWNS, TOWNS, id="key-of-a-group"),
    ],
)
def test_a_unit_is_found_under_any_of_its_names(loaded: Store, name: str, key: str) -> None:
    assert loaded.resolve_unit(name) == key


def test_a_name_of_several_units_is_not_decided(loaded: Store) -> None:
    loaded.load(build_graph([elsewhere()]))
    other = unit("区司法局", place("150621", "红柳区")).key
    with pytest.raises(AmbiguousName) as caught:
        loaded.resolve_unit("区司法局")
    assert caught.value.candidates == ((other, "红柳区司法局"), (JUSTICE, "青禾区司法局"))
    assert loaded.resolve_unit("红柳区司法局") == other
    with pytest.raises(AmbiguousName, match=r"红柳区各镇（.{16}）；青禾区各镇"):
        loaded.resolve_unit("各镇")
    assert loaded.resolve_unit("各乡镇") == UnitGroup("各镇", "definite", place("150621", "红柳区")).key


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        pytest.param("区司法所", ("区司法局", "青禾区司法局"), id="near"),
        pytest.param("区市场监督局", ("区市场监督管理局", "区市场监管局", "青禾区市场监督管理局"), id="near-alias"),
        pytest.param("Ministry of Silly Walks", (), id="nothing-near"),
    ],
)
def test_an_unknown_name_comes_with_the_nearest(loaded: Store, name: str, nearest: tuple[str, ...]) -> None:
    with pytest.raises(NotFound) as caught:
        loaded.resolve_unit(name)
    assert caught.value.nearest == nearest
    assert caught.value.kind == "单位"


def test_a_name_in_characters_of_another_width(store: Store) -> None:
    body = unit("区政务服务局（大数据局）")
    store.load(build_graph([document("甲", [body], ())]))
    assert store.resolve_unit("区政务服务局(大数据局)") == body.key


def test_read_gives_natives(loaded: Store) -> None:
    rows = loaded.read(
        "MATCH (t:Task {number: '2'})-[:HAS_DATE]->(d:TimeConstraint)"
        " RETURN d.kind AS kind, d.start_date AS first, d.due_date AS last, d.months AS months,"
        " d.business_days AS business, d.position AS position ORDER BY position",
    )
    assert rows[0] == {
        "kind": "recurrence",
        "first": None,
        "last": None,
        "months": [1],
        "business": None,
        "position": 1,
    }
    assert rows[4] == {
        "kind": "period",
        "first": dt.date(2024, 1, 1),
        "last": dt.date(2024, 12, 31),
        "months": None,
        "business": None,
        "position": 5,
    }
    assert type(rows[4]["first"]) is dt.date


def test_read_takes_dates_as_parameters(loaded: Store) -> None:
    due = "MATCH (d:TimeConstraint) WHERE d.due_date >= $first AND d.due_date <= $last RETURN d.surface AS surface"
    assert loaded.read(due, {"first": dt.date(2023, 12, 31), "last": dt.date(2024, 1, 1)}) == [
        {"surface": "2023年年底前"}
    ]


def test_every_label_has_its_unique_key(store: Store) -> None:
    store.load(build_graph([sample_plan()]))
    for label in ("Unit", "Task", "TimeConstraint", "Source", "Alias"):
        with pytest.raises(QueryFailed, match="ConstraintValidationFailed"):
            write(store, f"MATCH (n:{label}) WITH n.key AS key LIMIT 1 CREATE (:{label} {{key: key}})")


def test_indexes_are_those_of_the_vocabulary(loaded: Store) -> None:
    rows = loaded.read("SHOW INDEXES YIELD labelsOrTypes, properties, type RETURN labelsOrTypes, properties, type")
    found = {(row["labelsOrTypes"][0], row["properties"][0], row["type"]) for row in rows if row["properties"]}
    assert {
        ("Unit", "key", "RANGE"),
        ("Unit", "name", "RANGE"),
        ("Unit", "full_name", "RANGE"),
        ("TimeConstraint", "due_date", "RANGE"),
        ("Instrument", "document_number", "RANGE"),
        ("Task", "terms", "FULLTEXT"),
        ("Unit", "terms", "FULLTEXT"),
        ("UnitGroup", "terms", "FULLTEXT"),
        ("Instrument", "terms", "FULLTEXT"),
    } <= found


def test_ping(store: Store) -> None:
    store.ping()
    assert store.address.startswith("bolt://")


def test_a_server_that_is_not_there(data: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(StoreSettings(data, uri="bolt://127.0.0.1:1", password="x"))
    assert str(caught.value).startswith("连接不上图数据库 bolt://127.0.0.1:1（")
    assert str(caught.value).endswith("请确认它已启动、DUTYGRAPH_NEO4J_URI 的地址和端口正确、防火墙放行。")


@pytest.mark.parametrize("uri", ["http://127.0.0.1:7474", "127.0.0.1", "bolt+x://db", "bolt://", "bolt://db:x"])
def test_an_address_that_is_none(data: Path, uri: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(StoreSettings(data, uri=uri, password="x"))
    assert str(caught.value).startswith(f"图数据库地址“{uri}”写法不对。")
    assert str(caught.value).endswith("DUTYGRAPH_NEO4J_URI 应形如 bolt://主机:7687 或 neo4j+s://主机。")


def test_a_wrong_password(data: Path) -> None:
    running = open_embedded(data)
    try:
        uri = running.server.uri
        with pytest.raises(StoreError) as caught:
            open_store(StoreSettings(data, uri=uri, user=ADMIN, password="wrong"))
        assert str(caught.value) == (
            f"图数据库 {uri} 拒绝登录：用户名或密码不对。请核对 DUTYGRAPH_NEO4J_USER 和 DUTYGRAPH_NEO4J_PASSWORD。"
        )
        with pytest.raises(StoreError, match="拒绝登录"):
            open_store(StoreSettings(data, uri=uri, token="wrong"))
    finally:
        running.close()


def test_a_database_that_is_not_there(neo4j_server: StoreSettings) -> None:
    with pytest.raises(StoreError, match=r"^图数据库 bolt.+ 没有这个库（.+）。请核对 DUTYGRAPH_NEO4J_DATABASE。$"):
        open_store(replace(neo4j_server, database="nowhere"))


def test_an_address_the_driver_refuses(data: Path) -> None:
    with pytest.raises(StoreError, match="写法不对"):
        open_store(StoreSettings(data, uri="bolt://db:7687?routing=no", password="x"))


def test_a_new_store_has_nothing(data: Path) -> None:
    with open_store(StoreSettings(data)) as store:
        assert store.search("区司法局") == []
        assert store.read_graph().number_of_nodes() == 0
        assert store.read("MATCH (t:Task) RETURN t.key AS key") == []
        with pytest.raises(NotFound, match="请核对名称或键"):
            store.resolve_unit("区司法局")


def test_a_load_that_another_writer_gets_ahead_of_is_done_again(
    embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another transaction makes one of the units between the load's last statement and its commit."""
    empty(embedded_store)
    load_graph, loads = loading.load_graph, 0

    def overtaken(*arguments: Any, **more: Any) -> LoadReport:
        nonlocal loads
        loads += 1
        report = load_graph(*arguments, **more)
        if loads == 1:
            write(embedded_store, "CREATE (:Unit {key: $key})", key=JUSTICE)
        return report

    monkeypatch.setattr(loading, "load_graph", overtaken)
    embedded_store.load(build_graph([sample_plan()]))
    assert loads == 2
    assert dump(embedded_store.read_graph()) == dump(build_graph([sample_plan()]))


def test_a_load_that_never_gets_through(embedded_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def overtaken(*_: object, **__: object) -> LoadReport:
        raise Crossed

    monkeypatch.setattr(loading, "load_graph", overtaken)
    with pytest.raises(StoreError, match=r"^图数据库正忙：.*数据没有改动。请稍后再试。$"):
        embedded_store.load(build_graph([sample_plan()]))


def test_what_is_left_of_a_plan_that_is_not_there_is_no_hindrance(store: Store) -> None:
    """As a restore that was cut short leaves it: tasks and shared nodes, no plan."""
    empty(store)
    graph = build_graph([sample_plan()])
    task = sample_plan().tasks[0].key
    write(store, "CREATE (:Task {key: $key, title: '旧'})", key=task)
    write(store, "CREATE (:Unit {key: $key})", key=JUSTICE)
    report = store.load(graph)
    assert (report.plans, [outcome.kind for outcome in report.outcomes]) == ((sample_plan().key,), ["first"])
    assert store.read("MATCH (t:Task {key: $key}) RETURN t.title AS title", {"key": task}) == [
        {"title": sample_plan().tasks[0].title}
    ]
    assert not store.load(graph).changed


def test_a_new_edge_is_not_lost_with_its_end(store: Store) -> None:
    edge = ("Unit:nobody", "Task:nobody", "LEADS/1")

    def create(tx: neo4j.ManagedTransaction) -> None:
        creator = Creator(tx)
        creator.create(new_edges([(edge, {"type": "LEADS", "position": 1})]))
        creator.finish()

    def put(driver: neo4j.Driver) -> None:
        with driver.session() as session:
            session.execute_write(create)

    with pytest.raises(Crossed):
        store._connection.use(put)


def test_an_edge_is_not_lost_with_its_end(store: Store) -> None:
    """An end that another transaction deleted is noticed, not passed over."""
    edge = ("Unit:nobody", "Task:nobody", "LEADS/1")

    def put(driver: neo4j.Driver) -> None:
        with driver.session() as session:
            session.execute_write(writing.put_edges, {edge: {"position": 1}})

    with pytest.raises(Crossed):
        store._connection.use(put)


def test_one_writer_at_a_time(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "_WAIT_FOR_WRITERS", 0.1)
    with open_store(StoreSettings(data)) as store:
        with exclusive(data / "database" / "writing.lock") as alone:
            assert alone
            with pytest.raises(StoreError, match="正被另一个进程写入，等待超时；数据没有改动"):
                store.load(build_graph([sample_plan()]))
        assert store.load(build_graph([sample_plan()])).changed


def test_a_closed_store(data: Path) -> None:
    store = open_store(StoreSettings(data))
    store.close()
    store.close()
    with pytest.raises(StoreError):
        store.ping()


def test_importing_the_store_brings_no_driver() -> None:
    heavy = "neo4j", "networkx", "jieba", "http.client"
    program = f"import sys, dutygraph.graph.store; print([name for name in {heavy!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
