"""The text of a .docx, straight from its XML: one line a paragraph, a table row by row with its cells parted by tabs.

A soft line break becomes a line break; deleted text (w:del), field codes, headers and footers do not count;
inserted text (w:ins) does. Numbers that Word generates (w:numPr) are not characters of the document and are not
invented here.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.ingest.formats.content import MOST_UNPACKED, Content, Range, Writer

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"
_SKIPPED = {
    f"{_W}{tag}" for tag in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr", "footnoteReference")
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}


def read_docx(data: bytes, where: str) -> Content:
    """Return the text of the document part, each paragraph and row ending with a line break, and its tables.

    Raises :class:`UnreadableDocument` for a file that is no .docx or whose XML is broken.
    """
    remedy = "请用 Word 或 WPS 打开后重新另存为 .docx"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo(_BODY).file_size > MOST_UNPACKED:
                raise UnreadableDocument(where, "Word 文件展开后过大", "请拆分后再导入")
            xml = archive.read(_BODY)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, EOFError, ValueError, zlib.error) as error:
        raise UnreadableDocument(where, "Word 文件已损坏或不是 .docx", remedy) from error
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        tree: etree._ElementTree = etree.parse(io.BytesIO(xml), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument(where, "Word 文件的内容已损坏", remedy) from error
    if tree.docinfo.internalDTD is not None:  # the format forbids it, and its entities would be text that is not read
        raise UnreadableDocument(where, "Word 文件的内容已损坏", remedy)
    body = tree.getroot().find(f"{_W}body")
    if body is None:
        raise UnreadableDocument(where, "Word 文件没有正文", remedy)
    writer = Writer()
    _blocks(body, writer)
    return writer.content()


def _blocks(parent: etree._Element, writer: Writer) -> None:
    for child in parent:
        if child.tag == f"{_W}p":
            writer.add(_inline(child) + "\n")
        elif child.tag == f"{_W}tbl":
            _table(child, writer)
        elif child.tag in (f"{_W}sdt", f"{_W}ins", f"{_W}customXml"):
            content = child.find(f"{_W}sdtContent")
            _blocks(child if content is None else content, writer)


def _table(table: etree._Element, writer: Writer) -> None:
    """Write a table row by row, cells parted by tabs; a cell merged downwards is written once."""
    start = writer.length
    rows: list[tuple[Range | None, ...]] = []
    for row in table.findall(f".//{_W}tr"):
        if row.getparent() is not table and not _own_row(row, table):
            continue
        cells: list[Range | None] = []
        for cell in row.findall(f"{_W}tc"):
            column = len(cells)
            width = _width(cell)
            if _goes_on(cell) and rows and column < len(rows[-1]):
                place = rows[-1][column]
            else:
                if column:
                    writer.add("\t")
                place = writer.add(_cell_text(cell))
            cells.extend([place] * width)
        writer.add("\n")
        rows.append(tuple(cells))
    writer.add_table(start, rows)


def _own_row(row: etree._Element, table: etree._Element) -> bool:
    """Whether a row belongs to this table (perhaps inside a content control) and not to one nested in a cell."""
    return next(row.iterancestors(f"{_W}tbl")) is table


def _cell_text(cell: etree._Element) -> str:
    """The paragraphs of a cell, those of tables nested in it too; a text box is part of the paragraph it hangs on."""
    paragraphs = (p for p in cell.iter(f"{_W}p") if next(p.iterancestors(f"{_W}p"), None) is None)
    return "\n".join(map(_inline, paragraphs)).strip("\n")


def _width(cell: etree._Element) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    value = span.get(f"{_W}val", "1") if span is not None else "1"
    return max(1, min(int(value), 200)) if value.isdigit() else 1


def _goes_on(cell: etree._Element) -> bool:
    """Whether a cell only continues the merged one above it."""
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merge is not None and merge.get(f"{_W}val", "continue") == "continue"


def _inline(element: etree._Element) -> str:
    parts: list[str] = []
    for child in element:
        tag = child.tag
        if tag in _SKIPPED or not isinstance(tag, str):
            continue
        if tag == f"{_W}t":
            parts.append(child.text or "")
        elif tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n" if child.get(f"{_W}type") in (None, "textWrapping") else "")
        elif tag == f"{_W}tab":
            parts.append("\t")
        elif tag == f"{_W}noBreakHyphen":
            parts.append("-")
        else:  # a run, a link, a field; or a paragraph of a text box, which is a line of its own
            parts.append(_inline(child) + ("\n" if tag == f"{_W}p" else ""))
    return "".join(parts)
