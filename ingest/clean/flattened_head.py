"""The head of a document that has run together: title, number, addressees, notice, who signed, the plan's own title.

    关于印发《…方案》的通知云政发〔2024〕3号各区政府：…。云川市人民政府2024年1月1日…方案为…

Each border needs its own sign: a number behind the last word of a title, bodies up to a colon, a body and a day behind
a stop, a title that the notice names. A number that is cited (《…》（云政发〔2024〕3号）) and a body and a day inside
a sentence are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dutygraph.ingest.text.passage import Passage
from dutygraph.ingest.units.units import is_organ, names_bodies

_KINDS = "方案|通知|意见|计划|清单|分工|要点|规划|纲要|措施|办法|细则|决定|公告|函|批复|分解表|任务分解|责任分解"
_NUMERAL = "[0-9〇○零一二三四五六七八九十]"
_DAY = rf"{_NUMERAL}{{4}}\s*年\s*{_NUMERAL}{{1,3}}\s*月\s*{_NUMERAL}{{1,3}}\s*日"
_EDITION = r"(?:\((?![^()]*日\))[^()]{1,24}\))"
_NUMBER = re.compile(
    rf"(?:(?:{_KINDS})\s*|^\s*)(?P<number>(?:(?!通知|方案|意见|办法)[\u4e00-\u9fff]){{2,12}}(?:\([\u4e00-\u9fff]{{1,4}}\)[\u4e00-\u9fff]{{0,4}})?\s*"
    r"[\[(<]\s*(?:19|20)\d{2}\s*年?\s*[\])>]\s*第?\s*\d{1,5}\s*号)"
)
_SIGNED = re.compile(
    rf"(?:^|[。)]|(?<=[\u4e00-\u9fff])\.)\s*(?P<issuer>[\u4e00-\u9fff][\u4e00-\u9fff\s]{{2,60}}?)\s*(?P<date>{_DAY})"
    r"\s*(?P<note>\((?:此件|此文|主动|公开)[^()]{0,12}\))?"
)
_NAMED = re.compile(rf"《(?P<title>[^《》]{{6,100}}(?:{_KINDS}){_EDITION}?)》")
# What a plan begins with behind its title.
_BEGINS = (
    r"\s*(?:为|根据|按照|依据|围绕|结合|党中央|党的|现将|近年来|今年|本方案|一、|\(一\)|第一[章部]|1[.、]"
    rf"|\(\s*{_NUMERAL}{{4}}\s*年)"
)
_TITLE = re.compile(rf"(?P<title>[^。;:,()《》]{{6,80}}?(?:{_KINDS}){_EDITION}?)(?={_BEGINS})")
_TITLE_END = re.compile(rf"(?:^|[。)日])\s*[^。;:,()《》]{{6,80}}(?:{_KINDS}){_EDITION}?$")
_DATED = re.compile(rf"\s*\(\s*{_DAY}\s*\)")
_NO_ADDRESSEES = re.compile("(?:如下|附件|提出|通知|意见|措施|内容)$")
# What a notice says behind its addressees; 县教育局、县公安局：负责校园安全。 is a duty and its units.
_NOTICE = re.compile(
    r"现将|印发|如下|《|通知|根据|按照|(?<=:)\s*(?:为|经|近年来)|经.{2,20}同意|请.{0,20}(?:落实|执行|实施)"
)
_CITES = re.compile("根据|按照?|依据|依照|落实|执行|贯彻|关于|遵照|结合")
_HEAD = 1200  # a notice is no longer than this


def head_cuts(line: Passage, items: int | None) -> set[int]:
    """Return where the parts of a head begin in a line; ``items`` is where the first item inside the line begins."""
    folded = line.folded
    cuts: set[int] = set()
    limit = min(len(folded), _HEAD)
    at = 0
    number = _NUMBER.search(folded, 0, 300)
    if number is not None and not re.search("[。;:]", folded[: number.start()]) and not _is_cited(folded, number):
        at = number.end()
        cuts |= {number.start("number"), at}
    to = _addressees(folded, at, limit)
    if to is not None:
        cuts |= {to[0], to[1]}
        at = to[1]
    for signed in _SIGNED.finditer(folded):
        found = _signed(folded, signed)
        cuts |= found
        if found and signed.end() <= (limit if items is None else min(items, limit)):
            at = signed.end()
    cuts |= set(_titles(folded, at, parted=bool(cuts) or items is not None))
    return cuts


def _is_cited(folded: str, number: re.Match[str]) -> bool:
    """Whether a number is cited: 根据云政发〔2024〕3号文件; at a line's head a title or bodies follow."""
    behind = folded[number.end() :].lstrip()
    if _CITES.match(number.group("number")) or re.match(
        "文件?(?![\u4e00-\u9fff]*关于)|要求|精神|规定|[,、等的]", behind
    ):
        return True
    titled = re.match(rf"[^。;:,]{{6,120}}?(?:{_KINDS})", behind) is not None
    return number.start("number") == 0 and not titled and _addressees(folded, number.end(), _HEAD) is None


def ends_title(before: str) -> bool:
    """Tell whether the folded words before a place are a title and nothing else: …分工方案一、….

    >>> ends_title("云川市建库分工方案"), ends_title("认真落实方案")
    (True, False)
    >>> ends_title("按照县里的要求,制定有关分工方案")
    False
    """
    return _TITLE_END.search(before) is not None


def _addressees(folded: str, at: int, limit: int) -> tuple[int, int] | None:
    """Where the addressees begin and where what follows their colon does."""
    stop = re.compile("[。;:]").search(folded, at, limit)
    if stop is None or stop.group() != ":" or not _NOTICE.search(folded, stop.end(), limit):
        return None
    ends = [at + match.end() for match in re.finditer(rf"(?:{_KINDS})(?!的)", folded[at : stop.start()])]
    for start in (at, *ends):
        inner = folded[start : stop.start()].strip()
        names = re.split("[、,]", inner)
        prose = re.search("[《》]|关于|印发|的(?:通知|意见|函)", inner) or _NO_ADDRESSEES.search(inner)
        if names_bodies(inner) and any(map(is_organ, names)) and not prose and (len(names) > 1 or start > 0):
            return start, stop.end()
    return None


def _signed(folded: str, signed: re.Match[str]) -> set[int]:
    """Where who signed, the day and what follows begin; nothing where the day is one of a sentence."""
    behind = folded[signed.end() :].strip()
    if signed.start("issuer") == 0 and not (signed.group("note") or _TITLE.match(behind)):
        return set()
    if not is_organ(re.sub(r"\s", "", signed.group("issuer"))[-30:]) or re.match("[前后起至到,,。、以召印]", behind):
        return set()
    cuts = {signed.start("issuer"), signed.start("date"), signed.end("date")}
    return cuts | ({signed.start("note"), signed.end("note")} if signed.group("note") else set())


def _titles(folded: str, at: int, *, parted: bool) -> Iterator[int]:
    """Where a plan's title and what follows it begin: named by the notice, or at the head of a parted line."""
    for named in _NAMED.finditer(folded, 0, _HEAD):
        title = named.group("title")
        for again in re.finditer(re.escape(title), folded):
            before = folded[: again.start()].rstrip()
            if again.start() >= at and (not before or before[-1] in "。)日"):
                yield again.start()
                yield from _behind(folded, again.end())
    day = re.match(_DAY, folded)
    if day is not None and _TITLE.match(folded, day.end()):
        at = day.end()
    if parted and (match := _TITLE.match(folded, at)) is not None:
        yield match.start()
        yield from _behind(folded, match.end())


def _behind(folded: str, end: int) -> Iterator[int]:
    yield end
    dated = _DATED.match(folded, end)
    if dated is not None:
        yield dated.end()
