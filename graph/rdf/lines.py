"""A file of sorted N-Triples as a table by subject: what is said of an IRI is found by halving, without loading it."""

from __future__ import annotations

import mmap
from pathlib import Path
from types import TracebackType
from typing import Final, Self

_NOTHING: Final = b""


class Lines:
    """The lines of a sorted N-Triples file, open until closed."""

    def __init__(self, path: Path) -> None:
        """Open a file."""
        with path.open("rb") as file:
            size = path.stat().st_size
            self._data: mmap.mmap | bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else _NOTHING

    def __enter__(self) -> Self:
        """Return the lines."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file; the lines cannot be read any more."""
        if isinstance(self._data, mmap.mmap):
            self._data.close()

    def starting(self, prefix: str) -> bytes:
        """Return the lines that begin with the prefix, one after the other as they stand."""
        low = prefix.encode()
        start = self._first(low)
        # No line has a byte of this value, which UTF-8 does not use.
        return self._data[start : self._first(low + b"\xff", start)]

    def of(self, iri: str, *, parts: bool = False) -> bytes:
        """Return the lines whose subject is the IRI, with ``parts`` also those of what lies below it."""
        if ">" in iri:  # which no IRI has: more of a line than its subject was given
            return b""
        if not parts:
            return self.starting(f"<{iri}>")
        return self.starting(f"<{iri}#") + self.starting(f"<{iri}/") + self.starting(f"<{iri}>")

    def _first(self, wanted: bytes, low: int = 0) -> int:
        """The offset of the first line that is not before ``wanted``."""
        high = len(self._data)
        while low < high:
            middle = self._data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._data.find(b"\n", middle) + 1
            if self._data[middle:end] < wanted:
                low = end
            else:
                high = middle
        return low
