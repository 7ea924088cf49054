"""Documents into the store: which files are meant, one document at a time, what came of it."""

from __future__ import annotations

import glob
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dutygraph.graph.build import build_graph
from dutygraph.graph.errors import UnreadableDocument
from dutygraph.graph.model import ROLES
from dutygraph.ingest.extract import extract_text
from dutygraph.ingest.instruments import NO_INSTRUMENTS, InstrumentRegister, read_instruments
from dutygraph.ingest.read import MEDIA_TYPES, STDIN, SourceText, read_bytes, read_source
from dutygraph.ingest.register import EMPTY, Register, read_register

if TYPE_CHECKING:
    from dutygraph.graph.model import Document
    from dutygraph.graph.store import Store

SUMMARY = {"source": "文件", "plan": "方案", "tasks": "任务", "findings": "待核", "outcome": "结果"}


TASKS = {
    "number": "序号",
    "title": "任务",
    "lead": "牵头",
    "responsible": "责任",
    "supporting": "配合",
    "dates": "时间要求",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How documents are read: by which registers, and in which jurisdiction where a document does not tell."""

    register: Register = EMPTY
    jurisdiction: str | None = None
    instruments: InstrumentRegister = NO_INSTRUMENTS

    @classmethod
    def with_registers(
        cls, register: Path | None, instruments: Path | None, jurisdiction: str | None = None
    ) -> Reading:
        """Read the registers' files, those that there are."""
        return cls(
            read_register(register) if register is not None else EMPTY,
            jurisdiction,
            read_instruments(instruments) if instruments is not None else NO_INSTRUMENTS,
        )

    def extract(self, text: SourceText) -> Document:
        """Return what a text that was read says."""
        return extract_text(text, register=self.register, instruments=self.instruments, jurisdiction=self.jurisdiction)


def read_text(path: Path | str) -> SourceText:
    """Return the text of a file; ``-`` is standard input, taken as plain text."""
    return read_bytes(sys.stdin.buffer.read(), STDIN, "标准输入") if str(path) == STDIN else read_source(path)


def read(path: Path | str, reading: Reading) -> Document:
    """Return the document at a path (``-``: on standard input)."""
    return reading.extract(read_text(path))


def read_upload(data: bytes, name: str, reading: Reading) -> Document:
    """Return the document in bytes that were sent under a file name."""
    return reading.extract(read_bytes(data, name))


def load(store: Store, document: Document) -> dict[str, Any]:
    """Load a document in one transaction and return what came of it, in the form of ``models.Ingested``."""
    report = store.load(build_graph(document.plans))
    return {
        "source": document.source.path,
        "sha256": document.source.sha256,
        "plans": [
            {
                "key": plan.key,
                "title": plan.title,
                "document_number": str(plan.document_number) if plan.document_number else None,
                "tasks": len(plan.tasks),
                "findings": len(plan.findings),
            }
            for plan in document.plans
        ],
        "tasks": len(document.tasks),
        "findings": sum(len(plan.findings) for plan in document.plans),
        "changed": report.changed,
        "nodes": asdict(report.nodes),
        "edges": asdict(report.edges),
    }


def summary_rows(loaded: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a row for each plan that was loaded, with the columns of :data:`SUMMARY`."""
    return [
        {
            "source": each["source"],
            "plan": plan["title"],
            "tasks": plan["tasks"],
            "findings": plan["findings"],
            "outcome": outcome(each["nodes"], each["edges"]),
        }
        for each in loaded
        for plan in each["plans"]
    ]


def outcome(nodes: Mapping[str, int], edges: Mapping[str, int]) -> str:
    """Return in words what a load did to the store.

    >>> none = {"created": 0, "updated": 0, "deleted": 0}
    >>> outcome({**none, "created": 3}, {**none, "created": 7, "updated": 1}), outcome(none, none)
    ('结点新增 3；关系新增 7、改 1', '没有变化')
    """
    words = {"created": "新增", "updated": "改", "deleted": "删"}
    told = (
        noun + "、".join(f"{word} {counts[verb]}" for verb, word in words.items() if counts[verb])
        for noun, counts in (("结点", nodes), ("关系", edges))
        if any(counts.values())
    )
    return "；".join(told) or "没有变化"


def task_rows(document: Document) -> list[dict[str, Any]]:
    """Return a row for each task of a document, with the columns of :data:`TASKS`."""
    return [
        {
            "number": task.number,
            "title": task.title,
            **{role: [a.body.name for a in task.assigned(role)] for role in ROLES},
            "dates": [date.surface for date in task.dates],
        }
        for task in document.tasks
    ]


def find_files(patterns: Iterable[str]) -> list[Path]:
    """Return the files meant by paths, folders (searched through) and globs, each once, in their order.

    Of a folder only files of a readable kind are taken, and none that Word keeps open (``~$…``). Raises
    UnreadableDocument for a folder or glob with nothing in it; a plain path is returned unchecked.
    """
    found: dict[Path, None] = {}
    for pattern in patterns:
        found.update(dict.fromkeys(_meant_by(pattern)))
    return list(found)


def _meant_by(pattern: str) -> list[Path]:
    path = Path(pattern)
    if path.is_dir():
        inside = [p for p in sorted(path.rglob("*")) if _readable(p)]
        if not inside:
            raise UnreadableDocument(pattern, f"文件夹里没有可读的文件（{'、'.join(MEDIA_TYPES)}）", "请检查路径")
        return inside
    if not path.exists() and glob.has_magic(pattern):
        folder = Path(path.anchor)  # "" for a relative pattern
        matching = sorted(folder.glob(str(path.relative_to(path.anchor))))
        inside = [p for p in matching if p.is_file() and not p.name.startswith("~$")]
        if not inside:
            raise UnreadableDocument(pattern, "没有匹配的文件", "请检查通配符和路径")
        return inside
    return [path]


def _readable(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in MEDIA_TYPES and not path.name.startswith(("~$", "."))
