"""Commands on what the store holds: compare, remove, back up, restore, copy."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dutygraph.commands import options
from dutygraph.commands.console import Command
from dutygraph.commands.printing import Form, write

if TYPE_CHECKING:
    from dutygraph.commands.options import Told
    from dutygraph.graph.store import Store
    from dutygraph.graph.stores.settings import StoreSettings

replace = click.option("--replace", is_flag=True, help="取代目标库中已有的全部数据；不加则只写入空库。")


@click.command(
    cls=Command,
    example="dutygraph diff 旧版.docx 新版.docx\ndutygraph diff 方案标题@1 方案标题\ndutygraph diff 方案标题 新版.docx",
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@options.form("table", "json", "csv")
@options.reading
@options.output
@options.store
def diff(old: str, new: str, form: Form, told: Told, output: str, settings: StoreSettings) -> None:
    """比较两版方案：新增、删除、修改了哪些任务；OLD、NEW 为文件，或库中的方案（可加 @版次 或 @日期）。"""
    from dutygraph.api.differing import (
        COLUMNS,
        compare_named,
        comparison_object,
        comparison_rows,
        comparison_text,
    )
    from dutygraph.api.encode import json_bytes
    from dutygraph.api.ingesting import read
    from dutygraph.api.tables import render
    from dutygraph.graph.store import open_store
    from dutygraph.ingest.batch import Reading

    reading = Reading.with_registers(told.register, told.instruments, told.jurisdiction)
    with ExitStack() as stack:
        opened: list[Store] = []

        def store() -> Store:
            if not opened:
                opened.append(stack.enter_context(open_store(settings)))
            return opened[0]

        found = compare_named(old, new, lambda path: read(path, reading), store)
    if form == "json":
        write(json_bytes(comparison_object(found), indent=True) + b"\n", output)
    elif form == "table":
        write(comparison_text(found).encode("utf-8"), output)
    else:
        write(render(comparison_rows(found), COLUMNS, form), output)


@click.command(cls=Command, example="dutygraph remove 方案标题")
@click.argument("plan", metavar="PLAN")
@options.store
def remove(plan: str, settings: StoreSettings) -> None:
    """移除一个方案（键、标题或文号）和它的各版；别的方案也用到的单位、文件等保留。"""
    from dutygraph.api.ingesting import outcome
    from dutygraph.graph.store import open_store

    with open_store(settings) as store:
        report = store.remove(plan)
    nodes, edges = report.nodes, report.edges
    click.echo(
        outcome(
            {"created": 0, "updated": nodes.updated, "deleted": nodes.deleted},
            {"created": 0, "updated": edges.updated, "deleted": edges.deleted},
        )
    )


@click.command(cls=Command, example="dutygraph backup -o 责任图谱备份.jsonl")
@options.output
@options.store
def backup(output: str, settings: StoreSettings) -> None:
    """把库中全部数据写成备份文件（JSON 行），可用 restore 原样恢复。"""
    from dutygraph.api.keeping import stream_backup, write_backup
    from dutygraph.graph.store import open_store

    with open_store(settings) as store:
        if output == "-":
            sys.stdout.flush()
            stream_backup(store, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        else:
            write_backup(store, Path(output))


@click.command(cls=Command, example="dutygraph restore 责任图谱备份.jsonl")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@replace
@options.store
def restore(file: Path, replace: bool, settings: StoreSettings) -> None:
    """把备份恢复到空库；内置数据库和 Neo4j 的备份可以互换。"""
    from dutygraph.api.keeping import restore_backup
    from dutygraph.graph.store import open_store

    with open_store(settings) as store:
        _told(*restore_backup(store, file, replace=replace))


@click.command(
    cls=Command,
    example="dutygraph copy --to bolt://服务器:7687 --to-user neo4j\ndutygraph copy --to 新数据文件夹",
)
@click.option(
    "--to",
    "target",
    required=True,
    help="目标：Neo4j 地址，或内置数据库的数据文件夹；口令从 DUTYGRAPH_TO_PASSWORD 读。",
)
@click.option("--to-user", help="目标的 Neo4j 用户（或 DUTYGRAPH_TO_USER）。")
@click.option("--to-database", help="目标的 Neo4j 数据库名（或 DUTYGRAPH_TO_DATABASE）。")
@replace
@options.store
def copy(target: str, to_user: str | None, to_database: str | None, replace: bool, settings: StoreSettings) -> None:
    """把库中全部数据复制到另一个空库，例如从内置数据库搬到 Neo4j。"""
    from dutygraph.api.keeping import copy_store, target_settings
    from dutygraph.graph.store import open_store

    with open_store(settings) as store, open_store(target_settings(target, to_user, to_database)) as other:
        _told(*copy_store(store, other, replace=replace))


def _told(nodes: int, edges: int) -> None:
    click.echo(f"写入结点 {nodes}、关系 {edges}。")
