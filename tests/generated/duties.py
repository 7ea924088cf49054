"""Who carries a task: the roles of a document, their printed labels, and one drawn duty."""

from __future__ import annotations

from dataclasses import dataclass

from .choose import Chooser
from .dates import deadline_value
from .model import Duty, Listed, Part, Role
from .units import Drawer, list_units, no_units
from .vocabulary import Place

PATTERNS: dict[str, tuple[Role, ...]] = {
    "lead-responsible": ("lead", "responsible"),
    "lead-supporting": ("lead", "supporting"),
    "responsible": ("responsible",),
    "all-three": ("lead", "responsible", "supporting"),
    "responsible-supporting": ("responsible", "supporting"),
    "lead": ("lead",),
}
LABELS: dict[Role, dict[str, str]] = {
    "lead": {
        "牵头单位": "牵头单位",
        "牵头部门": "牵头部门",
        "主办单位": "主办单位",
        "牵头责任单位": "牵头责任单位",
        "牵头(责任)单位": "牵头（责任）单位",
        "市级牵头单位": "市级牵头单位",
        "总牵头单位": "总牵头单位",
    },
    "responsible": {
        "责任单位": "责任单位",
        "责任部门": "责任部门",
        "落实部门": "落实部门",
        "负责单位": "负责单位",
        "落实单位": "落实单位",
        "主要责任单位": "主要责任单位",
        "责任主体": "责任主体",
    },
    "supporting": {
        "配合单位": "配合单位",
        "配合部门": "配合部门",
        "参与单位": "参与单位",
        "参加单位": "参加单位",
        "参与部门": "参与部门",
        "协办单位": "协办单位",
        "协助单位": "协助单位",
        "协同单位": "协同单位",
    },
}
DEADLINE_LABELS = {
    name: name
    for name in ("完成时限", "完成时间", "时限要求", "完成期限", "时间节点", "办结时限", "时间要求", "计划完成时间")
}


@dataclass
class Roles:
    """The roles and labels of one plan; a label may change from task to task where the plan does that."""

    chooser: Chooser
    pattern: tuple[Role, ...]
    labels: dict[Role, str]
    deadline_label: str | None
    changing: bool

    @staticmethod
    def draw(chooser: Chooser) -> Roles:
        """Draw what holds for a plan."""
        pattern = chooser.variant("roles", PATTERNS)
        labels = {role: chooser.variant("label", LABELS[role]) for role in pattern}
        deadline = chooser.variant("deadline-label", DEADLINE_LABELS) if _has_deadlines(chooser) else None
        return Roles(chooser, pattern, labels, deadline, chooser.flag("labels:change", 0.15))

    def duty(self, place: Place, year: int, *, labelled: bool, most: int = 3) -> Duty:
        """Draw who carries one task and by when."""
        chooser, drawer = self.chooser, Drawer(self.chooser, place)
        parts = []
        for role in self.pattern:
            label = self.labels[role]
            if self.changing and chooser.random.random() < 0.3:
                label = chooser.variant("label", LABELS[role])
            # One part of a duty at least names somebody.
            empty = labelled and role == "supporting" and chooser.flag("none", 0.1)
            listed: Listed = (
                no_units(chooser)
                if empty
                else list_units(
                    drawer, 2 if role == "lead" else most, groups=role != "lead", may_be_open=role != "lead"
                )
            )
            parts.append(Part(role, label if labelled else None, listed))
        deadline = deadline_value(chooser, year) if self.deadline_label and chooser.random.random() < 0.9 else None
        return Duty(tuple(parts), deadline, self.deadline_label or "", labelled)


def _has_deadlines(chooser: Chooser) -> bool:
    return chooser.flag("deadline", 0.5) or chooser.flag("deadline-label", 0.0) or chooser.asked("sentence:deadline")
