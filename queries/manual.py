"""docs/queries.md, written from the registry: ``python -m dutygraph.queries.manual docs/queries.md``."""

from __future__ import annotations

import datetime as dt
import shlex
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from dutygraph.queries.model import SEARCH_KEYS, SEARCH_SNIPPETS, TODAY, Parameter, Query
from dutygraph.queries.registry import load_queries
from dutygraph.queries.values import coerce

_INTRODUCTION = """\
# 查询 / Queries

<!-- Written by `python -m dutygraph.queries.manual docs/queries.md` from queries/*.cypher; a test compares them. -->

Each query is one file in `queries/`: its header declares what it asks for and what it returns, its body is plain Cypher
for Neo4j and for the embedded database. Run one by name,

    dutygraph query unit_tasks unit=区司法局 role=lead

over HTTP as `GET /api/v1/queries/unit_tasks?unit=区司法局&role=lead`, or by pasting the whole file into Neo4j Browser
after the `:param` lines given with it. A unit is found under its name, full name, any alias or its key; pasted into
Browser, a name that several units bear gives the rows of all of them.

每个查询是 `queries/` 下的一个文件：文件头声明参数和结果列，正文是可在两种数据库中运行的 Cypher。在 Neo4j Browser
中使用时，先执行各查询所附的 `:param` 行，再粘贴整个文件。单位可填名称、全称、别名或键；日期写作 `2024-06-30`；
是否类参数填 `true`、`false` 或 是、否；角色填 `any`、`lead`、`responsible`、`supporting`、`principal`
或 全部、牵头、责任、配合、主责。
"""

# What stands for the full-text index where a statement is pasted: nodes whose own words hold the text.
_KEYS = (
    "COLLECT {{ MATCH (n:Task|Unit|UnitGroup|Instrument) WHERE"
    " any(words IN [n.title, n.text, n.name, n.full_name, n.document_number] WHERE words CONTAINS {word})"
    " RETURN n.key }}"
)


def render_manual(queries: Iterable[Query]) -> str:
    """Return the page as Markdown: a table of all queries, then a chapter for each."""
    queries = list(queries)
    index = [f"| [`{q.name}`](#{q.name}) | {q.title} | {_cell(q.description)} |" for q in queries]
    return "\n".join(
        [
            _INTRODUCTION,
            "| 查询 | 标题 | 说明 |",
            "| --- | --- | --- |",
            *index,
            *(line for query in queries for line in _chapter(query)),
            "",
        ]
    )


def param_lines(query: Query) -> list[str]:
    """Return the commands that set the query's example in Neo4j Browser or cypher-shell, one a parameter.

    >>> from dutygraph.queries.registry import get_query
    >>> param_lines(get_query("time_limits"))
    [':param unit => null', ':param plan => null', ':param business_days => null']
    """
    lines = [f":param {p.placeholder} => {_literal(p, query.example.get(p.name))}" for p in query.parameters]
    if any(p.type == "search" for p in query.parameters):
        lines.append(f":param {SEARCH_SNIPPETS} => []")
    return lines


def _chapter(query: Query) -> Iterator[str]:
    words = " ".join(f"{name}={shlex.quote(value)}" for name, value in query.example.items())
    yield from ("", f"## {query.name}", "", f"**{query.title}。** {query.description}", "", query.description_en, "")
    yield f"    dutygraph query {query.name} {words}".rstrip()
    if query.parameters:
        yield from (
            "",
            "| 参数 | 类型 | 默认 | 说明 |",
            "| --- | --- | --- | --- |",
            *map(_parameter, query.parameters),
        )
    yield from ("", "| 列 | 类型 | 含义 |", "| --- | --- | --- |")
    for column in query.columns:
        yield f"| `{column.name}` | {_cell(column.type)}{'?' if column.nullable else ''} | {_cell(column.title)} |"
    if query.parameters:
        yield from ("", "```cypher", *param_lines(query), "```")


def _parameter(parameter: Parameter) -> str:
    kind: str = parameter.type
    if parameter.values and parameter.type == "integer":
        kind += f" {parameter.values[0]}–{parameter.values[-1]}"
    elif parameter.values:
        kind += "：" + "、".join(f"`{value}`" for value in parameter.values)
    default = "必填" if parameter.required else "" if parameter.default is None else f"`{_plain(parameter.default)}`"
    return f"| `{parameter.name}` | {kind} | {default} | {_cell(parameter.description)} |"


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _literal(parameter: Parameter, given: str | None) -> str:
    """Return the value as Cypher writes it."""
    if parameter.placeholder == SEARCH_KEYS:
        return _KEYS.format(word=_quoted(given or ""))
    value = given or parameter.default
    if value == TODAY and parameter.type == "date":
        return "date()"
    value = coerce(parameter, value)
    if value is None:
        return "null"
    if isinstance(value, dt.date):
        return f"date('{value}')"
    if isinstance(value, str):
        return _quoted(value)
    return _plain(value)


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(render_manual(load_queries().values()), encoding="utf-8")
