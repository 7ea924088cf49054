"""What differs between two versions of a plan, in the objects and rows that people and programs read."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from dutygraph.graph.build import build_graph
from dutygraph.graph.errors import BadParameter, NotFound
from dutygraph.graph.versions.changes import Change, Comparison, TaskChange, compare_readings, compare_versions
from dutygraph.graph.versions.content import PlanContent, content_of
from dutygraph.queries.values import day_of

if TYPE_CHECKING:
    from dutygraph.graph.build import Graph
    from dutygraph.graph.model import Document
    from dutygraph.graph.store import Store

COLUMNS = {"kind": "变化", "number": "序号", "title": "任务", "changes": "改动"}
KINDS: Mapping[Literal["added", "dropped", "changed"], str] = {"added": "新增", "dropped": "删除", "changed": "修改"}
FIELDS = {
    "number": "序号",
    "section": "章节",
    "title": "标题",
    "text": "文字",
    "lead": "牵头",
    "responsible": "责任",
    "supporting": "配合",
    "dates": "时间要求",
    "targets": "量化目标",
    "instruments": "文件",
}
_AROUND = 12  # characters shown on either side of words that differ


def compare_stored(store: Store, plan: str, first: str | None = None, last: str | None = None) -> Comparison:
    """Return what differs between two versions of a stored plan, each given by its number or by a day in it.

    By default the one in force, and the one before the later of the two.

    :raises NotFound: if there is no such plan or version.
    :raises AmbiguousName: if several plans are called so.
    :raises BadParameter: for what is neither a number nor a day.
    """
    key = store.find_plan(plan, part=True)
    graph = store.read_graph(key)
    new = _version(graph, key, "to", last)
    if first is None and new.version == 1:
        raise NotFound("版次", f"{new.title} 第 1 版之前的版本")
    old = content_of(graph, key, new.version - 1) if first is None else _version(graph, key, "from", first)
    return compare_versions(old, new)


def compare_named(old: str, new: str, read: Callable[[str], Document], opened: Callable[[], Store]) -> Comparison:
    """Return what differs between two plans: files, or plans of the store (``方案``, ``方案@2``, ``方案@2024-06-30``).

    ``read`` reads a file, ``opened`` gives the store; each is asked only if it is needed. Two versions of one stored
    plan are compared by the keys of their tasks, all else by place and words.

    :raises BadParameter: for a file that does not hold one plan.
    """
    graphs: dict[str, Graph] = {}

    def content(name: str, parameter: str) -> PlanContent:
        if Path(name).is_file():
            plans = read(name).plans
            if len(plans) != 1:
                raise BadParameter(parameter, name, f"只含一个方案的文件（这份含 {len(plans)} 个）")
            return content_of(build_graph(plans), plans[0].key)
        store = opened()
        plan, _, version = name.rpartition("@") if "@" in name else (name, "", "")
        key = store.find_plan(plan, part=True)
        graphs.setdefault(key, store.read_graph(key))
        return _version(graphs[key], key, parameter, version or None)

    before, after = content(old, "OLD"), content(new, "NEW")
    stored = before.key == after.key and not Path(old).is_file() and not Path(new).is_file()
    return (compare_versions if stored else compare_readings)(before, after)


def comparison_object(found: Comparison) -> dict[str, Any]:
    """Return a comparison as ``models.PlanDiff`` has it, without paging."""
    return {
        "old": _plan_object(found.old),
        "new": _plan_object(found.new),
        "unchanged": found.unchanged,
        "items": [_task_object(task) for task in found.tasks],
    }


def comparison_rows(found: Comparison) -> list[dict[str, Any]]:
    """Return a row for each task that differs, with the columns of :data:`COLUMNS`, for people."""
    return [
        {
            "kind": KINDS[task.kind],
            "number": _numbers(task),
            "title": task.task.title,
            "changes": "；".join(_told(change) for change in task.changes if change.field != "number"),
        }
        for task in found.tasks
    ]


def comparison_text(found: Comparison) -> str:
    """Return a comparison as lines for people: a summary, then the tasks that differ with what of each changed."""
    lines = [summary(found)]
    for task in found.tasks:
        lines.append(" ".join(filter(None, (KINDS[task.kind], _numbers(task), task.task.title))))
        lines += [f"    {_told(change)}" for change in task.changes if change.field != "number"]
    return "".join(f"{line}\n" for line in lines)


def summary(found: Comparison) -> str:
    """Say in one line which versions were compared, and how many tasks differ."""
    numbers = Counter(task.kind for task in found.tasks)
    counts = "、".join(f"{word} {numbers[kind]}" for kind, word in KINDS.items())
    return f"{_named(found.old)} → {_named(found.new)}：{counts}、不变 {found.unchanged}。"


def _version(graph: Graph, plan: str, parameter: str, given: str | None) -> PlanContent:
    if given is None or given.isdecimal():
        return content_of(graph, plan, None if given is None else int(given))
    if (day := day_of(given)) is None:
        raise BadParameter(parameter, given, "版次（如 2）或日期（如 2024-06-30）")
    current = content_of(graph, plan)
    for number in range(current.version, 0, -1):
        content = content_of(graph, plan, number)
        if content.valid_from is not None and content.valid_from <= day < (content.valid_to or dt.date.max):
            return content
    raise NotFound("版次", f"{current.title} {day} 有效的版本")


def _plan_object(plan: PlanContent) -> dict[str, Any]:
    return {
        "plan": plan.key,
        "version": plan.version,
        "title": plan.title,
        "document_number": plan.document_number,
        "issued_on": plan.issued_on,
        "valid_from": plan.valid_from,
        "valid_to": plan.valid_to,
        "tasks": len(plan.tasks),
    }


def _task_object(task: TaskChange) -> dict[str, Any]:
    return {
        "kind": task.kind,
        "key": task.task.key,
        "number": task.task.number,
        "title": task.task.title,
        "section": list(task.task.headings),
        "text": task.task.text,
        "changes": [
            {"field": change.field, "before": list(change.before), "after": list(change.after)}
            for change in task.changes
        ],
    }


def _named(plan: PlanContent) -> str:
    since = f"，自 {plan.valid_from}" if plan.valid_from else ""
    return f"《{plan.title}》（第 {plan.version} 版{since}）"


def _numbers(task: TaskChange) -> str:
    numbers = [side.number or "" for side in (task.old, task.new) if side is not None]
    return "→".join(dict.fromkeys(numbers))


def _told(change: Change) -> str:
    if change.field in ("text", "title"):
        return f"{FIELDS[change.field]}：{marked(change.before[0], change.after[0])}"
    before, after = ("、".join(values) or "无" for values in (change.before, change.after))
    return f"{FIELDS[change.field]}：{before} → {after}"


def marked(before: str, after: str) -> str:
    """Return the places where two wordings differ, each with a few words around it.

    >>> marked("改革，2024年6月底前完成。", "改革，2024年9月底前完成。")
    '改革，2024年〔6→9〕月底前完成。'
    """
    return "".join(_pieces(before, after))


def _pieces(before: str, after: str) -> Iterator[str]:
    from difflib import SequenceMatcher

    if before == after:
        yield before
        return
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for place, (kind, start, end, other_start, other_end) in enumerate(steps):
        if kind != "equal":
            yield f"〔{before[start:end]}→{after[other_start:other_end]}〕"
            continue
        words = before[start:end]
        keep_left, keep_right = place > 0, place < len(steps) - 1
        if len(words) <= _AROUND * (keep_left + keep_right):
            yield words
            continue
        left = words[:_AROUND] if keep_left else ""
        right = words[-_AROUND:] if keep_right else ""
        yield f"{left}…{right}"
