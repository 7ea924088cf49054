"""How alike duties are worded: the cosine of their words, weighted by how rare each word is, and why.

A text's words are those of :func:`dutygraph.graph.search.segment.content_words`. A word that stands n times in a text
and in
m of N texts weighs ``(1 + ln n) · (1 + ln((1 + N) / (1 + m)))`` there: TF-IDF with damped counts and smoothed rarity.
The same texts give the same weights on every machine.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from dutygraph.graph.search.segment import content_words

# Words of more texts than this find no pairs (they still count in a score): else every text would meet every other.
_COMMON: Final = 200
_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Alike:
    """Two texts by their places, the cosine of their words, and the shared words that make it up, heaviest first."""

    first: int
    second: int
    score: float
    words: tuple[str, ...]


class Wording:
    """The words of some texts, weighted among one another."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Cut and weigh the texts."""
        self._counts = [Counter(content_words(text)) for text in texts]
        self._in_texts = Counter(word for counts in self._counts for word in counts)

    @cached_property
    def vectors(self) -> tuple[Mapping[str, float], ...]:
        """For each text the weight of each of its words, of length 1 together."""
        total = len(self._counts)
        rarity = {word: 1.0 + math.log((1 + total) / (1 + n)) for word, n in self._in_texts.items()}
        found = []
        for counts in self._counts:
            weights = {word: (1.0 + math.log(n)) * rarity[word] for word, n in sorted(counts.items())}
            length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
            found.append({word: weight / length for word, weight in weights.items()})
        return tuple(found)

    def compare(self, first: int, second: int) -> Alike:
        """Return how alike two texts are."""
        one, other = self.vectors[first], self.vectors[second]
        shared = {word: weight * other[word] for word, weight in one.items() if word in other}
        best = sorted(shared, key=lambda word: (-shared[word], word))[:_SHOWN]
        return Alike(first, second, round(math.fsum(shared.values()), 4), tuple(best))

    def pairs(self, first: Sequence[int], second: Sequence[int], least: float) -> Iterator[Alike]:
        """Yield the pairs of a text of ``first`` and one of ``second`` that are at least so alike, in order.

        A pair that shares only words of more than 200 texts is passed over, as is one to which they give most.
        """
        places: dict[str, list[int]] = defaultdict(list)
        for place in second:
            for word in self._counts[place]:
                if self._in_texts[word] <= _COMMON:
                    places[word].append(place)
        for place in first:
            products: dict[int, float] = defaultdict(float)
            for word, weight in self.vectors[place].items():
                for other in places.get(word, ()):
                    products[other] += weight * self.vectors[other][word]
            for other in sorted(products):
                # what the common words add is only known when compared; they are light
                if other != place and products[other] >= least / 2:
                    alike = self.compare(place, other)
                    if alike.score >= least:
                        yield alike
