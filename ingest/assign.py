"""Who carries a task: role fields out of lines, trailing brackets and sentences.

Forms (all may stand in one document)::

    block     牵头部门：A、B                      a line of its own
    inline    …。（牵头单位：A；责任单位：B）      a bracket at the end of the paragraph
    sentence  （由A牵头，B、C按职责分工负责）      a bracket without labels
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dutygraph.graph.model import Role
from dutygraph.ingest.labels import FieldKind, find_fields, starts_with_field
from dutygraph.ingest.passage import Passage, join
from dutygraph.ingest.units import PrintedUnit, looks_like_body, split_units

# 列第一位者为牵头单位，下同 and its wordings; the whole remark, so that it can be taken out of a list.
FIRST_LEADS = re.compile(
    r"[,。;、(]?\s*(?:列|排|排名|排序)(?:在)?第一(?:位|个)?(?:的|者)?(?:责任)?(?:单位|部门)?(?:的)?为(?:总)?牵头(?:单位|部门)?"
    r"(?:[,、;]?\s*(?P<onwards>下同))?\)?"
)
_LEAD_END = re.compile(r"(?:总牵头|负责牵头|牵头(?:负责|推进|落实|组织|组织实施|会同)?|主办)$")
_SUPPORT_END = re.compile(
    r"(?:协同|密切|积极|共同|予以|做好)?(?:配合|参与|协助|协办|参加|支持)(?:实施|推进|落实|工作)?$"
)
_RESPONSIBLE_END = re.compile(
    r"(?:按(?:照)?(?:各自)?(?:职责|职能)(?:分工)?(?:分别|协同|共同|抓好|做好)?(?:负责|落实|推进|实施)?"
    r"|分工(?:负责|落实)|(?:分别|共同|具体|各自)?负责(?:落实|实施|推进|组织实施)?|承办|组织实施)$"
)

_CLAUSE_ENDS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("lead", _LEAD_END),
    ("supporting", _SUPPORT_END),
    ("responsible", _RESPONSIBLE_END),
)


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its value; in sentence forms the label is None. ``inline`` fields stood in a bracket."""

    kind: FieldKind
    role: Role | None
    label: Passage | None
    value: Passage
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Assigned:
    """One printed unit with its role and label."""

    role: Role
    label: str | None
    unit: PrintedUnit


@dataclass(frozen=True, slots=True)
class Assignments:
    """Who carries a task, the labels of the contract, and the passages of open-ended lists."""

    units: tuple[Assigned, ...]
    lead_label: str | None
    responsible_label: str | None
    open_ends: tuple[Passage, ...]


def parse_fields(line: Passage, *, inline: bool = False) -> tuple[Field, ...]:
    """Return the fields of a line that opens with a label; one line may hold several."""
    matches = find_fields(line.folded)
    fields = []
    for i, match in enumerate(matches):
        end = matches[i + 1].start if i + 1 < len(matches) else len(line)
        value = line.cut(match.value_start, end).strip().strip("。；;，,.").strip()
        fields.append(Field(match.kind, match.role, line.cut(match.start, match.end).strip(), value, inline))
    return tuple(fields)


def split_duty(paragraph: Passage) -> tuple[Passage, tuple[Field, ...]]:
    """Part a paragraph into its prose and the fields of the brackets at its end.

    A bracket counts when it opens with a label, or when its sentence names bodies and what they do
    （A牵头，B配合）（A、B负责）; any other bracket is prose.
    """
    prose = paragraph
    fields: list[Field] = []
    while True:
        bracket = _trailing_bracket(prose)
        if bracket is None:
            return (paragraph if not fields else prose), tuple(fields)
        start, inner = bracket
        found = parse_fields(inner, inline=True) if starts_with_field(inner.folded) else parse_sentence(inner)
        if not found:
            return (paragraph if not fields else prose), tuple(fields)
        fields[:0] = found
        prose = prose.cut(0, start).strip()


def parse_sentence(sentence: Passage) -> tuple[Field, ...]:
    """Return the fields of a sentence of roles, or none where any part of it is no name of a body.

    sentence = clause {("，" | "；") clause}; clause = names (牵头 | 负责 | 按职责分工负责 | 配合 …)
    """
    remark = FIRST_LEADS.search(sentence.folded)
    if remark is not None:
        sentence = sentence.cut(0, remark.start())
    sentence = sentence.strip().strip("。；;")
    fields: list[Field] = []
    start = 0
    for end in _clause_ends(sentence.folded):
        clause = sentence.cut(start, end)
        role, names = _clause(clause)
        if role is None:
            continue
        units = split_units(names).units
        if not units or not all(looks_like_body(u.passage.folded) for u in units):
            return ()
        fields.append(Field("role", role, None, names, inline=True))
        start = end + 1
    rest = sentence.cut(start).strip("，,；;。 ")
    return tuple(fields) if not rest else ()


def assign(fields: tuple[Field, ...], *, first_leads: bool) -> Assignments:
    """Return who carries a task.

    ``first_leads`` is the document's rule 列第一位者为牵头单位: where no role leads, the first name does. A body
    named under two roles keeps the first.
    """
    roles = [field for field in fields if field.kind == "role" and field.role is not None]
    units: list[Assigned] = []
    open_ends: list[Passage] = []
    seen: set[str] = set()
    for field in roles:
        label = field.label.without_space().text if field.label is not None else None
        value = field.value
        remark = FIRST_LEADS.search(value.folded)
        if remark is not None:
            value = join((value.cut(0, remark.start()), value.cut(remark.end())))
        parted = split_units(value)
        if parted.open_end is not None:
            open_ends.append(parted.open_end)
        for unit in parted.units:
            name = unit.passage.folded if not unit.surface.startswith("各") else unit.surface
            if name in seen or field.role is None:
                continue
            seen.add(name)
            units.append(Assigned(field.role, label, unit))
    if first_leads and units and not any(u.role == "lead" for u in units):
        units[0] = Assigned("lead", units[0].label, units[0].unit)
    lead_label = next((f.label.without_space().text for f in roles if f.role == "lead" and f.label is not None), None)
    other = next((f.label.without_space().text for f in roles if f.role != "lead" and f.label is not None), None)
    return Assignments(tuple(units), lead_label, other, tuple(open_ends))


def _trailing_bracket(text: Passage) -> tuple[int, Passage] | None:
    folded = text.folded.rstrip("。;. ")
    if not folded or folded[-1] not in ")]":
        return None
    depth = 0
    for i in range(len(folded) - 1, -1, -1):
        if folded[i] in ")]":
            depth += 1
        elif folded[i] in "([":
            depth -= 1
            if depth == 0:
                return i, text.cut(i + 1, len(folded) - 1)
    return None


def _clause_ends(folded: str) -> list[int]:
    depth, ends = 0, []
    for i, char in enumerate(folded):
        if char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char in ",;，；。" and depth <= 0:
            ends.append(i)
    return [*ends, len(folded)]


def _clause(clause: Passage) -> tuple[Role | None, Passage]:
    body = clause.strip("，,；;。 ")
    shift = 1 if body.folded.startswith("由") else 0
    body = body.cut(shift)
    for role, pattern in _CLAUSE_ENDS:
        match = pattern.search(body.folded)
        if match is not None and match.start() > 0:
            return role, body.cut(0, match.start())
    return None, body
