"""Workbooks and tables in plain text: cells as a person sees them, and the ledgers (台账) that offices keep in them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from books import workbook
from texts import units

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.graph.model import Document
from dutygraph.ingest.extract import extract_text
from dutygraph.ingest.formats.numbers import Value, shown
from dutygraph.ingest.read import read_bytes


def extract(data: bytes, name: str = "台账.xlsx") -> Document:
    return extract_text(read_bytes(data, name))


def outline(document: Document) -> list[tuple[str | None, list[str], str]]:
    return [(t.number, [s.title for s in t.sections], t.text) for t in document.tasks]


def deadlines(document: Document) -> list[list[str | None]]:
    return [[d.value for d in t.dates if d.stated_in == "deadline_field"] for t in document.tasks]


LEDGER = workbook(
    {
        "综合组": [
            ["附件1"],
            ["清河县2026年重点工作台账"],
            ["填报单位：县政府办", None, None, None, None, None, None, "2026年3月"],
            ["序号", "领域", "重点任务", "责任分工", None, "完成时限", "进展情况", "备注"],
            [None, None, None, "牵头单位", "配合单位", None, None, None],
            [
                1.1,
                "营商环境",
                "压减办理时限。",
                "县政务服务局",
                "县发改局\n县财政局",
                dt.date(2026, 6, 1),
                "已完成80%",
                0.8,
            ],
            [1.2, None, "公布办事指南。", "县司法局", "各乡镇  街道", "年底前", "正在推进，下一步由县教育局牵头", None],
            [],
            ["二、民生保障"],
            [2, "就业", "办好实事。", "县人社局", "/", dt.date(2026, 9, 30), None, None],
            [None, None, "合计", None, None, None, None, 3],
            ["注：列第一位的为牵头单位。"],
        ],
        "产业组": [
            ["任务", "责任单位"],
            ["引进企业。", "县商务局"],
        ],
        "字典": [["任务", "责任单位"], ["作废的任务。", "县教育局"]],
    },
    merged={
        "综合组": ["A2:H2", "A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:F5", "G4:G5", "H4:H5", "B6:B7", "A9:H9", "A12:H12"]
    },
    formats={"综合组": {"F6": 'yyyy"年"m"月"', "F10": "m/d/yy", "H6": "0%"}},
    hidden=["字典"],
)


def test_a_ledger() -> None:
    read = extract(LEDGER)
    assert read.title == "清河县2026年重点工作台账"
    assert outline(read) == [
        ("1.1", ["营商环境"], "压减办理时限。"),
        ("1.2", ["营商环境"], "公布办事指南。"),
        ("2", ["二、民生保障", "就业"], "办好实事。"),
        (None, [], "引进企业。"),
    ]
    assert units(read, "lead") == [["县政务服务局"], ["县司法局"], ["县人社局"], ["县商务局"]]  # the note holds for all
    assert units(read, "supporting") == [["县发改局", "县财政局"], ["各乡镇", "各街道"], [], []]
    assert units(read, "responsible") == [[], [], [], []]
    assert deadlines(read) == [["2026-06-30"], ["2026-12-31"], ["2026-09-30"], []]
    for task in read.tasks:
        for a in task.assignments:
            assert read.text[a.span.start : a.span.end] in (a.surface, a.surface.removeprefix("各"))


def test_the_text_of_a_ledger() -> None:
    assert read_bytes(LEDGER, "台账.xlsx").text == (
        "附件1\n清河县2026年重点工作台账\n填报单位：县政府办\t\t\t\t\t\t\t2026年3月\n"
        "序号\t领域\t重点任务\t责任分工\t\t完成时限\t进展情况\t备注\n\t\t\t牵头单位\t配合单位\n"
        "1.1\t营商环境\t压减办理时限。\t县政务服务局\t县发改局\n县财政局\t2026年6月\t已完成80%\t80%\n"
        "1.2\t\t公布办事指南。\t县司法局\t各乡镇  街道\t年底前\t正在推进，下一步由县教育局牵头\n\n"
        "二、民生保障\n2\t就业\t办好实事。\t县人社局\t/\t2026年9月30日\n\t\t合计\t\t\t\t\t3\n注：列第一位的为牵头单位。\n"
        "\n产业组\n任务\t责任单位\n引进企业。\t县商务局\n"
    )


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1.0, "", "1"),
        (12, "General", "12"),
        (1.1, "", "1.1"),
        (0.1 + 0.2, "", "0.3"),
        (1e20, "", "1e+20"),
        (13800000000.0, "", "13800000000"),
        (0.95, "0%", "95%"),
        (0.955, "0.0%", "95.5%"),
        (0.95, '"≥"0%', "≥95%"),
        (3, '0"项"', "3项"),
        (3, "0项", "3项"),
        (1234.5, "#,##0.00", "1,234.50"),
        (1.5, "0.0#", "1.5"),
        (2, "0.##", "2"),
        (7, "000", "7"),
        (-2.0, "0.0_ ;[Red]-0.0", "-2.0"),
        (True, "", "TRUE"),
        ("县司法局_x000D_\r\n县财政局", "@", "县司法局\n县财政局"),
        (dt.time(8, 30), "h:mm", "08:30:00"),
        (dt.timedelta(hours=30), "[h]:mm", "1 day, 6:00:00"),
        (dt.date(2026, 6, 30), "", "2026年6月30日"),
        (dt.date(2026, 6, 30), "yyyy-mm-dd", "2026年6月30日"),
        (dt.date(2026, 6, 30), '[$-804]yyyy"年"m"月"d"日";@', "2026年6月30日"),
        (dt.date(2026, 12, 1), 'yyyy"年"m"月"', "2026年12月"),
        (dt.date(2026, 12, 1), "mmm-yy", "2026年12月"),
        (dt.date(2026, 1, 1), "yyyy", "2026年"),
        (dt.date(2026, 1, 1), 'yyyy"年"', "2026年"),
        (dt.date(2026, 6, 30), 'm"月"d"日"', "2026年6月30日"),
        (dt.datetime(2026, 6, 30), "yyyy/m/d h:mm", "2026年6月30日"),
        (dt.datetime(2026, 6, 30, 17, 5), "yyyy/m/d h:mm", "2026年6月30日17:05"),
        (46357.0, "yyyy-m", "2026年12月"),
        (-1.0, "yyyy-m", "-1"),
    ],
)
def test_values_as_a_person_sees_them(value: Value, code: str, text: str) -> None:
    assert shown(value, code) == text


def with_parts(data: bytes, changed: dict[str, tuple[bytes, bytes]]) -> bytes:
    """A workbook in which a part's bytes are replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name in changed:
                assert changed[name][0] in content
                content = content.replace(*changed[name])
            after.writestr(name, content)
    return out.getvalue()


def test_months_in_the_built_in_formats_of_chinese_editions() -> None:
    data = workbook(
        {"Sheet1": [["任务", "责任单位", "完成时限"], ["推进改革。", "县司法局", 46357]]},
        formats={"Sheet1": {"C2": "0.000"}},
    )
    data = with_parts(data, {"xl/styles.xml": (b'<xf numFmtId="164"', b'<xf numFmtId="57"')})
    assert deadlines(extract(data)) == [["2026-12-31"]]


@pytest.mark.parametrize("name", ["台账.xls", "台账.et", "台账.xlsm"])
def test_the_bytes_tell_what_kind_of_workbook_it_is(name: str) -> None:
    assert len(extract(LEDGER, name).tasks) == 4


def test_cells_in_opposite_corners_are_refused_before_they_take_all_memory() -> None:
    data = workbook({"表": [["任务", "责任单位"], ["推进改革。", "县司法局"]]})
    data = with_parts(
        data,
        {
            "xl/worksheets/sheet1.xml": (
                b"</sheetData>",
                b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
            )
        },
    )
    with pytest.raises(UnreadableDocument) as refused:
        extract(data)
    assert str(refused.value) == "台账.xlsx：工作表有 1048576 行 16384 列，过大。请删去多余的行和列再导入。"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("台账.xlsx", LEDGER[: len(LEDGER) // 2]),
        ("台账.xlsx", b"PK\x03\x04" + b"0" * 100),
        ("台账.xlsx", "任务\t责任单位\n".encode()),
        ("台账.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)),
        ("台账.ods", b"<office/>"),
        ("台账.xlsx", with_parts(LEDGER, {"xl/worksheets/sheet1.xml": (b"<row", b"<<")})),
        ("台账.xlsx", with_parts(LEDGER, {"xl/styles.xml": (b'numFmtId="', b'numFmtId="x')})),
    ],
)
def test_broken_workbooks(name: str, data: bytes) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_bytes(data, name)
    assert str(refused.value) == f"{name}：工作簿已损坏或格式不符。请用 Excel 或 WPS 打开后重新另存为 .xlsx。"


def test_a_workbook_that_unpacks_to_too_much() -> None:
    out = io.BytesIO(LEDGER)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/media/bomb.bin", bytes(201 * 1024 * 1024))
    with pytest.raises(UnreadableDocument) as refused:
        read_bytes(out.getvalue(), "台账.xlsx")
    assert str(refused.value) == "台账.xlsx：工作簿展开后过大。请拆分后再导入。"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_tables_in_plain_text(encoding: str, delimiter: str) -> None:
    rows = [
        ["清河县2026年重点工作台账", "", "", "", ""],
        ["序号", "领域", "工作任务", "责任分工", ""],
        ["", "", "", "牵头单位", "配合单位"],
        ["1", "甲", '"压减“1,000”个环节\n（全县）。"', "县司法局", "县发改局、县财政局"],
        ["2", "", "公布指南。", "县教育局", "无"],
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows).replace("\n（", "\r\n（") + "\r\n"
    name = "台账.tsv" if delimiter == "\t" else "台账.csv"
    read = extract(text.encode(encoding), name)
    assert read.title == "清河县2026年重点工作台账"
    assert outline(read) == [("1", ["甲"], "压减“1,000”个环节\n（全县）。"), ("2", ["甲"], "公布指南。")]
    assert units(read, "lead") == [["县司法局"], ["县教育局"]]
    assert units(read, "supporting") == [["县发改局", "县财政局"], []]


def test_a_field_without_an_end_is_refused() -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_bytes(b'a,b\n"' + b"x" * 1_000_001, "台账.csv")
    assert str(refused.value) == "台账.csv：表格文件已损坏或格式不符。请用 Excel 或 WPS 打开后另存为 .xlsx。"


def test_tables_below_one_another_in_a_sheet_have_heads_of_their_own() -> None:
    read = extract(
        workbook(
            {
                "Sheet1": [
                    ["任务", "责任单位", "时限"],
                    ["推进改革。", "县司法局", "6月底"],
                    [],
                    ["第二部分"],
                    ["责任单位", "任务", "工作进度", "计划完成时间"],
                    ["县教育局", "加强宣传。", "完成一半", "2026年9月"],
                ]
            }
        )
    )
    assert outline(read) == [(None, [], "推进改革。"), (None, ["第二部分"], "加强宣传。")]
    assert units(read, "responsible") == [["县司法局"], ["县教育局"]]
    assert deadlines(read)[1] == ["2026-09-30"]


def test_the_last_row_may_name_nobody_and_a_note_below_is_no_row() -> None:
    rows = [["任务", "责任单位"], ["1．推进改革。", "县司法局"], ["2．加强宣传。"], ["注：县教育局已撤销。"]]
    content = read_bytes(workbook({"Sheet1": rows}), "台账.xlsx").content
    (table,) = content.tables
    assert [content.text[slice(*row[0])] for row in table.rows if row[0]] == ["任务", "1．推进改革。", "2．加强宣传。"]
    assert content.text[table.end :] == "注：县教育局已撤销。\n"


def test_duties_typed_into_one_column_are_lines() -> None:
    data = workbook({"Sheet1": [["清河县任务分解方案"], ["1．推进改革。"], ["牵头单位：县司法局"]]})
    assert read_bytes(data, "方案.xlsx").text == "清河县任务分解方案\n1．推进改革。\n牵头单位：县司法局\n"
    assert units(extract(data, "方案.xlsx"), "lead") == [["县司法局"]]


def test_an_empty_workbook_has_no_text() -> None:
    with pytest.raises(UnreadableDocument, match="文件里没有文字"):
        read_bytes(workbook({"Sheet1": []}), "空.xlsx")
