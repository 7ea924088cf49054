"""Lines made fit to be read: what is removed, what is joined, and what must stay apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import extract, wrap

from dutygraph.graph.model import Document
from dutygraph.ingest.clean.clean import clean_lines
from dutygraph.ingest.clean.wrapped import join_wrapped
from dutygraph.ingest.text.content import Content, Table
from dutygraph.ingest.text.lines import split_lines

EXAMPLE = (Path(__file__).parents[1] / "examples" / "qinghe-2024.txt").read_text(encoding="utf-8")


def lines(text: str) -> list[str]:
    return [line.text for line in clean_lines(Content(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("甲\n乙\n\n丙\n\n\n丁", [("甲", 0), ("乙", 0), ("丙", 1), ("丁", 2)], id="blank-lines"),
        pytest.param("\n\n甲\n", [("甲", 2)], id="before-the-first"),
        pytest.param("甲\r\n\r\n乙\r丙", [("甲", 0), ("乙", 1), ("丙", 0)], id="carriage-returns"),
        pytest.param("甲\u2028乙\x0c丙\x85丁\v戊\u2029己", [(c, 0) for c in "甲乙丙丁戊己"], id="other-breaks"),
        pytest.param("　　甲 \n \t\n　乙", [("甲", 0), ("乙", 1)], id="white-space-is-no-line"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_lines_and_the_gaps_between_them(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(line.text, line.gap) for line in split_lines(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[bookmark: _GoBack]（12）推进改革", ["（12）推进改革"], id="bookmark"),
        pytest.param("推进[comment: 3]改革[_Toc: 1]", ["推进改革[_Toc: 1]"], id="inside-and-no-latin-name"),
        pytest.param("[bookmark: _GoBack]\n甲", ["甲"], id="a-line-of-nothing-else"),
        pytest.param("[牵头单位：区司法局]\n[见附件]", ["[牵头单位：区司法局]", "[见附件]"], id="chinese-stays"),
        pytest.param("- 9 -\n—９—\n－ 10 －\n第3页\n第 3 页 共 20 页\n第3页/共20页", [], id="page-numbers"),
        pytest.param("12\n甲\n—\n第三页", ["12", "甲", "—", "第三页"], id="no-page-numbers"),
    ],
)
def test_leftovers_and_page_numbers(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("牵头部门：区司\n法局、区财政局", ["牵头部门：区司法局、区财政局"], id="name-broken"),
        pytest.param(
            "牵头部门：区综合行\n政执法局，区司\n法局。",
            ["牵头部门：区综合行政执法局，区司法局。"],
            id="two-names-broken",
        ),
        pytest.param("牵头部门：区综\n合行政执\n法局", ["牵头部门：区综合行政执法局"], id="over-three-lines"),
        pytest.param("责任部门：各镇、\n\n街道", ["责任部门：各镇、街道"], id="after-a-separator"),
        pytest.param("责任单位：\n区司法局、区财政局", ["责任单位：区司法局、区财政局"], id="label-alone"),
        pytest.param("牵头部门：区司法局\n区财政局\n各镇", ["牵头部门：区司法局、区财政局、各镇"], id="a-name-a-line"),
        pytest.param(
            "牵头单位：甲；配合单位：区司\n法局", ["牵头单位：甲；配合单位：区司法局"], id="last-of-two-labels"
        ),
        pytest.param("责任单位：县直有关部\n\n门和单位，各镇", ["责任单位：县直有关部门和单位，各镇"], id="group"),
        pytest.param(
            "牵头单位：水利部\n\n（国家文物局）\n责任单位：各地区",
            ["牵头单位：水利部（国家文物局）", "责任单位：各地区"],
            id="other-name",
        ),
        pytest.param("责任单位：驻区\n各单位", ["责任单位：驻区各单位"], id="group-broken"),
        pytest.param("责任单位：省国资委\n等单位", ["责任单位：省国资委等单位"], id="open-end"),
    ],
)
def test_a_broken_list_is_joined(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("牵头部门：区司法局\n完善制度。", id="a-sentence"),
        pytest.param("牵头部门：区司法局\n推进改革", id="a-heading"),
        pytest.param("牵头部门：区司法局\n各责任单位要高度重视，2024年底前完成总结。", id="closing-paragraph"),
        pytest.param("牵头部门：区司法局\n推行一次办，2024年底前完成。", id="a-clause-that-ends-like-a-body"),
        pytest.param("牵头部门：区司法局\n责任部门：区财政局", id="the-next-label"),
        pytest.param("牵头部门：区司法局、\n（2）加强宣传", id="the-next-number"),
        pytest.param("牵头部门：区司法局\n\n区财政局", id="behind-a-blank-line"),
        pytest.param("牵头部门：区司法局。\n区财政局", id="behind-a-stop"),
        pytest.param("牵头部门：区司法局\n青禾区强化监管行动方案", id="the-next-title"),
        pytest.param("牵头部门：区司法局、\n抓好落实。要加强督查", id="sentences"),
        pytest.param("完成时限：2024年9月底\n加强宣传", id="a-deadline"),
        pytest.param("责任人：张\n某", id="a-person"),
        pytest.param("推进改革、\n区司法局", id="no-label"),
    ],
)
def test_what_is_no_rest_of_a_list_stays_apart(text: str) -> None:
    assert lines(text) == [line for line in text.split("\n") if line]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("贯彻《法治政府建设\n规划》分工方案", ["贯彻《法治政府建设规划》分工方案"], id="two-lines"),
        pytest.param(
            "贯彻《法治\n政府建设\n规划（2021-2025年）》的方案",
            ["贯彻《法治政府建设规划（2021-2025年）》的方案"],
            id="three",
        ),
        pytest.param("行动方案（2024\n年版）", ["行动方案（2024年版）"], id="round"),
    ],
)
def test_a_title_broken_inside_a_bracket_is_joined(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("甲（乙\n丙。\n丁", id="never-closed"),
        pytest.param("落实《规划\n1．推进改革》", id="a-number"),
        pytest.param("落实《规划\n牵头部门：区司法局》", id="a-label"),
        pytest.param("落实《规划\n\n纲要》", id="a-blank-line"),
        pytest.param(f"{'推' * 60}《规划\n纲要》", id="a-paragraph"),
        pytest.param("落实《规划》\n纲要》", id="closed"),
    ],
)
def test_an_open_bracket_alone_joins_nothing(text: str) -> None:
    assert lines(text) == [line for line in text.split("\n") if line]


def test_blank_lines_between_all_lines_keep_no_name_apart() -> None:
    duties = [f"{n}．推进改革。\n\n责任单位：县自然\n\n资源局、县公安局\n\n青禾分局" for n in range(1, 5)]
    read = lines("\n\n".join(duties))
    assert read[1::2] == ["责任单位：县自然资源局、县公安局青禾分局"] * 4


def test_a_table_is_one_line_in_its_place() -> None:
    text = "甲\n乙\t丙\n丁\n"
    first, table, last = clean_lines(Content(text, (Table(2, 6, (((2, 3), (4, 5)),)),)))
    assert (first.text, table.text, last.text) == ("甲", "", "丁")
    assert table.table == Table(2, 6, (((2, 3), (4, 5)),))
    assert (first.table, last.table, last.passage.offsets) == (None, None, (6,))


PIECES = st.sampled_from(
    [
        "牵头部门：区司\n法局、区财\n政局",
        "责任部门：各镇、\n\n街道",
        "牵头部门：区司法局\n区财政局",
        "[bookmark: _GoBack]（12）推进改革",
        "贯彻《法治政府建设\n规划》方案",
        "推进改革，完善制度，加强监督，优化服务，提升效能，" * 3,
        "- 3 -",
        "　　各部门要高度重视。",
        "",
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40), st.sampled_from(["\n", "\r\n", "\n\n"]), st.integers(8, 60))
def test_cleaned_characters_stand_where_they_stood(pieces: list[str], newline: str, width: int) -> None:
    text = newline.join(wrap(newline.join(pieces), width))
    for line in clean_lines(Content(text)):
        for char, offset in zip(line.passage.text, line.passage.offsets, strict=True):
            assert text[offset] == char or char == "、"  # put between two names that stand on lines of their own
        assert list(line.passage.offsets) == sorted(line.passage.offsets)


def facts(document: Document) -> list[object]:
    """All that was read, without offsets and white space."""

    def tight(text: str | None) -> str:
        return re.sub(r"\s", "", text or "")

    header = (document.title, document.issuer, document.issued_on, document.document_number, document.addressees)
    return [
        header,
        *(
            (
                task.number,
                [section.path for section in task.sections],
                tight(task.text),
                [(a.role, a.label, a.surface, a.body.key) for a in task.assignments],
                [(m.relation, tight(m.title), m.doc_number, m.instrument.key) for m in task.mentions],
                [(d.kind, d.value, d.surface, d.anchor) for d in task.dates],
                [(t.indicator, t.comparator, t.value, t.unit, t.per) for t in task.targets],
            )
            for task in document.tasks
        ),
    ]


UNBROKEN = "\n".join(line.strip() for line in EXAMPLE.split("\n"))


@pytest.mark.parametrize(
    ("width", "by_columns"),
    [(30, True), (35, True), (60, True), (80, True), (28, False), (35, False), (40, False)],
)
def test_a_wrapped_document_says_what_it_said(width: int, by_columns: bool) -> None:
    wrapped = wrap(UNBROKEN, width, by_columns=by_columns)
    assert len(wrapped) > UNBROKEN.count("\n") + 40
    assert facts(extract("\n".join(wrapped))) == facts(extract(UNBROKEN))


WRAPPED = ("（1）" + "推进改革完善制度优化服务" * 5)[:40]  # two lines of twenty characters


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        pytest.param("推进改革完善制度优化服务加强监督检查指导\n抓好落实。", True, id="a-word-broken"),
        pytest.param("推进改革完善制度优化服务加强监督检查。（\n责任单位：县司法局）", True, id="a-bracket-opened"),
        pytest.param("推进改革完善制度。（牵头单位：县司法局；\n责任单位：县财政局）", True, id="labels-in-a-bracket"),
        pytest.param("推进改革完善制度优化服务。（责任单位：\n县司法局）", True, id="a-colon-in-a-bracket"),
        pytest.param("推进改革完善制度优化服务（加强监督检查（\n（2）抓好落实。", False, id="a-number-in-a-bracket"),
        pytest.param("推进改革完善制度优化服务加强监督检查。\n抓好落实。", False, id="behind-a-stop"),
        pytest.param("各乡镇人民政府各街道办事处县直各部门：\n现印发给你们。", False, id="behind-a-colon"),
        pytest.param("推进改革完善制度。（县司法局负责落实好）\n抓好落实。", True, id="behind-no-duty"),
        pytest.param("推进改革完善制度优化服务。（县司法局负责）\n抓好落实。", False, id="behind-a-duty"),
        pytest.param("中共清河县委员会全面依法治县委员会办公室\n2024年3月5日", False, id="a-day"),
        pytest.param("清河县推进改革优化服务加强监督检查行动方案\n\n为推进改革。", False, id="a-title"),
        pytest.param("清河县推进改革优化服务加强监督检查行动方案\n为推进改革。", True, id="no-title-of-its-own"),
        pytest.param("清河县优化营商办政发电字〔2024〕12号\n\n各单位", False, id="a-number-of-a-document"),
        pytest.param(
            "牵头单位：县司法局、县财政局、县教育体育局\n各单位要重视，抓好落实", False, id="a-list-and-a-sentence"
        ),
        pytest.param("牵头单位：县司法局、县财政局、县教育体育\n局、县审计局", True, id="a-list-broken"),
    ],
)
def test_full_lines_of_a_wrapped_document(text: str, joined: bool) -> None:
    before = "\n".join(wrap("\n".join([WRAPPED + "，抓好落实。"] * 12), 20))
    read = lines(f"{before}\n{text}")
    assert len(read) == 12 + (1 if joined else 2)
    assert "".join(read[12:]) == text.replace("\n", "")


@pytest.mark.parametrize(
    ("width", "by_columns"), [(30, True), (41, True), (60, True), (26, False), (33, False), (40, False)]
)
def test_an_indented_document_that_is_wrapped_says_what_it_said(width: int, by_columns: bool) -> None:
    """Also where the break stands in a number or a date, and a page number in the break."""
    wrapped = [piece for line in UNBROKEN.split("\n") for piece in wrap("　　" + line, width, by_columns=by_columns)]
    paged = [
        part for n, line in enumerate(wrapped, 1) for part in ((line, "", str(n // 30), "") if n % 30 == 0 else (line,))
    ]
    assert facts(extract("\n".join(paged))) == facts(extract(UNBROKEN))


INDENTED = [f"　　（{n}）推进改革，完善制度，优化服务，抓好宣传，落实责任。" for n in range(1, 6)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "　　（6）优化各类公共服务和改革，202\n4年底前完成。",
            ["（6）优化各类公共服务和改革，2024年底前完成。"],
            id="a-year",
        ),
        pytest.param(
            "　　（6）优化各类公共服务和改革，共计1\n2、13处。",
            ["（6）优化各类公共服务和改革，共计12、13处。"],
            id="no-number-of-its-own",
        ),
        pytest.param("　　责任单位：县司\n\n法局、县财政局", ["责任单位：县司法局、县财政局"], id="a-list-breaks-off"),
        pytest.param(
            "　　责任单位：县财政局\n县人民政府\n2024年3月5日",
            ["责任单位：县财政局", "县人民政府", "2024年3月5日"],
            id="who-signs",
        ),
        pytest.param(
            "　　（6）优化公共服务，推进各方面改革。\n县学校方案\n　　各镇落实。",
            ["（6）优化公共服务，推进各方面改革。", "县学校方案", "各镇落实。"],
            id="a-title",
        ),
        pytest.param(
            "　　完成时限：年底前\n县学校⽅案\n　　各镇落实。",
            ["完成时限：年底前", "县学校⽅案", "各镇落实。"],
            id="a-title-in-radicals",
        ),
        pytest.param("　　（6）优化改革\n县司法局", ["（6）优化改革", "县司法局"], id="a-short-line"),
    ],
)
def test_full_lines_of_a_document_with_indents(text: str, expected: list[str]) -> None:
    before = "\n".join(piece for line in INDENTED for piece in wrap(line, 20))
    read = lines(f"{before}\n{text}\n　　（7）抓好落实。")
    assert read == [*(line.strip() for line in INDENTED), *expected, "（7）抓好落实。"]


def test_numbers_at_the_margin_show_that_indents_tell_nothing() -> None:
    before = "\n".join(piece for line in INDENTED for piece in wrap(line, 20))
    headings = "".join(f"\n{n}、加强领导\n　　各镇要抓好落实。" for n in "一二三")
    read = lines(f"{before}{headings}\n　　（6）优化各类公共服务和改革，202\n4、2025年推进。")
    assert read[-2:] == ["（6）优化各类公共服务和改革，202", "4、2025年推进。"]


def test_what_is_not_wrapped_is_not_joined() -> None:
    read = split_lines(EXAMPLE)
    assert join_wrapped(read) == read
    short = split_lines("\n".join(wrap(UNBROKEN, 40)[:29]))
    assert join_wrapped(short) == short  # too little to tell
    assert len(join_wrapped(split_lines("\n".join(wrap(UNBROKEN, 40)[:60])))) < 60


def test_a_paragraph_behind_a_full_line_stays_apart_when_it_opens_something() -> None:
    paragraphs = [
        f"（{n}）{'推进改革完善制度' * 6}" for n in range(1, 31)
    ]  # 51 or 52 characters: two full lines and more
    wrapped = wrap("\n".join(paragraphs), 24)
    assert [line.text for line in join_wrapped(split_lines("\n".join(wrapped)))] == paragraphs


def test_what_the_page_adds_is_left_out_and_its_breaks_are_joined() -> None:
    text = "1. 推进改\n－ 3 －\n\n重点任务（续）\n革。\n2. 完善制度。\n"
    head, number = text.index("重点任务"), text.index("－")
    furniture = ((number, number + 5), (head, head + 7))
    read = clean_lines(Content(text, furniture=furniture, wraps=frozenset({text.index("\n")})))
    assert [line.text for line in read] == ["1. 推进改革。", "2. 完善制度。"]
    assert read[0].passage.offsets[-2:] == (text.index("革"), text.index("革") + 1)
