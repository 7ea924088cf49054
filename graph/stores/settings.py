"""Where the graph is kept: an embedded database in the data folder, or a Neo4j server."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dutygraph.graph.errors import BadParameter


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """How to reach the store.

    ``uri`` is a Bolt address (``bolt://host:7687``, ``neo4j+s://…``); None means the embedded database in
    ``data``. With a ``token`` the server is asked for bearer authentication, else for ``user`` and
    ``password``; with neither password nor token the server is expected to ask for none. ``database`` None
    is the user's home database. ``ca`` is a file of certificates (PEM) that sign the server's, where the system does
    not know them; it goes with ``+s`` addresses.

    ``lasting`` says that the embedded server is to go on running, where this use starts it: it then
    compiles anew what is asked often. A service answers three times as fast so; a single command would only wait.

    All times are in seconds: ``timeout`` for one query, ``connect_timeout`` for reaching the server,
    ``pool_timeout`` for a free connection of the ``pool_size``, ``retry_time`` for trying again what failed in passing.
    """

    data: Path
    uri: str | None = None
    user: str = "neo4j"
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    database: str | None = None
    ca: Path | None = None
    timeout: float = 30.0
    connect_timeout: float = 10.0
    pool_size: int = 100
    pool_timeout: float = 60.0
    lasting: bool = False
    retry_time: float = 6.0  # tries after 1, 2 and 4 seconds; who waits longer wants to be told

    @classmethod
    def from_environment(
        cls, data: Path | None = None, environ: Mapping[str, str] = os.environ, prefix: str = "DUTYGRAPH_NEO4J_"
    ) -> StoreSettings:
        """Read DUTYGRAPH_DATA, and with the prefix _URI, _USER, _PASSWORD, _TOKEN, _DATABASE, _CA and the numbers.

        The numbers are _TIMEOUT, _CONNECT_TIMEOUT, _POOL_SIZE, _POOL_TIMEOUT and _RETRY_TIME. ``data`` goes before
        DUTYGRAPH_DATA; with neither, the platform's folder for a user's data is taken. An empty variable counts as
        absent. BadParameter for a number that is none.

        >>> StoreSettings.from_environment(Path("graph"), {"DUTYGRAPH_NEO4J_URI": "bolt://db:7687"}).uri
        'bolt://db:7687'
        """
        folder = data or (Path(named) if (named := environ.get("DUTYGRAPH_DATA")) else _usual_folder())
        ca = environ.get(f"{prefix}CA")
        return cls(
            data=folder.expanduser(),
            uri=environ.get(f"{prefix}URI") or None,
            user=environ.get(f"{prefix}USER") or "neo4j",
            password=environ.get(f"{prefix}PASSWORD") or None,
            token=environ.get(f"{prefix}TOKEN") or None,
            database=environ.get(f"{prefix}DATABASE") or None,
            ca=Path(ca).expanduser() if ca else None,
            timeout=_positive(environ, f"{prefix}TIMEOUT", 30.0),
            connect_timeout=_positive(environ, f"{prefix}CONNECT_TIMEOUT", 10.0),
            pool_size=int(_positive(environ, f"{prefix}POOL_SIZE", 100, whole=True)),
            pool_timeout=_positive(environ, f"{prefix}POOL_TIMEOUT", 60.0),
            retry_time=_positive(environ, f"{prefix}RETRY_TIME", 6.0),
        )


def _positive(environ: Mapping[str, str], name: str, default: float, *, whole: bool = False) -> float:
    given = environ.get(name)
    if not given:
        return default
    if re.fullmatch(r"[0-9]{1,9}" if whole else r"[0-9]{1,9}(\.[0-9]{1,9})?", given) and float(given) > 0:
        return float(given)
    raise BadParameter(name, given, "大于 0 的整数" if whole else "大于 0 的秒数")


def _usual_folder() -> Path:
    import platformdirs

    return platformdirs.user_data_path("dutygraph", appauthor=False)
