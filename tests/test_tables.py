"""Duties in tables: columns by their namings, merged cells, rows that are headings."""

from __future__ import annotations

import pytest
from texts import ISSUED, TITLE, docx, paragraph, rules, run, table, units

from dutygraph.graph.errors import NotAPlan
from dutygraph.graph.model import Document
from dutygraph.ingest.extract import extract_text
from dutygraph.ingest.read import read_bytes
from dutygraph.ingest.segment.tables import read_rows
from dutygraph.ingest.text.content import Table

HEAD = "".join(paragraph(run(line)) for line in [*ISSUED.split("\n"), TITLE])
RESTART, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def cell(*lines: str, merge: str = "", width: int = 1) -> str:
    """A cell of paragraphs, perhaps merged downwards or over columns."""
    span = f'<w:gridSpan w:val="{width}"/>'
    return f"<w:tcPr>{span}{merge}</w:tcPr>{''.join(paragraph(run(line)) for line in lines or ('',))}"


def extract(*body: str) -> Document:
    """What is read from a Word file of the title and more."""
    return extract_text(read_bytes(docx(HEAD + "".join(body)), "方案.docx"))


def outline(document: Document) -> list[tuple[str | None, list[str], str]]:
    """Each task's number, headings and words."""
    return [(t.number, [s.title for s in t.sections], t.text) for t in document.tasks]


def test_a_table_with_everything() -> None:
    read = extract(
        table(
            ("序号", "重点任务", "工作举措", "牵头单位", "配合单位", "完成时限"),
            (
                "1",
                cell("优化环境", merge=RESTART),
                "办结率达到98%。",
                "县政务服务局",
                cell("县发改局", "县财政局"),
                "6月底前",
            ),
            ("2", cell(merge=GO_ON), "压减材料30%以上。", "县司法局", "各乡镇、街道", "持续推进"),
            (cell("二、民生事项", width=6),),
            ("3", "强化保障", "制定《保障办法》。", "县财政局、县人社局", "/", "2025年12月"),
            ("", "", "合计", "", "", ""),
        )
    )
    assert outline(read) == [
        ("1", ["优化环境"], "办结率达到98%。"),
        ("2", ["优化环境"], "压减材料30%以上。"),
        ("3", ["二、民生事项", "强化保障"], "制定《保障办法》。"),
    ]
    assert units(read, "lead") == [["县政务服务局"], ["县司法局"], ["县财政局", "县人社局"]]
    assert units(read, "supporting") == [["县发改局", "县财政局"], ["各乡镇", "各街道"], []]
    assert [(t.lead_label, t.responsible_label) for t in read.tasks] == [("牵头单位", "配合单位")] * 3
    assert [[(d.kind, d.value, d.stated_in) for d in t.dates] for t in read.tasks] == [
        [("deadline", "2024-06-30", "deadline_field")],
        [("ongoing", None, "deadline_field")],
        [("deadline", "2025-12-31", "deadline_field")],
    ]
    assert [[m.title for m in t.mentions] for t in read.tasks] == [[], [], ["保障办法"]]
    assert [(s.number, s.path, s.level) for s in read.plans[0].sections] == [
        (None, ("优化环境",), 1),
        ("二", ("二",), 1),
        (None, ("二", "强化保障"), 2),
    ]
    assert rules(read) == []
    for task in read.tasks:
        for a in task.assignments:
            assert read.text[a.span.start : a.span.end] == a.surface.removeprefix("各" if a.surface == "各街道" else "")


def test_titles_above_the_header_numbers_as_printed_and_labels_inside_cells() -> None:
    read = extract(
        table(
            (cell("任务表", width=3),),
            ("编号", "工作任务", "责任单位（列第一位的为牵头单位）"),
            ("1-1", cell("一、推进改革。", "二、完善制度。"), cell("县司法局", "县财政局")),
            ("A2", "加强宣传。", "县教育局牵头，县委宣传部配合"),
            ("（三）", "抓好落实。", cell("牵头单位：县审计局", "配合单位：县财政局")),
            ("四", "抓好督查（责任单位：县政府办）", cell("县政府督", "查室")),
            ("5.", cell(), "县财政局"),
            ("6", "", ""),
        )
    )
    assert outline(read) == [
        ("1-1", [], "一、推进改革。\n二、完善制度。"),
        ("A2", [], "加强宣传。"),
        ("（三）", [], "抓好落实。"),
        ("四", [], "抓好督查"),
    ]
    assert units(read, "lead") == [["县司法局"], ["县教育局"], ["县审计局"], ["县政府办"]]
    assert units(read, "responsible") == [["县财政局"], [], [], ["县政府督查室"]]
    assert units(read, "supporting") == [[], ["县委宣传部"], ["县财政局"], []]
    assert rules(read) == []


def test_duties_of_a_table_and_of_the_item_that_it_stands_under() -> None:
    read = extract(
        paragraph(run("1．推进改革。")),
        paragraph(run("责任单位：县司法局")),
        table(("类别", "任务", "责任单位"), ("一类", "压减材料", "县财政局"), ("二类", "公开目录", "")),
        paragraph(run("配合单位：县政府办")),
    )
    assert outline(read) == [("1", [], "推进改革。"), (None, ["1．推进改革。", "一类"], "压减材料")]
    assert units(read, "responsible") == [["县司法局"], ["县财政局"]]
    assert units(read, "supporting") == [["县政府办"], []]
    assert rules(read) == [("no_unit", "公开目录")]
    assert [t.text for plan in read.plans for t in plan.unassigned] == ["公开目录"]


def test_a_cell_that_a_row_lacks_says_nothing() -> None:
    text = "任务\t责任单位\t完成时限\n推进改革\t县司法局\n"
    rows = (((0, 2), (3, 7), (8, 12)), ((13, 17), (18, 22), None))
    (task,) = read_rows(text, Table(0, len(text), rows))
    assert [p.text for p in task.paragraphs] == ["推进改革"]
    assert [(f.kind, f.role, f.value.text) for f in task.fields] == [("role", "responsible", "县司法局")]


def test_persons_requests_and_nobody() -> None:
    read = extract(
        table(
            ("主要任务", "责任领导", "责任单位", "建议责任单位", "备注"),
            ("1．推进改革。", "张某", "县司法局", "市司法局", "无"),
            ("2．加强宣传。", "", "无", "", ""),
        )
    )
    assert outline(read) == [("1", [], "推进改革。"), ("2", [], "加强宣传。")]
    assert units(read, "responsible") == [["县司法局"], []]
    assert rules(read) == [("person_not_read", "张某")]


def test_tables_stand_under_headings_and_repeat_their_header() -> None:
    read = extract(
        paragraph(run("一、甲方面")),
        paragraph(run("1．推进改革。")),
        paragraph(run("责任单位：县司法局")),
        table(("姓名", "电话"), ("张某", "1")),
        paragraph(run("二、乙方面")),
        table(("任务", "责任单位"), ("压减材料", "县司法局"), ("任务", "责任单位"), ("加强宣传", "县教育局")),
    )
    assert outline(read) == [
        ("1", ["一、甲方面"], "推进改革。"),
        (None, ["二、乙方面"], "压减材料"),
        (None, ["二、乙方面"], "加强宣传"),
    ]
    assert rules(read) == []


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param((("姓名", "电话"), ("县司法局", "1")), id="no-duties"),
        pytest.param((("工作任务", "建议责任单位"), ("推进改革", "县司法局")), id="requests"),
        pytest.param((("工作任务", "备注" * 20), ("推进改革", "县司法局")), id="no-units"),
        pytest.param(
            (*((f"说明{n}", "甲") for n in range(6)), ("工作任务", "责任单位"), ("推进", "县司法局")), id="too-deep"
        ),
        pytest.param((("工作任务", "责任单位"), ("推进改革", "")), id="nobody-named"),
    ],
)
def test_tables_that_assign_no_duty(rows: tuple[tuple[str, ...], ...]) -> None:
    with pytest.raises(NotAPlan):
        extract(table(*rows))


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (("县发改局", "县财政局"), ["县发改局", "县财政局"]),
        (("县发展和改", "革局", "县财政局"), ["县发展和改革局", "县财政局"]),
        (("县发改局、", "县财政局"), ["县发改局", "县财政局"]),
        (("各乡镇", "街道"), ["各乡镇", "各街道"]),
    ],
)
def test_units_of_a_cell_a_paragraph_each_or_broken_anywhere(lines: tuple[str, ...], names: list[str]) -> None:
    read = extract(table(("任务", "责任单位"), ("推进改革", cell(*lines))))
    assert units(read, "responsible") == [names]


def test_rows_shorter_than_their_header() -> None:
    read = extract(table(("任务", "责任单位", "完成时限"), ("推进改革", "县司法局"), (cell("一", width=1),)))
    assert outline(read) == [(None, [], "推进改革")]
    assert [t.dates for t in read.tasks] == [()]


def test_a_row_of_a_goal_and_a_group_is_no_header() -> None:
    read = extract(
        table(
            ("序号", "工作任务", "2024年目标", "牵头单位", "责任单位"),
            ("1", "新建养老服务站。", "完成主体工程", "县民政局", "各责任单位，各镇、街道"),
            ("2", "改造供水管网。", "完成主体工程", "县水利局", "各责任单位"),
        )
    )
    assert [(t.number, t.text, *units(read, "lead")[i]) for i, t in enumerate(read.tasks)] == [
        ("1", "新建养老服务站。\n完成主体工程", "县民政局"),
        ("2", "改造供水管网。\n完成主体工程", "县水利局"),
    ]
    assert units(read, "responsible") == [["各责任单位", "各镇", "各街道"], ["各责任单位"]]


def test_a_cell_of_a_body_and_a_group_below_it_is_no_head() -> None:
    read = extract(
        table(
            ("类别", "任务事项", "主办单位", "责任单位"),
            ("文物保护工作", "修缮古桥。", "县文旅局", "县住建局"),
            ("校舍修缮工作", "粉刷围墙。", "县教育局", "县财政局\n各责任单位"),
        )
    )
    assert [t.text for t in read.tasks] == ["修缮古桥。", "粉刷围墙。"]
    assert units(read, "responsible") == [["县住建局"], ["县财政局", "各责任单位"]]


def test_what_is_to_be_reached_beside_the_duty_is_of_the_duty() -> None:
    read = extract(
        table(
            ("序号", "工作任务", "目标值", "牵头单位", "备注"),
            ("1", "推进网上办理。", "网办率达到95%以上", "县政务服务局", "网办率已达90%"),
        )
    )
    assert [t.text for t in read.tasks] == ["推进网上办理。\n网办率达到95%以上"]
    assert [(t.indicator, t.comparator, t.value, t.unit) for t in read.tasks[0].targets] == [
        ("网办率", ">=", 95.0, "%")
    ]


def test_a_sentence_in_a_cell_and_lists_that_look_like_heads() -> None:
    read = extract(
        table(
            ("序号", "工作任务", "2024年目标", "牵头单位", "配合单位"),
            ("1", "推进改革。", "完成主体工程", "由县水利局负责", "县人大常委会办公室、县财政局等单位"),
            ("2", "加强宣传。", "投入使用", cell("县教育局", "云川大学"), "县司法局 县财政局"),
        )
    )
    assert outline(read) == [("1", [], "推进改革。\n完成主体工程"), ("2", [], "加强宣传。\n投入使用")]
    assert units(read, "lead") == [["县水利局"], ["县教育局", "云川大学"]]
    assert units(read, "supporting") == [["县人大常委会办公室", "县财政局"], ["县司法局", "县财政局"]]
    assert [t.lead_label for t in read.tasks] == ["牵头单位", "牵头单位"]


def test_a_cell_that_says_who_leads() -> None:
    rows = (("任务", "责任单位"), ("修路", "县交通局、县财政局（列第一位的牵头，下同）"), ("架桥", "县水利局、各镇"))
    read = extract(table(*rows))
    assert units(read, "lead") == [["县交通局"], ["县水利局"]]
    alone = (("任务", "责任单位"), ("修路", "县交通局、县财政局（排名第一的牵头）"), ("架桥", "县水利局、各镇"))
    assert units(extract(table(*alone)), "lead") == [["县交通局"], []]


def test_of_a_cell_whose_last_name_alone_bears_the_word_that_one_leads() -> None:
    rows = (
        ("任务", "责任单位", "配合单位"),
        ("修路", "县交通局", "县财政局、县水利局、县林业局牵头"),
        ("架桥", "县水利局、县交通局牵头，县财政局配合", ""),
        ("种树", "县水利局、县林业局共同牵头", "各镇"),
    )
    read = extract(table(*rows))
    assert units(read, "lead") == [["县林业局"], ["县水利局", "县交通局"], ["县水利局", "县林业局"]]
    assert units(read, "responsible") == [["县交通局"], [], []]
    assert units(read, "supporting") == [["县财政局", "县水利局"], ["县财政局"], ["各镇"]]


def test_a_heading_merged_over_all_columns_but_that_of_the_numbers() -> None:
    read = extract(
        table(
            ("序号", "任务", "牵头单位", "配合单位"),
            ("一", cell("资料准备", width=3)),
            ("1", "归档", "县委办", "县档案馆"),
            ("二", cell("现场准备", width=3)),
            ("2", "保洁", "县城管局", "各镇"),
        )
    )
    assert outline(read) == [("1", ["资料准备"], "归档"), ("2", ["现场准备"], "保洁")]
    assert units(read, "lead") == [["县委办"], ["县城管局"]]


def test_a_bracket_of_organs_in_the_work_where_the_column_of_units_is_empty() -> None:
    read = extract(
        table(
            ("序号", "任务", "责任单位"),
            ("1", "编制规划（县商务局、县财政局）", ""),
            ("2", "改造商店（县城关镇、县粮站）", "县商务局"),
        )
    )
    assert units(read, "responsible") == [["县商务局", "县财政局"], ["县商务局"]]
    assert [task.text for task in read.tasks] == ["编制规划", "改造商店（县城关镇、县粮站）"]


def test_units_left_of_the_work() -> None:
    rows = (
        ("单位", "主要任务", "普法内容", "时间"),
        ("县司法局", "组织宪法宣传周", "宪法", "12月"),
        ("县教育局", "开展法治教育", "教育法", "9月"),
    )
    read = extract(table(*rows))
    assert units(read, "responsible") == [["县司法局"], ["县教育局"]]
    assert [task.text for task in read.tasks] == ["组织宪法宣传周\n宪法", "开展法治教育\n教育法"]


def test_a_row_without_a_unit_is_reported_but_for_headings_and_sums() -> None:
    read = extract(
        table(
            ("序号", "任务", "责任单位", "完成时限"),
            ("一", "优化环境", "", ""),
            ("1", "推进改革。", "县司法局", "6月底前"),
            ("2", "公开目录。", "", "9月底前"),
            ("3", "压减材料。", "无", ""),
            ("", "合计3项", "", ""),
            ("", "注：本表由县政府办汇总", "", "每月"),
        )
    )
    assert outline(read) == [("1", ["优化环境"], "推进改革。"), ("3", ["优化环境"], "压减材料。")]
    assert sorted(rules(read)) == [("no_unit", "公开目录。"), ("number_gap", "3")]


def test_a_table_in_which_no_row_names_a_unit_assigns_no_duty() -> None:
    with pytest.raises(NotAPlan):
        extract(table(("任务", "责任单位"), ("推进改革。", ""), ("公开目录。", "")))


def test_what_is_demanded_right_of_the_units_is_of_the_duty() -> None:
    read = extract(
        table(
            ("工作任务", "牵头单位", "责任单位", "工作要求"),
            ("1.解读政策", "县政府办", "各部门", "每年解读不少于2次，落实《青禾县政务公开办法》。"),
            ("2.回应关切", "县司法局", "各部门", "2024年年底前建成平台。"),
        )
    )
    first, second = read.tasks
    assert (first.number, first.text) == ("1", "解读政策\n每年解读不少于2次，落实《青禾县政务公开办法》。")
    assert [(d.surface, d.value) for d in (*first.dates, *second.dates)] == [
        ("每年", "FREQ=YEARLY"),
        ("2024年年底前", "2024-12-31"),
    ]
    assert [m.instrument.title for m in first.mentions] == ["青禾县政务公开办法"]


def test_what_was_promised_is_the_duty_and_its_measures_say_more() -> None:
    read = extract(
        table(
            ("序号", "实事项目", "工作举措及实施计划", "责任单位"),
            ("1", "新建成托育点7家。", "1.4月底前新建成2家；2.9月底前完成其余。", "县卫健局"),
        )
    )
    (task,) = read.tasks
    assert task.text == "新建成托育点7家。\n1.4月底前新建成2家；2.9月底前完成其余。"
    assert [d.surface for d in task.dates] == ["4月底前", "9月底前"]
    assert [(t.surface, t.indicator) for t in task.targets][:1] == [("7家", "托育点")]


def test_forms_with_a_label_left_of_each_value() -> None:
    read = extract(
        table(
            ("任务名称", "修建公园"), ("任务内容", "新建公园3处"), ("牵头单位", "县园林中心"), ("完成时限", "2025年8月")
        ),
        paragraph(run("")),
        table(("任务名称", "改造市场", "牵头单位", "县商务局"), ("配合单位", "县财政局", "完成时限", "2025年9月")),
    )
    assert outline(read) == [(None, [], "修建公园\n新建公园3处"), (None, [], "改造市场")]
    assert units(read, "lead") == [["县园林中心"], ["县商务局"]]
    assert units(read, "supporting") == [[], ["县财政局"]]
    assert [d.value for t in read.tasks for d in t.dates] == ["2025-08-31", "2025-09-30"]


def test_a_form_without_units_or_with_heads_in_its_values_is_none() -> None:
    with pytest.raises(NotAPlan):
        extract(table(("任务名称", "修建公园"), ("任务内容", "新建公园"), ("完成时限", "2025年8月")))
    head = ("工作任务", "牵头单位", "责任单位")
    assert units(extract(table(head, ("改造市场。", "县财政局", "县商务局"))), "lead") == [["县财政局"]]


def test_the_goal_beside_the_work_says_more_of_it() -> None:
    read = extract(
        table(
            ("序号", "目标任务", "年度目标", "责任部门及分工"),
            ("1", "养护公路", "养护200公里", "县交通局牵头，各乡镇配合"),
            ("2", "扩建学校", "新建学校2所", "县教育局"),
        )
    )
    assert outline(read) == [("1", [], "养护公路\n养护200公里"), ("2", [], "扩建学校\n新建学校2所")]
    assert [[t.surface for t in task.targets] for task in read.tasks] == [["200公里"], ["2所"]]
    assert units(read, "lead") == [["县交通局"], []]


def test_the_rule_on_who_leads_in_the_first_row_of_several_holds_for_the_rows_above() -> None:
    head, rule = ("序号", "工作任务", "责任单位"), "（列第一位的为牵头单位，下同）"
    rows = (("1", "修路。", "县交通局"), ("2", "架桥。", f"县水利局、县财政局{rule}"), ("3", "清淤。", "县水利局"))
    assert units(extract(table(head, *rows)), "lead") == [["县交通局"], ["县水利局"], ["县水利局"]]
    listed = ("1", "修路。", "县交通局、各镇")
    assert units(extract(table(head, listed, *rows[1:])), "lead") == [[], ["县水利局"], ["县水利局"]]


@pytest.mark.parametrize(
    ("left", "right", "text"),
    [
        ("工作内容", "目标任务", "修缮校舍\n新建围墙600米"),
        ("工作任务", "目标要求", "修缮校舍\n新建围墙600米"),
        ("项目", "目标任务", "修缮校舍\n新建围墙600米"),
        ("民生事项名称", "年度任务目标", "修缮校舍\n新建围墙600米"),
        ("任务名称", "任务内容", "新建围墙600米"),
        ("工作事项", "主要内容", "新建围墙600米"),
        ("改革任务", "工作要求", "新建围墙600米"),
        ("改革举措", "主要内容", "修缮校舍\n新建围墙600米"),
        ("重点任务", "工作举措", "修缮校舍\n新建围墙600米"),
        ("主要内容", "工作措施", "修缮校舍\n新建围墙600米"),
        ("目标任务", "工作措施", "修缮校舍\n新建围墙600米"),
        ("工作目标", "工作措施", "新建围墙600米\n修缮校舍"),
        ("项目名称", "建设内容", "新建围墙600米"),
    ],
)
def test_of_two_columns_that_name_work(left: str, right: str, text: str) -> None:
    head = ("序号", left, right, "责任单位")
    read = extract(table(head, ("1", "修缮校舍", "新建围墙600米", "县教育局"), ("2", "清淤", "清淤2公里", "县水利局")))
    assert outline(read)[0][2] == text
    assert [[t.surface for t in task.targets] for task in read.tasks] == [["600米"], ["2公里"]]


def test_work_that_does_not_come_again_leaves_its_aims_to_be_duties() -> None:
    head = ("序号", "工作内容", "目标任务", "责任单位")
    rows = (("1", "修缮校舍", "新建围墙600米", "县教育局"), ("2", "", "更换门窗80扇", "县财政局"))
    read = extract(table(head, *rows))
    assert outline(read) == [("1", [], "修缮校舍\n新建围墙600米"), ("2", [], "更换门窗80扇")]
    merged = [(n, cell(work, merge=RESTART if work else GO_ON), *others) for n, work, *others in rows]
    assert outline(extract(table(head, *merged))) == [
        ("1", ["修缮校舍"], "新建围墙600米"),
        ("2", ["修缮校舍"], "更换门窗80扇"),
    ]


def test_rows_that_go_on_with_the_number_of_a_task_stand_beside_it() -> None:
    rows = table(("序号", "任务", "牵头单位"), ("2", "修路", "县交通局"), ("3", "建库", "县教育局"))
    beside = extract(paragraph(run("1．推进改革。（牵头单位：县司法局）")), rows)
    assert outline(beside) == [("1", [], "推进改革。"), ("2", [], "修路"), ("3", [], "建库")]
    below = extract(paragraph(run("3．推进改革。（牵头单位：县司法局）")), rows)
    assert outline(below)[1] == ("2", ["3．推进改革。"], "修路")
