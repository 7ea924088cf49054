"""Who does what, said in a sentence: 由A牵头，B、C按职责分工负责.

sentence = clause {separator clause}; clause = ["由"] names ["会同" names] verbs | names | time

Every name must look like the name of a body, or the whole sentence is none: a sentence of prose names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dutygraph.graph.model import Role
from dutygraph.ingest.assign.leading import FIRST_LEADS
from dutygraph.ingest.text.labels import ROLE_WORDS, FieldKind
from dutygraph.ingest.text.passage import Passage, fold
from dutygraph.ingest.units.broken_lists import WORK
from dutygraph.ingest.units.persons import is_person
from dutygraph.ingest.units.remits import is_field, is_remit
from dutygraph.ingest.units.units import are_organs, ends_as_organ, is_organ, looks_like_body, split_units

_ADVERB = (
    r"(?:(?:(?:按照?|依照?|依据|根据|结合)(?:各自|本部门|部门|工作)?(?:的)?(?:职责|职能|职权|权限|任务|分工|工作|要求|实际|情况|(?:分管|主管|管理|行业|职责)?领域)+(?:范围)?(?:内)?)"
    r"|分工|分别|分头|共同|联合|具体|各自|密切|积极|主动|予以|全力|切实|认真|统筹(?!协调|调度)|按期|做好|抓好|抓|总体|全面|协调|(?<![党群团会业际])组织|指导)"
)
_LEAD = (
    r"(?:总|双|共同)?牵头(?:抓总|负责|推进|推动|落实|实施|组织|组织实施|协调|指导|统筹|制定|起草|办理|抓落实|开展|总负责)?"
    r"|主办|主责|汇总|主抓|抓总|(?<!行业)主管(?![、和]?监管)|(?<!负责)统筹(?:协调|调度)?|负(?:总责|主责|主要责任)|为主(?:责|负责|实施|落实)?(?=[,;、。]|$)"
)
_SUPPORT = (
    r"为辅|(?:协同)?(?:配合|协助|参与|参加|协办|支持|协同|协作|指导)(?:配合)?"
    r"(?:做好|抓好|开展)?(?:实施|推进|落实|工作|负责|办理|建设)?"
)
_DO = (
    r"(?:负责(?:起草)?|落实|承办|承担|起草|实施|推进|推动|执行|办理|落实到位|抓好落实|组织实施|分工负责)(?:到位)?"
    r"(?:落实|实施|推进|组织实施|统筹|协调(?:调度|推进|落实)?|调度|办理|相关工作|有关工作|具体工作)?"
)
# Who watches carries no duty: （A负责，B督办）.
_WATCH = r"(?:负责)?(?:跟踪|重点|定期)?(?:督办|督查|督导|监督|考核|验收|审[核查批])(?:检查|落实|考核|问效)?"
_BY_DUTIES = r"按(?:照)?(?:各自)?(?:职责|职能)(?:任务)?(?:分工)?(?:分别)?"
# A run of verbs that ends a clause; what it says of the names before it.
_VERBS = re.compile(
    rf"{_ADVERB}*(?:(?P<watch>{_WATCH}(?=[,;。]|$))|(?P<lead>{_LEAD})|(?P<support>{_SUPPORT})|(?P<do>{_DO}))(?:{_ADVERB}*(?:{_SUPPORT}|{_DO}|{_LEAD}))*"
    rf"(?=[,，;；、。\s]|$|会同|由)|(?P<duties>{_BY_DUTIES})(?=[,，;；。\s]|$)"
    r"|(?:均|共同|分别)?(?:为|是|作为)(?:主要|第一)?(?P<noun>牵头|主办|责任|负责|落实|实施|推进|承办|配合|协办|参与|参加|协助)"
    r"(?:单位|部门|机关)(?=[,，;；。\s]|$)"
)
# What a clause goes on with where it says what bodies do: 县发改局编制规划.
_ACTS = re.compile(
    rf"{WORK.pattern}|(?:具体|主要|分别|共同)?(?:负责|承担|配合|协助|参与)|牵头|编制|研究|提出|制订|出台|印发"
    r"|拟[定订]|保障|提供|支持|指导|办理|推动|汇总"
)
# 由牵头部门会同… names nobody.
_NO_NAME = re.compile(
    "^各?牵头(?:部门|单位)$|(?<!自)由|(?<!级)以[上下](?!简称)|均需|不再|上述|任务|事项|做好|推进|加强|要[求加积]|^已|审议$"
    # 强化部门协同，形成合力 names nobody; 优化营商环境办公室 and 深化改革办公室 are bodies.
    "|^(?:强化|深化(?!改革)|健全|完善|提升|优化(?!营商)|落实|推动|加快|加大|形成|构建)"
)
_SHORT_NAME = re.compile("[省市区县旗州盟](?![场级内域外])[一-龥]{2,5}")
_LONGEST_END = 5  # of a name, behind what looks like work
_WATCHES = re.compile("监督|督[查导办促]|考核|验收|审[核查批]")
_WATCHES_OR_ACTS = re.compile(f"{_ACTS.pattern}|{_WATCHES.pattern}")
_TOGETHER = re.compile(
    r"会同(?!意)|联合(?=[省市区县旗国各有])|(?<=[部委局厅办署院行会])商(?![务会业品贸标])"
    r"(?=[一-龥]{2,12}[部委局厅办署院行会])"
)
# Not an edition: 事项清单（2024年版）.
_TIME = re.compile(
    r"(?!\d{4}年(?:[^,，。；;]{0,6}版|本|修[订正]|试行)$)(?:(?:完成|实施)?(?:时限|时间|期限)(?:为|:)?)?(?:拟|计划)?(?:于|在|至|到|力争|确保|自)?"
    r"(?:\d{1,4}\s*(?:年|月|日|个|季)|[一二三四五六七八九十]{1,2}月|第[一二三四]季度|今年|明年|当年|年底|年内|本年|每[年月季周]|上半年|下半年"
    r"|长期(?:坚持|推进|实施)|持续|常态|近期|立即|即时|全年|“?十[一二三四五]五).{0,30}"
)
# 由A负责, 分别由A、B负责: what stands before the names.
BY = "(?:(?:以上|上述|[本该此]项)(?:各项)?(?:任务|工作|内容|事项|措施)*)?(?:分别|均|统一|具体|主要|原则上)?由"
_ENDS = "，,；;。、 \t\u3000"


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its value; in sentence forms the label is None. ``inline`` fields stood in a bracket.

    ``verb`` is what a sentence says that the named do (牵头起草).
    """

    kind: FieldKind
    role: Role | None
    label: Passage | None
    value: Passage
    inline: bool = False
    verb: str | None = None


def parse_sentence(sentence: Passage, *, inline: bool = True) -> tuple[Field, ...]:
    """Return the fields of a sentence of roles, or none where any part of it is no name of a body."""
    remark = FIRST_LEADS.search(sentence.folded)
    if remark is not None:
        sentence = sentence.cut(0, remark.start())
    sentence = sentence.strip().strip("。；;—－-")  # ——县交通局负责
    fields: list[Field] = []
    start = 0
    for verbs in _at_depth_0(sentence.folded):
        role = _role(verbs)
        found = tuple(_led(sentence.cut(start, verbs.start()), verbs, role, inline=inline))
        if verbs.group("watch"):
            found = tuple(replace(f, kind="watcher", role=None) if f.kind == "role" else f for f in found)
        found = found or _persons(sentence.cut(start, verbs.start()), inline=inline)
        if not found:
            break
        fields.extend(replace(field, verb=verbs.group()) if field.kind == "role" else field for field in found)
        start = verbs.end()
    if not any(field.kind == "role" for field in fields):
        return ()
    rest = sentence.cut(start).strip(_ENDS)
    if rest:
        fields.extend(tuple(_names(rest, "responsible", inline=inline)) or _clauses(rest, inline=inline))
    return tuple(fields)


def _led(part: Passage, verbs: re.Match[str], role: Role, *, inline: bool) -> Iterator[Field]:
    """The fields of the names before verbs; of the last alone in A、B；A为牵头单位, A、B，A牵头 and A、B，C汇总."""
    mark = max(part.folded.rfind(","), part.folded.rfind(";"))
    again = part.folded[mark + 1 :].strip() in re.split("[、,;]", part.folded[: max(mark, 0)])
    if role == "lead" and mark > 0 and (again or verbs.group("noun") or "汇总" in verbs.group()):
        others = tuple(_names(part.cut(0, mark), "responsible", inline=inline))
        leading = tuple(_names(part.cut(mark + 1), role, inline=inline))
        if others and leading:
            yield from (*leading, *others)
            return
    yield from _names(part, role, inline=inline)


def _persons(part: Passage, *, inline: bool) -> tuple[Field, ...]:
    """Persons by their posts in a clause of a duty (分管副县长负责，县发改局牵头); none where a body is among them."""
    named = part.strip(_ENDS)
    said = all(is_person(name) for name in re.split("[、和]", named.folded))
    return (Field("person", None, None, named, inline),) if said else ()


def _clauses(rest: Passage, *, inline: bool) -> tuple[Field, ...]:
    """The fields of clauses that say what the work is, behind duties that were read: 会同B编制规划，C做好资金保障.

    What is no such clause, or says who watches (市审计局做好监督), is not read.
    """
    fields: list[Field] = []
    start = 0
    for end in [*(match.start() for match in re.finditer("[,;。]", rest.folded)), len(rest)]:
        clause = rest.cut(start, end).strip(_ENDS)
        told = _told(clause, inline=inline)
        if not told:
            return (*fields, Field("unread", None, None, rest.cut(start).strip(_ENDS), inline))
        fields.extend(told)
        start = end + 1
    return tuple(fields)


def _told(clause: Passage, *, inline: bool) -> tuple[Field, ...]:
    """The fields of one such clause: names alone, names and what they do (C配合), names and their work (C提供场地)."""
    names = tuple(_names(clause, "responsible", inline=inline))
    verbs = parse_sentence(clause, inline=inline) if any(_at_depth_0(clause.folded)) else ()
    if verbs and all(field.kind in ("role", "deadline") for field in verbs):
        return verbs
    organs = [ends_as_organ(fold(unit.name)) for field in names for unit in split_units(field.value).units]
    return names if all(organs) and organs else _with_work(clause, inline=inline) or names


def parse_work(sentence: Passage) -> tuple[Field, ...]:
    """Return the fields of a sentence whose first clause says what a body leads: A牵头整治，B组织拆除; else none."""
    fields = _clauses(sentence.strip().strip(_ENDS), inline=True)
    return fields if fields[0].role == "lead" else ()


def parse_clauses(sentence: Passage) -> tuple[Field, ...]:
    """Return the fields of clauses that each say what a body does: A负责方案制定；B负责资金保障; else none."""
    fields = _clauses(sentence.strip().strip(_ENDS), inline=True)
    return fields if all(field.kind == "role" for field in fields) else ()


def parse_opening_clauses(sentence: Passage) -> tuple[Field, ...]:
    """Return the fields of the clauses that a sentence opens with and that say what bodies do: A负责巡查，确保….

    Who watches (A负责监督检查) is returned as such. Behind a clause that names nobody no further one is read.
    """
    fields: list[Field] = []
    for match in re.finditer("[^,;。]+", sentence.folded):
        clause = sentence.cut(*match.span()).strip(_ENDS)
        told = _with_work(clause, inline=True) or _told(clause, inline=True)
        told = tuple(field for field in told if field.kind == "role") or _watching(clause)
        organs = [fold(unit.name) for field in told for unit in split_units(field.value).units]
        if not are_organs(organs) or _WATCHES.match(clause.folded):
            break
        fields += told
    return tuple(fields)


def _watching(clause: Passage) -> tuple[Field, ...]:
    """The field of organs of which a clause says that they watch: 由A督办, A负责监督检查."""
    by = re.match(BY, clause.folded)
    names = _before_work(clause.cut(by.end() if by is not None else 0), _WATCHES_OR_ACTS)
    watches = _WATCHES.search(clause.folded)
    if names is None or watches is None or watches.start() == 0:
        return ()
    return (Field("watcher", None, None, names, inline=True),)


def _with_work(clause: Passage, *, inline: bool) -> tuple[Field, ...]:
    """The field of organs and the work that they do: 会同县发改局编制规划, 由县发改局牵头编制, 各街道负责动员群众."""
    joined = _TOGETHER.match(clause.folded)
    opening = joined or re.match(BY, clause.folded)
    names = _before_work(clause.cut(opening.end() if opening is not None else 0))
    if names is None or _WATCHES.search(clause.folded):
        return ()
    verb = _ACTS.match(clause.folded[clause.folded.find(names.folded) + len(names) :])
    role = ROLE_WORDS.get(verb.group()[-2:], "responsible") if verb is not None and joined is None else "responsible"
    return (Field("role", role, None, names, inline),)


def _before_work(names: Passage, acts: re.Pattern[str] = _ACTS) -> Passage | None:
    """The names of a clause before the work that is said behind the last; None where no organ stands before any."""
    for match in acts.finditer(names.folded):
        listed = names.cut(0, match.start()).strip(_ENDS)
        if _goes_on(names.folded, match):
            continue
        if _are_names(listed) and are_organs(fold(unit.name) for unit in split_units(listed).units):
            return listed
    return None


def _goes_on(folded: str, act: re.Match[str]) -> bool:
    """Whether what looks like work stands inside a name: 保障 of 市人力资源社会保障局."""
    last = re.split("[、,;]", folded[: act.start()])[-1]
    ends = (act.end() + n for n in range(1, _LONGEST_END + 1) if act.end() + n <= len(folded))
    return not ends_as_organ(last) and any(ends_as_organ(last + folded[act.start() : end]) for end in ends)


def parse_joined(sentence: Passage) -> tuple[Field, ...]:
    """Return the fields of A会同B、C without a word on what they do: the first leads. None unless all are organs."""
    joined = _TOGETHER.search(sentence.folded)
    fields = tuple(_names(sentence, "responsible", inline=True)) if joined is not None and joined.start() > 0 else ()
    listed = [unit for field in fields if field.kind == "role" for unit in split_units(field.value).units]
    return fields if are_organs(fold(unit.name) for unit in listed) else ()


def parse_joined_work(sentence: Passage) -> tuple[Field, ...]:
    """Return the fields of A会同B and the work of both (县教育局会同县财政局制定办法): the first leads. Else none."""
    joined = _TOGETHER.search(sentence.folded)
    if joined is None or joined.start() == 0:
        return ()
    first, others = sentence.cut(0, joined.start()).strip(), _before_work(sentence.cut(joined.end()))
    if others is None or not are_organs(fold(unit.name) for unit in split_units(first).units):
        return ()
    return (Field("role", "lead", None, first, inline=True), Field("role", "responsible", None, others, inline=True))


def parse_names(names: Passage) -> tuple[Field, ...]:
    """Return the field of a bracket that holds only bodies and perhaps a time (市科委、市财政局), or none.

    Only organs count: what else is listed in brackets (试点村、示范村) names nobody.
    """
    remark = FIRST_LEADS.search(names.folded)
    names = names.cut(0, remark.start() if remark is not None else None).strip().strip("。；;")
    fields = tuple(_names(names, "responsible", inline=True))
    roles = [field for field in fields if field.kind == "role"]
    listed = [unit for field in roles for unit in split_units(field.value).units]
    return fields if are_organs(fold(unit.name) for unit in listed) else ()


def _role(verbs: re.Match[str]) -> Role:
    if verbs.group("noun"):
        return ROLE_WORDS[verbs.group("noun")]
    if verbs.group("lead") or "牵头" in verbs.group():
        return "lead"
    helps = verbs.group("support") or re.search("负责(?:配合|协助|参与|协同)", verbs.group())
    return "supporting" if helps else "responsible"


def _names(part: Passage, role: Role, *, inline: bool) -> Iterator[Field]:
    """Yield the fields of the names before some verbs: bodies, those that join them (会同), and times."""
    said, part = split_times(part.strip(_ENDS))
    times = [Field("deadline", None, None, time, inline) for time in said]
    joined = _TOGETHER.search(part.folded)
    parts: list[tuple[Passage, Role]] = [(part, role)]
    if joined is not None and joined.start() == 0:
        parts = [(part.cut(joined.end()), "responsible" if role == "lead" else role)]
    elif joined is not None:
        parts = [(part.cut(0, joined.start()), "lead"), (part.cut(joined.end()), role)]
    fields: list[Field] = []
    for names, its_role in parts:
        names = names.strip(_ENDS)
        by = re.match(BY, names.folded)
        names = names.cut(by.end()) if by is not None else names
        if not _are_names(names) and fields:
            names = _before_work(names) or names  # A会同B、C制定方案并组织实施
        if not _are_names(names):
            if times and not part:
                break
            return
        fields.append(Field("role", its_role, None, names, inline))
    yield from (*fields, *times)


def _are_names(names: Passage) -> bool:
    """Whether all are names of bodies; one that ends as none does counts among twice as many organs (市减灾备).

    So are fields alone behind a level: 县质监、工商分工负责牵头.
    """
    listed = [fold(unit.name) for unit in split_units(names).units]
    if listed and all(map(is_remit, listed)) and not is_field(listed[0]):
        return True
    strange = [name for name in listed if not _is_name(name)]
    among = sum(map(is_organ, listed)) >= 2 * len(strange) and all(map(_may_be_name, strange))
    return len(listed) > 0 and among


def _is_name(folded: str) -> bool:
    return (looks_like_body(folded) or is_organ(folded)) and not _NO_NAME.search(folded)


def _may_be_name(folded: str) -> bool:
    """Whether an unknown word may be a body's short name: a level, a few characters, and nothing that is done."""
    if _NO_NAME.search(folded) or _ACTS.search(folded):
        return False
    return _SHORT_NAME.fullmatch(folded) is not None or is_remit(folded)  # 工业和信息化, which has lost its 部


def split_times(value: Passage) -> tuple[list[Passage], Passage]:
    """Part a list of names from the times at its ends."""
    times: list[Passage] = []
    while value:
        cut = _time_part(value)
        if cut is None:
            break
        times.append(cut[0])
        value = cut[1]
    return times, value


def _time_part(part: Passage) -> tuple[Passage, Passage] | None:
    """A time at either end of a list of names, and the rest: 2024年底前完成，市教育局."""
    pieces = re.split("[,，;；。]", part.folded)
    if _TIME.fullmatch(pieces[0].strip()) and not _ends_in_organ(pieces[0]):
        return part.cut(0, len(pieces[0])).strip(), part.cut(len(pieces[0])).strip(_ENDS)
    if len(pieces) > 1 and _TIME.fullmatch(pieces[-1].strip()) and not _ends_in_organ(pieces[-1]):
        return part.cut(len(part) - len(pieces[-1])).strip(), part.cut(0, len(part) - len(pieces[-1])).strip(_ENDS)
    return None


def _ends_in_organ(folded: str) -> bool:
    """Tell whether a folded list ends in an organ's name; 9月底前提交市司法局 says what to do by then."""
    return is_organ(re.split("[、,]", folded)[-1]) and not re.search("提交|提请|报[送请经]|上报", folded)


def _at_depth_0(folded: str) -> Iterator[re.Match[str]]:
    """Yield the runs of verbs outside brackets."""
    for match in _VERBS.finditer(folded):
        before = folded[: match.start()]
        clause = re.split("[,;。]", before)[-1] + re.split("[,;。]", folded[match.start() :])[0]
        if _TIME.fullmatch(clause.strip()) and not re.search("[局委办厅部院府署行会区县镇]$", folded[: match.start()]):
            continue  # 持续推进
        if before.count("(") + before.count("[") == before.count(")") + before.count("]"):
            yield match
