"""Workbooks for the tests of reading, made cell by cell."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

Sheet = Sequence[Sequence[Any]]


def workbook(
    sheets: Mapping[str, Sheet],
    *,
    merged: Mapping[str, Sequence[str]] | None = None,
    formats: Mapping[str, Mapping[str, str]] | None = None,
    hidden: Sequence[str] = (),
) -> bytes:
    """An .xlsx of these rows, sheet by sheet; merged ranges and number formats (``{"A1": "0%"}``) go by sheet too."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for place, code in (formats or {}).get(name, {}).items():
            sheet[place].number_format = code
        for area in (merged or {}).get(name, ()):
            sheet.merge_cells(area)
        if name in hidden:
            sheet.sheet_state = "hidden"
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
