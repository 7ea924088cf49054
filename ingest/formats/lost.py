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

from dutygraph.ingest.formats.placing import Mark, Point, apply, times, turn_of
from dutygraph.ingest.formats.sheet import is_wide

# How far, in points, the two libraries may be apart on where a string begins.
_SAME = 1.0


def find_lost(data: bytes, page: int, origins: Sequence[Point]) -> list[Mark]:
    """Return the characters of a page (from 1) that stand alone in strings that begin at these places."""
    lost: dict[Point, Mark] = {}

    def visit(text: str, moved: Any, placed: Any, _font: Any, size: Any) -> None:
        char = text.strip()
        if len(char) != 1:
            return
        matrix = times(tuple(placed), tuple(moved))
        x, y = apply(matrix, 0, 0)
        height = max(float(size) * math.hypot(matrix[2], matrix[3]), 1.0)
        for origin in origins:
            if origin not in lost and math.dist(origin, (x, y)) <= _SAME:
                width = height if is_wide(char) else height / 2
                box = (x, y, x + width, y + height)
                lost[origin] = Mark(char, box, origin, height, turn_of(matrix[0], matrix[1]))

    try:
        PdfReader(io.BytesIO(data)).pages[page - 1].extract_text(visitor_text=visit)
    except (PyPdfError, ValueError, KeyError, IndexError, AttributeError, TypeError, RecursionError):
        return []  # what pypdf cannot make sense of stays as pypdfium2 has read it
    return list(lost.values())
