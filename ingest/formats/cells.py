"""A sheet of cells into text: titles above the table and notes below it as lines, the rows between as a table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dutygraph.ingest.text.content import Range, Writer

Place = tuple[int, int]
_NOTE = re.compile(r"(?:注|备注|说明|附注|填[报表]|制表|联系|审核|单位负责人|[*※])")


def write_grid(writer: Writer, rows: Sequence[Sequence[str]], merged: Mapping[Place, Place] | None = None) -> None:
    """Write rows of cells; ``merged`` gives the first cell of the merged one that a place belongs to.

    The table reaches from the first to the last row in which two cells say something. A row of one cell above or
    below it (a title, a note) is a line of text; between them, or right below where it is no note, it is a row.
    """
    merged = merged or {}
    said = [_said(row, number, merged) for number, row in enumerate(rows)]
    wide = [number for number, places in enumerate(said) if len(places) > 1]
    first, last = (wide[0], wide[-1]) if wide else (len(rows), len(rows))
    while wide and last + 1 < len(rows) and _is_row(rows, said[last + 1], merged):
        last += 1  # a duty for which nobody is named
    _lines(writer, rows, said[:first])
    if wide:
        _table(writer, rows, range(first, last + 1), merged)
        _lines(writer, rows, said[last + 1 :])


def _said(row: Sequence[str], number: int, merged: Mapping[Place, Place]) -> list[Place]:
    """The cells of a row that begin in it and are not empty."""
    return [
        (number, column)
        for column, text in enumerate(row)
        if text.strip() and merged.get((number, column), (number, column)) == (number, column)
    ]


def _is_row(rows: Sequence[Sequence[str]], places: list[Place], merged: Mapping[Place, Place]) -> bool:
    """Whether the only cell of a row right below the table is one of its cells, and no note under it."""
    if len(places) != 1:
        return False
    (number, column), *_ = places
    return merged.get((number, column + 1)) != (number, column) and _NOTE.match(rows[number][column].strip()) is None


def _lines(writer: Writer, rows: Sequence[Sequence[str]], said: Sequence[list[Place]]) -> None:
    for places in said:
        for number, column in places:
            writer.add(rows[number][column].strip() + "\n")


def _table(writer: Writer, rows: Sequence[Sequence[str]], numbers: range, merged: Mapping[Place, Place]) -> None:
    """Write the rows of a table, cells parted by tabs; what is merged is written where it begins."""
    start = writer.length
    written: dict[Place, Range] = {}
    table: list[tuple[Range | None, ...]] = []
    for number in numbers:
        width = max((column + 1 for column, text in enumerate(rows[number]) if text.strip()), default=0)
        for column, text in enumerate(rows[number]):
            if column and column < width:
                writer.add("\t")
            place = (number, column)
            if text.strip() and merged.get(place, place) == place:
                written[place] = writer.add(text.strip())
        writer.add("\n")
        places = ((number, column) for column in range(len(rows[number])))
        table.append(tuple(written.get(merged.get(place, place)) for place in places))
    writer.add_table(start, table)
