"""Plans arranged by unit: whoever answers is printed before the duty, not behind it.

form = units ":" duty | number units "。" duty | number units, the duty below | units ":", numbered duties below
     | units ("负责" | "要" | "按照" …) duty

Such a line counts where another of its kind stands beside it, every name is an organ's and what follows says what to
do: neither the addressees of a notice, nor a list of telephones or persons, nor one of parks. Where units are the
subject of a sentence (县公安局负责巡查), the heading must say that duties follow, for prose tells so of anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from dutygraph.graph.model import Role
from dutygraph.ingest.assign.sentences import Field, parse_joined_work
from dutygraph.ingest.segment.charged import are_charged, charged_in
from dutygraph.ingest.segment.items import Item, any_duty, below
from dutygraph.ingest.text.labels import label_role, starts_with_field
from dutygraph.ingest.text.lines import Line
from dutygraph.ingest.text.outline import Marker, parse_marker
from dutygraph.ingest.text.passage import Passage, fold
from dutygraph.ingest.units.broken_lists import WORK
from dutygraph.ingest.units.organs import group_extent
from dutygraph.ingest.units.units import are_organs, ends_as_organ, looks_like_body, split_units

# So many units stand before their duties, or it is no form of the plan.
_FEWEST = 2
_LONGEST = 90
_BELOW_UNITS = ("digit", "digit_bracket", "digit_paren", "circled", "chinese_bracket")
_ROLE = re.compile("(?:共同|具体|主要|总)?(?:负责(?=牵头|配合|协助|参与))?(?P<word>牵头|配合|协助|参与|负责)")
_DUTY = re.compile(
    rf"{WORK.pattern}|负责|牵头|配合|协助|参与|做好|保障|指导|协调|监督|监管|承担|督促|查处|审核|管理|提供|办理|完成|执行|修[整改订]|排查"
)
_NO_DUTY = re.compile(r"\d{7,}|\d{3,4}-\d{6,}|电话|联系人|局长|主任|书记|组长|科长")
# 二、职责分工, 三、部门职责: sentences under these say who answers for what.
_DUTIES_FOLLOW = re.compile(
    r"(?:职责|责任|任务|工作)?分工|(?:部门|单位|工作|成员单位|主要)职责|职责(?:任务|划分)|责任落实|任务分解"
)
# 一、县住建局牵头任务（5项）
_LEADS_BELOW = re.compile(
    r"(?P<word>牵头|主办|负责|承办)(?:推进|落实|实施|完成|办理|承担)?的?(?:重点|工作|主要|具体)*(?:任务|事项|工作|项目)(?:\(.{1,8}\))?[。:]?$"
)
# （一）县教育局工作职责
_NAMES_DUTIES = re.compile(r"(?:主要|工作|的)*(?:职责|任务|责任)(?:分工|清单)?[:。]?$")


# 县卫生健康部门为本县项目实施的牵头单位
_OF_WHAT = re.compile("(?:作)?[为是][^,。;:]{0,20}$")
# What a subject goes on with that is no role: 县财政局按照预算安排资金, 县教育局承担….
_ACTS = re.compile("承担|按照|根据|结合")
_PLACE = re.compile("(?P<place>[一-龥]{2,8}[省市县区州盟旗])[。:]")
_TASKS = re.compile("(?:任务|工作)(?:安排|分工|分解|划分)$|分工$")
_FEWEST_PLACES = 3
_BY = re.compile(
    r"[^。;:由]{2,80}由(?P<names>[^,。;:由]{2,60}?)(?:具体|共同|主要|统一|统筹)?(?P<word>牵头|负责)[^。;由]{0,40}。?$"
)


@dataclass(frozen=True, slots=True)
class _Opening:
    """Units at the start of a paragraph, what they do, and the duty behind them, or the whole of their sentence."""

    names: Passage
    role: Role
    duty: Passage
    joined: tuple[Field, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        return self.joined or (Field("role", self.role, None, self.names, inline=True),)


def read_by_unit(root: Item) -> None:
    """Give the duties of a plan that stand behind their units, or below them, to these."""
    for item in [root, *below(root)]:
        if item.has_duty() or item.has_rows():
            continue
        _give_children(item)
        _part_paragraphs(item)


def add_leads(root: Item) -> None:
    """Give the tasks below headings that say who leads them those units, where they name none.

    So say 一、县住建局牵头任务 and （一）建设枢纽（牵头单位：市交通局）. Only where two headings or more do; what the
    tasks say of others (配合单位：…) stays.
    """
    said = [(item, field) for item in below(root) if item.children and (field := _said_above(item)) is not None]
    for item, field in said if len(said) >= _FEWEST else ():
        item.parts = [part for part in item.parts if part != (field,)]
        for task in below(item):
            fields = [f for part in task.parts if isinstance(part, tuple) for f in part]
            if task.has_duty() and not any(f.role == field.role for f in fields):
                at = next(n for n, part in enumerate(task.parts) if isinstance(part, tuple))
                own = task.parts[at]
                task.parts[at] = (field, *own) if isinstance(own, tuple) else own


def _said_above(item: Item) -> Field | None:
    first = item.parts[0] if item.parts else None
    if isinstance(first, Passage) and (field := _lead_in_bracket(item, first)) is not None:
        return field
    match = _LEADS_BELOW.search(first.folded) if isinstance(first, Passage) else None
    if match is None or not isinstance(first, Passage) or not _names_organs(first.cut(0, match.start())):
        return None
    return Field("role", label_role(match.group("word")), None, first.cut(0, match.start()), inline=True)


def _lead_in_bracket(item: Item, heading: Passage) -> Field | None:
    """The one field of a heading's bracket that says who leads, above tasks that name who else but not who leads."""
    fields = item.parts[1] if len(item.parts) == 2 else None
    if not isinstance(fields, tuple) or len(fields) != 1 or fields[0].role != "lead" or "。" in heading.text:
        return None
    own = [[f.role for part in task.parts if isinstance(part, tuple) for f in part] for task in item.children]
    return fields[0] if all(roles and "lead" not in roles for roles in own) else None


def find_unit_headings(lines: list[Line]) -> frozenset[int]:
    """Return the indices of lines that hold units and a colon, above numbered duties: 县水利局： / 1．… / 2．….

    Only where another such line stands in the document: the addressees of a notice (县直各单位： / 1．…) are alone.
    """
    found = [
        i
        for i, (line, below_it) in enumerate(pairwise(lines))
        if line.folded.endswith(":")
        and not starts_with_field(line.folded)
        and parse_marker(line.text, line.folded) is None
        and (marker := parse_marker(below_it.text, below_it.folded)) is not None
        and marker.kind in _BELOW_UNITS
        and marker.value == 1
        and _names_organs(line.passage.cut(0, len(line.passage) - 1))
    ]
    return frozenset(found if len(found) >= _FEWEST else ())


def unit_heading(passage: Passage) -> Item:
    """Return the item of such a line, over the duties that come."""
    names = passage.strip("：: ")
    return Item(Marker("units", "", "", 0, 0), names, None, [names])


def _give_children(item: Item) -> None:
    """Numbered items that open with units: 1．县教育局：…, （一）县教育局。…, （一）县教育局 over its duties."""
    children = [child for child in item.children if child.marker is not None and not any_duty(child)]
    follow = _DUTIES_FOLLOW.search(item.head.folded) is not None
    said = follow or len(children) > _FEWEST
    subjects = [
        (child, opening)
        for child in children
        if (opening := _opening(child, sentences=said) or (_by(child) if follow else None))
    ]
    subjects = subjects or list(_by_place(item, children))
    if len(subjects) < _FEWEST:
        return
    taken = {id(child) for child, _ in subjects}
    for child in children:
        if id(child) in taken:
            continue
        first = child.parts[0] if child.parts else None
        # （5）铁路云川站：… is known by the units around it, though it is no organ's name; so are 农村医疗单位负责….
        if isinstance(first, Passage) and (
            other := _behind_mark(first, ":", bodies=True) or (_subject(first, bodies=True) if follow else None)
        ):
            subjects.append((child, other))
        elif said:
            _part_sentences(child)
    for child, opening in subjects:
        if _name_their_own(child) and not opening.duty:
            continue  # （一）县级相关部门。 over 1.县财政局负责…: said of each below
        if opening.duty:
            _give_children(child)
            child.parts[0] = opening.duty
            child.parts.append(opening.fields)
        elif child.children:
            for leaf in (each for each in below(child) if not each.children):
                leaf.parts.append(opening.fields)
        elif len(child.parts) > 1:
            child.parts[0:1] = []
            child.parts.append(opening.fields)


def _by_place(item: Item, children: list[Item]) -> Iterator[tuple[Item, _Opening]]:
    """Items of a chapter of tasks that each open with another place and a mark: （一）青河县。2023年，完成改造。"""
    firsts = [child.parts[0] if child.parts else None for child in children]
    opened = [_PLACE.match(first.folded) if isinstance(first, Passage) else None for first in firsts]
    places = {place.group("place") for place in opened if place is not None}
    if not _TASKS.search(item.head.folded) or len(places) < max(_FEWEST_PLACES, len(children)):
        return
    for child, first, place in zip(children, firsts, opened, strict=True):
        if isinstance(first, Passage) and place is not None and _DUTY.search(first.folded, place.end()):
            yield child, _Opening(first.cut(*place.span("place")), "responsible", first)


def _name_their_own(child: Item) -> bool:
    """Whether most of the items below one open with units of their own."""
    own = sum(_opening(each, sentences=True) is not None for each in child.children)
    return own >= _FEWEST and 2 * own > len(child.children)


def _by(child: Item) -> _Opening | None:
    """Units by whom the one sentence of an item says the work is done: 器材由县教育局负责采购。"""
    first = child.parts[0] if len(child.parts) == 1 and not child.children else None
    found = _BY.match(first.folded) if isinstance(first, Passage) else None
    if found is None or not isinstance(first, Passage) or not _names_organs(first.cut(*found.span("names"))):
        return None
    return _Opening(first.cut(*found.span("names")), label_role(found.group("word")), first)


def _part_sentences(child: Item) -> None:
    """Give each sentence of an item its own units, where more than one begins with units: A负责甲。B负责乙。"""
    first = child.parts[0] if child.parts else None
    if not isinstance(first, Passage) or len(child.parts) > 1 or child.children:
        return
    stops = [0, *(m.end() for m in re.finditer("。", first.folded.rstrip("。 "))), len(first)]
    begins = [a for a, b in pairwise(stops) if a == 0 or _subject(first.cut(a, b).strip()) is not None]
    parts = [first.cut(a, b).strip() for a, b in pairwise([*begins, len(first)])]
    openings = [_subject(part) for part in parts]
    if len(openings) > 1 and all(openings):
        child.parts[:] = [x for part, o in zip(parts, openings, strict=True) if o is not None for x in (part, o.fields)]


def _opening(child: Item, *, sentences: bool) -> _Opening | None:
    first = child.parts[0] if child.parts else None
    if not isinstance(first, Passage):
        return None
    word = _NAMES_DUTIES.search(first.folded)
    names = first.cut(0, word.start() if word is not None else None).strip("：:。；; ")
    if (child.children or len(child.parts) > 1) and _names_organs(names):
        return _Opening(names, "responsible", first.cut(0, 0))
    return _behind_mark(first, ":。") or (_subject(first) if sentences else None)


def _part_paragraphs(item: Item) -> None:
    """Paragraphs without numbers that open with units, each a task of its own; what stands between them goes on."""
    below_heading = item.marker is not None
    said = below_heading and bool(_DUTIES_FOLLOW.search(item.head.folded))
    opened: dict[int, list[_Opening]] = {}
    for n, part in enumerate(item.parts):
        following = item.parts[n + 1] if n + 1 < len(item.parts) else ()
        found = list(_openings(part, said=said)) if isinstance(part, Passage) else []
        if not found and below_heading and isinstance(part, Passage) and isinstance(following, Passage):
            found = _alone(part, following)
        if found:
            opened[n] = found
    if sum(map(len, opened.values())) < _FEWEST:
        return
    for n, part in enumerate(item.parts):
        # 各村（社区）：… is known by the units around it, though it is no organ's name.
        if n not in opened and isinstance(part, Passage) and (other := _behind_mark(part, ":", bodies=True)):
            opened[n] = [other]
    first, last = min(opened), max(opened)
    end = last + (1 if opened[last][-1].duty else 2)
    rest: list[Item] = []
    for n in range(first, end):
        if n in opened:
            rest += [Item(None, o.names, None, [*([o.duty] if o.duty else []), o.fields]) for o in opened[n]]
        else:
            rest[-1].parts.insert(-1, item.parts[n])
    item.parts[first:end] = []
    item.children[:0] = rest


def _alone(part: Passage, following: Passage) -> list[_Opening]:
    """Units and a colon alone on a line above their duty, which is no such line."""
    names = part.cut(0, len(part) - 1)
    if not part.folded.endswith(":") or following.folded.endswith(":") or not _names_organs(names):
        return []
    return [_Opening(names, "responsible", part.cut(0, 0))]


def _openings(part: Passage, *, said: bool) -> Iterator[_Opening]:
    """The units of a paragraph; of one whose every sentence has its own (A负责甲；B负责乙。), each."""
    marked = _behind_mark(part, ":")
    if marked is not None:
        yield marked
    elif said:
        stops = (m.end() for m in re.finditer("[;。]", part.folded.rstrip("。; ")))
        cuts = [0, *(stop for stop in stops if not _ROLE.match(part.folded, stop)), len(part)]  # A负责甲；负责乙
        sentences = [part.cut(a, b).strip() for a, b in pairwise(cuts)]
        found = [_subject(sentence) or _charged(sentence) for sentence in sentences]
        if sum(map(bool, found)) >= _FEWEST:  # 县环卫所负责… is known by the units around it
            found = [own or _subject(each, bodies=True) for own, each in zip(found, sentences, strict=True)]
        yield from (opening for opening in found if opening is not None and all(found))


def _charged(sentence: Passage) -> _Opening | None:
    """Units that a sentence charges (县文明办要…) or that act by a rule (县财政局按照预算…), none of them anybody."""
    fields = charged_in(sentence)
    if fields and _in_particular(fields[0].value):
        return _Opening(fields[0].value, fields[0].role or "responsible", sentence, fields)
    deed = _ACTS.search(sentence.folded)
    names = sentence.cut(0, deed.start() if deed is not None else 0).strip("，, ")
    return _Opening(names, "responsible", sentence) if _in_particular(names) else None


def _in_particular(names: Passage) -> bool:
    """Whether a list that may be charged names a body, and not only groups: 各乡镇要加强领导 exhorts."""
    return are_charged(names) and any(group_extent(unit.name) is None for unit in split_units(names).units)


def _behind_mark(part: Passage, marks: str, *, bodies: bool = False) -> _Opening | None:
    """Units and a mark before the duty: 县教育局：负责校园安全。"""
    at = min((k for mark in marks if (k := part.folded.find(mark)) > 0), default=0)
    units, duty = part.cut(0, at), part.cut(at + 1).strip()
    if not at or at > _LONGEST or _NO_DUTY.search(duty.folded) or not (bodies or _DUTY.search(duty.folded)):
        return None
    if starts_with_field(part.folded) or not (_names_bodies(units) if bodies else _names_organs(units)):
        return None
    role = _ROLE.match(duty.folded)
    return _Opening(units.strip(), label_role(role.group("word")) if role is not None else "responsible", part.strip())


def _subject(part: Passage, *, bodies: bool = False) -> _Opening | None:
    """Units as the subject of the only duty of a sentence: 县公安局负责校园周边巡查。; not A负责甲，B负责乙."""
    together = parse_joined_work(part.cut(0, next((m.start() for m in re.finditer("[,;。]", part.folded)), None)))
    if together:
        return _Opening(together[0].value, "lead", part, together)
    verb = _ROLE.search(part.folded)
    names = part.cut(0, verb.start()) if verb is not None else part
    if (of_what := _OF_WHAT.search(names.folded)) is not None:
        names = names.cut(0, of_what.start())
    if verb is None or starts_with_field(part.folded) or not (_names_bodies(names) if bodies else _names_organs(names)):
        return None
    clauses = [clause for clause in re.split("[,;。]", part.folded[verb.end() :])[1:] if clause]
    if any(looks_like_body(clause[: other.start()]) for clause in clauses for other in _ROLE.finditer(clause)):
        return None
    return _Opening(names.strip(), label_role(verb.group("word")), part)


def _names_bodies(names: Passage) -> bool:
    return all(looks_like_body(fold(unit.name)) for unit in split_units(names).units)


def _names_organs(names: Passage) -> bool:
    if not 2 <= len(names) <= _LONGEST or re.search("[。:]|(?<!自)由", names.folded):
        return False
    listed = [fold(unit.name) for unit in split_units(names).units]
    return bool(listed) and ends_as_organ(listed[0]) and are_organs(listed)
