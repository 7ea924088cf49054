"""The user's register of units: every column, and one sentence for each thing wrong with a row."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import get_args

import pytest
from texts import DUTIES, ISSUED, TITLE

from dutygraph.graph.entities import Member, Succession, Unit, UnitKind
from dutygraph.graph.errors import InputError, UnreadableDocument
from dutygraph.ingest.extract import extract_document
from dutygraph.ingest.resolve.places import place_of
from dutygraph.ingest.resolve.register import COLUMNS, EMPTY, Entry, Register, bundled_reforms, read_register
from dutygraph.ingest.resolve.resolve import Resolver

KINDS = "、".join(get_args(UnitKind))
FULL = (
    "jurisdiction,name,aliases,former,kind,parent,groups,source,successor,succession,on,basis\n"
    "150602,区发改委, 区发改局 ; 区发展和改革局；区发改办,区计委,government,区政府,各成员单位;各部门,成员名册,"
    "区发展局,merge,2025-03-01,机构改革方案\n"
    ",国网公司,供电公司,,enterprise,,,,,,,\n"
)


def register(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "名册.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_column_is_read(tmp_path: Path, encoding: str) -> None:
    path = register(tmp_path, FULL, encoding)
    assert FULL.startswith(",".join(COLUMNS) + "\n")
    assert read_register(path) == Register(
        (
            Entry(
                jurisdiction="150602",
                name="区发改委",
                aliases=("区发改局", "区发展和改革局", "区发改办"),
                kind="government",
                parent="区政府",
                groups=("各成员单位", "各部门"),
                source="成员名册",
                successors=("区发展局",),
                succession="merge",
                on=dt.date(2025, 3, 1),
                basis="机构改革方案",
                former=("区计委",),
            ),
            Entry("", "国网公司", ("供电公司",), "enterprise", source=f"{path} 第 3 行"),
        )
    )


def test_a_name_is_enough(tmp_path: Path) -> None:
    path = register(tmp_path, "name\r\n区司法局\r\n区财政局,\r\n")
    assert [(e.name, e.succession, e.kind) for e in read_register(path).entries] == [
        ("区司法局", "rename", None),
        ("区财政局", "rename", None),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "{path}：缺少 name 列。可用的列：{columns}。", id="empty"),
        pytest.param("aliases\n区司法局\n", "{path}：缺少 name 列。可用的列：{columns}。", id="no-name-column"),
        pytest.param(
            "name,电话,地址\n", "{path}：有不认识的列 地址、电话。可用的列：{columns}。", id="unknown-columns"
        ),
        pytest.param("name,kind\n 　,other\n", "{path} 第 2 行：name 为空。请填写单位名称。", id="no-name"),
        pytest.param(
            "name,kind\n区司法局,government\n区法院,司法\n",
            "{path} 第 3 行：kind 收到“司法”，应为 {kinds} 之一。",
            id="unknown-kind",
        ),
        pytest.param(
            "name,succession\n区司法局,撤销\n",
            "{path} 第 2 行：succession 收到“撤销”，应为 rename、merge、split 之一。",
            id="unknown-succession",
        ),
        pytest.param(
            "name,on\n区司法局,2025年3月\n", "{path} 第 2 行：on 收到“2025年3月”，应为 YYYY-MM-DD。", id="no-date"
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = register(tmp_path, text)
    with pytest.raises(InputError) as refused:
        read_register(path)
    assert str(refused.value) == message.format(path=path, columns="、".join(COLUMNS), kinds=KINDS)


def test_files_that_are_no_register(tmp_path: Path) -> None:
    with pytest.raises(InputError) as absent:
        read_register(tmp_path / "无.csv")
    assert str(absent.value) == f"{tmp_path / '无.csv'}：单位名册不存在。请检查路径。"
    binary = tmp_path / "名册.csv"
    binary.write_bytes(bytes(range(256)))
    with pytest.raises(UnreadableDocument, match="文字编码无法识别"):
        read_register(binary)


HERE = place_of("150602")
NAMES = Register(
    (
        Entry("150602", "区发改委", ("区发改局",), "party", "区政府", ("各成员单位",), "成员名册"),
        Entry("150602", "区政府", ("区人民政府",), "government"),
        Entry(
            "150602", "区科技局", successors=("区科工局",), succession="merge", on=dt.date(2025, 3, 1), basis="改革方案"
        ),
        Entry("150600", "市工信局", groups=("各成员单位",), source="市级名册"),
        Entry("东胜区", "区文旅局", groups=("各成员单位",), source="名册二"),
        Entry("610000", "区司法局", ("区司法所",), groups=("各成员单位",)),
        Entry("", "供电公司", kind="enterprise"),
        Entry("150602", "甲局", parent="乙局", successors=("乙局",)),
        Entry("150602", "乙局", parent="甲局"),
    )
)


def unit(name: str, register: Register = NAMES) -> Unit:
    body = Resolver(HERE, register).body(name)
    assert isinstance(body, Unit)
    return body


@pytest.mark.parametrize(
    "printed", ["区发改委", "区发改局", "东胜区发改委", "区发展和改革委员会", "东胜区发展改革委员会"]
)
def test_the_register_settles_a_name_however_it_is_printed(printed: str) -> None:
    read = unit(printed)
    assert (read.name, read.full_name, read.kind) == ("区发改委", "东胜区发改委", "party")
    assert read.key == unit("区发改委").key
    assert read.parent is not None
    assert (read.parent.name, read.parent.key) == ("区政府", unit("区政府").key)


def test_rows_of_other_places_hold_there_alone() -> None:
    assert unit("区司法局").aliases == ()
    assert unit("区司法所").name == "区司法所"
    assert unit("供电公司").kind == "enterprise"
    assert unit("市工信局").full_name == "鄂尔多斯市工信局"


def test_members_come_from_a_roster_and_its_place() -> None:
    group = Resolver(HERE, NAMES).body("各成员单位")
    assert not isinstance(group, Unit)
    assert [(m.unit.full_name, m.source) for m in group.members] == [
        ("东胜区发改委", "成员名册"),
        ("鄂尔多斯市工信局", "市级名册"),
        ("东胜区文旅局", "名册二"),
    ]
    assert isinstance(group.members[0], Member)
    assert Resolver(HERE, EMPTY).body("各成员单位").key == group.key


def test_what_became_of_a_unit() -> None:
    assert unit("区科技局").successions == (
        Succession(unit("区科工局", EMPTY), "merge", dt.date(2025, 3, 1), "改革方案"),
    )
    assert unit("区政府").successions == ()


def test_a_circle_of_rows_ends() -> None:
    first, second = unit("甲局"), unit("乙局")
    assert first.parent is not None
    assert (first.parent.name, first.parent.parent) == ("乙局", None)
    assert [s.unit.name for s in first.successions] == ["乙局"]
    assert second.parent is not None
    assert (second.parent.name, second.parent.parent, second.parent.successions) == ("甲局", None, ())


def test_a_document_is_read_with_its_register(tmp_path: Path) -> None:
    plan = tmp_path / "方案.txt"
    plan.write_text(f"{ISSUED}{TITLE}\n\n{DUTIES}", encoding="utf-8")
    names = register(
        tmp_path, "jurisdiction,name,aliases,kind\n130534,县司法局（行政复议局）,县司法局;县法制办,other\n"
    )
    read = extract_document(plan, register=names)
    lead = read.tasks[0].assignments[0]
    assert (lead.surface, lead.body.name) == ("县司法局", "县司法局（行政复议局）")
    assert [(alias.name, alias.kind) for alias in lead.body.aliases] == [
        ("县司法局", "abbreviation"),
        ("县法制办", "abbreviation"),
    ]
    assert read.tasks[1].assignments[0].body.name == "县教育局"


def test_a_name_of_two_rows_is_neither() -> None:
    names = Register((Entry("150602", "区甲局", ("区合办",)), Entry("150602", "区乙局", ("区合办",))))
    (read,) = Resolver(HERE, names).bodies(["区合办"])
    assert read.body.name == "区合办"
    assert [(doubt.rule, doubt.message) for doubt in read.doubts] == [
        ("unit_ambiguous", "“区合办”在单位名册中对应区甲局、区乙局，按原文单列；请修改名册。")
    ]


def test_the_nearest_row_and_the_canonical_name_go_first() -> None:
    names = Register(
        (
            Entry("", "合作办", ("区合办",)),
            Entry("150602", "区乙局", ("区合办",)),
            Entry("150602", "区丙局", ("区乙局",)),
        )
    )
    assert unit("区合办", names).name == "区乙局"
    assert unit("区乙局", names).name == "区乙局"


def test_a_former_name_keeps_the_key() -> None:
    names = Register((Entry("150602", "区乡村振兴局", former=("区扶贫办",)),))
    read = unit("区扶贫办", names)
    assert read.key == unit("区乡村振兴局", names).key == unit("区乡村振兴局", EMPTY).key
    assert [(alias.name, alias.kind) for alias in read.aliases] == [("区扶贫办", "former")]


def test_several_rows_and_several_successors() -> None:
    names = Register(
        (
            Entry("150602", "区甲局", ("区甲办",), successors=("区乙局", "区丙局"), succession="split"),
            Entry("150602", "区甲局", ("甲办",), successors=("区丁局",), succession="merge", on=dt.date(2024, 1, 1)),
        )
    )
    read = unit("甲办", names)
    assert [(s.unit.name, s.kind, s.on) for s in read.successions] == [
        ("区乙局", "split", None),
        ("区丙局", "split", None),
        ("区丁局", "merge", dt.date(2024, 1, 1)),
    ]
    assert [alias.name for alias in read.aliases] == ["区甲办", "甲办"]


def test_rows_are_read_at_their_own_place() -> None:
    names = Register(
        (
            Entry("150627", "旗财政局", ("伊旗财政局",), parent="旗政府"),
            Entry("000000", "银保监会", successors=("金融监管总局",), succession="merge", on=dt.date(2023, 5, 18)),
        )
    )
    read = unit("伊金霍洛旗财政局", names)
    assert (read.full_name, read.jurisdiction and read.jurisdiction.code) == ("伊金霍洛旗财政局", "150627")
    assert read.parent is not None
    assert read.parent.full_name == "伊金霍洛旗政府"
    (after,) = unit("中国银保监会", names).successions
    assert (after.unit.name, after.unit.jurisdiction and after.unit.jurisdiction.code) == ("金融监管总局", "000000")


def test_the_bundled_reforms(tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_bytes(bundled_reforms())
    names = read_register(path)
    assert all(e.jurisdiction == "000000" and e.on and e.basis and e.successors for e in names.entries)
    for name, after in (
        ("国家工商行政管理总局", ["市场监管总局"]),
        ("国家食品药品监督管理总局", ["市场监管总局", "药监局"]),
        ("环境保护部", ["生态环境部"]),
        ("中国银监会", ["银保监会"]),
        ("国务院扶贫办", ["乡村振兴局"]),
    ):
        read = unit(name, names)
        assert [s.unit.name for s in read.successions] == after
        assert read.key == unit(name, EMPTY).key  # the register adds to the unit and does not make another
    (first,) = unit("中国银监会", names).successions
    assert [(s.unit.name, s.on) for s in first.unit.successions] == [("金融监管总局", dt.date(2023, 5, 18))]
    assert unit("区乡村振兴局", names).successions == ()  # of a district: its own day, not the nation's
