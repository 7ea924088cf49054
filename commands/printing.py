"""What the commands write: bytes to a file or standard output, rows as a table, JSON or CSV."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import click

Form = Literal["table", "json", "csv"]


def print_rows(rows: list[dict[str, Any]], columns: Mapping[str, str], form: Form, output: str) -> None:
    """Print rows for people on standard output, or write them as a table, JSON or CSV."""
    from dutygraph.api.tables import print_table, render

    if form == "table" and output == "-":
        if rows:
            print_table(rows, columns, sys.stdout)
        click.echo(f"共 {len(rows)} 行。", err=True)
    else:
        write(render(rows, columns, form), output)


def write(content: bytes, output: str = "-") -> None:
    """Write bytes to a file or, for ``-``, to standard output, with their own line breaks."""
    if output == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        Path(output).write_bytes(content)
