"""The JSON objects of an extraction and of its coverage: ``--format json`` prints one a document."""

from __future__ import annotations

from typing import Any

from dutygraph.graph.model import Assignment, Document, Finding, Mention, Span, Target, Task, TimeConstraint
from dutygraph.ingest.findings.coverage import count_kinds, document_regions, not_understood
from dutygraph.ingest.findings.rules import RULES


def document_to_json(document: Document) -> dict[str, Any]:
    """Return the contract's object: document, tasks, findings, coverage; offsets count in ``document.text``."""
    place = document.jurisdiction
    return {
        "document": {
            "title": document.title,
            "issuer": document.issuer,
            "issued_on": document.issued_on.isoformat() if document.issued_on else None,
            "document_number": document.document_number,
            "addressees": document.addressees,
            "jurisdiction": {"code": place.code, "name": place.name, "level": place.level} if place else None,
            "source": {
                "path": document.source.path,
                "sha256": document.source.sha256,
                "text_sha256": document.source.text_sha256,
            },
        },
        "tasks": [_task(task, plan.title) for plan in document.plans for task in plan.tasks],
        "findings": [_finding(finding) for finding in document.findings],
        "coverage": _coverage(document),
    }


def _at(span: Span) -> dict[str, int]:
    at = {"start": span.start, "end": span.end}
    return at if span.page is None else {**at, "page": span.page}


def _task(task: Task, plan: str) -> dict[str, Any]:
    return {
        "number": task.number,
        "plan": plan,
        "key": task.key,
        "section": task.sections[0].title if task.sections else None,
        "subsection": task.sections[1].title if len(task.sections) > 1 else None,
        "title": task.title,
        "text": task.text,
        **_at(task.span),
        "lead_label": task.lead_label,
        "responsible_label": task.responsible_label,
        "lead": [_unit(a) for a in task.assigned("lead")],
        "responsible": [_unit(a) for a in task.assigned("responsible")],
        "supporting": [_unit(a) for a in task.assigned("supporting")],
        "citations": [_citation(m) for m in task.mentions],
        "dates": [_date(d) for d in task.dates],
        "targets": [_target(t) for t in task.targets],
    }


def _unit(assignment: Assignment) -> dict[str, Any]:
    return {
        "surface": assignment.surface,
        "name": assignment.body.name,
        "key": assignment.body.key,
        "label": assignment.label,
        "principal": assignment.principal,
        **_at(assignment.span),
    }


def _citation(mention: Mention) -> dict[str, Any]:
    return {
        "surface": mention.surface,
        "title": mention.title,
        "doc_number": mention.doc_number,
        "relation": mention.relation,
        "article": mention.article,
        "key": mention.instrument.key,
        **_at(mention.span),
    }


def _date(date: TimeConstraint) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    if date.kind == "duration":
        extra["anchor"] = date.anchor
        if date.business_days:
            extra["business_days"] = True
    return {
        "surface": date.surface,
        "kind": date.kind,
        "value": date.value,
        **extra,
        "precision": date.precision,
        "stated_in": date.stated_in,
        **_at(date.span),
    }


def _target(target: Target) -> dict[str, Any]:
    value = int(target.value) if target.value == int(target.value) else target.value
    return {
        "surface": target.surface,
        "indicator": target.indicator,
        "comparator": target.comparator,
        "value": value,
        "unit": target.unit,
        **({"per": target.per} if target.per else {}),
        **({"year": target.year} if target.year else {}),
        **_at(target.span),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    span = finding.span
    return {
        "rule": finding.rule,
        "message": finding.message,
        "status": finding.status,
        "task": finding.task,
        "start": span.start if span else None,
        "end": span.end if span else None,
    }


def coverage_to_json(document: Document) -> dict[str, Any]:
    """Return how much was read from a document: counts, the stretches of each kind, the places not understood."""
    return {
        "source": {"path": document.source.path, "text_sha256": document.source.text_sha256},
        "title": document.title,
        "coverage": _coverage(document),
        "kinds": dict(count_kinds(document)),
        "not_understood": [
            {
                **_finding(place.finding),
                "line": place.line,
                "quote": place.quote,
                "title": RULES[place.finding.rule].title,
                "remedy": RULES[place.finding.rule].remedy,
            }
            for place in not_understood(document)
        ],
        "regions": [{"start": r.start, "end": r.end, "kind": r.kind} for r in document_regions(document)],
    }


def _coverage(document: Document) -> dict[str, int]:
    return {
        "characters": document.coverage.characters,
        "in_facts": document.coverage.in_facts,
        "in_prose": document.coverage.in_prose,
        "not_understood": document.coverage.not_understood,
    }
