"""What the Makefile and its scripts hand on, and what they say where something is missing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from checkout import ROOT


def run(*command: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    inherited = {
        k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS")) and k not in {"PLAN", "PORT"}
    }
    return subprocess.run(command, cwd=ROOT, env=inherited if env is None else env, capture_output=True, text=True)


@pytest.fixture
def echoing_environment(tmp_path: Path) -> Path:
    """An installed virtual environment whose Python prints its arguments."""
    (tmp_path / "bin").mkdir()
    python = tmp_path / "bin" / "python"
    python.write_text(f"#!{sys.executable}\nimport json, sys\nprint(json.dumps(sys.argv[1:]))\n", encoding="utf-8")
    python.chmod(0o755)
    for stamp in ("made", "ready"):
        (tmp_path / stamp).touch()
    return tmp_path


@pytest.mark.parametrize(
    ("given", "arguments"),
    [
        pytest.param([], ["demo", "--port", "8000"], id="bundled example"),
        pytest.param(["PORT=8123"], ["demo", "--port", "8123"], id="port"),
        pytest.param(["PLAN=任务 分解.docx"], ["demo", "任务 分解.docx", "--port", "8000"], id="name with a space"),
        pytest.param(["PLAN=it's (1).txt"], ["demo", "it's (1).txt", "--port", "8000"], id="name with shell signs"),
    ],
)
def test_demo_hands_on_what_it_was_given(echoing_environment: Path, given: list[str], arguments: list[str]) -> None:
    made = run("make", "demo", f"VENV={echoing_environment}", *given)
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout) == ["-m", "dutygraph", *arguments]


def test_help_names_every_command() -> None:
    lines = run("make").stdout.splitlines()
    assert [line.split()[1] for line in lines] == [
        "help", "demo", "test", "test-long", "check", "types", "assets", "bench", "ontology", "accuracy", "lock",
        "clean",
    ]  # fmt: skip


def test_old_python_is_refused_with_a_sentence(tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    made = run("make", f"{tmp_path}/venv/made", f"VENV={tmp_path}/venv", f"PYTHON={old}")
    assert made.returncode != 0
    assert "dutygraph needs Python 3.11 or newer" in made.stderr
    assert not (tmp_path / "venv").exists()


@pytest.fixture
def bare_machine(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine that has neither Java nor Maven, nor a way to install them."""
    for tool in ("sh", "id", "sed", "grep", "xargs", "echo"):
        found = shutil.which(tool)
        assert found, tool
        (tmp_path / tool).symlink_to(found)
    return {"PATH": str(tmp_path)}


def test_missing_java_is_named_and_stops_only_where_ci_is_set(bare_machine: dict[str, str]) -> None:
    alone = run("tools/install_java.sh", env=bare_machine)
    assert alone.returncode == 0
    assert "Missing: default-jdk-headless maven" in alone.stderr
    assert "sudo apt-get install default-jdk-headless maven" in alone.stderr
    assert run("tools/install_java.sh", env={**bare_machine, "CI": "true"}).returncode == 1


def test_a_given_server_needs_no_java(bare_machine: dict[str, str]) -> None:
    given = {**bare_machine, "CI": "true", "DUTYGRAPH_TEST_NEO4J_URI": "bolt://127.0.0.1:7687"}
    assert run("tools/install_java.sh", env=given).returncode == 0


def test_missing_chromium_is_named_and_stops_only_where_ci_is_set(bare_machine: dict[str, str]) -> None:
    alone = run("tools/install_chromium.sh", env=bare_machine)
    assert alone.returncode == 0
    assert "Chromium (or Chrome) and a font for Chinese. Missing: chromium" in alone.stderr
    assert "sudo apt-get install chromium" in alone.stderr
    assert run("tools/install_chromium.sh", env={**bare_machine, "CI": "true"}).returncode == 1


def test_missing_office_is_named_and_stops_only_where_ci_is_set(bare_machine: dict[str, str]) -> None:
    alone = run("tools/install_office.sh", env=bare_machine)
    assert alone.returncode == 0
    assert "needs LibreOffice. Missing: soffice; without it that test is skipped." in alone.stderr
    assert "sudo apt-get install libreoffice-writer-nogui" in alone.stderr
    assert run("tools/install_office.sh", env={**bare_machine, "CI": "true"}).returncode == 1


def test_a_named_office_is_the_one_that_is_looked_for(bare_machine: dict[str, str]) -> None:
    named = run("tools/install_office.sh", env={**bare_machine, "DUTYGRAPH_SOFFICE": "/bin/sh", "CI": "true"})
    assert (named.returncode, named.stderr) == (0, "")
    absent = run("tools/install_office.sh", env={**bare_machine, "DUTYGRAPH_SOFFICE": "/opt/none"})
    assert "Missing: /opt/none" in absent.stderr


def test_a_named_chromium_is_not_looked_for(bare_machine: dict[str, str]) -> None:
    given = run("tools/install_chromium.sh", env={**bare_machine, "DUTYGRAPH_TEST_CHROMIUM": "/opt/chrome"})
    assert "Missing: chromium" not in given.stderr


def test_ci_runs_the_tests_and_nothing_cleverer() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    lines = script.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "make" in line] == ["exec make test"]
