"""Ways to a Neo4j server: encrypted, with a certificate of one's own, by name and password, by routing."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import neo4j
import pytest
import servers
import trustme
from factories import sample_plan
from graphs import dump
from neo4j.exceptions import TransientError
from services import free_port

from dutygraph.graph.build import build_graph
from dutygraph.graph.errors import QueryFailed, StoreError, WriteRefused
from dutygraph.graph.store import Store, open_store
from dutygraph.graph.stores.settings import StoreSettings
from dutygraph.graph.stores.stopping import Cancel

PASSWORD = "correct-horse"


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreSettings]:
    """A server that takes encrypted connections only, whose certificate an authority made for this test has signed."""
    folder = tmp_path_factory.mktemp("certificates")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    certificate = authority.issue_cert("127.0.0.1", "localhost")
    certificate.private_key_pem.write_to_path(folder / "private.key")
    for blob in certificate.cert_chain_pems:
        blob.write_to_path(folder / "public.crt", append=True)
    with servers.running_secured_neo4j(folder, PASSWORD, free_port()) as address:
        uri = address.replace("bolt:", "bolt+s:")
        yield StoreSettings(tmp_path_factory.mktemp("data"), uri, password=PASSWORD, ca=folder / "authority.pem")


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_an_encrypted_connection_to_a_server_of_a_known_authority(secured: StoreSettings, scheme: str) -> None:
    with open_store(replace(secured, uri=str(secured.uri).replace("bolt+s", scheme))) as store:
        servers.write(store, "MERGE (t:Task {key: '1'}) SET t.title = $title", title=scheme)
        assert store.read("MATCH (t:Task) RETURN t.title AS title") == [{"title": scheme}]
        assert store.read_only("MATCH (t:Task) RETURN count(t) AS n").rows == [{"n": 1}]


def test_a_statement_over_an_encrypted_connection_can_be_cancelled(secured: StoreSettings) -> None:
    cancel = Cancel()
    timer = threading.Timer(0.5, cancel.cancel)
    with open_store(secured) as store:
        timer.start()
        with pytest.raises(QueryFailed, match=r"^查询已取消，没有结果。$"):
            store.read_only("UNWIND range(1, 1000000000) AS x RETURN sum(x) AS n", timeout=50, cancel=cancel)
        timer.join()


@pytest.mark.parametrize("scheme", ["bolt+ssc", "neo4j+ssc"])
def test_an_encrypted_connection_that_asks_for_no_authority(secured: StoreSettings, scheme: str) -> None:
    with open_store(replace(secured, uri=str(secured.uri).replace("bolt+s", scheme), ca=None)) as store:
        assert store.read("RETURN 1 AS one") == [{"one": 1}]


def test_a_server_of_an_unknown_authority_is_not_trusted(secured: StoreSettings, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(replace(secured, ca=None))
    assert str(caught.value) == (
        f"图数据库 {secured.uri} 的证书不受信任。请用 DUTYGRAPH_NEO4J_CA 指定签发它的证书（PEM 文件），"
        "确认是自己的服务器时也可改用 bolt+ssc:// 或 neo4j+ssc:// 的地址。"
    )
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(other)
    with pytest.raises(StoreError, match="的证书不受信任"):
        open_store(replace(secured, ca=other))


def test_what_is_no_certificate(secured: StoreSettings, tmp_path: Path) -> None:
    file = tmp_path / "no.pem"
    with pytest.raises(
        StoreError, match=r"^证书文件 .*no\.pem 无法使用（.+）。请用 DUTYGRAPH_NEO4J_CA 指定一个 PEM 文件。$"
    ):
        open_store(replace(secured, ca=file))
    file.write_text("没有证书")
    with pytest.raises(StoreError, match="无法使用"):
        open_store(replace(secured, ca=file))
    with pytest.raises(StoreError, match=r"^DUTYGRAPH_NEO4J_CA 只用于 bolt\+s:// 和 neo4j\+s:// 的地址"):
        open_store(replace(secured, uri=str(secured.uri).replace("bolt+s", "bolt")))


def test_a_server_that_wants_encryption(secured: StoreSettings) -> None:
    with pytest.raises(StoreError, match="连接不上图数据库 bolt://"):
        open_store(replace(secured, uri=str(secured.uri).replace("bolt+s", "bolt"), ca=None))


def test_names_passwords_and_tokens(secured: StoreSettings) -> None:
    for wrong in (
        replace(secured, password="wrong"),
        replace(secured, user="nobody"),
        replace(secured, password=None),
        replace(secured, token="a token"),  # which the community edition does not take
    ):
        with pytest.raises(StoreError, match="拒绝登录"):
            open_store(wrong)


def test_the_command_line_takes_it_from_the_environment(secured: StoreSettings, tmp_path: Path) -> None:
    environment = {
        "DUTYGRAPH_NEO4J_URI": str(secured.uri),
        "DUTYGRAPH_NEO4J_PASSWORD": PASSWORD,
        "DUTYGRAPH_NEO4J_CA": str(secured.ca),
        "DUTYGRAPH_DATA": str(tmp_path),
        "PATH": "",
    }
    ran = subprocess.run(
        [sys.executable, "-m", "dutygraph", "cypher", "RETURN 1 AS one", "--format", "json"],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert (ran.returncode, ran.stdout.decode().split()) == (0, ["[", "{", '"one":', "1", "}", "]"])


# ---------------------------------------------------------------- the server of all tests
@pytest.fixture
def routed(neo4j_server: StoreSettings, neo4j_store: Store) -> Iterator[Store]:
    """The server asked for a routing table first, as a cluster is."""
    servers.empty(neo4j_store)
    uri = str(neo4j_server.uri).replace("bolt://", "neo4j://")
    with open_store(replace(neo4j_server, uri=uri)) as store:
        yield store


def test_a_routed_store_loads_and_reads(routed: Store) -> None:
    assert routed.address.startswith("neo4j://")
    routed.load(build_graph([sample_plan()]))
    assert dump(routed.read_graph()) == dump(build_graph([sample_plan()]))
    assert routed.resolve_unit("区司法局") == "2bdaa07c9b2a59e8"
    with pytest.raises(WriteRefused):
        routed.read_only("CREATE (n:Task) RETURN n")


def test_reads_cannot_write(store: Store) -> None:
    """Our own statements that read do so in transactions that a replica may answer."""
    if store.kind == "neo4j":
        with pytest.raises(WriteRefused):
            store.read("CREATE (n:Task {key: '1'}) RETURN n.key AS key")
    assert store.read("MATCH (t:Task) RETURN count(t) AS n") == [{"n": 0}]


def test_what_fails_in_passing_is_tried_again(neo4j_store: Store) -> None:
    tries = 0

    def work(tx: neo4j.ManagedTransaction) -> int:
        nonlocal tries
        tries += 1
        if tries == 1:
            error = TransientError()
            error._neo4j_code = "Neo.TransientError.Transaction.DeadlockDetected"
            raise error
        return int(tx.run("RETURN 7 AS n").values()[0][0])

    assert (neo4j_store._read(work, None), tries) == (7, 2)


def test_what_needs_too_much_memory_is_not_tried_again(neo4j_store: Store) -> None:
    tries = 0

    def work(tx: neo4j.ManagedTransaction) -> int:
        nonlocal tries
        tries += 1
        return len(tx.run("UNWIND range(1, 100000000) AS n WITH collect([n]) AS found RETURN size(found)").values())

    with pytest.raises(QueryFailed, match="查询需要的内存超过图数据库的限额"):
        neo4j_store._read(work, None)
    assert tries == 1
    with pytest.raises(QueryFailed, match="查询需要的内存超过图数据库的限额"):
        neo4j_store.read_only("UNWIND range(1, 100000000) AS n WITH collect([n]) AS found RETURN size(found) AS n")


def test_a_small_pool_is_shared_and_waiting_has_an_end(neo4j_server: StoreSettings) -> None:
    with open_store(replace(neo4j_server, pool_size=1, pool_timeout=0.3)) as store:
        assert store.read("RETURN 1 AS n") == store.read("RETURN 1 AS n")
        with store._connection.streaming() as tx, ThreadPoolExecutor(1) as other:
            tx.run("RETURN 1")
            with pytest.raises(StoreError, match="连接不上图数据库"):
                other.submit(store.read, "RETURN 1 AS n").result()
        assert store.read("RETURN 1 AS n") == [{"n": 1}]


def test_a_query_s_time_limit_is_a_setting(neo4j_server: StoreSettings) -> None:
    with open_store(replace(neo4j_server, timeout=0.5)) as store:
        started = time.monotonic()
        with pytest.raises(QueryFailed, match="查询超过时限"):
            store.read("UNWIND range(1, 100000000) AS a UNWIND range(1, 1000) AS b RETURN sum(a * b) AS n")
        assert time.monotonic() - started < 10


def test_a_server_that_does_not_answer_is_given_up(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = StoreSettings(
            tmp_path, f"bolt://127.0.0.1:{silent.getsockname()[1]}", connect_timeout=0.5, pool_timeout=1
        )
        started = time.monotonic()
        with pytest.raises(StoreError, match="连接不上图数据库"):
            open_store(settings)
        assert time.monotonic() - started < 20
