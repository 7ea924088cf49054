"""Addresses of views: a page's own address with something of it changed, and rows sorted as it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request

from dutygraph.graph.errors import BadParameter
from dutygraph.queries.values import DAY, day_of

Row = dict[str, Any]
ORDERS = {"up": "升序", "down": "降序"}


@dataclass(frozen=True, slots=True)
class Here:
    """The address of a view: its path and what it was given, empty values left out."""

    path: str
    given: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, request: Request) -> Here:
        """Return the address of a request."""
        return cls(quote(request.url.path), {k: v.strip() for k, v in request.query_params.items() if v.strip()})

    def get(self, name: str, default: str = "") -> str:
        """Return what was given under a name."""
        return self.given.get(name, default)

    def day(self, name: str) -> dt.date | None:
        """Return the day given under a name, or None. Raises BadParameter for what is none."""
        text = self.get(name)
        if not text:
            return None
        if (day := day_of(text)) is None:
            raise BadParameter(name, text, DAY)
        return day

    def choice(self, name: str, values: Sequence[str] | Mapping[str, str], default: str) -> str:
        """Return one of the values. Raises BadParameter for another, with the values as the page prints them."""
        text = self.get(name, default)
        if text not in values:
            said = values.values() if isinstance(values, Mapping) else (value for value in values if value)
            raise BadParameter(name, text, f"{'、'.join(said)}之一")
        return text

    def changed(self, **changes: object) -> str:
        """Return the address with these values in place of what was given; None or empty takes one away."""
        values = {**self.given, **{name: "" if value is None else str(value) for name, value in changes.items()}}
        query = urlencode({name: value for name, value in values.items() if value})
        return f"{self.path}?{query}" if query else self.path

    @property
    def query(self) -> str:
        """The part after the question mark, which other forms of the same view share."""
        return urlencode(self.given)

    def sorted_by(self, name: str) -> str:
        """Return the address of the view sorted by a column: upwards, or downwards where it is so already."""
        up = self.get("sort") == name and self.get("order", "up") == "up"
        return self.changed(sort=name, order="down" if up else None, page=self._all_rows)

    @property
    def _all_rows(self) -> str | None:
        """What an address in another order says of pages: that all rows are asked for still, else the first page."""
        return "all" if self.get("page") == "all" else None

    def order_of(self, name: str) -> str:
        """Return how a column is sorted, in the words of ``aria-sort``."""
        if self.get("sort") != name:
            return "none"
        return "descending" if self.get("order") == "down" else "ascending"

    def sort(self, rows: Sequence[Row], names: Sequence[str]) -> list[Row]:
        """Return the rows in the order that the address asks for; what has no value comes last."""
        name = self.get("sort")
        if not name:
            return list(rows)
        if name not in names:
            raise BadParameter("sort", name, "表头中可点的一列")
        down = self.choice("order", ORDERS, "up") == "down"
        with_value = [row for row in rows if _rank(row[name]) is not None]
        without = [row for row in rows if _rank(row[name]) is None]
        return sorted(with_value, key=lambda row: _rank(row[name]), reverse=down) + without


def instead(path: str, given: Sequence[tuple[str, str]], name: str, other: str) -> str | None:
    """Return an address with another name wherever it has this one: in what was given, at the end of its path.

    None where it has this one nowhere.

    >>> instead("/timeline", [("unit", "省财政厅"), ("role", "lead")], "省财政厅", "k1")
    '/timeline?unit=k1&role=lead'
    >>> instead("/units/省财政厅", [("role", "lead")], "省财政厅", "省财政局")
    '/units/%E7%9C%81%E8%B4%A2%E6%94%BF%E5%B1%80?role=lead'
    >>> instead("/units", [], "省财政厅", "k1")
    """
    folder, _, last = path.rpartition("/")
    if last != name and all(value.strip() != name for _, value in given):
        return None
    query = f"?{urlencode([(key, other if value.strip() == name else value) for key, value in given])}" if given else ""
    return f"{quote(folder)}/{quote(other if last == name else last, safe='')}{query}"


def _rank(value: Any) -> Any:
    """Return a value that compares: the first of a list, numbers in texts by their size."""
    if isinstance(value, list):
        value = value[0] if value else None
    if value in (None, ""):
        return None
    if isinstance(value, str):
        head = value.split("-")[0]
        return (0, int(head), value) if head.isdigit() else (1, 0, value)
    return value
