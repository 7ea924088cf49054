"""What a plan says it carries out: 《…》 behind 贯彻落实 or 根据 in its title, its preamble or the notice above it.

basis = verb words "《" title "》" {["（" 文号 "）"] ("、" | "和" | "及" | "与" | "以及") words "《" title "》"}
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dutygraph.ingest.citations.citations import MentionDraft, find_mentions, title_spans
from dutygraph.ingest.text.passage import Passage

# Not the paper at hand: 为贯彻落实党中央部署，现将《…分解方案》印发给你们.
_OTHER = "印发|制定|制订|现将|出台|编制|起草|形成|拟定|发布|转发"
# Not 对照《标准》: a standard to measure by is not carried out.
_VERB = re.compile(rf"(?:贯彻|落实|根据|按照|依据|依照|遵照|执行|细化|分解)(?:(?!{_OTHER})[^。；《》]){{0,40}}$")
# 《甲》（国办发〔2020〕1号）和省政府《乙》 stand under one verb; 《甲》，制定《乙》 do not.
_JOINT = re.compile(
    rf"(?:[（(〔\[][^《》]{{0,40}}?[)）〕\]])?(?:等)?(?:[、和及与]|以及|，?并?结合)?(?:(?!{_OTHER})[^。；，《》]){{0,16}}"
)
# 《…纲要》重点任务分工方案 as a title.
_NAMED_AFTER = re.compile(r"^[^。；《》]{0,12}(?:任务|分工|分解|责任|实施方案|实施意见|实施细则|行动方案|工作方案)")


def find_basis(title: Passage | None, preamble: Iterable[Passage]) -> list[MentionDraft]:
    """Return the instruments that a plan is to carry out, in the order of their first mention.

    Bare names of laws count nowhere: a preamble that names 民法典 need not carry it out.
    """
    found: dict[str, MentionDraft] = {}
    for passage in (*((title,) if title is not None else ()), *preamble):
        starts = _starts(passage, named_after=passage is title)
        for mention in find_mentions(passage):
            if not mention.bare and any(passage.offsets[at] == mention.surface.span.start for at in starts):
                found.setdefault(mention.title, mention)
    return list(found.values())


def _starts(passage: Passage, *, named_after: bool) -> set[int]:
    """Where titles under a verb of basis begin."""
    text = passage.text
    starts: set[int] = set()
    until = -1  # the end of the last title under a verb
    for start, end in title_spans(passage.folded):
        joint = until >= 0 and _JOINT.fullmatch(text[until:start]) is not None and text[until:start].strip() != ""
        heads = named_after and start == 0 and _NAMED_AFTER.match(text[end:]) is not None
        if joint or heads or _VERB.search(text[:start]) or (until == start):
            starts.add(start)
            until = end
        else:
            until = -1
    return starts
