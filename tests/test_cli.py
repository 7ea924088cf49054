"""The command line: what it prints, where, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import editions
import pytest
from rich.cells import cell_len
from servers import empty
from services import EXAMPLE, EXAMPLES, dump, environment_of, load

from dutygraph import cli
from dutygraph.api.tables import cell, plain_table
from dutygraph.commands import exits
from dutygraph.graph import errors, exports
from dutygraph.graph.rdf import formats
from dutygraph.graph.store import Store
from dutygraph.queries.registry import load_queries, run_query

DOCS = Path(__file__).resolve().parents[1] / "docs" / "cli.md"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Any:
    """Runs a command line in this process; its output is what a pipe would get."""

    def run(*arguments: str) -> Ran:
        code = cli.run(arguments)
        out, err = capsysbinary.readouterr()
        return Ran(code, out.decode("utf-8"), err.decode("utf-8"))

    return run


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def example_store(request: pytest.FixtureRequest) -> Store:
    store: Store = request.getfixturevalue(f"{request.param}_store")
    load(store, EXAMPLE)
    return store


@pytest.fixture
def on_example(example_store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The example plan in a store that the command line uses."""
    for name, value in environment_of(example_store).items():
        monkeypatch.setenv(name, value)
    return example_store


def every_command(
    group: click.Group = cli.commands, path: Sequence[str] = ()
) -> Iterator[tuple[list[str], click.Command]]:
    for name, command in group.commands.items():
        yield [*path, name], command
        if isinstance(command, click.Group):
            yield from every_command(command, [*path, name])


COMMANDS = [pytest.param(path, command, id=" ".join(path)) for path, command in every_command(cli.commands)]


@pytest.mark.parametrize(("path", "command"), COMMANDS)
def test_every_help_ends_with_an_example_that_parses(run: Any, path: list[str], command: click.Command) -> None:
    shown = run(*path, "--help")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith(f"用法：dutygraph {' '.join(path)} ")
    examples = shown.out.split("例：\n")[1].splitlines()
    assert examples
    for line in examples:
        words = shlex.split(line)
        assert words[: len(path) + 1] == ["dutygraph", *path]
        leaf, rest = command, words[len(path) + 1 :]
        while isinstance(leaf, click.Group):
            leaf, rest = leaf.commands[rest[0]], rest[1:]
        leaf.make_context("dutygraph", rest)  # raises for what would not parse


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from dutygraph.cli import run; run(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, encoding="utf-8")
    heavy = {"fastapi", "jieba", "lxml", "neo4j", "networkx", "orjson", "pydantic", "pyoxigraph", "rich", "uvicorn"}
    assert heavy & set(done.stderr.split()) == set()


def test_exit_codes_are_those_of_the_error_tree_and_of_the_docs() -> None:
    stated = {name: int(code) for name, code in re.findall(r"── (\w+) .*exit (\d+)", errors.__doc__ or "")}
    assert stated == {
        kind.__name__: code for kind, code in exits.EXIT_CODES.items() if kind is not errors.DutygraphError
    }
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", DOCS.read_text(encoding="utf-8"), flags=re.M)}
    others = {exits.EXIT_OK, exits.EXIT_OTHER, exits.EXIT_USAGE, exits.EXIT_INTERRUPTED}
    assert documented == others | set(exits.EXIT_CODES.values())


def test_every_command_stands_in_the_docs() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for name in cli.commands.commands:
        assert re.search(rf"^\| `{name}\b", text, flags=re.M), name


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["querie"], "没有命令 querie；相近的有 queries、query。用法见 dutygraph --help。"),
        (["serve", "--pot", "1"], "没有选项 --pot；相近的有 --port、--host。用法见 dutygraph serve --help。"),
        (["serve", "--port", "0"], "选项 --port 应为1 到 65535 的数。用法见 dutygraph serve --help。"),
        (["queries", "--format", "xml"], "选项 --format 应为table、json 之一。用法见 dutygraph queries --help。"),
        (["text"], "缺少参数 FILE。用法见 dutygraph text --help。"),
        (["export", "csv"], "缺少选项 --output。用法见 dutygraph export csv --help。"),
        (["query", "units", "司法"], "参数 司法：收到 '司法'，应为“名称=值”，每个名称只给一次，例如 unit=区司法局。"),
    ],
)
def test_a_mistake_in_the_command_line_is_one_sentence(run: Any, arguments: list[str], message: str) -> None:
    assert run(*arguments) == Ran(2, "", f"错误：{message}\n")


def test_no_command_shows_the_help(run: Any) -> None:
    shown = run()
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.startswith("用法：dutygraph [选项] 命令 …\n")


def test_version(run: Any) -> None:
    assert run("--version") == Ran(0, "dutygraph 0.1.0\n", "")


def test_text_is_printed_as_it_is(run: Any, tmp_path: Path) -> None:
    words = "第一行\r\n第二行\n没有换行的末行"
    (tmp_path / "a.txt").write_bytes(words.encode("gb18030"))
    assert run("text", str(tmp_path / "a.txt")) == Ran(0, words, "")


def test_text_of_standard_input(monkeypatch: pytest.MonkeyPatch, run: Any) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("责任单位：区司法局".encode("utf-16"))))
    assert run("text", "-") == Ran(0, "责任单位：区司法局", "")


def test_extract_prints_one_object_or_an_array(run: Any, tmp_path: Path) -> None:
    text = EXAMPLES / "qinghe-2024.txt"
    one = run("extract", str(EXAMPLE))
    assert (one.code, one.err) == (0, "")
    assert set(one.json()) == {"document", "tasks", "findings", "coverage"}
    assert [task["number"] for task in one.json()["tasks"]] == [str(n) for n in range(1, 28)]
    two = run("extract", str(EXAMPLE), str(text), "--output", str(tmp_path / "两份.json"))
    assert two == Ran(0, "", "")
    objects = json.loads((tmp_path / "两份.json").read_text(encoding="utf-8"))
    assert objects[0] == one.json()
    assert [task["key"] for task in objects[1]["tasks"]] == [task["key"] for task in objects[0]["tasks"]]


def test_extracted_spans_count_in_the_text_that_is_printed(run: Any) -> None:
    text = run("text", str(EXAMPLE)).out
    for task in run("extract", str(EXAMPLE)).json()["tasks"]:
        for unit in task["lead"]:
            assert re.sub(r"\s", "", text[unit["start"] : unit["end"]]) == unit["surface"]


def test_extract_as_a_table(run: Any) -> None:
    lines = run("extract", str(EXAMPLE), "--format", "table").out.splitlines()
    assert lines[0].split() == ["序号", "任务", "牵头", "责任", "配合", "时间要求"]
    assert len(lines) == 2 + 27
    assert lines[8].split()[:3] == ["7", "对照《青禾示范区行政…", "区司法局"]


def test_ingest_loads_and_the_same_again_changes_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, run: Any
) -> None:
    for name, value in environment_of(store).items():
        monkeypatch.setenv(name, value)
    first = run("ingest", str(EXAMPLE), "--format", "json")
    assert (first.code, first.err) == (0, "")
    (loaded,) = first.json()
    before = dump(store)
    assert (loaded["tasks"], loaded["changed"], loaded["nodes"]["created"]) == (27, True, len(before[0]))
    again = run("ingest", str(EXAMPLE))
    assert again.code == 0
    assert again.out.splitlines()[0].split() == ["文件", "方案", "任务", "待核", "结果"]
    assert again.out.splitlines()[2].split()[-3:] == ["27", "0", "没有变化"]
    assert dump(store) == before


def test_ingest_takes_folders_and_globs_each_file_once(
    store: Store, monkeypatch: pytest.MonkeyPatch, run: Any, tmp_path: Path
) -> None:
    for name, value in environment_of(store).items():
        monkeypatch.setenv(name, value)
    (tmp_path / "往年").mkdir()
    (tmp_path / "往年" / "甲.docx").write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "往年" / "~$甲.docx").write_bytes(b"kept open by Word")
    (tmp_path / "往年" / "说明.png").write_bytes(b"of another kind")
    glob = str(tmp_path / "**" / "*.docx")
    done = run("ingest", str(tmp_path), glob, "--format", "json")
    assert done.code == 0
    assert [each["source"] for each in done.json()] == [str(tmp_path / "往年" / "甲.docx")]
    empty = run("ingest", str(tmp_path / "*.txt"))
    assert empty == Ran(3, "", f"错误：{tmp_path}/*.txt：没有匹配的文件。请检查通配符和路径。\n")


def test_what_can_be_ingested_is_and_the_rest_is_told(
    store: Store, monkeypatch: pytest.MonkeyPatch, run: Any, tmp_path: Path
) -> None:
    for name, value in environment_of(store).items():
        monkeypatch.setenv(name, value)
    missing, broken = tmp_path / "没有.docx", tmp_path / "坏.docx"
    broken.write_bytes(b"PK but no archive")
    done = run("ingest", str(broken), str(EXAMPLE), str(missing), "--format", "json")
    assert done.code == 3
    loaded, *failed = done.json()
    assert loaded["tasks"] == 27
    assert [(each["source"], each["error"]["kind"]) for each in failed] == [
        (str(broken), "unreadable-document"),
        (str(missing), "unreadable-document"),
    ]
    told = done.err.splitlines()
    assert [line.split("：")[1] for line in told] == [str(broken), str(missing)]


def test_versions_of_one_plan_are_ingested_in_the_order_of_their_files(
    store: Store, monkeypatch: pytest.MonkeyPatch, run: Any, tmp_path: Path
) -> None:
    """Each is made ready while the one before it is written, before it can be known what the store will have."""
    for name, value in environment_of(store).items():
        monkeypatch.setenv(name, value)
    empty(store)
    for number, words in enumerate((editions.FIRST, editions.SECOND, editions.SECOND, editions.FIRST), 1):
        (tmp_path / f"{number}.txt").write_text(words, encoding="utf-8")
    done = run("ingest", str(tmp_path), "--format", "json")
    assert done.code == 0
    versions = [(Path(each["source"]).name, each["plans"][0]["version"]["kind"]) for each in done.json()]
    assert versions == [("1.txt", "first"), ("2.txt", "renewed"), ("3.txt", "same"), ("4.txt", "superseded")]
    assert [each["changed"] for each in done.json()] == [True, True, False, False]


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
        (("task_card", "task=999"), "没有找到任务 '999'；请核对名称或键。"),
        (("plan_summary", "plan=没有的"), "没有找到方案 '没有的'；请核对名称或键。"),
        (("task_list", "plan=没有的"), "没有找到方案 '没有的'；请核对名称或键。"),
        (("instrument_tasks", "instrument=没有的法"), "没有找到文件 '没有的法'；请核对名称或键。"),
    ],
)
def test_a_query_about_what_is_not_there_is_told(run: Any, arguments: tuple[str, ...], message: str) -> None:
    assert run("query", *arguments) == Ran(6, "", f"错误：{message}\n")


@pytest.mark.usefixtures("on_example")
def test_a_plan_that_is_there_may_have_no_rows(run: Any) -> None:
    assert run("query", "task_list", "plan=青示法委发〔2024〕2号", "text=量子").code == 0


def test_registers_are_read_and_the_bundled_one_is_printed(run: Any, tmp_path: Path) -> None:
    printed = run("reforms")
    assert printed.out.startswith("jurisdiction,name,kind,successor,succession,on,basis\n000000,国土资源部,")
    units, titles = tmp_path / "单位.csv", tmp_path / "文件.csv"
    assert run("reforms", "-o", str(units)).code == 0
    titles.write_text("title,document_number\n优化营商环境条例,国令〔2019〕722号\n", encoding="utf-8")
    plan = EXAMPLES / "qinghe-2024.txt"
    shown = run("extract", str(plan), "--register", str(units), "--instruments", str(titles))
    assert (shown.code, len(shown.json()["tasks"])) == (0, 27)
    titles.write_text("标题\n", encoding="utf-8")
    broken = run("extract", str(plan), "--instruments", str(titles))
    assert (broken.code, broken.err) == (
        2,
        f"错误：{titles}：有不认识的列 标题。可用的列：title、document_number、aliases、status、superseded_by。\n",
    )


@pytest.mark.usefixtures("on_example")
@pytest.mark.parametrize("example_store", ["embedded"], indirect=True)
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
