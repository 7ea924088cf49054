"""Every annotated document reaches what is demanded of it, and the benchmark says so where one does not."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from shared import ROOT, shared_folder

DOCUMENTS = (
    "dongsheng-2022",
    "guowuyuan-2018-jiuye",
    "shaanxi-2019-yingshang",
    "wenzhou-2026-ai",
    "zhejiang-2025-wenhua-ai",
    "zhejiang-2026-ai-tasks",
)


def run(*arguments: str, shared: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bench.accuracy", "--no-peers", *arguments],
        cwd=ROOT,
        env={**os.environ, "DUTYGRAPH_SHARED": str(shared), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_reaches_what_is_demanded(name: str) -> None:
    shared = shared_folder()
    ran = run(name, "--json", "--errors", "10", shared=shared)
    figures = json.loads(ran.stdout)["figures"]
    low = [(f.get("field", f.get("problem")), f.get("f1"), f.get("demanded")) for f in figures if not f["ok"]]
    assert low == [], ran.stderr
    assert ran.returncode == 0
    assert {f["field"] for f in figures} >= {"tasks", "responsible", "spans"}


def test_what_misses_its_demand_is_marked_and_fails(tmp_path: Path) -> None:
    """The bundled example as a document of the corpus, with annotations that it cannot reach."""
    (tmp_path / "conformance").mkdir()
    (tmp_path / "corpus").mkdir()
    shutil.copy(shared_folder() / "conformance" / "score.py", tmp_path / "conformance")
    for kind in (".txt", ".header.json"):
        shutil.copy(ROOT / "examples" / f"qinghe-2024{kind}", tmp_path / "corpus")
    gold: list[dict[str, Any]] = json.loads((ROOT / "examples" / "qinghe-2024.gold.json").read_text(encoding="utf-8"))
    at = tmp_path / "corpus" / "qinghe-2024.gold.json"
    at.write_text(json.dumps(gold), encoding="utf-8")
    right = run(shared=tmp_path)
    assert (right.returncode, right.stdout.split()[-1]) == (0, "ok")
    for task in gold[:4]:
        task["lead"] = ["区水务局"]
    at.write_text(json.dumps(gold), encoding="utf-8")
    wrong = run(shared=tmp_path)
    (row,) = (line.split() for line in wrong.stdout.splitlines() if line.startswith("qinghe"))
    assert (wrong.returncode, row[-1], [cell for cell in row if cell.endswith("!")]) == (1, "LOW", ["0.904!"])
    (tmp_path / "corpus" / "qinghe-2024.txt").rename(tmp_path / "corpus" / "qinghe-2024.abc")
    unread = run(shared=tmp_path)
    assert unread.returncode == 1
    assert "qinghe-2024.abc: 不支持的文件类型 .abc" in unread.stderr


@pytest.fixture
def peers(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module("bench.accuracy.peers")


@pytest.mark.parametrize(
    ("found", "fact"),
    [
        ({"type": "time_span", "time": ["-inf", "2022-12-31 23:59:59"]}, ("day", "2022-12-31")),
        ({"type": "time_point", "time": ["2024-01-08 00:00:00", "2024-01-08 23:59:59"]}, ("day", "2024-01-08")),
        ({"type": "time_span", "time": ["2024-01-01 00:00:00", "inf"]}, None),
        ({"type": "time_period", "time": {"delta": {"year": 2.0}, "point": None}}, ("every", "YEARLY", "2")),
        ({"type": "time_period", "time": {"delta": {"month": 3}, "point": None}}, ("every", "MONTHLY", "3")),
        ({"type": "time_delta", "time": {"workday": 1.0}}, ("within", "P1D")),
        ({"type": "time_delta", "time": {"hour": 24.0}}, ("within", "PT24H")),
        ({"type": "time_delta", "time": {"day": 1.5}}, None),
        ({"type": "time_delta", "time": {"year": 1, "month": 6}}, None),
    ],
)
def test_a_peers_time_in_the_terms_of_the_annotations(
    peers: ModuleType, found: dict[str, Any], fact: tuple[str, ...] | None
) -> None:
    assert peers.jionlp_fact(found) == fact


def test_annotated_dates_in_the_same_terms(peers: ModuleType) -> None:
    dates = [
        {"kind": "deadline", "value": "2022-12-31"},
        {"kind": "period", "value": "2023-01-01/2023-12-31"},
        {"kind": "recurrence", "value": "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=8"},
        {"kind": "duration", "value": "P15D"},
        {"kind": "duration", "value": None},
        {"kind": "ongoing", "value": None},
    ]
    assert peers.date_facts(dates) == [
        ("day", "2022-12-31"), ("day", "2023-12-31"), ("every", "YEARLY", "1"), ("within", "P15D"),
    ]  # fmt: skip


def test_readers_are_counted_task_by_task(peers: ModuleType) -> None:
    compared = peers.compare("方案", "甲", [([("a",), ("b",)], [("a",), ("a",), ("c",)]), ([("c",)], [])])
    assert (compared.gold, compared.found, compared.right) == (3, 3, 1)
    assert (compared.precision, compared.recall, compared.f1) == (1 / 3, 1 / 3, 1 / 3)
    nothing = peers.compare("方案", "甲", [([], [])])
    assert (nothing.precision, nothing.recall, nothing.f1) == (1.0, 1.0, 1.0)


@pytest.mark.filterwarnings("ignore")  # jieba is written for older Pythons
def test_jieba_names_in_a_list_of_units(peers: ModuleType) -> None:
    assert peers.noun_runs("教育部、财政部") == ["教育部", "财政部"]
    assert peers.organisations("教育部、财政部") == ["财政部"]  # 教育部 is tagged n
