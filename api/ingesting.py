"""Documents into the store: which files are meant, one document at a time, what came of it."""

from __future__ import annotations

import glob
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dutygraph.graph.build import build_graph
from dutygraph.graph.errors import BadParameter, UnreadableDocument
from dutygraph.graph.model import ROLES
from dutygraph.ingest.expectations import Bound, check_counts, parse_bounds
from dutygraph.ingest.extract import extract_text
from dutygraph.ingest.formats.text import decode
from dutygraph.ingest.read import MEDIA_TYPES, STDIN, SourceText, read_bytes, read_source
from dutygraph.ingest.register import EMPTY, Register, read_register
from dutygraph.ingest.review import Review, parse_review, read_review, review_path
from dutygraph.ingest.review_write import write_review

if TYPE_CHECKING:
    from dutygraph.graph.model import Document, Finding
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
    """How documents are read: a register of units, and the jurisdiction where a document does not tell.

    ``review`` is the file of decisions on the one document read; without it, and unless ``unreviewed``, the file
    beside a document (方案.review.yaml beside 方案.docx) holds for it. ``bounds`` are counts that each must have.
    """

    register: Register = EMPTY
    jurisdiction: str | None = None
    review: Path | None = None
    unreviewed: bool = False
    bounds: Mapping[str, Bound] = field(default_factory=dict)

    @classmethod
    def with_register(cls, register: Path | None, jurisdiction: str | None = None) -> Reading:
        """Read the register's file, if there is one."""
        return cls(read_register(register) if register is not None else EMPTY, jurisdiction)

    def reviewed(self, review: Path | None, no_review: bool, expect: Sequence[str], documents: int) -> Reading:
        """Return the same way of reading with what a command was told about reviews and counts."""
        if review is not None and documents != 1:
            raise BadParameter("review", f"{documents} 份文件", "只读一份文件时才给出；多份文件的审核文件各放在文件旁")
        return replace(self, review=review, unreviewed=no_review, bounds=parse_bounds(expect))

    def review_of(self, path: Path | str) -> Review | None:
        """Return the review that holds for a document, or None."""
        if self.unreviewed:
            return None
        if self.review is not None:
            return read_review(self.review)
        beside = review_path(Path(path))
        return read_review(beside) if str(path) != STDIN and beside.is_file() else None


def read_text(path: Path | str) -> SourceText:
    """Return the text of a file; ``-`` is standard input, taken as plain text."""
    return read_bytes(sys.stdin.buffer.read(), STDIN, "标准输入") if str(path) == STDIN else read_source(path)


def read(path: Path | str, reading: Reading) -> Document:
    """Return the document at a path (``-``: on standard input), reviewed and counted.

    Raises :class:`TooFew` where less was read than is expected of it.
    """
    review = reading.review_of(path)
    return _counted(_extract(read_text(path), reading, review), reading, review)


def read_upload(data: bytes, name: str, reading: Reading, review: bytes | None = None) -> Document:
    """Return the document in bytes that were sent under a file name, with the review sent beside it."""
    decisions = parse_review(decode(review, "审核文件"), "审核文件") if review else None
    return _counted(_extract(read_bytes(data, name), reading, decisions), reading, decisions)


def look_at(path: Path | str, reading: Reading) -> Document:
    """Return the document at a path, reviewed but not counted: to be looked at where counts are wrong."""
    return _extract(read_text(path), reading, reading.review_of(path))


def review_text(path: Path | str, reading: Reading, output: Path | None, *, facts: bool) -> str:
    """Return the review file to be filled in for a document; decisions of the file at ``output`` are kept."""
    had = output if output is not None else review_path(Path(path))
    former = read_review(had) if had.is_file() else None
    return write_review(_extract(read_text(path), reading, None), facts=facts, former=former)


def _extract(source: SourceText, reading: Reading, review: Review | None) -> Document:
    return extract_text(source, register=reading.register, jurisdiction=reading.jurisdiction, review=review)


def _counted(document: Document, reading: Reading, review: Review | None) -> Document:
    return check_counts(document, review.bounds if review is not None else {}, reading.bounds)


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
                "findings": _open(plan.findings),
            }
            for plan in document.plans
        ],
        "tasks": len(document.tasks),
        "findings": _open(document.findings),
        "changed": report.changed,
        "nodes": asdict(report.nodes),
        "edges": asdict(report.edges),
    }


def _open(findings: Iterable[Finding]) -> int:
    return sum(finding.status == "open" for finding in findings)


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
    if not pattern:  # an unset variable of a script, which Path would take for the folder that one is in
        raise UnreadableDocument("''", "路径是空的", "请给出文件、文件夹或通配符")
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
