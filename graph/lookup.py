"""From a name to the one unit or group that bears it."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final

from dutygraph.graph.errors import AmbiguousName, NotFound

Read = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]

_PLACE: Final = "OPTIONAL MATCH (u)-[:IN_JURISDICTION]->(j:Jurisdiction)"
_BEARERS: Final = " UNION ".join(
    (
        "MATCH (u:Unit {key: $name}) RETURN u.key AS key, u.full_name AS name, null AS place",
        f"MATCH (u:UnitGroup {{key: $name}}) {_PLACE} RETURN u.key AS key, u.name AS name, j.name AS place",
        "MATCH (u:Unit {name: $name}) RETURN u.key AS key, u.full_name AS name, null AS place",
        "MATCH (u:Unit {full_name: $name}) RETURN u.key AS key, u.full_name AS name, null AS place",
        f"MATCH (u:UnitGroup {{name: $name}}) {_PLACE} RETURN u.key AS key, u.name AS name, j.name AS place",
        "MATCH (:Alias {name: $name})-[:NAMES]->(u:Unit) RETURN u.key AS key, u.full_name AS name, null AS place",
        f"MATCH (:Alias {{name: $name}})-[:NAMES]->(u:UnitGroup) {_PLACE}"
        " RETURN u.key AS key, u.name AS name, j.name AS place",
    )
)
_ALL_NAMES: Final = " UNION ".join(
    (
        "MATCH (u:Unit) RETURN u.name AS name",
        "MATCH (u:Unit) RETURN u.full_name AS name",
        "MATCH (u:UnitGroup) RETURN u.name AS name",
        "MATCH (a:Alias)-[:NAMES]->(u:Unit) RETURN a.name AS name",
        "MATCH (a:Alias)-[:NAMES]->(u:UnitGroup) RETURN a.name AS name",
    )
)


def resolve_unit(read: Read, name_or_key: str) -> str:
    """Return the key of the one unit or group that has this key, name, full name or alias.

    AmbiguousName with the candidates (key, full name) where several have it, NotFound with the nearest names
    where none has.
    """
    name = name_or_key.strip()
    found = _bearers(read, name)
    if not found:  # under this spelling: brackets, digits and letters may be of another width
        names = sorted({row["name"] for row in read(_ALL_NAMES, {})})
        for same in (other for other in names if _fold(other) == _fold(name)):
            found |= _bearers(read, same)
        if not found:
            raise NotFound("单位", name, difflib.get_close_matches(name, names, n=5, cutoff=0.5))
    if len(found) > 1:
        raise AmbiguousName(name, sorted(found.items(), key=lambda item: (item[1], item[0])))
    return next(iter(found))


def _bearers(read: Read, name: str) -> dict[str, str]:
    """Return key and full name of all that have the name, or the key."""
    return {row["key"]: f"{row['place'] or ''}{row['name']}" for row in read(_BEARERS, {"name": name})}


def _fold(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
