"""`python -m bench.rdf`: how fast a graph of about a million triples is written, and how much faster than by rdflib.

A generated plan is written as N-Triples (triples a second, of which 500,000 are demanded) and as Turtle; rdflib writes
the same triples as Turtle, a tenth of them, since it takes minutes. Reading the plan and building its graph do not
count: a store gives a graph as it is.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import rdflib

from bench.__main__ import plan_text
from bench.report import give, table
from dutygraph.graph.build import Graph, build_graph
from dutygraph.graph.rdf.formats import serialize
from dutygraph.ingest.extract import extract_document

LEAST_TRIPLES = 500_000  # a second, as N-Triples
LEAST_RATIO = 10  # times rdflib, as Turtle
RUNS = 5  # of which the fastest counts: the machine may have other work
T = TypeVar("T")


def graph_of(tasks: int) -> Graph:
    """The graph of a generated plan."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.txt"
        path.write_text(plan_text(tasks), encoding="utf-8")
        return build_graph(extract_document(path).plans)


def fastest(work: Callable[[], T], runs: int = RUNS) -> tuple[T, float]:
    """The result of the work, and the processor time of its fastest run."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        result = work()
        times.append(time.process_time() - start)
    return result, min(times)


def row(form: str, triples: int, seconds: float, ratio: float, demanded: str) -> tuple[str, ...]:
    """A row of the table: what was written, how fast, and how that stands to what is demanded."""
    return form, f"{triples:,}", f"{triples / seconds:,.0f}", f"{ratio:.1f}", demanded


def main(triples: int) -> str:
    """Return both figures with what is demanded of them, as a table."""
    sample = graph_of(100)
    each = serialize(sample, "nt").count(b"\n") / 100
    graph = graph_of(max(10, round(triples / each)))
    data, seconds = fastest(lambda: serialize(graph, "nt"))
    count = data.count(b"\n")
    lines = row("N-Triples", count, seconds, count / seconds / LEAST_TRIPLES, f"1 x {LEAST_TRIPLES:,} triples/s")
    part = graph_of(max(10, round(triples / each / 10)))
    some = serialize(part, "nt")
    _, ours = fastest(lambda: serialize(part, "turtle"))
    theirs = rdflib.Graph().parse(data=some, format="nt")
    _, slow = fastest(lambda: theirs.serialize(format="turtle"), 1)
    turtle = row("Turtle", some.count(b"\n"), ours, slow / ours, f"{LEAST_RATIO} x rdflib")
    return table(("format", "triples", "triples/s", "ratio", "demanded"), (lines, turtle))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--write", action="store_true", help="keep the figures in performance.md")
    options = parser.parse_args()
    give("python -m bench.rdf", main(options.triples), write=options.write)
