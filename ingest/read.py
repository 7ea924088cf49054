"""Read a file into the text that spans count in, by the format that its name tells, or its bytes if that is wrong.

Nothing is interpreted here: line breaks, leftovers and spaces stay, so that a span can be checked against what
a person sees.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.graph.model import Source
from dutygraph.ingest.disk import check_file, open_file
from dutygraph.ingest.formats.kinds import kind_of
from dutygraph.ingest.text.content import Content


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its media type and its reader, ``module:function`` below :mod:`dutygraph.ingest.formats`.

    Readers are imported when a file of theirs is read, as some bring large libraries.
    """

    media_type: str
    reader: str

    def read(self, data: bytes, where: str) -> Content:
        """Read the bytes; ``where`` names the file in messages."""
        module, _, function = self.reader.partition(":")
        reader: Callable[[bytes, str], Content] = getattr(import_module(f"dutygraph.ingest.formats.{module}"), function)
        return reader(data, where)


FORMATS = {
    ".txt": Format("text/plain", "text:read_plain"),
    ".md": Format("text/markdown", "markdown:read_markdown"),
    ".docx": Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx:read_docx"),
    ".doc": Format("application/msword", "convert:read_converted"),
    ".wps": Format("application/vnd.ms-works", "convert:read_converted"),
    ".rtf": Format("application/rtf", "convert:read_converted"),
    ".odt": Format("application/vnd.oasis.opendocument.text", "convert:read_converted"),
    ".html": Format("text/html", "html:read_html"),
    ".htm": Format("text/html", "html:read_html"),
    ".mht": Format("multipart/related", "html:read_mht"),
    ".mhtml": Format("multipart/related", "html:read_mht"),
    ".xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "sheets:read_workbook"),
    ".xlsm": Format("application/vnd.ms-excel.sheet.macroEnabled.12", "sheets:read_workbook"),
    ".xlsb": Format("application/vnd.ms-excel.sheet.binary.macroEnabled.12", "sheets:read_workbook"),
    ".xls": Format("application/vnd.ms-excel", "sheets:read_workbook"),
    ".et": Format("application/vnd.ms-excel", "sheets:read_workbook"),
    ".ods": Format("application/vnd.oasis.opendocument.spreadsheet", "sheets:read_workbook"),
    ".csv": Format("text/csv", "sheets:read_csv"),
    ".tsv": Format("text/tab-separated-values", "sheets:read_csv"),
    ".pdf": Format("application/pdf", "pdf:read_pdf"),
    ".ofd": Format("application/ofd", "ofd:read_ofd"),
}
MEDIA_TYPES = {suffix: each.media_type for suffix, each in FORMATS.items()}
STDIN = "-"


@dataclass(frozen=True, slots=True)
class SourceText:
    """The content of one file and what identifies the file."""

    content: Content
    source: Source

    @property
    def text(self) -> str:
        """The text that spans count in (code points)."""
        return self.content.text


def read_source(path: Path | str) -> SourceText:
    """Read one file; the kind follows from its name.

    Raises :class:`UnreadableDocument` where the file is absent, empty, broken, of an unknown kind or encoding.
    """
    path = Path(path)
    check_file(path, str(path))
    with open_file(path, str(path)) as file:
        return read_bytes(file.read(), path.name, where=str(path))


def read_bytes(data: bytes, name: str, where: str | None = None) -> SourceText:
    """Read a file's bytes; ``name`` gives its kind, ``where`` names it in messages."""
    where = where or name
    suffix = Path(name).suffix.lower() if name != STDIN else kind_of(data)
    if suffix not in FORMATS:
        known = "、".join(FORMATS)
        raise UnreadableDocument(
            where, f"不支持的文件类型 {suffix or '（无扩展名）'}", f"目前可读 {known}，请另存为其中一种"
        )
    if not data.strip():
        raise UnreadableDocument(where, "文件是空的", "请确认选对了文件")
    suffix = _kind(data, suffix, where)
    content = FORMATS[suffix].read(data, where)
    if not content.text.strip():
        raise UnreadableDocument(where, "文件里没有文字", "如为扫描件，请先做文字识别（OCR）")
    source = Source(
        path=where,
        media_type=FORMATS[suffix].media_type,
        sha256=hashlib.sha256(data).hexdigest(),
        text_sha256=hashlib.sha256(content.text.encode("utf-8")).hexdigest(),
    )
    return SourceText(content, source)


def _kind(data: bytes, suffix: str, where: str) -> str:
    """The kind of a file whose name may be wrong: a web page that a system exported as .xls, a .docx renamed .doc."""
    if FORMATS[suffix].media_type.startswith("text/"):
        return suffix
    kind = kind_of(data)
    if kind == "encrypted":
        raise UnreadableDocument(where, "文件已加密", "请去掉密码后再导入")
    return kind if kind in FORMATS and kind != ".txt" else suffix
