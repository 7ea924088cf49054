"""Both stores, real ones: an embedded database in a temporary folder and a Neo4j server, one of each a session.

`store` runs a test on each, emptied before. A module that only reads can load once: take `embedded_store` and
`neo4j_store` in a fixture of module scope, call `servers.empty(store)` and load there; its tests do not take `store`,
which would empty it under them.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
import servers
from commandline import Ran

from dutygraph.graph.store import Store, open_store
from dutygraph.graph.stores.settings import StoreSettings

if TYPE_CHECKING:
    import httpx
    from playwright.sync_api import Browser

# The same examples at every run, so that a change is judged by what it changes; `make test-long` looks for new ones.
hypothesis.settings.register_profile("same", derandomize=True)
hypothesis.settings.register_profile("new", derandomize=False, print_blob=True)
hypothesis.settings.load_profile("same")

# Of the whole, or of what stands over graph/ and ingest/: many documents, servers and browsers. Counting lines makes
# Python 2.6 times slower (measured on test_generated), and what is demanded of graph/ and ingest/ is counted over the
# tests of their parts alone.
UNCOUNTED = {
    "test_accuracy",
    "test_api",
    "test_api_changes",
    "test_api_conformance",
    "test_api_cypher",
    "test_api_problems",
    "test_bad_input",
    "test_browser_kit",
    "test_cli",
    "test_cli_answers",
    "test_cli_processes",
    "test_compose",
    "test_consumers",
    "test_docs",
    "test_downloads",
    "test_example_files",
    "test_gates",
    "test_generated",
    "test_generated_plans",
    "test_import_form",
    "test_kill",
    "test_linked_changes",
    "test_make",
    "test_mcp",
    "test_neo4j_browser",
    "test_ontology",
    "test_packaging",
    "test_page_links",
    "test_pages",
    "test_pages_in_a_browser",
    "test_properties",
    "test_quality",
    "test_queries",
    "test_review_properties",
    "test_web",
    "test_web_changes",
    "test_wording",
}

# Files of a minute or so with few tests. They begin first: begun last, one of them keeps a worker busy alone.
LONGEST = (
    "test_cli_processes",
    "test_generated_plans",
    "test_neo4j_import",
    "test_api",
    "test_properties",
    "test_queries",
    "test_rdf",
    "test_linked",
    "test_pages_in_a_browser",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files, and count no lines in the tests of the whole."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)
    for item in items:
        if item.path.stem in UNCOUNTED:
            item.add_marker("no_cover")


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Count no lines in the tests of the whole, nor in the programs that they start.

    In a worker of xdist pytest-cov pauses one of two counters for no_cover, and lines go on being looked at.
    """
    if item.get_closest_marker("no_cover") is None:
        return (yield)
    here, in_threads = sys.gettrace(), threading.gettrace()
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
        sys.settrace(None)
        threading.settrace(None)
        try:
            return (yield)
        finally:
            threading.settrace(in_threads)
            sys.settrace(here)


def pytest_configure() -> None:
    """Let Ctrl-C reach the programs that tests start, also where a shell runs all of this behind it.

    Such a shell has interrupts ignored, which every process inherits that it starts.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail what would be skipped where CI=true: missing scripts or documents must not pass for a test."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        report.outcome, report.longrepr = "failed", f"CI skips nothing: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def embedded_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(StoreSettings(tmp_path_factory.mktemp("embedded"))) as store:
        yield store


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreSettings]:
    with servers.neo4j_settings(tmp_path_factory.mktemp("unused")) as settings:
        yield settings


@pytest.fixture(scope="session")
def neo4j_store(neo4j_server: StoreSettings) -> Iterator[Store]:
    with open_store(neo4j_server) as store:
        yield store


@pytest.fixture(params=["embedded", "neo4j"])
def store(request: pytest.FixtureRequest) -> Store:
    """Each store in turn, empty."""
    opened: Store = request.getfixturevalue(f"{request.param}_store")
    servers.empty(opened)
    return opened


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def loaded(request: pytest.FixtureRequest) -> Store:
    """Each store in turn with the example plan in it, for modules that only read."""
    from services import EXAMPLE, load  # the application takes a second, which tests without it need not wait

    store: Store = request.getfixturevalue(f"{request.param}_store")
    load(store, EXAMPLE)
    return store


@pytest.fixture(scope="module")
def client(loaded: Store) -> Iterator[httpx.Client]:
    """A client of the application over the example plan."""
    from services import client_of

    with client_of(loaded) as client:
        yield client


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The OpenAPI document."""
    from services import openapi

    return openapi()


@pytest.fixture
def on_example(loaded: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The example plan in a store that the command line uses."""
    from services import environment_of

    for name, value in environment_of(loaded).items():
        monkeypatch.setenv(name, value)
    return loaded


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Ran]:
    """Runs a command line in this process; its output is what a pipe would get."""
    from dutygraph import cli

    def run(*arguments: str) -> Ran:
        code = cli.run(arguments)
        out, err = capsysbinary.readouterr()
        return Ran(code, out.decode("utf-8"), err.decode("utf-8"))

    return run


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless Chromium; one a module, as none may run beside tests that have an event loop of their own."""
    from chromium import running_chromium  # takes half a second, which tests without a page need not wait

    with running_chromium() as browser:
        yield browser


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder that no other test uses."""
    return tmp_path / "data"
