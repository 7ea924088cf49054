"""Plans in, property graph out: :func:`build_graph`.

Form of the graph (read back the same way by the stores and the RDF reader):

* a node is known by ``f"{label}:{key}"`` with the most general label (``TimeConstraint:…`` for a deadline);
  its attributes are ``labels`` (a tuple, most general first) and its properties;
* an edge is known by start, end and ``f"{type}/{position}"`` (position 1 where it has none); its attributes
  are ``type`` and its properties;
* absent properties are left out; dates are ``datetime.date``, months a list of integers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import networkx as nx

from dutygraph.graph import identity, vocabulary
from dutygraph.graph.entities import Alias, Body, Instrument, Jurisdiction, Unit, UnitGroup
from dutygraph.graph.model import Finding, Plan, Section, Span, Task, TimeConstraint

T = TypeVar("T", Unit, UnitGroup, Body, Instrument)

if TYPE_CHECKING:
    Graph = nx.MultiDiGraph[str]
else:
    Graph = nx.MultiDiGraph


def build_graph(plans: Iterable[Plan]) -> Graph:
    """Return the property graph of the plans, the same in whatever order they come.

    One plan may come from several files, if all say the same. Raises :class:`ValueError` for two versions of one
    plan: a graph holds what is in force, so they are for the store to load one after the other.

    >>> build_graph([]).number_of_nodes()
    0
    """
    graph: Graph = nx.MultiDiGraph()
    known: dict[str, Plan] = {}
    for plan in sorted(plans, key=lambda p: (p.key, p.source.key)):
        first = known.setdefault(plan.key, plan)
        if replace(plan, source=first.source, text=first.text) != first:
            raise ValueError(f"two versions of the plan {plan.title} ({plan.key}): one graph holds one of them")
        _add_plan(graph, plan)
    return graph


def node_id(label: str, key: str) -> str:
    """Return the id of a node: its most general label and its key."""
    return f"{vocabulary.labels_of(label)[0]}:{key}"


def key_of(node: str) -> str:
    """Return the key in the id of a node.

    >>> key_of(node_id("Task", "3740-dcfa"))
    '3740-dcfa'
    """
    return node.split(":", 1)[1]


def add_node(graph: Graph, label: str, key: str, properties: Mapping[str, Any]) -> str:
    """Add a node (or the same one again) and return its id."""
    name = node_id(label, key)
    present = {k: v for k, v in properties.items() if v is not None}
    graph.add_node(name, labels=vocabulary.labels_of(label), key=key, **present)
    return name


def add_edge(graph: Graph, start: str, type_: str, end: str, properties: Mapping[str, Any]) -> None:
    """Add an edge, identified by its ends, its type and its position."""
    present = {k: v for k, v in properties.items() if v is not None}
    graph.add_edge(start, end, key=f"{type_}/{present.get('position', 1)}", type=type_, **present)


def _span(span: Span | None) -> dict[str, int | None]:
    return {} if span is None else {"start": span.start, "end": span.end, "page": span.page}


def _add_plan(graph: Graph, plan: Plan) -> None:
    named = _Named(graph)
    node = add_node(
        graph,
        "Plan",
        plan.key,
        {
            "title": plan.title,
            "document_number": plan.document_number and str(plan.document_number),
            "issued_on": plan.issued_on,
            "version": 1,
            "valid_from": plan.issued_on,
            **_span(plan.span),
        },
    )
    source = add_node(
        graph,
        "Source",
        plan.source.key,
        {
            "sha256": plan.source.sha256,
            "text_sha256": plan.source.text_sha256,
            "media_type": plan.source.media_type,
            "text": plan.text,
        },
    )
    add_edge(graph, node, "READ_FROM", source, {})
    if plan.issuer is not None:
        add_edge(graph, node, "ISSUED_BY", named.body(plan.issuer), {})
    for instrument in plan.implements:
        add_edge(graph, node, "IMPLEMENTS", named.instrument(instrument), {})
    if plan.published_as is not None:
        add_edge(graph, node, "PUBLISHED_AS", named.instrument(plan.published_as), {})
    for section in plan.sections:
        _add_section(graph, plan.key, section)
    for task in plan.tasks:
        _add_task(graph, named, plan, task)
    for finding in plan.findings:
        _add_finding(graph, plan.key, finding)


def _section_key(plan: str, section: Section) -> str:
    return identity.section_key(plan, section.path)


def _add_section(graph: Graph, plan: str, section: Section) -> None:
    node = add_node(
        graph,
        "Section",
        _section_key(plan, section),
        {
            "number": section.number,
            "title": section.title,
            "level": section.level,
            "position": section.position,
            **_span(section.span),
        },
    )
    above = section.path[:-1]
    parent = node_id("Section", identity.section_key(plan, above)) if above else node_id("Plan", plan)
    add_edge(graph, node, "PART_OF", parent, {})


def _add_task(graph: Graph, named: _Named, plan: Plan, task: Task) -> None:
    node = add_node(
        graph,
        "Task",
        task.key,
        {
            "number": task.number,
            "position": task.position,
            "title": task.title,
            "text": task.text,
            "version": 1,
            "valid_from": plan.issued_on,
            **_span(task.span),
        },
    )
    above = node_id("Plan", plan.key)
    if task.sections:
        above = node_id("Section", _section_key(plan.key, task.sections[-1]))
    add_edge(graph, node, "PART_OF", above, {})
    for assignment in task.assignments:
        add_edge(
            graph,
            named.body(assignment.body),
            vocabulary.ROLE_EDGES[assignment.role],
            node,
            {
                "position": assignment.position,
                "label": assignment.label,
                "surface": assignment.surface,
                "principal": assignment.principal,
                **_span(assignment.span),
            },
        )
    for mention in task.mentions:
        add_edge(
            graph,
            node,
            vocabulary.RELATION_EDGES[mention.relation],
            named.instrument(mention.instrument),
            {
                "position": mention.position,
                "surface": mention.surface,
                "article": mention.article,
                **_span(mention.span),
            },
        )
    for date in task.dates:
        add_edge(graph, node, "HAS_DATE", _add_date(graph, task.key, date), {})
    for target in task.targets:
        target_node = add_node(
            graph,
            "Target",
            identity.fact_key(task.key, "target", target.position),
            {
                "indicator": target.indicator,
                "comparator": target.comparator,
                "value": float(target.value),
                "unit": target.unit,
                "per": target.per,
                "year": target.year,
                "surface": target.surface,
                "position": target.position,
                **_span(target.span),
            },
        )
        add_edge(graph, node, "HAS_TARGET", target_node, {})


def _add_date(graph: Graph, task: str, date: TimeConstraint) -> str:
    return add_node(
        graph,
        vocabulary.TIME_LABELS[date.kind],
        identity.fact_key(task, "date", date.position),
        {
            "kind": date.kind,
            "surface": date.surface,
            "position": date.position,
            "precision": date.precision,
            "start_date": date.start_date,
            "due_date": date.due_date,
            "rrule": date.rrule,
            **recurrence_window(date.rrule),
            "duration": date.duration,
            "business_days": date.business_days if date.kind == "duration" else None,
            "anchor": date.anchor,
            "stated_in": date.stated_in,
            **_span(date.span),
        },
    )


_LAST_DAY = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def recurrence_window(rrule: str | None) -> dict[str, Any]:
    """Return months, window_start and window_end of a yearly rule that names months.

    The window is the part of the year in which the duty falls: for a day ("每年1月8日前") from the start of
    its month to that day, else from the first day of the first month to the last day of the last.

    >>> recurrence_window("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=8")
    {'months': [1], 'window_start': '01-01', 'window_end': '01-08'}
    """
    parts = dict(part.split("=", 1) for part in rrule.split(";")) if rrule else {}
    if "BYMONTH" not in parts:
        return {}
    months = sorted(int(m) for m in parts["BYMONTH"].split(","))
    day = parts.get("BYMONTHDAY", "")
    last = int(day) if re.fullmatch(r"[1-9]\d?", day) else _LAST_DAY[months[-1] - 1]
    return {
        "months": months,
        "window_start": f"{months[0]:02d}-01",
        "window_end": f"{months[-1]:02d}-{last:02d}",
    }


class _Named:
    """The bodies and instruments of one plan in the graph: each is added once, with all that belongs to it.

    A plan names the same body in task after task; the same object is known without being compared.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._added: dict[Body | Instrument, str] = {}
        self._objects: dict[int, str] = {}

    def body(self, body: Body) -> str:
        """Add a unit or a group, if it is not there yet, and return its id."""
        return self._once(body, self._add_body)

    def instrument(self, instrument: Instrument) -> str:
        """Add an instrument, if it is not there yet, and return its id."""
        return self._once(instrument, self._add_instrument)

    def _once(self, thing: T, add: Callable[[T], str]) -> str:
        node = self._objects.get(id(thing))
        if node is None:
            node = self._added.get(thing) or add(thing)
            self._added[thing] = self._objects[id(thing)] = node
        return node

    def _add_body(self, body: Body) -> str:
        node = self._add_unit(body) if isinstance(body, Unit) else self._add_group(body)
        if body.jurisdiction is not None:
            add_edge(self._graph, node, "IN_JURISDICTION", _add_jurisdiction(self._graph, body.jurisdiction), {})
        self._add_aliases(node, body.aliases)
        return node

    def _add_unit(self, unit: Unit) -> str:
        said = {"name": unit.name, "full_name": unit.full_name, "kind": unit.kind}
        node = add_node(self._graph, "Unit", unit.key, said)
        if unit.parent is not None:
            add_edge(self._graph, node, "SUB_ORGANIZATION_OF", self.body(unit.parent), {})
        for succession in unit.successions:
            add_edge(
                self._graph,
                node,
                "SUCCEEDED_BY",
                self.body(succession.unit),
                {"on": succession.on, "kind": succession.kind, "basis": succession.basis},
            )
        return node

    def _add_group(self, group: UnitGroup) -> str:
        node = add_node(self._graph, "UnitGroup", group.key, {"name": group.name, "extent": group.extent})
        for member in group.members:
            add_edge(self._graph, self.body(member.unit), "MEMBER_OF", node, {"source": member.source})
        return node

    def _add_instrument(self, instrument: Instrument) -> str:
        number = instrument.document_number
        named = self._graph.nodes.get(node_id("Instrument", instrument.key), {}).get("title")
        node = add_node(
            self._graph,
            "Instrument",
            instrument.key,
            {
                # Named by its number alone, it keeps the title that it has from elsewhere.
                "title": named if named and number and instrument.title == str(number) else instrument.title,
                "document_number": number and str(number),
                "issuer_code": number and number.issuer_code,
                "number_year": number and number.year,
                "number_serial": number and number.serial,
                "status": instrument.status,
            },
        )
        self._add_aliases(node, instrument.aliases)
        if instrument.superseded_by is not None:
            add_edge(self._graph, node, "SUPERSEDED_BY", self.instrument(instrument.superseded_by), {})
        return node

    def _add_aliases(self, node: str, aliases: Iterable[Alias]) -> None:
        for alias in aliases:
            alias_node = add_node(self._graph, "Alias", alias.key, {"name": alias.name})
            add_edge(self._graph, alias_node, "NAMES", node, {"kind": alias.kind})


def _add_jurisdiction(graph: Graph, place: Jurisdiction) -> str:
    return add_node(
        graph,
        "Jurisdiction",
        place.key,
        {"code": place.code, "name": place.name, "level": place.level},
    )


def _add_finding(graph: Graph, plan: str, finding: Finding) -> None:
    subject = finding.task or plan
    start = finding.span.start if finding.span else None
    node = add_node(
        graph,
        "Finding",
        identity.finding_key(subject, finding.rule, start, finding.message),
        {
            "rule": finding.rule,
            "message": finding.message,
            "status": finding.status,
            **_span(finding.span),
        },
    )
    about = node_id("Task", finding.task) if finding.task else node_id("Plan", plan)
    add_edge(graph, node, "ABOUT", about, {})
