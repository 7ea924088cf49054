"""`python -m bench.pages`: how soon every page of a plan of 2,000 tasks is painted, and 50 readers at once.

The first paint is what Chromium measures of a page over loopback that nobody has asked for before; the readers ask for
pages without a pause for a minute (or SECONDS: `python -m bench.pages 2000 10`), and no answer may fail.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import httpx

from bench.__main__ import plan_text
from dutygraph.graph.build import build_graph
from dutygraph.graph.settings import StoreSettings
from dutygraph.graph.store import open_store
from dutygraph.ingest.extract import extract_document
from dutygraph.web.remembering import FRESH

LIMIT = 0.5  # seconds to the first paint
READERS = 50


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


def first_paints(base: str, pages: list[str]) -> dict[str, float]:
    """Return the seconds to the first paint of each page, the best of two, each asked for anew."""
    from chromium import new_page, running_chromium

    script = """new Promise(done => new PerformanceObserver(list => {
        const paint = list.getEntriesByName('first-contentful-paint')[0]
        if (paint) done(paint.startTime)
    }).observe({type: 'paint', buffered: true}))"""
    paints: dict[str, float] = {}
    with running_chromium() as chromium:
        for address in pages:
            seen = []
            for _ in range(2):
                time.sleep(FRESH + 0.2)  # no answer is remembered
                with new_page(chromium, width=1366, height=768) as page:
                    page.goto(base + address)
                    seen.append(float(page.evaluate(script)) / 1000)
            paints[address] = min(seen)
    return paints


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


def main(tasks: int, seconds: float) -> int:
    """Print a line for each page and one for the readers; return 1 where a limit is not kept."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from services import serving

    from dutygraph.api.settings import ApiSettings

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.txt"
        path.write_text(plan_text(tasks), encoding="utf-8")
        settings = StoreSettings(Path(folder) / "data")
        with open_store(settings) as store:
            store.load(build_graph(extract_document(path).plans))
            with serving(ApiSettings(settings)) as client:
                base, pages = str(client.base_url).rstrip("/"), addresses(client)
                for address in pages:
                    client.get(address).raise_for_status()
                paints = first_paints(base, pages)
                for address, paint in paints.items():
                    print(f"{paint:6.2f} s  {LIMIT / paint:5.1f} x faster than {LIMIT} s  {address}")
                took, failed = asyncio.run(read_all(base, pages, seconds))
    took.sort()
    print(f"{READERS} readers, {seconds:g} s: {len(took)} answers, {len(failed)} failed, median "
          f"{statistics.median(took):.2f} s, 95 % within {took[int(len(took) * 0.95)]:.2f} s")  # fmt: skip
    for line in sorted(set(failed))[:10]:
        print(line)
    return int(bool(failed) or max(paints.values()) > LIMIT)


if __name__ == "__main__":
    given = [float(word) for word in sys.argv[1:]]
    sys.exit(main(int(given[0]) if given else 2000, given[1] if len(given) > 1 else 60))
