"""What a person finds in whole documents, the code finds: the bundled example always, official ones where they are.

Figures reached are demanded; a rule that costs one of them shows here.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from gold import differences, header_differences, span_differences
from shared import shared_folder

from dutygraph.ingest.extract import extract_document
from dutygraph.ingest.report import document_to_json

EXAMPLES = Path(__file__).parents[1] / "examples"
EXAMPLE = EXAMPLES / "qinghe-2024"
# Each document with the fields that its gold annotates; all of them are reached.
EVERY_FIELD = (
    "tasks section subsection labels lead responsible supporting citations dates targets words indicators spans header"
)
OFFICIAL = [
    pytest.param("conformance/dongsheng-2022", EVERY_FIELD, id="dongsheng"),
    pytest.param("corpus/guowuyuan-2018-jiuye", "tasks lead responsible spans header", id="guowuyuan"),
    pytest.param(
        "corpus/shaanxi-2019-yingshang",
        "tasks labels lead responsible supporting citations dates deadline_dates targets words indicators spans header",
        id="shaanxi",
    ),
    pytest.param(
        "corpus/zhejiang-2025-wenhua-ai.pdf",
        "tasks labels responsible citations words spans header",
        id="zhejiang",
    ),
    pytest.param(
        "corpus/wenzhou-2026-ai.pdf",
        "tasks labels responsible supporting deadline_dates spans header",
        id="wenzhou",
    ),
]


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def extract(path: Path) -> tuple[dict[str, Any], str]:
    """The contract's object, through JSON, and the text that its spans count in."""
    document = extract_document(path)
    return json.loads(json.dumps(document_to_json(document), ensure_ascii=False)), document.text


@pytest.mark.parametrize("suffix", [".txt", ".docx"])
def test_the_example_is_read_as_a_person_reads_it(suffix: str) -> None:
    extracted, text = extract(EXAMPLE.with_suffix(suffix))
    assert differences(load(EXAMPLE.with_suffix(".gold.json")), extracted) == []
    assert header_differences(load(EXAMPLE.with_suffix(".header.json")), extracted) == []
    assert span_differences(extracted, text) == []
    facts = {
        field: sum(len(task[field]) for task in extracted["tasks"])
        for field in ("lead", "citations", "dates", "targets")
    }
    assert facts == {"lead": 59, "citations": 25, "dates": 29, "targets": 27}


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("lead", lambda task: task["lead"].reverse()),
        ("responsible", lambda task: task["supporting"].append(task["responsible"].pop())),
        ("citations", lambda task: task["citations"][0].update(relation="drafts")),
        ("dates", lambda task: task["dates"].pop()),
        ("targets", lambda task: task["targets"][0].update(value=2)),
        ("headings", lambda task: task.update(subsection=None)),
        ("labels", lambda task: task.update(lead_label="责任部门")),
    ],
)
def test_the_comparison_sees_each_difference(field: str, change: Any) -> None:
    extracted, text = extract(EXAMPLE.with_suffix(".txt"))
    gold = load(EXAMPLE.with_suffix(".gold.json"))
    change(extracted["tasks"][2])
    (found,) = {line.split(":")[0] for line in differences(gold, extracted)} - {"3 supporting"}
    assert found == f"3 {field}"
    extracted["tasks"][0]["lead"][0]["start"] += 1
    assert span_differences(extracted, text) == ["1 lead: 区委编办 != 委编办"]
    assert header_differences({**load(EXAMPLE.with_suffix(".header.json")), "issuer": "区委"}, extracted) == [
        "issuer: 区委 != 中共云川市青禾示范区委员会全面依法治区委员会"
    ]
    assert differences(gold, {"tasks": extracted["tasks"][:-1]})[0] == "27 tasks in gold, 26 read"


def scorer() -> ModuleType:
    path = shared_folder() / "conformance" / "score.py"
    spec = importlib.util.spec_from_file_location("conformance_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures(stem: Path, text: Path, tmp_path: Path) -> dict[str, float]:
    """F1 by field of one document, by the official scorer as it is run."""
    extracted, read = extract(text)
    (tmp_path / "extracted.json").write_text(json.dumps(extracted, ensure_ascii=False), encoding="utf-8")
    (tmp_path / "text.txt").write_bytes(read.encode())
    command = [
        *(sys.executable, str(shared_folder() / "conformance" / "score.py"), "--json"),
        *(str(tmp_path / "extracted.json"), str(stem.with_name(stem.name + ".gold.json"))),
        *("--text", str(tmp_path / "text.txt"), "--header", str(stem.with_name(stem.name + ".header.json"))),
    ]
    ran = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "PYTHONUTF8": "1"})
    scored = json.loads(ran.stdout)
    assert scored["errors"] == []
    assert ran.returncode == 0
    return {field: row["f1"] for field, row in scored["fields"].items()}


@pytest.mark.parametrize(("name", "fields"), OFFICIAL)
def test_official_documents_are_scored_1_in_every_field(name: str, fields: str, tmp_path: Path) -> None:
    stem = (shared_folder() / name).with_suffix("")
    assert figures(stem, stem.with_suffix(Path(name).suffix or ".txt"), tmp_path) == dict.fromkeys(fields.split(), 1.0)


@pytest.mark.parametrize("suffix", [".txt", ".docx"])
def test_the_example_is_scored_1_by_the_official_scorer_too(suffix: str, tmp_path: Path) -> None:
    assert figures(EXAMPLE, EXAMPLE.with_suffix(suffix), tmp_path) == dict.fromkeys(EVERY_FIELD.split(), 1.0)


def test_both_comparisons_agree_that_an_error_is_one() -> None:
    extracted, _ = extract(EXAMPLE.with_suffix(".txt"))
    gold = load(EXAMPLE.with_suffix(".gold.json"))
    extracted["tasks"][4]["dates"][0]["value"] = "2024-01-01/2024-12-30"
    counts, errors = scorer().score(gold, extracted["tasks"])
    assert [(e["task"], e["field"]) for e in errors] == [(5, "dates"), (5, "words")]
    assert counts["dates"] == [29, 29, 28]
    assert len(differences(gold, extracted)) == 1
