"""What the Bolt driver speaks, in our words: values as Python natives, errors as our own."""

from __future__ import annotations

import datetime as dt
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

from dutygraph.graph.errors import QueryFailed, StoreError, WriteRefused

if TYPE_CHECKING:
    import neo4j

    from dutygraph.graph.stores.schema import Kind

T = TypeVar("T")

# Properties that the store keeps for itself: search terms, the plans that state a shared node or edge, and when a plan
# was last changed.
HIDDEN: Final = frozenset({"terms", "plans", "revision"})

_PLAIN: Final = frozenset({str, int, float, bool, type(None)})
_TIMED_OUT: Final = ("Neo.ClientError.Transaction.TransactionTimedOut", "Neo.ClientError.Transaction.Terminated")
# Called transient by the server, but a statement that needs so much memory needs it again.
_TOO_LARGE: Final = (
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
    "Neo.TransientError.General.TransactionOutOfMemoryError",
    "Neo.TransientError.General.OutOfMemoryError",
)
_WRITES: Final = ("Neo.ClientError.Statement.AccessMode", "Neo.ClientError.Security.Forbidden")


def to_native(value: Any) -> Any:
    """Return a value of a row as Python natives.

    Dates and times become those of ``datetime``, durations their text, points lists, nodes and relationships maps
    of their properties (without the store's own), paths lists of such maps.
    """
    if type(value) in _PLAIN:
        return value
    import neo4j.graph
    import neo4j.time

    if isinstance(value, (neo4j.time.Date, neo4j.time.Time, neo4j.time.DateTime)):
        return value.to_native()
    if isinstance(value, neo4j.time.Duration):
        return value.iso_format()
    if isinstance(value, (neo4j.graph.Node, neo4j.graph.Relationship)):
        return {name: to_native(inner) for name, inner in value.items() if name not in HIDDEN}
    if isinstance(value, neo4j.graph.Path):
        steps: list[Any] = [value.start_node]
        for relationship, node in zip(value.relationships, value.nodes[1:], strict=True):
            steps += [relationship, node]
        return [to_native(step) for step in steps]
    if isinstance(value, dict):
        return {name: to_native(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_native(inner) for inner in value]
    return value


def to_dates(value: dt.date | Any) -> Any:
    """Return a stored property as build_graph has it (dates as ``datetime.date``), quickly: no nested values."""
    return value.to_native() if hasattr(value, "to_native") else value


def without_retry_if_too_large(work: Callable[[neo4j.ManagedTransaction], T]) -> Callable[..., T]:
    """Return the work of a transaction so that the driver does not try again what needs more memory than is allowed.

    QueryFailed in its place.
    """

    def once(tx: neo4j.ManagedTransaction) -> T:
        import neo4j.exceptions as theirs

        try:
            return work(tx)
        except theirs.Neo4jError as error:
            if error.code in _TOO_LARGE:
                raise _too_large(error) from error
            raise

    return once


def _too_large(error: neo4j.exceptions.Neo4jError) -> QueryFailed:
    return QueryFailed(
        f"查询需要的内存超过图数据库的限额，已中止（{_first_line(error.message or '')}）。"
        "请缩小范围（加条件或 LIMIT）后再试，或请管理员调高该限额。"
    )


@contextmanager
def our_errors(kind: Kind, address: str) -> Iterator[None]:
    """Turn every error of the driver into a StoreError, QueryFailed or WriteRefused that says what to do."""
    import neo4j.exceptions as theirs

    try:
        yield
    except theirs.AuthError as error:
        raise StoreError(
            f"图数据库 {address} 拒绝登录：用户名或密码不对。请核对 DUTYGRAPH_NEO4J_USER 和 DUTYGRAPH_NEO4J_PASSWORD。"
        ) from error
    except theirs.Neo4jError as error:
        raise _refusal(error, address) from error
    except (theirs.DriverError, OSError) as error:
        if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error)):
            raise _untrusted(address) from error
        raise _unreachable(error, kind, address) from error


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):  # one for each server that was asked for its routing table
            for part in error.exceptions:
                yield from _causes(part)
        error = error.__cause__ or error.__context__


def _untrusted(address: str) -> StoreError:
    return StoreError(
        f"图数据库 {address} 的证书不受信任。请用 DUTYGRAPH_NEO4J_CA 指定签发它的证书（PEM 文件），"
        "确认是自己的服务器时也可改用 bolt+ssc:// 或 neo4j+ssc:// 的地址。"
    )


def _unreachable(error: Exception, kind: Kind, address: str) -> StoreError:
    why = _first_line(str(error))
    if kind == "embedded":
        return StoreError(f"内嵌数据库 {address} 没有应答（{why}）。请重新运行命令，它会再次启动；数据没有丢失。")
    return StoreError(
        f"连接不上图数据库 {address}（{why}）。请确认它已启动、DUTYGRAPH_NEO4J_URI 的地址和端口正确、防火墙放行。"
    )


def _refusal(error: neo4j.exceptions.Neo4jError, address: str) -> StoreError | WriteRefused:
    code, words = error.code or "", _first_line(error.message or "")
    if code.startswith(_TIMED_OUT) or "command.timeout" in words:
        return QueryFailed("查询超过时限，已中止。请缩小范围（加条件或 LIMIT）后再试。")
    if code in _WRITES:
        return WriteRefused()
    if code in _TOO_LARGE:
        return _too_large(error)
    if error.is_retryable():
        return StoreError(f"图数据库 {address} 正忙（{words}），多次重试仍未成功；数据没有改动。请稍后再试。")
    if code == "Neo.ClientError.Database.DatabaseNotFound":
        return StoreError(f"图数据库 {address} 没有这个库（{words}）。请核对 DUTYGRAPH_NEO4J_DATABASE。")
    if code.startswith("Neo.DatabaseError"):
        return QueryFailed(f"图数据库执行时出错：{words}（{code}）。")
    return QueryFailed(f"图数据库不接受该语句：{words}（{code}）。")


def _first_line(words: str) -> str:
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return lines[0].rstrip("。.") if lines else "没有说明"
