"""OFD files (GB/T 33190): a zip of XML pages with text objects at their places and rules of tables as paths."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from .choose import Chooser
from .formats_text import grid_matrix
from .model import Cell, Document, Grid, Paragraph

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_PAGE = (210.0, 297.0)
_LEFT, _TOP, _BOTTOM, _LOWEST = 28.0, 37.0, 262.0, 272.0
_EM = 5.6  # millimetres a character
_SMALL = 3.7

Row = list[tuple[Cell, bool] | None]


@dataclass
class _Pages:
    """Objects by page, and where the next line goes."""

    pages: list[list[str]]
    y: float
    number: str
    ids: int = 100

    def new_page(self) -> None:
        self.pages.append([])
        self.y = _TOP
        if self.number:
            text = self.number.format(len(self.pages))
            self.text(text, (_PAGE[0] - len(text) * _SMALL) / 2, 280, _SMALL)

    def following(self) -> int:
        self.ids += 1
        return self.ids

    def text(self, text: str, x: float, y: float, em: float) -> None:
        """Write one run of characters at its baseline."""
        widths = [em if ord(c) > 0x2000 else em / 2 for c in text]
        deltas = " ".join(f"{w:.3f}" for w in widths[:-1])
        self.pages[-1].append(
            f'<ofd:TextObject ID="{self.following()}" Boundary="{x:.3f} {y - em:.3f} {sum(widths):.3f} {em * 1.3:.3f}" '
            f'Font="3" Size="{em:.3f}"><ofd:TextCode X="0" Y="{em:.3f}" DeltaX="{deltas}">{escape(text)}'
            "</ofd:TextCode></ofd:TextObject>"
        )

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a line."""
        width, height = max(x1 - x0, 0.2), max(y1 - y0, 0.2)
        self.pages[-1].append(
            f'<ofd:PathObject ID="{self.following()}" Boundary="{x0:.3f} {y0:.3f} {width:.3f} {height:.3f}" '
            f'LineWidth="0.2" Stroke="true"><ofd:AbbreviatedData>M 0 0 L {x1 - x0:.3f} {y1 - y0:.3f}'
            "</ofd:AbbreviatedData></ofd:PathObject>"
        )


def _wrap(text: str, em: float, width: float, indent: float = 0.0) -> Iterator[str]:
    line, used = "", indent
    for char in text:
        advance = em if ord(char) > 0x2000 else em / 2
        if used + advance > width + 1e-6:
            yield line
            line, used = "", 0.0
        line, used = line + char, used + advance
    yield line


def to_ofd(document: Document, chooser: Chooser) -> bytes:
    """Print the document on A4 pages."""
    pages = _Pages([], _TOP, chooser.variant("pdf-page-number", {"dashes": "— {} —", "hyphens": "- {} -", "none": ""}))
    pages.new_page()
    for block in document.blocks:
        if isinstance(block, Grid):
            _table(pages, block)
        else:
            _paragraph(pages, block)
    return _archive(pages)


def _paragraph(pages: _Pages, block: Paragraph) -> None:
    width = _PAGE[0] - 2 * _LEFT
    centred = block.style in ("title", "number")
    indent = 0.0 if centred or block.style == "sign" else 2 * _EM
    for n, line in enumerate(_wrap(block.text, _EM, width, indent)):
        if pages.y > _BOTTOM:
            pages.new_page()
        length = sum(_EM if ord(c) > 0x2000 else _EM / 2 for c in line)
        x = _LEFT + (indent if n == 0 else 0.0)
        x = _LEFT + (width - length) / 2 if centred else _LEFT + width - length if block.style == "sign" else x
        if line:
            pages.text(line, x, pages.y, _EM)
        pages.y += _EM * 1.7
    pages.y += _EM if centred else 0.0


def _table(pages: _Pages, grid: Grid) -> None:
    """Print rows of one page height; a row that does not fit goes to the next page, where its cells end too."""
    matrix = grid_matrix(grid)
    width = _PAGE[0] - 2 * _LEFT
    columns = len(matrix[0])
    work = max(range(columns), key=lambda c: _longest(matrix, c))
    shares = [3.0 if c == work else 1.0 for c in range(columns)]
    edges = [_LEFT]
    for share in shares:
        edges.append(edges[-1] + width * share / sum(shares))
    heights = [_row_height(row, edges) for row in matrix]
    numbered = any(heading in row[0][0].lines[0] for row in matrix[:2] if row[0] for heading in ("序号", "编号"))
    begun: dict[Cell, tuple[float, int]] = {}  # where cells over several rows begin on the page, and their lines
    for r, row in enumerate(matrix):
        wrapped: list[list[str]] = []
        for c, slot in enumerate(row):
            lines = _cell_lines(slot, c, edges) if slot is not None and slot[1] else []
            wrapped.append(lines)
        tall, behind = heights[r], matrix[r + 1] if r + 1 < len(matrix) else []
        ends = bool(behind) and pages.y + tall + heights[r + 1] > _BOTTOM
        over = [
            s[0] if s is not None and b is not None and s[0] is b[0] else None
            for s, b in zip(row, behind, strict=False)
        ]
        # What is merged with a cell of the next page has its words on this one; without a number nobody could tell.
        bottoms = [begun.get(cell, (pages.y, len(wrapped[c]))) for c, cell in enumerate(over) if cell is not None]
        whole = max([tall, *(top + _tall(lines) - pages.y for top, lines in bottoms)])
        untold = not numbered and any(cell is not None for cell in over[-4:])
        over_page = pages.y + tall > _BOTTOM or (ends and (untold or pages.y + whole > _LOWEST))
        if over_page and pages.y > _TOP:
            pages.new_page()
            begun.clear()
        elif ends:
            tall = whole
        begun.update({s[0]: (pages.y, len(wrapped[c])) for c, s in enumerate(row) if s is not None and s[1]})
        top = pages.y
        for c, slot in enumerate(row):
            if slot is None or (slot[0].columns > 1 and not _first_of(row, c)):
                continue
            right = edges[c + slot[0].columns]
            pages.rule(edges[c], top, edges[c], top + tall)
            pages.rule(right, top, right, top + tall)
            if slot[1] or r == 0 or pages.y == _TOP:
                pages.rule(edges[c], top, right, top)
            below = matrix[r + 1][c] if r + 1 < len(matrix) else None
            if below is None or below[0] is not slot[0]:
                pages.rule(edges[c], top + tall, right, top + tall)
            for n, line in enumerate(wrapped[c]):
                if line:
                    pages.text(line, edges[c] + 1.0, top + 1.5 + _SMALL * (1 + 1.4 * n), _SMALL)
        pages.y += tall
    pages.y += _EM


def _row_height(row: Row, edges: list[float]) -> float:
    """How high a row is: a cell over several rows has its share of lines in each, and its words end where it does."""
    return _tall(max((-(-_lines(s, c, edges) // s[0].rows) for c, s in enumerate(row) if s is not None), default=1))


def _tall(lines: int) -> float:
    return lines * _SMALL * 1.4 + 3.0


def _cell_lines(slot: tuple[Cell, bool], column: int, edges: list[float]) -> list[str]:
    room = edges[min(column + slot[0].columns, len(edges) - 1)] - edges[column] - 2.0
    return [part for line in slot[0].lines for part in _wrap(line, _SMALL, room)]


def _lines(slot: tuple[Cell, bool], column: int, edges: list[float]) -> int:
    return 1 if slot[0].columns > 1 else len(_cell_lines(slot, column, edges))


def _longest(matrix: list[Row], column: int) -> int:
    slots = [row[column] for row in matrix]
    return max((len(s[0].lines[0]) for s in slots if s is not None and s[0].columns == 1), default=0)


def _first_of(row: Row, column: int) -> bool:
    slot, before = row[column], row[column - 1] if column else None
    return before is None or slot is None or before[0] is not slot[0]


def _archive(pages: _Pages) -> bytes:
    box = f"<ofd:PhysicalBox>0 0 {_PAGE[0]} {_PAGE[1]}</ofd:PhysicalBox>"
    listed = "".join(f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages.pages)))
    parts = {
        "OFD.xml": f'<ofd:OFD {_NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        "<ofd:DocID>0a1b2c</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NS}><ofd:CommonData><ofd:MaxUnitID>{pages.ids}</ofd:MaxUnitID>"
        f"<ofd:PageArea>{box}</ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {_NS} BaseLoc="Res"><ofd:Fonts>'
        '<ofd:Font ID="3" FontName="宋体"/></ofd:Fonts></ofd:Res>',
    }
    for n, objects in enumerate(pages.pages):
        parts[f"Doc_0/Pages/Page_{n}/Content.xml"] = (
            f'<ofd:Page {_NS}><ofd:Area>{box}</ofd:Area><ofd:Content><ofd:Layer ID="{n + 1000}" Type="Body">'
            f"{''.join(objects)}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(name, _HEAD + xml)
    return out.getvalue()
