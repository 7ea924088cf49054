"""The whole store as a file and in another store, plans removed and compared: what is there afterwards."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import editions
import pytest
from editions import CORRECTED, FIRST, ISSUED, SECOND, THIRD, TITLE
from factories import sample_plan
from graphs import dump
from servers import empty, write
from services import API, client_of, environment_of

from dutygraph import cli
from dutygraph.api.differing import marked
from dutygraph.api.keeping import copy_store, restore_backup, target_settings, write_backup
from dutygraph.graph import restoring
from dutygraph.graph.build import build_graph
from dutygraph.graph.errors import StoreError, StoreNotEmpty, UnreadableDocument
from dutygraph.graph.ordering import in_order
from dutygraph.graph.store import Store, open_store
from dutygraph.graph.stores.settings import StoreSettings

PLAN = editions.key()


def fill(store: Store) -> None:
    """Two versions of one plan, and another plan that names some of the same bodies."""
    empty(store)
    store.load(editions.graph(FIRST), today=ISSUED)
    store.load(editions.graph(SECOND), today=CORRECTED)
    store.load(build_graph([sample_plan()]))


def everything(store: Store) -> list[str]:
    """Every node and relationship with all their properties, those that the store keeps for itself among them."""
    nodes = store.read("MATCH (n) RETURN labels(n) AS labels, n.key AS key, properties(n) AS n")
    edges = store.read("MATCH (a)-[r]->(b) RETURN a.key AS a, type(r) AS r, b.key AS b, properties(r) AS properties")
    said = [{**row, "labels": sorted(row.get("labels", ()))} for row in (*nodes, *edges)]
    return sorted(json.dumps(row, ensure_ascii=False, sort_keys=True, default=str) for row in said)


def test_a_backup_is_lossless_between_the_stores(embedded_store: Store, neo4j_store: Store, tmp_path: Path) -> None:
    """Embedded, to Neo4j, and back: everything is equal at each step, and so are the files."""
    fill(embedded_store)
    before, graph = everything(embedded_store), dump(embedded_store.read_graph())
    write_backup(embedded_store, tmp_path / "one.jsonl")
    empty(neo4j_store)
    counts = restore_backup(neo4j_store, tmp_path / "one.jsonl")
    assert counts == (len(graph[0]), len(graph[1]))
    assert everything(neo4j_store) == before
    assert dump(neo4j_store.read_graph()) == graph
    write_backup(neo4j_store, tmp_path / "two.jsonl")
    empty(embedded_store)
    restore_backup(embedded_store, tmp_path / "two.jsonl")
    assert everything(embedded_store) == before
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert sorted(tmp_path.iterdir()) == [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    for store in (embedded_store, neo4j_store):  # and it goes on as the first one would have
        assert not store.load(editions.graph(SECOND)).changed
        store.remove(TITLE)
        assert dump(store.read_graph()) == dump(build_graph([sample_plan()]))


def test_lines_of_a_backup_are_sorted_few_at_a_time(tmp_path: Path) -> None:
    lines = [f"{n * 7919 % 1000:03}\n".encode() for n in range(1000)]  # every number below 1,000 once
    sorting = in_order(lines, tmp_path, held=400)
    assert [next(sorting), *sorting] == sorted(lines)
    assert list(in_order([], tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_holds_something_is_not_overwritten_unasked(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "图谱.jsonl"
    fill(store)
    write_backup(store, file)
    before = everything(store)
    store.load(editions.graph(THIRD), replaces=TITLE, today=dt.date(2025, 2, 10))
    changed = everything(store)
    with pytest.raises(StoreNotEmpty) as caught:
        restore_backup(store, file)
    assert str(caught.value) == (
        f"图数据库 {store.address} 不是空的（已有 2 个方案），没有写入，数据没有改动。"
        "请换一个空库；确要用备份取代其中全部数据，请加 --replace。"
    )
    assert everything(store) == changed
    restore_backup(store, file, replace=True)
    assert everything(store) == before


def test_a_restore_that_was_cut_short_shows_no_plan(
    embedded_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "backup.jsonl"
    fill(embedded_store)
    before = everything(embedded_store)
    write_backup(embedded_store, file)
    empty(embedded_store)
    monkeypatch.setattr(restoring, "_BATCH", 7)
    put, puts = restoring._put, 0

    def dying(*arguments: Any, **named: Any) -> None:
        nonlocal puts
        puts += 1
        if puts == 9:
            raise StoreError("断电")
        put(*arguments, **named)

    monkeypatch.setattr(restoring, "_put", dying)
    with pytest.raises(StoreError, match="断电"):
        restore_backup(embedded_store, file)
    assert embedded_store.read("MATCH (p:Plan) RETURN p.key AS key") == []
    assert len(everything(embedded_store)) > 0
    with pytest.raises(StoreNotEmpty, match="已有 0 个方案"):
        restore_backup(embedded_store, file)
    restore_backup(embedded_store, file, replace=True)
    assert everything(embedded_store) == before


def test_what_is_no_backup_changes_nothing(embedded_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "backup.jsonl"
    fill(embedded_store)
    write_backup(embedded_store, file)
    lines = file.read_bytes().splitlines(keepends=True)
    empty(embedded_store)
    spoilt = {
        "到第 5 行就断了，不是完整的备份": lines[:5],
        f"到第 {len(lines)} 行就断了": [*lines[:-1], lines[-1].replace(b'"nodes":', b'"nodes":1')],
        "第 1 行不是备份的内容": [b'{"type":"node"}\n'],
        "第 3 行不是备份的内容": [*lines[:2], b"{\n", *lines[2:]],
        "第 2 行不是备份的内容": [lines[0], *[line for line in lines if b'"relationship"' in line]],
        "到第 0 行就断了": [],
        "第 1 行不是备份": [b"\xff\xfe\n"],
    }
    for why, content in spoilt.items():
        file.write_bytes(b"".join(content))
        with pytest.raises(UnreadableDocument, match=why):
            restore_backup(embedded_store, file)
    with pytest.raises(UnreadableDocument, match="没有这个文件"):
        restore_backup(embedded_store, tmp_path / "none.jsonl")
    assert everything(embedded_store) == []


def test_a_backup_that_fails_leaves_the_one_before(embedded_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "backup.jsonl"
    file.write_text("前一次的备份")
    fill(embedded_store)
    write(embedded_store, "MATCH (p:Plan) SET p.seen = datetime('2024-01-01T08:00:00Z')")
    with pytest.raises(StoreError, match="数据库中有备份格式放不下的值"):
        write_backup(embedded_store, file)
    assert file.read_text() == "前一次的备份"
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_not_ours_is_left(embedded_store: Store, tmp_path: Path) -> None:
    """A note that somebody hung on a unit is neither in the backup nor taken away by a restore."""
    fill(embedded_store)
    before = everything(embedded_store)
    write(embedded_store, "MATCH (u:Unit {name: '县司法局'}) CREATE (:Note {key: '1'})-[:ABOUT]->(u)")
    write_backup(embedded_store, tmp_path / "backup.jsonl")
    restore_backup(embedded_store, tmp_path / "backup.jsonl", replace=True)
    assert embedded_store.read("MATCH (n:Note) RETURN n.key AS key") == [{"key": "1"}]
    write(embedded_store, "MATCH (n:Note) DETACH DELETE n")
    assert everything(embedded_store) == before


def test_a_copy_of_a_store(neo4j_store: Store, embedded_store: Store) -> None:
    """From Neo4j to the embedded database, and of that onto itself: by way of a file, so that nothing is lost."""
    fill(neo4j_store)
    empty(embedded_store)
    before = everything(neo4j_store)
    assert sum(copy_store(neo4j_store, embedded_store)) == len(before)
    assert everything(embedded_store) == before
    with pytest.raises(StoreNotEmpty):
        copy_store(neo4j_store, embedded_store)
    copy_store(embedded_store, embedded_store, replace=True)
    assert everything(embedded_store) == before


def test_where_a_copy_goes(tmp_path: Path) -> None:
    environment = {"DUTYGRAPH_TO_PASSWORD": "x", "DUTYGRAPH_TO_USER": "keeper", "DUTYGRAPH_NEO4J_URI": "bolt://old"}
    found = target_settings("bolt+s://db", None, "duties", environment)
    assert (found.uri, found.user, found.password, found.database) == ("bolt+s://db", "keeper", "x", "duties")
    assert target_settings("bolt://db", "other", None, environment).user == "other"
    assert target_settings(str(tmp_path), None, None, environment) == StoreSettings(
        tmp_path, user="keeper", password="x"
    )


# ---------------------------------------------------------------- the command line
@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Any:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(arguments)
        out, err = capsysbinary.readouterr()
        return code, out.decode("utf-8"), err.decode("utf-8")

    return run


@pytest.fixture
def here(embedded_store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The embedded store, empty, used by the command line."""
    empty(embedded_store)
    for name, value in environment_of(embedded_store).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COLUMNS", "200")
    return embedded_store


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    paths = [tmp_path / f"第{number}版.txt" for number in (1, 2, 3)]
    for path, text in zip(paths, editions.TEXTS, strict=True):
        path.write_text(text, encoding="utf-8")
    return [str(path) for path in paths]


def test_versions_by_the_command_line(run: Any, here: Store, files: list[str]) -> None:
    assert run("ingest", files[0])[0] == 0
    code, out, _ = run("ingest", files[1], "--valid-from", "2024-07-01")
    assert (code, "第 2 版，自 2024-07-01 起" in out) == (0, True)
    code, out, _ = run("ingest", files[2], "--replaces", TITLE, "--format", "json")
    assert code == 0
    assert json.loads(out)[0]["plans"][0]["version"] == {
        "kind": "renewed",
        "number": 3,
        "valid_from": "2025-02-10",
        "added": 1,
        "dropped": 0,
        "changed": 1,
    }
    assert "旧版，库中已有第 3 版" in run("ingest", files[0])[1]
    code, out, err = run("ingest", files[0], "--valid-from", "2024-01-01")
    assert (code, err.startswith(f"错误：《{TITLE}》2024-01-01 的这一版早于库中自 2025-02-10 起有效的版本")) == (
        11,
        True,
    )
    code, _, err = run("ingest", *files, "--replaces", TITLE)
    assert (code, err) == (2, "错误：参数 --replaces：收到“3 份文件”，应为只对一份文件给出；多份请逐份导入。\n")
    code, out, _ = run("query", "unit_tasks", "unit=县司法局", "as_of=2024-05-01", "--format", "json")
    assert [(row["number"], row["due_dates"]) for row in json.loads(out)] == [("1", ["2024-06-30"])]
    assert [row["tasks"] for row in json.loads(run("query", "plan_versions", "--format", "json")[1])] == [5, 4, 5]
    code, out, _ = run("remove", TITLE + "（修订）")
    assert (code, out.startswith("结点删 ")) == (0, True)
    assert everything(here) == []
    assert run("remove", TITLE)[0] == 6


def test_differences_by_the_command_line(run: Any, here: Store, files: list[str]) -> None:
    code, out, _ = run("diff", files[0], files[1])
    assert code == 0
    version = f"《{TITLE}》（第 1 版，自 2024-03-05）"
    assert out.splitlines()[0] == f"{version} → {version}：新增 1、删除 2、修改 2、不变 1。"
    assert out.splitlines()[3:8] == [
        "修改 1 推进综合行政执法改革",
        "    文字：…行政执法改革，2024年〔6→9〕月底前完成。",
        "    牵头：县司法局 → 县司法局、县信访局",
        "    时间要求：2024年6月底前 → 2024年9月底前",
        "新增 2 建设乡村公共法律服务站点",
    ]
    assert (
        run("diff", files[0], files[1], "--format", "csv")[1].splitlines()[3].startswith("修改,1,推进综合行政执法改革,")
    )
    here.load(editions.graph(FIRST), today=ISSUED)
    here.load(editions.graph(SECOND), today=CORRECTED)
    by_number = run("diff", f"{TITLE}@1", TITLE, "--format", "json")
    assert run("diff", f"{PLAN}@2024-06-30", f"{PLAN}@2", "--format", "json") == by_number
    found = json.loads(by_number[1])
    assert (found["old"]["version"], found["new"]["version"], found["new"]["valid_to"]) == (1, 2, None)
    assert [item["kind"] for item in found["items"]] == ["dropped", "dropped", "changed", "added", "changed"]
    assert json.loads(run("diff", TITLE, files[2], "--format", "json")[1])["unchanged"] == 3
    assert run("diff", TITLE, "没有的方案")[0] == 6
    assert run("diff", TITLE, f"{TITLE}@明天")[0] == 2
    assert run("diff", f"{TITLE}@2020-01-01", TITLE)[0] == 6


def test_backup_and_copy_by_the_command_line(run: Any, here: Store, tmp_path: Path) -> None:
    fill(here)
    before = everything(here)
    file = str(tmp_path / "备份.jsonl")
    assert run("backup", "-o", file) == (0, "", "")
    assert run("backup")[1] == Path(file).read_text(encoding="utf-8")
    code, _, err = run("restore", file)
    assert (code, "不是空的" in err) == (12, True)
    code, out, _ = run("restore", file, "--replace")
    assert (code, out.startswith("写入结点 ")) == (0, True)
    assert everything(here) == before
    code, out, _ = run("copy", "--to", str(tmp_path / "copy"))
    assert (code, out.startswith("写入结点 ")) == (0, True)
    with open_store(StoreSettings(tmp_path / "copy")) as copied:
        assert everything(copied) == before


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("健全机制。", "健全机制。", "健全机制。"),
        ("推进改革", "推进改革和建设", "推进改革〔→和建设〕"),
        (
            "牵头推进综合行政执法改革各项工作，2024年完成",
            "2025年完成",
            "〔牵头推进综合行政执法改革各项工作，→〕202〔4→5〕年完成",
        ),
    ],
)
def test_words_that_differ_are_marked(before: str, after: str, shown: str) -> None:
    assert marked(before, after) == shown


# ---------------------------------------------------------------- the API
def test_versions_by_the_api(store: Store) -> None:
    for text, day in ((FIRST, ISSUED), (SECOND, CORRECTED)):
        store.load(editions.graph(text), today=day)
    with client_of(store) as client:
        page = client.get(f"{API}/plans/{PLAN}/versions").json()
        assert [(row["version"], row["valid_to"]) for row in page["items"]] == [(1, "2024-07-01"), (2, None)]
        assert client.get(f"{API}/plans/none/versions").status_code == 404
        found = client.get(f"{API}/plans/{PLAN}/diff").json()
        assert (found["total"], found["unchanged"], found["old"]["version"]) == (5, 1, 1)
        assert client.get(f"{API}/plans/{PLAN}/diff", params={"from": "2024-03-05", "to": "2"}).json() == found
        assert len(client.get(f"{API}/plans/{PLAN}/diff", params={"limit": 2, "offset": 4}).json()["items"]) == 1
        assert client.get(f"{API}/plans/{PLAN}/diff", params={"from": "3"}).status_code == 404
        assert client.get(f"{API}/plans/{PLAN}/diff", params={"to": "1"}).status_code == 404
        problem = client.get(f"{API}/plans/{PLAN}/diff", params={"from": "x"}).json()
        assert problem["detail"] == "参数 from：收到“x”，应为版次（如 2）或日期（如 2024-06-30）。"
        key = found["items"][2]["key"]
        assert [row["version"] for row in client.get(f"{API}/tasks/{key}/versions").json()["items"]] == [1, 2]
        then = client.get(f"{API}/tasks/{key}", params={"as_of": "2024-03-05"}).json()
        assert (then["valid_to"], [d["surface"] for d in then["dates"]]) == ("2024-07-01", ["2024年6月底前"])
        for path, total in (("/workload", 5), ("/deadlines", 2), (f"/units/{'县司法局'}/tasks", 1)):
            answer = client.get(f"{API}{path}", params={"as_of": "2024-05-01"})
            assert (answer.status_code, answer.json()["total"]) == (200, total)
        assert client.get(f"{API}/plans/{PLAN}", params={"as_of": "2024-05-01"}).json()["tasks"] == 5
        sent = {"file": ("新版.txt", THIRD.encode(), "text/plain")}
        refused = client.post(f"{API}/ingest", files=sent, data={"valid_from": "明天"})
        assert refused.status_code == 400
        old = client.post(f"{API}/ingest", files=sent, data={"replaces": TITLE, "valid_from": "2024-01-01"})
        assert (old.status_code, old.json()["type"].rsplit(":", 1)[-1]) == (409, "older-version")
        loaded = client.post(f"{API}/ingest", files=sent, data={"replaces": TITLE}).json()
        assert (loaded["plans"][0]["key"], loaded["plans"][0]["version"]["number"]) == (PLAN, 3)
