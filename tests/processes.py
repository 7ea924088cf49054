"""The command line run as a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def process(*arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Run the command line as a process group of its own, as a terminal does; it is killed if it outlives the block."""
    with subprocess.Popen(
        [sys.executable, "-m", "dutygraph", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "DUTYGRAPH_NEO4J_URI": "", **environment},
        start_new_session=True,
    ) as started:
        try:
            yield started
        finally:
            if started.poll() is None:
                os.killpg(started.pid, signal.SIGKILL)


def lines_until(started: subprocess.Popen[str], words: str) -> list[str]:
    """Lines of standard output up to the one with these words; what came instead fails the test."""
    assert started.stdout is not None
    lines: list[str] = []
    for line in started.stdout:
        lines.append(line.rstrip("\n"))
        if words in line:
            return lines
    pytest.fail(f"{words!r} did not come: {lines}, {started.stderr and started.stderr.read()}")
