"""Workbooks and comma-separated values: a title row and one table."""

from __future__ import annotations

import csv
import io

from openpyxl import Workbook

from .choose import Chooser
from .formats_text import grid_matrix
from .model import Document, Grid


def _grid(document: Document) -> Grid:
    return next(b for b in document.blocks if isinstance(b, Grid))


def _titles(document: Document) -> list[str]:
    return [b.text for b in document.blocks if not isinstance(b, Grid) and b.style == "title"]


def to_xlsx(document: Document, chooser: Chooser) -> bytes:
    """Print the titles as merged rows and the table below them, numbers as numbers."""
    grid, book = _grid(document), Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = chooser.pick(("Sheet1", "重点任务", "任务清单"))
    width, top = sum(c.columns for c in grid.rows[0]), 0
    for title in _titles(document):
        top += 1
        sheet.cell(top, 1, title)
        sheet.merge_cells(start_row=top, end_row=top, start_column=1, end_column=width)
    for r, row in enumerate(grid_matrix(grid)):
        for c, slot in enumerate(row):
            if slot is None or not slot[1]:
                continue
            cell, at = slot[0], (top + r + 1, c + 1)
            text = "\n".join(cell.lines)
            sheet.cell(*at, int(text) if text.isdigit() and len(text) < 4 else text or None)
            if cell.rows > 1 or cell.columns > 1:
                sheet.merge_cells(
                    start_row=at[0],
                    end_row=at[0] + cell.rows - 1,
                    start_column=at[1],
                    end_column=at[1] + cell.columns - 1,
                )
    if chooser.flag("xlsx:second-sheet", 0.2):
        book.create_sheet("填表说明").cell(1, 1, "本表由各单位汇总填报。")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def to_csv(document: Document, chooser: Chooser) -> bytes:
    """Print the table; a merged cell stands in every row that it covers, as exports fill it in."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in grid_matrix(_grid(document)):
        cells = []
        for slot in row:
            text = "\n".join(slot[0].lines) if slot is not None else ""
            cells.append(text if slot is not None and (slot[1] or slot[0].columns == 1) else "")
        writer.writerow(cells)
    encoding = chooser.variant("csv", {"utf-8-sig": "utf-8-sig", "utf-8": "utf-8", "gb18030": "gb18030"})
    return out.getvalue().encode(encoding)
