"""A person's decisions put into a document as read; what no longer fits its text is reported and left alone.

Applying twice is applying once, and a review without decisions changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NoReturn

from dutygraph.graph.model import ROLES, Document, Finding, FindingStatus, Plan, Span, Task
from dutygraph.ingest.findings.coverage import measure
from dutygraph.ingest.findings.rules import in_file, on_form
from dutygraph.ingest.resolve.resolve import Resolver
from dutygraph.ingest.review.anchor import AnchoredText
from dutygraph.ingest.review.corrections import FactKind, Printed, overlap, put, remove
from dutygraph.ingest.review.facts import listed_facts
from dutygraph.ingest.review.review import Decision, Entry, Review
from dutygraph.ingest.review.yaml_nodes import BadReview

_STATUS: dict[Decision, FindingStatus] = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}


def apply_review(document: Document, review: Review, resolver: Resolver) -> Document:
    """Return the document with the decisions of a review; ``resolver`` tells which bodies the given names mean.

    Raises :class:`BadReview` for a correction that has nothing to be put into; nothing is then changed.
    """
    desk = _Desk(document, review, resolver)
    for entry in review.entries:
        if entry.decision is not None:
            desk.decide(entry, entry.decision)
    return desk.document()


class _Desk:
    """One document while decisions are put into it."""

    def __init__(self, document: Document, review: Review, resolver: Resolver) -> None:
        self._read, self._resolver = document, resolver
        self._same_text = review.text_sha256 == document.source.text_sha256
        self._text = AnchoredText(document)
        self._plans = list(document.plans)
        self._dropped: set[str] = set()
        self._accepted: list[tuple[Entry, Span, Task]] = []
        self._touched: list[tuple[str, FactKind | None, Span | None]] = []

    def document(self) -> Document:
        """Return the document as it now stands; the very one that came in where nothing changed."""
        for entry, span, task in self._accepted:
            self._compare(entry, span, task)
        plans = tuple(_in_order(_without(plan, self._dropped)) for plan in self._plans)
        if plans == self._read.plans:
            return self._read
        findings = tuple(finding for plan in plans for finding in plan.findings)
        coverage = measure(self._read.text, plans, self._read.header, findings)
        return replace(self._read, plans=plans, findings=findings, coverage=coverage)

    def decide(self, entry: Entry, decision: Decision) -> None:
        """Carry out one decision, or report why not."""
        if not entry.anchor.quote:
            self._settle_remark(entry, decision)
            return
        span = self._text.find(entry.anchor, same_text=self._same_text)
        task = self._text.task(entry.anchor, same_text=self._same_text)
        if span is None or (entry.anchor.task is not None and task is None):
            words = f"所依据的“{_short(entry.anchor.quote)}”已改动或找不到，没有执行"
            self._report(entry, "review_text_changed", words)
        elif entry.rule is not None:
            self._settle(entry, decision, span, task)
        elif task is None:
            _fail(entry, "没有写明属于哪项任务", "请在 task 填写任务的键")
        elif decision == "accept":
            self._accepted.append((entry, span, task))
        elif decision == "correct":
            self._put(entry, span, task)
        elif entry.fact == "task":
            self._dropped.add(task.key)
        else:
            self._remove(task, span, entry.fact)

    # ------------------------------------------------------------------------------------------------- findings

    def _settle_remark(self, entry: Entry, decision: Decision) -> None:
        """A finding about the whole document: it has no words, so nothing can be replaced."""
        if decision == "correct":
            _fail(entry, "这一条针对整份文件，不能更正", "请{accept_or_reject}，或按该条的说明处理")
        self._mark([(i, f) for i, f in self._findings(entry) if f.span is None], decision)

    def _settle(self, entry: Entry, decision: Decision, span: Span, task: Task | None) -> None:
        found = [(i, f) for i, f in self._findings(entry) if f.span is not None and overlap(f.span, span)]
        if not found and decision == "reject":
            # What stood in doubt is read otherwise now: to take that away would be blind.
            self._report(entry, "review_reading_changed", "驳回的读法已不再出现，没有执行")
            return
        if decision == "correct":
            owner = task if task is not None else self._item(entry, span)
            if owner is None:
                _fail(entry, "这一处不属于任何任务，无处更正", "请{name_task}{accept_or_reject}")
            self._put(entry, span, owner)
        elif decision == "reject" and task is not None:
            self._remove(task, span, None)
        self._mark(found, decision)

    def _findings(self, entry: Entry) -> list[tuple[int, Finding]]:
        """The findings of an entry's rule; those of a whole document are told apart by their words."""
        return [
            (i, finding)
            for i, plan in enumerate(self._plans)
            for finding in plan.findings
            if finding.rule == entry.rule and (finding.span is not None or finding.message == entry.message)
        ]

    def _mark(self, found: Iterable[tuple[int, Finding]], decision: Decision) -> None:
        for i, finding in found:
            marked = replace(finding, status=_STATUS[decision])
            findings = tuple(marked if f == finding else f for f in self._plans[i].findings)
            self._plans[i] = replace(self._plans[i], findings=findings)

    def _report(self, entry: Entry, rule: str, why: str) -> None:
        """Add a finding about a decision that was not carried out, once."""
        homes = ((i, t.key) for i, plan in enumerate(self._plans) for t in plan.tasks if t.key == entry.anchor.task)
        i, task = next(homes, (0, None))
        finding = Finding(rule, f"审核文件对“{entry.name}”的决定：{why}。", None, task)
        if finding not in self._plans[i].findings:
            self._plans[i] = replace(self._plans[i], findings=(*self._plans[i].findings, finding))

    # ---------------------------------------------------------------------------------------------------- facts

    def _compare(self, entry: Entry, span: Span, task: Task) -> None:
        """A fact that was accepted must still be read as it was, unless this review itself corrects it."""
        if entry.fact == "task" or entry.read is None:
            return
        for key, kind, at in self._touched:
            if key == task.key and kind in (None, entry.fact) and (at is None or overlap(at, span)):
                return
        now = [f.read for f in listed_facts(self._now(task)) if f.kind == entry.fact and overlap(f.span, span)]
        if now != [entry.read]:
            words = f"“{_short(entry.anchor.quote)}”原读作 {entry.read}，现为{'、'.join(now) or '空'}"
            self._report(entry, "review_reading_changed", words)

    def _put(self, entry: Entry, span: Span, task: Task) -> None:
        corrected = put(self._now(task), entry.value, Printed(span, entry.anchor.quote), self._resolver)
        if corrected is None and entry.fact is not None:
            self._report(entry, "review_reading_changed", f"“{_short(entry.anchor.quote)}”没有读出内容，没有执行")
            return
        if corrected is None:
            _fail(
                entry, "这里没有读出内容，更正的各项要写全", "target 要有 indicator、value、unit，citation 要有 title"
            )
        given = entry.value
        if given.roles:
            self._touched += [(task.key, role, None) for role in ROLES]
        kinds: tuple[tuple[object, FactKind], ...] = (
            (given.dates, "date"),
            (given.targets, "target"),
            (given.citations, "citation"),
        )
        self._touched += [(task.key, kind, span) for values, kind in kinds if values]
        self._set(corrected)

    def _remove(self, task: Task, span: Span, kind: FactKind | None) -> None:
        self._touched.append((task.key, kind, span))
        self._set(remove(self._now(task), span, kind))

    def _item(self, entry: Entry, span: Span) -> Task | None:
        """The item that was no task because nobody was named; a task by now, where it was corrected before."""
        every = (t for plan in self._plans for t in (*plan.unassigned, *plan.tasks) if overlap(t.span, span))
        return next(every, None) if entry.rule == "no_unit" else None

    def _now(self, task: Task) -> Task:
        every = (t for plan in self._plans for t in (*plan.tasks, *plan.unassigned))
        return next(t for t in every if t.key == task.key)

    def _set(self, task: Task) -> None:
        """Put a task in the place of the one with its key; an item that has units now becomes a task."""
        for i, plan in enumerate(self._plans):
            if any(t.key == task.key for t in plan.tasks):
                tasks = tuple(task if t.key == task.key else t for t in plan.tasks)
                self._plans[i] = replace(plan, tasks=tasks)
            elif any(t.key == task.key for t in plan.unassigned) and task.assignments:
                left = tuple(t for t in plan.unassigned if t.key != task.key)
                at = next((n for n, t in enumerate(plan.tasks) if t.span.start > task.span.start), len(plan.tasks))
                tasks = (*plan.tasks[:at], task, *plan.tasks[at:])
                self._plans[i] = replace(plan, tasks=tasks, unassigned=left)


def _fail(entry: Entry, got: str, advice: str) -> NoReturn:
    if entry.given is not None:
        entry.given.fail(got, in_file(advice), on_form(advice))
    raise BadReview(f"审核“{entry.name}”", 0, got, in_file(advice), on_form(advice))


def _without(plan: Plan, dropped: set[str]) -> Plan:
    """The plan without tasks that are none; their findings are about the plan, and settled."""
    gone = [task for task in plan.tasks if task.key in dropped]
    if not gone:
        return plan
    keys = {task.key for task in gone}
    return replace(
        plan,
        tasks=tuple(task for task in plan.tasks if task.key not in keys),
        unassigned=tuple(sorted((*plan.unassigned, *gone), key=lambda task: (task.span.start, task.key))),
        findings=tuple(
            replace(f, task=None, status="rejected" if f.status == "open" else f.status) if f.task in keys else f
            for f in plan.findings
        ),
    )


def _in_order(plan: Plan) -> Plan:
    """The plan with its tasks numbered from 1, as they stand."""
    if all(task.position == n for n, task in enumerate(plan.tasks, 1)):
        return plan
    return replace(plan, tasks=tuple(replace(task, position=n) for n, task in enumerate(plan.tasks, 1)))


def _short(words: str) -> str:
    return words if len(words) <= 30 else words[:29] + "…"
