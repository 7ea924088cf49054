"""How fast plans are loaded: `python -m bench.load [TASKS…] [--stores neo4j,embedded] [--write]`.

Generated plans of 500 tasks, one transaction each, into a new store of each kind. The whole is what `dutygraph ingest`
does with documents it has read: making rows and search terms of the next plan while the one before is written, looking
for the plan, nodes, relationships, commit with all indexes; the graphs are made before. The statements alone are those
that create the own relationships of further plans, from the first row sent to the last answer. Beside them, on the same
server in the same run: relationships made by one MERGE a row (what a loader without batches does) and by bare nested
UNWIND between nodes that are there. The first plans (others) warm the server up and are not counted. CPU is that of the
loading process; that of the server beside it counts its compiler and its merging of indexes too.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from unittest import mock

from bench import report
from bench.plans import generate_plan, generate_plans
from bench.stores import STORES
from dutygraph.graph.ahead import ahead
from dutygraph.graph.build import Graph, build_graph
from dutygraph.graph.creating import Batch, Creator
from dutygraph.graph.loading import LoadReport
from dutygraph.graph.preparing import prepare
from dutygraph.graph.store import Store

COMMAND = "python -m bench.load"
ASKED = 25_000  # relationships a second into Neo4j
WARMING = 20  # plans
BUILT = 20  # graphs that are made before they are loaded
TIMED = 10  # plans whose statements are timed by themselves
OTHERS = 100_000  # the number of the first of them: none of those that are counted
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
    cpu: float = 0.0
    server: float = 0.0
    put: int = 0
    writing: float = 0.0


def measure(store: Store, tasks: int) -> Loaded:
    """Load generated plans of so many tasks, then some more to time their relationships."""
    for number in range(WARMING):
        store.load(build_graph([generate_plan(OTHERS + number, 500)]))
    loaded, plans = Loaded(), graphs(tasks, seed=1)
    while some := list(islice(plans, BUILT)):
        cpu, server = time.process_time(), report.server_cpu()
        reports, took = report.timed(partial(load, store, some))
        loaded.cpu += time.process_time() - cpu
        loaded.server += report.server_cpu() - server
        loaded.nodes += sum(done.nodes.created for done in reports)
        loaded.edges += sum(done.edges.created for done in reports)
        loaded.seconds += took
    measure_statements(store, loaded)
    return loaded


def load(store: Store, plans: Sequence[Graph]) -> list[LoadReport]:
    """Load graphs one after the other, as `dutygraph ingest` does documents: the next is prepared meanwhile."""
    return [store.load_prepared(prepared.result()) for _, prepared in ahead(plans, prepare)]


def measure_statements(store: Store, loaded: Loaded) -> None:
    """Time the statements that create the relationships of other plans, from sending the first to the last answer."""
    create = Creator.create

    def timed_create(self: Creator, batches: Iterable[Batch]) -> int:
        def run() -> int:
            count = create(self, some)
            self.finish()
            return count

        some = tuple(batches)
        self.finish()  # what was sent before is not timed
        count, took = report.timed(run)
        if "-[r:" in some[0].statement:
            loaded.put, loaded.writing = loaded.put + count, loaded.writing + took
        return count

    with mock.patch.object(Creator, "create", timed_create):
        for number in range(TIMED):
            store.load(build_graph([generate_plan(OTHERS + WARMING + number, 500)]))


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
                    f"{loaded.cpu:.1f}",
                    f"{loaded.server:.1f}",
                    f"{rate:,.0f}",
                    f"{written:,.0f}",
                    f"{bare:,.0f}",
                    f"{single:,.0f}",
                    f"{rate / single:.1f}",
                    f"{written / single:.1f}",
                ]
            )
            print(lines[-1], flush=True)
    headings = [
        "store",
        "tasks",
        "nodes",
        "relationships",
        "s",
        "CPU, s",
        "server's CPU, s",
        "relationships/s",
        "their statements alone/s",
    ]
    headings += ["bare UNWIND/s", "one by one/s", "load : one by one", "statements : one by one"]
    report.give(COMMAND, report.table(headings, lines), write=asked.write)


if __name__ == "__main__":
    main()
