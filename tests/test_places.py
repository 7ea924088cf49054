"""Which place a document belongs to."""

from __future__ import annotations

import re

import pytest

from dutygraph.graph.entities import DocumentNumber, Jurisdiction
from dutygraph.ingest.resolve.places import (
    NATION,
    Place,
    bearers,
    divisions,
    find_place,
    place_of,
    place_of_number,
    resolve_place,
    same_kind,
    within,
)


def chain(place: Place | None) -> str | None:
    """The codes (names where there are none) from the place upward."""
    return " ".join(j.code or j.name for j in place.chain) if place else None


def at(code: str) -> Place:
    place = place_of(code)
    assert place is not None
    return place


def test_the_table_of_divisions() -> None:
    table = divisions()
    assert len(table) == 3213
    assert all(re.fullmatch(r"\d{6}", code) and place.code == code for code, place in table.items())
    assert list(table) == sorted(table)
    levels = [place.level for place in table.values()]
    assert (levels.count("nation"), levels.count("province")) == (1, 34)
    assert table["150602"] == Jurisdiction("150602", "东胜区", "county")
    assert table["150600"] == Jurisdiction("150600", "鄂尔多斯市", "prefecture")
    # Every county lies in a prefecture of the table, or right under its province.
    assert {len(at(code).chain) for code, place in table.items() if place.level == "county"} == {3, 4}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("东胜区", "150602 150600 150000 000000"),
        ("中共鄂尔多斯市东胜区委员会全面依法治区委员会", "150602 150600 150000 000000"),
        ("陕西省人民政府办公厅", "610000 000000"),
        ("西藏自治区人民政府", "540000 000000"),
        ("恩施土家族苗族自治州人民政府", "422800 420000 000000"),
        ("重庆市人民政府", "500000 000000"),
        ("北京市朝阳区人民政府", "110105 110000 000000"),
        ("南京市鼓楼区人民政府", "320106 320100 320000 000000"),
        ("福建省福州市鼓楼区", "350102 350100 350000 000000"),
        ("吉林省吉林市", "220200 220000 000000"),
        ("清 河\n县人民政府", "130534 130500 130000 000000"),
        ("国务院关于促进就业的意见", "000000"),
        ("中共中央办公厅", "000000"),
        ("最高人民法院", "000000"),
    ],
)
def test_places_of_the_table(text: str, codes: str) -> None:
    assert chain(find_place(text)) == codes


@pytest.mark.parametrize("name", ["鼓楼区", "朝阳区", "市中区"])
def test_a_name_that_several_places_bear_is_none_of_them(name: str) -> None:
    assert chain(find_place(f"{name}人民政府")) == f"{name} 000000"
    assert chain(find_place(f"{name}法治建设方案")) is None


@pytest.mark.parametrize(
    ("text", "names", "levels"),
    [
        ("中共云川市青禾示范区委员会", "青禾示范区 云川市", "county prefecture"),
        ("云川省青禾市禾丰县人民政府", "禾丰县 青禾市 云川省", "county prefecture province"),  # 丰县 is another place
        ("青禾示范区", "青禾示范区", "county"),
        ("云川市", "云川市", "prefecture"),
        ("云川自治州人民政府", "云川自治州", "prefecture"),
        ("云川自治区人民政府", "云川自治区", "province"),
        ("青禾区关于推进改革的意见", "青禾区", "county"),
    ],
)
def test_places_that_the_table_lacks(text: str, names: str, levels: str) -> None:
    place = find_place(text)
    assert place is not None
    assert [j.name for j in place.chain] == [*names.split(), NATION.name]
    assert [j.level for j in place.chain] == [*levels.split(), "nation"]
    assert {j.code for j in place.chain[:-1]} == {None}


def test_the_first_text_that_names_a_place_counts() -> None:
    assert (
        chain(find_place(None, "", "法治建设方案", "清河县法治建设方案", "东胜区法治建设方案"))
        == "130534 130500 130000 000000"
    )
    assert find_place("法治建设方案", None) is None


@pytest.mark.parametrize(
    ("named", "codes"),
    [
        ("150602", "150602 150600 150000 000000"),
        ("000000", "000000"),
        ("东胜区", "150602 150600 150000 000000"),
        ("南京市鼓楼区", "320106 320100 320000 000000"),
        ("青禾示范区", "青禾示范区 000000"),
        ("999999", None),
        ("不知道", None),
        ("", None),
    ],
)
def test_places_that_a_user_names(named: str, codes: str | None) -> None:
    assert chain(resolve_place(named)) == codes


@pytest.mark.parametrize(
    ("code", "prefix", "expected"),
    [
        ("150602", "区", "150602"),
        ("150602", "市", "150600"),
        ("150602", "省", "150000"),
        ("150602", "自治区", "150000"),
        ("150602", "国家", "000000"),
        ("130534", "旗", "130534"),
        ("130534", "区", None),
        ("130534", "县", "130534"),
        ("150627", "旗", "150627"),
        ("422802", "州", "422800"),
        ("422802", "市", "422802"),
        ("152501", "盟", "152500"),
        ("110105", "市", "110000"),
        ("540000", "区", "540000"),  # 区党委 of an autonomous region
        ("610000", "市", None),
        ("000000", "县", None),
    ],
)
def test_what_a_printed_prefix_means(code: str, prefix: str, expected: str | None) -> None:
    found = same_kind(at(code), prefix)
    assert (found.code if found else None) == expected


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("610000", "韩城市政府", "610581"),
        ("610000", "西安市鄠邑区政府", "610100"),
        ("610000", "东胜区政府", None),
        ("150602", "伊金霍洛旗政府", "150627"),
        ("150602", "鄂尔多斯市政府", "150600"),
        ("150602", "陕西省政府", None),
        ("000000", "陕西省政府", "610000"),
        ("320106", "鼓楼区政府", "320106"),
        ("610000", "韩城市", None),
        ("610000", "司法厅", None),
    ],
)
def test_divisions_inside_and_beside_a_place(code: str, name: str, expected: str | None) -> None:
    found, rivals = within(at(code), name)
    assert (found.here.code if found else None) == expected
    assert rivals == ()


def test_a_name_of_two_divisions_is_neither() -> None:
    found, rivals = within(at("000000"), "朝阳区政府")
    assert found is None
    assert [chain(place) for place in rivals] == ["110105 110000 000000", "220104 220100 220000 000000"]
    assert len(bearers("鼓楼区")) == 4
    assert bearers("青禾示范区") == ()


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("浙政办发", "330000"),
        ("京政发", "110000"),
        ("沪府办发", "310000"),
        ("国办发", "000000"),
        ("东政发", None),  # of many counties
        ("青政发", None),  # of 青海 and of 青岛
        ("宁政发", None),
        ("浙发改产业", None),
        ("晋政文", None),  # of 晋江
    ],
)
def test_the_place_that_a_document_number_s_code_names(code: str, place: str | None) -> None:
    found = place_of_number(DocumentNumber(code, 2024, 1))
    assert (found.here.code if found else None) == place
    assert place_of_number(None) is None
