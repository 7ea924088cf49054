"""Where a paragraph says who carries it: role lines, brackets and sentences into fields.

Forms (all may stand in one document)::

    block     牵头部门：A、B                      a line of its own
    inline    …。（牵头单位：A；责任单位：B）      a bracket at the end of the paragraph
    sentence  （由A牵头，B、C按职责分工负责）      a bracket without labels
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dutygraph.ingest.assign.drafting import is_whole_title
from dutygraph.ingest.assign.labelled import name_organs, parse_concerned, parse_fields, parse_loose
from dutygraph.ingest.assign.leading import FIRST_LEADS
from dutygraph.ingest.assign.sentences import (
    BY,
    Field,
    parse_joined,
    parse_names,
    parse_opening_clauses,
    parse_sentence,
    parse_work,
    split_times,
)
from dutygraph.ingest.text.labels import (
    find_fields,
    names_members,
    starts_with_field,
)
from dutygraph.ingest.text.outline import parse_marker
from dutygraph.ingest.text.passage import Passage, fold
from dutygraph.ingest.units.persons import without_person
from dutygraph.ingest.units.units import is_inner_office, looks_like_body, split_units

# 2024年底前完成，由A牵头 opens with a time; 每月10日前通报进展情况。由A牵头 with the work to be done.
_BY_WHEN = re.compile("(?:[前底末内初中年月日旬]|季度|半年|完成|办结|落实|到位|建成|见效|实施|推进|坚持|开展|启动)$")


_NOUNED = re.compile("(?:单位|部门|科室|处室|机构)$")  # 责任单位, never 负责


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
    labelled = starts_with_field(paragraph.folded[1:]) and all(map(_is_read, fields))
    said = any(field.kind == "role" for field in fields) and (labelled or name_organs(fields))
    return (paragraph.cut(bracket[1]).strip(), fields) if said else (paragraph, ())


def closing_bracket(paragraph: Passage, *, bare: bool = False) -> tuple[tuple[Field, ...], Passage] | None:
    """Return the duty in a bracket that closes the paragraph above, and the next duty behind it, or None.

    （气候处负责）编制方案。（综合处负责）: where the duty behind it has a bracket of its own, the first is not its.
    """
    prose, fields = _leading_bracket(paragraph)
    if not fields or not any(field.kind == "role" for field in split_duty(prose, bare=bare)[1]):
        return None
    return fields, prose


def split_duties(paragraph: Passage, *, bare: bool = False) -> Iterator[tuple[Passage, tuple[Field, ...]]]:
    """Yield each part of a paragraph that a bracket closes with a duty of its own: ……。（A负责）……。（B负责）

    Inside a paragraph a bracket must stand at a stop or before a comma (建库（A负责），建网（B负责）) and name organs,
    bodies behind a label (（责任部门：气候处）) or inner offices (（气候处负责）), or it is a remark of the sentence.
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
        labelled = starts_with_field(inner.folded) and all(map(_is_read, fields))  # （责任部门：气候处）
        said = labelled or name_organs(fields) or _are_inner_offices(fields)
        if said and any(field.kind == "role" for field in fields):
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


# Where a sentence may begin that says who carries work: 由A牵头, A牵头; behind such a one A负责审核资金 too.
_OPENS_INSIDE = re.compile(rf"{BY}|[^。;,由]{{2,80}}?牵头")
_SAID_INSIDE = re.compile(
    rf"(?:^|[。;,])\s*(?:[\d①-⑳]{{0,2}}[、.]?)(?={BY})|(?:^|[。;])(?=[^。;,由]{{2,80}}?(?:牵头|负责|承担|配合|协助))"
)
_CARRIES = re.compile("(?:具体|主要|分别|共同|统一|组织)*(?:负责|承担|配合|协助)")


def embedded_duty(paragraph: Passage) -> tuple[Field, ...]:
    """Return who carries the work of the sentences that begin 由A牵头, 由A负责 or A牵头, and A负责… behind the first.

    What else a sentence says of the work (A加强审核) stays the paragraph's.
    """
    found: list[Field] = []
    for match in _SAID_INSIDE.finditer(paragraph.folded):
        if not found and not _OPENS_INSIDE.match(paragraph.folded, match.end()):
            continue
        sentence = paragraph.cut(match.end())
        stop = re.search("[。;]", sentence.folded)
        sentence = sentence.cut(0, stop.start() if stop is not None else None)
        by = re.match(BY, sentence.folded) is not None
        said = parse_sentence(sentence, inline=True) or parse_work(sentence) if by or not found else ()
        if not said and found:
            said = parse_opening_clauses(sentence)
            first = said[0].value if said else None
            said = said if by or (first is not None and _CARRIES.match(sentence.folded, len(first))) else ()
        fields = tuple(f for f in said if f.kind in ("role", "watcher"))
        roles = tuple(f for f in fields if f.kind == "role")
        if fields and (name_organs(roles) or (found and not roles)):
            found += fields
    return tuple(found)


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
    fields = parse_loose(line) or parse_concerned(line)
    if not fields and (stop := line.folded.rstrip("。 ").find("。")) >= 0 and not parse_sentence(line.cut(0, stop)):
        return ()  # 每月10日前通报。由区司法局牵头。: a time that opens prose, and the duty behind it
    return fields or _sentence_of_organs(line)


# 以下均需各县（市、区）政府落实，不再列出: said once, where it is printed, of what follows too.
_FOR_ALL = re.compile(
    r"[。;,]\s*以下(?:各(?:项|条))?(?:工作|政策|任务|措施)*均需(?P<names>[^。;]{2,60}?)(?:组织)?(?:负责|落实|实施|配合)(?:落实)?"
    r"[,，]?\s*(?:以下)?不再[^。;,]{0,4}列[出明]?"
)


def bracket_fields(inner: Passage) -> tuple[Field, ...]:
    """Return the fields that the words inside a bracket are, none where they are a remark of the prose."""
    inner = inner.strip()
    for_all = _FOR_ALL.search(inner.folded)
    if for_all is not None and (own := bracket_fields(inner.cut(0, for_all.start()))):
        return (*own, *_also_named(inner.cut(*for_all.span("names")), own))
    if starts_with_field(inner.folded):
        fields = parse_fields(inner, inline=True)
        return () if all(f.label is not None and names_members(f.label.text) for f in fields) else fields
    said, labelled = _labels_behind(inner)
    fields = parse_loose(said, inline=True) or parse_sentence(said) or parse_joined(said)
    if not fields and FIRST_LEADS.search(said.folded):
        fields = parse_names(said)  # （A、B，第一个单位为牵头单位）
    if any(field.kind == "unread" for field in fields) and not name_organs(fields):
        return ()
    return (*fields, *labelled) if fields else ()


def _also_named(names: Passage, own: tuple[Field, ...]) -> tuple[Field, ...]:
    """The field of bodies whom a remark names for all that follows, unless the duty itself names them."""
    listed = [unit.name for field in own if field.kind == "role" for unit in split_units(field.value).units]
    fields = (Field("role", "responsible", None, names, inline=True),)
    again = all(any(unit.name.lstrip("各") in name for name in listed) for unit in split_units(names).units)
    return fields if name_organs(fields) and not again else ()


def _labels_behind(inner: Passage) -> tuple[Passage, tuple[Field, ...]]:
    """Part a bracket's sentence from the labels behind it: A牵头，B配合；完成时限：2024.11.

    A label counts behind a stop only; 由A牵头负责：…… has none.
    """
    starts = [m.start for m in find_fields(inner.folded)]
    start = next((at for at in starts if inner.folded[:at].rstrip()[-1:] in tuple(",;。、")), None)
    return (inner, ()) if start is None else (inner.cut(0, start).strip(), parse_fields(inner.cut(start), inline=True))


def _time_alone(inner: Passage) -> tuple[Field, ...]:
    times, rest = split_times(inner.strip("。 "))
    return () if rest else tuple(Field("deadline", None, None, time, inline=True) for time in times)


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
        shown = not run_on or len(fields) > 1 or all(name_organs((field,)) for field in named)
        if named and shown and all(_is_read(field) for field in fields):
            return paragraph.cut(0, match.start - opened).strip(), fields
    dashed = re.search(r"(?<=[。;])\s*-{1,2}(?P<names>[^-。;]{3,60})[。;]?$", folded)
    if dashed is not None and (fields := parse_names(paragraph.cut(*dashed.span("names")))):
        return paragraph.cut(0, dashed.start()).strip(), fields  # 强化服务。——市商务局
    # 县教育局负责。2024年5月底前完成。: a time may stand in a sentence of its own behind.
    for stop in [m.end() for m in re.finditer("[。;]", folded.rstrip("。; "))][-1:-3:-1]:
        said, labelled = _labels_behind(paragraph.cut(stop))  # 由县交通局负责，责任领导：王某某
        fields = parse_loose(said) or _sentence_of_organs(said)
        if fields:
            return paragraph.cut(0, stop).strip(), (*fields, *labelled)
    return paragraph, ()


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
    said = all(field.kind != "unread" for field in fields)
    return fields if said and (name_organs(fields) or _by_inner_offices(text, fields)) else ()


def _by_inner_offices(text: Passage, fields: tuple[Field, ...]) -> bool:
    """Whether a sentence says by which office of the issuer work is done: 由协调处负责; 协调处负责 may be prose."""
    return re.match(BY, text.folded) is not None and _are_inner_offices(fields)


def _are_inner_offices(fields: tuple[Field, ...]) -> bool:
    """Whether the names of all roles are those of offices inside the issuer: 气候处、交通与建设处."""
    names = [fold(u.name) for field in fields if field.kind == "role" for u in split_units(field.value).units]
    return bool(names) and all(map(is_inner_office, names))


def _unclosed_bracket(text: Passage) -> tuple[int, Passage] | None:
    """A bracket of duties that the text ends in without its closing one: （县交通局负责; organs alone, not a remark."""
    start = max(text.folded.rfind("("), text.folded.rfind("["))
    inner = text.cut(start + 1)
    if start <= 0 or re.search(r"[)\]]", inner.folded):
        return None
    fields = bracket_fields(inner)
    return (start, inner) if any(f.kind == "role" for f in fields) and name_organs(fields) else None


def _trailing_bracket(text: Passage) -> tuple[int, Passage] | None:
    folded = text.folded.rstrip("。;. ")
    if re.search(r"[(\[][^()\[\]<《]*[>》]$", folded):
        folded = folded[:-1] + ")"  # （县交通局〉: closed by another's mark
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
