"""How soon pages are painted: `python -m bench.pages [TASKS] [--stores neo4j,embedded] [--seconds 60] [--write]`.

One plan of 2,000 tasks. Each page is asked for after a change (another plan was loaded or removed, so that no answer is
remembered), with the processor time that the service and the store spend on it; then Chromium measures the first paint
over loopback, once after such a change and once again, each the best of some. Readers ask for pages without a pause for
a minute, and no answer may fail.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock
from urllib.parse import quote

import httpx
import psutil

from bench import report
from bench.__main__ import plan_text
from bench.stores import STORES, embedded
from dutygraph.graph.build import build_graph
from dutygraph.graph.model import Plan
from dutygraph.graph.store import Store
from dutygraph.ingest.extract import extract_document
from dutygraph.web import remembering

COMMAND = "python -m bench.pages"
LIMIT = 0.5  # seconds to the first paint
READERS = 50
SOON = 0.05  # seconds after which the service asks anew whether the store has changed
ROUNDS = 3  # times that each page is asked for after a change
TASKS = 2000


@dataclass(slots=True)
class Page:
    """What was measured of a page: seconds of processor time and to the first paint, bytes of HTML."""

    address: str
    size: int = 0
    service: list[float] = field(default_factory=list)
    store: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)

    def cells(self) -> list[str]:
        """Return the page's line: processor times are means, paints the best."""
        means = [f"{statistics.mean(times):.2f}" for times in (self.service, self.store)]
        return [
            f"`{self.address}`",
            f"{self.size / 1000:.0f}",
            *means,
            f"{min(self.first):.2f}",
            f"{min(self.again):.2f}",
        ]


def addresses(client: httpx.Client) -> list[str]:
    """Return one page of each kind."""
    plan = client.get("/api/v1/plans").json()["items"][0]["key"]
    task = client.get("/api/v1/tasks?limit=1").json()["items"][0]["key"]
    instrument = client.get("/api/v1/instruments?limit=1").json()["items"][0]["key"]
    unit = quote("区司法局")
    return [
        "/", f"/plans/{plan}", "/units", f"/units/{unit}", f"/tasks/{task}", "/timeline",
        "/timeline?from=2024-01-01&to=2024-12-31&kind=deadline", "/instruments", f"/instruments/{instrument}", "/graph",
        f"/graph?node={unit}", "/queries", "/queries/workload?run=1", "/queries/cypher", "/import", "/compare",
        f"/search?q={quote('制度')}",
    ]  # fmt: skip


def plans_of(text: str) -> tuple[Plan, ...]:
    """Return the plans of a text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.txt"
        path.write_text(text, encoding="utf-8")
        return extract_document(path).plans


def changes(store: Store) -> Callable[[], None]:
    """Return what changes the store: a plan of one task is loaded, and removed the next time."""
    (small,) = plans_of("青禾区2024年小方案\n（1）完善台账。\n牵头部门：区司法局")

    def work() -> Iterator[None]:
        while True:
            store.load(build_graph([small]))
            yield
            store.remove(small.key)
            yield

    steps = work()

    def change() -> None:
        next(steps)
        time.sleep(2 * SOON)

    return change


def used(processes: list[psutil.Process]) -> float:
    """Return the seconds of processor time that processes have used."""
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def servers() -> list[psutil.Process]:
    """Return the database servers that this process started."""
    return [process for process in psutil.Process().children(recursive=True) if process.name() == "java"]


def ask(client: httpx.Client, page: Page, change: Callable[[], None]) -> None:
    """Ask for a page after a change."""
    change()
    stores, before = servers(), time.process_time()
    there = used(stores)
    answer = client.get(page.address).raise_for_status()
    page.service.append(time.process_time() - before)
    page.store.append(used(stores) - there)
    page.size = len(answer.content)


def paint(base: str, pages: list[Page], change: Callable[[], None]) -> None:
    """Measure the first paint of each page, twice after a change and twice again."""
    from chromium import new_page, running_chromium

    script = """new Promise(done => new PerformanceObserver(list => {
        const paint = list.getEntriesByName('first-contentful-paint')[0]
        if (paint) done(paint.startTime)
    }).observe({type: 'paint', buffered: true}))"""
    with running_chromium() as chromium:
        for page in pages:
            for _ in range(2):
                change()
                for seen in (page.first, page.again):
                    with new_page(chromium, width=1366, height=768) as shown:
                        shown.goto(base + page.address)
                        seen.append(float(shown.evaluate(script)) / 1000)


async def read_all(base: str, pages: list[str], seconds: float) -> tuple[list[float], list[str]]:
    """Return how long every answer took and which failed, of readers who go from page to page."""
    took: list[float] = []
    failed: list[str] = []
    until = time.monotonic() + seconds

    async def reader(first: int) -> None:
        async with httpx.AsyncClient(base_url=base, timeout=60) as client:
            at = first
            while time.monotonic() < until:
                address = pages[at % len(pages)]
                start = time.perf_counter()
                try:
                    response = await client.get(address)
                    if response.status_code != 200:
                        failed.append(f"{response.status_code} {address}")
                except httpx.HTTPError as error:
                    failed.append(f"{error!r} {address}")
                took.append(time.perf_counter() - start)
                at += 1

    await asyncio.gather(*(reader(n) for n in range(READERS)))
    return took, failed


def measure(kind: str, tasks: int, seconds: float) -> tuple[str, bool]:
    """Return what was measured on a store, as Markdown, and whether all limits are kept."""
    from services import client_of

    with embedded(lasting=True) if kind == "embedded" else STORES[kind]() as store:
        store.load(build_graph(plans_of(plan_text(tasks))))
        with mock.patch.object(remembering, "FRESH", SOON), client_of(store) as client:
            pages = [Page(address) for address in addresses(client)]
            change = changes(store)
            for page in pages:
                client.get(page.address).raise_for_status()
            for _ in range(ROUNDS):
                for page in pages:
                    ask(client, page, change)
            base = str(client.base_url).rstrip("/")
            paint(base, pages, change)
            busy = os.getloadavg()[0]
            took, failed = asyncio.run(read_all(base, [page.address for page in pages], seconds))
    took.sort()
    headings = [
        "page",
        "HTML, kB",
        "CPU of the service, s",
        "CPU of the store, s",
        "first paint after a change, s",
        "again, s",
    ]
    slow = [page.address for page in pages if min(page.first) > LIMIT]
    text = (
        f"{kind}, {tasks:,} tasks, load average {busy:.1f} when the paints had been measured:\n\n"
        + report.table(headings, [page.cells() for page in pages])
        + f"\n{len(pages) - len(slow)} of {len(pages)} pages within {LIMIT} s after a change, "
        f"{sum(min(page.again) <= LIMIT for page in pages)} again. {READERS} readers for {seconds:g} s: "
        f"{len(took):,} answers, {len(failed)} failed, median {statistics.median(took):.2f} s, "
        f"95 % within {took[int(len(took) * 0.95)]:.2f} s.\n"
    )
    print(text, *sorted(set(failed))[:10], sep="\n")
    return text, not failed and not slow


def main() -> int:
    """Print a line for each page and one for the readers; return 1 where a limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tasks", nargs="?", type=int, default=TASKS, help="number of tasks of the plan")
    parser.add_argument("--stores", default="neo4j,embedded", help="which stores")
    parser.add_argument("--seconds", type=float, default=60, help="how long the readers read")
    parser.add_argument("--write", action="store_true", help=f"keep the figures in {report.PAGE.name}")
    asked = parser.parse_args()
    measured = [measure(kind, asked.tasks, asked.seconds) for kind in asked.stores.split(",")]
    report.give(COMMAND, "\n".join(text for text, _ in measured), write=asked.write)
    return int(not all(kept for _, kept in measured))


if __name__ == "__main__":
    sys.exit(main())
