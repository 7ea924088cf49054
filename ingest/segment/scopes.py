"""One duty for several numbers: （以上5—7项由A牵头，B配合）, 第1至3项责任单位：A, 上述任务由A负责."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dutygraph.ingest.assign.duties import parse_line
from dutygraph.ingest.assign.sentences import Field, parse_sentence
from dutygraph.ingest.text.outline import chinese_number
from dutygraph.ingest.text.passage import Passage

_N = r"[(]?(?:\d{1,3}|[一二两三四五六七八九十]{1,3})[)]?"
_ITEMS = r"(?:项|条|款|点)?(?:任务|工作|措施|事项|内容|要求)*(?:[,、]|均|都|分别)*"
_SCOPE = re.compile(
    rf"(?:(?P<above>以上|上述|前述|前)(?:各|所有|全部)?)?(?:第)?(?:(?P<numbers>{_N}(?:(?:项|条)?(?:[-~至到、,和]|--)+第?{_N})*))?{_ITEMS}"
    r"(?=由|牵头|责任|负责|配合|主办)"
)
_RANGE = re.compile(rf"(?P<a>{_N})(?:项|条)?(?P<joint>[-~至到、,和]+)?")
# 第7项由A牵头，第8、9项由B牵头: each scope with its own duty.
_NEXT = re.compile(rf"[,;。](?=第{_N}(?:[-~至到、,]|项))")
# A range of more is no range of items.
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class ScopedDuty:
    """Fields that hold for the items of ``numbers``, or for those above without a duty where there are none.

    ``count`` is how many of these last ones (以上三项), 0 for all.
    """

    numbers: tuple[int, ...]
    fields: tuple[Field, ...]
    count: int = 0


def parse_scoped(line: Passage) -> tuple[ScopedDuty, ...]:
    """Return the duties that a line (or a bracket alone on one) states for items by their numbers; none otherwise."""
    text = line.strip("。 ")
    if text.folded[:1] in ("(", "[") and text.folded[-1:] in (")", "]"):
        text = text.cut(1, len(text) - 1)
    cuts = [0, *(match.end() for match in _NEXT.finditer(text.folded))]
    duties = [_scoped(text.cut(a, b)) for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    return tuple(duty for duty in duties if duty is not None) if all(duties) else ()


def _scoped(text: Passage) -> ScopedDuty | None:
    text = text.strip("，,；;。 ")
    match = _SCOPE.match(text.folded)
    if match is None or not (match.group("above") or match.group("numbers")):
        return None
    numbers = _numbers(match.group("numbers") or "", alone="项" in match.group() and text.folded.startswith("第"))
    alone = match.group("above") and "第" not in match.group() and re.fullmatch(_N, match.group("numbers") or "")
    if match.group("numbers") and not numbers and not alone:
        return None
    rest = text.cut(match.end())
    fields = parse_line(rest) or parse_sentence(rest)
    if not any(field.kind == "role" for field in fields) or any(field.kind == "unread" for field in fields):
        return None
    return ScopedDuty(numbers, fields, chinese_number(match.group("numbers").strip("()")) if alone else 0)


def _numbers(printed: str, *, alone: bool) -> tuple[int, ...]:
    """The numbers of 5-7, 1、3、5 or 第一至三; one ``alone`` is a scope only as 第7项."""
    found: list[int] = []
    through = False
    for match in _RANGE.finditer(printed):
        value = chinese_number(match.group("a").strip("()"))
        if through and found and found[-1] < value <= found[-1] + _LONGEST:
            found.extend(range(found[-1] + 1, value + 1))
        else:
            found.append(value)
        through = match.group("joint") is not None and re.search("[-~至到]", match.group("joint")) is not None
    return tuple(found) if len(found) > 1 or alone else ()
