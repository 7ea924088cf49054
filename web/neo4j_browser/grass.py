"""The looks of the graph as a style file (GraSS) of Neo4j Browser: :func:`grass`.

Browser reads it with ``:style http://…``, or when it is dropped on its window. It knows no comments, and a value
must not hold ``:``, ``;`` or a quote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dutygraph.graph.appearance import DARK, LIGHT, OTHER, OTHER_EDGE, EdgeLook, NodeLook, darker, edge_look, node_look
from dutygraph.graph.vocabulary import EDGE_TYPES, NODE_TYPES

_FONT = "12px"
_EDGE_FONT = "11px"


def grass() -> str:
    """Return the style: a rule for nodes and relationships as such, then one for each label and type.

    A rule for a label stands after that of its parent, for in Browser the later one holds.
    """
    rules = [
        ("node", {**_node(OTHER), "font-size": _FONT}),
        ("relationship", {**_edge(OTHER_EDGE), "font-size": _EDGE_FONT, "padding": "4px", "caption": "<type>"}),
    ]
    kinds = sorted(NODE_TYPES, key=lambda kind: kind.parent is not None)
    for kind in kinds:
        look = node_look(kind.label)
        rules.append((f"node.{kind.label}", {**_node(look), "caption": look.caption}))
    rules += [
        (f"relationship.{edge.type}", {**_edge(edge_look(edge.type)), "caption": edge.chinese}) for edge in EDGE_TYPES
    ]
    return "".join(line for selector, values in rules for line in _rule(selector, values))


def _node(look: NodeLook) -> dict[str, str]:
    return {
        "diameter": f"{look.diameter}px",
        "color": look.color,
        "border-color": darker(look.color),
        "border-width": "2px",
        "text-color-internal": look.text,
    }


def _edge(look: EdgeLook) -> dict[str, str]:
    return {
        "color": look.color,
        "shaft-width": f"{look.width}px",
        "text-color-external": DARK,
        "text-color-internal": LIGHT,
    }


def _rule(selector: str, values: Mapping[str, str]) -> Iterator[str]:
    yield f"{selector} {{\n"
    for name, value in values.items():
        yield f"  {name}: '{value}';\n" if name == "caption" else f"  {name}: {value};\n"
    yield "}\n"
