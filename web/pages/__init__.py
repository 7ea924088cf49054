"""The Chinese pages, a module for each view; every one works as plain HTML, and better with the scripts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter

from dutygraph.web.backend import Backend
from dutygraph.web.pages import (
    comparing,
    explorer,
    importing,
    instruments,
    overview,
    plans,
    questions,
    searching,
    tasks,
    timeline,
    units,
)
from dutygraph.web.remembering import Remembered

if TYPE_CHECKING:
    from dutygraph.graph.model import Document

VIEWS = (overview, plans, units, tasks, timeline, instruments, searching, explorer, questions, importing, comparing)


def make_router(backend: Backend) -> APIRouter:
    """Return the routes of the pages over the service that they are mounted on."""
    answers = Remembered(backend.ask, backend.state)

    async def load(document: Document) -> dict[str, Any]:
        try:
            return await backend.load(document)
        finally:
            answers.forget()

    known = replace(backend, ask=answers, load=load)
    router = APIRouter(include_in_schema=False)
    for view in VIEWS:
        view.add(router, known)
    return router
