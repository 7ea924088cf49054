"""任务: one task, its text with every fact marked in place, and what stands around it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from dutygraph.ingest.findings.rules import RULES
from dutygraph.web.addresses import Here
from dutygraph.web.backend import Backend, Row, single
from dutygraph.web.marking import Piece, differences, marked_source
from dutygraph.web.rendering import page


def add(router: APIRouter, backend: Backend) -> None:
    """Add the page of a task."""

    @router.get("/tasks/{key}")
    async def task(request: Request, key: str) -> Response:
        cards, contexts, versions = await asyncio.gather(
            backend.ask("task_card", {"task": key}),
            backend.ask("task_context", {"task": key}),
            backend.ask("task_versions", {"task": key}),
        )
        card = single(cards, key, "任务")
        context: Mapping[str, Any] = single(contexts, card["key"], "任务")
        pieces = marked_source(card, context["source"], context["start"])
        return page(
            "task.html",
            Here.of(request),
            task=card,
            context=context,
            pieces=pieces,
            rules=RULES,
            history=history(versions),
        )


def history(versions: Sequence[Row]) -> list[tuple[Row, list[Piece]]]:
    """Return the wordings of a task, the newest first, each with what it has that the one before it had not."""
    before = [None, *versions[:-1]]
    told = [
        (row, differences(old["text"], row["text"])[1] if old is not None else [Piece(row["text"])])
        for old, row in zip(before, versions, strict=True)
    ]
    return told[::-1]
