"""The change feed at /feed: Atom (RFC 4287) of what was added, changed and withdrawn, by day, in pages (RFC 5005)."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from lxml import etree

from dutygraph.api.linked import READ
from dutygraph.api.negotiation import answer
from dutygraph.api.service import service_of
from dutygraph.graph.rdf.changes import KINDS, Change
from dutygraph.graph.rdf.snapshot import Snapshot
from dutygraph.web.words import CHINA

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
PAGE = 500  # entries

router = APIRouter(include_in_schema=False)


@router.api_route("/feed", methods=READ)
async def feed(request: Request, since: dt.date | None = None, offset: Annotated[int, Query(ge=0)] = 0) -> Response:
    """Return the changes since a day (all without one), the newest first, a page at a time."""
    service = service_of(request)
    snapshot = await service.snapshot()
    changes = [each for each in snapshot.changes if since is None or each.on >= since]
    shown, more = changes[offset : offset + PAGE], len(changes) > offset + PAGE
    body = written(snapshot, shown, since, offset, service.settings.licence, more=more)
    return answer(request, body, MEDIA_TYPE, f'"{hashlib.sha256(body).hexdigest()}"', snapshot.changed)


def written(
    snapshot: Snapshot, changes: list[Change], since: dt.date | None, offset: int, licence: str, *, more: bool
) -> bytes:
    """Return a page of the feed."""
    updated = _moment(changes[0].on) if changes else snapshot.changed.astimezone(CHINA).isoformat(timespec="seconds")
    root = etree.fromstring(f'<feed xmlns="{ATOM}"/>')
    _add(root, "id", f"{snapshot.base}feed")
    _add(root, "title", "责任图谱：任务的新增、改写与撤销")
    _add(root, "updated", updated)
    _add(_add(root, "author"), "name", "dutygraph")
    _add(root, "link", rel="self", href=_page(snapshot, since, offset), type=MEDIA_TYPE)
    _add(root, "link", rel="license", href=licence)  # RFC 4946
    if more:
        _add(root, "link", rel="next", href=_page(snapshot, since, offset + PAGE), type=MEDIA_TYPE)
    for change in changes:
        entry = _add(root, "entry")
        _add(entry, "id", f"{snapshot.base}feed#{change.on.isoformat()}-{change.kind}-{change.task}")
        _add(entry, "title", f"{KINDS[change.kind]}：{change.title}")
        _add(entry, "updated", _moment(change.on))
        _add(entry, "category", term=change.kind, label=KINDS[change.kind])
        _add(entry, "category", term=change.plan, label="方案")
        _add(entry, "link", rel="alternate", href=change.iri)
        _add(entry, "summary", change.text)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """Add an element, without the control characters that XML cannot hold."""
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", {key: _clean(value) for key, value in attributes.items()})
    if text:
        element.text = _clean(text)
    return element


def _page(snapshot: Snapshot, since: dt.date | None, offset: int) -> str:
    parts = ([f"since={since.isoformat()}"] if since else []) + ([f"offset={offset}"] if offset else [])
    return f"{snapshot.base}feed" + (f"?{'&'.join(parts)}" if parts else "")


def _moment(day: dt.date) -> str:
    """A day as the moment at which it begins in China."""
    return dt.datetime.combine(day, dt.time(), CHINA).isoformat()


def _clean(text: str) -> str:
    """A text without the control characters that XML cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\t\n\r")
