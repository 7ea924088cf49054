"""The documents that the data is written by: ontology, shapes, JSON-LD context. Their terms are #-addresses in them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache

from fastapi import APIRouter, Request, Response
from pyoxigraph import RdfFormat, Triple, parse

from dutygraph.api.linked import OFFERED, READ
from dutygraph.api.negotiation import BY_TYPE, HTML, accept_of, answer, choose, page_tag
from dutygraph.graph.errors import NotFound
from dutygraph.graph.rdf.dataset import DESCRIBING
from dutygraph.graph.rdf.jsonld import context
from dutygraph.graph.rdf.ontology import ontology_turtle, ontology_version, shapes_turtle
from dutygraph.graph.rdf.resource import canonical_hash
from dutygraph.graph.rdf.text import described
from dutygraph.graph.terms import PREFIXES
from dutygraph.web import rendering

_DOCUMENTS = {"ontology": ontology_turtle, "shapes": shapes_turtle}
_DAY = "max-age=86400"

router = APIRouter(include_in_schema=False)


@router.api_route("/ontology", methods=READ)
async def ontology(request: Request) -> Response:
    """Return the ontology, as a page or in a format."""
    kind = choose(accept_of(request), OFFERED)
    if kind == HTML:
        body = rendering.ontology_page()
        return answer(request, body, HTML, page_tag(body), None, **rendering.GUARDED)
    return _document(request, "ontology", kind)


@router.api_route("/ontology/{version}", methods=READ)
async def ontology_of_version(request: Request, version: str) -> Response:
    """Return the ontology of a version; there is the present one only."""
    if version != ontology_version():
        raise NotFound("本体版本", version, [ontology_version()])
    return await ontology(request)


@router.api_route("/shapes", methods=READ)
async def shapes(request: Request) -> Response:
    """Return the SHACL shapes that the data keeps to."""
    return _document(request, "shapes", choose(accept_of(request), [*BY_TYPE]))


@router.api_route("/context.jsonld", methods=READ)
async def jsonld_context(request: Request) -> Response:
    """Return the JSON-LD context of the data."""
    body = json.dumps({"@context": dict(context())}, ensure_ascii=False, indent=1).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()}"'
    return answer(request, body, "application/ld+json", tag, None, **{"Cache-Control": _DAY})


def graph_answer(request: Request, triples: Sequence[Triple], kind: str, changed: dt.datetime) -> Response:
    """Return a description of the data in one of its formats, tagged."""
    form = BY_TYPE[kind]
    body = described(triples, form.parser, {**PREFIXES, **DESCRIBING})
    return answer(request, body, kind, f'"{canonical_hash(triples)}-{form.extension}"', changed)


def _document(request: Request, name: str, kind: str) -> Response:
    form = BY_TYPE[kind]
    body, digest = _written(name, form.media_type)
    return answer(request, body, kind, f'"{digest}-{form.extension}"', None, **{"Cache-Control": _DAY})


@lru_cache(maxsize=16)
def _written(name: str, media_type: str) -> tuple[bytes, str]:
    """A document in a format, with the hash of what it says. As Turtle it is as it was written, with its comments."""
    form, turtle = BY_TYPE[media_type], _DOCUMENTS[name]()
    triples = [quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)]
    return turtle if form.name == "turtle" else described(triples, form.parser, PREFIXES), canonical_hash(triples)
