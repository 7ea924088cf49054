"""Queries that users write: read only, on either store, cut at a number of rows, of bytes and at a time limit.

Three checks stand one behind the other. The words of the statement: what no READ transaction would stop (LOAD CSV
reads files and addresses, IN TRANSACTIONS leaves the transaction, TERMINATE TRANSACTIONS ends those of others). The
store's own verdict: Neo4j says by EXPLAIN what kind of statement it is; ArcadeDB, whose EXPLAIN does not tell and runs
schema statements, says so after the run. And the rights: a READ transaction on Neo4j, a database user who may only
read on ArcadeDB.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dutygraph.graph.errors import BadParameter, QueryFailed, WriteRefused
from dutygraph.graph.stores.bolt import our_errors, to_native
from dutygraph.graph.stores.stopping import Cancel, TooManyBytes, Wire, allow_bytes

if TYPE_CHECKING:
    import neo4j

    from dutygraph.graph.stores.connection import Connection

# Strings, quoted names and comments hold words that are not the statement's own.
_QUOTED: Final = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`(?:``|[^`])*`|//[^\n]*|/\*.*?\*/", re.DOTALL)
# Neo4j reads \u0020 as a space before it looks for strings and comments.
_ESCAPED: Final = re.compile(r"\\u+([0-9a-fA-F]{4})")
_FORBIDDEN: Final = (
    (re.compile(r"\bLOAD\s+CSV\b", re.IGNORECASE), "LOAD CSV 会读取文件或网址"),
    (
        re.compile(r"\}\s*IN\s+(?:\S+\s+)??(?:CONCURRENT\s+)?TRANSACTIONS\b", re.IGNORECASE),
        "IN TRANSACTIONS 会另开事务",
    ),
    (re.compile(r"\bTERMINATE\s+TRANSACTIONS?\b", re.IGNORECASE), "TERMINATE TRANSACTIONS 会中止他人的语句"),
)
_FORBIDDEN_STEPS: Final = ("LoadCSV", "TransactionForeach", "TransactionApply", "TerminateTransactions")
_WRITING: Final = re.compile(
    r"\b(CREATE|MERGE|SET|REMOVE|DETACH\s+DELETE|DELETE|FOREACH|DROP|ALTER|GRANT|DENY|REVOKE|TERMINATE|CALL)\b",
    re.IGNORECASE,
)
_PREFIX: Final = re.compile(r"\A(?:EXPLAIN|PROFILE)\b\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query returned: column names in order, a map for each row, and whether more rows were cut off (at the
    number of rows or of bytes).

    ArcadeDB does not tell the columns of a query that has no rows: there they are empty.
    """

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    truncated: bool


def check_words(cypher: str) -> str:
    """Return the statement without its final semicolon, EXPLAIN or PROFILE; WriteRefused for what must not run.

    BadParameter if nothing is left.

    >>> check_words("MATCH (n) RETURN n.`LOAD CSV`; ")
    'MATCH (n) RETURN n.`LOAD CSV`'
    """
    statement = _PREFIX.sub("", cypher.strip().rstrip(";").strip())
    if not statement:
        raise BadParameter("cypher", cypher, "一条 Cypher 查询语句")
    for reading in (statement, _ESCAPED.sub(lambda found: chr(int(found[1], 16)), statement)):
        bare = _QUOTED.sub(" ", reading)
        for pattern, why in _FORBIDDEN:
            if pattern.search(bare):
                raise WriteRefused(why)
    return statement


def run_guarded(
    connection: Connection,
    statement: str,
    parameters: Mapping[str, Any],
    *,
    timeout: float,
    max_rows: int,
    max_bytes: int | None = None,
    cancel: Cancel | None = None,
) -> Rows:
    """Run a checked statement on a connection of its own.

    The end of the connection is what ends a statement early on Neo4j (on ArcadeDB the server is told besides): when
    it is cancelled, at the time limit (ArcadeDB ignores that of the transaction) and when enough rows or bytes have
    come (to drain the rest could take as long as the whole).
    """
    cancel = cancel or Cancel()
    expired = threading.Event()
    with our_errors(connection.kind, connection.address):
        driver = connection.reader()
    run = _Run(connection, driver)

    def expire() -> None:
        expired.set()
        run.end()

    timer = threading.Timer(timeout, expire)
    timer.daemon = True
    timer.start()
    try:
        cancel.ends(run.end)
        with our_errors(connection.kind, connection.address):
            return run.rows(statement, parameters, timeout, max_rows, max_bytes)
    except WriteRefused:
        raise _refusal(statement) from None
    except Exception as error:  # a connection closed while it is being opened or read raises whatever it was at
        if expired.is_set():
            raise QueryFailed(f"查询超过 {timeout:g} 秒的时限，已中止。请缩小范围（加条件或 LIMIT）后再试。") from error
        if cancel.done:
            raise QueryFailed("查询已取消，没有结果。") from error
        raise
    finally:
        timer.cancel()
        cancel.ends(_nothing)
        driver.close()


def _nothing() -> None:
    """Nothing runs any more."""


class _Run:
    """One statement on a driver of its own, which any thread may end."""

    def __init__(self, connection: Connection, driver: neo4j.Driver) -> None:
        self._connection, self._driver = connection, driver
        self._lock = threading.Lock()
        self._wire: Wire | None = None
        self._ended = False

    def end(self) -> None:
        """Cut the connection, now or as soon as it is there, and end the statement on the server. From any thread."""
        with self._lock:
            self._ended = True
            wire = self._wire
            if wire is not None:
                wire.cut()
        if wire is not None:
            self._connection.end_statement(wire.port)

    def _explain(self, session: neo4j.Session, statement: str, parameters: Mapping[str, Any], timeout: float) -> None:
        """Refuse what Neo4j says is no reading, or does it by steps that no reading needs."""
        from neo4j.exceptions import CypherSyntaxError

        try:
            with session.begin_transaction(timeout=timeout) as tx:
                self._hold(tx)
                summary = tx.run(f"EXPLAIN {statement}", dict(parameters)).consume()
        except CypherSyntaxError:
            return  # the statement itself, run next, fails with the right line and column
        if summary.query_type != "r" or any(step.startswith(_FORBIDDEN_STEPS) for step in _steps(summary.plan)):
            raise WriteRefused

    def _hold(self, tx: neo4j.Transaction) -> None:
        """Let the transaction be ended."""
        with self._lock:
            self._wire = Wire(tx)
            if self._ended:
                self._wire.cut()

    def _leave(self) -> None:
        """Close the driver before the transaction ends, which would drain the rest. By the thread that reads only."""
        self._driver.close()
        if self._wire is not None:
            self._connection.end_statement(self._wire.port)

    def rows(
        self, statement: str, parameters: Mapping[str, Any], timeout: float, max_rows: int, max_bytes: int | None
    ) -> Rows:
        with self._connection.session(self._driver, read=True, fetch_size=min(max_rows + 1, 1000)) as session:
            if self._connection.kind == "neo4j":
                self._explain(session, statement, parameters, timeout)
            tx = session.begin_transaction(timeout=timeout)
            self._hold(tx)
            if max_bytes is not None:
                allow_bytes(tx, max_bytes)
            columns: tuple[str, ...] = ()
            records: list[neo4j.Record] = []
            complete = False
            try:
                result = tx.run(statement, dict(parameters))
                columns = tuple(result.keys())
                for record in result:
                    records.append(record)
                    if len(records) > max_rows:
                        self._leave()
                        break
                else:
                    complete = True
                    if result.consume().query_type != "r":
                        raise WriteRefused
            except TooManyBytes:
                self._leave()
                if not records:
                    raise QueryFailed(
                        f"仅一行就超过 {max_bytes} 字节的上限，没有返回。请只返回需要的属性，或用 [..n] 截取列表。"
                    ) from None
            finally:
                tx.close()
        rows = [dict(zip(columns, map(to_native, record.values()), strict=True)) for record in records[:max_rows]]
        return Rows(columns, rows, not complete)


def _steps(plan: Mapping[str, Any] | None) -> Iterator[str]:
    if plan:
        yield plan["operatorType"]
        for child in plan.get("children", ()):
            yield from _steps(child)


def _refusal(statement: str) -> WriteRefused:
    """Return the error for a statement that the store found to write, naming the clause that does."""
    found = _WRITING.search(_QUOTED.sub(" ", statement))
    return WriteRefused(f"语句中的 {' '.join(found[1].upper().split())} 会修改数据") if found else WriteRefused()
