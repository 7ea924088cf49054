"""The whole store into a file, out of one, and into another store."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.graph.records import decode, encode
from dutygraph.graph.stores.settings import StoreSettings

if TYPE_CHECKING:
    from dutygraph.graph.store import Store

TARGET = "DUTYGRAPH_TO_"
"""How the variables begin that say how a copy's target is reached: DUTYGRAPH_TO_PASSWORD and so on."""


def write_backup(store: Store, path: Path) -> None:
    """Write all that the store holds into a file, whole or not at all: what stood there is replaced at the end."""
    draft = path.with_name(f".{path.name}.new")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            stream_backup(store, file, path.parent)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def stream_backup(store: Store, file: IO[bytes], folder: Path | None = None) -> None:
    """Write all that the store holds, line by line; a large one is sorted in the folder, else where the system says."""
    for line in encode(store.records(), folder):
        file.write(line)


def restore_backup(store: Store, path: Path, *, replace: bool = False) -> tuple[int, int]:
    """Put a backup into an empty store, after the whole file has been checked; return its nodes and relationships.

    UnreadableDocument for what is no whole backup, StoreNotEmpty for a store that holds anything, unless it is to
    ``replace`` that.
    """
    if not path.is_file():
        raise UnreadableDocument(str(path), "没有这个文件", "请给出 dutygraph backup 写出的文件")
    with path.open("rb") as file:
        for _ in decode(file, str(path)):
            pass
        file.seek(0)
        return store.restore(decode(file, str(path)), replace=replace)


def copy_store(store: Store, target: Store, *, replace: bool = False) -> tuple[int, int]:
    """Put all that one store holds into another, by way of a file: the target may be read from by nothing half done."""
    with tempfile.TemporaryDirectory(prefix="dutygraph-") as folder:
        path = Path(folder) / "copy.jsonl"
        write_backup(store, path)
        return restore_backup(target, path, replace=replace)


def target_settings(
    to: str, user: str | None, database: str | None, environ: Mapping[str, str] = os.environ
) -> StoreSettings:
    """Return how a copy's target is reached: a Bolt address, or a data folder for the embedded database.

    User, password, token, database and the rest come from the variables that begin with DUTYGRAPH_TO_.

    >>> target_settings("bolt://db:7687", "keeper", None, {"DUTYGRAPH_TO_PASSWORD": "x"}).user
    'keeper'
    """
    settings = StoreSettings.from_environment(Path(to), environ, TARGET)
    if "://" not in to:
        return replace(settings, uri=None)
    return replace(settings, uri=to, user=user or settings.user, database=database or settings.database)
