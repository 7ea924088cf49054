"""Locks between processes, on files, by the operating system: whoever ends in whatever way lets go."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


@contextmanager
def exclusive(path: Path, *, wait: float = 0.0) -> Iterator[bool]:
    """Hold the file's lock during the block; yield False if another has it still after ``wait`` seconds.

    Another is any other block, in this process or elsewhere. The file is made and left there.
    """
    deadline = time.monotonic() + wait
    with path.open("a+b") as file:
        while not (got := _lock(file)) and time.monotonic() < deadline:
            time.sleep(0.02)
        yield got
