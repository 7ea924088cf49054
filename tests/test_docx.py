"""Word files into text: what Word shows counts, what it keeps beside that does not."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from texts import NAMESPACES, archive, docx, paragraph, run, table

from dutygraph.graph.errors import DutygraphError, UnreadableDocument
from dutygraph.ingest.formats import docx as reader
from dutygraph.ingest.formats.docx import read_docx
from dutygraph.ingest.text.content import Content, Table

REMEDY = "请用 Word 或 WPS 打开后重新另存为 .docx"
INSERTED = f'<w:ins w:author="甲">{run("增")}</w:ins>'
DELETED = '<w:del w:author="甲"><w:r><w:delText>删</w:delText></w:r></w:del>'
MOVED = f'<w:moveFrom w:author="甲">{run("移")}</w:moveFrom><w:moveTo w:author="甲">{run("至")}</w:moveTo>'
FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>' + run("9")
BOX = "<w:txbxContent>{}</w:txbxContent>"
TEXT_BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{0}</wps:txbx></mc:Choice>'
    "<mc:Fallback><w:pict>{0}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def text_box(*lines: str) -> str:
    return TEXT_BOX.format(BOX.format("".join(paragraph(run(line)) for line in lines)))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(paragraph(run("甲"), run("乙")) + paragraph(run("丙")), "甲乙\n丙\n", id="runs-and-paragraphs"),
        pytest.param(paragraph() + paragraph(run(" 甲 ")), "\n 甲 \n", id="empty-paragraph-and-spaces"),
        pytest.param(paragraph(run("甲"), "<w:r><w:br/></w:r>", run("乙")), "甲\n乙\n", id="soft-break"),
        pytest.param(paragraph(run("甲"), "<w:r><w:cr/></w:r>", run("乙")), "甲\n乙\n", id="carriage-return"),
        pytest.param(paragraph(run("甲"), '<w:r><w:br w:type="page"/></w:r>', run("乙")), "甲乙\n", id="page-break"),
        pytest.param(paragraph(run("甲"), "<w:r><w:tab/></w:r>", run("乙")), "甲\t乙\n", id="tab"),
        pytest.param(paragraph(run("2020"), "<w:r><w:noBreakHyphen/></w:r>", run("25")), "2020-25\n", id="hyphen"),
        pytest.param(paragraph(run("甲"), INSERTED, DELETED, MOVED), "甲增至\n", id="tracked-changes"),
        pytest.param(paragraph(FIELD), "9\n", id="field-code"),
        pytest.param(
            paragraph("<w:pPr><w:pStyle/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t/></w:r>", run("甲")),
            "甲\n",
            id="properties",
        ),
        pytest.param(paragraph(f"<w:hyperlink>{run('网')}</w:hyperlink>", run("址")), "网址\n", id="link"),
        pytest.param(
            f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph(run('控'))}</w:sdtContent></w:sdt>"
            + paragraph(f"<w:sdt><w:sdtContent>{run('件')}</w:sdtContent></w:sdt>"),
            "控\n件\n",
            id="content-controls",
        ),
        pytest.param(f"<w:customXml>{paragraph(run('甲'))}</w:customXml><w:sectPr/>", "甲\n", id="custom-xml"),
        pytest.param(paragraph(text_box("框一", "框二"), run("甲")), "框一\n框二\n甲\n", id="text-box-once"),
        pytest.param("<!-- 注 -->" + paragraph("<!-- 注 -->", run("甲")), "甲\n", id="comment"),
    ],
)
def test_paragraphs(body: str, text: str) -> None:
    assert read_docx(docx(body), "方案.docx") == Content(text)


def test_headers_footers_and_notes_are_not_the_text() -> None:
    parts = {name: f"<w:p {NAMESPACES}>{run('页')}</w:p>" for name in ("header1", "footer1", "footnotes", "comments")}
    body = paragraph(run("甲"), '<w:r><w:footnoteReference w:id="1"/></w:r>')
    assert read_docx(docx(body, **parts), "方案.docx") == Content("甲\n")


def cell(*properties: str, text: str = "") -> str:
    return f"<w:tcPr>{''.join(properties)}</w:tcPr>{paragraph(run(text))}"


def test_a_table_is_read_row_by_row() -> None:
    read = read_docx(docx(paragraph(run("前")) + table(("甲", "乙"), ("丙", "")) + paragraph(run("后"))), "-")
    text, tables = read.text, read.tables
    assert text == "前\n甲\t乙\n丙\t\n后\n"
    assert tables == (Table(2, 9, (((2, 3), (4, 5)), ((6, 7), (8, 8)))),)


def test_merged_cells_stand_in_every_row_and_column_that_they_cover() -> None:
    rows = table(
        (cell('<w:gridSpan w:val="2"/>', text="合"), "甲"),
        (cell('<w:vMerge w:val="restart"/>', text="组"), "乙", "丙"),
        (cell("<w:vMerge/>", text=""), "丁", "戊"),
    )
    content = read_docx(docx(rows), "-")
    text, (read,) = content.text, content.tables
    assert text == "合\t甲\n组\t乙\t丙\n\t丁\t戊\n"
    cells = [[text[c[0] : c[1]] if c else None for c in row] for row in read.rows]
    assert cells == [["合", "合", "甲"], ["组", "乙", "丙"], ["组", "丁", "戊"]]


@pytest.mark.parametrize(("span", "columns"), [("0", 1), ("x", 1), ("3", 3), ("100000", 200)])
def test_a_span_is_within_reason(span: str, columns: int) -> None:
    (read,) = read_docx(docx(table((cell(f'<w:gridSpan w:val="{span}"/>', text="甲"),))), "-").tables
    assert read.rows == (((0, 1),) * columns,)


def test_a_continuation_without_a_cell_above_is_a_cell() -> None:
    content = read_docx(docx(table((cell("<w:vMerge/>", text="甲"),), ("乙", cell("<w:vMerge/>", text="丙")))), "-")
    (read,) = content.tables
    assert (content.text, read.rows) == ("甲\n乙\t丙\n", (((0, 1),), ((2, 3), (4, 5))))


def test_what_hangs_in_a_cell_is_read_once() -> None:
    first = f"<w:tc>{paragraph(text_box('框'), run('甲'))}</w:tc>"
    second = f"<w:tc>{paragraph(run('乙'))}{table(('内一', '内二'))}</w:tc>"
    controlled = f"<w:sdt><w:sdtContent><w:tr><w:tc>{paragraph(run('丙'))}</w:tc></w:tr></w:sdtContent></w:sdt>"
    content = read_docx(docx(f"<w:tbl><w:tr>{first}{second}</w:tr>{controlled}</w:tbl>"), "-")
    text, (read,) = content.text, content.tables
    assert text == "框\n甲\t乙\n内一\n内二\n丙\n"
    assert [[text[c[0] : c[1]] for c in row if c] for row in read.rows] == [["框\n甲", "乙\n内一\n内二"], ["丙"]]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(b"PK\x03\x04 broken", "Word 文件已损坏或不是 .docx", id="no-zip"),
        pytest.param("牵头部门：区司法局".encode(), "Word 文件已损坏或不是 .docx", id="text"),
        pytest.param(archive({"word/styles.xml": "<a/>"}), "Word 文件已损坏或不是 .docx", id="no-document"),
        pytest.param(archive({"word/document.xml": "<w:document"}), "Word 文件的内容已损坏", id="broken-xml"),
        pytest.param(archive({"word/document.xml": ""}), "Word 文件的内容已损坏", id="empty-xml"),
        pytest.param(
            archive({"word/document.xml": '<?xml version="1.0" encoding="nonsense"?><a/>'}),
            "Word 文件的内容已损坏",
            id="unknown-encoding",
        ),
        pytest.param(archive({"word/document.xml": f"<w:document {NAMESPACES}/>"}), "Word 文件没有正文", id="no-body"),
        pytest.param(
            docx(paragraph(run("&x;")), '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
            "Word 文件的内容已损坏",
            id="external-entity",
        ),
        pytest.param(
            docx(paragraph(run("&x;")), '<!DOCTYPE w [<!ENTITY y "甲"><!ENTITY x "&y;&y;">]>'),
            "Word 文件的内容已损坏",
            id="internal-entity",
        ),
        pytest.param(docx("<w:p>" * 300 + "</w:p>" * 300), "Word 文件的内容已损坏", id="too-deep"),
    ],
)
def test_broken_files(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_docx(data, "收件/方案.docx")
    assert str(refused.value) == f"收件/方案.docx：{why}。{REMEDY}。"


def test_an_encrypted_part_is_refused() -> None:
    data = bytearray(docx(paragraph(run("甲"))))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flags] |= 1
    with pytest.raises(UnreadableDocument, match="已损坏或不是"):
        read_docx(bytes(data), "方案.docx")


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_UNPACKED", 1000)
    data = docx(paragraph(run("甲" * 1000)))
    assert len(data) < 1000
    with pytest.raises(UnreadableDocument) as refused:
        read_docx(data, "方案.docx")
    assert str(refused.value) == "方案.docx：Word 文件展开后过大。请拆分后再导入。"


def test_no_damage_is_more_than_an_unreadable_document() -> None:
    whole = docx("".join(paragraph(run(f"第{n}段" * 20)) for n in range(50)))
    chance = random.Random(20240305)
    refused = 0
    for n in range(600):
        damaged = bytearray(whole[: chance.randrange(len(whole))] if n % 3 == 0 else whole)
        for _ in range(chance.randint(1, 8) if damaged else 0):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            read_docx(bytes(damaged), "方案.docx")
        except DutygraphError:
            refused += 1
    assert refused > 400


def test_the_text_is_that_of_the_document_part_alone() -> None:
    data = io.BytesIO(docx(paragraph(run("甲"))))
    with zipfile.ZipFile(data, "a") as file:
        file.writestr("word/glossary/document.xml", f"<w:document {NAMESPACES}/>")
    assert read_docx(data.getvalue(), "方案.docx") == Content("甲\n")
