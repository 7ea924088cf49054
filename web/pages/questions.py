"""查询: every registered query as a form, and Cypher of one's own; results as table, chart or graph, and as files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from dutygraph.graph.errors import BadParameter, DutygraphError, InputError, NotFound, QueryFailed
from dutygraph.graph.exports import csv_table, plain
from dutygraph.ingest.findings.rules import RULES
from dutygraph.queries.registry import Parameter, Query, get_query, load_queries
from dutygraph.queries.values import expected
from dutygraph.web.addresses import Here
from dutygraph.web.backend import Backend, Row
from dutygraph.web.downloads import workbook
from dutygraph.web.downloads.sheet import sheet
from dutygraph.web.linking import addresses, linked
from dutygraph.web.rendering import SHOWN, page

MOST = 1000  # rows of a statement of the user's own
BARS, NODES = 40, 300  # that a chart and a graph of results show
OWN = ("run", "show", "format", "sort", "order", "statement")  # names in the address that are no parameters
SHOWS = {"table": "表", "chart": "图表", "graph": "关系图"}
EXAMPLE = "MATCH (u:Unit {name: '区司法局'})-[:LEADS]->(t:Task)\nRETURN t.number AS number, t.title AS title"


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows with the headings of their columns, in the pages' words."""

    headings: Mapping[str, str]
    rows: list[Row]
    truncated: bool = False


def add(router: APIRouter, backend: Backend) -> None:
    """Add the list of queries, the form of each, and the box for Cypher."""

    @router.get("/queries")
    async def queries(request: Request) -> Response:
        here = Here.of(request)
        text = here.get("text")
        found = [q for q in load_queries().values() if text in f"{q.title}{q.description}{q.name}"]
        return page("queries.html", here, queries=found, text=text)

    @router.get("/queries/cypher")
    async def cypher(request: Request) -> Response:
        here = Here.of(request)
        statement = request.query_params.get("statement", "")
        answer, problem = None, ""
        if statement.strip():
            try:
                result = await backend.run(statement, MOST)
                answer = Answer({name: name for name in result.columns}, result.rows, result.truncated)
            except (InputError, QueryFailed) as error:
                problem = str(error)
        if answer is not None and here.get("format"):
            return _file(answer, here, "cypher", backend)
        return _shown("cypher.html", here, answer, problem, backend, statement=statement or EXAMPLE)

    @router.get("/queries/{name}")
    async def query(request: Request, name: str) -> Response:
        here, asked = Here.of(request), get_query(name)
        values = {key: value for key, value in here.given.items() if key not in OWN}
        answer, problem, status = None, "", 200
        if here.get("run"):
            try:
                answer = Answer(backend.headings(asked), await backend.ask(name, values))
            except (InputError, NotFound, QueryFailed) as error:
                problem, status = _told(error, asked), 404 if isinstance(error, NotFound) else 400
        if answer is not None and here.get("format"):
            return _file(answer, here, name, backend)
        fields = [
            {
                "parameter": each,
                "value": values.get(each.name, ""),
                "expected": expected(each),
                "choices": [pair for pair in choices(each, backend) if pair[0] != each.default],
                "usual": dict(choices(each, backend)).get(str(each.default), "不限"),
            }
            for each in asked.parameters
        ]
        example = f"/queries/{name}?run=1" + "".join(f"&{k}={quote(v)}" for k, v in asked.example.items())
        form = {"query": asked, "fields": fields, "example": example}
        return _shown("query.html", here, answer, problem, backend, status, **form)


def choices(parameter: Parameter, backend: Backend) -> list[tuple[str, str]]:
    """Return the values that a field lets choose from, each with its words: of a closed list, of roles, of rules."""
    values = [*parameter.values] or ([*RULES] if parameter.name == "rule" else [])
    return [(str(value), str(backend.spoken({parameter.name: value})[parameter.name])) for value in values]


def _told(error: DutygraphError, asked: Query) -> str:
    """Return what is wrong with what was asked; the form calls a parameter by what it means."""
    if isinstance(error, BadParameter) and (named := asked.parameter(error.name)) is not None:
        return f"“{named.description}”：{error.wrong}"
    return str(error)


def _shown(
    template: str,
    here: Here,
    answer: Answer | None,
    problem: str,
    backend: Backend,
    status: int = 400,
    **values: Any,
) -> Response:
    rows = here.sort(answer.rows, tuple(answer.headings)) if answer is not None else []
    headings = answer.headings if answer is not None else {}
    named = linked(headings)
    columns = [n for n, words in headings.items() if not words.endswith("键")] or list(headings)
    cells = [{name: backend.cell(v) for name, v in backend.spoken(row).items()} for row in rows[:SHOWN]]
    return page(
        template,
        here,
        status if problem else 200,
        answer=answer,
        columns=[name for name in columns if not cells or any(row[name] for row in cells)] or columns,
        cells=cells,
        links=[addresses(row, headings, named) for row in rows[:SHOWN]],
        rows=rows,
        numeric=_numeric(rows),
        chart=bars(rows, answer.headings) if answer is not None else None,
        graph=result_graph(rows) if answer is not None else None,
        show=here.choice("show", SHOWS, "table"),
        shows=SHOWS,
        problem=problem,
        **values,
    )


def _file(answer: Answer, here: Here, name: str, backend: Backend) -> Response:
    form = here.choice("format", ("csv", "xlsx", "json"), "csv")
    rows = here.sort(answer.rows, tuple(answer.headings))
    if form == "csv":
        data, kind = csv_table(list(answer.headings), rows), "text/csv; charset=utf-8"
    elif form == "json":
        data, kind = json.dumps(rows, ensure_ascii=False, default=_text).encode("utf-8"), "application/json"
    else:
        data, kind = sheet([backend.spoken(row) for row in rows], answer.headings, backend.cell), workbook.MEDIA_TYPE
    return Response(data, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'})


def _text(value: Any) -> str:
    return str(plain(value))


def _numeric(rows: Sequence[Row]) -> set[str]:
    """Return the columns that hold numbers."""
    names = rows[0] if rows else ()
    return {
        name for name in names if {type(row[name]) for row in rows} - {type(None)} in ({int}, {float}, {int, float})
    }


def bars(rows: Sequence[Row], headings: Mapping[str, str]) -> dict[str, Any] | None:
    """Return rows as bars: their first words by their columns of numbers; None where they have none."""
    numeric = [name for name in headings if name in _numeric(rows)]
    named = next((n for n in ("name", "title", "month", "section", "indicator", "label") if n in headings), None)
    label = named or next((n for n in headings if rows and isinstance(rows[0][n], str) and n != "key"), None)
    if not numeric or label is None:
        return None
    shown = rows[:BARS]
    return {
        "kind": "bars",
        "categories": _called(shown, label),
        "series": [
            {"name": headings[name], "data": [row[name] for row in shown], "alone": at > 0}
            for at, name in enumerate(numeric[:6])
        ],
        "apart": True,
    }


def _called(rows: Sequence[Row], label: str) -> list[str]:
    """Return what rows are called: units of one name by their full names."""
    names = Counter(row[label] for row in rows if label == "name" and row.get("full_name"))
    return [str(row["full_name"] if names[row[label]] > 1 else row[label]) for row in rows]


def result_graph(rows: Sequence[Row]) -> dict[str, Any] | None:
    """Return rows as a graph: paths as they run, tasks with their units; None for rows that link nothing."""
    nodes: dict[str, dict[str, Any]] = {}
    edges: dict[tuple[str, str, str], dict[str, str]] = {}

    def node(key: str, title: str, label: str) -> str:
        nodes.setdefault(key, {"key": key, "title": title, "label": label})
        return key

    def link(start: str, end: str, name: str) -> None:
        edges.setdefault((start, end, name), {"from": start, "to": end, "name": name})

    for row in rows:
        if len(nodes) > NODES:
            break
        if {"names", "keys", "relationships"} <= set(row):
            for at, key in enumerate(row["keys"]):
                node(key, row["names"][at], "Task" if "-" in key else "Unit")
                if at:
                    link(row["keys"][at - 1], key, row["relationships"][at - 1])
        elif {"first", "second"} <= set(row) and isinstance(row["first"], str) and "first_key" in row:
            node(row["first_key"], row["first"], "Unit")
            node(row["second_key"], row["second"], "Unit")
            link(row["first_key"], row["second_key"], "LEADS")
        elif "key" in row and "title" in row and isinstance(row["key"], str):
            node(row["key"], str(row["title"]), "Task")
            for name, relationship in (
                ("lead", "LEADS"),
                ("responsible", "RESPONSIBLE_FOR"),
                ("supporting", "SUPPORTS"),
            ):
                for unit in row.get(name) or ():
                    if isinstance(unit, str):
                        link(node(unit, unit, "Unit"), row["key"], relationship)
    return {"nodes": list(nodes.values()), "edges": list(edges.values())} if edges else None
