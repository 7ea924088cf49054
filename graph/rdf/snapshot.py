"""A copy of the store's graph as RDF on disk, made at one moment: what is served, asked in SPARQL and dumped.

Reading and asking need no more of the store then, and processes that answer queries open the copy by themselves. It is
as new as its :class:`~dutygraph.graph.revision.Revision`; :mod:`dutygraph.graph.rdf.copies` makes a new one when the
store has another.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Store

from dutygraph.graph.build import Graph
from dutygraph.graph.rdf import formats
from dutygraph.graph.rdf.changes import Change, changes_of
from dutygraph.graph.rdf.export import Description
from dutygraph.graph.rdf.lines import Lines
from dutygraph.graph.rdf.moved import moved_resources
from dutygraph.graph.rdf_counts import Counts, count
from dutygraph.graph.revision import Revision

_NAME: Final = "dutygraph"


@dataclass(frozen=True, slots=True)
class Dump:
    """The whole graph in one file: its name, format, size in bytes and SHA-256."""

    name: str
    path: Path
    form: formats.Format
    packed: bool
    size: int
    sha256: str


# The files that are offered; the one whose lines are sorted is packed, for it is the longest.
DUMPS: Final[Mapping[str, tuple[str, bool]]] = {
    f"{_NAME}.{form.extension}{'.gz' if form.name == 'nt' else ''}": (form.name, form.name == "nt")
    for form in formats.FORMATS.values()
}


@dataclass(frozen=True)
class Snapshot:
    """The RDF of a store in a folder: sorted lines, and a pyoxigraph store with a named graph for each document.

    Its default graph is all of them together.
    ``changed`` is when the data last changed; ``moved`` leads from the IRIs of what was renamed or merged to those
    that took their place; ``changes`` are what became of tasks, the newest first.
    """

    folder: Path
    base: str
    revision: Revision
    changed: dt.datetime
    moved: Mapping[str, str]
    lines: Lines
    store: Store
    changes: tuple[Change, ...] = ()
    _dumps: dict[str, Dump] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def store_path(self) -> Path:
        """Where another process can open the store, read-only."""
        return self.folder / "store"

    @cached_property
    def counts(self) -> Counts:
        """How much it says, counted when it is first asked."""
        return count(self.folder / "sorted.nt", self.folder / "graphs.nq", f"{self.base}graph/")

    def dump(self, name: str) -> Dump:
        """Return one of :data:`DUMPS`, written when it is first asked for. KeyError for another name."""
        form_name, packed = DUMPS[name]
        form = formats.FORMATS[form_name]
        with self._lock:
            if name not in self._dumps:
                data = self._written(form)
                if packed:
                    data = gzip.compress(data, mtime=0)
                path = self.folder / name
                path.write_bytes(data)
                sha256 = hashlib.sha256(data).hexdigest()
                self._dumps[name] = Dump(name, path, form, packed, len(data), sha256)
            return self._dumps[name]

    def _written(self, form: formats.Format) -> bytes:
        if form.name == "nt":
            return (self.folder / "sorted.nt").read_bytes()
        source = "graphs.nq" if form.name == "trig" else "readable.nt"
        return formats.rewritten((self.folder / source).read_bytes(), form)

    def close(self) -> None:
        """Close the files."""
        self.lines.close()


def make_snapshot(graph: Graph, base: str, revision: Revision, folder: Path) -> Snapshot:
    """Write the copy of a graph into an empty folder and open it.

    Raises :class:`~dutygraph.graph.errors.BadParameter` for a base that cannot be one.
    """
    description = Description(graph, base)
    (folder / "sorted.nt").write_bytes(formats.sorted_lines(description))
    (folder / "readable.nt").write_bytes(formats.readable_lines(description))
    quads = folder / "graphs.nq"
    quads.write_bytes(formats.nquads(description))
    store = make_store(folder / "store", folder / "sorted.nt", quads)
    return Snapshot(
        folder=folder,
        base=base,
        revision=revision,
        changed=revision.changed or dt.datetime.now(dt.UTC),
        moved=moved_resources(graph, description.paths),
        lines=Lines(folder / "sorted.nt"),
        store=store,
        changes=changes_of(graph, description.paths),
    )


def make_store(folder: Path, triples: Path, quads: Path) -> Store:
    """Return a read-only store in a new folder: the triples in its default graph, the quads in their graphs.

    So the default graph is the union of all, and stays so for queries that name others: pyoxigraph's own union
    (``use_default_graph_as_union``) goes before FROM.
    """
    store = Store(str(folder))
    store.bulk_load(path=str(triples), format=RdfFormat.N_TRIPLES)
    store.bulk_load(path=str(quads), format=RdfFormat.N_QUADS)
    store.flush()
    del store  # closed, so that several processes may read
    return Store.read_only(str(folder))
