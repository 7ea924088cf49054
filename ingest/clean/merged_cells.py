"""Cells that a table of plain text prints once though they stand over several rows."""

from __future__ import annotations

import re
from collections.abc import Callable

from dutygraph.ingest.clean.cell_words import holds_time, holds_units, is_heading, may_hold_time, may_hold_units, said
from dutygraph.ingest.segment.table_heads import ColumnKind, Row, duty_columns
from dutygraph.ingest.text.content import Range
from dutygraph.ingest.text.outline import DIGITS

_CARRIED: tuple[ColumnKind, ...] = ("role", "deadline")
_ITEM = re.compile(rf"\s*({DIGITS})[.．、]")

_SUM = re.compile(r"[合小总共]\s*计")


def carried(text: str, row: Row, rows: list[Row]) -> Row:
    """Return a row with the cells that it shares with those above; ``rows`` are these, from the head on.

    Its empty cells left of the first full one after the number are those above, and so are its units where it has
    none.
    """
    row = _in_step(text, row, rows[-1])
    above = rows[-1] if len(rows) > 1 else None
    full = [cell for cell in row if cell is not None and text[slice(*cell)].strip()]
    if above is None or len(full) == 1 or _SUM.fullmatch(said(text, full[0] if full else None)):
        return row
    filled = list(row)
    for kind in _CARRIED:  # one cell of units over several rows
        carries = duty_columns(text, rows[0], {kind})
        if not any(row[k] in full for k in carries):
            for k in carries:
                filled[k] = above[k]
    for k, cell in enumerate(row[:-1]):
        if cell is None or text[slice(*cell)].strip():
            if k > 0:
                break
            continue
        filled[k] = above[k]
    return tuple(filled)


def _in_step(text: str, row: Row, above: Row) -> Row:
    """Put a row that lacks its first cells back under its columns: their cells are merged with those above.

    一、公开信息 | 2.更新网站 | 办公室 |, then 3.反馈意见 | 各科室 | |: the number goes on in the second column. Refused
    where the last cells are not free, or the numbers are not in step.
    """
    number = _ITEM.match(said(text, row[0]))
    for k in range(1, len(row)):
        before = _ITEM.match(said(text, above[k]))
        if number is not None and before is not None and int(number[1]) == int(before[1]) + 1:
            free = not any(said(text, cell).strip() for cell in row[len(row) - k :])
            return (*above[:k], *row[: len(row) - k]) if free else row
    return row


def placed(text: str, head: Row, row: Row, above: Row) -> Row | None:
    """Put a row that lacks its number, and has as many free cells at its end, back under its columns.

    2 | 新建驿站7家 | 卫健局 |, then 新增托位500个 | | |: number and unit are merged with those above. None for a row
    that does not begin with a number where the others do, and whose cells are no duty: 2021.8 | 城投集团 | |.
    """
    left = max(duty_columns(text, head, {"work"}), default=0)  # none where only the cells tell (heads_by_cells)
    said = [cell for cell in row if cell is not None and text[slice(*cell)].strip()]
    begins = bool(said) and row[0] == said[0] and not _counted(text, row[0])
    if left == 0 or above is head or not _counted(text, above[0]) or not begins or len(said) + left > len(row):
        return row
    if len(said) == 1 and is_heading(text, said[0]):
        return row  # （二）数据底座 | | |
    moved = (*above[:left], *said, *[None] * (len(row) - left - len(said)))
    kinds: tuple[tuple[ColumnKind, Callable[[str, Range], bool]], ...] = (
        ("role", holds_units),
        ("deadline", holds_time),
    )
    for kind, fits in kinds:
        cells = [moved[k] for k in duty_columns(text, head, {kind})]
        if any(cell is not None and not fits(text, cell) for cell in cells):
            return None
    return None if holds_units(text, said[0]) or holds_time(text, said[0]) else moved


def in_place(text: str, head: Row, row: Row, above: Row) -> Row:
    """Put the cells of a row back under their columns where one behind its number is merged with that above.

    2 | 疫苗接种 | 疾控处 | 长期推进 | | below 序号 | 工作任务 | 细化分工 | 责任处室 | 完成时限 | 备注: as far right
    as the units stand under units. Refused where they do already, or where free cells at the end are too few.
    """
    roles, times = duty_columns(text, head, {"role"}), duty_columns(text, head, {"deadline"})
    numbered = duty_columns(text, head, {"number"})[:1] == (0,) and said(text, row[0]).strip().isdecimal()
    if above is head or not roles or not numbered or _fits(text, row, roles, times):
        return row
    free = next((n for n, cell in enumerate(reversed(row)) if said(text, cell).strip()), 0)
    for by in range(1, min(free, roles[0] - 1) + 1):
        moved = (row[0], *above[1 : 1 + by], *row[1 : len(row) - by])
        if _fits(text, moved, roles, times):
            return moved
    return row


def _fits(text: str, row: Row, roles: tuple[int, ...], times: tuple[int, ...]) -> bool:
    """Whether columns of units hold bodies and no time, and those of times what may be one."""
    units = [cell for k in roles if (cell := row[k]) is not None and said(text, cell).strip()]
    dates = [cell for k in times if (cell := row[k]) is not None and said(text, cell).strip()]
    bodies = all(may_hold_units(text, cell) and not holds_time(text, cell) for cell in units)
    return bool(units) and bodies and all(may_hold_time(text, cell) for cell in dates)


def _counted(text: str, cell: Range | None) -> bool:
    return re.match(r"\s*\d{1,4}(?:[.．、]|\s*$)(?!\d)", said(text, cell)) is not None
