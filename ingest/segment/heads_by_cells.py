"""Heads of duty tables that do not say which column is the duty, or who has it: 部门 | 政策开发的领域 | 对应的因素.

What the head leaves open the cells below tell: a column of nothing but organs, another each a row, and one of
sentences that say what to do. Refused are lists of telephones, persons and sums, statistics, what was done (典型做法),
and tables whose first row is no head: it names an organ or a duty itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dutygraph.ingest.segment.table_heads import Cell, Column, Row, columns_of, passage
from dutygraph.ingest.text.passage import Passage, fold
from dutygraph.ingest.units.broken_lists import WORK
from dutygraph.ingest.units.units import are_organs, split_units

# So many rows show what a column holds, and no more are looked at.
_FEWEST = 4
_MOST = 40
_MOST_COLUMNS = 8
_LONGEST_HEAD = 16
_LONGEST_NAMES = 60
# A duty has so many characters on the average: a field (健康素养、社会救助) has fewer.
_USUAL_DUTY = 12
_NO_DUTIES = re.compile(
    r".*(?:电话|手机|传真|邮[箱编]|网址|地[址点]|姓\s*名|职务|职称|性别|年龄|联系|金额|资金|经费|预算|决算|投资|[万亿]?元|数量|人数|个数|面积|得分|评分"
    r"|分值|排名|名次|占比|比例|增[长速幅]|同比|合计|单价|获奖|荣誉|编制数).*"
)
_NO_DUTY_HEAD = re.compile(
    r".*(?:做法|经验|成效|成果|事迹|理由|原因|情况|简介|介绍|概况|业务|范围|职能|问题|依据|备注).*"
)
_SAYS = re.compile(
    r"(?:^|[,;。:])\s*(?:\(?\d{1,2}[.、)]|[①-⑳])?\s*"
    rf"(?:{WORK.pattern}|负责|牵头|配合|协助|参与|指导|保障|动员|广泛|管理|监督|督促|维护|保护|发展|提供|制订|研究|确保|推广|宣传|培育)"
)
_DONE = re.compile("已(?!建|有的)|[成展立办设建]了")
_FIGURES = re.compile(r"[\d.,%\s/-]+(?:个|人|家|元|万元|亿元|%)?")
_TELEPHONE = re.compile(r"\d{7,}|\d{3,4}-\d{6,}")


def head_by_cells(text: str, rows: Sequence[Row], index: int) -> tuple[int, tuple[Column, ...]] | None:
    """The head at a row that its cells alone do not show to be one: the index behind it and its columns, or None."""
    head, body = rows[index], rows[index + 1 : index + 1 + _MOST]
    if not 2 <= len(head) <= _MOST_COLUMNS or len(body) < _FEWEST or None in head:
        return None
    names = [passage(text, cell) if cell is not None else Passage("", ()) for cell in head]
    if not all(_may_head(name) for name in names) or len({name.text for name in names}) < len(names):
        return None
    columns = list(columns_of(text, head))
    cells = [[_said(text, row, k) for row in body] for k in range(len(head))]
    told = [sum(map(bool, column)) for column in cells]
    if any(_are_figures(column) for column, c in zip(cells, columns, strict=True) if c.kind != "number"):
        return None
    who = [k for k, column in enumerate(cells) if told[k] >= _FEWEST and _are_bodies(column)]
    duty = [k for k, column in enumerate(cells) if told[k] >= _FEWEST and _are_duties(names[k], column)]
    if not any(c.kind == "role" for c in columns) and len(who) == 1:
        columns[who[0]] = Column("role", "responsible", names[who[0]])
    if not any(c.kind == "work" for c in columns) and duty and duty[0] not in who:
        columns[duty[0]] = replace(columns[duty[0]], kind="work", role=None, label=names[duty[0]])
    whole = {c.kind for c in columns} >= {"role", "work"} and bool(who) and bool(duty)
    return (index + 1, tuple(columns)) if whole else None


def _may_head(name: Passage) -> bool:
    folded = name.without_space().folded
    if not 0 < len(folded) <= _LONGEST_HEAD or re.search("[。;:,]", folded) or _NO_DUTIES.fullmatch(folded):
        return False
    return not _is_list(folded) and not folded.isdecimal()


def _said(text: str, row: Row, k: int) -> str:
    cell: Cell | None = row[k] if k < len(row) else None
    return fold(text[slice(*cell)].strip()) if cell is not None else ""


def _is_list(folded: str) -> bool:
    return len(folded) <= _LONGEST_NAMES and are_organs(fold(u.name) for u in split_units(Passage.of(folded)).units)


def _are_bodies(column: list[str]) -> bool:
    """Whether the cells of a column are organs, another in each row."""
    said = [cell for cell in column if cell]
    return len(set(said)) == len(said) and all(map(_is_list, said))


def _are_duties(head: Passage, column: list[str]) -> bool:
    """Whether the cells of a column say what is to be done, and not what was."""
    if _NO_DUTY_HEAD.fullmatch(head.without_space().folded):
        return False
    said = [cell for cell in column if cell]
    duties = sum(_SAYS.search(cell) is not None for cell in said)
    done = sum(_DONE.search(cell) is not None for cell in said)
    return 3 * duties >= 2 * len(said) and 4 * done < len(said) and sum(map(len, said)) >= _USUAL_DUTY * len(said)


def _are_figures(column: list[str]) -> bool:
    said = [cell for cell in column if cell]
    figures = sum(_FIGURES.fullmatch(cell) is not None or _TELEPHONE.search(cell) is not None for cell in said)
    return 2 * figures >= len(said) > 0
