"""How good a hit is and what is shown of it: pure functions over a question and the texts of what was found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from dutygraph.graph.search.segment import Question, count_words, plain, relevance, runs_of

Match = Literal["exact", "title", "text", "related"]
_RANKS: Final[dict[Match, float]] = {"exact": 3000.0, "title": 2000.0, "text": 1000.0, "related": 0.0}

_MOST: Final = 999.0  # of a question of hundreds of characters

_BRACKETS: Final = str.maketrans({**dict.fromkeys("[({【〔［（", "〔"), **dict.fromkeys("])}】〕］）", "〕")})
_UNSAID: Final = re.compile(r"[\s《》〈〉“”\"]+")
_ENDS: Final = "。；;！!？?\n"


@dataclass(frozen=True, slots=True)
class Found:
    """What an index gave: label, key, its name or title, its text (of a unit the full name), its number, an alias."""

    label: str
    key: str
    title: str
    text: str | None
    number: str | None
    alias: str | None


@lru_cache(maxsize=10_000)
def bare(name: str) -> str:
    """Return a name or 文号 as it is compared: any width, any brackets, without white space and quotation marks.

    >>> bare("国办发［2020］49 号") == bare("国办发〔2020〕49号")
    True
    """
    return _UNSAID.sub("", unicodedata.normalize("NFKC", name).casefold()).translate(_BRACKETS)


def judge(question: Question, found: Found) -> tuple[Match, float] | None:
    """Return of what kind a hit is and its score, None if it lacks a word of the question.

    The score is the relevance (below 1,000) above the thousands of its kind, so that kinds come one after another.
    """
    named = (found.title,) if found.label == "Task" else (found.title, found.number, found.alias, found.text)
    names = [name for name in named if name]
    asked = bare(question.text)
    if found.label == "Task" and found.number is not None and bare(found.number) == asked:
        return "title", _RANKS["title"]
    folded = [plain(name) for name in names]
    whole = "\n".join(dict.fromkeys([*folded, plain(found.text)] if found.text else folded))
    counts = count_words(whole, (*question.words, *question.phrases))
    match: Match
    if found.label != "Task" and any(bare(name) == asked for name in names):
        match = "exact"
    elif not all(counts[: len(question.words)]):
        return None
    else:
        match = "title" if any(all(count_words(name, question.words)) for name in folded) else "text"
    return match, round(_RANKS[match] + min(_MOST, relevance(question, counts, len(whole))), 6)


def related(question: Question, found: Found) -> tuple[Match, float]:
    """Return the score of what does not say the words of the question but is related to what it names."""
    whole = plain(f"{found.title}\n{found.text or ''}")
    counts = count_words(whole, (*question.words, *question.phrases))
    return "related", min(_MOST, relevance(question, counts, len(whole)))


def snippet(text: str, question: Question, width: int = 80) -> str:
    """Return the part of a text where the question is met, the hits in «», at most about ``width`` characters.

    The part is that with the longest hit; … stands where the text goes on. Without a hit it is the beginning.

    >>> from dutygraph.graph.search.segment import read_question
    >>> snippet("健全制度。推进公共法律服务体系建设，完善法律援助。", read_question("法律援助"))
    '健全制度。推进公共法律服务体系建设，完善«法律援助»。'
    """
    spans = find_hits(text, question)
    first = max(spans, key=lambda span: (span[1] - span[0], -span[0]), default=(0, 0))
    start, end = _window(text, first, width)
    out, at = ["…"] if start else [], start
    for here, there in spans:
        if here >= start and there <= end:
            out += [text[at:here], "«", text[here:there], "»"]
            at = there
    out += [text[at:end], "…" if end < len(text) else ""]
    return re.sub(r"\s+", " ", "".join(out)).strip()


def find_hits(text: str, question: Question) -> list[tuple[int, int]]:
    """Return where the words and phrases of a question stand in a text: offsets, end excluded, none within another.

    Of a part of the question that stands there whole nothing less is given; single characters only where nothing
    longer is asked.

    >>> from dutygraph.graph.search.segment import read_question
    >>> find_hits("区司法局２次", read_question("司法局 2次"))
    [(1, 4), (4, 5)]
    """
    folded, places = _folded(text)
    runs = runs_of(question.text)
    whole = frozenset(run for run in runs if run in folded)
    taken = bytearray(len(folded))
    found: list[tuple[int, int]] = []
    for word in _looked_for(question, whole, len(whole) == len(set(runs))):
        at = folded.find(word)
        while at >= 0:
            end = at + len(word)
            if taken.find(1, at, end) < 0 and _is_whole(folded, at, end):
                taken[at:end] = b"\x01" * len(word)
                found.append((places[at], places[end - 1] + 1))
            at = folded.find(word, at + 1)
    return sorted(found)


@lru_cache(maxsize=256)
def _looked_for(question: Question, whole: frozenset[str], all_whole: bool) -> tuple[str, ...]:
    """Return what is looked for in a text that has some parts of a question as a whole (or all), the longest first."""
    wanted = whole
    if not all_whole:
        parts = (part for part in (*question.words, *question.phrases) if not any(part in run for run in whole))
        wanted = whole.union(parts)
    longer = [part for part in wanted if len(part) > 1 or part.isascii()]
    return tuple(sorted(longer or wanted, key=lambda word: (-len(word), word)))


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a number or foreign word is not the part of a longer one."""
    return not (
        (text[start].isascii() and start and text[start - 1].isascii() and text[start - 1].isalnum())
        or (text[end - 1].isascii() and end < len(text) and text[end].isascii() and text[end].isalnum())
    )


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """Return a text folded, without white space between Chinese characters, and where each character came from."""
    whole = plain(text)
    if len(whole) == len(text) and all(map(_stays_one, set(text))):
        return whole, range(len(text))
    kept: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char.isspace() and _is_han(kept[-1] if kept else "") and _is_han(_next(text, place)):
            continue
        for folded in unicodedata.normalize("NFKC", char).casefold():
            kept.append(folded)
            places.append(place)
    return "".join(kept), places


@lru_cache(maxsize=20_000)
def _stays_one(char: str) -> bool:
    return len(unicodedata.normalize("NFKC", char).casefold()) == 1


def _next(text: str, place: int) -> str:
    return next((char for char in text[place + 1 :] if not char.isspace()), "")


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or char == "\u3007" or char >= "\U00020000"


def _window(text: str, hit: tuple[int, int], width: int) -> tuple[int, int]:
    """Return the part to show around a hit, from the beginning of its sentence where that is near."""
    if len(text) <= width:
        return 0, len(text)
    begin = max((text.rfind(end, 0, hit[0]) for end in _ENDS), default=-1) + 1
    start = begin if hit[1] - begin <= width else max(0, hit[0] - width // 3)
    start = min(start, max(0, len(text) - width))
    return start, min(len(text), max(start + width, hit[1]))
