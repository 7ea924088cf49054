"""How fast queries answer: `python -m bench.query [TASKS…] [--stores neo4j,embedded] [--write]`.

Every registered query on generated plans, over all plans and (where it can be) of one: the median and the 95th
percentile of several runs, through run_query, so with names resolved, rows read and their types checked. A query that
the store stops at its time limit has no figure.
"""

from __future__ import annotations

import statistics
import time

from bench import report
from bench.plans import generate_plans, questions
from bench.stores import STORES
from dutygraph.graph.build import build_graph
from dutygraph.graph.errors import QueryFailed
from dutygraph.graph.store import Store
from dutygraph.queries.registry import run_query

COMMAND = "python -m bench.query"
RUNS = 20
LONGEST = 6.0  # seconds for all runs of one query, three runs at least


def measure(store: Store, name: str, values: dict[str, str]) -> tuple[int, list[float]]:
    """Run a query several times, once before to warm up; return the number of its rows and the seconds of each run."""
    try:
        rows = len(run_query(store, name, values))
        seconds: list[float] = []
        began = time.perf_counter()
        while len(seconds) < 3 or (len(seconds) < RUNS and time.perf_counter() - began < LONGEST):
            seconds.append(report.timed(lambda: run_query(store, name, values))[1])
    except QueryFailed:
        return 0, []
    return rows, seconds


def shown(seconds: list[float]) -> str:
    """Median and 95th percentile in milliseconds."""
    if not seconds:
        return "stopped"
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return f"{1000 * statistics.median(ordered):.0f} / {1000 * p95:.0f}"


def main() -> None:
    """Print a table of queries, a column for each store and number of tasks."""
    asked = report.arguments(__doc__, [10_000], stores="neo4j, embedded or both, the default")
    kinds = (asked.stores or ",".join(STORES)).split(",")
    cells: dict[int, list[str]] = {}
    headings = ["query"]
    for tasks in asked.tasks:
        plans = list(generate_plans(tasks))
        for kind in kinds:
            with STORES[kind]() as store:
                for plan in plans:
                    store.load(build_graph([plan]))
                for way, (name, values) in enumerate(questions(plans)):
                    rows, seconds = measure(store, name, values)
                    row = cells.setdefault(way, [f"`{name}`{' of one plan' if 'plan' in values else ''}"])
                    if kind == kinds[0]:
                        row.append(f"{rows:,}")
                    row.append(shown(seconds))
                    print(kind, tasks, row, flush=True)
        headings += [f"rows at {tasks:,}", *(f"{kind}, ms" for kind in kinds)]
    text = "Median / 95th percentile.\n\n" + report.table(headings, list(cells.values()))
    report.give(COMMAND, text, write=asked.write)


if __name__ == "__main__":
    main()
