"""What kind of file bytes are, where no name tells or the name is wrong."""

from __future__ import annotations

import io
import re
import zipfile

from dutygraph.ingest.text.content import BROKEN_ZIP

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Streams of old Office files, as their directory names them.
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", ".doc"),
    ("Workbook", ".xls"),
    ("Book", ".xls"),
    ("ET_Workbook", ".xls"),
)
_PARTS = (
    ("word/document.xml", ".docx"),
    ("xl/workbook.xml", ".xlsx"),
    ("xl/workbook.bin", ".xlsb"),
    ("OFD.xml", ".ofd"),
)
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|meta|body|table)\b", re.IGNORECASE)
_MAIL = re.compile(rb"(?:^|\n)mime-version:", re.IGNORECASE)
# 序号,任务,牵头单位,完成时限: heads of columns, parted by commas; what a sentence says is none.
_CSV_HEADS = re.compile(r'"?[^",，。；;:：\s]{1,12}"?(?:,"?[^",，。；;:：\s]{0,12}"?){2,}')
_PAGE_IN_MAIL = re.compile(rb"content-type:\s*(?:multipart/related|text/html)", re.IGNORECASE)


def kind_of(data: bytes) -> str:
    """Return the suffix that such a file has; ``.txt`` for what is no other, ``encrypted`` for Office with a password.

    >>> kind_of(b"%PDF-1.7"), kind_of("<html><body>方案".encode("utf-16")), kind_of("任务".encode())
    ('.pdf', '.html', '.txt')
    >>> kind_of("序号,任务,责任单位\\n1,修路,县交通局\\n".encode("gbk"))
    '.csv'
    """
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    if data.startswith(_OLE):
        return next((kind for name, kind in _STREAMS if name.encode("utf-16-le") in data), ".txt")
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    start = data[:4000].replace(b"\0", b"")
    if _MAIL.search(start) and _PAGE_IN_MAIL.search(data[:100_000]):
        return ".mht"
    if _MARKUP.search(start):
        return ".html"
    return ".csv" if _is_csv(data[:4000]) else ".txt"


def _is_csv(start: bytes) -> bool:
    """Whether a text opens with a row of heads parted by commas, and goes on with a row of so many cells or more."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            first, _, rest = start[: start.rfind(b"\n") + 1].decode(encoding).partition("\n")
        except UnicodeDecodeError:
            continue
        return _CSV_HEADS.fullmatch(first.strip()) is not None and rest.count(",") >= first.count(",")
    return False


def _packed(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = next((kind for part, kind in _PARTS if part in names), None)
            if kind is None and "mimetype" in names:
                with archive.open("mimetype") as part:
                    kind = _OPEN_DOCUMENT.get(part.read(100).strip())
    except BROKEN_ZIP:
        kind = None
    return kind or ".zip"
