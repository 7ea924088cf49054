"""Which place a document belongs to, by the table of administrative divisions (GB/T 2260 codes).

``data/divisions.csv`` holds code and name of every province, prefecture and county, state of June 2026.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dutygraph.graph.entities import DocumentNumber, Jurisdiction, Level

NATION = Jurisdiction("000000", "中华人民共和国", "nation")
_NATIONAL = re.compile(r"^(?:中共中央|国务院|全国人大|全国人民代表大会|中华人民共和国|国家|最高人民)")
_MUNICIPALITIES = ("11", "12", "31", "50")
# A place that the table lacks, as printed in the name of its organs: 中共云川市青禾示范区委员会.
_PRINTED_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2,8}?(?:特别行政区|自治区|自治州|自治县|自治旗|示范区|开发区|高新区|新区|园区|地区|林区|省|市|区|县|旗|州|盟)"
)
_ORGAN = re.compile(
    r"(?:中共|中国共产党)?(?P<place>[\u4e00-\u9fff]+?)(?:委员会|人民政府|政府|委办|党委|党工委|管委会|管理委员会|人民代表|政协|委|关于|《)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A jurisdiction with those above it, the nearest first: 东胜区, 鄂尔多斯市, 内蒙古自治区, 中华人民共和国."""

    here: Jurisdiction
    above: tuple[Jurisdiction, ...]

    @property
    def chain(self) -> tuple[Jurisdiction, ...]:
        """The place itself, then those above it."""
        return (self.here, *self.above)


@cache
def divisions() -> dict[str, Jurisdiction]:
    """Return every division by its code, in the order of the codes."""
    text = files("dutygraph.ingest").joinpath("data/divisions.csv").read_text(encoding="utf-8")
    return {
        row["code"]: Jurisdiction(row["code"], row["name"], _level(row["code"]))
        for row in csv.DictReader(text.splitlines())
    }


@cache
def _by_name() -> dict[str, tuple[Jurisdiction, ...]]:
    named: dict[str, list[Jurisdiction]] = defaultdict(list)
    for place in divisions().values():
        named[place.name].append(place)
    return {name: tuple(places) for name, places in named.items()}


@cache
def _any_name() -> re.Pattern[str]:
    names = sorted((n for n in _by_name() if n != NATION.name), key=lambda n: (-len(n), n))
    return re.compile("|".join(map(re.escape, names)))


def _level(code: str) -> Level:
    if code == NATION.code:
        return "nation"
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def place_of(code: str) -> Place | None:
    """Return the place of a six-digit code, or None where the table has no such code."""
    here = divisions().get(code)
    return None if here is None else _placed(here)


def _placed(here: Jurisdiction) -> Place:
    """A division of the table with those above it."""
    code = here.code or ""
    codes = (f"{code[:4]}00", f"{code[:2]}0000", NATION.code or "")
    return Place(here, tuple(divisions()[c] for c in codes if c in divisions() and c != code))


def find_place(*texts: str | None) -> Place | None:
    """Return the place that the first text to name one names, the lowest of it.

    A name that several places bear counts only where one above it is named too (东胜区 alone is unique, 鼓楼区 is
    not). A place that the table lacks is taken as printed, without a code.
    """
    for text in texts:
        if not text:
            continue
        text = re.sub(r"\s", "", text)
        found, printed = _in_table(text), _as_printed(text)
        if found is not None and printed is not None and printed.here.name.endswith(found.here.name):
            # 丰县 is no place in 禾丰县.
            return found if found.here.name == printed.here.name else printed
        if found or printed:
            return found or printed
    return None


def resolve_place(name_or_code: str) -> Place | None:
    """Return the place that a user names: a six-digit code, or a name (with those above it where it is not unique)."""
    return place_of(name_or_code) or find_place(name_or_code)


@cache
def _issuer_codes() -> dict[str, str]:
    text = files("dutygraph.ingest").joinpath("data/issuer_codes.csv").read_text(encoding="utf-8")
    return {row["code"]: row["place"] for row in csv.DictReader(text.splitlines())}


def place_of_number(number: DocumentNumber | None) -> Place | None:
    """Return the place of the government that a document number's code names (浙政办发), or None.

    ``data/issuer_codes.csv`` holds whole codes only, and only of the nation and the provinces: 东政发 is many
    districts', and 宁政发 (宁夏, 南京), 青政发 (青海, 青岛) and 新政发 (新疆, 新乡) are two places' each.
    """
    code = _issuer_codes().get(number.issuer_code) if number is not None else None
    return place_of(code) if code is not None else None


def _in_table(text: str) -> Place | None:
    if _NATIONAL.match(text):
        return Place(NATION, ())
    named = [place for match in _any_name().finditer(text) for place in _by_name()[match.group()]]
    best: tuple[int, int, Place] | None = None
    for jurisdiction in named:
        place = _placed(jurisdiction)
        names = _by_name()[jurisdiction.name]
        supported = sum(above in named for above in place.above)
        if len(names) > 1 and not supported:
            continue
        rank = (supported, len(place.above), place)
        if best is None or rank[:2] > best[:2]:
            best = rank
    return best[2] if best else None


def _as_printed(text: str) -> Place | None:
    organ = _ORGAN.match(text)
    printed = organ.group("place") if organ else text if _PRINTED_PLACE.fullmatch(text) else ""
    names: list[str] = []
    rest = printed
    while rest:
        match = _PRINTED_PLACE.match(rest)
        if match is None:
            return None
        names.append(match.group())
        rest = rest[match.end() :]
    if not names:
        return None
    chain = [Jurisdiction(None, name, _printed_level(name, i, len(names))) for i, name in enumerate(names)]
    chain.reverse()
    return Place(chain[0], (*chain[1:], NATION))


def _printed_level(name: str, index: int, count: int) -> Level:
    if name.endswith(("省", "自治区", "特别行政区")):
        return "province"
    if name.endswith(("市", "州", "盟", "地区")) and index < count:
        return "prefecture"
    return "county"


def same_kind(place: Place, prefix: str) -> Jurisdiction | None:
    """Return the nearest place upward that a printed prefix means (区, 县, 旗, 市, 州, 盟, 省, 自治区, 国家).

    市 in a district's plan is the city above it; 省 and 自治区 stand for each other, as do the kinds of county.
    """
    levels: dict[str, tuple[Level, ...]] = {
        "省": ("province",),
        "自治区": ("province",),
        "国家": ("nation",),
        "市": ("county", "prefecture", "province"),
        "州": ("prefecture",),
        "盟": ("prefecture",),
        "地区": ("prefecture",),
        "区": ("county", "province"),
        "县": ("county",),
        "旗": ("county",),
    }
    for jurisdiction in place.chain:
        if jurisdiction.level not in levels[prefix]:
            continue
        if prefix == "市" and not jurisdiction.name.endswith("市"):
            continue
        if prefix == "区" and not jurisdiction.name.endswith("区"):
            continue
        return jurisdiction
    return None


def within(place: Place, name: str, *, beside: bool = True) -> tuple[Place | None, tuple[Place, ...]]:
    """Return the division that a printed name begins with (韩城市政府 in 陕西省), and those that it fits equally well.

    It lies inside the place or (``beside``) next to it: inside the nearest above it, short of the nation, that has one
    so named. Two of them give none, and both as rivals.
    """
    match = _any_name().match(name)
    if match is None or match.end() == len(name):
        return None, ()
    around = [place.here, *(above for above in place.above if above != NATION and beside)]
    named = [_placed(jurisdiction) for jurisdiction in _by_name()[match.group()]]
    for outer in around:
        inside = tuple(each for each in named if outer in each.above)
        if inside:
            return (inside[0], ()) if len(inside) == 1 else (None, inside)
    return None, ()


def by_first_words(name: str) -> tuple[Place, ...]:
    """Return the divisions of all the nation that a printed name begins with: one for 西安市财政局, two for 朝阳区."""
    match = _any_name().match(name)
    return bearers(match.group()) if match is not None else ()


def bearers(name: str) -> tuple[Place, ...]:
    """Return all divisions of a name: four 鼓楼区."""
    return tuple(_placed(jurisdiction) for jurisdiction in _by_name().get(name, ()))
