"""The domain and its stores; knows nothing of file formats or HTTP.

``from dutygraph.graph import build_graph, open_store`` gives the two that other programs start from; both are
imported when first asked for, because networkx and the database driver take their time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dutygraph.graph.build import build_graph
    from dutygraph.graph.store import open_store

__all__ = ["build_graph", "open_store"]


def __getattr__(name: str) -> Any:
    """Import what :data:`__all__` offers when it is asked for."""
    if name == "build_graph":
        from dutygraph.graph.build import build_graph

        return build_graph
    if name == "open_store":
        from dutygraph.graph.store import open_store

        return open_store
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
