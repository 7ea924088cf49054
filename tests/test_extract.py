"""One document through every step: what it leaves in doubt, what its parts add up to, that it always says the same."""

from __future__ import annotations

import dataclasses
import hashlib
import time
from itertools import pairwise
from pathlib import Path

import pytest
from texts import DUTIES, ISSUED, TITLE, extract, plan, rules

from dutygraph.graph.entities import Unit
from dutygraph.graph.errors import BadParameter
from dutygraph.graph.model import Coverage, Document, Finding, Span
from dutygraph.ingest.dates.dates import Context, find_dates
from dutygraph.ingest.extract import extract_document
from dutygraph.ingest.findings.coverage import measure
from dutygraph.ingest.segment.caption import TITLE_LENGTH, caption
from dutygraph.ingest.text.passage import Passage

EXAMPLE = Path(__file__).parents[1] / "examples" / "qinghe-2024"


@pytest.mark.parametrize(
    ("duties", "rule", "words", "message"),
    [
        pytest.param(
            "1．推进改革。\n责任单位：县司法局\n责任人：张某\n",
            "person_not_read",
            "张某",
            "“张某”是人员，不作为单位。",
            id="person",
        ),
        pytest.param(
            "1．推进改革。\n责任单位：县司法局\n建议配合单位：市司法局\n",
            "request_no_duty",
            "市司法局",
            "“市司法局”只是建议，不构成责任。",
            id="request",
        ),
        pytest.param(
            "1．推进改革。\n责任单位：县司法局等有关部门\n",
            "open_list",
            "等有关部门",
            "单位名单以“等有关部门”结尾，未列全。",
            id="open-list",
        ),
        pytest.param(
            "1．推进改革。\n责任单位：县司法局、张三\n",
            "unit_doubtful",
            "张三",
            "“张三”不像单位名称，请核对。",
            id="doubtful",
        ),
        pytest.param(
            "1．推进改革。\n责任单位：县司法局\n完成时限：尽快\n",
            "deadline_not_understood",
            "尽快",
            "完成时限“尽快”没有读懂。",
            id="deadline",
        ),
        pytest.param(
            "1．推进改革。\n责任单位：县司法局\n3．加强宣传。\n责任单位：县教育局\n",
            "number_gap",
            "3．",
            "编号从 1 跳到 3，缺 2。",
            id="gap",
        ),
        pytest.param(
            "3．推进改革。\n责任单位：县司法局\n2．加强宣传。\n责任单位：县教育局\n",
            "number_order",
            "2．",
            "编号 2 出现在 3 之后。",
            id="order",
        ),
        pytest.param(
            "1．推进改革。\n责任单位：县司法局\n2．加强宣传。\n",
            "no_unit",
            "2．加强宣传。",
            "“2．加强宣传”没有写明责任单位，未作为任务。",
            id="no-unit",
        ),
    ],
)
def test_findings(duties: str, rule: str, words: str, message: str) -> None:
    read = plan(duties)
    (finding,) = read.findings
    assert finding.span is not None
    assert (finding.rule, finding.message, finding.status) == (rule, message, "open")
    assert read.text[finding.span.start : finding.span.end] == words
    assert finding.task in ({t.key for t in read.tasks} if rule != "no_unit" else {None})
    assert read.plans[0].findings == read.findings


def test_an_empty_deadline_or_person_is_no_finding() -> None:
    assert rules(plan("1．推进改革。\n责任单位：县司法局\n责任人：\n完成时限：\n建议责任单位：\n")) == []


def test_findings_of_the_whole_document() -> None:
    read = extract("法治建设方案\n1．推进改革，6月底前完成，9月见效。\n责任单位：区司法局\n完成时限：9月\n")
    assert [(f.rule, f.message, f.task) for f in read.findings] == [
        ("jurisdiction_unknown", "文件没有写明所属行政区划，单位只按名称区分；导入时可以选定行政区划。", None),
        ("issue_date_unknown", "没有找到印发日期。", None),
        ("issuer_unknown", "没有找到印发机关。", None),
        ("year_unknown", "“6月底前”没有年份，文件的标题和日期也没有。", read.tasks[0].key),
        ("year_unknown", "“9月”没有年份，文件的标题和日期也没有。", read.tasks[0].key),
    ]
    assert read.plans[0].findings == read.findings
    assert read.tasks[0].dates == ()


def test_findings_of_a_notice_stand_with_its_first_plan() -> None:
    read = extract(f"清河县第一工作方案\n\n{DUTIES}\n\n\n清河县第二工作方案\n\n1．推进改革。\n责任单位：张三\n")
    assert [[f.rule for f in p.findings] for p in read.plans] == [
        ["issue_date_unknown", "issuer_unknown"],
        ["unit_doubtful"],
    ]
    assert [f.rule for f in read.findings] == ["issue_date_unknown", "issuer_unknown", "unit_doubtful"]


@pytest.mark.parametrize(
    ("title", "issued", "due"),
    [
        pytest.param("清河县2025年工作方案", ISSUED, "2025-06-30", id="the-title-s"),
        pytest.param("清河县贯彻落实《2021年规划》工作方案", ISSUED, "2024-06-30", id="not-of-a-title-inside"),
        pytest.param("清河县工作方案（2025-2027年）", ISSUED, "2024-06-30", id="not-of-a-range"),
        pytest.param("清河县工作方案", ISSUED, "2024-06-30", id="the-day-s"),
    ],
)
def test_the_year_of_a_bare_month(title: str, issued: str, due: str) -> None:
    read = extract(f"{issued}\n{title}\n\n1．推进改革，6月底前完成。\n责任单位：县司法局\n")
    assert [d.value for d in read.tasks[0].dates] == [due]


def test_a_month_without_any_year_is_said_and_not_guessed() -> None:
    dates, undated = find_dates(Passage.of("今年6月底前，2024年9月底前。下半年内"), Context(None))
    assert [d.value for d in dates] == ["2024-09-30"]
    assert [p.text for p in undated] == ["今年6月底前", "下半年内"]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("2024年9月底", [("deadline", "2024-09-30", "month")]),
        ("2024年9月", [("deadline", "2024-09-30", "month")]),
        ("2024年第三季度", [("period", "2024-07-01/2024-09-30", "quarter")]),
        ("上半年", [("period", "2024-01-01/2024-06-30", "half")]),
        ("6月上旬", [("deadline", "2024-06-10", "xun")]),
        ("2024年6月30日", [("deadline", "2024-06-30", "day")]),
        ("2024年", [("period", "2024-01-01/2024-12-31", "year")]),
        ("2024年底", [("deadline", "2024-12-31", "year")]),
        ("年内", [("deadline", "2024-12-31", "year")]),
        ("一季度完成", [("deadline", "2024-03-31", "quarter")]),
        ("2024年全面建成", [("deadline", "2024-12-31", "year")]),
        ("2024年三季度前", [("deadline", "2024-06-30", "quarter")]),
        ("（2024年）", [("period", "2024-01-01/2024-12-31", "year")]),
        ("2024年1月至6月", [("period", "2024-01-01/2024-06-30", "month")]),
        ("长期坚持", [("ongoing", None, None)]),
        ("全年", [("period", "2024-01-01/2024-12-31", "year")]),
        ("全年持续推进", [("ongoing", None, None)]),
        ("2024年取得成果并持续推进", [("period", "2024-01-01/2024-12-31", "year"), ("ongoing", None, None)]),
        ("每年", [("recurrence", "FREQ=YEARLY", "year")]),
        ("每季度持续推进", [("recurrence", "FREQ=MONTHLY;INTERVAL=3", "quarter")]),
        ("即日起", []),
        ("2月30日", []),
    ],
)
def test_deadline_fields(printed: str, read: list[tuple[str, str | None, str | None]]) -> None:
    dates, _ = find_dates(Passage.of(printed), Context(2024, deadline_field=True))
    assert [(d.kind, d.value, d.precision) for d in dates] == read
    assert {d.stated_in for d in dates} <= {"deadline_field"}


def test_dates_of_the_words_and_of_the_field_are_told_apart() -> None:
    (task,) = plan(
        "1．推进改革，每年检查，2024年底前完成。\n责任单位：县司法局\n完成时限：2024年9月底，长期坚持\n"
    ).tasks
    assert [(d.position, d.stated_in, d.value) for d in task.dates] == [
        (1, "text", "FREQ=YEARLY"),
        (2, "text", "2024-12-31"),
        (3, "deadline_field", "2024-09-30"),
        (4, "deadline_field", None),
    ]


def test_a_target_has_the_year_of_its_sentence_or_of_its_column() -> None:
    """2024年建成3个，到2025年5个; 2024年目标 | 2025年目标; a deadline of the whole task is none of a target's own."""
    table = (
        "云川市重点任务表\n"
        "序号\t工作任务\t牵头单位\t2024年目标\t2025年目标\t完成时限\n"
        "1\t改造老旧小区。到2026年改造率达到90％\t市住建局\t20个\t30个\t2027年底前\n"
        "2\t新建公园。2024年建成3个，到2025年建成5个。持证率达到95％以上\t市财政局\t3个\t5个\t2027年底前\n"
    )
    tasks = extract(table).plans[0].tasks
    assert [[(t.surface, t.year) for t in task.targets] for task in tasks] == [
        [("90％", 2026), ("20个", 2024), ("30个", 2025)],
        [("3个", 2024), ("5个", 2025), ("95％以上", None), ("3个", 2024), ("5个", 2025)],
    ]


def test_years_in_a_row_are_of_as_many_quantities_in_turn() -> None:
    document = plan(
        "1．加装电梯三年完成150部以上，其中2023、2024、2025年分别完成60部、50部、40部；到2024年、2025年，"
        "绿化率、达标率均达到95％；2024年和2025年持证率分别达到80％和90％。\n牵头单位：市住建局\n"
    )
    assert [(t.value, t.year) for t in document.tasks[0].targets] == [
        (150, None),
        (60, 2023),
        (50, 2024),
        (40, 2025),
        (95, 2025),
        (95, 2025),
        (80, 2024),
        (90, 2025),
    ]


def test_the_share_of_a_deadline_is_a_target() -> None:
    """6月底前完成80%，12月底前全部完成, in the line or column of deadlines; 3个月内 is a limit and none."""
    document = plan(
        "1．整治背街小巷。\n牵头单位：市城管局\n完成时限：2024年6月底前完成80％，12月底前全部完成\n"
        "2．整治河道。\n牵头单位：市水利局\n完成时限：文件印发后3个月内\n"
    )
    assert [[(t.value, t.unit, t.year) for t in task.targets] for task in document.tasks] == [[(80, "%", 2024)], []]


@pytest.mark.parametrize(
    ("duty", "year"),
    [
        pytest.param("“十四五”期间新建5个公园", 2025, id="the-end-of-a-period"),
        pytest.param("新建5个公园，2024年底前全部开放", 2024, id="a-time-behind-it"),
        pytest.param("2023年前新建5个公园", 2022, id="before-a-year"),
        pytest.param("每年新建5个公园", None, id="a-rule-has-no-year"),
    ],
)
def test_the_year_of_a_target(duty: str, year: int | None) -> None:
    document = plan(f"1．{duty}。\n牵头单位：市住建局\n")
    assert [t.year for t in document.tasks[0].targets] == [year]


def test_instruments_that_a_plan_carries_out() -> None:
    read = extract(
        f"{ISSUED}\n清河县贯彻落实《法治政府建设纲要》分工方案\n\n根据《法治政府建设纲要》（国发〔2021〕3号）和《实施办法》，"
        f"对照《标准》，学习民法典，制定本方案。\n{DUTIES}3．落实《法治政府建设 纲要》。\n牵头部门：县司法局\n"
    )
    (only,) = read.plans
    assert [(i.title, i.document_number and str(i.document_number)) for i in only.implements] == [
        ("法治政府建设纲要", "国发〔2021〕3号"),
        ("实施办法", None),
    ]
    # A number given once holds for the title wherever it stands; what is printed there stays null.
    (mention,) = read.tasks[2].mentions
    assert (mention.surface, mention.doc_number) == ("《法治政府建设 纲要》", None)
    assert mention.instrument.key == only.implements[0].key


def test_a_short_title_means_the_instrument_that_it_was_given_for() -> None:
    read = plan(
        "1．公布《三级事项通用目录》（以下简称《目录》）第三条。\n责任单位：县司法局\n2．更新《目录》，落实民法典第一百条。\n责任单位：县司法局\n"
    )
    assert [[(m.title, m.article) for m in t.mentions] for t in read.tasks] == [
        [("三级事项通用目录", "第三条")],
        [("民法典", "第一百条")],
    ]
    assert [a.name for a in read.tasks[0].mentions[0].instrument.aliases] == ["目录"]


@pytest.mark.parametrize(
    ("cited", "article"),
    [
        ("《甲条例》（国务院令第722号）第三十一条第一款第（二）项", "第三十一条第一款第（二）项"),
        ("民法典第一千零七十七条至第一千零八十条", "第一千零七十七条至第一千零八十条"),
        ("《行政处罚法》第十二条、第十三条", "第十二条、第十三条"),
    ],
)
def test_articles_are_pinned(cited: str, article: str) -> None:
    (task,) = plan(f"1．落实{cited}。\n责任单位：县司法局\n").tasks
    assert [m.article for m in task.mentions] == [article]


@pytest.mark.parametrize(
    ("said", "pinned"),
    [
        (
            "落实《甲会议规则》（甲发〔2021〕3号，以下简称《规则》），依照《规则》第八条办理。",
            [("甲会议规则", "第八条")],
        ),
        ("执行《甲条例》，依据《条例》第十条至第十二条处理。", [("甲条例", "第十条至第十二条")]),
        (
            "执行《甲办法》第二条，按《办法》第三条第二款、《甲办法》第二条备案。",
            [("甲办法", "第二条、第三条第二款")],
        ),
        (
            "落实民法典第一百条，民法典第二百条和《乙规则》第八条。",
            [("民法典", "第一百条、第二百条"), ("乙规则", "第八条")],
        ),
        ("更新《目录》，依照《目录》办理。", []),
        ("依照《目录》第四条和《总则》第五条更新。", [("丙通用目录", "第四条"), ("总则", "第五条")]),
    ],
)
def test_articles_of_a_short_title_are_those_of_the_instrument(said: str, pinned: list[tuple[str, str]]) -> None:
    given = "1．公布《丙通用目录》（以下简称《目录》）。\n责任单位：县司法局\n"
    task = plan(f"{given}2．{said}\n责任单位：县司法局\n").tasks[1]
    assert [(m.title, m.article) for m in task.mentions] == pinned


def test_a_title_broken_over_lines_is_printed_without_the_break() -> None:
    (task,) = plan("1．落实《优化营商环境若干\n规定》，推进改革。\n责任单位：县司法局\n").tasks
    (mention,) = task.mentions
    assert (mention.surface, mention.title) == ("《优化营商环境若干规定》", "优化营商环境若干规定")
    assert mention.span.end - mention.span.start == len(mention.surface) + 1


@pytest.mark.parametrize(
    ("named", "code", "name"),
    [("150602", "150602", "东胜区"), ("东胜区", "150602", "东胜区"), ("青禾示范区", None, "青禾示范区")],
)
def test_a_user_settles_the_place(named: str, code: str | None, name: str) -> None:
    read = extract(f"{TITLE}\n{DUTIES}", jurisdiction=named)
    assert read.jurisdiction is not None
    assert (read.jurisdiction.code, read.jurisdiction.name) == (code, name)
    assert "jurisdiction_unknown" not in [f.rule for f in read.findings]


def test_a_place_that_is_none_is_refused() -> None:
    with pytest.raises(BadParameter) as refused:
        extract(DUTIES, jurisdiction="天上")
    assert str(refused.value) == (
        "参数 jurisdiction：收到“天上”，应为六位行政区划代码或行政区划名称（如 150602、东胜区）。"
    )


def test_a_group_issues_nothing() -> None:
    read = extract(f"{TITLE}\n{DUTIES}\n县直有关部门\n2024年3月5日\n")
    assert (read.issuer, read.plans[0].issuer) == ("县直有关部门", None)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("加强宣传。通过报刊开设栏目。", "加强宣传"),
        ("加强宣传。\n通过报刊开设栏目。", "加强宣传"),
        ("优化审批流程\n推行一次办。", "优化审批流程"),
        ("继续优化政府组织结构，促进职能转变。", "继续优化政府组织结构"),
        ("加强宣传。", "加强宣传"),
        ("改" * 41 + "。加强宣传。", "改" * 39 + "…"),
        ("改" * 40 + "，加强宣传。", "改" * 40),
        ("，加强宣传", "，加强宣传"),
        ("。加强宣传。", "。加强宣传。"),
        ("第一项：推进改革", "第一项"),
    ],
)
def test_captions(text: str, title: str) -> None:
    assert caption(text) == title
    assert len(caption(text)) <= TITLE_LENGTH


@pytest.fixture(scope="module", params=[".txt", ".docx"])
def example(request: pytest.FixtureRequest) -> Document:
    return extract_document(EXAMPLE.with_suffix(request.param))


def test_coverage_adds_up(example: Document) -> None:
    coverage = example.coverage
    assert coverage.characters == sum(not c.isspace() for c in example.text)
    assert coverage.in_facts + coverage.in_prose + coverage.not_understood == coverage.characters
    assert coverage.not_understood == 0
    assert 0.3 < coverage.in_facts / coverage.characters < 0.6


def test_coverage_counts_each_character_once() -> None:
    text = "甲 乙丙丁戊"
    doubtful = Finding("unit_doubtful", "", Span(3, 5))
    remark = Finding("open_list", "", Span(5, 6))
    assert measure(text, [], [Span(0, 4)], [doubtful, remark, Finding("no_unit", "")]) == Coverage(5, 2, 1, 2)
    read = plan("1．推进改革。\n责任单位：县司法局、张三\n完成时限：尽快\n")
    assert read.coverage.not_understood == len("张三尽快")
    assert read.coverage.in_facts == len("清河县人民政府办公室2024年3月5日" + TITLE + "县司法局")


def test_tasks_have_keys_captions_and_spans_of_their_own(example: Document) -> None:
    assert len({t.key for t in example.tasks}) == 27
    assert max(len(t.title) for t in example.tasks) <= TITLE_LENGTH
    assert [t.position for t in example.tasks] == list(range(1, 28))
    spans = [t.span for t in example.tasks]
    assert all(a.end <= b.start for a, b in pairwise(spans))


def key(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def test_keys_are_made_of_what_identifies() -> None:
    read = extract_document(EXAMPLE.with_suffix(".txt"))
    issuer = "中共云川市青禾示范区委员会全面依法治区委员会"
    title = (
        "青禾示范区贯彻落实《云川市法治政府建设实施方案(2023-2025年)》任务分解方案"  # brackets narrow, as NFKC has them
    )
    plan_key = key(issuer, title, "2024-01-15")
    assert read.plans[0].key == plan_key == "3740dea82efb44df"
    assert read.tasks[0].key == f"{plan_key}-{key('一', '1', '1', '1')}"
    assert read.tasks[26].key == f"{plan_key}-{key('八', '16', '27', '1')}"
    bodies = {a.surface: a.body.key for t in read.tasks for a in t.assignments}
    assert bodies["区司法局"] == key("青禾示范区", "区司法局")
    assert bodies["区市场监管局"] == bodies["区市场监督管理局"] == key("青禾示范区", "区市场监督管理局")
    assert bodies["市公安局青禾分局"] == key("云川市", "市公安局青禾分局")
    assert bodies["各镇"] == key("青禾示范区", "各镇")
    instruments = {m.title: m.instrument.key for t in read.tasks for m in t.mentions}
    assert instruments["重大行政决策程序暂行条例"] == key("重大行政决策程序暂行条例")
    assert instruments["云川市重大行政决策程序规定"] == key("云政发〔2022〕7号")
    assert instruments["行政处罚法"] == key("中华人民共和国行政处罚法")


def test_tasks_without_a_number_are_known_by_their_words() -> None:
    words = "推进改革，完善制度，加强监督，优化服务，提升效能，压实责任，注重实效"
    read = plan(f"{words}甲。\n责任单位：县司法局\n{words}乙。\n责任单位：县教育局\n加强宣传。\n责任单位：县教育局\n")
    assert [t.ordinal for t in read.tasks] == [1, 2, 1]
    narrow = words[:30].replace("，", ",")
    assert [t.key.split("-")[1] for t in read.tasks] == [key(narrow, "1"), key(narrow, "2"), key("加强宣传。", "1")]


def test_a_document_always_says_the_same(example: Document) -> None:
    again = extract_document(EXAMPLE.with_suffix(Path(example.source.path).suffix))
    assert again == example
    assert repr(again) == repr(example)


def test_both_forms_of_the_example_say_the_same() -> None:
    text, word = (extract_document(EXAMPLE.with_suffix(s)) for s in (".txt", ".docx"))
    assert word.text == text.text
    assert word.tasks == text.tasks
    assert word.coverage == text.coverage
    assert dataclasses.replace(word, source=text.source, plans=text.plans) == text


def seconds(text: str) -> float:
    """The shorter of two readings."""
    taken = []
    for _ in range(2):
        start = time.perf_counter()
        extract(text)
        taken.append(time.perf_counter() - start)
    return min(taken)


def test_time_grows_with_the_length_and_not_with_its_square() -> None:
    duty = "（{}）推进改革，2024年底前完成率达到95％以上，落实《办法》。\n牵头部门：县司法局\n责任部门：各镇、街道\n"
    short, long = ("".join(duty.format(n % 900 + 1) for n in range(count)) for count in (60, 480))
    assert seconds(f"{TITLE}\n{long}") < 8 * 4 * seconds(f"{TITLE}\n{short}")


def test_a_title_printed_again_goes_on_with_its_plan() -> None:
    document = extract(f"{ISSUED}\n{TITLE}\n\n{DUTIES}\n{TITLE}\n\n{DUTIES}")
    assert [(t.number, t.sections[0].path) for t in document.tasks] == [
        ("1", ("一",)),
        ("2", ("一",)),
        ("1", ("一#2",)),
        ("2", ("一#2",)),
    ]
    assert len({t.key for t in document.tasks}) == 4


def test_the_place_by_the_document_number_and_a_place_that_is_doubtful() -> None:
    duties = "1．推进改革。\n牵头单位：市司法局\n"
    read = extract(f"京政办发〔2024〕3号\n\n法治建设任务分解方案\n\n{duties}")
    assert read.jurisdiction is not None
    (body,) = (a.body for a in read.tasks[0].assignments)
    assert isinstance(body, Unit)
    assert (read.jurisdiction.code, body.full_name) == ("110000", "北京市司法局")
    read = extract("鼓楼区人民政府\n2024年3月5日\n\n鼓楼区法治建设任务分解方案\n\n1．推进改革。\n牵头单位：区司法局\n")
    assert [(f.rule, f.message) for f in read.findings] == [
        (
            "jurisdiction_ambiguous",
            "“鼓楼区”有 4 处（江苏省南京市鼓楼区、江苏省徐州市鼓楼区、福建省福州市鼓楼区、河南省开封市鼓楼区），"
            "文件没有写明是哪一处；请在导入时选定行政区划。",
        )
    ]
