"""Forms of whole documents: what stands where, in invented plans."""

from __future__ import annotations

import pytest

from dutygraph.graph.model import Document, Source
from dutygraph.ingest.extract import extract_text
from dutygraph.ingest.read import SourceText
from dutygraph.ingest.text.content import Content

HEAD = "青禾县2024年重点任务分工方案\n"


def read(text: str) -> Document:
    """Extract a text as if it stood in a file."""
    return extract_text(SourceText(Content(text), Source("plan.txt", "text/plain", "0", "0")))


def duties(text: str) -> list[tuple[str | None, str, str]]:
    """Number, leads, and all others of each task."""
    return [
        (
            task.number,
            "、".join(a.surface for a in task.assigned("lead")),
            "、".join(a.surface for role in ("responsible", "supporting") for a in task.assigned(role)),
        )
        for plan in read(text).plans
        for task in plan.tasks
    ]


def rules(text: str) -> list[str]:
    """The rules of a document's findings, without those on its header."""
    return [f.rule for f in read(text).findings if not f.rule.endswith("_unknown")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "1．修路。\n（牵头单位：县交通局；\n配合单位：县财政局、\n县审计局）\n",
            [("1", "县交通局", "县财政局、县审计局")],
            id="bracket-broken-over-lines",
        ),
        pytest.param(
            "1．修路\n每月10日前通报公路养护进展情况。由县交通局牵头。\n2．架桥。由县水利局牵头。\n",
            [("1", "县交通局", ""), ("2", "县水利局", "")],
            id="a-day-of-the-work-is-no-deadline-of-the-duty",
        ),
        pytest.param(
            "1．修路。由县交通局牵头，县财政局配合。架桥。由县水利局负责。\n",
            [("1", "县交通局", "县财政局"), ("1", "", "县水利局")],
            id="several-sentences-of-duty-in-one-paragraph",
        ),
        pytest.param(
            "1．修路。\n责任单位：国能（\n\n北山）热电公司、县公安\n\n局青禾分局\n2．架桥。\n责任单位：县水利局\n",
            [("1", "", "国能（北山）热电公司、县公安局青禾分局"), ("2", "", "县水利局")],
            id="names-broken-in-a-bracket-and-before-their-last-word",
        ),
        pytest.param(
            "1．修路。\n牵头单位：县交通局\n、县财政局；责任\n单位：县审计局\n2．架桥。由县水利局牵头。\n",
            [("1", "县交通局、县财政局", "县审计局"), ("2", "县水利局", "")],
            id="lines-that-begin-with-a-mark-or-inside-a-label",
        ),
        pytest.param(
            "1．修路。\n责任单位：\n县交通局、县财政局\n",
            [("1", "", "县交通局、县财政局")],
            id="label-alone-on-its-line",
        ),
        pytest.param(
            "1．修路（县交通局负责）；架桥（县水利局负责）。\n2．清淤。（县水利局负责）\n",
            [("1", "", "县交通局"), ("1", "", "县水利局"), ("2", "", "县水利局")],
            id="several-duties-in-one-paragraph",
        ),
        pytest.param(
            "1．修路。\n2．架桥。\n3．清淤。\n（以上1—3项由县交通局牵头，县水利局配合）\n",
            [(n, "县交通局", "县水利局") for n in "123"],
            id="one-duty-for-several-numbers",
        ),
        pytest.param(
            "1．修路。\n2．架桥。\n3．清淤。\n（第1项由县交通局牵头，第2、3项由县水利局负责）\n",
            [("1", "县交通局", ""), ("2", "", "县水利局"), ("3", "", "县水利局")],
            id="each-number-its-duty",
        ),
        pytest.param(
            "1．修路。\n2．架桥。\n上述任务由县交通局牵头，县水利局配合。\n",
            [("1", "县交通局", "县水利局"), ("2", "县交通局", "县水利局")],
            id="all-above",
        ),
        pytest.param(
            "1．修路。（县交通局、县财政局）\n2．架桥。（县水利局）\n3．清淤。（县水利局、各镇）\n",
            [("1", "", "县交通局、县财政局"), ("2", "", "县水利局"), ("3", "", "县水利局、各镇")],
            id="brackets-of-organs-alone",
        ),
        pytest.param(
            "1．修路。由县交通局牵头，县财政局配合，对全县公路进行养护。\n2．架桥。由县水利局负责，对老旧桥梁逐座检测。\n",
            [("1", "县交通局", "县财政局"), ("2", "", "县水利局")],
            id="said-in-the-prose-throughout",
        ),
        pytest.param(
            "问题一：公路失修。\n整改措施：\n1．排查。\n2．养护。\n责任单位：县交通局\n问题二：桥梁老旧。\n责任单位：县水利局\n",
            [("问题一", "", "县交通局"), ("问题二", "", "县水利局")],
            id="numbers-with-their-noun",
        ),
        pytest.param(
            "序号\t任务\t牵头单位\t配合单位\n1\t修路\t县交通局\t县财政局、各镇\n2\t架桥\t县水利局\t无\n",
            [("1", "县交通局", "县财政局、各镇"), ("2", "县水利局", "")],
            id="table-with-tabs",
        ),
        pytest.param(
            "| 序号 | 任务 | 责任单位 |\n|---|---|---|\n| 1 | 修路 | 县交通局<br>县财政局 |\n",
            [("1", "", "县交通局、县财政局")],
            id="table-with-bars",
        ),
        pytest.param(
            "序号\n任务\n牵头单位\n1\n修路\n县交通局\n2\n架桥\n县水利局\n",
            [("1", "县交通局", ""), ("2", "县水利局", "")],
            id="table-a-cell-a-line",
        ),
        pytest.param(
            "序号\n年度全县预期目标\n责任单位\n完成时限\n1\n修路\n县交通局\n县财政局\n5月底前\n2\n架桥\n各镇、街道\n县水利局\n长期坚持\n",
            [("1", "", "县交通局、县财政局"), ("2", "", "各镇、各街道、县水利局")],
            id="table-a-cell-a-line-and-a-unit-a-line",
        ),
        pytest.param(
            "1．县养犬办法（县城管局起草，9月底前提交县司法局）\n2．县停车规定（县公安局牵头起草；6月底前提交草案）\n",
            [("1", "", "县城管局"), ("2", "县公安局", "")],
            id="who-drafts",
        ),
        pytest.param(
            "1．修路。（县交通局负责）\n2.121人才项目。（县人社局，各有关区、县级市负责）\n",
            [("1", "", "县交通局"), ("2", "", "县人社局、各有关区、县级市")],
            id="a-digit-behind-the-number",
        ),
        pytest.param(
            "1．修路。\n责任单位：县交通局、县财政局\n青禾县人民政府办公室\n2024年2月1日\n",
            [("1", "", "县交通局、县财政局")],
            id="signed-right-below",
        ),
        pytest.param(
            "**一、交通**\n1. 修路。（县交通局负责）\n",
            [("1", "", "县交通局")],
            id="marks-of-markdown",
        ),
        pytest.param(
            "1．修路。责任单位：县交通局、\n— 1 —\n青禾县人民政府办公室\n县财政局\n2．架桥。\n— 2 —\n"
            "青禾县人民政府办公室\n责任单位：县水利局\n",
            [("1", "", "县交通局、县财政局"), ("2", "", "县水利局")],
            id="running-heads",
        ),
        pytest.param(
            "一、交通\n1修路。\n责任单位：县交通局\n2 架桥，\n3个月内完工。\n责任单位：县水利局\n"
            "3．清淤。\n责任单位：各镇\n4植树。\n责任单位：县林业局\n",
            [("1", "", "县交通局"), ("2", "", "县水利局"), ("3", "", "各镇"), ("4", "", "县林业局")],
            id="numbers-without-their-stop",
        ),
        pytest.param(
            "一、交通\n修路。\n责任单位：县交通局\n2架桥。\n责任单位：县水利局\n",
            [("一", "", "县交通局"), ("一", "", "县水利局")],
            id="a-number-without-a-stop-that-follows-none",
        ),
        pytest.param(
            "1．修路。（县交通局、县财政局，第一个单位为牵头单位，下同）\n2．架桥。（县水利局、各镇负责）\n",
            [("1", "县交通局", "县财政局"), ("2", "县水利局", "各镇")],
            id="the-first-leads-said-in-a-bracket-of-organs-alone",
        ),
        pytest.param(
            "1．养护。（县交通局负责）\n2．修路。\n3．架桥。\n4．清淤。\n（以上两项工作由县水利局牵头，各镇配合）\n",
            [("1", "", "县交通局"), ("3", "县水利局", "各镇"), ("4", "县水利局", "各镇")],
            id="the-last-so-many-above",
        ),
        pytest.param(
            "1．修路。\n責(zé)任單位：縣發(fā)展改革局、縣交通局（公路段）\n",
            [("1", "", "縣發展改革局、縣交通局（公路段）")],
            id="readings-printed-behind-characters",
        ),
        pytest.param(
            "1．修路。（县交通局负责）\n2．拆违。县住建局牵头整治，县城管局组织拆除。\n",
            [("1", "", "县交通局"), ("2", "县住建局", "县城管局")],
            id="what-a-body-leads-in-the-prose-beside-tasks",
        ),
        pytest.param(
            "一、组织组\n牵头单位：县委办\n成员单位：县财政局\n二、领导小组\n成员单位：县交通局\n",
            [("一", "县委办", "县财政局")],
            id="members-are-a-role-beside-another-alone",
        ),
        pytest.param(
            "1．修路。\n责任单位：县委组\n\n织部、县城\n\n市管理局、县有关\n\n部门\n2．架桥。\n责任单位：县委组织部\n县水利局\n",
            [("1", "", "县委组织部、县城市管理局、县有关部门"), ("2", "", "县委组织部、县水利局")],
            id="names-broken-where-both-parts-look-whole",
        ),
        pytest.param(
            "1．修路。县交通局牵头，县财政局、县审计局配合，建立联席会议制度。\n2．架桥。由县水利局牵头，修缮桥梁。\n",
            [("1", "县交通局", "县财政局、县审计局"), ("2", "县水利局", "")],
            id="said-in-the-prose-without-由",
        ),
        pytest.param(
            "序号　任务　责任单位　时限\n1　修路　县交通局、县财政局　5月\n2　架桥　县水利局　全年\n说明　如下\n",
            [("1", "", "县交通局、县财政局"), ("2", "", "县水利局")],
            id="table-with-wide-spaces",
        ),
        pytest.param(
            "序号\n任务\n牵头单位\n配合单位\n时限\n1\n修路\n县交通局\n县财政局、\n县审计局\n5月\n2\n架桥\n县水利局\n各镇\n6月\n",
            [("1", "县交通局", "县财政局、县审计局"), ("2", "县水利局", "各镇")],
            id="table-a-cell-a-line-and-one-wrapped",
        ),
        pytest.param(
            "序号 工 作 任 务 牵头负责部门 时限\n1 修路3公里 县交通局 5月\n"
            "2 架桥，设 护栏 县水利局 全年\n二、其他\n5 建库 县财政局 6月\n",
            [("1", "县交通局", ""), ("2", "县水利局", ""), ("5", "县财政局", "")],
            id="table-with-single-spaces",
        ),
        pytest.param(
            "序号 任务 责任单位\n1 修路 县交通局\n2 架桥 尽早完工\n",
            [("1", "", "县交通局")],
            id="table-with-single-spaces-and-a-line-that-is-no-row",
        ),
        pytest.param(
            "附件：任务分解表 序号 名称 工作任务 牵头责任单位\n一、主要目标\n1 产值增长7%. 县发改委\n"
            "2 收入增长8%. 县财政局、县税务局\n",
            [("1", "县发改委", ""), ("2", "县财政局、县税务局", "")],
            id="table-with-single-spaces-whose-head-ends-a-line",
        ),
        pytest.param(
            "序号 |\n目标与任务 |\n分管领导 |\n责任单位 |\n"
            "8 |\n修路 |\n张三 |\n县交通局 |\n9 |\n架桥 |\n李四 |\n县水利局\n各镇 |\n",
            [("8", "", "县交通局"), ("9", "", "县水利局、各镇")],
            id="table-a-cell-a-line-and-a-bar-behind-each",
        ),
        pytest.param(
            "任务\n|\n要求\n|\n责任科室\n|\n时限\n|\n"
            "道路\n|\n1\n|\n修路\n|\n建设科\n|\n年底前\n|\n2\n|\n护路\n|\n养护科\n|\n长期\n|\n"
            "桥梁\n|\n3\n|\n架桥\n|\n建设科\n|\n年底前\n|\n",
            [(None, "", "建设科"), (None, "", "养护科"), (None, "", "建设科")],
            id="table-a-cell-a-line-bars-on-lines-of-their-own-and-groups",
        ),
        pytest.param(
            "序号 |\n主要任务 |\n年度目标 |\n分管\n领导 |\n牵头单位 |\n协同单位 |\n进展情况 |\n说明 |\n"
            "24 |\n修路3条。 |\n张某某 |\n"
            "县交通局 |\n县财政局、各镇 |\n已进场施工,完成30%。 |\n||\n"
            "25 |\n架桥2座。 |\n李某某 |\n县水利局 |\n各镇 |\n已开工。 |\n||\n",
            [("24", "县交通局", "县财政局、各镇"), ("25", "县水利局", "各镇")],
            id="table-a-cell-a-line-two-columns-of-work-merged",
        ),
        pytest.param(
            "序号\n任务\n责任单位\n一、夯实基础\n3\n修路\n县交通局\n二、改善民生\n68\n架桥\n县水利局\n69\n建库\n县财政局\n",
            [("3", "", "县交通局"), ("68", "", "县水利局"), ("69", "", "县财政局")],
            id="table-a-cell-a-line-cut-out-of-a-longer-one",
        ),
        pytest.param(
            "序号\n民生实事\n责任单位\n时限\n1\n修路\n县交通局\n5月底前动工\n开工建设老年大学。\n12月底前\n2\n迁建县政务服务中心。\n"
            "县财政局\n县代建中心\n6月\n",
            [("1", "", "县交通局"), ("1", "", "县交通局"), ("2", "", "县财政局、县代建中心")],
            id="table-a-cell-a-line-and-two-duties-in-a-row",
        ),
        pytest.param(
            "序号 | 项目内容 | 时限 | 责任单位 |\n1 | 修路 | 5月 | 县交通局 |\n"
            "护路 | 6月 | 县财政局 | |\n2021.8 | 城投集团 | | |\n"
            "2 | 架桥 | 7月 | 县水利局 |\n设栏 | 8月 | | |\n",
            [("1", "", "县交通局"), ("1", "", "县财政局"), ("2", "", "县水利局"), ("2", "", "县水利局")],
            id="table-with-bars-whose-first-cells-are-merged",
        ),
        pytest.param(
            "1．修路。\n责任单位：县交通局\n\n— 2 —\n\n、县财政局\n2．架桥。\n责任单位：县水利局\n",
            [("1", "", "县交通局、县财政局"), ("2", "", "县水利局")],
            id="a-list-goes-on-behind-the-end-of-a-page",
        ),
    ],
)
def test_forms(body: str, expected: list[tuple[str | None, str, str]]) -> None:
    assert duties(HEAD + body) == expected


def test_a_line_that_introduces_measures_is_no_word_of_the_duty() -> None:
    above = "（一）便民。\n主要措施：\n公路全部修好。（县交通局负责）\n"
    beside = "（二）利民。\n具体措施：架桥。（县水利局负责）\n"
    tasks = read(HEAD + above + beside).plans[0].tasks
    assert [task.text.split("\n")[-1] for task in tasks] == ["公路全部修好。", "具体措施：架桥。"]


def test_a_rule_in_prose_holds_for_all() -> None:
    notice = "现印发给你们。各项任务列第一位的责任单位为牵头单位。\n2024年1月2日\n青禾县任务清单\n"
    tasks = "1．修路。\n责任单位：县交通局、县财政局\n2．架桥。\n责任单位：县水利局\n"
    assert duties("关于印发青禾县任务清单的通知\n" + notice + tasks) == [
        ("1", "县交通局", "县财政局"),
        ("2", "县水利局", ""),
    ]
    assert duties(HEAD + tasks + "注：排在首位的为牵头单位。\n")[0] == ("1", "县交通局", "县财政局")


def test_what_looks_like_a_duty_is_reported() -> None:
    tasks = "1．修路。\n责任单位：县交通局\n"
    odd = "谁主管谁牵头，择机开展审计（县审计局会商后负责督促落实）。"
    assert rules(HEAD + tasks + "二、保障\n加强保障。由县财政局牵头解决经费，强化监管。\n") == ["duty_not_understood"]
    assert rules(HEAD + tasks + f"2．架桥。{odd}\n") == ["no_unit"]
    assert rules(HEAD + tasks + "二、保障\n牵头单位要加强协调，各责任单位要配合。领导小组办公室负责日常工作。\n") == []


def test_names_are_repaired_and_spans_are_as_printed() -> None:
    document = read(HEAD + "1．修路。\n责任单位：⻄安市⺠政局\n")
    (assignment,) = document.plans[0].tasks[0].assignments
    assert (assignment.body.name, assignment.surface) == ("西安市民政局", "⻄安市⺠政局")
    assert document.text[assignment.span.start : assignment.span.end] == "⻄安市⺠政局"


def test_a_duty_inside_the_prose_of_one_item_beside_tasks() -> None:
    text = (
        HEAD
        + "一、重点任务\n1．修路。（县交通运输局负责）\n"
        + "2．选取3个镇试点，由县民政局牵头，县财政局配合，11月底前完成。\n"
        + "3．种树。（县林业局负责）\n"
    )
    assert duties(text) == [("1", "", "县交通运输局"), ("2", "县民政局", "县财政局"), ("3", "", "县林业局")]
    assert [[(d.value, d.stated_in) for d in t.dates] for t in read(text).tasks] == [[], [("2024-11-30", "text")], []]


def test_a_label_is_kept_where_its_units_lead() -> None:
    text = HEAD + "1．修路。\n责任单位：县交通局牵头，县财政局按职责分工负责\n2．架桥。\n责任单位：县交通局牵头\n"
    assert duties(text) == [("1", "县交通局", "县财政局"), ("2", "县交通局", "")]
    labels = [(task.lead_label, task.responsible_label) for task in read(text).tasks]
    assert labels == [(None, "责任单位"), (None, "责任单位")]


def test_an_unknown_label_beside_a_duty_is_reported() -> None:
    text = HEAD + "1．修路。（责任单位：县交通局；适用范围：全县）\n2．架桥。（责任单位：县交通局；收费口径：县级）\n"
    assert duties(text) == [("1", "", "县交通局"), ("2", "", "县交通局")]
    assert rules(text) == ["duty_not_understood"]


def test_brackets_inside_a_paragraph_are_a_duty_each() -> None:
    text = (
        HEAD
        + "1．修路（县交通局负责），架桥（县财政局牵头、县水利局配合）；种树。（县林业局负责，县水利局指导）\n"
        + "2．建立制度（由县司法局负责解释）并落实。（县交通局负责）\n"
    )
    assert duties(text) == [
        ("1", "", "县交通局"),
        ("1", "县财政局", "县水利局"),
        ("1", "", "县林业局、县水利局"),
        ("2", "", "县交通局"),
    ]


def test_paragraphs_under_a_heading_are_tasks_of_its_number() -> None:
    text = (
        HEAD
        + "（一）加强建设\n修路。（县交通局负责）架桥。（县财政局负责）\n种树。（县林业局负责）\n"
        + "（二）修渠。（县水利局负责）\n"
    )
    assert duties(text) == [
        ("（一）", "", "县交通局"),
        ("（一）", "", "县财政局"),
        ("（一）", "", "县林业局"),
        ("（二）", "", "县水利局"),
    ]


def test_the_sentence_that_issues_a_plan_is_no_duty() -> None:
    notice = (
        "《青禾县绿化方案》已经青禾县管委会同意，现印发给你们，请认真组织实施。\n青禾县人民政府办公室\n2024年3月5日\n"
    )
    assert duties(notice + HEAD + "1.修路。（县交通局负责）\n2.种树。（县林业局负责）\n") == [
        ("1", "", "县交通局"),
        ("2", "", "县林业局"),
    ]


def test_a_heading_above_several_duties_is_no_word_of_the_first() -> None:
    found = read(
        HEAD + "1．整治行业\n取缔小厂。（县环保局牵头）\n整治矿山。（县水利局牵头）\n2．种树。（县林业局负责）\n"
    )
    assert [(t.number, t.text, [s.title for s in t.sections]) for t in found.tasks] == [
        ("1", "取缔小厂。", ["1．整治行业"]),
        ("1", "整治矿山。", ["1．整治行业"]),
        ("2", "种树。", []),
    ]


def test_cells_that_a_merged_first_column_has_moved_are_put_back_in_step() -> None:
    head = "工作任务 | 具体要求 | 责任部门 |"
    first = "一、公开信息。 | 1.公开预算报表。 | 县财政局 |"
    found = read("\n".join((head, first, "2.更新网站频道。 | 县政府办 | |", "3.反馈意见。 | 县信访局牵头 | |")))
    assert [(task.number, task.text) for task in found.tasks] == [
        ("1", "公开预算报表。"),
        ("2", "更新网站频道。"),
        ("3", "反馈意见。"),
    ]
    assert [[a.surface for a in task.assignments] for task in found.tasks] == [
        ["县财政局"],
        ["县政府办"],
        ["县信访局"],
    ]


def test_a_row_that_is_not_in_step_stays_as_it_is() -> None:
    head = "工作任务 | 具体要求 | 责任部门 |"
    first = "一、公开信息。 | 1.公开预算报表。 | 县财政局 |"
    found = read("\n".join((head, first, "5.更新网站频道。 | 县政府办 | |")))
    assert found.tasks[0].text == "公开预算报表。"
    assert [task.number for task in found.tasks][1:] != ["5"]
