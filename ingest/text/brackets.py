"""Brackets and quotation marks of a text: how many stay open at its end, so that what follows still belongs to it."""

from __future__ import annotations

from typing import Final

OPENERS: Final = "《（([〔【“"
CLOSERS: Final = "》）)]〕】”"


def left_open(text: str) -> int:
    """Return how many more brackets a text opens than it closes.

    >>> left_open("（牵头单位：区司法局"), left_open("《办法》"), left_open("局）")
    (1, 0, -1)
    """
    return sum(text.count(c) for c in OPENERS) - sum(text.count(c) for c in CLOSERS)
