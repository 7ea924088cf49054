"""Files of a disk, so that what the disk says of one (no permission, no network) is told as such, whoever reads it.

zipfile takes an OSError for a sign that an archive is spoiled, and would have a person pack anew what is whole.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dutygraph.graph.errors import UnreadableDocument


@contextmanager
def told(where: str) -> Iterator[None]:
    """Say of ``where`` what the disk says when it is looked at or opened."""
    try:
        yield
    except OSError as error:
        raise UnreadableDocument(where, f"无法打开（{error.strerror}）", "请检查文件权限") from error


def check_file(path: Path, where: str) -> int:
    """Return the size of a file. Raises :class:`UnreadableDocument` where it is none or may not be looked at."""
    with told(where):
        if not path.exists():
            raise UnreadableDocument(where, "文件不存在", "请检查路径和文件名")
        if path.is_dir():
            raise UnreadableDocument(where, "这是文件夹，不是文件", "请给出文件；导入文件夹请用 dutygraph ingest")
        return path.stat().st_size


def open_file(path: Path, where: str) -> io.BufferedReader:
    """Open a file to be read. Raises :class:`UnreadableDocument`, here and while it is read; ``where`` names it."""
    with told(where):
        return io.BufferedReader(_File(path.open("rb", 0), where))


class _File(io.RawIOBase):
    """A file that cannot be read raises no OSError."""

    def __init__(self, file: io.FileIO, where: str) -> None:
        self._file, self._where = file, where

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def readinto(self, buffer: Any, /) -> int | None:
        try:
            return self._file.readinto(buffer)
        except OSError as error:
            raise UnreadableDocument(self._where, f"无法读取（{error.strerror}）", "请检查磁盘和网络") from error

    def close(self) -> None:
        self._file.close()
        super().close()
