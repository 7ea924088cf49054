"""Templates filled in, under a content policy by which everything comes from this service."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import takewhile
from typing import Any

from fastapi import Response
from fastapi.responses import HTMLResponse, StreamingResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.staticfiles import StaticFiles

from dutygraph.graph.errors import DutygraphError
from dutygraph.web import marking, words
from dutygraph.web.addresses import Here

# Everything comes from this service, no script stands in a page, and no other site may show the page in a frame.
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
GUARDED = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"}
LATER = Markup("<!-- later -->")  # where a template sent in parts is parted; it is not sent itself
SHOWN = 300  # rows of one table: more than most plans have, and a page that still opens at once
VIEWS = {
    "/": "总览",
    "/units": "单位",
    "/timeline": "时限",
    "/instruments": "法规",
    "/graph": "图谱",
    "/queries": "查询",
    "/import": "导入",
    "/compare": "比对",
}


def static_files() -> StaticFiles:
    """Return the folder of style sheets and scripts as an application to mount."""
    return _Static(directory=str(files("dutygraph.web") / "static"))


class _Static(StaticFiles):
    """Files that a browser keeps for ten minutes, and then asks whether they have changed (by their ETag)."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Return the file, or that it has not changed."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=600"
        return response


def page(template: str, here: Here | None = None, status: int = 200, **values: Any) -> Response:
    """Return a template filled in, under the strict content policy."""
    return HTMLResponse(render(template, here, **values), status, GUARDED)


def page_in_parts(
    template: str, here: Here, rest: Callable[[], Awaitable[Mapping[str, Any]]], **values: Any
) -> Response:
    """Return a template filled in, what stands before ``{{ LATER }}`` sent at once.

    What comes after it is in ``later``: the values of ``rest``, asked for when the first part is on its way, or
    ``problem``, what to say where they could not be had. A browser shows the first part meanwhile.
    """
    later: dict[str, Any] = {}
    pieces = _environment().get_template(template).generate(here=here, later=later, **values)
    first = "".join(takewhile(lambda piece: piece != LATER, pieces))  # here, so that a mistake in it has its page

    async def parts() -> AsyncIterator[bytes]:
        yield first.encode("utf-8")
        if not first.rstrip().endswith("</html>"):
            try:
                later.update(await rest())
            except DutygraphError as error:
                later["problem"] = str(error)
            yield "".join(pieces).encode("utf-8")

    return StreamingResponse(parts(), headers=GUARDED, media_type="text/html; charset=utf-8")


def render(template: str, here: Here | None = None, **values: Any) -> bytes:
    """Return a template filled in, as UTF-8; to be sent with the headers :data:`GUARDED`."""
    return _environment().get_template(template).render(here=here or Here(""), **values).encode("utf-8")


def data_block(json: str) -> Markup:
    """Return JSON for a script element of data, in which nothing may look like its end.

    >>> data_block('{"a": "</script>"}')
    Markup('{"a": "\\\\u003c/script>"}')
    """
    return Markup(json.replace("<", "\\u003c"))


def ontology_page() -> bytes:
    """Return the page of the ontology, which is made when the package is (``make ontology``)."""
    return (files("dutygraph.web") / "static" / "ontology.html").read_bytes()


def error_page(status: int, title: str, detail: str, choices: Sequence[tuple[str, str]] = ()) -> Response:
    """Return the page of an error, with what may have been meant: addresses and words."""
    return page("error.html", None, status, title=title, detail=detail, choices=choices)


def vendor(name: str) -> str:
    """Return the address of a fetched script, empty where it has not been fetched."""
    return f"/static/vendor/{name}" if (files("dutygraph.web") / "static" / "vendor" / name).is_file() else ""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dutygraph.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    named = {name: value for name, value in vars(words).items() if name.isupper() and not name.startswith("_")}
    environment.globals.update(
        named,
        LATER=LATER,
        VIEWS=VIEWS,
        SHOWN=SHOWN,
        htmx=vendor("htmx.min.js"),
        echarts=vendor("echarts.min.js"),
        hits=marking.hits,
        kinds_of=marking.kinds_of,
        today=dt.date.today,
    )
    environment.filters.update(
        data_block=data_block,
        day=words.day,
        weekday=words.weekday,
        issued=words.issued,
        month=words.month,
        left=words.left,
        amount=words.number,
        target=words.target_words,
        date=words.date_words,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    return environment
