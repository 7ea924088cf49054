"""Full-text search: the store's indexes find candidates, the words alone decide what is found and in what order.

A hit is of one of four kinds, the best first:

* ``exact``: the question is its name, alias, title or 文号;
* ``title``: its title or name has all words of the question, or the question is its number (of a task);
* ``text``: its text has them;
* ``related``: it cites what the question names, or has one of that body's other names in its text.

Within a kind :func:`~dutygraph.graph.search.segment.relevance` decides, then label and key. Of each index at most
:data:`MOST` candidates are taken: where it has more, those with the shortest names, and of tasks those with the fewest
terms (:mod:`dutygraph.graph.search.candidates`). What an index holds for the best itself plays no part, so that rows
and order are the same on both stores.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from dutygraph.graph.search.candidates import EVERYTHING, NO_FILTERS, TASK, Candidates, Filters
from dutygraph.graph.search.ranking import Found, Match, judge, related, snippet
from dutygraph.graph.search.segment import Question, plain, read_question
from dutygraph.graph.stores.schema import Kind, full_text_index

if TYPE_CHECKING:
    import neo4j

MOST: Final = 100
"""Candidates that are taken of each index, more only where more hits are asked for."""

# What the question names is followed on where it is not many things.
_NAMED_MOST: Final = 5
_NUMBER_LENGTH: Final = 8

_LABEL: Final = "CASE WHEN n:UnitGroup THEN 'UnitGroup' WHEN n:Unit THEN 'Unit' ELSE 'Instrument' END AS label"
_THING: Final = (
    f"{_LABEL}, n.key AS key, coalesce(n.name, n.title) AS title, n.full_name AS text, n.document_number AS number"
)
_EXACT: Final = (
    *(
        f"MATCH (n:{label} {{{name}: exact}}) RETURN {_THING}, null AS alias ORDER BY key LIMIT $most"
        for label, name in (
            ("Unit", "name"),
            ("Unit", "full_name"),
            ("UnitGroup", "name"),
            ("Instrument", "title"),
            ("Instrument", "document_number"),
        )
    ),
    f"MATCH (a:Alias {{name: exact}})-[:NAMES]->(n) RETURN {_THING}, a.name AS alias ORDER BY key LIMIT $most",
)
_NUMBERED: Final = f"MATCH (n:Task {{number: exact}}) RETURN {TASK} ORDER BY key LIMIT $most"
_OTHER_NAMES: Final = (
    "UNWIND $keys AS key MATCH (n:Unit|UnitGroup|Instrument {key: key})"
    " RETURN [x IN [n.name, n.full_name, n.title, n.document_number] WHERE x IS NOT NULL]"
    " + COLLECT { MATCH (a:Alias)-[:NAMES]->(n) RETURN a.name AS alias ORDER BY alias } AS names"
)
_CITING: Final = (
    f"UNWIND $keys AS key MATCH (:Instrument {{key: key}})<-[:CITES|DRAFTS]-(n:Task) RETURN DISTINCT {TASK}"
    " ORDER BY key LIMIT $most"
)


def find(
    tx: neo4j.ManagedTransaction, kind: Kind, question: Question, limit: int, filters: Filters = NO_FILTERS
) -> list[dict[str, Any]]:
    """Return the best ``limit`` hits: key, label, score, match (its kind) and snippet, with the hit in «»."""
    if not question.words or filters.plans == ():
        return []
    search = _Search(tx, kind, question, filters, Candidates(tx, kind, filters), max(MOST, limit))
    search.look()
    if search.good() < limit:  # else no text would come among the best
        search.look_into_texts()
    named = [key for (_, key), hit in search.hits.items() if hit.match == "exact"]
    if 0 < len(named) <= _NAMED_MOST:
        search.follow(named)
    hits = [hit for (label, _), hit in search.hits.items() if filters == NO_FILTERS or label == "Task"]
    hits.sort(key=lambda hit: (-hit.score, hit.found.label, hit.found.key))
    return [hit.row() for hit in hits[:limit]]


@dataclass(frozen=True, slots=True)
class _Hit:
    """What was found, by which question, and how good it is."""

    found: Found
    question: Question
    match: Match
    score: float

    def row(self) -> dict[str, Any]:
        found = self.found
        text = found.text if found.label == "Task" and found.text else found.alias or found.title
        return {
            "key": found.key,
            "label": found.label,
            "score": self.score,
            "match": self.match,
            "snippet": snippet(text, self.question),
        }


@dataclass(slots=True)
class _Search:
    """One search in one transaction; ``hits`` are the best so far of each thing."""

    tx: neo4j.ManagedTransaction
    kind: Kind
    question: Question
    filters: Filters
    tasks: Candidates
    most: int
    hits: dict[tuple[str, str], _Hit] = field(default_factory=dict)

    def look(self) -> None:
        """Take what has the words in its title or name, and what bears the question as its name or number."""
        parts = []
        if self.filters == NO_FILTERS:
            parts += [
                f"{self._call(label)} RETURN {_THING}, null AS alias ORDER BY size(title), key LIMIT $most"
                for label in ("Unit", "UnitGroup", "Instrument")
            ]
            parts.append(
                f"{self._call('Alias')} MATCH (n)-[:NAMES]->(m) WITH n.name AS alias, m AS n"
                f" RETURN {_THING}, alias AS alias ORDER BY size(alias), key LIMIT $most"
            )
        asked = self.question.text.strip()
        numbered = (_NUMBERED,) if len(asked) <= _NUMBER_LENGTH and self.filters == NO_FILTERS else ()
        parts += [f"UNWIND $names AS exact {part}" for part in (*_EXACT, *numbered)]
        parameters = {"words": self.question.lucene(), "names": _spellings(asked)}
        self._judge(self.tasks.of(self.question.lucene(title=True), self.most))
        self._judge(self._read(" UNION ALL ".join(parts), parameters))

    def look_into_texts(self) -> None:
        """Take the tasks that have the words anywhere."""
        self._judge(self.tasks.of(self.question.lucene(), self.most))

    def good(self) -> int:
        """How many hits stand above any text."""
        return sum(
            hit.match in ("exact", "title") and (self.filters == NO_FILTERS or label == "Task")
            for (label, _), hit in self.hits.items()
        )

    def _judge(self, candidates: Iterable[Found]) -> None:
        for found in candidates:
            if found.label == "Task" and (found.label, found.key) in self.hits:
                continue  # the index of titles and that of texts give the same
            judged = judge(self.question, found)
            if judged is not None:
                self._take(_Hit(found, self.question, *judged))

    def follow(self, named: list[str]) -> None:
        """Take the tasks that cite what the question names, or have another name of it in their text."""
        names = {name for row in self.tx.run(_OTHER_NAMES, keys=named).values() for name in row[0]}
        if self.filters == NO_FILTERS:
            for found in self._read(_CITING, {"keys": named}):
                self._take(_Hit(found, self.question, *related(self.question, found)))
        own = plain(self.question.text)
        for other in map(read_question, sorted(names)):
            words = plain(other.text)
            if other.words and own not in words:  # what has a longer name of it has been found by the question itself
                for found in self.tasks.of(other.lucene(), self.most):
                    if words in plain(f"{found.title}\n{found.text or ''}"):
                        self._take(_Hit(found, other, *related(other, found)))

    def _take(self, hit: _Hit) -> None:
        place = hit.found.label, hit.found.key
        if place not in self.hits or hit.score > self.hits[place].score:
            self.hits[place] = hit

    def _call(self, label: str) -> str:
        index = full_text_index(self.kind, label)
        return f"CALL db.index.fulltext.queryNodes('{index}', $words, {{limit: $all}}) YIELD node WITH node AS n"

    def _read(self, cypher: str, parameters: Mapping[str, Any]) -> list[Found]:
        # In one list: row by row the driver needs as long as the store.
        listed = f"CALL {{ {cypher} }} RETURN collect([label, key, title, text, number, alias]) AS found"
        found = self.tx.run(listed, {**parameters, "most": self.most, "all": EVERYTHING}).values()[0][0]
        return [Found(*values) for values in found]


def _spellings(asked: str) -> list[str]:
    """Return the question as names are stored: as it stands, and a 文号 in 〔〕; titles without 《》."""
    title = asked.strip("《》")
    number = "".join("〔" if char in "[［(（" else "〕" if char in "]］)）" else char for char in title)
    return list(dict.fromkeys(name for name in (asked, title, number) if name))
