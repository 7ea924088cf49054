"""The command line: parse, call, print. Heavy modules are imported inside the commands that need them.

Results go to standard output (UTF-8), progress and errors to standard error. An error is one Chinese sentence
and an exit code of :data:`EXIT_CODES`.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from dutygraph import __version__
from dutygraph.api import options
from dutygraph.api.console import Group, usage_error
from dutygraph.graph import errors

if TYPE_CHECKING:
    from socket import socket

    from dutygraph.graph.build import Graph
    from dutygraph.graph.model import Document
    from dutygraph.graph.settings import StoreSettings
    from dutygraph.ingest.batch import Reading
    from dutygraph.ingest.collect import Found

    Form = Literal["table", "json", "csv"]

EXIT_OK = 0
EXIT_OTHER = 1  # a file that cannot be written, and what nobody foresaw
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130  # Ctrl-C in the middle of work; for a server it is the way to stop: 0
EXIT_CODES: Mapping[type[Exception], int] = {
    errors.DutygraphError: EXIT_OTHER,
    errors.InputError: EXIT_USAGE,
    errors.UnreadableDocument: 3,
    errors.NotAPlan: 4,
    errors.UnknownQuery: EXIT_USAGE,
    errors.BadParameter: EXIT_USAGE,
    errors.WriteRefused: 5,
    errors.NotFound: 6,
    errors.AmbiguousName: 7,
    errors.StoreError: 8,
    errors.QueryFailed: 9,
}
T = TypeVar("T")


@click.group(
    cls=Group,
    example="dutygraph demo\ndutygraph ingest 方案.docx\ndutygraph query unit_tasks unit=区司法局 role=lead",
)
@click.version_option(__version__, message="dutygraph %(version)s", help="显示版本号并退出。")
@click.option("--data", type=click.Path(path_type=Path), help="数据文件夹；也可写在命令之后。")
@click.pass_context
def commands(context: click.Context, data: Path | None) -> None:
    """责任图谱：读任务分解方案，答“谁牵头、谁负责、何时完成”。"""
    if data is not None:
        context.default_map = options.for_every_command(commands, {"data": data})


@commands.command(example="dutygraph demo\ndutygraph demo 方案.docx --port 9000")
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
        with open_store(settings) as store:
            title, rows = demonstration.answer(store, document)
            print_table(rows, demonstration.COLUMNS, sys.stdout, title)
            _serve(bound, settings)  # within: the database goes on running


@commands.command(example="dutygraph text 方案.docx")
@click.argument("file", metavar="FILE")
def text(file: str) -> None:
    """打印文件的文字（- 为标准输入）；抽取结果中的位置按它计数。"""
    from dutygraph.api.ingesting import read_text

    _write(read_text(file).text.encode("utf-8"))


@commands.command(example="dutygraph extract 方案.docx --format json -o 方案.json")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@options.form("json", "table", help="输出形式：json 一份文件一个对象，多份为数组。")
@options.register
@options.jurisdiction
@options.output
def extract(files: tuple[str, ...], form: Form, register: Path | None, jurisdiction: str | None, output: str) -> int:
    """读出任务、单位、时限、目标和所引文件，不写入数据库。"""
    from dutygraph.api.encode import json_bytes
    from dutygraph.api.ingesting import TASKS, task_rows
    from dutygraph.api.tables import plain_table
    from dutygraph.ingest.batch import Reading
    from dutygraph.ingest.collect import find_documents
    from dutygraph.ingest.report import document_to_json

    reading = Reading.with_register(register, jurisdiction)
    found = find_documents(files, reading.limits)
    outcomes = Outcomes()
    tables, objects = [], []
    for document in _read(found, reading, outcomes):
        if form == "table":
            tables.append(plain_table(task_rows(document), TASKS))
        else:
            objects.append(document_to_json(document))
    if form == "table":
        _write("\n".join(tables).encode("utf-8"), output)
    elif objects:
        _write(json_bytes(objects if len(found) > 1 else objects[0], indent=True) + b"\n", output)
    return outcomes.code


@commands.command(example="dutygraph ingest 方案.docx\ndutygraph ingest 文件夹 '往年/*.docx' 归档.zip")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@options.form("table", "json")
@options.register
@options.jurisdiction
@options.store
def ingest(
    paths: tuple[str, ...], form: Form, register: Path | None, jurisdiction: str | None, settings: StoreSettings
) -> int:
    """读入文件、文件夹、压缩包或通配符所指的方案；重复读入不改变结果。"""
    from dutygraph.api.encode import json_bytes
    from dutygraph.api.ingesting import FAILURES, SUMMARY, failed, failure_row, load, summary_rows
    from dutygraph.api.tables import print_table
    from dutygraph.graph.store import open_store
    from dutygraph.ingest.batch import Reading
    from dutygraph.ingest.collect import find_documents

    reading = Reading.with_register(register, jurisdiction)
    found = find_documents(paths, reading.limits)
    outcomes, loaded = Outcomes(), []
    with ExitStack() as stack:
        store = None
        for document in _read(found, reading, outcomes):
            store = store or stack.enter_context(open_store(settings))  # not for files that are all unreadable
            with outcomes.of(document.source.path):
                loaded.append(load(store, document))
    if form == "json":
        if loaded or len(found) > 1:
            _write(json_bytes([*loaded, *(failed(*each) for each in outcomes.failures)], indent=True) + b"\n")
        return outcomes.code
    if loaded:
        print_table(summary_rows(loaded), SUMMARY, sys.stdout)
    if outcomes.failures and len(found) > 2:
        click.echo(f"共 {len(found)} 份，导入 {len(loaded)} 份，未导入 {len(outcomes.failures)} 份：", err=True)
        print_table([failure_row(*each) for each in outcomes.failures], FAILURES, sys.stderr)
    return outcomes.code


@commands.command(example="dutygraph serve --port 8000")
@options.host
@options.port
@options.register
@options.store
def serve(host: str, port: int, register: Path | None, settings: StoreSettings) -> None:
    """启动网页和接口服务，按 Ctrl-C 停止；上传的方案用单位名册读。"""
    from dutygraph.api.serving import take_port
    from dutygraph.ingest.batch import Reading

    with take_port(host, port) as bound:
        Reading.with_register(register)  # a mistake in it is said now, not at the first upload
        _serve(bound, settings, register)


@commands.command(
    example="dutygraph query unit_tasks unit=区司法局 role=lead\ndutygraph query deadlines to=2024-06-30 --format csv"
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

    found, given = get_query(name), _pairs(values)
    bind(found, given)  # what is wrong with the parameters is said before a store is started
    with open_store(settings) as store:
        rows = run_query(store, name, given)
    _print_rows(rows, headings(found), form, output)


@commands.command(example="dutygraph queries")
@options.form("table", "json")
def queries(form: Form) -> None:
    """列出全部查询和它们的参数。"""
    from dutygraph.api.describe import LISTED, describe, listed
    from dutygraph.queries.registry import load_queries

    known = load_queries().values()
    rows = [describe(each) if form == "json" else listed(each) for each in known]
    _print_rows(rows, LISTED, form, "-")


@commands.command(
    example='dutygraph cypher "MATCH (u:Unit)-[:LEADS]->(t) RETURN u.name AS unit, count(t) AS n ORDER BY n DESC"'
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
    parameters = {name: _json_value(value) for name, value in _pairs(values).items()}
    with open_store(settings) as store:
        rows = run_statement(store, statement, parameters, timeout=timeout, max_rows=limit)
    shown = unread(rows.rows) if form == "table" else rows.rows
    _print_rows(shown, {name: name for name in rows.columns}, form, output)
    if rows.truncated:
        click.echo(f"只列出前 {limit} 行，还有更多；可加 --limit。", err=True)


@commands.group(example="dutygraph export rdf --format turtle -o 责任图谱.ttl")
def export() -> None:
    """导出图谱：RDF、GraphML、CSV 表、JSON 行。"""


@export.command(example="dutygraph export rdf --format turtle -o 责任图谱.ttl")
@options.form("turtle", "nt", "jsonld", "xml", "trig", help="RDF 的写法。")
@click.option("--base", help="数据 IRI 的前缀，以 / 结尾。")
@options.plan
@options.output
@options.store
def rdf(form: str, base: str | None, plan: str | None, output: str, settings: StoreSettings) -> None:
    """导出为链接数据。"""
    from dutygraph.graph.rdf import serialize
    from dutygraph.graph.rdf_terms import DEFAULT_BASE

    _write(serialize(_graph(settings, plan), form, base or DEFAULT_BASE), output)


@export.command(example="dutygraph export graphml -o 责任图谱.graphml")
@options.plan
@options.output
@options.store
def graphml(plan: str | None, output: str, settings: StoreSettings) -> None:
    """导出为 GraphML，可用 Gephi、yEd 打开。"""
    from dutygraph.graph import exports

    _write(exports.graphml(_graph(settings, plan)), output)


@export.command(example="dutygraph export jsonl -o 责任图谱.jsonl")
@options.plan
@options.output
@options.store
def jsonl(plan: str | None, output: str, settings: StoreSettings) -> None:
    """导出为 JSON 行：先结点，后关系。"""
    from dutygraph.graph import exports

    _write(b"".join(exports.jsonl(_graph(settings, plan))), output)


@export.command(example="dutygraph export csv -o 表格\ndutygraph export csv -o 表格.zip")
@options.plan
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="文件夹，或以 .zip 结尾的文件。")
@options.store
def csv(plan: str | None, output: Path, settings: StoreSettings) -> None:
    """导出为 CSV 表，每类结点、每种关系一张，可用 Excel 打开。"""
    from dutygraph.graph import exports

    tables = exports.csv_tables(_graph(settings, plan))
    if output.suffix.lower() == ".zip":
        _write(exports.zip_files(tables), str(output))
        return
    output.mkdir(parents=True, exist_ok=True)
    for name, content in tables.items():
        (output / name).write_bytes(content)


def main() -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(run())


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line (without the program's name) and return its exit code."""
    for stream in (sys.stdout, sys.stderr):  # a Windows pipe would be in the machine's code page
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # file names need not be text
    try:
        result = commands.main(args=arguments, prog_name="dutygraph", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return EXIT_USAGE
    except click.ClickException as error:
        return _fail(usage_error(error), EXIT_USAGE)
    except (click.Abort, KeyboardInterrupt):
        return _fail("已中断。", EXIT_INTERRUPTED)
    except errors.DutygraphError as error:
        return _fail(str(error), exit_code(error))
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OTHER
    except OSError as error:
        return _fail(f"{error.filename or '系统'}：{error.strerror}。请检查路径、权限和磁盘空间。", EXIT_OTHER)
    return result if isinstance(result, int) else EXIT_OK


def exit_code(error: Exception) -> int:
    """Return the exit code of an error: that of its nearest class in :data:`EXIT_CODES`."""
    return next(EXIT_CODES[each] for each in type(error).__mro__ if each in EXIT_CODES)


def _fail(message: str, code: int) -> int:
    click.echo(f"错误：{message}", err=True)
    return code


class Outcomes:
    """The files that could not be used, each told at once, and the exit code of the first (0: none)."""

    def __init__(self) -> None:
        """Begin with none."""
        self.failures: list[tuple[str, errors.DutygraphError]] = []
        self.code = EXIT_OK

    def fail(self, where: str, error: errors.DutygraphError) -> None:
        """Tell why a file cannot be used."""
        self.failures.append((where, error))
        self.code = self.code or exit_code(error)
        _fail(str(error), exit_code(error))

    @contextmanager
    def of(self, where: str) -> Iterator[None]:
        """Note what is wrong with a file's content in the block; other errors go on."""
        try:
            yield
        except errors.InputError as error:
            self.fail(where, error)


def _read(
    found: Sequence[Found | errors.UnreadableDocument], reading: Reading, outcomes: Outcomes
) -> Iterator[Document]:
    """Yield the documents that can be read, in their order; the others are noted and told."""
    from dutygraph.ingest.batch import read_each

    with closing(read_each(found, reading)) as results, _progress(results, len(found)) as counted:
        for where, result in counted:
            if isinstance(result, errors.DutygraphError):
                outcomes.fail(where, result)
            else:
                yield result


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


def _serve(bound: socket, settings: StoreSettings, register: Path | None = None) -> None:
    from dutygraph.api import serving
    from dutygraph.api.app import create_app
    from dutygraph.api.settings import ApiSettings

    address = serving.address_of(bound)
    serving.serve(
        create_app(ApiSettings(settings, register=register)),
        bound,
        lambda: click.echo(f"服务地址：{address}　按 Ctrl-C 停止。"),
    )
    click.echo("服务已停止。")


def _graph(settings: StoreSettings, plan: str | None) -> Graph:
    from dutygraph.api.exporting import read_part
    from dutygraph.graph.store import open_store

    with open_store(settings) as store:
        return read_part(store, plan)


def _print_rows(rows: list[dict[str, Any]], columns: Mapping[str, str], form: Form, output: str) -> None:
    from dutygraph.api.tables import print_table, render

    if form == "table" and output == "-":
        if rows:
            print_table(rows, columns, sys.stdout)
        click.echo(f"共 {len(rows)} 行。", err=True)
    else:
        _write(render(rows, columns, form), output)


def _pairs(values: Sequence[str]) -> dict[str, str]:
    """Return ``("unit=区司法局",)`` as a mapping. Raises BadParameter for anything else, and a name given twice."""
    from dutygraph.api.statement import check_text

    pairs: dict[str, str] = {}
    for value in values:
        check_text("KEY=VALUE", value)
        name, equals, given = value.partition("=")
        if not equals or name in pairs:
            raise errors.BadParameter(name, value, "“名称=值”，每个名称只给一次，例如 unit=区司法局")
        pairs[name] = given
    return pairs


def _json_value(text: str) -> Any:
    """Return what the text says as JSON, else the text: ``3`` is a number, 区司法局 a string."""
    import json

    try:
        return json.loads(text)
    except ValueError:
        return text


def _write(content: bytes, output: str = "-") -> None:
    """Write bytes to a file or, for ``-``, to standard output, with their own line breaks."""
    if output == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        Path(output).write_bytes(content)
