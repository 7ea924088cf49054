"""Long tables a page at a time: a hundred rows with links to the others, or all rows to print and to search.

The number of the page stands in the address (``?page=2``, ``?page=all``) beside filters and sorting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dutygraph.graph.errors import BadParameter
from dutygraph.web.addresses import Here
from dutygraph.web.backend import Row

PER_PAGE = 100
ALL = "all"
NEAR = 2  # pages on either side of the present one that links name


@dataclass(frozen=True, slots=True)
class Paged:
    """The rows of a page; ``number`` is that of the page, from 1, None where all rows are shown; ``total`` of all."""

    rows: Sequence[Row]
    total: int
    number: int | None = 1

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PER_PAGE))

    @property
    def first(self) -> int:
        """Which of all rows the page's first one is, from 1."""
        return (self.number - 1) * PER_PAGE + 1 if self.number else 1

    @property
    def last(self) -> int:
        """Which of all rows the page's last one is."""
        return self.first + len(self.rows) - 1

    @property
    def linked(self) -> list[int | None]:
        """The pages to link to, in order: the first, the last and those near; None stands for those left out."""
        at = self.number or 0
        named = sorted({1, self.pages, *range(max(1, at - NEAR), min(self.pages, at + NEAR) + 1)})
        links: list[int | None] = []
        for page in named:
            if links and links[-1] != page - 1:
                links.append(None)
            links.append(page)
        return links


def asked_page(here: Here) -> int | None:
    """Return the page that the address asks for, None for all rows. Raises BadParameter for what is no page."""
    text = here.get("page", "1")
    if text == ALL:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 1_000_000):
        raise BadParameter("page", text, f"页码（从 1 起）或 {ALL}（全部）")
    return int(text)


def page_of(here: Here, rows: Sequence[Row]) -> Paged:
    """Return the rows of the page that the address asks for, out of all rows."""
    return page_at(asked_page(here), rows, len(rows))


def page_at(number: int | None, rows: Sequence[Row], total: int) -> Paged:
    """Return the rows of the page of this number out of all rows, or out of the first of them as far as it reaches."""
    start = (number - 1) * PER_PAGE if number else 0
    return checked(Paged(rows[start : start + PER_PAGE] if number else rows, total, number))


def checked(paged: Paged) -> Paged:
    """Return the page. Raises BadParameter where its number is beyond the last."""
    if paged.number is not None and paged.number > paged.pages:
        raise BadParameter("page", str(paged.number), f"不大于 {paged.pages} 的页码")
    return paged
