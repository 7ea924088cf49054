"""Read a file into the text that spans count in: .txt and .md by decoding, .docx from its paragraphs.

Nothing is interpreted here: line breaks, leftovers and spaces stay, so that a span can be checked against what
a person sees.
"""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.graph.model import Source

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
STDIN = "-"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Share of characters that are CJK, kana-free punctuation or ASCII in any readable Chinese text; GB18030 decodes
# many foreign bytes into rare ideographs and private-use characters, which falls far below.
_PLAUSIBLE = 0.9
# Share of ideographs that GB2312 holds: over 99 % of what GB18030 text is made of, half of a traditional one; where
# Shift-JIS or Latin-1 decodes at all it gives ideographs that GB2312 lacks.
_COMMON = 0.5


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a text: the range it takes there and, row by row, the range of each column's cell.

    A merged cell stands in every row and column that it covers; a column that a row lacks is None.
    """

    start: int
    end: int
    rows: tuple[tuple[tuple[int, int] | None, ...], ...]


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one file (code points, line breaks as read), its tables and what identifies the file."""

    text: str
    source: Source
    tables: tuple[Table, ...] = ()


def read_source(path: Path | str) -> SourceText:
    """Read one file; the kind follows from its name.

    Raises :class:`UnreadableDocument` where the file is absent, empty, broken, of an unknown kind or encoding.
    """
    path = Path(path)
    if not path.exists():
        raise UnreadableDocument(str(path), "文件不存在", "请检查路径和文件名")
    if path.is_dir():
        raise UnreadableDocument(str(path), "这是文件夹，不是文件", "请给出文件；导入文件夹请用 dutygraph ingest")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(str(path), f"无法打开（{error.strerror}）", "请检查文件权限") from error
    return read_bytes(data, path.name, where=str(path))


def read_bytes(data: bytes, name: str, where: str | None = None) -> SourceText:
    """Read a file's bytes; ``name`` gives its kind, ``where`` names it in messages."""
    where = where or name
    suffix = Path(name).suffix.lower() if name != STDIN else ".txt"
    if suffix not in MEDIA_TYPES:
        known = "、".join(MEDIA_TYPES)
        raise UnreadableDocument(
            where, f"不支持的文件类型 {suffix or '（无扩展名）'}", f"目前可读 {known}，请另存为其中一种"
        )
    if not data.strip():
        raise UnreadableDocument(where, "文件是空的", "请确认选对了文件")
    if suffix == ".docx":
        from dutygraph.ingest.docx import read_docx

        text, tables = read_docx(data, where)
    else:
        text, tables = decode(data, where), ()
    if not text.strip():
        raise UnreadableDocument(where, "文件里没有文字", "如为扫描件，请先做文字识别（OCR）")
    source = Source(
        path=where,
        media_type=MEDIA_TYPES[suffix],
        sha256=hashlib.sha256(data).hexdigest(),
        text_sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
    )
    return SourceText(text, source, tables)


def decode(data: bytes, where: str) -> str:
    """Decode UTF-8 (with or without BOM), UTF-16, or GB18030 (which holds GBK and GB2312).

    Line breaks are kept as they are. Raises :class:`UnreadableDocument` for anything else.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data[len(bom) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise _wrong_encoding(where) from error
    for encoding in ("utf-8", *_utf16_without_bom(data), "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _plausible(text) and (encoding != "gb18030" or _common(text)):
            return text
    raise _wrong_encoding(where)


def _utf16_without_bom(data: bytes) -> tuple[str, ...]:
    """Line feeds and ASCII digits leave zero bytes, which no other encoding here has."""
    sample = data[:4000]
    if b"\0" not in sample or len(data) % 2:
        return ()
    return ("utf-16-le", "utf-16-be") if sample[1::2].count(0) >= sample[0::2].count(0) else ("utf-16-be", "utf-16-le")


def _plausible(text: str) -> bool:
    sample = [c for c in text[:20000] if not c.isspace()]
    if not sample:
        return True
    good = sum(
        "\x20" < c < "\x7f"
        or "\u4e00" <= c <= "\u9fff"
        or "\u2000" <= c <= "\u206f"
        or "\u2460" <= c <= "\u24ff"
        or "\u2e80" <= c <= "\u303f"
        or "\u3200" <= c <= "\u33ff"
        or "\uff00" <= c <= "\uffef"
        or c in "·×÷°±§…—‰℃"
        for c in sample
    )
    return good / len(sample) >= _PLAUSIBLE


def _common(text: str) -> bool:
    ideographs = [c for c in text[:20000] if c > "\u2e7f" and c.isalpha()]
    held = sum(len(c.encode("gb2312", "ignore")) == 2 for c in ideographs)
    return held >= _COMMON * len(ideographs)


def _wrong_encoding(where: str) -> UnreadableDocument:
    return UnreadableDocument(
        where, "文字编码无法识别（可读 UTF-8、UTF-16、GBK/GB18030）", "请用记事本打开后另存为 UTF-8"
    )
