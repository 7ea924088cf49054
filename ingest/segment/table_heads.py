"""The heads of duty tables: which column says what, by the many namings of the genre.

A head is a row in which one cell names the work and another who does it (序号 | 工作任务 | 牵头单位 |
责任单位 | 完成时限), or several rows that do so together (责任分工 over 牵头单位 | 配合单位).

Two columns may both be called as work is. One with fewer cells, merged over rows, is a heading of the other; else, left
of the units and one of each a row:

    left                          right                       the duty
    工作内容 工作任务 实事项目        目标任务 目标要求 年度目标     the left, then its aims
    项目 工程 专项行动              目标任务 目标要求              the left, then its aims
    重点任务 改革举措              工作举措 主要内容          the left, then the right, in numbered rows
    工作事项 改革任务 任务名称        主要内容 任务内容 工作要求     the right, under the heading of the left
    工作内容 主要内容              工作措施 具体举措              the left, then the right, in numbered rows
    目标任务                     工作措施 工作内容              the left, then the right, in numbered rows
    工作目标 年度目标              工作措施 工作内容              the right, then its aims
    实事项目                     工作举措                     the left, then the right
    项目名称                     建设内容 工作任务              the right, under the heading of the left
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from typing import Literal

from dutygraph.graph.model import Role
from dutygraph.ingest.assign.leading import FIRST_LEADS, Leading
from dutygraph.ingest.text.content import Table
from dutygraph.ingest.text.labels import DEADLINE_LABELS, ROLE_WORDS, label_role
from dutygraph.ingest.text.passage import Passage, fold

ColumnKind = Literal[
    "number", "work", "more", "group", "role", "deadline", "person", "office", "report", "basis", "other"
]
Cell = tuple[int, int]
Row = tuple[Cell | None, ...]

_NUMBER = re.compile(r"(?:任务|项目|事项|问题)?(?:序号|编号|序列)|No\.?|项次|序")
_WORK = re.compile(
    r".{0,8}(?:任务|事项|内容|细化分工|举措|措施|工作|项目名称|实事(?:项目)?|要求|目标任务|清单|职责|要点|条款|行动|问题|路径|(?:权力|职权|权责|责任事项|权力责任)(?=名称))(?:名称|内容|分解|清单|描述|要求|及[^()（）]{2,6})?(?:\(.*\))?"
)
# What a table of projects or indicators calls its work, where no column says so plainly.
_WEAK_WORK = re.compile(r".{0,10}(?:项目|目标|指标|工程|名称|行动)(?:名称|内容)?(?:\(.*\))?")
_WEAK_ROLE = re.compile(
    r"(?:[省市区县镇]级?|相关|有关|涉及|责任|成员|建设|项目|业主)?(?:单位|部门|乡镇|街道|镇街)(?:名称)?"
    r"|(?:行使|管理|监管|执法|权责)(?:主体|机关)"
)
# Who guides or has charge of the work acts where a table names nobody else: beside 建设单位 it only watches.
_GUIDES = re.compile(r"(?:业务)?(?:指导|主管|归口(?:管理)?|对口|管理)(?:单位|部门|机关|处室|科室)(?:名称)?")
# 市卫健委内牵头处室 beside 牵头单位: which office of one of these bodies.
_INNER = re.compile("[^内]{1,10}内[^内]{0,6}(?:处室|科室|股室|司局|部门)")
_WHO = re.compile("(?:责任|成员|相关|有关)?(?:单位|部门)(?:名称)?")
_DIVISION = re.compile(r"(?:任务|工作|职责|责任)?分工(?:单位|部门|情况)?")
_GROUP = re.compile(r".{0,6}(?:类别|类型|分类|领域|板块|方面|一级任务|所属.{0,4}|大类|章节|专项)")
_PERSON = re.compile(
    r".*(?:责任人|负责人|责任领导|分管领导|牵头领导|联系人|包联领导|县领导|市领导|区领导|省领导)(?:\(.*\))?"
)
_DEADLINE = re.compile(rf".{{0,4}}(?:{'|'.join(DEADLINE_LABELS)}|时间|进度|节点|日期)(?:\(.*\))?")
_ROLE = re.compile(
    rf".{{0,12}}(?:{'|'.join(ROLE_WORDS)}).{{0,14}}(?:单位|部门|机关|机构|司局|处室|科室|股室|主体|专班|站所|学院|支部|企业|地区|乡镇|镇街|街道|区县|方)(?:[和及与、/]?(?:责任|负责|联系)人|[和及与、/](?:任务|职责)?分工)?(?:\(.*\))?|(?!完成|办理)(?:{'|'.join(ROLE_WORDS)})"
)
# 市人大常委会办公室等单位 is no head, though 会办 is a role and 单位 ends it.
# Nor is 县民政局，各责任单位: a body stands before the mark. 牵头、配合单位 is one.
_NAMED = re.compile(rf"(?:(?!{'|'.join(ROLE_WORDS)})[^、,;/])+[、,;]")
_OFFICE = re.compile("会办公|等(?:单位|部门)$")
_GROUPS = re.compile(r"^\s*各", re.MULTILINE)
_REQUEST = re.compile(r".*建议.*")
# What ledgers tell of the work beside the duty: how far it is, what hinders it, when it began or was reported. No
# 督办事项 or 整改措施, which are the work.
_REPORT = re.compile(
    r".*(?:进展|(?:完成|落实|推进|办理|办结|执行|实施|整改|督[查办])(?:的)?情况|存在.{0,4}问题|困难|下一?步|下阶段|实际|报送|填报|更新"
    r"|反馈|是否|状态|(?:开始|启动|起始|开工)(?:时间|日期)).*|(?:备注|(?:情况)?说明).*"
)
# 进度 is how far the work is where another column says by when, else by when.
_PROGRESS = re.compile(r".*进度(?:情况)?(?:\(.*\))?")
# 实事项目 | 工作举措, one of each a row: the thing promised is what is tracked, the measures say more of it.
_PROJECT = re.compile(r".{0,6}实事(?:项目)?(?:名称)?")
# What names a measure beside its 内容. 项目名称 beside 建设内容 is a heading: the content is what is to be done.
_NAMES_WORK = re.compile(r".{0,6}(?:举措|措施|事项|任务|工作)(?:名称)?|(?:工作|主要|具体|重点|任务)内容")
# 工作事项 | 主要内容: the matter is a heading of its content. Of 改革举措 | 主要内容 the measure is the duty.
_MATTER = re.compile(r".{0,4}(?:事项|任务|工作)(?:名称)?")
_CONTENT = re.compile(r"(?:主要|具体|工作|任务|重点)?(?:工作)?(?:内容|要求)(?:[和及、与](?:内容|要求))?")
# 参考文件, 政策依据, 任务来源: what a duty rests on, where a cell names a document.
_BASIS = re.compile(
    r"(?:参考|参照|相关|有关|政策|法律|法规|来源)(?:文件|政策|法规|规定)|.{0,8}(?:依据|来源)(?:文件)?|(?:文件|政策|法律|法规)(?:依据|来源)"
)
_LONGEST_HEAD = 24
# What is to be reached, beside the column of the work: it says more of the duty (网办率 | 95%以上). 目标任务 and
# 目标要求 are the work where no other column before the units is.
_AIM = re.compile(
    r".{0,10}(?:目标|指标|(?:预期|预计)(?:成效|成果|效果)|标准)(?:值|名称|内容|要求|情况|任务)?(?:\(.*\))?"
)
# 2024年工作项目 | 2025年计划: what is to be done of it in each year, or by and by (进度计划).
_YEAR_PLAN = re.compile(
    r"(?:进度|推进|实施|季度|阶段)计划|(?:19|20)\d\d(?:[-~至](?:19|20)\d\d)?年?度?.{0,4}(?:计划|任务|目标|指标|项目|安排|举措|措施|内容|要求)(?:\(.*\))?"
)
# 2023年 | 2024年 below 任务目标: what is to be reached by then.
_PERIOD = re.compile(
    r"(?:19|20)\d\d(?:[-~至](?:19|20)\d\d)?年?(?:度|底|末|前)?|第?[一二三四1-4]季度|[上下]半年|(?:[1-9]|1[0-2])月|“?十[一二三四五六]五”?(?:期间|末)"
)
# What years and quarters part; 工作任务 beside one of these is the duty.
_OVER_PERIODS = re.compile(r".*(?:目标|计划|进度|安排|节点|时限|时间)(?:要求|情况)?(?:\(.*\))?")
# What the aims beside it are of, where no column is called as work is.
_OF_AIMS = re.compile(r".{0,8}(?:项目|工程|行动)(?:名称|内容)?")
_WORDS = re.compile("[\u4e00-\u9fff]{4}")
# How many rows a head may take.
_HEADER_ROWS = 3


_HEADED_YEAR = re.compile(r"(?<!\d)(20\d\d)年?(?!\d)")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds; ``role`` and ``label`` where it holds units."""

    kind: ColumnKind
    role: Role | None = None
    label: Passage | None = None
    leading: Leading | None = None

    @property
    def year(self) -> int | None:
        """The year that a column of work or aims is headed with: 2025 of 2025年目标, 目标值（2025年） and 2025年."""
        named = _HEADED_YEAR.findall(self.label.without_space().folded) if self.label is not None else []
        return int(named[0]) if len(named) == 1 and self.kind in ("work", "more") else None


def is_header(cells: Iterable[str]) -> bool:
    """Tell whether these are the cells of a duty table's header: one names the work, another who does it."""
    kinds = {column.kind for column in _read([Passage.of(cell).strip() for cell in cells])}
    return {"role", "work"} <= kinds


def is_head(cell: str) -> bool:
    """Tell whether this is what a column of a duty table is called.

    >>> is_head("工作任务"), is_head("完成时限"), is_head("粉刷围墙")
    (True, True, False)
    """
    if not 0 < len(cell) <= _LONGEST_HEAD or re.search("[:：。；，]", cell):
        return False
    return _column(Passage.of(cell).strip()).kind != "other"


def is_period(cell: str) -> bool:
    """Tell whether a cell names a year, quarter or month and nothing else: 2024年, 第一季度."""
    return _PERIOD.fullmatch(fold(re.sub(r"\s", "", cell))) is not None


def goes_over_periods(cell: str) -> bool:
    """Tell whether years may stand below the head of a column: 任务目标, 进度安排; not 投资."""
    return _OVER_PERIODS.fullmatch(fold(re.sub(r"\s", "", cell))) is not None


def names_who_and_duty(first: str, second: str) -> bool:
    """Tell whether two cells head who carries a duty and the duty.

    >>> names_who_and_duty("单位", "职责分工"), names_who_and_duty("单位", "电话")
    (True, False)
    """
    return _WHO.fullmatch(fold(re.sub(r"\s", "", first))) is not None and is_header((first, second))


def duty_columns(text: str, header: Row, kinds: Collection[ColumnKind] = ("role", "deadline")) -> tuple[int, ...]:
    """The columns of a header that say who and by when, or what else is asked for."""
    return tuple(k for k, c in enumerate(columns_of(text, header)) if c.kind in kinds)


def read_head(text: str, table: Table, index: int) -> tuple[int, tuple[Column, ...]] | None:
    """The header that begins at a row: the index behind it and what each column holds, or None."""
    rows = table.rows
    if len(distinct(text, rows[index])) < 2:
        return None
    columns = columns_of(text, rows[index])
    end = index + 1
    while end < min(len(rows), index + _HEADER_ROWS):
        below = _goes_deeper(text, rows[end - 1], rows[end])
        if below is None:
            break
        pairs = zip_longest(columns, below, fillvalue=Column("other"))
        columns = tuple(over if under.kind == "other" else under for over, under in pairs)
        end += 1
    kinds = [c.kind for c in columns]
    return (end, _settle(text, columns, table, end)) if "role" in kinds and "work" in kinds else None


def _goes_deeper(text: str, above: Row, row: Row) -> tuple[Column, ...] | None:
    """What the columns hold by a second row of a header, or None for any other row.

    It names a column of its own, and whatever it says stands under a cell that is merged over columns (or, where a
    format has lost that, beside an empty one): 责任分工 over 牵头单位 | 配合单位.
    """

    def over(column: int) -> Cell | None:
        cell = above[column] if 0 <= column < len(above) else None
        return cell if cell is not None and text[cell[0] : cell[1]].strip() else None

    columns: list[Column] = []
    for i, cell in enumerate(row):
        if cell is None or not text[cell[0] : cell[1]].strip() or cell == over(i):
            columns.append(Column("other"))
        elif over(i) is None or (i + 1 < len(above) and over(i + 1) in (None, over(i))) or over(i - 1) == over(i):
            nearest = next((head for k in range(i, -1, -1) if (head := over(k)) is not None), None)
            columns.append(_below(text, cell, nearest))
        else:
            return None
    kinds = {c.kind for c in columns}
    return tuple(columns) if kinds - {"other", "number"} else None


def _below(text: str, cell: Cell, over: Cell | None) -> Column:
    """What a column holds by the second row of its head: 2023年 below 任务目标 is what is to be reached then."""
    column = _column(passage(text, cell))
    by_period = column.kind == "other" and is_period(text[slice(*cell)].strip())
    aims = by_period and over is not None and goes_over_periods(text[slice(*over)].strip())
    return Column("more", label=column.label) if aims else column


def columns_of(text: str, row: Row) -> tuple[Column, ...]:
    """Return what the cells of a head name their columns as."""
    return _read([passage(text, cell) if cell else Passage("", ()) for cell in row])


def _read(heads: list[Passage]) -> tuple[Column, ...]:
    """What heads name columns as; 单位 and 项目 count where no other names who or what, then 指导部门."""
    columns = tuple(map(_column, heads))
    kinds = {c.kind for c in columns}
    if "role" not in kinds and "work" in kinds:
        weak = _weak(columns, heads, _WEAK_ROLE, "role")
        columns = weak if weak != columns else _weak(columns, heads, _GUIDES, "role")
    if "work" not in kinds and (divided := _divided(columns, heads)):
        columns = divided
    elif "work" not in kinds and "role" in kinds:
        columns = _weak(columns, heads, _WEAK_WORK, "work")
    elif "role" in kinds and all(_AIM.fullmatch(_name(c)) for c in columns if c.kind == "work"):
        columns = _weak(columns, heads, _OF_AIMS, "work")
    roles = {c.role for c in columns if c.kind == "role" and not _INNER.fullmatch(_name(c))}
    inner = (c.kind == "role" and c.role in roles and _INNER.fullmatch(_name(c)) is not None for c in columns)
    return tuple(Column("office", label=c.label) if of_body else c for c, of_body in zip(columns, inner, strict=True))


def _divided(columns: tuple[Column, ...], heads: list[Passage]) -> tuple[Column, ...] | None:
    """The columns of 单位 | 职责分工: who, and the duty that else would be who; None where no head is called 单位."""
    if not any(c.kind == "other" and _WHO.fullmatch(_name(c)) for c in columns):
        return None
    work = [c.kind == "role" and _DIVISION.fullmatch(_name(c)) is not None for c in columns]
    named = tuple(Column("work", label=c.label) if duty else c for c, duty in zip(columns, work, strict=True))
    return _weak(named, heads, _WEAK_ROLE, "role") if any(work) else None


def _weak(
    columns: tuple[Column, ...], heads: list[Passage], pattern: re.Pattern[str], kind: ColumnKind
) -> tuple[Column, ...]:
    """Give columns that say nothing plainly the kind that their heads allow: 单位, 项目."""
    return tuple(
        Column(kind, "responsible" if kind == "role" else None, head)
        if column.kind == "other" and pattern.fullmatch(head.without_space().folded)
        else column
        for column, head in zip(columns, heads, strict=True)
    )


def _column(head: Passage) -> Column:
    name = head.without_space().folded
    remark = FIRST_LEADS.search(name)
    leading = Leading.of(remark) if remark is not None else None
    plain = name[: remark.start()] if remark is not None else name
    # 各责任单位，各镇、街道 in a duty's row names groups, not a column; so does a line of its own in a cell of several.
    if not plain or len(plain) > _LONGEST_HEAD or _GROUPS.search(head.folded) or _REQUEST.fullmatch(plain):
        return Column("other")
    if _NUMBER.fullmatch(plain):
        return Column("number")
    if _REPORT.fullmatch(plain):
        return Column("report")
    if _PERSON.fullmatch(plain) and not re.search("单位|部门", plain):
        return Column("person", label=head)
    if _ROLE.fullmatch(plain) and not _OFFICE.search(plain) and not _NAMED.match(plain):
        return Column("role", label_role(plain), head, leading)
    if _DIVISION.fullmatch(plain):
        return Column("role", "responsible", head, leading)
    if _DEADLINE.fullmatch(plain):
        return Column("deadline", label=head)
    if _GROUP.fullmatch(plain):
        return Column("group")
    if _BASIS.fullmatch(plain):
        return Column("basis", label=head)
    return Column("work" if _WORK.fullmatch(plain) else "other", label=head)


def _settle(text: str, columns: tuple[Column, ...], table: Table, body: int) -> tuple[Column, ...]:
    """Of several columns that name work, the one with the most cells is the duty, those left of it are groups.

    重点任务 (merged over rows) | 工作举措 (one a row): the measures are the duties. Right of it (工作任务 | 牵头单位 |
    工作要求) they say more of it. A column of any name left of them is a group where its cells are merged over rows.
    """
    work = [i for i, c in enumerate(columns) if c.kind == "work"]
    cells = {i: len({row[i] for row in table.rows[body:] if i < len(row) and row[i] is not None}) for i in work}
    who = next((i for i, c in enumerate(columns) if c.kind == "role"), len(columns))
    before = [i for i in work if i < who] or work
    most = max(cells[i] for i in before)
    # 责任单位 | 主要任务 | 普法内容: behind the units the first says what is done.
    full = [i for i in before if cells[i] == most]
    said = {i: sum(_is_said(row[i]) for row in table.rows[body:] if i < len(row)) for i in full}
    own = [i for i in full if not _AIM.fullmatch(_name(columns[i])) and said[i] == max(said.values())]
    fullest = own or full
    projects = (i for i in fullest if (head := columns[i].label) is not None and _PROJECT.fullmatch(head.folded))
    duty = next(projects, (max if before[0] < who else min)(fullest))
    merged = {
        i for above, row in pairwise(table.rows[body:]) for i, cell in enumerate(row[:duty]) if _same(above, i, cell)
    } | {i for i in range(duty) if _repeats(text, [row[i] for row in table.rows[body:] if i < len(row)])}
    dated = sum(c.kind == "deadline" for c in columns)
    # 序号 | 改革举措 | 主要内容, one of each a row: the name of the measure begins its text, and heads nothing else.
    counted = any(c.kind == "number" for c in columns[:duty])
    number = next((i for i, c in enumerate(columns) if c.kind == "number"), 0)
    single = [i for i in full if counted and number < i < duty and i not in merged]
    content = _CONTENT.fullmatch(_name(columns[duty])) is not None
    named = {
        i
        for i in single
        if _NAMES_WORK.fullmatch(_name(columns[i])) and not (content and _MATTER.fullmatch(_name(columns[i])))
    }

    def settled(i: int, column: Column) -> Column:
        if i in work and i != duty and i not in named:
            return replace(column, kind="group" if i < duty else "more")
        if column.kind == "other" and column.label is not None:
            if i in merged:
                return Column("group")
            if any(head.fullmatch(_name(column)) for head in (_AIM, _YEAR_PLAN)):
                return replace(column, kind="more")
            if _PERIOD.fullmatch(_name(column)) and _in_words(text, [r[i] for r in table.rows[body:] if i < len(r)]):
                return replace(column, kind="more")
        progress = column.kind == "deadline" and column.label is not None and _PROGRESS.fullmatch(column.label.folded)
        return Column("report") if progress and dated > 1 else column

    return tuple(settled(i, column) for i, column in enumerate(columns))


def _name(column: Column) -> str:
    return column.label.without_space().folded if column.label is not None else ""


def _is_said(cell: Cell | None) -> bool:
    return cell is not None and cell[0] < cell[1]


def _in_words(text: str, column: list[Cell | None]) -> bool:
    """Whether a column says something in words, and no sum or quantity alone (投资: 2023年 | 2024年)."""
    said = [text[slice(*cell)].strip() for cell in column if cell is not None]
    return any(map(_WORDS.search, said)) and not any(map(str.isdecimal, said))


def _repeats(text: str, column: list[Cell | None]) -> bool:
    """Whether a column says the same in most neighbouring rows, as one does whose merged cells a format has parted."""
    said = [text[cell[0] : cell[1]].strip() for cell in column if cell is not None]
    return len(said) > 2 and 2 * sum(a == b != "" for a, b in pairwise(said)) >= len(said) - 1


def _same(above: Row, i: int, cell: Cell | None) -> bool:
    return _is_said(cell) and i < len(above) and above[i] == cell


def distinct(text: str, row: Row) -> set[Cell]:
    """Return the different cells of a row that hold words."""
    return {cell for cell in row if cell is not None and text[cell[0] : cell[1]].strip()}


def passage(text: str, cell: Cell) -> Passage:
    """Return what a cell holds, without white space at its ends."""
    return Passage.of(text, *cell).strip()
