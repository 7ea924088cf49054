"""How fast plans are loaded: `python -m bench.load [TASKS…] [--stores neo4j,embedded] [--write]`.

Generated plans of 500 tasks, one transaction each, into a new store of each kind, with all that a load does: comparing,
search terms, constraints, indexes. Beside it, on the same server in the same run: relationships made one statement a
row (what a loader without batches does) and by bare nested UNWIND between nodes that are there (the most that Bolt
gives). The first plans warm the server up and are not counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from neo4j import ManagedTransaction

from bench import report
from bench.plans import generate_plans
from bench.stores import STORES
from dutygraph.graph import writing
from dutygraph.graph.build import Graph, build_graph
from dutygraph.graph.difference import Properties
from dutygraph.graph.stating import EdgeId
from dutygraph.graph.store import Store

COMMAND = "python -m bench.load"
ASKED = 25_000  # relationships a second into Neo4j
WARMING = 4  # plans
BATCH = 5000
SINGLE = 1500  # relationships that are made one by one


def graphs(tasks: int, *, seed: int) -> Iterator[Graph]:
    """Yield the graphs of plans that have so many tasks."""
    for plan in generate_plans(tasks, seed=seed):
        yield build_graph([plan])


@dataclass
class Loaded:
    """What was loaded and the seconds it took, the building of the graphs left out; ``writing`` of them put edges."""

    nodes: int = 0
    edges: int = 0
    seconds: float = 0.0
    put: int = 0
    writing: float = 0.0


def measure(store: Store, tasks: int) -> Loaded:
    """Load generated plans of so many tasks."""
    for graph in graphs(WARMING * 500, seed=0):
        store.load(graph)
    loaded, put_edges = Loaded(), writing.put_edges

    def timed_put(tx: ManagedTransaction, edges: Mapping[EdgeId, Properties]) -> None:
        _, took = report.timed(lambda: put_edges(tx, edges))
        loaded.put, loaded.writing = loaded.put + len(edges), loaded.writing + took

    writing.put_edges = timed_put
    try:
        for graph in graphs(tasks, seed=1):
            done, took = report.timed(partial(store.load, graph))
            loaded.nodes += done.nodes.created
            loaded.edges += done.edges.created
            loaded.seconds += took
    finally:
        writing.put_edges = put_edges
    return loaded


def compared(store: Store) -> tuple[float, float]:
    """Return the relationships a second of bare nested UNWIND and of one MERGE a statement, on the store's nodes."""
    units = [row["key"] for row in store.read("MATCH (u:Unit) RETURN u.key AS key ORDER BY key LIMIT 50")]
    tasks = [row["key"] for row in store.read("MATCH (t:Task) RETURN t.key AS key ORDER BY key LIMIT 2000")]
    rows = [{"start": unit, "ends": tasks[index::10]} for index, unit in enumerate(units)]
    count = sum(len(row["ends"]) for row in rows)
    bare = (
        "UNWIND $rows AS row MATCH (a:Unit {key: row.start}) UNWIND row.ends AS key"
        " MATCH (b:Task {key: key}) CREATE (a)-[:BARE {position: 1}]->(b)"
    )
    single = "MATCH (a:Unit {key: $start}) MATCH (b:Task {key: $end}) MERGE (a)-[r:SINGLE]->(b) SET r.position = 1"

    def in_batches() -> None:
        for _ in range(3):
            with store._connection._driver.session(database=store._connection.database) as session:
                session.execute_write(lambda tx: [tx.run(bare, rows=part).consume() for part in _parts(rows)])

    def one_by_one() -> None:
        with store._connection._driver.session(database=store._connection.database) as session:
            for index in range(SINGLE):
                session.run(single, start=units[index % 50], end=tasks[index]).consume()

    return 3 * count / report.timed(in_batches)[1], SINGLE / report.timed(one_by_one)[1]


def _parts(rows: list[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    each = max(1, BATCH * len(rows) // 10_000)
    for first in range(0, len(rows), each):
        yield rows[first : first + each]


def main() -> None:
    """Print a line for each store and number of tasks."""
    asked = report.arguments(__doc__, [10_000, 100_000], stores="neo4j, embedded or both, the default")
    lines = []
    for kind in (asked.stores or ",".join(STORES)).split(","):
        for tasks in asked.tasks:
            with STORES[kind]() as store:
                loaded = measure(store, tasks)
                bare, single = compared(store)
            rate, written = loaded.edges / loaded.seconds, loaded.put / loaded.writing
            lines.append(
                [
                    kind,
                    f"{tasks:,}",
                    f"{loaded.nodes:,}",
                    f"{loaded.edges:,}",
                    f"{loaded.seconds:.1f}",
                    f"{rate:,.0f}",
                    f"{written:,.0f}",
                    f"{bare:,.0f}",
                    f"{single:,.0f}",
                    f"{rate / single:.1f}",
                    f"{written / bare:.2f}",
                ]
            )
            print(lines[-1], flush=True)
    headings = ["store", "tasks", "nodes", "relationships", "s", "relationships/s", "their statements alone/s"]
    headings += ["bare UNWIND/s", "one by one/s", "load : one by one", "statements : bare"]
    report.give(COMMAND, report.table(headings, lines), write=asked.write)


if __name__ == "__main__":
    main()
