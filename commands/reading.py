"""Commands on documents: what they say, how they are read, and loading them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from dutygraph.commands import options
from dutygraph.commands.console import Command
from dutygraph.commands.exits import Outcomes
from dutygraph.commands.printing import Form, write
from dutygraph.graph import errors

if TYPE_CHECKING:
    import datetime as dt

    from dutygraph.commands.options import Told
    from dutygraph.graph.model import Document
    from dutygraph.graph.preparing import Prepared
    from dutygraph.graph.stores.settings import StoreSettings
    from dutygraph.ingest.batch import Reading
    from dutygraph.ingest.files.collect import Found

T = TypeVar("T")
DAY = click.DateTime(["%Y-%m-%d"])


@click.command(cls=Command, example="dutygraph text 方案.docx")
@click.argument("file", metavar="FILE")
def text(file: str) -> None:
    """打印文件的文字（- 为标准输入）；抽取结果中的位置按它计数。"""
    from dutygraph.api.ingesting import read_text

    write(read_text(file).text.encode("utf-8"))


@click.command(cls=Command, example="dutygraph extract 方案.docx --format json -o 方案.json")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@options.form("json", "table", help="输出形式：json 一份文件一个对象，多份为数组。")
@options.reviewed_reading
@options.output
def extract(
    files: tuple[str, ...],
    form: Form,
    told: Told,
    output: str,
) -> int:
    """读出任务、单位、时限、目标和所引文件，不写入数据库。"""
    from dutygraph.api.encode import json_bytes
    from dutygraph.api.ingesting import TASKS, task_rows
    from dutygraph.api.tables import plain_table
    from dutygraph.ingest.report import document_to_json

    found, reading = _wanted(files, told)
    outcomes = Outcomes()
    tables, objects = [], []
    for document in _read(found, reading, outcomes):
        if form == "table":
            tables.append(plain_table(task_rows(document), TASKS))
        else:
            objects.append(document_to_json(document))
    if form == "table":
        write("\n".join(tables).encode("utf-8"), output)
    elif objects:
        write(json_bytes(objects if len(found) > 1 else objects[0], indent=True) + b"\n", output)
    return outcomes.code


@click.command(
    cls=Command, example="dutygraph coverage 方案.docx\ndutygraph coverage 方案.docx --format html -o 方案.html"
)
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@options.form("table", "json", "html", help="输出形式：html 为标出读法的全文，可用浏览器打开。")
@options.reviewed_reading
@options.output
def coverage(files: tuple[str, ...], form: str, told: Told, output: str) -> int:
    """列出每份文件的文字各读成了什么，哪些地方没有读懂。"""
    from dutygraph.api.covering import render_coverage

    found, reading = _wanted(files, told, counted=False)
    outcomes = Outcomes()
    documents = list(_read(found, reading, outcomes))
    if documents:
        write(render_coverage(documents, form, several=len(found) > 1), output)
    return outcomes.code


@click.command(cls=Command, example="dutygraph review 方案.docx -o 方案.review.yaml")
@click.argument("file", metavar="FILE")
@click.option("--facts", is_flag=True, help="也列出读出的全部内容，不只是待核事项。")
@options.reading
@options.output
def review(file: str, facts: bool, told: Told, output: str) -> None:
    """写出审核文件，填写后读入时生效；已填写的决定会保留。"""
    from dutygraph.api.ingesting import review_text
    from dutygraph.ingest.batch import Reading

    reading = Reading.with_registers(told.register, told.instruments, told.jurisdiction)
    written = review_text(file, reading, None if output == "-" else Path(output), facts=facts)
    write(written.encode("utf-8"), output)


@click.command(cls=Command, example="dutygraph ingest 方案.docx\ndutygraph ingest 文件夹 '往年/*.docx' 归档.zip")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@options.form("table", "json")
@click.option("--replaces", metavar="PLAN", help="这是哪个方案（键、标题或文号）的新版；重新印发、日期不同时用。")
@click.option("--valid-from", type=DAY, help="自哪天起有效；默认印发日，更正同一日期的方案时为今天。")
@options.reviewed_reading
@options.store
def ingest(
    paths: tuple[str, ...],
    form: Form,
    replaces: str | None,
    valid_from: dt.datetime | None,
    told: Told,
    settings: StoreSettings,
) -> int:
    """读入文件、文件夹、压缩包或通配符所指的方案；重复读入不改变结果，文字不同的是新的一版，旧版保留。"""
    from dutygraph.api.encode import json_bytes
    from dutygraph.api.ingesting import FAILURES, SUMMARY, failed, failure_row, load_prepared, prepare, summary_rows
    from dutygraph.api.tables import print_table
    from dutygraph.graph.ahead import ahead
    from dutygraph.graph.store import open_store

    found, reading = _wanted(paths, told)
    if len(found) > 1 and (replaces or valid_from):
        option = "--replaces" if replaces else "--valid-from"
        raise errors.BadParameter(option, f"{len(found)} 份文件", "只对一份文件给出；多份请逐份导入")
    since = valid_from.date() if valid_from else None
    outcomes, loaded = Outcomes(), []

    def ready(read: tuple[str, Document | errors.DutygraphError]) -> Prepared:
        result = read[1]
        if isinstance(result, errors.DutygraphError):
            raise result
        return prepare(result, replaces=replaces, valid_from=since)

    with ExitStack() as stack:
        store = None
        results = stack.enter_context(_results(found, reading))
        for (where, result), prepared in stack.enter_context(closing(ahead(results, ready))):
            if isinstance(result, errors.DutygraphError):
                outcomes.fail(where, result)
                continue
            store = store or stack.enter_context(open_store(settings))  # not for files that are all unreadable
            with outcomes.of(result.source.path):
                loaded.append(load_prepared(store, result, prepared.result()))
    if form == "json":
        if loaded or len(found) > 1:
            write(json_bytes([*loaded, *(failed(*each) for each in outcomes.failures)], indent=True) + b"\n")
        return outcomes.code
    if loaded:
        print_table(summary_rows(loaded), SUMMARY, sys.stdout)
    if outcomes.failures and len(found) > 2:
        click.echo(f"共 {len(found)} 份，导入 {len(loaded)} 份，未导入 {len(outcomes.failures)} 份：", err=True)
        print_table([failure_row(*each) for each in outcomes.failures], FAILURES, sys.stderr)
    return outcomes.code


@click.command(cls=Command, example="dutygraph reforms -o 单位名册.csv")
@options.output
def reforms(output: str) -> None:
    """打印国家机构改革名册（2018、2021、2023 年），可另存、增改后用 --register 指定；各地机构的日期请自行填写。"""
    from dutygraph.ingest.resolve.register import bundled_reforms

    write(bundled_reforms(), output)


def _wanted(
    patterns: tuple[str, ...], told: Told, *, counted: bool = True
) -> tuple[Sequence[Found | errors.UnreadableDocument], Reading]:
    """Return the documents meant, and how they are to be read; unless ``counted``, whatever their counts."""
    from dataclasses import replace

    from dutygraph.ingest.batch import Reading
    from dutygraph.ingest.files.collect import find_documents

    reading = Reading.with_registers(told.register, told.instruments, told.jurisdiction)
    found = find_documents(patterns, reading.limits)
    reading = reading.reviewed(told.review, told.no_review, told.expect, documents=len(found))
    return found, replace(reading, counted=counted)


def _read(
    found: Sequence[Found | errors.UnreadableDocument], reading: Reading, outcomes: Outcomes
) -> Iterator[Document]:
    """Yield the documents that can be read, in their order; the others are noted and told."""
    with _results(found, reading) as results:
        for where, result in results:
            if isinstance(result, errors.DutygraphError):
                outcomes.fail(where, result)
            else:
                yield result


@contextmanager
def _results(
    found: Sequence[Found | errors.UnreadableDocument], reading: Reading
) -> Iterator[Iterable[tuple[str, Document | errors.DutygraphError]]]:
    """Read the documents as long as the block lasts: the name of each with what was read, or why it was not."""
    from dutygraph.ingest.batch import read_each

    with closing(read_each(found, reading)) as results, _progress(results, len(found)) as counted:
        yield counted


@contextmanager
def _progress(things: Iterable[T], total: int) -> Iterator[Iterable[T]]:
    """Count the things on a bar on standard error, where a person looks and there are several."""
    if total < 2 or not sys.stderr.isatty():
        yield things
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        yield bar.track(things, total=total, description="读取")
