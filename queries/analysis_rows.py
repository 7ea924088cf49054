"""What the analyses found, as rows with the columns that :mod:`dutygraph.queries.analyses` declares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from dutygraph.graph.analysis.chain import Basis, Link
from dutygraph.graph.analysis.conflicts import Conflict
from dutygraph.graph.analysis.duplicates import Duplicate
from dutygraph.graph.analysis.facts import Measure, TaskFacts
from dutygraph.graph.analysis.network import Community, Member

Row = dict[str, Any]

ROLES_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "any": ("lead", "responsible", "supporting"),
    "lead": ("lead",),
    "responsible": ("responsible",),
    "supporting": ("supporting",),
    "principal": ("principal",),
}
_SPOKEN: Final = {">=": "不低于", "<=": "不高于", "=": "为"}


def members(found: Iterable[Member]) -> list[Row]:
    """Return the rows of ``network``."""
    return [
        {
            "name": each.name,
            "label": "UnitGroup" if each.group else "Unit",
            "tasks": each.tasks,
            "partners": each.partners,
            "shared": each.shared,
            "degree": each.degree,
            "betweenness": each.betweenness,
            "community": each.community,
            "key": each.key,
        }
        for each in found
    ]


def communities(found: Iterable[Community]) -> list[Row]:
    """Return the rows of ``communities``."""
    return [
        {
            "community": each.number,
            "size": len(each.members),
            "centre": each.centre.name,
            "inside": each.inside,
            "outside": each.outside,
            "members": [member.name for member in each.members],
            "keys": [member.key for member in each.members],
            "centre_key": each.centre.key,
        }
        for each in found
    ]


def duplicates(found: Iterable[Duplicate]) -> list[Row]:
    """Return the rows of ``duplicates``."""
    return [
        {
            "score": each.score,
            "wording": each.wording,
            "words": list(each.words),
            "instruments": [instrument.title for instrument in each.instruments],
            "units": [body.name for body in each.bodies],
            **_side("first", each.first),
            **_side("second", each.second),
        }
        for each in found
    ]


def conflicts(found: Iterable[Conflict]) -> list[Row]:
    """Return the rows of ``conflicts``."""
    return [
        {
            "kind": each.kind,
            "indicator": each.indicator,
            "first_target": _said(each.first),
            "second_target": _said(each.second),
            "first_surface": each.first.surface,
            "second_surface": each.second.surface,
            **_side("first", each.first_task),
            **_side("second", each.second_task),
        }
        for each in found
    ]


def chain(links: Iterable[Link], bases: Iterable[Basis]) -> list[Row]:
    """Return the rows of ``chain``, by task: the tasks that it carries out, then the instruments."""
    found = [(link.task, _link(link)) for link in links] + [(basis.task, _basis(basis)) for basis in bases]
    ordered = sorted(found, key=lambda pair: (pair[0].plan.title, pair[0].plan.key, pair[0].position, pair[0].key))
    return [row for _, row in ordered]


def _link(link: Link) -> Row:
    upper = link.upper
    return {
        **_of_task(link.task, "Task"),
        "upper_number": upper.number,
        "upper_title": upper.title,
        "score": link.score,
        "evidence": link.evidence,
        "plan_title": link.task.plan.title,
        "upper_plan_title": upper.plan.title,
        "key": link.task.key,
        "upper_key": upper.key,
        "plan": link.task.plan.key,
        "upper_plan": upper.plan.key,
    }


def _basis(basis: Basis) -> Row:
    instrument = basis.instrument
    return {
        **_of_task(basis.task, "Instrument"),
        "upper_number": instrument.number,
        "upper_title": instrument.title,
        "score": None,
        "evidence": "任务引用" if instrument.relation == "cites" else "方案贯彻",
        "plan_title": basis.task.plan.title,
        "upper_plan_title": None,
        "key": basis.task.key,
        "upper_key": instrument.key,
        "plan": basis.task.plan.key,
        "upper_plan": None,
    }


def _of_task(task: TaskFacts, label: str) -> Row:
    return {"number": task.number, "title": task.title, "label": label}


def _side(side: str, task: TaskFacts) -> Row:
    return {
        f"{side}_number": task.number,
        f"{side}_title": task.title,
        f"{side}_plan_title": task.plan.title,
        f"{side}_key": task.key,
        f"{side}_plan": task.plan.key,
    }


def _said(target: Measure) -> str:
    value = int(target.value) if target.value.is_integer() else target.value
    per = f"（{target.per}）" if target.per else ""
    return f"{_SPOKEN[target.comparator]} {value}{target.unit}{per}"
