"""The many namings of columns and of the remark on who leads, in invented plans."""

from __future__ import annotations

import pytest
from test_forms import HEAD, duties, rules
from texts import extract, units

ROWS = "序号\t工作任务\t{}\t{}\n1\t修整路面\t{}\t{}\n2\t架设桥梁\t县水利局\t\n"


def rows(first: str, second: str, units: str, other: str = "") -> list[tuple[str | None, str, str]]:
    """What is read of a table with these columns: its first row."""
    return duties(HEAD + ROWS.format(first, second, units, other))[:1]


@pytest.mark.parametrize(
    "naming",
    [
        "主要责任单位",
        "责任科室",
        "责任股室",
        "承办单位",
        "责任主体",
        "实施主体",
        "完成单位",
        "办理单位",
        "执行单位",
        "建设单位",
        "责任部门（单位）",
        "责任单位/部门",
        "责任单位和责任人",
        "具体承办科室",
        "任务承接单位",
        "责任机构",
        "承担单位",
    ],
)
def test_columns_of_who_answers(naming: str) -> None:
    assert rows(naming, "备注", "县交通局") == [("1", "", "县交通局")]


@pytest.mark.parametrize(
    "naming",
    [
        "主责单位",
        "牵头(责任)单位",
        "牵头（责任）单位",
        "主办单位",
        "牵头科室",
        "牵头单位（部门）",
        "责任单位(第一位为牵头单位)",
    ],
)
def test_columns_of_who_leads(naming: str) -> None:
    assert rows(naming, "备注", "县交通局") == [("1", "县交通局", "")]


@pytest.mark.parametrize(
    "naming", ["协办单位", "协同单位", "参与单位", "会办单位", "支持单位", "配合（参与）单位", "协同配合单位"]
)
def test_columns_of_who_helps(naming: str) -> None:
    assert rows("牵头单位", naming, "县交通局", "县财政局") == [("1", "县交通局", "县财政局")]


@pytest.mark.parametrize(
    "naming",
    [
        "牵头领导",
        "责任领导",
        "责任人",
        "分管领导",
        "联系人",
        "牵头县领导",
        "联系电话",
        "责任人及电话",
        "分管负责同志",
        "第一责任人",
        "挂钩领导",
        "包保责任人",
        "责任领导（职务）",
        "经办人",
        "进度",
        "完成情况",
    ],
)
def test_columns_of_persons_and_remarks_name_no_unit(naming: str) -> None:
    assert rows("责任单位", naming, "县交通局", "张三") == [("1", "", "县交通局")]


@pytest.mark.parametrize("mark", ["；", "/", "<br>", " ", "\u3000", "，", " / "])
def test_what_parts_the_units_of_a_cell(mark: str) -> None:
    assert rows("责任单位", "备注", mark.join(["县交通局", "县财政局", "各镇"])) == [
        ("1", "", "县交通局、县财政局、各镇")
    ]


def test_persons_beside_units_in_a_cell_are_told_apart_where_the_column_says_so() -> None:
    head = "责任单位及责任人"
    assert rows(head, "备注", "县交通局 张三") == [("1", "", "县交通局")]
    assert rows(head, "备注", "县交通局、县财政局") == [("1", "", "县交通局、县财政局")]
    assert "person_not_read" in rules(HEAD + ROWS.format(head, "备注", "县交通局 张三", ""))
    assert rules(HEAD + ROWS.format("责任单位", "备注", "县交通局 张三", "")) == ["unit_doubtful"]


def test_bars_without_an_outer_one() -> None:
    table = "序号 | 工作任务 | 牵头单位 | 责任单位\n---|---|---|---\n1 | 修整路面 | 县交通局 | 县财政局\n"
    assert duties(HEAD + table) == [("1", "县交通局", "县财政局")]


@pytest.mark.parametrize(
    "remark",
    [
        "排第一位的为牵头单位",
        "排在首位的为牵头单位",
        "第一个单位为牵头单位",
        "列首位的为牵头单位",
        "排名第一的为牵头单位",
        "首个单位为牵头单位",
        "第一责任单位为牵头单位",
        "列在首位的单位牵头",
        "排在前面的为牵头单位",
        "第一家为牵头单位",
        "首家单位为牵头单位",
        "标注第一位的为牵头单位",
        "责任单位中排第一位的为牵头单位",
        "所列责任单位首位为牵头单位",
        "第一顺位单位为牵头单位",
        "位列第一的为牵头部门",
        "居首位者为牵头单位",
    ],
)
def test_wordings_of_the_remark_that_the_first_leads(remark: str) -> None:
    said = f"1．修路。（县交通局、县财政局负责。{remark}，下同）\n2．架桥。（县水利局、各镇负责）\n"
    noted = f"1．修路。\n责任单位：县交通局、县财政局\n2．架桥。\n责任单位：县水利局、各镇\n注：{remark}。\n"
    expected = [("1", "县交通局", "县财政局"), ("2", "县水利局", "各镇")]
    assert duties(HEAD + said) == duties(HEAD + noted) == expected


@pytest.mark.parametrize(
    ("remark", "parted"),
    [
        ("逗号前为牵头单位，其余按职责分工负责", "，"),
        ("“，”前为牵头单位", "，"),
        ("分号前的单位为牵头单位，分号后的单位为责任单位", "；"),
        ("破折号之前为牵头单位", "——"),
        ("“——”前为牵头单位", "——"),
        ("责任单位中“/”前的为牵头单位，其余为责任单位", "/"),
    ],
)
def test_wordings_of_the_remark_that_those_before_a_mark_lead(remark: str, parted: str) -> None:
    lists = [f"县交通局、县住建局{parted}县财政局、各镇", "县水利局", "县林业局、各镇"]
    said = f"1．修路。（责任单位：{lists[0]}。{remark}，下同）\n"
    said += "".join(f"{n}．巡查。（责任单位：{names}）\n" for n, names in enumerate(lists[1:], 2))
    noted = "".join(f"{n}．巡查。\n责任单位：{names}\n" for n, names in enumerate(lists, 1)) + f"注：{remark}。\n"
    # The last list has no such mark: of one without a comma or semicolon all lead, a dash or slash leaves it unsaid.
    all_lead = parted in ("，", "；")
    expected = [
        ("1", "县交通局、县住建局", "县财政局、各镇"),
        ("2", "县水利局", ""),
        ("3", "县林业局、各镇", "") if all_lead else ("3", "", "县林业局、各镇"),
    ]
    assert duties(HEAD + said) == duties(HEAD + noted) == expected


@pytest.mark.parametrize(
    ("remark", "listed", "message"),
    [
        pytest.param(
            "逗号前为牵头单位",
            "县林业局、各镇",
            "文件规定逗号前为牵头单位，而“县林业局、各镇”没有逗号，已全部读作牵头单位，请核对。",
            id="comma",
        ),
        pytest.param(
            "列逗号之前的为牵头单位，其他有关单位按职责分工配合",
            "县林业局 各镇",
            "文件规定逗号前为牵头单位，而“县林业局 各镇”没有逗号，已全部读作牵头单位，请核对。",
            id="comma-and-names-parted-by-a-space",
        ),
        pytest.param(
            "分号前的为牵头单位",
            "县林业局、各镇",
            "文件规定分号前为牵头单位，而“县林业局、各镇”没有分号，已全部读作牵头单位，请核对。",
            id="semicolon",
        ),
        pytest.param(
            "“/”前的为牵头单位",
            "县林业局、各镇",
            "文件规定斜杠前为牵头单位，而“县林业局、各镇”没有斜杠，没有读出牵头单位，请核对。",
            id="slash",
        ),
    ],
)
def test_a_list_of_several_without_the_mark_is_reported(remark: str, listed: str, message: str) -> None:
    said = f"1．修路。（责任单位：县交通局、县住建局。{remark}，下同）\n2．巡查。\n责任单位：{listed}\n"
    read = extract(HEAD + said)
    found = [f for f in read.findings if f.rule == "lead_not_marked"]
    assert [read.text[f.span.start : f.span.end] for f in found if f.span] == ["县交通局、县住建局", listed]
    assert (found[1].message, found[1].task) == (message, read.tasks[1].key)


@pytest.mark.parametrize(
    ("remark", "listed", "lead"),
    [
        pytest.param("逗号前为牵头单位", "县林业局，各镇", "县林业局", id="the-mark-is-there"),
        pytest.param("逗号前为牵头单位", "县林业局", "县林业局", id="one-unit"),
        pytest.param("逗号前为牵头单位", "县林业局等", "县林业局", id="one-unit-and-others-unnamed"),
        pytest.param("逗号前为牵头单位", "县林业局（县草原局）", "县林业局（县草原局）", id="one-unit-of-two-names"),
        pytest.param("逗号前为牵头单位", "县林业局（牵头）、各镇", "县林业局", id="the-list-says-who"),
        pytest.param("列第一位者为牵头单位", "县林业局、各镇", "县林业局", id="another-rule"),
    ],
)
def test_a_list_that_shows_who_leads_is_not_reported(remark: str, listed: str, lead: str) -> None:
    said = f"1．修路。（责任单位：县交通局，县住建局。{remark}，下同）\n2．巡查。\n责任单位：{listed}\n"
    assert "lead_not_marked" not in rules(HEAD + said)
    assert duties(HEAD + said)[1][1] == lead


def test_who_only_helps_leads_under_no_remark() -> None:
    said = "1．修路。\n责任单位：县林业局、各镇\n配合单位：县财政局\n注：破折号之前为牵头单位。\n"
    assert duties(HEAD + said) == [("1", "", "县林业局、各镇、县财政局")]
    assert rules(HEAD + said) == ["lead_not_marked"]


def test_what_the_remark_says_of_the_others() -> None:
    first = "1．修路。（责任单位：县交通局、县财政局。列首位的为牵头单位，其余为配合单位，下同）\n"
    read = extract(HEAD + first + "2．架桥。（责任单位：县水利局、各镇）\n")
    assert units(read, "lead") == [["县交通局"], ["县水利局"]]
    assert units(read, "supporting") == [["县财政局"], ["各镇"]]


@pytest.mark.parametrize("mark", ["加粗的", "黑体字的单位", "标“★”的", "带*号的"])
def test_who_leads_is_not_guessed_where_only_print_shows_it(mark: str) -> None:
    text = f"1．修路。（责任单位：县交通局、县财政局（{mark}为牵头单位，下同））\n2．架桥。（责任单位：县水利局）\n"
    assert duties(HEAD + text) == [("1", "", "县交通局、县财政局"), ("2", "县水利局", "")]
    assert "duty_not_understood" in rules(HEAD + text)


@pytest.mark.parametrize(
    ("head", "first"),
    [
        ("责任单位（逗号前为牵头单位）", "县交通局，县财政局、各镇"),
        ("责任单位", "县交通局，县财政局、各镇（逗号前为牵头单位，下同）"),
    ],
)
def test_the_remark_on_marks_in_a_table(head: str, first: str) -> None:
    table = (
        f"序号\t工作任务\t{head}\n1\t修整路面\t{first}\n2\t架设桥梁\t县水利局、县住建局，各镇\n3\t清理河道\t县水利局\n"
    )
    expected = [("1", "县交通局", "县财政局、各镇"), ("2", "县水利局、县住建局", "各镇"), ("3", "县水利局", "")]
    assert duties(HEAD + table) == expected


def test_a_gap_parts_units_of_which_the_second_is_broken() -> None:
    assert rows("责任单位", "备注", "云川客运<br>公司 生态环<br>境部") == [("1", "", "云川客运公司、生态环境部")]
