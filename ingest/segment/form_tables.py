"""Tables that are forms: a label left of each value, a table (or a part of one) for each duty.

任务名称 | 建设公园 / 牵头单位 | 县园林中心 / 完成时限 | 8月. Several pairs may stand in a row. Labels that say the
work and units must be there; the same label again begins the next duty.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dutygraph.ingest.segment.table_heads import Cell, Column, Row, columns_of, is_head
from dutygraph.ingest.text.content import Table

_FEWEST = 3
_SAMPLE = 40  # so many pairs show what a table is
# What stands in the place of a head: columns, and the cells below them.
Pair = tuple[Cell, Cell | None]
Form = tuple[tuple[Column, ...], Row]


def read_forms(text: str, table: Table) -> list[Form]:
    """Return the duties of a form, each as what a table's head and its only row would be; none where it is no form."""
    pairs = list(_pairs(text, table))
    if not _are_labelled(text, pairs):
        return []
    forms: list[Form] = []
    for part in _parts(text, pairs):
        columns = columns_of(text, tuple(label for label, _ in part))
        if {"role", "work"} <= {column.kind for column in columns}:
            forms.append((columns, tuple(value for _, value in part)))
    return forms


def _pairs(text: str, table: Table) -> Iterator[Pair]:
    """Yield the labels of a table with what stands right of each."""
    for row in table.rows:
        cells: list[Cell | None] = []
        for cell in row:
            if not cells or cell is None or cell != cells[-1]:
                cells.append(cell)
        for label, value in zip(cells[::2], cells[1::2], strict=False):
            if label is not None and text[slice(*label)].strip():
                yield label, value


def _are_labelled(text: str, pairs: list[Pair]) -> bool:
    """Whether most of the cells on the left are heads, none of those on the right is one, and rows are several."""
    pairs = pairs[:_SAMPLE]
    labels = [column.kind != "other" for column in columns_of(text, tuple(label for label, _ in pairs))]
    values = [column.kind in ("role", "deadline", "number") for column in columns_of(text, tuple(v for _, v in pairs))]
    labelled = len(pairs) >= _FEWEST and sum(labels) * 2 > len(labels) and not any(values)
    # 序号 | 任务内容: two heads side by side are those of columns.
    counts = [column.kind == "number" for column in columns_of(text, tuple(label for label, _ in pairs))]
    works = [value is not None and is_head(_said(text, value)) for _, value in pairs]
    return labelled and not any(count and work for count, work in zip(counts, works, strict=True))


def _parts(text: str, pairs: list[Pair]) -> Iterator[list[Pair]]:
    """Part the pairs where the first label comes again."""
    first = _said(text, pairs[0][0])
    starts = [n for n, (label, _) in enumerate(pairs) if _said(text, label) == first]
    yield from (pairs[a:b] for a, b in pairwise([*starts, len(pairs)]))


def _said(text: str, cell: Cell) -> str:
    return "".join(text[slice(*cell)].split())
