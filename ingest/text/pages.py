"""The page of every span, for documents that have pages."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from dutygraph.graph.model import Span

T = TypeVar("T")


def with_pages(facts: T, pages: tuple[tuple[int, int], ...]) -> T:
    """Return a document (or any part of one) whose spans name the page that they begin on.

    ``pages`` are (offset, page) of each stretch of text that is on one page, by offset; without any, the facts are
    returned as they are.

    >>> with_pages(Span(5, 8), ((0, 1), (4, 2))).page
    2
    """
    if not pages:
        return facts
    starts = [offset for offset, _ in pages]

    def paged(value: Any) -> Any:
        if isinstance(value, Span):
            return replace(value, page=pages[max(0, bisect_right(starts, value.start) - 1)][1])
        if isinstance(value, tuple):
            changed = tuple(map(paged, value))
            return value if all(a is b for a, b in zip(changed, value, strict=True)) else changed
        if is_dataclass(value) and not isinstance(value, type):
            old = {field.name: getattr(value, field.name) for field in fields(value)}
            new = {name: paged(each) for name, each in old.items()}
            return replace(value, **new) if any(new[name] is not old[name] for name in old) else value
        return value

    result: T = paged(facts)
    return result
