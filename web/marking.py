"""Texts in pieces, to be shown with what was read from them marked in place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dutygraph.ingest.review.corrections import FACTS
from dutygraph.web.reading_rules import date_rule, instrument_rule, target_rule, unit_rule
from dutygraph.web.words import RELATIONS, ROLES, date_words, target_words

Row = dict[str, Any]
Pieces = list[tuple[str, str]]
"""A text in pieces: the words, and what they are marked as (empty: nothing)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a text; ``kind`` (lead, date … , empty for none) gives their colour, ``meaning`` what they became."""

    words: str
    kind: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text and what was read from it."""

    start: int
    end: int
    surface: str
    kind: str
    meaning: str


def marked(task: Row) -> list[Piece]:
    """Return a task's own words with those marked that its dates, targets and instruments were read from."""
    text, done = task["text"], 0
    pieces: list[Piece] = []
    marks = [mark for mark in task_marks(task) if mark.kind in ("date", "target", "citation")]
    for mark in sorted(marks, key=lambda each: each.start):
        # the words lack what stood in the way in the source (line breaks, page numbers), so a fact is never later
        latest = mark.end - task["start"]
        at = text.rfind(mark.surface, 0, latest) if mark.start < task["end"] else -1
        if at >= done:
            pieces += [Piece(text[done:at]), Piece(mark.surface, mark.kind, mark.meaning)]
            done = at + len(mark.surface)
    return [piece for piece in [*pieces, Piece(text[done:])] if piece.words]


def marked_source(task: Row, source: str | None, start: int) -> list[Piece]:
    """Return the printed words of a task, role lines included, with every fact marked where it stands.

    ``start`` is where ``source`` begins in the text that the facts' places count in. Without a source, or one that
    does not have the words at their places, it is :func:`marked`.
    """
    if not source:
        return marked(task)
    marks = [m for m in task_marks(task) if m.start >= start and m.end <= start + len(source)]
    if not all(_stands(mark, source[mark.start - start : mark.end - start]) for mark in marks):
        return marked(task)
    return in_pieces(source, start, marks)


def in_pieces(text: str, start: int, marks: Iterable[Mark]) -> list[Piece]:
    """Return a text in pieces, what is marked where it stands; ``start`` is where the text begins.

    A mark within another (95％以上 of two indicators: the words say both) adds its meaning to that one's; one that
    reaches out of another, or of the text, is left out.

    >>> [(p.words, p.meaning) for p in in_pieces("年底前办结", 7, [Mark(7, 10, "年底前", "date", "时间要求")])]
    [('年底前', '时间要求'), ('办结', '')]
    """
    pieces: list[Piece] = []
    done, end = start, start + len(text)
    for mark in sorted(marks, key=lambda each: (each.start, -each.end)):
        if done <= mark.start < mark.end <= end:
            words = text[mark.start - start : mark.end - start]
            pieces += [Piece(text[done - start : mark.start - start]), Piece(words, mark.kind, mark.meaning)]
            done = mark.end
        elif pieces and mark.end <= done:
            last = pieces[-1]
            pieces[-1] = Piece(last.words, last.kind, f"{last.meaning}；{mark.meaning}")
    return [piece for piece in [*pieces, Piece(text[done - start :])] if piece.words]


def task_marks(task: Row) -> Iterator[Mark]:
    """Yield every fact of a row of ``task_card`` as a mark: what it became, and by which rule of reading."""
    for role in ("lead", "responsible", "supporting"):
        for body in task[role]:
            meaning = f"{body['label'] or ROLES[role]}：{body['name']}{_by(unit_rule(body))}"
            yield Mark(body["start"], body["end"], body["surface"], role, meaning)
    for date in task["dates"]:
        yield Mark(date["start"], date["end"], date["surface"], "date", date_words(date) + _by(date_rule(date)))
    for target in task["targets"]:
        meaning = f"量化目标：{target_words(target)}{_by(target_rule(target))}"
        yield Mark(target["start"], target["end"], target["surface"], "target", meaning)
    for instrument in task["instruments"]:
        number = f"（{instrument['document_number']}）" if instrument["document_number"] else ""
        meaning = (
            f"{RELATIONS[instrument['relation']]}：《{instrument['title']}》{number}{_by(instrument_rule(instrument))}"
        )
        yield Mark(instrument["start"], instrument["end"], instrument["surface"], "citation", meaning)


def _by(rule: str) -> str:
    return f"（规则：{rule}）"


def _stands(mark: Mark, words: str) -> bool:
    bare, surface = "".join(words.split()), "".join(mark.surface.split())
    return bare == surface or bare == surface.removeprefix("各") or bool(bare and surface in bare)


def hits(snippet: str) -> Pieces:
    """Return a snippet of the search in pieces; what it shows in «» is marked.

    >>> hits("…推进«法律援助»工作")
    [('…推进', ''), ('法律援助', '检索词'), ('工作', '')]
    """
    parts = re.split("«([^«»]*)»", snippet)
    return [(words, "检索词" if at % 2 else "") for at, words in enumerate(parts) if words]


def differences(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Return two texts in pieces; what only one of them has is of kind ``gone`` or ``new``.

    >>> [p.words for p in differences("6月底前办结", "9月底前办结")[1] if p.kind]
    ['9']
    """
    from difflib import SequenceMatcher

    before, after = [], []
    for operation, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before.append(Piece(old[i:j], "" if operation == "equal" else "gone"))
        after.append(Piece(new[k:m], "" if operation == "equal" else "new"))
    return [p for p in before if p.words], [p for p in after if p.words]


def kinds_of(pieces: Iterable[Piece]) -> Mapping[str, str]:
    """Return the kinds that occur, in the order of the legend, with their words."""
    present = {piece.kind for piece in pieces}
    return {kind: words for kind, words in FACTS.items() if kind in present}
