"""The way to one store: where it is, who logs in, and the drivers that go there."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlsplit

from dutygraph.graph.errors import QueryFailed, StoreError
from dutygraph.graph.quoting import quoted
from dutygraph.graph.stores import arcadedb
from dutygraph.graph.stores.bolt import our_errors

if TYPE_CHECKING:
    from pathlib import Path

    import neo4j
    import neo4j.api

    from dutygraph.graph.stores.embedded import Embedded
    from dutygraph.graph.stores.schema import Kind
    from dutygraph.graph.stores.settings import StoreSettings

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
        self._bookmarks = _bookmarks(settings.uri)
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

    def session(self, driver: neo4j.Driver, *, read: bool = False, **more: Any) -> neo4j.Session:
        """Open a session of the driver on the right database; one that only reads may be served by a replica.

        Replicas answer with all that this connection has written before.
        """
        import neo4j

        return driver.session(
            database=self.database,
            default_access_mode=neo4j.READ_ACCESS if read else neo4j.WRITE_ACCESS,
            bookmark_manager=self._bookmarks,
            **more,
        )

    @contextmanager
    def streaming(self) -> Iterator[neo4j.Transaction]:
        """Open a transaction that reads, for as long as the block lasts and without a time limit of its own."""
        with (
            our_errors(self.kind, self.address),
            self.session(self._driver, read=True) as session,
            session.begin_transaction() as tx,
        ):
            yield tx

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
        from dutygraph.graph.stores.embedded import open_embedded

        self._embedded = open_embedded(self._settings.data, lasting=self._settings.lasting)
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

        settings = self._settings
        address = self.address
        security: dict[str, Any] = {}
        if settings.ca is not None and self.kind == "neo4j":
            address, security = self._trusting(settings.ca)
        try:
            return neo4j.GraphDatabase.driver(
                address,
                auth=login,
                connection_timeout=settings.connect_timeout,
                max_connection_pool_size=settings.pool_size,
                connection_acquisition_timeout=settings.pool_timeout,
                max_transaction_retry_time=settings.retry_time,
                notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
                **security,
            )
        except (ValueError, ConfigurationError) as error:
            raise _no_address(self.address) from error

    def _trusting(self, certificates: Path) -> tuple[str, dict[str, Any]]:
        """The address and the driver's settings by which the server's certificate is checked against a file."""
        import ssl

        scheme, rest = self.address.split("://", 1)
        if not scheme.endswith("+s"):
            raise StoreError(
                f"DUTYGRAPH_NEO4J_CA 只用于 bolt+s:// 和 neo4j+s:// 的地址，现在的地址是 {self.address}。"
                "请改地址，或去掉 DUTYGRAPH_NEO4J_CA。"
            )
        try:
            context = ssl.create_default_context(cafile=str(certificates))
        except (OSError, ssl.SSLError) as error:
            raise StoreError(
                f"证书文件 {certificates} 无法使用（{error}）。请用 DUTYGRAPH_NEO4J_CA 指定一个 PEM 文件。"
            ) from error
        return f"{scheme.removesuffix('+s')}://{rest}", {"encrypted": True, "ssl_context": context}


def _bookmarks(uri: str | None) -> neo4j.api.BookmarkManager | None:
    """What lets sessions on different servers of a cluster see each other's writes."""
    if uri is None or not uri.startswith("neo4j"):
        return None
    import neo4j

    return neo4j.GraphDatabase.bookmark_manager()


def _is_address(uri: str) -> bool:
    """Whether the driver takes it over Bolt; its HTTP is a preview of another protocol."""
    try:
        parts = urlsplit(uri)
        return parts.scheme in _SCHEMES and bool(parts.hostname) and parts.port != 0  # ValueError for a wrong port
    except ValueError:
        return False


def _no_address(address: str) -> StoreError:
    return StoreError(
        f"图数据库地址{quoted(address)}写法不对。DUTYGRAPH_NEO4J_URI 应形如 bolt://主机:7687 或 neo4j+s://主机。"
    )
