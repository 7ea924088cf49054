"""Headings into sections: which of them group tasks, at which level, under which path of numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dutygraph.graph.model import Section
from dutygraph.ingest.segment.drafts import TaskDraft
from dutygraph.ingest.segment.items import Item
from dutygraph.ingest.text.passage import Passage

# 二、2021年重点工作 gives its tasks the year; 到2025年建成三个平台 says by when.
_YEAR = re.compile(
    r"(?:^|[^-~至到\d])(20\d{2})年度?(?:的|全[市县区省]|我[市县区省])?"
    "(?:重点|主要|工作|任务|目标|计划|项目|事项|举措|措施|安排|实施|建设)"
)
_LONGEST_HEADING = 40


def make_sections(tasks: tuple[TaskDraft, ...]) -> tuple[tuple[Section, ...], list[tuple[Section, ...]]]:
    """Return the sections of a plan and, for each task, its own from level 1 down.

    A heading that holds every task (二、具体任务和责任分工) says nothing about any and is no section, as long as each
    task has another below it.
    """
    drop = 0
    if tasks and all(len(t.headings) > drop + 1 for t in tasks) and len({id(t.headings[drop]) for t in tasks}) == 1:
        drop = 1
    made: dict[int, Section] = {}
    taken: Counter[tuple[str, ...]] = Counter()
    positions: Counter[int] = Counter()
    paths: list[tuple[Section, ...]] = []
    for task in tasks:
        path: list[Section] = []
        for item in task.headings[drop:]:
            if id(item) not in made:
                above = path[-1] if path else None
                made[id(item)] = _section(item, above, taken, positions)
            path.append(made[id(item)])
        paths.append(tuple(path))
    return tuple(made.values()), paths


def _section(item: Item, above: Section | None, taken: Counter[tuple[str, ...]], positions: Counter[int]) -> Section:
    bare = (item.marker.bare or None) if item.marker else None
    prefix = above.path if above else ()
    title = _heading_line(item)
    path = (*prefix, bare or title.text)
    taken[path] += 1
    if taken[path] > 1:  # the same number printed twice at one level
        path = (*prefix, f"{bare or title.text}#{taken[path]}")
    level = len(path)
    positions[level] += 1
    return Section(bare, title.text, level, positions[level], path, title.span)


def _heading_line(item: Item) -> Passage:
    """A heading as printed; where its paragraph goes on, its first sentence."""
    head = item.head
    stop = head.text.find("。")
    return head.cut(0, stop + 1) if 0 < stop < len(head) - 1 else head.strip()


def heading_year(headings: Sequence[Item]) -> int | None:
    """Return the year that the nearest heading gives its tasks (二、2021年重点工作), None where none gives one."""
    for item in reversed(headings):
        title = re.sub("《[^》]*》", "", _heading_line(item).folded)
        years = set(_YEAR.findall(title)) if len(title) <= _LONGEST_HEADING else set()
        if len(years) == 1:
            return int(years.pop())
    return None
