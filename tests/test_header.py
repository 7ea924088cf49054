"""What a document says about itself, wherever such documents put it."""

from __future__ import annotations

import datetime as dt

import pytest
from texts import DUTIES, TITLE, extract

from dutygraph.ingest.header.header import is_page_field, parse_date
from dutygraph.ingest.text.passage import fold

OFFICE = "清河县人民政府办公室"
DAY = "2024年3月5日"


def header(text: str) -> tuple[str | None, ...]:
    """Title, issuer, date, number and addressees of a document."""
    read = extract(text)
    return (
        read.title,
        read.issuer,
        read.issued_on.isoformat() if read.issued_on else None,
        read.document_number,
        read.addressees,
    )


def test_a_notice_with_everything_in_its_place() -> None:
    notice = (
        f"{OFFICE}关于印发\n《{TITLE}》的通知\n清政办发〔2024〕3号\n\n各乡镇人民政府，县直各部门：\n"
        f"现将方案印发给你们，请认真贯彻执行。\n\n{OFFICE}\n{DAY}\n\n{TITLE}\n\n{DUTIES}"
    )
    assert header(notice) == (TITLE, OFFICE, "2024-03-05", "清政办发〔2024〕3号", "各乡镇人民政府，县直各部门")


@pytest.mark.parametrize(
    ("above", "issuer"),
    [
        pytest.param(OFFICE, OFFICE, id="one-line"),
        pytest.param(" " * 20 + OFFICE + "　", OFFICE, id="set-to-the-right"),
        pytest.param("清 河 县 人 民 政 府", "清河县人民政府", id="letter-spaced"),
        pytest.param("中共清河县委员会\n全面依法治县委员会", "中共清河县委员会全面依法治县委员会", id="two-lines"),
        pytest.param(
            "中共清河县委员会\n全面依法治县委员会\n办公室", "中共清河县委员会全面依法治县委员会办公室", id="three-lines"
        ),
        pytest.param(
            "清河县优化营商环境工作\n领导小组办公室", "清河县优化营商环境工作领导小组办公室", id="broken-anywhere"
        ),
        pytest.param(f"中共清河县委员会办公室\n{OFFICE}", f"中共清河县委员会办公室、{OFFICE}", id="joint"),
        pytest.param(f"中共清河县委办公室    {OFFICE}", f"中共清河县委办公室、{OFFICE}", id="joint-on-one-line"),
        pytest.param(f"请认真贯彻执行。\n{OFFICE}", OFFICE, id="under-a-sentence"),
    ],
)
def test_the_issuer_stands_above_the_date(above: str, issuer: str) -> None:
    assert header(f"{TITLE}\n\n{DUTIES}\n{above}\n{DAY}\n")[:3] == (TITLE, issuer, "2024-03-05")


@pytest.mark.parametrize(
    ("text", "issuer", "issued_on"),
    [
        pytest.param(f"{TITLE}\n（{DAY}）\n{DUTIES}", None, "2024-03-05", id="under-the-title"),
        pytest.param(f"{TITLE}\n{DUTIES}\n{OFFICE}    2024年3月6日印发\n", OFFICE, "2024-03-06", id="imprint"),
        pytest.param(
            f"{TITLE}\n{DUTIES}\n{OFFICE} 2024 年 3 月 6 日 印发\n", OFFICE, "2024-03-06", id="imprint-spaced"
        ),
        pytest.param(
            f"{TITLE}\n{DUTIES}\n{OFFICE}\n{DAY}\n\n县司法局 2024年3月8日印发\n",
            OFFICE,
            "2024-03-05",
            id="sign-off-first",
        ),
        pytest.param(f"清河县人民政府关于加强法治建设的意见\n{DUTIES}", "清河县人民政府", None, id="in-the-title"),
        pytest.param(f"清河县关于加强法治建设的意见\n{DUTIES}", None, None, id="a-place-is-no-issuer"),
        pytest.param(f"{TITLE}\n{DUTIES}", None, None, id="nowhere"),
        pytest.param(f"{TITLE}\n{DUTIES}\n推进改革工作\n{DAY}", None, "2024-03-05", id="no-body-above"),
        pytest.param(f"{TITLE}\n{DUTIES}\n{OFFICE}\n2024年2月30日", None, None, id="no-such-day"),
        pytest.param(f"{TITLE}\n{DAY}，县政府召开会议。\n{DUTIES}", None, None, id="a-day-in-a-sentence"),
        pytest.param(f"{TITLE}\n{DUTIES}\n附近有数十人，2024年3月6日印发\n", None, None, id="no-imprint"),
    ],
)
def test_issuer_and_date_elsewhere(text: str, issuer: str | None, issued_on: str | None) -> None:
    assert header(text)[1:3] == (issuer, issued_on)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{office}\n{month}\n\n{title}\n\n{duties}", id="below the issuer"),
        pytest.param("{month}\n{office}\n\n{title}\n\n{duties}", id="above the issuer"),
        pytest.param("{title}\n{office}　{month}\n\n{duties}", id="behind the issuer"),
        pytest.param("{title}\n\n{duties}\n\n{office}\n（{month}）\n", id="at the end"),
    ],
)
@pytest.mark.parametrize("month", ["2023年5月", "二〇二三年五月"])
def test_a_month_without_its_day_is_no_date_but_gives_the_year(text: str, month: str) -> None:
    duties = DUTIES.replace("推进改革。", "推进改革，6月底前完成。")
    read = extract(text.format(office=OFFICE, month=month, title=TITLE, duties=duties))
    assert (read.title, read.issuer, read.issued_on) == (TITLE, OFFICE, None)
    assert [d.value for d in read.tasks[0].dates] == ["2023-06-30"]
    (finding,) = read.findings
    assert (finding.rule, month in finding.message) == ("issue_date_unknown", True)
    assert finding.span is not None
    assert month in read.text[finding.span.start : finding.span.end]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{TITLE}\n{DUTIES}3．建库。\n牵头部门：县水利局\n完成时限：\n2023年5月\n", id="a deadline"),
        pytest.param(f"{TITLE}\n{DUTIES}抓紧推进\n县水利局\n2023年5月\n", id="cells below the last task"),
    ],
)
def test_a_month_below_a_body_that_signs_nothing(text: str) -> None:
    read = extract(text)
    assert (read.issuer, read.issued_on) == (None, None)
    assert "没有找到印发日期。" in [finding.message for finding in read.findings]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2024年3月5日", (2024, 3, 5)),
        ("（2024年12月31日）", (2024, 12, 31)),
        ("[2024年3月5日]", (2024, 3, 5)),
        ("2024 年 3 月 5 日", (2024, 3, 5)),
        ("２０２４年３月５日", (2024, 3, 5)),
        ("二〇二四年三月五日", (2024, 3, 5)),
        ("二○二四年十月十日", (2024, 10, 10)),
        ("二零一九年十二月二十一日", (2019, 12, 21)),
        ("二OO九年十一月三十日", (2009, 11, 30)),
        ("一九九九年二月二十日", (1999, 2, 20)),
    ],
)
def test_days(line: str, day: tuple[int, int, int]) -> None:
    assert parse_date(fold(line)) == dt.date(*day)


@pytest.mark.parametrize(
    "line", ["2024年2月30日", "2024年3月", "2024-03-05", "2024年3月5日印发", "二〇二四年十三月五日", "1850年3月5日", ""]
)
def test_what_is_no_day(line: str) -> None:
    assert parse_date(fold(line)) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(f"清政办发〔2024〕3号\n{TITLE}\n{DUTIES}", "清政办发〔2024〕3号", id="at-the-top"),
        pytest.param(f"{TITLE}\n清政办发[2024]3号\n{DUTIES}", "清政办发〔2024〕3号", id="under-the-title"),
        pytest.param(f"{TITLE}\n（清政办发（2024） 3 号）\n{DUTIES}", "清政办发〔2024〕3号", id="in-brackets"),
        pytest.param(
            f"清河县人民政府文件\n清政〔2024〕第12号\n{TITLE}\n{DUTIES}", "清政〔2024〕12号", id="under-a-letterhead"
        ),
        pytest.param(f"{TITLE}\n根据清政发〔2023〕3号文件，制定本方案。\n{DUTIES}", None, id="cited"),
        pytest.param(f"{TITLE}\n{DUTIES}\n清政发〔2023〕3号\n", None, id="behind-the-duties"),
    ],
)
def test_document_numbers(text: str, number: str | None) -> None:
    assert header(text)[3] == number


PAGE = (
    "索引号：A1/2024-001\n主题分类：政务公开\n发布机构：清河县人民政府办公室\n文    号：清政办发〔2024〕3号\n"
    "发布日期：2024年3月8日\n成文日期：2024年3月5日\n有效性：有效\n"
)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(PAGE, (OFFICE, "2024-03-05", "清政办发〔2024〕3号"), id="a-field-a-line"),
        pytest.param(
            "索 引 号 MB1/2024-01 发文日期 2024-03-05\n发布机构 清河县人民政府办公室 文    号 清政办发〔2024〕3号\n",
            (OFFICE, "2024-03-05", "清政办发〔2024〕3号"),
            id="run-together",
        ),
        pytest.param("发文字号：无\n发布日期：不详\n发文机关：\n", (None, None, None), id="empty"),
        pytest.param("发布日期：2024-02-31\n", (None, None, None), id="no-such-day"),
    ],
)
def test_the_header_block_of_a_page(page: str, expected: tuple[str | None, ...]) -> None:
    read = header(f"{page}{TITLE}\n{DUTIES}")
    assert read == (TITLE, *expected, None)


@pytest.mark.parametrize(
    ("line", "is_field"),
    [
        ("文号：清政办发〔2024〕3号", True),
        ("发布机构 县政府 文 号 清政办〔2024〕3号", True),
        ("文号清政办发〔2024〕3号", False),
        ("按照文号：清政办发〔2024〕3号", False),
        ("有效性", False),
    ],
)
def test_page_fields(line: str, is_field: bool) -> None:
    assert is_page_field(fold(line)) is is_field


@pytest.mark.parametrize(
    ("lines", "addressees"),
    [
        pytest.param("各乡镇人民政府，县直各部门：", "各乡镇人民政府，县直各部门", id="one-line"),
        pytest.param(
            "各乡镇，各街道办事处，\n县直各部门、各单位:", "各乡镇，各街道办事处，县直各部门、各单位", id="two-lines"
        ),
        pytest.param("各市、县（区）人民政府：", "各市、县（区）人民政府", id="brackets"),
        pytest.param("现将有关事项通知如下：", None, id="as-follows"),
        pytest.param("牵头单位：", None, id="a-label"),
        pytest.param("为推进改革。各单位：", None, id="a-sentence"),
        pytest.param("提出以下要求：", None, id="no-body"),
        pytest.param("各单位要认真执行", None, id="no-colon"),
    ],
)
def test_addressees(lines: str, addressees: str | None) -> None:
    assert header(f"{TITLE}\n\n{lines}\n现印发给你们。\n\n{DUTIES}")[4] == addressees


def test_addressees_stand_before_the_duties() -> None:
    assert header(f"{TITLE}\n{DUTIES}\n各乡镇人民政府：\n")[4] is None


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        pytest.param(
            "清河县贯彻落实《法治政府建设\n纲要（2021-2025年）》分工方案",
            "清河县贯彻落实《法治政府建设纲要（2021-2025年）》分工方案",
            id="in-brackets",
        ),
        pytest.param(
            "清河县关于贯彻落实\n《法治政府建设纲要》\n重点任务分解方案",
            "清河县关于贯彻落实《法治政府建设纲要》重点任务分解方案",
            id="three-lines",
        ),
        pytest.param("清河县2024年重点工作\n\n任务分解方案", "任务分解方案", id="blank-line-between"),
        pytest.param("清河县任务分解方案（试行）", "清河县任务分解方案（试行）", id="edition"),
        pytest.param("清河县人民政府文件\n清河县任务分解方案", "清河县任务分解方案", id="letterhead"),
        pytest.param("清河县优化服务实施意见（清政〔2024〕8号）", "清河县优化服务实施意见", id="number-behind"),
        pytest.param(
            "关于印发《清河县养护方案》《清河县除雪分工》\n《清河县清淤方案》等3个方案的通知",
            "关于印发《清河县养护方案》《清河县除雪分工》《清河县清淤方案》等3个方案的通知",
            id="list-of-plans-broken",
        ),
        pytest.param(
            "中共清河县委员会办公室关于印发《清河县2024年老旧桥梁养护重点任务分解方案》《清河县2024年冬季道路除雪重点任务分工》"
            "\n《清河县清淤方案》等3个方案的通知",
            "中共清河县委员会办公室关于印发《清河县2024年老旧桥梁养护重点任务分解方案》《清河县2024年冬季道路除雪重点任务分工》"
            "《清河县清淤方案》等3个方案的通知",
            id="long-list-of-plans-broken",
        ),
        pytest.param(f"{OFFICE}\n清河县任务分解方案", "清河县任务分解方案", id="issuer-above"),
    ],
)
def test_titles(lines: str, title: str) -> None:
    assert header(f"{lines}\n\n{DUTIES}")[0] == title


NOTICE = f"{OFFICE}关于印发《清河县道路养护方案》的通知"
PLAN = f"{DAY}\n\n清河县道路养护方案\n\n{DUTIES}"
TABLE = "附件\n清河县道路养护任务表\n序号\t任务\t责任单位\n1\t清淤\t县水利局\n"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(f"{NOTICE}\n现印发给你们。\n{OFFICE}\n{PLAN}", "清河县道路养护方案", id="notice"),
        pytest.param(f"{NOTICE}\n现印发给你们。\n{OFFICE}  {PLAN}", "清河县道路养护方案", id="signed-on-one-line"),
        pytest.param(f"{NOTICE}\n现印发给你们。\n{OFFICE}\n{PLAN}{TABLE}", "清河县道路养护方案", id="notice-and-annex"),
        pytest.param(
            f"{NOTICE}\n现印发给你们。\n{DAY}\n清河县道路养护方案\n为养护道路，制定本方案。\n{TABLE}",
            "清河县道路养护方案",
            id="duties-in-the-annex-alone",
        ),
        pytest.param(f"清河县道路养护方案\n{DUTIES}{TABLE}", "清河县道路养护方案", id="annex-without-a-notice"),
        pytest.param(
            f"关于印发道路养护等两个方案的通知\n{DAY}\n清河县道路养护方案\n{DUTIES}\n清河县桥梁养护方案\n{DUTIES}",
            "关于印发道路养护等两个方案的通知",
            id="notice-of-two",
        ),
    ],
)
def test_of_several_titles_the_documents_own(text: str, title: str) -> None:
    assert header(text)[0] == title


def test_a_header_block_whose_values_stand_below_their_labels() -> None:
    block = f"索引号\nQH-1\n发文机关\n{OFFICE}\n成文日期\n{DAY}\n标题\n{NOTICE}\n发文字号\n清政办发[2024]9号\n"
    assert header(f"{block}{NOTICE}\n现印发给你们。\n清河县道路养护方案\n{DUTIES}") == (
        "清河县道路养护方案",
        OFFICE,
        "2024-03-05",
        "清政办发〔2024〕9号",
        None,
    )


def test_without_a_title_there_is_none() -> None:
    read = extract(f"关于法治建设\n{DUTIES}")
    assert read.title is None
    assert [plan.title for plan in read.plans] == ["推进改革"]
