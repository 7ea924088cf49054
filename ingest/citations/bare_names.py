"""Instruments named without 《》: national laws and regulations by their lists, other regulations by their form.

bare = [中华人民共和国] law [实施条例] | regulation | verb [place] subject 条例
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

# A bare law's name ends there: 行政处罚法律 and 劳动法规 go on.
_NOT_AFTER = "[律定制院官庭治人学医务案理典宝则门子系器国盲盾修条]|规(?!定)"
_NAMES_OF = "精神|意识|宣|知识|教育|修正|日|周|馆|公园|广场|主题|赋予|权威|尊严|至上|和法律"
_LAW_RULES = "(?:实施条例|实施细则)?"
# 落实云川市物业管理条例, 执行省优化营商环境条例, 落实房屋安全管理条例: behind the verb of a citation or behind another
# such name. Not 落实本市有关条例, 制定市条例, 落实方案和条例: the name says what it is about, and holds no other word.
_BEHIND_A_VERB = re.compile(
    r"(?:贯彻|落实|执行|实施|依据|依照|按照|遵守|违反|宣传|学习|符合|对照|(?<=条例)[、和及与])+(?:好|了)?"
    r"(?P<name>(?:[\u4e00-\u9fff]{2,7}?(?:省|市|自治区|自治州|县|旗|区)|[省市县州]|自治[区州县])"
    r"(?!级|委|政府|人民)[\u4e00-\u9fff]{2,20}?条例|(?!管理|实施|地方|单行|自治|监督)[\u4e00-\u9fff]{2,20}?条例)(?![》〉草化])"
)
# 研究起草云川市电动自行车管理条例, 修订市供热条例: to be drawn up; only with its place, for 制定管理条例 names none.
_BEHIND_A_DRAFT = re.compile(
    r"(?:制定|修订|起草|出台|修改|(?<=条例)[、和及与])+"
    r"(?P<name>(?:[\u4e00-\u9fff]{2,7}?(?:省|市|自治区|自治州|县|旗|区)|[省市县州])"
    r"(?!级|委|政府|人民)[\u4e00-\u9fff]{2,20}?条例)(?![》〉草化])"
)
# 做好云川省数字经济条例立法调研: with its place, before what is done with it.
_BEFORE_LAWMAKING = re.compile(
    r"(?:做好|推动|推进|加快|启动|开展|完成)"
    r"(?P<name>(?:[\u4e00-\u9fff]{2,7}?(?:省|市|自治区|自治州|县|旗|区)|[省市县州])"
    r"(?!级|委|政府|人民)[\u4e00-\u9fff]{2,20}?条例)(?=的?(?:立法|修订|起草|制定|修改|调研|论证|审议))"
)
_NO_NAME = re.compile(
    "[的及与等]|法和|有关|相关|配套|地方性|制定|出台|修订|贯彻|落实|执行|宣传|学习|实施(?!条例)|法规|政策|文件|精神|要求|法律|方案|规定|办法"
    "|^(?:各|本|该|新|上述|上级|国家|地方|现行|行政)"
)


@cache
def national_laws() -> tuple[str, ...]:
    """Return the names of national laws without 中华人民共和国, the longest first."""
    return _listed("laws")


@cache
def _listed(name: str) -> tuple[str, ...]:
    text = files("dutygraph.ingest").joinpath(f"data/{name}.txt").read_text(encoding="utf-8")
    names = {line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")}
    return tuple(sorted(names, key=lambda n: (-len(n), n)))


@cache
def _bare() -> re.Pattern[str]:
    names = national_laws()
    long, short = [n for n in names if len(n) > 2], [n for n in names if len(n) <= 2]
    # 水法 and 宪法 stand by themselves: not in 节水法子, 宪法精神 and 宪法宣传周.
    behind = "(?<=[和及与依按照据行用实传习彻])|(?<=以)(?=[\u4e00-\u9fff]{2}为)"  # 以宪法为核心
    alone = f"(?:(?<![\u4e00-\u9fff])|{behind})(?:{'|'.join(short)})(?!{_NAMES_OF})"
    law = f"(?:中华人民共和国)?(?:{'|'.join(long)})|中华人民共和国(?:{'|'.join(short)})|{alone}"
    rules = rf"(?:中国共产党)?(?<![省市区县旗州〉》])(?:{'|'.join(_listed('regulations'))})"
    return re.compile(rf"(?<!简称)(?:{rules}|(?:{law}){_LAW_RULES})(?!{_NOT_AFTER})")


_QUOTED = re.compile(r"[“\"][^“”\"]{1,24}[”\"]")


def _in_a_slogan(folded: str, start: int, end: int) -> bool:
    """Whether a name is a part of what stands in quotation marks: “美好生活·民法典相伴” is a campaign."""
    around = (m for m in _QUOTED.finditer(folded, max(0, start - 26), end + 26) if m.start() < start and end < m.end())
    return any(m.end() - m.start() - 2 > end - start for m in around)


def find_bare_names(folded: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of instruments named without 《》, in order.

    >>> [("落实云川市养犬条例和民法典"[a:b]) for a, b in find_bare_names("落实云川市养犬条例和民法典")]
    ['云川市养犬条例', '民法典']
    """
    local = [
        m.span("name")
        for pattern in ((_BEHIND_A_VERB, _BEHIND_A_DRAFT, _BEFORE_LAWMAKING) if "条例" in folded else ())
        for m in pattern.finditer(folded)
        if not _NO_NAME.search(m.group("name"))
    ]
    local = list(dict.fromkeys(local))
    listed = [m.span() for m in _bare().finditer(folded) if not _in_a_slogan(folded, *m.span())]
    yield from sorted([*local, *(s for s in listed if not any(a <= s[0] < b for a, b in local))])
