"""Titles that lost their 《》: between other marks, or told by the document number behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What the titles of instruments end in.
_KINDS = (
    "条例|办法|规定|细则|意见|通知|决定|决议|方案|规划|纲要|计划|措施|政策|规则|规程|规范|标准|指南|指引"
    "|目录|清单|要点|制度|准则|公约|章程|预案|导则|通告|公告|批复|函"
)
_EDITION = r"(?:[(（][^()（）]{1,16}[)）])?"
_OTHERWISE = re.compile(rf"[<＜〈]([\u4e00-\u9fff][^<>＜＞〈〉《》\n]{{2,80}}(?:{_KINDS}|法){_EDITION})[>＞〉]")
# “云川市养犬管理办法”（云府令第3号）, “关于扩大消费的意见”: quotation marks in place of 《》, told by a number or
# by 关于…的.
_NUMBER_BEHIND = r"(?=[(（〔\[][^()（）〔\[]{0,12}(?:[〔\[(（]\d{4}[〕\])）])?[^()（）]{0,8}号)"
_IN_QUOTES = re.compile(
    rf"“(?:[\u4e00-\u9fff][^“”\n]{{3,60}}(?:{_KINDS}|法){_EDITION}”{_NUMBER_BEHIND}"
    rf"|关于[^“”\n]{{3,60}}的(?:{_KINDS}){_EDITION}”)"
)
_VERB = (
    "贯彻落实|贯彻执行|贯彻|落实|执行|按照|依照|根据|依据|对照|参照|围绕|结合|学习|宣传|遵照|严格|认真|以及"
    "|印发|制定|制订|出台|修订"
)
_OPENS = rf"(?:{_VERB}|和|与|及|将|对|由|《|^|[。；;，,：:、\n])[了好]?(?!{_VERB})"
# 落实关于推进养老服务发展的意见（国办发〔2019〕5号）; a title between the verb and the bracket, 关于 or what it ends
# in says that it is one.
_BEFORE_NUMBER = re.compile(
    rf"{_OPENS}(?P<title>[^。；;，,：:《》()<>\[\]\n]{{0,30}}关于[^。；;：:，,《》()<>\[\]\n]{{2,70}}?(?:{_KINDS}){_EDITION}|"
    rf"(?<!^)[^。；;，,：:《》()<>\[\]、\n]{{6,50}}(?:{_KINDS}){_EDITION})》?[(\[]$"
)
_FAR = 120


def marked_otherwise(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of titles between <…>, 〈…〉 or “…”, with these marks; only what ends like a title is one.

    >>> list(marked_otherwise("落实<关于扩大消费的意见>和<b>要求"))
    [(2, 13)]
    """
    for pattern in (_OTHERWISE, _IN_QUOTES):
        for match in pattern.finditer(text):
            yield match.span()


def title_before(folded: str, start: int) -> tuple[int, int] | None:
    """Return the range of the title that stands unmarked before a bracket with its number, which begins at ``start``.

    >>> title_before("落实关于扩大消费的意见(云府发[2024]3号)", 12)
    (2, 11)
    """
    first = max(0, start - _FAR)
    found = list(_BEFORE_NUMBER.finditer(folded[first:start]))
    match = found[-1] if found else None
    if match is None:
        return None
    begin, end = match.span("title")
    return first + begin, first + end


# A text that is nothing but the name of a regulation, as plans of legislation list them, perhaps with its edition.
_WHOLE = re.compile(
    r"\s*(?P<title>(?:中华人民共和国|[\u4e00-\u9fff]{2,8}?(?:省|市|自治区|自治州|州|县|旗|区)(?!级|委|政府|人民|直))"
    r"[\u4e00-\u9fff“”]{3,40}(?:条例|办法|规定|细则|规则))(?P<edition>(?:草案)?\([^()]{1,12}\))?[。;]?\s*"
)
# The same of a place that is not said to be one (古城保护办法), where somebody is named to draw it up.
_WHOLE_DRAFT = re.compile(
    r"\s*(?P<title>(?!制定|制订|修订|修改|起草|出台|研究|完善|落实|执行|建立|推进|推动|加强|开展)"
    r"[\u4e00-\u9fff“”]{4,40}(?:条例|办法|规定|细则|规则))(?P<edition>(?:草案)?\([^()]{1,12}\))?[。;]?\s*"
)
_TO_DRAW_UP = re.compile("修订|修改|修正|制定|草案|送审稿")


def whole_title(folded: str, *, drawn_up: bool = False) -> tuple[int, int, bool] | None:
    """Return the range of the title that a text consists of, and whether its edition says that it is to be drawn up.

    With ``drawn_up``, as of what a 起草单位 is named for, also a title that names no place.

    >>> whole_title("云川市养老服务条例(修订)"), whole_title("落实云川市养老服务条例，加强检查")
    ((0, 9, True), None)
    """
    match = _WHOLE.fullmatch(folded) or (_WHOLE_DRAFT.fullmatch(folded) if drawn_up else None)
    if match is None:
        return None
    return *match.span("title"), _TO_DRAW_UP.search(match.group("edition") or "") is not None
