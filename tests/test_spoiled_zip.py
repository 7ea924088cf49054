"""Files that are zip archives inside, spoiled in one part: each is refused with a sentence, whatever zipfile raises."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.ingest.read import read_bytes

WORDS = "责任单位：县教育局" * 300
# The part that is spoiled, the others of such a file.
FILES = {
    ".docx": ("word/document.xml", ["[Content_Types].xml"]),
    ".xlsx": ("xl/workbook.xml", ["[Content_Types].xml", "xl/worksheets/sheet1.xml"]),
    ".ofd": ("OFD.xml", []),
    ".ods": ("mimetype", ["content.xml"]),
}


METHODS = {"deflate": zipfile.ZIP_DEFLATED, "bzip2": zipfile.ZIP_BZIP2, "lzma": zipfile.ZIP_LZMA}


def spoiled(name: str, others: list[str], how: str) -> bytes:
    """An archive whose part has no valid stream of a method, or is packed in a way that nobody knows."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", METHODS.get(how, zipfile.ZIP_DEFLATED)) as archive:
        for each in (name, *others):
            archive.writestr(each, WORDS)
        info, central = archive.getinfo(name), archive.start_dir
    data = bytearray(file.getvalue())
    if how in METHODS:
        kept = 9 if how == "lzma" else 0  # the properties of its stream
        start, length = info.header_offset + 30 + len(name) + kept, info.compress_size - kept
        data[start : start + length] = b"\xff" * length
    else:
        data[info.header_offset + 8 : info.header_offset + 10] = struct.pack("<H", 97)
        data[central + 10 : central + 12] = struct.pack("<H", 97)
    return bytes(data)


@pytest.mark.parametrize("how", [*METHODS, "method"])
@pytest.mark.parametrize("suffix", FILES)
def test_a_spoiled_part_is_told(suffix: str, how: str) -> None:
    with pytest.raises(UnreadableDocument, match=f"方案{suffix}"):
        read_bytes(spoiled(*FILES[suffix], how), f"方案{suffix}")
