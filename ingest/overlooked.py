"""What looks like a duty and became none: a role word beside organs outside every fact.

Prose about roles (牵头单位要加强协调) names no organ beside the word and is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dutygraph.graph.model import Finding, Plan, Span, Task
from dutygraph.ingest.clean import Line
from dutygraph.ingest.labels import ROLE_WORDS, find_fields
from dutygraph.ingest.passage import Passage
from dutygraph.ingest.units import is_organ, looks_like_body, split_units

_WORD = re.compile(r"牵头|负责|配合|主办|协办|承办|责任(?:单位|部门|主体)|参与单位|落实单位")
# 牵头同志单位：, 责任落实情况：: a label made of role words that the tables of labels lack.
_LABEL = re.compile(
    rf"^(?:[\u4e00-\u9fff]{{0,6}})?(?:{'|'.join(ROLE_WORDS)})[\u4e00-\u9fff()]{{0,8}}\s*:\s*(?P<value>.{{2,200}})$"
)
_BRACKET = re.compile(r"[(\[](?P<inner>[^()\[\]]*(?:[(\[][^()\[\]]*[)\]][^()\[\]]*)*)[)\]]")
# 县审计局会商后…: a piece that begins with an organ.
_BEGINS = re.compile(r"[省市区县镇乡旗州][\u4e00-\u9fff]{1,10}?(?:局|委(?!员)|厅|政府|中心|街道办)")
# 由县水利局牵头，…, 考核工作由县委组织部牵头: where a clause of prose gives somebody a duty.
_CLAUSE = re.compile(
    r"(?:^|(?<=[,;。]))[^,;。:由]{0,12}由(?P<names>[^,;。:]{2,120}?)(?:总)?(?:牵头|负责|主办|承办)(?!人|的|解释|同志)"
)
# 县政府办公室牵头，每月调度: the same without 由; 坚持党委牵头抓总 goes on and is a way of working.
_LEADER = re.compile(r"(?:^|(?<=[,;。]))(?P<names>[^,;。:由]{2,40}?)(?:负责牵头|牵头(?:负责)?)(?=[,。;])")


def find_overlooked(lines: Iterable[Line], plans: tuple[Plan, ...]) -> Iterator[tuple[int, Finding]]:
    """Yield what looks like a duty where no unit, time or finding of a task stands, each with the index of its plan.

    A clause of prose counts only outside tasks, where it tells how the duty is done, and outside items that are
    reported for naming nobody.
    """
    tasks = [task for plan in plans for task in plan.tasks]
    read = [a.span for task in tasks for a in task.assignments]
    read += [d.span for task in tasks for d in task.dates if d.stated_in == "deadline_field"]
    read += [f.span for plan in plans for f in plan.findings if f.span is not None and f.rule != "no_unit"]
    lone = [f.span for plan in plans for f in plan.findings if f.span is not None and f.rule == "no_unit"]
    covered, owned = _Spans(read), _Spans([*(task.span for task in tasks), *lone])
    for line in lines:
        if line.table is not None:
            continue
        passage = line.passage
        for start, end in _looks_like_duty(line.folded, prose=not owned.touch(passage.span)):
            part = passage.cut(start, end).strip()
            if part and not covered.touch(part.span):
                index, task = _home(part.span, plans)
                message = f"“{_short(part)}”像是分工，没有读懂。"
                yield index, Finding("duty_not_understood", message, part.span, task.key if task else None)


def _home(span: Span, plans: tuple[Plan, ...]) -> tuple[int, Task | None]:
    """The plan that a place belongs to, and its task where the place stands inside one."""
    index = 0
    for i, plan in enumerate(plans):
        for task in plan.tasks:
            if task.span.start <= span.start < task.span.end:
                return i, task
        if plan.span is not None and plan.span.start <= span.start:
            index = i
    return index, None


def _looks_like_duty(folded: str, *, prose: bool) -> Iterator[tuple[int, int]]:
    label = _LABEL.match(folded)
    if label is not None and _names_organ(label.group("value")):
        yield label.span()
        return
    # 实施中，牵头单位：县发改局: a label that is known, in the middle of a line.
    for field in find_fields(folded):
        value = re.split("[。;]", folded[field.value_start :])[0]
        if field.kind == "role" and field.start > 0 and _names_organ(value):
            yield field.start, field.value_start + len(value)
    for bracket in _BRACKET.finditer(folded):
        if _WORD.search(bracket.group("inner")) and _names_organ(_WORD.sub("、", bracket.group("inner"))):
            yield bracket.span()
    if prose:
        for clause in (*_CLAUSE.finditer(folded), *_LEADER.finditer(folded)):
            units = split_units(Passage.of(clause.group("names"))).units
            if units and all(looks_like_body(u.passage.folded) for u in units):
                yield clause.span()


def _names_organ(folded: str) -> bool:
    names = [unit.passage.folded for unit in split_units(Passage.of(re.sub(r"[:由]", "、", folded))).units]
    return any(is_organ(name) or _BEGINS.match(name) is not None for name in names)


def _short(passage: Passage) -> str:
    text = passage.without_space().text
    return text if len(text) <= 60 else text[:59] + "…"


class _Spans:
    """Ranges of the text, asked whether any touches another."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted((span.start, span.end) for span in spans)

    def touch(self, span: Span) -> bool:
        return any(start < span.end and span.start < end for start, end in self._spans)
