"""Lines into plans, and each plan into its outline of headings and duties.

A task is the smallest numbered item or paragraph that has a duty of its own: role lines under it, or a bracket at
its end. Headings without a duty are sections of the tasks below them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dutygraph.ingest.assign.duties import bare_duty, parse_line, split_duties, split_duty
from dutygraph.ingest.assign.leading import Leading
from dutygraph.ingest.assign.sentences import Field
from dutygraph.ingest.header.titles import find_titles, opens_plan
from dutygraph.ingest.segment.by_unit import add_leads, find_unit_headings, read_by_unit, unit_heading
from dutygraph.ingest.segment.charged import read_charged
from dutygraph.ingest.segment.embedded import read_embedded, read_headed, take_embedded
from dutygraph.ingest.segment.items import Item, any_duty, below, has_role, members_alone
from dutygraph.ingest.segment.labelled_items import find_labelled, labelled_item
from dutygraph.ingest.segment.opening import open_below, open_inner, open_item
from dutygraph.ingest.segment.scopes import ScopedDuty, parse_scoped
from dutygraph.ingest.segment.subjects import read_subjects
from dutygraph.ingest.segment.tables import read_rows
from dutygraph.ingest.segment.unnumbered import headed_blocks
from dutygraph.ingest.segment.unstopped import find_stepped, find_unstopped
from dutygraph.ingest.text.labels import starts_with_field
from dutygraph.ingest.text.lines import Line
from dutygraph.ingest.text.outline import Marker, parse_marker, parse_next, parse_ordinal
from dutygraph.ingest.text.passage import Passage, join

_BARE = 3
_SEVERAL = 3


# The paragraphs of a duty and the fields that close them.
Block = tuple[list[Passage], tuple[Field, ...]]
# Above the measures of a heading, in a line of its own.
_MEASURES = re.compile(r"(?:主要|具体|重点|工作|落实)?(?:措施|举措|任务)\s*:")

# 二、规章项目（1件） / 供水管理办法 / 起草单位：…: a heading that counts the duties below it is none of them. Not
# （一）改造管网（5条） with a paragraph and one line of units below it.
_COUNTS_BELOW = re.compile(r"[^。;:]{2,40}\((?:共|计)?\s*(\d{1,3})\s*[件项个部条]\)")


@dataclass(frozen=True)
class TaskDraft:
    """A task before its words are read: marker, its paragraphs, its fields, its headings from the outside in."""

    marker: Marker | None
    number_at: Passage | None
    paragraphs: tuple[Passage, ...]
    fields: tuple[Field, ...]
    headings: tuple[Item, ...]
    leading: Leading | None = None

    @property
    def number(self) -> str | None:
        """The number as a contract prints it; None where none is printed, or a label stands in its place."""
        return (self.marker.number or None) if self.marker is not None else None

    @property
    def text(self) -> Passage:
        """The duty's own words, paragraphs parted by line breaks; a line 主要措施： above them is no word of it."""
        headed = len(self.paragraphs) > 1 and _MEASURES.fullmatch(self.paragraphs[0].folded) is not None
        return join(self.paragraphs[1:] if headed else self.paragraphs, "\n")


@dataclass(frozen=True)
class PlanDraft:
    """A plan before its words are read; ``lone`` are numbered items among tasks that no unit is named for."""

    title: Passage | None
    root: Item
    tasks: tuple[TaskDraft, ...]
    lone: tuple[Item, ...]


def segment(lines: list[Line], text: str = "") -> list[PlanDraft]:
    """Return the plans of a document that hold tasks, in order; ``text`` is what its tables' cells stand in."""
    titles = find_titles(lines)
    unstopped = find_unstopped(lines) | find_stepped(lines)
    unit_headings = find_unit_headings(lines)
    labelled = find_labelled(lines)
    bare = _has_bare_duties(lines)
    drafts: list[PlanDraft] = []
    silent: list[PlanDraft] = []
    title: Passage | None = None
    root = Item(None, Passage("", ()), None)
    stack: list[Item] = [root]

    def close() -> None:
        read_by_unit(root)
        add_leads(root)
        read_embedded(root)
        read_headed(root)
        if not any_duty(root):
            read_subjects(root, title)
        draft = _draft(title, root)
        if [item for item in draft.lone if take_embedded(item)]:
            draft = _draft(title, root)
        (drafts if draft.tasks else silent).append(draft)

    i = 0
    while i < len(lines):
        line = lines[i]
        if i in titles and opens_plan(lines, i, titles, title is None, any_duty(root)):
            close()
            i, title = titles[i][0], titles[i][1]
            root = Item(None, Passage("", ()), None)
            stack = [root]
            continue
        if i in unit_headings:
            open_below(unit_heading(line.passage), stack)
        elif line.table is not None:
            rows = read_rows(text, line.table)
            if rows:
                stack[-1].parts.append(rows)
        else:
            if i in labelled:
                open_below(labelled_item(line.passage), stack)
            following = lines[i + 1] if i + 1 < len(lines) else None
            duty_below = following is not None and starts_with_field(following.folded)
            _place(line.passage, stack, bare=bare, duty_below=duty_below, unstopped=unstopped.get(i))
        i += 1
    close()
    return drafts or [_draft(d.title, d.root) for d in silent if read_charged(d.root, d.title)]


def _draft(title: Passage | None, root: Item) -> PlanDraft:
    tasks = tuple(_emit(root, (), _duties_first(root)))
    return PlanDraft(title, root, tasks, tuple(_lone(root, tasks)))


def _has_bare_duties(lines: list[Line]) -> bool:
    """Whether a bracket of organs alone names who carries a duty: the document closes its paragraphs with brackets.

    One or two may be remarks; one that lists several organs is none beside another duty.
    """
    closing = [line.passage for line in lines if line.passage.text.rstrip("。")[-1:] in tuple("）)]〕】")]
    sizes = [bare_duty(passage) for passage in closing]
    duties = sum(size > 0 or bool(split_duty(p)[1]) for p, size in zip(closing, sizes, strict=True))
    return any(sizes) and (duties >= _BARE or (duties > 1 and max(sizes) >= _SEVERAL))


def _place(
    passage: Passage, stack: list[Item], *, bare: bool, duty_below: bool, unstopped: Marker | None = None
) -> None:
    """Put one line where it belongs: a new item, fields of the current one, or a paragraph of it."""
    scoped = parse_scoped(passage)
    if scoped and all(_give(duty, stack) for duty in scoped):
        return
    fields = parse_line(passage)
    parts = stack[-1].parts
    behind_role = bool(parts) and isinstance(parts[-1], tuple) and has_role(parts[-1])
    if fields and (behind_role or not members_alone(fields)):
        if parts and isinstance(parts[-1], tuple):
            parts[-1] = (*parts[-1], *fields)
        else:
            parts.append(fields)
        return
    marker = (
        parse_marker(passage.text, passage.folded)
        or unstopped
        or _counted_on(passage, stack)
        or _own_ordinal(passage, stack, duty_below=duty_below)
    )
    if marker is not None:
        if _take_numbered_fields(marker, passage.cut(marker.length).strip(), stack):
            return
        open_item(marker, passage, stack)
        passage = passage.cut(marker.length).strip()
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


def _own_ordinal(passage: Passage, stack: list[Item], *, duty_below: bool) -> Marker | None:
    """一是 where the paragraph closes with its own duty or role lines stand below it, and what goes on from there.

    Under １．人工智能＋旅游 each of these is a task. A first one without a duty counts parts of what is around it.
    """
    marker = parse_ordinal(passage.folded)
    if marker is None or not (duty_below or any(field.kind == "role" for field in split_duty(passage)[1])):
        return None
    last = stack[-1].marker
    goes_on = last is not None and last.kind == "ordinal" and last.value == marker.value - 1
    return marker if marker.value == 1 or goes_on else None


def _give(scoped: ScopedDuty, stack: list[Item]) -> bool:
    """Give a duty for several numbers to each of their items: those of one heading, or all above without a duty."""
    for above in reversed(stack):
        if scoped.numbers:
            numbered = {c.marker.value: c for c in above.children if c.marker is not None}
            items = [numbered[n] for n in scoped.numbers if n in numbered]
            if len(items) != len(scoped.numbers):
                continue
        else:
            items = [child for child in above.children if not any_duty(child)][-scoped.count :]
        if items:
            for item in items:
                item.parts.append(scoped.fields)
            return True
    return False


def _duties_first(root: Item) -> bool:
    """Whether role lines stand above the text of duties: behind those of more than one item, or of the only one.

    Behind the last item alone, or behind an only one that is a sentence, it is the plan's closing paragraph.
    """
    duties = [item for item in below(root) if item.has_duty()]
    above = [item for item in duties if _duty_stands_above(item)]
    first = next((part for item in duties for part in item.parts if isinstance(part, Passage)), root.head)
    alone = len(above) == len(duties) == 1 and not _is_inline(above[0])
    return len(above) > 1 or (alone and not first.text.endswith("。"))


def _duty_stands_above(item: Item) -> bool:
    """Whether paragraphs or plain points follow an item's role lines, or the bracket behind its heading."""
    if _is_inline(item):
        first, *fields = item.parts[:2]
        headed = isinstance(first, Passage) and _is_heading([first]) and not first.text.endswith("。")
        return (
            headed and all(isinstance(f, tuple) for f in fields) and all(isinstance(p, Passage) for p in item.parts[2:])
        )
    return isinstance(item.parts[-1], Passage) or (len(item.children) > 0 and not any(map(any_duty, item.children)))


def _is_inline(item: Item) -> bool:
    return any(isinstance(part, tuple) and any(f.inline for f in part) for part in item.parts)


def _emit(item: Item, headings: tuple[Item, ...], duties_first: bool, fewest: int = 2) -> Iterator[TaskDraft]:
    """Yield the tasks of an item and of what is below it, in the order of the document.

    ``fewest`` is how many points an item has at least whose last one's role lines close the whole.
    """
    inner = headings if item.marker is None else (*headings, item)
    owner = _trailing_duty_owner(item, fewest=fewest)
    if owner is not None:
        duties = tuple(f for part in owner.parts if isinstance(part, tuple) for f in part)
        paragraphs = tuple(item.texts())
        yield TaskDraft(item.marker, item.number_at, paragraphs, duties, headings)
        return
    if item.has_duty():
        own = item.children if item.marker is not None else []
        plain = tuple(text for child in own if not any_duty(child) for text in _with_number(child))
        yield from _blocks(item, headings, plain, duties_first)
    yield from _rows(item, inner)
    # （一）… 1. … 2. … 责任单位：A, then （二）… 1. … 责任单位：B: an item with one point is closed in the same way.
    fewest = 1 if any(_trailing_duty_owner(child) for child in item.children) else 2
    for child in item.children:
        if any_duty(child):
            yield from _emit(child, inner, duties_first, fewest)


def _rows(item: Item, headings: tuple[Item, ...]) -> Iterator[TaskDraft]:
    """Yield the duty rows of the tables under an item; a group cell is a heading of its rows."""
    for part in item.parts:
        if not isinstance(part, list):
            continue
        groups: dict[tuple[int, ...], Item] = {}
        for row in (row for row in part if row.has_unit):
            path = headings
            for depth, group in enumerate(row.groups, 1):
                at = tuple(g.span.start for g in row.groups[:depth])
                if at not in groups:
                    groups[at] = Item(parse_marker(group.text, group.folded), group, None)
                path = (*path, groups[at])
            yield TaskDraft(row.marker, row.number_at, row.paragraphs, row.fields, path, row.leading)


def _with_number(item: Item) -> Iterator[Passage]:
    texts = list(item.texts())
    if item.number_at is not None and texts:
        texts[0] = join((item.number_at, texts[0]))
    yield from texts


def _trailing_duty_owner(item: Item, *, fewest: int = 2) -> Item | None:
    """The last child whose role lines close the whole item: 1. … 2. … 3. … 责任单位：A under one heading.

    Only where two or more children stand under a heading, none but the last has a duty, and that duty is in lines
    of its own behind it.
    """
    if item.marker is None or item.has_duty() or len(item.children) < fewest:
        return None
    *before, last = item.children
    if any(any_duty(child) for child in before) or not last.has_duty() or last.children:
        return None
    duty = last.parts[-1]
    return last if isinstance(duty, tuple) and not any(f.inline for f in duty) else None


def _blocks(
    item: Item, headings: tuple[Item, ...], plain: tuple[Passage, ...], duties_first: bool
) -> Iterator[TaskDraft]:
    """Yield a task for each run of paragraphs that fields close; several duties under one number repeat it."""
    texts: list[Passage] = []
    blocks: list[Block] = []
    for part in item.parts:
        if isinstance(part, Passage):
            texts.append(part)
        elif isinstance(part, list):
            continue
        elif texts or not blocks:
            blocks.append((texts, part))
            texts = []
        else:
            blocks[-1] = (blocks[-1][0], (*blocks[-1][1], *part))
    if item.marker is None:
        # Outside any number a task is the paragraph right above its duty, not all that stands before it.
        named = [(paragraphs, fields) for paragraphs, fields in blocks if has_role(fields)]
        blocks = headed_blocks(named) or [(paragraphs[-1:], fields) for paragraphs, fields in named]
    else:
        blocks = _with_duty(blocks)
        counts = _COUNTS_BELOW.fullmatch(blocks[0][0][0].folded) if len(blocks[0][0]) > 1 else None
        if counts is not None and int(counts.group(1)) == len(blocks):
            blocks[0] = (blocks[0][0][1:], blocks[0][1])
            item, headings = Item(None, item.head, None), (*headings, item)
        if duties_first and texts and len(blocks) == 1 and _is_heading(blocks[0][0]):
            # 标题 / 牵头单位：A / 正文: what follows the role lines of a bare heading is the duty's text.
            blocks[0] = ([*blocks[0][0], *texts], blocks[0][1])
        if len(blocks) > 1 and len(blocks[0][0]) > 1 and _is_heading(blocks[0][0][:1]):
            # 1．标题 / 甲事。（A负责） / 乙事。（B负责）: the heading is of all of them, not the first's words.
            blocks[0] = (blocks[0][0][1:], blocks[0][1])
            headings = (*headings, item)
    for n, (paragraphs, fields) in enumerate(blocks):
        more = plain if n == len(blocks) - 1 else ()
        if paragraphs or more:
            yield TaskDraft(item.marker, item.number_at, (*paragraphs, *more), fields, headings)


def _with_duty(blocks: list[Block]) -> list[Block]:
    """Blocks that each name who: what ends in other fields (完成时限) goes on in the next, or ends the one before."""
    joined: list[Block] = []
    for paragraphs, fields in blocks:
        if joined and not (has_role(joined[-1][1]) and has_role(fields)):
            joined[-1] = ([*joined[-1][0], *paragraphs], (*joined[-1][1], *fields))
        else:
            joined.append((paragraphs, fields))
    return joined


def _is_heading(paragraphs: list[Passage]) -> bool:
    return len(paragraphs) == 1 and len(paragraphs[0]) <= 60 and "。" not in paragraphs[0].text.rstrip("。")


def _lone(root: Item, tasks: tuple[TaskDraft, ...]) -> Iterator[Item]:
    """Items without a duty that stand beside tasks of their own kind: probably a duty that was not understood.

    Rows of a duty table in which nobody is named are such items too.
    """
    parents = {id(t.headings[-1] if t.headings else root) for t in tasks}
    for item in (root, *below(root)):
        yield from _rows_of_nobody(item)
        owned = item.marker is not None and item.has_duty()
        if owned or id(item) not in parents:
            continue
        owners = [child for child in item.children if child.has_duty() or _trailing_duty_owner(child) is not None]
        kinds = {child.marker.kind for child in owners if child.marker is not None}
        for child in item.children:
            if child.marker is not None and child.marker.kind in kinds and not any_duty(child):
                yield child


def _rows_of_nobody(item: Item) -> Iterator[Item]:
    for row in (row for part in item.parts if isinstance(part, list) for row in part if not row.has_unit):
        yield Item(
            row.marker, row.paragraphs[0], row.number_at, [*row.paragraphs, *([row.fields] if row.fields else [])]
        )
