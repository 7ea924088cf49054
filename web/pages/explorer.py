"""图谱: the graph from any node on, step by step; the scripts draw it, without them it is a table to follow."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import APIRouter, Request, Response

from dutygraph.web.addresses import Here
from dutygraph.web.backend import Backend, Row
from dutygraph.web.rendering import page
from dutygraph.web.words import LABELS, RELATIONSHIPS, told_apart

OPEN = 100  # nodes that one address can hold open
MOST = 100  # relations of one node that are shown; the script asks for as many


def add(router: APIRouter, backend: Backend) -> None:
    """Add the explorer."""

    @router.get("/graph")
    async def graph(request: Request) -> Response:
        here = Here.of(request)
        start, given, words = here.get("node"), request.query_params.getlist("open"), here.get("q")
        keys = list(dict.fromkeys(key for key in (start, *given) if key))[:OPEN]
        found = await backend.ask("search", {"text": words}) if words else []
        answers = await asyncio.gather(*(backend.ask("neighbours", {"node": key, "most": MOST}) for key in keys))
        ends = {name: here.get(name) for name in ("from", "to")}
        links = await backend.ask("shortest_link", ends) if all(ends.values()) else []
        passed = dict.fromkeys(key for link in links for key in link["keys"])
        heads = await asyncio.gather(*(backend.ask("neighbours", {"node": key, "most": 1}) for key in passed))
        on_path = {row["from_key"]: row["from_label"] for head in heads for row in head}
        rows = [row for answer in answers for row in answer]
        centre = next(({"key": r["from_key"], "label": r["from_label"], "title": r["from_title"]} for r in rows), None)
        plans = await backend.ask("plans", {}) if not keys and not links else []
        units = await backend.ask("units", {}) if not keys and not links and not words else []
        return page(
            "graph.html",
            here,
            drawing=drawing(rows, links, on_path, request.query_params.getlist("hide")),
            neighbours=answers[0] if start and answers else [],
            most=MOST,
            centre=centre if start else None,
            start=start,
            words=words,
            found=found[:50],
            links=links,
            on_path=on_path,
            ends=ends,
            plans=plans[:10],
            units=units[:20],
            called=told_apart(units[:20]),
        )


def drawing(
    rows: Iterable[Row],
    links: Iterable[Row] = (),
    on_path: Mapping[str, str] | None = None,
    hidden: Iterable[str] = (),
) -> dict[str, Any]:
    """Return the nodes and relationships of rows of ``neighbours`` and ``shortest_link``, each once, for the scripts.

    ``on_path`` has the labels of the nodes that links pass.
    """
    nodes: dict[str, dict[str, Any]] = {}
    edges: dict[tuple[str, str, str], dict[str, str]] = {}
    opened: list[str] = []
    for row in rows:
        if row["from_key"] not in opened:
            opened.append(row["from_key"])
        nodes[row["from_key"]] = {**_node(row["from_key"], row["from_label"], row["from_title"]), "open": True}
        nodes.setdefault(row["key"], {**_node(row["key"], row["label"], row["title"]), "degree": row["degree"]})
        ends = (row["from_key"], row["key"]) if row["outgoing"] else (row["key"], row["from_key"])
        _link(edges, *ends, row["relationship"])
    for link in links:
        for key, name, at in zip(link["keys"], link["names"], range(len(link["keys"])), strict=True):
            label = (on_path or {}).get(key)  # a former version of a task is nobody's neighbour
            nodes.setdefault(key, _node(key, label or "Task", name if label else f"{name}（以前的版本）"))
            nodes[key]["path"] = True
            if at:
                _link(edges, link["keys"][at - 1], key, link["relationships"][at - 1])
    return {
        "nodes": list(nodes.values()),
        "edges": list(edges.values()),
        "hidden": list(hidden),
        "labels": LABELS,
        "relationships": RELATIONSHIPS,
    }


def _node(key: str, label: str, title: str) -> dict[str, Any]:
    return {"key": key, "label": label, "title": title}


def _link(edges: dict[tuple[str, str, str], dict[str, str]], start: str, end: str, relationship: str) -> None:
    if (end, start, relationship) not in edges:
        edges.setdefault((start, end, relationship), {"from": start, "to": end, "name": relationship})
