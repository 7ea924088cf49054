"""How the cells of an .xlsx are shown: number formats and size of each sheet, which the reader of values leaves out."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.ingest.formats.numbers import BUILT_IN
from dutygraph.ingest.text.content import MOST_UNPACKED

Place = tuple[int, int]

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
# The reader of values fills the whole rectangle: two cells in opposite corners of a sheet would take all memory.
MOST_CELLS = 5_000_000


def read_formats(data: bytes, where: str) -> dict[str, dict[Place, str]]:
    """Return the number format of every cell that has one, by sheet name and place (row, column from 0).

    Raises :class:`UnreadableDocument` for a sheet too large to be a plan's; ``KeyError``, ``zipfile.BadZipFile``
    and ``lxml.etree.XMLSyntaxError`` where the parts are not there or broken.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            raise UnreadableDocument(where, "工作簿展开后过大", "请拆分后再导入")
        codes = _codes(archive)
        return {name: _sheet(archive, part, codes, where) for name, part in _parts(archive)}


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield each sheet's name and the path of its part."""
    relations = _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    targets = {each.get("Id", ""): each.get("Target", "") for each in relations}
    for sheet in _elements(archive, "xl/workbook.xml", "sheet"):
        identifier = next((str(value) for key, value in sheet.items() if str(key).endswith("}id")), "")
        target = targets.get(identifier, "")
        path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        if target and path in archive.namelist():
            yield sheet.get("name", ""), path


def _codes(archive: zipfile.ZipFile) -> list[str]:
    """The number format of each cell style."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    own: dict[int, str] = {}
    styles: list[str] = []
    for element in _elements(archive, "xl/styles.xml", "numFmt", "xf"):
        number = int(element.get("numFmtId") or 0)
        parent = element.getparent()
        if etree.QName(element).localname == "numFmt":
            own[number] = element.get("formatCode", "")
        elif parent is not None and etree.QName(parent).localname == "cellXfs":
            styles.append(own.get(number) or BUILT_IN.get(number, ""))
    return styles


def _sheet(archive: zipfile.ZipFile, path: str, codes: list[str], where: str) -> dict[Place, str]:
    formats: dict[Place, str] = {}
    rows = columns = 0
    with archive.open(path) as part:
        for _, cell in etree.iterparse(part, tag=(f"{_S}c", f"{_STRICT}c"), **_SAFE):
            match = _REFERENCE.fullmatch(cell.get("r", ""))
            if match is not None and len(cell):
                row, column = int(match[2]) - 1, _column(match[1])
                rows, columns = max(rows, row + 1), max(columns, column + 1)
                style = int(cell.get("s") or 0)
                if style < len(codes) and codes[style]:
                    formats[row, column] = codes[style]
            cell.clear()
            while cell.getprevious() is not None:
                del cell.getparent()[0]
    if rows * columns > MOST_CELLS:
        raise UnreadableDocument(where, f"工作表有 {rows} 行 {columns} 列，过大", "请删去多余的行和列再导入")
    return formats


_SAFE = {"resolve_entities": False, "no_network": True, "huge_tree": False}


def _elements(archive: zipfile.ZipFile, path: str, *names: str) -> Iterator[etree._Element]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(archive.read(path), parser)
    return (each for each in root.iter() if isinstance(each.tag, str) and etree.QName(each).localname in names)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
