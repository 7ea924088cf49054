"""What changes the store over HTTP, and what must not; names that several districts share."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from factories import place, sample_plan
from services import API, EXAMPLE, EXAMPLES, JUSTICE, check, client_of, dump, free_port, load, serving
from shared import shared_folder

from dutygraph.api.settings import ApiSettings
from dutygraph.graph.build import build_graph
from dutygraph.graph.store import Store
from dutygraph.graph.stores.settings import StoreSettings


def test_a_number_that_several_plans_have_is_refused_with_their_keys(store: Store) -> None:
    for district in (place(), place("150603", "康禾区")):
        store.load(build_graph([sample_plan(district)]))
    with client_of(store) as client:
        answer = client.get(f"{API}/tasks/1").json()
        keys = [task["key"] for task in client.get(f"{API}/tasks").json()["items"] if task["number"] == "1"]
        assert answer["status"] == 400
        assert all(key in answer["detail"] for key in keys)
        assert client.get(f"{API}/tasks/{keys[0]}").json()["key"] == keys[0]


def test_a_name_of_units_in_two_districts_is_409_with_the_candidates(store: Store, document: dict[str, Any]) -> None:
    for district in (place(), place("150603", "康禾区")):
        store.load(build_graph([sample_plan(district)]))
    with client_of(store) as client:
        for name in ("区市场监督管理局", "区市场监管局"):
            response = client.get(f"{API}/units/{quote(name)}/tasks")
            answer = check(document, f"{API}/units/{{unit}}/tasks", response)
            assert (response.status_code, answer["type"]) == (409, "urn:dutygraph:problem:ambiguous-name")
            assert [(c["name"], c["full_name"]) for c in answer["candidates"]] == [
                ("区市场监督管理局", "康禾区市场监督管理局"),
                ("区市场监督管理局", "青禾区市场监督管理局"),
            ]
        keys = [candidate["key"] for candidate in answer["candidates"]]
        units = [client.get(f"{API}/units/{key}").json()["full_name"] for key in keys]
        assert units == ["康禾区市场监督管理局", "青禾区市场监督管理局"]
        assert client.get(f"{API}/units/{quote('青禾区司法局')}/tasks").json()["total"] == 2


def test_an_upload_is_loaded_and_the_same_again_changes_nothing(store: Store, document: dict[str, Any]) -> None:
    with client_of(store) as client, EXAMPLE.open("rb") as file:
        answer = check(
            document, f"{API}/ingest", client.post(f"{API}/ingest", files={"file": ("方案.docx", file)}), "post"
        )
        assert (answer["source"], answer["tasks"], answer["changed"]) == ("方案.docx", 27, True)
        assert answer["plans"][0]["document_number"] == "青示法委发〔2024〕2号"
        before = dump(store)
        assert (answer["nodes"]["created"], answer["edges"]["created"]) == (len(before[0]), len(before[1]))
        file.seek(0)
        again = client.post(f"{API}/ingest", files={"file": (r"C:\\文件\\方案.docx", file)}).json()
    nothing = {"created": 0, "updated": 0, "deleted": 0}
    assert (again["source"], again["changed"], again["nodes"], again["edges"]) == ("方案.docx", False, nothing, nothing)
    assert dump(store) == before


@pytest.mark.parametrize("headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_page_of_another_site_may_not_upload(store: Store, headers: dict[str, str]) -> None:
    with client_of(store) as client, EXAMPLE.open("rb") as file:
        response = client.post(f"{API}/ingest", files={"file": ("方案.docx", file)}, headers=headers)
        assert (response.status_code, response.json()["type"]) == (403, "urn:dutygraph:problem:foreign-origin")
        assert dump(store) == ({}, {})
        own = {"Origin": str(client.base_url), "Sec-Fetch-Site": "same-origin"}
        file.seek(0)
        assert client.post(f"{API}/ingest", files={"file": ("方案.docx", file)}, headers=own).status_code == 200


@pytest.mark.parametrize("chunked", [False, True])
def test_an_upload_above_the_limit_is_refused(store: Store, chunked: bool) -> None:
    boundary = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'

    def body() -> Iterator[bytes]:
        yield boundary
        for _ in range(40):
            yield b"a" * 1024
        yield b"\r\n--x--\r\n"

    content: Any = body() if chunked else b"".join(body())
    with client_of(store, upload_limit=16 * 1024) as client:
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        response = client.post(f"{API}/ingest", content=content, headers=headers)
    assert response.status_code == 413
    assert response.json()["detail"] == (
        "上传内容超过上限 0.015625 MB，没有导入。请拆分文件，或改用 dutygraph ingest 导入。"
    )
    assert dump(store) == ({}, {})


def test_one_document_an_upload(store: Store) -> None:
    two = [("file", ("a.docx", EXAMPLE.read_bytes())), ("file", ("b.docx", EXAMPLE.read_bytes()))]
    with client_of(store) as client:
        answer = client.post(f"{API}/ingest", files=two)
    assert (answer.status_code, answer.json()["detail"]) == (
        400,
        "参数 file：收到“2 份文件”，应为一份文件，多份请分次上传。",
    )
    assert dump(store) == ({}, {})


@contextmanager
def relay(port: int, to: tuple[str, int]) -> Iterator[None]:
    """Pass connections to the port on to a server: a database that comes up late."""
    listener = socket.create_server(("127.0.0.1", port))
    opened: list[socket.socket] = [listener]

    def pump(source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass
        finally:
            for end in (source, target):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def accept() -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            far = socket.create_connection(to)
            opened.extend((near, far))
            for ends in ((near, far), (far, near)):
                threading.Thread(target=pump, args=ends, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        for each in opened:
            each.close()


def test_the_service_starts_before_its_store_and_finds_it_later(neo4j_server: StoreSettings, tmp_path: Path) -> None:
    port = free_port()
    late = StoreSettings(tmp_path, f"bolt://127.0.0.1:{port}", neo4j_server.user, neo4j_server.password)
    host, _, there = (neo4j_server.uri or "").removeprefix("bolt://").rpartition(":")
    with serving(ApiSettings(late)) as client:
        assert client.get("/health").json()["status"] == "ok"
        response = client.get("/ready")
        assert (response.status_code, response.headers["retry-after"]) == (503, "5")
        assert response.json()["detail"].startswith(f"连接不上图数据库 bolt://127.0.0.1:{port}（")
        assert client.get(f"{API}/units").json()["type"] == "urn:dutygraph:problem:store-unavailable"
        with relay(port, (host, int(there))):
            time.sleep(1.1)  # the pause between two attempts
            assert client.get("/ready").json() == {"status": "ready", "store": "neo4j"}
            assert client.get(f"{API}/units").status_code == 200


def test_two_official_districts_make_the_name_ambiguous(store: Store) -> None:
    load(store, EXAMPLE)
    with client_of(store) as client:
        assert client.get(f"{API}/units/{JUSTICE}/tasks", params={"role": "lead"}).json()["total"] == 10
        file = shared_folder() / "conformance" / "dongsheng-2022.txt"
        assert client.post(f"{API}/ingest", files={"file": (file.name, file.read_bytes())}).status_code == 200
        answer = client.get(f"{API}/units/{JUSTICE}/tasks", params={"role": "lead"}).json()
        assert answer["status"] == 409
        assert [c["full_name"] for c in answer["candidates"]] == ["东胜区司法局", "青禾示范区司法局"]
        totals = [
            client.get(f"{API}/units/{c['key']}/tasks", params={"role": "lead"}).json()["total"]
            for c in answer["candidates"]
        ]
        assert totals == [52, 10]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b"\xef\xbb\xbf"),
        ("gbk", b""),
        ("gb18030", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
    ],
)
def test_these_encodings_are_read(store: Store, encoding: str, mark: bytes) -> None:
    text = (EXAMPLES / "qinghe-2024.txt").read_text(encoding="utf-8")
    with client_of(store) as client:
        answer = client.post(f"{API}/ingest", files={"file": ("方案.txt", mark + text.encode(encoding))}).json()
    assert (answer["tasks"], answer["plans"][0]["document_number"]) == (27, "青示法委发〔2024〕2号")


def test_a_gap_in_the_numbers_is_a_finding_and_no_error(store: Store) -> None:
    text = (EXAMPLES / "qinghe-2024.txt").read_text(encoding="utf-8").replace("（13）", "（31）", 1)
    with client_of(store) as client:
        answer = client.post(f"{API}/ingest", files={"file": ("方案.txt", text.encode())})
        assert (answer.status_code, answer.json()["tasks"]) == (200, 27)
        found = client.get(f"{API}/findings").json()["items"]
    assert answer.json()["findings"] == len(found) > 0
    assert any("13" in finding["message"] for finding in found)
