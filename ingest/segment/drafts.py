"""The outline of a plan into drafts of its tasks: which words and fields each has, which headings stand above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dutygraph.graph.model import Span
from dutygraph.ingest.assign.leading import Leading
from dutygraph.ingest.assign.sentences import Field
from dutygraph.ingest.segment.boxes import is_box
from dutygraph.ingest.segment.items import Item, any_duty, below, has_role
from dutygraph.ingest.segment.unnumbered import headed_blocks
from dutygraph.ingest.text.outline import Marker, parse_marker
from dutygraph.ingest.text.passage import Passage, join

# So many duties below a heading, a paragraph each, show that the first is one paragraph too.
_SEVERAL = 3
# The paragraphs of a duty and the fields that close them.
Block = tuple[list[Passage], tuple[Field, ...]]
# Above the measures of a heading, in a line of its own.
_DASHES = re.compile(r"[—―─]{1,2}\s*(?=[\u4e00-\u9fff“《])")
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
    years: tuple[tuple[Span, int], ...] = ()

    @property
    def number(self) -> str | None:
        """The number as a contract prints it; None where none is printed, or a label stands in its place."""
        return (self.marker.number or None) if self.marker is not None else None

    @property
    def text(self) -> Passage:
        """The duty's own words, paragraphs parted by line breaks; a line 主要措施： above them is no word of it.

        Nor are the dashes before a point (——整治房前屋后。).
        """
        headed = len(self.paragraphs) > 1 and _MEASURES.fullmatch(self.paragraphs[0].folded) is not None
        first, *others = self.paragraphs[1:] if headed else self.paragraphs
        dashes = _DASHES.match(first.text)
        return join((first if dashes is None else first.cut(dashes.end()), *others), "\n")


@dataclass(frozen=True)
class PlanDraft:
    """A plan before its words are read; ``lone`` are numbered items among tasks that no unit is named for."""

    title: Passage | None
    root: Item
    tasks: tuple[TaskDraft, ...]
    lone: tuple[Item, ...]


def draft_plan(title: Passage | None, root: Item) -> PlanDraft:
    """Return the plan of an outline; without tasks where nobody is named for anything."""
    tasks = tuple(_emit(root, (), _duties_first(root), _Closing()))
    return PlanDraft(title, root, tasks, tuple(_lone(root, tasks)))


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


@dataclass(frozen=True, slots=True)
class _Closing:
    """What closes a task of several points, as the items beside it show: role lines of the last of ``fewest`` points.

    ``bracket`` tells that one bracket behind the last point does so too, ``bracket_below`` that it does so for the
    items below.
    """

    fewest: int = 2
    bracket: bool = False
    bracket_below: bool = False

    def of_children(self, item: Item) -> _Closing:
        """What closes the items below one; 责任单位：B behind the only point of one does so beside such of several."""
        return _Closing(
            fewest=1 if any(_trailing_duty_owner(child) for child in item.children) else 2,
            bracket=self.bracket_below or _closed_by_brackets(item.children),
            bracket_below=_closed_by_brackets([point for child in item.children for point in child.children]),
        )


def _emit(item: Item, headings: tuple[Item, ...], duties_first: bool, closing: _Closing) -> Iterator[TaskDraft]:
    """Yield the tasks of an item and of what is below it, in the order of the document."""
    inner = headings if item.marker is None else (*headings, item)
    owner = _trailing_duty_owner(item, fewest=closing.fewest, inline=closing.bracket)
    if owner is not None:
        yield _closed(item, owner, headings)
        return
    if item.has_duty():
        own = item.children if item.marker is not None else []
        plain = tuple(text for child in own if not any_duty(child) for text in _with_number(child))
        yield from _blocks(item, inner if is_box(item) else headings, plain, duties_first)
    yield from _rows(item, headings if _rows_count_on(item) else inner)
    below_this = closing.of_children(item)
    chapters = _chapters_closed(item)
    for child in item.children:
        at_its_end = _closing_point(child) if chapters else None
        if at_its_end is not None:
            yield _closed(child, at_its_end[0], inner)
        elif any_duty(child):
            yield from _emit(child, inner, duties_first, below_this)


def _closed(item: Item, owner: Item, headings: tuple[Item, ...]) -> TaskDraft:
    """The task of an item whose fields stand behind a point of it, the ``owner``."""
    fields = tuple(f for part in owner.parts if isinstance(part, tuple) for f in part)
    return TaskDraft(item.marker, item.number_at, tuple(item.texts()), fields, headings)


def _rows_count_on(item: Item) -> bool:
    """Whether the rows below a task go on with its number: 1．推进改革。（A负责）, then a table from 2 on."""
    rows = next((part for part in item.parts if isinstance(part, list)), [])
    first = next((row.marker.value for row in rows if row.marker is not None), None)
    return item.has_duty() and item.marker is not None and first == item.marker.value + 1


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
            yield TaskDraft(row.marker, row.number_at, row.paragraphs, row.fields, path, row.leading, row.years)


def _with_number(item: Item) -> Iterator[Passage]:
    texts = list(item.texts())
    if item.number_at is not None and texts:
        texts[0] = join((item.number_at, texts[0]))
    yield from texts


def _chapters_closed(item: Item) -> bool:
    """Whether each item below one is a task of several levels that role lines close at its very end.

    一、… （一）计划 … （二）措施 1．… 2．… 责任处室：A, then 二、… in the same way, at least so many and nothing else.
    """
    closed = [_closing_point(child) for child in item.children]
    return None not in closed and sum(each is not None and each[1] > 1 for each in closed) >= _SEVERAL


def _closing_point(item: Item) -> tuple[Item, int] | None:
    """The last of the points below an item whose role lines are the only ones, and how many levels below; or None."""
    depth = 0
    while item.children and not item.has_duty():
        *before, last = item.children
        if not before or any(any_duty(child) for child in before):
            return None
        item, depth = last, depth + 1
    fields = [part for part in item.parts if isinstance(part, tuple)]
    closed = len(fields) == 1 and fields[0] is item.parts[-1] and not item.children
    lines = closed and has_role(fields[0]) and not any(f.inline for f in fields[0])
    return (item, depth) if depth and lines else None


def _closed_by_brackets(items: list[Item]) -> bool:
    """Whether items are tasks each closed by a bracket, whatever points they have.

    1．……（A负责） 2．…（1）…（2）……（B负责） 3．……（C负责）: the bracket behind （2） is that of 2, where some beside
    it, or below the chapters beside its own, have their own and none has a point with one before its last.
    """
    parted = [item for item in items if not item.has_duty() and any_duty(item)]
    alone = sum(item.has_duty() and not any(map(any_duty, item.children)) for item in items)
    return alone > 1 and alone > len(parted) and all(_trailing_duty_owner(c, inline=True) for c in parted)


def _trailing_duty_owner(item: Item, *, fewest: int = 2, inline: bool = False) -> Item | None:
    """The last point of an item whose role lines close the whole item: 1. … 2. … 3. … 责任单位：A under one heading.

    Only where two or more children stand under a heading, none but the last has a duty, and that duty is in lines
    of its own behind it, or with ``inline`` in its one bracket, then also behind the last point of the last
    (3．…（1）…（2）……（B负责）).
    """
    if item.marker is None or item.has_duty() or len(item.children) < fewest:
        return None
    *before, last = item.children
    if any(any_duty(child) for child in before) or is_box(last):
        return None
    if inline and last.children and not last.has_duty():
        return _trailing_duty_owner(last, inline=True)
    if not last.has_duty() or last.children:
        return None
    duty = last.parts[-1]
    if not isinstance(duty, tuple):
        return None
    once = inline and sum(isinstance(part, tuple) for part in last.parts) == 1
    return last if once or not any(f.inline for f in duty) else None


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
            headings = headings if headings[-1:] == (item,) else (*headings, item)
        if len(blocks) >= _SEVERAL and len(blocks[0][0]) > 1 and all(len(texts) == 1 for texts, _ in blocks[1:]):
            # What is said of all of them before the first is not the first's either.
            blocks[0] = (blocks[0][0][-1:], blocks[0][1])
            headings = headings if headings[-1:] == (item,) else (*headings, item)
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
