"""Instruments named without 《》: national laws and regulations by their lists, others by their form.

bare = [中华人民共和国] law [实施条例] | regulation | formed name
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from dutygraph.ingest.citations.bare_forms import find_formed_names

# A bare law's name ends there: 行政处罚法律 and 劳动法规 go on.
_NOT_AFTER = "[律定制院官庭治人学医务案理典宝则门子系器国盲盾修条]|规(?!定)"
_NAMES_OF = "精神|意识|宣|知识|教育|修正|日|周|馆|公园|广场|主题|赋予|权威|尊严|至上|和法律"
_LAW_RULES = "(?:实施条例|实施细则)?"


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
    rules = rf"(?:中国共产党)?(?:(?<![省市区县旗州〉》])|(?<=[本我全][省市区县]))(?:{'|'.join(_listed('regulations'))})"
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
    listed = [m.span() for m in _bare().finditer(folded) if not _in_a_slogan(folded, *m.span())]
    # 落实国家绿色产业指导目录: the list knows its name.
    formed = [s for s in find_formed_names(folded) if not any(a - s[0] == 2 and b == s[1] for a, b in listed)]
    yield from sorted([*formed, *(s for s in listed if not any(a <= s[0] < b for a, b in formed))])
