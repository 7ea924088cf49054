"""The pages of a PDF, by pypdfium2: characters with their places, and the strokes that tables are drawn with."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.ingest.formats.layout import compose
from dutygraph.ingest.formats.lost import find_lost
from dutygraph.ingest.formats.placing import (
    UNMOVED,
    Box,
    Mark,
    Matrix,
    Outline,
    Point,
    apply,
    make_sheet,
    times,
    turn_of,
)
from dutygraph.ingest.formats.sheet import UNKNOWN, Sheet
from dutygraph.ingest.text.content import Content

_MOST_PAGES = 2_000
# A page of small type holds 5,000 characters; one that holds more than this is no page that a person reads.
_MOST_GLYPHS = 100_000
_MOST_OBJECTS = 200_000
# Text narrower than this, in points, is of a font that is not there: a single character without an outline.
_NO_WIDTH = 0.001
_NO_CHARACTER = (0xFFFE, 0xFFFF)
# Forms stand in forms so deep at most.
_DEEPEST = 8


def read_pdf(data: bytes, where: str) -> Content:
    """Return the text of a PDF with its tables, pages, page furniture and wraps.

    Raises :class:`UnreadableDocument` for what is no PDF, is broken or locked, has no text or too much of everything.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _refusal(error, where) from error
    try:
        if len(document) > _MOST_PAGES:
            raise UnreadableDocument(where, f"PDF 有 {len(document)} 页，超过 {_MOST_PAGES} 页", "请拆分后再导入")
        sheets = [_sheet(document, data, number, where) for number in range(1, len(document) + 1)]
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(where, "PDF 文件已损坏", "请重新导出 PDF 后再导入") from error
    finally:
        document.close()
    return compose(sheets, where)


def _refusal(error: pypdfium2.PdfiumError, where: str) -> UnreadableDocument:
    if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return UnreadableDocument(where, "PDF 有密码保护", "请去掉密码后另存再导入")
    return UnreadableDocument(where, "PDF 文件已损坏或不是 PDF", "请重新导出 PDF 后再导入")


def _sheet(document: pypdfium2.PdfDocument, data: bytes, number: int, where: str) -> Sheet:
    page = document[number - 1]
    try:
        text = page.get_textpage()
        if text.count_chars() > _MOST_GLYPHS or pdfium.FPDFPage_CountObjects(page) > _MOST_OBJECTS:
            raise UnreadableDocument(where, f"第 {number} 页内容过多", "请确认文件无误，或拆分后再导入")
        marks = list(_marks(text))
        drawn = _Drawn()
        for thing in range(pdfium.FPDFPage_CountObjects(page)):
            drawn.add(pdfium.FPDFPage_GetObject(page, thing), UNMOVED, 0)
        if drawn.lost:
            marks += find_lost(data, number, drawn.lost)
        return make_sheet(
            number, page.get_cropbox(), marks, drawn.outlines, drawn.pictures, -page.get_rotation() // 90 % 4
        )
    finally:
        page.close()


def _marks(text: pypdfium2.PdfTextPage) -> Iterator[Mark]:
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    high = 0
    for i in range(text.count_chars()):
        if pdfium.FPDFText_IsGenerated(text, i) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(text, i)
        if 0xD800 <= code < 0xDC00:  # the first half of a character beyond the basic plane
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0
        high = 0
        known = code and code not in _NO_CHARACTER and code < 0x110000
        char = chr(max(code, 0x20)) if known else UNKNOWN
        pdfium.FPDFText_GetLooseCharBox(text, i, box)
        pdfium.FPDFText_GetCharOrigin(text, i, x, y)
        pdfium.FPDFText_GetMatrix(text, i, matrix)
        size = max(pdfium.FPDFText_GetFontSize(text, i) * math.hypot(matrix.c, matrix.d), 1.0)
        turn = turn_of(matrix.a, matrix.b)
        yield Mark(char, (box.left, box.bottom, box.right, box.top), (x.value, y.value), size, turn)


class _Drawn:
    """What a page draws beside text, also inside forms; and where text begins that has no width and is lost."""

    def __init__(self) -> None:
        self.outlines: list[Outline] = []
        self.pictures: list[Box] = []
        self.lost: list[Point] = []
        self._count = 0

    def add(self, thing: pdfium.FPDF_PAGEOBJECT, outer: Matrix, depth: int) -> None:
        """Take a page object, or what a form holds; forms that hold too much are not taken whole."""
        self._count += 1
        if self._count > _MOST_OBJECTS:
            return
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            left, bottom, right, top = (ctypes.c_float() for _ in range(4))
            found = pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
            if not found or right.value - left.value < _NO_WIDTH:
                self.lost.append(apply(_matrix(thing, outer), 0, 0))
            return
        matrix = _matrix(thing, outer)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._add_path(thing, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self.pictures.append((*apply(matrix, 0, 0), *apply(matrix, 1, 1)))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            for number in range(min(pdfium.FPDFFormObj_CountObjects(thing), _MOST_OBJECTS)):
                self.add(pdfium.FPDFFormObj_GetObject(thing, number), matrix, depth + 1)

    def _add_path(self, path: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
        if fill.value or stroke.value:
            self.outlines += [Outline(points, bool(stroke.value)) for points in _pieces(path, matrix)]


def _matrix(thing: pdfium.FPDF_PAGEOBJECT, outer: Matrix) -> Matrix:
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(thing, own)
    return times((own.a, own.b, own.c, own.d, own.e, own.f), outer)


def _pieces(path: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[list[Point]]:
    """The pieces of a path as lists of points; a curve parts them."""
    points: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(min(pdfium.FPDFPath_CountSegments(path), _MOST_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, number)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) != pdfium.FPDF_SEGMENT_LINETO:
            if points:
                yield points
            points = []
        points.append(apply(matrix, x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points
