"""How fast Neo4j's import tool takes what we write: `python -m bench.bulk [TASKS…] [--write]`.

10,000 generated tasks are loaded into an embedded store and exported; for more, what belongs to a plan is written many
times under other keys (units, places and documents stay as they are). Writing, importing by the real tool and making
constraints and indexes on a server over the result are timed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from bench import report
from bench.load import graphs
from bench.stores import JAVA, embedded, tests_servers
from dutygraph.graph.neo4j_import import EdgeRow, NodeRow, write_folder
from dutygraph.graph.reading import read_edges, read_nodes
from dutygraph.graph.stating import is_shared
from dutygraph.graph.store import open_store
from dutygraph.graph.stores.settings import StoreSettings

COMMAND = "python -m bench.bulk"
LOADED = 10_000
_NONE: frozenset[str] = frozenset()


def copied_nodes(nodes: Sequence[NodeRow], copies: int) -> Iterator[NodeRow]:
    """Yield the nodes, those of plans as many times, each time under keys of their own."""
    for copy in range(copies):
        for node, attributes in nodes:
            if not is_shared(node):
                yield f"{node}{_mark(copy)}", {**attributes, "key": f"{attributes['key']}{_mark(copy)}"}
            elif copy == 0:
                yield node, attributes


def copied_edges(edges: Sequence[EdgeRow], copies: int) -> Iterator[EdgeRow]:
    """Yield the edges between the copies."""
    for copy in range(copies):
        for start, end, attributes in edges:
            if not (is_shared(start) and is_shared(end)):
                yield _of(start, copy), _of(end, copy), attributes
            elif copy == 0:
                yield start, end, attributes


def _of(node: str, copy: int) -> str:
    return node if is_shared(node) else f"{node}{_mark(copy)}"


def _mark(copy: int) -> str:
    return f"-{copy}" if copy else ""


def main() -> None:
    """Print a line for each number of tasks."""
    asked = report.arguments(__doc__, [1_000_000])
    with embedded() as store:
        for graph in graphs(LOADED, seed=1):
            store.load(graph)
        nodes, edges = store._read(lambda tx: (list(read_nodes(tx, _NONE)), list(read_edges(tx, _NONE))), None)
    lines = []
    for tasks in asked.tasks:
        copies = max(1, tasks // LOADED)
        with tempfile.TemporaryDirectory(prefix="dutygraph-bulk-") as folder:
            files, home = Path(folder) / "files", Path(folder) / "home"
            written, writing = report.timed(
                partial(write_folder, files, copied_nodes(nodes, copies), copied_edges(edges, copies))
            )
            size = sum(path.stat().st_size for path in files.iterdir()) / 2**20
            _, importing = report.timed(partial(tests_servers.import_files, files, home, *JAVA))
            with (
                tests_servers.running_home(home, *JAVA) as uri,
                open_store(StoreSettings(Path(folder) / "data", uri=uri)) as store,
            ):
                _, indexing = report.timed(store._ensure_schema)
                assert store.read("MATCH (n:Task) RETURN count(n) AS n") == [{"n": copies * LOADED}]
        lines.append(
            [
                f"{copies * LOADED:,}",
                f"{written.nodes:,}",
                f"{written.edges:,}",
                f"{size:,.0f}",
                f"{writing:.0f}",
                f"{importing:.0f}",
                f"{written.edges / importing:,.0f}",
                f"{indexing:.0f}",
            ]
        )
    headings = ["tasks", "nodes", "relationships", "files, MB", "writing, s", "import tool, s"]
    headings += ["relationships/s", "constraints and indexes, s"]
    report.give(COMMAND, report.table(headings, lines), write=asked.write)


if __name__ == "__main__":
    main()
