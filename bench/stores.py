"""The stores that benchmarks run on, new and empty: an embedded one, and a Neo4j from Maven's jars, as in tests."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import servers as tests_servers

from dutygraph.graph.store import Store, open_store
from dutygraph.graph.stores.settings import StoreSettings

__all__ = ["JAVA", "STORES", "embedded", "neo4j", "tests_servers"]

# As a server would have it: memory for a graph of a million nodes, and a compiler that optimises.
JAVA = ("-Xmx3g", "-XX:+UseParallelGC")


@contextmanager
def embedded(*, lasting: bool = False) -> Iterator[Store]:
    """A new embedded store, as it is used by commands, or by the service (``lasting``)."""
    with (
        tempfile.TemporaryDirectory(prefix="dutygraph-bench-") as folder,
        open_store(StoreSettings(Path(folder), lasting=lasting)) as store,
    ):
        yield store


@contextmanager
def neo4j() -> Iterator[Store]:
    """A new Neo4j server."""
    with (
        tempfile.TemporaryDirectory(prefix="dutygraph-bench-") as folder,
        tests_servers.running_neo4j(*JAVA) as uri,
        open_store(StoreSettings(Path(folder), uri=uri)) as store,
    ):
        yield store


STORES: Mapping[str, Callable[[], AbstractContextManager[Store]]] = {"neo4j": neo4j, "embedded": embedded}
