"""Duties in tables: each row as a task.

table = {title row} head {group row | duty row | head}

Columns of merged cells left of the work are groups, and so is a row that is one cell. A row of work for which nobody is
named is kept apart, to be reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dutygraph.graph.model import Span
from dutygraph.ingest.assign.assign import is_list
from dutygraph.ingest.assign.duties import split_duty
from dutygraph.ingest.assign.labelled import last_leads, parse_fields
from dutygraph.ingest.assign.leading import FIRST_LEADS, Leading
from dutygraph.ingest.assign.sentences import Field, parse_sentence
from dutygraph.ingest.segment.cell_names import join_names
from dutygraph.ingest.segment.form_tables import read_forms
from dutygraph.ingest.segment.heads_by_cells import head_by_cells
from dutygraph.ingest.segment.table_heads import Cell, Column, Row, distinct, passage, read_head
from dutygraph.ingest.text.content import Table
from dutygraph.ingest.text.labels import starts_with_field
from dutygraph.ingest.text.outline import Marker, parse_marker
from dutygraph.ingest.text.passage import Passage, fold
from dutygraph.ingest.units.units import is_nobody, looks_like_body

_NUMBERED = re.compile(r"\d{1,3}[.、](?!\d)")
_PERSON = re.compile("[\u4e00-\u9fff·]{2,4}")
# Sums, and what is said about the table, are no duties.
_NO_WORK = re.compile(r"(?:合计|小计|总计|共计|累计)(?:\d.*)?|(?:备?注|说明|填表|审核|审批|制表|联系人|附)[:人说].*")
# 一 | 优化环境 | | |: a heading among rows that are numbered with digits.
_HEADING_KINDS = ("chapter", "chinese", "chinese_bracket")
_INSTRUMENT = re.compile(r"《|\[(?:19|20)\d\d\]\s*\d+\s*号")
# How deep a head may stand (under a title and a note).
_HEADER_DEPTH = 6


@dataclass(frozen=True)
class RowTask:
    """One duty row: its number, its work, who and by when, and the group cells it stands in, outermost first.

    ``years`` holds where cells of a year's column stand (2025年目标), and the year.
    """

    marker: Marker | None
    number_at: Passage | None
    paragraphs: tuple[Passage, ...]
    fields: tuple[Field, ...]
    groups: tuple[Passage, ...]
    leading: Leading | None = None
    years: tuple[tuple[Span, int], ...] = ()

    @property
    def has_unit(self) -> bool:
        """Whether somebody is named for the work, be it nobody (无)."""
        return any(field.kind == "role" and field.value for field in self.fields)


def read_rows(text: str, table: Table) -> list[RowTask]:
    """Return the rows of work of a table, or none where it has no head that names both work and units.

    Where no row names a unit the table assigns no duty, and has no rows either.
    """
    tasks = [
        task
        for columns, row in read_forms(text, table)
        if (task := _task(text, row, columns, [], table.wraps, leading=None)) is not None
    ]
    tasks = tasks or _read_body(text, table)
    return tasks if any(task.has_unit for task in tasks) else []


def _read_body(text: str, table: Table) -> list[RowTask]:
    """The rows of work below a head."""
    tasks: list[RowTask] = []
    columns: tuple[Column, ...] | None = None
    heading: Passage | None = None
    groups: dict[int, Passage] = {}
    leading: Leading | None = None
    index = 0
    while index < len(table.rows) and (columns is not None or index < _HEADER_DEPTH):
        row = table.rows[index]
        found = read_head(text, table, index) if columns is None or not _is_numbered(text, row, columns) else None
        found = found or (head_by_cells(text, table.rows, index) if columns is None else None)
        if found is not None:
            index, columns = found
            continue
        index += 1
        if columns is None:
            continue
        filled = distinct(text, row)
        over_all = _over_all(row, columns) if len(filled) == 2 else None
        if len(filled) == 1 or over_all is not None:
            heading, groups = passage(text, over_all or filled.pop()), {}
            continue
        groups = _groups(text, row, columns, groups)
        above = ([heading] if heading is not None else []) + list(groups.values())
        task = _task(text, row, columns, above, table.wraps, leading=leading)
        if task is None:
            continue
        remark = _remarks(task.fields)
        if remark is not None and remark.group("onwards"):
            leading = Leading.of(remark)
            if not any(is_list(above.fields) or above.leading for above in tasks):
                tasks = [replace(above, leading=leading) for above in tasks]
        if len(filled) == 2 and _is_heading(task):
            heading, groups = task.paragraphs[0], {}
        else:
            tasks.append(task)
    return tasks


def _is_heading(task: RowTask) -> bool:
    """Whether a row without anybody is a heading: 一 and words in two cells, all others empty."""
    return not task.has_unit and task.marker is not None and task.marker.kind in _HEADING_KINDS


def _over_all(row: Row, columns: tuple[Column, ...]) -> Cell | None:
    """The one cell that is merged over all columns but that of the numbers: 一 | 资料准备."""
    cells = {cell for cell, column in zip(row, columns, strict=False) if column.kind != "number"}
    numbered = len(row) == len(columns) and len({*row} - cells) == 1
    return cells.pop() if numbered and len(cells) == 1 and len(columns) > 2 else None


def _is_numbered(text: str, row: Row, columns: tuple[Column, ...]) -> bool:
    """Whether a row has a number in the column of numbers, or before its work: a duty, never a repeated header."""
    cells = [(text[slice(*cell)].strip(), column.kind) for cell, column in zip(row, columns, strict=False) if cell]
    return any(
        re.search(r"\d", fold(words)) if kind == "number" else _NUMBERED.match(fold(words))
        for words, kind in cells
        if kind in ("number", "work")
    )


def has_duties(text: str, table: Table) -> bool:
    """Tell whether a table has a row that is a duty."""
    return bool(read_rows(text, table))


def _groups(text: str, row: Row, columns: tuple[Column, ...], above: dict[int, Passage]) -> dict[int, Passage]:
    """The group cells of a row, outermost first; an empty one goes on with that of the row above."""
    groups: dict[int, Passage] = {}
    goes_on = True
    for i, column in enumerate(columns):
        if column.kind != "group":
            continue
        cell = row[i] if i < len(row) else None
        value = passage(text, cell).without_space() if cell is not None else None
        if value:
            goes_on = goes_on and i in above and above[i].span == value.span
            groups[i] = value
        elif goes_on and i in above:
            groups[i] = above[i]
    return groups


def _task(
    text: str,
    row: Row,
    columns: tuple[Column, ...],
    groups: list[Passage],
    wraps: frozenset[int],
    *,
    leading: Leading | None,
) -> RowTask | None:
    marker: Marker | None = None
    number_at: Passage | None = None
    paragraphs: list[Passage] = []
    more: list[Passage] = []
    fields: list[Field] = []
    years: list[tuple[Span, int]] = []
    for cell, column in zip(row, columns, strict=False):
        if cell is None:
            continue
        value = passage(text, cell)
        if value and column.year is not None:
            years.append((value.span, column.year))
        if column.kind == "more" or (column.kind == "basis" and _INSTRUMENT.search(value.folded)):
            more.extend(line for line in _lines(_whole(value, wraps)) if not is_nobody(line.folded))
        elif column.kind == "number" and value:
            number_at = value
            marker = _marker(value)
        elif column.kind == "work":
            work, duties = _work(_whole(value, wraps), bare=not _names_any(text, row, columns))
            if marker is None and work:
                marker = parse_marker(work[0].text, work[0].folded)
                if marker is not None:
                    number_at = work[0].cut(0, marker.length)
                    work = [work[0].cut(marker.length).strip(), *work[1:]]
            paragraphs.extend(work)
            fields.extend(duties)
        elif column.kind in ("role", "deadline", "person", "office"):
            fields.extend(_fields(value, column, wraps))
    remark = _remarks(fields)
    said = Leading.of(remark) if remark is not None else next((c.leading for c in columns if c.leading), leading)
    task = RowTask(marker, number_at, (*paragraphs, *more), tuple(fields), tuple(groups), said, tuple(years))
    if not paragraphs or not paragraphs[0] or (not task.has_unit and _NO_WORK.fullmatch(_plain(paragraphs[0]))):
        return None
    return task


def _remarks(fields: Iterable[Field]) -> re.Match[str] | None:
    """What a cell of units says on who leads: A、B（列第一位的牵头，下同）."""
    return next((found for f in fields if f.kind == "role" and (found := FIRST_LEADS.search(f.value.folded))), None)


def _plain(words: Passage) -> str:
    return words.without_space().folded


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


def _names_any(text: str, row: Row, columns: tuple[Column, ...]) -> bool:
    """Whether a cell in a column of units holds any words."""
    return any(
        column.kind == "role" and cell is not None and text[slice(*cell)].strip()
        for cell, column in zip(row, columns, strict=False)
    )


def _work(value: Passage, *, bare: bool) -> tuple[list[Passage], tuple[Field, ...]]:
    """The paragraphs of a work cell and the duty at its end; with ``bare`` also a bracket of organs alone."""
    lines = list(_lines(value))
    if not lines:
        return [], ()
    prose, fields = split_duty(lines[-1], bare=bare)
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
        persons = _persons(lines) if column.label is not None and "人" in column.label.folded else []
        names = join_names([part for line in lines for part in _without(line, persons)], wraps)
        told = tuple(Field("person", None, column.label, person) for person in persons)
        own = Field("role", column.role, column.label, names)
        sentence = parse_sentence(names)
        if (last := last_leads(own, sentence)) is not None:
            return (*last, *told)
        roles = {f.role for f in sentence if f.kind == "role"}
        if "lead" in roles or len(roles) > 1:
            return (*(_under(f, column) for f in sentence), *told)
        # 由县水利局负责: one role said is the column's own.
        carry = (replace(f, role=column.role, label=column.label) if f.kind == "role" else f for f in sentence)
        return (*(tuple(carry) or (own,)), *told)
    if column.kind == "person" or column.kind == "office":
        return (Field(column.kind, None, column.label, value),) if value else ()
    return (Field("deadline", None, column.label, value.without_space()),) if value else ()


def _persons(lines: list[Passage]) -> list[Passage]:
    """What stands apart in a cell of 责任单位及责任人 and is no body's name: 县水利局 李四."""
    pieces = [line.cut(*match.span()) for line in lines for match in re.finditer(r"[^\s、,，;；]+", line.text)]
    persons = [p for p in pieces if _PERSON.fullmatch(p.folded) and not looks_like_body(p.folded)]
    return persons if len(persons) < len(pieces) else []


def _without(line: Passage, persons: list[Passage]) -> Iterator[Passage]:
    """The stretches of a line around persons."""
    start = 0
    for person in persons:
        if line.offsets[0] <= person.offsets[0] <= line.offsets[-1]:
            at = line.offsets.index(person.offsets[0])
            yield line.cut(start, at).strip()
            start = at + len(person)
    yield line.cut(start).strip()


def _under(field: Field, column: Column) -> Field:
    """A field said in a cell bears the column's label where it has the column's role, or supports those who have."""
    same = field.role == column.role or (column.role, field.role) == ("responsible", "supporting")
    return replace(field, label=column.label) if field.kind == "role" and same else field
