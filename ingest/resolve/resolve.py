"""Printed names into units, groups and instruments: who and what is meant, within a document's jurisdiction.

Identity follows from the name, the place and the registers alone, never from what else was read before, so that
the same document gives the same graph in any order. Within one list a name may stand on the one before it
(省工业和信息化厅、广电局). What two bodies fit is said as a :class:`Doubt` and not decided.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dutygraph.graph.entities import (
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
)
from dutygraph.ingest.resolve import places
from dutygraph.ingest.resolve.instruments import NO_INSTRUMENTS, InstrumentRegister, make_instrument, rivals
from dutygraph.ingest.resolve.places import NATION, Place
from dutygraph.ingest.resolve.register import EMPTY, Entry, Register
from dutygraph.ingest.text.passage import fold_char
from dutygraph.ingest.units.organs import Organ, find_organs, group_extent, is_national, stands_alone, unit_kind

# The letter of a place before the name of its organ. 市 of 市场, 市容, 市政管理局, 市民中心 is none, 市政务服务局 and
# 市民政局 begin with one; nor is 区 of 区域.
_LETTER = re.compile(
    r"自治区|地区|省|市(?!场|容|监(?:局|管局|所)|政(?:管理|园林|设施|工程|公用|公司|集团|局|处|养护)|民(?!政|宗|族|委|革|建|盟|进|兵|航|营))"
    r"|区(?![域块间位])|县(?!域)|旗|州|盟"
)
# A zone's own word before the name of its organ, for the letter: 新区财政局 in 青禾新区.
_ZONE = re.compile(r"(?:示范|开发|高新|经开|新|园|林|矿|特)区|自治[州县旗]")
_PARTY = re.compile(r"^(?:中共|中国共产党)")
# 国家税务总局东胜区税务局 is 区税务局; 团区委 and 共青团东胜区委员会 are one.
_TAX = re.compile(r"^国家税务总局(?P<place>.+)税务局$")
_LEAGUE = re.compile(r"^(?:中国)?(?:共青团|团)(?P<place>.*?(?:自治区|地区|[省市区县旗州盟]))(?:委员会|委)$")
# 白石县委、县政府: the government is of the committee's place.
_COMMITTEE = re.compile(r"(?P<place>[一-龥]+(?P<letter>[市县区旗州]))委 (?P=letter)(?:人民)?政府")
# Another name in a bracket behind a name: 省市场监管局（省知识产权局）, not 异新智造（湖北）有限公司, 市府办（金融）.
# Its short name there is said to be one: 市市场监督管理局（以下简称“市监局”）.
_BRACKETED = re.compile(
    r"(?P<name>[^（）〔〕]{3,})[（〔](?:(?:以?下)?统?简?称为?[“《]?(?P<short>[^（）〔〕“”《》、，；]{2,16})[”》]?"
    r"|(?P<was>原)?(?P<alias>[^（）〔〕、，；]{2,}(?:[局委办厅馆院]|办公室|中心|委员会|公司|集团|部|总队|支队|大队)))[）〕]"
)
# A government, a party committee or a township with its own office behind it: who of both is meant, is doubtful.
_WHOLE = re.compile(r"(?:政府|管委会|管理委员会|街道|办事处|镇|乡|苏木|[省市区县旗州盟]委|党委|党工委)$")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a name was not decided: the rule of its finding and the sentence."""

    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """The body that a printed name means, and what is doubtful about it."""

    body: Body
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class _Name:
    """A name parted: 区司法局 and 东胜区司法局 are (东胜区, 区, 司法局); ``alone`` where it said no place."""

    jurisdiction: Jurisdiction | None
    letter: str
    stem: str
    alone: bool = False
    doubt: Doubt | None = None


@dataclass(frozen=True)
class Resolver:
    """Turns printed names into bodies and instruments for one document."""

    place: Place | None
    register: Register = EMPTY
    instruments: InstrumentRegister = NO_INSTRUMENTS

    def body(self, surface: str) -> Body:
        """Return the unit or group that a printed name means here, by itself."""
        return self.bodies([surface])[0].body

    def bodies(self, surfaces: Sequence[str]) -> list[Resolved]:
        """Return what the names of one printed list mean, each with its doubts.

        A name without a place is of the place named last before it, if that is the document's own; of another place
        (市自然资源局、司法局 in a district's plan) only where the document's own has no such organ. A government behind
        the committee of a place is that place's: 白石县委、县政府.
        """
        resolved: list[Resolved] = []
        before: _Name | None = None
        for last, surface in zip(("", *surfaces), surfaces, strict=False):
            place = _COMMITTEE.fullmatch(f"{last} {surface}")
            printed = tidy(f"{place.group('place')}{surface[1:]}" if place is not None else surface)
            name = self._part(printed)
            if name.alone and before is not None:
                name = self._beside(printed, name, before)
            body = self._resolve(printed, name)
            resolved.append(body)
            if not name.alone:
                before = name if name.letter and isinstance(body.body, Unit) else None
        return resolved

    def instrument(self, title: str, number: DocumentNumber | None, aliases: tuple[str, ...] = ()) -> Instrument:
        """Return the instrument that a title means: 行政处罚法 is 中华人民共和国行政处罚法."""
        return make_instrument(self.instruments, title, number, aliases)

    def instrument_doubt(self, title: str, number: DocumentNumber | None) -> Doubt | None:
        """Return what is doubtful about a title: several instruments of the register bear it."""
        several = rivals(self.instruments, title, number)
        message = f"《{title}》在文件名册中对应{'、'.join(several)}，按原文单列；请在原文中写明文号，或修改名册。"
        return Doubt("instrument_ambiguous", message) if several else None

    def _resolve(self, printed: str, name: _Name) -> Resolved:
        doubts = (name.doubt,) if name.doubt is not None else ()
        entry, doubt = self._entry(printed, name)
        if doubt is not None:
            return Resolved(self._unit(printed, name, None, printed=True), (*doubts, doubt))
        extent = None if entry is not None else group_extent(printed)
        if extent is not None:
            return Resolved(self._group(printed, extent))
        bracketed = _BRACKETED.fullmatch(printed) if entry is None else None
        if bracketed is not None:
            if bracketed.group("alias") and _WHOLE.search(bracketed.group("name")):
                message = (
                    f"“{printed}”括号内是另一个单位还是经办的部门不清，按原文整体作为一个单位；可在单位名册中写明。"
                )
                return Resolved(
                    self._unit(printed, name, None, printed=True), (Doubt("unit_bracket_doubtful", message),)
                )
            return self._with_bracket(bracketed)
        organs = find_organs(name.jurisdiction, name.stem) if entry is None else ()
        if len(organs) > 1:
            listed = "、".join(name.letter + organ.name for organ in organs)
            message = f"“{printed}”可能是{listed}，按原文单列；可在单位名册中写明。"
            doubts = (*doubts, Doubt("unit_ambiguous", message))
        return Resolved(self._unit(printed, name, entry, printed=True), doubts)

    def _with_bracket(self, bracketed: re.Match[str]) -> Resolved:
        """The unit before the bracket, with the name in it as an alias."""
        resolved = self._resolve(bracketed.group("name"), self._part(bracketed.group("name")))
        unit, alias = resolved.body, bracketed.group("alias") or bracketed.group("short")
        if isinstance(unit, Unit) and alias not in (unit.name, unit.full_name, *(a.name for a in unit.aliases)):
            kind: AliasKind = "former" if bracketed.group("was") else "printed"
            aliases = tuple(sorted((*unit.aliases, Alias(alias, kind)), key=lambda a: (a.name, a.kind)))
            return replace(resolved, body=replace(unit, aliases=aliases))
        return resolved

    def _beside(self, printed: str, name: _Name, before: _Name) -> _Name:
        """A name without a place, behind one that has the place of ``before``."""
        own = name.letter and name.jurisdiction == before.jurisdiction
        if own or before.jurisdiction is None or not stands_alone(before.jurisdiction, printed):
            return name
        if not name.letter:  # no organ of the document's place: 广电局 behind 省工业和信息化厅 in a county's plan
            return _Name(before.jurisdiction, before.letter, printed, alone=True)
        there, here = before.jurisdiction.name, name.jurisdiction.name if name.jurisdiction else ""
        message = f"“{printed}”没有写明是{there}的还是{here}的，按原文单列；请在原文中写全，或在单位名册中写明。"
        return _Name(name.jurisdiction, "", printed, alone=True, doubt=Doubt("unit_place_doubtful", message))

    def _places(self, jurisdiction: Jurisdiction | None) -> tuple[str, ...]:
        chain = self.place.chain if self.place else ()
        above = [j for j in chain if j != NATION or len(chain) == 1]
        known = [j for j in (jurisdiction, *above) if j is not None]
        return tuple(dict.fromkeys(part for j in known for part in (j.code, j.name) if part))

    def _entry(self, printed: str, name: _Name) -> tuple[Entry | None, Doubt | None]:
        """The register's row for a unit under the printed name or any other that is known to mean the same."""
        organs = find_organs(name.jurisdiction, name.stem)
        stems = (name.stem, *_names(organs[0])) if len(organs) == 1 else (name.stem,)
        where = self._places(name.jurisdiction)
        for known in dict.fromkeys((printed, *(name.letter + stem for stem in stems))):
            found = self.register.find(known, where)
            if len(found) > 1:
                rivals = "、".join(entry.name for entry in found)
                message = f"“{printed}”在单位名册中对应{rivals}，按原文单列；请修改名册。"
                return None, Doubt("unit_ambiguous", message)
            if found:
                return found[0], None
        return None, None

    def _group(self, name: str, extent: Extent) -> UnitGroup:
        letter = _LETTER.match(name)
        jurisdiction = self._jurisdiction(letter.group() if letter else "")
        rows = self.register.members(name, self._places(jurisdiction))
        members = tuple(Member(self._unit(e.name, self._part(e.name), e, printed=False), e.source) for e in rows)
        return UnitGroup(name, extent, jurisdiction, members=members)

    def _jurisdiction(self, letter: str) -> Jurisdiction | None:
        if self.place is None:
            return None
        return (places.same_kind(self.place, letter) if letter else None) or self.place.here

    def _unit(
        self, printed_name: str, name: _Name, entry: Entry | None, *, printed: bool, below: tuple[str, ...] = ()
    ) -> Unit:
        official = printed_name
        organ: Organ | None = None
        if entry is not None:
            official, name = entry.name, self._at(entry)._part(entry.name)
        if name.doubt is None:
            organs = find_organs(name.jurisdiction, name.stem)
            own = len(organs) == 1 and (entry is None or organs[0].name == name.stem)
            organ = organs[0] if own else None
        party = "党" if name.letter == "自治区" and organ is not None and organ.name.startswith("委") else ""
        stem = party + organ.name if organ is not None else name.stem
        aliases: dict[str, AliasKind] = {}
        if organ is not None:
            others = (party * other.startswith("委") + other for other in organ.aliases)
            aliases.update({name.letter + other: _alias_kind(other, stem) for other in others})
        unit_name, full_name = _named(name, stem, organ if entry is None else None, aliases)
        if entry is not None:
            aliases.update({alias: _alias_kind(alias, entry.name) for alias in entry.aliases})
            aliases.update(dict.fromkeys(entry.former, "former"))
        if printed and printed_name not in (unit_name, full_name, *aliases):
            aliases[printed_name] = "printed"
        return Unit(
            unit_name,
            full_name,
            (entry.kind if entry is not None else None) or unit_kind(stem),
            name.jurisdiction,
            tuple(Alias(alias, kind) for alias, kind in sorted(aliases.items())),
            self._other(entry.parent, entry, (*below, official)) if entry is not None and entry.parent else None,
            self._successions(entry, (*below, official)),
        )

    def _at(self, entry: Entry) -> Resolver:
        """A resolver at the place that a row of the register names, in which the row's own names are read."""
        if self.place is None or not entry.jurisdiction:
            return self
        for index, above in enumerate(self.place.chain):
            if entry.jurisdiction in (above.code, above.name):
                return replace(self, place=Place(above, self.place.chain[index + 1 :])) if index else self
        return replace(self, place=places.resolve_place(entry.jurisdiction) or self.place)

    def _other(self, other: str, of: Entry, below: tuple[str, ...]) -> Unit | None:
        """The unit that a row of the register names in turn, or None for one that led here."""
        reader = self._at(of)
        name = reader._part(other)
        entry, _ = reader._entry(other, name)
        official = entry.name if entry is not None else other
        return None if official in below else reader._unit(other, name, entry, printed=False, below=below)

    def _successions(self, entry: Entry | None, below: tuple[str, ...]) -> tuple[Succession, ...]:
        found = []
        for row in self.register.rows_of(entry) if entry is not None else ():
            for successor in row.successors:
                unit = self._other(successor, row, below)
                if unit is not None:
                    found.append(Succession(unit, row.succession, row.on, row.basis))
        return tuple(found)

    def _part(self, name: str) -> _Name:
        """Part a name into jurisdiction, place letter and stem; 市公安局东胜分局 in a district's plan is the city's."""
        for pattern, form in ((_PARTY, None), (_TAX, "{}税务局"), (_LEAGUE, "{}团委")):
            match = pattern.search(name)
            if match is None:
                continue
            inner = self._part_plain(form.format(match.group("place")) if form else name[match.end() :])
            if inner.letter and len(find_organs(inner.jurisdiction, inner.stem)) == 1:
                return inner
        return self._part_plain(name)

    def _part_plain(self, name: str) -> _Name:
        if is_national(name):
            return _Name(NATION, "", name)
        stated = self._under_a_place(name)
        if stated is not None:
            return stated
        letter = _LETTER.match(name)
        if letter is not None and letter.end() < len(name):
            named = _placed(self._jurisdiction(letter.group()), letter.group(), name[letter.end() :])
            return replace(named, doubt=self._no_such_place(letter.group(), name))
        here = self.place.here if self.place is not None else None
        zone = _ZONE.match(name)
        if here is not None and zone is not None and here.name.endswith(zone.group()):
            stem = name[zone.end() :]
            if find_organs(here, stem):
                return _Name(here, _place_letter(here), stem)
        if here is not None and here != NATION and stands_alone(here, name):
            return _Name(here, _place_letter(here), name, alone=True)
        return _Name(self._jurisdiction(""), "", name, alone=True)

    def _under_a_place(self, name: str) -> _Name | None:
        """A name that begins with that of a place: one above the document's, inside or beside it, or any by itself."""
        if self.place is None:
            return None
        found: Place | None = None
        rest = name
        for index in range(len(self.place.chain) - 1, -1, -1):
            above = self.place.chain[index]
            if rest.startswith(above.name) and len(rest) > len(above.name):
                found, rest = Place(above, self.place.chain[index + 1 :]), rest[len(above.name) :]
        inside, others = places.within(found or self.place, rest, beside=found is None)
        while inside is not None:
            found, rest = inside, rest[len(inside.here.name) :]
            inside, others = places.within(found, rest, beside=False)
        if found is None and not others:
            others = places.by_first_words(name)
        if others and find_organs(others[0].here, rest[len(others[0].here.name) :]):
            if len(others) > 1:
                return self._in_one_of(others, name)
            found, rest = others[0], rest[len(others[0].here.name) :]
        if found is None or rest.startswith("（"):  # 新城区（老城区）
            return None
        return _placed(found.here, _place_letter(found.here), rest)

    def _no_such_place(self, letter: str, name: str) -> Doubt | None:
        """市财政局 in a province's plan: which city's?"""
        here = self.place.here if self.place is not None else None
        if self.place is None or here is None or here.code is None or places.same_kind(self.place, letter) is not None:
            return None
        if here == NATION or group_extent(name) is not None:
            return None
        return Doubt("unit_place_doubtful", f"“{name}”没有写明是哪个{letter}的（文件属于{here.name}），按原文单列。")

    def _in_one_of(self, rivals: tuple[Place, ...], name: str) -> _Name:
        fits = "、".join("".join(j.name for j in reversed(place.chain[:-1])) for place in rivals)
        message = f"“{name}”中的{rivals[0].here.name}有几处（{fits}），按原文单列；请在原文或单位名册中写明。"
        return _Name(self._jurisdiction(""), "", name, doubt=Doubt("unit_place_doubtful", message))


def _placed(place: Jurisdiction | None, letter: str, stem: str) -> _Name:
    """A name with its place; the committee of an autonomous region is called 党委 (自治区党委宣传部)."""
    return _Name(place, letter, stem[1:] if letter == "自治区" and stem.startswith("党委") else stem)


def tidy(surface: str) -> str:
    """Return a name as identity compares it: no white space, radicals as characters, digits and letters narrow.

    >>> tidy("⻄安 高新区ＣＢＤ办公室(筹)")
    '西安高新区CBD办公室（筹）'
    """
    plain = re.sub(r"\s", "", surface).translate(_WIDE)
    return "".join(char if char in _KEPT else fold_char(char) for char in plain)


_WIDE = str.maketrans("(),", "（），")
_KEPT = frozenset("（）〔〕【】［］〈〉《》“”、，；：。—－·～")


def _names(organ: Organ) -> tuple[str, ...]:
    return (organ.name, *organ.aliases, *organ.variants)


def _place_letter(place: Jurisdiction) -> str:
    """What stands for a place in the names of its organs: 区, 自治区, nothing for the nation."""
    for word in ("自治区", "地区"):
        if place.name.endswith(word):
            return word
    return "" if place == NATION else place.name[-1]


_GOVERNING = ("政府", "委")


def _named(name: _Name, stem: str, organ: Organ | None, aliases: dict[str, AliasKind]) -> tuple[str, str]:
    """Name and full name of a unit.

    Governments and party committees go by their place (韩城市政府), for the plans of the level above list many of them;
    the Youth League's committees are printed with the place inside (团区委).
    """
    full_name = _full_name(name.jurisdiction, name.letter, stem)
    short = name.letter + stem
    if organ is None or not name.letter:
        return short, full_name
    if organ.name in _GOVERNING:
        aliases[short] = "abbreviation"
        return full_name, full_name
    if organ.name == "团委" and name.letter != "自治区":
        aliases[short] = "printed"
        place = name.jurisdiction.name if name.jurisdiction is not None else name.letter
        return f"团{name.letter}委", f"共青团{place}委员会"
    return short, full_name


def _full_name(jurisdiction: Jurisdiction | None, letter: str, stem: str) -> str:
    if jurisdiction is None or jurisdiction.level == "nation":
        return letter + stem
    if letter and not (jurisdiction.name.endswith(letter) or (letter == "省" and jurisdiction.level == "province")):
        return jurisdiction.name + letter + stem
    return jurisdiction.name + stem if letter else stem


def _alias_kind(alias: str, canonical: str) -> Literal["abbreviation", "printed"]:
    return "abbreviation" if len(alias) < len(canonical) else "printed"
