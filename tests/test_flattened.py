"""Lines in which paragraphs have run together are parted, and only those."""

from __future__ import annotations

import pytest
from texts import extract

from dutygraph.ingest.clean.clean import clean_lines
from dutygraph.ingest.clean.flattened import part_flattened
from dutygraph.ingest.text.content import Content
from dutygraph.ingest.text.passage import Passage

PARTED = {
    "items behind duties": "1．建库。（市教育局负责）|2．建网。（市财政局负责）|3．建站。（市水利局牵头）",
    "a heading's own duty, then measures": (
        "（五）清理事项。（市政府办公室牵头，各区政府负责）具体措施：|1．编制清单。（市司法局负责）|2．2021年6月底前"
        "建立机制。（市政府办公室负责）|（六）精简审批。（市司法局负责）具体措施：|1．取消一批事项。（市司法局负责）"
    ),
    "headings without a stop": (
        "二、放出活力、放出创造力|（一）清理事项。（市司法局负责）|（二）精简审批。（市司法局负责）|三、管出质量"
        "|（三）完善监管。（市财政局负责）"
    ),
    "cut out of a longer text, under a heading that is alone": (
        "现制定如下方案。|四、用出便利、用出实惠|（六）推进网办。（市政府办公室牵头）具体措施：|1．完善平台。（市司法局负责）"
        "|2．清理材料。（市财政局负责）|（七）推动通办。（市政府办公室负责）具体措施：|1．编制清单。（市司法局负责）"
    ),
    "items that begin with who carries them": (
        "二、工作职责|（一）市工信局：制定方案，会同市城管局每季开会。|（二）市委文明办（创城办）：参与指导；发布计划。|（三）市城市管理局：协调处置。"
    ),
    "narrow characters": "1.建库.(责任单位:市教育局牵头，市财政局等部门分工负责)|2.建网。(责任单位:市财政局)",
    "role lines": "1．建库。牵头单位：市教育局责任单位：市财政局、各区政府|2．建网。牵头单位：市水利局",
    "a dash for nobody": "1．建库。牵头单位：市教育局配合单位：—|2．建网。牵头单位：市水利局",
    "spaces where the breaks were": "（1）建库。（市教育局负责）|（2）建网。（市财政局负责）",
    "articles": "第一条建库。（市教育局负责）|第二条建网。（市财政局负责）",
    "articles under chapters": "第一章总则|第一条建库。（市教育局负责）|第二章措施|第二条建网。（市财政局负责）",
    "a title before the first heading": "云川市建库工作方案|一、打好基础|1．建库。（各镇负责）|2．建网。（各镇负责）",
    "narrow stops": "1.建库.(市教育局负责)|2.建网.(市财政局牵头)|3.建站.(市水利局负责)",
    "circled": "①建库。（市教育局负责）|②建网。（市财政局负责）",
    "numbers without their stop": "1建库。（市教育局负责）|2建网。（市财政局负责）|3建站。（市水利局牵头）",
    "a number is missing": "1．建库。（市教育局负责）|3．建站。（市水利局负责）",
    "one alone that is numbered otherwise than those under the next heading": (
        "（一）打好基础。|（1）建库。（市教育局负责）|（二）建好平台|1．建网。（市财政局负责）|2．建站。（市水利局负责）"
    ),
    "the last closes with its duty, the item around it with its own": (
        "（一）清理事项。（市司法局牵头）措施：|1．编制清单。|2．公布清单。（市财政局负责）"
    ),
}
WHOLE = {
    "parts of one duty": "（一）建设平台。1．完善机制。2．加强培训。3．强化督查。（责任单位：市教育局、市财政局）",
    "parts behind a colon": "推进改革：（1）建库。（2）建网。（责任单位：市教育局）",
    "a sentence that counts": "推进改革，包括（1）建库；（2）建网；（3）建站。（责任单位：市教育局）",
    "ordinals": "加强监管。一是健全机制。（市教育局负责）二是完善标准。（市财政局负责）",
    "amounts": "1．产值增长2．5%。（市财政局负责）",
    "amounts behind a duty": "1．建库。（市教育局负责）2个月内建网。",
    "versions": "推广平台。2.0版上线。（市教育局负责）3.0版立项。（市财政局负责）",
    "a cited article": "1．按照条例第二条（三）项办理。（市司法局负责）",
    "a cited article under a heading": "1．按照条例第二条（一）项办理。（市司法局负责）",
    "a cited number": "落实《关于建库的通知》（云政发〔2021〕3号）要求，市教育局2022年3月1日前办结。（市教育局负责）",
    "a cited number at the head of a line": "根据云政发〔2021〕3号文件，制定方案。",
    "numbers that do not follow": "推进改革。4．建库。（市教育局负责）9．建网。（市财政局负责）",
    "a range behind a colon": "1．建库。（市教育局负责）比例：1—2．5%。",
    "a number alone": "推进改革。1．建库。（市教育局负责）",
}


@pytest.mark.parametrize("parts", PARTED.values(), ids=list(PARTED))
def test_what_has_run_together_is_parted(parts: str) -> None:
    line = Passage.of(parts.replace("|", ""))
    assert [part.text for part in part_flattened(line)] == parts.split("|")
    spaced = Passage.of(parts.replace("|", "　"))
    assert [part.text for part in part_flattened(spaced)] == parts.split("|")


@pytest.mark.parametrize("line", WHOLE.values(), ids=list(WHOLE))
def test_what_is_one_paragraph_stays_one(line: str) -> None:
    assert [part.text for part in part_flattened(Passage.of(line))] == [line]


def test_every_character_keeps_its_place() -> None:
    text = (
        "前言。（一）建库。（市教育局负责） 1．编制。（市教育局负责）2．公布。（市财政局负责）（二）建网。（各镇负责）"
    )
    for part in part_flattened(Passage.of(text)):
        assert text[part.span.start : part.span.end] == part.text


NOTICE = (
    "云川市人民政府办公室关于印发云川市建库工作分工方案的通知云政办发〔2024〕7号|各区人民政府，市政府各部门、各直属机构："
    "|《云川市建库工作分工方案》已经市政府同意，现印发给你们，请认真贯彻执行。|云川市人民政府办公室|2024年3月5日|（此件公开发布）"
    "|云川市建库工作分工方案|为推进建库，制定本方案。|一、总体要求|坚持稳中求进。|二、重点任务|（一）建库。（市教育局负责）"
    "|（二）建网。（市财政局牵头，各区人民政府负责）|三、组织保障|（一）加强领导。各部门要高度重视。"
)


@pytest.mark.parametrize("between", ["", " ", "　　"])
def test_a_whole_document_on_one_line(between: str) -> None:
    read = extract(NOTICE.replace("|", between))
    assert (read.title, read.issuer) == ("云川市建库工作分工方案", "云川市人民政府办公室")
    assert (str(read.issued_on), read.document_number) == ("2024-03-05", "云政办发〔2024〕7号")
    assert read.addressees == "各区人民政府，市政府各部门、各直属机构"
    tasks = read.plans[0].tasks
    assert [(t.number, t.text) for t in tasks] == [("（一）", "建库。"), ("（二）", "建网。")]
    assert [[(a.role, a.surface) for a in t.assignments] for t in tasks] == [
        [("responsible", "市教育局")],
        [("lead", "市财政局"), ("responsible", "各区人民政府")],
    ]


def test_a_space_before_a_number_ends_a_heading_that_lost_its_stop() -> None:
    parts = ["制定本计划。", "一 完善制度", "(一)健全法规", "1.修改办法。(市司法局负责)", "2.修改规定。(市财政局负责)"]
    assert [part.text for part in part_flattened(Passage.of(" ".join(parts)))] == parts


def test_a_day_inside_a_sentence_signs_nothing() -> None:
    line = "建设平台。市教育局2024年3月5日前完成建设。（市教育局负责）"
    assert [part.text for part in part_flattened(Passage.of(line))] == [line]


def test_lines_keep_what_stood_between_them() -> None:
    lines = clean_lines(Content("标题\n\n1．建库。（市教育局负责）2．建网。（市财政局负责）\n尾"))
    assert [(line.text, line.gap) for line in lines] == [
        ("标题", 0),
        ("1．建库。（市教育局负责）", 1),
        ("2．建网。（市财政局负责）", 0),
        ("尾", 0),
    ]
