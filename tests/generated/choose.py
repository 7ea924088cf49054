"""Choices with names: every wording, form and noise of a plan is a feature that one can ask for or leave out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")
# How often an asked-for feature is taken where it is possible: not always, so that the usual stands beside it.
_ASKED = 0.7


class Chooser:
    """Draws from a random source and notes which features it drew.

    ``without`` are features never drawn. With ``only``, every choice takes its first (plainest) option unless one
    of these features is among the options: a plan made so shows what one wording alone does. ``fixed`` settles
    choices by their group.
    """

    def __init__(
        self,
        random: Random,
        *,
        without: Collection[str] = (),
        only: Collection[str] | None = None,
        fixed: Mapping[str, str] | None = None,
    ) -> None:
        self.random = random
        self.used: set[str] = set()
        self._without = frozenset(without)
        self._fixed = fixed or {}
        self._only = None if only is None else frozenset(only)

    def flag(self, feature: str, chance: float = 0.3) -> bool:
        """Tell whether an optional feature appears here."""
        if feature in self._without:
            return False
        if self._only is not None:
            chance = _ASKED if any(o == feature or o.startswith(feature + ":") for o in self._only) else 0.0
        if self.random.random() >= chance:
            return False
        self.used.add(feature)
        return True

    def asked(self, *features: str) -> bool:
        """Tell whether one of the features was asked for: the frame it needs is then taken."""
        return self._only is not None and not self._only.isdisjoint(features)

    def variant(self, group: str, options: Mapping[str, T], plain: float = 0.35) -> T:
        """Return one of several wordings; the first is the plain one and taken with this chance or more."""
        if group in self._fixed:
            self.used.add(f"{group}:{self._fixed[group]}")
            return options[self._fixed[group]]
        names = list(options)
        allowed = [n for n in names if f"{group}:{n}" not in self._without]
        first = allowed[0]
        if self._only is not None:
            asked = [n for n in allowed if f"{group}:{n}" in self._only]
            name = self.random.choice(asked) if asked and self.random.random() < _ASKED else first
            if asked and group in (
                "form",
                "outline",
                "roles",
                "place",
                "notice",
            ):  # what shapes the whole document holds for all of it
                name = asked[0]
        else:
            name = first if self.random.random() < plain else self.random.choice(allowed)
        self.used.add(f"{group}:{name}")
        return options[name]

    def pick(self, options: Sequence[T]) -> T:
        """Return one of several options that make no difference to the reader."""
        return self.random.choice(options)

    def sample(self, options: Sequence[T], count: int) -> list[T]:
        """Return several different ones."""
        return self.random.sample(options, min(count, len(options)))

    def between(self, least: int, most: int) -> int:
        """Return a whole number in a range."""
        return self.random.randint(least, most)
