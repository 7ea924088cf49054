"""The pages of an OFD (GB/T 33190): a zip of XML in which text and paths stand at places in millimetres.

OFD.xml names the documents, each Document.xml its pages and templates, each page its objects. A TextCode gives its
characters and the steps between them, so fonts are not needed. Seals and annotations are no text of the page.
"""

from __future__ import annotations

import io
import math
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.ingest.formats.layout import compose
from dutygraph.ingest.formats.placing import Box, Mark, Matrix, Outline, Point, apply, make_sheet, times, turn_of
from dutygraph.ingest.formats.sheet import Sheet, is_wide
from dutygraph.ingest.text.content import BROKEN_ZIP, MOST_UNPACKED, Content

_REMEDY = "请用 OFD 阅读器打开后重新另存"
_POINTS = 72 / 25.4  # a millimetre
_MOST_PAGES = 2_000
_MOST_OBJECTS = 200_000
_MOST_GLYPHS = 100_000
# Blocks stand in blocks so deep at most.
_DEEPEST = 20
_A4: Box = (0.0, 0.0, 210.0, 297.0)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
# How many numbers follow each operator of a path; of a curve only its end counts.
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7}


def read_ofd(data: bytes, where: str) -> Content:
    """Return the text of an OFD with its tables, pages, page furniture and wraps.

    Raises :class:`UnreadableDocument` for what is no OFD, is broken or encrypted, without text, or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise UnreadableDocument(where, "OFD 文件展开后过大", "请拆分后再导入")
            if any(entry.flag_bits & 1 for entry in archive.infolist()) or "Encryptions.xml" in archive.NameToInfo:
                raise UnreadableDocument(where, "OFD 文件已加密", "请用 OFD 阅读器解密后另存再导入")
            sheets = list(_Package(archive, where).sheets())
    except BROKEN_ZIP as error:
        raise UnreadableDocument(where, "OFD 文件已损坏或不是 OFD", _REMEDY) from error
    if not sheets:
        raise UnreadableDocument(where, "OFD 文件里没有页面", _REMEDY)
    return compose(sheets, where)


@dataclass(slots=True)
class _Objects:
    """What a page draws, from its upper left corner in millimetres."""

    marks: list[Mark] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    count: int = 0


class _Package:
    """The parts of one file by their paths."""

    def __init__(self, archive: zipfile.ZipFile, where: str) -> None:
        self._archive, self._where = archive, where
        self._names = {name.lstrip("/").lower(): name for name in archive.namelist()}
        self._unpacked = 0

    def sheets(self) -> Iterator[Sheet]:
        """Yield the pages of every document in the file, counted on."""
        number = 0
        for body in _all(self._part("OFD.xml"), "DocBody"):
            root = _first(body, "DocRoot")
            if root is None:
                continue
            path = _path("", _text(root))
            document = self._part(path)
            templates = {
                each.get("ID", ""): _path(path, each.get("BaseLoc", "")) for each in _all(document, "TemplatePage")
            }
            box = _box_of(document, _A4)
            for page in _all(_first(document, "Pages"), "Page"):
                number += 1
                if number > _MOST_PAGES:
                    raise UnreadableDocument(self._where, f"OFD 超过 {_MOST_PAGES} 页", "请拆分后再导入")
                yield self._sheet(number, self._part(_path(path, page.get("BaseLoc", ""))), templates, box)

    def _part(self, path: str) -> etree._Element:
        name = self._names.get(path.lower())
        if name is None:
            raise UnreadableDocument(self._where, f"OFD 文件缺少 {path}", _REMEDY)
        xml = self._archive.read(name)
        self._unpacked += len(xml)
        if self._unpacked > MOST_UNPACKED:
            raise UnreadableDocument(self._where, "OFD 文件展开后过大", "请拆分后再导入")
        try:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            tree: etree._ElementTree = etree.parse(io.BytesIO(xml), parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableDocument(self._where, "OFD 文件的内容已损坏", _REMEDY) from error
        if tree.docinfo.internalDTD is not None:  # its entities would be text that is not read
            raise UnreadableDocument(self._where, "OFD 文件的内容已损坏", _REMEDY)
        return tree.getroot()

    def _sheet(self, number: int, page: etree._Element, templates: dict[str, str], usual: Box) -> Sheet:
        objects = _Objects()
        for template in _all(page, "Template"):
            path = templates.get(template.get("TemplateID", ""))
            if path is not None:
                self._draw(_first(self._part(path), "Content"), objects)
        self._draw(_first(page, "Content"), objects)
        x, y, width, height = (value * _POINTS for value in _box_of(page, usual))
        return make_sheet(number, (x, -y - height, x + width, -y), objects.marks, objects.outlines, objects.pictures)

    def _draw(self, block: etree._Element | None, objects: _Objects, depth: int = 0) -> None:
        """Take the objects of a block and of the layers and blocks in it."""
        if block is None or depth > _DEEPEST:
            return
        for child in block:
            objects.count += 1
            if objects.count > _MOST_OBJECTS or len(objects.marks) > _MOST_GLYPHS:
                raise UnreadableDocument(self._where, "OFD 有一页内容过多", "请确认文件无误，或拆分后再导入")
            kind = _kind(child)
            if child.get("Visible") == "false":
                continue
            if kind in ("Layer", "PageBlock"):
                self._draw(child, objects, depth + 1)
            elif kind == "TextObject":
                objects.marks.extend(_marks(child))
            elif kind == "PathObject":
                objects.outlines.extend(_outlines(child))
            elif kind == "ImageObject":
                x, y, width, height = _numbers(child.get("Boundary"), (0, 0, 0, 0))
                objects.pictures.append((x * _POINTS, y * _POINTS, (x + width) * _POINTS, (y + height) * _POINTS))


def _kind(element: etree._Element) -> str:
    """The name of an element without its namespace, which differs from writer to writer."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _all(element: etree._Element | None, kind: str) -> Iterator[etree._Element]:
    return (each for each in (element.iter() if element is not None else ()) if _kind(each) == kind)


def _first(element: etree._Element | None, kind: str) -> etree._Element | None:
    return next(_all(element, kind), None)


def _text(element: etree._Element) -> str:
    return (element.text or "").strip()


def _path(base: str, path: str) -> str:
    """A path in the file as seen from the part that names it."""
    whole = path if path.startswith("/") else posixpath.join(posixpath.dirname(base), path)
    return posixpath.normpath(whole).lstrip("/")


def _numbers(text: str | None, usual: tuple[float, ...]) -> tuple[float, ...]:
    """The numbers of an attribute, or the usual ones where it has not so many."""
    found = tuple(float(number) for number in _NUMBER.findall(text or ""))
    return found[: len(usual)] if len(found) >= len(usual) and all(map(math.isfinite, found)) else usual


def _box_of(element: etree._Element, usual: Box) -> Box:
    area = _first(element, "PhysicalBox")
    x, y, width, height = _numbers(_text(area) if area is not None else None, usual)
    return (x, y, width, height) if width > 0 and height > 0 else usual


def _placed(element: etree._Element) -> Matrix:
    """From an object's own millimetres to the page's points, which rise from the upper edge."""
    x, y, *_ = _numbers(element.get("Boundary"), (0, 0, 0, 0))
    a, b, c, d, e, f = _numbers(element.get("CTM"), (1, 0, 0, 1, 0, 0))
    return times((a, b, c, d, e + x, f + y), (_POINTS, 0, 0, -_POINTS, 0, 0))


def _marks(element: etree._Element) -> Iterator[Mark]:
    """The characters of a text object; CharDirection turns each, ReadDirection is where they follow each other."""
    matrix = _placed(element)
    (size,) = _numbers(element.get("Size"), (3.7,))
    (stretch,) = _numbers(element.get("HScale"), (1.0,))
    height = max(abs(size) * math.hypot(matrix[2], matrix[3]), 1.0)
    runs, turned = (math.radians(_numbers(element.get(f"{n}Direction"), (0.0,))[0]) for n in ("Read", "Char"))
    along = math.cos(turned), math.sin(turned)
    turn = turn_of(*(end - start for start, end in zip(apply(matrix, 0, 0), apply(matrix, *along), strict=True)))
    x = y = 0.0
    for code in _all(element, "TextCode"):
        (x,), (y,) = _numbers(code.get("X"), (x,)), _numbers(code.get("Y"), (y,))
        steps_x, steps_y = _steps(code.get("DeltaX")), _steps(code.get("DeltaY"))
        at = x, y
        for char in re.sub(r"[\r\n\t]", " ", code.text or ""):
            step_x, step_y = next(steps_x, None), next(steps_y, None)
            width = abs(size) * stretch * (1.0 if is_wide(char) else 0.5)
            if step_x is None and step_y is None:
                step_x, step_y = width * math.cos(runs), width * math.sin(runs)
            if step_x is not None and 0 < step_x < width:
                width = step_x
            origin = apply(matrix, *at)
            end = apply(matrix, at[0] + width * along[0], at[1] + width * along[1])
            box = min(origin[0], end[0]), min(origin[1], end[1]), max(origin[0], end[0]), max(origin[1], end[1])
            yield Mark(char, box, origin, height, turn)
            at = at[0] + (step_x or 0.0), at[1] + (step_y or 0.0)


def _steps(text: str | None) -> Iterator[float]:
    """The steps of DeltaX or DeltaY: numbers, of which ``g 3 5.6`` says 5.6 three times."""
    words = iter((text or "").split())
    for word in words:
        if word == "g":
            count, step = next(words, "0"), next(words, "0")
            yield from [_number(step)] * min(int(_number(count)), _MOST_GLYPHS)
        else:
            yield _number(word)


def _number(word: str) -> float:
    return _numbers(word, (0.0,))[0]


def _outlines(element: etree._Element) -> Iterator[Outline]:
    """The straight pieces of a path, which is drawn along unless it says no, and filled where it says so."""
    stroke, fill = element.get("Stroke", "true") != "false", element.get("Fill") == "true"
    data = _first(element, "AbbreviatedData")
    if data is None or not (stroke or fill):
        return
    matrix = _placed(element)
    points: list[Point] = []
    for operator, operands in re.findall(r"([SMLQBAC])([^SMLQBAC]*)", data.text or ""):
        if operator == "C":
            points += points[:1]
            continue
        values = _numbers(operands, (math.nan,) * _OPERANDS[operator])
        if operator != "L" and points:
            yield Outline(points, stroke)
            points = []
        if not math.isnan(values[-1]):
            points.append(apply(matrix, values[-2], values[-1]))
    if points:
        yield Outline(points, stroke)
