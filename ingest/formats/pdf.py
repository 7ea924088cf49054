"""The pages of a PDF, by pypdfium2: characters with their places, and the strokes that tables are drawn with."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.ingest.formats.content import Content
from dutygraph.ingest.formats.layout import compose
from dutygraph.ingest.formats.sheet import UNKNOWN, Glyph, Rule, Sheet

_MOST_PAGES = 3_000
# A page of small type holds 5,000 characters; one that holds more than this is no page that a person reads.
_MOST_GLYPHS = 100_000
_MOST_OBJECTS = 200_000
# A filled area no thicker than this, in points, is a stroke.
_THIN = 3.0
# A line that rises by less than this over its length is level.
_ASLANT = 1.5
# A page of which pictures cover this share shows one.
_PICTURE = 0.3
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
        sheets = [_sheet(document, number, where) for number in range(1, len(document) + 1)]
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(where, "PDF 文件已损坏", "请重新导出 PDF 后再导入") from error
    finally:
        document.close()
    return compose(sheets, where)


def _refusal(error: pypdfium2.PdfiumError, where: str) -> UnreadableDocument:
    if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return UnreadableDocument(where, "PDF 有密码保护", "请去掉密码后另存再导入")
    return UnreadableDocument(where, "PDF 文件已损坏或不是 PDF", "请重新导出 PDF 后再导入")


def _sheet(document: pypdfium2.PdfDocument, number: int, where: str) -> Sheet:
    page = document[number - 1]
    try:
        text = page.get_textpage()
        if text.count_chars() > _MOST_GLYPHS or pdfium.FPDFPage_CountObjects(page) > _MOST_OBJECTS:
            raise UnreadableDocument(where, f"第 {number} 页内容过多", "请确认文件无误，或拆分后再导入")
        marks = list(_marks(text))
        turns = Counter(mark.turn for mark in marks)
        turn = turns.most_common(1)[0][0] if turns else page.get_rotation() // 90
        place = _Placing(page.get_cropbox(), turn if turn is not None else 0)
        glyphs = tuple(place.glyph(mark) for mark in marks if mark.turn == turn)
        aside = "".join(mark.text for mark in marks if mark.turn not in (turn, None)).strip()
        drawn = list(_drawn(page))
        rules = tuple(place.rule(x0, y0, x1, y1) for kind, x0, y0, x1, y1 in drawn if kind == "rule")
        pictures = sum(abs((x1 - x0) * (y1 - y0)) for kind, x0, y0, x1, y1 in drawn if kind == "picture")
        width, height = place.size
        return Sheet(number, width, height, glyphs, rules, pictures > _PICTURE * width * height, aside)
    finally:
        page.close()


@dataclass(frozen=True, slots=True)
class _Mark:
    """A character in the page's own coordinates; ``turn`` counts quarter turns to the left, None where askew."""

    text: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    size: float
    turn: int | None


def _marks(text: pypdfium2.PdfTextPage) -> Iterator[_Mark]:
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
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        char = chr(code) if 0x20 <= code < 0x110000 and code not in (0xFFFE, 0xFFFF) else UNKNOWN if code < 9 else " "
        pdfium.FPDFText_GetLooseCharBox(text, i, box)
        pdfium.FPDFText_GetCharOrigin(text, i, x, y)
        pdfium.FPDFText_GetMatrix(text, i, matrix)
        size = pdfium.FPDFText_GetFontSize(text, i) * math.hypot(matrix.c, matrix.d)
        quarters = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
        turn = round(quarters) % 4 if abs(quarters - round(quarters)) < 0.1 else None
        yield _Mark(char, (box.left, box.bottom, box.right, box.top), (x.value, y.value), max(size, 1.0), turn)


class _Placing:
    """From the page's own coordinates to points from the upper left corner, turned so that the text is upright."""

    def __init__(self, box: tuple[float, float, float, float], turn: int) -> None:
        self._left, self._bottom, self._right, self._top = box
        self._turn = turn
        width, height = self._right - self._left, self._top - self._bottom
        self.size = (height, width) if turn % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Place one point."""
        if self._turn == 0:
            return x - self._left, self._top - y
        if self._turn == 1:
            return y - self._bottom, x - self._left
        if self._turn == 2:
            return self._right - x, y - self._bottom
        return self._top - y, self._right - x

    def glyph(self, mark: _Mark) -> Glyph:
        """Place one character."""
        left, bottom, right, top = mark.box
        x0, x1 = sorted((self.point(left, bottom)[0], self.point(right, top)[0]))
        return Glyph(mark.text, x0, x1, self.point(*mark.origin)[1], mark.size)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Rule:
        """Place one stroke."""
        (ax, ay), (bx, by) = self.point(x0, y0), self.point(x1, y1)
        return Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


_Box = tuple[str, float, float, float, float]
_Matrix = tuple[float, float, float, float, float, float]


def _drawn(page: pypdfium2.PdfPage) -> Iterator[_Box]:
    """The strokes and pictures of a page, also those inside forms: what it is and its two corners."""
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _drawn_by(pdfium.FPDFPage_GetObject(page, number), (1, 0, 0, 1, 0, 0), 0)


def _drawn_by(thing: pdfium.FPDF_PAGEOBJECT, outer: _Matrix, depth: int) -> Iterator[_Box]:
    kind = pdfium.FPDFPageObj_GetType(thing)
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        return
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(thing, own)
    matrix = _times((own.a, own.b, own.c, own.d, own.e, own.f), outer)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield from _strokes(thing, matrix)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        yield "picture", *_apply(matrix, 0, 0), *_apply(matrix, 1, 1)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        for number in range(min(pdfium.FPDFFormObj_CountObjects(thing), _MOST_OBJECTS)):
            yield from _drawn_by(pdfium.FPDFFormObj_GetObject(thing, number), matrix, depth + 1)


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    k, m, n, o, p, q = outer
    return (a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, e * k + f * n + p, e * m + f * o + q)


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _strokes(path: pdfium.FPDF_PAGEOBJECT, matrix: _Matrix) -> Iterator[_Box]:
    """The straight strokes of a path: drawn as lines, as frames, or as thin filled areas."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    for points in _outlines(path, matrix):
        if stroke.value:
            for (x0, y0), (x1, y1) in pairwise(points):
                if min(abs(x1 - x0), abs(y1 - y0)) < _ASLANT:
                    yield "rule", x0, y0, x1, y1
        elif fill.value and len(points) > 2:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
            if y1 - y0 <= min(_THIN, x1 - x0):
                yield "rule", x0, (y0 + y1) / 2, x1, (y0 + y1) / 2
            elif x1 - x0 <= _THIN:
                yield "rule", (x0 + x1) / 2, y0, (x0 + x1) / 2, y1


def _outlines(path: pdfium.FPDF_PAGEOBJECT, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
    """The pieces of a path as lists of points; a curve parts them."""
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(min(pdfium.FPDFPath_CountSegments(path), _MOST_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, number)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) != pdfium.FPDF_SEGMENT_LINETO:
            if points:
                yield points
            points = []
        points.append(_apply(matrix, x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points
