"""Any rows as an Excel workbook; texts are written as texts, and never run."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook

LONGEST = 32_000  # characters that a cell holds


def sheet(rows: Sequence[Mapping[str, Any]], headings: Mapping[str, str], words: Callable[[Any], str]) -> bytes:
    """Return rows as .xlsx, a column for each heading (by name); ``words`` says a value that is no number."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#F2F2F2", "border": 1})
    made = book.add_worksheet("结果")
    for column, heading in enumerate(headings.values()):
        made.write_string(0, column, heading, head)
        made.set_column(column, column, 20)
    for line, row in enumerate(rows, 1):
        for column, name in enumerate(headings):
            value = row[name]
            if isinstance(value, int | float) and not isinstance(value, bool):
                made.write_number(line, column, value)
            elif value is not None:
                made.write_string(line, column, words(value)[:LONGEST])
    made.freeze_panes(1, 0)
    if rows and headings:
        made.autofilter(0, 0, len(rows), len(headings) - 1)
    book.close()
    return buffer.getvalue()
