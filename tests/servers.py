"""Real database servers for the tests: a Neo4j from DUTYGRAPH_TEST_NEO4J_URI, else one from Maven's jars."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import neo4j
import pytest

from dutygraph.graph.store import Store
from dutygraph.graph.stores import arcadedb
from dutygraph.graph.stores.locks import exclusive
from dutygraph.graph.stores.settings import StoreSettings

HERE = Path(__file__).parent / "neo4j"
JARS = Path(__file__).parents[1] / ".neo4j"
READY_WITHIN = 180.0
_FAST_START = ("-Xmx768m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


@contextmanager
def neo4j_settings(data: Path) -> Iterator[StoreSettings]:
    """The settings of a Neo4j server that runs as long as the block. Its data is emptied by the tests."""
    uri = os.environ.get("DUTYGRAPH_TEST_NEO4J_URI")
    if uri:
        yield StoreSettings(
            data,
            uri=uri,
            user=os.environ.get("DUTYGRAPH_TEST_NEO4J_USER") or "neo4j",
            password=os.environ.get("DUTYGRAPH_TEST_NEO4J_PASSWORD"),
        )
        return
    with running_neo4j() as address:
        yield StoreSettings(data, uri=address)


@contextmanager
def running_neo4j(*options: str) -> Iterator[str]:
    """Start a Neo4j server in a new folder and yield its Bolt address; it asks for no password."""
    with (
        tempfile.TemporaryDirectory(prefix="dutygraph-neo4j-") as folder,
        _running("Main.java", Path(folder), options=options) as (bolt,),
    ):
        yield bolt


@contextmanager
def running_neo4j_with_browser(command: str) -> Iterator[tuple[str, str]]:
    """Start one that serves Neo4j Browser too; yield its Bolt and HTTP addresses. Browser begins with the command."""
    with (
        tempfile.TemporaryDirectory(prefix="dutygraph-neo4j-") as folder,
        _running("Main.java", Path(folder), command, addresses=2) as (bolt, http),
    ):
        yield bolt, http


@contextmanager
def running_secured_neo4j(certificates: Path, password: str, port: int) -> Iterator[str]:
    """Start one that takes encrypted connections only, with the private.key and public.crt of a folder.

    The user neo4j has the password. Yields the address as one without encryption would have it.
    """
    with (
        tempfile.TemporaryDirectory(prefix="dutygraph-neo4j-") as folder,
        _running("Secured.java", Path(folder), str(certificates), password, str(port)) as (bolt,),
    ):
        yield bolt


@contextmanager
def running_home(home: Path, *options: str) -> Iterator[str]:
    """Start a Neo4j server on a home folder that holds data, such as imported ones, and yield its Bolt address."""
    with _running("Home.java", home, options=options) as (bolt,):
        yield bolt


def import_files(folder: Path, home: Path, *options: str) -> str:
    """Run Neo4j's import tool as the folder's README says, into a home folder; return what it printed."""
    (home / "conf").mkdir(parents=True, exist_ok=True)
    command = "database import full neo4j --overwrite-destination=true @import.args"
    assert command in (folder / "README.md").read_text(encoding="utf-8")
    done = subprocess.run(
        [*_java(), *(options or _FAST_START), "org.neo4j.cli.AdminTool", *command.split()],
        cwd=folder,
        env={**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _java() -> list[str]:
    """The command that runs a class of Neo4j's jars, all but its name."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("no Neo4j to test with: set DUTYGRAPH_TEST_NEO4J_URI, or install Java 17 and Maven")
    fetch_jars()
    return [str(java), "-cp", str(JARS / "*")]


@contextmanager
def _running(
    source: str, folder: Path, *more: str, addresses: int = 1, options: Sequence[str] = ()
) -> Iterator[list[str]]:
    """A server as long as the block; its Bolt address, and with a command of Browser's its HTTP address."""
    command = [*_java(), *(options or _FAST_START), str(HERE / source), str(folder), *more]
    with (
        (folder / "output").open("w+b") as output,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=output) as process,
    ):
        assert process.stdout is not None
        killer = threading.Timer(READY_WITHIN, process.kill)
        killer.start()
        try:
            printed: list[str] = []
            while len(printed) < addresses:
                line = process.stdout.readline().decode()
                if not line:
                    pytest.fail(f"Neo4j did not start: {Path(output.name).read_text()[-2000:]}")
                if line.startswith(("bolt://", "http://")):
                    printed.append(line.strip().rstrip("/"))
            killer.cancel()
            yield printed
        finally:
            killer.cancel()
            process.kill()  # its folder goes with it: nothing to close in good order


def fetch_jars() -> None:
    """Have Maven copy the server's jars into .neo4j, unless the same pom.xml has been fetched whole before."""
    wanted = (HERE / "pom.xml").read_text(encoding="utf-8")
    complete = JARS / "complete.xml"  # the pom.xml, written last
    with exclusive(Path(tempfile.gettempdir()) / "dutygraph-neo4j-jars.lock", wait=900.0):
        if complete.is_file() and complete.read_text(encoding="utf-8") == wanted:
            return
        maven = shutil.which("mvn")
        if maven is None:
            pytest.skip("no Neo4j to test with: set DUTYGRAPH_TEST_NEO4J_URI, or install Java 17 and Maven")
        shutil.rmtree(JARS, ignore_errors=True)
        arguments = [
            "-q",
            "-B",
            "-f",
            str(HERE / "pom.xml"),
            "dependency:copy-dependencies",
            f"-DoutputDirectory={JARS}",
        ]
        if subprocess.run([str(maven), *arguments], check=False).returncode != 0:
            pytest.skip("no Neo4j to test with: Maven could not fetch it (set DUTYGRAPH_TEST_NEO4J_URI)")
        complete.write_text(wanted, encoding="utf-8")


def empty(store: Store) -> None:
    """Delete every node and edge; constraints and indexes stay."""
    write(store, "MATCH (n) DETACH DELETE n")


def write(store: Store, cypher: str, **parameters: Any) -> None:
    """Run a statement that writes, past the store's own way of loading."""
    connection = store._connection

    def run(driver: neo4j.Driver) -> None:
        driver.execute_query(cypher, parameters, database_=connection.database)

    connection.use(run)


def running(store: Store) -> list[str]:
    """The statements that run in the store's server now."""
    embedded = store._connection._embedded
    if embedded is not None:
        return arcadedb.running_statements(embedded.server)
    return [row["q"] for row in store.read("SHOW TRANSACTIONS YIELD currentQuery AS q RETURN q")]
