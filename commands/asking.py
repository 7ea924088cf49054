"""Commands that ask the store: queries, due days and read-only Cypher."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from dutygraph.commands import options
from dutygraph.commands.console import Command
from dutygraph.commands.printing import Form, print_rows
from dutygraph.commands.values import json_value, pairs

if TYPE_CHECKING:
    from dutygraph.graph.stores.settings import StoreSettings

_MAX_BYTES = 256 * 2**20  # of the rows of one statement: they are held in memory before they are written


@click.command(
    cls=Command,
    example="dutygraph query unit_tasks unit=区司法局 role=lead\ndutygraph query deadlines to=2024-06-30 --format csv",
)
@click.argument("name", metavar="NAME")
@click.argument("values", nargs=-1, metavar="[KEY=VALUE]…")
@options.form("table", "json", "csv")
@options.output
@options.store
def query(name: str, values: tuple[str, ...], form: Form, output: str, settings: StoreSettings) -> None:
    """运行一个查询；有哪些查询和参数见 dutygraph queries。"""
    from dutygraph.api.describe import headings
    from dutygraph.graph.store import open_store
    from dutygraph.queries.registry import bind, get_query, run_query

    found, given = get_query(name), pairs(values)
    bind(found, given)  # what is wrong with the parameters is said before a store is started
    with open_store(settings) as store:
        rows = run_query(store, name, given)
        if not rows:
            from dutygraph.api.resources import check_found

            check_found(lambda query, values: run_query(store, query, values), name, given)
    print_rows(rows, headings(found), form, output)


@click.command(
    cls=Command, example="dutygraph due 6 --event 2024-01-05\ndutygraph due 6 --event 2024-01-05T09:30 --format json"
)
@click.argument("task", metavar="TASK")
@click.option("--event", required=True, help="事件发生的日期；以小时计的时限还要时刻，如 2024-01-05T09:30。")
@click.option("--plan", help="方案的键、文号或标题中的字；序号在几个方案中都有时用。")
@options.form("table", "json", "csv")
@options.output
@options.store
def due(task: str, event: str, plan: str | None, form: Form, output: str, settings: StoreSettings) -> None:
    """算出一项任务的各个办理时限到哪一天为止（TASK 为任务的键或序号）。"""
    from dutygraph.api.due import COLUMNS, due_rows, parse_event
    from dutygraph.graph.store import open_store

    on = parse_event(event)
    with open_store(settings) as store:
        rows = due_rows(store, task, on, plan)
    print_rows(rows, COLUMNS, form, output)


@click.command(cls=Command, example="dutygraph queries")
@options.form("table", "json")
def queries(form: Form) -> None:
    """列出全部查询和它们的参数。"""
    from dutygraph.api.describe import LISTED, describe, listed
    from dutygraph.queries.registry import load_queries

    known = load_queries().values()
    rows = [describe(each) if form == "json" else listed(each) for each in known]
    print_rows(rows, LISTED, form, "-")


@click.command(
    cls=Command,
    example='dutygraph cypher "MATCH (u:Unit)-[:LEADS]->(t) RETURN u.name AS unit, count(t) AS n ORDER BY n DESC"',
)
@click.argument("statement", metavar="STATEMENT")
@click.option(
    "-p", "--param", "values", multiple=True, metavar="KEY=VALUE", help="语句中的 $KEY，可多次给出；值按 JSON 读。"
)
@click.option("--limit", type=click.IntRange(1, 100_000), default=1000, show_default=True, help="最多几行。")
@click.option("--timeout", type=click.FloatRange(0.1, 600), default=30.0, show_default=True, help="最长几秒。")
@options.form("table", "json", "csv")
@options.output
@options.store
def cypher(
    statement: str,
    values: tuple[str, ...],
    limit: int,
    timeout: float,
    form: Form,
    output: str,
    settings: StoreSettings,
) -> None:
    """运行一条只读的 Cypher（- 从标准输入读）；写入会被拒绝。"""
    from dutygraph.api.statement import run_statement
    from dutygraph.api.tables import unread
    from dutygraph.graph.store import open_store

    if statement == "-":
        statement = sys.stdin.buffer.read().decode("utf-8-sig")
    parameters = {name: json_value(value) for name, value in pairs(values).items()}
    with open_store(settings) as store:
        rows = run_statement(store, statement, parameters, timeout=timeout, max_rows=limit, max_bytes=_MAX_BYTES)
    shown = unread(rows.rows) if form == "table" else rows.rows
    print_rows(shown, {name: name for name in rows.columns}, form, output)
    if rows.truncated:
        more = "可加 --limit" if len(rows.rows) == limit else "内容已超过 256 MB，请只返回需要的属性"
        click.echo(f"只列出前 {len(rows.rows)} 行，还有更多；{more}。", err=True)
