"""What a format's reader returns: the text, and what only the format knows of it."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from dataclasses import dataclass

from dutygraph.graph.errors import UnreadableDocument

# A plan of 2,000 tasks is under 10 MB of XML; a part of an archive that unpacks to more is a bomb or not a plan.
MOST_UNPACKED = 200 * 1024 * 1024
# All that zipfile raises for archives that are cut off, spoiled, encrypted or packed in a way that it does not know.
# OSError is what bz2 says of a spoiled stream, and a file of a place before its start. What the disk itself says is not
# among them: archives are bytes at hand, or opened by ``ingest/disk``, which raises no OSError.
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    OverflowError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a text: the range it takes there and, row by row, the range of each column's cell.

    A merged cell stands in every row and column that it covers; a column that a row lacks is None. A cell that is
    broken over two pages is one cell. What the range holds beside the cells are tabs, line breaks and page furniture.
    ``wraps`` are the offsets of the line breaks in cells that only the width has made.
    """

    start: int
    end: int
    rows: tuple[tuple[Range | None, ...], ...]
    wraps: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Content:
    """The text of one file (code points, line breaks as read) and what its format tells of it.

    ``tables`` stand in the text in their order. ``pages`` are (offset, page number from 1) of each stretch that is
    on one page, by offset; empty where there are no pages. ``furniture`` are the ranges of what is no
    word of the document: page numbers, running heads and the like, and the signs of a markup. ``wraps`` are the
    offsets of the line breaks that only the width of the page has made, where the format tells: the paragraph goes on
    behind them (and behind furniture in between). ``pictures`` are the numbers of the pages that show a picture and
    hardly any text.
    """

    text: str
    tables: tuple[Table, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()
    furniture: tuple[Range, ...] = ()
    wraps: frozenset[int] = frozenset()
    pictures: tuple[int, ...] = ()


class Writer:
    """Collects text with its tables and pages, and knows how long it is."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._parts: list[str] = []
        self._tables: list[Table] = []
        self._pages: list[tuple[int, int]] = []
        self._furniture: list[Range] = []
        self._wraps: set[int] = set()
        self.length = 0

    def add(self, text: str) -> Range:
        """Append text and return its range."""
        start = self.length
        self._parts.append(text)
        self.length += len(text)
        return start, self.length

    def begin_page(self, page: int) -> None:
        """What is added from here on stands on this page."""
        if not self._pages or self._pages[-1][1] != page:
            self._pages.append((self.length, page))

    def add_furniture(self, line: str) -> None:
        """Append a line that belongs to the page."""
        self._furniture.append(self.add(line))
        self.add("\n")

    def add_sign(self, text: str) -> None:
        """Append characters that say how the text looks and are no words of it."""
        self._furniture.append(self.add(text))

    def wrap(self) -> None:
        """Append a line break that only the width of the page has made."""
        self._wraps.add(self.length)
        self.add("\n")

    def add_table(self, start: int, rows: list[tuple[Range | None, ...]]) -> None:
        """Note that what was added since ``start`` is a table of these cells."""
        wraps = frozenset(at for at in self._wraps if at >= start)
        self._tables.append(Table(start, self.length, tuple(rows), wraps))

    def content(self) -> Content:
        """Return what was collected."""
        return Content(
            "".join(self._parts),
            tuple(self._tables),
            tuple(self._pages),
            tuple(self._furniture),
            frozenset(self._wraps),
        )


def broken(where: str, kind: str, remedy: str) -> UnreadableDocument:
    """Return the error for a file that its format's reader cannot make sense of."""
    return UnreadableDocument(where, f"{kind}已损坏或格式不符", remedy)
