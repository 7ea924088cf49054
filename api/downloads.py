"""Downloads for offices: the register of tasks as a workbook, the dates as a calendar to import or subscribe to."""

from __future__ import annotations

import datetime as dt
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi import Query as UrlQuery

from dutygraph.api.service import Row, service_of
from dutygraph.graph.errors import NotFound
from dutygraph.graph.store import Store
from dutygraph.queries.registry import run_query
from dutygraph.web.downloads import calendar, workbook

router = APIRouter(tags=["导入导出"])
Plan = Annotated[str | None, UrlQuery(description="方案的键、文号或标题中的字；默认全部")]
Unit = Annotated[str | None, UrlQuery(description="只要这个单位的：名称、别名或键")]
Role = Annotated[str | None, UrlQuery(description="该单位的角色：any、lead、responsible、supporting、principal")]


@router.get(
    "/export/xlsx",
    summary="台账（Excel）",
    response_class=Response,
    responses={200: {"content": {workbook.MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}}},
)
async def export_xlsx(request: Request, plan: Plan = None, unit: Unit = None, role: Role = None) -> Response:
    """Return the register of the tasks that are asked for."""
    title, data = await service_of(request).call(lambda store: ledger_file(store, plan, unit, role))
    return _attached(data, workbook.MEDIA_TYPE, f"{title}.xlsx")


@router.get(
    "/export/ics",
    summary="日历（iCalendar）",
    response_class=Response,
    responses={200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}},
)
async def export_ics(request: Request, plan: Plan = None, unit: Unit = None, role: Role = None) -> Response:
    """Return the dates of the tasks that are asked for; calendar programs may subscribe to the address."""
    address = str(request.base_url).rstrip("/")
    title, data = await service_of(request).call(lambda store: calendar_file(store, plan, unit, role, address))
    return _attached(data, calendar.MEDIA_TYPE, f"{title}.ics")


def ledger_file(store: Store, plan: str | None, unit: str | None, role: str | None) -> tuple[str, bytes]:
    """Return the title and the workbook of the tasks of a plan or a unit, of all where neither is given.

    Raises NotFound, AmbiguousName or BadParameter as the query ``ledger`` does.
    """
    title, rows = _rows(store, "ledger", "任务台账", plan, unit, role)
    return title, workbook.workbook(rows, title)


def calendar_file(
    store: Store, plan: str | None, unit: str | None, role: str | None, address: str = ""
) -> tuple[str, bytes]:
    """Return the title and the calendar of the dates of a plan or a unit, of all where neither is given.

    ``address`` is that of the service, for links to tasks. Raises as :func:`ledger_file` does.
    """
    title, rows = _rows(store, "occasions", "任务时限", plan, unit, role)
    return title, calendar.calendar(rows, title, dt.date.today(), address)


def _rows(
    store: Store, query: str, what: str, plan: str | None, unit: str | None, role: str | None
) -> tuple[str, list[Row]]:
    given = {name: value for name, value in (("plan", plan), ("unit", unit), ("role", role)) if value}
    rows = run_query(store, query, given)
    plans = run_query(store, "plan_summary", {"plan": plan}) if plan else []
    if plan and not plans:
        raise NotFound("方案", plan)
    units = run_query(store, "unit_profile", {"unit": unit}) if unit else []
    about = [row["name"] for row in units] + ([plans[0]["title"]] if len(plans) == 1 else [])
    return "　".join([*about, what]), rows


def _attached(data: bytes, media_type: str, name: str) -> Response:
    """Return a file with its Chinese name (RFC 6266), and a plain one for programs that do not read it."""
    plain = f"dutygraph.{name.rsplit('.', 1)[1]}"
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=media_type, headers={"Content-Disposition": disposition})
