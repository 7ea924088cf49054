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

_ARTICLE = re.compile(
    r"第[一二三四五六七八九十百零\d]+条(?:第[一二三四五六七八九十\d]+款)?(?:第[（(]?[一二三四五六七八九十\d]+[)）]?项)?"
)
# 以下简称《通用目录》 / 以下简称“条例” / 简称“规划”, in a bracket behind the title.
_ALIAS = re.compile(r"(?:(?:以下|下)?统?简称|(?:以下|下)统?称)为?\s*[《“\"<](?P<alias>[^》”\">]{2,30})[》”\">]")
# To draw up: 制定区级《…》, 研究出台《…》, 修订完善《…》. Not 印发的《…》 (it exists), not 新修订的《…》.
_DRAFT = re.compile(
    r"(?:制定|制订|出台|起草|编制|拟定|拟订|草拟|研究制定|研究出台|印发|发布|制发|编写)"
    r"(?:并?(?:印发|发布|出台|实施|完善|公布))?(?:我?[省市区县旗]级?|全[省市区县旗]|[^，。；：、《》“”的]{0,6})$"
)
_JOINT = re.compile(r"(?:[、和及与，]|以及)?(?:[省市区县旗]级)?")
# A bare law's name ends there: 行政处罚法律 and 劳动法规 go on.
_NOT_AFTER = "律规定制院官庭治人学医务案理典"


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
    return re.compile(rf"(?:中华人民共和国)?(?:{'|'.join(national_laws())})(?![{_NOT_AFTER}])")


def find_mentions(text: Passage, known_aliases: Iterable[str] = ()) -> list[MentionDraft]:
    """Return the instruments named in a text, one entry a title, in the order of their first mention.

    ``known_aliases`` are short titles given earlier (以下简称《…》): naming an instrument by one is no entry.
    """
    titles = title_spans(text.text)
    found: list[tuple[int, MentionDraft]] = []
    aliases = {_flat(a) for a in known_aliases}
    seen: set[str] = set()
    drafting_until, drafting = -1, False
    for start, end in titles:
        inner = text.cut(start + 1, end - 1)
        title = clean_title(inner.text)
        behind = text.cut(end)
        bracket = _bracket(behind.folded)
        number = _number(bracket)
        own_aliases = tuple(m.group("alias") for m in _ALIAS.finditer(bracket))
        before = text.text[max(0, start - 24) : start]
        joint = drafting_until >= 0 and _JOINT.fullmatch(text.text[drafting_until:start].strip()) is not None
        drafting = (joint and drafting) or _DRAFT.search(before) is not None
        drafting_until = end + (len(bracket) if number is not None else 0)
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
                    "drafts" if drafting else "cites",
                    text.cut(start, end),
                    title,
                    number,
                    article.group() if article else None,
                    own_aliases,
                    bare=False,
                ),
            )
        )
    for match in _bare_law().finditer(text.text):
        if any(a <= match.start() < b for a, b in titles) or match.group() in seen:
            continue
        seen.add(match.group())
        article = _ARTICLE.match(text.text, match.end())
        surface = text.cut(match.start(), match.end())
        found.append(
            (
                match.start(),
                MentionDraft("cites", surface, match.group(), None, article.group() if article else None, (), True),
            )
        )
    return [mention for _, mention in sorted(found, key=lambda pair: pair[0])]


def title_spans(text: str) -> list[tuple[int, int]]:
    """Return the ranges of the outermost 《…》; an unclosed one has none."""
    spans: list[tuple[int, int]] = []
    depth = start = 0
    for i, char in enumerate(text):
        if char == "《":
            if depth == 0:
                start = i
            depth += 1
        elif char == "》" and depth:
            depth -= 1
            if depth == 0:
                spans.append((start, i + 1))
    return spans


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
