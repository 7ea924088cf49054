"""Where a person's decision holds: found again in a text that was edited elsewhere, and never in a changed one.

An anchor is the words decided on, with the words around them in their sentence, inside the task they stand in. A
task is known by its title and, among several of one title, by its key. What is compared has no white space, so that
new line breaks, another file format or another page change nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dutygraph.graph.model import Document, Span, Task
from dutygraph.ingest.text.labels import starts_with_field
from dutygraph.ingest.text.outline import parse_marker
from dutygraph.ingest.text.passage import Passage, fold

# Characters of the sentence that are kept on each side: enough to tell 每年 from 每年, few enough to read.
_AROUND = 15
_STOPS = "。；！？;!?"
_LINE = re.compile(r"[^\r\n\t]+")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words that a decision is about, without white space, and how to find them.

    ``before`` and ``after`` are the rest of the sentence next to them (None: anything); ``start`` and ``end`` hold
    only in the very text they were taken from; ``title`` and ``task`` are the task's, None outside tasks.
    """

    quote: str
    before: str | None = None
    after: str | None = None
    start: int | None = None
    end: int | None = None
    task: str | None = None
    title: str | None = None


class AnchoredText:
    """A document's text without white space, in which anchors are made and found."""

    def __init__(self, document: Document) -> None:
        """Take the text and the tasks of a document."""
        self._document = document
        self._bare = Passage.of(document.text).without_space()

    @cached_property
    def _breaks(self) -> list[int]:
        """Where in the bare text a line begins that does not go on the one before: it has a number, a label, a gap."""
        found: list[int] = []
        end = 0
        text = self._document.text
        for match in _LINE.finditer(text):
            line = match.group().strip()
            if not line:
                continue
            between = text[end : match.start()].replace("\r\n", "\n")
            folded = fold(line)
            if "\t" in between or between.count("\n") > 1 or starts_with_field(folded) or parse_marker(line, folded):
                found.append(bisect_left(self._bare.offsets, match.start()))
            end = match.end()
        return found

    def make(self, span: Span, task: Task | None) -> Anchor:
        """Return the anchor of a span."""
        start, end = self._inside(span.start, span.end)
        return Anchor(
            self._bare.text[start:end],
            self._before(start),
            self._after(end),
            span.start,
            span.end,
            task.key if task else None,
            task.title if task else None,
        )

    def find(self, anchor: Anchor, *, same_text: bool) -> Span | None:
        """Return where an anchor stands now, or None where its words, or those around them, have changed.

        ``same_text`` says that the text is the one that the anchor's offsets count in.
        """
        if same_text and anchor.start is not None and anchor.end is not None:
            start, end = self._inside(anchor.start, anchor.end)
            return Span(anchor.start, anchor.end) if self._bare.text[start:end] == anchor.quote else None
        if not anchor.quote:
            return None
        found = {at for first, last in self._areas(anchor) for at in self._occurrences(anchor, first, last)}
        if len(found) != 1:
            return None
        start = found.pop()
        return self._bare.cut(start, start + len(anchor.quote)).span

    def task(self, anchor: Anchor, *, same_text: bool) -> Task | None:
        """Return the task that an anchor belongs to, or None where it is gone, renamed, or not the only one."""
        every = [*self._document.tasks, *(task for plan in self._document.plans for task in plan.unassigned)]
        by_key = next((task for task in every if task.key == anchor.task), None)
        if anchor.title is None:
            return by_key if same_text else None
        if same_text and anchor.start is not None:
            return by_key
        same = [task for task in every if _bare(task.title) == _bare(anchor.title)]
        if by_key in same:
            return by_key
        return same[0] if len(same) == 1 else None

    def _areas(self, anchor: Anchor) -> Iterator[tuple[int, int]]:
        """The stretches to search: the task's own, or everything for what stands in no task."""
        if anchor.title is None:
            yield 0, len(self._bare)
            return
        task = self.task(anchor, same_text=False)
        if task is not None:
            yield self._inside(*task_area(self._document, task))

    def _occurrences(self, anchor: Anchor, first: int, last: int) -> Iterator[int]:
        at = self._bare.text.find(anchor.quote, first, last)
        while at >= 0:
            end = at + len(anchor.quote)
            if anchor.before in (None, self._before(at)) and anchor.after in (None, self._after(end)):
                yield at
            at = self._bare.text.find(anchor.quote, at + 1, last)

    def _inside(self, start: int, end: int) -> tuple[int, int]:
        return bisect_left(self._bare.offsets, start), bisect_left(self._bare.offsets, end)

    def _before(self, at: int) -> str:
        breaks = bisect_left(self._breaks, at + 1)
        first = max(at - _AROUND, self._breaks[breaks - 1] if breaks else 0)
        return re.split(f"[{_STOPS}]", self._bare.text[first:at])[-1]

    def _after(self, at: int) -> str:
        breaks = bisect_left(self._breaks, at)
        last = min(at + _AROUND, self._breaks[breaks] if breaks < len(self._breaks) else len(self._bare))
        return re.split(f"[{_STOPS}]", self._bare.text[at:last])[0]


def task_area(document: Document, task: Task) -> tuple[int, int]:
    """Return the stretch of text that holds a task with its role lines: up to where the next one begins."""
    spans = (task.span, *task.fact_spans())
    starts = [t.span.start for t in document.tasks if t.span.start > task.span.start]
    starts += [t.span.start for p in document.plans for t in p.unassigned if t.span.start > task.span.start]
    starts += [s.span.start for p in document.plans for s in p.sections if s.span.start > task.span.start]
    last = min(starts, default=len(document.text))
    return min(s.start for s in spans), max(last, *(s.end for s in spans))


def _bare(text: str) -> str:
    return "".join(fold(text).split())
