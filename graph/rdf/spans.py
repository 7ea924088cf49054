"""The ranges of text that facts were read from, as RDF: by position, and by their words with some before and after.

Of a plan's triples these are more than half, and all have one form: so their lines are written in order here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dutygraph.graph.rdf.blocks import END, Blocks
from dutygraph.graph.rdf.literals import escaped, suffix_of, typed
from dutygraph.graph.rdf.paths import Paths
from dutygraph.graph.terms import SPAN_CLASS, expand

CONTEXT_LENGTH: Final = 16  # characters of prefix and suffix in a quote selector

_TEXT_SPAN: Final = f"<{expand('dg:textSpan')}> <"
# What follows a subject (its IRI and >), up to what differs; "closed" ends a literal, its datatype and the line.
_SPAN: Final = f" {typed(SPAN_CLASS)}{END}<"
_POSITION: Final = f" {typed('oa:TextPositionSelector')}{END}<"
_QUOTE: Final = f" {typed('oa:TextQuoteSelector')}{END}<"
_SELECTOR: Final = f" <{expand('oa:hasSelector')}> <"
_SOURCE: Final = f" <{expand('oa:hasSource')}> <"
_START, _END, _EXACT, _PREFIX, _SUFFIX = (
    f' <{expand(p)}> "' for p in ("oa:start", "oa:end", "oa:exact", "oa:prefix", "oa:suffix")
)
_OFFSET_CLOSED: Final = f'"{suffix_of("xsd:nonNegativeInteger")}{END}'
_CLOSED: Final = f'"{END}'


@dataclass(frozen=True, slots=True)
class _Counted:
    """What the spans of a plan count in: the source's IRI and its text, None where the graph lacks it."""

    source: str
    text: str | None
    known: set[tuple[int, int]]


class Spans:
    """Writes the spans of a graph's facts into blocks, each span once."""

    def __init__(self, paths: Paths, blocks: Blocks) -> None:
        """Begin with none."""
        self._paths, self._blocks = paths, blocks
        self._of: dict[str, _Counted] = {}

    def said(self, fact: str, start: int, end: int) -> str:
        """Return predicate and object that lead from a fact (a node, or the owner of an edge) to its span."""
        plan = self._paths.plan(fact)
        counted = self._of.get(plan)
        if counted is None:
            counted = self._of[plan] = _Counted(self._paths.source_iri(plan), self._paths.text(plan), set())
        if (start, end) not in counted.known:
            counted.known.add((start, end))
            self._write(counted.source, counted.text, start, end)
        return f"{_TEXT_SPAN}{counted.source}#char={start},{end}>"

    def _write(self, source: str, text: str | None, start: int, end: int) -> None:
        put, place = self._blocks.put, f"{start},{end}>"
        span, position, quote = f"{source}#char={place}", f"{source}#position={place}", f"{source}#quote={place}"
        also = "" if text is None else f"{span}{_SELECTOR}{quote}{END}<"
        put(span, f"<{span}{_SPAN}{span}{_SELECTOR}{position}{END}<{also}{span}{_SOURCE}{source}>{END}")
        offsets = f"{_END}{end}{_OFFSET_CLOSED}<{position}{_START}{start}{_OFFSET_CLOSED}"
        put(position, f"<{position}{_POSITION}{position}{offsets}")
        if text is not None:
            before, after = text[max(0, start - CONTEXT_LENGTH) : start], text[end : end + CONTEXT_LENGTH]
            prefix = f"<{quote}{_PREFIX}{escaped(before)}{_CLOSED}" if before else ""
            suffix = f"<{quote}{_SUFFIX}{escaped(after)}{_CLOSED}" if after else ""
            put(quote, f"<{quote}{_QUOTE}{quote}{_EXACT}{escaped(text[start:end])}{_CLOSED}{prefix}{suffix}")
