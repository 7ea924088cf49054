"""How nodes and relationships look where the graph is drawn: one table of colours, sizes and captions.

Names come from :mod:`dutygraph.graph.vocabulary`; what is not in the tables here looks like its parent label, else
like :data:`OTHER`. Colours of text are chosen for a contrast of at least 4.5 to 1 (WCAG 2.2, AA).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from dutygraph.graph.vocabulary import EDGES, NODES

DARK: Final = "#1f2328"
LIGHT: Final = "#ffffff"


@dataclass(frozen=True, slots=True)
class NodeLook:
    """The look of a label: fill and text colour, diameter in pixels, caption with properties in braces.

    A caption is broken at its spaces only, as Chinese has none: a line holds what the circle is wide.
    """

    color: str
    text: str
    diameter: int
    caption: str = ""


@dataclass(frozen=True, slots=True)
class EdgeLook:
    """The look of a relationship type: colour and width in pixels. Its caption is the vocabulary's Chinese word."""

    color: str
    width: int = 1


OTHER: Final = NodeLook("#e5e7eb", DARK, 64)
OTHER_EDGE: Final = EdgeLook("#8a9099")

NODE_LOOKS: Final[Mapping[str, NodeLook]] = {
    "Plan": NodeLook("#9b2226", LIGHT, 116, "{title}"),
    "Source": NodeLook("#e5e7eb", DARK, 64, "原文"),
    "Section": NodeLook("#e3b8b9", DARK, 96, "{title}"),
    "Task": NodeLook("#f2b84b", DARK, 108, "{number} {title}"),
    "TaskVersion": NodeLook("#f9e3b8", DARK, 96, "{title}"),
    "Unit": NodeLook("#1f5fa8", LIGHT, 104, "{name}"),
    "UnitGroup": NodeLook("#a9c8ec", DARK, 104, "{name}"),
    "Alias": NodeLook("#dce8f6", DARK, 84, "{name}"),
    "Jurisdiction": NodeLook("#2f5d62", LIGHT, 92, "{name}"),
    "Instrument": NodeLook("#5a4a9c", LIGHT, 108, "{title} {document_number}"),
    "TimeConstraint": NodeLook("#bfe3cc", DARK, 92, "{surface}"),
    "Deadline": NodeLook("#2a734a", LIGHT, 92, "{surface}"),
    "Target": NodeLook("#b83b78", LIGHT, 100, "{indicator} {surface}"),
    "Finding": NodeLook("#ffe066", DARK, 84, "{message}"),
}

EDGE_LOOKS: Final[Mapping[str, EdgeLook]] = {
    "LEADS": EdgeLook("#9b2226", 3),
    "RESPONSIBLE_FOR": EdgeLook("#1f5fa8", 2),
    "SUPPORTS": EdgeLook("#6b7280"),
    "CITES": EdgeLook("#5a4a9c"),
    "DRAFTS": EdgeLook("#5a4a9c", 2),
    "HAS_DATE": EdgeLook("#2a734a"),
    "HAS_TARGET": EdgeLook("#b83b78"),
}


def node_look(label: str) -> NodeLook:
    """Return the look of a label of the vocabulary, with a caption.

    >>> node_look("Recurrence").color == node_look("TimeConstraint").color
    True
    """
    parent = NODES[label].parent
    look = NODE_LOOKS.get(label) or NODE_LOOKS.get(parent or "") or OTHER
    return look if look.caption else replace(look, caption=_caption(label))


def edge_look(type_: str) -> EdgeLook:
    """Return the look of a relationship type of the vocabulary."""
    assert type_ in EDGES, type_
    return EDGE_LOOKS.get(type_, OTHER_EDGE)


def darker(color: str) -> str:
    """Return the colour of the line around a fill.

    >>> darker("#ff8000")
    '#cc6600'
    """
    return "#" + "".join(f"{int(color[at : at + 2], 16) * 4 // 5:02x}" for at in (1, 3, 5))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by WCAG, from 1 (the same) to 21 (black on white)."""
    first, second = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _caption(label: str) -> str:
    names = [each.name for each in NODES[label].properties]
    return next((f"{{{name}}}" for name in ("name", "title", "surface") if name in names), NODES[label].chinese)
