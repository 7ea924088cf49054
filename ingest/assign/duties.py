"""Where a paragraph says who carries it: role lines, brackets and sentences into fields.

Forms (all may stand in one document)::

    block     牵头部门：A、B                      a line of its own
    inline    …。（牵头单位：A；责任单位：B）      a bracket at the end of the paragraph
    sentence  （由A牵头，B、C按职责分工负责）      a bracket without labels
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dutygraph.ingest.assign.drafting import is_whole_title
from dutygraph.ingest.assign.leading import FIRST_LEADS
from dutygraph.ingest.assign.sentences import (
    BY,
    Field,
    parse_clauses,
    parse_joined,
    parse_names,
    parse_sentence,
    parse_work,
    split_times,
)
from dutygraph.ingest.text.brackets import left_open
from dutygraph.ingest.text.labels import (
    OTHER_FIELD,
    FieldKind,
    find_fields,
    find_loose_fields,
    names_members,
    starts_with_field,
)
from dutygraph.ingest.text.outline import parse_marker
from dutygraph.ingest.text.passage import Passage, fold
from dutygraph.ingest.units.persons import part_persons, without_person
from dutygraph.ingest.units.units import are_organs, looks_like_body, split_units

# 2024年底前完成，由A牵头 opens with a time; 每月10日前通报进展情况。由A牵头 with the work to be done.
_BY_WHEN = re.compile("(?:[前底末内初中年月日旬]|季度|半年|完成|办结|落实|到位|建成|见效|实施|推进|坚持|开展|启动)$")


def parse_fields(line: Passage, *, inline: bool = False) -> tuple[Field, ...]:
    """Return the fields of a line that opens with a label; one line may hold several."""
    # 市教育局（负责人：张三）: a label inside a name's bracket begins nothing.
    matches = [m for m in find_fields(line.folded) if m.kind != "person" or left_open(line.text[: m.start]) <= 0]
    fields: list[Field] = []
    for i, match in enumerate(matches):
        end = matches[i + 1].start if i + 1 < len(matches) else len(line)
        value = line.cut(match.value_start, end).strip().strip("。；;，,.、").strip()
        label = line.cut(match.start, match.end).strip("[【〔［﹝ \t\u3000")
        value, other = _without_others(_without_remark(value), inline=inline)
        value, persons = part_persons(value) if match.kind == "role" and label.text.endswith("人") else (value, ())
        named = tuple(Field("person", None, label, person, inline) for person in persons)
        fields.extend((*_said(Field(match.kind, match.role, label, value, inline)), *named, *other))
    return tuple(fields)


_NOUNED = re.compile("(?:单位|部门|科室|处室|机构)$")  # 责任单位, never 负责


def _without_remark(value: Passage) -> Passage:
    """A list of units without the sentence behind it that names none: A、各镇。以下均需各镇负责，不再列出."""
    stop = value.folded.find("。")
    named = stop > 0 and are_organs(fold(u.name) for u in split_units(value.cut(0, stop)).units)
    listed = named and are_organs(fold(u.name) for u in split_units(value.cut(stop)).units)
    return value.cut(0, stop) if named and not listed and not FIRST_LEADS.search(value.folded) else value


def _without_others(value: Passage, *, inline: bool) -> tuple[Passage, tuple[Field, ...]]:
    """Part a value from what another label behind it says: 责任单位：A；适用范围：B names A alone."""
    match = OTHER_FIELD.search(value.folded)
    if match is None:
        return value, ()
    kind: FieldKind = "note" if match.group("note") else "unread"
    rest = value.cut(match.start() + 1).strip()
    if match.group("label") in ("时间", "进度") and not split_times(value.cut(match.end()).strip("。；; "))[1]:
        kind, rest = "deadline", value.cut(match.end()).strip("。；; ")  # 协办单位：A；时间：5月—11月
    return value.cut(0, match.start()).strip().strip("。；;，,.、").strip(), (Field(kind, None, None, rest, inline),)


def split_duty(paragraph: Passage, *, bare: bool = False) -> tuple[Passage, tuple[Field, ...]]:
    """Part a paragraph into its prose and the fields at its end.

    They stand in brackets, or behind the last stop. A bracket counts when it opens with a label, or when its sentence
    names bodies and what they do （A牵头，B配合）（A、B负责）; with ``bare`` also one that holds nothing but organs
    （市科委、市财政局）, as some documents print all of theirs. Any other bracket is prose.
    """
    prose = paragraph
    fields: list[Field] = []
    while True:
        bracket = _trailing_bracket(prose) or _unclosed_bracket(prose)
        if bracket is None:
            break
        start, inner = bracket
        found = bracket_fields(inner) or (parse_names(inner) if bare and not fields else ()) or _time_alone(inner)
        if not found:
            break
        fields[:0] = found
        prose = prose.cut(0, start).strip()
    if not any(field.kind in ("role", "person", "request", "watcher") for field in fields):
        fields.clear()  # a time alone in a bracket is a word of the prose
    if not fields:
        prose, found = _trailing_fields(paragraph)
        if not found:
            prose, found = _leading_bracket(paragraph)
        fields.extend(found)
    return (prose if fields else paragraph), tuple(fields)


def _leading_bracket(paragraph: Passage) -> tuple[Passage, tuple[Field, ...]]:
    """The duty in a bracket before the work: （县教育局牵头，县人社局配合）扩大招生规模。"""
    bracket = next(_brackets(paragraph.folded), (1, 0))
    if bracket[0] != 0 or len(paragraph) - bracket[1] < 4:
        return paragraph, ()
    fields = bracket_fields(paragraph.cut(1, bracket[1] - 1))
    said = any(field.kind == "role" for field in fields) and _are_organs(fields)
    return (paragraph.cut(bracket[1]).strip(), fields) if said else (paragraph, ())


def split_duties(paragraph: Passage, *, bare: bool = False) -> Iterator[tuple[Passage, tuple[Field, ...]]]:
    """Yield each part of a paragraph that a bracket closes with a duty of its own: ……。（A负责）……。（B负责）

    Inside a paragraph a bracket must stand at a stop or before a comma (建库（A负责），建网（B负责）) and name organs,
    or it is a remark of the sentence.
    """
    start = 0
    folded = paragraph.folded
    for opened, closed in _brackets(folded):
        after = folded[closed:].lstrip()
        at_stop = folded[opened - 1 : opened] in tuple("。.;!?”,") or after[:1] in ("。", ";", ",")
        if opened - start < 2 or not _goes_on(after) or not at_stop:
            continue
        inner = paragraph.cut(opened + 1, closed - 1)
        fields = bracket_fields(inner) or (parse_names(inner) if bare else ())
        if any(field.kind == "role" for field in fields) and _are_organs(fields):
            yield paragraph.cut(start, opened).strip(), fields
            start = closed + len(folded[closed:]) - len(folded[closed:].lstrip("。.;, "))
    yield from _said_apart(paragraph.cut(start).strip(), bare=bare)


def _goes_on(after: str) -> bool:
    """Whether prose follows a bracket: neither a stop alone nor brackets that close the same duty (（时限：…）)."""
    return re.fullmatch(r"(?:[(\[][^()\[\]]*[)\]]|[。;\s])*", after) is None


def _said_apart(paragraph: Passage, *, bare: bool) -> Iterator[tuple[Passage, tuple[Field, ...]]]:
    """Yield each part that a sentence 由A牵头 closes, where the paragraph's end is such a sentence too."""
    prose, fields = split_duty(paragraph, bare=bare)
    if fields and re.match(BY, paragraph.folded[len(prose) :].lstrip()):
        start = 0
        for stop in re.finditer(f"。(?={BY})", prose.folded):
            end = prose.folded.find("。", stop.end())
            said = _sentence_of_organs(prose.cut(stop.end(), end)) if end > 0 else ()
            if said and prose.folded[end:].strip("。"):
                yield prose.cut(start, stop.end()).strip(), said
                start = end + 1
        prose = prose.cut(start).strip()
    yield prose, fields


def embedded_duty(paragraph: Passage) -> tuple[Field, ...]:
    """Return who carries the first sentence that begins 由A牵头, 由A负责 or A牵头.

    What it says of the work and of its time stays the paragraph's.
    """
    for match in re.finditer(f"(?:^|[。;,])(?={BY})|(?:^|[。;])(?=[^。;,由]{{2,80}}?牵头)", paragraph.folded):
        sentence = paragraph.cut(match.end())
        stop = re.search("[。;]", sentence.folded)
        sentence = sentence.cut(0, stop.start() if stop is not None else None)
        said = parse_sentence(sentence, inline=True) or parse_work(sentence)
        fields = tuple(f for f in said if f.kind == "role")
        if fields and _are_organs(fields):
            return fields
    return ()


def _brackets(folded: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of the outermost brackets."""
    depth = start = 0
    for i, char in enumerate(folded):
        if char in "([":
            start = i if depth == 0 else start
            depth += 1
        elif char in ")]" and depth > 0:
            depth -= 1
            if depth == 0:
                yield start, i + 1


def is_bracket(line: Passage) -> bool:
    """Tell whether a line is one bracket and nothing else: （县林业局、各镇）."""
    folded = line.folded.rstrip("。; ")
    return next(_brackets(folded), None) == (0, len(folded))


def bare_duty(paragraph: Passage) -> int:
    """Return how many organs, and nothing else, a bracket holds behind a sentence or a document's title; 0 for none."""
    bracket = _trailing_bracket(paragraph)
    if bracket is None or bracket[0] < 3:
        return 0
    said = paragraph.cut(0, bracket[0]).strip()
    if said.folded[-1:] not in tuple("。;!?”") and not _is_titled(said):
        return 0
    fields = () if bracket_fields(bracket[1]) else parse_names(bracket[1])
    return sum(len(split_units(field.value).units) for field in fields if field.kind == "role")


def _is_titled(paragraph: Passage) -> bool:
    """Whether a paragraph is a number and a document's title: （二）修订《养犬条例》."""
    marker = parse_marker(paragraph.text, paragraph.folded)
    return is_whole_title(paragraph.cut(marker.length if marker is not None else 0).folded)


def parse_line(line: Passage) -> tuple[Field, ...]:
    """Return the fields of a line that holds nothing else: labels, or a sentence of roles without brackets."""
    if starts_with_field(line.folded):
        return parse_fields(line)
    fields = _loose_fields(line)
    if not fields and (stop := line.folded.rstrip("。 ").find("。")) >= 0 and not parse_sentence(line.cut(0, stop)):
        return ()  # 每月10日前通报。由区司法局牵头。: a time that opens prose, and the duty behind it
    return fields or _sentence_of_organs(line)


def _said(field: Field) -> tuple[Field, ...]:
    """What a field's value says beyond names: 责任单位：A牵头，B配合; 责任单位：A，2024年底前完成."""
    if field.kind == "division":
        said = parse_sentence(field.value, inline=field.inline) or parse_clauses(field.value)
        return said or (replace(field, kind="role", role="responsible"),)
    if field.kind != "role":
        return (field,)
    said = parse_sentence(field.value, inline=field.inline)
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


def bracket_fields(inner: Passage) -> tuple[Field, ...]:
    """Return the fields that the words inside a bracket are, none where they are a remark of the prose."""
    inner = inner.strip()
    if starts_with_field(inner.folded):
        fields = parse_fields(inner, inline=True)
        return () if all(f.label is not None and names_members(f.label.text) for f in fields) else fields
    said, labelled = _labels_behind(inner)
    fields = _loose_fields(said, inline=True) or parse_sentence(said) or parse_joined(said)
    if not fields and FIRST_LEADS.search(said.folded):
        fields = parse_names(said)  # （A、B，第一个单位为牵头单位）
    if any(field.kind == "unread" for field in fields) and not _are_organs(fields):
        return ()
    return (*fields, *labelled) if fields else ()


def _labels_behind(inner: Passage) -> tuple[Passage, tuple[Field, ...]]:
    """Part a bracket's sentence from the labels behind it: A牵头，B配合；完成时限：2024.11.

    A label counts behind a stop only; 由A牵头负责：…… has none.
    """
    starts = [m.start for m in find_fields(inner.folded)]
    start = next((at for at in starts if inner.folded[:at].rstrip()[-1:] in tuple(",;。、")), None)
    return (inner, ()) if start is None else (inner.cut(0, start).strip(), parse_fields(inner.cut(start), inline=True))


def _are_organs(fields: tuple[Field, ...]) -> bool:
    units = [u for field in fields if field.kind == "role" for u in split_units(field.value).units]
    return are_organs(fold(u.name) for u in units)


def _time_alone(inner: Passage) -> tuple[Field, ...]:
    times, rest = split_times(inner.strip("。 "))
    return () if rest else tuple(Field("deadline", None, None, time, inline=True) for time in times)


def _loose_fields(text: Passage, *, inline: bool = False) -> tuple[Field, ...]:
    """Fields whose labels lack the colon (责任单位为市教育局); every name must then be an organ's."""
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


def _trailing_fields(paragraph: Passage) -> tuple[Passage, tuple[Field, ...]]:
    """The fields behind the last sentence: …。责任单位：A、B。 or …。由A牵头，B配合。"""
    folded = paragraph.folded
    if re.search(r"[)\]][。;. ]*$", folded) and len(re.findall(r"[(\[]", folded)) < len(re.findall(r"[)\]]", folded)):
        paragraph = paragraph.cut(0, len(folded.rstrip("。;. ")) - 1)  # 责任单位：A）, whose opening is lost
        folded = paragraph.folded
    for match in find_fields(folded):
        if match.start == 0:
            continue
        run_on = folded[match.start - 1] not in "。;!?)” \t(["
        if run_on and (
            folded[match.start - 1] in "的各由为及和与等、," or not _NOUNED.search(folded, match.start, match.end)
        ):
            continue
        opened = folded[match.start - 1] in "(["
        fields = parse_fields(paragraph.cut(match.start), inline=True)
        named = [field for field in fields if field.kind == "role"]
        # 图1 示意图责任单位：A完成时限：5月: where the break before a label is lost, a second one or organs show it.
        shown = not run_on or len(fields) > 1 or all(map(_names_organs, named))
        if named and shown and all(_is_read(field) for field in fields):
            return paragraph.cut(0, match.start - opened).strip(), fields
    dashed = re.search(r"(?<=[。;])\s*-{1,2}(?P<names>[^-。;]{3,60})[。;]?$", folded)
    if dashed is not None and (fields := parse_names(paragraph.cut(*dashed.span("names")))):
        return paragraph.cut(0, dashed.start()).strip(), fields  # 强化服务。——市商务局
    # 县教育局负责。2024年5月底前完成。: a time may stand in a sentence of its own behind.
    for stop in [m.end() for m in re.finditer("[。;]", folded.rstrip("。; "))][-1:-3:-1]:
        said, labelled = _labels_behind(paragraph.cut(stop))  # 由县交通局负责，责任领导：王某某
        fields = _loose_fields(said) or _sentence_of_organs(said)
        if fields:
            return paragraph.cut(0, stop).strip(), (*fields, *labelled)
    return paragraph, ()


def _names_organs(field: Field) -> bool:
    return are_organs(fold(unit.name) for unit in split_units(field.value).units)


def _is_read(field: Field) -> bool:
    if field.kind != "role":
        return len(field.value) <= 60
    units = split_units(field.value).units
    return "。" not in field.value.text and all(looks_like_body(without_person(fold(u.name))) for u in units)


def _sentence_of_organs(text: Passage) -> tuple[Field, ...]:
    """The fields of a sentence without brackets; prose is near, so every name must be an organ's beyond doubt."""
    if len(text) > 200:
        return ()
    fields = parse_sentence(text)
    opening = fields[0] if fields and fields[0].kind == "deadline" else None
    first = next((field for field in fields if field.kind == "role"), None)
    if opening is None and first is not None:
        opening = next((f for f in fields if f.value.span.start < first.value.span.start), None)
    if opening is not None and _BY_WHEN.search(opening.value.folded) is None:
        return ()
    return fields if all(field.kind != "unread" for field in fields) and _are_organs(fields) else ()


def _unclosed_bracket(text: Passage) -> tuple[int, Passage] | None:
    """A bracket of duties that the text ends in without its closing one: （县交通局负责; organs alone, not a remark."""
    start = max(text.folded.rfind("("), text.folded.rfind("["))
    inner = text.cut(start + 1)
    if start <= 0 or re.search(r"[)\]]", inner.folded):
        return None
    fields = bracket_fields(inner)
    return (start, inner) if any(f.kind == "role" for f in fields) and _are_organs(fields) else None


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
