"""Graphs that an export must bear: the sample, and plans that lack things or have them twice."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable

import editions
import httpx
import pyoxigraph as ox
from factories import place, sample_plan, unit

from dutygraph.graph import identity
from dutygraph.graph.build import Graph, add_edge, build_graph, node_id
from dutygraph.graph.entities import Succession
from dutygraph.graph.model import Plan, Source, Task
from dutygraph.graph.rdf import formats
from dutygraph.graph.rdf.text import text_of
from dutygraph.graph.terms import expand

BASE = "https://w3id.org/dutygraph/"
RULES_KEY = "d3a4b918f94411a8"  # of the instrument 青政发〔2021〕11号
DOCUMENT = f"{BASE}id/document/32f6cd3bb2b04638"
FIRST, SECOND = f"{DOCUMENT}/task/9769dece8bf467b8", f"{DOCUMENT}/task/1391ee5e0baf5b41"
JUSTICE, MARKET = f"{BASE}id/unit/2bdaa07c9b2a59e8", f"{BASE}id/unit/c895fc3e1dfbdd9d"
FINANCE, TOWNS = f"{BASE}id/unit/c3c958950d9753e9", f"{BASE}id/group/3ddd2c4e58966946"
CONCERNED = f"{BASE}id/group/d5beab0deeb6a648"
RULES = f"{BASE}id/instrument/{RULES_KEY}"


def same_graph(one: Graph, other: Graph) -> bool:
    """Equal nodes, edges, keys, and all their attributes."""
    first, second = (
        (
            {node: graph.nodes[node] for node in graph},
            {(start, end, key): attributes for start, end, key, attributes in graph.edges(keys=True, data=True)},
        )
        for graph in (one, other)
    )
    return first == second


def parsed(data: bytes, name: str) -> list[ox.Quad]:
    """What pyoxigraph, whose parsers are strict, reads."""
    return list(ox.parse(data, format=formats.FORMATS[name].parser))


def in_default_graph(quads: Iterable[ox.Quad | ox.Triple]) -> set[ox.Quad]:
    return {ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads}


def said(quads: Iterable[ox.Quad | ox.Triple], subject: str, predicate: str) -> set[str]:
    """IRIs or lexical forms of the objects; with the language or datatype they are in ``str(quad.object)``."""
    about = ox.NamedNode(subject), ox.NamedNode(expand(predicate))
    return {text_of(quad.object) for quad in quads if (quad.subject, quad.predicate) == about}


def sample() -> Graph:
    return build_graph([sample_plan()])


def bare_plan() -> Plan:
    """Neither issuer nor date nor document number nor sections; tasks without number, lead or label; no place."""
    plan = sample_plan()
    body = dataclasses.replace(unit("区司法局"), jurisdiction=None)
    key = identity.plan_key(None, plan.title, None)
    tasks = tuple(
        dataclasses.replace(
            task,
            key=identity.task_key(key, (), None, 1, task.text),
            number=None,
            sections=(),
            assignments=tuple(
                dataclasses.replace(a, role="responsible", label=None, body=body, position=position)
                for position, a in enumerate(task.assignments, 1)
            ),
        )
        for task in plan.tasks
    )
    return dataclasses.replace(
        plan,
        issuer=None,
        issued_on=None,
        document_number=None,
        jurisdiction=None,
        sections=(),
        tasks=tasks,
        implements=(),
        findings=(),
        span=None,
    )


def numbers_repeat() -> Plan:
    plan = sample_plan()
    return dataclasses.replace(plan, tasks=tuple(dataclasses.replace(task, number="1") for task in plan.tasks))


def first_instrument(task: Task) -> str:
    return task.mentions[0].instrument.key


def with_histories() -> Graph:
    """Renamed, split and merged units, two aliases of one, a superseded rule, a plan that is an instrument itself."""
    plan = sample_plan()
    old = dataclasses.replace(
        unit("区法制办", None, "区法制办公室", "法制办"),
        successions=(
            Succession(unit("区司法局"), "merge", dt.date(2019, 3, 1), "机构改革方案"),
            Succession(unit("区信访局"), "split"),
        ),
    )
    first = plan.tasks[0]
    assignments = (dataclasses.replace(first.assignments[0], body=old), *first.assignments[1:])
    tasks = (dataclasses.replace(first, assignments=assignments), *plan.tasks[1:])
    graph = build_graph([dataclasses.replace(plan, tasks=tasks)])
    add_edge(graph, node_id("Plan", plan.key), "PUBLISHED_AS", f"Instrument:{RULES_KEY}", {})
    listed = first_instrument(plan.tasks[1])
    add_edge(graph, f"Instrument:{RULES_KEY}", "SUPERSEDED_BY", node_id("Instrument", listed), {})
    return graph


def two_files() -> Graph:
    """One plan read from two files; spans count in the text of the later one (by key)."""
    plan = sample_plan()
    other = Source("青禾.docx", "application/x-docx", "0" * 64, plan.source.text_sha256)
    return build_graph([plan, dataclasses.replace(plan, source=other)])


def two_plans_of_one_file() -> Graph:
    return build_graph([sample_plan(), dataclasses.replace(bare_plan(), title="另一方案", tasks=bare_plan().tasks[:1])])


def with_a_chain() -> Graph:
    """A task that carries out one of another plan, as an analysis found."""
    graph = build_graph([sample_plan(), sample_plan(place("150603", "白泉区"))])
    first, second = sorted(node for node in graph if node.startswith("Task:"))[::2]
    add_edge(graph, first, "CARRIES_OUT", second, {"score": 0.4615, "evidence": "用词相近 0.4615：执法、办法"})
    return graph


GRAPHS: dict[str, Callable[[], Graph]] = {
    "sample": sample,
    "bare": lambda: build_graph([bare_plan()]),
    "numbers repeat": lambda: build_graph([numbers_repeat()]),
    "histories": with_histories,
    "two files": two_files,
    "two districts": lambda: build_graph([sample_plan(), sample_plan(place("150603", "白泉区"))]),
    "two plans of one file": two_plans_of_one_file,
    "versions": lambda: editions.renewed(*editions.TEXTS),
    "a chain": with_a_chain,
    "empty": lambda: build_graph([]),
}


def triples(response: httpx.Response) -> set[ox.Quad]:
    """What an answer says, in whichever format it came, without the names of graphs."""
    media_type = response.headers["content-type"].split(";")[0]
    form = next(form for form in formats.FORMATS.values() if form.media_type == media_type)
    return in_default_graph(parsed(response.content, form.name))
