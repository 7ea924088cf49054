"""Documentation that cannot lie: every dutygraph command shown is run, and the README's tables are real."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from shared import ROOT, shared_folder

from dutygraph import cli
from dutygraph.graph.store import open_store
from dutygraph.graph.stores.settings import StoreSettings
from dutygraph.queries.registry import load_queries

DOCUMENTS = (
    "README.md",
    "README.zh-CN.md",
    "docs/queries.md",
    "docs/cli.md",
    "docs/api.md",
    "docs/ontology.md",
    "docs/review.md",
    "docs/neo4j-browser.md",
    "docs/analysis.md",
    "docs/versions.md",
)
# All of them copies of the example.
FILES = ("方案.docx", "旧版.docx", "新版.docx", "修订.docx", "更正.docx")
# Commands that go on until they are stopped have tests of their own (test_cli_processes).
ENDLESS = ("demo", "serve", "mcp")


def shown_commands() -> list[tuple[str, str]]:
    """(document, command line) of every dutygraph command in a code block, once each."""
    found: dict[str, str] = {}
    for name in DOCUMENTS:
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            match = re.fullmatch(r"(?: {4}|\t)?(?:\$ )?(dutygraph .*?)(?:\s{2,}#.*)?", line)
            if match and match.group(1).split()[1] not in ENDLESS:
                found.setdefault(match.group(1), name)
    return [(document, command) for command, document in found.items()]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """A folder with the files that the documents name, and an environment whose store holds the example."""
    folder = tmp_path_factory.mktemp("office")
    data = tmp_path_factory.mktemp("data")
    for name in (*FILES, "文件夹/方案.docx", "往年/方案.docx"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "examples/qinghe-2024.docx", folder / name)
    # Where the official documents are at hand the README's own file is read, else the example bears its name.
    official = ROOT.parent / "shared/conformance/dongsheng-2022.txt"
    shutil.copy(official if official.exists() else ROOT / "examples/qinghe-2024.txt", folder / "dongsheng-2022.txt")
    scripts = folder / "bin"
    scripts.mkdir()
    program = scripts / "dutygraph"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dutygraph "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("DUTYGRAPH_")},
        "DUTYGRAPH_DATA": str(data),
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
    }
    with open_store(StoreSettings(data)):  # keeps one server up for all the commands
        ingest = subprocess.run(
            ["dutygraph", "ingest", "方案.docx"], cwd=folder, env=environment, capture_output=True, check=False
        )
        assert ingest.returncode == 0, ingest.stderr.decode()
        yield folder, environment


@pytest.mark.parametrize(("document", "command"), shown_commands())
def test_a_shown_command_works(
    office: tuple[Path, dict[str, str]],
    document: str,
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    """As a person would type it: by a shell where the line needs one, else through the same entry, which is quicker."""
    folder, environment = office
    before = _files(folder)
    if "dongsheng" in command or "workload | head" in command:
        # A district of its own would make 区司法局 ambiguous for the other commands.
        environment = {**environment, "DUTYGRAPH_DATA": str(folder / "own")}
    if re.search("[|>]", command):
        done = subprocess.run(
            ["sh", "-c", command], cwd=folder, env=environment, capture_output=True, check=False, timeout=120
        )
        code, out, problem = done.returncode, done.stdout, done.stderr
    else:
        monkeypatch.chdir(folder)
        monkeypatch.setenv("DUTYGRAPH_DATA", environment["DUTYGRAPH_DATA"])
        code = cli.run(shlex.split(command)[1:])
        out, problem = capfdbinary.readouterr()
    assert code == 0, f"{document}: {command}\n{problem.decode()}"
    written = [p for p, when in _files(folder).items() if before.get(p) != when and p.stat().st_size]
    assert out.strip() or problem.strip() or written, f"{document}: {command} printed nothing and wrote nothing"


def _files(folder: Path) -> dict[Path, int]:
    return {p: p.stat().st_mtime_ns for p in folder.iterdir() if p.is_file()}


def test_every_document_shows_commands() -> None:
    shown = {document for document, _ in shown_commands()}
    assert {"README.md", "README.zh-CN.md", "docs/queries.md"} <= shown


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_table_of_the_demo_is_real(office: tuple[Path, dict[str, str]], name: str) -> None:
    folder, environment = office
    done = subprocess.run(
        ["dutygraph", "query", "unit_tasks", "unit=区司法局", "role=lead", "--format", "csv"],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=True,
    )
    numbers = re.findall(r"(?m)^[0-9a-f]{16}-[0-9a-f]{16},(\d+),", done.stdout.decode())
    shown = re.findall(r"(?m)^ {4}(\d+) {3,}", (ROOT / name).read_text(encoding="utf-8"))
    assert numbers == ["6", "7", "8", "11", "12", "14", "15", "16", "21", "22"]
    assert shown == numbers[: len(shown)]
    assert len(shown) >= 3


def test_the_readmes_table_of_the_real_plan_is_real(tmp_path: Path) -> None:
    from dutygraph.graph.build import build_graph
    from dutygraph.ingest.extract import extract_document
    from dutygraph.queries.registry import run_query

    plan = extract_document(shared_folder() / "conformance/dongsheng-2022.txt")
    with open_store(StoreSettings(tmp_path)) as store:
        store.load(build_graph(plan.plans))
        rows = run_query(store, "workload", {})
    shown = re.findall(
        r"(?m)^ {4}(\S+) +\S+ +单位 +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) ", (ROOT / "README.md").read_text("utf-8")
    )
    real = [(r["name"], *(str(r[c]) for c in ("lead", "responsible", "supporting", "principal", "any"))) for r in rows]
    assert len(shown) >= 4
    assert shown == real[: len(shown)]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CHANGELOG.md"])
def test_the_number_of_queries_is_right(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    counts = re.findall(r"(\d+) registered queries|查询共 (\d+) 个", text)
    assert counts
    assert {int(a or b) for a, b in counts} == {len(load_queries())}


@pytest.mark.parametrize("name", [*DOCUMENTS, "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{name} links to {target}"
