"""From what a person or a document calls a plan to the plan that the store holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from dutygraph.graph import identity
from dutygraph.graph.build import Graph
from dutygraph.graph.errors import AmbiguousName, BadParameter, NotFound
from dutygraph.graph.stores.bolt import to_dates

if TYPE_CHECKING:
    import neo4j

_NAMED: Final = (
    "MATCH (p:Plan) WHERE p.key = $name OR p.title = $name OR p.document_number = $name"
    " RETURN p.key AS key, p.title AS title, p.document_number AS number ORDER BY key"
)
_CONTAINING: Final = _NAMED.replace(
    "p.key = $name OR p.title = $name OR p.document_number = $name", "p.title CONTAINS $name"
)
_TITLES: Final = "MATCH (p:Plan) RETURN p.title AS title ORDER BY title"
# A plan that was issued again bears the key that it had first: it is known by any title and date it ever had.
_KNOWN: Final = " UNION ".join(
    (
        "MATCH (p:Plan {key: $key}) RETURN p.key AS key, null AS issuer, null AS issued_on",
        *(
            f"MATCH {pattern} OPTIONAL MATCH (v)-[:ISSUED_BY]->(u:Unit)"
            " RETURN p.key AS key, u.full_name AS issuer, v.issued_on AS issued_on"
            for pattern in (
                "(p:Plan {title: $title}) WITH p, p AS v",
                "(v:PlanVersion {title: $title})-[:PART_OF]->(p:Plan)",
            )
        ),
    )
)


def find_plan(read: Callable[[str, dict[str, Any]], list[dict[str, Any]]], name: str, *, part: bool = False) -> str:
    """Return the key of the one plan with this key, title or document number; a ``part`` of a title will do if allowed.

    NotFound with the nearest titles, AmbiguousName with the candidates.
    """
    import difflib

    name = name.strip().strip("《》")
    found = read(_NAMED, {"name": name})
    if not found and part and name:
        found = read(_CONTAINING, {"name": name})
    if not found:
        titles = list(dict.fromkeys(row["title"] for row in read(_TITLES, {})))
        raise NotFound("方案", name, difflib.get_close_matches(name, titles, n=3, cutoff=0.4))
    if len(found) > 1:
        raise AmbiguousName(name, [(row["key"], row["number"] or row["title"]) for row in found], "方案")
    return str(found[0]["key"])


def base_of(tx: neo4j.ManagedTransaction, graph: Graph, plan: str, replaces: str | None) -> str:
    """Return the key under which the store holds, or shall hold, a plan whose key from its content is ``plan``.

    :raises BadParameter: if the plan is to replace another, and the store holds it as one of its own already.
    """

    def read(cypher: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        return [dict(record) for record in tx.run(cypher, parameters)]

    known = _known(read, graph, plan)
    if replaces is None:
        return known or plan
    base = find_plan(read, replaces)
    if known not in (None, base):
        title = graph.nodes[f"Plan:{plan}"]["title"]
        raise BadParameter(
            "replaces", replaces, f"尚未单独导入的方案所取代的方案；《{title}》已是库中另一方案（{known}），请先移除它"
        )
    return base


def _known(read: Callable[[str, dict[str, Any]], list[dict[str, Any]]], graph: Graph, plan: str) -> str | None:
    title = graph.nodes[f"Plan:{plan}"]["title"]
    rows = read(_KNOWN, {"key": plan, "title": title})
    if any(row["key"] == plan for row in rows):
        return plan
    for row in rows:
        day = to_dates(row["issued_on"])
        if identity.plan_key(row["issuer"], title, day and day.isoformat()) == plan:
            return str(row["key"])
    return None
