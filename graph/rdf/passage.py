"""The words of the source around what a resource was read from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import RdfFormat, Triple, parse

from dutygraph.graph.rdf.literals import restored
from dutygraph.graph.rdf.snapshot import Snapshot
from dutygraph.graph.rdf.text import text_of
from dutygraph.graph.terms import expand

_ENDS: Final = "\n。；！？"
_TEXT: Final = expand("schema:text")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the source in three pieces: the ``words`` that something was read from, what is around them.

    ``start`` and ``end`` are the place of the words in the text.
    """

    before: str
    words: str
    after: str
    start: int
    end: int


def passage_of(snapshot: Snapshot, triples: Iterable[Triple], iri: str) -> Passage | None:
    """Return the sentence that a resource was read from, None where none is known; ``triples`` describe it."""
    index: dict[str, dict[str, list[str]]] = {}
    for triple in triples:
        about = index.setdefault(text_of(triple.subject), {})
        about.setdefault(triple.predicate.value, []).append(text_of(triple.object))

    def all_of(subject: str, curie: str) -> list[str]:
        return index.get(subject, {}).get(expand(curie), [])

    for span in (*all_of(iri, "dg:textSpan"), iri):  # which may be a span itself
        for selector in all_of(span, "oa:hasSelector"):
            starts, ends = all_of(selector, "oa:start"), all_of(selector, "oa:end")
            text = _text(snapshot, all_of(span, "oa:hasSource"))
            if starts and ends and text is not None:
                return _cut(text, int(starts[0]), int(ends[0]))
    return None


def _text(snapshot: Snapshot, sources: Iterable[str]) -> str | None:
    for source in sources:
        for triple in parse(snapshot.lines.of(source), format=RdfFormat.N_TRIPLES):
            if triple.predicate.value == _TEXT:
                return restored(text_of(triple.object))
    return None


def _cut(text: str, start: int, end: int) -> Passage:
    first, last = start, end
    while first > 0 and text[first - 1] not in _ENDS:
        first -= 1
    while last < len(text) and text[last - 1 : last] not in tuple(_ENDS) and text[last] != "\n":
        last += 1
    return Passage(text[first:start].lstrip(), text[start:end], text[end:last].rstrip(), start, end)
