"""A Cypher statement of a caller's own, checked before it is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dutygraph.graph.errors import BadParameter

if TYPE_CHECKING:
    from dutygraph.graph.store import Rows, Store
    from dutygraph.graph.stores.stopping import Cancel

_LARGEST = 2**63 - 1
MAX_BYTES = 16 * 2**20  # of one answer over HTTP, as the store sends it


def run_statement(
    store: Store,
    statement: str,
    parameters: Mapping[str, Any],
    *,
    timeout: float,
    max_rows: int,
    max_bytes: int = MAX_BYTES,
    cancel: Cancel | None = None,
) -> Rows:
    """Return the rows of a read-only statement, the rest cut off at ``max_rows`` rows or ``max_bytes`` bytes.

    ``cancel`` lets another thread end it. Raises BadParameter for a value that the protocol cannot carry (an integer
    above 64 bits, a text that is no Unicode), and what ``Store.read_only`` raises.
    """
    check_text("statement", statement)
    for name, value in parameters.items():
        check_text("parameters", name)
        for each in _scalars(value):
            if isinstance(each, int) and not -_LARGEST - 1 <= each <= _LARGEST:
                raise BadParameter(name, each, "64 位以内的整数")
            if isinstance(each, str):
                check_text(name, each)
    return store.read_only(
        statement, parameters, timeout=timeout, max_rows=max_rows, max_bytes=max_bytes, cancel=cancel
    )


def check_text(name: str, value: str) -> None:
    """Raise BadParameter for half a surrogate pair, as a broken file name or JSON escape may leave."""
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise BadParameter(name, value, "完整的 Unicode 文字")


def _scalars(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _scalars(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _scalars(inner)
    else:
        yield value
