"""Options that several commands share. Imports nothing but click."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

register = click.option(
    "--register", type=click.Path(path_type=Path), help="单位名册（CSV），用来统一名称、认定单位群成员。"
)
instruments = click.option(
    "--instruments", type=click.Path(path_type=Path), help="文件名册（CSV），用来认定同一文件、注明废止和取代。"
)
jurisdiction = click.option("--jurisdiction", help="行政区划代码或名称；默认从文件中判断。")
output = click.option("-o", "--output", default="-", show_default=True, help="写入的文件；- 为标准输出。")
host = click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
port = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    envvar="PORT",
    show_default=True,
    help="监听端口（或环境变量 PORT）。",
)
plan = click.option("--plan", help="只导出这个方案（键）；默认全部。")


def form(*choices: str, help: str = "输出形式：表格供阅读，其余供程序。") -> Decorator:
    """Return ``--format`` with these choices, the first of them the default."""
    return click.option(
        "--format", "form", type=click.Choice(choices), default=choices[0], show_default=True, help=help
    )


def for_every_command(group: click.Group, defaults: Mapping[str, object]) -> dict[str, Any]:
    """Return click's map of defaults that gives the same ones to every command of a group, however deep."""
    return {
        name: for_every_command(command, defaults) if isinstance(command, click.Group) else dict(defaults)
        for name, command in group.commands.items()
    }


@dataclass(frozen=True, slots=True)
class Told:
    """What a command was told of how documents are to be read."""

    register: Path | None
    instruments: Path | None
    jurisdiction: str | None
    review: Path | None = None
    no_review: bool = False
    expect: tuple[str, ...] = ()


def reading(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say how documents are read; it receives them as ``told``."""

    @register
    @instruments
    @jurisdiction
    @wraps(command)
    def with_told(
        *args: Any, register: Path | None, instruments: Path | None, jurisdiction: str | None, **rest: Any
    ) -> Any:
        return command(*args, told=Told(register, instruments, jurisdiction), **rest)

    return with_told


def reviewed_reading(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of :func:`reading`, and those on reviews and counts."""

    @click.option(
        "--review",
        type=click.Path(path_type=Path),
        help="审核文件；默认用文档旁的同名 .review.yaml，如 方案.review.yaml。",
    )
    @click.option("--no-review", is_flag=True, help="不用审核文件。")
    @click.option(
        "--expect",
        multiple=True,
        metavar="NAME>=N",
        help="数量要求，可多次：tasks>=80 不足则停止，tasks<=90 超出则提示。",
    )
    @wraps(command)
    def with_review(
        *args: Any, told: Told, review: Path | None, no_review: bool, expect: tuple[str, ...], **rest: Any
    ) -> Any:
        return command(*args, told=replace(told, review=review, no_review=no_review, expect=expect), **rest)

    return reading(with_review)


def store(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that choose a store; it receives them as ``settings``."""

    @click.option("--data", type=click.Path(path_type=Path), help="数据文件夹（或 DUTYGRAPH_DATA）。")
    @click.option("--neo4j-uri", help="Neo4j 地址（或 DUTYGRAPH_NEO4J_URI）；不给则用内置数据库。")
    @click.option("--neo4j-user", help="Neo4j 用户（或 DUTYGRAPH_NEO4J_USER）；口令只从 DUTYGRAPH_NEO4J_PASSWORD 读。")
    @click.option("--neo4j-database", help="Neo4j 数据库名（或 DUTYGRAPH_NEO4J_DATABASE）。")
    @wraps(command)
    def with_settings(
        *args: Any,
        data: Path | None,
        neo4j_uri: str | None,
        neo4j_user: str | None,
        neo4j_database: str | None,
        **options: Any,
    ) -> Any:
        from dutygraph.graph.stores.settings import StoreSettings

        given = {"URI": neo4j_uri, "USER": neo4j_user, "DATABASE": neo4j_database}
        environment = {**os.environ, **{f"DUTYGRAPH_NEO4J_{name}": value for name, value in given.items() if value}}
        return command(*args, settings=StoreSettings.from_environment(data, environment), **options)

    return with_settings
