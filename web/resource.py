"""The page of a resource: every predicate and object by its Chinese name, and the sentence it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from dutygraph.graph.rdf.literals import restored
from dutygraph.graph.rdf.ontology import anchor_of, chinese_names
from dutygraph.graph.rdf.passage import Passage, passage_of
from dutygraph.graph.rdf.resource import NAMES
from dutygraph.graph.rdf.snapshot import Snapshot
from dutygraph.graph.rdf.text import text_of
from dutygraph.graph.terms import ONTOLOGY, expand
from dutygraph.web.marking import Mark, Piece, in_pieces

_TYPE, _SPAN, _TEXT = (expand(curie) for curie in ("rdf:type", "dg:textSpan", "schema:text"))
# By what a resource is called, the first that it has: ranges of text alone have no label.
_CALLED: Final = (*(name.value for name in NAMES), expand("oa:exact"))
_WORDS: Final = {"true": "是", "false": "否"}


@dataclass(frozen=True, slots=True)
class Value:
    """An object: what people read, the address it leads to, the IRI it is; the last two are empty for words."""

    text: str
    href: str = ""
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A predicate by its name, with its IRI, the address where it is defined, and its objects."""

    name: str
    iri: str
    href: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One subject: what it is called, what it is, where its own page is, what is said of it, and where it was read."""

    name: str
    kind: str
    iri: str
    href: str
    rows: tuple[Row, ...]
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A page: the resource and its parts. ``pieces`` are the words of its sentence, those of its parts marked."""

    main: Block
    parts: tuple[Block, ...]
    pieces: Sequence[Piece]


def view_of(snapshot: Snapshot, triples: Sequence[Triple], iri: str) -> View:
    """Return the page of a resource from its description (:func:`dutygraph.graph.rdf.resource.describe`)."""
    about: dict[str, list[Triple]] = {}
    for triple in triples:
        about.setdefault(text_of(triple.subject), []).append(triple)
    names = {subject: _name_of(said) for subject, said in about.items()}
    kinds = {subject: _kind_of(said) for subject, said in about.items()}
    reader = _Reader(snapshot.base, names, kinds)

    def block(subject: str) -> Block:
        passage = passage_of(snapshot, triples, subject)
        href = place_of(snapshot.base, subject)
        return Block(reader.name(subject), kinds[subject], subject, href, reader.rows(about[subject]), passage)

    main = block(iri)
    # the spans are shown as the sentences they are of; what is only named here has a page of its own
    parts = [subject for subject in about if subject.startswith(f"{iri}/")] + [
        subject for subject in about if not subject.startswith(iri) and _points_at(about[subject], iri)
    ]
    blocks = tuple(block(subject) for subject in parts)
    return View(main, blocks, _pieces(main.passage, blocks))


def _points_at(said: Iterable[Triple], iri: str) -> bool:
    return any(triple.object == NamedNode(iri) for triple in said)


def _name_of(said: Iterable[Triple]) -> str:
    said = list(said)
    for predicate in _CALLED:
        for triple in said:
            if triple.predicate.value == predicate:
                return text_of(triple.object)
    return ""


def _kind_of(said: Iterable[Triple]) -> str:
    kinds = (text_of(triple.object) for triple in said if triple.predicate.value == _TYPE)
    return "、".join(chinese_names().get(kind, kind) for kind in kinds)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Says terms in Chinese: names and kinds of what the description names, by IRI."""

    base: str
    names: dict[str, str]
    kinds: dict[str, str]

    def rows(self, said: Iterable[Triple]) -> tuple[Row, ...]:
        grouped: dict[str, list[Value]] = {}
        for triple in said:
            if triple.predicate.value not in (_SPAN, _TEXT):
                grouped.setdefault(triple.predicate.value, []).append(self._value(triple.object))
        return tuple(
            Row(chinese_names().get(p, p), p, place_of(self.base, p), tuple(sorted(values, key=_counted)))
            for p, values in grouped.items()
        )

    def name(self, iri: str) -> str:
        """What an IRI is called: its name, else what it is with the end of its address."""
        known = self.names.get(iri) or chinese_names().get(iri)
        if known:
            return known
        kind, end = self.kinds.get(iri, ""), iri.rstrip("/").rsplit("/", 1)[-1]
        return f"{kind}（{end}）" if kind else end

    def _value(self, term: object) -> Value:
        if isinstance(term, Literal):
            return Value(_WORDS.get(term.value, restored(term.value)))
        assert isinstance(term, NamedNode)
        return Value(self.name(term.value), place_of(self.base, term.value), term.value)


def _counted(value: Value) -> list[tuple[int, str]]:
    """The order of people, to whom task 9 stands before task 10; the data has them by IRI.

    >>> [each.text for each in sorted([Value("任务10：整治"), Value("任务9：培训")], key=_counted)]
    ['任务9：培训', '任务10：整治']
    """
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in re.split(r"([0-9]+)", value.text)]


def place_of(base: str, iri: str) -> str:
    """Return the address at which this service tells of an IRI, terms of others too; else the IRI, if it is an address.

    >>> place_of("https://w3id.org/dutygraph/", "https://w3id.org/dutygraph/id/unit/2bdaa07c9b2a59e8")
    '/page/unit/2bdaa07c9b2a59e8'
    >>> place_of("https://data.example/", "https://w3id.org/dutygraph/ontology#leadUnit")
    '/ontology#leadUnit'
    >>> place_of("https://data.example/", "http://data.europa.eu/eli/ontology#number")
    '/ontology#eli:number'
    """
    anchor = anchor_of(iri)
    if anchor:
        return f"/ontology#{anchor}"
    if iri.startswith(f"{base}id/"):
        return f"/page/{iri.removeprefix(f'{base}id/')}"
    if iri.startswith(ONTOLOGY):
        return f"/ontology{iri.removeprefix(ONTOLOGY)}"
    if iri.startswith(base):
        return f"/{iri.removeprefix(base)}"
    return iri if iri.startswith(("http://", "https://")) else ""


def _pieces(passage: Passage | None, parts: Iterable[Block]) -> list[Piece]:
    """The words of a passage, those of parts marked with what these are."""
    if passage is None:
        return []
    places = [(part.passage, part.kind) for part in parts if part.passage is not None]
    marks = [
        Mark(place.start, place.end, place.words, "part", kind)
        for place, kind in places
        if place.words != passage.words  # a finding on the whole would hide what is within
    ]
    return in_pieces(passage.words, passage.start, marks)
