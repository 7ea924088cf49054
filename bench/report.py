"""What benchmarks print, and the page that keeps their figures: docs/performance.md."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import psutil

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Return the result of the work and the seconds it took."""
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def server_cpu() -> float:
    """Return the seconds of processor time that the database servers which this process started have used."""
    servers = [child for child in psutil.Process().children(recursive=True) if "java" in child.name()]
    return sum(sum(server.cpu_times()[:2]) for server in servers)


def arguments(doc: str | None, tasks: Sequence[int], **more: str) -> argparse.Namespace:
    """Read a benchmark's command line: how many tasks, which stores, whether to write the page."""
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("tasks", nargs="*", type=int, default=list(tasks), help="numbers of tasks")
    for name, meaning in more.items():
        parser.add_argument(f"--{name}", help=meaning)
    parser.add_argument("--write", action="store_true", help=f"keep the figures in {PAGE.name}")
    return parser.parse_args()


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = ["| " + " | ".join(cells) + " |" for cells in (headings, ["---"] * len(headings), *rows)]
    return "\n".join(lines) + "\n"


def machine() -> str:
    """Say what the figures were measured on, and how busy it was."""
    memory = psutil.virtual_memory().total / 2**30
    busy = os.getloadavg()[0]
    return f"Measured on {os.cpu_count()} cores and {memory:.0f} GB with a load average of {busy:.1f} at the end."


def give(command: str, text: str, *, write: bool) -> None:
    """Print the figures that a command measured and, to keep them, put them between its marks on the page."""
    text = f"{text}\n{machine()}\n"
    print(text)
    if write:
        begin, end = marks(command)
        page = PAGE.read_text(encoding="utf-8")
        before, after = page.split(begin)[0], page.split(end)[1]
        PAGE.write_text(f"{before}{begin}\n\n{text}\n{end}{after}", encoding="utf-8")


def marks(command: str) -> tuple[str, str]:
    """Return the lines between which the page holds what a command measured."""
    return f"<!-- measured: {command} -->", f"<!-- end of: {command} -->"
