"""What differs between two versions of a plan, task by task: :func:`compare_plans`, a pure comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from dutygraph.graph.versions.content import FactKind, PlanContent, TaskContent, wordings
from dutygraph.graph.versions.matching import match

Field = Literal["number", "section", "title", "text"] | FactKind
FIELDS: Final[tuple[Field, ...]] = (
    "number",
    "section",
    "title",
    "text",
    "lead",
    "responsible",
    "supporting",
    "dates",
    "targets",
    "instruments",
)
_FACTS: Final[tuple[FactKind, ...]] = ("lead", "responsible", "supporting", "dates", "targets", "instruments")


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a task that differs: its values in the old and in the new version, in printed order."""

    field: Field
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskChange:
    """A task that one version has and the other has not, or has otherwise."""

    kind: Literal["added", "dropped", "changed"]
    old: TaskContent | None
    new: TaskContent | None
    changes: tuple[Change, ...] = ()

    @property
    def task(self) -> TaskContent:
        """The task as the later version has it, or the earlier where it was dropped."""
        task = self.new or self.old
        assert task is not None
        return task


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions side by side: the tasks that differ, those added and changed in the order of the new version.

    ``unchanged`` counts the others.
    """

    old: PlanContent
    new: PlanContent
    tasks: tuple[TaskChange, ...]
    unchanged: int

    def of(self, kind: Literal["added", "dropped", "changed"]) -> tuple[TaskChange, ...]:
        """Return the tasks that differ in one way."""
        return tuple(task for task in self.tasks if task.kind == kind)

    @property
    def nothing(self) -> bool:
        """Whether both say the same."""
        return not self.tasks and self.old.face == self.new.face


def compare_plans(old: PlanContent, new: PlanContent, pairs: Mapping[str, str]) -> Comparison:
    """Return what differs; ``pairs`` gives for the key of a new task that of the same task in the old version.

    Dropped tasks come first, in the order of the old version.
    """
    former = {task.key: task for task in old.tasks}
    kept = set(pairs.values())
    found = [TaskChange("dropped", task, None) for task in old.tasks if task.key not in kept]
    unchanged = 0
    for task in new.tasks:
        before = former.get(pairs.get(task.key, ""))
        if before is None:
            found.append(TaskChange("added", None, task))
        elif before == task:
            unchanged += 1
        else:
            found.append(TaskChange("changed", before, task, _changes(before, task)))
    return Comparison(old, new, tuple(found), unchanged)


def compare_versions(old: PlanContent, new: PlanContent) -> Comparison:
    """Return what differs between two versions of one plan in a store, whose tasks are the same by their keys."""
    return compare_plans(old, new, {task.key: task.key for task in new.tasks})


def compare_readings(old: PlanContent, new: PlanContent) -> Comparison:
    """Return what differs between two plans whose tasks are matched by place and words."""
    return compare_plans(old, new, match(wordings(old.tasks), wordings(new.tasks)))


def _changes(old: TaskContent, new: TaskContent) -> tuple[Change, ...]:
    plain: dict[Field, tuple[tuple[str, ...], tuple[str, ...]]] = {
        "number": (_one(old.number), _one(new.number)),
        "section": (old.headings, new.headings),
        "title": ((old.title,), (new.title,)),
        "text": ((old.text,), (new.text,)),
    }
    found = [Change(name, *values) for name, values in plain.items() if values[0] != values[1]]
    for kind in _FACTS:
        before, after = old.of(kind), new.of(kind)
        if before != after:
            words = tuple(f.words for f in before), tuple(f.words for f in after)
            details = tuple(f.detail for f in before), tuple(f.detail for f in after)
            found.append(Change(kind, *(words if words[0] != words[1] else details)))
    return tuple(found)


def _one(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)
