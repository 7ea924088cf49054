"""Rows as text: a table for people, JSON or CSV for programs.

``columns`` maps the names of columns to their headings; tables show the headings, JSON and CSV the names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO, Any, Literal

from rich import box
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dutygraph.api.encode import json_bytes
from dutygraph.graph.exports import csv_table, plain
from dutygraph.graph.vocabulary import NODE_TYPES
from dutygraph.web.words import EXTENTS, GAPS, KINDS, RELATIONS, ROLES, SETTLED

Format = Literal["table", "json", "csv"]
Row = Mapping[str, Any]
# What people read for the closed lists of the graph, by columns, as on the pages; programs get the graph's own words.
SPOKEN: Mapping[str, Mapping[str, str]] = {
    "role": ROLES,
    "relation": {**RELATIONS, "any": "全部"},
    "extent": EXTENTS,
    "status": {"open": "待核", **SETTLED, "any": "全部"},
    "missing": {**GAPS, "any": "任何一样"},
    "window": {"month": "月", "quarter": "季度", "year": "年"},
    "by": {"month": "按月", "day": "按日"},
    "stated_in": {"text": "正文", "deadline_field": "完成时限栏"},
    "precision": {"year": "年", "half": "半年", "quarter": "季度", "month": "月", "xun": "旬", "day": "日"},
    "level": {"nation": "国家", "province": "省级", "prefecture": "市级", "county": "县级", "township": "乡级"},
    "label": {node.label: node.chinese for node in NODE_TYPES},
    "kind": {
        "party": "党委",
        "government": "政府",
        "congress": "人大",
        "cppcc": "政协",
        "court": "法院",
        "procuratorate": "检察院",
        "branch": "派出机构",
        "enterprise": "企业",
        "institution": "事业单位",
        "other": "其他",
        **KINDS,
        "printed": "又作",
        "abbreviation": "简称",
        "former": "原名",
        "short_title": "简称",
    },
}
# Parts of a map that are for programs: places in the text, the rule behind a date. JSON has them.
UNSAID = {"key", "start", "end", "page", "position", "precision", "months", "window_start", "window_end"}
UNSAID |= {"stated_in", "rrule", "duration", "status", "rule"}
# The order of a map's other parts: stores give them in their own; what is not named here comes last.
SAID: tuple[str, ...] = ("code", "name", "title", "document_number", "level", "kind", "label", "relation", "surface")
SAID += ("article", "indicator", "comparator", "value")
PLAIN_WIDTH = 120  # columns of a table in a file or pipe; a Chinese character takes two
CARD_FROM = 7  # columns: a single row of so many reads better as a card
KEY = "键"  # the last character of the heading of a key, which tables leave out
_GAP = 2
_NARROWEST = 4
_HEADING = 8  # columns of a heading that are kept where the table is too wide


def render(rows: Sequence[Row], columns: Mapping[str, str], format_: Format) -> bytes:
    """Return rows as UTF-8: JSON (an array of objects), CSV, or a plain table of one line a row."""
    if format_ == "json":
        return json_bytes(list(rows), indent=True) + b"\n"
    if format_ == "csv":
        return csv_table(list(columns), rows)
    return plain_table(rows, columns).encode("utf-8")


def print_table(rows: Sequence[Row], columns: Mapping[str, str], out: IO[str], title: str = "") -> None:
    """Print a table: drawn and wrapped to the window on a terminal, plain elsewhere."""
    if not out.isatty():
        out.write(f"{title}\n" if title else "")
        out.write(plain_table(rows, columns))
        return
    rows = [spoken(row) for row in rows]
    console = Console(file=out)
    said, shown = choose_columns(rows, columns, console.width)
    if title or said:
        console.print(Text("\n".join([title, *said] if title else said)))
    table = Table(*(columns[name] for name in shown), box=box.ROUNDED)
    for row in rows:
        # Text, not str: a cell like [red] is what the document says, not markup.
        table.add_row(*(Text(cell(row[name])) for name in shown))
    if not said or shown:
        console.print(table)


def plain_table(rows: Sequence[Row], columns: Mapping[str, str], width: int = PLAIN_WIDTH) -> str:
    """Return a table for files and pipes: one line a row, aligned by display width, long cells cut with …."""
    rows = [spoken(row) for row in rows]
    said, shown = choose_columns(rows, columns, width)
    lines = [[columns[name] for name in shown], *([cell(row[name]) for name in shown] for row in rows)]
    widths = _fit(_widths(lines[1:] or lines), _widths(lines), width)
    lines.insert(1, ["─" * w for w in widths])
    table = ["  ".join(map(_cut, line, widths)).rstrip() for line in lines] if shown else []
    return "".join(f"{line}\n" for line in [*said, *table])


def choose_columns(rows: Sequence[Row], columns: Mapping[str, str], width: int) -> tuple[list[str], list[str]]:
    """Return lines that say what all rows share, and the columns to show below them.

    Keys and columns that are empty in every row are left out. What is the same in every row is said once where
    the table would be too wide; a single row with many columns is said whole.
    """
    shown = [name for name, heading in columns.items() if not heading.endswith(KEY)] or list(columns)
    if rows:
        shown = [name for name in shown if any(cell(row[name]) for row in rows)]
    if len(rows) == 1 and len(shown) >= CARD_FROM:
        return [f"{columns[name]}：{cell(rows[0][name])}" for name in shown], []
    lines = [[columns[name] for name in shown], *([cell(row[name]) for name in shown] for row in rows)]
    if len(rows) < 2 or sum(_widths(lines)) + _GAP * len(shown) <= width:
        return [], shown
    shared = [name for name in shown if len({cell(row[name]) for row in rows}) == 1]
    said = [f"{columns[name]}：{cell(rows[0][name])}" for name in shared]
    return said, [name for name in shown if name not in shared]


def spoken(row: Row) -> Row:
    """Return a row with the words of the graph's closed lists in Chinese: lead is 牵头."""
    return {
        name: SPOKEN.get(name, {}).get(value, value) if isinstance(value, str) else value for name, value in row.items()
    }


def unread(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return rows of a statement of the user's own, with maps (nodes too) whole, as JSON.

    >>> unread([{"n": {"start": 7}, "m": 1}])
    [{'n': '{"start":7}', 'm': 1}]
    """
    return [{name: _whole(value) for name, value in row.items()} for row in rows]


def _whole(value: Any) -> Any:
    if isinstance(value, Mapping):
        return json_bytes(value).decode("utf-8")
    return [_whole(each) for each in value] if isinstance(value, list | tuple) else value


def cell(value: Any) -> str:
    """Return a value as one line of text: absent as empty, a list joined by 、, what a map says to people by spaces.

    >>> cell([{"key": "3f", "name": "区司法局", "surface": "区司法局", "label": "牵头单位", "start": 7}, 60.0])
    '区司法局 牵头单位、60'
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(cell(each) for each in value)
    if isinstance(value, Mapping):
        names = sorted(value, key=lambda name: (SAID.index(name) if name in SAID else len(SAID), name))
        words = spoken(value)
        parts = (cell(words[n]) for n in names if n not in UNSAID and not isinstance(value[n], bool))
        return " ".join(dict.fromkeys(part for part in parts if part))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(plain(value)).split())


def _widths(lines: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(cell_len, column)) for column in zip(*lines, strict=True)]


def _fit(cells: list[int], widths: list[int], total: int) -> list[int]:
    """Narrow columns until a line fits: first to what their cells need, then the widest, down to the narrowest."""
    room = total - _GAP * (len(widths) - 1)
    if sum(widths) > room:
        widths = [min(w, max(c, _HEADING)) for w, c in zip(widths, cells, strict=True)]
    while sum(widths) > room and max(widths) > _NARROWEST:
        widest = max(widths)
        last = max(i for i, w in enumerate(widths) if w == widest)
        widths[last] -= 1
    return widths


def _cut(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width)
