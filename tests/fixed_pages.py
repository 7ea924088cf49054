"""Small pages of a fixed layout, as PDF (with reportlab) and as OFD: lines at places, rules, paragraphs, tables.

Places are points from the upper left corner; a line's height is that of its baseline.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, FOOT = 72.0, 520.0, 90.0, 760.0
_FONT = "STSong-Light"  # of the reader's machine: no file is needed
_MM = 25.4 / 72


@dataclass
class Page:
    """What stands on a page."""

    width: float = WIDTH
    height: float = HEIGHT
    texts: list[tuple[float, float, str, float]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    picture: bool = False

    def text(self, x: float, y: float, text: str, size: float = 16.0) -> None:
        self.texts.append((x, y, text, size))

    def centred(self, y: float, text: str, size: float = 16.0) -> None:
        self.text((LEFT + RIGHT - measure(text, size)) / 2, y, text, size)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.rules.append((x0, y0, x1, y1))

    def paragraph(self, y: float, text: str, size: float = 16.0, *, indent: bool = True) -> float:
        """Print a paragraph as wide as the page's text; return the height of the next line."""
        for n, line in enumerate(wrap(text, size, RIGHT - LEFT, 2 * size if indent else 0.0)):
            self.text(LEFT + (2 * size if indent and n == 0 else 0), y, line, size)
            y += 1.75 * size
        return y

    def row(self, y: float, edges: Sequence[float], cells: Sequence[str | None], size: float = 10.0) -> float:
        """Print a row with rules around it, each cell centred upright; a cell that is None goes on from above."""
        wrapped = [wrap(cell, size, edges[i + 1] - edges[i] - 8) if cell else [] for i, cell in enumerate(cells)]
        bottom = y + max(map(len, wrapped)) * 1.5 * size + 8
        for i, lines in enumerate(wrapped):
            first = (y + bottom - len(lines) * 1.5 * size) / 2 + 1.1 * size
            for n, line in enumerate(lines):
                self.text(edges[i] + 4, first + n * 1.5 * size, line, size)
            if cells[i] is not None:
                self.rule(edges[i], y, edges[i + 1], y)
        for x in edges:
            self.rule(x, y, x, bottom)
        return bottom

    def close(self, y: float, edges: Sequence[float]) -> None:
        """Draw the lower edge of a table."""
        self.rule(edges[0], y, edges[-1], y)


def measure(text: str, size: float) -> float:
    return sum(size if ord(c) > 0x2000 else size / 2 for c in text)


def wrap(text: str, size: float, width: float, indent: float = 0.0) -> list[str]:
    """Break a text as print does: no line begins with a stop."""
    lines, line, used = [], "", indent
    for char in text:
        advance = measure(char, size)
        if char == "\n" or (used + advance > width + 0.01 and char not in "，。、；：）〕"):
            lines.append(line)
            line, used = "", 0.0
        if char != "\n":
            line, used = line + char, used + advance
    return [*lines, line]


def pdf(
    pages: Iterable[Page], *, password: str | None = None, turned: bool = False, thin: bool = False, across: str = ""
) -> bytes:
    """Print as PDF.

    ``turned`` pages have their text along the long side and no flag that says so; ``thin`` rules are filled areas in
    a form; ``across`` is printed upwards at the edge.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    out = io.BytesIO()
    sheet = canvas.Canvas(out, encrypt=password)
    for page in pages:
        sheet.setPageSize((page.height, page.width) if turned else (page.width, page.height))
        if turned:
            sheet.translate(page.height, 0)
            sheet.rotate(90)
        for x, y, text, size in page.texts:
            for char in text:  # a wide place for each, whatever the font of the machine says
                sheet.setFont(_FONT, size)
                sheet.drawString(x, page.height - y, char)
                x += measure(char, size)
        if thin:
            sheet.beginForm(f"rules{id(page)}")
        for x0, y0, x1, y1 in page.rules:
            if thin:
                sheet.rect(x0, page.height - y1, max(x1 - x0, 0.7), max(y1 - y0, 0.7), stroke=0, fill=1)
            else:
                sheet.line(x0, page.height - y0, x1, page.height - y1)
        if thin:
            sheet.endForm()
            sheet.doForm(f"rules{id(page)}")
        if across:
            sheet.saveState()
            sheet.translate(20, 300)
            sheet.rotate(90)
            sheet.setFont(_FONT, 12)
            sheet.drawString(0, 0, across)
            sheet.restoreState()
        if page.picture:
            sheet.drawInlineImage(_picture(), 0, 0, page.width, page.height)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def _picture() -> object:
    from PIL import Image

    return Image.new("L", (8, 8), 200)


_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd_content(page: Page) -> str:
    """The XML of a page's objects."""
    parts = []
    for x, y, text, size in page.texts:
        em = size * _MM
        widths = [f"{measure(c, em):.4f}" for c in text[:-1]]
        same = len(set(widths)) == 1 and len(widths) > 2
        steps = f"g {len(widths)} {widths[0]}" if same else " ".join(widths)
        parts.append(
            f'<ofd:TextObject Boundary="{x * _MM:.4f} {y * _MM - em:.4f} 200 {em:.4f}" Size="{em:.4f}">'
            f'<ofd:TextCode X="0" Y="{em:.4f}" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
        )
    for x0, y0, x1, y1 in page.rules:
        parts.append(
            f'<ofd:PathObject Boundary="{x0 * _MM:.4f} {y0 * _MM:.4f} 200 200" LineWidth="0.2"><ofd:AbbreviatedData>'
            f"M 0 0 L {(x1 - x0) * _MM:.4f} {(y1 - y0) * _MM:.4f}</ofd:AbbreviatedData></ofd:PathObject>"
        )
    if page.picture:
        parts.append('<ofd:ImageObject Boundary="0 0 210 297" ResourceID="9"/>')
    return f'<ofd:Content><ofd:Layer Type="Body">{"".join(parts)}</ofd:Layer></ofd:Content>'


def ofd(
    pages: Sequence[Page], changed: Mapping[str, str] | None = None, *, template: Page | None = None, documents: int = 1
) -> bytes:
    """Write an OFD; ``changed`` replaces parts by their path."""
    box = f"<ofd:PhysicalBox>0 0 {WIDTH * _MM:.3f} {HEIGHT * _MM:.3f}</ofd:PhysicalBox>"
    bodies = "".join(
        f"<ofd:DocBody><ofd:DocRoot>Doc_{n}/Document.xml</ofd:DocRoot></ofd:DocBody>" for n in range(documents)
    )
    parts = {"OFD.xml": f"<ofd:OFD {_NS}>{bodies}</ofd:OFD>"}
    for n in range(documents):
        listed = "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
        shared = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/Content.xml"/>' if template else ""
        parts[f"Doc_{n}/Document.xml"] = (
            f"<ofd:Document {_NS}><ofd:CommonData><ofd:PageArea>{box}</ofd:PageArea>{shared}</ofd:CommonData>"
            f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
        )
        if template:
            parts[f"Doc_{n}/Tpls/Content.xml"] = f"<ofd:Page {_NS}>{ofd_content(template)}</ofd:Page>"
        for i, page in enumerate(pages):
            use = '<ofd:Template TemplateID="7" ZOrder="Background"/>' if template else ""
            parts[f"Doc_{n}/Pages/Page_{i}/Content.xml"] = f"<ofd:Page {_NS}>{use}{ofd_content(page)}</ofd:Page>"
    parts.update(changed or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(name, xml)
    return out.getvalue()
