"""Instruments named in a task: 《…》 with or without a document number, and bare names of national laws.

mention = "《" title "》" ["（" 文号 "）"] | bare law name
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from dutygraph.graph.entities import DocumentNumber
from dutygraph.graph.model import Relation
from dutygraph.ingest.citations.bare_names import find_bare_names
from dutygraph.ingest.citations.drafting import is_drafted
from dutygraph.ingest.citations.numbers import DOCUMENT_NUMBER
from dutygraph.ingest.citations.title_numbers import (
    JOINT,
    bracket_behind,
    lone_numbers,
    number_in_bracket,
    numbers_of_titles,
)
from dutygraph.ingest.citations.unmarked import marked_otherwise, title_before, whole_title
from dutygraph.ingest.citations.works import works
from dutygraph.ingest.text.passage import Passage
from dutygraph.ingest.text.unwrap import unwrap

_NEAR = 160  # how far from a title its bracket and its verb are looked for
# 第三十一条第一款第（二）项; of several the whole row: 第十二条、第十三条, 第一千零七十七条至第一千零八十条.
_NTH = r"[一二三四五六七八九十百千零〇\d]+"
_PIN = rf"第{_NTH}条(?:之[一二三四五六七八九十])?(?:第{_NTH}款)?(?:第[（(]?{_NTH}[)）]?项)?"
_ARTICLE = re.compile(rf"{_PIN}(?:(?:以及|[、和及与至到]|—|－|-){_PIN})*")
# 以下简称《通用目录》 / 以下简称“条例” / 简称“规划”, in a bracket behind the title.
_ALIAS = re.compile(r"(?:(?:以下|下)?统?简称|(?:以下|下)统?称)为?\s*[《“\"<](?P<alias>[^》”\">]{2,30})[》”\">]")
# 国家标准《甲》、地方标准《乙》: what is said of them is said of both.
_ANOTHER_KIND = re.compile("[、和及与][^，。；：《》、]{2,14}(?:标准|规范|规程|规章|法规)")
# Papers, certificates and forms are no instruments: 在《云川日报》开设专栏, 核发《营业执照》, 填写《补贴申请表》.
_NO_INSTRUMENT = re.compile(
    "(?:(?<![通公简专年月季上申汇预警快情电])报|周报|周刊|月刊|杂志|期刊|申请表|登记表|审批表|备案表|调查表|推荐表|申报表|记录表|许可证|合格证|资格证"
    "|登记证|台账|承诺书|告知书|通知书|决定书|建议书|申请书|确认书|(?<!保)证书|证明|执照|[业创居工残老优会产到]证)$"
)
# 启动《云川市养犬条例》立法调研，形成《条例》初稿: the one named before, and what is said of it.
_KIND_ALONE = re.compile("条例|办法|规定|规则|细则|准则|规程|章程|方案|规划|纲要|意见|计划|通知")
# Handed out and used (推广使用《健康手册》), a book; drawn up (编印《办事手册》), work.
_BOOK = re.compile(r"(?:手册|读本|折页|年鉴|画册|合同(?:[（(][^（()）]*[)）])?)$")
# 填写《要素表》和《情况说明书》, 获得《核查报告》: whatever its name, a form or what somebody is given.
_FILLED_IN = re.compile(r"(?:填(?:写|报|好|制|具|妥)(?:好|完整|完善)?(?:本)?|获得|取得|领取|出具)$")

NO_ALIASES: Mapping[str, str | None] = MappingProxyType({})


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


def find_mentions(
    text: Passage, known_aliases: Mapping[str, str | None] = NO_ALIASES, *, drawn_up: bool = False
) -> list[MentionDraft]:
    """Return the instruments named in a text, one entry a title, in the order of their first mention.

    ``known_aliases`` are short titles given earlier (以下简称《…》) with the title that each is short for: naming an
    instrument by one is no entry, but an article that it pins (《规则》第八条) is the instrument's.
    ``drawn_up`` tells that somebody is named to draw up what a text of nothing but a title names.
    """
    titles = title_spans(text.folded)
    found: list[tuple[int, MentionDraft]] = []
    aliases = {_flat(alias): title for alias, title in known_aliases.items()}
    forms, shown = _forms(text, titles), works(text.folded, titles)
    seen: set[str] = set()
    relations = _relations(text, titles)
    numbers = numbers_of_titles(text.folded, titles)
    for (start, end), relation in zip(titles, relations, strict=True):
        inner = text.cut(start + 1, end - 1)
        title = clean_title(inner.text)
        behind = text.cut(end, end + _NEAR)
        bracket = bracket_behind(behind.folded)
        number = numbers[start]
        own_aliases = tuple(m.group("alias") for m in _ALIAS.finditer(bracket))
        pinned = _ARTICLE.match(behind.text) or _ARTICLE.match(behind.text, len(bracket))
        article = pinned.group() if pinned is not None else None
        if _ALIAS.search(text.folded[max(0, start - 6) : end]):
            continue
        if _flat(title) in aliases:
            meant = aliases[_flat(title)] or title
            if article is None or _pin(found, meant, article):
                continue
            title = meant  # given elsewhere: the article is named nowhere but here
        aliases.update((_flat(alias), title) for alias in own_aliases)
        if not title or start in forms or (start in shown and number is None) or _NO_INSTRUMENT.search(title):
            continue
        if _flat(title) in seen:
            _pin(found, title, article)
            continue
        if relation == "cites" and _BOOK.search(title):
            continue
        if _KIND_ALONE.fullmatch(title) and (named := _last_ending_in(title, found)) is not None:
            place, mention = found[named]
            found[named] = (place, replace(mention, relation=relation)) if relation == "drafts" else (place, mention)
            _pin(found, mention.title, article)
            continue
        seen.add(_flat(title))
        found.append(
            (
                start,
                MentionDraft(
                    relation,
                    text.cut(start, end),
                    title,
                    number,
                    article,
                    own_aliases,
                    bare=False,
                ),
            )
        )
    plain, places = unwrap(text)
    known = set(numbers.values())
    bare = list(find_bare_names(plain.folded))
    for (first, last), relation in zip(bare, _relations(plain, bare), strict=True):
        name = plain.folded[first:last]
        start, end = places[first], places[last - 1] + 1
        if any(a <= start < b for a, b in titles):
            continue
        pinned = _ARTICLE.match(plain.text, last)
        article = pinned.group() if pinned is not None else None
        if name in seen:
            _pin(found, name, article)
            continue
        seen.add(name)
        surface = text.cut(start, end)
        number = number_in_bracket(plain.folded[last : last + _NEAR])
        known.add(number)
        found.append((start, MentionDraft(relation, surface, name, number, article, (), True)))
    whole = whole_title(plain.folded, drawn_up=drawn_up) if not found else None
    if whole is not None:
        first, last, edited = whole
        surface = text.cut(places[first], places[last - 1] + 1)
        title = clean_title(surface.text)
        found.append((0, MentionDraft("drafts" if edited else "cites", surface, title, None, None, (), True)))
    found += _unmarked(text, titles, seen, {number for number in known if number is not None})
    return [mention for _, mention in sorted(found, key=lambda pair: pair[0])]


def _pin(found: list[tuple[int, MentionDraft]], title: str, article: str | None) -> bool:
    """Give the mention of a title an article that a later one pins, beside its own; whether there is such a mention.

    A row's articles are one string: 《规则》第八条 … 《规则》第十条 pins 第八条、第十条.
    """
    named = next((n for n, (_, mention) in enumerate(found) if _flat(mention.title) == _flat(title)), None)
    if named is None:
        return False
    place, mention = found[named]
    if article is not None and article not in (mention.article or "").split("、"):
        found[named] = (place, replace(mention, article="、".join(filter(None, (mention.article, article)))))
    return True


def _last_ending_in(kind: str, found: list[tuple[int, MentionDraft]]) -> int | None:
    """Return which of the titles found is the last that ends in a word, as 《云川市养犬条例》 does in 条例."""
    return next((n for n in reversed(range(len(found))) if found[n][1].title.endswith(kind)), None)


def _unmarked(
    text: Passage, titles: list[tuple[int, int]], seen: set[str], known: set[DocumentNumber]
) -> list[tuple[int, MentionDraft]]:
    """Instruments that only their number names, with the title before it where that lost its 《》."""
    found: list[tuple[int, MentionDraft]] = []
    for start, end, number in lone_numbers(text.folded, titles):
        if number in known:
            continue
        known.add(number)
        named = title_before(text.folded, start)
        surface = text.cut(*named) if named is not None else text.cut(start, end)
        title = clean_title(surface.text) if named is not None else str(number)
        if _flat(title) in seen:
            continue
        seen.add(_flat(title))
        first = named[0] if named is not None else start
        relation: Relation = "drafts" if named and is_drafted(text.text[max(0, first - _NEAR) : first], "") else "cites"
        found.append((first, MentionDraft(relation, surface, title, number, None, (), True)))
    return found


def _forms(text: Passage, titles: list[tuple[int, int]]) -> set[int]:
    """Where the titles begin that are filled in; those of a row share the verb."""
    found: set[int] = set()
    until = -1
    for start, end in titles:
        joined = until >= 0 and JOINT.fullmatch(text.text[until:start].strip()) is not None
        if _FILLED_IN.search(text.text[max(0, start - _NEAR) : start]) or joined:
            found.add(start)
            until = end
        else:
            until = -1
    return found


def _relations(text: Passage, titles: list[tuple[int, int]]) -> list[Relation]:
    """Say of each title whether it is to be drawn up; titles in a row share the verb before or behind them.

    So do names without 《》: 修订节约能源法、清洁生产促进法, 推动云川市供水条例、云川市养犬办法立法.
    """
    relations: list[Relation] = []
    runs: list[list[int]] = []
    until = -1
    for n, (start, end) in enumerate(titles):
        between = text.text[until:start].strip() if n else ""
        if n and (JOINT.fullmatch(between) or _ANOTHER_KIND.fullmatch(between)):
            runs[-1].append(n)
        else:
            runs.append([n])
        bracket = bracket_behind(text.folded[end : end + _NEAR])
        until = end + (len(bracket) if DOCUMENT_NUMBER.search(bracket) or _ALIAS.search(bracket) else 0)
    for run in runs:
        (start, _), (_, end) = titles[run[0]], titles[run[-1]]
        drafted = is_drafted(text.text[max(0, start - _NEAR) : start], text.text[end : end + _NEAR])
        relations += ["drafts" if drafted else "cites"] * len(run)
    return relations


def title_spans(text: str) -> list[tuple[int, int]]:
    """Return the ranges of the outermost 《…》; a bracket without its fellow is passed over.

    >>> title_spans("《甲《乙》丙》和《丁，见《戊》")
    [(0, 7), (12, 15)]
    """
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for i, char in enumerate(text):
        if char == "《":
            opened.append(i)
        elif char == "》" and opened:
            pairs.append((opened.pop(), i + 1))
    pairs += marked_otherwise(text)
    pairs.sort()
    outermost: list[tuple[int, int]] = []
    for start, end in pairs:
        if not outermost or start >= outermost[-1][1]:
            outermost.append((start, end))
    return outermost


def clean_title(title: str) -> str:
    """Return a title without line breaks; a space between two Chinese characters stays (two issuers)."""
    return re.sub(r"\s*[\r\n]+\s*", "", title).strip()


def find_aliases(text: Passage) -> dict[str, str | None]:
    """Return the short titles that a text introduces (以下简称《…》), and the title in front where one stands there."""
    found: dict[str, str | None] = {m.group("alias"): None for m in _ALIAS.finditer(text.folded)}
    for start, end in title_spans(text.folded):
        for short in _ALIAS.finditer(bracket_behind(text.folded[end : end + _NEAR])):
            found[short.group("alias")] = clean_title(text.text[start + 1 : end - 1])
    return found


def _flat(title: str) -> str:
    return re.sub(r"\s", "", title)
