"""Printed names into units, groups and instruments: who and what is meant, within a document's jurisdiction.

Identity follows from the name, the place and the register alone, never from what else was read before, so that
the same document gives the same graph in any order.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from dutygraph.graph.model import (
    Alias,
    AliasKind,
    Body,
    DocumentNumber,
    Extent,
    Instrument,
    Jurisdiction,
    Member,
    Succession,
    Unit,
    UnitGroup,
    UnitKind,
)
from dutygraph.ingest.citations import national_laws
from dutygraph.ingest.passage import fold
from dutygraph.ingest.places import NATION, Place, same_kind, within
from dutygraph.ingest.register import EMPTY, Entry, Register

_PREFIX = re.compile(r"自治区|省|市(?!场|政(?!府|协)|容|民)|区(?!域)|县|旗|州|盟")
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
        re.compile(r"协会|联合会|工会|妇联|残联|科协|文联|侨联|工商联|商会|红十字会|团委|共青团|学会|基金会|社$"),
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
OrganLevel = Literal["local", "province", "nation"]


@cache
def _organs() -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
    """Return {(level, any name): (canonical name, its other names)} of the bundled organ table."""
    text = files("dutygraph.ingest").joinpath("data/organs.csv").read_text(encoding="utf-8")
    table: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
    for row in csv.DictReader(text.splitlines()):
        aliases = tuple(a for a in row["aliases"].split(";") if a)
        for name in (row["name"], *aliases):
            table[row["level"], name] = (row["name"], aliases)
    return table


def _listed(jurisdiction: Jurisdiction | None, stem: str) -> tuple[str, tuple[str, ...]]:
    """The canonical name of an organ and its other names; an unlisted one is its own."""
    return _organs().get((_organ_level(jurisdiction), stem), (stem, ()))


def is_national(name: str) -> bool:
    """Tell whether a name says by itself that it is a body of the nation, in a district's plan too.

    >>> is_national("国家发展改革委"), is_national("国务院办公厅"), is_national("国家税务总局东胜区税务局")
    (True, True, False)
    """
    listed = name.startswith(("国家", "中国")) and ("nation", name) in _organs()
    return listed or _NATIONAL_BODY.fullmatch(name) is not None


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


@dataclass(frozen=True)
class Resolver:
    """Turns printed names into bodies and instruments for one document."""

    place: Place | None
    register: Register = EMPTY

    def body(self, surface: str) -> Body:
        """Return the unit or group that a printed name means here."""
        name = re.sub(r"\s", "", surface)
        entry = self._entry(name)
        extent = None if entry is not None else group_extent(name)
        if extent is not None:
            return self._group(name, extent)
        return self._unit(name, entry, printed=True)

    def _places(self) -> tuple[str, ...]:
        chain = self.place.chain if self.place else ()
        return tuple(part for j in chain for part in (j.code, j.name) if part)

    def _entry(self, name: str) -> Entry | None:
        """The register's row for a unit under the printed name or any other that is known to mean the same."""
        jurisdiction, prefix, stem = self._parts(name)
        canonical, others = _listed(jurisdiction, stem)
        known = (name, *(prefix + n for n in (stem, canonical, *others)))
        found = (self.register.find(n, self._places()) for n in known)
        return next((entry for entry in found if entry is not None), None)

    def _group(self, name: str, extent: Extent) -> UnitGroup:
        prefix = _PREFIX.match(name)
        jurisdiction = self._jurisdiction(prefix.group() if prefix else "")
        members = tuple(
            Member(self._unit(e.name, e, printed=False), e.source) for e in self.register.members(name, self._places())
        )
        return UnitGroup(name, extent, jurisdiction, members=members)

    def _jurisdiction(self, prefix: str) -> Jurisdiction | None:
        if self.place is None:
            return None
        return (same_kind(self.place, prefix) if prefix else None) or self.place.here

    def _unit(self, name: str, entry: Entry | None, *, printed: bool, below: tuple[str, ...] = ()) -> Unit:
        official = entry.name if entry is not None else name
        jurisdiction, prefix, stem = self._parts(official)
        canonical, others = _listed(jurisdiction, stem) if entry is None else (stem, ())
        unit_name = prefix + canonical
        aliases: dict[str, AliasKind] = {prefix + other: _alias_kind(other, canonical) for other in others}
        if entry is not None:
            aliases.update({alias: _alias_kind(alias, entry.name) for alias in entry.aliases})
        full_name = _full_name(jurisdiction, prefix, canonical)
        if printed and name not in (unit_name, full_name, *aliases):
            aliases[name] = "printed"
        return Unit(
            unit_name,
            full_name,
            (entry.kind if entry is not None else None) or unit_kind(canonical),
            jurisdiction,
            tuple(Alias(alias, kind) for alias, kind in sorted(aliases.items())),
            self._named(entry.parent, (*below, official)) if entry is not None and entry.parent else None,
            self._successions(entry, (*below, official)),
        )

    def _named(self, name: str, below: tuple[str, ...]) -> Unit | None:
        """The unit that a row of the register names in turn, or None for one that led here."""
        entry = self._entry(name)
        official = entry.name if entry is not None else name
        return None if official in below else self._unit(name, entry, printed=False, below=below)

    def _successions(self, entry: Entry | None, below: tuple[str, ...]) -> tuple[Succession, ...]:
        unit = self._named(entry.successor, below) if entry is not None and entry.successor else None
        if entry is None or unit is None:
            return ()
        return (Succession(unit, entry.succession, entry.on, entry.basis),)

    def _parts(self, name: str) -> tuple[Jurisdiction | None, str, str]:
        """Part a name into its jurisdiction, the printed place letter and the stem.

        区司法局 and 东胜区司法局 are (东胜区, 区, 司法局); 市公安局东胜分局 in a district's plan belongs to the city.
        """
        if is_national(name):
            return NATION, "", name
        if self.place is not None:
            for above in self.place.chain:
                if name.startswith(above.name) and len(name) > len(above.name):
                    return above, _place_letter(above), name[len(above.name) :]
        prefix_match = _PREFIX.match(name)
        if prefix_match is not None and prefix_match.end() < len(name):
            prefix = prefix_match.group()
            return self._jurisdiction(prefix), prefix, name[prefix_match.end() :]
        inside = within(self.place, name) if self.place is not None else None
        if inside is not None:
            return inside, inside.name, name[len(inside.name) :]
        return self._jurisdiction(""), "", name

    def instrument(self, title: str, number: DocumentNumber | None, aliases: tuple[str, ...] = ()) -> Instrument:
        """Return the instrument that a title means: 行政处罚法 is 中华人民共和国行政处罚法."""
        normal = normalise_title(title)
        shorts = set(aliases)
        bare = normal.removeprefix("中华人民共和国")
        if bare in national_laws():
            normal = f"中华人民共和国{bare}"
            shorts.add(bare)
        return Instrument(normal, number, aliases=tuple(Alias(a, "short_title") for a in sorted(shorts)))


def normalise_title(title: str) -> str:
    """Return a title as identity compares it: no white space, inner titles in 〈〉, narrow digits and hyphens.

    >>> normalise_title("法治政府建设规划（２０２０－2025年）")
    '法治政府建设规划（2020-2025年）'
    """
    text = re.sub(r"\s", "", title)
    text = text.replace("《", "〈").replace("》", "〉").replace("<", "〈").replace(">", "〉")
    wide = {"(": "（", ")": "）", "[": "〔", "]": "〕", ",": "，", ":": "："}
    folded = fold(text)
    return "".join(
        original if original in "〈〉〔〕" else wide.get(char, char)
        for original, char in zip(text, folded, strict=True)
    )


def _organ_level(jurisdiction: Jurisdiction | None) -> OrganLevel:
    if jurisdiction is not None and jurisdiction.level == "nation":
        return "nation"
    # The four municipalities name their organs as prefectures do (市发改委, 市人社局).
    if jurisdiction is not None and jurisdiction.level == "province" and not jurisdiction.name.endswith("市"):
        return "province"
    return "local"


def _place_letter(place: Jurisdiction) -> str:
    """What stands for a place in the names of its organs: 区, 自治区, nothing for the nation."""
    if place.name.endswith("自治区"):
        return "自治区"
    return "" if place == NATION else place.name[-1]


def _full_name(jurisdiction: Jurisdiction | None, prefix: str, stem: str) -> str:
    if jurisdiction is None or jurisdiction.level == "nation":
        return prefix + stem
    if prefix == jurisdiction.name:
        return prefix + stem
    if prefix and not (jurisdiction.name.endswith(prefix) or (prefix == "省" and jurisdiction.level == "province")):
        return jurisdiction.name + prefix + stem
    return jurisdiction.name + stem if prefix else stem


def _alias_kind(alias: str, canonical: str) -> Literal["abbreviation", "printed"]:
    return "abbreviation" if len(alias) < len(canonical) else "printed"
