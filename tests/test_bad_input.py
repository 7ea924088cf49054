"""What cannot be used is told in one sentence, ends with its code or status, and changes nothing.

Each kind of bad input once on the command line and once over HTTP, on both stores, with the example plan in them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from services import API, EXAMPLE, client_of, contents, dump, free_port, serving

from dutygraph import cli
from dutygraph.api.settings import ApiSettings
from dutygraph.graph.store import Store
from dutygraph.graph.stores.settings import StoreSettings
from dutygraph.ingest.read import FORMATS

WORD = "[Content_Types].xml"
NO_ENCODING = "文字编码无法识别（可读 UTF-8、UTF-16、GBK/GB18030）。请用记事本打开后另存为 UTF-8。"


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


@dataclass(frozen=True)
class BadFile:
    """A file that is no plan: its bytes, the message behind its name, exit code, problem type."""

    name: str
    content: bytes
    message: str
    code: int = 3
    kind: str = "unreadable-document"


BAD_FILES = [
    pytest.param(BadFile("空.txt", b"", "文件是空的。请确认选对了文件。"), id="empty"),
    pytest.param(
        BadFile("空白.txt", b"\xef\xbb\xbf \n\t", "文件里没有文字。如为扫描件，请先做文字识别（OCR）。"), id="blank"
    ),
    pytest.param(
        BadFile(
            "讲话.txt",
            "同志们：\n今天开会，讲三点意见。\n谢谢大家。\n".encode(),
            "没有找到任何任务（没有“牵头部门：”“责任单位：”一类的分工）。请确认这是任务分解方案；如分工写在别处，请附上该文件。",
            4,
            "not-a-plan",
        ),
        id="no plan",
    ),
    pytest.param(
        BadFile(
            "日文.txt",
            "担当部署：法務局、財務局。これは日本語の文書です。".encode("shift_jis"),
            NO_ENCODING,
        ),
        id="wrong encoding",
    ),
    pytest.param(
        BadFile(
            "图.txt",
            bytes(range(256)) * 20,
            NO_ENCODING,
        ),
        id="bytes that are no text",
    ),
    pytest.param(
        BadFile("方案.png", b"\x89PNG", f"不支持的文件类型 .png。目前可读 {'、'.join(FORMATS)}，请另存为其中一种。"),
        id="another kind",
    ),
]
BROKEN_WORD = [
    pytest.param(b"no archive at all", id="no archive"),
    pytest.param(EXAMPLE.read_bytes()[: EXAMPLE.stat().st_size // 2], id="cut off"),
    pytest.param(archive(**{"hello.txt": b"no document"}), id="another archive"),
    pytest.param(archive(**{WORD: b"<Types/>", "word/document.xml": b"<w:document"}), id="broken XML"),
]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., tuple[int, str, str]]:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(arguments)
        out, err = capsysbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


@pytest.mark.parametrize("bad", BAD_FILES)
def test_a_bad_file_on_the_command_line(on_example: Store, run: Any, tmp_path: Path, bad: BadFile) -> None:
    before = dump(on_example)
    file = tmp_path / bad.name
    file.write_bytes(bad.content)
    told = f"错误：{file}：{bad.message}\n"
    assert run("ingest", str(file)) == (bad.code, "", told)
    assert run("extract", str(file)) == (bad.code, "", told)
    assert dump(on_example) == before


@pytest.mark.parametrize("bad", BAD_FILES)
def test_a_bad_file_over_http(on_example: Store, bad: BadFile) -> None:
    before = dump(on_example)
    with client_of(on_example) as client:
        response = client.post(f"{API}/ingest", files={"file": (bad.name, bad.content)})
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["detail"] == f"{bad.name}：{bad.message}"
    assert (response.status_code, problem["status"], problem["type"]) == (422, 422, f"urn:dutygraph:problem:{bad.kind}")
    assert dump(on_example) == before


@pytest.mark.parametrize("content", BROKEN_WORD)
def test_a_broken_docx(on_example: Store, run: Any, tmp_path: Path, content: bytes) -> None:
    before = dump(on_example)
    file = tmp_path / "坏.docx"
    file.write_bytes(content)
    code, out, err = run("ingest", str(file))
    assert (code, out) == (3, "")
    assert err.startswith(f"错误：{file}：")
    assert "Word" in err
    assert err.count("\n") == 1
    with client_of(on_example) as client:
        response = client.post(f"{API}/ingest", files={"file": ("坏.docx", content)})
    assert (response.status_code, response.json()["detail"]) == (422, err[3:-1].replace(str(file), "坏.docx"))
    assert dump(on_example) == before


def test_a_file_that_is_not_there(on_example: Store, run: Any, tmp_path: Path) -> None:
    before = dump(on_example)
    file = tmp_path / "没有.docx"
    told = f"错误：{file}：文件不存在。请检查路径和文件名。\n"
    assert run("ingest", str(file)) == (3, "", told)
    assert run("demo", str(file), "--port", str(free_port())) == (3, "", told)
    assert dump(on_example) == before


def test_an_upload_without_a_file(on_example: Store) -> None:
    before = dump(on_example)
    with client_of(on_example) as client:
        response = client.post(f"{API}/ingest")
        assert response.status_code == 422
        assert response.json()["errors"][0]["where"] == "body.file"
    assert dump(on_example) == before


def test_an_empty_folder(on_example: Store, run: Any, tmp_path: Path) -> None:
    before = dump(on_example)
    told = f"错误：{tmp_path}：文件夹里没有可读的文件（{'、'.join(FORMATS)}、.zip）。请检查路径。\n"
    assert run("ingest", str(tmp_path)) == (3, "", told)
    # an unset variable of a script is not the folder that one is in
    assert run("ingest", "") == (3, "", "错误：''：路径是空的。请给出文件、文件夹或通配符。\n")
    assert dump(on_example) == before


def test_an_unknown_unit_names_the_nearest(on_example: Store, run: Any) -> None:
    before = dump(on_example)
    message = "没有找到单位“区司法所”；名称相近的有：区司法局、区法院、青禾示范区司法局、区政法委。"
    assert run("query", "unit_tasks", "unit=区司法所") == (6, "", f"错误：{message}\n")
    with client_of(on_example) as client:
        response = client.get(f"{API}/units/区司法所/tasks")
    assert (response.status_code, response.json()["detail"]) == (404, message)
    assert dump(on_example) == before


@pytest.mark.parametrize("day", ["2024-02-30", "2024年6月", "明天", "20240630", "2024-W26-7"])
def test_a_bad_date(on_example: Store, run: Any, day: str) -> None:
    message = f"参数 from：收到“{day}”，应为日期（YYYY-MM-DD，如 2024-06-30）。"
    assert run("query", "deadlines", f"from={day}") == (2, "", f"错误：{message}\n")
    with client_of(on_example) as client:
        response = client.get(f"{API}/deadlines", params={"from": day})
        assert (response.status_code, response.json()["detail"]) == (400, message)
        page = client.get("/timeline", params={"from": day})
        told = message.replace("参数 from", "“自”")  # a page calls a field what it prints beside it
        assert (page.status_code, told in page.text) == (400, True)
        plan = client.get(f"{API}/plans").json()["items"][0]["key"]
        for address, name in ((f"tasks/6/due?event={day}", "event"), (f"plans/{plan}/diff?to={day}", "to")):
            if name == "to" and day.isdecimal():
                continue  # the number of a version
            refused = client.get(f"{API}/{address}")
            assert refused.status_code == 400, address
            assert refused.json()["detail"].startswith(f"参数 {name}：收到“{day}”，应为")


WRITES = [
    "CREATE (n:Task {key: 'x'})",
    "MATCH (u:Unit) SET u.name = '甲'",
    "MATCH (u:Unit) REMOVE u.name",
    "MATCH (t:Task) DETACH DELETE t",
    "MERGE (u:Unit {key: 'x'}) RETURN u.key AS key",
    "MATCH (u:Unit) FOREACH (x IN [1] | SET u.name = '甲')",
    "MATCH (u:Unit) CALL { WITH u SET u.name = '甲' } RETURN count(*) AS n",
    "CREATE INDEX a FOR (n:Task) ON (n.a)",
    "LOAD CSV FROM 'file:///etc/hostname' AS row CREATE (:Task {key: row[0]})",
]


@pytest.mark.parametrize("statement", WRITES)
def test_a_write_in_read_only_cypher(on_example: Store, run: Any, statement: str) -> None:
    before = dump(on_example)
    code, out, err = run("cypher", statement)
    assert (code, out) == (5, "")
    assert err.startswith("错误：只读接口拒绝执行：")
    assert err.endswith("。请改用只读的 MATCH … RETURN；数据没有改动。\n")
    with client_of(on_example) as client:
        response = client.post(f"{API}/cypher", json={"statement": statement})
    assert (response.status_code, response.json()["type"]) == (403, "urn:dutygraph:problem:write-refused")
    assert response.json()["detail"] == err[3:-1]
    assert dump(on_example) == before


def test_a_mistake_in_cypher(on_example: Store, run: Any) -> None:
    code, out, err = run("cypher", "MATCH (u:Unit RETURN u")
    assert (code, out) == (9, "")
    assert err.startswith("错误：图数据库不接受该语句：")
    with client_of(on_example) as client:
        response = client.post(f"{API}/cypher", json={"statement": "MATCH (u:Unit RETURN u"})
    assert (response.status_code, response.json()["type"]) == (400, "urn:dutygraph:problem:query-failed")


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        pytest.param(b"{", 422, "body.1：不是有效的 JSON。", id="no JSON"),
        pytest.param(b"{}", 422, "body.statement：没有给出。", id="no statement"),
        pytest.param(
            b'{"statement": "RETURN 1 AS n", "limt": 5}', 422, "body.limt：没有这个字段。", id="a misspelt member"
        ),
        pytest.param(
            b'{"statement": "RETURN 1 AS n", "limit": 0}', 422, "body.limit：应不小于 1。", id="a limit out of range"
        ),
        pytest.param(
            b'{"statement": 5, "timeout": "x"}',
            422,
            "body.statement：应为文字；body.timeout：应为数。",
            id="wrong types",
        ),
        pytest.param(b"\xff\xfe", 422, "body.0：不是有效的 JSON。", id="bytes that are no text"),
    ],
)
def test_a_request_that_is_not_as_documented(on_example: Store, body: bytes, status: int, detail: str) -> None:
    with client_of(on_example) as client:
        response = client.post(f"{API}/cypher", content=body, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert (response.json()["status"], response.json()["detail"]) == (status, detail)


def test_a_store_that_cannot_be_reached(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = "bolt://127.0.0.1:9"  # the discard port: nobody listens
    monkeypatch.setenv("DUTYGRAPH_NEO4J_URI", address)
    code, out, err = run("ingest", str(EXAMPLE))
    assert (code, out) == (8, "")
    assert err.startswith(f"错误：连接不上图数据库 {address}（")
    assert err.endswith("）。请确认它已启动、DUTYGRAPH_NEO4J_URI 的地址和端口正确、防火墙放行。\n")
    with serving(ApiSettings(StoreSettings(tmp_path, address))) as client:
        for response in (
            client.get("/ready"),
            client.get(f"{API}/units"),
            client.post(f"{API}/ingest", files={"file": ("方案.docx", EXAMPLE.read_bytes())}),
        ):
            assert (response.status_code, response.headers["retry-after"]) == (503, "5")
            assert response.json()["detail"] == err[3:-1]
        page = client.get("/")
        assert (page.status_code, page.headers["content-type"]) == (503, "text/html; charset=utf-8")
        assert "连接不上图数据库" in page.text
        assert client.get("/health").status_code == 200


def test_an_address_of_a_store_that_is_none(run: Any) -> None:
    code, out, err = run("query", "plans", "--neo4j-uri", "没有://这样的")
    assert (code, out) == (8, "")
    assert "DUTYGRAPH_NEO4J_URI" in err


def test_the_register_and_the_jurisdiction_are_checked(on_example: Store, run: Any, tmp_path: Path) -> None:
    before = dump(on_example)
    register = tmp_path / "名册.csv"
    register.write_text("单位,别名\n区司法局,司法局\n", encoding="utf-8")
    code, out, err = run("ingest", str(EXAMPLE), "--register", str(register))
    assert (code, out) == (2, "")
    assert str(register) in err
    told = "参数 jurisdiction：收到“火星”，应为六位行政区划代码或行政区划名称（如 150602、东胜区）。"
    assert run("ingest", str(EXAMPLE), "--jurisdiction", "火星") == (2, "", f"错误：{told}\n")
    with client_of(on_example) as client:
        upload: dict[str, Any] = {"files": {"file": ("a.docx", EXAMPLE.read_bytes())}, "data": {"jurisdiction": "火星"}}
        response: httpx.Response = client.post(f"{API}/ingest", **upload)
    assert (response.status_code, response.json()["detail"]) == (400, told)
    assert dump(on_example) == before


def test_an_export_of_a_plan_that_is_not_there_is_told(on_example: Store, run: Any) -> None:
    assert contents(on_example.read_graph("0000000000000000")) == ({}, {})
    assert run("export", "jsonl", "--plan", "0000000000000000") == (
        6,
        "",
        "错误：没有找到方案“0000000000000000”；请核对名称或键。\n",
    )
    with client_of(on_example) as client:
        assert client.get(f"{API}/export/rdf", params={"plan": "0000000000000000"}).status_code == 404
