"""Duties in tables: which column says what, and each row as a task.

table = {title row} header {group row | duty row | header}

A header is a row in which one cell names the work and another who does it (序号 | 工作任务 | 牵头单位 |
责任单位 | 完成时限 and the many namings of the genre), or several rows that do so together (责任分工 over 牵头单位 |
配合单位). Columns of merged cells left of the work are groups, and so is a row that is one cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from typing import Literal

from dutygraph.graph.model import Role
from dutygraph.ingest.assign import parse_fields, split_duty
from dutygraph.ingest.formats.content import Table
from dutygraph.ingest.labels import DEADLINE_LABELS, ROLE_WORDS, label_role, starts_with_field
from dutygraph.ingest.outline import Marker, parse_marker
from dutygraph.ingest.passage import Passage, fold, join
from dutygraph.ingest.sentences import FIRST_LEADS, Field, parse_sentence
from dutygraph.ingest.units import looks_like_body

ColumnKind = Literal["number", "work", "group", "role", "deadline", "person", "report", "other"]
Cell = tuple[int, int]
Row = tuple[Cell | None, ...]

_NUMBER = re.compile(r"(?:任务|项目|事项|问题)?(?:序号|编号|序列)|No\.?|项次|序")
_WORK = re.compile(
    r".{0,8}(?:任务|事项|内容|举措|措施|工作|项目名称|要求|目标任务|清单|职责|要点|条款|行动|问题|路径)(?:名称|内容|分解|清单|描述|及要求|要求)?(?:\(.*\))?"
)
# What a table of projects or indicators calls its work, where no column says so plainly.
_WEAK_WORK = re.compile(r".{0,6}(?:项目|目标|指标|工程|名称|行动)(?:名称|内容)?(?:\(.*\))?")
_WEAK_ROLE = re.compile(r"(?:[省市区县镇]级?|相关|有关|涉及|责任)?(?:单位|部门|乡镇|街道|镇街)(?:名称)?")
_DIVISION = re.compile(r"(?:任务|工作|职责|责任)?分工(?:单位|部门|情况)?")
_GROUP = re.compile(r".{0,6}(?:类别|类型|分类|领域|板块|方面|一级任务|所属.{0,4}|大类|章节|专项)")
_PERSON = re.compile(
    r".*(?:责任人|负责人|责任领导|分管领导|牵头领导|联系人|包联领导|县领导|市领导|区领导|省领导)(?:\(.*\))?"
)
_DEADLINE = re.compile(rf".{{0,4}}(?:{'|'.join(DEADLINE_LABELS)}|时间|进度|节点|日期)(?:\(.*\))?")
_ROLE = re.compile(
    rf".{{0,12}}(?:{'|'.join(ROLE_WORDS)}).{{0,14}}(?:单位|部门|机关|处室|科室|主体|专班|站所|乡镇|镇街|街道|区县|方)(?:[和及与、/]?(?:责任|负责|联系)人)?(?:\(.*\))?|(?:{'|'.join(ROLE_WORDS)})"
)
# 市人大常委会办公室等单位 is no head, though 会办 is a role and 单位 ends it.
_OFFICE = re.compile("会办公|等(?:单位|部门)$")
_REQUEST = re.compile(r".*建议.*")
# What ledgers tell of the work beside the duty: how far it is, what hinders it, when it began or was reported. No
# 督办事项 or 整改措施, which are the work.
_REPORT = re.compile(
    r".*(?:进展|(?:完成|落实|推进|办理|办结|执行|实施|整改|督[查办])(?:的)?情况|存在.{0,4}问题|困难|下一?步|下阶段|实际|报送|填报|更新"
    r"|反馈|是否|状态|(?:开始|启动|起始|开工)(?:时间|日期)).*|(?:备注|(?:情况)?说明).*"
)
# 进度 is how far the work is where another column says by when, else by when.
_PROGRESS = re.compile(r".*进度(?:情况)?(?:\(.*\))?")
# How whole names end, and what goes on with one.
_ENDS = re.compile(
    r"(?:局|厅|委|办|政府|中心|法院|检察院|公司|集团|银行|大学|学院|中学|医院|协会|联合会|工会)(?:[(][^)]*[)])?$"
)
_PART_OF = re.compile(
    r".{0,8}(?:分局|支局|分中心|大队|支队|支行|分行|分公司|(?:股份)?有限(?:责任)?公司|办公室|机关|党组|部门)(?:[(].*)?|等.*"
)
_MARK = re.compile("[、,;，；]")
# How deep a header may stand (under a title and a note), and how many rows it may take.
_HEADER_DEPTH = 6
_HEADER_ROWS = 3


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds; ``role`` and ``label`` where it holds units."""

    kind: ColumnKind
    role: Role | None = None
    label: Passage | None = None
    first_leads: bool = False


@dataclass(frozen=True)
class RowTask:
    """One duty row: its number, its work, who and by when, and the group cells it stands in, outermost first."""

    marker: Marker | None
    number_at: Passage | None
    paragraphs: tuple[Passage, ...]
    fields: tuple[Field, ...]
    groups: tuple[Passage, ...]
    first_leads: bool = False


def read_rows(text: str, table: Table) -> list[RowTask]:
    """Return the duty rows of a table, or none where it has no header that names both work and units."""
    tasks: list[RowTask] = []
    columns: tuple[Column, ...] | None = None
    heading: Passage | None = None
    groups: dict[int, Passage] = {}
    index = 0
    while index < len(table.rows) and (columns is not None or index < _HEADER_DEPTH):
        row = table.rows[index]
        found = _header(text, table, index) if columns is None or not _is_numbered(text, row, columns) else None
        if found is not None:
            index, columns = found
            continue
        index += 1
        if columns is None:
            continue
        distinct = _distinct(text, row)
        if len(distinct) == 1:
            heading, groups = _passage(text, distinct.pop()), {}
            continue
        groups = _groups(text, row, columns, groups)
        task = _task(
            text, row, columns, ([heading] if heading is not None else []) + list(groups.values()), table.wraps
        )
        if task is not None:
            tasks.append(task)
    return tasks


def is_header(cells: Iterable[str]) -> bool:
    """Tell whether these are the cells of a duty table's header: one names the work, another who does it."""
    kinds = {_column(Passage.of(cell)).kind for cell in cells}
    return {"role", "work"} <= kinds


def _is_numbered(text: str, row: Row, columns: tuple[Column, ...]) -> bool:
    """Whether a row has a number in the column of numbers: a duty, never a repeated header."""
    cells = [cell for cell, column in zip(row, columns, strict=False) if column.kind == "number" and cell is not None]
    return any(re.search(r"\d", fold(text[slice(*cell)])) for cell in cells)


def _distinct(text: str, row: Row) -> set[Cell]:
    return {cell for cell in row if cell is not None and text[cell[0] : cell[1]].strip()}


def duty_columns(text: str, header: Row) -> tuple[int, ...]:
    """The columns of a header that say who and by when."""
    return tuple(k for k, c in enumerate(_columns(text, header)) if c.kind in ("role", "deadline"))


def has_duties(text: str, table: Table) -> bool:
    """Tell whether a table has a row that is a duty."""
    return bool(read_rows(text, table))


def _passage(text: str, cell: Cell) -> Passage:
    return Passage.of(text, *cell).strip()


def _header(text: str, table: Table, index: int) -> tuple[int, tuple[Column, ...]] | None:
    """The header that begins at a row: the index behind it and what each column holds, or None."""
    rows = table.rows
    if len(_distinct(text, rows[index])) < 2:
        return None
    columns = _columns(text, rows[index])
    end = index + 1
    while end < min(len(rows), index + _HEADER_ROWS):
        below = _goes_deeper(text, rows[end - 1], rows[end])
        if below is None:
            break
        pairs = zip_longest(columns, below, fillvalue=Column("other"))
        columns = tuple(over if under.kind == "other" else under for over, under in pairs)
        end += 1
    kinds = [c.kind for c in columns]
    return (end, _settle(columns, table, end)) if "role" in kinds and "work" in kinds else None


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
            columns.append(_column(_passage(text, cell)))
        else:
            return None
    kinds = {c.kind for c in columns}
    return tuple(columns) if kinds - {"other", "number"} else None


def _columns(text: str, row: Row) -> tuple[Column, ...]:
    """What a row's cells name columns as; 单位 and 项目 count where no other cell names who or what."""
    heads = [_passage(text, cell) if cell else Passage("", ()) for cell in row]
    columns = tuple(map(_column, heads))
    kinds = {c.kind for c in columns}
    if "role" not in kinds and "work" in kinds:
        columns = _weak(columns, heads, _WEAK_ROLE, "role")
    if "work" not in kinds and "role" in kinds:
        columns = _weak(columns, heads, _WEAK_WORK, "work")
    return columns


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
    plain = name[: remark.start()] if remark is not None else name
    # 各责任单位，各镇、街道 in a duty's row names groups, not a column.
    if not plain or len(plain) > 24 or plain.startswith("各") or _REQUEST.fullmatch(plain):
        return Column("other")
    if _NUMBER.fullmatch(plain):
        return Column("number")
    if _REPORT.fullmatch(plain):
        return Column("report")
    if _PERSON.fullmatch(plain) and not re.search("单位|部门", plain):
        return Column("person", label=head)
    if _ROLE.fullmatch(plain) and not _OFFICE.search(plain):
        return Column("role", label_role(plain), head, remark is not None)
    if _DIVISION.fullmatch(plain):
        return Column("role", "responsible", head, remark is not None)
    if _DEADLINE.fullmatch(plain):
        return Column("deadline", label=head)
    if _GROUP.fullmatch(plain):
        return Column("group")
    return Column("work" if _WORK.fullmatch(plain) else "other", label=head)


def _settle(columns: tuple[Column, ...], table: Table, body: int) -> tuple[Column, ...]:
    """Of several columns that name work, the one with the most cells is the duty, those left of it are groups.

    重点任务 (merged over rows) | 工作举措 (one a row): the measures are the duties. A column of any name left of
    them is a group where its cells are merged over rows.
    """
    work = [i for i, c in enumerate(columns) if c.kind == "work"]
    cells = {i: len({row[i] for row in table.rows[body:] if i < len(row) and row[i] is not None}) for i in work}
    most = max(cells.values())
    duty = max(i for i in work if cells[i] == most)
    merged = {
        i for above, row in pairwise(table.rows[body:]) for i, cell in enumerate(row[:duty]) if _same(above, i, cell)
    }
    dated = sum(c.kind == "deadline" for c in columns)

    def settled(i: int, column: Column) -> Column:
        if i in work and i != duty:
            return Column("group" if i < duty else "other")
        if column.kind == "other" and i in merged and column.label is not None:
            return Column("group")
        progress = column.kind == "deadline" and column.label is not None and _PROGRESS.fullmatch(column.label.folded)
        return Column("report") if progress and dated > 1 else column

    return tuple(settled(i, column) for i, column in enumerate(columns))


def _same(above: Row, i: int, cell: Cell | None) -> bool:
    return cell is not None and cell[0] < cell[1] and i < len(above) and above[i] == cell


def _groups(text: str, row: Row, columns: tuple[Column, ...], above: dict[int, Passage]) -> dict[int, Passage]:
    """The group cells of a row, outermost first; an empty one goes on with that of the row above."""
    groups: dict[int, Passage] = {}
    goes_on = True
    for i, column in enumerate(columns):
        if column.kind != "group":
            continue
        cell = row[i] if i < len(row) else None
        value = _passage(text, cell).without_space() if cell is not None else None
        if value:
            goes_on = goes_on and i in above and above[i].span == value.span
            groups[i] = value
        elif goes_on and i in above:
            groups[i] = above[i]
    return groups


def _task(
    text: str, row: Row, columns: tuple[Column, ...], groups: list[Passage], wraps: frozenset[int]
) -> RowTask | None:
    marker: Marker | None = None
    number_at: Passage | None = None
    paragraphs: list[Passage] = []
    fields: list[Field] = []
    for cell, column in zip(row, columns, strict=False):
        if cell is None:
            continue
        value = _passage(text, cell)
        if column.kind == "number" and value:
            number_at = value
            marker = _marker(value)
        elif column.kind == "work":
            work, duties = _work(_whole(value, wraps))
            if marker is None and work:
                marker = parse_marker(work[0].text, work[0].folded)
                if marker is not None:
                    number_at = work[0].cut(0, marker.length)
                    work = [work[0].cut(marker.length).strip(), *work[1:]]
            paragraphs.extend(work)
            fields.extend(duties)
        elif column.kind in ("role", "deadline", "person"):
            fields.extend(_fields(value, column, wraps))
    if not paragraphs or not any(f.kind == "role" and f.value for f in fields):
        return None
    first_leads = any(c.first_leads for c in columns)
    return RowTask(marker, number_at, tuple(paragraphs), tuple(fields), tuple(groups), first_leads)


def _whole(value: Passage, wraps: frozenset[int]) -> Passage:
    """A cell without the breaks that only its width has made."""
    if wraps.isdisjoint(value.offsets):
        return value
    kept = [(char, offset) for char, offset in zip(value.text, value.offsets, strict=True) if offset not in wraps]
    return Passage("".join(char for char, _ in kept), tuple(offset for _, offset in kept))


def _marker(number: Passage) -> Marker:
    """The number of a row: digits as such, anything else (1-2, A3) as printed."""
    printed = number.without_space()
    digits = printed.folded.strip("().、")
    if digits.isdigit():
        return Marker("digit", digits, digits, int(digits), len(number))
    return parse_marker(printed.text + "、", printed.folded + "、") or Marker("row", printed.text, printed.text, 0, 0)


def _work(value: Passage) -> tuple[list[Passage], tuple[Field, ...]]:
    lines = list(_lines(value))
    if not lines:
        return [], ()
    prose, fields = split_duty(lines[-1])
    return [*lines[:-1], prose] if prose else lines[:-1], fields


def _lines(value: Passage) -> Iterator[Passage]:
    start = 0
    for match in re.finditer(r"(?:[\r\n]|<br\s*/?>)+", value.text + "\n"):
        line = value.cut(start, match.start()).strip()
        if line:
            yield line
        start = match.end()


def _fields(value: Passage, column: Column, wraps: frozenset[int]) -> tuple[Field, ...]:
    """The fields of a cell: labels inside it count (牵头单位：…\\n配合单位：…), else the column's own."""
    lines = list(_lines(value))
    if column.kind == "role" and any(starts_with_field(line.folded) for line in lines):
        return tuple(f for line in lines for f in parse_fields(line))
    if column.kind == "role":
        names = _names(lines, wraps)
        sentence = parse_sentence(names)
        roles = {f.role for f in sentence if f.kind == "role"}
        if "lead" in roles or len(roles) > 1:
            return sentence
        # 由县水利局负责: one role said is the column's own.
        own = tuple(replace(f, role=column.role, label=column.label) if f.kind == "role" else f for f in sentence)
        return own or (Field("role", column.role, column.label, names),)
    if column.kind == "person":
        return (Field("person", None, column.label, value),) if value else ()
    return (Field("deadline", None, column.label, value.without_space()),) if value else ()


def _names(lines: list[Passage], wraps: frozenset[int]) -> Passage:
    """Units of a cell, a paragraph each or broken anywhere: a break or gap between two whole names parts them.

    Where the width may have made it, the last must end and the next begin as names do: neither 市工业 / 与能源集团
    nor 县公安局 / 交通警察大队 are two.
    """
    pieces = [line.cut(*match.span()) for line in lines for match in re.finditer(r"\S+", line.text)]
    if not pieces:
        return Passage("", ())
    joined = pieces[0]
    for n, line in enumerate(pieces[1:], 1):
        last = _MARK.split(joined.folded)[-1]
        first = _first_name(pieces[n:], wraps)
        whole = (len(last) > 2 or last.startswith("各")) and looks_like_body(last) and looks_like_body(first)
        parts_them = whole and (len(first) > 2 or first.startswith("各") or last.startswith("各"))  # 各乡镇 / 街道
        if _is_wrap(joined, line, wraps):
            begins = first.startswith(tuple("省市区县旗州盟各"))
            ends = _ENDS.search(last) is not None and _PART_OF.fullmatch(first) is None
            parts_them = parts_them and (begins or (ends and not first.startswith(tuple("与和及"))))
        joined = join((joined, line), "、" if parts_them else "")
    return joined


def _first_name(pieces: list[Passage], wraps: frozenset[int]) -> str:
    """The first name of some pieces, folded, with what a bracket or the width has broken off it: 县农业 / 农村局."""
    name = _MARK.split(pieces[0].folded)[0]
    for above, line in pairwise(pieces):
        inside = name.count("(") + name.count("[") > name.count(")") + name.count("]")
        if _MARK.search(above.folded) or not (inside or (_is_wrap(above, line, wraps) and not looks_like_body(name))):
            break
        name += _MARK.split(line.folded)[0]
    return name


def _is_wrap(above: Passage, line: Passage, wraps: frozenset[int]) -> bool:
    return not wraps.isdisjoint(range(above.offsets[-1] + 1, line.offsets[0]))
