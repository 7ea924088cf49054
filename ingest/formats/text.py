"""Plain text: which encoding the bytes are in."""

from __future__ import annotations

import codecs

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.ingest.text.content import Content

_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
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


def read_plain(data: bytes, where: str) -> Content:
    """Return the text of a .txt or .md file as it is."""
    return Content(decode(data, where))


def decode(data: bytes, where: str) -> str:
    """Decode UTF-8 (with or without BOM), UTF-16, or GB18030 (which holds GBK and GB2312).

    Line breaks are kept as they are. Raises :class:`UnreadableDocument` for anything else.
    """
    if data.startswith(_UTF32):  # its first half is the mark of UTF-16
        raise _wrong_encoding(where)
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
