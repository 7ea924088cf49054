"""Tasks whose whole text is a document to be drawn up: 修改《养犬条例》（市公安局）, （三）数据管理办法（市大数据局）.

Who is named with such a text draws it up, where a word of the task says so (制定, 修改; 起草单位),
the title does (修订草案), or a heading above (二、政府规章项目). Lists of laws to be made
known or kept (普法责任清单) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dutygraph.ingest.assign.sentences import Field
from dutygraph.ingest.citations.citations import MentionDraft
from dutygraph.ingest.text.passage import Passage

_DRAW_UP = "制定|制订|修订|修改|修正|起草|草拟|拟[定订]|编制|出台|制修订|修编|新[制修]订?"
_VERBS = f"(?:(?:研究|抓紧|组织|牵头|重新)?(?:{_DRAW_UP})(?:完善|出台|印发|发布)?)"
# What may stand with titles in a text that says nothing else.
_BESIDE_TITLES = re.compile(r"\([^()]*\)|[《》<>、,和。:;\s]")
_VERB = re.compile(_VERBS)
_EDITED = re.compile(r"\((?:[^()]*(?:修订|修改|修正|草案|制定|新制)[^()]*)\)")
_HEADING = re.compile(
    r"立法|法规|规章|规范性文件|制修?[定订]|修[订改]|起草|审议|论证|调研项目|预备项目|储备项目|草案|拟出台|制度建设"
)
_NOT_DRAWN_UP = re.compile("普法|宣传|宣讲|学习|贯彻|执法|清理|废止|评估|目录|执行|落实")
# How the titles of what offices draw up end.
_KIND = r"(?:条例|规定|办法|细则|规则|决定|规程|准则|标准|规划|意见|方案)"
_WHOLE = re.compile(
    rf"{_VERBS}?(?:[^《》。;:]{{0,6}}《[^《》]{{4,60}}》(?:\([^()]{{1,12}}\))?"
    rf"|[^《》。;:,、()]{{4,40}}{_KIND}(?:\([^()]{{1,12}}\))?)"
)


def is_whole_title(folded: str) -> bool:
    """Tell whether a folded text is the title of a document and at most a word before it (修订, 废止).

    >>> is_whole_title("修订《养犬条例》"), is_whole_title("养犬管理办法"), is_whole_title("落实《养犬条例》的措施")
    (True, True, False)
    """
    return _WHOLE.fullmatch(folded.strip()) is not None


def draws_up(fields: Iterable[Field]) -> bool:
    """Tell whether somebody is named to draw something up: 起草单位：A, 由A起草."""
    roles = (f for f in fields if f.kind == "role" and f.value)
    return any("起草" in (f.label.text if f.label is not None else f.verb or "") for f in roles)


def is_drawn_up(
    text: Passage, fields: tuple[Field, ...], mentions: list[MentionDraft], headings: Iterable[str]
) -> bool:
    """Whether a task is to draw up what its text names and nothing else; ``headings`` are the folded ones above it."""
    roles = [f for f in fields if f.kind == "role" and f.value]
    if not mentions or not roles:
        return False
    named = {offset for mention in mentions for offset in mention.surface.offsets}
    rest = "".join(char for char, at in zip(text.folded, text.offsets, strict=True) if at not in named)
    said = _BESIDE_TITLES.sub("", rest)
    if draws_up(roles):
        # 《养犬条例》8月底前完成调研，10月底前提交草案: of one document, with the steps behind its title.
        opens = len(mentions) == 1 and mentions[0].surface.span.start == text.span.start
        return said == "" or opens or _VERB.fullmatch(said) is not None
    if said:
        return _VERB.fullmatch(said) is not None
    if _EDITED.search(text.folded):
        return True
    above = list(headings)
    return any(map(_HEADING.search, above)) and not any(map(_NOT_DRAWN_UP.search, above))
