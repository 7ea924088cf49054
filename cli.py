"""The command line: the commands put together, run, and every error told once.

Results go to standard output (UTF-8), progress and errors to standard error. An error is one Chinese sentence
and an exit code of ``commands.exits``. Heavy modules are imported inside the commands that need them.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from dutygraph import __version__
from dutygraph.commands import analysing, asking, exporting, keeping, options, reading, serving
from dutygraph.commands.console import Group, usage_error
from dutygraph.commands.exits import EXIT_INTERRUPTED, EXIT_OK, EXIT_OTHER, EXIT_USAGE, exit_code, fail
from dutygraph.graph import errors


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


# In the order of work, as `dutygraph --help` lists them.
for _command in (
    serving.demo,
    reading.text,
    reading.extract,
    reading.coverage,
    reading.review,
    reading.ingest,
    reading.reforms,
    serving.serve,
    serving.mcp,
    asking.query,
    asking.due,
    asking.queries,
    asking.cypher,
    analysing.analyse,
    exporting.export,
    keeping.diff,
    keeping.remove,
    keeping.backup,
    keeping.restore,
    keeping.copy,
):
    commands.add_command(_command)


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
        return fail(usage_error(error), EXIT_USAGE)
    except (click.Abort, KeyboardInterrupt):
        return fail("已中断。", EXIT_INTERRUPTED)
    except errors.DutygraphError as error:
        return fail(str(error), exit_code(error))
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OTHER
    except OSError as error:
        return fail(f"{error.filename or '系统'}：{error.strerror}。请检查路径、权限和磁盘空间。", EXIT_OTHER)
    return result if isinstance(result, int) else EXIT_OK
