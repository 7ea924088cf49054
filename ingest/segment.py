"""Lines into plans, and each plan into its outline of headings and duties.

A task is the smallest numbered item or paragraph that has a duty of its own: role lines under it, or a bracket at
its end. Headings without a duty are sections of the tasks below them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from statistics import median_low

from dutygraph.ingest.assign import is_bare_duty, parse_line, split_duties, split_duty
from dutygraph.ingest.clean import Line
from dutygraph.ingest.header import is_page_field, parse_date
from dutygraph.ingest.labels import starts_with_field
from dutygraph.ingest.numbers import parse_document_number
from dutygraph.ingest.outline import Marker, parse_marker, parse_ordinal
from dutygraph.ingest.passage import Passage, join
from dutygraph.ingest.sentences import Field
from dutygraph.ingest.tables import RowTask, read_rows
from dutygraph.ingest.units import looks_like_body

# What the titles of such documents end in, with an edition in brackets behind it.
_TITLE = re.compile(
    r".*(?:方案|通知|意见|计划|清单|分工|要点|规划|纲要|措施|办法|细则|决定|台账|分解表|任务表|责任书|任务书|分工表|公告|函|批复)"
    r"(?:[(\[][^()\[\]]{1,24}[)\]])?"
)


_BARE = 3


# The paragraphs of a duty and the fields that close them.
Block = tuple[list[Passage], tuple[Field, ...]]


@dataclass(slots=True)
class Item:
    """A numbered item (or a plan's root): its marker, its own paragraphs and fields in order, its children."""

    marker: Marker | None
    head: Passage
    number_at: Passage | None
    parts: list[Passage | tuple[Field, ...] | list[RowTask]] = field(default_factory=list)
    children: list[Item] = field(default_factory=list)

    def has_duty(self) -> bool:
        """Tell whether the item itself carries role fields."""
        return any(isinstance(p, tuple) and _has_role(p) for p in self.parts)

    def has_rows(self) -> bool:
        """Tell whether a table of duties stands under the item."""
        return any(isinstance(p, list) for p in self.parts)

    def texts(self) -> Iterator[Passage]:
        """Yield the item's own paragraphs and those of the children, fields left out."""
        for part in self.parts:
            if isinstance(part, Passage):
                yield part
        for child in self.children:
            if child.number_at is not None and child.parts and isinstance(child.parts[0], Passage):
                first, *rest = list(child.texts())
                yield join((child.number_at, first))
                yield from rest
            else:
                yield from child.texts()


@dataclass(frozen=True)
class TaskDraft:
    """A task before its words are read: marker, its paragraphs, its fields, its headings from the outside in."""

    marker: Marker | None
    number_at: Passage | None
    paragraphs: tuple[Passage, ...]
    fields: tuple[Field, ...]
    headings: tuple[Item, ...]
    first_leads: bool = False

    @property
    def text(self) -> Passage:
        """The duty's own words, paragraphs parted by line breaks."""
        return join(self.paragraphs, "\n")


@dataclass(frozen=True)
class PlanDraft:
    """A plan before its words are read; ``lone`` are numbered items among tasks that no unit is named for."""

    title: Passage | None
    root: Item
    tasks: tuple[TaskDraft, ...]
    lone: tuple[Item, ...]


def find_titles(lines: list[Line]) -> dict[int, tuple[int, Passage]]:
    """Return {index of first line: (index behind the last, title)} for the title lines of a document."""
    titles: dict[int, tuple[int, Passage]] = {}
    usual_gap = median_low([line.gap for line in lines[1:]]) if len(lines) > 1 else 0
    for i, line in enumerate(lines):
        if not _may_be_title(line):
            continue
        first = i
        while first > 0 and i - first < 2 and _title_goes_on(lines[first - 1], lines[first], usual_gap):
            first -= 1
        title = join([part.passage.strip() for part in lines[first : i + 1]])
        if 6 <= len(title.without_space()) <= 90:
            titles[first] = (i + 1, title)
    return titles or _above_table(lines)


def _above_table(lines: list[Line]) -> dict[int, tuple[int, Passage]]:
    """The title of a document that begins with a table's, whatever it ends in: 清河县2024年重点工作 over the table."""
    table = next((i for i, line in enumerate(lines) if line.table is not None), 0)
    above = (i for i, line in enumerate(lines[: min(table, 3)]) if _is_plain_title(line))
    return {i: (i + 1, lines[i].passage) for i in islice(above, 1)}


def segment(lines: list[Line], text: str = "") -> list[PlanDraft]:
    """Return the plans of a document that hold tasks, in order; ``text`` is what its tables' cells stand in."""
    titles = find_titles(lines)
    # A bracket of organs alone names who carries a duty where the document closes its paragraphs so; one or two may be
    # remarks.
    bare = sum(is_bare_duty(line.passage) for line in lines) >= _BARE
    drafts: list[PlanDraft] = []
    title: Passage | None = None
    root = Item(None, Passage("", ()), None)
    stack: list[Item] = [root]

    def close() -> None:
        tasks = tuple(_emit(root, (), _duties_first(root)))
        if tasks:
            drafts.append(PlanDraft(title, root, tasks, tuple(_lone(root, tasks))))

    i = 0
    while i < len(lines):
        line = lines[i]
        if i in titles and _opens_plan(lines, i, titles, title is None, _any_duty(root)):
            close()
            i, title = titles[i][0], titles[i][1]
            root = Item(None, Passage("", ()), None)
            stack = [root]
            continue
        if line.table is not None:
            rows = read_rows(text, line.table)
            if rows:
                stack[-1].parts.append(rows)
        else:
            _place(line.passage, stack, bare=bare)
        i += 1
    close()
    return drafts


def _place(passage: Passage, stack: list[Item], *, bare: bool) -> None:
    """Put one line where it belongs: a new item, fields of the current one, or a paragraph of it."""
    fields = parse_line(passage)
    if fields:
        parts = stack[-1].parts
        if parts and isinstance(parts[-1], tuple):
            parts[-1] = (*parts[-1], *fields)
        else:
            parts.append(fields)
        return
    marker = parse_marker(passage.text, passage.folded) or _own_ordinal(passage, stack)
    if marker is not None:
        _open_item(marker, passage, stack)
        passage = passage.cut(marker.length).strip()
    for prose, fields in split_duties(passage, bare=bare):
        if prose:
            stack[-1].parts.append(prose)
        if fields:
            stack[-1].parts.append(fields)


def _own_ordinal(passage: Passage, stack: list[Item]) -> Marker | None:
    """一是 where the paragraph closes with its own duty, and what counts on from there (二是, 三是).

    Under １．人工智能＋旅游 each of these is a task. A first one without a duty counts parts of what is around it.
    """
    marker = parse_ordinal(passage.folded)
    if marker is None or not any(field.kind == "role" for field in split_duty(passage)[1]):
        return None
    last = stack[-1].marker
    goes_on = last is not None and last.kind == "ordinal" and last.value == marker.value - 1
    return marker if marker.value == 1 or goes_on else None


def _open_item(marker: Marker, passage: Passage, stack: list[Item]) -> None:
    for depth in range(len(stack) - 1, 0, -1):
        other = stack[depth].marker
        if other is not None and other.kind == marker.kind:
            del stack[depth:]
            break
    item = Item(marker, passage, passage.cut(0, marker.length))
    stack[-1].children.append(item)
    stack.append(item)


def _any_duty(item: Item) -> bool:
    return item.has_duty() or item.has_rows() or any(_any_duty(child) for child in item.children)


def _duties_first(root: Item) -> bool:
    """Whether role lines stand above the text of duties: behind those of more than one item, or of the only one.

    Behind the last item alone, or behind an only one that is a sentence, it is the plan's closing paragraph.
    """
    duties = [item for item in _below(root) if item.has_duty()]
    above = [item for item in duties if _duty_stands_above(item)]
    first = next((part for item in duties for part in item.parts if isinstance(part, Passage)), root.head)
    return len(above) > 1 or (len(above) == len(duties) == 1 and not first.text.endswith("。"))


def _below(item: Item) -> Iterator[Item]:
    for child in item.children:
        yield child
        yield from _below(child)


def _duty_stands_above(item: Item) -> bool:
    """Whether paragraphs or plain points follow an item's role lines."""
    if any(isinstance(part, tuple) and any(f.inline for f in part) for part in item.parts):
        return False
    return isinstance(item.parts[-1], Passage) or (len(item.children) > 0 and not any(map(_any_duty, item.children)))


def _emit(item: Item, headings: tuple[Item, ...], duties_first: bool) -> Iterator[TaskDraft]:
    """Yield the tasks of an item and of what is below it, in the order of the document."""
    inner = headings if item.marker is None else (*headings, item)
    owner = _trailing_duty_owner(item)
    if owner is not None:
        duties = tuple(f for part in owner.parts if isinstance(part, tuple) for f in part)
        paragraphs = tuple(item.texts())
        yield TaskDraft(item.marker, item.number_at, paragraphs, duties, headings)
        return
    if item.has_duty():
        own = item.children if item.marker is not None else []
        plain = tuple(text for child in own if not _any_duty(child) for text in _with_number(child))
        yield from _blocks(item, headings, plain, duties_first)
    yield from _rows(item, inner)
    for child in item.children:
        if _any_duty(child):
            yield from _emit(child, inner, duties_first)


def _rows(item: Item, headings: tuple[Item, ...]) -> Iterator[TaskDraft]:
    """Yield the duty rows of the tables under an item; a group cell is a heading of its rows."""
    for part in item.parts:
        if not isinstance(part, list):
            continue
        groups: dict[tuple[int, ...], Item] = {}
        for row in part:
            path = headings
            for depth, group in enumerate(row.groups, 1):
                at = tuple(g.span.start for g in row.groups[:depth])
                if at not in groups:
                    groups[at] = Item(parse_marker(group.text, group.folded), group, None)
                path = (*path, groups[at])
            yield TaskDraft(row.marker, row.number_at, row.paragraphs, row.fields, path, row.first_leads)


def _with_number(item: Item) -> Iterator[Passage]:
    texts = list(item.texts())
    if item.number_at is not None and texts:
        texts[0] = join((item.number_at, texts[0]))
    yield from texts


def _trailing_duty_owner(item: Item) -> Item | None:
    """The last child whose role lines close the whole item: 1. … 2. … 3. … 责任单位：A under one heading.

    Only where two or more children stand under a heading, none but the last has a duty, and that duty is in lines
    of its own behind it.
    """
    if item.marker is None or item.has_duty() or len(item.children) < 2:
        return None
    *before, last = item.children
    if any(_any_duty(child) for child in before) or not last.has_duty() or last.children:
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
        blocks = [(paragraphs[-1:], fields) for paragraphs, fields in blocks if _has_role(fields)]
    else:
        blocks = _with_duty(blocks)
        if duties_first and texts and len(blocks) == 1 and _is_heading(blocks[0][0]):
            # 标题 / 牵头单位：A / 正文: what follows the role lines of a bare heading is the duty's text.
            blocks[0] = ([*blocks[0][0], *texts], blocks[0][1])
    for n, (paragraphs, fields) in enumerate(blocks):
        more = plain if n == len(blocks) - 1 else ()
        if paragraphs or more:
            yield TaskDraft(item.marker, item.number_at, (*paragraphs, *more), fields, headings)


def _with_duty(blocks: list[Block]) -> list[Block]:
    """Blocks that each name who: what ends in other fields (完成时限) goes on in the next, or ends the one before."""
    joined: list[Block] = []
    for paragraphs, fields in blocks:
        if joined and not (_has_role(joined[-1][1]) and _has_role(fields)):
            joined[-1] = ([*joined[-1][0], *paragraphs], (*joined[-1][1], *fields))
        else:
            joined.append((paragraphs, fields))
    return joined


def _has_role(fields: tuple[Field, ...]) -> bool:
    return any(f.kind == "role" for f in fields)


def _is_heading(paragraphs: list[Passage]) -> bool:
    return len(paragraphs) == 1 and len(paragraphs[0]) <= 60 and "。" not in paragraphs[0].text.rstrip("。")


def _lone(root: Item, tasks: tuple[TaskDraft, ...]) -> Iterator[Item]:
    """Items without a duty that stand beside tasks of their own kind: probably a duty that was not understood."""
    parents = {id(t.headings[-1] if t.headings else root) for t in tasks}
    for item in (root, *_below(root)):
        owned = item.marker is not None and item.has_duty()
        if owned or id(item) not in parents:
            continue
        if any(child.has_duty() or _trailing_duty_owner(child) is not None for child in item.children):
            yield from (child for child in item.children if not _any_duty(child))


def _may_be_title(line: Line) -> bool:
    return _TITLE.fullmatch(re.sub(r"\s", "", line.folded)) is not None and _is_plain_title(line)


def _is_plain_title(line: Line) -> bool:
    folded = re.sub(r"\s", "", line.folded)
    return (
        4 <= len(folded) <= 80
        and not re.search("[。;:,!?]", folded)
        and not starts_with_field(line.folded)
        and parse_marker(line.text, line.folded) is None
        and not folded.startswith(("附件", "(此件", "抄送"))
    )


def _title_goes_on(above: Line, below: Line, usual_gap: int) -> bool:
    """A line above a title line belongs to it: short, unpunctuated, no body, no date, and not a title itself.

    No further away than lines usually are: text saved from a page has a blank line between any two.
    """
    folded = re.sub(r"\s", "", above.folded)
    return (
        below.gap <= usual_gap
        and 2 <= len(folded) <= 60
        and not re.search("[。;:,!?)]$", folded)
        and not folded.startswith("附件")
        and not folded.endswith("文件")  # the letterhead: 清河县人民政府文件
        and parse_date(folded) is None
        and parse_document_number(folded) is None
        and not is_page_field(above.folded)
        and not starts_with_field(above.folded)
        and parse_marker(above.text, above.folded) is None
        and _TITLE.fullmatch(folded) is None
        and ("关于" in folded or not looks_like_body(folded))
    )


def _opens_plan(
    lines: list[Line], i: int, titles: dict[int, tuple[int, Passage]], untitled: bool, had_tasks: bool
) -> bool:
    """A title opens a plan: at the head of the document, or set off from what is above it."""
    end, title = titles[i]
    if untitled and not had_tasks:
        return True
    set_off = lines[i].gap > 0 or (
        i > 0 and (parse_date(lines[i - 1].folded) is not None or lines[i - 1].folded.startswith("附件"))
    )
    return set_off and len(title.without_space()) >= 8 and end < len(lines)
