"""Registered queries as values that programs and people read."""

from __future__ import annotations

import re
from typing import Any

from dutygraph.graph.exports import plain
from dutygraph.queries.model import Query, Question

LISTED = {"name": "查询", "title": "回答什么", "parameters": "参数（= 必填，? 可不填）"}


def headings(query: Question) -> dict[str, str]:
    """Return the columns' Chinese headings by name, without the names of a map's parts."""
    return {column.name: re.sub("（([a-z_、 …]+|同上)）", "", column.title) for column in query.columns}


def describe(query: Query) -> dict[str, Any]:
    """Return a query whole, in the form of ``models.QueryDescription``."""
    return {
        "name": query.name,
        "title": query.title,
        "description": query.description,
        "description_en": query.description_en,
        "parameters": [
            {
                "name": each.name,
                "type": each.type,
                "required": each.required,
                "default": plain(each.default),
                "values": list(each.values),
                "description": each.description,
            }
            for each in query.parameters
        ],
        "columns": [
            {"name": each.name, "type": each.type, "nullable": each.nullable, "title": each.title}
            for each in query.columns
        ],
        "example": dict(query.example),
        "cypher": query.cypher,
    }


def listed(query: Question) -> dict[str, str]:
    """Return a query as a row of :data:`LISTED`."""
    parameters = " ".join(each.name + ("=" if each.required else "?") for each in query.parameters)
    return {"name": query.name, "title": query.title, "parameters": parameters}
