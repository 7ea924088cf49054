"""The guide that Neo4j Browser shows beside its editor (``:guide http://…``) or as a frame (``:play http://…``).

It is a page of ``<slide>`` elements. Browser takes scripts and handlers out; a click on ``pre.runnable`` or on an
element with ``data-populate`` puts the statement into the editor, the triangle before it runs it (never one that
ends with ``null``, so parameters end with a line break), and ``data-exec`` is a command of Browser's own. What is
typed into an input with ``value-for`` appears wherever ``value-key`` says so.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from dutygraph.graph.appearance import edge_look, node_look
from dutygraph.graph.vocabulary import EDGES, NODES, ROLE_EDGES
from dutygraph.queries.registry import load_queries
from dutygraph.web.neo4j_browser.favourites import in_folders, parameter_script
from dutygraph.web.neo4j_browser.starters import TOPICS, UNIT, load_starters

# The kinds that a plan is mostly made of, in the legend; the rest is in the style all the same.
_SHOWN = (
    "Plan",
    "Section",
    "Task",
    "Unit",
    "UnitGroup",
    "Instrument",
    "Deadline",
    "TimeConstraint",
    "Target",
    "Finding",
)


def guide(service: str) -> str:
    """Return the page; ``service`` is the address of dutygraph as analysts reach it, without a last /."""
    return (
        _environment()
        .get_template("guide.html")
        .render(
            service=service,
            unit=UNIT,
            nodes=[(NODES[label].chinese, node_look(label)) for label in _SHOWN],
            edges=[(EDGES[type_].chinese, edge_look(type_)) for type_ in ROLE_EDGES.values()],
            topics=[(topic, [each for each in load_starters() if each.topic == topic]) for topic in TOPICS],
            folders=in_folders(load_queries()),
        )
    )


def replaceable(cypher: str) -> Markup:
    """Return the statement as HTML in which the unit's name follows what is typed on the slide.

    >>> replaceable("MATCH (u {name: '区司法局'})-->(t)")
    Markup('MATCH (u {name: &#39;<span value-key="unit">区司法局</span>&#39;})--&gt;(t)')
    """
    return Markup(f'<span value-key="unit">{UNIT}</span>').join(escape(part) for part in cypher.split(UNIT))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dutygraph.web.neo4j_browser"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["replaceable"] = replaceable
    environment.filters["parameter_script"] = parameter_script
    return environment
