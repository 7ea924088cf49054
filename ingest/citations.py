"""Instruments named in a task: 《…》 with or without a document number, and bare names of national laws.

mention = "《" title "》" ["（" 文号 "）"] | bare law name
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dutygraph.graph.model import DocumentNumber, Relation
from dutygraph.ingest.bare_names import find_bare_names
from dutygraph.ingest.numbers import DOCUMENT_NUMBER, parse_document_number
from dutygraph.ingest.passage import Passage
from dutygraph.ingest.unwrap import unwrap

_NEAR = 160  # how far from a title its bracket, its verb and its number are looked for
_ARTICLE = re.compile(
    r"第[一二三四五六七八九十百零\d]+条(?:第[一二三四五六七八九十\d]+款)?(?:第[（(]?[一二三四五六七八九十\d]+[)）]?项)?"
)
# 以下简称《通用目录》 / 以下简称“条例” / 简称“规划”, in a bracket behind the title.
_ALIAS = re.compile(r"(?:(?:以下|下)?统?简称|(?:以下|下)统?称)为?\s*[《“\"<](?P<alias>[^》”\">]{2,30})[》”\">]")
# To draw up, anew or again: 制定区级《…》, 研究出台《…》, 修订《…》. Not 印发的《…》 and 已制定《…》 (they exist),
# not 新修订的《…》, not 完善《…》, not 制定落实《…》的措施 nor 关于印发《…》的通知.
_DRAFT_VERBS = (
    r"制定|制订|制(?:\(修\)|（修）|修)[定订]|出台|起草|编制|编写|编印|编修|编纂|修编|拟定|拟订|拟制|草拟|撰写|研究制定|研究出台"
    r"|印发|发布|制发|颁布|推出|修订|形成|提出|建立"
)
_DRAFT = re.compile(
    rf"(?P<verb>{_DRAFT_VERBS})(?P<and>(?:并|和|、)?(?:印发|发布|出台|实施|完善|公布|下发|报送|落实))?"
    r"(?P<filler>我?[省市区县旗]级?|全[省市区县旗国]|[^，。；：、《》“”的]{0,8})$"
)
_NOT_A_DRAFT = re.compile(
    r"(?:已|已经|业已|刚刚?|近日|日前|新近|先后|相继)[^，。；]{0,6}$|(?:关于|根据|按照|依据|对照|参照|国务院|党中央|中央|国家|省委|省政府|上级)[^，。；《》]{0,8}$"
)
_NOT_FILLER = re.compile(r"落实|贯彻|执行|关于|按照|根据|依据|了|过|后|符合|对|[省部委厅]联合")
# What is drawn up stands behind the title: 制定《条例》实施细则, 《规划》任务分工方案.
_DRAWN_FROM = re.compile(
    r"(?:的)?(?:贯彻|落实|实施|配套|具体|年度|任务|重点|责任|分工|工作|操作|解读|宣传|释义|子方案|等?(?:文件)?的?(?:实施|配套|落实|具体|贯彻))"
    r"[^，。；、《》]{0,10}(?:细则|办法|意见|方案|措施|计划|清单|制度|政策|规定|举措|分工|指南|材料|文件|解读|读本|规程)"
)
# 推动《条例》立法, 加快《办法》制定出台.
_DRAFT_BEFORE = re.compile(
    r"(?:推动|加快|推进|完成|启动|开展|做好|抓紧|抓好|统筹|参与|配合|做好|适时|尽快|及时|组织)"
    r"[^，。；《》]{0,6}$|[对将把]$"
)
_DRAFT_BEHIND = re.compile(
    r"(?:等)?(?:地方性|政府|配套)?(?:文件|法规|规章|制度|标准|政策|项目)*的?(?:研究|起草|进行)?(?:制定|制订|起草|编制|立法|出台|印发|草拟|拟定|编写|修订|制修订|修编|编修|编纂|编撰)(?!建议|意见|情况|经验|完成后)"
    r"|[列纳]入[^，。；]{0,8}立法"
)
# Papers, certificates and forms are no instruments: 在《云川日报》开设专栏, 核发《营业执照》, 填写《补贴申请表》.
_NO_INSTRUMENT = re.compile(
    "(?:日报|晚报|早报|晨报|时报|周报|周刊|月刊|杂志|期刊|申请表|登记表|审批表|备案表|调查表|推荐表|申报表|记录表|许可证|合格证|资格证"
    "|登记证|证书|证明|执照|[业创居工残老优会产]证)$"
)
_JOINT = re.compile(r"(?:[、和及与，或]|以及|和)?(?:[省市区县旗]级|配套)?")


@dataclass(frozen=True, slots=True)
class MentionDraft:
    """One instrument as named in a task; ``title`` and ``number`` are what is printed, normalised."""

    relation: Relation
    surface: Passage
    title: str
    number: DocumentNumber | None
    article: str | None
    aliases: tuple[str, ...]
    bare: bool


def find_mentions(text: Passage, known_aliases: Iterable[str] = ()) -> list[MentionDraft]:
    """Return the instruments named in a text, one entry a title, in the order of their first mention.

    ``known_aliases`` are short titles given earlier (以下简称《…》): naming an instrument by one is no entry.
    """
    titles = title_spans(text.text)
    found: list[tuple[int, MentionDraft]] = []
    aliases = {_flat(a) for a in known_aliases}
    seen: set[str] = set()
    relations = _relations(text, titles)
    numbers = _numbers(text.folded, titles)
    for (start, end), relation in zip(titles, relations, strict=True):
        inner = text.cut(start + 1, end - 1)
        title = clean_title(inner.text)
        behind = text.cut(end, end + _NEAR)
        bracket = _bracket(behind.folded)
        number = numbers[start]
        own_aliases = tuple(m.group("alias") for m in _ALIAS.finditer(bracket))
        if _ALIAS.search(text.folded[max(0, start - 6) : end]) or _flat(title) in aliases:
            continue
        aliases.update(_flat(a) for a in own_aliases)
        if not title or _flat(title) in seen or _NO_INSTRUMENT.search(title):
            continue
        seen.add(_flat(title))
        article = _ARTICLE.match(behind.text)
        found.append(
            (
                start,
                MentionDraft(
                    relation,
                    text.cut(start, end),
                    title,
                    number,
                    article.group() if article else None,
                    own_aliases,
                    bare=False,
                ),
            )
        )
    plain, places = unwrap(text)
    for first, last in find_bare_names(plain.folded):
        name = plain.folded[first:last]
        start, end = places[first], places[last - 1] + 1
        if any(a <= start < b for a, b in titles) or name in seen:
            continue
        seen.add(name)
        article = _ARTICLE.match(plain.text, last)
        surface = text.cut(start, end)
        relation = "drafts" if _is_drafted(plain.text[max(0, first - _NEAR) : first], "") else "cites"
        found.append(
            (start, MentionDraft(relation, surface, name, None, article.group() if article else None, (), True))
        )
    return [mention for _, mention in sorted(found, key=lambda pair: pair[0])]


def _relations(text: Passage, titles: list[tuple[int, int]]) -> list[Relation]:
    """Say of each title whether it is to be drawn up; titles in a row share the verb before or behind them."""
    relations: list[Relation] = []
    runs: list[list[int]] = []
    until = -1
    for n, (start, end) in enumerate(titles):
        if n and _JOINT.fullmatch(text.text[until:start].strip()):
            runs[-1].append(n)
        else:
            runs.append([n])
        bracket = _bracket(text.folded[end : end + _NEAR])
        until = end + (len(bracket) if _number(bracket) or _ALIAS.search(bracket) else 0)
    for run in runs:
        (start, _), (_, end) = titles[run[0]], titles[run[-1]]
        drafted = _is_drafted(text.text[max(0, start - _NEAR) : start], text.text[end : end + _NEAR])
        relations += ["drafts" if drafted else "cites"] * len(run)
    return relations


def _is_drafted(before: str, behind: str) -> bool:
    """Whether the words around titles tell someone to draw them up."""
    if _DRAWN_FROM.match(behind):
        return False
    match = _DRAFT.search(before[-28:])
    if match is not None:
        filler = match.group("and") != "落实" and not _NOT_FILLER.search(match.group("filler"))
        return filler and not _NOT_A_DRAFT.search(before[-28:][: match.start()])
    return _DRAFT_BEFORE.search(before[-16:]) is not None and _DRAFT_BEHIND.match(behind) is not None


def title_spans(text: str) -> list[tuple[int, int]]:
    """Return the ranges of the outermost 《…》; a bracket without its fellow is passed over.

    >>> title_spans("《甲《乙》丙》和《丁，见《戊》")
    [(0, 7), (11, 14)]
    """
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for i, char in enumerate(text):
        if char == "《":
            opened.append(i)
        elif char == "》" and opened:
            pairs.append((opened.pop(), i + 1))
    pairs.sort()
    outermost: list[tuple[int, int]] = []
    for start, end in pairs:
        if not outermost or start >= outermost[-1][1]:
            outermost.append((start, end))
    return outermost


def clean_title(title: str) -> str:
    """Return a title without line breaks; a space between two Chinese characters stays (two issuers)."""
    return re.sub(r"\s*[\r\n]+\s*", "", title).strip()


def find_aliases(text: Passage) -> list[str]:
    """Return the short titles that a text introduces (以下简称《…》)."""
    return [m.group("alias") for m in _ALIAS.finditer(text.folded)]


def _flat(title: str) -> str:
    return re.sub(r"\s", "", title)


def _bracket(folded: str) -> str:
    """The bracket right behind a title, with its brackets, or nothing."""
    if not folded or folded[0] not in "([":
        return ""
    depth = 0
    for i, char in enumerate(folded[:120]):
        depth += char in "(["
        depth -= char in ")]"
        if depth == 0:
            return folded[: i + 1]
    return ""


# What stands before a document number and is no part of its issuer's code: 落实国办发〔2020〕49号.
_BEFORE_CODE = re.compile(
    "^.*(?:贯彻|落实|执行|按照|根据|依据|依照|对照|参照|及其|以及|以下|印发|转发|文件|精神|(?:[和及与见以将的对按](?!政|市|县|府)))(?=.{2})"
)


def _number(bracket: str) -> DocumentNumber | None:
    match = DOCUMENT_NUMBER.search(bracket[1:-1]) if bracket else None
    return _of_code(match.group()) if match else None


def _of_code(printed: str) -> DocumentNumber | None:
    code = re.match("[\u4e00-\u9fff]*", printed)
    head = code.group() if code else ""
    return parse_document_number(_BEFORE_CODE.sub("", head) + printed[len(head) :])


def _numbers(folded: str, titles: list[tuple[int, int]]) -> dict[int, DocumentNumber | None]:
    """The document number of each title by where it begins.

    A bracket behind several titles holds a number for each: 《甲》《乙》（云府发〔2023〕5号、云府发〔2023〕6号）.
    """
    found: dict[int, DocumentNumber | None] = {}
    row: list[int] = []
    until = 0
    for n, (start, end) in enumerate(titles):
        row.append(start)
        bracket = _bracket(folded[end : end + _NEAR])
        printed = [_of_code(m.group()) for m in DOCUMENT_NUMBER.finditer(bracket[1:-1])]
        if len(printed) > 1 and len(printed) == len(row):
            found.update(zip(row, printed, strict=True))
        else:
            found[start] = printed[0] if printed else _number_beside(folded, until, start, end)
        until = end + len(bracket)
        goes_on = n + 1 < len(titles) and _JOINT.fullmatch(folded[end : titles[n + 1][0]].strip()) is not None
        row = row if goes_on and not bracket else []
    return found


def _number_beside(folded: str, until: int, start: int, end: int) -> DocumentNumber | None:
    """A number that stands beside a title without a bracket, behind it or before it: 国办发〔2020〕49号《…》.

    ``until`` is where the bracket of the title before ends: its number is that one's.
    """
    match = DOCUMENT_NUMBER.match(folded, end)
    behind = parse_document_number(match.group()) if match else None
    if match is not None and behind is not None and behind == _of_code(match.group()):
        return behind
    ahead = re.search(rf"(?P<number>{DOCUMENT_NUMBER.pattern})\)?(?:文件)?\s*$", folded[max(until, start - 40) : start])
    return _of_code(ahead.group("number")) if ahead else None
