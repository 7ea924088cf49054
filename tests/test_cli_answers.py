"""What the command line prints of the graph: answers of queries and of Cypher, exports, and the tables of it all."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from commandline import Ran
from rich.cells import cell_len
from services import EXAMPLE

from dutygraph.api.tables import cell, plain_table
from dutygraph.graph import exports
from dutygraph.graph.rdf import formats
from dutygraph.graph.store import Store
from dutygraph.queries.registry import load_queries, run_query


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_query_in_three_forms(on_example: Store, run: Any) -> None:
    query = ["query", "unit_tasks", "unit=区司法局", "role=lead"]
    rows = run_query(on_example, "unit_tasks", {"unit": "区司法局", "role": "lead"})
    as_json = run(*query, "--format", "json")
    assert [item["key"] for item in as_json.json()] == [row["key"] for row in rows]
    assert as_json.json()[3]["due_dates"] == ["2024-12-31"]
    as_csv = run(*query, "--format", "csv")
    assert as_csv.out.startswith("\ufeff" + ",".join(c.name for c in load_queries()["unit_tasks"].columns) + "\r\n")
    assert [row["number"] for row in rows_of(as_csv.out)] == ["6", "7", "8", "11", "12", "14", "15", "16", "21", "22"]
    table = run(*query)
    assert table.err == "共 10 行。\n"
    said = table.out.split("序号")[0].splitlines()
    assert "单位：青禾示范区司法局" in said
    assert max(cell_len(line) for line in table.out.splitlines()[len(said) :]) <= 120
    assert "─" in table.out
    assert not re.search(r"[│╭\x1b]", table.out)


@pytest.mark.usefixtures("on_example")
def test_query_into_a_file(run: Any, tmp_path: Path) -> None:
    assert run("query", "plans", "--format", "json", "-o", str(tmp_path / "a.json")) == Ran(0, "", "")
    (row,) = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert (row["tasks"], row["document_number"]) == (27, "青示法委发〔2024〕2号")


@pytest.mark.usefixtures("on_example")
def test_a_single_wide_row_is_printed_as_a_card(run: Any) -> None:
    lines = run("query", "unit_profile", "unit=区市监局").out.splitlines()
    assert lines[:2] == ["单位：区市场监督管理局", "全称：青禾示范区市场监督管理局"]
    assert "牵头：4" in lines
    assert "区划：青禾示范区 县级" in lines
    card = run("query", "task_card", "task=22").out.splitlines()
    assert "牵头：区司法局 牵头部门、区法院 牵头部门" in card
    assert "责任：区人民政府及其组成部门 责任部门、各镇 责任部门、各街道 责任部门" in card
    assert "时间要求：周期 月通报" in card


@pytest.mark.usefixtures("on_example")
def test_no_rows_are_said_without_an_empty_table(run: Any) -> None:
    assert run("query", "deadlines", "to=1999-12-31") == Ran(0, "", "共 0 行。\n")


@pytest.mark.usefixtures("on_example")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("task_card", "task=999"), "没有找到任务“999”；请核对名称或键。"),
        (("plan_summary", "plan=没有的"), "没有找到方案“没有的”；请核对名称或键。"),
        (("task_list", "plan=没有的"), "没有找到方案“没有的”；请核对名称或键。"),
        (("instrument_tasks", "instrument=没有的法"), "没有找到文件“没有的法”；请核对名称或键。"),
    ],
)
def test_a_query_about_what_is_not_there_is_told(run: Any, arguments: tuple[str, ...], message: str) -> None:
    assert run("query", *arguments) == Ran(6, "", f"错误：{message}\n")


@pytest.mark.usefixtures("on_example")
def test_a_plan_that_is_there_may_have_no_rows(run: Any) -> None:
    assert run("query", "task_list", "plan=青示法委发〔2024〕2号", "text=量子").code == 0


@pytest.mark.usefixtures("on_example")
@pytest.mark.parametrize("loaded", ["embedded"], indirect=True)
def test_when_a_limit_ends(run: Any) -> None:
    shown = run("due", "6", "--event", "2024-01-05", "--format", "json")
    assert shown.code == 0
    assert shown.json() == [
        {
            "surface": "15日内",
            "anchor": "印发后",
            "duration": "P15D",
            "business_days": False,
            "last_day": "2024-01-22",
            "counted": "2024-01-20",
            "moment": None,
            "rule": "当日不计，末日遇休息日顺延",
        }
    ]
    assert "2024-01-22" in run("due", "6", "--event", "2024-01-05").out
    assert run("due", "6", "--event", "5日").code == 2
    assert run("due", "999", "--event", "2024-01-05").code == 6


def test_queries_are_listed(run: Any) -> None:
    listed = run("queries")
    assert listed.code == 0
    assert [line.split()[0] for line in listed.out.splitlines()[2:]] == list(load_queries())
    assert "unit= role? through_groups? plan? section? dated?" in listed.out
    described = run("queries", "--format", "json").json()
    assert [each["name"] for each in described] == list(load_queries())
    assert described[0]["columns"][0] == {"name": "alias", "type": "string", "nullable": False, "title": "别名"}


@pytest.mark.usefixtures("on_example")
def test_cypher(run: Any) -> None:
    statement = "MATCH (u:Unit {name: $name})-[:LEADS]->(t:Task) RETURN count(t) AS tasks, $n AS n"
    done = run("cypher", statement, "-p", "name=区司法局", "--param", "n=[1, 2]", "--format", "json")
    assert done == Ran(0, done.out, "")
    assert done.json() == [{"tasks": 10, "n": [1, 2]}]
    whole = run("cypher", "RETURN {start: 7, open: true} AS m, [{key: 'a'}] AS l")
    first, second = whole.out.splitlines()[2].split("  ")  # the parts of a map in the store's order
    assert (json.loads(first), second) == ({"start": 7, "open": True}, '{"key":"a"}')


@pytest.mark.usefixtures("on_example")
def test_cypher_from_standard_input_says_when_rows_are_cut(monkeypatch: pytest.MonkeyPatch, run: Any) -> None:
    statement = "\ufeffMATCH (t:Task) RETURN t.number AS number ORDER BY t.position"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(statement.encode())))
    done = run("cypher", "-", "--limit", "3", "--format", "csv")
    assert done == Ran(0, "\ufeffnumber\r\n1\r\n2\r\n3\r\n", "只列出前 3 行，还有更多；可加 --limit。\n")


@pytest.mark.parametrize("form", sorted(formats.FORMATS))
def test_export_rdf(on_example: Store, run: Any, tmp_path: Path, form: str) -> None:
    file = tmp_path / "图谱"
    assert run("export", "rdf", "--format", form, "-o", str(file)) == Ran(0, "", "")
    assert file.read_bytes() == formats.serialize(on_example.read_graph(), form)


def test_export_of_one_plan_with_a_base(on_example: Store, run: Any) -> None:
    (plan,) = run_query(on_example, "plans")
    done = run("export", "rdf", "--format", "nt", "--base", "https://graph.example/", "--plan", plan["key"])
    assert done.out.encode() == formats.serialize(on_example.read_graph(plan["key"]), "nt", "https://graph.example/")
    assert re.search(rf"^<https://graph\.example/\S+/{plan['key']}> ", done.out, flags=re.M)


def test_export_graphml_and_jsonl(on_example: Store, run: Any) -> None:
    graph = on_example.read_graph()
    assert run("export", "graphml").out.encode() == exports.graphml(graph)
    assert run("export", "jsonl").out.encode() == b"".join(exports.jsonl(graph))


@pytest.mark.usefixtures("on_example")
def test_export_csv_as_a_folder_or_an_archive(run: Any, tmp_path: Path) -> None:
    assert run("export", "csv", "-o", str(tmp_path / "表" / "格")) == Ran(0, "", "")
    assert run("export", "csv", "-o", str(tmp_path / "表格.zip")) == Ran(0, "", "")
    files = {file.name: file.read_bytes() for file in (tmp_path / "表" / "格").iterdir()}
    assert len(rows_of(files["Task.csv"].decode())) == 27
    with zipfile.ZipFile(tmp_path / "表格.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files


def test_a_file_that_cannot_be_written_is_one_sentence(run: Any, tmp_path: Path) -> None:
    target = tmp_path / "没有这个文件夹" / "a.json"
    done = run("extract", str(EXAMPLE), "-o", str(target))
    assert done == Ran(1, "", f"错误：{target}：No such file or directory。请检查路径、权限和磁盘空间。\n")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "是"),
        (["甲", "乙"], "甲、乙"),
        ([{"key": "3f", "name": "区司法局", "tasks": 2}], "区司法局 2"),
        ([{"code": "990101", "name": "青禾区", "level": "county"}], "990101 青禾区 县级"),
        (
            {"kind": "recurrence", "surface": "每年1月8日前", "rrule": "FREQ=YEARLY", "months": [1], "start": 3},
            "周期 每年1月8日前",
        ),
        ({"name": "区司法局", "label": "牵头部门", "surface": "区司法局", "principal": True}, "区司法局 牵头部门"),
        (70.0, "70"),
        (0.5, "0.5"),
        ("两\n行", "两 行"),
    ],
)
def test_a_cell_of_a_table(value: object, text: str) -> None:
    assert cell(value) == text


def test_a_plain_table_is_aligned_by_display_width_and_cut_to_fit() -> None:
    rows = [{"a": "区司法局", "b": "x" * 200}, {"a": "ab", "b": "一二三四五六七八九十" * 9}]
    lines = plain_table(rows, {"a": "单位", "b": "说明"}, width=40).splitlines()
    assert lines == [
        "单位      说明",
        "────────  ──────────────────────────────",
        "区司法局  xxxxxxxxxxxxxxxxxxxxxxxxxxxxx…",
        "ab        一二三四五六七八九十一二三四…",
    ]
