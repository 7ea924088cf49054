"""What a document leaves in doubt, each with its place: open lists, names that are none, gaps in the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dutygraph.graph.model import Finding, Span, Task
from dutygraph.ingest.assign.assign import Assignments
from dutygraph.ingest.citations.citations import MentionDraft
from dutygraph.ingest.citations.numbers import find_malformed, is_plausible
from dutygraph.ingest.segment.caption import caption
from dutygraph.ingest.segment.drafts import TaskDraft
from dutygraph.ingest.segment.items import Item
from dutygraph.ingest.text.passage import Passage, fold
from dutygraph.ingest.units.organs import group_extent
from dutygraph.ingest.units.units import looks_like_body


def assignment_findings(draft: TaskDraft, assigned: Assignments, key: str) -> Iterator[Finding]:
    """Doubts about who carries a task: persons, requests, open lists, words that are no name of a body."""
    for field in draft.fields:
        if field.kind == "person" and field.value:
            yield Finding("person_not_read", f"{field.value.quoted}是人员，不作为单位。", field.value.span, key)
        elif field.kind == "watcher" and field.value:
            yield Finding(
                "role_not_a_duty", f"{field.value.quoted}不是承担任务的单位，未作为责任单位。", field.value.span, key
            )
        elif field.kind == "office" and field.value:
            yield Finding(
                "role_not_a_duty", f"{field.value.quoted}是单位的内设机构，未作为责任单位。", field.value.span, key
            )
        elif field.kind == "unread":
            yield Finding("duty_not_understood", f"分工中的{field.value.quoted}没有读懂。", field.value.span, key)
        elif field.kind == "request" and field.value:
            yield Finding("request_no_duty", f"{field.value.quoted}只是建议，不构成责任。", field.value.span, key)
    for passage in assigned.open_ends:
        yield Finding("open_list", f"单位名单以{passage.quoted}结尾，未列全。", passage.span, key)
    for listed, doubt in assigned.unmarked:
        yield Finding("lead_not_marked", doubt, listed.span, key)
    for person in assigned.persons:
        yield Finding("person_not_read", f"{person.quoted}是人员，不作为单位。", person.span, key)
    for unit in assigned.units:
        surface = unit.unit.surface
        if group_extent(surface) is None and not looks_like_body(fold(unit.unit.name)):
            yield Finding("unit_doubtful", f"“{surface}”不像单位名称，请核对。", unit.unit.passage.span, key)


def citation_findings(
    text: Passage, mentions: Iterable[MentionDraft], latest_year: int | None, key: str
) -> Iterator[Finding]:
    """Document numbers that cannot be: of a year to come or before 1949, or printed so that they cannot be read."""
    for mention in mentions:
        if mention.number is not None and not is_plausible(mention.number, latest_year):
            yield Finding(
                "document_number_doubtful",
                f"文号“{mention.number}”的年份或序号不可能，请核对。",
                mention.surface.span,
                key,
            )
    for start, end in find_malformed(text.folded):
        part = text.cut(start, end)
        yield Finding("document_number_doubtful", f"{part.quoted}像文号，但写法不完整，请核对。", part.span, key)


def number_findings(drafts: Iterable[TaskDraft], tasks: list[Task]) -> Iterator[Finding]:
    """Gaps and repeats in a run of printed numbers; a run begins anew at 1, and a heading of tasks leaves no gap."""
    drafts = list(drafts)
    headings = [item for draft in drafts for item in draft.headings]
    printed = {(item.marker.kind, item.marker.value, item.head.span.start) for item in headings if item.marker}
    last: dict[str, tuple[int, int]] = {}
    for draft, task in zip(drafts, tasks, strict=True):
        marker = draft.marker
        if marker is None or marker.kind in ("row", "labelled"):  # 1-2, A3: no run of numbers
            continue
        span = draft.number_at.span if draft.number_at is not None else task.span
        before, at = last.get(marker.kind, (None, 0))
        last[marker.kind] = marker.value, span.start
        if before is None or marker.value in (1, before + 1) or (marker.value == before and task.ordinal > 1):
            continue
        if marker.value < before + 1:
            yield Finding("number_order", f"编号 {marker.value} 出现在 {before} 之后。", span, task.key)
            continue
        between = {value for kind, value, start in printed if kind == marker.kind and at < start < span.start}
        missing = [n for n in range(before + 1, marker.value) if n not in between]
        if missing:
            message = f"编号从 {before} 跳到 {marker.value}，缺 {_runs(missing)}。"
            yield Finding("number_gap", message, span, task.key)


def _runs(numbers: list[int]) -> str:
    """Numbers in order as 2、4—6."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(f"{run[0]}" if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs)


def lone_findings(lone: Iterable[Item]) -> Iterator[Finding]:
    """Numbered items among tasks for which nobody is named."""
    for item in lone:
        texts = list(item.texts())
        span = Span(item.head.span.start, (texts[-1] if texts else item.head).span.end)
        yield Finding("no_unit", f"“{caption(item.head.text)}”没有写明责任单位，未作为任务。", span)
