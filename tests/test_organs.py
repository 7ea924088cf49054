"""The table of organs, names in lists, names in brackets, repaired names, and what stays in doubt."""

from __future__ import annotations

from collections import Counter

import pytest
from texts import ISSUED, TITLE, extract

from dutygraph.graph.entities import Body, Unit
from dutygraph.ingest.resolve.places import divisions, place_of
from dutygraph.ingest.resolve.resolve import Resolver, tidy
from dutygraph.ingest.units.organs import find_organs, organs

DISTRICT, COUNTY, PROVINCE, CITY, NATION = "150602", "130534", "610000", "330300", "000000"
LEVELS = {"county", "prefecture", "municipality", "local", "province", "nation"}


def read(code: str, *names: str) -> list[tuple[str, tuple[str, ...]]]:
    """Name and rules of doubts of each body of a list."""
    resolved = Resolver(place_of(code)).bodies(names)
    return [(each.body.name, tuple(doubt.rule for doubt in each.doubts)) for each in resolved]


def unit(code: str, name: str) -> Unit:
    body: Body = Resolver(place_of(code)).body(name)
    assert isinstance(body, Unit)
    return body


def test_the_table_says_each_name_once_a_level() -> None:
    table = organs()
    assert {organ.level for organ in table} == LEVELS
    names = Counter((organ.level, name) for organ in table for name in (organ.name, *organ.aliases, *organ.variants))
    assert [name for name, count in names.items() if count > 1] == []
    assert len(table) > 350


@pytest.mark.parametrize(
    ("code", "printed", "name"),
    [
        # the short and full names of counties and prefectures, before and after 2018 and 2023
        (DISTRICT, "区市监局", "区市场监督管理局"),
        (DISTRICT, "市监局", "区市场监督管理局"),
        (DISTRICT, "区发展和改革委员会", "区发改委"),
        (DISTRICT, "区卫生健康委", "区卫健委"),
        (DISTRICT, "区人力资源和社会保障局", "区人社局"),
        (CITY, "市人力社保局", "市人社局"),
        (DISTRICT, "区住房和城乡建设局", "区住建局"),
        (COUNTY, "县教育体育局", "县教体局"),
        (COUNTY, "县自规局", "县自然资源和规划局"),
        (COUNTY, "县文化广电和旅游局", "县文广旅局"),
        (CITY, "市文化广电旅游局", "市文广旅局"),
        (CITY, "市公共资源交易监督管理办公室", "市公管办"),
        (CITY, "市政务服务和数据管理局", "市政数局"),
        (CITY, "市政服局", "市政务服务局"),
        (DISTRICT, "区审批局", "区审批局"),  # of 行政审批局 or 行政审批服务局: as printed
        (DISTRICT, "区行政审批服务局", "区行政审批服务局"),
        (DISTRICT, "区委社工部", "区委社会工作部"),
        (DISTRICT, "中共东胜区委组织部", "区委组织部"),
        (DISTRICT, "中共鄂尔多斯市东胜区委员会", "东胜区委"),
        (DISTRICT, "区纪委监委", "区纪委监委机关"),
        (DISTRICT, "区人民法院", "区法院"),
        (CITY, "市中级人民法院", "市法院"),
        ("110000", "市高级人民法院", "市法院"),
        (PROVINCE, "省高院", "省法院"),
        (DISTRICT, "区妇女联合会", "区妇联"),
        (DISTRICT, "区残疾人联合会", "区残联"),
        (DISTRICT, "区工商业联合会", "区工商联"),
        (DISTRICT, "区科学技术协会", "区科协"),
        (DISTRICT, "区工会", "区总工会"),
        # the Youth League
        (DISTRICT, "团区委", "团区委"),
        (DISTRICT, "区团委", "团区委"),
        (DISTRICT, "共青团东胜区委员会", "团区委"),
        (PROVINCE, "共青团陕西省委", "团省委"),
        # provinces and regions
        (PROVINCE, "省住建厅", "省住房城乡建设厅"),
        (PROVINCE, "省建设厅", "省住房城乡建设厅"),
        (PROVINCE, "省人力社保厅", "省人力资源社会保障厅"),
        (PROVINCE, "省政法委", "省委政法委"),
        ("330000", "省文化广电和旅游厅", "省文化广电和旅游厅"),
        ("150000", "自治区党委宣传部", "自治区党委宣传部"),
        ("150000", "内蒙古自治区党委组织部", "自治区党委组织部"),
        ("150000", "自治区人力资源和社会保障厅", "自治区人力资源社会保障厅"),
        # the nation
        (NATION, "国家市场监督管理总局", "市场监管总局"),
        (NATION, "国家金融监督管理总局", "金融监管总局"),
        (NATION, "中国证券监督管理委员会", "证监会"),
        (NATION, "中华全国妇女联合会", "全国妇联"),
        (DISTRICT, "财政部", "财政部"),
        (COUNTY, "国家数据局", "数据局"),
        # other places
        (PROVINCE, "西安市鄠邑区政府", "鄠邑区政府"),
        (PROVINCE, "杨凌区农业农村局", "杨凌区农业农村局"),  # no division of that name
        (DISTRICT, "西安市财政局", "市财政局"),
        ("232700", "地区财政局", "地区财政局"),
        ("130534", "县域经济服务中心", "县域经济服务中心"),
        (CITY, "市民政局", "市民政局"),
        (CITY, "市民服务中心", "市民服务中心"),
        (CITY, "市政管理局", "市政管理局"),
        # as printed in PDF and on keyboards
        (PROVINCE, "⻄安市财政局", "市财政局"),
        (PROVINCE, "省 财\n政厅", "省财政厅"),
    ],
)
def test_names_and_what_they_are_called(code: str, printed: str, name: str) -> None:
    assert unit(code, printed).name == name


def test_a_body_has_one_key_in_the_plans_of_every_level() -> None:
    for above, printed, own, name in (
        (PROVINCE, "韩城市财政局", "610581", "市财政局"),
        (PROVINCE, "韩城市人民政府", "610581", "市政府"),
        (DISTRICT, "内蒙古自治区司法厅", "150000", "自治区司法厅"),
        (COUNTY, "国家税务总局", NATION, "税务总局"),
        (DISTRICT, "国家税务总局东胜区税务局", DISTRICT, "区税务局"),
        (CITY, "鹿城区财政局", "330302", "财政局"),
    ):
        assert unit(above, printed).key == unit(own, name).key, printed


@pytest.mark.parametrize(
    ("code", "names", "expected"),
    [
        pytest.param(
            PROVINCE,
            ["省工业和信息化厅", "广电局", "公安厅"],
            [("省工业和信息化厅", ()), ("省广电局", ()), ("省公安厅", ())],
            id="the-list-is-of-one-place",
        ),
        pytest.param(COUNTY, ["发改局", "财政局"], [("县发改局", ()), ("县财政局", ())], id="no-place-at-all"),
        pytest.param(
            DISTRICT,
            ["市自然资源局", "司法局", "区司法局", "民政局"],
            [("市自然资源局", ()), ("司法局", ("unit_place_doubtful",)), ("区司法局", ()), ("区民政局", ())],
            id="of-the-city-or-of-the-district",
        ),
        pytest.param(
            COUNTY,
            ["省工业和信息化厅", "公安厅", "县供电公司", "供电公司"],
            [("省工业和信息化厅", ()), ("省公安厅", ()), ("县供电公司", ()), ("供电公司", ())],
            id="only-the-province-has-such-an-organ",
        ),
        pytest.param(NATION, ["国家发展改革委", "教育部"], [("发展改革委", ()), ("教育部", ())], id="of-the-nation"),
        pytest.param(DISTRICT, ["各镇", "财政局"], [("各镇", ()), ("区财政局", ())], id="behind-a-group"),
        pytest.param(PROVINCE, ["市财政局"], [("市财政局", ("unit_place_doubtful",))], id="which-city-of-the-province"),
        pytest.param(NATION, ["朝阳区政府"], [("朝阳区政府", ("unit_place_doubtful",))], id="two-districts-of-a-name"),
        pytest.param(
            DISTRICT, ["朝阳区财政局"], [("朝阳区财政局", ("unit_place_doubtful",))], id="and-neither-is-near"
        ),
    ],
)
def test_names_in_a_list(code: str, names: list[str], expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert read(code, *names) == expected


@pytest.mark.parametrize(
    ("code", "printed", "name", "alias"),
    [
        (PROVINCE, "省市场监管局（省知识产权局）", "省市场监管局", ("省知识产权局", "printed")),
        (PROVINCE, "省市场监管局(省知识产权局)", "省市场监管局", ("省知识产权局", "printed")),
        (PROVINCE, "省委组织部（省委人才办）", "省委组织部", ("省委人才办", "printed")),
        (DISTRICT, "区农牧局（原区扶贫办）", "区农牧局", ("区扶贫办", "former")),
        (CITY, "市工业集团（市数据集团）", "市工业集团", ("市数据集团", "printed")),
        (PROVINCE, "省委组织部〔省公务员局〕", "省委组织部", ("省公务员局", "printed")),
        (DISTRICT, "区城市建设投资公司（以下简称“城投公司”）", "区城市建设投资公司", ("城投公司", "printed")),
        (DISTRICT, "东胜区人民政府（简称区府）", "东胜区政府", ("区府", "printed")),
    ],
)
def test_a_name_in_brackets_is_another_name(code: str, printed: str, name: str, alias: tuple[str, str]) -> None:
    read_unit = unit(code, printed)
    assert read_unit.name == name
    assert read_unit.key == unit(code, name).key
    assert alias in [(a.name, a.kind) for a in read_unit.aliases]


@pytest.mark.parametrize(
    ("printed", "doubts"),
    [
        ("云上智造（湖北）科技有限公司", ()),
        ("市府办（金融）", ()),
        ("专班（鹿城区政府、龙湾区政府）", ()),
        ("新城区（老城区）", ()),
        ("鹿城区政府（鹿城区财政局）", ("unit_bracket_doubtful",)),
    ],
)
def test_brackets_that_are_no_other_name(printed: str, doubts: tuple[str, ...]) -> None:
    assert read(CITY, printed) == [(printed.removeprefix("鹿城"), doubts)]


def test_names_as_they_are_compared() -> None:
    assert tidy("⻄安市 ２号ＡＢ院(筹)，办") == "西安市2号AB院（筹），办"
    assert tidy("各市、县〔市、区〕政府") == "各市、县〔市、区〕政府"


def test_doubts_become_findings_with_their_place() -> None:
    text = f"{ISSUED}{TITLE}\n\n1．推进改革。\n牵头单位：市自然资源局、司法局\n"
    document = extract(text)
    (finding,) = [f for f in document.findings if f.rule == "unit_place_doubtful"]
    assert finding.message == (
        "“司法局”没有写明是邢台市的还是清河县的，按原文单列；请在原文中写全，或在单位名册中写明。"
    )
    assert finding.span is not None
    assert document.text[finding.span.start : finding.span.end] == "司法局"
    assert finding.task == document.tasks[0].key


def test_an_organ_s_abbreviation_does_not_reach_over_levels() -> None:
    table = divisions()
    assert [o.name for o in find_organs(table[PROVINCE], "财政局")] == []
    assert [o.name for o in find_organs(table[DISTRICT], "中级人民法院")] == []
    assert [o.name for o in find_organs(table["110000"], "发展改革委")] == ["发改委"]
