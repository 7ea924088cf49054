"""What public bodies are called: the table of organs with their full and short names, by level of government.

``data/organs.csv`` holds, for each organ of a level, the name that plans print (canonical, without the place), its
other names (``aliases``: every such organ bears them) and ``variants`` (one organ's name here, another's there:
understood where printed, never asserted). State: the reforms of 2018 and of 2023 to 2024. ``local`` is counties and
prefectures; a row of the nearer level goes first.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dutygraph.graph.entities import Extent, Jurisdiction, UnitKind
from dutygraph.ingest.text.passage import fold

_KINDS: tuple[tuple[UnitKind, re.Pattern[str]], ...] = (
    ("branch", re.compile(r"分局|支局|分行|支行|分公司|分中心|海关|银保监局|证监局|(?<!地方)金融监管局$")),
    ("court", re.compile(r"法院$")),
    ("procuratorate", re.compile(r"检察院$")),
    ("congress", re.compile(r"人大|人民代表大会")),
    ("cppcc", re.compile(r"政协|政治协商")),
    (
        "party",
        re.compile(
            r"^委(?!员)|^(?:中共|纪委|纪检|党|直属?机关工委)|党委$|党工委$|纪委|宣传部|组织部|统战部|政法委|编办|网信办|巡[察视]"
        ),
    ),
    ("government", re.compile(r"^人民银行$|^中国人民银行$")),
    ("enterprise", re.compile(r"公司|集团|银行|信用社|联社|企业$|厂$")),
    ("institution", re.compile(r"中心$|大学$|学院$|学校$|中学$|小学$|医院$|馆$|台$|报社$|研究院$|研究所$|服务站$|队$")),
    (
        "other",
        re.compile(r"协会|联合会|工会|妇联|残联|(?<!政)协$|文联|侨联|工商联|商会|红十字会|团委|共青团|学会|基金会|社$"),
    ),
    (
        "government",
        re.compile(
            r"(?:局|委|办|厅|部|署|府|室|街道|镇|乡|苏木|办事处|委员会|院|处|示范区|开发区|区|园|会|机关)(?:\([^)]*\))?$"
        ),
    ),
)
_GROUP_START = re.compile(r"各|其他|其它|其余|有关|相关|全[省市区县旗](?:各|直)|上述|涉及|驻[^局委办]{0,6}各")
_GROUP_INSIDE = re.compile(r"各|(?:有关|相关|其他|其它)(?=.{0,8}(?:部门|单位|机构|企业|镇|街))")
_GROUP_END = re.compile(
    r"(?:部门|成员单位|直属单位|所属单位|有关单位|相关单位|责任单位|组成单位|直属机构|派出机构|执法机关|行政机关|镇街|街镇|乡镇|县区|区县|县市区|企事业单位|金融机构|高校|院校)(?:\([^)]*\))?$"
)
_RELATIVE, _INDEFINITE = re.compile("其他|其它|其余"), re.compile("有关|相关|涉及|上述")
_NATIONAL_BODY = re.compile(
    r"(?:国务院|中共中央|最高人民|全国人大|全国政协).*|中央[^驻]{2,8}(?:部|委|办)|国家[^省市区县旗州盟局]{2,10}(?:局|委|部|署)"
)
# Ministries need no 国家 to be told from local bodies (财政部 in a district's plan); 铁路局 and 邮政局 do.
_MINISTRY = re.compile(r"(?:部|总局|署|监会)$")
# Too short to be a body without its place: 区委, 县工会.
_NEEDS_PLACE = frozenset({"委", "委员会", "工会", "人大"})


@dataclass(frozen=True, slots=True)
class Organ:
    """One row of the table, like 发改委 with 发展和改革委员会 among its ``aliases``."""

    level: str
    name: str
    aliases: tuple[str, ...]
    variants: tuple[str, ...]


@cache
def organs() -> tuple[Organ, ...]:
    """Return the bundled table."""
    text = files("dutygraph.ingest").joinpath("data/organs.csv").read_text(encoding="utf-8")
    return tuple(
        Organ(row["level"], row["name"], _parts(row["aliases"]), _parts(row["variants"]))
        for row in csv.DictReader(text.splitlines())
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


@cache
def _by_name() -> dict[tuple[str, str], tuple[Organ, ...]]:
    named: dict[tuple[str, str], list[Organ]] = defaultdict(list)
    for organ in organs():
        for name in (organ.name, *organ.aliases, *organ.variants):
            named[organ.level, name].append(organ)
    return {key: tuple(found) for key, found in named.items()}


def levels_of(place: Jurisdiction | None) -> tuple[str, ...]:
    """Return the levels of the table that hold a place's organs, the nearest first.

    The four municipalities name their organs as prefectures do (市发改委, 市人社局).
    """
    if place is None:
        return ("county", "local")
    if place.level == "province":
        return ("municipality", "local") if place.name.endswith("市") else ("province",)
    return ("nation",) if place.level == "nation" else (place.level, "local")


def find_organs(place: Jurisdiction | None, stem: str) -> tuple[Organ, ...]:
    """Return the organs that a name without its place may mean there; several where it is not clear.

    >>> [organ.name for organ in find_organs(None, "发展和改革委员会")]
    ['发改委']
    """
    for level in levels_of(place):
        found = _by_name().get((level, stem), ())
        if found:
            named_so = tuple(organ for organ in found if organ.name == stem)
            return named_so or found
    return ()


@cache
def _any_names() -> frozenset[str]:
    return frozenset(name for organ in organs() for name in (organ.name, *organ.aliases, *organ.variants))


def is_listed(folded: str) -> bool:
    """Tell whether a folded name is a listed organ's with the letter of its place before it, whatever the level.

    >>> is_listed("区委组织部"), is_listed("区委组")
    (True, False)
    """
    return folded[:1] in tuple("省市区县旗州盟镇") and folded[1:] in _any_names()


def stands_alone(place: Jurisdiction | None, name: str) -> bool:
    """Tell whether a name without a place letter is that of an organ of the place: 财政局 in a county's plan."""
    return name not in _NEEDS_PLACE and bool(find_organs(place, name))


def is_national(name: str) -> bool:
    """Tell whether a name says by itself that it is a body of the nation, in a district's plan too.

    >>> is_national("国家发展改革委"), is_national("国务院办公厅"), is_national("国家税务总局东胜区税务局")
    (True, True, False)
    """
    listed = ("nation", name) in _by_name()
    if listed and (name.startswith(("国家", "中国", "中华", "全国", "中央", "共青团")) or _MINISTRY.search(name)):
        return True
    return _NATIONAL_BODY.fullmatch(name) is not None


def group_extent(name: str) -> Extent | None:
    """Return how far a collective name reaches, or None for the name of one body.

    >>> group_extent("各镇"), group_extent("区直有关部门"), group_extent("其他区政府组成部门"), group_extent("区司法局")
    ('definite', 'indefinite', 'relative', None)
    """
    folded = fold(name)
    if not (_GROUP_START.match(folded) or _GROUP_INSIDE.search(folded) or _GROUP_END.search(folded)):
        return None
    if _RELATIVE.search(folded):
        return "relative"
    return "indefinite" if _INDEFINITE.search(folded) else "definite"


def unit_kind(stem: str) -> UnitKind:
    """Return the kind of body that a name without its place says."""
    folded = fold(stem)
    return next((kind for kind, pattern in _KINDS if pattern.search(folded)), "other")
