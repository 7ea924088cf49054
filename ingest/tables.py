"""Duties in tables: which column says what, and each row as a task.

table = {title row} header {group row | duty row | repeated header}

A header is a row in which one cell names the work and another who does it (序号 | 工作任务 | 牵头单位 |
责任单位 | 完成时限 and the many namings of the genre). Columns of merged cells left of the work are groups, and
so is a row that is one cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dutygraph.graph.model import Role
from dutygraph.ingest.assign import parse_fields, split_duty
from dutygraph.ingest.formats.content import Table
from dutygraph.ingest.labels import DEADLINE_LABELS, ROLE_WORDS, label_role, starts_with_field
from dutygraph.ingest.outline import Marker, parse_marker
from dutygraph.ingest.passage import Passage, join
from dutygraph.ingest.sentences import FIRST_LEADS, Field, parse_sentence
from dutygraph.ingest.units import looks_like_body

ColumnKind = Literal["number", "work", "group", "role", "deadline", "person", "other"]
Cell = tuple[int, int]

_NUMBER = re.compile(r"(?:任务|项目|事项|问题)?(?:序号|编号|序列)|No\.?|项次|序")
_WORK = re.compile(
    r".{0,8}(?:任务|事项|内容|举措|措施|工作|项目名称|要求|目标任务|清单|职责|要点|条款|行动|问题)(?:名称|内容|分解|清单|描述|及要求|要求)?(?:\(.*\))?"
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
_REQUEST = re.compile(r".*建议.*")
# How deep a header may stand: under a title and a note.
_HEADER_DEPTH = 6


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
    found = _header(text, table)
    if found is None:
        return []
    body, columns = found
    tasks: list[RowTask] = []
    heading: Passage | None = None
    for row in table.rows[body:]:
        if _columns(text, row) is not None:
            continue
        distinct = {cell for cell in row if cell is not None and text[cell[0] : cell[1]].strip()}
        if len(distinct) == 1:
            heading = _passage(text, distinct.pop())
            continue
        task = _task(text, row, columns, heading)
        if task is not None:
            tasks.append(task)
    return tasks


def is_header(text: str, row: tuple[Cell | None, ...]) -> bool:
    """Tell whether a row names columns of both work and units."""
    return _columns(text, row) is not None


def duty_columns(text: str, header: tuple[Cell | None, ...]) -> tuple[int, ...]:
    """The columns of a header that say who and by when."""
    return tuple(k for k, c in enumerate(_columns(text, header) or ()) if c.kind in ("role", "deadline"))


def has_duties(text: str, table: Table) -> bool:
    """Tell whether a table has a row that is a duty."""
    return bool(read_rows(text, table))


def _passage(text: str, cell: Cell) -> Passage:
    return Passage.of(text, *cell).strip()


def _header(text: str, table: Table) -> tuple[int, tuple[Column, ...]] | None:
    for index, row in enumerate(table.rows[:_HEADER_DEPTH]):
        columns = _columns(text, row)
        if columns is not None:
            body = index + 1
            below = table.rows[body] if body < len(table.rows) else ()
            finer = _finer(text, row, below, columns)
            if finer is not None:  # 责任单位 over 牵头单位 | 配合单位
                columns, body = finer, body + 1
            return body, _settle(columns, table, body)
    return None


def _columns(text: str, row: tuple[Cell | None, ...]) -> tuple[Column, ...] | None:
    heads = [_passage(text, cell) if cell else Passage("", ()) for cell in row]
    columns = tuple(map(_column, heads))
    kinds = {c.kind for c in columns}
    if "role" not in kinds and "work" in kinds:
        columns = _weak(columns, heads, _WEAK_ROLE, "role")
    if "work" not in kinds and "role" in kinds:
        columns = _weak(columns, heads, _WEAK_WORK, "work")
    return columns if {"role", "work"} <= {c.kind for c in columns} else None


def _finer(
    text: str, row: tuple[Cell | None, ...], below: tuple[Cell | None, ...], columns: tuple[Column, ...]
) -> tuple[Column, ...] | None:
    """The columns of a header of two rows, or None where the second is none: it repeats cells or names roles."""
    if len(below) != len(row):
        return None
    finer = list(columns)
    named = False
    for k, (over, cell) in enumerate(zip(row, below, strict=True)):
        if cell is None or cell == over or not text[cell[0] : cell[1]].strip():
            continue
        column = _column(_passage(text, cell))
        if column.kind not in ("role", "person", "deadline", "work"):
            return None
        finer[k] = column
        named = named or column.kind == "role"
    return tuple(finer) if named else None


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
    if not plain or len(plain) > 24 or _REQUEST.fullmatch(plain):
        return Column("other")
    if _NUMBER.fullmatch(plain):
        return Column("number")
    if _PERSON.fullmatch(plain) and not re.search("单位|部门", plain):
        return Column("person", label=head)
    if _ROLE.fullmatch(plain):
        return Column("role", label_role(plain), head, remark is not None)
    if _DIVISION.fullmatch(plain):
        return Column("role", "responsible", head, remark is not None)
    if _DEADLINE.fullmatch(plain):
        return Column("deadline", label=head)
    if _GROUP.fullmatch(plain):
        return Column("group")
    return Column("work") if _WORK.fullmatch(plain) else Column("other")


def _settle(columns: tuple[Column, ...], table: Table, body: int) -> tuple[Column, ...]:
    """Of several columns that name work, the one with the most cells is the duty, those left of it are groups.

    重点任务 (merged over rows) | 工作举措 (one a row): the measures are the duties.
    """
    work = [i for i, c in enumerate(columns) if c.kind == "work"]
    cells = {i: len({row[i] for row in table.rows[body:] if i < len(row) and row[i] is not None}) for i in work}
    most = max(cells.values())
    duty = max(i for i in work if cells[i] == most)
    return tuple(
        Column("group") if i in work and i < duty else Column("other") if i in work and i != duty else c
        for i, c in enumerate(columns)
    )


def _task(
    text: str, row: tuple[Cell | None, ...], columns: tuple[Column, ...], heading: Passage | None
) -> RowTask | None:
    marker: Marker | None = None
    number_at: Passage | None = None
    paragraphs: list[Passage] = []
    fields: list[Field] = []
    groups: list[Passage] = [heading] if heading is not None else []
    for cell, column in zip(row, columns, strict=False):
        if cell is None:
            continue
        value = _passage(text, cell)
        if column.kind == "number" and value:
            number_at = value
            marker = _marker(value)
        elif column.kind == "work":
            work, duties = _work(value)
            if marker is None and work:
                marker = parse_marker(work[0].text, work[0].folded)
                if marker is not None:
                    number_at = work[0].cut(0, marker.length)
                    work = [work[0].cut(marker.length).strip(), *work[1:]]
            paragraphs.extend(work)
            fields.extend(duties)
        elif column.kind == "group" and value:
            groups.append(value.without_space())
        elif column.kind in ("role", "deadline", "person"):
            fields.extend(_fields(value, column))
    if not paragraphs or not any(f.kind == "role" and f.value for f in fields):
        return None
    first_leads = any(c.first_leads for c in columns)
    return RowTask(marker, number_at, tuple(paragraphs), tuple(fields), tuple(groups), first_leads)


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


def _fields(value: Passage, column: Column) -> tuple[Field, ...]:
    """The fields of a cell: labels inside it count (牵头单位：…\\n配合单位：…), else the column's own."""
    lines = list(_lines(value))
    if column.kind == "role" and any(starts_with_field(line.folded) for line in lines):
        return tuple(f for line in lines for f in parse_fields(line))
    if column.kind == "role":
        sentence = parse_sentence(value.without_space())
        if any(f.role == "lead" for f in sentence):
            return sentence
        return (Field("role", column.role, column.label, _names(lines)),)
    if column.kind == "person":
        return (Field("person", None, column.label, value),) if value else ()
    return (Field("deadline", None, column.label, value.without_space()),) if value else ()


def _names(lines: list[Passage]) -> Passage:
    """Units of a cell, a paragraph each or broken anywhere: a break between two whole names parts them."""
    if not lines:
        return Passage("", ())
    joined = lines[0]
    for line in lines[1:]:
        last = re.split("[、,;，；]", joined.folded)[-1]
        first = re.split("[、,;，；]", line.folded)[0]
        whole = len(last) > 2 and looks_like_body(last) and looks_like_body(first)
        parts_them = whole and (len(first) > 2 or last.startswith("各"))  # 各乡镇 / 街道
        joined = join((joined, line), "、" if parts_them else "")
    return joined
