"""Tasks like one task, found through the full-text index: fit for a store of any size.

The rarest words of the task find candidates. The score is the cosine of their words, each weighted by its rarity (a
candidate's other words by the mean of it), plus 0.1 for an instrument that both cite and 0.1 for a body named for
both, at most 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from dutygraph.graph.analysis.duplicates import SAME_UNIT, SHARED_INSTRUMENT
from dutygraph.graph.errors import NotFound
from dutygraph.graph.search.segment import content_words, read_question
from dutygraph.graph.stores.schema import Kind, full_text_index

if TYPE_CHECKING:
    import neo4j

# A word of so many tasks is common; how many more have it does not matter.
_COMMON: Final = 1000
_ASKED: Final = 12
_CANDIDATES: Final = 200
_SHOWN: Final = 8

_FACTS: Final = (
    "n.key AS key, n.title AS title, n.text AS text,"
    " COLLECT { MATCH (n)-[:CITES]->(i:Instrument) RETURN DISTINCT i.title AS title ORDER BY title } AS instruments,"
    " COLLECT { MATCH (n)<-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(b)"
    " RETURN DISTINCT coalesce(b.full_name, b.name) AS name ORDER BY name } AS units"
)
_TASK: Final = f"MATCH (n:Task {{key: $key}}) RETURN {_FACTS}"


def find_similar(tx: neo4j.ManagedTransaction, kind: Kind, task: str, limit: int) -> list[dict[str, Any]]:
    """Return the tasks most like that with the key: key, score, wording, words, instruments, units; the best first.

    NotFound where there is no such task.
    """
    own = next(iter(_rows(tx, _TASK, {"key": task})), None)
    if own is None:
        raise NotFound("任务", task)
    rarity = _rarity(tx, kind, tuple(dict.fromkeys(content_words(f"{own['title']}\n{own['text']}"))))
    rarest = sorted(rarity, key=lambda word: (-rarity[word], word))[:_ASKED]
    if not rarest:
        return []
    index = full_text_index(kind, "Task")
    query = " ".join(f"({read_question(word).lucene()})" for word in rarest)
    found = _rows(
        tx,
        f"CALL db.index.fulltext.queryNodes('{index}', $query, {{limit: $most}}) YIELD node WITH node AS n"
        f" WHERE n.key <> $key RETURN {_FACTS}",
        {"query": query, "most": _CANDIDATES + 1, "key": task},
    )
    hits = [_compare(own, other, rarity) for other in found]
    return sorted(hits, key=lambda hit: (-hit["score"], hit["key"]))[:limit]


def _rarity(tx: neo4j.ManagedTransaction, kind: Kind, words: tuple[str, ...]) -> dict[str, float]:
    """Return the weight of each word that other tasks have too: the logarithm of how few they are."""
    index = full_text_index(kind, "Task")
    asked = [{"word": word, "query": read_question(word).lucene()} for word in words]
    rows = _rows(
        tx,
        f"UNWIND $asked AS a CALL db.index.fulltext.queryNodes('{index}', a.query, {{limit: $most}}) YIELD node"
        " RETURN a.word AS word, count(node) AS n",
        {"asked": asked, "most": _COMMON},
    )
    return {row["word"]: round(1.0 + math.log(_COMMON / row["n"]), 6) for row in rows if row["n"] > 1}


def _compare(own: Mapping[str, Any], other: Mapping[str, Any], rarity: Mapping[str, float]) -> dict[str, Any]:
    has = set(content_words(f"{other['title']}\n{other['text']}"))
    shared = sorted(word for word in rarity if word in has)
    mean = math.fsum(rarity.values()) / len(rarity)
    squares = math.fsum(rarity[word] ** 2 for word in shared)
    length = math.fsum(weight**2 for weight in rarity.values())
    length *= squares + mean**2 * len(has - rarity.keys())
    wording = round(squares / math.sqrt(length), 4) if length else 0.0
    instruments = [title for title in own["instruments"] if title in other["instruments"]]
    units = [name for name in own["units"] if name in other["units"]]
    score = wording + SHARED_INSTRUMENT * bool(instruments) + SAME_UNIT * bool(units)
    return {
        "key": other["key"],
        "score": round(min(1.0, score), 4),
        "wording": wording,
        "words": sorted(shared, key=lambda word: (-rarity[word], word))[:_SHOWN],
        "instruments": instruments,
        "units": units,
    }


def _rows(tx: neo4j.ManagedTransaction, cypher: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    result = tx.run(cypher, dict(parameters))
    columns = result.keys()
    return [dict(zip(columns, values, strict=True)) for values in result.values()]
