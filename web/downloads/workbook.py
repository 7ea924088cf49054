"""The register of tasks (台账) as an Excel workbook in the order of columns that offices use.

Texts are written as texts: what begins with = + - @ is shown and never run.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from xlsxwriter import Workbook

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, and its cell's words from a row of the query ``ledger``."""

    heading: str
    width: int
    name: str


COLUMNS: Final = (
    Column("序号", 6, "number"),
    Column("章节", 20, "section"),
    Column("任务", 26, "title"),
    Column("任务内容", 60, "text"),
    Column("牵头单位", 18, "lead"),
    Column("责任单位", 24, "responsible"),
    Column("配合单位", 24, "supporting"),
    Column("完成时限", 16, "dates"),
    Column("到期日", 12, "due_dates"),
    Column("量化目标", 24, "targets"),
    Column("依据文件", 30, "instruments"),
    Column("方案", 30, "plan_title"),
    Column("进展情况", 24, ""),  # for the office to fill in
)


def workbook(rows: Iterable[Mapping[str, Any]], title: str) -> bytes:
    """Return rows of the query ``ledger`` as .xlsx; ``title`` is the sheet's heading."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "border": 1, "align": "center", "valign": "vcenter", "bg_color": "#F2F2F2"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    heading = book.add_format({"bold": True, "font_size": 14, "align": "center", "valign": "vcenter"})
    sheet = book.add_worksheet("台账")
    last = len(COLUMNS) - 1
    sheet.merge_range(0, 0, 0, last, "", heading)
    sheet.write_string(0, 0, title, heading)
    sheet.set_row(0, 28)
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, column.width)
        sheet.write_string(1, at, column.heading, head)
    line = 1
    for line, row in enumerate(rows, start=2):
        for at, column in enumerate(COLUMNS):
            sheet.write_string(line, at, words(row.get(column.name)), cell)
    sheet.autofilter(1, 0, line, last)
    sheet.freeze_panes(2, 3)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    book.close()
    return buffer.getvalue()


def words(value: Any) -> str:
    """Return a value of a row as a cell says it: lists by 、, a target with its indicator, a document with its number.

    >>> words([{"indicator": "办结率", "surface": "95％以上"}])
    '办结率 95％以上'
    """
    if value is None:
        return ""
    if isinstance(value, Sequence) and not isinstance(value, str):
        parted = "；" if value and isinstance(value[0], Mapping) else "、"
        return parted.join(words(each) for each in value)
    if isinstance(value, Mapping):
        if "indicator" in value:
            return f"{value['indicator']} {value['surface']}"
        number = f"（{value['document_number']}）" if value["document_number"] else ""
        made = "（制定）" if value["relation"] == "drafts" else ""
        return f"《{value['title'].strip('《》')}》{number}{made}"
    return str(value)
