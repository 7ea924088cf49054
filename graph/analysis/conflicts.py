"""Targets at odds: one indicator, in several tasks, with different values or comparators."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

from dutygraph.graph.analysis.facts import Measure, TaskFacts

Kind = Literal["contradicts", "differs"]

# Words before an indicator that say how far it reaches or what is done, not what is measured.
_LEADING: Final = re.compile(
    r"^(?:全区|全市|全省|全县|全国|本区|本市|本省|区级|市级|省级|确保|力争|实现|达到|提升|提高|累计|新增|及|和|且|各)+"
)
_NOISE: Final = re.compile(r"[\s“”\"'‘’《》〈〉（）()、，,。·]+")
# Units of measure that count the same thing.
_MEASURES: Final = {
    **dict.fromkeys(("次", "期", "场", "轮", "场次"), "次"),
    **dict.fromkeys(("人", "名", "位", "人次"), "人"),
    **dict.fromkeys(("家", "个", "所", "项", "处", "件", "座"), "个"),
    **dict.fromkeys(("%", "％"), "%"),
}
_SCALES: Final = {
    "万元": ("元", 1e4),
    "亿元": ("元", 1e8),
    "元": ("元", 1.0),
    "万人": ("人", 1e4),
    "万人次": ("人", 1e4),
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two targets of one indicator that are not the same.

    ``contradicts``: no value meets both (至少 95 and 至多 90; 恰为 95 and 恰为 90). ``differs``: a value meets both,
    but they ask for different things (至少 95 and 至少 90).
    """

    kind: Kind
    indicator: str
    first_task: TaskFacts
    first: Measure
    second_task: TaskFacts
    second: Measure


def find_conflicts(tasks: Sequence[TaskFacts], *, within_plans: bool = False) -> list[Conflict]:
    """Return the targets at odds, contradictions first; those of one plan only if ``within_plans``.

    Plans for places of which neither contains the other are not at odds, whatever they say.
    """
    same: dict[tuple[str, str, str], list[tuple[TaskFacts, Measure]]] = defaultdict(list)
    for task in tasks:
        for target in task.targets:
            indicator = normalise_indicator(target.indicator)
            if len(indicator) > 1:
                same[indicator, _measure(target.unit)[0], target.per or ""].append((task, target))
    found = [
        Conflict(kind, indicator, *one, *other)
        for (indicator, _, _), targets in same.items()
        for one, other in combinations(targets, 2)
        if one[0].key != other[0].key
        and one[0].is_near(other[0])
        and (within_plans or one[0].plan.key != other[0].plan.key)
        and (kind := compare(one[1], other[1])) is not None
    ]
    return sorted(found, key=lambda c: (c.kind, c.indicator, c.first.key, c.second.key))


def normalise_indicator(text: str) -> str:
    """Return an indicator without what does not tell it from another: brackets, reach, verbs before it.

    >>> normalise_indicator("全区“行政机关负责人出庭率”")
    '行政机关负责人出庭率'
    """
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", text))
    return _LEADING.sub("", plain) or plain


def compare(first: Measure, second: Measure) -> Kind | None:
    """Return how two targets of one indicator are at odds, None if they say the same."""
    (_, factor), (_, other_factor) = _measure(first.unit), _measure(second.unit)
    one, other = (first.comparator, first.value * factor), (second.comparator, second.value * other_factor)
    if one == other:
        return None
    return "differs" if _meet(*_range(*one), *_range(*other)) else "contradicts"


def _range(comparator: str, value: float) -> tuple[float, float]:
    low = value if comparator != "<=" else float("-inf")
    high = value if comparator != ">=" else float("inf")
    return low, high


def _meet(low: float, high: float, other_low: float, other_high: float) -> bool:
    return max(low, other_low) <= min(high, other_high)


def _measure(unit: str) -> tuple[str, float]:
    """Return what a unit counts, and by how much its numbers are to be multiplied."""
    plain = unicodedata.normalize("NFKC", unit).strip()
    name, factor = _SCALES.get(plain, (plain, 1.0))
    return _MEASURES.get(name, name), factor
