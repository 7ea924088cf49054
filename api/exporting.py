"""The part of the graph that an export is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dutygraph.graph.errors import NotFound

if TYPE_CHECKING:
    from dutygraph.graph.build import Graph
    from dutygraph.graph.store import Store


def read_part(store: Store, plan: str | None) -> Graph:
    """Return the graph of all plans, or of the plan with this key. Raises NotFound where there is none."""
    graph = store.read_graph(plan)
    if plan is not None and not graph:
        raise NotFound("方案", plan)
    return graph
