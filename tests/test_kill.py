"""`kill -9` of a real ingest at a random moment: each document is whole or not there, and a second run completes it."""

from __future__ import annotations

import datetime as dt
import os
import random
import subprocess
import sys
import time
from collections.abc import Collection
from pathlib import Path

import psutil
import pytest
import servers
from graphs import Dump, dump
from services import environment_of
from texts import source

from dutygraph.graph.build import Graph, build_graph
from dutygraph.graph.stating import plan_keys
from dutygraph.graph.store import Store, open_store
from dutygraph.graph.stores.settings import StoreSettings
from dutygraph.graph.versions.renewal import renew
from dutygraph.ingest.extract import extract_text

PLANS = ("甲", "乙", "丙")
BODIES = ("司法局", "财政局", "教育局", "公安局", "民政局", "水利局", "审计局", "信访局")


def text(plan: str, version: int) -> str:
    """An invented plan of eighteen tasks; in its second version every third is worded otherwise and one is gone."""
    lines = ["清河县人民政府办公室", "2024年3月5日", "", "", f"清河县{plan}类工作任务分解方案", "", "一、重点任务"]
    for number in range(1, 20 - version):
        change = "抓紧" if version == 2 and number % 3 == 0 else ""
        lines.append(
            f"{number}．{change}推进第{number}项{plan}类改革，2024年{number % 12 + 1}月底前完成率达到{number}％以上。"
        )
        lines.append(f"牵头部门：县{BODIES[number % 8]}、县{BODIES[(number + 3) % 8]}")
        lines.append(f"责任部门：县{BODIES[(number + 5) % 8]}，各镇")
    return "\n".join([*lines, ""])


def graph(plan: str, version: int) -> Graph:
    return build_graph(extract_text(source(text(plan, version))).plans)


def key(plan: str) -> str:
    return plan_keys(graph(plan, 1))[0]


class Ingest:
    """One run of the command line over a folder of documents, into a store."""

    def __init__(self, folder: Path, settings: StoreSettings | Store) -> None:
        environment = (
            environment_of(settings)
            if isinstance(settings, Store)
            else {"DUTYGRAPH_DATA": str(settings.data), "DUTYGRAPH_NEO4J_URI": ""}
        )
        self._process = subprocess.Popen(
            [sys.executable, "-m", "dutygraph", "ingest", str(folder), "--no-review"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, **environment},
            start_new_session=True,
        )

    def finish(self) -> None:
        """Let it end well."""
        out, _ = self._process.communicate(timeout=300)
        assert self._process.returncode == 0, out.decode()

    def kill(self, *, server_too: bool = False) -> None:
        """Kill it where it stands, and with it the database server that it started, if that is asked."""
        process = psutil.Process(self._process.pid)
        for each in [process, *process.children(recursive=True)] if server_too else [process]:
            try:
                each.kill()
            except psutil.NoSuchProcess:
                continue
        self._process.communicate(timeout=60)


def states(held: Collection[str] = ()) -> dict[str, tuple[Dump, Dump]]:
    """What the store may hold of each plan while version 2 is ingested: what it held before, or what comes of that.

    ``held`` are the plans that it held in version 1.
    """
    found = {}
    for plan in PLANS:
        before = build_graph([])
        if plan in held:
            before, _ = renew(before, graph(plan, 1), key(plan), base=key(plan), today=dt.date.today())
        after, _ = renew(before, graph(plan, 2), key(plan), base=key(plan), today=dt.date.today())
        found[plan] = (dump(before), dump(after))
    return found


def prepare(store: Store, held: Collection[str]) -> None:
    servers.empty(store)
    for plan in held:
        store.load(graph(plan, 1))


def check(store: Store, allowed: dict[str, tuple[Dump, Dump]], moment: str, *, complete: bool = False) -> int:
    """Assert that the store holds each plan whole; return how many are as the ingest makes them."""
    made = 0
    nodes: set[str] = set()
    for plan, (before, after) in allowed.items():
        held = dump(store.read_graph(key(plan)))
        assert held == after or (held == before and not complete), f"{plan} is neither old nor new, {moment}"
        made += held == after
        nodes |= held[0].keys()
    assert set(store.read_graph()) == nodes, f"something belongs to no plan, {moment}"
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of the plans in version 2."""
    documents = tmp_path / "方案"
    documents.mkdir()
    for plan in PLANS:
        (documents / f"{plan}.txt").write_text(text(plan, 2), encoding="utf-8")
    return documents


def test_a_killed_ingest_leaves_whole_documents(store: Store, folder: Path) -> None:
    """Killed soon after the first document, started again, killed at any time before that, and let through."""
    held, chance = PLANS[:1], random.Random(1)
    prepare(store, held)
    allowed = states(held)
    started = time.monotonic()
    ingest = Ingest(folder, store)
    count = "MATCH (t:Task) RETURN count(t) AS n"
    before = store.read(count)
    while store.read(count) == before and time.monotonic() - started < 120:
        time.sleep(0.02)
    took = time.monotonic() - started
    time.sleep(chance.uniform(0.0, 0.3))
    ingest.kill()
    done = check(store, allowed, "soon after the first document")
    assert done >= 1
    ingest = Ingest(folder, store)
    time.sleep(moment := chance.uniform(0.3, 1.0) * took)
    ingest.kill()
    assert check(store, allowed, f"after {moment:.2f} s") >= done
    Ingest(folder, store).finish()
    check(store, allowed, "after a last run", complete=True)


def cut_off(settings: StoreSettings, folder: Path, moment: float) -> None:
    """Kill a run, the keeper of the server and the server itself, some seconds after the server was there."""
    ingest = Ingest(folder, settings)
    while not (settings.data / "database" / "server.json").exists():
        time.sleep(0.01)
    time.sleep(moment)
    ingest.kill(server_too=True)
    with open_store(settings) as store:
        check(store, states(), f"{moment:.2f} s after the server was there")
        Ingest(folder, store).finish()
        check(store, states(), f"{moment:.2f} s after the server was there, and a second run", complete=True)


def test_a_power_cut(data: Path, folder: Path) -> None:
    cut_off(StoreSettings(data), folder, random.Random(4).uniform(0.5, 1.5))


@pytest.mark.long
@pytest.mark.parametrize("held", [(), PLANS], ids=["new plans", "new versions"])
def test_twenty_random_moments(store: Store, folder: Path, held: Collection[str]) -> None:
    for _ in range(2):  # the first finds a cold server, and would set moments that nobody reaches
        prepare(store, ())
        started = time.monotonic()
        Ingest(folder, store).finish()
    longest, chance = time.monotonic() - started, random.Random(20)
    allowed = states(held)
    done = []
    for _ in range(20):
        prepare(store, held)
        ingest = Ingest(folder, store)
        time.sleep(moment := longest * chance.uniform(0.3, 1.0))
        ingest.kill()
        done.append(check(store, allowed, f"after {moment:.2f} s"))
        Ingest(folder, store).finish()
        check(store, allowed, f"after {moment:.2f} s and a second run", complete=True)
    assert min(done) < len(PLANS)  # some were cut short, or the moments say nothing


@pytest.mark.long
def test_ten_random_moments_of_a_power_cut(tmp_path: Path, folder: Path) -> None:
    chance = random.Random(7)
    for number in range(10):
        cut_off(StoreSettings(tmp_path / f"data{number}"), folder, chance.uniform(0.0, 4.0))
