"""导入: files are sent and read, what was read is looked at and settled, and then loaded."""

from __future__ import annotations

import re
import secrets
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile

from dutygraph.graph.errors import InputError
from dutygraph.graph.model import Document
from dutygraph.ingest.batch import sent_name
from dutygraph.ingest.findings.coverage import KINDS, count_kinds, document_regions, line_of
from dutygraph.ingest.findings.rules import RULES
from dutygraph.ingest.read import FORMATS
from dutygraph.ingest.review.yaml_nodes import BadReview
from dutygraph.web import deciding
from dutygraph.web.addresses import Here
from dutygraph.web.backend import Backend
from dutygraph.web.drafts import Draft, Drafts
from dutygraph.web.marking import Piece
from dutygraph.web.rendering import page

CHUNK = 12_000  # characters of the text on one page
_SEE_OTHER = 303
# The browser that sent a file is known again by this cookie: /import lists to each sender the files of its own.
_COOKIE = "dutygraph_sender"
_WORD = re.compile("[A-Za-z0-9_-]{32}")


def add(router: APIRouter, backend: Backend) -> None:
    """Add the pages of importing."""
    drafts = Drafts(backend)

    @router.get("/import")
    async def importing(request: Request) -> Response:
        return _start(request, drafts)

    @router.post("/import")
    async def send(request: Request) -> Response:
        backend.refuse_foreign(request)
        async with request.form() as form:
            files = [each for each in form.getlist("file") if isinstance(each, UploadFile) and each.filename]
            place = str(form.get("jurisdiction") or "").strip() or None
            decisions = await _sent(form.get("review"))
            if not files:
                return _start(request, drafts, "没有选择文件。请选择一份或几份任务分解方案。", 400)
            if decisions and len(files) > 1:
                return _start(request, drafts, "审核文件只能和一份方案一起上传。请分次上传。", 400)
            sender = _sender(request) or secrets.token_urlsafe(24)
            made = [drafts.add(sender, sent_name(f.filename or ""), await f.read(), place, decisions) for f in files]
        answer = _to(f"/import/{made[0].key}" if len(made) == 1 else "/import")
        secure = request.url.scheme == "https"
        answer.set_cookie(_COOKIE, sender, path="/import", secure=secure, httponly=True, samesite="lax")
        return answer

    @router.get("/import/{key}")
    async def look(request: Request, key: str) -> Response:
        return _look(request, drafts.get(key))

    @router.get("/import/{key}/review")
    async def review_file(key: str) -> Response:
        draft = drafts.get(key)
        if draft.plain is None:
            raise InputError("文件还没有读完，没有审核文件。请稍候再试。")
        text = deciding.review_text(draft.plain, draft.review, facts=True)
        name = quote(f"{PurePosixPath(draft.name).stem}.review.yaml")
        disposition = f"attachment; filename=\"review.yaml\"; filename*=UTF-8''{name}"
        return Response(text, media_type="application/yaml", headers={"Content-Disposition": disposition})

    @router.post("/import/{key}")
    async def decide(request: Request, key: str) -> Response:
        backend.refuse_foreign(request)
        draft = drafts.get(key)
        async with request.form() as form:
            review = await _sent(form.get("review"))
            given = {name: value for name, value in form.items() if isinstance(value, str)}
        if draft.plain is None:
            return _to(f"/import/{key}")
        try:
            await drafts.review(draft, review or deciding.decided(draft.plain, draft.review, given))
        except InputError as error:
            told = deciding.on_form(error) if isinstance(error, BadReview) and not review else str(error)
            return _look(request, draft, told, 400)
        if given.get("then") == "load":
            await drafts.load(draft)
        return _to(f"/import/{key}")

    @router.post("/import/{key}/load")
    async def load(request: Request, key: str) -> Response:
        backend.refuse_foreign(request)
        await drafts.load(drafts.get(key))
        return _to(f"/import/{key}")

    @router.post("/import/{key}/drop")
    async def drop(request: Request, key: str) -> Response:
        backend.refuse_foreign(request)
        drafts.drop(key)
        return _to("/import")


def _start(request: Request, drafts: Drafts, problem: str = "", status: int = 200) -> Response:
    kept = drafts.of(_sender(request))
    waiting = any(draft.state == "reading" for draft in kept)
    return page(
        "import.html", Here.of(request), status, drafts=kept, waiting=waiting, formats=sorted(FORMATS), problem=problem
    )


def _sender(request: Request) -> str:
    """Return the word by which the browser of a request is known, empty where it has sent nothing yet."""
    word = request.cookies.get(_COOKIE, "")
    return word if _WORD.fullmatch(word) else ""


def _look(request: Request, draft: Draft, problem: str = "", status: int = 200) -> Response:
    here = Here.of(request)
    values: dict[str, Any] = {"draft": draft, "problem": problem, "document": draft.document}
    if draft.document is not None and draft.plain is not None:
        at = here.get("at", "0")
        values |= _read(draft, draft.document, draft.plain, int(at) if at.isdecimal() else 0)
    return page("draft.html", here, status, **values)


def _read(draft: Draft, document: Document, plain: Document, at: int) -> dict[str, Any]:
    counts = {kind: count for kind, count in count_kinds(document).items() if count}
    begin = min(at, max(0, len(document.text) - 1)) // CHUNK * CHUNK
    listed = deciding.entries(plain, draft.review)
    return {
        "counts": counts,
        "total": max(1, sum(counts.values())),
        "entries": [(entry, *deciding.value_words(entry.get("value"))) for entry in listed],
        "open": sum(finding.status == "open" for finding in document.findings),
        "pieces": text_pieces(document, begin, begin + CHUNK),
        "begin": begin,
        "chunk": CHUNK,
        "length": len(document.text),
        "line": line_of(document.text, begin),
        "words": KINDS,
        "rules": RULES,
        "decisions": deciding.DECISIONS,
        "corrections": deciding.CORRECTIONS,
        "hints": deciding.HINTS,
    }


def text_pieces(document: Document, begin: int, end: int) -> list[tuple[Piece, str]]:
    """Return a part of a document's text in pieces by kind, each with the name by which findings lead to it."""
    anchors = {finding.span.start: finding for finding in document.findings if finding.span is not None}
    pieces: list[tuple[Piece, str]] = []
    for region in document_regions(document):
        cuts = sorted({region.start, region.end, *(a for a in anchors if region.start < a < region.end)})
        for start, stop in pairwise(cuts):
            first, last = max(start, begin), min(stop, end)
            if first < last:
                kind = "" if region.kind == "prose" else region.kind
                finding = anchors.get(start)
                meaning = f"{KINDS[region.kind]}；{finding.message}" if finding is not None else KINDS[region.kind]
                name = f"at-{start}" if finding is not None else ""
                pieces.append((Piece(document.text[first:last], kind, meaning), name))
    return pieces


async def _sent(file: object) -> bytes | None:
    """Return what a field for a file holds; None where it was left empty."""
    return await file.read() or None if isinstance(file, UploadFile) and file.filename else None


def _to(address: str) -> Response:
    return RedirectResponse(address, _SEE_OTHER)
