"""The registered queries and read-only Cypher as tools that a program can choose and call: what each is, and its call.

Nothing here knows by what protocol; :mod:`dutygraph.api.mcp_server` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from dutygraph.api import schemas
from dutygraph.api.models import CypherAnswer, CypherRequest
from dutygraph.api.problems import why
from dutygraph.api.resources import PAGE_NAMES, check_found
from dutygraph.api.statement import run_statement
from dutygraph.graph import vocabulary
from dutygraph.graph.errors import BadParameter, InputError
from dutygraph.graph.exports import plain
from dutygraph.graph.rows import Property
from dutygraph.queries.model import TODAY, Parameter, Query
from dutygraph.queries.registry import bind, get_query, load_queries, run_query

if TYPE_CHECKING:
    from dutygraph.graph.store import Store
    from dutygraph.graph.stores.stopping import Cancel

Schema = dict[str, Any]
CYPHER: Final = "cypher"
_LIMIT: Final[Schema] = {
    "type": "integer",
    "minimum": 1,
    "maximum": schemas.MAX_LIMIT,
    "default": schemas.DEFAULT_LIMIT,
    "description": "最多几行",
}
_OFFSET: Final[Schema] = {"type": "integer", "minimum": 0, "default": 0, "description": "跳过前几行"}


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool: its name, Chinese title, description in both languages, and JSON Schemas of what it takes and gives."""

    name: str
    title: str
    description: str
    takes: Schema
    gives: Schema


def all_tools() -> tuple[Tool, ...]:
    """Return a tool for each registered query, sorted by name, and the one for read-only Cypher."""
    return (*map(query_tool, load_queries().values()), cypher_tool())


def query_tool(query: Query) -> Tool:
    """Return the tool that answers by a registered query, a page of rows at a time.

    >>> query_tool(get_query("unit_tasks")).takes["required"]
    ['unit']
    """
    parameters = {each.name: _parameter(each) for each in query.parameters}
    return Tool(
        query.name,
        query.title,
        f"{query.description}\n{query.description_en}",
        {
            "type": "object",
            "properties": {**parameters, "limit": dict(_LIMIT), "offset": dict(_OFFSET)},
            "required": [each.name for each in query.parameters if each.required],
            "additionalProperties": False,
        },
        schemas.page_schema(schemas.row_schemas([query])[schemas.row_name(query)]),
    )


def cypher_tool() -> Tool:
    """Return the tool that runs a statement of the caller's own; its description holds the graph's schema."""
    return Tool(
        CYPHER,
        "只读 Cypher",
        "运行一条自写的只读 Cypher；写入会被拒绝。有现成的查询工具时请先用现成的。日期是 date 类型；"
        "多个变量的条件不要在同一个 WHERE 里用 OR，先用 WITH 分开。\n"
        "Runs a read-only Cypher statement of your own; writes are refused. Prefer the other tools where one answers.\n"
        f"图的结构 / The graph:\n{graph_outline()}",
        CypherRequest.model_json_schema(),
        CypherAnswer.model_json_schema(),
    )


def graph_outline() -> str:
    """Return labels with their properties and relationships with their ends, from the vocabulary, a line each."""
    nodes = [
        f"(:{':'.join(vocabulary.labels_of(node.label))} {{{_names(node.properties)}}}) {node.chinese}"
        for node in vocabulary.NODE_TYPES
        if node.parent is None
    ]
    special = "、".join(f"{node.label} {node.chinese}" for node in vocabulary.NODE_TYPES if node.parent)
    edges = [
        f"(:{'|'.join(edge.sources)})-[:{edge.type}{_braced(edge.properties)}]->(:{'|'.join(edge.targets)})"
        f" {edge.chinese}"
        for edge in vocabulary.EDGE_TYPES
    ]
    return "\n".join((*nodes, f"TimeConstraint 另有标签之一：{special}", *edges))


def call_tool(store: Store, name: str, arguments: Mapping[str, Any], cancel: Cancel) -> dict[str, Any]:
    """Return what a tool gives for these arguments, in the form of its ``gives``.

    ``cancel`` ends a Cypher statement early. UnknownQuery for a name that no tool has, another InputError for
    arguments that it does not take, and what the query or the store raises.
    """
    if name == CYPHER:
        return _run_cypher(store, arguments, cancel)
    return _run_query(store, get_query(name), arguments)


def _run_query(store: Store, query: Query, arguments: Mapping[str, Any]) -> dict[str, Any]:
    limit = _within(arguments, "limit", _LIMIT)
    offset = _within(arguments, "offset", _OFFSET)
    values = {key: value for key, value in arguments.items() if key not in PAGE_NAMES}
    bind(query, values)
    rows = run_query(store, query.name, values)
    if not rows:
        check_found(lambda other, asked: run_query(store, other, asked), query.name, values)
    return schemas.page(rows, limit, offset)


def _run_cypher(store: Store, arguments: Mapping[str, Any], cancel: Cancel) -> dict[str, Any]:
    try:
        asked = CypherRequest.model_validate(dict(arguments))
    except ValidationError as error:
        wrong = error.errors()[0]
        where = ".".join(str(part) for part in wrong["loc"]) or "arguments"
        raise InputError(f"{where}：{why(wrong)}。") from error
    rows = run_statement(
        store, asked.statement, asked.parameters, timeout=asked.timeout, max_rows=asked.limit, cancel=cancel
    )
    return {"columns": list(rows.columns), "rows": rows.rows, "truncated": rows.truncated}


def _within(arguments: Mapping[str, Any], name: str, schema: Schema) -> int:
    value = arguments.get(name, schema["default"])
    most = schema.get("maximum")
    if not isinstance(value, int) or isinstance(value, bool) or value < schema["minimum"] or (most and value > most):
        expected = f"{schema['minimum']} 到 {most} 的整数" if most else "不小于 0 的整数"
        raise BadParameter(name, value, expected)
    return value


def _parameter(parameter: Parameter) -> Schema:
    schema = schemas.type_schema(parameter.type)
    if parameter.values:
        schema["enum"] = list(parameter.values)
    if parameter.default not in (None, TODAY):
        schema["default"] = plain(parameter.default)
    return {**schema, "description": parameter.description + ("；默认为今天" if parameter.default == TODAY else "")}


def _names(properties: tuple[Property, ...]) -> str:
    return ", ".join(each.name for each in properties)


def _braced(properties: tuple[Property, ...]) -> str:
    return f" {{{_names(properties)}}}" if properties else ""
