"""Tables whose cells each end with a bar and whose rows are told by their numbers alone.

    table = head row…        row = {group} number cell…

Numbers may begin anywhere and skip, cells may take several lines, and the column of the numbers may be a part of the
work's: 工作任务 | 具体要求 over 清理文件 | 1 | 全面清理. Refused is a head that does not name work and units.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dutygraph.ingest.clean.cell_words import may_hold_units, number_of, said
from dutygraph.ingest.segment.table_heads import ColumnKind, Row, duty_columns, is_header
from dutygraph.ingest.text.content import Range, Table

_MOST_COLUMNS = 12
_MOST_LINES = 6  # of a cell
_NAMED: tuple[ColumnKind, ...] = ("number", "work", "more", "group", "role", "deadline", "person", "report")


def counted_cells(text: str, lines: Sequence[Range]) -> Iterator[Table]:
    """Yield the tables of this kind among the lines of a text."""
    lines = [line for line in lines if text[slice(*line)].strip()]
    i = 0
    while i < len(lines):
        found = _with_bars(text, lines, i)
        i = i + 1 if found is None else found[0]
        if found is not None:
            yield found[1]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell between bars, perhaps of several lines, and the first line behind it."""

    range: Range
    behind: int


def _with_bars(text: str, lines: Sequence[Range], i: int) -> tuple[int, Table] | None:
    """The table that begins at a line, where each cell ends with a bar: the line behind it and the table."""
    alone = i + 1 < len(lines) and text[slice(*lines[i + 1])].strip() == "|"
    if not alone and not _ends_in_bar(text, lines[i]):
        return None
    cells = list(_barred(text, lines, i))
    numbers = [number_of(text, cell.range) for cell in cells]
    first = next((k for k, number in enumerate(numbers[: _MOST_COLUMNS + 2]) if number is not None), None)
    if first is None or not is_header(text[slice(*cell.range)] for cell in cells[:first]):
        return None
    printed = _trimmed(text, tuple(cell.range for cell in cells[:first]))
    for head in (printed, *_without_a_column(text, printed)):
        groups = [cell.range for cell in cells[len(printed) : first]]
        rows, end = _rows(text, head, cells, numbers, first, groups)
        if len(rows) > 1 and _are_placed(text, head, rows[1:]):
            return cells[end].behind, Table(lines[i][0], cells[end].range[1], tuple(rows))
    return None


def _rows(
    text: str, head: Row, cells: Sequence[_Cell], numbers: Sequence[int | None], first: int, groups: list[Range]
) -> tuple[list[Row], int]:
    """The head and the rows from the first number on, and the last cell of these; ``groups`` stand before it."""
    counted = 0 in duty_columns(text, head, {"number"})
    work = duty_columns(text, head, {"work"})[-1]
    right = len(head) - (1 if counted else work)
    rows: list[Row] = [head]
    at, last, end = first, 0, first
    while at < len(cells) and (number := numbers[at]) is not None and number > last:
        following = next((k for k in range(at + 1, len(cells)) if (numbers[k] or 0) > number), len(cells))
        held = [cell.range for cell in cells[at + 1 : following]]
        if len(held) < right:
            break
        if counted:
            rows += [(group,) * len(head) for group in groups]
            rows.append((cells[at].range, *held[:right]))
        else:
            rows.append((*_above(groups, rows[-1], work), *held[:right]))
        end = at + right
        at, last, groups = following, number, [cell for cell in held[right:] if said(text, cell)]
    return rows, end


def _without_a_column(text: str, head: tuple[Range, ...]) -> Iterator[tuple[Range, ...]]:
    """Heads without one of several columns of work, which rows may have merged: 主要任务 | 年度目标 over 修路3条."""
    kinds: tuple[ColumnKind, ...] = ("work", "more", "group", "other")
    for k in duty_columns(text, head, kinds):
        rest = (*head[:k], *head[k + 1 :])
        if is_header(text[slice(*cell)] for cell in rest):
            yield rest


def _are_placed(text: str, head: Row, rows: Sequence[Row]) -> bool:
    """Whether the cells below the columns of units are lists of bodies, or empty."""
    roles = duty_columns(text, head, {"role"})
    held = [cell for row in rows for k in roles if (cell := row[k]) is not None and said(text, cell)]
    return all(may_hold_units(text, cell) for cell in held)


def _above(groups: list[Range], above: Row, columns: int) -> Row:
    """What stands left of the work: cells printed for this row, else those of the row above, which are merged."""
    return (*above[: columns - len(groups)], *groups) if len(groups) <= columns else tuple(groups[-columns:])


def _ends_in_bar(text: str, line: Range) -> bool:
    printed = text[slice(*line)].strip()
    return printed.endswith("|") and "|" not in printed[:-1]


def _barred(text: str, lines: Sequence[Range], i: int) -> Iterator[_Cell]:
    """The cells from a line on, as long as bars end them; || on a line is an empty cell more."""
    held: Range | None = None
    for k in range(i, len(lines)):
        start, end = lines[k]
        printed = text[start:end].rstrip()
        words = printed.rstrip("|").rstrip()
        bars = len(printed) - len(printed.rstrip("|")) if "|" not in words else 0
        if bars == 0 or words.strip():
            words = words if bars else printed
            held = (held[0] if held else start, start + len(words))
        for _ in range(bars):
            yield _Cell(held or (start, start), k + 1)
            held = None
        if (
            not bars
            and k - i > _MOST_COLUMNS
            and not any(_ends_in_bar(text, line) for line in lines[k : k + _MOST_LINES])
        ):
            return


def _trimmed(text: str, head: tuple[Range, ...]) -> tuple[Range, ...]:
    """A head without what stands between it and the first number: the group of the first row."""
    return head[: max(duty_columns(text, head, _NAMED)) + 1]
