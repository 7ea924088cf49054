"""The graph as files for ``neo4j-admin database import``: the way to fill a Neo4j with millions of nodes in minutes.

A folder of CSV files with typed headers, one for each label and one for each relationship type between two labels;
``import.args`` with the arguments of the tool; ``schema.cypher`` with the constraints and indexes to make
afterwards; ``README.md`` with the commands. What the store keeps for itself (search terms, which plans state what) is
in the files, so that the imported graph is the one that was exported. Columns and types come from
:mod:`dutygraph.graph.vocabulary`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from dutygraph.graph import vocabulary
from dutygraph.graph.rows import Property
from dutygraph.graph.stating import SHARED, STATED_BY_END, STATED_BY_START
from dutygraph.graph.stores import schema

Attributes = Mapping[str, Any]
NodeRow = tuple[str, Attributes]
EdgeRow = tuple[str, str, Attributes]

ARGUMENTS: Final = "import.args"
SCHEMA: Final = "schema.cypher"
README: Final = "README.md"
_TYPES: Final = {
    "string": "string",
    "integer": "long",
    "float": "double",
    "boolean": "boolean",
    "date": "date",
    "integers": "long[]",
}
# Hidden properties, which are not in the vocabulary: the search terms of what is searched, the plans that state what
# is shared.
_TERMS: Final = ("terms", "string")
_PLANS: Final = ("plans", "string[]")
_STATED: Final = STATED_BY_START | STATED_BY_END
_FORM: Final = frozenset({"labels", "type", "key"})  # in the fixed columns
_LIST_MARK: Final = ";"
_BUFFER: Final = 4 * 2**20  # the tool's own: no value may be longer than its buffer


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: how many nodes and relationships, and the properties left out that the vocabulary lacks.

    Those are ``Unit.colour`` or ``LEADS.weight``, say, put into the database by somebody else.
    """

    nodes: int
    edges: int
    left_out: tuple[str, ...]


def write_folder(folder: Path, nodes: Iterable[NodeRow], edges: Iterable[EdgeRow]) -> Written:
    """Write the files into a folder, which is made; files of these names there are replaced.

    A node is its id (``Unit:0123…``) and attributes, an edge the ids of its ends and attributes, as build_graph has
    them, hidden properties included. Both are read once, one after the other, and never held whole. KeyError for a
    label or relationship type that the vocabulary lacks.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        tables = _Tables(folder, stack)
        for node, attributes in nodes:
            tables.node(node, attributes)
        for start, end, attributes in edges:
            tables.edge(start, end, attributes)
    (folder / ARGUMENTS).write_text("\n".join(tables.arguments()) + "\n", encoding="utf-8")
    (folder / SCHEMA).write_text(schema_script(), encoding="utf-8")
    (folder / README).write_text(_README.format(nodes=tables.nodes, edges=tables.edges), encoding="utf-8")
    return Written(tables.nodes, tables.edges, tuple(sorted(tables.left_out)))


def schema_script() -> str:
    """Return the statements that make constraints and indexes, for ``cypher-shell --file``; they may be run again."""
    return "".join(f"{statement};\n" for statement in schema.cypher_statements("neo4j"))


class _Table:
    """One CSV file: its columns, told by name, and the length of its longest value."""

    def __init__(self, file: IO[str], columns: Sequence[tuple[str, str]]) -> None:
        self.file, self.longest = file, 0
        self.types = dict(columns)

    def write(self, fixed: Sequence[str], attributes: Attributes) -> list[str]:
        """Write a row: the fixed cells, then a cell for each column; return the names that have no column."""
        cells = [_quoted(each) for each in fixed]
        cells += [_cell(attributes.get(name)) for name in self.types]
        self.longest = max(self.longest, *map(len, cells))
        self.file.write(",".join(cells) + "\n")
        return [name for name in attributes if name not in self.types and name not in _FORM]


class _Tables:
    """The files of one folder, each opened when its first row comes."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self._tables: dict[str, _Table] = {}
        self._ends: dict[tuple[str, str, str], _Table] = {}
        self.left_out: set[str] = set()
        self.nodes = self.edges = 0

    def node(self, node: str, attributes: Attributes) -> None:
        label, key = node.split(":", 1)
        table = self._tables.get(f"{label}.csv") or self._node_table(label)
        left = table.write((_LIST_MARK.join(attributes["labels"]), key), attributes)
        self.left_out.update(f"{label}.{name}" for name in left)
        self.nodes += 1

    def edge(self, start: str, end: str, attributes: Attributes) -> None:
        start_label, start_key = start.split(":", 1)
        end_label, end_key = end.split(":", 1)
        ends = start_label, attributes["type"], end_label
        table = self._ends.get(ends) or self._edge_table(*ends)
        left = table.write((start_key, end_key, ends[1]), attributes)
        self.left_out.update(f"{ends[1]}.{name}" for name in left)
        self.edges += 1

    def arguments(self) -> Iterator[str]:
        """Yield the arguments of the import tool, for a file that it is given as ``@import.args``."""
        for name in sorted(self._tables):
            kind = "relationships" if name.count(".") > 1 else "nodes"
            yield f"--{kind}={name}"
        longest = max((table.longest for table in self._tables.values()), default=0) * 4  # bytes of a character
        yield "--id-type=string"
        yield f"--array-delimiter={_LIST_MARK}"
        yield "--multiline-fields=true"
        yield f"--read-buffer-size={max(_BUFFER, 2 * longest)}"
        yield "--bad-tolerance=0"

    def _node_table(self, label: str) -> _Table:
        kind = vocabulary.NODES[label]
        columns = list(_columns(each for each in kind.properties if each.name != "key"))
        columns += [_TERMS] * bool(kind.searched) + [_PLANS] * (label in SHARED)
        return self._open(f"{label}.csv", (":LABEL", f"key:ID({label})"), columns)

    def _edge_table(self, start: str, type_: str, end: str) -> _Table:
        edge = vocabulary.EDGES[type_]
        for label in (start, end):
            vocabulary.NODES[label]  # a KeyError now rather than one of the tool's
        fixed = (f":START_ID({start})", f":END_ID({end})", ":TYPE")
        columns = [*_columns(edge.properties), *[_PLANS] * (type_ in _STATED)]
        table = self._open(f"{type_}.{start}.{end}.csv", fixed, columns)
        self._ends[start, type_, end] = table
        return table

    def _open(self, name: str, fixed: Sequence[str], columns: Sequence[tuple[str, str]]) -> _Table:
        file = self._stack.enter_context((self._folder / name).open("w", encoding="utf-8", newline=""))
        file.write(",".join((*fixed, *(f"{column}:{type_}" for column, type_ in columns))) + "\n")
        self._tables[name] = table = _Table(file, columns)
        return table


def _columns(properties: Iterable[Property]) -> Iterator[tuple[str, str]]:
    for each in properties:
        yield each.name, _TYPES[each.type]


def _cell(value: Any) -> str:
    """Return a value as the tool reads it: text always in quotation marks, as an empty one would be read as none."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return _quoted(_LIST_MARK.join(map(str, value)))
    return repr(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


_README: Final = """\
# 责任图谱：供 Neo4j 批量导入

共 {nodes} 个结点、{edges} 条关系。在 Neo4j 5.26 的机器上，于本文件夹中依次运行（数据库停止时导入；
社区版的库名只能是 neo4j，原有内容会被替换）：

    neo4j stop
    neo4j-admin database import full neo4j --overwrite-destination=true @import.args
    neo4j start
    cypher-shell -u neo4j -p 口令 --file schema.cypher

`schema.cypher` 建立唯一约束、范围索引和全文索引，可重复运行；责任图谱首次向该库导入文件时也会自动建立。
此后以 `DUTYGRAPH_NEO4J_URI=bolt://主机:7687` 使用，查询结果与导出前相同。

In English: import into a stopped Neo4j 5.26 with the commands above, then make constraints and indexes with
`schema.cypher`.
"""
