"""The text of a .docx, straight from its XML: one line a paragraph, a table row by row with its cells parted by tabs.

A soft line break becomes a line break; deleted text (w:del), field codes, headers and footers do not count;
inserted text (w:ins) does. The numbers that Word makes for list paragraphs are part of the text, as a person reads
them (:mod:`dutygraph.ingest.formats.numbering`).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.ingest.formats.numbering import Numbering, W, read_numbering
from dutygraph.ingest.text.content import BROKEN_ZIP, MOST_UNPACKED, Content, Range, Writer

_BODY, _NUMBERING, _STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"
_SKIPPED = {
    f"{W}{tag}" for tag in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr", "footnoteReference")
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}


def read_docx(data: bytes, where: str) -> Content:
    """Return the text of the document part, each paragraph and row ending with a line break, and its tables.

    Raises :class:`UnreadableDocument` for a file that is no .docx or whose XML is broken.
    """
    remedy = "请用 Word 或 WPS 打开后重新另存为 .docx"
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in (_BODY, _NUMBERING, _STYLES):
                if name != _BODY and name not in archive.NameToInfo:
                    continue
                if archive.getinfo(name).file_size > MOST_UNPACKED:
                    raise UnreadableDocument(where, "Word 文件展开后过大", "请拆分后再导入")
                parts[name] = archive.read(name)
    except (KeyError, *BROKEN_ZIP) as error:
        raise UnreadableDocument(where, "Word 文件已损坏或不是 .docx", remedy) from error
    try:
        roots = {name: _parse(xml) for name, xml in parts.items()}
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument(where, "Word 文件的内容已损坏", remedy) from error
    if None in roots.values():  # the format forbids a DTD, and its entities would be text that is not read
        raise UnreadableDocument(where, "Word 文件的内容已损坏", remedy)
    root = roots[_BODY]
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise UnreadableDocument(where, "Word 文件没有正文", remedy)
    writer = Writer()
    _Reader(writer, read_numbering(roots.get(_NUMBERING), roots.get(_STYLES))).blocks(body)
    return writer.content()


def _parse(xml: bytes) -> etree._Element | None:
    """Parse a part; None where it brings a DTD."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    tree: etree._ElementTree = etree.parse(io.BytesIO(xml), parser)
    return tree.getroot() if tree.docinfo.internalDTD is None else None


@dataclass(frozen=True, slots=True)
class _Reader:
    """Writes the blocks of a document in their order, as its list paragraphs count in it."""

    writer: Writer
    numbering: Numbering

    def blocks(self, parent: etree._Element) -> None:
        """Write paragraphs and tables."""
        for child in parent:
            if child.tag == f"{W}p":
                self.writer.add(self._paragraph(child) + "\n")
            elif child.tag == f"{W}tbl":
                self._table(child)
            elif child.tag in (f"{W}sdt", f"{W}ins", f"{W}customXml"):
                content = child.find(f"{W}sdtContent")
                self.blocks(child if content is None else content)

    def _table(self, table: etree._Element) -> None:
        """Write a table row by row, cells parted by tabs; a cell merged downwards is written once."""
        start = self.writer.length
        rows: list[tuple[Range | None, ...]] = []
        for row in table.findall(f".//{W}tr"):
            if row.getparent() is not table and not _own_row(row, table):
                continue
            cells: list[Range | None] = []
            for cell in _cells(row):
                column = len(cells)
                width = _width(cell)
                if _goes_on(cell) and rows and column < len(rows[-1]):
                    place = rows[-1][column]
                else:
                    if column:
                        self.writer.add("\t")
                    place = self.writer.add(self._cell_text(cell))
                cells.extend([place] * width)
            self.writer.add("\n")
            rows.append(tuple(cells))
        self.writer.add_table(start, rows)

    def _cell_text(self, cell: etree._Element) -> str:
        """The paragraphs of a cell, those of tables nested in it too."""
        # A text box is part of the paragraph that it hangs on.
        paragraphs = (p for p in cell.iter(f"{W}p") if next(p.iterancestors(f"{W}p"), None) is None)
        return "\n".join(map(self._paragraph, paragraphs)).strip("\n")

    def _paragraph(self, paragraph: etree._Element) -> str:
        label, text = self.numbering.label(paragraph), _inline(paragraph)
        return label + text if text.strip() else label.strip() + text


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag == f"{W}sdt" and (content := child.find(f"{W}sdtContent")) is not None:
            yield from _cells(content)


def _own_row(row: etree._Element, table: etree._Element) -> bool:
    """Whether a row belongs to this table (perhaps inside a content control) and not to one nested in a cell."""
    return next(row.iterancestors(f"{W}tbl")) is table


def _width(cell: etree._Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = span.get(f"{W}val", "1") if span is not None else "1"
    return max(1, min(int(value), 200)) if value.isdigit() else 1


def _goes_on(cell: etree._Element) -> bool:
    """Whether a cell only continues the merged one above it."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _inline(element: etree._Element) -> str:
    parts: list[str] = []
    for child in element:
        tag = child.tag
        if tag in _SKIPPED or not isinstance(tag, str):
            continue
        if tag == f"{W}t":
            parts.append(child.text or "")
        elif tag in (f"{W}br", f"{W}cr"):
            parts.append("\n" if child.get(f"{W}type") in (None, "textWrapping") else "")
        elif tag == f"{W}tab":
            parts.append("\t")
        elif tag == f"{W}noBreakHyphen":
            parts.append("-")
        else:  # a run, a link, a field; or a paragraph of a text box, which is a line of its own
            parts.append(_inline(child) + ("\n" if tag == f"{W}p" else ""))
    return "".join(parts)
