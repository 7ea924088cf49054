"""The demonstration: one plan into an embedded store and one question answered."""

from __future__ import annotations

import os
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dutygraph.api.ingesting import load
from dutygraph.graph.stores.settings import StoreSettings
from dutygraph.queries.registry import run_query

if TYPE_CHECKING:
    from dutygraph.graph.entities import Body
    from dutygraph.graph.model import Document, Role
    from dutygraph.graph.store import Store

ASKED = "区司法局"
EXAMPLE = "qinghe-2024.docx"
COLUMNS = {"number": "序号", "title": "任务", "due_dates": "到期日", "dates": "时间要求", "section": "章节"}


def example() -> Path:
    """Return the plan that the package ships."""
    return Path(str(files("dutygraph") / "examples" / EXAMPLE))


def settings(data: Path | None) -> StoreSettings:
    """Return the embedded store of the demonstration: in ``data``, in DUTYGRAPH_DATA, or in a folder of its own.

    An office's own graph stays free of the example, and no server is touched even where one is configured.
    """
    named = os.environ.get("DUTYGRAPH_DATA")
    if data is not None or named:
        return StoreSettings.from_environment(data or Path(str(named)), {})
    return StoreSettings.from_environment(StoreSettings.from_environment(environ={}).data / "demo", {})


def answer(store: Store, document: Document) -> tuple[str, list[dict[str, Any]]]:
    """Load the document; return a title and the rows of ``unit_tasks`` for its :func:`subject`."""
    loaded = load(store, document)
    body, role = subject(document)
    rows = [
        row
        for plan in loaded["plans"]
        for row in run_query(store, "unit_tasks", {"unit": body.key, "role": role or "any", "plan": plan["key"]})
    ]
    what = "牵头的任务" if role == "lead" else "承担的任务"
    title = "、".join(dict.fromkeys(plan["title"] for plan in loaded["plans"]))
    return f"{title}\n共 {loaded['tasks']} 项任务。{body.name}{what}（{len(rows)} 项）：", rows


def subject(document: Document) -> tuple[Body, Role | None]:
    """Return the body whose tasks are shown, and in which role (None: any).

    区司法局 where it leads; else, of those that lead, the one with most tasks; else 区司法局 or, failing that,
    the one with most tasks, in any role.
    """
    assignments = [a for task in document.tasks for a in task.assignments]
    leading = [a.body for a in assignments if a.role == "lead"]
    bodies = leading or [a.body for a in assignments]
    asked = next((body for body in bodies if body.name == ASKED), None)
    (key, _), *_ = Counter(body.key for body in bodies).most_common(1)
    return asked or next(body for body in bodies if body.key == key), "lead" if leading else None
