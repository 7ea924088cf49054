"""Spreadsheets into text: every visible sheet, cells as a person sees them, merged cells whole.

Hidden sheets (lists of choices, older states) are left out; hidden rows and columns are read, for a filter hides
duties that still hold. A sheet without a title above its table is headed by its own name.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

from lxml import etree

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.ingest.formats.cells import Place, write_grid
from dutygraph.ingest.formats.numbers import shown
from dutygraph.ingest.formats.text import decode
from dutygraph.ingest.formats.workbook import read_formats
from dutygraph.ingest.text.content import BROKEN_ZIP, Content, Writer, broken

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_REMEDY = "请用 Excel 或 WPS 打开后重新另存为 .xlsx"
_UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
_DELIMITERS = ",\t;|，"
# A field may hold a whole paragraph; the module's own limit is too low for some.
_LONGEST_FIELD = 1_000_000


def read_workbook(data: bytes, where: str) -> Content:
    """Return the text of a workbook's visible sheets (.xlsx, .xlsm, .xlsb, .xls, .et, .ods) and their tables.

    Raises :class:`UnreadableDocument` for a file that is none, is broken, encrypted or far too large.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        formats = read_formats(data, where) if _is_xlsx(data) else {}
        writer = Writer()
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            for sheet in workbook.sheets_metadata:
                if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet:
                    _sheet(writer, workbook.get_sheet_by_name(sheet.name), formats.get(sheet.name, {}))
    except PasswordError as error:
        raise UnreadableDocument(where, "工作簿已加密", "请去掉密码后再导入") from error
    except (CalamineError, etree.LxmlError, KeyError, *BROKEN_ZIP) as error:
        raise broken(where, "工作簿", _REMEDY) from error
    return writer.content()


def read_csv(data: bytes, where: str) -> Content:
    """Return the text of a table in plain text (.csv, .tsv), quotes taken off, cells parted by tabs.

    Raises :class:`UnreadableDocument` for an unknown encoding and for a file that is no table.
    """
    text = decode(data, where)
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise broken(where, "表格文件", "请用 Excel 或 WPS 打开后另存为 .xlsx") from error
    writer = Writer()
    write_grid(writer, [[cell.replace("\r\n", "\n") for cell in row] for row in rows])
    return writer.content()


def _is_xlsx(data: bytes) -> bool:
    if not data.startswith(b"PK"):
        return False
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "xl/workbook.xml" in archive.namelist()


def _sheet(writer: Writer, sheet: CalamineSheet, formats: dict[Place, str]) -> None:
    rows = [
        [shown(value, formats.get((number, column), "")) for column, value in enumerate(row)]
        for number, row in enumerate(sheet.to_python(skip_empty_area=False))
    ]
    if not any(text.strip() for row in rows for text in row):
        return
    merged = {
        (row, column): first
        for first, last in sheet.merged_cell_ranges or ()
        for row in range(first[0], min(last[0] + 1, len(rows)))
        for column in range(first[1], min(last[1] + 1, len(rows[row])))
    }
    if writer.length:
        writer.add("\n")
    top = next(row for row in rows if any(text.strip() for text in row))
    if sum(bool(text.strip()) for text in top) > 1 and not _UNNAMED.fullmatch(sheet.name.strip()):
        writer.add(sheet.name.strip() + "\n")
    write_grid(writer, rows, merged)


def _delimiter(text: str) -> str:
    """The character that parts most rows into the same number of cells, more than one."""
    sample = text[:100_000]

    def score(delimiter: str) -> int:
        try:
            widths = Counter(len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
        except csv.Error:
            return 0
        return max(((width > 1) * count for width, count in widths.items()), default=0)

    return max(_DELIMITERS, key=score)
