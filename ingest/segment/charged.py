"""Plans whose sentences begin with whom they charge: （三）改造设施。市交通局、市公安局要落实…。市气象局要配合….

charge = units "要" what; role = 要牵头 | 要配合 | neither; others = 要会同 units

Anybody may be exhorted so, in plans that name who answers in another way too. It counts only in a document in which
nothing else names anybody, and only where most items of a plan charge bodies by their names. Refused are those who
are nobody in particular (各部门要高度重视, 各级各单位要…), what was done or is told in reports and speeches, the
language of rules (应当), and a chapter of such sentences (工作要求) below items without any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dutygraph.graph.model import Role
from dutygraph.ingest.assign.sentences import Field
from dutygraph.ingest.segment.items import Item, below
from dutygraph.ingest.segment.subjects import before_deed
from dutygraph.ingest.text.passage import Passage, fold
from dutygraph.ingest.units.organs import group_extent
from dutygraph.ingest.units.units import are_organs, ends_as_organ, split_units

# So many items charge somebody, and more than one of so many, where that is a plan's form.
_FEWEST = 3
_MOST = 2
# So many bodies are charged by their names: a notice to 各学校 tells one kind of addressees what is wanted.
_FEWEST_BODIES = 2
_LONGEST = 120
_NO_PLAN = re.compile(
    r"^.{0,60}(?:总结|汇报|讲话|致辞|简报|纪要|(?:工作|进展|情况)的?(?:报告|通报))(?:\([^()]*\))?$|^(?:同志们|各位[^:]{0,12}):"
)
# 要求, 要素 and 要点 charge nobody.
_CHARGE = re.compile(
    r"(?P<besides>(?:作为(?P<as>牵头|主管|责任|配合|行业主管)(?:责任)?(?:部门|单位)|按照?[^,。;:]{1,12}|根据[^,。;:]{1,12}|结合[^,。;:]{1,12})?[,、]?"
    r"(?:还|也|均|都|则|分别|共同|联合|同时|每[年月季周]|年内|今年)*)"
    r"要(?![求素件点闻道害领务塞么是不紧略案价职闻旨义])"
    r"(?P<how>(?:进一步|切实|积极|主动|认真|及时|全力|密切|继续|共同|加强|做好|负责)*)(?P<deed>牵头|配合|协助|参与|会同|联合)?"
)
_ROLES: dict[str | None, Role] = {"牵头": "lead", "配合": "supporting", "协助": "supporting", "参与": "supporting"}
# Nobody in particular: 各部门, 各级各有关单位, 各地, 有关方面.
_ANYBODY = re.compile(
    r"(?:[省市区县旗州盟全镇乡]*(?:直|级|内|属|域))?(?:各级?|有关|相关|责任|成员|牵头|所有|全体|广大|其他|上述|涉及|以及|和|及|与|、|地区|地方|地|方面|单位|部门"
    r"|机关|党委|党组织|政府|人民政府|领导|行业|企业|企事业)+"
)
_STOP = re.compile("[。;:,!?]")
_END = re.compile("[。;:!?]")


def read_charged(root: Item, title: Passage | None) -> bool:
    """Give the items of a plan those whom their sentences charge; tell whether that is its form."""
    above = [title, *(part for part in root.parts if isinstance(part, Passage))]
    if any(_NO_PLAN.search(each.without_space().folded) for each in above if each is not None):
        return False
    said = {id(item): charges for item in below(root) if (charges := _charges(item))}
    items = [item for item in below(root) if id(item) in said or not item.children]
    # （一）甲局要做好以下工作：1.…。2.…。: the points below who is charged are the item's own words.
    items = [item for item in items if not any(id(child) in said for child in below(item))]
    inside = {id(child) for item in items for child in below(item)}
    items = [item for item in items if id(item) not in inside]
    charged = [item for item in items if id(item) in said]
    bodies = {name for item in charged for field in said[id(item)] for name in _bodies(field.value)}
    if len(charged) < _FEWEST or _MOST * len(charged) <= len(items) or len(bodies) < _FEWEST_BODIES:
        return False
    for item in charged:
        item.parts.append(said[id(item)])
    return True


def _charges(item: Item) -> tuple[Field, ...]:
    return tuple(field for part in item.parts if isinstance(part, Passage) for field in _of_paragraph(part))


def _of_paragraph(paragraph: Passage) -> Iterator[Field]:
    """Those whom each clause charges; a list of names may have commas, and so may what is said of them."""
    read = 0
    for start in (0, *(match.end() for match in _STOP.finditer(paragraph.folded))):
        sentence = paragraph.cut(start, start + _LONGEST)
        end = _END.search(sentence.folded)
        sentence = sentence.cut(0, end.start() if end is not None else None)
        match = _first_charge(sentence) if start >= read else None
        if match is not None:
            yield from _charge(sentence, match)
            read = start + match.end()


def charged_in(sentence: Passage) -> tuple[Field, ...]:
    """Return those whom a sentence charges that begins with them; none where it charges nobody."""
    match = _first_charge(sentence)
    return tuple(_charge(sentence, match)) if match is not None else ()


def _first_charge(sentence: Passage) -> re.Match[str] | None:
    found = _CHARGE.finditer(sentence.folded)
    return next((match for match in found if are_charged(sentence.cut(0, match.start()).strip())), None)


def _charge(sentence: Passage, match: re.Match[str]) -> Iterator[Field]:
    names, behind = sentence.cut(0, match.start()).strip(), sentence.cut(match.end())
    role = _ROLES.get(match.group("as") or match.group("deed"), "responsible")
    yield Field("role", role, None, names, inline=True, verb=match.group("deed"))
    if match.group("deed") in ("会同", "联合") and (others := before_deed(behind)) is not None:
        yield Field("role", "responsible", None, others, inline=True)


def are_charged(names: Passage) -> bool:
    """Tell whether a list is one of bodies, of which one at least is somebody in particular."""
    if not 2 <= len(names) <= _LONGEST or re.search(r"[。:]|(?<!自)由", names.folded):
        return False
    listed = [fold(unit.name) for unit in split_units(names).units]
    if not listed or not are_organs(listed) or not ends_as_organ(listed[0]):
        return False
    return not all(_ANYBODY.fullmatch(name) for name in listed)


def _bodies(names: Passage) -> Iterator[str]:
    return (fold(u.name) for u in split_units(names).units if group_extent(u.name) is None)
