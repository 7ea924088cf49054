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


def test_a_range_of_years_is_one_word() -> None:
    frame = measure([line("推进各项改革工作二", n) for n in range(2)])
    assert goes_on(line("推进各项改革", 2), line("2026—2028年完成", 3), frame, 0)
    assert not goes_on(line("推进各项改革", 2), line("2026年完成", 3), frame, 0)


@BOTH
def test_names_broken_where_a_whole_one_seems_to_end(suffix: str) -> None:
    edges = (72.0, 100.0, 300.0, 358.0, 428.0)
    page = Page()
    y = page.row(90, edges, ("序号", "工作任务", "牵头单位", "配合单位"))
    y = page.row(y, edges, ("1", "完善公共设施。", "人力资源社会保障部", "云川高新区管委会\n县水利局"))
    y = page.row(y, edges, ("2", "疏通河道。", "县气象局，有关县（市、区）政府", "市公安局\n青禾分局"))
    y = page.row(y, edges, ("3", "修路。", "各镇", "县医院和县委\n网信办"))
    y = page.row(y, edges, ("4", "修桥。", "县水利局\n其他相关部门", "市公安局\n青禾分局和各镇"))
    page.close(y, edges)
    document = extract_text(read_bytes((pdf if suffix == ".pdf" else ofd)([page]), f"方案{suffix}"))
    assert [[a.surface for a in task.assignments] for task in document.tasks] == [
        ["人力资源社会保障部", "云川高新区管委会", "县水利局"],
        ["县气象局", "有关县（市、区）政府", "市公安局青禾分局"],
        ["各镇", "县医院", "县委网信办"],
        ["县水利局", "其他相关部门", "市公安局青禾分局", "各镇"],
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
