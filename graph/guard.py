"""Queries that users write: read only, on either store, cut at a number of rows and at a time limit.

Three checks stand one behind the other. The words of the statement: what no READ transaction would stop (LOAD CSV
reads files and addresses, IN TRANSACTIONS leaves the transaction). The store's own verdict: Neo4j says by EXPLAIN
what kind of statement it is; ArcadeDB, whose EXPLAIN does not tell and runs schema statements, says so after the
run. And the rights: a READ transaction on Neo4j, a database user who may only read on ArcadeDB.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dutygraph.graph.bolt import our_errors, to_native
from dutygraph.graph.errors import BadParameter, QueryFailed, StoreError, WriteRefused

if TYPE_CHECKING:
    import neo4j

    from dutygraph.graph.connection import Connection

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
)
_FORBIDDEN_STEPS: Final = ("LoadCSV", "TransactionForeach", "TransactionApply", "TerminateTransactions")
_WRITING: Final = re.compile(
    r"\b(CREATE|MERGE|SET|REMOVE|DETACH\s+DELETE|DELETE|FOREACH|DROP|ALTER|GRANT|DENY|REVOKE|TERMINATE|CALL)\b",
    re.IGNORECASE,
)
_PREFIX: Final = re.compile(r"\A(?:EXPLAIN|PROFILE)\b\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query returned: column names in order, a map for each row, and whether more rows were cut off.

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
    connection: Connection, statement: str, parameters: Mapping[str, Any], *, timeout: float, max_rows: int
) -> Rows:
    """Run a checked statement on a connection of its own.

    Closing the connection is what ends a statement early on both stores: at the time limit (ArcadeDB ignores
    that of the transaction) and when enough rows have come (to drain the rest could take as long as the whole).
    """
    expired = threading.Event()
    with our_errors(connection.kind, connection.address):
        driver = connection.reader()

    def expire() -> None:
        expired.set()
        driver.close()

    timer = threading.Timer(timeout, expire)
    timer.daemon = True
    timer.start()
    try:
        with our_errors(connection.kind, connection.address):
            return _run(driver, connection, statement, parameters, timeout, max_rows)
    except WriteRefused:
        raise _refusal(statement) from None
    except StoreError as error:
        if expired.is_set():
            raise QueryFailed(f"查询超过 {timeout:g} 秒的时限，已中止。请缩小范围（加条件或 LIMIT）后再试。") from error
        raise
    finally:
        timer.cancel()
        driver.close()


def _run(
    driver: neo4j.Driver,
    connection: Connection,
    statement: str,
    parameters: Mapping[str, Any],
    timeout: float,
    max_rows: int,
) -> Rows:
    import neo4j

    with driver.session(
        database=connection.database, default_access_mode=neo4j.READ_ACCESS, fetch_size=min(max_rows + 1, 1000)
    ) as session:
        if connection.kind == "neo4j":
            _explain(session, statement, parameters, timeout)
        tx = session.begin_transaction(timeout=timeout)
        try:
            result = tx.run(statement, dict(parameters))
            columns = tuple(result.keys())
            records = result.fetch(max_rows + 1)
            if len(records) > max_rows:
                driver.close()  # before the transaction ends, which would drain the rest
            elif result.consume().query_type != "r":
                raise WriteRefused
        finally:
            tx.close()
    rows = [dict(zip(columns, map(to_native, record.values()), strict=True)) for record in records[:max_rows]]
    return Rows(columns, rows, len(records) > max_rows)


def _explain(session: neo4j.Session, statement: str, parameters: Mapping[str, Any], timeout: float) -> None:
    """Refuse what Neo4j says is no reading, or does it by steps that no reading needs."""
    from neo4j.exceptions import CypherSyntaxError

    try:
        with session.begin_transaction(timeout=timeout) as tx:
            summary = tx.run(f"EXPLAIN {statement}", dict(parameters)).consume()
    except CypherSyntaxError:
        return  # the statement itself, run next, fails with the right line and column
    if summary.query_type != "r" or any(step.startswith(_FORBIDDEN_STEPS) for step in _steps(summary.plan)):
        raise WriteRefused


def _steps(plan: Mapping[str, Any] | None) -> Iterator[str]:
    if plan:
        yield plan["operatorType"]
        for child in plan.get("children", ()):
            yield from _steps(child)


def _refusal(statement: str) -> WriteRefused:
    """Return the error for a statement that the store found to write, naming the clause that does."""
    found = _WRITING.search(_QUOTED.sub(" ", statement))
    return WriteRefused(f"语句中的 {' '.join(found[1].upper().split())} 会修改数据") if found else WriteRefused()
