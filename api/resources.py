"""The addresses of the graph's answers: one table from path to query or analysis, and the routes made of it.

Nothing here knows Cypher, and no answer comes from anywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi import Query as UrlQuery

from dutygraph.api import schemas
from dutygraph.api.encode import json_response
from dutygraph.api.examples import row_example
from dutygraph.api.service import Row, Service, service_of
from dutygraph.graph.errors import BadParameter, NotFound
from dutygraph.queries.analyses import ANALYSES
from dutygraph.queries.model import Query, Question
from dutygraph.queries.registry import get_query

Limit = Annotated[int, UrlQuery(ge=1, le=schemas.MAX_LIMIT, description="本页最多几行")]
Offset = Annotated[int, UrlQuery(ge=0, description="跳过前几行")]
PAGE_NAMES = ("limit", "offset")  # of the page: no query may have parameters of these names


@dataclass(frozen=True, slots=True)
class Exists:
    """How to tell that the thing in the path is there, where a list below it is empty.

    ``query`` is asked with ``values``; one of the ``columns`` of a row must be what the path names. No
    columns: any row will do.
    """

    query: str
    values: Mapping[str, object] = field(default_factory=dict)
    columns: tuple[str, ...] = ()

    def asked(self, resource: Resource, given: str) -> Mapping[str, object]:
        """Return the parameters of the check's query."""
        return self.values or {resource.in_path or "": given}


@dataclass(frozen=True, slots=True)
class Resource:
    """One address, like ``/units/{unit}/tasks``: which query or analysis answers it, and how.

    The part in braces is the query's parameter of that name. ``kind`` is what the part names, in Chinese;
    ``one`` answers with the single row, else with a page; ``names`` maps names in the address to parameters
    where they differ; ``exists`` says when an empty list is rather an unknown name.
    """

    path: str
    query: str
    tag: str
    kind: str = ""
    one: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    exists: Exists | None = None

    @property
    def in_path(self) -> str | None:
        """The parameter in the path, if any."""
        return self.path.split("{")[1].split("}")[0] if "{" in self.path else None


_PLAN = Exists("plan_summary")
_INSTRUMENT = Exists("instruments", {"minimum": 0}, ("key", "title", "document_number", "aliases"))
RESOURCES = (
    Resource("/plans", "plans", "方案"),
    Resource("/plans/{plan}", "plan_summary", "方案", kind="方案", one=True),
    Resource("/plans/{plan}/sections", "sections", "方案", kind="方案", exists=_PLAN),
    Resource("/plans/{plan}/tasks", "task_list", "方案", kind="方案", exists=_PLAN),
    Resource("/plans/{plan}/versions", "plan_versions", "方案", kind="方案", exists=_PLAN),
    Resource("/units", "units", "单位"),
    Resource("/units/{unit}", "unit_profile", "单位", kind="单位", one=True),
    Resource("/units/{unit}/tasks", "unit_tasks", "单位", kind="单位"),
    Resource("/units/{unit}/workload", "workload", "单位", kind="单位"),
    Resource("/units/{unit}/partners", "unit_partners", "单位", kind="单位"),
    Resource("/units/{unit}/deadlines", "unit_deadlines", "单位", kind="单位"),
    Resource("/units/{unit}/instruments", "unit_instruments", "单位", kind="单位"),
    Resource("/groups", "groups", "单位"),
    Resource("/workload", "workload", "单位"),
    Resource("/tasks", "task_list", "任务"),
    Resource("/tasks/{task}", "task_card", "任务", kind="任务", one=True),
    Resource("/tasks/{task}/versions", "task_versions", "任务", kind="任务", exists=Exists("task_versions")),
    Resource("/deadlines", "deadlines", "任务"),
    Resource("/targets", "targets", "任务"),
    Resource("/findings", "findings", "任务"),
    Resource("/instruments", "instruments", "文件"),
    Resource("/instruments/{instrument}/tasks", "instrument_tasks", "文件", kind="文件", exists=_INSTRUMENT),
    Resource("/analytics/workload", "workload_matrix", "分析"),
    Resource("/analytics/network", "network", "分析"),
    Resource("/analytics/communities", "communities", "分析"),
    Resource("/analytics/bottlenecks", "bottlenecks", "分析"),
    Resource("/analytics/gaps", "task_gaps", "分析"),
    Resource("/analytics/duplicates", "duplicates", "分析"),
    Resource("/analytics/conflicts", "conflicts", "分析"),
    Resource("/analytics/chain", "chain", "分析"),
    Resource("/analytics/impact", "instrument_impact", "分析"),
    Resource("/analytics/similar", "similar", "分析"),
    Resource("/tasks/{task}/similar", "similar", "任务", kind="任务"),
    Resource("/search", "search", "检索", names={"q": "text"}),
)


def add_resources(router: APIRouter, queries: Mapping[str, Query]) -> None:
    """Add the routes of the table, then one for each registered query under ``/queries``."""
    questions = {**queries, **ANALYSES}
    for resource in RESOURCES:
        _add(router, resource, questions[resource.query])
    for query in queries.values():
        _add(router, Resource(f"/queries/{query.name}", query.name, "查询"), query)

    @router.get("/queries/{name}", include_in_schema=False)
    async def unknown_query(name: str) -> Response:
        get_query(name)  # raises: every known name has a route of its own above
        raise NotFound("查询", name)


def _add(router: APIRouter, resource: Resource, query: Question) -> None:
    row, example = schemas.row_reference(query), row_example(query)
    if resource.one:
        answer = schemas.json_answer(row, example, query.title)
    else:
        page = schemas.page([example], schemas.DEFAULT_LIMIT, 0)
        answer = schemas.json_answer(schemas.page_schema(row), page, query.title)
    parameters = schemas.openapi_parameters(query, resource.in_path, resource.names)
    router.add_api_route(
        resource.path,
        _one(resource) if resource.one else _page(resource),
        methods=["GET"],
        tags=[resource.tag],
        summary=query.title,
        description=f"{query.description}\n\n{query.description_en}",
        operation_id=re.sub(r"\W+", "_", resource.path).strip("_"),
        responses=answer,
        openapi_extra={"parameters": parameters},
        response_class=Response,
    )


def _one(resource: Resource) -> Callable[[Request], Awaitable[Response]]:
    async def one(request: Request) -> Response:
        values = _values(request, resource)
        rows = await _ask(service_of(request), resource, values)
        given = str(request.path_params[resource.in_path or ""])
        if not rows:
            raise NotFound(resource.kind, given)
        if len(rows) > 1:
            keys = "、".join(str(row["key"]) for row in rows[:5])
            raise BadParameter(
                resource.in_path or "", given, f"只合一个{resource.kind}的键（现在合 {len(rows)} 个：{keys}）"
            )
        return json_response(rows[0])

    return one


def _page(resource: Resource) -> Callable[..., Awaitable[Response]]:
    async def page(request: Request, limit: Limit = schemas.DEFAULT_LIMIT, offset: Offset = 0) -> Response:
        service = service_of(request)
        rows = await _ask(service, resource, _values(request, resource, PAGE_NAMES))
        if not rows and resource.exists is not None:
            await _check_exists(service, resource, str(request.path_params[resource.in_path or ""]))
        return json_response(schemas.page(rows, limit, offset))

    return page


def check_found(
    ask: Callable[[str, Mapping[str, object]], list[Row]], query: str, values: Mapping[str, object]
) -> None:
    """Raise NotFound if a query gave no rows because the plan, task or instrument that it asks about is not there.

    ``ask`` runs a registered query: (name, parameters) to rows.
    """
    for resource in RESOURCES:
        given = str(values.get(resource.in_path or "", ""))
        if resource.query == query and resource.kind and given:
            check = resource.exists
            if resource.one or (
                check is not None and not _stands(ask(check.query, check.asked(resource, given)), check, given)
            ):
                raise NotFound(resource.kind, given)


async def _ask(service: Service, resource: Resource, values: Mapping[str, object]) -> list[Row]:
    """Return the rows; an error speaks of a parameter by its name in the address."""
    try:
        return await service.ask(resource.query, values)
    except BadParameter as error:
        named = {parameter: name for name, parameter in resource.names.items()}
        raise BadParameter(named.get(error.name, error.name), error.got, error.expected) from error


def _values(request: Request, resource: Resource, without: tuple[str, ...] = ()) -> dict[str, object]:
    """Return the parameters that a request gives, by the query's names. Raises BadParameter for one given twice."""
    values: dict[str, object] = dict(request.path_params)
    given = [(name, value) for name, value in request.query_params.multi_items() if name not in without]
    for name, value in given:
        parameter = resource.names.get(name, name)
        renamed = name == parameter and name in resource.names.values()
        if parameter in values or renamed:
            raise BadParameter(name, value, "地址中没有、也没有给过的参数")
        values[parameter] = value
    return values


async def _check_exists(service: Service, resource: Resource, given: str) -> None:
    """Raise NotFound unless there is such a thing."""
    check = resource.exists
    assert check is not None
    if not _stands(await service.ask(check.query, check.asked(resource, given)), check, given):
        raise NotFound(resource.kind, given)


def _stands(rows: list[Row], check: Exists, given: str) -> bool:
    """Return whether one of the rows of the check is about what was given."""
    return any(_names(row, check.columns, given) for row in rows)


def _names(row: Row, columns: tuple[str, ...], given: str) -> bool:
    held: list[Any] = [row[column] for column in columns]
    return not columns or given.strip("《》") in [
        v for each in held for v in (each if isinstance(each, list) else [each])
    ]
