"""When each plan in the store was last changed: by it a copy of the graph is known to be up to date.

A load that changes something says so, in the same transaction, in a hidden property of the plans it loaded. What
is changed past dutygraph (by statements of an administrator's own) is not told.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import neo4j

    from dutygraph.graph.store import Store

REVISION: Final = "revision"
_READ: Final = f"MATCH (p:Plan) RETURN p.key AS key, p.{REVISION} AS revision ORDER BY key"


@dataclass(frozen=True, slots=True)
class Revision:
    """The state of a store: ``token`` differs where a plan was loaded, changed or removed.

    ``changed`` is the time of the last change that is known, None where none is (before the first load).
    """

    token: str
    changed: dt.datetime | None


def now() -> str:
    """Return the mark of what changes now."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")


def mark(tx: neo4j.ManagedTransaction, plans: Iterable[str]) -> None:
    """Say that the plans have changed now."""
    statement = f"UNWIND $keys AS key MATCH (p:Plan {{key: key}}) SET p.{REVISION} = $now"
    tx.run(statement, keys=sorted(plans), now=now()).consume()


def revision_of(store: Store) -> Revision:
    """Return the state of a store; a plan loaded before changes were told counts as unchanged."""
    rows = store.read(_READ)
    times = [row["revision"] for row in rows if row["revision"]]
    said = "\n".join(f"{row['key']} {row['revision']}" for row in rows)
    changed = dt.datetime.fromisoformat(max(times)) if times else None
    return Revision(hashlib.sha256(said.encode()).hexdigest()[:16], changed)
