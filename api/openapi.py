"""The OpenAPI document: FastAPI's own, with the queries' rows, and our one form of error instead of its."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from dutygraph.api import problems
from dutygraph.api.models import Problem
from dutygraph.api.schemas import row_schemas
from dutygraph.queries.analyses import load_questions

_FRAMEWORK_SCHEMAS = ("HTTPValidationError", "ValidationError")
_REF = "#/components/schemas/{model}"


class Application(FastAPI):
    """A FastAPI whose document is :func:`complete`."""

    def openapi(self) -> dict[str, Any]:
        """Return the document, made at the first call."""
        if self.openapi_schema is None:
            self.openapi_schema = complete(super().openapi())
        return self.openapi_schema


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document with the rows of the queries, and a problem as every operation's other answer."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name in _FRAMEWORK_SCHEMAS:
        schemas.pop(name, None)
    schemas.update(row_schemas(load_questions().values()))
    schema = Problem.model_json_schema(ref_template=_REF)
    schemas.update(schema.pop("$defs"))
    schemas["Problem"] = schema
    failed = {
        "description": "出错：RFC 9457 问题文档",
        "content": {problems.MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="Problem")}}},
    }
    for operations in document["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = failed
    return document
