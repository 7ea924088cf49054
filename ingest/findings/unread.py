"""Words that look like a duty and that no reading claimed, so that nothing is lost in silence.

Five forms are looked for: a role label with a value (牵头单位：…), a bracket that ends in what bodies do （…负责）, a
body that leads in a sentence (由…牵头), a remark on who leads that text does not show (加粗的为牵头单位), and a list of
bodies alone on the line below a role line, which may be its rest. Each counts only where no unit was read from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from dutygraph.graph.model import Finding, Plan, Span, Task
from dutygraph.ingest.assign.leading import FIRST_LEADS
from dutygraph.ingest.text.labels import find_fields
from dutygraph.ingest.text.lines import DAY, Line, listed, opens
from dutygraph.ingest.text.passage import Passage, fold
from dutygraph.ingest.units.units import are_organs, looks_like_body, split_units

# （各镇按职责分工负责）, （某某牵头。下同）; a bracket that only names a thing (落实情况) does not end so.
_BRACKET = re.compile(
    r"[(\[](?P<words>[^()\[\]]{2,80}?(?:负责|牵头|配合|落实|参与|协助)(?:[。;,][^()\[\]]{0,40})?)[)\]]"
)
# 由区司法局牵头, 由区财政局负责。, 。区政府办牵头，: the name must end as names of bodies do, so that 谁牵头 and
# 坚持党委牵头抓 are none. Of 由区督查室督办，区财政局负责 the second must be an organ's.
_SENTENCE = re.compile(
    r"由(?P<by>[^,。;:()]{2,40}?)(?:(?:负责)?(?:牵头|主办)|(?:具体|统一|分别)?(?:负责|承办)(?=[,。;]|$))"
    r"|(?:^|[,。;])(?P<who>[^,。;:()由]{2,40}?)(?:负责牵头|牵头(?:负责)?)(?=[,。;])"
    r"|(?<=[,;])(?P<organ>[^,。;:()由]{3,40}?)(?:具体|统一|分别)?负责(?=[,。;]|$)"
)
# 推进托育。牵头单位 / 市卫健局: a label that has run into the paragraph above the names.
_LABEL_AT_END = re.compile("(?:牵头|责任|主办|负责|配合|协办|参与)(?:责任)?(?:单位|部门)\\s*:?$")


def unread_findings(
    lines: Sequence[Line], plans: tuple[Plan, ...], header: Iterable[Span]
) -> Iterator[tuple[int, Finding]]:
    """Yield what looks like a duty but gave no unit, each with the index of the plan it stands in.

    ``header`` is what was read as the document's header: who signs below the last task is no part of its list.
    """
    claimed = bytearray()  # a mark for each character: to compare spans with spans takes long in long plans
    for span in (a.span for plan in plans for task in plan.tasks for a in task.assignments):
        _claim(claimed, span)
    # What another rule has reported already: a person, a request, a deadline, an item without a unit.
    for span in (f.span for plan in plans for f in plan.findings if f.span is not None):
        _claim(claimed, span)
    for span in header:
        _claim(claimed, span)
    for passage in chain(_in_lines(lines), _below_role_lines(lines)):
        span = passage.span
        if any(claimed[span.start : span.end]):
            continue
        _claim(claimed, span)
        index, task = _home(span, plans)
        words = passage.without_space().text
        yield (
            index,
            Finding(
                "duty_not_understood",
                f"“{words if len(words) <= 60 else words[:59] + '…'}”像是任务分工，没有读懂。",
                span,
                task.key if task is not None else None,
            ),
        )


def _in_lines(lines: Iterable[Line]) -> Iterator[Passage]:
    for line in lines:
        if line.table is None:
            yield from _candidates(line.passage)


def _below_role_lines(lines: Sequence[Line]) -> Iterator[Passage]:
    """Lists of bodies below role lines: 县教育局 / 镇区办事处、县医保局. Who signs stands last or above a day."""
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        labelled = listed(above) is not None or _LABEL_AT_END.search(above.folded) is not None
        if line.table is not None or not labelled or opens(line) or DAY.fullmatch(below.folded):
            continue
        value = line.passage.strip("。；;，,.")
        if are_organs(fold(unit.name) for unit in split_units(value).units):
            yield value


def _claim(claimed: bytearray, span: Span) -> None:
    claimed.extend(bytes(max(0, span.end - len(claimed))))
    claimed[span.start : span.end] = b"\1" * (span.end - span.start)


def _candidates(line: Passage) -> Iterator[Passage]:
    folded = line.folded
    fields = find_fields(folded)
    for i, match in enumerate(fields):
        end = fields[i + 1].start if i + 1 < len(fields) else len(line)
        value = line.cut(match.value_start, end).strip().strip("。；;，,.").strip()
        if match.kind == "role" and split_units(value).units:
            yield value
    for found in FIRST_LEADS.finditer(folded):
        if found["print"]:
            yield line.cut(*found.span()).strip("，。；、（() ）")
    for found in _BRACKET.finditer(folded):
        yield line.cut(*found.span("words"))
    for found in _SENTENCE.finditer(folded):
        name = line.cut(*found.span(found.lastgroup or 0)).strip()
        units = [unit.passage.folded for unit in split_units(name).units]
        if units and (are_organs(units) if found["organ"] else all(map(looks_like_body, units))):
            yield name


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
