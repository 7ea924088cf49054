"""Cells that a table of plain text prints once though they stand over several rows."""

from __future__ import annotations

import re

from dutygraph.ingest.segment.table_heads import duty_columns
from dutygraph.ingest.text.content import Range
from dutygraph.ingest.text.outline import DIGITS

_ITEM = re.compile(rf"\s*({DIGITS})[.．、]")


def carried(text: str, row: tuple[Range | None, ...], rows: list[tuple[Range | None, ...]]) -> tuple[Range | None, ...]:
    """Return a row with the cells that it shares with those above; ``rows`` are these, from the head on.

    Its empty cells left of the first full one after the number are those above, and so are its units where it has
    none.
    """
    row = _in_step(text, row, rows[-1])
    above = rows[-1] if len(rows) > 1 else None
    full = [cell for cell in row if cell is not None and text[slice(*cell)].strip()]
    if above is None or len(full) == 1:
        return row
    filled = list(row)
    carries = duty_columns(text, rows[0])
    if not any(row[k] in full for k in carries):
        for k in carries:  # one cell of units over several rows
            filled[k] = above[k]
    for k, cell in enumerate(row[:-1]):
        if cell is None or text[slice(*cell)].strip():
            if k > 0:
                break
            continue
        filled[k] = above[k]
    return tuple(filled)


def _in_step(text: str, row: tuple[Range | None, ...], above: tuple[Range | None, ...]) -> tuple[Range | None, ...]:
    """Put a row that lacks its first cells back under its columns: their cells are merged with those above.

    一、公开信息 | 2.更新网站 | 办公室 |, then 3.反馈意见 | 各科室 | |: the number goes on in the second column. Refused
    where the last cells are not free, or the numbers are not in step.
    """
    number = _ITEM.match(_said(text, row[0]))
    for k in range(1, len(row)):
        before = _ITEM.match(_said(text, above[k]))
        if number is not None and before is not None and int(number[1]) == int(before[1]) + 1:
            free = not any(_said(text, cell).strip() for cell in row[len(row) - k :])
            return (*above[:k], *row[: len(row) - k]) if free else row
    return row


def _said(text: str, cell: Range | None) -> str:
    return "" if cell is None else text[slice(*cell)]
