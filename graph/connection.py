"""The way to one store: where it is, who logs in, and the drivers that go there."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlsplit

from dutygraph.graph import arcadedb
from dutygraph.graph.bolt import our_errors
from dutygraph.graph.errors import QueryFailed, StoreError

if TYPE_CHECKING:
    import neo4j

    from dutygraph.graph.embedded import Embedded
    from dutygraph.graph.schema import Kind
    from dutygraph.graph.settings import StoreSettings

T = TypeVar("T")

_SCHEMES: Final = frozenset(f"{scheme}{security}" for scheme in ("bolt", "neo4j") for security in ("", "+s", "+ssc"))

# The driver logs what it also raises; without a handler of the program's own that would be printed.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


class Connection:
    """An open way to a store; threads may share it.

    ``kind`` says which store it is, ``address`` where it listens, ``database`` which database of it is meant.
    """

    kind: Kind
    address: str
    database: str | None

    def __init__(self, settings: StoreSettings) -> None:
        """Log in to the server of ``settings.uri``, or find or start the embedded one. StoreError if that fails."""
        self._settings = settings
        self._lock = threading.Lock()
        self._embedded: Embedded | None = None
        self.kind = "embedded" if settings.uri is None else "neo4j"
        self._driver = self._open()
        try:
            self.ping()
        except BaseException:
            self.close()
            raise

    def ping(self) -> None:
        """Ask the server for an answer; StoreError that says what to do if none comes."""
        with our_errors(self.kind, self.address), self.session(self._driver, read=True) as session:
            session.run("RETURN 1").consume()

    def close(self) -> None:
        """Close the driver and end the use of the embedded server. May be called again."""
        self._driver.close()
        if self._embedded is not None:
            self._embedded.close()

    def use(self, work: Callable[[neo4j.Driver], T]) -> T:
        """Call the function with the driver; its errors come out as ours.

        An embedded server that has died (killed, out of memory) is started again and the work done anew: whatever it
        had not committed is gone.
        """
        from neo4j.exceptions import ServiceUnavailable, SessionExpired

        driver = self._driver
        with our_errors(self.kind, self.address):
            try:
                return work(driver)
            except (ServiceUnavailable, SessionExpired):
                if self._embedded is None or arcadedb.is_ready(self._embedded.server):
                    raise
        self._restart(driver)
        with our_errors(self.kind, self.address):
            return work(self._driver)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let one writer in at a time on the embedded store; a Neo4j server sorts its writers itself."""
        with nullcontext() if self._embedded is None else self._embedded.writing():
            yield

    def session(self, driver: neo4j.Driver, *, read: bool = False) -> neo4j.Session:
        """Open a session of the driver on the right database; one that only reads may be served by a replica."""
        import neo4j

        return driver.session(
            database=self.database, default_access_mode=neo4j.READ_ACCESS if read else neo4j.WRITE_ACCESS
        )

    def reader(self) -> neo4j.Driver:
        """Return a new driver, to be closed by the caller, that on the embedded store may only read."""
        if self._embedded is None:
            return self._connect(self._login())
        return self._connect((arcadedb.READER, self._embedded.server.reader_password))

    def end_statement(self, port: int) -> None:
        """Have the embedded server end what runs on the connection from this port; Neo4j sees the connection close."""
        if self._embedded is not None:
            with suppress(arcadedb.NoAnswer):  # it is gone, and so is the statement
                arcadedb.end_statement(self._embedded.server, port)

    def run_sql(self, statement: str) -> None:
        """Run a statement that only the embedded store has, in its SQL. QueryFailed if it does not take it."""
        assert self._embedded is not None
        try:
            arcadedb.run_sql(self._embedded.server, statement)
        except arcadedb.NoAnswer as error:
            raise QueryFailed(f"内嵌数据库没有执行 {error}。") from error

    def _restart(self, dead: neo4j.Driver) -> None:
        with self._lock:
            if self._driver is dead:  # no other thread was faster
                self.close()
                self._driver = self._open()

    def _open(self) -> neo4j.Driver:
        if self._settings.uri is not None:
            self.address, self.database = self._settings.uri, self._settings.database
            if not _is_address(self.address):
                raise _no_address(self.address)
            return self._connect(self._login())
        from dutygraph.graph.embedded import open_embedded

        self._embedded = open_embedded(self._settings.data)
        server = self._embedded.server
        self.address, self.database = server.uri, arcadedb.DATABASE
        return self._connect((arcadedb.ADMIN, server.admin_password))

    def _login(self) -> Any:
        import neo4j

        settings = self._settings
        if settings.token is not None:
            return neo4j.bearer_auth(settings.token)
        return None if settings.password is None else (settings.user, settings.password)

    def _connect(self, login: Any) -> neo4j.Driver:
        import neo4j
        from neo4j.exceptions import ConfigurationError

        try:
            return neo4j.GraphDatabase.driver(
                self.address,
                auth=login,
                connection_timeout=10.0,
                max_transaction_retry_time=6.0,  # tries after 1, 2 and 4 seconds; who waits longer wants to be told
                notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
            )
        except (ValueError, ConfigurationError) as error:
            raise _no_address(self.address) from error


def _is_address(uri: str) -> bool:
    """Whether the driver takes it over Bolt; its HTTP is a preview of another protocol."""
    try:
        parts = urlsplit(uri)
        return parts.scheme in _SCHEMES and bool(parts.hostname) and parts.port != 0  # ValueError for a wrong port
    except ValueError:
        return False


def _no_address(address: str) -> StoreError:
    return StoreError(
        f"图数据库地址 {address!r} 写法不对。DUTYGRAPH_NEO4J_URI 应形如 bolt://主机:7687 或 neo4j+s://主机。"
    )
