"""Values behind labels: 牵头部门：A、B；完成时限：…, in lines and brackets, and what they say beyond names.

A label without its colon counts where every name is an organ's (责任单位为市教育局), and so does a line that says whom
a task concerns (相关部门：A、B等).
"""

from __future__ import annotations

import re
from dataclasses import replace

from dutygraph.ingest.assign.batches import parse_batches
from dutygraph.ingest.assign.leading import FIRST_LEADS
from dutygraph.ingest.assign.sentences import BY, Field, parse_clauses, parse_joined, parse_sentence, split_times
from dutygraph.ingest.text.brackets import left_open
from dutygraph.ingest.text.labels import OTHER_FIELD, FieldKind, find_fields, find_loose_fields
from dutygraph.ingest.text.passage import Passage, fold
from dutygraph.ingest.units.persons import part_persons
from dutygraph.ingest.units.units import are_organs, split_units


def parse_fields(line: Passage, *, inline: bool = False) -> tuple[Field, ...]:
    """Return the fields of a line that opens with a label; one line may hold several."""
    # 市教育局（负责人：张三）: a label inside a name's bracket begins nothing.
    matches = [m for m in find_fields(line.folded) if m.kind != "person" or left_open(line.text[: m.start]) <= 0]
    fields: list[Field] = []
    for i, match in enumerate(matches):
        end = matches[i + 1].start if i + 1 < len(matches) else len(line)
        value = line.cut(match.value_start, end).strip().strip("。；;，,.、").strip()
        label = line.cut(match.start, match.end).strip("[【〔［﹝ \t\u3000")
        if batches := parse_batches(Field(match.kind, match.role, label, value, inline)):
            fields.extend(batches)
            continue
        value, other = _without_others(_without_remark(value), match.kind, inline=inline)
        value, persons = part_persons(value) if match.kind == "role" and label.text.endswith("人") else (value, ())
        named = tuple(Field("person", None, label, person, inline) for person in persons)
        fields.extend((*_said(Field(match.kind, match.role, label, value, inline)), *named, *other))
    return tuple(fields)


def _without_remark(value: Passage) -> Passage:
    """A list of units without the sentence behind it that names none: A、各镇。以下均需各镇负责，不再列出."""
    stop = value.folded.find("。")
    named = stop > 0 and are_organs(fold(u.name) for u in split_units(value.cut(0, stop)).units)
    listed = named and are_organs(fold(u.name) for u in split_units(value.cut(stop)).units)
    return value.cut(0, stop) if named and not listed and not FIRST_LEADS.search(value.folded) else value


def _without_others(value: Passage, of: FieldKind, *, inline: bool) -> tuple[Passage, tuple[Field, ...]]:
    """Part a value from what another label behind it says: 责任单位：A；适用范围：B names A alone.

    The steps of a deadline are its own: 第一阶段：6月底前；第二阶段：11月底前.
    """
    labels = OTHER_FIELD.finditer(value.folded)
    match = next((m for m in labels if of != "deadline" or m.group("note") or not _is_time(value, m.end())), None)
    if match is None:
        return value, ()
    kind: FieldKind = "note" if match.group("note") else "unread"
    rest = value.cut(match.start() + 1).strip()
    if match.group("label") in ("时间", "进度") and not split_times(value.cut(match.end()).strip("。；; "))[1]:
        kind, rest = "deadline", value.cut(match.end()).strip("。；; ")  # 协办单位：A；时间：5月—11月
    return value.cut(0, match.start()).strip().strip("。；;，,.、").strip(), (Field(kind, None, None, rest, inline),)


def _is_time(value: Passage, start: int) -> bool:
    """Whether what stands in a value from a place to the next semicolon is nothing but times."""
    step = value.cut(start, start + len(re.split("[;。]", value.folded[start:])[0]))
    return bool(step) and not split_times(step)[1]


def parse_loose(text: Passage, *, inline: bool = False) -> tuple[Field, ...]:
    """Return the fields of a text whose labels lack the colon (责任单位为市教育局), where every name is an organ's."""
    matches = find_loose_fields(text.folded)
    if not matches or matches[0].start > 0:
        return ()
    fields: list[Field] = []
    for i, match in enumerate(matches):
        end = matches[i + 1].start if i + 1 < len(matches) else len(text)
        value = text.cut(match.value_start, end).strip().strip("。；;，,.、").strip()
        names = split_times(value)[1]  # 责任单位为县城管局，完成时限为2024年11月
        if not are_organs(fold(u.name) for u in split_units(names).units):
            return ()
        fields.extend(_said(Field("role", match.role, text.cut(match.start, match.end).strip(), value, inline)))
    return tuple(fields)


# 相关部门：区建管委、区城管局等。 under a task; 各有关部门： addresses.
_CONCERNED = re.compile(r"(?P<label>(?:相关|有关|涉及)(?:部门|单位))\s*:\s*(?=.)")


def parse_concerned(line: Passage) -> tuple[Field, ...]:
    """Return the bodies of a line that says whom the task concerns, where it lists several organs and nothing else."""
    match = _CONCERNED.match(line.folded)
    if match is None:
        return ()
    names = line.cut(match.end()).strip("。；; ")
    label = line.cut(match.start("label"), match.end("label"))
    fields = (Field("role", "responsible", label, names),)
    return fields if len(split_units(names).units) > 1 and name_organs(fields) else ()


# 牵头单位：A，各区、B为实施单位，下同
_OTHERS_AS = re.compile(
    r"[,;]\s*(?P<names>[^,;]+?)(?P<as>(?:均|共同)?[为是](?:实施|推进|配合|协办|参与|参加|协助|落实|责任)(?:责任)?(?:单位|部门))"
    r"(?:[,;]下同)?[。;]?$"
)


def _said(field: Field) -> tuple[Field, ...]:
    """What a field's value says beyond names: 责任单位：A牵头，B配合; 责任单位：A，2024年底前完成."""
    if field.kind == "division":
        said = parse_sentence(field.value, inline=field.inline) or parse_clauses(field.value)
        return said or (replace(field, kind="role", role="responsible"),)
    if field.kind != "role":
        return (field,)
    others = _OTHERS_AS.search(field.value.folded)
    if others is not None and name_organs((replace(field, value=field.value.cut(*others.span("names"))),)):
        own = replace(field, value=field.value.cut(0, others.start()))
        return (
            *_said(own),
            *parse_sentence(field.value.cut(others.start("names"), others.end("as")), inline=field.inline),
        )
    said = parse_sentence(field.value, inline=field.inline)
    if (last := last_leads(field, said)) is not None:
        return last
    if not said and field.role == "lead":
        said = parse_joined(field.value)  # 牵头单位：A会同B
    roles = [part.role for part in said if part.kind == "role"]
    if not said:
        times, names = split_times(field.value)
        return (replace(field, value=names), *(Field("deadline", None, None, time, field.inline) for time in times))
    leads = "lead" in roles
    parts: list[Field] = []
    for part in said:
        if part.kind != "role":
            parts.append(part)
            continue
        role = part.role
        if not leads and (len(roles) == 1 or (field.role == "lead" and not parts)):
            role = field.role  # 牵头单位：A负责，B配合
        same = role == field.role or (field.role, role) == ("responsible", "supporting")
        parts.append(replace(part, role=role, label=field.label if same else None))
    if field.label is not None and all(part.label is None for part in parts):
        # 责任单位：A牵头: the label is printed, though its line names nobody of that role.
        parts.insert(0, replace(field, value=field.value.cut(0, 0)))
    return tuple(parts)


def last_leads(field: Field, said: tuple[Field, ...]) -> tuple[Field, ...] | None:
    """Part a list that has 牵头 behind its last name alone (配合单位：A、B、C牵头) from that name; None for any other.

    ``said`` is the list read as a sentence. The others have the label's role. All lead where a word joins them
    (A、B共同牵头, 由A、B牵头, A和B牵头), as they do under any other label, which 牵头 does not contradict
    (责任单位：A、B牵头), and in a sentence that goes on (A、B牵头，C配合).
    """
    roles = [part for part in said if part.kind == "role"]
    alone = len(roles) == 1 and roles[0].role == "lead" and (roles[0].verb or "").startswith(("牵头", "负责牵头"))
    if not alone or field.role != "supporting" or re.match(BY, field.value.folded):
        return None
    listed = roles[0].value
    last = split_units(listed).units[-1]
    at = listed.offsets.index(last.passage.offsets[0])
    before = listed.cut(0, at).strip()
    if before.folded[-1:] not in ("、", ",", ";") or last.surface != last.passage.text:
        return None  # 各镇、街道牵头: 各 is said of both
    others = replace(field, value=before.cut(0, len(before) - 1))
    return (replace(roles[0], value=listed.cut(at)), others, *(part for part in said if part.kind != "role"))


def name_organs(fields: tuple[Field, ...]) -> bool:
    """Tell whether the names of all roles are those of bodies beyond doubt."""
    units = [u for field in fields if field.kind == "role" for u in split_units(field.value).units]
    return are_organs(fold(u.name) for u in units)
