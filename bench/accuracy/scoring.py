"""Documents scored by the official scorer, as it is run by anybody: extract, print, compare."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.accuracy.documents import Annotated
from dutygraph.api.encode import json_bytes
from dutygraph.graph.errors import InputError
from dutygraph.graph.model import Document
from dutygraph.ingest.extract import extract_document
from dutygraph.ingest.report import document_to_json


@dataclass(frozen=True)
class Figure:
    """One field of one document: how many there are, how many were read, and how well."""

    field: str
    gold: int
    extracted: int
    precision: float
    recall: float
    f1: float
    demanded: float | None

    @property
    def ok(self) -> bool:
        """Whether what is demanded is reached."""
        return self.demanded is None or self.f1 >= self.demanded


@dataclass(frozen=True)
class Scored:
    """A document with its figures, or with the reason why it has none."""

    annotated: Annotated
    document: Document | None = None
    figures: tuple[Figure, ...] = ()
    problem: str = ""
    errors: list[dict[str, Any]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the document was read and reaches all that is demanded."""
        return self.document is not None and all(figure.ok for figure in self.figures)


def score(annotated: Annotated, shared: Path) -> Scored:
    """Extract a document and score it with ``conformance/score.py --json``."""
    try:
        document = extract_document(annotated.source)
    except InputError as error:
        return Scored(annotated, problem=str(error).replace(f"{annotated.source}：", ""))
    with tempfile.TemporaryDirectory() as name:
        extracted, text = Path(name) / "extracted.json", Path(name) / "text.txt"
        extracted.write_bytes(json_bytes(document_to_json(document)))
        text.write_bytes(document.text.encode("utf-8"))
        command = [sys.executable, str(shared / "conformance" / "score.py"), "--json", "--errors", "0"]
        command += [str(extracted), str(annotated.gold_path), "--text", str(text)]
        if annotated.header_path is not None:
            command += ["--header", str(annotated.header_path)]
        environment = {**os.environ, "PYTHONUTF8": "1"}
        ran = subprocess.run(command, capture_output=True, check=False, env=environment)
    if not ran.stdout:
        return Scored(annotated, document, problem=ran.stderr.decode("utf-8", "replace").strip()[-300:])
    scored = json.loads(ran.stdout)
    rows = scored["fields"].items()
    figures = tuple(Figure(name, **row, demanded=annotated.demanded(name)) for name, row in rows)
    return Scored(annotated, document, figures, errors=scored["errors"])


def scorer(shared: Path) -> ModuleType:
    """The official scorer as a module, for how it pairs tasks."""
    spec = importlib.util.spec_from_file_location("official_score", shared / "conformance" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def paired(scored: Scored, official: ModuleType) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield each annotated task with the one read for it; what has no partner gives nothing to compare peers on."""
    assert scored.document is not None
    tasks = document_to_json(scored.document)["tasks"]
    for want, got in official.pair(scored.annotated.gold(), tasks):
        if want is not None and got is not None:
            yield want, got
