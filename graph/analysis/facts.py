"""The tasks of the store as the analyses see them: :func:`read_tasks`, frozen values in a fixed order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

Read = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]

LEVELS: Final = ("nation", "province", "prefecture", "county", "township")
_CODE_DIGITS: Final = {"nation": 0, "province": 2, "prefecture": 4, "county": 6}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A jurisdiction: six-digit code of GB/T 2260 (None where the division table lacks it), name, level."""

    code: str | None
    name: str
    level: str

    def contains(self, other: Place) -> bool:
        """Whether the other place is a part of this one, by level and code: 330000 (浙江省) contains 330300 (温州市).

        >>> Place("330000", "浙江省", "province").contains(Place("330300", "温州市", "prefecture"))
        True
        """
        if LEVELS.index(self.level) >= LEVELS.index(other.level):
            return False
        digits = _CODE_DIGITS.get(self.level)
        if digits is None or (digits and not (self.code and other.code)):
            return False
        return digits == 0 or (self.code or "")[:digits] == (other.code or "")[:digits]


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A node by its key, and what people call it."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Body:
    """A unit or group named for a task: in what role, and whether it carries the task."""

    key: str
    name: str
    role: str
    principal: bool
    group: bool


@dataclass(frozen=True, slots=True)
class Cited:
    """An instrument that a task cites or is to draw up; ``number`` is its 文号."""

    key: str
    title: str
    number: str | None
    relation: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A target: indicator, comparator (>=, <=, =), value, unit, and the recurrence it counts in."""

    key: str
    indicator: str
    comparator: str
    value: float
    unit: str
    per: str | None
    surface: str


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan, its 文号, the place it is for, and the instruments it implements.

    ``place`` is the issuer's jurisdiction, else that of most bodies named in the plan; None where nobody says.
    """

    key: str
    title: str
    number: str | None
    place: Place | None
    implements: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task with what the analyses compare."""

    key: str
    number: str | None
    position: int
    title: str
    text: str
    plan: PlanFacts
    bodies: tuple[Body, ...]
    instruments: tuple[Cited, ...]
    targets: tuple[Measure, ...]

    def is_near(self, other: TaskFacts) -> bool:
        """Whether both are for one place, or one for a part of the other's; also where a place is not known."""
        here, there = self.plan.place, other.plan.place
        return here is None or there is None or here == there or here.contains(there) or there.contains(here)

    @property
    def cites(self) -> tuple[Cited, ...]:
        """The instruments that the task cites."""
        return tuple(i for i in self.instruments if i.relation == "cites")


_OF_PLAN: Final = (
    "MATCH (t:Task)-[:PART_OF*1..6]->(p:Plan)"
    " WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan "
)
_PLANS: Final = (
    "MATCH (p:Plan) OPTIONAL MATCH (p)-[:ISSUED_BY]->(:Unit)-[:IN_JURISDICTION]->(j:Jurisdiction)"
    " RETURN p.key AS key, p.title AS title, p.document_number AS number,"
    " j.code AS code, j.name AS place, j.level AS level ORDER BY key"
)
_IMPLEMENTS: Final = (
    "MATCH (p:Plan)-[:IMPLEMENTS]->(i:Instrument)"
    " RETURN p.key AS plan, i.key AS key, i.title AS title, i.document_number AS number ORDER BY plan, key"
)
_TASKS: Final = (
    _OF_PLAN + "RETURN t.key AS key, t.number AS number, t.position AS position, t.title AS title, t.text AS text,"
    " p.key AS plan ORDER BY plan, position, key"
)
_BODIES: Final = (
    _OF_PLAN + "MATCH (t)<-[r:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(b:Unit|UnitGroup)"
    " OPTIONAL MATCH (b)-[:IN_JURISDICTION]->(j:Jurisdiction)"
    " RETURN t.key AS task, p.key AS plan, b.key AS key, coalesce(b.full_name, b.name) AS name, type(r) AS role,"
    " r.principal AS principal, b:UnitGroup AS group, r.position AS position,"
    " j.code AS code, j.name AS place, j.level AS level"
    " ORDER BY task, CASE type(r) WHEN 'LEADS' THEN 1 WHEN 'RESPONSIBLE_FOR' THEN 2 ELSE 3 END, position, key"
)
_CITED: Final = (
    _OF_PLAN + "MATCH (t)-[m:CITES|DRAFTS]->(i:Instrument)"
    " RETURN t.key AS task, i.key AS key, i.title AS title, i.document_number AS number, type(m) AS relation,"
    " m.position AS position ORDER BY task, relation, position, key"
)
_TARGETS: Final = (
    _OF_PLAN + "MATCH (t)-[:HAS_TARGET]->(g:Target)"
    " RETURN t.key AS task, g.key AS key, g.indicator AS indicator, g.comparator AS comparator, g.value AS value,"
    " g.unit AS unit, g.per AS per, g.surface AS surface, g.position AS position ORDER BY task, position, key"
)
_ROLES: Final = {"LEADS": "lead", "RESPONSIBLE_FOR": "responsible", "SUPPORTS": "supporting"}


def read_tasks(read: Read, plan: str | None = None) -> tuple[TaskFacts, ...]:
    """Return the tasks of the store (of the plans with this key, 文号 or words of the title), by plan and position.

    ``read`` runs a reading statement, as :meth:`dutygraph.graph.store.Store.read` does.
    """
    asked = {"plan": plan}
    bodies = read(_BODIES, asked)
    plans = _plans(read, bodies)
    named = _grouped(bodies, _body)
    cited = _grouped(read(_CITED, asked), _cited)
    targets = _grouped(read(_TARGETS, asked), _measure)
    return tuple(
        TaskFacts(
            row["key"],
            row["number"],
            row["position"],
            row["title"],
            row["text"],
            plans[row["plan"]],
            named.get(row["key"], ()),
            cited.get(row["key"], ()),
            targets.get(row["key"], ()),
        )
        for row in read(_TASKS, asked)
    )


def _plans(read: Read, bodies: Iterable[Mapping[str, Any]]) -> dict[str, PlanFacts]:
    said: dict[str, Counter[Place]] = defaultdict(Counter)
    for row in bodies:
        if row["place"]:
            said[row["plan"]][_place(row)] += 1
    implements = defaultdict(list)
    for row in read(_IMPLEMENTS, {}):
        implements[row["plan"]].append(Cited(row["key"], row["title"], row["number"], "implements"))
    found: dict[str, PlanFacts] = {}
    for row in read(_PLANS, {}):
        place = _place(row) if row["place"] else _commonest(said[row["key"]])
        found.setdefault(
            row["key"], PlanFacts(row["key"], row["title"], row["number"], place, tuple(implements[row["key"]]))
        )
    return found


def _commonest(places: Counter[Place]) -> Place | None:
    return min(places, key=lambda place: (-places[place], place.code or "", place.name), default=None)


def _place(row: Mapping[str, Any]) -> Place:
    return Place(row["code"], row["place"], row["level"])


def _grouped(rows: Iterable[Mapping[str, Any]], make: Callable[[Mapping[str, Any]], Any]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, dict[Any, None]] = defaultdict(dict)
    for row in rows:
        found[row["task"]][make(row)] = None
    return {task: tuple(things) for task, things in found.items()}


def _body(row: Mapping[str, Any]) -> Body:
    return Body(row["key"], row["name"], _ROLES[row["role"]], bool(row["principal"]), bool(row["group"]))


def _cited(row: Mapping[str, Any]) -> Cited:
    return Cited(row["key"], row["title"], row["number"], "drafts" if row["relation"] == "DRAFTS" else "cites")


def _measure(row: Mapping[str, Any]) -> Measure:
    return Measure(
        row["key"], row["indicator"], row["comparator"], row["value"], row["unit"], row["per"], row["surface"]
    )
