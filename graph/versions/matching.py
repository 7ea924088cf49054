"""Which task of a new version is which task of the old one: :func:`match`, by place first, by words where it moved."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

# Shares of characters in common, in order. Two different duties of one plan share about 0.24 of them, and 0.39 at most
# (158 tasks of seven published plans).
SAME_PLACE: Final = 0.45
"""How like two wordings are that stand at one place, under one number, at least."""
ELSEWHERE: Final = 0.65
"""How like they are where the number or the section changed."""
CLEARLY: Final = 0.1
"""By how much a wording is more like its match than like any other that could be meant."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a task is matched by: its key, where it stands and its words.

    ``place`` is the path of section numbers, the number and the ordinal; None for a task without a number, which
    has no place that a person would name.
    """

    key: str
    place: tuple[str, ...] | None
    text: str


def match(old: Sequence[Wording], new: Sequence[Wording]) -> dict[str, str]:
    """Return for each new key the old key of the same task, in the order of the new; keys that have none are absent.

    In this order, each among what is left: the same words at the same place; the same words elsewhere; like words at
    the same place; like words elsewhere. Where a wording could as well be another's, it is left out: such a task
    counts as dropped and new. White space and the width of characters do not count.

    >>> one = [Wording("a", ("一", "1"), "推进公共法律服务中心建设")]
    >>> match(one, [Wording("b", ("一", "2"), "推进公共法律服务中心和站点建设"), Wording("c", ("一", "1"), "编制清单")])
    {'b': 'a'}
    """
    left, right = {w.key: w for w in old}, {w.key: w for w in new}
    words = {id(w): fold(w.text) for w in (*old, *new)}
    found: dict[str, str] = {}

    def take(pairs: Iterable[tuple[str, str]]) -> None:
        for former, present in list(pairs):
            found[present] = former
            del left[former], right[present]

    take(_same(left, right, lambda w: None if w.place is None else (w.place, words[id(w)])))
    take(_same(left, right, lambda w: words[id(w)]))
    likeness = _likeness(left, right, words)
    take(_clear(likeness, SAME_PLACE, lambda a, b: left[a].place is not None and left[a].place == right[b].place))
    rest = {(a, b): share for (a, b), share in likeness.items() if a in left and b in right}
    take(_clear(rest, ELSEWHERE, lambda _a, _b: True))
    return {w.key: found[w.key] for w in new if w.key in found}


def fold(text: str) -> str:
    """Return the words alone: characters of one width, without white space.

    >>> fold("（一） 推进\\n建设")
    '(一)推进建设'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def _same(
    left: Mapping[str, Wording], right: Mapping[str, Wording], by: Callable[[Wording], object | None]
) -> Iterator[tuple[str, str]]:
    """Yield the pairs that agree by ``by``, which tells one wording on either side from all others of that side."""
    sides = []
    for wordings in (left, right):
        known = {key: mark for key, wording in wordings.items() if (mark := by(wording)) is not None}
        counts = Counter(known.values())
        sides.append({mark: key for key, mark in known.items() if counts[mark] == 1})
    for mark, former in sides[0].items():
        if mark in sides[1]:
            yield former, sides[1][mark]


def _likeness(
    left: Mapping[str, Wording], right: Mapping[str, Wording], words: Mapping[int, str]
) -> dict[tuple[str, str], float]:
    from rapidfuzz.distance import Indel

    return {
        (a, b): Indel.normalized_similarity(words[id(left[a])], words[id(right[b])], score_cutoff=SAME_PLACE)
        for a in left
        for b in right
    }


def _clear(
    likeness: Mapping[tuple[str, str], float], least: float, may: Callable[[str, str], bool]
) -> Iterator[tuple[str, str]]:
    """Yield the allowed pairs that are like enough, and that no other pair of either wording comes near.

    At the same place a pair stands unless another is clearly better; elsewhere it must be clearly the best itself.
    """
    by_old: dict[str, list[tuple[float, str]]] = {}
    by_new: dict[str, list[tuple[float, str]]] = {}
    for (a, b), share in likeness.items():
        by_old.setdefault(a, []).append((share, b))
        by_new.setdefault(b, []).append((share, a))
    margin = CLEARLY if least == ELSEWHERE else -CLEARLY
    for (a, b), share in likeness.items():
        if share < least or not may(a, b):
            continue
        others = [s for s, other in by_old[a] if other != b] + [s for s, other in by_new[b] if other != a]
        if all(other + margin <= share for other in others):
            yield a, b
