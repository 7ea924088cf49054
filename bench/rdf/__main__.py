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
from dutygraph.graph.build import Graph, build_graph
from dutygraph.graph.rdf import serialize
from dutygraph.ingest.extract import extract_document

LEAST_TRIPLES = 500_000  # a second, as N-Triples
LEAST_RATIO = 10  # times rdflib, as Turtle
RUNS = 3  # of which the fastest counts: the machine may have other work
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


def report(what: str, triples: int, rate: float, ratio: str) -> None:
    """Print one figure and its ratio."""
    print(f"{what:11}{triples:12,} triples {rate:12,.0f} triples/s   {ratio}")


def main(triples: int) -> None:
    """Print both figures with what is demanded of them."""
    sample = graph_of(100)
    each = serialize(sample, "nt").count(b"\n") / 100
    graph = graph_of(max(10, round(triples / each)))
    data, seconds = fastest(lambda: serialize(graph, "nt"))
    count = data.count(b"\n")
    rate = count / seconds
    report("N-Triples", count, rate, f"{rate / LEAST_TRIPLES:.2f} x the {LEAST_TRIPLES:,} demanded")
    part = graph_of(max(10, round(triples / each / 10)))
    lines = serialize(part, "nt")
    _, ours = fastest(lambda: serialize(part, "turtle"))
    theirs = rdflib.Graph().parse(data=lines, format="nt")
    _, slow = fastest(lambda: theirs.serialize(format="turtle"), 1)
    count = lines.count(b"\n")
    report("Turtle", count, count / ours, f"{slow / ours:.1f} x rdflib, {LEAST_RATIO} x demanded")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=1_000_000)
    main(parser.parse_args().triples)
