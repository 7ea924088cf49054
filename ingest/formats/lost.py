"""Characters that pypdfium2 loses: of a font that is neither in the file nor on the machine, and alone in a string.

pypdf knows them, and where their string begins.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from dutygraph.ingest.formats.placing import Mark, apply, times, turn_of
from dutygraph.ingest.formats.sheet import is_wide

# A character within this share of its size of a known one is that one.
_SAME = 0.2


def find_lost(data: bytes, page: int, known: Sequence[Mark]) -> list[Mark]:
    """Return the characters of a page (from 1) that stand alone in their string and are not among the known ones."""
    places = {(round(mark.origin[0]), round(mark.origin[1])) for mark in known}
    lost: list[Mark] = []

    def visit(text: str, moved: Any, placed: Any, _font: Any, size: Any) -> None:
        char = text.strip()
        if len(char) != 1:
            return
        matrix = times(tuple(placed), tuple(moved))
        x, y = apply(matrix, 0, 0)
        height = max(float(size) * math.hypot(matrix[2], matrix[3]), 1.0)
        near = math.ceil(_SAME * height)
        taken = any((round(x) + i, round(y) + j) in places for i in range(-near, near + 1) for j in range(-1, 2))
        if not taken:
            width = height if is_wide(char) else height / 2
            lost.append(Mark(char, (x, y, x + width, y + height), (x, y), height, turn_of(matrix[0], matrix[1])))

    try:
        PdfReader(io.BytesIO(data)).pages[page - 1].extract_text(visitor_text=visit)
    except (PyPdfError, ValueError, KeyError, IndexError, AttributeError, TypeError, RecursionError):
        return []  # what pypdf cannot make sense of stays as pypdfium2 has read it
    return lost
