"""What the width of a page or a cell has broken: which breaks are only the width's, and which part names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fixed_pages import Page, ofd, pdf

from dutygraph.graph.model import Role
from dutygraph.ingest.clean.clean import clean_lines
from dutygraph.ingest.extract import extract_text
from dutygraph.ingest.formats.paragraphs import goes_on, measure
from dutygraph.ingest.formats.sheet import Glyph, TextLine
from dutygraph.ingest.read import read_bytes
from dutygraph.ingest.text.content import Content

BOTH = pytest.mark.parametrize("suffix", [".pdf", ".ofd"])
ROLES: tuple[Role, ...] = ("lead", "supporting")
SIZE = 10.0


def line(text: str, row: float) -> TextLine:
    """A line of wide characters, the digits half as wide."""
    x, glyphs = 0.0, []
    for char in text:
        width = SIZE / 2 if char.isdigit() else SIZE
        glyphs.append(Glyph(char, x, x + width, row * 16.0, SIZE))
        x += width
    return TextLine(tuple(glyphs))


def test_marks_that_hang_beyond_the_margin_make_no_line_short() -> None:
    frame = measure([*(line("完善山洪灾害防御预案，", n) for n in range(3)), line("储备麻袋等防汛物资", 3)])
    assert frame.right == 100.0  # where words end: the commas stand beyond it
    assert goes_on(line("储备麻袋等防汛物26年5", 4), line("月底前完成", 5), frame, 0)
    assert not goes_on(line("储备麻袋", 4), line("月底前完成", 5), frame, 0)


def test_a_number_behind_a_closed_bracket_begins_something() -> None:
    frame = measure([line("完善山洪灾害防御预案", n) for n in range(4)])
    assert not goes_on(line("完成（县水利局负责）", 4), line("二、完善保障机制", 5), frame, 0)
    assert goes_on(line("完成（县水利局牵头）", 4), line("并向县政府报告结果", 5), frame, 0)


def test_lines_that_stand_wide_apart_are_paragraphs_still() -> None:
    frame = measure([line("完善山洪灾害防御预案", 2.5 * n) for n in range(5)])
    assert frame.leading == 40.0  # four times the size
    assert goes_on(line("完善山洪灾害防御预案", 12.5), line("并向县政府报告结果", 15), frame, 0)


@BOTH
def test_whole_names_under_one_another_in_a_cell(suffix: str) -> None:
    """A bureau's name does not go on in that of a firm, and a name in brackets goes on with the one above."""
    edges = (72.0, 100.0, 300.0, 350.0, 410.0)
    page = Page()
    y = page.row(90, edges, ("序号", "工作任务", "牵头单位", "配合单位"))
    y = page.row(y, edges, ("1", "完善公共设施。", "县人社局\n云川水务集团有限公司", "县司法厅\n人民银行云川市分行"))
    y = page.row(y, edges, ("2", "疏通河道。", "县水利局\n（县信访局）", "县公安局\n交通警察大队"))
    y = page.row(y, edges, ("3", "粉刷围墙。", "县税务局（县文物局\n）和各镇", "新城管委会和县住建局"))
    y = page.row(
        y, edges, ("4", "修缮校舍。", "县武装部\n云川水务集团有限公司等单位", "县日报社\n科技部、各设区市政府")
    )
    page.close(y, edges)
    document = extract_text(read_bytes((pdf if suffix == ".pdf" else ofd)([page]), f"方案{suffix}"))
    read = [[a.surface for a in task.assigned(role)] for task in document.tasks for role in ROLES]
    assert read == [
        ["县人社局", "云川水务集团有限公司"],
        ["县司法厅", "人民银行云川市分行"],
        ["县水利局（县信访局）"],
        ["县公安局交通警察大队"],
        ["县税务局（县文物局）", "各镇"],
        ["新城管委会", "县住建局"],
        ["县武装部", "云川水务集团有限公司"],
        ["县日报社", "科技部", "各设区市政府"],
    ]


@BOTH
def test_one_name_whose_parts_are_names_too(suffix: str) -> None:
    edges = (72.0, 100.0, 300.0, 328.0, 356.0, 422.0)
    page = Page()
    y = page.row(90, edges, ("序号", "工作任务", "牵头单位", "责任单位", "配合单位"))
    y = page.row(y, edges, ("1", "完善公共设施。", "县城市管理局", "县委网信办", "县财政局\n国务院国资委"))
    gap = " " if suffix == ".ofd" else "、"  # no space of the printed PDF is kept
    y = page.row(y, edges, ("2", "疏通河道。", "县水利局", "各镇", f"团县委{gap}县人力资源社会保障局"))
    page.close(y, edges)
    document = extract_text(read_bytes((pdf if suffix == ".pdf" else ofd)([page]), f"方案{suffix}"))
    assert [[a.surface for a in task.assignments] for task in document.tasks] == [
        ["县城市管理局", "县委网信办", "县财政局", "国务院国资委"],
        ["县水利局", "各镇", "团县委", "县人力资源社会保障局"],
    ]


def test_work_below_a_full_role_line_is_not_its_rest() -> None:
    text = "参与部门：县医院、县市场监管局\n加快建设。\n参与部门：县医院、县市场\n监管局\n"
    wraps = frozenset(at for at, char in enumerate(text) if char == "\n")
    assert [
        line.text for line in clean_lines(Content(text, wraps=wraps - {text.index("参与部门：县医院、县市场\n") - 1}))
    ] == [
        "参与部门：县医院、县市场监管局",
        "加快建设。",
        "参与部门：县医院、县市场监管局",
    ]


def test_a_centred_title_is_no_line_of_the_paragraph_below() -> None:
    title = TextLine(tuple(replace(g, x0=g.x0 + 30, x1=g.x1 + 30) for g in line("重点任务分工", 0).glyphs))
    below = line("为抓好任务落实，现", 1)
    frame = measure([title, below])
    assert frame.right == 90.0
    assert not goes_on(title, below, frame, 0)
    assert goes_on(line("现将重点任务的分解", 0), below, frame, 0)


def moved(printed: TextLine, by: float) -> TextLine:
    """The same line further to the right."""
    return TextLine(tuple(replace(g, x0=g.x0 + by, x1=g.x1 + by) for g in printed.glyphs))


def test_who_signs_at_the_right_margin_goes_on_in_no_note_below() -> None:
    body = [moved(line("现将县里的任务清单印", 0), 20), moved(line("请各地落实", 1), 20)]
    signed, note = moved(line("县政府办公室", 2), 60), moved(line("（公开发布）", 3), 20)
    frame = measure([*body, signed, note, line("现将各镇的任务清单印发给", 4)])
    assert frame.right == 120.0
    assert not goes_on(signed, note, frame, 0)
    assert goes_on(
        moved(line("县政府办公室和各镇要", 2), 20), line("落实", 3), frame, 0
    )  # a first line with its indent


def test_the_last_line_of_a_title_with_little_white_on_both_sides() -> None:
    title, rest = line("关于印发《校舍围墙粉刷任", 0), moved(line("务分工》等两个方案的", 1), 10)
    frame = measure([title, line("现将县里的任务清单印发给", 4)])
    assert goes_on(title, rest, frame, 1)  # the 《 is open
    assert not goes_on(title, rest, frame, 0)
    second = line("务方案》《清河县工作要点", 0)  # one name ends and another is open
    assert goes_on(second, moved(line("分工》等两个方案的通", 1), 10), frame, 1)
    year = moved(line("2026年粉刷的方案》", 1), 15)  # one word that had no room, though another would have had
    title = moved(line("关于印发《清河县城", 0), 15)
    assert goes_on(title, year, frame, 1)
    assert not goes_on(title, year, frame, 0)


def test_a_range_of_years_is_one_word() -> None:
    frame = measure([line("推进各项改革工作二", n) for n in range(2)])
    assert goes_on(line("推进各项改革", 2), line("2026—2028年完成", 3), frame, 0)
    assert not goes_on(line("推进各项改革", 2), line("2026年完成", 3), frame, 0)
    assert goes_on(line("推进各项改", 2), line("2026.11前完成", 3), frame, 0)  # so is a month
    assert not goes_on(line("推进各项改", 2), line("2026.前完成", 3), frame, 0)


@BOTH
def test_names_broken_where_a_whole_one_seems_to_end(suffix: str) -> None:
    edges = (72.0, 100.0, 300.0, 358.0, 428.0)
    page = Page()
    y = page.row(90, edges, ("序号", "工作任务", "牵头单位", "配合单位"))
    y = page.row(y, edges, ("1", "完善公共设施。", "人力资源社会保障部", "云川高新区管委会\n县水利局"))
    y = page.row(y, edges, ("2", "疏通河道。", "县气象局，有关县（市、区）政府", "市公安局\n青禾分局"))
    y = page.row(y, edges, ("3", "修路。", "各镇", "县医院和县委\n网信办"))
    y = page.row(y, edges, ("4", "修桥。", "县水利局\n其他相关部门", "市公安局\n青禾分局和各镇"))
    y = page.row(y, edges, ("5", "架线。", "县妇联", "临江新区管委\n会等单位"))
    page.close(y, edges)
    document = extract_text(read_bytes((pdf if suffix == ".pdf" else ofd)([page]), f"方案{suffix}"))
    assert [[a.surface for a in task.assignments] for task in document.tasks] == [
        ["人力资源社会保障部", "云川高新区管委会", "县水利局"],
        ["县气象局", "有关县（市、区）政府", "市公安局青禾分局"],
        ["各镇", "县医院", "县委网信办"],
        ["县水利局", "其他相关部门", "市公安局青禾分局", "各镇"],
        ["县妇联", "临江新区管委会"],
    ]


@BOTH
@pytest.mark.parametrize(
    ("numbers", "cells", "expected"),
    [
        pytest.param(("（3）", "（4）"), ("", ""), ["县水利局", "县住建局"], id="merged"),
        pytest.param(("3.", "4."), ("", "各镇"), ["各镇"], id="one-left-empty"),
        pytest.param(("3", ""), ("", ""), None, id="the-rest-of-a-row"),
    ],
)
def test_cells_that_are_merged_over_the_end_of_a_page(
    numbers: tuple[str, str], cells: tuple[str, str], expected: list[str] | None, suffix: str
) -> None:
    """A row that is numbered on is a task of its own, done by those above where all cells of units are empty."""
    edges = (72.0, 100.0, 300.0, 400.0, 500.0)
    first, second = Page(), Page()
    y = first.row(90, edges, ("序号", "工作任务", "牵头单位", "配合单位"))
    for n, work in ((1, "粉刷围墙。"), (2, "更换门窗。")):
        y = first.row(y, edges, (f"（{n}）", work, "县教育局", "县财政局"))
    y = first.row(y, edges, (numbers[0], "疏通河道。", "县水利局", "县住建局"))
    first.close(y, edges)
    y = second.row(90, edges, (numbers[1], "清理沟渠。", *cells))
    y = second.row(y, edges, ("（5）", "修缮校舍。", "县教育局", "县财政局"))
    second.close(y, edges)
    document = extract_text(read_bytes((pdf if suffix == ".pdf" else ofd)([first, second]), f"方案{suffix}"))
    if expected is None:
        assert [task.text for task in document.tasks][2] == "疏通河道。\n清理沟渠。"
        return
    assert [task.number for task in document.tasks] == ["1", "2", "3", "4", "5"]
    assert [a.surface for a in document.tasks[3].assignments] == expected


@BOTH
def test_names_of_banks_and_schools_in_narrow_cells(suffix: str) -> None:
    """A bank's name goes on in its branch, whatever stands behind that; no school's does."""
    edges = (72.0, 100.0, 300.0, 348.0, 406.0)
    page = Page()
    y = page.row(90, edges, ("序号", "工作任务", "牵头单位", "配合单位"))
    y = page.row(
        y, edges, ("1", "完善公共设施。", "人民银行云川市分行和县医保局", "建设银行临江市分行\n清河县第一中学")
    )
    y = page.row(y, edges, ("2", "修路。", "工商银行\n临江市\n分行、县水利局", "县委办公室和各镇"))
    y = page.row(y, edges, ("3", "修桥。", "云川大学有关部门", "县融媒体中心\n云川水务集团有限公司"))
    y = page.row(y, edges, ("4", "架线。", "云川大学\n临江热电有限公司", "县妇联"))
    y = page.row(y, edges, ("5", "种树。", "水务集团有限公司", "县财政局"))
    y = page.row(y, edges, ("6", "换灯。", "县妇联", "县委办公室\n智谷（云川）信息科技有限公司"))
    y = page.row(y, edges, ("7", "种草。", "县妇联", "县委办公室\n机关党委"))
    y = page.row(y, edges, ("8", "播种。", "县妇联", "县工商业联\n合会、县工商联\n云川海关"))
    y = page.row(y, edges, ("10", "换窗。", "县妇联", "北水务集团有限公司和临江日报社"))
    y = page.row(y, edges, ("9", "扫雪。", "县妇联", "县有关部门\n云川海关、有关部门\n和单位"))
    page.close(y, edges)
    document = extract_text(read_bytes((pdf if suffix == ".pdf" else ofd)([page]), f"方案{suffix}"))
    assert [[a.surface for a in task.assigned(role)] for task in document.tasks for role in ROLES] == [
        ["人民银行云川市分行", "县医保局"],
        ["建设银行临江市分行", "清河县第一中学"],
        ["工商银行临江市分行", "县水利局"],
        ["县委办公室", "各镇"],
        ["云川大学", "有关部门"],
        ["县融媒体中心", "云川水务集团有限公司"],
        ["云川大学", "临江热电有限公司"],
        ["县妇联"],
        ["水务集团有限公司"],
        ["县财政局"],
        ["县妇联"],
        ["县委办公室", "智谷（云川）信息科技有限公司"],
        ["县妇联"],
        ["县委办公室机关党委"],
        ["县妇联"],
        ["县工商业联合会", "县工商联", "云川海关"],
        ["县妇联"],
        ["北水务集团有限公司", "临江日报社"],
        ["县妇联"],
        ["县有关部门", "云川海关", "有关部门和单位"],
    ]


@BOTH
def test_a_mark_that_hangs_out_of_its_cell_makes_no_line_short(suffix: str) -> None:
    edges = (72.0, 100.0, 300.0, 388.0)
    page = Page()
    y = page.row(90, edges, ("序号", "工作任务", "责任单位"))
    bottom = page.row(y, edges, ("1", "粉刷围墙，\n更换门窗，\n修缮校舍。", ""))
    for n, (x, text) in enumerate(((304, "县残联、县水利局、"), (307, "县民政局、县司"), (304, "法局"))):
        page.text(x, y + 14 + 15 * n, text, 10)
    page.close(bottom, edges)
    document = extract_text(read_bytes((pdf if suffix == ".pdf" else ofd)([page]), f"方案{suffix}"))
    assert [a.surface for a in document.tasks[0].assignments] == ["县残联", "县水利局", "县民政局", "县司法局"]


def tasks_of(suffix: str, *pages: Page) -> list[tuple[str, list[str], list[str]]]:
    """Each task's work, units and deadlines."""
    document = extract_text(read_bytes((pdf if suffix == ".pdf" else ofd)(pages), f"方案{suffix}"))
    return [(t.text, [a.surface for a in t.assignments], [d.surface for d in t.dates]) for t in document.tasks]


@BOTH
@pytest.mark.parametrize(
    ("above", "below"),
    [
        pytest.param(("县水利局", "", "2026年6月底"), ("县住建局", "各镇", "2026年9月底"), id="above"),
        pytest.param(("县水利局", "县妇联", "2026年6月底"), ("县住建局", "各镇", ""), id="below"),
    ],
)
def test_rows_around_the_end_of_a_page_one_of_which_says_nothing_in_one_column(
    above: tuple[str, str, str], below: tuple[str, str, str], suffix: str
) -> None:
    edges = (72.0, 260.0, 340.0, 420.0, 500.0)
    first, second = Page(), Page()
    y = first.row(500, edges, ("工作任务", "牵头单位", "配合单位", "完成时限"))
    for work in ("粉刷围墙。", "更换门窗。"):
        y = first.row(y, edges, (work, "县教育局", "县财政局", "2026年底"))
    y = first.row(y, edges, ("疏通河道，清理沟渠。", *above))
    first.close(y, edges)
    y = second.row(90, edges, ("修缮校舍。", *below))
    y = second.row(y, edges, ("修路。", "县交通局", "县财政局", "2026年底"))
    second.close(y, edges)
    assert tasks_of(suffix, first, second)[2:4] == [
        ("疏通河道，清理沟渠。", [name for name in above[:2] if name], [above[2]]),
        ("修缮校舍。", [name for name in below[:2] if name], [day for day in below[2:] if day]),
    ]


@BOTH
@pytest.mark.parametrize(
    ("works", "names", "whole"),
    [
        pytest.param(("1．粉刷围墙。", "2．修缮校舍。"), ("县教育局", "县妇联、县财政局", ""), True, id="counted"),
        pytest.param(("粉刷围墙。", "修缮校舍。"), ("县教育局", "县妇联、县财政局", "各镇"), True, id="other-names"),
        pytest.param(("粉刷围墙。", "修缮校舍。"), ("县教育局、", "县妇联、县财政局", ""), False, id="names-go-on"),
        pytest.param(("粉刷围墙。", "修缮校舍。"), ("市公安局", "青禾分局", ""), False, id="one-name"),
    ],
)
def test_narrow_cells_around_the_end_of_a_page(
    works: tuple[str, str], names: tuple[str, str, str], whole: bool, suffix: str
) -> None:
    """Where narrow cells are full, the next number or names that do not go on with those above tell of another row."""
    edges = (72.0, 260.0, 308.0, 360.0, 412.0)
    first, second = Page(), Page()
    y = first.row(500, edges, ("工作任务", "牵头单位", "配合单位", "完成时限"))
    y = first.row(y, edges, (works[0], names[0], "县水利局", "2026年"))
    first.close(y, edges)
    y = second.row(90, edges, (works[1], names[1], names[2], "" if names[2] else "2026年"))
    y = second.row(y, edges, (works[1].replace("2．", "3．"), "县交通局", "各镇", "2026年"))
    second.close(y, edges)
    read = [units for _, units, _ in tasks_of(suffix, first, second)]
    assert len(read) == (3 if whole else 2)
    assert read[:2] == (
        [["县教育局", "县水利局"], ["县妇联", "县财政局", *filter(None, names[2:])]] if whole else read[:2]
    )


@BOTH
def test_two_columns_say_nothing_above_the_end_of_a_page(suffix: str) -> None:
    edges = (72.0, 260.0, 308.0, 360.0, 412.0, 464.0)
    first, second = Page(), Page()
    y = first.row(500, edges, ("工作任务", "牵头单位", "责任单位", "配合单位", "完成时限"))
    y = first.row(y, edges, ("清理沟渠。", "县水利局", "县住建局", "各镇", "2026年"))
    y = first.row(y, edges, ("粉刷围墙。", "县教育局", "县财政局", "", ""))
    first.close(y, edges)
    y = second.row(90, edges, ("修缮校舍。", "县妇联", "县民政局", "各镇", "2026年"))
    second.close(y, edges)
    assert [units for _, units, _ in tasks_of(suffix, first, second)][1:] == [
        ["县教育局", "县财政局"],
        ["县妇联", "县民政局", "各镇"],
    ]


@BOTH
def test_a_sentence_of_who_does_it_is_longer_than_the_work(suffix: str) -> None:
    edges = (72.0, 172.0, 222.0, 400.0, 470.0)
    first, second = Page(), Page()
    y = first.row(500, edges, ("工作任务", "年度目标", "责任分工", "完成时限"))
    y = first.row(y, edges, ("粉刷围墙。", "8处", "县教育局牵头，县财政局、县住建局和各镇负责", ""))
    first.close(y, edges)
    y = second.row(90, edges, ("修缮校舍。", "9所", "县妇联牵头，县民政局负责", "2026年"))
    second.close(y, edges)
    assert [(text.split("\n")[0], units) for text, units, _ in tasks_of(suffix, first, second)] == [
        ("粉刷围墙。", ["县教育局", "县财政局", "县住建局", "各镇"]),
        ("修缮校舍。", ["县妇联", "县民政局"]),
    ]


@BOTH
def test_the_two_rows_of_a_head_group_no_column(suffix: str) -> None:
    """The work is said in every row, though its head is merged over two: one with no one to assist is its own."""
    above, edges = (72.0, 220.0, 385.0, 440.0), (72.0, 220.0, 275.0, 330.0, 385.0, 440.0)
    first, second = Page(), Page()
    y = first.row(500, above, ("工作任务", "责任分工", "完成时限"))
    y = first.row(y, edges, (None, "牵头单位", "责任单位", "配合单位", None))
    y = first.row(y, edges, ("粉刷围墙。", "县教育局", "县财政局", "各镇", "2026年"))
    y = first.row(y, edges, ("疏通河道，清理沟渠。", "县水利局", "县住建局", "各镇", "2026年"))
    first.close(y, edges)
    y = second.row(90, edges, ("修路。", "县交通局", "县财政局", "", "2026年"))
    y = second.row(y, edges, ("修桥。", "县交通局", "县财政局", "各镇", "2026年"))
    second.close(y, edges)
    assert [units for _, units, _ in tasks_of(suffix, first, second)][1:3] == [
        ["县水利局", "县住建局", "各镇"],
        ["县交通局", "县财政局"],
    ]


@BOTH
@pytest.mark.parametrize("title", [False, True])
def test_a_head_alone_at_the_foot_of_a_page(title: bool, suffix: str) -> None:
    edges = (72.0, 100.0, 260.0, 340.0, 420.0)
    first, second = Page(), Page()
    y = 680.0
    if title:
        y = first.row(y, (edges[0], edges[-1]), ("清河县重点任务分解表",))
    first.close(first.row(y, edges, ("序号", "工作任务", "牵头单位", "配合单位")), edges)
    y = second.row(90, edges, ("1", "粉刷围墙。", "县教育局", ""))
    y = second.row(y, edges, ("2", "修路。", "县交通局", "县财政局"))
    second.close(y, edges)
    assert tasks_of(suffix, first, second) == [
        ("粉刷围墙。", ["县教育局"], []),
        ("修路。", ["县交通局", "县财政局"], []),
    ]


@BOTH
def test_a_head_of_two_rows_with_the_end_of_a_page_between_them(suffix: str) -> None:
    above, below = (72.0, 100.0, 260.0, 420.0), (72.0, 100.0, 260.0, 340.0, 420.0)
    first, second = Page(), Page()
    first.close(first.row(700, above, ("序号", "工作任务", "责任分工")), above)
    y = second.row(90, below, ("", "", "牵头单位", "配合单位"))
    y = second.row(y, below, ("1", "粉刷围墙。", "县教育局", "各镇"))
    second.close(y, below)
    assert tasks_of(suffix, first, second) == [("粉刷围墙。", ["县教育局", "各镇"], [])]


@BOTH
def test_a_day_that_is_only_not_set_where_days_are_merged_with_who_leads(suffix: str) -> None:
    edges = (72.0, 100.0, 260.0, 340.0, 420.0)
    first, second = Page(), Page()
    y = first.row(500, edges, ("序号", "工作任务", "责任单位", "完成时限"))
    y = first.row(y, edges, ("1", "粉刷围墙。", "县教育局", "2026年6月底"))
    first.close(y, edges)
    y = second.row(90, edges, ("2", "修路。", "县交通局", ""))
    y = second.row(y, edges, ("3", "疏通河道。", "县水利局", "2026年9月底"))
    y = second.row(y, edges, ("4", "清理沟渠。", None, None))
    second.close(y, edges)
    assert tasks_of(suffix, first, second) == [
        ("粉刷围墙。", ["县教育局"], ["2026年6月底"]),
        ("修路。", ["县交通局"], []),
        ("疏通河道。", ["县水利局"], ["2026年9月底"]),
        ("清理沟渠。", ["县水利局"], ["2026年9月底"]),
    ]


@BOTH
def test_a_day_goes_on_with_who_does_it_though_some_rows_have_none(suffix: str) -> None:
    edges = (72.0, 100.0, 260.0, 340.0, 420.0)
    first, second = Page(), Page()
    y = first.row(500, edges, ("序号", "工作任务", "责任单位", "完成时限"))
    y = first.row(y, edges, ("1", "粉刷围墙。", "县教育局", ""))
    y = first.row(y, edges, ("2", "更换门窗。", "县教育局", ""))
    y = first.row(y, edges, ("3", "疏通河道，清理沟渠。", "县水利局", "2026年9月底"))
    first.close(y, edges)
    y = second.row(90, edges, ("4", "修缮校舍。", "", ""))
    y = second.row(y, edges, ("5", "修路。", "县交通局", ""))
    second.close(y, edges)
    assert tasks_of(suffix, first, second)[2:] == [
        ("疏通河道，清理沟渠。", ["县水利局"], ["2026年9月底"]),
        ("修缮校舍。", ["县水利局"], ["2026年9月底"]),
        ("修路。", ["县交通局"], []),
    ]


@BOTH
def test_a_group_goes_on_over_the_page_and_one_column_says_nothing(suffix: str) -> None:
    edges = (72.0, 100.0, 160.0, 320.0, 400.0, 480.0)
    first, second = Page(), Page()
    y = first.row(500, edges, ("序号", "重点领域", "工作任务", "牵头单位", "配合单位"))
    y = first.row(y, edges, ("1", "校舍", "粉刷围墙。", "县教育局", "各镇"))
    y = first.row(y, edges, ("2", "水利", "疏通河道。", "县水利局", "县住建局"))
    first.close(y, edges)
    y = second.row(90, edges, ("3", "", "清理沟渠。", "县妇联", ""))
    y = second.row(y, edges, ("4", "交通", "修路。", "县交通局", "县财政局"))
    second.close(y, edges)
    assert tasks_of(suffix, first, second)[1:3] == [
        ("疏通河道。", ["县水利局", "县住建局"], []),
        ("清理沟渠。", ["县妇联"], []),
    ]


@BOTH
def test_a_title_and_one_sentence_above_a_table_are_as_wide_as_the_table(suffix: str) -> None:
    edges = (72.0, 100.0, 360.0, 520.0)
    page = Page()
    page.centred(90, "清河县2026年老旧校舍修缮重点工作任务清单")
    y = page.paragraph(130, "为抓好工作落实，现将重点任务分解如下。")
    y = page.row(y, edges, ("序号", "工作任务", "责任单位"))
    y = page.row(y, edges, ("1", "粉刷围墙。", "县教育局"))
    page.close(y, edges)
    document = extract_text(read_bytes((pdf if suffix == ".pdf" else ofd)([page]), f"方案{suffix}"))
    assert document.plans[0].title == "清河县2026年老旧校舍修缮重点工作任务清单"


def test_a_space_that_the_file_says_is_one_even_where_it_is_narrow() -> None:
    def printed(*, spaced: bool) -> str:
        after = Glyph("县", 11.5, 21.5, 0, SIZE, spaced=spaced)
        return TextLine((Glyph("局", 0, 10, 0, SIZE), after)).text

    assert (printed(spaced=True), printed(spaced=False)) == ("局 县", "局县")
