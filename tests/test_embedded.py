"""The embedded server as a process: found, shared, stopped by the last user, whole after a kill."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest
from factories import sample_plan
from graphs import dump

from dutygraph.api.service import Service
from dutygraph.api.settings import ApiSettings
from dutygraph.graph.build import build_graph
from dutygraph.graph.errors import StoreError
from dutygraph.graph.store import open_store
from dutygraph.graph.stores import arcadedb, keeper
from dutygraph.graph.stores.arcadedb import Server
from dutygraph.graph.stores.embedded import open_embedded
from dutygraph.graph.stores.settings import StoreSettings

WITHIN = 60.0

# Another process that opens the server, says who serves it, and stays until its input ends.
USER = """
import sys
from pathlib import Path
from dutygraph.graph.stores.embedded import open_embedded
embedded = open_embedded(Path(sys.argv[1]))
print(embedded.server.pid, flush=True)
sys.stdin.read()
embedded.close()
"""


@contextlib.contextmanager
def user(data: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", USER, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def leave(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(WITHIN) == 0


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def state(data: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((data / "database" / "server.json").read_text())
    return read


def test_one_use_from_start_to_stop(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    working = tmp_path / "working"
    working.mkdir()
    (working / "json.py").write_text("raise SystemExit('not to be imported')")
    monkeypatch.chdir(working)
    embedded = open_embedded(data)
    assert arcadedb.is_ready(embedded.server)
    assert embedded.server.uri == f"bolt://127.0.0.1:{embedded.server.bolt}"
    assert (data / "database" / "server.json").stat().st_mode & 0o777 == 0o600
    assert (data / "database" / "config" / "server-users.jsonl").stat().st_mode & 0o777 == 0o600
    assert (data / "database").stat().st_mode & 0o777 == 0o700
    embedded.close()
    assert not is_running(embedded.server.pid)
    assert not (data / "database" / "server.json").exists()
    assert [path.name for path in working.iterdir()] == ["json.py"]
    embedded.close()  # again does nothing


def test_passwords_are_neither_printed_nor_kept(data: Path) -> None:
    embedded = open_embedded(data)
    server = embedded.server
    assert server.admin_password not in repr(server)
    embedded.close()
    kept = [path for path in data.rglob("*") if path.is_file() and server.admin_password.encode() in path.read_bytes()]
    assert kept == []


def test_a_second_process_uses_the_running_server_and_the_last_one_out_stops_it(data: Path) -> None:
    first = open_embedded(data)
    with user(data) as second:
        assert said(second) == first.server.pid
        first.close()  # this process started it, the other still uses it
        assert arcadedb.is_ready(first.server)
        third = open_embedded(data)
        assert third.server == first.server
        leave(second)
        assert arcadedb.is_ready(first.server)
        third.close()
    wait_until(lambda: not is_running(first.server.pid))


def test_only_a_server_that_is_to_last_compiles_a_second_time() -> None:
    for_a_command, for_the_service = (arcadedb.command_line(Path(), 1, 2, lasting=lasting) for lasting in (False, True))
    assert [word for word in for_a_command if word not in for_the_service] == ["-XX:TieredStopAtLevel=1"]


def test_a_server_is_started_to_last_for_a_service(data: Path) -> None:
    service = Service(ApiSettings(StoreSettings(data)))
    try:
        service.store()
        java = psutil.Process(state(data)["server"]["pid"])
        assert "-XX:+UseSerialGC" in java.cmdline()
        assert "-XX:TieredStopAtLevel=1" not in java.cmdline()
    finally:
        service.close()


def test_starters_at_the_same_time_get_the_same_server(data: Path) -> None:
    with contextlib.ExitStack() as stack:
        users = [stack.enter_context(user(data)) for _ in range(4)]
        pids = {said(process) for process in users}
        assert len(pids) == 1
        for process in users:
            leave(process)
    assert not is_running(pids.pop())


def test_a_killed_user_is_not_waited_for(data: Path) -> None:
    with user(data) as process:
        pid = said(process)
        process.kill()
        process.wait()
        wait_until(lambda: not is_running(pid))
    assert not (data / "database" / "server.json").exists()


@pytest.mark.parametrize(
    "stale",
    [
        pytest.param("{", id="half-written"),
        pytest.param('{"port": 9, "token": "t"}', id="not-ours"),
        pytest.param(
            json.dumps({"port": 9, "token": "t", "server": Server(1, 9, 9, "a", "r").to_json()}), id="nobody-there"
        ),
    ],
)
def test_a_stale_file_is_replaced(data: Path, stale: str) -> None:
    (data / "database").mkdir(parents=True)
    (data / "database" / "server.json").write_text(stale)
    embedded = open_embedded(data)
    try:
        assert state(data)["server"] == embedded.server.to_json()
    finally:
        embedded.close()


def test_the_server_of_a_killed_keeper_is_stopped_by_the_next(data: Path) -> None:
    with user(data) as process:
        orphan = said(process)
        os.kill(parent_of(orphan), signal.SIGKILL)
        wait_until(lambda: parent_of(orphan) == 1)
        assert is_running(orphan)
    served: list[int] = []

    def use() -> None:
        with use_of(data) as connection:
            served.append(state(data)["server"]["pid"])
            assert connection.recv(64) == b"ok\n"

    assert keep(data, use) == 0
    assert not is_running(orphan)
    assert served
    assert served != [orphan]


def parent_of(pid: int) -> int:
    asked = subprocess.run(["ps", "-o", "ppid=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return int(asked.stdout)


def test_a_killed_server_is_started_again_with_all_its_data(data: Path) -> None:
    graph = build_graph([sample_plan()])
    with open_store(StoreSettings(data)) as store:
        store.load(graph)
        pid = state(data)["server"]["pid"]
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not is_running(pid))
        assert dump(store.read_graph()) == dump(graph)
        assert state(data)["server"]["pid"] != pid
        assert store.read_only("MATCH (t:Task) RETURN t.number AS n ORDER BY n").rows == [{"n": "1"}, {"n": "2"}]


def test_a_folder_with_spaces_and_chinese_in_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    data = tmp_path / "责任 图谱" / "数据"
    open_embedded(data).close()
    assert (data / "database" / "databases" / "dutygraph").is_dir()


def test_without_the_wheel_a_neo4j_address_is_needed(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(StoreError) as caught:
        open_embedded(data)
    assert str(caught.value) == (
        "本机没有可用的内嵌数据库"
        "（arcadedb-embedded 只支持 glibc 2.34 以上的 Linux、Apple 芯片的 macOS 和 Windows）。"
        "请安装 arcadedb-embedded，或者用环境变量 DUTYGRAPH_NEO4J_URI 指定一个 Neo4j 地址。"
    )
    assert not data.exists()


def test_a_data_folder_that_is_a_file(data: Path) -> None:
    data.write_text("")
    with pytest.raises(StoreError) as caught:
        open_embedded(data)
    assert str(caught.value).startswith(f"数据目录 {data / 'database'} 无法使用：")
    assert str(caught.value).endswith("。请检查权限，或用 --data 另选目录。")


def test_a_server_that_cannot_start_says_why(data: Path) -> None:
    (data / "database").mkdir(parents=True)
    (data / "database" / "config").write_text("a file where the server wants a folder")
    with pytest.raises(StoreError) as caught:
        open_embedded(data)
    assert "内嵌数据库启动失败（退出码 70）：" in str(caught.value)
    assert f"详见 {data / 'database' / 'server.log'}" in str(caught.value)
    assert not (data / "database" / "server.json").exists()


def keep(data: Path, client: Callable[[], None]) -> int:
    """Be the keeper of the folder while the client runs in a thread; return the exit status."""
    folder = data / "database"
    folder.mkdir(parents=True, exist_ok=True)
    before = signal.getsignal(signal.SIGTERM)
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(client)
        try:
            status = keeper.main([str(folder)])
        finally:
            signal.signal(signal.SIGTERM, before)
        done.result(WITHIN)
    return status


def use_of(data: Path, token: str | None = None) -> socket.socket:
    """Connect to the keeper of the folder as a user does, once there is one."""
    connections: list[socket.socket] = []

    def connected() -> bool:
        with contextlib.suppress(OSError, ValueError):
            connections.append(socket.create_connection(("127.0.0.1", state(data)["port"])))
        return bool(connections)

    wait_until(connected)
    connections[0].sendall(f"{token or state(data)['token']}\n".encode())
    return connections[0]


def test_a_stranger_is_hung_up_on_and_the_last_user_ends_it(data: Path) -> None:
    heard: list[bytes | int] = []

    def farewell(connection: socket.socket) -> bytes:
        connection.shutdown(socket.SHUT_WR)
        return connection.recv(64)

    def use() -> None:
        with use_of(data) as one, use_of(data) as other, use_of(data, "wrong") as stranger:
            heard.extend([one.recv(64), other.recv(64), stranger.recv(64)])
            heard.append(keeper.main([str(data / "database")]))  # a second keeper finds the folder taken
            heard.extend([farewell(one), farewell(other)])

    assert keep(data, use) == 0
    assert heard == [b"ok\n", b"ok\n", b"", 75, b"bye\n", b"stopped\n"]
    assert not (data / "database" / "server.json").exists()


def test_a_keeper_ends_with_its_server(data: Path) -> None:
    def use() -> None:
        with use_of(data) as connection:
            assert connection.recv(64) == b"ok\n"
            os.kill(state(data)["server"]["pid"], signal.SIGKILL)
            assert connection.recv(64) == b""

    assert keep(data, use) == 0
    assert not (data / "database" / "server.json").exists()


@pytest.mark.parametrize(
    ("command", "says"),
    [
        pytest.param(["{python}", "-c", "raise SystemExit(3)"], "the server was not ready (exit status 3)", id="ends"),
        pytest.param(["{python}.not"], "No such file or directory", id="not-there"),
    ],
)
def test_a_server_that_does_not_run(
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    says: str,
) -> None:
    run = [word.format(python=sys.executable) for word in command]
    monkeypatch.setattr(arcadedb, "command_line", lambda *_, **__: run)
    assert keep(data, lambda: None) == 70
    assert says in capsys.readouterr().err


def test_a_keeper_without_the_wheel(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert keep(data, lambda: None) == 70
    assert capsys.readouterr().err == "arcadedb-embedded is not installed\n"


def test_a_keeper_told_to_end_stops_its_server(data: Path) -> None:
    with user(data) as process:
        pid = said(process)
        os.kill(parent_of(pid), signal.SIGTERM)
        wait_until(lambda: not is_running(pid))
    assert not (data / "database" / "server.json").exists()


def test_a_failed_statement_names_itself(data: Path) -> None:
    embedded = open_embedded(data)
    try:
        with pytest.raises(arcadedb.NoAnswer, match=r"^CREATE NONSENSE: "):
            arcadedb.run_sql(embedded.server, "CREATE NONSENSE")
        stranger = Server(0, embedded.server.bolt, embedded.server.http, "wrong", "wrong")
        assert not arcadedb.shut_down(stranger)
        assert arcadedb.is_ready(embedded.server)
    finally:
        embedded.close()
