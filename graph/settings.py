"""Where the graph is kept: an embedded database in the data folder, or a Neo4j server."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """How to reach the store.

    ``uri`` is a Bolt address (``bolt://host:7687``, ``neo4j+s://…``); None means the embedded database in
    ``data``. With a ``token`` the server is asked for bearer authentication, else for ``user`` and
    ``password``; with neither password nor token the server is expected to ask for none. ``database`` None
    is the user's home database. ``timeout`` is in seconds, for one query.
    """

    data: Path
    uri: str | None = None
    user: str = "neo4j"
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    database: str | None = None
    timeout: float = 30.0

    @classmethod
    def from_environment(cls, data: Path | None = None, environ: Mapping[str, str] = os.environ) -> StoreSettings:
        """Read DUTYGRAPH_NEO4J_URI, _USER, _PASSWORD, _TOKEN and _DATABASE, and DUTYGRAPH_DATA.

        ``data`` goes before DUTYGRAPH_DATA; with neither, the platform's folder for a user's data is taken. An
        empty variable counts as absent.

        >>> StoreSettings.from_environment(Path("graph"), {"DUTYGRAPH_NEO4J_URI": "bolt://db:7687"}).uri
        'bolt://db:7687'
        """
        folder = data or (Path(named) if (named := environ.get("DUTYGRAPH_DATA")) else _usual_folder())
        return cls(
            data=folder.expanduser(),
            uri=environ.get("DUTYGRAPH_NEO4J_URI") or None,
            user=environ.get("DUTYGRAPH_NEO4J_USER") or "neo4j",
            password=environ.get("DUTYGRAPH_NEO4J_PASSWORD") or None,
            token=environ.get("DUTYGRAPH_NEO4J_TOKEN") or None,
            database=environ.get("DUTYGRAPH_NEO4J_DATABASE") or None,
        )


def _usual_folder() -> Path:
    import platformdirs

    return platformdirs.user_data_path("dutygraph", appauthor=False)
