"""Terms that no text has: what the full-text index of tasks knows of each besides its words.

A mark has a low line, which no word of a text has (:mod:`dutygraph.graph.search.segment`). Marks say in whose title a
word stands, of which plan a task is, for whom it is named, how many terms it has and where it comes among those that
have as many. They are what :mod:`dutygraph.graph.search.candidates` chooses by.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

EVERY: Final = "e_"
"""The mark of every task."""

SIZE_STEPS: Final = 128
"""Steps of :func:`size_step`; the last has all of more than 32,000 terms, which no task of a plan has."""

PLACE_DIGITS: Final = 4
"""Digits of a task's place, each of 0 to 3."""

_EXACT: Final = 24
_HEX: Final = "0123456789abcdef"


def title_mark(word: str) -> str:
    """Return the term that stands for a word in a task's title."""
    return f"t_{word}"


def plan_mark(key: str) -> str:
    """Return the term of every task of a plan."""
    return f"p_{key}"


def unit_mark(key: str) -> str:
    """Return the term of every task for which a unit or group is named."""
    return f"u_{key}"


def size_mark(step: int) -> str:
    """Return the term of every task that has so many terms, in steps of :func:`size_step`."""
    return f"s_{step}"


def place_mark(digit: int, value: int) -> str:
    """Return the term of every task whose place (:func:`place`) has a value as its digit, the first being 0."""
    return f"d{digit}_{value}"


def size_step(terms: int) -> int:
    """Return the step of a number of terms: exact up to 40, then some 6 to 12 % wide.

    They are the steps in which Lucene knows how long a field is (its ``SmallFloat.intToByte4``), so that an index that
    scores by length and one that is asked for steps choose the same.

    >>> [size_step(terms) for terms in (0, 40, 41, 42, 56, 152, 30_000)]
    [0, 40, 40, 41, 48, 64, 126]
    """
    above = terms - _EXACT
    if above < 8:
        return terms
    shift = above.bit_length() - 4
    return min(SIZE_STEPS - 1, _EXACT + (above >> shift & 7) + 8 * (shift + 1))


def place(key: str) -> tuple[int, ...]:
    """Return the digits by which tasks of one step of size come one after another, from the end of the key.

    Keys are digests, so that each place has as many tasks as any other; those of one place come by key.

    >>> place("6f1e-0c27")
    (0, 2, 1, 3)
    """
    last = [max(0, _HEX.find(char)) for char in key[-(PLACE_DIGITS // 2) :]]
    return tuple(part for value in last for part in divmod(value, 4))


def marked(terms: Iterable[str], key: str) -> str:
    """Return all terms of a task, parted by spaces: its own (each once) and the marks of its size and place."""
    places = (place_mark(digit, value) for digit, value in enumerate(place(key)))
    whole = [*terms, EVERY, *places]
    return " ".join((*whole, size_mark(size_step(len(whole) + 1))))
