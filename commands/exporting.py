"""Commands that export the graph, or one plan of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dutygraph.commands import options
from dutygraph.commands.console import Group
from dutygraph.commands.printing import write

if TYPE_CHECKING:
    from dutygraph.graph.build import Graph
    from dutygraph.graph.stores.settings import StoreSettings


@click.group(cls=Group, example="dutygraph export rdf --format turtle -o 责任图谱.ttl")
def export() -> None:
    """导出：台账、日历，或整个图谱（RDF、GraphML、CSV 表、JSON 行、Neo4j 批量导入文件）；Neo4j Browser 的全套文件。"""


@export.command(example="dutygraph export rdf --format turtle -o 责任图谱.ttl")
@options.form("turtle", "nt", "jsonld", "xml", "trig", help="RDF 的写法。")
@click.option("--base", help="数据 IRI 的前缀，以 / 结尾。")
@options.plan
@options.output
@options.store
def rdf(form: str, base: str | None, plan: str | None, output: str, settings: StoreSettings) -> None:
    """导出为链接数据。"""
    from dutygraph.graph.rdf.formats import serialize
    from dutygraph.graph.rdf.paths import base_from_environment

    write(serialize(_graph(settings, plan), form, base or base_from_environment()), output)


@export.command(example="dutygraph export graphml -o 责任图谱.graphml")
@options.plan
@options.output
@options.store
def graphml(plan: str | None, output: str, settings: StoreSettings) -> None:
    """导出为 GraphML，可用 Gephi、yEd 打开。"""
    from dutygraph.graph import exports

    write(exports.graphml(_graph(settings, plan)), output)


@export.command(example="dutygraph export jsonl -o 责任图谱.jsonl")
@options.plan
@options.output
@options.store
def jsonl(plan: str | None, output: str, settings: StoreSettings) -> None:
    """导出为 JSON 行：先结点，后关系。"""
    from dutygraph.graph import exports

    write(b"".join(exports.jsonl(_graph(settings, plan))), output)


@export.command(example="dutygraph export csv -o 表格\ndutygraph export csv -o 表格.zip")
@options.plan
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="文件夹，或以 .zip 结尾的文件。")
@options.store
def csv(plan: str | None, output: Path, settings: StoreSettings) -> None:
    """导出为 CSV 表，每类结点、每种关系一张，可用 Excel 打开。"""
    from dutygraph.graph import exports

    _write_files(exports.csv_tables(_graph(settings, plan)), output)


@export.command(
    name="browser-kit",
    example="dutygraph export browser-kit -o 图谱浏览.zip\ndutygraph export browser-kit -o 图谱浏览",
)
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="文件夹，或以 .zip 结尾的文件。")
@click.option("--service", metavar="URL", help="本系统服务的地址，写进指南；默认 http://localhost:8000。")
def browser_kit(output: Path, service: str | None) -> None:
    """导出 Neo4j Browser 用的收藏语句、样式和指南；不需要数据库。"""
    from dutygraph.web.neo4j_browser.kit import SERVICE, kit

    _write_files(kit((service or SERVICE).rstrip("/")), output)


def _write_files(files: Mapping[str, bytes], output: Path) -> None:
    """Write files by path into a folder, or into an archive where its name ends in .zip."""
    from dutygraph.graph.exports import zip_files

    if output.suffix.lower() == ".zip":
        write(zip_files(files), str(output))
        return
    for name, content in files.items():
        path = output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _of_whom(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say whose tasks are meant."""
    for option in (
        click.option("--role", type=click.Choice(["any", "lead", "responsible", "supporting", "principal"])),
        click.option("--unit", help="只要这个单位的：名称、别名或键。"),
        click.option("--plan", help="方案的键、文号或标题中的字；默认全部。"),
    ):
        command = option(command)
    return command


@export.command(example="dutygraph export xlsx --unit 区司法局 --role lead -o 台账.xlsx")
@_of_whom
@options.output
@options.store
def xlsx(plan: str | None, unit: str | None, role: str | None, output: str, settings: StoreSettings) -> None:
    """导出任务台账（Excel），一项任务一行。"""
    from dutygraph.api.downloads import ledger_file
    from dutygraph.graph.store import open_store

    with open_store(settings) as store:
        write(ledger_file(store, plan, unit, role)[1], output)


@export.command(example="dutygraph export ics --unit 区司法局 -o 区司法局.ics")
@_of_whom
@options.output
@options.store
def ics(plan: str | None, unit: str | None, role: str | None, output: str, settings: StoreSettings) -> None:
    """导出日历（iCalendar），含到期日和周期性任务，可导入手机和 Outlook。"""
    from dutygraph.api.downloads import calendar_file
    from dutygraph.graph.store import open_store

    with open_store(settings) as store:
        write(calendar_file(store, plan, unit, role)[1], output)


@export.command(name="neo4j-import", example="dutygraph export neo4j-import -o 导入")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="文件夹。")
@options.store
def neo4j_import(output: Path, settings: StoreSettings) -> None:
    """导出为 neo4j-admin database import 的文件，用法见其中的 README.md。"""
    from dutygraph.graph.store import open_store

    with open_store(settings) as store:
        written = store.export_import_files(output)
    click.echo(f"已写入 {output}：{written.nodes} 个结点、{written.edges} 条关系。", err=True)
    if written.left_out:
        click.echo(f"本体中没有的属性没有导出：{'、'.join(written.left_out)}。", err=True)


def _graph(settings: StoreSettings, plan: str | None) -> Graph:
    from dutygraph.api.exporting import read_part
    from dutygraph.graph.store import open_store

    with open_store(settings) as store:
        return read_part(store, plan)
