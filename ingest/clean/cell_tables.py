"""Tables copied cell by cell, a cell a line or between bars wherever lines break: 序号 / 工作任务 / 牵头单位 / 1 / ….

What is left of such a table is a stream of cells. A table begins where cells are the names of columns, of the work and
of units among them, and goes on as far as rows do (``cell_rows``) whose cells are what the names say (``cell_shares``).
Refused is a head below which no row is so.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from dutygraph.ingest.clean.cell_rows import Stream, numbered_rows, unnumbered_rows
from dutygraph.ingest.clean.cell_shares import Head
from dutygraph.ingest.clean.cell_words import said
from dutygraph.ingest.clean.stacked_heads import parted_by_periods
from dutygraph.ingest.segment.table_heads import Row, duty_columns, is_head, is_header, is_period
from dutygraph.ingest.text.content import Range, Table

_MOST_COLUMNS = 12
# So many empty cells part two rows at most: | at the end of one, | at the beginning of the next, a line of | between.
_MOST_BETWEEN = 3
# A cell between bars has so many lines, at most.
_MOST_LINES = 12
_FEWEST_COLUMNS = 3  # where nothing but lines parts cells
_SHORT_HEAD = 6
_LONGEST_HEAD = 24
_CLOSING = re.compile(r"[\s|]*\|")

_BROKEN_HEAD = re.compile(
    "序 号|(?:完成|办理|时间|整改|实施|推进) (?:时限|时间|期限|要求)"
    "|(?:工作|主要|重点|目标|具体) (?:任务|内容|举措|措施|事项|目标)"
    "|(?:项目|事项|任务) (?:名称|内容|类别)"
    "|(?:牵头|责任|配合|主办|协办|协同|参与|落实|承办|实施|分管) (?:单位|部门|科室|处室|主体|领导|人)"
)


def line_tables(text: str, lines: Sequence[Range]) -> Iterator[Table]:
    """Yield the tables of a text that have a cell a line, or several lines a cell."""
    cells = _whole_heads(text, [line for line in lines if said(text, line)])
    stream = Stream(text, cells, barred=False)
    i = 0
    while i < len(cells):
        rows, end = _below(stream, i, list(_line_heads(stream, i)))
        if rows:
            yield Table(cells[i][0], cells[end - 1][1], tuple(rows))
        i = max(end, i + 1)


def block_tables(text: str, lines: Sequence[Range]) -> Iterator[Table]:
    """Yield the tables of a text whose cells blank lines part, so that a cell may take several lines."""
    blocks: list[Range] = []
    was_head = False
    for line in lines:
        head = is_head(said(text, line))
        if blocks and text.count("\n", blocks[-1][1], line[0]) == 1 and (was_head or not head):
            blocks[-1] = (blocks[-1][0], line[1])
        else:
            blocks.append(line)
        was_head = head
    if len(blocks) < len(lines):
        yield from line_tables(text, blocks)


def barred_tables(text: str, lines: Sequence[Range]) -> Iterator[Table]:
    """Yield the tables of a text whose cells bars part, whose rows take more lines than one or share them."""
    barred = [k for k, line in enumerate(lines) if "|" in text[slice(*line)]]
    done = 0
    for n, k in enumerate(barred):
        starts = [lines[k][0]]
        if k > 0 and text[slice(*lines[k])].strip() == "|" and len(said(text, lines[k - 1])) <= _SHORT_HEAD:
            starts.insert(0, lines[k - 1][0])  # 序号 / | / 任务 / |
        for start in starts:
            if start < done or not _may_begin(text, start):
                continue
            cells = list(_between_bars(text, start, _last_line(lines, barred, n)))
            stream = Stream(text, cells, barred=True)
            first = next((i for i, cell in enumerate(cells) if said(text, cell)), len(cells))
            rows, end = _below(stream, first, list(_barred_heads(stream, first)))
            if rows and "\n" in text[cells[first][0] : cells[end - 1][1]]:
                closing = _CLOSING.match(text, cells[end - 1][1])
                done = closing.end() if closing is not None else cells[end - 1][1]
                yield Table(cells[first][0], done, tuple(rows), _wraps(text, rows))
                break


def _below(stream: Stream, i: int, heads: Sequence[tuple[Head, int, int]]) -> tuple[list[Row], int]:
    """The head at a cell and the rows below it, and the cell behind them: the first head that has any."""
    for head, at, step in heads:
        rows, end = (unnumbered_rows if head.number is None else numbered_rows)(stream, head, at, step)
        if len(rows) > 1:
            if head.number is not None and head.cells[head.number] is None:
                rows = [(*row[: head.number], *row[head.number + 1 :]) for row in rows]
            return rows, end
    return [], i + 1


def _line_heads(stream: Stream, i: int) -> Iterator[tuple[Head, int, int]]:
    """The heads that may begin at a line, the narrowest first; what has no numbers is as wide as it can be."""
    text = stream.text
    named = 0
    while i + named < len(stream.cells) and named < _MOST_COLUMNS and is_head(stream.said(i + named)):
        named += 1
    if named == 0:
        return
    for width in range(_FEWEST_COLUMNS, _MOST_COLUMNS):
        cells = stream.cells[i : i + width]
        if len(cells) < width or not is_header(said(text, cell) for cell in cells):
            continue
        below = list(itertools.takewhile(lambda cell: is_period(said(text, cell)), stream.cells[i + width :]))
        parted = parted_by_periods(text, list(cells), below) if below else None
        if parted is not None:
            cells, width = parted, width + len(below)
        head = Head.of(text, cells)
        if head.number is None:
            if width == named:
                yield head, i + width, width
        elif head.left <= named and _number_follows(stream, i + width, head.left):
            yield head, i + width, width


def _number_follows(stream: Stream, at: int, left: int) -> bool:
    """Whether a number stands behind a head, or behind headings and what stands left of it, but no name of a column."""
    while at < len(stream.cells) and stream.heading(at) and stream.number(at) is None:
        at += 1
    number = next((k for k in range(at, at + left + 1) if stream.number(k) is not None), None)
    return number is not None and not any(is_head(stream.said(k)) for k in range(at, number))


def _barred_heads(stream: Stream, first: int) -> Iterator[tuple[Head, int, int]]:
    """The heads that may begin at a cell between bars, the narrowest first."""
    text, cells = stream.text, stream.cells
    for width in range(2, _MOST_COLUMNS + 1):
        own = cells[first : first + width]
        if len(own) < width or not stream.said(first + width - 1):
            return
        if not is_header(said(text, cell) for cell in own):
            continue
        body = next((k for k in range(first + width, len(cells)) if stream.said(k)), len(cells))
        between = body - first - width
        if between > _MOST_BETWEEN:
            return
        head = Head.of(text, own)
        if head.number is not None:
            if not is_head(stream.said(body)):
                yield head, body, width + between
            continue
        nameless = next((k for k in range(width) if stream.number(body + k) is not None), None)
        if nameless is not None and nameless <= head.work:
            yield Head.of(text, own, nameless), body, width + 1 + between
        elif between or all(is_head(said(text, cell)) for cell in own):
            yield head, body, width + between


def _may_begin(text: str, start: int) -> bool:
    """Whether a head of columns may begin somewhere: short words before the first bar."""
    bar = text.find("|", start)
    words = text[start:bar].strip() or text[bar + 1 : bar + 1 + 2 * _LONGEST_HEAD].partition("|")[0].strip(" \t\r\n|")
    return is_head(words) or len(words) <= _LONGEST_HEAD


def _last_line(lines: Sequence[Range], barred: Sequence[int], n: int) -> int:
    """Where the stretch of lines with bars ends: no further apart than a cell is long."""
    while n + 1 < len(barred) and barred[n + 1] - barred[n] <= _MOST_LINES:
        n += 1
    return lines[min(barred[n] + 1, len(lines) - 1)][1]


def _between_bars(text: str, start: int, end: int) -> Iterator[Range]:
    """Yield the ranges between bars; of what stands behind the last one only the first line."""
    while (bar := text.find("|", start, end)) >= 0:
        yield start, bar
        start = bar + 1
    lines = text[start:end].lstrip().splitlines()
    if lines:
        at = text.index(lines[0], start)
        yield at, at + len(lines[0])


def _wraps(text: str, rows: Sequence[Row]) -> frozenset[int]:
    """The breaks inside cells of work that only a width can have made: behind no stop, and before no number."""
    names = duty_columns(text, rows[0])
    cells = (cell for row in rows[1:] for k, cell in enumerate(row) if cell is not None and k not in names)
    breaks = re.compile(r"(?<=[^\s。;；:：!！?？|])\s*\n\s*(?=[^\s(（\d一二三四五六七八九十①-⑳|])")
    found = (match for start, end in cells for match in breaks.finditer(text, start, end))
    return frozenset(at for match in found for at in range(*match.span()))


def _whole_heads(text: str, lines: Sequence[Range]) -> list[Range]:
    """The lines of a text with each head that a narrow column breaks as one: 序 / 号, 完成 / 时限."""
    whole: list[Range] = []
    for line in lines:
        if whole and _BROKEN_HEAD.fullmatch(f"{said(text, whole[-1])} {said(text, line)}"):
            whole[-1] = (whole[-1][0], line[1])
        else:
            whole.append(line)
    return whole
