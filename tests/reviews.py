"""A plan with something doubtful in it, and reviews of it."""

from __future__ import annotations

from typing import Any

import yaml
from texts import ISSUED, TITLE, source

from dutygraph.graph.model import Document, Role
from dutygraph.ingest.extract import extract_text
from dutygraph.ingest.review.review import parse_review
from dutygraph.ingest.review.write import write_review

DUTIES = (
    "一、重点任务\n"
    "1．推进改革。2024年底前持证率达到95％以上。落实《清河县办法》（清政发〔2021〕9号）。\n"
    "牵头部门：县司法局、县财政局\n"
    "责任单位：县教育局、张三\n"
    "完成时限：尽快\n"
    "2．加强宣传。每年开展活动。\n"
    "3．抓好落实。\n"
    "牵头部门：县教育局\n"
    "完成时限：持续推进\n"
)
TEXT = f"{ISSUED}\n{TITLE}\n\n{DUTIES}"


def read(text: str = TEXT, review: str | None = None) -> Document:
    decided = parse_review(review, "方案.review.yaml") if review is not None else None
    return extract_text(source(text), review=decided)


def written(text: str = TEXT, **options: Any) -> Any:
    return yaml.safe_load(write_review(read(text), **options))


def decide(decisions: dict[str, Any], text: str = TEXT) -> str:
    """The review of a text with decisions: {rule or fact kind (of the first task): (decision, value)}."""
    review = written(text, facts=True)
    first = read(text).tasks[0].key
    for entry in (*review["findings"], *review["facts"]):
        name = entry.get("rule", entry.get("fact"))
        if name in decisions and ("rule" in entry or entry["task"] == first):
            entry["decision"], value = (
                decisions[name] if isinstance(decisions[name], tuple) else (decisions[name], None)
            )
            if value is not None:
                entry["value"] = value
    return str(yaml.safe_dump(review, allow_unicode=True, sort_keys=False))


def statuses(document: Document) -> dict[str, str]:
    return {f.rule: f.status for f in document.findings}


def names(document: Document, role: Role, task: int = 0) -> list[tuple[str, str, str]]:
    """Canonical name, printed name and the text of the span, of each unit in a role."""
    return [
        (a.body.name, a.surface, document.text[a.span.start : a.span.end]) for a in document.tasks[task].assigned(role)
    ]
