"""Make examples/qinghe-2024.docx from examples/qinghe-2024.txt, byte for byte the same on every run and machine.

The .docx holds the same lines as the .txt, in the ways in which Word tears a text apart: a name broken by a soft line
break, two role lines in one paragraph, words split over runs, a bookmark, a tracked insertion and a tracked deletion
(its words do not count), a header and a footer (they are no part of the text).

    python bench/make_example_docx.py            # write the .docx
    python bench/make_example_docx.py --check    # exit 1 where the .docx is not what the .txt gives
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
TEXT = EXAMPLES / "qinghe-2024.txt"
DOCX = EXAMPLES / "qinghe-2024.docx"

# Lines that end in a soft line break: the paragraph goes on in the next line.
SOFT_BREAK_AFTER = frozenset(
    {
        "                     中共云川市青禾示范区委员会",
        "青禾示范区贯彻落实《云川市法治政府建设",
        "牵头部门：区委编办、区综合行",
        "牵头部门：区财政局、区审计局",
        "牵头部门：区司法局、区法院",
    }
)
# Where Word, having saved an edit, leaves one word in two runs.
SPLIT_WORDS = ("区司|法局", "区直有|关部门", "镇、街|道", "2024年6|月底前", "不低于|98％", "行政处|罚法", "（1|5）")
BOOKMARKED = "[bookmark: _GoBack]"
# The one line with tracked changes: its last unit was inserted for one that was struck out.
TRACKED_LINE, INSERTED, DELETED = "牵头部门：区委政法委、区信访局、区法院", "区法院", "区民政局"
CHANGE = 'w:author="区司法局" w:date="2024-01-12T09:30:00Z"'

TITLE = re.compile(r"青禾示范区贯彻落实《")
HEADINGS = (
    ("Heading1", re.compile(r"[一二三四五六七八九十]+、")),
    ("Heading2", re.compile(r"（[一二三四五六七八九十]+）")),
    ("Heading3", re.compile(r"\d+．")),
)

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

CONTENT_TYPES = (
    f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{WORD_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{WORD_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{WORD_TYPE}.header+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{WORD_TYPE}.footer+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
PACKAGE_RELATIONS = (
    f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
    'core-properties" Target="docProps/core.xml"/></Relationships>'
)
DOCUMENT_RELATIONS = (
    f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/header" Target="header1.xml"/>'
    f'<Relationship Id="rId3" Type="{OFFICE}/footer" Target="footer1.xml"/></Relationships>'
)
CORE = (
    f'{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>青禾示范区任务分解方案（虚构示例）</dc:title>'
    '<dcterms:created xsi:type="dcterms:W3CDTF">2024-01-15T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">2024-01-15T00:00:00Z</dcterms:modified></cp:coreProperties>'
)
HEADER = (
    f'{XML}<w:hdr {W}><w:p><w:pPr><w:jc w:val="right"/></w:pPr>'
    "<w:r><w:t>虚构示例　任务分解方案（排印稿）</w:t></w:r></w:p></w:hdr>"
)
FOOTER = (
    f'{XML}<w:ftr {W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
)
# A4 with the margins of GB/T 9704, in twentieths of a point.
SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" '
    'w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
)


def style_xml(ident: str, name: str, font: str, half_points: int, paragraph: str = "") -> str:
    """Return one paragraph style; ``half_points`` is the font size."""
    default, based = (' w:default="1"', "") if ident == "Normal" else ("", '<w:basedOn w:val="Normal"/>')
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{ident}"><w:name w:val="{name}"/>{based}'
        f"<w:pPr>{paragraph}</w:pPr>"
        f'<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'
        f'<w:sz w:val="{half_points}"/></w:rPr></w:style>'
    )


def styles_xml() -> str:
    """Return the styles part: 仿宋 text, 黑体 and 楷体 headings, a centred title."""
    levels = [f'<w:outlineLvl w:val="{n}"/>' for n in range(3)]
    return (
        f"{XML}<w:styles {W}>"
        + style_xml("Normal", "Normal", "仿宋", 32, '<w:spacing w:line="560" w:lineRule="exact"/>')
        + style_xml("Title", "Title", "宋体", 44, '<w:jc w:val="center"/>')
        + style_xml("Heading1", "heading 1", "黑体", 32, levels[0])
        + style_xml("Heading2", "heading 2", "楷体", 32, levels[1])
        + style_xml("Heading3", "heading 3", "仿宋", 32, levels[2])
        + "</w:styles>"
    )


def run(words: str, tag: str = "t") -> str:
    """Return one run; ``tag`` is ``delText`` inside a deletion."""
    text = f'<w:{tag} xml:space="preserve">{escape(words)}</w:{tag}>'
    return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{text}</w:r>'


def runs(line: str) -> str:
    """Return the runs of a line, torn at SPLIT_WORDS."""
    for word in SPLIT_WORDS:
        line = line.replace(word.replace("|", ""), word.replace("|", "\0"))
    return "".join(run(words) for words in line.split("\0") if words)


def line_xml(line: str) -> str:
    """Return what stands in a paragraph for one line of the text."""
    if line == TRACKED_LINE:
        return (
            runs(line.removesuffix(INSERTED))
            + f'<w:del w:id="101" {CHANGE}>{run(DELETED, "delText")}</w:del>'
            + f'<w:ins w:id="102" {CHANGE}>{run(INSERTED)}</w:ins>'
        )
    if line.startswith(BOOKMARKED):
        return '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>' + runs(line)
    return runs(line)


def paragraphs(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield the lines of each paragraph: one, or several where soft line breaks join them."""
    paragraph: list[str] = []
    for line in lines:
        paragraph.append(line)
        if line not in SOFT_BREAK_AFTER:
            yield paragraph
            paragraph = []
    if paragraph:
        raise ValueError(f"the text ends in a soft line break: {paragraph[-1]!r}")


def paragraph_xml(lines: list[str]) -> str:
    """Return one w:p with its style."""
    first = lines[0]
    style = "Title" if TITLE.match(first) else next((s for s, pattern in HEADINGS if pattern.match(first)), None)
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{'<w:r><w:br/></w:r>'.join(map(line_xml, lines))}</w:p>"


def document_xml(text: str) -> str:
    """Return the main part for the text, whose last line ends in a line feed."""
    lines = text.removesuffix("\n").split("\n")
    missing = (SOFT_BREAK_AFTER | {TRACKED_LINE}) - set(lines)
    if missing:
        raise ValueError(f"no such line in the text: {sorted(missing)}")
    body = "".join(map(paragraph_xml, paragraphs(lines)))
    return f"{XML}<w:document {W} {R}><w:body>{body}{SECTION}</w:body></w:document>"


def build_docx(text: str) -> bytes:
    """Return the .docx file for the text; equal texts give equal bytes.

    Raises ValueError where the text lacks a line that is to be broken or tracked.
    """
    parts = (
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", PACKAGE_RELATIONS),
        ("word/document.xml", document_xml(text)),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS),
        ("word/styles.xml", styles_xml()),
        ("word/header1.xml", HEADER),
        ("word/footer1.xml", FOOTER),
        ("docProps/core.xml", CORE),
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 3  # ZipInfo takes it from the machine
            info.external_attr = 0o644 << 16
            # Stored, not deflated: two builds of zlib may pack the same bytes differently.
            archive.writestr(info, content.encode("utf-8"), zipfile.ZIP_STORED)
    return stream.getvalue()


def main() -> int:
    """Write the .docx, or compare it with --check."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the .docx differs")
    check: bool = parser.parse_args().check
    made = build_docx(TEXT.read_bytes().decode("utf-8"))
    if not check:
        DOCX.write_bytes(made)
    elif not DOCX.is_file() or DOCX.read_bytes() != made:
        print(f"{DOCX.name} is not what {TEXT.name} gives: run python bench/make_example_docx.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
