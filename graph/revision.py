"""When each plan in the store was last changed, and by which program: by it a copy of the graph is known to be new.

A load, or an analysis written to the store, that changes something says so, in the same transaction, in a hidden
property of the plans it touched: equal documents give equal graphs, whenever they are read and by whom. What is changed
past dutygraph (by statements of an administrator's own) is not told.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dutygraph import __version__

if TYPE_CHECKING:
    import neo4j

    from dutygraph.graph.store import Store

REVISION: Final = "revision"
_PROGRAM: Final = "dutygraph/"
_READ: Final = f"MATCH (p:Plan) RETURN p.key AS key, p.{REVISION} AS revision ORDER BY key"


@dataclass(frozen=True, slots=True)
class Revision:
    """The state of a store: ``token`` differs where a plan was loaded, changed or removed.

    ``changed`` is the time of the last change that is known, None where none is (before the first load). ``marks`` are
    the keys of plans with what their loads have left, as :func:`read_mark` takes it.
    """

    token: str
    changed: dt.datetime | None
    marks: tuple[tuple[str, str], ...] = field(default=(), compare=False)


def now() -> str:
    """Return the mark of what changes now: the time, a space, the program."""
    return f"{dt.datetime.now(dt.UTC).isoformat(timespec='microseconds')} {_PROGRAM}{__version__}"


def read_mark(mark: str) -> tuple[dt.datetime, str | None]:
    """Return when a plan was changed, and the version of the program that did; older ones left the time alone.

    >>> read_mark("2024-01-15T08:30:00.000000+00:00 dutygraph/0.1.0")[1]
    '0.1.0'
    """
    time, _, program = mark.partition(" ")
    return dt.datetime.fromisoformat(time), program.removeprefix(_PROGRAM) or None


def mark(tx: neo4j.ManagedTransaction, plans: Iterable[str]) -> None:
    """Say that the plans have changed now."""
    statement = f"UNWIND $keys AS key MATCH (p:Plan {{key: key}}) SET p.{REVISION} = $now"
    tx.run(statement, keys=sorted(plans), now=now()).consume()


def revision_of(store: Store) -> Revision:
    """Return the state of a store; a plan loaded before changes were told counts as unchanged."""
    rows = store.read(_READ)
    marks = tuple((str(row["key"]), str(row["revision"])) for row in rows if row["revision"])
    said = "\n".join(f"{row['key']} {row['revision']}" for row in rows)
    changed = read_mark(max(mark for _, mark in marks))[0] if marks else None
    return Revision(hashlib.sha256(said.encode()).hexdigest()[:16], changed, marks)
