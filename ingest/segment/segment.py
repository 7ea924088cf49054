"""Lines into plans, and each plan into its outline of headings and duties, of which drafts of tasks are made.

A task is the smallest numbered item or paragraph that has a duty of its own: role lines under it, or a bracket at
its end. Headings without a duty are sections of the tasks below them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dutygraph.ingest.assign.duties import bare_duty, closing_bracket, parse_line, split_duties, split_duty
from dutygraph.ingest.header.titles import find_titles, opens_plan
from dutygraph.ingest.segment.boxes import drop_silent_boxes, leaves_box, open_box
from dutygraph.ingest.segment.by_unit import add_leads, find_unit_headings, read_by_unit, unit_heading
from dutygraph.ingest.segment.charged import read_charged
from dutygraph.ingest.segment.drafts import PlanDraft, draft_plan
from dutygraph.ingest.segment.embedded import read_embedded, read_headed, take_embedded
from dutygraph.ingest.segment.imprint import imprint_at
from dutygraph.ingest.segment.items import Item, any_duty, has_role, members_alone
from dutygraph.ingest.segment.labelled_items import find_labelled, labelled_item
from dutygraph.ingest.segment.opening import open_below, open_inner, open_item
from dutygraph.ingest.segment.scopes import ScopedDuty, parse_scoped
from dutygraph.ingest.segment.subjects import read_subjects
from dutygraph.ingest.segment.tables import read_rows
from dutygraph.ingest.segment.unstopped import find_stepped, find_unstopped
from dutygraph.ingest.text.labels import starts_with_field
from dutygraph.ingest.text.lines import Line
from dutygraph.ingest.text.outline import Marker, parse_marker, parse_next, parse_ordinal
from dutygraph.ingest.text.passage import Passage

_BARE = 3
_SEVERAL = 3
# 五、加强领导　（十五）落实责任。……负责）　（十六）强化支持。: the break before a number is lost, the space is left.
_NUMBER_AT_GAP = re.compile(r"(?:\s{2,}|\u3000)(?=\([一二三四五六七八九十]{1,3}\)\s*[\u4e00-\u9fff])")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、[^。;:,()]{4,30}")


def segment(lines: list[Line], text: str = "") -> list[PlanDraft]:
    """Return the plans of a document that hold tasks, in order; ``text`` is what its tables' cells stand in."""
    titles = find_titles(lines)
    unstopped = find_unstopped(lines) | find_stepped(lines)
    unit_headings = find_unit_headings(lines)
    labelled = find_labelled(lines)
    ordinals = _find_ordinals(lines)
    bare = _has_bare_duties(lines)
    drafts: list[PlanDraft] = []
    silent: list[PlanDraft] = []
    title: Passage | None = None
    root = Item(None, Passage("", ()), None)
    stack: list[Item] = [root]
    boxed: list[Item] = []  # what is open in a box, while one is

    def close() -> None:
        drop_silent_boxes(root)
        read_by_unit(root)
        add_leads(root)
        read_embedded(root)
        read_headed(root)
        if not any_duty(root):
            read_subjects(root, title)
        draft = draft_plan(title, root)
        if [item for item in draft.lone if take_embedded(item)]:
            draft = draft_plan(title, root)
        (drafts if draft.tasks else silent).append(draft)

    i = 0
    while i < len(lines):
        line = lines[i]
        if i in titles and opens_plan(lines, i, titles, title is None, any_duty(root)):
            close()
            i, title = titles[i][0], titles[i][1]
            root = Item(None, Passage("", ()), None)
            stack, boxed = [root], []
            continue
        closing = imprint_at(lines, i)
        if closing:
            i += closing
            continue
        following = lines[i + 1] if i + 1 < len(lines) else None
        duty_below = following is not None and starts_with_field(following.folded)
        if i in unit_headings or (boxed and leaves_box(line.passage, boxed, stack, duty_below=duty_below)):
            boxed = []
        if i in unit_headings:
            open_below(unit_heading(line.passage), stack)
        elif line.table is not None:
            rows = read_rows(text, line.table)
            if rows:
                (boxed or stack)[-1].parts.append(rows)
        elif (box := open_box(line.passage, stack)) is not None:
            boxed = [box]
        else:
            if i in labelled:
                open_below(labelled_item(line.passage), boxed or stack)
            for part in _at_gaps(line.passage):
                ordinal = ordinals.get(i) if duty_below or _has_role_at_end(part) else None
                _place(part, boxed or stack, bare=bare, unstopped=unstopped.get(i), ordinal=ordinal)
        i += 1
    close()
    return drafts or [draft_plan(d.title, d.root) for d in silent if read_charged(d.root, d.title)]


def _at_gaps(passage: Passage) -> Iterator[Passage]:
    """Yield what a line holds before and behind wide gaps that stand before numbers, behind a sentence or a heading."""
    start = 0
    for gap in _NUMBER_AT_GAP.finditer(passage.folded):
        before = passage.folded[start : gap.start()]
        if before.endswith((")", "。")) or _HEADING.fullmatch(before):
            yield passage.cut(start, gap.start())
            start = gap.end()
    yield passage.cut(start)


def _has_bare_duties(lines: list[Line]) -> bool:
    """Whether a bracket of organs alone names who carries a duty: the document closes its paragraphs with brackets.

    One or two may be remarks; one that lists several organs is none beside another duty.
    """
    closing = [line.passage for line in lines if line.passage.text.rstrip("。")[-1:] in tuple("）)]〕】")]
    sizes = [bare_duty(passage) for passage in closing]
    duties = sum(size > 0 or bool(split_duty(p)[1]) for p, size in zip(closing, sizes, strict=True))
    return any(sizes) and (duties >= _BARE or (duties > 1 and max(sizes) >= _SEVERAL))


def _place(
    passage: Passage, stack: list[Item], *, bare: bool, unstopped: Marker | None = None, ordinal: Marker | None = None
) -> None:
    """Put one line where it belongs: a new item, fields of the current one, or a paragraph of it."""
    scoped = parse_scoped(passage)
    if scoped and all(_give(duty, stack) for duty in scoped):
        return
    marker = parse_marker(passage.text, passage.folded)
    # 5．市财政局牵头，市教育局配合，2025年底前拨付: a number's own sentence is its duty, no line of roles.
    fields = parse_line(passage) if marker is None else ()
    parts = stack[-1].parts
    behind_role = bool(parts) and isinstance(parts[-1], tuple) and has_role(parts[-1])
    if fields and (behind_role or not members_alone(fields)):
        if parts and isinstance(parts[-1], tuple):
            parts[-1] = (*parts[-1], *fields)
        else:
            parts.append(fields)
        return
    marker = marker or unstopped or _counted_on(passage, stack) or _own_ordinal(ordinal, stack)
    if marker is not None:
        if _take_numbered_fields(marker, passage.cut(marker.length).strip(), stack):
            return
        open_item(marker, passage, stack)
        passage = passage.cut(marker.length).strip()
    elif parts and isinstance(parts[-1], Passage) and (closing := closing_bracket(passage, bare=bare)) is not None:
        fields, passage = closing
        parts.append(fields)
    for prose, fields in split_duties(passage, bare=bare):
        if fields and not prose and marker is None:
            fields = tuple(replace(field, inline=False) for field in fields)  # a bracket in a line of its own
        elif fields:
            prose = open_inner(prose, stack)
        if prose:
            stack[-1].parts.append(prose)
        if fields:
            stack[-1].parts.append(fields)


def _take_numbered_fields(marker: Marker, passage: Passage, stack: list[Item]) -> bool:
    """Give role lines that are numbered like points of an item (（三）责任单位：A) to the item; tell whether they are.

    Only below a number of another kind: 三、责任单位：各部门 is a chapter of the plan.
    """
    fields = parse_line(passage) if starts_with_field(passage.folded) else ()
    depth = next((n for n, item in enumerate(stack) if item.marker is not None and item.marker.kind == marker.kind), 0)
    owner = stack[depth - 1] if depth else stack[-1]
    if not fields or marker.kind in ("chapter", "chinese") or owner.marker is None:
        return False
    del stack[depth or len(stack) :]
    owner.parts.append(fields)
    return True


def _counted_on(passage: Passage, stack: list[Item]) -> Marker | None:
    last = next((i.marker for i in reversed(stack) if i.marker is not None and i.marker.kind == "digit"), None)
    return parse_next(passage.folded, last.value) if last is not None else None


def _find_ordinals(lines: list[Line]) -> dict[int, Marker]:
    """Which lines begin with 一是, 二是 in a row that no other number parts.

    A 一是 that no 二是 follows is the first word of its item: 二、发展配送 / 一是规划网点。 / 责任单位：A, then 三、….
    """
    found: dict[int, Marker] = {}
    run: list[tuple[int, Marker]] = []
    for i, line in enumerate(lines):
        marker = parse_ordinal(line.folded)
        ended = parse_marker(line.passage.text, line.folded) is not None or (marker is not None and marker.value == 1)
        if ended:
            found |= dict(run) if len(run) > 1 else {}
            run = []
        if marker is not None and marker.value == len(run) + 1:
            run.append((i, marker))
    return found | (dict(run) if len(run) > 1 else {})


def _has_role_at_end(passage: Passage) -> bool:
    return any(field.kind == "role" for field in split_duty(passage)[1])


def _own_ordinal(marker: Marker | None, stack: list[Item]) -> Marker | None:
    """一是 where the paragraph closes with its own duty or role lines stand below it, and what goes on from there.

    Under １．人工智能＋旅游 each of these is a task. A first one without a duty counts parts of what is around it.
    """
    if marker is None:
        return None
    last = stack[-1].marker
    goes_on = last is not None and last.kind == "ordinal" and last.value == marker.value - 1
    return marker if marker.value == 1 or goes_on else None


def _give(scoped: ScopedDuty, stack: list[Item]) -> bool:
    """Give a duty for several numbers to each of their items: those of one heading, or all above without a duty.

    So many (以上两项) may have theirs already, which this one joins.
    """
    for above in reversed(stack):
        if scoped.numbers:
            numbered = {c.marker.value: c for c in above.children if c.marker is not None}
            items = [numbered[n] for n in scoped.numbers if n in numbered]
            if len(items) != len(scoped.numbers):
                continue
        else:
            items = [child for child in above.children if not any_duty(child)][-scoped.count :]
            if not items and 0 < scoped.count <= len(above.children):
                items = above.children[-scoped.count :]  # 以上两项由A汇总: beside who carries each
        if items:
            for item in items:
                item.parts.append(scoped.fields)
            return True
    return False
