"""OpenAPI schemas, parameters and examples of query answers, all made from the declarations in the query files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dutygraph.graph.exports import plain
from dutygraph.queries.model import ROLE_VALUES, TODAY, Column, Parameter, Question

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000
Schema = dict[str, Any]

_TYPES: Mapping[str, Schema] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "float": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "map": {"type": "object", "additionalProperties": True},
    "role": {"type": "string", "enum": list(ROLE_VALUES)},
    "unit": {"type": "string"},
    "search": {"type": "string"},
}


def type_schema(type_: str) -> Schema:
    """Return the schema of a declared type.

    >>> type_schema("list<integer>")
    {'type': 'array', 'items': {'type': 'integer'}}
    """
    if type_.startswith("list<") and type_.endswith(">"):
        return {"type": "array", "items": type_schema(type_[5:-1])}
    return dict(_TYPES[type_])


def row_name(query: Question) -> str:
    """Return the name of a query's row among the components.

    ``unit_tasks`` gives ``UnitTasksRow``.
    """
    return "".join(part.capitalize() for part in query.name.split("_")) + "Row"


def row_schemas(queries: Iterable[Question]) -> dict[str, Schema]:
    """Return the schemas of the queries' rows by name: every declared column is there, and no other."""
    return {
        row_name(query): {
            "type": "object",
            "title": query.title,
            "properties": {column.name: _column_schema(column) for column in query.columns},
            "required": [column.name for column in query.columns],
            "additionalProperties": False,
        }
        for query in queries
    }


def row_reference(query: Question) -> Schema:
    """Return a reference to the schema of a query's row."""
    return {"$ref": f"#/components/schemas/{row_name(query)}"}


def page_schema(row: Schema) -> Schema:
    """Return the schema of a list answer."""
    count = {"type": "integer", "minimum": 0}
    return {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": row, "maxItems": MAX_LIMIT},
            "total": {**count, "description": "全部行数，不只本页"},
            "limit": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT},
            "offset": count,
        },
        "required": ["items", "total", "limit", "offset"],
        "additionalProperties": False,
    }


def page(rows: list[Any], limit: int, offset: int) -> dict[str, Any]:
    """Return one page of the rows in the form of :func:`page_schema`."""
    return {"items": rows[offset : offset + limit], "total": len(rows), "limit": limit, "offset": offset}


def json_answer(schema: Schema, example: Any, description: str) -> dict[int | str, dict[str, Any]]:
    """Return the ``responses`` of a route that answers with this JSON."""
    return {200: {"description": description, "content": {"application/json": {"schema": schema, "example": example}}}}


def openapi_parameters(query: Question, in_path: str | None, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the OpenAPI parameters of a query.

    ``in_path`` is the parameter that stands in the path; ``names`` maps names in the address to parameters
    where they differ.
    """
    named = {parameter: name for name, parameter in names.items()}
    return [
        _parameter(query, each, named.get(each.name, each.name), "path" if each.name == in_path else "query")
        for each in query.parameters
    ]


def _parameter(query: Question, parameter: Parameter, name: str, where: str) -> dict[str, Any]:
    schema = type_schema(parameter.type)
    if parameter.values:
        schema["enum"] = list(parameter.values)
    if parameter.default not in (None, TODAY) and where == "query":
        schema["default"] = plain(parameter.default)
    described = {
        "name": name,
        "in": where,
        "required": where == "path" or parameter.required,
        "description": parameter.description + ("；默认为今天" if parameter.default == TODAY else ""),
        "schema": schema,
    }
    if described["required"] and parameter.name in query.example:  # of the optional, Swagger UI would send it
        described["example"] = query.example[parameter.name]
    return described


def _column_schema(column: Column) -> Schema:
    schema = {**type_schema(column.type), "description": column.title}
    return {**schema, "type": [schema["type"], "null"]} if column.nullable else schema
