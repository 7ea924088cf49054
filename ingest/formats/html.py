"""Saved web pages into text: what a person reads on the page, line by line, and its tables.

The header block of a government page (索引号, 发文机关, 文号 …) comes out as lines ``label：value``, whether it is
laid out as a table, a list or boxes. A table that only lays out the page is no table.
"""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from email.message import EmailMessage

from dutygraph.ingest.formats.markup import BLOCKS, Element, read_markup
from dutygraph.ingest.formats.text import decode
from dutygraph.ingest.header.header import is_page_label
from dutygraph.ingest.text.content import Content, Range, Writer, broken
from dutygraph.ingest.text.passage import fold

_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.-]+)", re.IGNORECASE)
# What pages call GB2312 has characters of its successors.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030"}
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_MOST_SPAN = 500
# A field that stands in header blocks too, told as a label only by its colon.
_NAME = re.compile(r"(?:标\s*题|名\s*称)\s*[:：]")
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
# A cell that holds so many characters, and this share of all, holds the page.
_LAYOUT_CELL, _LAYOUT_SHARE = 400, 0.6


def read_html(data: bytes, where: str) -> Content:
    """Return the text of an .html page and its tables. Raises :class:`UnreadableDocument` for an unknown encoding."""
    return _content(_decoded(data, where))


def read_mht(data: bytes, where: str) -> Content:
    """Return the text of the page in a web archive (.mht).

    Raises :class:`UnreadableDocument` where there is none in it.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html" and isinstance(part, EmailMessage):
            payload = part.get_payload(decode=True)
            charset = part.get_content_charset() or ""
            if isinstance(payload, bytes):
                return _content(_decoded(payload, where, charset))
    raise broken(where, "网页归档文件", "请用浏览器打开后另存为 .html")


def write_markup(writer: Writer, markup: str) -> None:
    """Write what a person reads in a piece of HTML that stands in another text."""
    page = _Page(writer)
    page.block(read_markup(markup))
    page.end_line()


def _decoded(data: bytes, where: str, charset: str = "") -> str:
    """Decode by the mark at the start, by what the page or its archive says, else by what the bytes are."""
    said = _CHARSET.search(data[:4096])
    if not data.startswith(_BOMS):
        for name in (said.group(1).decode("ascii") if said else "", charset):
            try:
                return data.decode(_WIDER.get(name.lower(), name)) if name else decode(data, where)
            except (UnicodeDecodeError, LookupError):
                continue
    return decode(data, where)


def _content(text: str) -> Content:
    page = _Page()
    page.block(read_markup(text))
    page.end_line()
    return page.writer.content()


class _Page:
    """Writes the lines of a page as its elements are walked through."""

    def __init__(self, writer: Writer | None = None) -> None:
        self.writer = writer if writer is not None else Writer()
        self._line: list[str] = []
        self._label = ""
        self._below_heading = False

    def block(self, element: Element) -> None:
        if element.tag == "table" and (rows := _data_rows(element)) is not None:
            self.end_line()
            self._table(rows)
            return
        counter = element.number("start", 10_000) if element.tag == "ol" else 0
        for child in element.children:
            if isinstance(child, str):
                self._words(child, keep_breaks=element.tag == "pre")
            elif child.tag == "br":
                self.end_line(within=True)
            elif child.tag in BLOCKS:
                self.end_line()
                if _is_heading(child) and not self._below_heading:
                    self._flush_label()
                    self._blank()  # set apart, as a person sees it
                if counter and child.tag == "li":
                    self._line.append(f"{counter}. ")
                    counter += 1
                self.block(child)
                if not self._spoken() and child.tag in ("p", "div") and not child.size:
                    self._blank()
                self.end_line()
                if child.tag in ("tr", "dl", "ul"):
                    self._flush_label()  # whose value is empty
                self._below_heading = _is_heading(child) or (self._below_heading and not child.size)
            else:
                self.block(child)
                self._line.append("")  # an element ends: a label may end here

    def end_line(self, *, within: bool = False) -> None:
        """End the line, if anything stands in it; a label of the header block waits for its value."""
        pieces, self._line = [piece for piece in self._line if piece], []
        line = _SPACE.sub(" ", "".join(pieces)).strip(" ")
        if not line.strip():
            if within and not self._label:
                self._blank()
            return
        if is_page_label(fold(line)) or _NAME.fullmatch(line):
            self._flush_label()
            self._label = line
            return
        first = next((piece for piece in pieces if piece.strip()), "")
        if self._label:
            line, self._label = _labelled(self._label, line), ""
        elif len(pieces) > 1 and is_page_label(fold(first)):
            line = _labelled(first.strip(), line[len(_SPACE.sub(" ", first).strip()) :].strip())
        self.writer.add(line + "\n")

    def _spoken(self) -> bool:
        return any(piece.strip() for piece in self._line)

    def _blank(self) -> None:
        if self.writer.length:
            self.writer.add("\n")

    def _flush_label(self) -> None:
        if self._label:
            self.writer.add(self._label + "\n")
            self._label = ""

    def _words(self, text: str, *, keep_breaks: bool) -> None:
        text = _INVISIBLE.sub("", text)
        if not keep_breaks:
            self._line.append(_SPACE.sub(" ", text))
            return
        first, *more = text.replace("\r\n", "\n").split("\n")
        self._line.append(first)
        for line in more:
            self.end_line(within=True)
            self._line.append(line)

    def _table(self, rows: list[list[Element | None]]) -> None:
        self._flush_label()
        texts = {id(cell): _text_of(cell) for row in rows for cell in row if cell is not None}
        start = self.writer.length
        written: dict[int, Range] = {}
        table: list[tuple[Range | None, ...]] = []
        for row in rows:
            places: list[Range | None] = []
            for column, cell in enumerate(row):
                if cell is not None and id(cell) not in written:
                    if column:
                        self.writer.add("\t")
                    written[id(cell)] = self.writer.add(texts[id(cell)])
                places.append(written[id(cell)] if cell is not None else None)
            self.writer.add("\n")
            table.append(tuple(places))
        self.writer.add_table(start, table)


def _is_heading(block: Element) -> bool:
    centred = block.attributes.get("align", "").lower() == "center" or _CENTRED.search(
        block.attributes.get("style", "")
    )
    return block.size > 0 and (re.fullmatch("h[1-6]", block.tag) is not None or (block.tag == "p" and bool(centred)))


def _labelled(label: str, value: str) -> str:
    value = value.strip()
    return label + value if label.endswith((":", "：")) or value.startswith((":", "：")) else f"{label}：{value}"


def _text_of(cell: Element) -> str:
    page = _Page()
    page.block(Element("div", children=cell.children))
    page.end_line()
    page._flush_label()
    return page.writer.content().text.strip()


def _data_rows(table: Element) -> list[list[Element | None]] | None:
    """The rows of a table, a merged cell in every place that it covers; None where it lays out the page.

    A table lays out when another that is not empty stands in it, when one of its cells holds the page, when it has
    one column, and when it is the header block of a page.
    """
    rows = _grid(table)
    cells = {id(cell): cell for row in rows for cell in row if cell is not None and cell.size}
    if len(rows) < 2 or not any(len({id(c) for c in row if c is not None and c.size}) > 1 for row in rows):
        return None
    largest = max(cell.size for cell in cells.values())
    if largest > _LAYOUT_CELL and largest > _LAYOUT_SHARE * sum(cell.size for cell in cells.values()):
        return None
    if any(_holds_table(cell) for cell in cells.values()):
        return None
    labels = sum(cell.size <= 8 and is_page_label(fold(cell.words())) for cell in cells.values())
    return None if labels >= 2 else rows


def _holds_table(element: Element) -> bool:
    return any((child.tag == "table" and child.size > 0) or _holds_table(child) for child in element.elements())


def _grid(table: Element) -> list[list[Element | None]]:
    rows: list[list[Element | None]] = []
    below: dict[tuple[int, int], Element] = {}
    found = [
        row
        for part in table.elements()
        for row in ([part] if part.tag == "tr" else part.elements() if part.tag in ("thead", "tbody", "tfoot") else ())
        if row.tag == "tr"
    ]
    for number, row in enumerate(found):
        places: list[Element | None] = []

        def fill(number: int = number, places: list[Element | None] = places) -> None:
            while (number, len(places)) in below:
                places.append(below[number, len(places)])

        for cell in row.elements():
            if cell.tag not in ("td", "th"):
                continue
            fill()
            height, width = cell.number("rowspan", _MOST_SPAN), cell.number("colspan", 100)
            for column in range(len(places), len(places) + width):
                for down in range(1, min(height, len(found) - number)):
                    below[number + down, column] = cell
            places.extend([cell] * width)
        fill()
        rows.append(places)
    return [row for row in rows if any(cell is not None and cell.size for cell in row)]
