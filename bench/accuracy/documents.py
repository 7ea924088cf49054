"""The annotated documents beside the checkout, what is demanded of each, and what it was used for."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dutygraph.ingest.read import MEDIA_TYPES

ROOT = Path(__file__).resolve().parents[2]
GOLD, HEADER = ".gold.json", ".header.json"
FOLDERS = ("conformance", "corpus")
# F1 demanded of every field of the conformance document, and field by field of the others. Fields that are not named
# are shown and not demanded.
EVERYTHING = 1.0
DEMANDED: Mapping[str, float] = {
    "tasks": 0.98,
    "lead": 0.97,
    "responsible": 0.97,
    "supporting": 0.97,
    "deadline_dates": 0.98,
    "citations": 0.95,
    "dates": 0.95,
    "targets": 0.95,
    "header": 1.0,
    "spans": 1.0,
}
# Documents that rules were written on; the others are for testing only, see docs/accuracy.md.
TUNED = frozenset(
    {
        "dongsheng-2022",
        "guowuyuan-2018-jiuye",
        "shaanxi-2019-yingshang",
        "wenzhou-2026-ai",
        "zhejiang-2025-wenhua-ai",  # taught that 一是… with a duty of its own is a task
    }
)


@dataclass(frozen=True)
class Annotated:
    """A document with what a person found in it."""

    source: Path
    gold_path: Path

    @property
    def name(self) -> str:
        """The file's name without its kind."""
        return self.gold_path.name.removesuffix(GOLD)

    @property
    def header_path(self) -> Path | None:
        """The gold of the document's header, where there is one."""
        path = self.gold_path.with_name(self.name + HEADER)
        return path if path.exists() else None

    @property
    def use(self) -> str:
        """Whether rules were written on it."""
        return "tune" if self.name in TUNED else "test"

    def gold(self) -> list[dict[str, Any]]:
        """The annotated tasks."""
        tasks: list[dict[str, Any]] = json.loads(self.gold_path.read_text(encoding="utf-8"))
        return tasks

    def demanded(self, field: str) -> float | None:
        """The least F1 of a field, or None."""
        if self.gold_path.parent.name == "conformance":
            return EVERYTHING
        return DEMANDED.get(field)


def shared_folder() -> Path:
    """The folder of DUTYGRAPH_SHARED, else ``shared`` beside the checkout."""
    return Path(os.environ.get("DUTYGRAPH_SHARED") or ROOT.parent / "shared")


def annotated_documents(shared: Path) -> list[Annotated]:
    """Return each document with a gold file beside it: of several formats all; one that no reader takes is listed."""
    found = []
    for folder in FOLDERS:
        for gold in sorted((shared / folder).glob(f"*{GOLD}")):
            name = gold.name.removesuffix(GOLD)
            beside = [p for p in sorted(gold.parent.glob(f"{name}.*")) if not p.name.endswith((GOLD, HEADER))]
            readable = [p for p in beside if p.suffix.lower() in MEDIA_TYPES]
            found += [Annotated(path, gold) for path in readable or beside[:1]]
    return found
