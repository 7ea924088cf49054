"""PDF files: pages with numbers and running heads, ruled tables over pages, an embedded font or one that is not."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph as Printed
from reportlab.platypus import SimpleDocTemplate, Spacer, Table
from reportlab.platypus.doctemplate import LayoutError

from .choose import Chooser
from .formats_text import grid_matrix
from .model import Cell, Document, Grid, Paragraph

EMBEDDED = Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")
_SIZE = 14
_MOST_ROWS = 3


@cache
def _font(*, embedded: bool) -> str:
    if embedded and EMBEDDED.exists():
        pdfmetrics.registerFont(TTFont("Droid", str(EMBEDDED)))
        return "Droid"
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


def to_pdf(document: Document, chooser: Chooser) -> bytes:
    """Print the document on A4 pages; wide tables lie on their side."""
    font = _font(embedded=chooser.variant("pdf-font", {"embedded": True, "cid": False}))
    number = chooser.variant("pdf-page-number", {"dashes": "— {} —", "hyphens": "- {} -", "bare": "{}", "none": ""})
    running = "（征求意见稿）" if chooser.flag("pdf:running-head", 0.2) else ""
    grids = [b for b in document.blocks if isinstance(b, Grid)]
    wide = any(sum(c.columns for c in g.rows[0]) > 5 for g in grids)
    size = landscape(A4) if wide else A4

    def furnish(canvas: Any, doc: Any) -> None:
        canvas.saveState()
        canvas.setFont(font if font != "Droid" else "Helvetica", 11)
        if number:
            canvas.drawCentredString(size[0] / 2, 40, number.format(doc.page))
        if running:
            canvas.setFont(font, 11)
            canvas.drawRightString(size[0] - 80, size[1] - 50, running)
        canvas.restoreState()

    repeat = chooser.flag("pdf:repeat-head", 0.6)

    def build(most: int) -> bytes:
        out = io.BytesIO()
        template = SimpleDocTemplate(out, pagesize=size, leftMargin=80, rightMargin=80, topMargin=90, bottomMargin=80)
        template.title = document.header.title or ""
        story: list[Any] = []
        for block in document.blocks:
            if isinstance(block, Grid):
                story += [_table(_shortened(block, most), font, size[0] - 160, repeat=repeat), Spacer(1, 12)]
            else:
                story += _paragraphs(block, font)
        template.build(story, onFirstPage=furnish, onLaterPages=furnish)
        return out.getvalue()

    try:
        return build(_MOST_ROWS)
    except LayoutError:  # merged rows that no page can hold
        return build(1)


def _style(font: str, **more: Any) -> Any:
    return ParagraphStyle("plain", fontName=font, fontSize=_SIZE, leading=_SIZE * 1.8, wordWrap="CJK", **more)


def _markup(text: str, font: str) -> str:
    """Escape a text; the embedded font has no Latin characters, so those stand in another one, as in real files."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if font != "Droid":
        return escaped
    latin = re.sub(r"[!-~\u2010-\u2027]+", lambda m: f'<font name="Helvetica">{m.group()}</font>', escaped)
    return re.sub("[〈〉]+", lambda m: f'<font name="{_font(embedded=False)}">{m.group()}</font>', latin)


def _paragraphs(block: Paragraph, font: str) -> list[Any]:
    if block.style in ("title", "number"):
        style = _style(font, alignment=TA_CENTER, spaceBefore=14, spaceAfter=10)
    elif block.style == "sign":
        style = _style(font, alignment=TA_RIGHT)
    else:
        style = _style(font, firstLineIndent=_SIZE * 2)
    return [Printed(_markup(block.text, font), style)]


def _shortened(grid: Grid, most: int) -> Grid:
    """Cut cells merged over many rows, which no page could hold, into several with the same words."""
    rows: list[list[Cell]] = []
    matrix = grid_matrix(grid)
    for r, row in enumerate(matrix):
        rows.append([])
        for c, slot in enumerate(row):
            left = row[c - 1] if c else None
            if slot is None or (left is not None and left[0] is slot[0]):
                continue
            top = next(n for n in range(r + 1) if (s := matrix[n][c]) is not None and s[0] is slot[0])
            if (r - top) % most == 0:
                rows[-1].append(replace(slot[0], rows=min(most, slot[0].rows - (r - top))))
    return replace(grid, rows=tuple(map(tuple, rows)))


def _table(grid: Grid, font: str, width: float, *, repeat: bool) -> Any:
    style = ParagraphStyle("cell", fontName=font, fontSize=10, leading=14, wordWrap="CJK")
    matrix = grid_matrix(grid)
    rules: list[Any] = [("GRID", (0, 0), (-1, -1), 0.6, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    rows: list[list[Any]] = []
    for r, row in enumerate(matrix):
        cells: list[Any] = []
        for c, slot in enumerate(row):
            if slot is None or not slot[1]:
                cells.append("")
                continue
            cell = slot[0]
            if cell.rows > 1 or cell.columns > 1:
                rules.append(("SPAN", (c, r), (c + cell.columns - 1, r + cell.rows - 1)))
            cells.append([Printed(_markup(line, font), style) for line in cell.lines])
        rows.append(cells)
    shares = _shares(grid)
    total = sum(shares)
    spans_rows = any(cell.rows > 1 for row in grid.rows for cell in row)
    return Table(
        rows,
        colWidths=[width * s / total for s in shares],
        style=rules,
        repeatRows=grid.heads if repeat and not spans_rows and len(grid.rows[0]) == len(matrix[0]) else 0,
    )


def _shares(grid: Grid) -> list[float]:
    """Give every column room by what it holds most."""
    matrix = grid_matrix(grid)
    shares = []
    for column in range(len(matrix[0])):
        slots = [row[column] for row in matrix]
        longest = max((len(s[0].lines[0]) for s in slots if s is not None and s[0].columns == 1), default=2)
        shares.append(min(5.0, max(1.0, longest / 10)))
    return shares
