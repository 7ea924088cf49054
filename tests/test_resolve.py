"""Printed names into units, groups and instruments: who and what is meant, whatever was read before."""

from __future__ import annotations

from itertools import permutations

import pytest
from texts import TITLE, extract, plan

from dutygraph.graph.entities import DocumentNumber, Unit, UnitGroup
from dutygraph.ingest.resolve.instruments import normalise_title
from dutygraph.ingest.resolve.places import find_place, place_of
from dutygraph.ingest.resolve.resolve import Resolver
from dutygraph.ingest.units.organs import group_extent, is_national, unit_kind

DISTRICT, PROVINCE, CITY, NATION = "150602", "610000", "110000", "000000"


def unit(code: str | None, name: str) -> Unit:
    body = Resolver(place_of(code) if code else None).body(name)
    assert isinstance(body, Unit)
    return body


@pytest.mark.parametrize(
    ("place", "printed", "name", "full_name", "code"),
    [
        pytest.param(DISTRICT, "区司法局", "区司法局", "东胜区司法局", "150602", id="plain"),
        pytest.param(DISTRICT, "东胜区司法局", "区司法局", "东胜区司法局", "150602", id="full-name"),
        pytest.param(DISTRICT, "区 司\n法局", "区司法局", "东胜区司法局", "150602", id="white-space"),
        pytest.param(DISTRICT, "区市场监管局", "区市场监督管理局", "东胜区市场监督管理局", "150602", id="alias"),
        pytest.param(
            DISTRICT, "区市场监督管理局", "区市场监督管理局", "东胜区市场监督管理局", "150602", id="canonical"
        ),
        pytest.param(
            DISTRICT, "东胜区市监局", "区市场监督管理局", "东胜区市场监督管理局", "150602", id="alias-in-full"
        ),
        pytest.param(DISTRICT, "区发展和改革局", "区发改局", "东胜区发改局", "150602", id="long-form"),
        pytest.param(DISTRICT, "区编办", "区委编办", "东胜区委编办", "150602", id="alias-of-a-party-organ"),
        pytest.param(
            DISTRICT, "市公安局东胜分局", "市公安局东胜分局", "鄂尔多斯市公安局东胜分局", "150600", id="city-s-branch"
        ),
        pytest.param(DISTRICT, "鄂尔多斯市司法局", "市司法局", "鄂尔多斯市司法局", "150600", id="city-in-full"),
        pytest.param(DISTRICT, "省发展改革委", "省发展改革委", "内蒙古自治区发展改革委", "150000", id="province"),
        pytest.param(
            DISTRICT, "内蒙古自治区发改委", "自治区发展改革委", "内蒙古自治区发展改革委", "150000", id="region-in-full"
        ),
        pytest.param(DISTRICT, "自治区发改委", "自治区发展改革委", "内蒙古自治区发展改革委", "150000", id="region"),
        pytest.param(DISTRICT, "伊金霍洛旗政府", "伊金霍洛旗政府", "伊金霍洛旗政府", "150627", id="the-banner-beside"),
        pytest.param(DISTRICT, "国家发展改革委", "发展改革委", "发展改革委", "000000", id="nation"),
        pytest.param(DISTRICT, "国务院办公厅", "国务院办公厅", "国务院办公厅", "000000", id="nation-by-its-name"),
        pytest.param(DISTRICT, "中华人民共和国财政部", "财政部", "财政部", "000000", id="nation-in-full"),
        pytest.param(
            DISTRICT,
            "国家税务总局东胜区税务局",
            "区税务局",
            "东胜区税务局",
            "150602",
            id="tax-office",
        ),
        pytest.param(DISTRICT, "市场监管局", "区市场监督管理局", "东胜区市场监督管理局", "150602", id="without-place"),
        pytest.param(DISTRICT, "区域合作中心", "区域合作中心", "区域合作中心", "150602", id="区-of-区域-is-no-place"),
        pytest.param(PROVINCE, "省发改委", "省发展改革委", "陕西省发展改革委", "610000", id="province-s-canon"),
        pytest.param(PROVINCE, "省发展改革委", "省发展改革委", "陕西省发展改革委", "610000", id="province-stays"),
        pytest.param(PROVINCE, "省人民政府", "陕西省政府", "陕西省政府", "610000", id="province-government"),
        pytest.param(PROVINCE, "韩城市人民政府", "韩城市政府", "韩城市政府", "610581", id="city-of-the-province"),
        pytest.param(PROVINCE, "市财政局", "市财政局", "陕西省市财政局", "610000", id="no-such-place"),
        pytest.param(CITY, "市发展改革委", "市发改委", "北京市发改委", "110000", id="municipality-like-a-city"),
        pytest.param(NATION, "人社部", "人力资源社会保障部", "人力资源社会保障部", "000000", id="ministry"),
        pytest.param(None, "区司法局", "区司法局", "区司法局", None, id="nowhere"),
    ],
)
def test_units(place: str | None, printed: str, name: str, full_name: str, code: str | None) -> None:
    read = unit(place, printed)
    assert (read.name, read.full_name) == (name, full_name)
    assert (read.jurisdiction.code if read.jurisdiction else None) == code
    assert read.key == unit(code or place, name).key


def test_a_fictional_place_has_units_of_its_own() -> None:
    resolver = Resolver(find_place("中共云川市青禾示范区委员会"))
    district, city, other = (resolver.body(n) for n in ("区司法局", "市公安局青禾分局", "云川市司法局"))
    assert isinstance(district, Unit)
    assert isinstance(city, Unit)
    assert isinstance(other, Unit)
    assert (district.full_name, city.full_name, other.name) == ("青禾示范区司法局", "云川市公安局青禾分局", "市司法局")
    assert [b.jurisdiction.name if b.jurisdiction else None for b in (district, city, other)] == [
        "青禾示范区",
        "云川市",
        "云川市",
    ]
    assert district.key != unit(DISTRICT, "区司法局").key


def test_another_district_s_office_is_another_unit() -> None:
    assert unit("320106", "区司法局").key != unit("350102", "区司法局").key
    assert unit("150627", "市司法局").key == unit("150602", "市司法局").key  # the city above both is one


@pytest.mark.parametrize(
    ("printed", "aliases"),
    [
        ("区司法局", {}),
        ("东胜区司法局", {}),
        ("区市场监管局", {"区市场监管局": "abbreviation", "区市监局": "abbreviation"}),
        ("区市场监督管理局", {"区市场监管局": "abbreviation", "区市监局": "abbreviation"}),
        ("东胜区市监局", {"东胜区市监局": "printed", "区市场监管局": "abbreviation", "区市监局": "abbreviation"}),
        ("区发展改革局", {"区发展和改革局": "printed", "区发展改革局": "printed"}),
    ],
)
def test_aliases(printed: str, aliases: dict[str, str]) -> None:
    assert {alias.name: alias.kind for alias in unit(DISTRICT, printed).aliases} == aliases


@pytest.mark.parametrize(
    ("name", "extent"),
    [
        ("各镇", "definite"),
        ("各街道", "definite"),
        ("各级党委", "definite"),
        ("全区各部门", "definite"),
        ("区直各部门", "definite"),
        ("区直各执法部门", "definite"),
        ("区人民政府及其组成部门", "definite"),
        ("成员单位", "definite"),
        ("驻区各单位", "definite"),
        ("区直有关部门", "indefinite"),
        ("有关单位", "indefinite"),
        ("相关企业", "indefinite"),
        ("各有关部门", "indefinite"),
        ("其他区政府组成部门", "relative"),
        ("其余各镇", "relative"),
        ("区司法局", None),
        ("区委办", None),
        ("县供电公司", None),
        ("相城区司法局", None),
    ],
)
def test_groups_and_how_far_they_reach(name: str, extent: str | None) -> None:
    assert group_extent(name) == extent


@pytest.mark.parametrize(
    ("printed", "code"),
    [("各镇", "150602"), ("区直有关部门", "150602"), ("市直各部门", "150600"), ("自治区各部门", "150000")],
)
def test_groups_belong_to_a_place(printed: str, code: str) -> None:
    group = Resolver(place_of(DISTRICT)).body(printed)
    assert isinstance(group, UnitGroup)
    assert (group.name, group.members, group.jurisdiction and group.jurisdiction.code) == (printed, (), code)


@pytest.mark.parametrize(
    ("stem", "kind"),
    [
        ("委", "party"),
        ("委组织部", "party"),
        ("纪委监委机关", "party"),
        ("直属机关工委", "party"),
        ("委员会", "government"),
        ("政府办", "government"),
        ("卫健委", "government"),
        ("司法局", "government"),
        ("禾丰镇", "government"),
        ("人大常委会", "congress"),
        ("政协办", "cppcc"),
        ("法院", "court"),
        ("检察院", "procuratorate"),
        ("公安局东胜分局", "branch"),
        ("人民银行东胜支行", "branch"),
        ("供电公司", "enterprise"),
        ("农村信用社", "enterprise"),
        ("融媒体中心", "institution"),
        ("档案馆", "institution"),
        ("工商联", "other"),
        ("残联", "other"),
        ("人民银行", "government"),
        ("张三", "other"),
    ],
)
def test_kinds_of_units(stem: str, kind: str) -> None:
    assert unit_kind(stem) == kind


@pytest.mark.parametrize(
    ("name", "national"),
    [
        ("国家发展改革委", True),
        ("国家统计局", True),
        ("国务院扶贫办", True),
        ("中共中央宣传部", True),
        ("中央网信办", True),
        ("中国人民银行", True),
        ("最高人民法院", True),
        ("国家税务总局东胜区税务局", False),
        ("国家统计局东胜调查队", False),
        ("国家电网公司", True),
        ("中国人民银行东胜支行", False),
        ("中央驻县单位", False),
        ("财政部", True),
        ("组织部", False),
        ("铁路局", False),
    ],
)
def test_names_of_national_bodies(name: str, national: bool) -> None:
    assert is_national(name) is national


@pytest.mark.parametrize(
    ("title", "normal"),
    [
        ("法治政府建设规划（２０２０－2025年）", "法治政府建设规划（2020-2025年）"),
        ("法治政府建设规划(2020—2025年)", "法治政府建设规划（2020-2025年）"),
        ("关于印发《行动方案》的通知", "关于印发〈行动方案〉的通知"),
        ("关于印发<行动方案>的通知", "关于印发〈行动方案〉的通知"),
        ("行政 执法\n办法", "行政执法办法"),
        ("办法[2020]〔试行〕,全文:一", "办法〔2020〕〔试行〕，全文：一"),
    ],
)
def test_titles_as_they_are_compared(title: str, normal: str) -> None:
    assert normalise_title(title) == normal
    assert normalise_title(normal) == normal


def test_instruments() -> None:
    resolver = Resolver(None)
    law = resolver.instrument("行政处罚法", None)
    assert (law.title, [a.name for a in law.aliases]) == ("中华人民共和国行政处罚法", ["行政处罚法"])
    assert resolver.instrument("中华人民共和国行政处罚法", None) == law
    rules = resolver.instrument("市场规则（试行)", DocumentNumber("东政发", 2021, 11), ("规则", "办法"))
    assert (rules.title, [(a.name, a.kind) for a in rules.aliases]) == (
        "市场规则（试行）",
        [("办法", "short_title"), ("规则", "short_title")],
    )
    assert rules.key != resolver.instrument("市场规则（试行）", None).key
    assert rules.key == resolver.instrument("别名", DocumentNumber("东政发", 2021, 11)).key


def test_the_key_of_a_unit_does_not_depend_on_the_order_of_reading() -> None:
    duties = [
        "{}．推进改革。\n牵头部门：区市场监管局\n",
        "{}．加强宣传。\n牵头部门：区市场监督管理局、东胜区司法局\n",
        "{}．抓好落实。\n牵头部门：东胜区市监局、区司法局，各镇\n",
    ]
    seen = set()
    for order in permutations(duties):
        text = "".join(duty.format(n) for n, duty in enumerate(order, 1))
        read = extract(f"东胜区{TITLE[3:]}\n{text}")
        seen.add(frozenset((a.surface, a.body.key, a.body) for task in read.tasks for a in task.assignments))
    assert len(seen) == 1
    (read_bodies,) = seen
    assert len(read_bodies) == 6
    assert len({key for _, key, _ in read_bodies}) == 3


def test_a_government_behind_the_committee_of_a_place_is_of_that_place() -> None:
    document = plan("1．清淤。\n责任单位：白石县委、县政府，临江县委、县政府\n")
    assert [a.body.name for a in document.tasks[0].assignments] == ["白石县委", "白石县政府", "临江县委", "临江县政府"]
