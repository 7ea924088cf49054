"""The command that asks what several plans say taken together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dutygraph.commands import options
from dutygraph.commands.console import Command
from dutygraph.commands.printing import Form, print_rows
from dutygraph.commands.values import pairs

if TYPE_CHECKING:
    from dutygraph.graph.store import Store
    from dutygraph.graph.stores.settings import StoreSettings


@click.command(
    cls=Command,
    example="dutygraph analyse\ndutygraph analyse bottlenecks minimum=5\ndutygraph analyse chain --write",
)
@click.argument("name", metavar="[NAME]", required=False)
@click.argument("values", nargs=-1, metavar="[KEY=VALUE]…")
@click.option("--write", is_flag=True, help="把承接关系（chain）写入图谱，取代以前写入的。")
@click.option("--undo", is_flag=True, help="从图谱中删去写入的承接关系（chain）。")
@options.form("table", "json", "csv")
@options.output
@options.store
def analyse(
    name: str | None,
    values: tuple[str, ...],
    write: bool,
    undo: bool,
    form: Form,
    output: str,
    settings: StoreSettings,
) -> None:
    """分析几个方案：工作量、协作网络、扎堆、缺项、重复、目标不一、政策传导、文件修改的影响；不给 NAME 列出全部分析。"""
    from dutygraph.api.describe import LISTED, headings, listed
    from dutygraph.graph.store import open_store
    from dutygraph.queries.analyses import NAMES, ask, get_analysis
    from dutygraph.queries.registry import bind

    if name is None:
        rows = [{**listed(get_analysis(each)), "name": each} for each in NAMES]
        print_rows(rows, {**LISTED, "name": "分析"}, form, output)
        return
    if (write or undo) and name != "chain":
        raise click.UsageError("只有 chain 可以写入图谱（--write、--undo）")
    if write and undo:
        raise click.UsageError("--write 和 --undo 只能选一个")
    analysis, given = get_analysis(name), pairs(values)
    if write and given.keys() & {"plan", "label"}:
        raise click.UsageError("写入的是全部方案的承接关系，不能同时给 plan 或 label")
    bound = bind(analysis, given)  # what is wrong with the parameters is said before a store is started
    with open_store(settings) as store:
        if undo:
            removed = store.replace_derived("CARRIES_OUT", {})
            click.echo(f"已删去 {removed} 条承接关系。", err=True)
            return
        if write:
            _write(store, bound["threshold"], bound["best"])
            given["label"] = "Task"  # what was written
        rows = ask(store, analysis.name, given)
    print_rows(rows, headings(analysis), form, output)


def _write(store: Store, threshold: float, best: int) -> None:
    from dutygraph.graph.analysis.chain import edges_of, find_chain
    from dutygraph.graph.analysis.facts import read_tasks

    links = find_chain(read_tasks(store.read), threshold, best)
    before = store.replace_derived("CARRIES_OUT", edges_of(links))
    click.echo(f"写入 {len(links)} 条承接关系，取代以前的 {before} 条；--undo 可删去。", err=True)
