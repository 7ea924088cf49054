"""Values given on the command line as ``name=value``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dutygraph.graph import errors


def pairs(values: Sequence[str]) -> dict[str, str]:
    """Return ``("unit=区司法局",)`` as a mapping. Raises BadParameter for anything else, and a name given twice."""
    from dutygraph.api.statement import check_text

    pairs: dict[str, str] = {}
    for value in values:
        check_text("KEY=VALUE", value)
        name, equals, given = value.partition("=")
        if not equals or name in pairs:
            raise errors.BadParameter(name, value, "“名称=值”，每个名称只给一次，例如 unit=区司法局")
        pairs[name] = given
    return pairs


def json_value(text: str) -> Any:
    """Return what the text says as JSON, else the text: ``3`` is a number, 区司法局 a string."""
    import json

    try:
        return json.loads(text)
    except ValueError:
        return text
