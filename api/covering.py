"""How much of documents was read, as a table for people, JSON for programs, a marked-up page for the browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dutygraph.api.encode import json_bytes
from dutygraph.api.tables import plain_table
from dutygraph.ingest.findings.coverage import KINDS, count_kinds, not_understood
from dutygraph.ingest.findings.markup import render_html
from dutygraph.ingest.findings.rules import RULES
from dutygraph.ingest.report import coverage_to_json

if TYPE_CHECKING:
    from dutygraph.graph.model import Document

_COUNTS = {"what": "文字", "characters": "字数", "share": "占比"}
_PLACES = {"line": "行", "rule": "规则", "title": "名称", "quote": "原文"}


def render_coverage(documents: Sequence[Document], form: str, *, several: bool) -> bytes:
    """Return the coverage of documents; ``several`` makes an array of the JSON even of one."""
    if form == "html":
        return render_html(documents).encode("utf-8")
    if form == "json":
        objects = [coverage_to_json(each) for each in documents]
        return json_bytes(objects if several else objects[0], indent=True) + b"\n"
    return "\n".join(map(_table, documents)).encode("utf-8")


def _table(document: Document) -> str:
    counts = {kind: count for kind, count in count_kinds(document).items() if count}
    total = max(1, sum(counts.values()))
    rows = [{"what": KINDS[kind], "characters": n, "share": f"{n / total:.1%}"} for kind, n in counts.items()]
    rows.append({"what": "合计", "characters": sum(counts.values()), "share": "100.0%" if counts else "0.0%"})
    places = [
        {"line": p.line, "rule": p.finding.rule, "title": RULES[p.finding.rule].title, "quote": p.quote}
        for p in not_understood(document)
    ]
    head = f"{document.source.path}：{document.title or '（没有标题）'}，任务 {len(document.tasks)} 项\n"
    told = plain_table(places, _PLACES) if places else ""
    return f"{head}\n{plain_table(rows, _COUNTS)}\n未读懂的地方：{len(places) or '没有'}\n{told}"
