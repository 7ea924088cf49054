"""Titles in 《》 of what is shown, sung, printed or broadcast, and of no instrument: 《民生热线》节目, 电视剧《大河》.

work = title ["等"] kind | kind title; the titles of a row share the kind behind its last or before its first

A title that says itself that it is an instrument (《节目管理办法》节目备案) is one, whatever stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from dutygraph.ingest.citations.title_numbers import JOINT

_KIND = (
    r"(?:节目|栏目|专栏|专刊|专版|专题片|宣传片|纪录片|警示片|教育片|科教片|公益片|微电影|电影|影片|微视频|短视频|视频|动画片?|漫画|电视剧|广播剧|微短剧|短剧"
    r"|话剧|舞剧|歌剧|音乐剧|情景剧|戏剧|戏曲|小品|歌曲|组歌|图书|书籍|丛书|杂志|期刊|刊物|报纸|微信公众号|公众号|频道|直播间|晚会)"
)
_BEHIND = re.compile(
    rf"(?:等(?:一批)?)?(?:广播|电视|融媒体?|新闻|专题|专门|系列|主题|大型|文艺|特别|互动|问政|理论|普法|公益|警示教育|教育|宣传|党建)*(?:{_KIND}|(?:一|这本|等)书)"
)
_BEFORE = re.compile(rf"{_KIND}$")
_INSTRUMENT = re.compile(
    "(?:条例|办法|规定|规则|细则|准则|规程|章程|方案|规划|纲要|意见|计划|通知|决定|决议|命令|公告|通告|批复|要点|制度|标准|规范|目录|清单|公约|指南|指引|法|法典|党章|措施|预案"
    r"|协定|协议|倡议|导则)(?:[(（〈<][^()（）]*[)）〉>])?$|^关于"
)
_NEAR = 8  # how far before a title its kind begins
# 《民生热线》: the form of a name that programmes have.
_NAME = re.compile("热线$")


def works(text: str, titles: Sequence[tuple[int, int]]) -> set[int]:
    """Return where the titles begin that are those of works; ``titles`` are the ranges of all titles, in order.

    >>> text = "办好《民生热线》节目，执行《节目管理办法》"
    >>> works(text, [(2, 8), (13, 21)])
    {2}
    """
    kinds = [_BEFORE.search(text[max(0, start - _NEAR) : start]) is not None for start, _ in titles]
    behind = [_BEHIND.match(text, end) is not None for _, end in titles]
    joined = [JOINT.fullmatch(text[end:start].strip()) is not None for (_, end), (start, _) in pairwise(titles)]
    for n, together in enumerate(joined):
        kinds[n + 1] = kinds[n + 1] or (together and kinds[n])
    for n in range(len(joined) - 1, -1, -1):
        behind[n] = behind[n] or (joined[n] and behind[n + 1])
    return {
        start
        for n, (start, end) in enumerate(titles)
        if (kinds[n] or behind[n] or _NAME.search(text[start + 1 : end - 1]))
        and not _INSTRUMENT.search(text[start + 1 : end - 1])
    }
