"""Plans arranged by unit: whoever answers stands before the duty, in invented plans."""

from __future__ import annotations

import pytest
from test_forms import HEAD, duties, read, rules

TASK = "一、重点任务\n1．修路。（县交通局负责）\n"
ONLY = [("1", "", "县交通局")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "一、任务分工\n县教育局：牵头制定校园安全方案。\n县财政局、县审计局：配合做好经费保障。\n各镇（街道）：落实属地责任。\n",
            [(None, "县教育局", ""), (None, "", "县财政局、县审计局"), (None, "", "各镇（街道）")],
            id="a-line-a-unit",
        ),
        pytest.param(
            "一、任务分工\n- **县教育局**：制定校园安全方案。\n- **公安、交通运输部门**：开展周边巡查。\n",
            [(None, "", "县教育局"), (None, "", "公安、交通运输部门")],
            id="points-without-numbers",
        ),
        pytest.param(
            "一、任务分工\n（一）县教育局。负责制定方案，开展排查；\n（二）县公安局。负责周边巡查；\n",
            [("（一）", "", "县教育局"), ("（二）", "", "县公安局")],
            id="numbered-with-a-stop",
        ),
        pytest.param(
            "1．县教育局：负责校园安全。\n2．县公安局：负责巡查。\n",
            [("1", "", "县教育局"), ("2", "", "县公安局")],
            id="numbered-with-a-colon",
        ),
        pytest.param(
            "一、县教育局\n1．开展校园隐患排查。\n2．完善校车台账。\n二、县公安局\n1．开展周边巡查。\n",
            [("1", "", "县教育局"), ("2", "", "县教育局"), ("1", "", "县公安局")],
            id="headings-over-numbered-duties",
        ),
        pytest.param(
            "三、部门职责\n（一）县教育局职责\n开展校园隐患排查，完善台账。\n（二）县公安局职责\n开展周边巡查。\n",
            [("（一）", "", "县教育局"), ("（二）", "", "县公安局")],
            id="headings-over-paragraphs",
        ),
        pytest.param(
            "一、职责分工\n县教育局：\n负责校园安全。\n每月排查隐患。\n县公安局：\n负责校园周边巡查。\n",
            [(None, "", "县教育局"), (None, "", "县公安局")],
            id="a-colon-above-paragraphs",
        ),
        pytest.param(
            "一、职责分工\n县教育局负责校园安全；县公安局牵头开展周边巡查；县财政局负责经费保障。\n",
            [(None, "", "县教育局"), (None, "县公安局", ""), (None, "", "县财政局")],
            id="subjects-of-one-paragraph",
        ),
        pytest.param(
            "一、职责分工\n1．县教育局负责校园安全，积极配合巡查。\n2．县公安局负责周边巡查。\n",
            [("1", "", "县教育局"), ("2", "", "县公安局")],
            id="subjects-with-numbers",
        ),
        pytest.param(
            TASK + "二、职责分工\n县教育局：负责校园安全。（完成时限：2024年6月底）\n县公安局：负责巡查。\n",
            [*ONLY, (None, "", "县教育局"), (None, "", "县公安局")],
            id="beside-tasks-of-another-form",
        ),
        pytest.param(
            "县水利局：\n1．负责河道巡查。\n2．编制预案。\n县气象局、县应急局：\n1．发布预警信息。\n",
            [("1", "", "县水利局"), ("2", "", "县水利局"), ("1", "", "县气象局、县应急局")],
            id="a-colon-above-numbered-duties",
        ),
    ],
)
def test_units_before_their_duties(body: str, expected: list[tuple[str | None, str, str]]) -> None:
    assert duties(HEAD + body) == expected
    assert rules(HEAD + body) == []


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("二、联系方式\n县教育局：王某，0900-1234567\n县公安局：李某，0900-7654321\n", id="telephones"),
        pytest.param("二、领导小组\n县教育局：张某，分管副局长\n县公安局：陈某\n", id="persons"),
        pytest.param("二、指标\n青禾镇：完成200户\n云水镇：完成300户\n", id="places"),
        pytest.param("二、园区\n全国示范园：建设智能仓库。\n云川智车园：建设测试道路。\n", id="parks"),
        pytest.param("二、组织领导\n县教育局负责统筹协调。\n县公安局负责维持秩序。\n", id="prose"),
        pytest.param("二、职责分工\n县教育局负责校园安全，县公安局负责巡查，做好保障。\n", id="two-in-one-sentence"),
        pytest.param("二、成员单位\n1．县教育局\n2．县公安局\n", id="a-list-of-members"),
        pytest.param("二、职责分工\n县教育局：负责校园安全。\n", id="one-alone"),
        pytest.param("县教育局：\n1．开展排查。\n2．报送台账。\n", id="one-alone-above-numbers"),
    ],
)
def test_what_is_no_duty_of_a_unit(body: str) -> None:
    assert duties(HEAD + TASK + body) == ONLY


def test_the_unit_before_a_duty_is_of_its_words() -> None:
    document = read(HEAD + "一、任务分工\n县教育局：制定校园安全方案。\n● 县公安局：开展周边巡查。\n")
    assert [task.text for task in document.tasks] == [
        "县教育局：制定校园安全方案。",
        "县公安局：开展周边巡查。",
    ]
    assert [section.title for section in document.plans[0].sections] == ["一、任务分工"]
    for task in document.tasks:
        (assignment,) = task.assignments
        assert document.text[assignment.span.start : assignment.span.end] == assignment.surface
