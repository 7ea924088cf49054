"""The page of a span."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dutygraph.graph.model import Finding, Span
from dutygraph.ingest.text.pages import with_pages

PAGES = ((0, 1), (10, 2), (25, 3))


@dataclass(frozen=True)
class Holder:
    spans: tuple[Span, ...]
    finding: Finding
    words: tuple[str, ...] = ("甲",)


@pytest.mark.parametrize(("start", "page"), [(0, 1), (9, 1), (10, 2), (24, 2), (25, 3), (400, 3)])
def test_a_span_is_on_the_page_that_it_begins_on(start: int, page: int) -> None:
    assert with_pages(Span(start, start + 12), PAGES) == Span(start, start + 12, page)


def test_every_span_inside_is_given_its_page() -> None:
    read = with_pages(Holder((Span(3, 4), Span(11, 30)), Finding("r", "m", Span(26, 27))), PAGES)
    assert read == Holder((Span(3, 4, 1), Span(11, 30, 2)), Finding("r", "m", Span(26, 27, 3)))


def test_without_pages_nothing_is_made_anew() -> None:
    holder = Holder((), Finding("r", "m"))
    assert with_pages(holder, ()) is holder
    assert with_pages(holder, PAGES) is holder
