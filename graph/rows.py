"""The rows that the table of the graph is made of: a property, a label, a relationship type.

The table itself is :mod:`dutygraph.graph.vocabulary`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dutygraph.graph.terms import Link, Statement, Term

ValueType = Literal["string", "integer", "float", "boolean", "date", "integers"]


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its name, value type, whether it must be there, and the values it may take (if a closed list).

    ``rdf`` is None where no triple of its own says it: ``start`` and ``end`` are the text span, ``kind`` of a
    time constraint is its class.
    """

    name: str
    type: ValueType = "string"
    required: bool = False
    values: tuple[str, ...] = ()
    rdf: Term | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class NodeType:
    """A label with its properties. ``parent`` is the label a subtype stands beside (Deadline on TimeConstraint).

    In RDF it is the class ``rdf_class``; ``path`` is the IRI of a node, below the base or, where it begins with
    ``{plan}``, ``{task}`` or ``{above}``, below the IRI of what it belongs to; ``{own}`` is the key without the plan's.
    """

    label: str
    chinese: str
    properties: tuple[Property, ...]
    parent: str | None = None
    indexed: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    rdf_class: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class EdgeType:
    """A relationship type: which labels it may leave and reach, its properties, and how RDF says it."""

    type: str
    chinese: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    properties: tuple[Property, ...] = ()
    rdf: Link | Statement = field(default=Link(""), compare=False)
