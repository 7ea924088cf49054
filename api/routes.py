"""What is not a query's rows: health, the list of queries, read-only Cypher, ingest, export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from anyio import to_thread
from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi import Query as UrlQuery

from dutygraph import __version__
from dutygraph.api import schemas
from dutygraph.api.describe import describe
from dutygraph.api.differing import compare_stored, comparison_object
from dutygraph.api.due import due_rows, parse_day, parse_event
from dutygraph.api.encode import json_response
from dutygraph.api.exporting import read_part
from dutygraph.api.ingesting import load
from dutygraph.api.limits import refuse_foreign_origin
from dutygraph.api.models import CypherAnswer, CypherRequest, DuePage, Health, Ingested, PlanDiff, QueryPage, Ready
from dutygraph.api.resources import Limit, Offset
from dutygraph.api.service import service_of
from dutygraph.api.statement import run_statement
from dutygraph.graph.errors import BadParameter
from dutygraph.graph.rdf.formats import FORMATS, serialize
from dutygraph.ingest.batch import Upload, sent_name
from dutygraph.ingest.read import FORMATS as READABLE
from dutygraph.queries.registry import load_queries

if TYPE_CHECKING:
    from dutygraph.graph.store import Store

system_router = APIRouter(tags=["运行状况"])
router = APIRouter()


@system_router.get("/health", response_model=Health, summary="服务进程是否运行")
async def health() -> Response:
    """Answer without asking the store: a supervisor restarts what does not."""
    return json_response({"status": "ok", "version": __version__})


@system_router.get("/ready", response_model=Ready, summary="数据库是否可用")
async def ready(request: Request) -> Response:
    """Answer 200 when the store serves and 503 when it does not."""

    def ping(store: Store) -> str:
        store.ping()
        return store.kind

    return json_response({"status": "ready", "store": await service_of(request).call(ping)})


@router.get("/queries", tags=["查询"], response_model=QueryPage, summary="全部查询")
async def queries(limit: Limit = schemas.DEFAULT_LIMIT, offset: Offset = 0) -> Response:
    """List the registered queries with their parameters, columns and Cypher; each answers at ``/queries/{name}``."""
    described = [describe(query) for query in load_queries().values()]
    return json_response(schemas.page(described, limit, offset))


@router.get("/tasks/{task}/due", tags=["任务"], response_model=DuePage, summary="办理时限到哪一天")
async def due(
    request: Request,
    task: str,
    event: Annotated[str, UrlQuery(description="事件的日期；以小时计的还要时刻", examples=["2024-01-05"])],
    plan: Annotated[str | None, UrlQuery(description="方案的键、文号或标题中的字")] = None,
    limit: Limit = schemas.DEFAULT_LIMIT,
    offset: Offset = 0,
) -> Response:
    """Count each time limit of a task from an event, by the official calendar of working days.

    A limit that the calendar does not reach has no ``last_day``, and ``rule`` says so.
    """
    on = parse_event(event)
    rows = await service_of(request).call(lambda store: due_rows(store, task, on, plan))
    return json_response(schemas.page(rows, limit, offset))


@router.get("/plans/{plan}/diff", tags=["方案"], response_model=PlanDiff, summary="方案两版之间的差异")
async def diff(
    request: Request,
    plan: str,
    first: Annotated[str | None, UrlQuery(alias="from", description="版次或其中一天；默认为 to 的前一版")] = None,
    last: Annotated[str | None, UrlQuery(alias="to", description="版次或其中一天；默认为现行版")] = None,
    limit: Limit = schemas.DEFAULT_LIMIT,
    offset: Offset = 0,
) -> Response:
    """Compare two versions of a plan: tasks added, dropped and changed, and what of each changed."""
    found = await service_of(request).call(
        lambda store: comparison_object(compare_stored(store, plan, first or None, last or None))
    )
    return json_response({**found, **schemas.page(found["items"], limit, offset)})


@router.post("/cypher", tags=["查询"], response_model=CypherAnswer, summary="只读 Cypher")
async def cypher(request: Request, body: CypherRequest) -> Response:
    """Run a statement of the caller's own; a write is refused with 403 and changes nothing.

    It ends when the client goes away. Rows beyond ``limit``, or beyond 16 MB as the store sends them, are cut off.
    """
    rows = await service_of(request).call_while_heard(
        request,
        lambda store, cancel: run_statement(
            store, body.statement, body.parameters, timeout=body.timeout, max_rows=body.limit, cancel=cancel
        ),
    )
    return json_response({"columns": list(rows.columns), "rows": rows.rows, "truncated": rows.truncated})


@router.post("/ingest", tags=["导入导出"], response_model=Ingested, summary="上传并导入一份方案")
async def ingest(
    request: Request,
    file: Annotated[UploadFile, File(description=f"任务分解方案，类型由文件名判断（{'、'.join(READABLE)}）")],
    jurisdiction: Annotated[str | None, Form(description="行政区划代码或名称；默认从文件中判断")] = None,
    review: Annotated[UploadFile | None, File(description="审核文件（YAML），由 dutygraph review 写出后填写")] = None,
    replaces: Annotated[str | None, Form(description="它所取代的方案：键、标题或文号；重新印发的方案用")] = None,
    valid_from: Annotated[str | None, Form(description="自哪天起有效；默认印发日")] = None,
) -> Response:
    """Extract one document and load it in one transaction; what cannot be read or is no plan changes nothing."""
    refuse_foreign_origin(request)
    if (sent := len((await request.form()).getlist("file"))) > 1:
        raise BadParameter("file", f"{sent} 份文件", "一份文件，多份请分次上传")
    service = service_of(request)
    data, name = await file.read(), sent_name(file.filename or "")
    decisions = await review.read() if review is not None else None

    since = parse_day("valid_from", valid_from) if valid_from else None

    def extract_and_load(store: Store) -> dict[str, Any]:
        settings = service.settings
        upload = Upload(name, data, settings.register, settings.instruments, jurisdiction or None, decisions)
        return load(store, service.read(upload), replaces=replaces or None, valid_from=since)

    return json_response(await service.call(extract_and_load))


@router.get(
    "/export/rdf",
    tags=["导入导出"],
    summary="导出为链接数据",
    response_class=Response,
    responses={200: {"content": {form.media_type: {"schema": {"type": "string"}} for form in FORMATS.values()}}},
)
async def export_rdf(
    request: Request,
    format: Annotated[Literal["turtle", "nt", "jsonld", "xml", "trig"], UrlQuery(description="写法")] = "turtle",
    plan: Annotated[str | None, UrlQuery(description="只导出这个方案（键）；默认全部")] = None,
) -> Response:
    """Return the graph, or one plan's part of it, as RDF."""
    service = service_of(request)
    graph = await service.call(lambda store: read_part(store, plan))
    form = FORMATS[format]
    return Response(
        await to_thread.run_sync(serialize, graph, format, service.settings.base_iri),
        media_type=form.media_type,
        headers={"Content-Disposition": f'inline; filename="dutygraph.{form.extension}"'},
    )
