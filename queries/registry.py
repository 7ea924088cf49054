"""The queries that the package ships, and running one of them by name: :func:`run_query`.

>>> sorted(get_query("unit_tasks").example)
['role', 'unit']
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from dutygraph.graph.errors import BadParameter, QueryFailed, UnknownQuery
from dutygraph.graph.quoting import quoted
from dutygraph.queries.header import parse_query
from dutygraph.queries.model import SEARCH_KEYS, SEARCH_SNIPPETS, BrokenQuery, Column, Parameter, Query, Question
from dutygraph.queries.values import coerce

__all__ = [
    "BrokenQuery",
    "Column",
    "Parameter",
    "Query",
    "Readable",
    "bind",
    "check_rows",
    "get_query",
    "load_queries",
    "run_query",
]

_PACKAGED = Path(__file__).parent
_SCALARS: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "float": float,
    "boolean": bool,
    "date": dt.date,
    "map": dict,
}


class Readable(Protocol):
    """What a query needs of a store (:class:`dutygraph.graph.store.Store` is one)."""

    def read(
        self, cypher: str, parameters: Mapping[str, Any] = ..., *, timeout: float | None = ...
    ) -> list[dict[str, Any]]:
        """Run a reading statement."""

    def search(
        self,
        text: str,
        *,
        limit: int = ...,
        unit: str | None = ...,
        plan: str | None = ...,
        since: dt.date | None = ...,
        until: dt.date | None = ...,
    ) -> list[dict[str, Any]]:
        """Return what the full-text index finds, best first, each with its ``key`` and ``snippet``."""

    def similar(self, task: str, *, limit: int = ...) -> list[dict[str, Any]]:
        """Return the tasks most like one, best first, each with its ``key`` and score."""

    def resolve_unit(self, name_or_key: str) -> str:
        """Return the key of the one unit or group that bears the name."""


def load_queries(folder: Path | None = None) -> Mapping[str, Query]:
    """Return the queries of a folder and those below it by name, sorted; without a folder, the package's own.

    :raises BrokenQuery: with file and line, if a file breaks the grammar of :mod:`dutygraph.queries.header`,
        or if two files have one name.
    """
    return _packaged() if folder is None else _load(folder)


def get_query(name: str) -> Query:
    """Return the query of that name.

    :raises UnknownQuery: with the nearest names, if there is none.
    """
    queries = load_queries()
    if name not in queries:
        raise UnknownQuery(name, difflib.get_close_matches(name, queries, n=3))
    return queries[name]


def bind(query: Question, values: Mapping[str, object], *, today: dt.date | None = None) -> dict[str, Any]:
    """Return every parameter of the query with its value: those given in their types, the others' defaults.

    :raises BadParameter: for a name that the query does not have, a missing one, a value of the wrong form, or
        a range of days that ends before it begins.
    """
    for name, value in values.items():
        if query.parameter(name) is None:
            known = "、".join(p.name for p in query.parameters)
            raise BadParameter(
                name, value, f"查询 {query.name} 的参数之一（{known}）" if known else "空（该查询没有参数）"
            )
    bound = {p.name: coerce(p, values.get(p.name), today) for p in query.parameters}
    first, last = bound.get("from"), bound.get("to")
    if isinstance(first, dt.date) and isinstance(last, dt.date) and first > last:
        raise BadParameter("to", last.isoformat(), f"不早于起始日 {first} 的日期")
    return bound


def run_query(
    store: Readable, name: str, values: Mapping[str, object] = MappingProxyType({}), *, timeout: float | None = None
) -> list[dict[str, Any]]:
    """Return the rows of the query of that name, every column as declared.

    Units are found under any name and searches made before the query runs.

    :raises UnknownQuery: if there is no such query.
    :raises BadParameter: as :func:`bind` does.
    :raises NotFound: if no unit has a name that a parameter gives.
    :raises AmbiguousName: if several units bear it.
    :raises QueryFailed: if the store refuses the query, or its rows are not as declared.
    """
    query = get_query(name)
    bound = bind(query, values)
    for parameter in query.parameters:
        if parameter.type == "unit" and bound[parameter.name] is not None:
            bound[parameter.name] = store.resolve_unit(bound[parameter.name])
    for parameter in query.parameters:
        if parameter.type == "search":
            text = bound.pop(parameter.name)
            hits = _search(store, text, bound) if text is not None else []
            bound[SEARCH_KEYS] = [hit["key"] for hit in hits]
            bound[SEARCH_SNIPPETS] = [hit["snippet"] for hit in hits]
    return check_rows(query, store.read(query.cypher, bound, timeout=timeout))


def _search(store: Readable, text: str, bound: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the hits; parameters of these names, which a query may have beside a search, narrow it."""
    return store.search(
        text,
        unit=bound.get("unit"),
        plan=bound.get("plan"),
        since=bound.get("from"),
        until=bound.get("to"),
    )


def check_rows(query: Question, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows if each has the declared columns with values of their types.

    :raises QueryFailed: naming the column and the value otherwise.
    """
    names = [column.name for column in query.columns]
    for row in rows:
        if list(row) != names:
            raise QueryFailed(f"查询 {query.name} 返回的列是 {'、'.join(row)}，应为 {'、'.join(names)}。")
        for column in query.columns:
            if not _fits(column, row[column.name]):
                kind = f"{column.type}{'?' if column.nullable else ''}"
                raise QueryFailed(f"查询 {query.name} 的列 {column.name} 应为 {kind}，得到{_told(row[column.name])}。")
    return rows


def _told(value: object) -> str:
    return "空值" if value is None else f"{quoted(value)}（{type(value).__name__}）"


def _fits(column: Column, value: object) -> bool:
    if value is None:
        return column.nullable
    if column.type.startswith("list<"):
        return isinstance(value, list) and all(_is(column.type[5:-1], item) for item in value)
    return _is(column.type, value)


def _is(type_: str, value: object) -> bool:
    # True is an int and a datetime is a date; neither is what the column means.
    if isinstance(value, bool) and type_ != "boolean":
        return False
    return isinstance(value, _SCALARS[type_]) and not isinstance(value, dt.datetime)


@cache
def _packaged() -> Mapping[str, Query]:
    return _load(_PACKAGED)


def _load(folder: Path) -> Mapping[str, Query]:
    found: dict[str, Query] = {}
    for path in sorted(folder.rglob("*.cypher")):
        query = parse_query(path, path.read_text(encoding="utf-8-sig"))
        if query.name in found:
            other = found[query.name].path.relative_to(folder)
            raise BrokenQuery(path, 2, f"the name {query.name!r} is already taken by {other}")
        found[query.name] = query
    return MappingProxyType({name: found[name] for name in sorted(found)})
