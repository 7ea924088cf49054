"""Who carries a task: the fields of its lines, brackets and cells into units with their roles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dutygraph.graph.model import Role
from dutygraph.ingest.assign.leading import FIRST_LEADS, Leading
from dutygraph.ingest.assign.sentences import Field
from dutygraph.ingest.text.labels import ROLE_WORDS
from dutygraph.ingest.text.passage import Passage, join
from dutygraph.ingest.units.persons import find_person
from dutygraph.ingest.units.units import PrintedUnit, split_units

# 市教育局（牵头）、市财政局（配合）: the role stands behind the name, whatever the label says.
_OWN_ROLE = re.compile(rf"[(\[](?P<word>总牵头|牵头|{'|'.join(ROLE_WORDS)})(?:责任)?(?:部门|单位)?[)\]]$")
# （牵头）市教育局: and before it.
_OWN_ROLE_BEFORE = re.compile(rf"^[(\[](?P<word>{'|'.join(ROLE_WORDS)})(?:责任)?(?:部门|单位)?[)\]]")
# 白石县委、县政府，临江县委、县政府: of two places, though the same is printed.
_GOVERNMENT = re.compile("[市县区旗州](?:人民)?政府")


@dataclass(frozen=True, slots=True)
class Assigned:
    """One printed unit with its role and label."""

    role: Role
    label: str | None
    unit: PrintedUnit


@dataclass(frozen=True, slots=True)
class Assignments:
    """Who carries a task, the labels of the contract, the passages of open-ended lists, and persons beside units.

    ``unmarked`` are lists that lack the mark by which the document tells who leads, each with what is in doubt.
    """

    units: tuple[Assigned, ...]
    lead_label: str | None
    responsible_label: str | None
    open_ends: tuple[Passage, ...]
    persons: tuple[Passage, ...] = ()
    unmarked: tuple[tuple[Passage, str], ...] = ()


def assign(fields: tuple[Field, ...], *, leading: Leading | None = None) -> Assignments:
    """Return who carries a task.

    ``leading`` is the document's rule 列第一位者为牵头单位: where no role leads, it says who does. A body
    named under two roles leads where one is the lead's (责任单位：A、B | 牵头单位：A), else keeps the first.
    """
    printed = [field for field in fields if field.kind == "role" and field.role is not None]
    roles = printed
    unmarked: tuple[tuple[Passage, str], ...] = ()
    if leading is not None and not any(field.role == "lead" for field in printed):
        roles, unmarked = _led(printed, leading)
    named: list[tuple[str, Assigned]] = []
    open_ends: list[Passage] = []
    persons: list[Passage] = []
    for field in roles:
        label = field.label.without_space().text if field.label is not None else None
        parted = split_units(_without_remark(field.value))
        # 牵头单位/责任单位：A（牵头）、B: where one is said to lead, the others do not.
        one_leads = field.role == "lead" and any(_own_role(unit, None)[1] == "lead" for unit in parted.units)
        if parted.open_end is not None:
            open_ends.append(parted.open_end)
        before = ""
        for unit in parted.units:
            unit, role = _own_role(unit, "responsible" if one_leads else field.role)
            at = find_person(unit.passage.folded)
            if at > 0:
                persons.append(unit.passage.cut(at + 1, len(unit.passage) - 1))
                unit = _named(unit.passage.cut(0, at))
            name = unit.passage.folded if not unit.surface.startswith("各") else unit.surface
            if _GOVERNMENT.fullmatch(name) and before.endswith("委"):
                name = before + name
            before = unit.passage.folded
            if role is not None:
                named.append((name, Assigned(role, label, unit)))
    units = _once(named)
    if leading is not None and not leading.mark and units and not any(u.role == "lead" for u in units):
        units[0] = replace(units[0], role="lead")
        units[1:] = [replace(u, role=leading.others) if u.role == "responsible" else u for u in units[1:]]
    lead_label = next((f.label.without_space().text for f in printed if f.role == "lead" and f.label is not None), None)
    other = next((f.label.without_space().text for f in printed if f.role != "lead" and f.label is not None), None)
    return Assignments(tuple(units), lead_label, other, tuple(open_ends), tuple(persons), unmarked)


def _once(named: Iterable[tuple[str, Assigned]]) -> list[Assigned]:
    """Each body once: where it leads, else where it is named first."""
    named = list(named)
    kept: dict[str, Assigned] = {}
    for name, assigned in (*(each for each in named if each[1].role == "lead"), *named):
        kept.setdefault(name, assigned)
    return [assigned for name, assigned in named if kept[name] is assigned]


def is_list(fields: Iterable[Field]) -> bool:
    """Tell whether fields name several units and none of them as lead."""
    roles = [field for field in fields if field.kind == "role"]
    if any(field.role == "lead" for field in roles):
        return False
    return sum(len(split_units(_without_remark(field.value)).units) for field in roles) > 1


def _without_remark(value: Passage) -> Passage:
    remark = FIRST_LEADS.search(value.folded)
    return value if remark is None else join((value.cut(0, remark.start()), value.cut(remark.end())))


def _led(roles: list[Field], leading: Leading) -> tuple[list[Field], tuple[tuple[Passage, str], ...]]:
    """Part the first list at the mark that the rule names: A、B，C; who only helps (配合单位：C) never leads.

    Returned with the fields is that list where it lacks the mark and does not say itself who leads: A（牵头）、B.
    """
    n = next((n for n, field in enumerate(roles) if field.role != "supporting" and field.value), None)
    if n is None:
        return roles, ()
    field, value = roles[n], _without_remark(roles[n].value)
    doubt = leading.doubt(value)
    if len(parts := leading.parts(value)) > 1:
        sides = [replace(field, value=part.strip()) for part in parts]
        led = [each for side in sides[: leading.sides or None] for each in _first_apart(side, leading.others)]
        of_none = [replace(side, role=leading.others) for side in sides[leading.sides or len(sides) :]]
        return [*roles[:n], *led, *of_none, *roles[n + 1 :]], ()
    says_itself = any(_own_role(unit, None)[1] == "lead" for unit in split_units(value).units)
    unmarked = ((value, doubt),) if doubt is not None and not says_itself else ()
    end = leading.end(value)
    if not end:
        return roles, unmarked
    rest = replace(field, value=value.cut(end).strip("，,；;—－-/"), role=leading.others)
    return [*roles[:n], replace(field, value=value.cut(0, end), role="lead"), rest, *roles[n + 1 :]], unmarked


def _first_apart(field: Field, others: Role) -> Iterator[Field]:
    """The first name of a list as who leads, and the others behind it."""
    first = next(iter(split_units(field.value).units), None)
    if first is not None:
        end = field.value.offsets.index(first.passage.offsets[-1]) + 1
        yield replace(field, value=field.value.cut(0, end), role="lead")
        yield replace(field, value=field.value.cut(end).strip("、，, "), role=others)


def _named(name: Passage) -> PrintedUnit:
    return PrintedUnit(name.text, name)


def _own_role(unit: PrintedUnit, role: Role | None) -> tuple[PrintedUnit, Role | None]:
    passage = unit.passage
    match = _OWN_ROLE.search(passage.folded)
    before = _OWN_ROLE_BEFORE.search(passage.folded)
    if match is not None and match.start() > 0:
        return _named(passage.cut(0, match.start())), ROLE_WORDS[match.group("word").removeprefix("总")]
    if before is not None and before.end() < len(passage):
        return _named(passage.cut(before.end())), ROLE_WORDS[before.group("word")]
    return unit, role
