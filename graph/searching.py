"""Full-text search: the store's index finds the candidates, the words alone decide their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dutygraph.graph.schema import SEARCHED, Kind, full_text_index
from dutygraph.graph.segment import Question, relevance

if TYPE_CHECKING:
    import neo4j

ALIAS: Final = "Alias"
_NAMED = (
    "UNWIND $keys AS alias MATCH (:Alias {key: alias})-[:NAMES]->(n)"
    " RETURN alias, n.key AS key,"
    " CASE WHEN n:UnitGroup THEN 'UnitGroup' WHEN n:Unit THEN 'Unit' ELSE 'Instrument' END AS label"
)
_FIND = (
    "CALL db.index.fulltext.queryNodes($index, $query) YIELD node"
    " WITH node.key AS key, split(node.terms, ' ') AS terms"
    " RETURN key, size(terms) AS length, [w IN $words | size([t IN terms WHERE t = w])] AS counts"
)


def find(tx: neo4j.ManagedTransaction, kind: Kind, question: Question, limit: int) -> list[dict[str, Any]]:
    """Return the best ``limit`` nodes that have all words: key, label, score; equal scores by label and key."""
    if not question.words:
        return []
    words = [*question.words, *question.phrases]
    hits = []
    for label in SEARCHED:
        rows = tx.run(_FIND, {"index": full_text_index(kind, label), "query": question.lucene(), "words": words})
        hits += [
            {"key": key, "label": label, "score": relevance(question, counts, length)}
            for key, length, counts in rows.values()
            if all(counts[: len(question.words)])
        ]
    best: dict[tuple[str, str], dict[str, Any]] = {}
    for hit in [hit for hit in hits if hit["label"] != ALIAS] + _named(tx, hits):
        place = hit["label"], hit["key"]
        if place not in best or hit["score"] > best[place]["score"]:
            best[place] = hit
    return sorted(best.values(), key=lambda hit: (-hit["score"], hit["label"], hit["key"]))[:limit]


def _named(tx: neo4j.ManagedTransaction, hits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the aliases among the hits name, with the alias's score: 区市场监管局 finds 区市场监督管理局."""
    scores = {hit["key"]: hit["score"] for hit in hits if hit["label"] == ALIAS}
    if not scores:
        return []
    rows = tx.run(_NAMED, {"keys": sorted(scores)})
    return [{"key": key, "label": label, "score": scores[alias]} for alias, key, label in rows.values()]
