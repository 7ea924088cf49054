"""Lists of units that are broken over lines, joined with their role line again: 区司 / 法局."""

from __future__ import annotations

import re
from dataclasses import replace

from dutygraph.ingest.text.brackets import left_open
from dutygraph.ingest.text.labels import find_fields
from dutygraph.ingest.text.lines import DAY, SEPARATORS, WHOLE, Line, is_heading_like, listed, opens
from dutygraph.ingest.text.outline import parse_ordinal
from dutygraph.ingest.text.passage import fold, join
from dutygraph.ingest.units.organs import is_listed
from dutygraph.ingest.units.units import is_organ, looks_like_body, split_units

_GOES_ON = re.compile(r"(?:等.*|办|.{0,8}(?:分局|支局|分中心|大队|支队|办公室|机关|党组|部门|单位))?")
_CUT_OFF = re.compile("[局厅署院]|办?公[厅室]|委员会|管委会|政府|分局")
# 各镇 / 人民政府, 各街道 / 办事处: a group of places is whole, but no name begins with what stands below it.
_PLACES = re.compile(r"各.{0,4}(?:[镇乡县市区旗]|街道)$")
_WHICH = re.compile("有关|相关|各|各有关|各相关|其他")
# 有关部 / 门和单位: no body's name begins with 门 there.
_DEPARTMENTS = re.compile("(?:有关|相关|各|责任|成员|主管|职能|监管|执法)部$")
# 财政部 / （国家粮食和物资储备局）: the other name of the body above.
_OTHER_NAME = re.compile(r"[(\[](?P<name>[^()\[\]、,;]+)[)\]](?=$|[、,;])")
_LEFT_OVER = re.compile("(?:人民)?政府|办事处|管委会|管理委员会")
# What a duty begins with and no name does.
WORK = re.compile(
    r"加[强快大]|推[进动广行]|统筹(?!办)|健全|完善|开展|建[立设成](?![局委厅])|落实|深化|强化|提[升高]|优化|规范|实施|组织|制定|做好|构建|促进"
    r"|支持|鼓励|引导|抓好|严格|全面|积极|持续|进一步"
)
# What ends the first name of a line: 农村局和旗财政局. The 和 of 工业 / 和信息化局 is its own.
_NEXT = re.compile("[、,;。]|(?<=.)(?:以及|[和及与])(?=[省市区县旗州盟镇乡各])")
_JOINT = re.compile("(?:以及|[和及与])(?=[省市区县旗州盟镇乡各])")
# What ends an open list and is no part of its last name: 工业 / 和信息化部等相关单位.
_OPEN_END = re.compile("等(?:有关|相关|各|责任)*(?:部门|单位|地区|和|及)*$")
_LONGEST_REST = 8  # of a name, on a line further down
# A name or title is broken into so many lines more, at most.
_MOST_PIECES = 3


def join_lists(lines: list[Line]) -> list[Line]:
    """Join the rest of a list of units with the role line it was broken from: 区司 / 法局.

    The rest opens nothing and holds no sentence; after a separator it may stand anywhere behind, else it follows
    at once and makes names of bodies with the words before it (区司法局 / 完善制度 does not). A whole name under a
    whole name is the next of the list.
    """
    joined: list[Line] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        i += 1
        while count := _rest_of_list(line, lines[i : i + _MOST_PIECES]):
            for rest in lines[i : i + count]:
                apart = "、" if _next_name(line, rest) else ""
                line = replace(line, passage=join((line.passage, rest.passage), apart))
            i += count
        joined.append(line)
    return joined


def _rest_of_list(line: Line, behind: list[Line]) -> int:
    """How many of the lines behind a role line are needed to end its list, 0 where it has ended."""
    value = listed(line)
    if value is None or line.text[-1] in "。！？；!?;":
        return 0
    open_list = line.text[-1] in SEPARATORS
    for count, rest in enumerate(behind, 1):
        rest = _before_label(rest)
        plain = rest.text.rstrip("。；;")
        if not plain or opens(rest) or any(c in plain for c in "。；：:") or is_heading_like(rest.text):
            return 0
        if parse_ordinal(rest.folded) is not None:
            return 0  # 二是推进修复: what is counted in words opens a paragraph too
        if count < len(behind) and DAY.fullmatch(behind[count].folded) and is_organ(plain):
            return 0  # who signs stands right below the last duty
        if open_list and len(plain) <= 120:
            return 1
        if not open_list and _is_work(rest):
            return 0
        joins = _joins(line, behind[0])
        if not open_list and rest.apart > 0 and not (joins or makes_organ(line, behind[0])):
            return 0
        if not open_list and not (joins or _goes_on(line, behind[0]) or _next_name(line, behind[0])):
            return 0
        value = join((value, rest.passage))
        read = split_units(value).units
        if all(looks_like_body(fold(u.name)) for u in read if u.passage.span.end > behind[0].passage.span.start):
            return count
    return 0


def _is_work(line: Line) -> bool:
    return WORK.match(line.folded) is not None and not is_organ(re.split("[、,;。]", line.folded)[0])


def ends_list(above: Line, below: Line) -> bool:
    """Tell whether a role line ends in a whole name and the line below begins with work: …、县水利局 / 加快建设."""
    value = listed(above)
    return value is not None and _is_work(below) and is_organ(re.split("[、,;:]", value.folded)[-1])


def _before_label(line: Line) -> Line:
    """The part of a line before a label that follows the rest of a list: 县职教中心　责任单位：…."""
    fields = find_fields(line.folded)
    return replace(line, passage=line.passage.cut(0, fields[0].start).strip()) if fields else line


def _goes_on(line: Line, rest: Line) -> bool:
    """Whether the last name of a role line may go on in the next: it is not whole, or that is how whole ones do."""
    last, first = _last_name(line), re.split("[、,;。]", rest.folded)[0]
    return WHOLE.search(last) is None or _GOES_ON.fullmatch(first) is not None or _parts_group(last, first)


def makes_organ(line: Line, rest: Line) -> bool:
    """Tell whether the last word of a list and the first of a line further down make one organ: 区乡村 / 振兴局.

    A line that begins with the last word of a name has been cut from one (区公安 / 局青禾分局); else a name that is
    whole by itself stays so.
    """
    last = _last_name(line)
    first = _OPEN_END.sub("", _first_name(_before_label(rest).folded))
    bare = re.split(r"[(\[]", first)[0]
    cut_off = _CUT_OFF.match(first) is not None or _is_cut(last, bare)
    noted = _OTHER_NAME.match(first)
    if _parts_group(last, first) or (noted is not None and is_organ(last) and is_organ(noted.group("name"))):
        return True
    longest = _LONGEST_REST if looks_like_body(last) else 2 * _LONGEST_REST  # 国家金 / 融监管总局临江监管分局
    short = len(bare) <= longest
    return WHOLE.search(last) is None and (cut_off or not is_organ(last)) and short and is_organ(last + first)


def _last_name(line: Line) -> str:
    return re.split("[、,;:]", line.folded)[-1].strip()


def _joins(line: Line, rest: Line) -> bool:
    """Whether a line goes on with a joint and a body (和县信访局) under a whole name (县妇联)."""
    joint = _JOINT.match(rest.folded)
    return joint is not None and is_organ(_last_name(line)) and is_organ(_first_name(rest.folded[joint.end() :]))


def _first_name(folded: str) -> str:
    """The words of a line before the mark or joint that ends its first name; those in brackets end none."""
    for match in _NEXT.finditer(folded):
        if left_open(folded[: match.start()]) <= 0:
            return folded[: match.start()]
    return folded


def _parts_group(last: str, first: str) -> bool:
    """Whether a line's end parts the name of a group: 各镇 / 人民政府, 有关 / 县（市、区）政府, 相关部 / 门和单位."""
    if _WHICH.fullmatch(last):
        return looks_like_body(first)
    if _DEPARTMENTS.search(last):
        return first.startswith("门")
    return _PLACES.search(last) is not None and _LEFT_OVER.fullmatch(first) is not None


def _next_name(line: Line, rest: Line) -> bool:
    """Whether a line begins a new name (区财政局) under one that is whole (区司法局)."""
    last = _last_name(line)
    cut = (
        last.startswith("驻")
        or _WHICH.fullmatch(last) is not None
        or _is_cut(last, re.split("[、,;。]", rest.folded)[0])
    )
    return looks_like_body(last) and not cut and re.match("[省市区县旗各]", rest.folded) is not None


def _is_cut(last: str, first: str) -> bool:
    """Whether two words are one listed organ's name (区委组 / 织部, 省委 / 政法委) or one group's (区有关 / 部门)."""
    group = re.search("(?:有关|相关|责任|各)$", last) is not None and re.match("部门|单位", first) is not None
    whole = is_listed(last) and (not last.endswith("委") or re.match("[省市区县旗州盟]", first) is not None)
    return group or (is_listed(last + first) and not whole)
