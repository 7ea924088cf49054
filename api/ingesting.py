"""Documents into the store, one at a time, and what came of it in the words and rows that people read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dutygraph.graph import preparing
from dutygraph.graph.build import build_graph
from dutygraph.graph.errors import UnreadableDocument
from dutygraph.graph.model import ROLES
from dutygraph.ingest.budget import Limits
from dutygraph.ingest.files.collect import Found, find_documents, read_found
from dutygraph.ingest.read import SourceText
from dutygraph.ingest.review.review import read_review, review_path
from dutygraph.ingest.review.write import write_review

if TYPE_CHECKING:
    from dutygraph.graph.errors import DutygraphError
    from dutygraph.graph.loading import LoadReport
    from dutygraph.graph.model import Document, Finding
    from dutygraph.graph.preparing import Prepared
    from dutygraph.graph.store import Store
    from dutygraph.graph.versions.renewal import PlanOutcome
    from dutygraph.ingest.batch import Reading

SUMMARY = {"source": "文件", "plan": "方案", "tasks": "任务", "findings": "待核", "outcome": "结果"}
FAILURES = {"source": "文件", "why": "原因"}
TASKS = {
    "number": "序号",
    "title": "任务",
    "lead": "牵头",
    "responsible": "责任",
    "supporting": "配合",
    "dates": "时间要求",
}


def read_text(path: Path | str) -> SourceText:
    """Return the text of a file; ``-`` is standard input, its kind told by its bytes."""
    return read_found(_only(path), Limits.from_environment())


def read(path: Path | str, reading: Reading) -> Document:
    """Return the document at a path (``-``: on standard input), reviewed and counted.

    Raises :class:`TooFew` where less was read than is expected of it.
    """
    return reading.read(_only(path))


def review_text(path: Path | str, reading: Reading, output: Path | None, *, facts: bool) -> str:
    """Return the review file to be filled in for a document; decisions of the file at ``output`` are kept."""
    had = output if output is not None else review_path(Path(path))
    former = read_review(had) if had.is_file() else None
    return write_review(reading.look_at(_only(path), None), facts=facts, former=former)


def _only(path: Path | str) -> Found:
    """The one document at a path. Raises UnreadableDocument for a folder, and an archive of several."""
    if Path(path).is_dir():
        raise UnreadableDocument(str(path), "这是文件夹，不是文件", "请给出文件；导入文件夹请用 dutygraph ingest")
    found = find_documents([str(path)], Limits.from_environment())
    if len(found) > 1:
        remedy = f"请给出其中一份（例如 {found[0].where}），或用 dutygraph ingest"
        raise UnreadableDocument(str(path), f"压缩包里有 {len(found)} 份文件", remedy)
    if isinstance(found[0], UnreadableDocument):
        raise found[0]
    return found[0]


def load(
    store: Store, document: Document, *, replaces: str | None = None, valid_from: dt.date | None = None
) -> dict[str, Any]:
    """Load a document in one transaction and return what came of it, in the form of ``models.Ingested``.

    ``replaces`` and ``valid_from`` are as :meth:`dutygraph.graph.store.Store.load` takes them.
    """
    return _said(document, store.load(build_graph(document.plans), replaces=replaces, valid_from=valid_from))


def prepare(document: Document, *, replaces: str | None = None, valid_from: dt.date | None = None) -> Prepared:
    """Return a document ready for :func:`load_prepared`, told as :func:`load` is.

    No store is asked, so this may be done while another document is loaded.
    """
    told = preparing.Told(dt.date.today(), replaces, valid_from)
    return preparing.prepare(build_graph(document.plans), told)


def load_prepared(store: Store, document: Document, prepared: Prepared) -> dict[str, Any]:
    """Load a document, as :func:`load` does, from what :func:`prepare` made of it."""
    return _said(document, store.load_prepared(prepared))


def _said(document: Document, report: LoadReport) -> dict[str, Any]:
    outcomes = {outcome.read_as: outcome for outcome in report.outcomes}
    return {
        "source": document.source.path,
        "sha256": document.source.sha256,
        "plans": [
            {
                "key": outcomes[plan.key].plan,
                "title": plan.title,
                "document_number": str(plan.document_number) if plan.document_number else None,
                "tasks": len(plan.tasks),
                "findings": _open(plan.findings),
                "version": _version(outcomes[plan.key]),
            }
            for plan in document.plans
        ],
        "tasks": len(document.tasks),
        "findings": _open(document.findings),
        "changed": report.changed,
        "nodes": asdict(report.nodes),
        "edges": asdict(report.edges),
    }


def _version(outcome: PlanOutcome) -> dict[str, Any]:
    return {
        "kind": outcome.kind,
        "number": outcome.version,
        "valid_from": outcome.valid_from,
        "added": outcome.added,
        "dropped": outcome.dropped,
        "changed": outcome.changed,
    }


def _open(findings: Iterable[Finding]) -> int:
    return sum(finding.status == "open" for finding in findings)


def failed(where: str, error: DutygraphError) -> dict[str, Any]:
    """Return a file that was not loaded, in the form of what :func:`load` returns of one that was."""
    from dutygraph.api.problems import kind_of

    return {"source": where, "error": {"kind": kind_of(error).slug, "message": str(error)}}


def failure_row(where: str, error: DutygraphError) -> dict[str, Any]:
    """Return a row with the columns of :data:`FAILURES`."""
    why = error.why if isinstance(error, UnreadableDocument) else str(error).removeprefix(f"{where}：")
    return {"source": where, "why": why}


def summary_rows(loaded: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a row for each plan that was loaded, with the columns of :data:`SUMMARY`."""
    return [
        {
            "source": each["source"],
            "plan": plan["title"],
            "tasks": plan["tasks"],
            "findings": plan["findings"],
            "outcome": version_outcome(plan["version"]) or outcome(each["nodes"], each["edges"]),
        }
        for each in loaded
        for plan in each["plans"]
    ]


def version_outcome(version: Mapping[str, Any]) -> str:
    """Say in words that a version of a plan was a new one, or a former one; nothing of others.

    >>> counts = {"number": 2, "valid_from": "2024-07-01", "added": 1, "dropped": 0, "changed": 3}
    >>> version_outcome({"kind": "renewed", **counts})
    '第 2 版，自 2024-07-01 起：任务新增 1、删除 0、修改 3'
    """
    if version["kind"] == "superseded":
        return f"旧版，库中已有第 {version['number']} 版，没有变化"
    if version["kind"] == "renewed":
        counts = "、".join(
            f"{word} {version[name]}" for name, word in (("added", "新增"), ("dropped", "删除"), ("changed", "修改"))
        )
        return f"第 {version['number']} 版，自 {version['valid_from']} 起：任务{counts}"
    return ""


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
