"""Full-text search: the store's index finds the candidates, the words alone decide their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dutygraph.graph.schema import SEARCHED, Kind, full_text_index
from dutygraph.graph.segment import Question, relevance

if TYPE_CHECKING:
    import neo4j

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
    hits.sort(key=lambda hit: (-hit["score"], hit["label"], hit["key"]))
    return hits[:limit]
