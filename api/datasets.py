"""The whole dataset: its description for catalogues (DCAT, VoID), a page of it, and its dumps."""

from __future__ import annotations

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from dutygraph.api.documents import graph_answer
from dutygraph.api.linked import OFFERED, READ
from dutygraph.api.negotiation import HTML, accept_of, answer, choose, http_date, is_fresh, page_tag
from dutygraph.api.service import service_of
from dutygraph.graph.errors import NotFound
from dutygraph.graph.rdf.dataset import describe_dataset
from dutygraph.graph.rdf.snapshot import DUMPS
from dutygraph.web import rendering
from dutygraph.web.dataset import dataset_view

router = APIRouter(include_in_schema=False)


@router.api_route("/dataset", methods=READ)
@router.api_route("/catalog", methods=READ)
@router.api_route("/.well-known/void", methods=READ)
async def dataset(request: Request) -> Response:
    """Return the description of catalogue, dataset and service: one document, whichever of them is asked for."""
    kind = choose(accept_of(request), OFFERED)
    snapshot = await service_of(request).snapshot()
    triples = await to_thread.run_sync(describe_dataset, snapshot, service_of(request).settings.licence)
    if kind == HTML:
        body = rendering.render("dataset.html", dataset=dataset_view(snapshot, triples))
        return answer(request, body, HTML, page_tag(body), snapshot.changed, **rendering.GUARDED)
    return graph_answer(request, triples, kind, snapshot.changed)


@router.api_route("/dump/{name}", methods=READ)
async def dump(request: Request, name: str) -> Response:
    """Return the whole graph as one file; parts of it too, by Range."""
    if name not in DUMPS:
        raise NotFound("数据文件", name, [*DUMPS])
    snapshot = await service_of(request).snapshot()
    file = await to_thread.run_sync(snapshot.dump, name)
    tag = f'"{file.sha256}"'
    media_type = "application/gzip" if file.packed else file.form.media_type
    licence = f'<{service_of(request).settings.licence}>; rel="license"'
    changed = http_date(snapshot.changed)
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Link": licence, "Last-Modified": changed}
    if is_fresh(request, tag, snapshot.changed):
        return Response(status_code=304, headers=headers)
    return FileResponse(file.path, media_type=media_type, headers=headers, filename=name)
