"""The text of a .docx, straight from its XML: one line a paragraph, table cells parted by tabs.

A soft line break becomes a line break; deleted text (w:del), field codes, headers and footers do not count;
inserted text (w:ins) does. Numbers that Word generates (w:numPr) are not characters of the document and are not
invented here.
"""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from dutygraph.graph.errors import UnreadableDocument

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"
# A plan of 2,000 tasks is under 10 MB of XML; more is a bomb or not a plan.
_LIMIT = 200 * 1024 * 1024
_SKIPPED = {
    f"{_W}{tag}" for tag in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr", "footnoteReference")
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}


def docx_text(data: bytes, where: str) -> str:
    """Return the text of the document part, ending with a line break.

    Raises :class:`UnreadableDocument` for a file that is no .docx or whose XML is broken.
    """
    remedy = "请用 Word 或 WPS 打开后重新另存为 .docx"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo(_BODY).file_size > _LIMIT:
                raise UnreadableDocument(where, "Word 文件展开后过大", "请拆分后再导入")
            xml = archive.read(_BODY)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise UnreadableDocument(where, "Word 文件已损坏或不是 .docx", remedy) from error
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument(where, "Word 文件的内容已损坏", remedy) from error
    body = root.find(f"{_W}body")
    if body is None:
        raise UnreadableDocument(where, "Word 文件没有正文", remedy)
    lines: list[str] = []
    _blocks(body, lines)
    return "\n".join(lines) + "\n" if lines else ""


def _blocks(parent: etree._Element, lines: list[str]) -> None:
    for child in parent:
        if child.tag == f"{_W}p":
            lines.append(_inline(child))
        elif child.tag == f"{_W}tbl":
            lines.extend(_row(row) for row in child.iter(f"{_W}tr"))
        elif child.tag == f"{_W}sdt":
            content = child.find(f"{_W}sdtContent")
            if content is not None:
                _blocks(content, lines)


def _row(row: etree._Element) -> str:
    cells = []
    for cell in row.findall(f"{_W}tc"):
        inner: list[str] = []
        _blocks(cell, inner)
        cells.append("".join(inner).replace("\n", "").strip())
    return "\t".join(cells)


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
        else:
            parts.append(_inline(child))
    return "".join(parts)
