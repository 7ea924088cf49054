"""Word documents: paragraphs, runs and merged table cells written as XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from lxml import etree

from .choose import Chooser
from .formats_text import grid_matrix
from .model import Cell, Document, Grid, Paragraph

_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def _element(parent: etree._Element, tag: str, **values: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_NS}}}{tag}", {f"{{{_NS}}}{k}": v for k, v in values.items()})


def _write(parent: etree._Element, text: str, split: Callable[[str], list[str]]) -> None:
    paragraph = _element(parent, "p")
    for part in split(text):
        run = _element(_element(paragraph, "r"), "t")
        run.text = part
        run.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def to_docx(document: Document, chooser: Chooser) -> bytes:
    """Print paragraphs, perhaps cut into several runs, and tables with vMerge and gridSpan."""
    cut = chooser.flag("docx:runs", 0.4)
    controls = chooser.flag("docx:blank-paragraphs", 0.2)

    def split(text: str) -> list[str]:
        if not cut or len(text) < 4:
            return [text]
        at = chooser.between(1, len(text) - 1)
        return [text[:at], text[at:]]

    root = etree.Element(f"{{{_NS}}}document", nsmap={"w": _NS})
    body = _element(root, "body")
    for block in document.blocks:
        if isinstance(block, Grid):
            _table(body, block, split)
        elif isinstance(block, Paragraph):
            _write(body, block.text, split)
            if controls and chooser.random.random() < 0.3:
                _element(body, "p")
    _element(body, "sectPr")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS)
        xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        archive.writestr("word/document.xml", xml)
    return out.getvalue()


def _table(body: etree._Element, grid: Grid, split: Callable[[str], list[str]]) -> None:
    table = _element(body, "tbl")
    matrix = grid_matrix(grid)
    for row in matrix:
        line = _element(table, "tr")
        column = 0
        while column < len(row):
            slot = row[column]
            cell = slot[0] if slot is not None else Cell(("",))
            _cell(line, cell, split, begins=slot is None or slot[1])
            column += cell.columns


def _cell(line: etree._Element, cell: Cell, split: Callable[[str], list[str]], *, begins: bool) -> None:
    element = _element(line, "tc")
    properties = _element(element, "tcPr")
    if cell.columns > 1:
        _element(properties, "gridSpan", val=str(cell.columns))
    if cell.rows > 1:
        _element(properties, "vMerge", **({"val": "restart"} if begins else {}))
    for text in cell.lines if begins else ("",):
        _write(element, text, split)
