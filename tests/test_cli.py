"""The command line: what it says of itself, what it reads and loads, and how it ends."""

from __future__ import annotations

import io
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import editions
import pytest
from commandline import Ran
from servers import empty
from services import EXAMPLE, EXAMPLES, dump, environment_of

from dutygraph import cli
from dutygraph.commands import exits
from dutygraph.graph import errors
from dutygraph.graph.store import Store

DOCS = Path(__file__).resolve().parents[1] / "docs" / "cli.md"


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
        (["query", "units", "司法"], "参数 司法：收到“司法”，应为“名称=值”，每个名称只给一次，例如 unit=区司法局。"),
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
