"""The expected rows of queries: what tests/expected/*.json hold, and how a result is compared with them.

A case gives a query with its parameters, how many rows there are in all, and some or all of the rows in their
order; an expected row names the columns that it is about. So does a map inside a row. Dates are ISO strings.
The rows were worked out from the documents' gold files by reading, not by running the queries.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "expected"
DOCUMENTS = ("example", "conformance", "sample")
# What only some queries are asked of: the plan whose units and rules have changed since, a task that carries out
# another.
MORE = ("histories", "chain")


@dataclass(frozen=True)
class Case:
    """One question with its answer."""

    document: str
    query: str
    values: Mapping[str, str]
    total: int
    rows: tuple[Mapping[str, Any], ...]

    @property
    def id(self) -> str:
        words = ",".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.document}-{self.query}({words})"


def read_cases(document: str) -> list[Case]:
    """The cases of one document of :data:`DOCUMENTS` or :data:`MORE`."""
    cases = json.loads((FOLDER / f"{document}.json").read_text(encoding="utf-8"))["cases"]
    return [Case(document, c["query"], c["values"], c["total"], tuple(c["rows"])) for c in cases]


def check(case: Case, rows: list[dict[str, Any]]) -> None:
    """Assert that the rows are those expected."""
    plain = [to_plain(row) for row in rows]
    assert len(plain) == case.total, plain[:50]
    left = iter(plain)
    for wanted in case.rows:
        if case.total == len(case.rows):
            assert project(next(left), wanted) == wanted
        else:
            assert any(project(row, wanted) == wanted for row in left), (wanted, plain)


def to_plain(value: Any) -> Any:
    """Dates as ISO strings, at any depth."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return [to_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: to_plain(item) for key, item in value.items()}
    return value


def project(value: Any, like: Any) -> Any:
    """The value with only those keys of its maps that ``like`` has, at any depth."""
    if isinstance(value, dict) and isinstance(like, dict):
        return {key: project(value[key], like[key]) for key in like}
    if isinstance(value, list) and isinstance(like, list) and len(value) == len(like):
        return [project(item, other) for item, other in zip(value, like, strict=True)]
    return value
