"""The SPARQL 1.1 Protocol at /sparql, queries only, and a page to ask by hand.

A query runs in a process of its own, which is ended with it at the time limit. Programs get what they accept; without
a query they get the service's description, and browsers the page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from anyio import to_thread
from fastapi import APIRouter, Request, Response

from dutygraph.api.documents import graph_answer
from dutygraph.api.linked import OFFERED
from dutygraph.api.negotiation import BY_EXTENSION, BY_TYPE, HTML, NotAcceptable, WrongMediaType, accept_of, choose
from dutygraph.api.service import service_of
from dutygraph.graph.errors import BadParameter, DutygraphError, QueryFailed, WriteRefused
from dutygraph.graph.rdf.dataset import describe_service
from dutygraph.graph.rdf.sparql import READING, Answer, Kind, Question
from dutygraph.queries.competency import load_competency_questions
from dutygraph.web import rendering
from dutygraph.web.resource import place_of

QUERY, FORM = "application/sparql-query", "application/x-www-form-urlencoded"
# What programs call the forms of results: the first of each is what it is sent as, and what a range (text/*) means.
TYPES: Mapping[str, tuple[str, ...]] = {
    "json": ("application/sparql-results+json", "application/json"),
    "srx": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
RESULT_TYPES = {names[0]: name for name, names in TYPES.items()}
RESULT_TYPES |= {media_type: name for name, names in TYPES.items() for media_type in names}
GRAPH_TYPES = {media_type: form.name for media_type, form in BY_TYPE.items()}
# For ?format=, which a browser's address can hold where an Accept header cannot be set: forms by name, with what is
# accepted then. Some programs always say so beside their header, by names of their own (SPARQLWrapper: xml, json-ld …).
NAMED: Mapping[str, str] = {
    **{name: names[0] for name, names in TYPES.items()},
    **{name: form.media_type for name, form in BY_EXTENSION.items()},
    "html": HTML,
    "json": "application/sparql-results+json, application/ld+json",
    "xml": "application/sparql-results+xml, application/rdf+xml",
    **dict.fromkeys(("turtle", "n3"), "text/turtle"),
    **dict.fromkeys(("ntriples", "n-triples"), "application/n-triples"),
    **dict.fromkeys(("rdfxml", "rdf+xml"), "application/rdf+xml"),
    "json-ld": "application/ld+json",
}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of a request: ``query`` is None where there is none."""

    query: str | None
    default: tuple[str, ...]
    named: tuple[str, ...]
    format: str | None

    @classmethod
    def of(cls, values: list[tuple[str, str]], direct: str | None = None) -> Asked:
        """Take them from pairs of names and values, the query from the body where it is one.

        :raises BadParameter: for several queries, or an unknown format.
        :raises WriteRefused: for an update.
        """
        if any(name == "update" for name, _ in values):
            raise WriteRefused("这是 SPARQL 更新请求", READING)
        queries = [value for name, value in values if name == "query"] + ([] if direct is None else [direct])
        if len(queries) > 1:
            raise BadParameter("query", f"{len(queries)} 个", "一个查询语句")
        (form,) = [value for name, value in values if name == "format"][-1:] or (None,)
        if form is not None and form not in NAMED and "/" not in form:
            raise BadParameter("format", form, f" {'、'.join(NAMED)} 之一")
        return cls(
            queries[0] if queries else None,
            tuple(value for name, value in values if name == "default-graph-uri"),
            tuple(value for name, value in values if name == "named-graph-uri"),
            form,
        )


@router.api_route("/sparql", methods=["GET", "HEAD"])
async def query(request: Request) -> Response:
    """Answer a query in the address; without one, describe the service or show the page."""
    asked = Asked.of(_pairs("query string", request.url.query.encode("latin-1")))
    if asked.query is not None:
        return await _answer(request, asked)
    kind = choose(accept_of(request), OFFERED)
    if kind == HTML:
        return rendering.page(
            "sparql.html", questions=load_competency_questions(), query=None, result=None, problem=None
        )
    snapshot = await service_of(request).snapshot()
    triples = await to_thread.run_sync(describe_service, snapshot, service_of(request).settings.licence)
    return graph_answer(request, triples, kind, snapshot.changed)


@router.post("/sparql")
async def post(request: Request) -> Response:
    """Answer a query in the body, as a form or by itself."""
    media_type, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    in_address = _pairs("query string", request.url.query.encode("latin-1"))
    body = await request.body()
    if media_type.strip() == FORM:
        asked = Asked.of([*in_address, *_pairs("form", body)])
    elif media_type.strip() == QUERY:
        charset = dict(parse_qsl(parameters.replace(" ", "").replace(";", "&"))).get("charset", "utf-8").strip('"')
        if charset != "utf-8":
            raise WrongMediaType("charset", charset, "utf-8")
        asked = Asked.of(in_address, _text("query", body))
    elif media_type.strip() == "application/sparql-update":
        raise WriteRefused("这是 SPARQL 更新请求", READING)
    else:
        raise WrongMediaType("Content-Type", media_type, f" {FORM} 或 {QUERY}")
    if asked.query is None:
        raise BadParameter("query", None, "SPARQL 查询语句")
    return await _answer(request, asked)


def _beginning(data: bytes) -> str:
    return f"{data[:20].decode('utf-8', 'backslashreplace')}…"


def _text(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadParameter(name, _beginning(data), "UTF-8 文字") from error


def _pairs(name: str, data: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(_text(name, data), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise BadParameter(name, _beginning(data), "UTF-8 的表单数据") from error


async def _answer(request: Request, asked: Asked) -> Response:
    accept = accept_of(request)
    if asked.format is not None:
        accept = NAMED.get(asked.format, asked.format)  # or a media type
    if choose_or_none(accept, [*RESULT_TYPES, *GRAPH_TYPES, HTML]) == HTML:
        return await _page(request, asked)
    forms = {
        "boolean": RESULT_TYPES.get(choose_or_none(accept, [*RESULT_TYPES])),
        "rows": RESULT_TYPES.get(choose_or_none(accept, [*RESULT_TYPES])),
        "graph": GRAPH_TYPES.get(choose_or_none(accept, [*GRAPH_TYPES])),
    }
    answer = await _run(request, asked, forms)
    if answer.data is None and choose_or_none(accept, [HTML]):  # preferred less than what such an answer has no form in
        return await _page(request, asked)
    if answer.data is None:
        offered = [*BY_TYPE] if answer.kind == "graph" else [names[0] for names in TYPES.values()]
        raise NotAcceptable(accept or "", offered)
    return Response(answer.data, media_type=_type_of(forms[answer.kind] or ""))


async def _page(request: Request, asked: Asked) -> Response:
    """The page with the answer below the query; what goes wrong is said there too."""
    values: dict[str, Any] = {"questions": load_competency_questions(), "query": asked.query}
    try:
        answer = await _run(request, asked, {"boolean": "json", "rows": "json", "graph": "turtle"})
    except DutygraphError as error:
        status = 503 if not isinstance(error, QueryFailed | BadParameter | WriteRefused) else 400
        return rendering.page("sparql.html", None, status, **values, result=None, problem=str(error))
    data = (answer.data or b"").decode("utf-8")
    result = (
        {"kind": answer.kind, "text": data} if answer.kind == "graph" else {"kind": answer.kind, **json.loads(data)}
    )
    base = (await service_of(request).snapshot()).base
    return rendering.page("sparql.html", **values, result=result, problem=None, place=partial(place_of, base))


async def _run(request: Request, asked: Asked, forms: Mapping[Kind | str, str | None]) -> Answer:
    service = service_of(request)
    snapshot = await service.snapshot()
    given = bool(asked.default or asked.named)
    question = Question(
        store=str(snapshot.store_path),
        query=asked.query or "",
        base=f"{snapshot.base}sparql",
        default=asked.default if given else None,
        named=asked.named if given else None,
        boolean=forms["boolean"],
        rows=forms["rows"],
        graph=forms["graph"],
        most=service.settings.sparql_rows,
    )
    return await to_thread.run_sync(service.answer, question)


def choose_or_none(accept: str | None, available: list[str]) -> str:
    """Return what an Accept header prefers, empty where it accepts none."""
    try:
        return choose(accept, available)
    except NotAcceptable:
        return ""


def _type_of(name: str) -> str:
    """The media type of a result's or a graph's form, by the name that the answer has."""
    if name in TYPES:
        return TYPES[name][0]
    return next(form.media_type for form in BY_TYPE.values() if form.name == name)
