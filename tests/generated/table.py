"""Duties printed as a table: many heads, merged and group cells, repeated heads, notes and target columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .choose import Chooser
from .forms import SENTENCES
from .model import Cell, Duty, Grid, Listed, Part, Target, Task
from .outline import HAN
from .targets import THINGS
from .vocabulary import clause

NUMBER_HEADS = {"序号": "序号", "编号": "编号", "任务编号": "任务编号"}
WORK_HEADS = {
    name: name
    for name in (
        "工作任务",
        "任务内容",
        "重点任务",
        "主要任务",
        "具体举措",
        "工作内容",
        "目标任务",
        "工作事项",
        "任务事项",
        "工作措施",
        "任务名称",
    )
}
GROUP_HEADS = {
    name: name for name in ("类别", "任务类别", "重点领域", "工作专项", "一级任务", "所属板块", "维度", "工作方向")
}
NUMBERINGS = {"digit": "{}", "bracket": "（{}）", "dot": "{}."}


@dataclass
class Row:
    """A task row before it is cut into cells; ``over`` rows share the cells of its duty."""

    task: Task
    group: str
    over: int = 1


def _lines(listed: Listed, chooser: Chooser) -> tuple[str, ...]:
    if len(listed.units) > 1 and listed.printed == "、".join(listed.units):
        if chooser.flag("table:unit-lines", 0.12):
            return listed.units
        if chooser.flag("table:unit-spaces", 0.05):
            return (" ".join(listed.units),)
    return (listed.printed,)


def _grouped(chooser: Chooser, tasks: Sequence[Task]) -> list[Row]:
    """Put the tasks into groups, and let one duty stand for two rows here and there."""
    rows: list[Row] = []
    group, left = "", 0
    shares = chooser.flag("table:merged-duty", 0.15)
    for task in tasks:
        if left == 0:
            group, left = clause(chooser), chooser.between(1, 4)
        left -= 1
        before = rows[-1] if rows else None
        if (
            shares
            and before is not None
            and before.group == group
            and before.over == 1
            and chooser.random.random() < 0.4
        ):
            before.over = 2
            rows.append(Row(replace(task, duty=before.task.duty), group, over=0))
        else:
            rows.append(Row(task, group))
    return rows


def print_table(chooser: Chooser, tasks: Sequence[Task], year: int) -> tuple[Grid, list[Task]]:
    """Return the table of the tasks and the tasks as they must be read from it."""
    years = chooser.flag("table:year-columns", 0.1) or chooser.asked("table:year-targets")
    aims: dict[str, tuple[str, str]] = {}  # what each year's cell says, by the task's words
    if years and chooser.flag("table:year-targets", 0.5):
        tasks = [_with_year_targets(chooser, task, year, aims) for task in tasks]
    rows = _grouped(chooser, tasks)
    number = chooser.variant("head-number", {**NUMBER_HEADS, "none": "", "in-work": ""})
    in_work = number == "" and "head-number:in-work" in chooser.used
    numbering = chooser.variant("table-number", NUMBERINGS)
    work = chooser.variant("head-work", WORK_HEADS)
    groups = chooser.variant("table-groups", {"none": "", "column": "column", "rows": "rows", "two": "two"})
    heads = [h for h in GROUP_HEADS if h != work]
    group_head = chooser.variant("head-group", {h: h for h in heads}) if groups in ("column", "two") else ""
    remarks = chooser.flag("table:remarks", 0.15)
    sentence = chooser.flag("table:sentence-cell", 0.08)
    duty = rows[0].task.duty
    labels = ["责任分工"] if sentence else [part.label or "" for part in duty.parts]
    deadlines = any(r.task.duty.deadline is not None for r in rows)
    names = [
        *([number] if number else []),
        *(["维度"] if groups == "two" and group_head != "维度" else ["领域"] if groups == "two" else []),
        *([group_head] if group_head else []),
        work,
        *([f"{year}年目标", f"{year + 1}年目标"] if years else []),
        *labels,
        *([duty.deadline_label or "完成时限"] if deadlines else []),
        *(["备注"] if remarks else []),
    ]
    head = _head(chooser, names, labels)
    printed: list[tuple[Cell, ...]] = []
    if chooser.flag("table:title-row", 0.12):
        printed.append((Cell((f"{clause(chooser)}任务分解表",), columns=len(names)),))
    printed.extend(head)
    read: list[Task] = []
    repeats = groups != "two" and chooser.flag("table:repeated-head", 0.12)
    group, n_group = "", 0
    for at, row in enumerate(rows):
        cells: list[Cell] = []
        begins = row.group != group
        if begins:
            group, n_group = row.group, n_group + 1
            if groups == "rows":
                printed.append((Cell((f"{HAN[(n_group - 1) % 10]}、{group}",), columns=len(names)),))
        if repeats and at and at % 4 == 0 and row.over > 0 and (begins or not group_head):
            printed.extend(head)
        plain = str(at + 1)
        if number:
            cells.append(Cell((numbering.format(plain),)))
        same = _run(rows, at)
        if groups == "two" and at == 0:
            cells.append(Cell((clause(chooser),), rows=len(rows)))
        if group_head and begins:
            cells.append(Cell((group,), rows=same))
        text = row.task.words.text + "。"
        cells.append(Cell((f"{plain}．{text}" if in_work else text,)))
        if years:
            first, second = aims.get(row.task.words.text, ("完成主体工程", "投入使用"))
            cells += [Cell((first,)), Cell((second,))]
        if row.over:
            cells += _duty_cells(chooser, row, sentence)
            if deadlines:
                cells.append(_deadline(row))
        if remarks:
            cells.append(Cell(("",)))
        printed.append(tuple(cells))
        unscored = ({"dates"} if aims else {"dates", "targets"}) if years else set()
        # The guide does not say whether a column's label stands for a task whose cell is empty.
        unscored |= {"labels"} if sentence or any(not p.listed.printed for p in row.task.duty.parts) else set()
        read.append(
            replace(
                row.task,
                number=plain if number or in_work else None,
                unscored=frozenset(unscored),
            )
        )
    return Grid(tuple(printed), heads=len(head)), read


def _with_year_targets(chooser: Chooser, task: Task, year: int, aims: dict[str, tuple[str, str]]) -> Task:
    """The task with something to be built by the number in each year's cell: 20个 | 30个."""
    (what, unit), low = chooser.pick(THINGS), chooser.between(5, 30)
    words = task.words + f"。新建{what}"
    cells = (f"{low}{unit}", f"{low + 10}{unit}")
    targets = (
        Target(cells[0], what, "=", low, unit, year=year),
        Target(cells[1], what, "=", low + 10, unit, year=year + 1),
    )
    aims[words.text] = cells
    return replace(task, words=replace(words, targets=(*words.targets, *targets)))


def _run(rows: list[Row], at: int) -> int:
    """Return over how many rows the group that begins here runs."""
    return next((i for i, r in enumerate(rows[at:]) if r.group != rows[at].group), len(rows) - at)


def _duty_cells(chooser: Chooser, row: Row, sentence: bool) -> list[Cell]:
    duty = row.task.duty
    if sentence:
        named = [part for part in duty.parts if part.listed.units]  # nobody says 无配合
        options = SENTENCES["-".join(part.role for part in named)]
        said = chooser.variant("sentence", options).format(*(part.listed.printed for part in named))
        return [Cell((said,), rows=row.over)]
    return [Cell(_lines(part.listed, chooser), rows=row.over) for part in duty.parts]


def _deadline(row: Row) -> Cell:
    deadline = row.task.duty.deadline
    return Cell((deadline.text if deadline is not None else "",), rows=row.over)


def _head(chooser: Chooser, names: list[str], labels: list[str]) -> list[tuple[Cell, ...]]:
    """One head row; or two where 责任分工 stands over the units' columns."""
    if len(labels) < 2 or not chooser.flag("table:two-row-head", 0.12):
        spaced = chooser.flag("table:spaced-head", 0.06)
        return [tuple(Cell((n[0] + "  " + n[1] if spaced and len(n) == 2 else n,)) for n in names)]
    first = names.index(labels[0])
    above = [
        *(Cell((n,), rows=2) for n in names[:first]),
        Cell(("责任分工",), columns=len(labels)),
        *(Cell((n,), rows=2) for n in names[first + len(labels) :]),
    ]
    return [tuple(above), tuple(Cell((n,)) for n in labels)]


def one_label_a_role(duty: Duty, labels: dict[str, str]) -> Duty:
    """Return the duty with the labels of the table's head."""
    return replace(duty, parts=tuple(Part(p.role, labels[p.role], p.listed) for p in duty.parts))
