"""Which tasks are taken of those that the index has for a question: those with the fewest terms, on both stores.

A task of few terms says most of what is asked. Terms are counted in steps
(:func:`~dutygraph.graph.search.marks.size_step`); of one step those come first that have the first
:func:`~dutygraph.graph.search.marks.place`, then the first key. How many tasks have the words may be a third of all,
so none is read but those that are taken:

* Neo4j's index puts them in order itself. A word scores less in a longer field, in the steps above, so a question
  whose only scoring word is one that every task has gives them by their size; prefixes score the same in every field,
  so the digits of the place, each with its weight, put those of one step in order.
* ArcadeDB's index has no order. It is asked how many have the words and at most so many terms, halving the steps.

Measured with 100,000 tasks on Neo4j: halving took six statements and 69 ms at the 95th percentile, which is why there
are two ways. The rows are the same (tests/test_search.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dutygraph.graph.search.marks import (
    EVERY,
    PLACE_DIGITS,
    SIZE_STEPS,
    place,
    place_mark,
    plan_mark,
    size_mark,
    unit_mark,
)
from dutygraph.graph.search.ranking import Found
from dutygraph.graph.stores.schema import Kind, full_text_index

if TYPE_CHECKING:
    import neo4j

EVERYTHING: Final = 1_000_000
"""The limit of an index where something is decided after it has answered, so that it must not be cut off before."""

TASK: Final = "'Task' AS label, n.key AS key, n.title AS title, n.text AS text, n.number AS number, null AS alias"
"""The columns of a task ``n``, those of :class:`~dutygraph.graph.search.ranking.Found`."""

_DATED: Final = (
    " WHERE EXISTS { MATCH (n)-[:HAS_DATE]->(d:TimeConstraint)"
    " WHERE d.due_date IS NOT NULL AND ($since IS NULL OR d.due_date >= $since)"
    " AND ($until IS NULL OR d.due_date <= $until) }"
)
_BY_PLACE: Final = f"right(n.key, {PLACE_DIGITS // 2}), n.key"
_PLACES: Final = " ".join(
    f"{place_mark(digit, value)}*^{(3 - value) * 4 ** (PLACE_DIGITS - 1 - digit)}"
    for digit in range(PLACE_DIGITS)
    for value in range(3)
)
# All in one list, of which only what is taken is read and sent: its texts are most of the work.
_BY_SCORE: Final = "WITH n, score LIMIT $count WITH collect({n: n, score: score}) AS best RETURN"
_VALUES: Final = "['Task', x.n.key, x.n.title, x.n.text, x.n.number, null]"
_FIT: Final = f"[x IN best WHERE size(best) < $count OR x.score > best[-1].score | {_VALUES}]"
_STEP: Final = "CASE WHEN size(best) = $count THEN split(best[-1].n.terms, ' ')[-1] END"
_PLACED: Final = f"[x IN best WHERE size(best) < $most OR x.score >= best[$most - 1].score | {_VALUES}]"
_CUT: Final = "size(best) = $count AND best[-1].score = best[$most - 1].score"
# So many more are asked for, lest those of the last place that is taken are cut off among them. Of 256 places each has
# four tasks where a thousand of one size have the words.
_SPARE: Final = 32


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked at: tasks of a unit (its key), of plans (their keys), with a due date in a range (both included).

    With any of them only tasks are found.
    """

    unit: str | None = None
    plans: tuple[str, ...] | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def dated(self) -> bool:
        """Whether dates are asked for."""
        return self.since is not None or self.until is not None

    def lucene(self) -> str:
        """Return the part of a full-text query that says them, dates aside."""
        unit = f" +{unit_mark(self.unit)}" if self.unit is not None else ""
        plans = f" +({' '.join(map(plan_mark, self.plans))})" if self.plans is not None else ""
        return unit + plans


NO_FILTERS: Final = Filters()


@dataclass(frozen=True, slots=True)
class Candidates:
    """The tasks under some filters, asked for in one transaction."""

    tx: neo4j.ManagedTransaction
    kind: Kind
    filters: Filters

    def of(self, words: str, most: int) -> list[Found]:
        """Return those that have the words (a query of required words), ``most`` of them where more have; unordered."""
        asked = words + self.filters.lucene()
        return self._ordered(asked, most) if self.kind == "neo4j" else self._counted(asked, most)

    def _ordered(self, asked: str, most: int) -> list[Found]:
        """By the index's own order: all of the steps of size that fit, then the first of the step that does not."""
        found, step = self._one(f"{_BY_SCORE} {_FIT} AS found, {_STEP} AS step", f"+({asked})^0 +{EVERY}", most + 1)
        taken = [Found(*values) for values in found]
        return taken if step is None else taken + self._first(f"{asked} +{step}", most - len(taken))

    def _first(self, asked: str, most: int) -> list[Found]:
        """The first of one step of size, by place and key."""
        cypher = f"{_BY_SCORE} {_PLACED} AS found, {_CUT} AS cut"
        found, cut = self._one(cypher, f"+({asked})^0 {_PLACES}", most + _SPARE, most=most)
        if cut:
            return self._read(asked, most, order=_BY_PLACE)  # so many are of one place that not all of them were given
        return sorted((Found(*values) for values in found), key=lambda found: (place(found.key), found.key))[:most]

    def _counted(self, asked: str, most: int) -> list[Found]:
        """By halving the steps of size until one is found of which not all fit."""
        found = self._read(asked, most + 1)
        if len(found) <= most:
            return found
        fit, too_many = 0, SIZE_STEPS  # up to so many steps all fit, up to so many they do not
        while too_many - fit > 1:
            steps = (fit + too_many) // 2
            count = f"{self._call()} WITH n LIMIT $count RETURN count(n) AS n"
            if self._run(count, _small(asked, range(steps)), most + 1).values()[0][0] > most:
                too_many = steps
            else:
                fit = steps
        taken = self._read(_small(asked, range(fit)), most) if fit else []
        return taken + self._read(_small(asked, range(fit, too_many)), most - len(taken), order=_BY_PLACE)

    def _one(self, returned: str, asked: str, count: int, **parameters: Any) -> tuple[Any, Any]:
        """The one row about the best so many by the index's score: a list, and a word about it."""
        call = self._call("node, score WITH node AS n, score")
        first, second = self._run(f"{call} {returned}", asked, count, **parameters).values()[0]
        return first, second

    def _read(self, asked: str, count: int, *, order: str | None = None) -> list[Found]:
        """So many of those that the index has: any, or the first in an order."""
        ordered = f" ORDER BY {order}" if order else ""
        cypher = f"{self._call()} WITH n{ordered} LIMIT $count RETURN {TASK}"
        return [Found(*values) for values in self._run(cypher, asked, count, whole=order is not None).values()]

    def _call(self, given: str = "node WITH node AS n") -> str:
        dated = _DATED if self.filters.dated else ""
        index = full_text_index(self.kind, "Task")
        return f"CALL db.index.fulltext.queryNodes('{index}', $asked, {{limit: $all}}) YIELD {given}{dated}"

    def _run(self, cypher: str, asked: str, count: int, *, whole: bool = False, **parameters: Any) -> neo4j.Result:
        parameters |= {
            "asked": asked,
            "count": count,
            "all": EVERYTHING if whole or self.filters.dated else count,
            "since": self.filters.since,
            "until": self.filters.until,
        }
        return self.tx.run(cypher, parameters)


def _small(asked: str, steps: Iterable[int]) -> str:
    """Return a full-text query for those of them that are in some steps of size."""
    return f"{asked} +({' '.join(map(size_mark, steps))})"
