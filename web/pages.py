"""The Chinese pages: what is loaded, who has what, one unit, one task, one plan, search. No JavaScript needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.staticfiles import StaticFiles

from dutygraph.graph.errors import NotFound

Row = dict[str, Any]
Ask = Callable[[str, Mapping[str, object]], Awaitable[list[Row]]]
"""Runs a registered query: (name, parameters) to rows."""

# Everything comes from this service, nothing is run, and no other site may show the page in a frame.
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
GUARDED = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"}
# pyLODE writes its style into the page.
ONTOLOGY_GUARDED = {**GUARDED, "Content-Security-Policy": f"{POLICY}; style-src 'self' 'unsafe-inline'"}
ROLES = {"any": "全部", "lead": "牵头", "responsible": "责任", "supporting": "配合"}
LABELS = {"Task": "任务", "Unit": "单位", "UnitGroup": "单位群", "Instrument": "文件"}
EXTENTS = {"definite": "范围固定", "indefinite": "范围不定", "relative": "相对其他单位而言"}
KINDS = {"deadline": "时限", "period": "时段", "recurrence": "周期", "duration": "办理时限", "ongoing": "持续"}
COMPARATORS = {">=": "不低于", "<=": "不超过", "=": "等于"}
SETTLED = {"accepted": "已确认", "corrected": "已更正", "rejected": "已驳回"}
RELATIONS = {"cites": "引用", "drafts": "要求制定"}
EVERY = {"FREQ=YEARLY": "每年", "FREQ=MONTHLY": "每月", "FREQ=WEEKLY": "每周", "FREQ=DAILY": "每天"}
EVERY |= {"FREQ=MONTHLY;INTERVAL=3": "每季度", "FREQ=MONTHLY;INTERVAL=6": "每半年", "FREQ=YEARLY;INTERVAL=2": "每两年"}
FACTS = {"dates": "时间要求", "targets": "量化目标", "instruments": "文件"}
SHOWN = 500  # rows of one table: more than any office's plan, and a page that still opens at once


def make_router(ask: Ask) -> APIRouter:
    """Return the routes of the pages over a way to ask registered queries."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def home() -> Response:
        plans, units, groups = [await ask(name, {}) for name in ("plans", "units", "groups")]
        return page("home.html", plans=plans, units=units, groups=groups)

    @router.get("/search")
    async def search(q: str = "") -> Response:
        rows = await ask("search", {"text": q}) if q.strip() else []
        return page("search.html", q=q, rows=rows)

    @router.get("/plans/{key}")
    async def plan(key: str) -> Response:
        summary = _single(await ask("plan_summary", {"plan": key}), key, "方案")
        sections = await ask("sections", {"plan": key})
        tasks = await ask("task_list", {"plan": key})
        return page("plan.html", plan=summary, sections=sections, tasks=tasks)

    @router.get("/units/{name}")
    async def unit(name: str, role: str = "any") -> Response:
        profile = _single(await ask("unit_profile", {"unit": name}), name, "单位")
        tasks = await ask("unit_tasks", {"unit": profile["key"], "role": role})
        partners = await ask("unit_partners", {"unit": profile["key"]})
        return page("unit.html", unit=profile, tasks=tasks, partners=partners, role=role)

    @router.get("/tasks/{key}")
    async def task(key: str) -> Response:
        return page("task.html", task=_single(await ask("task_card", {"task": key}), key, "任务"))

    @router.get("/instruments/{key}")
    async def instrument(key: str) -> Response:
        tasks = await ask("instrument_tasks", {"instrument": key})
        if not tasks:
            raise NotFound("有任务涉及的文件", key)
        return page("instrument.html", instrument=tasks[0], tasks=tasks)

    return router


def static_files() -> StaticFiles:
    """Return the style sheet's folder as an application to mount."""
    return StaticFiles(directory=str(files("dutygraph.web") / "static"))


def error_page(
    status: int, title: str, detail: str, candidates: Sequence[Mapping[str, str]] = (), nearest: Sequence[str] = ()
) -> Response:
    """Return the page of an error, with the units that an ambiguous name may mean, or names near an unknown one."""
    return page("error.html", status, title=title, detail=detail, candidates=candidates, nearest=nearest)


def page(template: str, status: int = 200, **values: Any) -> Response:
    """Return a template filled in, under the strict content policy."""
    return HTMLResponse(render(template, **values), status, GUARDED)


def render(template: str, **values: Any) -> bytes:
    """Return a template filled in, as UTF-8; to be sent with the headers :data:`GUARDED`."""
    return _environment().get_template(template).render(values).encode("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dutygraph.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        ROLES=ROLES,
        LABELS=LABELS,
        EXTENTS=EXTENTS,
        KINDS=KINDS,
        COMPARATORS=COMPARATORS,
        RELATIONS=RELATIONS,
        SETTLED=SETTLED,
        EVERY=EVERY,
        marked=marked,
        excerpt=excerpt,
        SHOWN=SHOWN,
    )
    environment.filters["day"] = day
    environment.filters["data_block"] = data_block
    return environment


def data_block(json: str) -> Markup:
    """Return JSON for a script element of data, in which nothing may look like its end.

    >>> data_block('{"a": "</script>"}')
    Markup('{"a": "\\\\u003c/script>"}')
    """
    return Markup(json.replace("<", "\\u003c"))


def ontology_page() -> bytes:
    """Return the page of the ontology, which is made when the package is (``make ontology``)."""
    return (files("dutygraph.web") / "static" / "ontology.html").read_bytes()


def day(value: dt.date | None) -> str:
    """Return a date as it is written in Chinese, or a dash.

    >>> day(dt.date(2024, 6, 1))
    '2024年6月1日'
    """
    return f"{value.year}年{value.month}月{value.day}日" if value else "—"


Pieces = list[tuple[str, str]]
"""A text in pieces: the words, and what they are marked as (empty: nothing)."""


def marked(task: Row) -> Pieces:
    """Return a task's words with those marked that its dates, targets and instruments were read from."""
    facts = [(fact, kind) for name, kind in FACTS.items() for fact in task[name]]
    text, done = task["text"], 0
    pieces: Pieces = []
    for fact, kind in sorted(facts, key=lambda each: each[0]["start"]):
        # the words lack what stood in the way in the source (line breaks, page numbers), so a fact is never later
        latest = fact["end"] - task["start"]
        at = text.rfind(fact["surface"], 0, latest) if fact["start"] < task["end"] else -1
        if at >= done:
            pieces += [(text[done:at], ""), (fact["surface"], kind)]
            done = at + len(fact["surface"])
    return [piece for piece in [*pieces, (text[done:], "")] if piece[0]]


def excerpt(text: str, words: str, length: int = 90) -> Pieces:
    """Return the part of a text that shows one of the words, which is marked, else its beginning.

    >>> excerpt("加强执法监督，完善复议", "复议 听证", 6)
    [('…', ''), ('督，完善', ''), ('复议', '检索词')]
    """
    found = next((word for word in [words.strip(), *words.split()] if word and word in text), "")
    at = text.find(found)
    start = max(0, min(at - length // 4, len(text) - length)) if at + len(found) > length else 0
    shown = text[start : start + length]
    before, mark, after = shown.partition(found) if found else (shown, "", "")
    cut = (("…" if start else ""), ("…" if start + length < len(text) else ""))
    pieces = [(cut[0], ""), (before, ""), (mark, "检索词"), (after, ""), (cut[1], "")]
    return [piece for piece in pieces if piece[0]]


def _single(rows: list[Row], given: str, kind: str) -> Row:
    """Return the row whose key was given, else the only one. Raises NotFound where that leaves a choice."""
    exact = [row for row in rows if row["key"] == given] or rows
    if len(exact) != 1:
        raise NotFound(kind, given, [row["key"] for row in exact[:5]])
    return exact[0]
