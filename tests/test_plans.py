"""Lines into plans and tasks: every form in which the genre sets its duties."""

from __future__ import annotations

import pytest
from texts import DUTIES, ISSUED, TITLE, extract, plan, rules, units

from dutygraph.graph.errors import NotAPlan
from dutygraph.graph.model import Document


def outline(document: Document) -> list[tuple[str | None, list[str], str]]:
    """Each task's number, headings and words."""
    return [(t.number, [s.title for s in t.sections], t.text) for t in document.tasks]


def test_block_form() -> None:
    read = plan(
        "一、重点任务\n（1）推进改革，完善制度。\n牵头部门：县司法局、县财政局\n责任部门：县直有关部门，各镇、街道\n"
        "（2）加强宣传。\n牵头单位：县教育局\n配合单位：县委宣传部\n"
    )
    assert outline(read) == [
        ("1", ["一、重点任务"], "推进改革，完善制度。"),
        ("2", ["一、重点任务"], "加强宣传。"),
    ]
    assert units(read, "lead") == [["县司法局", "县财政局"], ["县教育局"]]
    assert units(read, "responsible") == [["县直有关部门", "各镇", "各街道"], []]
    assert units(read, "supporting") == [[], ["县委宣传部"]]
    assert [(t.lead_label, t.responsible_label) for t in read.tasks] == [
        ("牵头部门", "责任部门"),
        ("牵头单位", "配合单位"),
    ]
    assert [[a.label for a in t.assignments] for t in read.tasks] == [
        ["牵头部门", "牵头部门", "责任部门", "责任部门", "责任部门"],
        ["牵头单位", "配合单位"],
    ]
    assert rules(read) == []


def test_inline_and_sentence_forms() -> None:
    read = plan(
        "（一）推进改革。（牵头单位：县司法局；责任单位：县财政局、各镇）\n"
        "（二）加强宣传（试行）。（县教育局牵头，县委宣传部配合）\n"
        "（三）抓好督查。〔责任单位：县政府办〕\n"
        "（四）保障经费。（县财政局、县审计局按职责分工负责）\n"
    )
    assert outline(read) == [
        ("（一）", [], "推进改革。"),
        ("（二）", [], "加强宣传（试行）。"),
        ("（三）", [], "抓好督查。"),
        ("（四）", [], "保障经费。"),
    ]
    assert units(read, "lead") == [["县司法局"], ["县教育局"], [], []]
    assert units(read, "responsible") == [["县财政局", "各镇"], [], ["县政府办"], ["县财政局", "县审计局"]]
    assert units(read, "supporting") == [[], ["县委宣传部"], [], []]
    assert [(t.lead_label, t.responsible_label) for t in read.tasks] == [
        ("牵头单位", "责任单位"),
        (None, None),
        (None, "责任单位"),
        (None, None),
    ]
    assert [[a.principal for a in t.assignments] for t in read.tasks] == [
        [True, False, False],
        [True, False],
        [True],
        [True, True],
    ]


def test_spans_run_from_the_number_to_the_end_of_the_words() -> None:
    read = plan(
        "（1）推进改革。\n牵头部门：县司法局\n（2）加强宣传。（县教育局负责）\n落实政策。\n牵头部门：县财政局\n"
    )
    assert [read.text[t.span.start : t.span.end] for t in read.tasks] == [
        "（1）推进改革。",
        "（2）加强宣传。",
        "（2）加强宣传。（县教育局负责）\n落实政策。",
    ]


def test_several_duties_under_one_number_repeat_it() -> None:
    read = plan(
        "1．推进改革。\n牵头部门：县司法局\n完善制度。\n细化措施。\n牵头部门：县财政局\n2．加强宣传。\n牵头部门：县教育局\n"
    )
    assert outline(read) == [("1", [], "推进改革。"), ("1", [], "完善制度。\n细化措施。"), ("2", [], "加强宣传。")]
    assert [t.ordinal for t in read.tasks] == [1, 2, 1]
    assert [t.position for t in read.tasks] == [1, 2, 3]
    assert len({t.key for t in read.tasks}) == 3
    assert rules(read) == []


def test_numbers_that_begin_anew_are_told_apart_by_their_section() -> None:
    read = plan(
        "（一）甲方面\n1．推进改革。\n牵头部门：县司法局\n2．加强宣传。\n牵头部门：县教育局\n"
        "（二）乙方面\n1．推进改革。\n牵头部门：县司法局\n"
    )
    assert [(t.number, t.sections[0].number, t.ordinal) for t in read.tasks] == [
        ("1", "一", 1),
        ("2", "一", 1),
        ("1", "二", 1),
    ]
    assert len({t.key for t in read.tasks}) == 3
    assert rules(read) == []


def test_duties_on_headings() -> None:
    read = plan(
        "一、重点任务\n（一）推进改革。全面推进。\n1．抓好落实。\n2．抓好宣传。\n牵头部门：县司法局\n"
        "（二）加强宣传。\n责任单位：县委宣传部\n二、保障措施\n（一）加强领导。各部门要重视。\n"
    )
    # The role lines behind the last point close the heading's points together.
    assert outline(read) == [
        ("（一）", ["一、重点任务"], "推进改革。全面推进。\n1．抓好落实。\n2．抓好宣传。"),
        ("（二）", ["一、重点任务"], "加强宣传。"),
    ]
    assert units(read, "lead") == [["县司法局"], []]
    assert rules(read) == []


def test_role_lines_above_the_words() -> None:
    read = plan(
        "一、优化审批流程\n牵头部门：县政务服务局\n责任部门：县司法局\n推行一次办，2024年底前完成。\n"
        "二、加强监管\n牵头部门：县市场监管局\n每年检查2次。\n三、公开目录\n牵头部门：县政府办\n1．公开清单。\n2．公开指南。\n"
    )
    assert outline(read) == [
        ("一", [], "优化审批流程\n推行一次办，2024年底前完成。"),
        ("二", [], "加强监管\n每年检查2次。"),
        ("三", [], "公开目录\n1．公开清单。\n2．公开指南。"),
    ]
    assert units(read, "responsible") == [["县司法局"], [], []]
    assert [[d.surface for d in t.dates] for t in read.tasks] == [["2024年底前"], ["每年"], []]


@pytest.mark.parametrize(
    "last",
    [
        pytest.param("2．加强宣传。", id="a-sentence"),
        pytest.param("2．加强宣传", id="like-a-heading"),
    ],
)
def test_the_closing_paragraph_belongs_to_no_task(last: str) -> None:
    closing = "各责任单位要高度重视，2024年底前完成总结。\n附件：任务清单\n"
    read = plan(f"1．推进改革。\n牵头部门：县司法局\n{last}\n牵头部门：县教育局\n{closing}")
    assert [t.text for t in read.tasks] == ["推进改革。", last[2:]]
    assert units(read, "lead") == [["县司法局"], ["县教育局"]]
    assert [t.dates for t in read.tasks] == [(), ()]


def test_words_behind_the_role_lines_of_the_only_task_are_its_own() -> None:
    read = plan("一、优化审批流程\n牵头部门：县政务服务局\n推行一次办。\n")
    assert outline(read) == [("一", [], "优化审批流程\n推行一次办。")]


@pytest.mark.parametrize(
    "only",
    ["1．推进改革。\n责任单位：县司法局\n", "1．推进改革（责任单位：县司法局）\n", "1．推进。（县司法局负责）\n"],
)
def test_a_closing_paragraph_behind_an_only_sentence(only: str) -> None:
    closing = "各责任单位要高度重视。\n"
    read = plan(only + closing)
    assert closing.strip() not in read.tasks[0].text


def test_paragraphs_without_a_number() -> None:
    read = plan(
        "为推进工作，制定本方案。\n推进改革，2024年底前完成。\n牵头部门：县司法局\n"
        "加强宣传。（县委宣传部牵头，各镇配合）\n各部门要高度重视。\n"
    )
    assert outline(read) == [(None, [], "推进改革，2024年底前完成。"), (None, [], "加强宣传。")]
    assert units(read, "lead") == [["县司法局"], ["县委宣传部"]]
    assert [read.text[t.span.start : t.span.end] for t in read.tasks] == ["推进改革，2024年底前完成。", "加强宣传。"]


def test_role_lines_above_everything_are_nobody_s() -> None:
    read = plan(f"责任单位：县司法局\n{DUTIES}")
    assert [t.number for t in read.tasks] == ["1", "2"]


def test_items_without_a_unit_are_reported() -> None:
    read = plan(
        "1．推进改革。\n牵头部门：县司法局\n2．加强宣传，2024年底前完成。\n要注重实效。\n3．抓好落实。\n牵头部门：县财政局\n"
    )
    assert [t.number for t in read.tasks] == ["1", "3"]
    assert rules(read) == [
        ("number_gap", "3．"),
        ("no_unit", "2．加强宣传，2024年底前完成。\n要注重实效。"),
    ]
    assert [f.message for f in read.findings] == [
        "编号从 1 跳到 3，缺 2。",
        "“2．加强宣传”没有写明责任单位，未作为任务。",
    ]


def test_a_heading_without_a_unit_beside_headings_with_one_is_reported() -> None:
    read = plan(
        "一、重点任务\n（一）推进改革。\n1．完善制度。\n2．细化措施。\n牵头部门：县司法局\n（二）加强宣传。\n1．用好媒体。\n"
    )
    assert [t.number for t in read.tasks] == ["（一）"]
    assert rules(read) == [("no_unit", "（二）加强宣传。\n1．用好媒体。")]


def test_points_under_a_task_are_its_words() -> None:
    read = plan(
        "1．推进改革。\n（1）完善制度。\n（2）细化措施。\n牵头部门：县司法局\n"
        "2．加强宣传。\n① 用好媒体。\n牵头部门：县教育局\n"
    )
    assert outline(read) == [
        ("1", [], "推进改革。\n（1）完善制度。\n（2）细化措施。"),
        ("2", [], "加强宣传。\n① 用好媒体。"),
    ]


def test_points_without_a_unit_beside_one_with_its_own() -> None:
    read = plan("一、优化审批\n牵头单位：县政务服务局\n1．压减材料。\n牵头单位：县司法局\n2．公开目录。\n")
    assert outline(read) == [("一", [], "优化审批\n2．公开目录。"), ("1", ["一、优化审批"], "压减材料。")]


def test_a_number_alone_is_an_item_without_words() -> None:
    read = plan(
        "1．推进改革。\n（1）\n（2）细化措施。\n牵头部门：县司法局\n2．加强宣传。\n牵头部门：县教育局\n①\n② 用媒体。\n"
    )
    assert outline(read) == [("1", [], "推进改革。\n（2）细化措施。"), ("2", [], "加强宣传。\n② 用媒体。")]


def test_other_lines_between_words_part_no_duty() -> None:
    read = plan(
        "1．推进改革。\n完成时限：2024年6月底\n完善制度。\n责任单位：县司法局\n2．加强宣传。\n责任单位：县教育局\n注重实效。\n"
        "完成时限：2024年9月底\n"
    )
    assert outline(read) == [("1", [], "推进改革。\n完善制度。"), ("2", [], "加强宣传。\n注重实效。")]
    assert [[d.value for d in t.dates] for t in read.tasks] == [["2024-06-30"], ["2024-09-30"]]


def test_a_paragraph_without_a_number_needs_a_unit_of_its_own() -> None:
    read = plan("推进改革。\n完成时限：2024年6月底\n加强宣传。\n责任单位：县教育局\n")
    assert outline(read) == [(None, [], "加强宣传。")]
    assert [t.dates for t in read.tasks] == [()]


def test_items_of_another_kind_beside_tasks_are_no_findings() -> None:
    read = plan(
        "一、重点任务\n1．推进改革。\n牵头部门：县司法局\n2．加强宣传。\n牵头部门：县教育局\n（一）组织领导。要重视。\n"
    )
    assert [t.number for t in read.tasks] == ["1", "2"]
    assert rules(read) == []


def test_a_line_too_short_for_a_title_is_none() -> None:
    read = extract(f"工作方案\n{DUTIES}")
    assert (read.title, read.plans[0].title) == (None, "推进改革")


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ("1 2 3", []),
        ("1 3", [("number_gap", "编号从 1 跳到 3，缺 2。")]),
        ("2 6", [("number_gap", "编号从 2 跳到 6，缺 3—5。")]),
        ("1 2 2 3", []),
        ("1 3 2", [("number_gap", "编号从 1 跳到 3，缺 2。"), ("number_order", "编号 2 出现在 3 之后。")]),
        ("1 2 1 2", []),
    ],
)
def test_gaps_and_steps_back_in_the_numbers(numbers: str, expected: list[tuple[str, str]]) -> None:
    read = plan("".join(f"（{n}）第{i}项改革。\n牵头部门：县司法局\n" for i, n in enumerate(numbers.split())))
    assert [t.number for t in read.tasks] == numbers.split()
    assert [(f.rule, f.message) for f in read.findings] == expected
    for finding in read.findings:
        assert finding.span is not None
        assert finding.task in {t.key for t in read.tasks}


def test_a_heading_of_tasks_leaves_no_gap_in_the_numbers() -> None:
    read = plan(
        "（一）甲方面。\n责任单位：县司法局\n（二）乙方面\n1．推进改革。\n责任单位：县司法局\n"
        "（三）丙方面。\n责任单位：县司法局\n（五）丁方面。\n责任单位：县司法局\n"
    )
    assert [f.message for f in read.findings] == ["编号从 3 跳到 5，缺 4。"]


def test_numbers_of_two_kinds_run_by_themselves() -> None:
    read = plan(
        "（一）甲方面。\n责任单位：县司法局\n1．推进改革。\n责任单位：县司法局\n（二）乙方面。\n责任单位：县司法局\n"
        "2．推进宣传。\n责任单位：县司法局\n"
    )
    assert [t.number for t in read.tasks] == ["（一）", "1", "（二）", "2"]
    assert rules(read) == []


TWO_PLANS = (
    "清河县人民政府办公室关于印发两个方案的通知\n\n各乡镇人民政府：\n现印发给你们。\n\n清河县人民政府办公室\n2024年3月5日\n\n"
    f"附件1\n清河县优化审批行动方案\n{DUTIES}\n\n附件2\n清河县2025年强化监管行动方案\n\n"
    "1．强化监管，6月底前见效。\n责任单位：县市场监管局\n"
)


def test_several_plans_in_one_notice() -> None:
    read = extract(TWO_PLANS)
    assert read.title == "清河县人民政府办公室关于印发两个方案的通知"
    assert [p.title for p in read.plans] == ["清河县优化审批行动方案", "清河县2025年强化监管行动方案"]
    assert [[t.number for t in p.tasks] for p in read.plans] == [["1", "2"], ["1"]]
    assert [p.issuer.full_name if p.issuer else None for p in read.plans] == ["清河县政府办"] * 2
    assert len({p.key for p in read.plans}) == 2
    assert len({t.key for t in read.tasks}) == 3
    assert [t.position for t in read.tasks] == [1, 2, 1]
    # The year of a plan's own title, not of the notice.
    assert [d.value for d in read.plans[1].tasks[0].dates] == ["2025-06-30"]
    for each in read.plans:
        assert each.span is not None
        assert read.text[each.span.start : each.span.end] == each.title


def test_plans_that_the_notice_names_begin_without_a_gap_too() -> None:
    text = (
        "清河县人民政府办公室关于印发有关方案的通知\n各乡镇人民政府：\n"
        "现将《清河县优化审批方案》《清河县强化监管方案》等2个方案印发给你们。\n清河县人民政府办公室\n2024年3月5日\n"
        "清河县优化审批方案\n优化审批流程。〔责任单位：县司法局〕\n"
        "清河县强化监管方案\n强化监管。〔责任单位：县市场监管局〕\n"
    )
    read = extract(text)
    assert [(p.title, [t.text for t in p.tasks]) for p in read.plans] == [
        ("清河县优化审批方案", ["优化审批流程。"]),
        ("清河县强化监管方案", ["强化监管。"]),
    ]


def test_a_title_inside_a_plan_opens_no_other() -> None:
    duties = "1．推进改革。\n牵头部门：县司法局\n清河县优化审批行动方案\n2．加强宣传。\n牵头部门：县教育局\n"
    read = plan(duties)
    assert [p.title for p in read.plans] == [TITLE]
    assert [t.number for t in read.tasks] == ["1", "2"]


def test_a_plan_without_duties_is_none() -> None:
    read = extract(f"{ISSUED}{TITLE}\n\n{DUTIES}\n\n\n清河县保障措施工作方案\n\n1．加强领导。\n2．强化督查。\n")
    assert [p.title for p in read.plans] == [TITLE]
    assert read.title == TITLE


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("同志们：\n今天开会。\n1．要重视。\n2．要落实。\n", id="a-speech"),
        pytest.param("清河县工作方案\n1．推进改革。\n责任人：张某\n", id="a-person-alone"),
        pytest.param("清河县工作方案\n1．推进改革。\n建议责任单位：县司法局\n", id="a-request-alone"),
        pytest.param("清河县工作方案\n1．推进改革。\n完成时限：2024年底\n", id="a-deadline-alone"),
        pytest.param("责任单位：县司法局\n", id="a-label-without-a-duty"),
        pytest.param(
            "清河县道路安全工作情况的报告\n1．县公安局要严查超载。\n2．县交通局要修复护栏。\n3．县教育局要上好一课。\n",
            id="a-report-that-says-who-is-to-do-what",
        ),
        pytest.param(
            "清河县消防工作方案\n1．各学校要清理通道。\n2．各学校要配齐器材。\n3．各学校要组织演练。\n",
            id="one-kind-of-addressees",
        ),
    ],
)
def test_a_text_without_duties_is_no_plan(text: str) -> None:
    with pytest.raises(NotAPlan) as refused:
        extract(text)
    assert str(refused.value) == (
        "方案.txt：没有找到任何任务（没有“牵头部门：”“责任单位：”一类的分工）。"
        "请确认这是任务分解方案；如分工写在别处，请附上该文件。"
    )


def test_the_first_of_a_list_leads_where_the_document_says_so() -> None:
    read = plan(
        "1．推进改革。（县司法局、县财政局负责）\n2．加强宣传。（县教育局、各镇按职责分工负责。列第一位者为牵头单位，下同）\n"
        "3．抓好落实。（县政府办、县财政局负责）\n4．抓好督查。（县审计局牵头，县财政局配合）\n"
    )
    assert units(read, "lead") == [[], ["县教育局"], ["县政府办"], ["县审计局"]]
    assert units(read, "responsible") == [["县司法局", "县财政局"], ["各镇"], ["县财政局"], []]
    assert units(read, "supporting") == [[], [], [], ["县财政局"]]


def test_who_is_named_alone_above_the_rule_leads_too() -> None:
    remark = "除注明“分别牵头”外，列第一位的为牵头单位，下同"
    read = plan(
        "1．推进改革。\n责任单位：县司法局\n2．抓好督查。\n责任单位：县审计局、县公安局分别牵头\n"
        f"3．加强宣传。\n责任单位：县教育局、各镇（{remark}）\n4．抓好落实。\n责任单位：县财政局\n"
    )
    assert units(read, "lead") == [["县司法局"], ["县审计局", "县公安局"], ["县教育局"], ["县财政局"]]
    assert units(read, "responsible") == [[], [], ["各镇"], []]


def test_the_remark_on_who_leads_is_no_part_of_a_list() -> None:
    read = plan(
        "1．推进改革。\n责任单位：县司法局（列第一位的为牵头单位）、县财政局\n2．加强宣传。\n责任单位：县教育局、县财政局\n"
    )
    assert units(read, "lead") == [["县司法局"], []]
    assert units(read, "responsible") == [["县财政局"], ["县教育局", "县财政局"]]


def test_sections_say_what_groups_tasks() -> None:
    read = plan(
        "二、具体任务\n（一）健全体系\n1．推进改革。抓好落实。\n（1）完善制度。\n牵头部门：县司法局\n"
        "（二）优化服务\n（2）压减材料。\n牵头部门：县财政局\n"
    )
    # The heading that holds every task says nothing about any; a heading whose paragraph goes on is its first sentence.
    assert [(s.number, s.title, s.level, s.position, s.path) for s in read.plans[0].sections] == [
        ("一", "（一）健全体系", 1, 1, ("一",)),
        ("1", "1．推进改革。", 2, 1, ("一", "1")),
        ("二", "（二）优化服务", 1, 2, ("二",)),
    ]
    assert [[s.title for s in t.sections] for t in read.tasks] == [
        ["（一）健全体系", "1．推进改革。"],
        ["（二）优化服务"],
    ]
    for section in read.plans[0].sections:
        assert read.text[section.span.start : section.span.end] == section.title


def test_a_section_number_printed_twice_is_told_apart() -> None:
    read = plan(
        "（一）健全体系\n1．推进改革。\n牵头部门：县司法局\n（一）优化服务\n1．压减材料。\n牵头部门：县财政局\n"
    )
    assert [s.path for s in read.plans[0].sections] == [("一",), ("一#2",)]
    assert len({t.key for t in read.tasks}) == 2
