"""PDF and OFD into text: paragraphs, tables over pages, page furniture, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fixed_pages import HEIGHT, LEFT, RIGHT, WIDTH, Page, ofd, pdf, wrap

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.graph.model import Document
from dutygraph.ingest.clean.clean import clean_lines
from dutygraph.ingest.extract import extract_text
from dutygraph.ingest.read import read_bytes
from dutygraph.ingest.text.content import Content

Writer = Callable[[list[Page]], bytes]
BOTH = pytest.mark.parametrize("suffix", [".pdf", ".ofd"])
HEAD = ("序号", "工作任务", "牵头单位", "配合单位", "完成时限")
EDGES = (72.0, 100.0, 300.0, 390.0, 470.0, 520.0)


def read(pages: list[Page], suffix: str) -> Content:
    return read_bytes((pdf if suffix == ".pdf" else ofd)(pages), f"方案{suffix}").content


def extract(pages: list[Page], suffix: str) -> Document:
    return extract_text(read_bytes((pdf if suffix == ".pdf" else ofd)(pages), f"方案{suffix}"))


def units(document: Document) -> list[tuple[str | None, list[str], list[str]]]:
    """Number, leads and supporters of each task."""
    return [
        (
            task.number,
            [a.surface for a in task.assignments if a.role == "lead"],
            [a.surface for a in task.assignments if a.role == "supporting"],
        )
        for plan in document.plans
        for task in plan.tasks
    ]


def cells(content: Content, table: int = 0) -> list[list[str]]:
    """The words of a table's cells."""
    return [
        ["".join(content.text[slice(*cell)].split()) if cell else "-" for cell in row]
        for row in content.tables[table].rows
    ]


def plan(numbers: str = "- {} -", head: str = "") -> list[Page]:
    """Three pages of inline duties; a name and a word are broken by the page."""
    pages = [Page(), Page(), Page()]
    pages[0].centred(90, "青禾县2024年推进政务服务标准化重点任务", 22)
    pages[0].centred(122, "分解方案", 22)
    y = pages[0].paragraph(170, "为推进政务服务标准化建设，结合我县实际，制定如下任务分解方案。")
    text = (
        "1．完善政务服务事项清单，推动更多事项网上办理，提升服务水平。（牵头单位：县数据局；"
        "配合单位：县司法局、县发展改革委、县住房和城乡建设局）"
    )
    lines = wrap(text, 16, RIGHT - LEFT, 32)
    for n, line in enumerate(lines[:-1]):
        pages[0].text(LEFT + (32 if n == 0 else 0), y, line)
        y += 28
    pages[1].text(LEFT, 90, lines[-1])
    pages[1].paragraph(118, "2．健全校园食品安全检查制度。（牵头单位：县市场监督管理局；配合单位：县教育局）")
    pages[2].paragraph(90, "3．推广电子证照应用。（牵头单位：县公安局）")
    for number, page in enumerate(pages, 1):
        if numbers:
            page.text(280, 800, numbers.format(number), 14)
        if head:
            page.text(LEFT, 45, head, 10)
    return pages


@BOTH
@pytest.mark.parametrize("numbers", ["- {} -", "—{}—", "第 {} 页", "{}", "第 {} 页 共 3 页", ""])
def test_paragraphs_go_on_over_lines_and_pages(numbers: str, suffix: str) -> None:
    document = extract(plan(numbers, "青禾县人民政府公报"), suffix)
    assert document.title == "青禾县2024年推进政务服务标准化重点任务分解方案"
    assert units(document) == [
        ("1", ["县数据局"], ["县司法局", "县发展改革委", "县住房和城乡建设局"]),
        ("2", ["县市场监督管理局"], ["县教育局"]),
        ("3", ["县公安局"], []),
    ]
    assert [task.span.page for task in document.plans[0].tasks] == [1, 2, 3]


@BOTH
def test_what_belongs_to_the_page_is_known(suffix: str) -> None:
    content = read(plan("—{}—", "青禾县人民政府公报"), suffix)
    furniture = [content.text[a:b] for a, b in content.furniture]
    assert furniture == [each for n in (1, 2, 3) for each in ("青禾县人民政府公报", f"—{n}—")]
    assert [page for _, page in content.pages] == [1, 2, 3]
    assert content.text[content.pages[1][0] :].startswith("青禾县人民政府公报\n")
    lines = [line.text for line in clean_lines(content)]
    assert lines[0] == "青禾县2024年推进政务服务标准化重点任务分解方案"
    assert lines[2].startswith("1．完善")
    assert lines[2].endswith("县住房和城乡建设局）")


@BOTH
def test_a_broken_row_is_whole_and_a_repeated_head_no_row(suffix: str) -> None:
    first, second = Page(), Page()
    y = first.row(500, EDGES, HEAD)
    y = first.row(y, EDGES, ("1", "完善清单。", "县数据局", "县司法局", "6月底前"))
    y = first.row(y, EDGES, ("2", "健全校园食品安全检查制度，加强对", "县市场监督", "县教育局、县公", "9月底前"))
    first.close(y, EDGES)
    first.text(290, 800, "1", 12)
    y = second.row(90, EDGES, HEAD)
    y = second.row(y, EDGES, ("", "周边商户的检查。", "管理局", "安局", ""))
    y = second.row(y, EDGES, ("3", "推广电子证照。", "县公安局", "/", "12月底前"))
    second.close(y, EDGES)
    second.text(290, 800, "2", 12)
    content = read([first, second], suffix)
    assert len(content.tables) == 1
    assert cells(content) == [
        list(HEAD),
        ["1", "完善清单。", "县数据局", "县司法局", "6月底前"],
        ["2", "健全校园食品安全检查制度，加强对周边商户的检查。", "县市场监督管理局", "县教育局、县公安局", "9月底前"],
        list(HEAD),
        ["3", "推广电子证照。", "县公安局", "/", "12月底前"],
    ]
    assert [content.text[a:b] for a, b in content.furniture] == ["1", "2"]
    document = extract([first, second], suffix)
    assert units(document) == [
        ("1", ["县数据局"], ["县司法局"]),
        ("2", ["县市场监督管理局"], ["县教育局", "县公安局"]),
        ("3", ["县公安局"], []),
    ]
    assert [task.span.page for task in document.plans[0].tasks] == [1, 1, 2]


@BOTH
def test_a_merged_cell_goes_on_over_the_page(suffix: str) -> None:
    edges = (72.0, 100.0, 160.0, 320.0, 420.0, 520.0)
    head = ("序号", "重点领域", "工作任务", "牵头单位", "配合单位")
    first, second = Page(), Page()
    y = first.row(500, edges, head)
    y = first.row(y, edges, ("1", "数字政府", "完善清单。", "县数据局", "县司法局"))
    y = first.row(y, edges, ("2", None, "归集数据。", "县数据局", "县公安局"))
    first.close(y, edges)
    y = second.row(90, edges, ("3", "", "推广证照。", "县公安局", "县数据局"))
    y = second.row(y, edges, ("4", "食品安全", "检查食堂。", "县教育局", "无"))
    second.close(y, edges)
    content = read([first, second], suffix)
    assert [row[1] for row in cells(content)] == ["重点领域", "数字政府", "数字政府", "数字政府", "食品安全"]
    assert len({row[1] for row in content.tables[0].rows}) == 3
    tasks = extract([first, second], suffix).plans[0].tasks
    assert [task.sections[-1].title for task in tasks] == ["数字政府", "数字政府", "数字政府", "食品安全"]


@BOTH
@pytest.mark.parametrize("ruled", [True, False])
def test_columns_without_upright_rules(ruled: bool, suffix: str) -> None:
    xs = (72.0, 110.0, 300.0, 400.0)
    first, second = Page(), Page()
    for x, text in zip(xs, ("序号", "工作任务", "牵头单位", "配合单位"), strict=True):
        first.text(x, 640, text, 10)
    for x, text in zip(xs, ("1", "完善政务服务事项清单，推动更多", "县数据局", "县司法局、县发展"), strict=True):
        first.text(x, 670, text, 10)
    first.text(xs[1], 685, "事项网上办理。", 10)
    first.text(xs[3], 685, "改革委", 10)
    for x, text in zip(xs, ("2", "健全校园食品安全检查制度，加强", "县市场监督", "县教育局"), strict=True):
        first.text(x, 715, text, 10)
    second.text(xs[1], 90, "对周边商户的检查。", 10)
    second.text(xs[2], 90, "管理局", 10)
    for x, text in zip(xs, ("3", "推广电子证照应用。", "县公安局", "县数据局"), strict=True):
        second.text(x, 120, text, 10)
    second.paragraph(220, "以上任务由县政府办公室督促落实，每季度通报一次进展情况，年底前报县政府。")
    if ruled:
        for y in (625, 650):
            first.rule(72, y, 500, y)
    document = extract([first, second], suffix)
    assert units(document) == [
        ("1", ["县数据局"], ["县司法局", "县发展改革委"]),
        ("2", ["县市场监督管理局"], ["县教育局"]),
        ("3", ["县公安局"], ["县数据局"]),
    ]
    assert document.plans[0].tasks[1].text == "健全校园食品安全检查制度，加强对周边商户的检查。"


@BOTH
def test_numbers_in_the_middle_of_their_rows(suffix: str) -> None:
    page = Page()
    for x, text in zip((72, 110, 330, 430), ("序号", "工作任务", "牵头单位", "配合单位"), strict=True):
        page.text(x, 90, text, 10)
    for y, number, lead in ((134, "1", "县数据局"), (179, "2", "县公安局"), (224, "3", "县教育局")):
        page.text(75, y, number, 10)
        page.text(330, y, lead, 10)
        page.text(430, y, "县司法局", 10)
        for n, line in enumerate(("完善事项清单并定期更新，", f"做好第{number}批事项的公布和", "解读工作。")):
            page.text(110, y + 15 * (n - 1), line, 10)
    document = extract([page], suffix)
    assert units(document) == [
        ("1", ["县数据局"], ["县司法局"]),
        ("2", ["县公安局"], ["县司法局"]),
        ("3", ["县教育局"], ["县司法局"]),
    ]
    assert [t.text for t in document.plans[0].tasks][1] == "完善事项清单并定期更新，做好第2批事项的公布和解读工作。"


@BOTH
def test_a_group_of_places_that_the_width_of_a_cell_has_broken(suffix: str) -> None:
    xs = (72.0, 110.0, 300.0, 400.0)
    page = Page()
    for x, text in zip(xs, ("序号", "工作任务", "牵头单位", "配合单位"), strict=True):
        page.text(x, 90, text, 10)
    for number, y in (("1", 120), ("2", 165)):
        for x, text in zip(xs, (number, "完善公共服务设施，", "市民政局", "市残联和各区市"), strict=True):
            page.text(x, y, text, 10)
        page.text(xs[1], y + 15, "方便老年人出行。", 10)
        page.text(xs[3], y + 15, "县人民政府", 10)
    assert units(extract([page], suffix)) == [
        ("1", ["市民政局"], ["市残联", "各区市县人民政府"]),
        ("2", ["市民政局"], ["市残联", "各区市县人民政府"]),
    ]


@BOTH
def test_two_tables_on_a_page_are_two(suffix: str) -> None:
    page = Page()
    y = page.row(90, EDGES, HEAD)
    y = page.row(y, EDGES, ("1", "完善清单。", "县数据局", "县司法局", "6月底前"))
    page.close(y, EDGES)
    page.centred(y + 50, "附件2", 12)
    y = page.row(y + 80, EDGES, HEAD)
    y = page.row(y, EDGES, ("1", "推广证照。", "县公安局", "县数据局", "9月底前"))
    page.close(y, EDGES)
    content = read([page], suffix)
    assert [len(table.rows) for table in content.tables] == [2, 2]
    assert content.text[content.tables[0].end : content.tables[1].start].strip() == "附件2"


@BOTH
@pytest.mark.parametrize("step", [45, 15])
def test_rows_without_numbers_are_parted_by_white_or_begin_in_most_columns(step: int, suffix: str) -> None:
    page = Page()
    for x, text in zip((72, 280, 400), ("工作任务", "牵头单位", "配合单位"), strict=True):
        page.text(x, 90, text, 10)
    for n, lead in enumerate(("县数据局", "县公安局", "县教育局")):
        y = 120 + (step + 15) * n
        page.text(72, y, "完善事项清单并定期更新，做好事项的", 10)
        page.text(72, y + 15, f"公布和第{n + 1}批解读工作。", 10)
        page.text(280, y, lead, 10)
        page.text(400, y, "县司法局", 10)
    document = extract([page], suffix)
    assert [(lead, support) for _, lead, support in units(document)] == [
        ([lead], ["县司法局"]) for lead in ("县数据局", "县公安局", "县教育局")
    ]
    assert document.plans[0].tasks[2].text == "完善事项清单并定期更新，做好事项的公布和第3批解读工作。"


def test_rules_that_are_thin_areas_or_stand_in_forms() -> None:
    page = Page()
    edges = (72.0, 110.0, 300.0, 400.0, 500.0)
    y = page.row(90, edges, HEAD[:4])
    y = page.row(y, edges, ("1", "完善清单。", "县数据局", "县司法局"))
    page.close(y, edges)
    content = read_bytes(pdf([page], thin=True), "a.pdf").content
    assert cells(content) == [list(HEAD[:4]), ["1", "完善清单。", "县数据局", "县司法局"]]


def test_text_that_runs_across_the_page_is_kept_aside() -> None:
    pages = plan()
    data = pdf(pages, across="内部资料")
    content = read_bytes(data, "a.pdf").content
    assert [content.text[a:b] for a, b in content.furniture].count("内部资料") == 3
    assert units(extract_text(read_bytes(data, "a.pdf")))[0][1] == ["县数据局"]


def test_a_page_whose_text_is_turned_is_read_along_it() -> None:
    page = Page(width=HEIGHT, height=WIDTH)
    edges = (72.0, 110.0, 400.0, 560.0, 700.0)
    y = page.row(90, edges, HEAD[:4])
    y = page.row(y, edges, ("1", "完善清单。", "县数据局", "县司法局"))
    page.close(y, edges)
    document = extract_text(read_bytes(pdf([page], turned=True), "方案.pdf"))
    assert units(document) == [("1", ["县数据局"], ["县司法局"])]


def refused(data: bytes, name: str) -> str:
    with pytest.raises(UnreadableDocument) as error:
        read_bytes(data, name)
    return str(error.value)


@BOTH
def test_scans_are_refused_and_single_pictures_reported(suffix: str) -> None:
    write = pdf if suffix == ".pdf" else ofd
    name = f"扫描{suffix}"
    remedy = "如为扫描件，请先做文字识别（OCR）。"
    assert refused(write([Page(picture=True)]), name) == f"{name}：整页是图片，没有文字。{remedy}"
    mostly = [*plan()[:1], Page(picture=True), Page(picture=True)]
    assert refused(write(mostly), name) == f"{name}：3 页中有 2 页是图片，没有文字。{remedy}"
    assert refused(write([Page()]), name) == f"{name}：文件里没有文字。{remedy}"
    document = extract([Page(picture=True), *plan()], suffix)
    (finding,) = [f for f in document.findings if f.rule == "picture_not_read"]
    assert finding.message == "第 1 页是图片，图片里的文字没有读取。"
    assert len(document.plans[0].tasks) == 3


def test_broken_and_locked_pdf_files() -> None:
    assert refused(b"%PDF-1.7\nnothing", "a.pdf") == "a.pdf：PDF 文件已损坏或不是 PDF。请重新导出 PDF 后再导入。"
    assert refused(pdf(plan(), password="秘密".encode().hex()), "a.pdf") == (
        "a.pdf：PDF 有密码保护。请去掉密码后另存再导入。"
    )


def test_pdf_files_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    import dutygraph.ingest.formats.pdf as module

    data = pdf(plan())
    monkeypatch.setattr(module, "_MOST_PAGES", 2)
    assert refused(data, "a.pdf") == "a.pdf：PDF 有 3 页，超过 2 页。请拆分后再导入。"
    monkeypatch.setattr(module, "_MOST_PAGES", 3)
    monkeypatch.setattr(module, "_MOST_GLYPHS", 50)
    assert refused(data, "a.pdf") == "a.pdf：第 1 页内容过多。请确认文件无误，或拆分后再导入。"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"Doc_0/Document.xml": "<broken"}, "OFD 文件的内容已损坏"),
        ({"Doc_0/Document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "OFD 文件的内容已损坏"),
        (
            {"OFD.xml": "<OFD><DocBody><DocRoot>Doc_9/Document.xml</DocRoot></DocBody></OFD>"},
            "OFD 文件缺少 Doc_9/Document.xml",
        ),
        ({"OFD.xml": "<OFD/>"}, "OFD 文件里没有页面"),
        ({"Encryptions.xml": "<a/>"}, "OFD 文件已加密"),
    ],
)
def test_broken_and_locked_ofd_files(changed: dict[str, str], why: str) -> None:
    assert refused(ofd(plan(), changed), "a.ofd").startswith(f"a.ofd：{why}。")
    assert refused(b"PK\3\4 nothing", "a.ofd").startswith("a.ofd：OFD 文件已损坏或不是 OFD。")


def test_ofd_files_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    import dutygraph.ingest.formats.ofd as module

    data = ofd(plan())
    for limit, value, why in (
        ("_MOST_PAGES", 2, "OFD 超过 2 页"),
        ("_MOST_GLYPHS", 20, "OFD 有一页内容过多"),
        ("MOST_UNPACKED", 100, "OFD 文件展开后过大"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(module, limit, value)
            assert refused(data, "a.ofd").startswith(f"a.ofd：{why}。")


def test_templates_and_further_documents_of_an_ofd() -> None:
    template = Page()
    template.text(LEFT, 45, "青禾县人民政府公报", 10)
    content = read_bytes(ofd(plan(), template=template, documents=2), "a.ofd").content
    assert [page for _, page in content.pages] == [1, 2, 3, 4, 5, 6]
    assert content.text.count("青禾县人民政府公报") == 6
    assert all("青禾县人民政府公报" not in line.text for line in clean_lines(content))


def test_places_of_characters_in_an_ofd() -> None:
    """A matrix moves and scales, steps may be told in runs, be left out, or lead down; what is hidden is not there."""
    objects = (
        '<Content><Layer><PageBlock><TextObject Boundary="10 10 100 10" CTM="2 0 0 2 5 0" Size="3">'
        '<TextCode X="0" Y="4" DeltaX="g 2 3 9">甲乙丙丁</TextCode></TextObject></PageBlock>'
        '<TextObject Boundary="10 40 100 10" Size="5"><TextCode X="1" Y="5">戊AB己</TextCode></TextObject>'
        '<TextObject Boundary="150 40 10 60" Size="5"><TextCode X="0" Y="5" DeltaX="0 0" DeltaY="6 6">庚辛壬</TextCode>'
        '</TextObject><TextObject Boundary="0 0 9 9" Visible="false" Size="5"><TextCode X="0" Y="5">癸</TextCode>'
        '</TextObject><PathObject Boundary="0 0 9 9" Stroke="false"><AbbreviatedData>M 0 0 L 9 9</AbbreviatedData>'
        '</PathObject><PathObject Boundary="0 0 9 9"><AbbreviatedData>M 0 0 L 9 B 1 1 2 2 3 3 C x</AbbreviatedData>'
        "</PathObject></Layer></Content>"
    )
    content = read_bytes(ofd([Page()], {"Doc_0/Pages/Page_0/Content.xml": f"<Page>{objects}</Page>"}), "a.ofd").content
    assert content.text.split() == ["甲乙丙", "丁", "戊AB己", "庚", "辛", "壬"]


def test_fonts_that_are_nowhere_lose_no_character(tmp_path: Path) -> None:
    """Without a font on the machine pypdfium2 leaves out characters that stand alone in their string."""
    (tmp_path / "a.pdf").write_bytes(pdf(plan()))
    code = """
import ctypes, sys
import pypdfium2.raw as pdfium
folder = ctypes.create_string_buffer(sys.argv[1].encode())
paths = (ctypes.POINTER(ctypes.c_char) * 2)(ctypes.cast(folder, ctypes.POINTER(ctypes.c_char)), None)
pdfium.FPDF_DestroyLibrary()
pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=paths))
from dutygraph.ingest.read import read_source
sys.stdout.buffer.write(read_source(sys.argv[1] + "/a.pdf").text.encode())
"""
    ran = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, check=True)
    assert ran.stdout.decode() == read(plan(), ".pdf").text
