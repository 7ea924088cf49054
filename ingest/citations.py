"""Instruments named in a task: 《…》 with or without a document number, and bare names of national laws.

mention = "《" title "》" ["（" 文号 "）"] | bare law name
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dutygraph.graph.model import DocumentNumber, Relation
from dutygraph.ingest.numbers import DOCUMENT_NUMBER, parse_document_number
from dutygraph.ingest.passage import Passage
from dutygraph.ingest.unwrap import unwrap

_NEAR = 160  # how far from a title its bracket, its verb and its number are looked for
_ARTICLE = re.compile(
    r"第[一二三四五六七八九十百零\d]+条(?:第[一二三四五六七八九十\d]+款)?(?:第[（(]?[一二三四五六七八九十\d]+[)）]?项)?"
)
# 以下简称《通用目录》 / 以下简称“条例” / 简称“规划”, in a bracket behind the title.
_ALIAS = re.compile(r"(?:(?:以下|下)?统?简称|(?:以下|下)统?称)为?\s*[《“\"<](?P<alias>[^》”\">]{2,30})[》”\">]")
# To draw up: 制定区级《…》, 研究出台《…》, 修订印发《…》, 制修订《…》. Not 印发的《…》 and 已制定《…》 (they exist),
# not 新修订的《…》, not 修订《…》 alone (it is there to be changed), not 制定落实《…》的措施 nor 关于印发《…》的通知.
_DRAFT_VERBS = (
    r"制定|制订|制(?:\(修\)|（修）|修)[定订]|出台|起草|编制|编写|编印|拟定|拟订|拟制|草拟|研究制定|研究出台"
    r"|印发|发布|制发|颁布|推出"
)
_DRAFT = re.compile(
    rf"(?P<verb>{_DRAFT_VERBS})(?P<and>(?:并|和|、)?(?:印发|发布|出台|实施|完善|公布|下发|报送|落实))?"
    r"(?P<filler>我?[省市区县旗]级?|全[省市区县旗国]|[^，。；：、《》“”的]{0,8})$"
)
_NOT_A_DRAFT = re.compile(
    r"(?:已|已经|业已|刚刚?|近日|新近)[^，。；]{0,6}$|(?:关于|根据|按照|依据|对照|参照|国务院|党中央|中央|国家|省委|省政府|上级)[^，。；《》]{0,8}$"
)
_NOT_FILLER = re.compile(r"落实|贯彻|执行|关于|按照|根据|依据|了|过|符合|对照|[省部委厅]联合")
# What is drawn up stands behind the title: 制定《条例》实施细则, 《规划》任务分工方案.
_DRAWN_FROM = re.compile(
    r"(?:的)?(?:贯彻|落实|实施|配套|具体|年度|任务|重点|责任|分工|工作|操作|解读|宣传|释义|子方案|等?(?:文件)?的?(?:实施|配套|落实|具体|贯彻))"
    r"[^，。；、《》]{0,10}(?:细则|办法|意见|方案|措施|计划|清单|制度|政策|规定|举措|分工|指南|材料|文件|解读|读本|规程)"
)
# 推动《条例》立法, 加快《办法》制定出台.
_DRAFT_BEFORE = re.compile(r"(?:推动|加快|推进|完成|启动|开展|做好|抓紧|抓好|统筹|参与|配合|做好)[^，。；《》]{0,6}$")
_DRAFT_BEHIND = re.compile(r"(?:等)?(?:文件)?的?(?:研究|起草)?(?:制定|制订|起草|编制|立法|出台|印发|草拟|拟定|编写)")
_JOINT = re.compile(r"(?:[、和及与，或]|以及|和)?(?:[省市区县旗]级|配套)?")
# A bare law's name ends there: 行政处罚法律 and 劳动法规 go on.
_NOT_AFTER = "律规定制院官庭治人学医务案理典宝则门子系器国盲盾修条的"[:-1]
_NAMES_OF = "精神|意识|宣|知识|教育|修正|日|周|馆|公园|广场|主题|赋予|权威|尊严|至上|和法律"
_LAW_RULES = "(?:实施条例|实施细则)?"
# Regulations of the State Council that plans name without 《》 and without 省 or 市 before them.
_BARE_RULES = (
    "(?<![省市区县旗州〉》])(?:政府信息公开条例|优化营商环境条例|重大行政决策程序暂行条例|保障农民工工资支付条例|信访工作条例"
    "|行政法规制定程序条例|规章制定程序条例|法规规章备案审查条例|公共机构节能条例|机关事务管理条例|不动产登记暂行条例)"
)


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


@cache
def national_laws() -> tuple[str, ...]:
    """Return the names of national laws without 中华人民共和国, the longest first."""
    text = files("dutygraph.ingest").joinpath("data/laws.txt").read_text(encoding="utf-8")
    names = {line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")}
    return tuple(sorted(names, key=lambda n: (-len(n), n)))


@cache
def _bare_law() -> re.Pattern[str]:
    names = national_laws()
    long, short = [n for n in names if len(n) > 2], [n for n in names if len(n) <= 2]
    # 水法 and 宪法 stand by themselves: not in 节水法子, 宪法精神 and 宪法宣传周.
    alone = f"(?:(?<![\u4e00-\u9fff])|(?<=[和及与依按照据行用实传习彻]))(?:{'|'.join(short)})(?!{_NAMES_OF})"
    law = f"(?:中华人民共和国)?(?:{'|'.join(long)})|中华人民共和国(?:{'|'.join(short)})|{alone}"
    return re.compile(rf"(?:(?:{law}){_LAW_RULES}|{_BARE_RULES})(?![{_NOT_AFTER}])")


def find_mentions(text: Passage, known_aliases: Iterable[str] = ()) -> list[MentionDraft]:
    """Return the instruments named in a text, one entry a title, in the order of their first mention.

    ``known_aliases`` are short titles given earlier (以下简称《…》): naming an instrument by one is no entry.
    """
    titles = title_spans(text.text)
    found: list[tuple[int, MentionDraft]] = []
    aliases = {_flat(a) for a in known_aliases}
    seen: set[str] = set()
    relations = _relations(text, titles)
    for (start, end), relation in zip(titles, relations, strict=True):
        inner = text.cut(start + 1, end - 1)
        title = clean_title(inner.text)
        behind = text.cut(end, end + _NEAR)
        bracket = _bracket(behind.folded)
        number = _number(bracket) or _number_beside(text.folded, start, end)
        own_aliases = tuple(m.group("alias") for m in _ALIAS.finditer(bracket))
        if _ALIAS.search(text.folded[max(0, start - 6) : end]) or _flat(title) in aliases:
            continue
        aliases.update(_flat(a) for a in own_aliases)
        if not title or _flat(title) in seen:
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
    for match in _bare_law().finditer(plain.folded):
        start, end = places[match.start()], places[match.end() - 1] + 1
        if any(a <= start < b for a, b in titles) or match.group() in seen:
            continue
        seen.add(match.group())
        article = _ARTICLE.match(plain.text, match.end())
        surface = text.cut(start, end)
        relation = "drafts" if _is_drafted(plain.text[max(0, match.start() - _NEAR) : match.start()], "") else "cites"
        found.append(
            (
                start,
                MentionDraft(relation, surface, match.group(), None, article.group() if article else None, (), True),
            )
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


def _number(bracket: str) -> DocumentNumber | None:
    match = DOCUMENT_NUMBER.search(bracket[1:-1]) if bracket else None
    return parse_document_number(match.group()) if match else None


def _number_beside(folded: str, start: int, end: int) -> DocumentNumber | None:
    """A number that stands beside a title without a bracket, behind it or before it: 国办发〔2020〕49号《…》."""
    match = DOCUMENT_NUMBER.match(folded, end)
    if match is None or match.start() != end:
        ahead = re.search(
            rf"(?:^|[,。;、(\s])\(?(?P<number>{DOCUMENT_NUMBER.pattern})\)?(?:文件)?\s*$",
            folded[max(0, start - 40) : start],
        )
        return parse_document_number(ahead.group("number")) if ahead else None
    return parse_document_number(match.group())
