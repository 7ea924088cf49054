"""The same duty twice: tasks of several plans whose words are alike, with what the score is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dutygraph.graph.analysis.facts import Cited, Named, TaskFacts
from dutygraph.graph.analysis.wording import Alike, Wording

THRESHOLD: Final = 0.5
"""From this score two tasks are shown as perhaps the same duty."""

SHARED_INSTRUMENT: Final = 0.1
SAME_UNIT: Final = 0.1


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two tasks that may be the same duty.

    ``score`` is the cosine of their words (``wording``), plus 0.1 if they cite an instrument in common, plus 0.1 if
    a body stands in both, at most 1.
    """

    first: TaskFacts
    second: TaskFacts
    score: float
    wording: float
    words: tuple[str, ...]
    instruments: tuple[Cited, ...]
    bodies: tuple[Named, ...]


def find_duplicates(
    tasks: Sequence[TaskFacts], threshold: float = THRESHOLD, *, within_plans: bool = False, everywhere: bool = False
) -> list[Duplicate]:
    """Return the pairs of tasks with at least this score, the best first; of one plan only if ``within_plans``.

    Plans for places of which neither contains the other do not say one duty twice; ``everywhere`` compares them too.
    Rarity of words is counted over the tasks given, so a score may move a little as plans are added.
    """
    wording = Wording([task.text for task in tasks])
    places = range(len(tasks))
    least = max(0.05, threshold - SHARED_INSTRUMENT - SAME_UNIT)
    found = [
        judge(tasks, alike)
        for alike in wording.pairs(places, places, least)
        if alike.first < alike.second
        and (within_plans or tasks[alike.first].plan.key != tasks[alike.second].plan.key)
        and (everywhere or tasks[alike.first].is_near(tasks[alike.second]))
    ]
    kept = [pair for pair in found if pair.score >= threshold]
    return sorted(kept, key=lambda pair: (-pair.score, pair.first.key, pair.second.key))


def judge(tasks: Sequence[TaskFacts], alike: Alike) -> Duplicate:
    """Return the pair with its whole score."""
    first, second = tasks[alike.first], tasks[alike.second]
    instruments = shared_instruments(first.cites, second.cites)
    bodies = _shared_bodies(first, second)
    score = min(1.0, alike.score + SHARED_INSTRUMENT * bool(instruments) + SAME_UNIT * bool(bodies))
    return Duplicate(first, second, round(score, 4), alike.score, alike.words, instruments, bodies)


def shared_instruments(first: Iterable[Cited], second: Iterable[Cited]) -> tuple[Cited, ...]:
    """Return the instruments of the first that the second has too, in order of the first."""
    keys = {instrument.key for instrument in second}
    return tuple({i.key: i for i in first if i.key in keys}.values())


def _shared_bodies(first: TaskFacts, second: TaskFacts) -> tuple[Named, ...]:
    keys = {body.key for body in second.bodies}
    return tuple({b.key: Named(b.key, b.name) for b in first.bodies if b.key in keys}.values())
