"""Numbers that have lost their stop: 1完善制度 / 2加强宣传 / 3.组织培训.

A number without a stop counts only in step with others: it goes on from the digit number before it, or is 1 and the
next goes on from it. So 3家企业 and 10月底前 begin no item, nor does a lone 2加快建设.
"""

from __future__ import annotations

import re
from itertools import pairwise

from dutygraph.ingest.text.lines import Line
from dutygraph.ingest.text.outline import Marker, parse_marker

# What a number counts or dates at the head of a sentence: 3个工作日内, 10月底前, 5万亩; not 3项目建设, 7成立专班.
_MEASURE = (
    "(?!项目|大力|成立|成果|分类|分级|分层|分步|家庭|人才|人居|人大|人民|人力|人工|人员|场景|场地|处置|处理|户籍|户外|所有|条件"
    "|件件|名优|名特|名牌|年度|时限|层层|点面|度假|区域|县域|镇域|村级|村庄|村民|多措|多元|多渠道|多方|张贴|本地|本级|日常"
    "|月度|季度|头部|座谈|批发|届时|周边|小微|公共|点亮|至关)"
    "(?:[年月日时分秒周天季旬个项家所名次条人位户座处间张件套台辆艘批届类种级层岁期亿万千百元亩里米吨度点号楼栋幢倍成大版股只头场"
    "本页至到余多]|小时|公里|公顷|平方|立方|[县市区镇村](?![直级属政委人]))"
)
BARE_NUMBER = re.compile(rf"(?P<n>[1-9]\d?)[ \t]*(?=[一-龥“<])(?!{_MEASURE})")


# 1.1 改造, 2-3、新建: a number of two steps, and the space or stop behind it.
_STEPPED = re.compile(
    r"(?P<n>[1-9]\d?[.-](?P<last>[1-9]\d?)(?:[.-](?P<third>[1-9]\d?))?)(?:[、.]\s*|\s+)(?=[一-龥“《])"
)


def find_stepped(lines: list[Line]) -> dict[int, Marker]:
    """Return the markers of lines that open with a number of steps (1.1 改造小区, 2-3 新建公厕), by their index.

    Such a number counts where its last step begins at 1 and the next goes on from it: 2.5 亿元 alone opens nothing.
    """
    found: dict[int, Marker] = {}
    matches = [(i, match) for i, line in enumerate(lines) if (match := _STEPPED.match(line.folded))]
    for i, match in matches:
        value = int(match.group("third") or match.group("last"))
        n = match.group("n")
        found[i] = Marker("stepped", n, n, value, match.end())
    values = [marker.value for marker in found.values()]
    in_step = all(b in (1, a + 1) for a, b in pairwise([0, *values]))
    return found if len(found) > 1 and in_step else {}


def find_unstopped(lines: list[Line]) -> dict[int, Marker]:
    """Return the markers of lines that open with a number without its stop, by their index."""
    numbered: list[tuple[int, Marker, bool]] = []
    for i, line in enumerate(lines):
        marker = parse_marker(line.text, line.folded)
        bare = BARE_NUMBER.match(line.folded) if marker is None else None
        if marker is not None and marker.kind == "digit":
            numbered.append((i, marker, False))
        elif bare is not None:
            n = bare.group("n")
            numbered.append((i, Marker("digit", n, n, int(n), bare.end()), True))
    found: dict[int, Marker] = {}
    last = 0
    for k, (i, marker, bare_one) in enumerate(numbered):
        following = numbered[k + 1][1].value if k + 1 < len(numbered) else 0
        if bare_one:
            if following != 2 if marker.value == 1 else marker.value != last + 1:
                continue
            found[i] = marker
        last = marker.value
    return found
