"""The remark 列第一位者为牵头单位: where a document says it, and for which tasks it holds."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from dutygraph.ingest.assign.assign import is_list
from dutygraph.ingest.assign.duties import parse_line, split_duty
from dutygraph.ingest.assign.leading import FIRST_LEADS, Leading
from dutygraph.ingest.segment.drafts import TaskDraft
from dutygraph.ingest.text.lines import Line

# What may stand between the last name and the remark on who leads: （A、B按职责分工负责。列第一位者为牵头单位）.
_SENTENCE_END = re.compile(r"[\s，。；、（）(),;负责按照各自的职能分工别协同共抓好做落实推进施体承办组织]{0,40}")


@dataclass(frozen=True, slots=True)
class FirstLeads:
    """Where 列第一位者为牵头单位 is said: the offset of the remark, what it says, whether from there on, or for all.

    It holds for all where it stands in prose (方案中列第一位的为牵头单位, 注：列首位的为牵头单位), or with 下同 in the
    first list of several: who alone is named above it leads too.
    """

    start: int
    leading: Leading
    onwards: bool
    everywhere: bool


def find_first_leads(lines: list[Line], tasks: Sequence[TaskDraft]) -> tuple[FirstLeads, ...]:
    """Return the remarks of a document with these tasks, in order."""
    said = [(line.passage, match) for line in lines for match in FIRST_LEADS.finditer(line.folded)]
    if not said:
        return ()
    starts = [task.text.span.start for task in tasks if task.text]
    lists = (task.text.span.start for task in tasks if task.text and is_list(task.fields))
    first_list = next(lists, sys.maxsize)
    found: list[FirstLeads] = []
    for passage, match in said:
        start, onwards = passage.offsets[match.start()], match.group("onwards") is not None
        in_prose = not parse_line(passage) and not split_duty(passage)[1]
        own = max((at for at in starts if at <= start), default=0)  # the task that the remark stands behind
        found.append(FirstLeads(start, Leading.of(match), onwards, in_prose or (onwards and first_list >= own)))
    return tuple(found)


def leads_first(draft: TaskDraft, remarks: tuple[FirstLeads, ...], text: str) -> Leading | None:
    """What a remark says for a task: in its own fields or, with 下同, before it; None where none holds for it."""
    if draft.leading is not None:
        return draft.leading
    return next((r.leading for r in reversed(remarks) if _holds(r, draft, text)), None)


def _holds(remark: FirstLeads, draft: TaskDraft, text: str) -> bool:
    if not draft.fields:
        return False
    start, end = draft.text.span.start, draft.fields[-1].value.span.end
    return remark.everywhere or (
        (remark.onwards or remark.start >= start)
        and (remark.start <= end or _SENTENCE_END.fullmatch(text, end, remark.start) is not None)
    )
