"""Commands that serve: the demonstration, the service, and tools for programs that talk to models."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dutygraph.commands import options
from dutygraph.commands.console import Command

if TYPE_CHECKING:
    from socket import socket

    from dutygraph.graph.stores.settings import StoreSettings


@click.command(cls=Command, example="dutygraph demo\ndutygraph demo 方案.docx --port 9000")
@click.argument("plan", required=False, metavar="[PLAN]")
@options.host
@options.port
@click.option("--data", type=click.Path(path_type=Path), help="数据文件夹；默认另用一个，不与正式数据相混。")
def demo(plan: str | None, host: str, port: int, data: Path | None) -> None:
    """读入示例（或所给方案），列出区司法局牵头的任务，再启动服务。"""
    from dutygraph.api import demo as demonstration
    from dutygraph.api.ingesting import read
    from dutygraph.api.serving import take_port
    from dutygraph.api.tables import print_table
    from dutygraph.graph.store import open_store
    from dutygraph.ingest.batch import Reading

    with take_port(host, port) as bound:
        document = read(plan or demonstration.example(), Reading())
        settings = demonstration.settings(data)
        with open_store(replace(settings, lasting=True)) as store:
            title, rows = demonstration.answer(store, document)
            print_table(rows, demonstration.COLUMNS, sys.stdout, title)
            _serve(bound, settings)  # within: the database goes on running


@click.command(cls=Command, example="dutygraph serve --port 8000")
@options.host
@options.port
@options.register
@options.instruments
@options.store
def serve(host: str, port: int, register: Path | None, instruments: Path | None, settings: StoreSettings) -> None:
    """启动网页和接口服务，按 Ctrl-C 停止；上传的方案用单位名册读。"""
    from dutygraph.api.serving import take_port
    from dutygraph.ingest.batch import Reading

    with take_port(host, port) as bound:
        Reading.with_registers(register, instruments)  # a mistake in it is said now, not at the first upload
        _serve(bound, settings, register, instruments)


@click.command(cls=Command, example="dutygraph mcp\ndutygraph mcp --http --port 8001")
@click.option("--http", is_flag=True, help="在本机端口上提供（streamable HTTP），不用标准输入输出。")
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True, help="--http 的端口。")
@options.store
def mcp(http: bool, port: int, settings: StoreSettings) -> None:
    """启动 MCP 服务：把全部查询和只读 Cypher 作为工具提供给大模型程序。"""
    from dutygraph.api import mcp_server

    if not http:
        mcp_server.serve_stdio(settings)
        return
    from dutygraph.api.serving import address_of, serve, take_port

    with take_port("127.0.0.1", port) as bound:
        address = address_of(bound) + mcp_server.PATH
        serve(mcp_server.make_http_app(settings), bound, lambda: click.echo(f"MCP 地址：{address}　按 Ctrl-C 停止。"))


def _serve(
    bound: socket, settings: StoreSettings, register: Path | None = None, instruments: Path | None = None
) -> None:
    from dutygraph.api import serving
    from dutygraph.api.app import create_app
    from dutygraph.api.settings import ApiSettings
    from dutygraph.graph.rdf.paths import base_from_environment, licence_from_environment

    address, base = serving.address_of(bound), base_from_environment()
    licence = licence_from_environment()
    serving.serve(
        create_app(ApiSettings(settings, register=register, instruments=instruments, base_iri=base, licence=licence)),
        bound,
        lambda: click.echo(f"服务地址：{address}　按 Ctrl-C 停止。"),
    )
    click.echo("服务已停止。")
