"""`make bench`: how fast a plan becomes answers, as ratios against a peer or a naive way measured in the same run.

A generated plan of N tasks (default 1,000: `python bench 5000`) is extracted, loaded into an embedded store of its
own, asked, and exported by us and by rdflib.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import rdflib

from bench.report import timed
from dutygraph.graph.build import build_graph
from dutygraph.graph.rdf.formats import serialize
from dutygraph.graph.store import open_store
from dutygraph.graph.stores.settings import StoreSettings
from dutygraph.ingest.extract import extract_document
from dutygraph.queries.registry import run_query

UNITS = ("区司法局", "区财政局", "区市场监管局", "区教育局", "区民政局", "区人社局", "区住建局", "区交通局")
LEAST_TASKS = 200  # tasks a second; the largest plans have some hundreds of tasks
LEAST_EDGES = 1000  # relationships a second into the embedded store
LONGEST_QUERY = 0.5  # seconds
LONGEST_HELP = 0.3  # seconds of the processor


def plan_text(tasks: int) -> str:
    """Write a plan of so many tasks, each with two leads, a group, a date, a target and a citation."""
    lines = ["青禾区2024年重点任务分解方案", "一、重点任务"]
    for n in range(1, tasks + 1):
        if n % 20 == 1:
            lines.append(f"（{'一二三四五六七八九十'[n // 20 % 10]}）第{n // 20 + 1}组任务")
        first, second = UNITS[n % 8], UNITS[(n + 3) % 8]
        lines += [
            f"（{n}）完善第{n}项制度。落实《青禾区第{n % 50}号办法》，"
            f"2024年{n % 12 + 1}月底前办结率达到{n % 40 + 60}％以上。",
            f"牵头部门：{first}、{second}",
            "责任部门：区直有关部门，各镇、街道",
        ]
    return "\n".join(lines) + "\n"


def help_seconds() -> float:
    """Return the seconds of the processor that `dutygraph --help` takes, the fewest of eight runs."""

    def once() -> float:
        before = os.times()
        subprocess.run([sys.executable, "-m", "dutygraph", "--help"], check=True, stdout=subprocess.DEVNULL)
        after = os.times()
        return after.children_user - before.children_user + after.children_system - before.children_system

    return min(once() for _ in range(8))


def report(what: str, rate: float, unit: str, ratio: float, peer: str) -> None:
    """Print one figure and its ratio."""
    print(f"{what:11} {rate:10.0f} {unit:16} {ratio:6.1f} x {peer}")


def main(tasks: int) -> None:
    """Print one line a figure: what, how fast, and the ratio to a peer or limit of the same run."""
    seconds = help_seconds()
    report("help", 1 / seconds, "times/s", LONGEST_HELP / seconds, f"faster than {LONGEST_HELP} s")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.txt"
        path.write_text(plan_text(tasks), encoding="utf-8")
        document, seconds = timed(lambda: extract_document(path))
        assert len(document.tasks) == tasks
        report("extract", tasks / seconds, "tasks/s", tasks / seconds / LEAST_TASKS, f"the limit of {LEAST_TASKS}")
        graph = build_graph(document.plans)
        edges = graph.number_of_edges()
        with open_store(StoreSettings(Path(folder) / "data")) as store:
            _, seconds = timed(lambda: store.load(graph))
            report(
                "load", edges / seconds, "relationships/s", edges / seconds / LEAST_EDGES, f"the limit of {LEAST_EDGES}"
            )
            rows, seconds = timed(lambda: run_query(store, "unit_tasks", {"unit": "区司法局", "role": "lead"}))
            report(
                "unit_tasks", len(rows) / seconds, "rows/s", LONGEST_QUERY / seconds, f"faster than {LONGEST_QUERY} s"
            )
        ours, seconds = timed(lambda: serialize(graph, "turtle"))
        theirs = rdflib.Graph()
        theirs.parse(data=ours, format="turtle")
        _, peer = timed(lambda: theirs.serialize(format="turtle"))
        report("turtle", len(theirs) / seconds, "triples/s", peer / seconds, "rdflib")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
