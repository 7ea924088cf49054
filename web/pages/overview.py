"""总览: what is loaded, what falls due, who has how much, what is still to be settled."""

from __future__ import annotations

import asyncio
import datetime as dt
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from dutygraph.ingest.findings.rules import RULES
from dutygraph.web.addresses import Here
from dutygraph.web.backend import Backend, Row
from dutygraph.web.rendering import page_in_parts
from dutygraph.web.words import GAPS, told_apart

DAYS = (30, 60, 90)
BUSIEST = 15  # units that the first page shows
SOONEST = 10  # dates that it shows
SORTABLE = ("title", "issued_on", "tasks", "units", "open_findings")


def add(router: APIRouter, backend: Backend) -> None:
    """Add the first page."""

    @router.get("/")
    async def overview(request: Request) -> Response:
        here = Here.of(request)
        on = here.day("on") or dt.date.today()
        plans, due, next_due, findings = await asyncio.gather(
            backend.ask("plans", {}),
            backend.ask("due_counts", {}),
            backend.ask("deadlines", {"on": on, "from": on, "most": SOONEST}),
            backend.ask("findings", {}),
        )
        tasks = sum(plan["tasks"] for plan in plans)
        return page_in_parts(
            "overview.html",
            here,
            partial(counts, backend, on),
            plans=here.sort(plans, SORTABLE),
            tasks=tasks,
            due=due_counts(due, on),
            next_due=next_due,
            findings=findings,
            rules=RULES,
            on=on,
        )


async def counts(backend: Backend, on: dt.date) -> dict[str, Any]:
    """Return what the lower part of the page counts over every task, which takes the store longest."""
    workload, gaps = await asyncio.gather(backend.ask("workload", {"on": on}), backend.ask("gap_counts", {}))
    units = [row for row in workload if row["label"] == "Unit"]
    return {
        "units": len(units),
        "busiest": units[:BUSIEST],
        "called": told_apart(units[:BUSIEST]),
        "chart": workload_chart(units[:BUSIEST]),
        "gaps": [(name, words, gaps[0][f"no_{name}"]) for name, words in GAPS.items()],
    }


def due_counts(rows: list[Row], on: dt.date) -> list[tuple[str, int, dict[str, object]]]:
    """Return how many dates have passed and how many come within each number of days: words, count, days.

    ``rows`` are those of ``due_counts``.
    """
    counts: list[tuple[str, int, dict[str, object]]] = []
    passed = [row for row in rows if row["day"] < on]
    first = min((row["day"] for row in passed), default=on)
    counts.append(("已到期", sum(row["dates"] for row in passed), {"from": first, "to": on - dt.timedelta(days=1)}))
    for days in DAYS:
        within = sum(row["dates"] for row in rows if 0 <= (row["day"] - on).days <= days)
        counts.append((f"{days} 天内到期", within, {"from": on, "to": on + dt.timedelta(days=days)}))
    return counts


def workload_chart(units: list[Row]) -> dict[str, object]:
    """Return the chart of how many tasks each unit has in each role."""
    return {
        "kind": "bars",
        "categories": list(told_apart(units).values()),
        "links": [f"/units/{unit['key']}" for unit in units],
        "series": [
            {"name": words, "data": [unit[role] for unit in units]}
            for role, words in (("lead", "牵头"), ("responsible", "责任"), ("supporting", "配合"))
        ],
    }
