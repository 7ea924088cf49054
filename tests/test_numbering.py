"""Numbers that Word makes for list paragraphs: part of the text that a person reads."""

from __future__ import annotations

import pytest
from texts import ISSUED, NAMESPACES, docx, paragraph, rules, run, table, units

from dutygraph.ingest.extract import extract_text
from dutygraph.ingest.formats.docx import read_docx
from dutygraph.ingest.formats.numbering import format_number
from dutygraph.ingest.read import read_bytes


def level(depth: int, form: str, text: str, more: str = "") -> str:
    look = f'<w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/>{look}</w:lvl>'


LEVELS = (
    level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>')
    + level(1, "chineseCountingThousand", "（%2）", '<w:suff w:val="space"/>')
    + level(2, "decimal", "%3．")
    + level(3, "decimal", "%1.%4", '<w:lvlRestart w:val="0"/>')
    + level(4, "bullet", "●")
)
NUMBERING = (
    f"<w:numbering {NAMESPACES}>"
    f'<w:abstractNum w:abstractNumId="7">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/>'
    "</w:lvlOverride></w:num>"
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    "</w:numbering>"
)
STYLES = (
    f"<w:styles {NAMESPACES}>"
    '<w:style w:styleId="Duty"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="Own"><w:basedOn w:val="Duty"/></w:style>'
    '<w:style w:styleId="Ring"><w:basedOn w:val="Ring"/></w:style>'
    "</w:styles>"
)


def item(text: str, depth: int, number: int = 1) -> str:
    listed = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{listed}</w:pPr>{run(text)}</w:p>"


def styled(text: str, style: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{run(text)}</w:p>'


def lines(*body: str) -> list[str]:
    data = docx("".join(body), numbering=NUMBERING, styles=STYLES)
    return read_docx(data, "方案.docx").text.splitlines()


def test_levels_count_and_begin_anew_below_each_other() -> None:
    read = lines(
        item("甲", 0), item("乙", 1), item("丙", 1), item("丁", 2), item("戊", 0), item("己", 1), item("庚", 4)
    )
    assert read == ["一、甲", "（一） 乙", "（二） 丙", "1．\t丁", "二、戊", "（一） 己", "庚"]


def test_a_level_that_never_begins_anew_and_shows_the_one_above() -> None:
    assert lines(item("甲", 0), item("乙", 3), item("丙", 0), item("丁", 3)) == [
        "一、甲",
        "一.1\t乙",
        "二、丙",
        "二.2\t丁",
    ]


def test_lists_of_one_definition_go_on_unless_one_begins_anew() -> None:
    assert lines(item("甲", 0), item("乙", 0, 3), item("丙", 0, 2), item("丁", 0, 2)) == [
        "一、甲",
        "二、乙",
        "三、丙",
        "四、丁",
    ]
    assert lines(item("甲", 0), item("乙", 0, 2))[-1] == "三、乙"


def test_a_style_gives_the_list_and_the_paragraph_may_refuse_it() -> None:
    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    read = lines(styled("甲", "Duty"), styled("乙", "Own"), styled("丙", "Duty", none), styled("丁", "Ring"))
    assert read == ["（一） 甲", "（二） 乙", "丙", "丁"]


def test_an_unknown_list_or_level_numbers_nothing() -> None:
    assert lines(item("甲", 0, 9), item("乙", 8)) == ["甲", "乙"]
    plain = docx(item("甲", 0))
    assert read_docx(plain, "-").text == "甲\n"


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (10, "chineseCounting", "十"),
        (11, "japaneseCounting", "十一"),
        (20, "chineseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (1002, "chineseCountingThousand", "一千零二"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (15, "decimalFullWidth", "１５"),
        (7, "decimalZero", "07"),
        (28, "upperLetter", "BB"),
        (2, "lowerLetter", "b"),
        (4, "lowerRoman", "iv"),
        (2, "ideographTraditional", "乙"),
        (12, "ideographZodiac", "亥"),
        (20, "ideographDigital", "二〇"),
        (2, "chineseLegalSimplified", "贰"),
        (8, "hebrew1", "8"),
    ],
)
def test_forms(number: int, form: str, text: str) -> None:
    assert format_number(number, form) == text


def test_a_plan_numbered_by_word_is_read_with_its_numbers() -> None:
    body = [paragraph(run(line)) for line in (ISSUED + "清河县法治建设任务分解方案").splitlines()]
    body += [item("重点任务", 0), item("完善制度", 1), item("修订办法。", 2), paragraph(run("牵头单位：县司法局"))]
    body += [item("公开办法。", 2), paragraph(run("牵头单位：县政府办"))]
    body += [item("强化监督", 1), item("开展检查。", 2), paragraph(run("牵头单位：县审计局"))]
    document = extract_text(read_bytes(docx("".join(body), numbering=NUMBERING, styles=STYLES), "方案.docx"))
    assert [(t.number, t.text, t.sections[-1].title) for t in document.tasks] == [
        ("1", "修订办法。", "（一） 完善制度"),
        ("2", "公开办法。", "（一） 完善制度"),
        ("1", "开展检查。", "（二） 强化监督"),
    ]
    assert units(document, "lead") == [["县司法局"], ["县政府办"], ["县审计局"]]
    assert rules(document) == []


def test_a_column_numbered_by_word() -> None:
    number = item("", 2)
    rows = table(("序号", "工作任务", "牵头单位"), (number, "完善制度", "县司法局"), (number, "公开办法", "县政府办"))
    body = "".join(paragraph(run(line)) for line in (ISSUED + "清河县法治建设任务分解方案").splitlines()) + rows
    document = extract_text(read_bytes(docx(body, numbering=NUMBERING), "方案.docx"))
    assert [(t.number, t.text) for t in document.tasks] == [("1", "完善制度"), ("2", "公开办法")]
