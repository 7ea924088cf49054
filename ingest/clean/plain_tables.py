"""Tables that plain text has kept: cells parted by tabs, bars or wide spaces, a row a line.

Other ways in which text keeps a table have modules of their own (``cell_tables``, ``spaced_rows``), each asked for
what those before it left. Only what has a header that names work and units is a table; other text with tabs stays as
it is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from dutygraph.ingest.clean.cell_tables import barred_tables, block_tables, line_tables
from dutygraph.ingest.clean.cell_words import is_heading
from dutygraph.ingest.clean.merged_cells import carried, in_place, placed
from dutygraph.ingest.clean.pair_tables import pair_tables
from dutygraph.ingest.clean.spaced_rows import spaced_rows
from dutygraph.ingest.clean.stacked_heads import stacked
from dutygraph.ingest.segment.heads_by_cells import head_by_cells
from dutygraph.ingest.segment.table_heads import duty_columns, is_header
from dutygraph.ingest.segment.tables import has_duties
from dutygraph.ingest.text.content import Range, Table

_LONGEST_HEAD = 40  # with the spaces around it
_ANNEX = re.compile(r"[(（]?附[件表]\s*[\d一二三四五六七八九十]{0,2}[)）]?[:：]?")
_MOST_TITLE_ROWS = 4  # annex, title, edition, note
_SAMPLE = 12  # so many lines below a head show what its columns hold
_BAR_RULE = re.compile(r"\|?[\s:|-]+\|?")
# 行动一：再造新极行动（城区更新） over the first rows; no sentence stands there, nor the first line of a broken cell.
_OVER_ROWS = re.compile(r"[^|\t]*[^|\t。；;：:，,、\s]\s*")
_TAB = re.compile("\t")
_WIDE_SPACE = re.compile(r"(?<=\S)(?:\u3000+| {2,})(?=\S)")


def find_tables(text: str, known: Iterable[Table] = ()) -> list[Table]:
    """Return the tables of a text in order, those that its format knows and those that the text itself shows."""
    known = [_below_title(text, table) for table in known]
    lines = [line for line in _lines(text) if not any(table.start <= line[0] < table.end for table in known)]
    found: list[Table] = []
    for find in (_parted, barred_tables, block_tables, line_tables, pair_tables, spaced_rows):
        lines = [line for line in lines if not any(table.start <= line[0] < table.end for table in found)]
        found += [table for table in find(text, lines) if has_duties(text, table)]
    return sorted((*known, *found), key=lambda table: table.start)


def _below_title(text: str, table: Table) -> Table:
    """A table without the rows above its head that are one cell: 清河县重点工作台账 over all columns is a title.

    Only where the document or an annex begins with the table; below a title of its own such a row is the table's.
    """
    printed = text[: table.start].split()
    if printed and _ANNEX.fullmatch(printed[-1]) is None:
        return table
    above = 0
    for row in table.rows[:_MOST_TITLE_ROWS]:
        cells = set(row)
        if len(row) < 2 or len(cells) > 1 or None in cells or not text[slice(*row[0] or (0, 0))].strip():
            break
        above += 1
    rest = [cell for row in table.rows[above : above + 1] for cell in row if cell is not None]
    return replace(table, start=min(rest)[0], rows=table.rows[above:]) if above and rest else table


def _lines(text: str) -> list[Range]:
    return [match.span() for match in re.finditer(r"[^\r\n]+", text)]


def _parted(text: str, lines: list[Range]) -> Iterator[Table]:
    """Runs of lines with tabs or bars, from a header on."""
    i = 0
    while i < len(lines):
        cells = _cells(text, lines[i])
        head = _stacked(text, lines[i : i + 3], cells)
        headed = head is not None or (len(cells) > 1 and is_header(text[slice(*cell)] for cell in cells))
        if not headed and not _is_told_below(text, lines, i, cells):
            i += 1
            continue
        rows: list[tuple[Range | None, ...]] = [head or tuple(cells)]
        cells = list(head or cells)
        bars = 0 if head is not None else _bars(text, lines[i])
        first = i
        i += 1 if head is None else 2
        while i < len(lines):
            line = text[slice(*lines[i])]
            row = _cells(text, lines[i], bars)
            row = row if any(text[slice(*cell)].strip() for cell in row[len(cells) :]) else row[: len(cells)]
            if "|" in line and _BAR_RULE.fullmatch(line.strip()):
                i += 1
                continue
            if (
                len(row) == 1
                and (len(rows) > 1 or line.count("|") > 1 or is_heading(text, lines[i]) or _OVER_ROWS.fullmatch(line))
                and len(line.strip()) <= _LONGEST_HEAD
                and _is_over_rows(text, lines[i + 1 : i + 3], bars, len(cells))
            ):
                rows.append(tuple(row * len(cells)))  # a group row: one cell over all columns
            elif (
                len(row) == len(cells)
                or (2 <= len(row) < len(cells) and re.search(r"[\t|]", line))
                or (len(row) == len(cells) - 1 > 1 and len(row) in duty_columns(text, rows[0], {"report"}))
            ):
                whole = (*row, *[None] * (len(cells) - len(row)))
                own = placed(text, rows[0], in_place(text, rows[0], whole, rows[-1]), rows[-1])
                if own is not None:
                    rows.append(carried(text, own, rows))
            else:
                break
            i += 1
        yield Table(lines[first][0], lines[i - 1][1], tuple(rows))


def _stacked(text: str, lines: list[Range], cells: list[Range]) -> tuple[Range, ...] | None:
    """One row for a head that takes two lines, or None."""
    if len(lines) < 3 or len(cells) < 3:
        return None
    return stacked(text, cells, *(_cells(text, line) for line in lines[1:]))


def _is_told_below(text: str, lines: list[Range], i: int, cells: list[Range]) -> bool:
    """Whether a line of cells is a head that only the cells below it, as many a line, show to be one."""
    short = all(b - a <= _LONGEST_HEAD for a, b in cells)
    if len(cells) < 2 or not short or not re.search(r"[\t|]", text[slice(*lines[i])]):
        return False
    below = (line for line in lines[i + 1 : i + 1 + _SAMPLE] if not _BAR_RULE.fullmatch(text[slice(*line)].strip()))
    rows = itertools.takewhile(lambda row: len(row) == len(cells), (tuple(_cells(text, line)) for line in below))
    return head_by_cells(text, (tuple(cells), *rows), 0) is not None


def _width(text: str, line: Range, bars: int) -> int:
    """How many cells a line has, those counted that are empty at its end: 1 | 扫地 | 甲 | has four by its tabs."""
    printed = text[slice(*line)]
    return len(_cells(text, line, bars)) + printed[len(printed.rstrip()) :].count("\t")


def _is_over_rows(text: str, below: list[Range], bars: int, width: int) -> bool:
    """Whether a row follows a line, right below or below one more such line: 一、制度 / 落实备忘录 / | 扫地 | 甲 |."""
    widths = [_width(text, line, bars) for line in below]
    return widths[:1] == [width] or (widths == [1, width] and len(text[slice(*below[0])].strip()) <= _LONGEST_HEAD)


def _bars(text: str, head: Range) -> int:
    """How many bars part the cells of a head that has none at its beginning; 0 for one that has."""
    printed = text[slice(*head)].strip()
    return 0 if printed.startswith("|") else printed.count("|")


def _cells(text: str, line: Range, parting: int = 0) -> list[Range]:
    """The ranges of a line's cells; a row of as many bars as ``parting`` has its first cell before the first bar."""
    start, end = line
    printed = text[start:end]
    if printed.count("|") >= 2:
        bars = [start + k for k, char in enumerate(printed) if char == "|"]
        # 序号 | 任务 | 单位: no bars at the ends, or a first cell that is empty
        if not printed.strip().startswith("|") or len(bars) == parting:
            bars.insert(0, start - 1)
        ends = bars if printed.rstrip().endswith("|") else [*bars, end]
        return [(a + 1, b) for a, b in itertools.pairwise(ends)]
    gaps = [match.span() for match in (_TAB if "\t" in printed else _WIDE_SPACE).finditer(printed.rstrip())]
    starts, ends = [0, *(b for _, b in gaps)], [*(a for a, _ in gaps), len(printed)]
    return [(start + a, start + b) for a, b in zip(starts, ends, strict=True)]
