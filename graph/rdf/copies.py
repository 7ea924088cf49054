"""The newest :class:`~dutygraph.graph.rdf.snapshot.Snapshot` of a store, made anew when the store has changed.

Whether it has is asked of the store each time (one small query of its plans), so that a load by any process is seen by
the next reader. A snapshot stays readable until the next but one is made: readers take a moment, not minutes.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from dutygraph.graph.rdf.snapshot import Snapshot, make_snapshot
from dutygraph.graph.revision import revision_of

if TYPE_CHECKING:
    from dutygraph.graph.store import Store

_KEPT = 2


class Copies:
    """Makes snapshots under one base IRI in a folder of their own, which goes when they are closed."""

    def __init__(self, base: str) -> None:
        """Remember the base; nothing is made yet."""
        self._base = base
        self._lock = threading.Lock()
        self._made: list[Snapshot] = []

    def newest(self, store: Store) -> Snapshot:
        """Return a snapshot that is as new as the store. Blocks while it is made."""
        with self._lock:
            revision = revision_of(store)
            if not self._made or self._made[-1].revision != revision:
                folder = Path(tempfile.mkdtemp(prefix="dutygraph-rdf-"))
                try:
                    self._made.append(make_snapshot(store.read_graph(), self._base, revision, folder))
                except BaseException:
                    shutil.rmtree(folder, ignore_errors=True)
                    raise
            while len(self._made) > _KEPT:
                _remove(self._made.pop(0))
            return self._made[-1]

    def close(self) -> None:
        """Remove all snapshots."""
        with self._lock:
            while self._made:
                _remove(self._made.pop())


def _remove(snapshot: Snapshot) -> None:
    snapshot.close()
    shutil.rmtree(snapshot.folder, ignore_errors=True)
