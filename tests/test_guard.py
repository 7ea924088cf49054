"""Statements of users: what reads is answered, what writes is refused and changes nothing, on both stores."""

from __future__ import annotations

import datetime as dt
import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

import pytest
import servers
from factories import sample_plan
from graphs import dump

from dutygraph.graph.build import build_graph
from dutygraph.graph.errors import BadParameter, QueryFailed, WriteRefused
from dutygraph.graph.store import Rows, Store
from dutygraph.graph.stores import guard
from dutygraph.graph.stores.stopping import Cancel


@pytest.fixture
def loaded(store: Store) -> Store:
    store.load(build_graph([sample_plan()]))
    return store


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def held(request: pytest.FixtureRequest) -> Store:
    """Each store with the sample plan, loaded once for all tests that change nothing."""
    store: Store = request.getfixturevalue(f"{request.param}_store")
    servers.empty(store)
    store.load(build_graph([sample_plan()]))
    return store


def everything(store: Store) -> object:
    """All that the store holds: nodes and edges with their hidden properties, indexes, constraints."""
    listed = "SHOW INDEXES YIELD name RETURN name", "SHOW CONSTRAINTS YIELD name RETURN name"
    nodes = store.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS n")
    edges = store.read("MATCH (a)-[r]->(b) RETURN a.key AS a, type(r) AS type, properties(r) AS r, b.key AS b")
    return [sorted(map(repr, rows)) for rows in (nodes, edges, *map(store.read, listed))]


WRITES = [
    pytest.param("CREATE (:Unit {key: 'x'})", "CREATE", id="CREATE"),
    pytest.param("CREATE (:Nobody {key: 'x'})", "CREATE", id="CREATE-new-label"),
    pytest.param("MATCH (u:Unit), (t:Task) CREATE (u)-[:OWNS]->(t)", "CREATE", id="CREATE-relationship"),
    pytest.param("MERGE (:Unit {key: 'x'})", "MERGE", id="MERGE"),
    pytest.param("MATCH (u:Unit) SET u.name = 'x'", "SET", id="SET"),
    pytest.param("MATCH (u:Unit {key: 'nobody'}) SET u.name = 'x'", "SET", id="SET-on-nothing"),
    pytest.param("MATCH (u:Unit) SET u:Closed", "SET", id="SET-label"),
    pytest.param("MATCH (u:Unit) REMOVE u.name", "REMOVE", id="REMOVE"),
    pytest.param("MATCH ()-[r:LEADS]->() DELETE r", "DELETE", id="DELETE"),
    pytest.param("MATCH (n) DETACH DELETE n", "DETACH DELETE", id="DETACH-DELETE"),
    pytest.param("MATCH (n) detach\n delete n RETURN count(n) AS n", "DETACH DELETE", id="lower-case"),
    pytest.param("FOREACH (x IN [1] | CREATE (:Unit {key: 'x'}))", "FOREACH", id="FOREACH"),
    pytest.param("FOREACH (x IN [] | CREATE (:Unit {key: 'x'}))", "FOREACH", id="FOREACH-over-nothing"),
    pytest.param("MATCH (u:Unit) CALL { WITH u SET u.name = 'x' } RETURN u.key", "CALL", id="CALL-subquery"),
    pytest.param("CALL { MATCH (n) DETACH DELETE n }", "CALL", id="CALL-delete"),
    pytest.param("CREATE INDEX mine IF NOT EXISTS FOR (n:Unit) ON (n.kind)", "CREATE", id="CREATE-INDEX"),
    pytest.param(
        "CREATE CONSTRAINT mine IF NOT EXISTS FOR (n:Unit) REQUIRE n.full_name IS UNIQUE",
        "CREATE",
        id="CREATE-CONSTRAINT",
    ),
    pytest.param("DROP INDEX unit_name", "DROP", id="DROP-INDEX"),
    pytest.param("DROP INDEX nothing IF EXISTS", "DROP", id="DROP-INDEX-of-nothing"),
    pytest.param("DROP CONSTRAINT unit_key_unique", "DROP", id="DROP-CONSTRAINT"),
    pytest.param("EXPLAIN CREATE INDEX mine FOR (n:Unit) ON (n.kind)", "CREATE", id="EXPLAIN"),
    pytest.param("PROFILE MATCH (u:Unit) SET u.name = 'x'", "SET", id="PROFILE"),
    pytest.param("MATCH (u:Unit) RETURN u.name AS n UNION CREATE (u:Unit) RETURN 'x' AS n", "CREATE", id="UNION"),
]


@pytest.mark.parametrize(("cypher", "clause"), WRITES)
def test_a_write_is_refused(loaded: Store, cypher: str, clause: str) -> None:
    with pytest.raises(WriteRefused) as caught:
        loaded.read_only(cypher)
    assert str(caught.value) == (
        f"只读接口拒绝执行：语句中的 {clause} 会修改数据。请改用只读的 MATCH … RETURN；数据没有改动。"
    )
    assert dump(loaded.read_graph()) == dump(build_graph([sample_plan()]))
    names = {row["name"] for row in loaded.read("SHOW INDEXES YIELD name RETURN name")}
    assert "mine" not in names
    assert "unit_name" in names


NEW_LINE = "\\u000a"  # ends a comment for Neo4j; for ArcadeDB it is part of it

# Tricks: words hidden from a reader or from a check, and what one store has and the other does not.
TRICKS = [
    "CR\\u0045ATE (:X)",
    "MATCH (n) S\\u0045T n.name = 'x'",
    f"MATCH (n) RETURN n.name //{NEW_LINE}UNION MATCH (n) DETACH DELETE n RETURN 1 AS `n.name`",
    "MATCH (n) /* '*/ SET n.name = 'x' /* '*/",
    "MATCH (n)//\nSET//\nn.name = 'x'",
    "MATCH (n) DETACH/**/DELETE/**/n",
    "/* a reading one */ CREATE (:X)",
    "// MATCH (n) RETURN n\nCREATE (:X)",
    "\ufeffCREATE (:X)",
    "\u200bCREATE (:X)",
    "\uff23\uff32\uff25\uff21\uff34\uff25 (:X)",
    "RETURN 1 AS x; CREATE (:X)",
    "RETURN 1 AS x;\nMATCH (n) DETACH DELETE n;",
    "EXPLAIN RETURN 1 AS x; CREATE (:X)",
    "EXPLAIN EXPLAIN CREATE (:X)",
    "PROFILE EXPLAIN CREATE (:X)",
    "EXPLAIN\nPROFILE\nMATCH (n) SET n.name = 'x'",
    "CYPHER 5 CREATE (:X)",
    "CYPHER 25 CREATE (:X)",
    "CYPHER runtime=slotted MATCH (n) SET n.name = 'x'",
    "INSERT (:X)",
    "USE neo4j CREATE (:X)",
    "USE graph.byName('neo4j') CREATE (:X)",
    "MATCH (n) WITH n LIMIT 1 CALL (n) { SET n.name = 'x' } RETURN n.name",
    "MATCH (n) RETURN [x IN [1] | n.name] AS l UNION ALL MATCH (n) SET n.name = 'x' RETURN [] AS l",
    "CREATE FULLTEXT INDEX mine FOR (n:Task) ON EACH [n.title]",
    "CREATE TEXT INDEX mine FOR (n:Task) ON (n.title)",
    "DROP INDEX task_number",
    "CREATE CONSTRAINT mine FOR (n:Unit) REQUIRE n.name IS NOT NULL",
    "CREATE USER mine SET PASSWORD 'mine-mine'",
    "CREATE DATABASE mine",
    "DROP DATABASE neo4j IF EXISTS",
    "STOP DATABASE neo4j",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'mine-mine'",
    "GRANT ROLE admin TO neo4j",
    "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    "SHOW TRANSACTIONS YIELD transactionId AS id TERMINATE TRANSACTIONS id YIELD message RETURN message",
    "CALL dbms.setConfigValue('db.transaction.timeout', '1s')",
    "CALL db.createLabel('X')",
    "CALL db.createProperty('x')",
    "CALL db.createRelationshipType('X')",
    "MATCH (n) CALL db.create.setNodeVectorProperty(n, 'name', [1.0]) RETURN n.name",
    "CALL apoc.cypher.doIt('CREATE (:X)', {})",
    "CALL apoc.periodic.commit('CREATE (:X)', {})",
    "CALL merge.node(['X'], {key: 'x'}, {}, {}) YIELD node RETURN node",
    "INSERT INTO Unit SET key = 'x'",
    "DELETE FROM Unit",
    "CREATE VERTEX TYPE X",
]


@pytest.mark.parametrize("cypher", TRICKS)
def test_no_trick_writes(held: Store, cypher: str) -> None:
    before = everything(held)
    harmless = held.kind == "embedded" and NEW_LINE in cypher
    with nullcontext() if harmless else pytest.raises((WriteRefused, QueryFailed)):
        held.read_only(cypher, timeout=20)
    assert everything(held) == before


@pytest.mark.parametrize(
    "cypher",
    [
        pytest.param("LOAD CSV FROM 'file:///etc/hosts' AS line RETURN line", id="file"),
        pytest.param("load  /* x */ csv WITH HEADERS FROM 'http://127.0.0.1/x' AS line RETURN line", id="address"),
        pytest.param("RETURN 1 AS x //\\u000aUNION LOAD CSV FROM 'x' AS x RETURN x", id="hidden-in-a-comment"),
        pytest.param("LOAD\\u0020CSV FROM 'x' AS x RETURN x", id="hidden-space"),
    ],
)
def test_files_and_addresses_are_not_read(loaded: Store, cypher: str) -> None:
    with pytest.raises(WriteRefused, match="LOAD CSV 会读取文件或网址"):
        loaded.read_only(cypher)


@pytest.mark.parametrize(
    "cypher",
    [
        pytest.param("MATCH (u:Unit) CALL { WITH u SET u.name = 'x' } IN TRANSACTIONS", id="plain"),
        pytest.param("UNWIND [1] AS x CALL { CREATE (:X) } IN 4 CONCURRENT TRANSACTIONS OF 1 ROW", id="concurrent"),
        pytest.param("UNWIND [1] AS x CALL { CREATE (:X) }\nin transactions of 1 rows", id="lower-case"),
    ],
)
def test_no_transactions_beside_this_one(loaded: Store, cypher: str) -> None:
    with pytest.raises(WriteRefused, match="IN TRANSACTIONS 会另开事务"):
        loaded.read_only(cypher)
    assert dump(loaded.read_graph()) == dump(build_graph([sample_plan()]))


def test_procedures_that_write_are_refused_by_neo4j(neo4j_store: Store) -> None:
    for call in ("CALL db.createLabel('Mine')", "CALL dbms.listConfig()", "CALL db.clearQueryCaches()"):
        with pytest.raises(WriteRefused, match="语句中的 CALL 会修改数据"):
            neo4j_store.read_only(call)
    assert "Mine" not in {row["label"] for row in neo4j_store.read("CALL db.labels() YIELD label")}


def test_procedures_that_write_are_refused_by_the_embedded_store(embedded_store: Store) -> None:
    embedded_store.load(build_graph([sample_plan()]))
    before = dump(embedded_store.read_graph())
    for call in (
        "CALL merge.node(['Unit'], {key: 'x'}, {}, {}) YIELD node RETURN node",
        "MATCH (u:Unit) WITH collect(u) AS units CALL refactor.mergeNodes(units) YIELD node RETURN node",
    ):
        with pytest.raises(WriteRefused, match="语句中的 CALL 会修改数据"):
            embedded_store.read_only(call)
    assert dump(embedded_store.read_graph()) == before


def test_rows_come_back_as_natives(loaded: Store) -> None:
    rows = loaded.read_only(
        "MATCH (u:Unit {name: $name})-[r:LEADS]->(t:Task {number: '1'})-[:HAS_DATE]->(d:Deadline)"
        " RETURN u, r.position AS place, d.due_date AS due, [d.due_date, 1.5, true, null] AS list, {a: u} AS map",
        {"name": "区司法局"},
    )
    unit = {"key": "2bdaa07c9b2a59e8", "name": "区司法局", "full_name": "青禾区司法局", "kind": "government"}
    assert rows == Rows(
        ("u", "place", "due", "list", "map"),
        [
            {
                "u": unit,
                "place": 1,
                "due": dt.date(2023, 12, 31),
                "list": [dt.date(2023, 12, 31), 1.5, True, None],
                "map": {"a": unit},
            }
        ],
        False,
    )


def test_relationships_paths_and_durations(loaded: Store) -> None:
    rows = loaded.read_only(
        "MATCH p = (a:Alias {name: '区市场监管局'})-[r:NAMES]->(u:Unit) RETURN r, p, duration('P15D') AS d"
    ).rows
    assert rows[0]["r"] == {"kind": "abbreviation"}
    assert [step.get("name") for step in rows[0]["p"]] == ["区市场监管局", None, "区市场监督管理局"]
    assert rows[0]["d"] == "P15D"
    times = loaded.read("RETURN point({x: 1, y: 2}) AS p, datetime('2022-12-29T08:00:00Z') AS t")[0]
    assert times["t"] == dt.datetime(2022, 12, 29, 8, tzinfo=dt.UTC)
    assert times["p"] == [1.0, 2.0]


@pytest.mark.parametrize(
    "cypher",
    [
        pytest.param("MATCH (t:Task) RETURN count(t) AS n;", id="semicolon"),
        pytest.param("  EXPLAIN MATCH (t:Task) RETURN count(t) AS n", id="EXPLAIN"),
        pytest.param("MATCH (t:Task) WHERE t.title <> 'CREATE (n) SET LOAD CSV' RETURN count(t) AS n", id="string"),
        pytest.param("MATCH (t:Task) RETURN count(t) AS n // then DELETE", id="comment"),
        pytest.param("CALL { MATCH (t:Task) RETURN count(t) AS n } RETURN n", id="subquery"),
        pytest.param("WITH [1, 2] AS transactions WHERE 1 IN transactions RETURN 2 AS n", id="variable"),
    ],
)
def test_reading_is_answered(loaded: Store, cypher: str) -> None:
    assert loaded.read_only(cypher) == Rows(("n",), [{"n": 2}], False)


def test_columns_without_rows(loaded: Store) -> None:
    rows = loaded.read_only("MATCH (u:Unit {key: 'nobody'}) RETURN u.name AS b, u.key AS a")
    assert rows == Rows(("b", "a") if loaded.kind == "neo4j" else (), [], False)


@pytest.mark.parametrize(("max_rows", "truncated"), [(4, True), (5, True), (6, False), (7, False)])
def test_more_rows_than_asked_for_are_cut_off(loaded: Store, max_rows: int, truncated: bool) -> None:
    rows = loaded.read_only("UNWIND [1, 2, 3, 4, 5, 6] AS x RETURN x", max_rows=max_rows)
    assert [row["x"] for row in rows.rows] == [1, 2, 3, 4, 5, 6][:max_rows]
    assert rows.truncated is truncated


def test_a_cut_does_not_wait_for_the_rest(loaded: Store) -> None:
    endless = "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y RETURN x * y AS z"
    rows = loaded.read_only(endless, max_rows=3, timeout=20)
    assert rows == Rows(("z",), [{"z": 1}, {"z": 2}, {"z": 3}], True)
    assert loaded.read("RETURN 1 AS x") == [{"x": 1}]


@pytest.mark.parametrize("method", ["read", "read_only"])
def test_a_statement_that_takes_too_long_is_stopped(loaded: Store, method: str) -> None:
    started = time.monotonic()
    with pytest.raises(QueryFailed) as caught:
        getattr(loaded, method)(SLOW, timeout=0.5)
    assert "时限，已中止。请缩小范围（加条件或 LIMIT）后再试。" in str(caught.value)
    assert time.monotonic() - started < 30
    assert loaded.read("RETURN 1 AS x", timeout=30.0) == [{"x": 1}]


SLOW = "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y WITH x, y WHERE x * y = -1 RETURN count(*) AS n"


def wait_until(true: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether it becomes true in that time."""
    until = time.monotonic() + seconds
    while not (now := true()) and time.monotonic() < until:
        time.sleep(0.05)
    return now


def test_a_statement_that_is_cancelled_ends_in_the_server(held: Store) -> None:
    cancel, errors = Cancel(), []

    def run() -> None:
        try:
            held.read_only(SLOW, timeout=50, cancel=cancel)
        except QueryFailed as error:
            errors.append(str(error))

    thread = threading.Thread(target=run)
    thread.start()
    assert wait_until(lambda: SLOW in servers.running(held))
    cancel.cancel()
    thread.join(10)
    assert errors == ["查询已取消，没有结果。"]
    assert wait_until(lambda: SLOW not in servers.running(held), 5)
    with pytest.raises(QueryFailed, match="查询已取消"):
        held.read_only("RETURN 1 AS x", cancel=cancel)


def test_a_statement_may_be_cancelled_at_any_moment(held: Store) -> None:
    """While it logs in, asks, waits and reads: the driver itself may not be closed under the thread that uses it."""
    rows = "UNWIND range(1, 300000) AS x RETURN x, x + 1 AS y"
    for step in range(60):
        cancel = Cancel()
        with running_later(step / 1000, cancel.cancel), pytest.raises(QueryFailed, match=r"^查询已取消，没有结果。$"):
            held.read_only(rows, timeout=50, max_rows=300_000, cancel=cancel)
    gc.collect()  # a session left open would be told of here
    assert wait_until(lambda: rows not in servers.running(held), 5)


@contextmanager
def running_later(seconds: float, work: Callable[[], None]) -> Iterator[None]:
    """Have a thread do it so much later; what it raises fails the test."""
    timer = threading.Timer(seconds, work)
    timer.start()
    yield
    timer.join()


def test_a_statement_past_its_time_ends_in_the_server(held: Store) -> None:
    with pytest.raises(QueryFailed, match="时限"):
        held.read_only(SLOW, timeout=0.5)
    assert wait_until(lambda: SLOW not in servers.running(held), 5)


def test_rows_beyond_so_many_bytes_are_cut_off(held: Store) -> None:
    rows = held.read_only(
        "UNWIND range(1, 1000) AS x RETURN x, reduce(t = '', i IN range(1, 100) | t + '0123456789') AS text",
        max_bytes=100_000,
    )
    assert rows.truncated
    assert 80 <= len(rows.rows) <= 100  # a row is 1,010 bytes and some
    assert [row["x"] for row in rows.rows] == list(range(1, len(rows.rows) + 1))
    assert held.read_only("RETURN 1 AS x", max_bytes=10_000) == Rows(("x",), [{"x": 1}], False)


def test_one_row_that_would_fill_the_memory_is_not_read(held: Store) -> None:
    with pytest.raises(QueryFailed) as caught:
        held.read_only("RETURN range(1, 1000000) AS x", max_bytes=100_000)
    assert str(caught.value) == ("仅一行就超过 100000 字节的上限，没有返回。请只返回需要的属性，或用 [..n] 截取列表。")


def test_a_syntax_error_says_where(loaded: Store) -> None:
    with pytest.raises(QueryFailed, match=r"图数据库不接受该语句：.*line 1\D+(9|10)\b"):
        loaded.read_only("MATCH (n RETURN n")


def test_a_missing_parameter(loaded: Store) -> None:
    with pytest.raises(QueryFailed, match="nobody"):
        loaded.read_only("MATCH (t:Task) WHERE t.key = $nobody RETURN t")


@pytest.mark.parametrize("cypher", ["", "  ;", "EXPLAIN"])
def test_nothing_to_run(cypher: str) -> None:
    with pytest.raises(BadParameter, match="应为一条 Cypher 查询语句"):
        guard.check_words(cypher)
