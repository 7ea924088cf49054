"""The store: one class over the official Bolt driver, for a Neo4j server and for the embedded database alike.

What differs between the two is small and stands where it matters: how they are reached
(:mod:`dutygraph.graph.stores.connection`), the statements and names of full-text indexes
(:mod:`dutygraph.graph.stores.schema`),
and how a user's statement is seen to write (:mod:`dutygraph.graph.stores.guard`).
"""

from __future__ import annotations

import datetime as dt
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from dutygraph.graph import lookup
from dutygraph.graph.errors import QueryFailed
from dutygraph.graph.search import segment
from dutygraph.graph.stores import guard, schema
from dutygraph.graph.stores.bolt import to_native, without_retry_if_too_large
from dutygraph.graph.stores.connection import Connection
from dutygraph.graph.stores.guard import Rows
from dutygraph.graph.stores.schema import Kind
from dutygraph.graph.stores.settings import StoreSettings

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    import neo4j

    from dutygraph.graph.build import Graph
    from dutygraph.graph.loading import LoadReport
    from dutygraph.graph.neo4j_import import Written
    from dutygraph.graph.preparing import New, Prepared, Told
    from dutygraph.graph.records import Record
    from dutygraph.graph.stating import EdgeId, Properties
    from dutygraph.graph.stores.stopping import Cancel

__all__ = ["Rows", "Store", "open_store"]

T = TypeVar("T")
NO_PARAMETERS: Final[Mapping[str, Any]] = {}
_NONE: Final[frozenset[str]] = frozenset()

_PLANS_MEANT: Final = (
    "MATCH (p:Plan) WHERE p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan"
    " RETURN p.key AS key ORDER BY key LIMIT 1000"
)

# A load that ran into another one (a node made or deleted meanwhile, a conflict) is done again from what is there.
_LOAD_TRIES: Final = 8
_CROSSED: Final = frozenset(
    {"Neo.ClientError.Schema.ConstraintValidationFailed", "Neo.ClientError.Statement.EntityNotFound"}
)


def open_store(settings: StoreSettings) -> Store:
    """Open the store: the server of ``settings.uri``, else the embedded database in ``settings.data``.

    To be closed after use, by ``with`` or :meth:`Store.close`. StoreError where it cannot be reached or started.
    """
    return Store(Connection(settings), settings.timeout)


class Store:
    """An open store. Threads may share it; every call is a transaction of its own."""

    def __init__(self, connection: Connection, timeout: float) -> None:
        """Use :func:`open_store`. ``timeout`` in seconds holds for queries that do not say another."""
        self._connection = connection
        self._timeout = timeout
        self._schema_lock = threading.Lock()
        self._has_schema = False

    @property
    def kind(self) -> Kind:
        """Which of the two stores it is."""
        return self._connection.kind

    @property
    def address(self) -> str:
        """The Bolt address it is reached at."""
        return self._connection.address

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close the connections. The embedded server stops with its last user. May be called again."""
        self._connection.close()

    def ping(self) -> None:
        """Ask the server for an answer; StoreError that says what to do if none comes."""
        self._connection.ping()

    def load(
        self,
        graph: Graph,
        *,
        replaces: str | None = None,
        valid_from: dt.date | None = None,
        today: dt.date | None = None,
    ) -> LoadReport:
        """Make the store hold the plans of the graph as the graph has them, in one transaction.

        The graph is as build_graph makes it for the plans of one document. Loading it again changes nothing. Another
        text of a plan that the store has is a new version: the tasks that it takes over keep their keys, what it
        replaces stays as former versions (:mod:`dutygraph.graph.versions.renewal`). ``replaces`` names the plan (key,
        title
        or document number) that the graph's only plan is a new version of, though it was issued anew; ``valid_from`` is
        the first day of what is loaded, where it is not the day of issue; ``today`` the day of the load, for tests.

        OlderVersion for an unknown text older than the one in force, NotFound or AmbiguousName for ``replaces``,
        BadParameter where it cannot be meant. KeyError for a label or relationship that the vocabulary lacks.
        """
        import datetime as dt

        from dutygraph.graph.preparing import Told, check

        told = Told(today or dt.date.today(), replaces, valid_from)
        check(graph, told)
        return self._load(graph, told)

    def load_prepared(self, prepared: Prepared) -> LoadReport:
        """Load a graph, as :meth:`load` does, whose rows were made before, while the store worked on another one.

        See :mod:`dutygraph.graph.preparing` and :mod:`dutygraph.graph.ahead`.
        """
        return self._load(prepared.graph, prepared.told, prepared.new)

    def _load(self, graph: Graph, told: Told, new: New | None = None) -> LoadReport:
        import itertools

        from dutygraph.graph import loading

        tries = itertools.count()
        return self._write(lambda tx: loading.load_graph(tx, graph, told, new=new, create=next(tries) == 0))

    def remove(self, plan: str) -> LoadReport:
        """Take away a plan (key, title or document number), its versions, and what no other plan states.

        NotFound or AmbiguousName where the name does not say one.
        """
        from dutygraph.graph.loading import remove_graph

        key = self.find_plan(plan)
        return self._write(lambda tx: remove_graph(tx, key))

    def find_plan(self, name: str, *, part: bool = False) -> str:
        """Return the key of the one plan with this key, title or document number; ``part`` of a title may do.

        NotFound with the nearest titles, AmbiguousName with the candidates.
        """
        from dutygraph.graph.versions import finding_plans

        return finding_plans.find_plan(self.read, name, part=part)

    def records(self) -> Iterator[Record]:
        """Yield all that the store holds, nodes first, from one transaction; on the embedded store nobody writes then.

        StoreError if somebody writes to a Neo4j server meanwhile.
        """
        from dutygraph.graph.records import read_records

        with self._connection.writing(), self._connection.streaming() as tx:
            yield from read_records(tx)

    def restore(self, records: Iterable[Record], *, replace: bool = False) -> tuple[int, int]:
        """Put all records of another store in; return how many nodes and relationships there were.

        StoreNotEmpty for a store that holds anything, unless it is to ``replace`` that. Not one transaction: a store
        whose restore was cut short shows no plans, and is to be restored again.
        """
        from dutygraph.graph import restoring
        from dutygraph.graph.errors import StoreNotEmpty

        plans = self._read(restoring.count_plans, None)
        if plans is not None and not replace:
            raise StoreNotEmpty(self.address, plans)
        self._ensure_schema()

        def write(work: Callable[[neo4j.ManagedTransaction], T]) -> T:
            def run(driver: neo4j.Driver) -> T:
                with self._connection.session(driver) as session:
                    return session.execute_write(work)

            return self._connection.use(run)

        with self._connection.writing():
            if plans is not None:
                restoring.empty(write)
            return restoring.restore(write, records)

    def _write(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        """Run work that writes, in one transaction; again from what is there if another writer got in its way."""
        from neo4j.exceptions import ClientError, TransientError

        from dutygraph.graph.writing import Crossed

        self._ensure_schema()

        def write(driver: neo4j.Driver) -> T:
            for tries_left in reversed(range(_LOAD_TRIES)):
                try:
                    with self._connection.session(driver) as session:
                        return session.execute_write(work)
                except (Crossed, TransientError):
                    if not tries_left:
                        raise
                except ClientError as error:
                    if error.code not in _CROSSED or not tries_left:
                        raise
                time.sleep(0.1 * (_LOAD_TRIES - tries_left))
            raise AssertionError("unreachable")

        with self._connection.writing():
            return self._connection.use(write)

    def replace_derived(self, type_: str, edges: Mapping[EdgeId, Properties]) -> int:
        """Make the store hold exactly these edges of a type that an analysis finds; return how many there were before.

        Without edges all are taken away. In one transaction; KeyError for a type that documents state.
        """
        from dutygraph.graph.deriving import replace

        return self._write(lambda tx: replace(tx, type_, edges))

    def read(
        self, cypher: str, parameters: Mapping[str, Any] = NO_PARAMETERS, *, timeout: float | None = None
    ) -> list[dict[str, Any]]:
        """Run a statement of our own that only reads; return a map for each row, values as Python natives.

        ``timeout`` is in seconds (the settings' unless given). QueryFailed for a statement the store refuses or stops.
        """
        if timeout is not None and self.kind == "embedded":  # whose server knows a limit of its own only
            return guard.run_guarded(
                self._connection, cypher, parameters, timeout=timeout, max_rows=sys.maxsize - 1
            ).rows

        def run(tx: neo4j.ManagedTransaction) -> list[dict[str, Any]]:
            result = tx.run(cypher, dict(parameters))
            columns = result.keys()
            return [dict(zip(columns, map(to_native, values), strict=True)) for values in result.values()]

        return self._read(run, self._timeout if timeout is None else timeout)

    def read_only(
        self,
        cypher: str,
        parameters: Mapping[str, Any] = NO_PARAMETERS,
        *,
        timeout: float | None = None,
        max_rows: int = 1000,
        max_bytes: int = 16 * 2**20,
        cancel: Cancel | None = None,
    ) -> Rows:
        """Run a statement that a user wrote. Nodes and relationships come back as maps of their properties.

        WriteRefused for one that would write, QueryFailed for one the store refuses or stops at ``timeout`` seconds
        (the settings' unless given) or because another thread cancelled it by ``cancel``. Of more than ``max_rows``
        rows, or of rows that take more than ``max_bytes`` as the store sends them, the rest is cut off.
        """
        return guard.run_guarded(
            self._connection,
            guard.check_words(cypher),
            parameters,
            timeout=self._timeout if timeout is None else timeout,
            max_rows=max_rows,
            max_bytes=max_bytes,
            cancel=cancel,
        )

    def read_graph(self, plan_key: str | None = None) -> Graph:
        """Return the graph of all plans, or of one, in the form build_graph gives; empty if nothing is stored."""
        from dutygraph.graph.reading import read_plan, read_whole

        if plan_key is None:
            return self._read(read_whole, None)
        return self._read(lambda tx: read_plan(tx, plan_key), None)

    def export_import_files(self, folder: Path) -> Written:
        """Write the whole graph into a folder, for Neo4j's import tool (:mod:`dutygraph.graph.neo4j_import`)."""
        from dutygraph.graph.neo4j_import import write_folder
        from dutygraph.graph.reading import read_edges, read_nodes

        return self._read(lambda tx: write_folder(folder, read_nodes(tx, _NONE), read_edges(tx, _NONE)), None)

    def search(
        self,
        text: str,
        *,
        limit: int = 100,
        unit: str | None = None,
        plan: str | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
    ) -> list[dict[str, Any]]:
        """Return what has all words of the text: maps of key, label, score, match and snippet, the best first.

        Labels are Task, Unit, UnitGroup and Instrument; ``match`` is exact, title, text or related
        (:mod:`dutygraph.graph.search.searching`), ``snippet`` shows the hit in «». Only tasks are looked at that a
        ``unit``
        (its key) has, of plans with this key, 文号 or words of the title, with a due date in a range. Both stores give
        the same rows: their full-text indexes find, the score is computed from the words alone.
        """
        from dutygraph.graph.search.candidates import Filters
        from dutygraph.graph.search.searching import find

        question = segment.read_question(text)
        try:
            plans = None if plan is None else tuple(row["key"] for row in self.read(_PLANS_MEANT, {"plan": plan}))
            filters = Filters(unit, plans, since, until)
            return self._read(lambda tx: find(tx, self.kind, question, limit, filters), self._timeout)
        except QueryFailed:
            if self.read("MATCH (p:Plan) RETURN p.key AS key LIMIT 1"):
                raise
            return []  # before the first load there is no index either

    def similar(self, task: str, *, limit: int = 10) -> list[dict[str, Any]]:
        """Return the tasks most like that with the key: maps of key, score and what it is made of, the best first.

        NotFound where there is no such task. See :mod:`dutygraph.graph.search.resembling`.
        """
        from dutygraph.graph.search.resembling import find_similar

        return self._read(lambda tx: find_similar(tx, self.kind, task, limit), self._timeout)

    def resolve_unit(self, name_or_key: str) -> str:
        """Return the key of the one unit or group with this key, name, full name or alias.

        AmbiguousName with the candidates, NotFound with the nearest names.
        """
        return lookup.resolve_unit(self.read, name_or_key)

    def _read(self, work: Callable[[neo4j.ManagedTransaction], T], timeout: float | None) -> T:
        import neo4j

        timed: Callable[[neo4j.ManagedTransaction], T] = neo4j.unit_of_work(timeout=timeout)(
            without_retry_if_too_large(work)
        )

        def read(driver: neo4j.Driver) -> T:
            with self._connection.session(driver, read=True) as session:
                return session.execute_read(timed)

        return self._connection.use(read)

    def _ensure_schema(self) -> None:
        """Make constraints and indexes, once a store."""

        def make(driver: neo4j.Driver) -> None:
            with self._connection.session(driver) as session:
                for statement in schema.cypher_statements(self.kind):
                    session.run(statement).consume()

        with self._schema_lock:
            if not self._has_schema:
                self._connection.use(make)
                for statement in schema.sql_statements(self.kind):
                    self._connection.run_sql(statement)
                self._has_schema = True
