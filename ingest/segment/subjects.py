"""Lists of duties that name who carries each by its subject alone: 1．各级政府每年至少听取一次汇报.

Any sentence of a plan may begin with a body (各级政府要高度重视), so this counts only where nothing else names anybody,
the title says that the document parts duties, and nearly every item begins so.
"""

from __future__ import annotations

import re

from dutygraph.ingest.assign.sentences import Field
from dutygraph.ingest.segment.items import Item, below
from dutygraph.ingest.text.passage import Passage, fold
from dutygraph.ingest.units.broken_lists import WORK
from dutygraph.ingest.units.units import are_organs, ends_as_organ, split_units

_PARTS_DUTIES = re.compile("(?:任务|责任|职责)(?:清单|分工|分解)|分工(?:方案|表)|任务书|责任书")
_FEWEST = 3
_MOST = 5  # one item of so many may begin otherwise
_LONGEST = 40
# What a subject goes on with: 及时传达, 每年至少组织, 要加强. Not 县委 in 县委组织部组织培训.
_DEED = re.compile(
    r"(?:要|应当?|须|必须|负责|牵头|会同)?(?:每[年月季周半][^,。;]{0,8}|及时|深入|定期|认真|切实|严格|全面|积极|持续|进一步|按[^,。;]{1,8}?|对[^,。;]{1,12}?)*"
    rf"(?:{WORK.pattern}|负责|牵头|听取|传达|学习|部署|召开|制订|编制|编印|修订|督促|指导|检查|排查|整治|查处|报送|报告|通报|评估|考核|巡查|宣传|培训|保障|配备|配齐|管理|履行|明确|研究|出台|印发|参加|配合|协助|执行|依法)"
)


def read_subjects(root: Item, title: Passage | None) -> None:
    """Give each item of a plan without any other duty the bodies that it begins with."""
    if title is None or _PARTS_DUTIES.search(title.folded) is None:
        return
    items = [item for item in below(root) if not item.children]
    said = [(item, subject) for item in items if (subject := _subject(item)) is not None]
    if len(said) < _FEWEST or _MOST * (len(items) - len(said)) > len(items):
        return
    for item, subject in said:
        item.parts.append((Field("role", "responsible", None, subject, inline=True),))


def _subject(item: Item) -> Passage | None:
    """The bodies that an item's first sentence begins with, before what they do."""
    first = next((part for part in item.parts if isinstance(part, Passage)), None)
    if first is None:
        return None
    stop = re.search("[。;:]", first.folded)
    return before_deed(first.cut(0, stop.start() if stop is not None else None))


def before_deed(clause: Passage) -> Passage | None:
    """Return the bodies that a clause begins with, before what they do; None where it begins with none.

    >>> found = before_deed(Passage.of("县教育局、县财政局每年组织培训"))
    >>> found and found.text
    '县教育局、县财政局'
    """
    clause = clause.cut(0, _LONGEST)
    ends = [end for end in range(2, len(clause)) if _DEED.match(clause.folded, end)]
    for end in ends:
        names = clause.cut(0, end)
        if not _are_bodies(names) or (not _ends_as_organ(names) and _goes_on(clause, end)):
            continue
        longer = (n for n in ends if end + 2 <= n < end + 5)
        return clause.cut(0, next((n for n in longer if _ends_as_organ(clause.cut(0, n))), end))
    return None


def _goes_on(clause: Passage, end: int) -> bool:
    """Whether a name goes on to the next mark of the list: 县住房城乡 in 县住房城乡建设局、县水利局."""
    mark = re.compile("[、和及]").search(clause.folded, end)
    return mark is not None and _ends_as_organ(clause.cut(0, mark.start()))


def _ends_as_organ(names: Passage) -> bool:
    return _are_bodies(names) and ends_as_organ(fold(split_units(names).units[-1].name))


def _are_bodies(names: Passage) -> bool:
    return are_organs(fold(unit.name) for unit in split_units(names).units)
