"""What closes a document behind its last duty: who signs it, to whom copies go, when it was printed, its annexes.

imprint = [抄送：… line {line}] body day 印发 | 共印N份 | 附件：…; signature = body {body} / day
"""

from __future__ import annotations

import re

from dutygraph.ingest.text.lines import DAY, Line
from dutygraph.ingest.units.units import is_organ

# 抄送：市委各部门, 某市人民政府办公室　2024年4月18日印发, （共印30份）; and its annexes.
_COPIES_TO = re.compile("抄\\s*[送报]\\s*:")
_ISSUED = re.compile(
    r"[一-龥]{2,24}?[室厅府委会局部院]\s*(?:19|20)\d\d年\d{1,2}月\d{1,2}日\s*(?:印发|印)|\(?共印\d+份\)?|附\s*件\s*:[^。:]{2,60}"
)
# What a page of the web adds: （此件公开发布）, 文件链接：《…》, 相关解读：….
_ADDED = re.compile(
    r"\(?此件[^()。]{2,14}\)?|(?:文件|相关|政策|原文)(?:文件|政策)?(?:链接|解读|阅读|下载|稿件)\s*:?.{0,80}|(?:打印|关闭)(?:本页|窗口|页面)?"
)
_LONGEST = 6


def imprint_at(lines: list[Line], i: int) -> int:
    """Return how many lines from one on close a document, and so are no words of the task above; 0 for none."""
    if lines[i].table is not None:
        return 0
    said = lines[i].folded.strip()
    if _ISSUED.fullmatch(said) or _ADDED.fullmatch(said):
        return 1
    ahead = range(i + 1, min(i + _LONGEST, len(lines)))
    if not _COPIES_TO.match(said):
        return _signature(lines, i, ahead)
    return next((n - i for n in ahead if _ISSUED.fullmatch(lines[n].folded.strip())), 0) + 1


def _signature(lines: list[Line], i: int, ahead: range) -> int:
    """How many lines sign a document: bodies alone, several a line with spaces between, and the day below them.

    市房产局　市自然资源局 / 市税务局 / 2023年9月3日. A list of bodies has no day below it.
    """
    day = next((n for n in ahead if DAY.fullmatch(lines[n].folded.strip())), None)
    if day is None:
        return 0
    names = [name for line in lines[i:day] if line.table is None for name in line.folded.split()]
    return day - i + 1 if names and all(map(is_organ, names)) else 0
