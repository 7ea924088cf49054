"""Printed lists of units into names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutygraph.ingest.assign.assign import assign
from dutygraph.ingest.assign.duties import split_duty
from dutygraph.ingest.assign.labelled import parse_fields
from dutygraph.ingest.assign.leading import Leading
from dutygraph.ingest.assign.sentences import parse_sentence
from dutygraph.ingest.text.labels import label_role, starts_with_field
from dutygraph.ingest.text.passage import Passage, fold
from dutygraph.ingest.units.units import looks_like_body, split_units


@pytest.mark.parametrize(
    ("printed", "names", "open_end"),
    [
        pytest.param(
            "区司法局、区财政局，区教育局；区审计局", "区司法局 区财政局 区教育局 区审计局", None, id="separators"
        ),
        pytest.param("区司法局,区财政局;区教育局", "区司法局 区财政局 区教育局", None, id="narrow-separators"),
        pytest.param(" 区司\n法局、区财 政局。", "区司法局 区财政局", None, id="space-and-stop"),
        pytest.param("区司法局、、区财政局、", "区司法局 区财政局", None, id="too-many-separators"),
        pytest.param("各镇、街道", "各镇 各街道", None, id="each-of-two"),
        pytest.param("各街道、镇、开发区、区司法局", "各街道 各镇 各开发区 区司法局", None, id="each-of-three"),
        pytest.param("各镇、区司法局、街道", "各镇 区司法局 街道", None, id="each-ends-at-a-unit"),
        pytest.param("各乡镇（街道）、各开发区", "各乡镇（街道） 各开发区", None, id="each-said-twice"),
        pytest.param("各镇人民政府、街道办事处", "各镇人民政府 各街道办事处", None, id="each-with-its-organ"),
        pytest.param(
            "各市、县〔市、区〕政府，省司法厅", "各市、县〔市、区〕政府 省司法厅", None, id="one-entry-of-places"
        ),
        pytest.param("各市、县、区政府", "各市、县、区政府", None, id="places-that-share-a-word"),
        pytest.param(
            "省林业局，有关市、县〔区〕人民政府等",
            "省林业局 有关市、县〔区〕人民政府",
            "等",
            id="places-before-an-open-end",
        ),
        pytest.param("各区、县级市、市司法局", "各区、县级市 市司法局", None, id="places-alone"),
        pytest.param("各县（市、区）人民政府", "各县（市、区）人民政府", None, id="places-in-brackets"),
        pytest.param(
            "省市场监管局（省知识产权局、省药监局）",
            "省市场监管局（省知识产权局、省药监局）",
            None,
            id="name-in-brackets",
        ),
        pytest.param("省工业和信息化厅、广电局", "省工业和信息化厅 广电局", None, id="elided-prefix"),
        pytest.param("省司法厅、省国资委等单位", "省司法厅 省国资委", "等单位", id="open"),
        pytest.param("教育部等有关部门和单位按职责分工负责", "教育部", "等有关部门和单位", id="open-with-a-tail"),
        pytest.param("区司法局、区直有关部门、等", "区司法局 区直有关部门", "等", id="open-alone"),
        pytest.param("中等职业学校、高等院校", "中等职业学校 高等院校", None, id="等-inside-a-name"),
        pytest.param("区司法局、区财政局按职责分工负责", "区司法局 区财政局", None, id="tail"),
        pytest.param("负责", "负责", None, id="nothing-but-a-tail"),
        pytest.param("无", "", None, id="nobody"),
        pytest.param("/", "", None, id="slash"),
        pytest.param("——", "", None, id="dash"),
        pytest.param("暂无。", "", None, id="not-yet"),
        pytest.param("区司法局、。、/", "区司法局", None, id="stops-between"),
        pytest.param("", "", None, id="empty"),
        pytest.param("等单位", "等单位", None, id="open-without-a-name"),
    ],
)
def test_lists(printed: str, names: str, open_end: str | None) -> None:
    read = split_units(Passage.of(printed))
    assert [unit.surface for unit in read.units] == names.split()
    assert (read.open_end.text if read.open_end else None) == open_end


def test_each_unit_stands_where_it_is_printed() -> None:
    printed = "责任部门：区司\n法局，各镇、街 道"
    units = split_units(Passage.of(printed, 5)).units
    assert [(u.surface, u.passage.text, printed[u.passage.span.start : u.passage.span.end]) for u in units] == [
        ("区司法局", "区司法局", "区司\n法局"),
        ("各镇", "各镇", "各镇"),
        ("各街道", "街道", "街 道"),
    ]


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        pytest.param("县发展改革、财政部门", "县发展改革部门 财政部门", id="one-word-for-two-fields"),
        pytest.param("教育、民政局", "教育局 民政局", id="one-word-局"),
        pytest.param("公安、教育等部门", "公安部门 教育部门", id="open"),
        pytest.param(
            "公安、交通、县安全生产领导小组办公室、消防救援等部门，各镇",
            "公安部门 交通部门 县安全生产领导小组办公室 消防救援部门 各镇",
            id="open-with-a-name-between-them",
        ),
        pytest.param("教育、民政、卫健等行政部门，妇联等群团组织", "教育部门 民政部门 卫健部门 妇联", id="open-twice"),
        pytest.param("教育、卫健等部门及各镇", "教育部门 卫健部门 各镇", id="open-before-a-joint"),
        pytest.param(
            "公安、应急管理、民防等部门", "公安部门 应急管理部门 民防部门", id="open-fields-as-they-are-managed"
        ),
        pytest.param("公安、教育、县财政局等单位", "公安 教育 县财政局", id="open-to-bodies"),
        pytest.param(
            "县直有关部门（公安、教育等部门）、各镇", "县直有关部门（公安、教育等部门） 各镇", id="open-in-a-bracket"
        ),
        pytest.param("教育、县财政局", "教育 县财政局", id="another-level-shares-nothing"),
        pytest.param("教育、县水务公司、财政部门", "教育 县水务公司 财政部门", id="a-name-between-them"),
    ],
)
def test_fields_share_the_last_word_of_a_later_one(printed: str, names: str) -> None:
    assert [unit.name for unit in split_units(Passage.of(printed)).units] == names.split()


@settings(deadline=None)
@given(
    st.text(st.sampled_from("区县司法局政府各镇街道等有关部门和单位无/—、，；。（）《》 \n按职责分工负责"), max_size=30)
)
def test_any_list_gives_names_of_its_own_characters(printed: str) -> None:
    read = split_units(Passage.of(printed))
    for unit in read.units:
        cut = printed[unit.passage.span.start : unit.passage.span.end]
        assert unit.surface
        assert unit.passage.text == "".join(cut.split())
        assert unit.surface.removeprefix("各") in unit.passage.text
    starts = [unit.passage.span.start for unit in read.units]
    assert starts == sorted(set(starts))


@pytest.mark.parametrize(
    "name",
    ["区司法局", "各省级人民政府", "区直有关部门", "禾丰镇", "市监局（知识产权局）", "县供电公司", "党校", "市 中 心"],
)
def test_names_of_bodies(name: str) -> None:
    assert looks_like_body(fold(name))


@pytest.mark.parametrize(
    "name", ["推进改革", "局", "张三", "县司法局：", "2024年底前", "推进。县司法局", "长" * 40 + "局", ""]
)
def test_what_is_no_name_of_a_body(name: str) -> None:
    assert not looks_like_body(fold(name))


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("牵头部门", "lead"),
        ("牵头（责任）单位", "lead"),
        ("主办单位", "lead"),
        ("汇总单位", "lead"),
        ("主要责任单位", "responsible"),
        ("责任和配合单位", "responsible"),
        ("落实单位", "responsible"),
        ("承办单位", "responsible"),
        ("配合单位", "supporting"),
        ("参加单位", "supporting"),
        ("参与部门", "supporting"),
        ("协助单位", "supporting"),
        ("协办单位", "supporting"),
    ],
)
def test_roles_follow_the_printed_word(label: str, role: str) -> None:
    assert label_role(label) == role
    assert starts_with_field(f"{fold(label)}:县司法局") is True


def test_a_label_without_a_role_word_is_an_error() -> None:
    with pytest.raises(ValueError, match="no role word in '单位'"):
        label_role("单位")


@pytest.mark.parametrize(
    "line", ["推进改革：县司法局", "单位：县司法局", "本单位责任：", "（牵头单位：县司法局）", "牵头单位"]
)
def test_lines_that_open_with_no_label(line: str) -> None:
    assert starts_with_field(fold(line)) is False


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("牵头部门：县司法局。", [("role", "lead", "牵头部门", "县司法局")]),
        (
            "牵头单位：甲局；配合单位：乙局；完成时限：9月底",
            [
                ("role", "lead", "牵头单位", "甲局"),
                ("role", "supporting", "配合单位", "乙局"),
                ("deadline", None, "完成时限", "9月底"),
            ],
        ),
        ("责任人：张某 联系人：李某", [("person", None, "责任人", "张某"), ("person", None, "联系人", "李某")]),
        ("建议责任单位：市科技局", [("request", None, "建议责任单位", "市科技局")]),
        ("责任单位（按职责分工）： 甲局", [("role", "responsible", "责任单位（按职责分工）", "甲局")]),
        ("牵头单位：", [("role", "lead", "牵头单位", "")]),
    ],
)
def test_fields_of_a_line(line: str, fields: list[tuple[str, str | None, str, str]]) -> None:
    read = parse_fields(Passage.of(line))
    assert [(f.kind, f.role, f.label.text if f.label else None, f.value.text) for f in read] == fields
    assert not any(f.inline for f in read)


@pytest.mark.parametrize(
    ("sentence", "fields"),
    [
        ("由甲局牵头，乙局、丙局按职责分工负责", [("lead", "甲局"), ("responsible", "乙局、丙局")]),
        ("甲局牵头负责，乙局配合，丙局协助。", [("lead", "甲局"), ("supporting", "乙局"), ("supporting", "丙局")]),
        ("甲局总牵头；乙局积极参与实施", [("lead", "甲局"), ("supporting", "乙局")]),
        ("甲局（乙局、丙局）负责落实", [("responsible", "甲局（乙局、丙局）")]),
        ("甲局、乙局负责。列第一位者为牵头单位，下同", [("responsible", "甲局、乙局")]),
        ("甲局、推进改革负责", []),
        ("甲局负责，并抓好落实", [("responsible", "甲局"), (None, "并抓好落实")]),
        ("试点工作由各地结合实际开展", []),
        ("负责", []),
        ("", []),
    ],
)
def test_sentences_of_roles(sentence: str, fields: list[tuple[str | None, str]]) -> None:
    read = parse_sentence(Passage.of(sentence))
    assert [(f.role, f.value.text) for f in read] == fields
    assert all(f.inline and f.label is None for f in read)


@pytest.mark.parametrize(
    ("paragraph", "prose", "values"),
    [
        ("推进改革。（责任单位：甲局）", "推进改革。", ["甲局"]),
        ("推进改革（甲局负责）。", "推进改革", ["甲局"]),
        ("推进改革。（甲局牵头）（乙局配合）", "推进改革。", ["甲局", "乙局"]),
        ("推进改革。〔责任单位：甲局（乙局）〕", "推进改革。", ["甲局（乙局）"]),
        ("推进改革（试行）。", "推进改革（试行）。", []),
        ("推进改革）", "推进改革）", []),
        ("（责任单位：甲局）", "", ["甲局"]),
        ("推进改革。", "推进改革。", []),
        ("", "", []),
    ],
)
def test_brackets_at_the_end_of_a_paragraph(paragraph: str, prose: str, values: list[str]) -> None:
    rest, fields = split_duty(Passage.of(paragraph))
    assert rest.text == prose
    assert [f.value.text for f in fields] == values


def test_a_body_named_under_two_roles_keeps_the_first() -> None:
    fields = parse_fields(Passage.of("牵头单位：甲局；责任单位：甲局、各镇、乙局；配合单位：乙局、各镇"))
    assigned = assign(fields)
    assert [(u.role, u.unit.surface) for u in assigned.units] == [
        ("lead", "甲局"),
        ("responsible", "各镇"),
        ("responsible", "乙局"),
    ]
    assert (assigned.lead_label, assigned.responsible_label) == ("牵头单位", "责任单位")


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("责任单位：甲局、乙局", ["lead", "responsible"]),
        ("牵头单位：甲局；责任单位：乙局", ["lead", "responsible"]),
        ("责任单位：无", []),
    ],
)
def test_the_first_leads_where_nobody_else_does(line: str, roles: list[str]) -> None:
    assigned = assign(parse_fields(Passage.of(line)), leading=Leading())
    assert [u.role for u in assigned.units] == roles
