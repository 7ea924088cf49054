"""Triples that follow from the facts and are said again, for plain queries, for pages and for published shapes.

So everything but ranges of text has a label. None of them is read back. Each function adds to ``said`` (predicates and
objects of the node itself) and returns further subjects, each as its IRI, its class and what else is said of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from dutygraph.graph import terms, vocabulary
from dutygraph.graph.build import Graph
from dutygraph.graph.rdf import literals
from dutygraph.graph.rdf.literals import literal, reference, typed
from dutygraph.graph.rdf.ontology import chinese_names
from dutygraph.graph.rdf.paths import Paths

Block = tuple[str, str, list[str]]

CHINESE: Final = "http://publications.europa.eu/resource/authority/language/ZHO"
_ROLES: Final = {edge: role for role, edge in vocabulary.ROLE_EDGES.items()}


def _plan(graph: Graph, paths: Paths, node: str, said: list[str]) -> list[Block]:
    """The expression between the plan (ELI: the act) and its sources (the formats)."""
    sources = paths.sources(node)
    if not sources:
        return []
    plan = paths.iri(node)
    expression = f"{plan}/zh"
    said.append(reference("eli:is_realized_by", expression))
    block = [
        reference("eli:realizes", plan),
        reference("eli:language", CHINESE),
        *(literal(predicate, "@zh", graph.nodes[node]["title"]) for predicate in ("dcterms:title", "rdfs:label")),
    ]
    block += [reference("eli:is_embodied_by", paths.source_iri(node, source)) for source in sources]
    return [(expression, typed("eli:LegalExpression"), block)]


def source(graph: Graph, paths: Paths, plan: str) -> list[str]:
    """Return what a source says of the plan that is read from it: the expression that it embodies, and its label."""
    return [
        reference("eli:embodies", f"{paths.iri(plan)}/zh"),
        literal("rdfs:label", "@zh", f"{graph.nodes[plan]['title']}（原文）"),
    ]


def _task(graph: Graph, paths: Paths, node: str, said: list[str]) -> list[Block]:
    """The plan whose step it is, and a label with its number."""
    attributes = graph.nodes[node]
    number = attributes.get("number")
    label = attributes["title"] if number is None else f"任务{number}：{attributes['title']}"
    said.append(literal("rdfs:label", "@zh", label))
    said.append(reference("p-plan:isStepOfPlan", paths.iri(paths.plan(node))))
    return []


def _time(graph: Graph, paths: Paths, node: str, said: list[str]) -> list[Block]:
    """OWL-Time's ends and length, schema.org's round."""
    attributes, iri = graph.nodes[node], paths.iri(node)
    said.append(literal("rdfs:label", "@zh", attributes["surface"]))
    blocks: list[Block] = []
    ends = (("start_date", "time:hasBeginning", "beginning"), ("due_date", "time:hasEnd", "end"))
    for name, predicate, path in ends:
        if name in attributes:
            instant = f"{iri}/{path}"
            said.append(reference(predicate, instant))
            day = attributes[name]
            label = literal("rdfs:label", "@zh", f"{day.year}年{day.month}月{day.day}日")
            date = literal("time:inXSDDate", "xsd:date", day.isoformat())
            blocks.append((instant, typed("time:Instant"), [label, date]))
    duration = literals.canonical_duration(attributes.get("duration", ""))
    if duration:
        said.append(literal("time:hasXSDDuration", "xsd:duration", duration))
    rrule = attributes.get("rrule", "")
    frequency = literals.repeat_frequency(rrule)
    if frequency:
        said.append(literal("schema:repeatFrequency", "xsd:duration", frequency))
    said += [literal("schema:byMonthDay", "xsd:integer", str(day)) for day in literals.month_days(rrule)]
    return blocks


def _target(graph: Graph, paths: Paths, node: str, said: list[str]) -> list[Block]:
    """The unit's code, and the recurrence of the same task whose rule the target counts by."""
    attributes = graph.nodes[node]
    said.append(literal("rdfs:label", "@zh", f"{attributes['indicator']}：{attributes['surface']}"))
    code = literals.UNIT_CODES.get(attributes["unit"])
    if code:
        said.append(literal("schema:unitCode", "xsd:string", code))
    if "per" in attributes:
        edges = graph.out_edges(paths.whole(node), data=True)
        dates = (date for _, date, edge in edges if edge["type"] == "HAS_DATE")
        same = [date for date in dates if graph.nodes[date].get("rrule") == attributes["per"]]
        if same:
            first = min(same, key=lambda date: int(graph.nodes[date]["position"]))
            said.append(reference("dg:perRecurrence", paths.iri(first)))
    return []


def _named(graph: Graph, _paths: Paths, node: str, said: list[str]) -> list[Block]:
    """One alternative label and the others hidden: CPOV allows a public organisation one per language."""
    order = list(terms.ALIAS_KINDS)
    edges = (edge for edge in graph.in_edges(node, data=True) if edge[2]["type"] == "NAMES")
    names = {(order.index(edge["kind"]), graph.nodes[alias]["name"]) for alias, _, edge in edges}
    for count, (_, name) in enumerate(sorted(names)):
        said.append(literal("skos:hiddenLabel" if count else "skos:altLabel", "@zh", name))
    return []


def _instrument(graph: Graph, paths: Paths, node: str, said: list[str]) -> list[Block]:
    """The class of what somebody is told to draw up."""
    if any(edge["type"] == "DRAFTS" for _, _, edge in graph.in_edges(node, data=True)):
        said.append(typed(terms.PROPOSED_INSTRUMENT))
    return _named(graph, paths, node, said)


def _finding(graph: Graph, _paths: Paths, node: str, said: list[str]) -> list[Block]:
    """Its message as a label."""
    said.append(literal("rdfs:label", "@zh", graph.nodes[node]["message"]))
    return []


Derivation = Callable[[Graph, Paths, str, list[str]], list[Block]]
OF_NODES: Final[Mapping[str, Derivation]] = {
    "Plan": _plan,
    "PlanVersion": _plan,
    "Task": _task,
    "TaskVersion": _task,
    "TimeConstraint": _time,
    "Target": _target,
    "Unit": _named,
    "UnitGroup": _named,
    "Instrument": _instrument,
    "Finding": _finding,
}


def assignment(type_: str, attributes: Mapping[str, Any]) -> list[str]:
    """Return role and description of an assignment, which CPSV-AP asks of a participation."""
    label = attributes.get("label")
    words = attributes["surface"] if label is None else f"{label}：{attributes['surface']}"
    return [
        reference("cv:role", terms.expand(role(type_, label))),
        literal("dcterms:description", "@zh", words),
        literal("rdfs:label", "@zh", words),
    ]


def mention(attributes: Mapping[str, Any]) -> list[str]:
    """Return the label of a mention: its words."""
    return [literal("rdfs:label", "@zh", attributes["surface"])]


def relation(graph: Graph, owner: str, shortcut: str, other: str) -> str:
    """Return the label of the node of any other edge, which says its ends: 各镇 包括单位 禾丰镇."""
    ends = (graph.nodes[node] for node in (owner, other))
    first, second = (end.get("full_name") or end.get("name") or end["title"] for end in ends)
    return literal("rdfs:label", "@zh", f"{first} {chinese_names()[terms.expand(shortcut)]} {second}")


@lru_cache(maxsize=1024)
def role(type_: str, label: str | None) -> str:
    """Return the role that the printed label says, finer than the edge where it does."""
    name = _ROLES[type_]
    if name == "supporting" and label:
        if "参加" in label or "参与" in label:
            name = "participating"
        elif "配合" in label or "协" in label:
            name = "cooperating"
    return terms.ROLES[name]
