"""Heads of two rows whose merged cells plain text has lost: the second row holds only what stands below a merged cell.

序号 | 工作任务 | 责任分工 | 完成时限 / 牵头单位 | 配合单位: the second row takes the place of the cells above that it
parts, which say the same word (责任清单 over 责任领导, 责任处室) or are of units as it is. Years and quarters part what
is to be reached or when (任务目标 over 2023年 | 2024年).
"""

from __future__ import annotations

import re

from dutygraph.ingest.clean.cell_words import said
from dutygraph.ingest.segment.table_heads import columns_of, goes_over_periods, is_header, is_period
from dutygraph.ingest.text.content import Range

_LONGEST = 12
_NO_HEAD = re.compile("[。；;：:，,]")
_WORD = 2  # so many characters begin a head's word


def stacked(text: str, above: list[Range], below: list[Range], row: list[Range]) -> tuple[Range, ...] | None:
    """Return one row for a head of two, or None where two rows are none; ``row`` is what stands below them.

    Refused where the second row is a duty's, the row below has no number, or is not as wide as both say, but for a
    last cell that is lost.
    """
    above, below = _full(text, above), _full(text, below)
    heads, parts = [said(text, cell) for cell in above], [said(text, cell) for cell in below]
    if not len(parts) >= 2 or not all(0 < len(part) <= _LONGEST and not _NO_HEAD.search(part) for part in parts):
        return None
    if len(heads) < 3 or not all(heads) or not row or not said(text, row[0]).isdecimal():
        return None
    if (by_periods := parted_by_periods(text, above, below)) is not None:
        return by_periods if len(by_periods) - 1 <= len(_full(text, row)) <= len(by_periods) else None
    kinds = [column.kind for column in columns_of(text, tuple(above))]
    units = any(column.kind == "role" for column in columns_of(text, tuple(below)))
    over = [
        k
        for k, head in enumerate(heads)
        if (units and kinds[k] == "role")
        or any(part.startswith(head[:_WORD]) or part.endswith(head[:_WORD]) for part in parts)
    ]
    if kinds[0] != "number" or not over or over != list(range(over[0], over[-1] + 1)):
        return None
    head = (*above[: over[0]], *below, *above[over[-1] + 1 :])
    fits = len(head) - 1 <= len(_full(text, row)) <= len(row) and len(_full(text, row)) <= len(head)
    return head if fits and is_header(text[slice(*cell)] for cell in head) else None


def parted_by_periods(text: str, above: list[Range], below: list[Range]) -> tuple[Range, ...] | None:
    """Return one row for a head over periods (2023年 | 2024年), or None where not one cell of it can be over them."""
    if len(below) < 2 or not all(is_period(said(text, cell)) for cell in below):
        return None
    over = [k for k, cell in enumerate(above) if goes_over_periods(said(text, cell))]
    if len(over) != 1:
        return None
    head = (*above[: over[0]], *below, *above[over[0] + 1 :])
    return head if is_header(text[slice(*cell)] for cell in head) else None


def _full(text: str, cells: list[Range]) -> list[Range]:
    """Cells without the empty ones at the end."""
    last = max((k for k, cell in enumerate(cells) if said(text, cell)), default=-1)
    return cells[: last + 1]
