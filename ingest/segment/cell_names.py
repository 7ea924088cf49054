"""The units of a table's cell as one list: which breaks part names, and which only the width has made.

市教育局 / 市财政局 are two; 市工业 / 与能源集团, 县公安局 / 交通警察大队 and 人民银行 / 临江市分行 are one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from dutygraph.ingest.text.passage import Passage, join
from dutygraph.ingest.units.organs import is_listed
from dutygraph.ingest.units.units import is_organ, looks_like_body

# How whole names end, and what goes on with one.
_ENDS = re.compile(
    r"(?:局|厅|委|办|办公室|部|署|社|政府|管委会|中心|法院|检察院|公司|集团|银行|分行|支行|海关|大学|学院|中学|医院|协会|联合会|工会"
    r"|[妇残文侨]联|工商联|部门|单位)(?:[(][^)]*[)])?$"
)
_PART_OF = re.compile(r".{0,8}(?:分局|支局|分中心|大队|支队|办公室|机关(?:党委)?|党组|部门|联合社)(?:[(].*|等.*)?|等.*")
# And parts of banks and firms, by what they go on with: no 县财政局 does with 临江支行, no 云川大学 with 水务有限公司.
_BRANCH_OF = re.compile(r".{0,8}(?:支行|分行)(?:[(].*|等.*)?")
_PART_OF_FIRM = re.compile(
    r"(?:(?!.*集团).{0,8}(?:分公司|有限(?:责任)?公司)|(?:集团)?(?:股份)?有限(?:责任)?公司)(?:[(和及与].*|以及.*|等.*)?"
)
# 各区市 / 县人民政府: a group of places that the width has broken; no county is named.
_LEVELS, _OF_LEVEL = re.compile("各(?:设区|[省市区县旗州盟]+)$"), re.compile("[市区县旗州盟]+(?:人民)?政府")
_WHICH = re.compile("(?:各|其[他它])?(?:有关|相关)|各|其[他它]")
_BRANCH = re.compile("(?![省市区县旗州盟]).{2,4}分局(?:$|[和及与(]|以及)")
_LAST_WORD = re.compile("[局厅](?![机直属内长党领务])|公[室厅]")
_JOINT = re.compile("(?:以及|[和及与])(?=[省市区县旗州盟])")
_MARK = re.compile("[、,;，；]")
_OF_COMMITTEE = re.compile("会(?:$|[和及与(]|以及|等)|员会")  # 临江新区管委 / 会和县水利局
_NOTE = re.compile(r"[(\[](?P<name>[^()\[\]]+)[()\[\]]")


def join_names(lines: list[Passage], wraps: frozenset[int]) -> Passage:
    """Return the units of a cell, a paragraph each or broken anywhere, as one list.

    A break or gap between two whole names parts them. Where the width may have made it, the last must end and the
    next begin as names do: neither 市工业 / 与能源集团 nor 县公安局 / 交通警察大队 are two.

    >>> cell = Passage.of("省人力资源社会 保障厅 省财政厅")
    >>> join_names([cell], frozenset()).text
    '省人力资源社会保障厅、省财政厅'
    """
    pieces = [line.cut(*match.span()) for line in lines for match in re.finditer(r"\S+", line.text)]
    if not pieces:
        return Passage("", ())
    joined = pieces[0]
    for n, line in enumerate(pieces[1:], 1):
        last = _MARK.split(joined.folded)[-1]
        first = _first_name(pieces[n:], wraps)
        named = len(last) > 2 or last.startswith("各") or is_organ(first)  # 各镇、街道 / 区水利局
        whole = named and looks_like_body(last) and looks_like_body(first)
        parts_them = whole and (len(first) > 2 or first.startswith("各") or last.startswith("各"))  # 各乡镇 / 街道
        if _is_wrap(joined, line, wraps):
            begins = first.startswith((*"省市区县旗州盟各", "国务院", "国家", "中央", "其他", "其它"))
            if first.startswith(("有关", "相关")):  # 县司法局 / 有关部门; 县政府有关部门 is one
                begins = not last.endswith(("政府", "委", "国务院")) and _ENDS.search(last) is not None
            rest = _JOINT.split(first)[0]  # 人民银行 / 临江市分行和市医保局
            part = _PART_OF.fullmatch(rest) or _is_part_of_firm(last, rest)
            part = part or (last.endswith("部") and first.startswith(tuple("门队署")))  # 各有关部 / 门
            ends = _ENDS.search(last) is not None and not part
            parts_them = parts_them and (begins or (ends and not first.startswith(tuple("与和及"))))
            # 区城 / 市管理局, 省委 / 网信办; 县委 / 县政府办 are two.
            bare = re.split(r"[(\[]", first)[0]
            end = _JOINT.split(last)[-1]  # 县医院和县委 / 网信办
            one = is_listed(end + bare) and (not is_listed(end) or not begins)
            one = one or (last.endswith("委") and _OF_COMMITTEE.match(first) is not None)
            # 人力资源社 / 会保障部, 旗人社 / 局, 县政府办 / 公室: no name begins with its last word.
            one = one or (last.endswith("社") and first.startswith("会")) or _LAST_WORD.match(first) is not None
            parts_them = parts_them and not one and not (_LEVELS.search(last) and _OF_LEVEL.match(first))
        elif is_listed(last + first) and not is_listed(last):
            parts_them = False  # 省人力资源社会 / 保障厅
        # 区水利局（区知识产权局 / 〔市民族宗教局〕）: a name in brackets, or their end, is of the name before.
        noted = _NOTE.match(first)
        goes_on = first[:1] in (")", "]") or (noted is not None and is_organ(noted.group("name")))
        goes_on = goes_on or _WHICH.fullmatch(last) is not None  # 有关 / 县（市、区）政府
        goes_on = goes_on or (last.endswith("局") and _BRANCH.match(first) is not None)  # 市公安局 / 青禾分局
        parts_them = parts_them and not goes_on
        joined = join((joined, line), "、" if parts_them else "")
    return joined


def are_names_apart(above: str, below: str) -> bool:
    """Tell whether two stretches of a list, which width or a page's end has parted, end and begin with whole names.

    >>> are_names_apart("县财政局、县司法局", "县教育局"), are_names_apart("县公安局", "交通警察大队")
    (True, False)
    """
    lines = [Passage.of(re.sub(r"\s", "", words)) for words in (above, below)]
    moved = replace(lines[1], offsets=tuple(offset + len(lines[0]) + 1 for offset in lines[1].offsets))
    return len(join_names([lines[0], moved], frozenset({len(lines[0])}))) > len(lines[0]) + len(lines[1])


def _is_part_of_firm(last: str, rest: str) -> bool:
    """Whether a name goes on in a bank's branch (人民银行 / 临江市分行) or a part of a firm's (水务集团 / 有限公司)."""
    name = re.split(r"[(\[]", last)[0]
    firm = _PART_OF_FIRM.fullmatch(rest) is not None and (
        name.endswith(("集团", "公司")) or rest.startswith(("有限", "股份", "集团"))
    )
    return firm or (name.endswith("银行") and _BRANCH_OF.fullmatch(rest) is not None)


def _first_name(pieces: list[Passage], wraps: frozenset[int]) -> str:
    """The first name of some pieces, folded, with what a bracket or the width has broken off it: 县农业 / 农村局."""
    name = _MARK.split(pieces[0].folded)[0]
    for above, line in pairwise(pieces):
        inside = name.count("(") + name.count("[") > name.count(")") + name.count("]")
        rest = _MARK.split(line.folded)[0]
        whole = looks_like_body(name) and len(name) > 2  # 省人 / 力资源社会保障厅
        whole = whole and not (name.endswith(tuple("省市区县")) and _BRANCH_OF.fullmatch(name + rest))
        cut = len(name) > 1 and name.isalpha() and is_organ(name + rest)  # 生态环 / 境部
        broken = _is_wrap(above, line, wraps) or cut
        if _MARK.search(above.folded) or not (inside or (broken and not whole)):
            break
        name += rest
    return name


def _is_wrap(above: Passage, line: Passage, wraps: frozenset[int]) -> bool:
    return not wraps.isdisjoint(range(above.offsets[-1] + 1, line.offsets[0]))
