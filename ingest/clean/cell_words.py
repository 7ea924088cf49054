"""What the words of a cell show it to be, where plain text has lost which column it stands in."""

from __future__ import annotations

import re

from dutygraph.ingest.text.content import Range
from dutygraph.ingest.text.passage import Passage, fold
from dutygraph.ingest.units.persons import is_person
from dutygraph.ingest.units.units import are_organs, is_inner_office, is_nobody, looks_like_body, split_units

_TIME = re.compile(
    r"(?:与|按照?|根据)[^,。;]{2,10}(?:同步|安排|部署)|[^。;]{0,12}(?:\d月|\d日|月底|年底|年末|年内|全年|季度|持续|长期|常年|每[年月季周]|20\d\d\.\d)[^。;]{0,12}"
)
_PERSONS = r"[、,;/\s]+"
# A surname that is not in the list, with a given name: 逄某某.
_MAY_BE_NAME = re.compile("[\u4e00-\u9fff·]{2,4}")
# 一、产业 / 1 / …: a line between rows that is a heading of those below it.
_HEADING = re.compile(
    "[(]?[一二三四五六七八九十]{1,3}[)]?[、.]?[\u4e00-\u9fff“].{1,30}|[(][一二三四五六七八九十]{1,3}[)].{2,30}"
    "|[一二三四五六七八九十]{1,3}、[^。;]{2,40}"
)


def said(text: str, cell: Range | None) -> str:
    """Return what a cell says, without the white space around it."""
    return "" if cell is None else text[slice(*cell)].strip()


def number_of(text: str, cell: Range) -> int | None:
    """Return the number that a cell says and nothing else: 3, 12．."""
    printed = said(text, cell).rstrip(".．、")
    return int(printed) if printed.isdecimal() and len(printed) <= 4 else None


# 法规科牵头，人事科配合: what the bodies of a cell do, behind each name.
_DOES = re.compile("(?:牵头|主办|负责|落实|配合|协助|协办|参与|参加)+$")


def _names(printed: Passage) -> list[str]:
    return [_DOES.sub("", fold(unit.name)) for unit in split_units(printed).units]


def holds_units(text: str, cell: Range) -> bool:
    """Whether a cell is a list of organs or of the offices of one (法规处、综合处), or says that there is none (无)."""
    printed = Passage.of(text[slice(*cell)]).strip()
    names = _names(printed)
    return is_nobody(printed.folded) or are_organs(names) or (len(names) > 0 and all(map(is_inner_office, names)))


def may_hold_units(text: str, cell: Range) -> bool:
    """Whether a cell may be a list of bodies: 各村 is no organ's name, and stands in columns of units."""
    printed = Passage.of(text[slice(*cell)]).strip()
    return is_nobody(printed.folded) or all(map(looks_like_body, _names(printed)))


def holds_time(text: str, cell: Range) -> bool:
    """Whether a cell says by when in a few words: 5月底前动工, 2021.8, 长期坚持, 与省里安排同步."""
    return _TIME.fullmatch(fold(said(text, cell))) is not None


def may_hold_time(text: str, cell: Range) -> bool:
    """Whether a cell may be a time: it has a digit, or a word of time."""
    return holds_time(text, cell) or re.search(r"\d|[年月季周]|长期|持续|常态|立行", text[slice(*cell)]) is not None


def holds_persons(text: str, cell: Range) -> bool:
    """Whether a cell is a list of persons, or says whose post it is: 王大山、李小河, 分管副县长."""
    names = [name for name in re.split(_PERSONS, fold(said(text, cell))) if name]
    return bool(names) and all(is_person(name) for name in names)


def may_hold_persons(text: str, cell: Range) -> bool:
    """Whether a cell may be a list of persons: names may be of any surname, and no cell of bodies is one."""
    names = re.split(_PERSONS, fold(said(text, cell)))
    short = all(_MAY_BE_NAME.fullmatch(name) for name in names) and not may_hold_units(text, cell)
    return short or holds_persons(text, cell)


def is_heading(text: str, cell: Range) -> bool:
    """Whether a cell may be a heading over the rows below it: 一、产业, （二）民生."""
    return _HEADING.fullmatch(fold(said(text, cell))) is not None
