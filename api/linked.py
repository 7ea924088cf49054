"""Addresses of things and of what is said of them: /id/… leads to /page/… or /data/…, which answer.

The thing ``{base}id/unit/…`` is told of at ``/data/unit/….ttl`` and the other formats, and at ``/page/unit/…``. The
base IRI is a setting; a server elsewhere answers for it with the same paths.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pyoxigraph import Quad, Triple

from dutygraph.api.negotiation import BY_EXTENSION, BY_TYPE, HTML, accept_of, answer, choose, page_tag
from dutygraph.api.service import service_of
from dutygraph.graph.errors import NotFound
from dutygraph.graph.rdf.formats import Format
from dutygraph.graph.rdf.jsonld import compacted
from dutygraph.graph.rdf.resource import canonical_hash, describe
from dutygraph.graph.rdf.snapshot import Snapshot
from dutygraph.graph.rdf.text import written
from dutygraph.web import rendering
from dutygraph.web.resource import view_of

# Turtle for tools that take anything; browsers ask for HTML by name.
OFFERED = ("text/turtle", HTML, *(each for each in BY_TYPE if each != "text/turtle"))
READ = ["GET", "HEAD"]
PROVENANCE = "http://www.w3.org/ns/prov#has_provenance"  # as W3C's PROV-AQ has it

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Resource:
    """A thing and what is said of it; ``path`` is its IRI below ``id/``."""

    snapshot: Snapshot
    path: str
    triples: tuple[Triple, ...]

    @property
    def iri(self) -> str:
        """Its IRI."""
        return f"{self.snapshot.base}id/{self.path}"

    def written(self, form: Format) -> bytes:
        """Return what is said of it in a format."""
        quads = [Quad(t.subject, t.predicate, t.object) for t in self.triples]
        return compacted(quads) if form.name == "jsonld" else written(quads, form.parser)


@router.api_route("/id/{path:path}", methods=READ)
async def thing(request: Request, path: str) -> Response:
    """Lead on to the page of a thing or to its data (303), or to the thing that it became (308)."""
    snapshot = await service_of(request).snapshot()
    moved = _moved(snapshot, path)
    if moved is not None:
        return RedirectResponse(f"/id/{quote(moved)}", 308)
    kind = choose(accept_of(request), OFFERED)
    if not snapshot.lines.of(f"{snapshot.base}id/{path}"):
        raise NotFound("资源", f"{snapshot.base}id/{path}")
    there = f"/page/{quote(path)}" if kind == HTML else f"/data/{quote(path)}.{BY_TYPE[kind].extension}"
    return RedirectResponse(there, 303)


@router.api_route("/data/{path:path}", methods=READ)
async def data(request: Request, path: str) -> Response:
    """Return what is said of a thing in the format that the address ends with."""
    name, _, extension = path.rpartition(".")
    if extension not in BY_EXTENSION:
        raise NotFound("数据文件", f"/data/{path}", [f"{path}.{each}" for each in BY_EXTENSION])
    resource = await _resource(request, name)
    if isinstance(resource, str):
        return RedirectResponse(f"/data/{quote(resource)}.{extension}", 308)
    form = BY_EXTENSION[extension]
    body = await to_thread.run_sync(resource.written, form)
    etag = f'"{await to_thread.run_sync(canonical_hash, resource.triples)}-{extension}"'
    return answer(request, body, form.media_type, etag, resource.snapshot.changed, Link=_links(resource, form))


@router.api_route("/page/{path:path}", methods=READ)
async def page(request: Request, path: str) -> Response:
    """Return the page of a thing, with its JSON-LD inside."""
    resource = await _resource(request, path)
    if isinstance(resource, str):
        return RedirectResponse(f"/page/{quote(resource)}", 308)
    view = await to_thread.run_sync(lambda: view_of(resource.snapshot, resource.triples, resource.iri))
    formats = [(form.extension, f"/data/{quote(path)}.{form.extension}") for form in BY_EXTENSION.values()]
    jsonld = resource.written(BY_EXTENSION["jsonld"]).decode()
    body = rendering.render("resource.html", view=view, formats=formats, jsonld=jsonld)
    headers = {"Link": _links(resource, None), **rendering.GUARDED}
    return answer(request, body, HTML, page_tag(body), resource.snapshot.changed, **headers)


@router.api_route("/graph/document/{key}", methods=READ)
async def named_graph(request: Request, key: str) -> Response:
    """Lead on from the named graph of a document to the document."""
    snapshot = await service_of(request).snapshot()
    if not snapshot.lines.of(f"{snapshot.base}id/document/{key}"):
        raise NotFound("命名图", f"{snapshot.base}graph/document/{key}")
    return RedirectResponse(f"/id/document/{quote(key)}", 303)


async def _resource(request: Request, path: str) -> Resource | str:
    """Return a thing, or the path of the one that it became."""
    snapshot = await service_of(request).snapshot()

    def read() -> Resource | None:
        triples = describe(snapshot, f"{snapshot.base}id/{path}")
        return Resource(snapshot, path, tuple(triples)) if triples else None

    resource = await to_thread.run_sync(read)
    moved = _moved(snapshot, path)
    if resource is None and moved is None:
        raise NotFound("资源", f"{snapshot.base}id/{path}")
    return resource or moved or ""


def _moved(snapshot: Snapshot, path: str) -> str | None:
    iri = snapshot.moved.get(f"{snapshot.base}id/{path}")
    return None if iri is None else iri.removeprefix(f"{snapshot.base}id/")


def _links(resource: Resource, own: Format | None) -> str:
    """The Link header: the thing, its other formats, its page, the shapes that its data keeps to, whence it came."""
    path = quote(resource.path)
    links = [f'<{resource.iri}>; rel="canonical"']
    links += [
        f'</data/{path}.{form.extension}>; rel="alternate"; type="{form.media_type}"'
        for form in BY_TYPE.values()
        if form != own
    ]
    if own is not None:
        links.append(f'</page/{path}>; rel="alternate"; type="{HTML}"')
    links.append('</shapes>; rel="describedby"; type="text/turtle"')
    return ", ".join([*links, f'</dataset>; rel="{PROVENANCE}"'])
