"""Tables of two columns, who and what they answer for, copied a cell a line: 单位 / 职责分工 / 县水利局 / 负责…….

A row begins with a line of organs and nothing else and has all lines up to the next such line; a heading (附件3) ends
the last. Fewer than three rows are no table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dutygraph.ingest.clean.cell_words import holds_units, is_heading, said
from dutygraph.ingest.segment.table_heads import names_who_and_duty
from dutygraph.ingest.text.content import Range, Table

_FEWEST = 3
_LONGEST = 60  # a line of organs
_ENDS = re.compile(r"附\s*[件表录]|备注|注[:：]|说明[:：]")


def pair_tables(text: str, lines: Sequence[Range]) -> Iterator[Table]:
    """Yield the tables of a text that have who and their duties on lines under each other."""
    lines = [line for line in lines if said(text, line)]
    i = 0
    while i + 1 < len(lines):
        head = (lines[i], lines[i + 1])
        rows = list(_rows(text, lines[i + 2 :])) if names_who_and_duty(*(said(text, cell) for cell in head)) else []
        if len(rows) < _FEWEST:
            i += 1
            continue
        end = rows[-1][1][1]
        yield Table(head[0][0], end, (head, *rows))
        i = next((k for k in range(i, len(lines)) if lines[k][0] >= end), len(lines))


def _rows(text: str, lines: Sequence[Range]) -> Iterator[tuple[Range, Range]]:
    """Each line of organs with what is said below it."""
    who: Range | None = None
    duty: Range | None = None
    for line in lines:
        words = said(text, line)
        if len(words) <= _LONGEST and holds_units(text, line) and not words.endswith("。"):
            if who is not None and duty is not None:
                yield who, duty
            elif who is not None:
                return
            who, duty = line, None
        elif who is None or _ENDS.match(words) or (duty is not None and is_heading(text, line)):
            break
        else:
            duty = line if duty is None else (duty[0], line[1])
    if who is not None and duty is not None:
        yield who, duty
