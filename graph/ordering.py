"""Lines in the order of their bytes, however many: what memory does not hold is sorted in parts on the disk."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final

HELD: Final = 32 * 1024 * 1024  # bytes of lines in memory at a time


def in_order(lines: Iterable[bytes], folder: Path | None = None, held: int = HELD) -> Iterator[bytes]:
    """Yield the lines, each with its line break, sorted; parts of them stand in nameless files of a ``folder``.

    >>> list(in_order([b"c\\n", b"a\\n", b"b\\n"], held=4))
    [b'a\\n', b'b\\n', b'c\\n']
    """
    part: list[bytes] = []
    size = 0
    with ExitStack() as stack:
        parts: list[IO[bytes]] = []
        for line in lines:
            part.append(line)
            size += len(line)
            if size >= held:
                file = stack.enter_context(tempfile.TemporaryFile(dir=folder))
                file.writelines(sorted(part))
                file.seek(0)
                parts.append(file)
                part, size = [], 0
        yield from heapq.merge(*parts, sorted(part))
