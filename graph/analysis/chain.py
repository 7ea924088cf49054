"""The policy chain: which upper-level task or instrument a task carries out (国 → 自治区 → 市 → 区).

A task may carry out a task of a plan for a place that contains its own. The score is a sum, at most 1:

=============  =========================================================================================
wording        the cosine of their words (:mod:`dutygraph.graph.analysis.wording`), 0 to 1
cited plan     0.5 if the task cites the upper plan, by 文号 or title; 0.2 if only its plan implements it
instruments    0.2 if both cite one instrument; 0.1 if only the task's plan implements one that the other
               cites or that the other's plan implements
=============  =========================================================================================

Below a wording of 0.1 nothing is taken, whatever is cited: a citation says what a plan rests on, the words which of
its tasks is meant. What a task carries out of instruments is what it cites and what its plan implements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, Literal

from dutygraph.graph.analysis.duplicates import shared_instruments
from dutygraph.graph.analysis.facts import Cited, PlanFacts, TaskFacts
from dutygraph.graph.analysis.wording import Alike, Wording

if TYPE_CHECKING:
    from dutygraph.graph.stating import EdgeId

THRESHOLD: Final = 0.3
"""From this score a task is taken to carry out an upper one."""
BEST: Final = 1
"""How many tasks of one upper plan a task is linked to at most, the best."""

LEAST_WORDING: Final = 0.1
CITES_PLAN: Final = 0.5
IMPLEMENTS_PLAN: Final = 0.2
BOTH_CITE: Final = 0.2
PLAN_IMPLEMENTS: Final = 0.1


@dataclass(frozen=True, slots=True)
class Link:
    """A task that carries out an upper one, with the score and what it is made of."""

    task: TaskFacts
    upper: TaskFacts
    score: float
    wording: float
    words: tuple[str, ...]
    plan: Literal["cites", "implements"] | None
    shared: tuple[Cited, ...]
    through_plan: tuple[Cited, ...]

    @property
    def evidence(self) -> str:
        """The parts of the score in words, as written to the store."""
        named = {"cites": f"引用上级方案（{CITES_PLAN}）", "implements": f"本方案贯彻上级方案（{IMPLEMENTS_PLAN}）"}
        parts = [f"用词相近 {self.wording}：{'、'.join(self.words)}"]
        if self.plan is not None:
            parts.append(named[self.plan])
        if self.shared:
            parts.append(f"引用同一文件（{BOTH_CITE}）：{_titles(self.shared)}")
        if self.through_plan:
            parts.append(f"本方案贯彻的文件（{PLAN_IMPLEMENTS}）：{_titles(self.through_plan)}")
        return "；".join(parts)


@dataclass(frozen=True, slots=True)
class Basis:
    """An instrument that a task carries out: cited by it, or implemented by its plan."""

    task: TaskFacts
    instrument: Cited


def find_chain(tasks: Sequence[TaskFacts], threshold: float = THRESHOLD, best: int = BEST) -> list[Link]:
    """Return which task carries out which upper-level task, by task, the best first.

    Of each upper plan only the ``best`` are kept. A task whose plan has no known place has no upper ones.
    """
    wording = Wording([task.text for task in tasks])
    of_plan: dict[PlanFacts, list[int]] = defaultdict(list)
    for place, task in enumerate(tasks):
        of_plan[task.plan].append(place)
    found: list[Link] = []
    for plan, places in of_plan.items():
        above = [p for other, below in of_plan.items() if is_above(other, plan) for p in below]
        linked: dict[tuple[str, str], list[Link]] = defaultdict(list)
        for alike in wording.pairs(places, above, LEAST_WORDING):
            link = judge(tasks[alike.first], tasks[alike.second], alike)
            if link.score >= threshold:
                linked[link.task.key, link.upper.plan.key].append(link)
        found += chain.from_iterable(sorted(links, key=_order)[:best] for links in linked.values())
    return sorted(found, key=lambda link: (link.task.plan.key, link.task.position, link.task.key, _order(link)))


def edges_of(links: Iterable[Link]) -> dict[EdgeId, dict[str, Any]]:
    """Return the links as the edges of the store, CARRIES_OUT with score and evidence."""
    return {
        (f"Task:{link.task.key}", f"Task:{link.upper.key}", "CARRIES_OUT/1"): {
            "score": link.score,
            "evidence": link.evidence,
        }
        for link in links
    }


def find_bases(tasks: Iterable[TaskFacts]) -> list[Basis]:
    """Return the instruments that each task carries out, those it cites before those its plan implements.

    What the place itself has issued, as its title says (《数字东胜发展规划》 in 东胜区), is not from above.
    """
    found = []
    for task in tasks:
        instruments: dict[str, Cited] = {}
        for instrument in (*task.cites, *task.plan.implements):
            if not _is_own(instrument, task.plan):
                instruments.setdefault(instrument.key, instrument)
        found += [Basis(task, instrument) for instrument in instruments.values()]
    return found


def _is_own(instrument: Cited, plan: PlanFacts) -> bool:
    if plan.place is None:
        return False
    if plan.place.level == "nation":
        return True
    name = plan.place.name
    return (name[:-1] if len(name) > 2 and name[-1] in "省市区县旗州盟镇乡" else name) in instrument.title


def is_above(upper: PlanFacts, plan: PlanFacts) -> bool:
    """Whether a plan is for a place that contains the other's."""
    return upper.place is not None and plan.place is not None and upper.place.contains(plan.place)


def judge(task: TaskFacts, upper: TaskFacts, alike: Alike) -> Link:
    """Return the link of two tasks with its score; ``alike`` is how their words compare."""
    cites = next((True for i in task.cites if _is_plan(i, upper.plan)), False)
    implements = next((True for i in task.plan.implements if _is_plan(i, upper.plan)), False)
    shared = shared_instruments(task.cites, upper.cites)
    through = () if shared else shared_instruments(task.plan.implements, (*upper.cites, *upper.plan.implements))
    score = (
        alike.score
        + (CITES_PLAN if cites else IMPLEMENTS_PLAN if implements else 0)
        + (BOTH_CITE if shared else PLAN_IMPLEMENTS if through else 0)
    )
    named: Literal["cites", "implements"] | None = "cites" if cites else "implements" if implements else None
    return Link(task, upper, round(min(1.0, score), 4), alike.score, alike.words, named, shared, through)


def _is_plan(instrument: Cited, plan: PlanFacts) -> bool:
    """Whether an instrument is the plan: by 文号 where both have one, else by title."""
    if instrument.number and plan.number:
        return instrument.number == plan.number
    return instrument.title == plan.title


def _titles(instruments: Iterable[Cited]) -> str:
    return "、".join(f"《{i.title}》{i.number or ''}" for i in instruments)


def _order(link: Link) -> tuple[float, str]:
    return -link.score, link.upper.key
