"""Which of the forms of a resource a request wants (RFC 9110), and whether it has the newest already."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from email.utils import format_datetime, parsedate_to_datetime

import mimeparse
from fastapi import Request, Response

from dutygraph.graph.errors import BadParameter, InputError
from dutygraph.graph.quoting import quoted
from dutygraph.graph.rdf.formats import FORMATS, Format

HTML = "text/html"
BY_TYPE: Mapping[str, Format] = {form.media_type: form for form in FORMATS.values()}
BY_EXTENSION: Mapping[str, Format] = {form.extension: form for form in FORMATS.values()}


class NotAcceptable(InputError):
    """None of the forms that there are is one that the request accepts; ``available`` are their media types."""

    def __init__(self, accept: str, available: Sequence[str]) -> None:
        """Say what was asked for and what there is."""
        super().__init__(f"没有 Accept 要求的格式{quoted(accept)}；可提供：{'、'.join(available)}。请改用其中之一。")
        self.accept, self.available = accept, tuple(available)


class WrongMediaType(BadParameter):
    """A body of another media type than there is an answer to."""


def choose(accept: str | None, available: Sequence[str]) -> str:
    """Return the media type that an Accept header prefers; of several equal ones the first.

    Case does not count, and a part of the header that is no range of media types is passed over.

    >>> choose("TEXT/html;q=0.2, neither, application/*", ["text/turtle", "application/ld+json", "text/html"])
    'application/ld+json'

    :raises NotAcceptable: if it accepts none of them.
    """
    wanted = (accept or "").strip() or "*/*"
    # the last of equal ones is what mimeparse takes
    found = mimeparse.best_match([*reversed(available)], ",".join(_ranges(wanted)))
    if not found:
        raise NotAcceptable(wanted, available)
    return str(found)


def _ranges(accept: str) -> Iterator[str]:
    """The parts of an Accept header that mimeparse can read; what is quoted in them (a profile) decides nothing.

    N-Triples were text/plain until 2014, and are asked for so still (by rdflib).
    """
    for part in re.sub(r'"[^"]*"', "", accept).lower().split(","):
        try:
            mimeparse.parse_media_range(part)
        except mimeparse.MimeTypeParseException:
            continue
        yield part.replace("text/plain", "application/n-triples")


def accept_of(request: Request) -> str | None:
    """Return what a request accepts, several headers taken as one; None where it does not say."""
    return ", ".join(request.headers.getlist("accept")) or None


def wants_page(accept: str | None) -> bool:
    """Return whether a page is preferred to data, as browsers do."""
    try:
        return choose(accept, ["application/json", "text/turtle", HTML]) == HTML
    except NotAcceptable:
        return False


def is_known(request: Request, etag: str) -> bool:
    """Return whether the request says that it has what ``etag`` (with its quotes) stands for."""
    said = ",".join(request.headers.getlist("if-none-match"))
    known = [each.strip().removeprefix("W/") for each in said.split(",")]
    return etag in known or "*" in known


def is_fresh(request: Request, etag: str, changed: dt.datetime | None) -> bool:
    """Return whether the request has the newest: by its entity tags, else by the time since when it asks (RFC 9110)."""
    if "if-none-match" in request.headers or changed is None:
        return is_known(request, etag)
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return changed.replace(microsecond=0) <= (since if since.tzinfo else since.replace(tzinfo=dt.UTC))


def page_tag(body: bytes) -> str:
    """Return the entity tag of a page, by its bytes: it shows more than the statements that it is made from."""
    return f'"{hashlib.sha256(body).hexdigest()}-html"'


def http_date(moment: dt.datetime) -> str:
    """Return a moment as HTTP writes it, to the second."""
    return format_datetime(moment.astimezone(dt.UTC), usegmt=True)


def answer(
    request: Request, body: bytes, media_type: str, etag: str, changed: dt.datetime | None, **headers: str
) -> Response:
    """Return a body with its entity tag, or 304 where the request has it; ``headers`` are further ones."""
    told = {**headers, "ETag": etag}
    told.setdefault("Cache-Control", "no-cache")  # kept, but asked about each time
    if changed is not None:
        told["Last-Modified"] = http_date(changed)
    if is_fresh(request, etag, changed):
        return Response(status_code=304, headers=told)
    return Response(body, media_type=media_type, headers=told)
