"""Instruments: the office's register of them, and what a plan is to carry out."""

from __future__ import annotations

from pathlib import Path

import histories
import pytest
from texts import ISSUED, TITLE, extract, source

from dutygraph.graph.build import build_graph
from dutygraph.graph.entities import DocumentNumber, Instrument
from dutygraph.graph.errors import InputError
from dutygraph.ingest.extract import extract_text
from dutygraph.ingest.resolve.instruments import (
    COLUMNS,
    InstrumentEntry,
    InstrumentRegister,
    make_instrument,
    read_instruments,
)

OLD, NEW = DocumentNumber("清政发", 2019, 3), DocumentNumber("清政发", 2022, 8)
RULES = InstrumentRegister(
    (
        InstrumentEntry("清河县扶持办法", OLD, ("扶持办法", "关于扶持的办法"), "已废止", "清政发〔2022〕8号"),
        InstrumentEntry("清河县振兴办法", NEW, (), "有效"),
        InstrumentEntry("年度工作要点", DocumentNumber("清政发", 2022, 1)),
        InstrumentEntry("年度工作要点", DocumentNumber("清政发", 2023, 1)),
        InstrumentEntry("行政处罚法", None, ("处罚法",), "有效"),
        InstrumentEntry("甲办法", superseded_by="乙办法"),
        InstrumentEntry("乙办法", superseded_by="甲办法"),
    )
)


def names(instrument: Instrument) -> list[str]:
    return [alias.name for alias in instrument.aliases]


def test_a_row_makes_one_instrument_of_its_titles_and_number() -> None:
    read = [
        make_instrument(RULES, "清河县扶持办法", None),
        make_instrument(RULES, "扶持办法", None),
        make_instrument(RULES, "关于扶持的 办法", None),
        make_instrument(RULES, "某某办法", OLD),
    ]
    assert {(i.key, i.title, i.document_number, i.status) for i in read} == {
        (read[0].key, "清河县扶持办法", OLD, "已废止")
    }
    assert read[0].key == Instrument("清河县扶持办法", OLD).key
    assert names(read[0]) == ["关于扶持的办法", "扶持办法"]
    assert names(read[3]) == ["关于扶持的办法", "扶持办法", "某某办法"]
    assert read[0].superseded_by == make_instrument(RULES, "清河县振兴办法", None)


def test_a_printed_number_is_the_stronger_word() -> None:
    other = DocumentNumber("清政发", 2020, 5)
    read = make_instrument(RULES, "清河县扶持办法", other)
    assert (read.document_number, read.status, read.superseded_by) == (other, None, None)


def test_the_number_of_an_order_is_no_identity() -> None:
    """A law is published by one order and amended by the next; most texts cite it without either."""
    order = DocumentNumber("主席令", None, 76)
    assert (str(order), order.is_order, OLD.is_order) == ("主席令第76号", True, False)
    assert str(DocumentNumber("交通运输部令", 2019, 18)) == "交通运输部令2019年第18号"
    law = make_instrument(RULES, "行政处罚法", order)
    assert (law.key, law.status) == (make_instrument(RULES, "行政处罚法", None).key, "有效")
    assert Instrument("某办法", order).key == Instrument("某办法").key != Instrument("某办法", OLD).key


def test_a_title_of_two_rows_is_neither() -> None:
    read = make_instrument(RULES, "年度工作要点", None)
    assert (read.document_number, read.status) == (None, None)
    text = f"{ISSUED}\n{TITLE}\n\n1．落实《年度工作要点》。\n牵头单位：县司法局\n"
    document = extract_text(source(text), instruments=RULES)
    assert [(f.rule, f.message) for f in document.findings] == [
        (
            "instrument_ambiguous",
            "《年度工作要点》在文件名册中对应《年度工作要点》（清政发〔2022〕1号）、《年度工作要点》（清政发〔2023〕1号），"
            "按原文单列；请在原文中写明文号，或修改名册。",
        )
    ]


def test_laws_by_their_short_names() -> None:
    for title in ("行政处罚法", "中华人民共和国行政处罚法"):
        law = make_instrument(RULES, title, None)
        assert (law.title, law.status, names(law)) == ("中华人民共和国行政处罚法", "有效", ["处罚法", "行政处罚法"])


def test_a_circle_of_rows_ends() -> None:
    first = make_instrument(RULES, "甲办法", None)
    assert first.superseded_by is not None
    assert first.superseded_by.superseded_by == Instrument("甲办法")


def test_the_register_s_file(tmp_path: Path) -> None:
    path = tmp_path / "文件名册.csv"
    path.write_text(
        f"{','.join(COLUMNS)}\n《甲 办法》,清政发[2019]3号,《办法》； 规则,已废止,《乙办法》\n"
        "丙办法,公安部令第61号,,,\n",
        encoding="utf-8",
    )
    assert read_instruments(path) == InstrumentRegister(
        (
            InstrumentEntry("甲办法", OLD, ("办法", "规则"), "已废止", "乙办法"),
            InstrumentEntry("丙办法", DocumentNumber("公安部令", None, 61)),
        )
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name\n甲\n", "{path}：有不认识的列 name。可用的列：{columns}。"),
        ("status\n有效\n", "{path}：缺少 title 列。可用的列：{columns}。"),
        ("title,status\n,有效\n", "{path} 第 2 行：title 为空。请填写标题。"),
        (
            "title,document_number\n甲,3号\n",
            "{path} 第 2 行：document_number 收到“3号”，应为文号，如 青政办发〔2024〕12号。",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "文件名册.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_instruments(path)
    assert str(refused.value) == message.format(path=path, columns="、".join(COLUMNS))
    with pytest.raises(InputError, match="文件名册不存在"):
        read_instruments(tmp_path / "无.csv")


def test_a_merge_can_be_undone(tmp_path: Path) -> None:
    keys = []
    for register in (None, "title,aliases\n清河县信用办法,关于印发〈清河县信用办法〉的通知\n", None):
        document = histories.read(tmp_path, None, register)
        keys.append([task.mentions[0].instrument.key for task in document.tasks[2:]])
    assert (len(set(keys[0])), len(set(keys[1]))) == (2, 1)
    assert keys[2] == keys[0]


@pytest.mark.parametrize(
    ("title", "preamble", "expected"),
    [
        pytest.param(TITLE, "为贯彻落实《甲纲要》，制定本方案。", ["甲纲要"], id="preamble"),
        pytest.param(TITLE, "根据《甲纲要》《乙条例》要求，制定本方案。", ["甲纲要", "乙条例"], id="side-by-side"),
        pytest.param(
            TITLE,
            "按照《甲纲要》（国发〔2021〕3号）、《乙规划》和省委《丙意见》，制定《丁办法》。",
            ["甲纲要", "乙规划", "丙意见"],
            id="several-under-one-verb",
        ),
        pytest.param(TITLE, "根据《甲纲要》，制定《乙办法》。", ["甲纲要"], id="what-is-drawn-up-is-no-basis"),
        pytest.param(TITLE, "为落实部署，现将《乙方案》印发给你们，请遵照执行。", [], id="the-paper-at-hand"),
        pytest.param(TITLE, "对照《甲标准》查找差距。", [], id="a-standard"),
        pytest.param(TITLE, "学习《甲讲话》，依照《乙法》办理。", ["乙法"], id="another-verb"),
        pytest.param(TITLE, "根据民法典制定本方案。", [], id="a-bare-name"),
        pytest.param("清河县贯彻落实《甲纲要》任务分解方案", "现分解如下。", ["甲纲要"], id="title"),
        pytest.param("《甲纲要》重点任务分解方案", "现分解如下。", ["甲纲要"], id="title-named-after"),
        pytest.param(
            "清河县贯彻落实《甲纲要》任务分解方案",
            "根据《甲纲要》和《乙规划》，制定本方案。",
            ["甲纲要", "乙规划"],
            id="title-and-preamble",
        ),
    ],
)
def test_what_a_plan_carries_out(title: str, preamble: str, expected: list[str]) -> None:
    read = extract(f"{ISSUED}\n{title}\n\n{preamble}\n1．推进改革。\n牵头单位：县司法局\n")
    (plan,) = read.plans
    assert [instrument.title for instrument in plan.implements] == expected


def test_the_notice_above_the_plan_names_its_basis() -> None:
    read = extract(
        f"清河县人民政府办公室关于印发《{TITLE}》的通知\n\n各镇人民政府：\n为贯彻落实《甲纲要》，现将《{TITLE}》印发给你们。\n"
        f"清河县人民政府办公室\n2024年3月5日\n\n{TITLE}\n\n1．推进改革。\n牵头单位：县司法局\n"
    )
    (plan,) = read.plans
    assert [instrument.title for instrument in plan.implements] == ["甲纲要"]


def test_a_plan_is_published_under_its_document_number() -> None:
    read = extract(f"清办发〔2024〕7号\n\n{TITLE}\n\n1．推进改革。\n牵头单位：县司法局\n")
    (plan,) = read.plans
    published = plan.published_as
    assert published is not None
    assert (published.title, str(published.document_number)) == (TITLE, "清办发〔2024〕7号")
    citing = extract("清河县分工方案\n\n1．落实《总体方案》（清办发〔2024〕7号）。\n牵头单位：县司法局\n")
    assert citing.plans[0].tasks[0].mentions[0].instrument.key == published.key


def test_a_plan_without_a_document_number_is_published_as_nothing() -> None:
    (plan,) = extract(f"{ISSUED}\n{TITLE}\n\n1．推进改革。\n牵头单位：县司法局\n").plans
    assert plan.published_as is None


def test_a_number_alone_is_the_instrument_that_bears_it() -> None:
    read = extract(
        f"{TITLE}\n{ISSUED}\n\n1．落实《关于扶持的意见》（清政发〔2022〕8号）。\n责任单位：县司法局\n"
        "2．按照清政发〔2022〕8号文件要求整改，落实清政发〔2021〕6号文件。\n责任单位：县司法局\n"
    )
    second = read.plans[0].tasks[1].mentions
    assert [(m.title, m.doc_number, m.relation) for m in second] == [
        ("清政发〔2022〕8号", "清政发〔2022〕8号", "cites"),
        ("清政发〔2021〕6号", "清政发〔2021〕6号", "cites"),
    ]
    assert [m.instrument.title for m in second] == ["关于扶持的意见", "清政发〔2021〕6号"]
    assert second[0].instrument.key == read.plans[0].tasks[0].mentions[0].instrument.key


@pytest.mark.parametrize("titled_first", [True, False])
def test_an_instrument_keeps_its_title_where_another_plan_gives_only_its_number(titled_first: bool) -> None:
    duty = "责任单位：县司法局"
    titled = extract(f"清河县甲方案\n{ISSUED}\n\n1．落实《关于扶持的意见》（清政发〔2022〕8号）。\n{duty}\n")
    untitled = extract(f"清河县乙方案\n{ISSUED}\n\n1．对照清政发〔2022〕8号文件检查。\n{duty}\n")
    both = (titled, untitled) if titled_first else (untitled, titled)
    graph = build_graph([plan for read in both for plan in read.plans])
    nodes = [data for _, data in graph.nodes(data=True) if data.get("document_number") == "清政发〔2022〕8号"]
    assert [data["title"] for data in nodes] == ["关于扶持的意见"]


def test_a_task_that_is_the_name_of_a_regulation_cites_or_draws_it_up() -> None:
    read = extract(
        f"清河县立法工作计划\n{ISSUED}\n\n1．清河县养犬管理办法（县公安局牵头起草，9月完成）\n"
        "2．清河县养老服务规定（修订）（县民政局负责）\n3．清河县停车管理规定（县公安局负责）\n"
        "4．《清河县绿化办法》（县住建局负责起草）\n"
    )
    named = [[(m.relation, m.title) for m in task.mentions] for task in read.plans[0].tasks]
    assert named == [
        [("drafts", "清河县养犬管理办法")],
        [("drafts", "清河县养老服务规定")],
        [("drafts", "清河县停车管理规定")],
        [("drafts", "清河县绿化办法")],
    ]
