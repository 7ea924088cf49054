"""A plan read anew meets what the store holds of it: :func:`renew`, a pure function from two graphs to the one wanted.

Other words under the same plan key are a new version; the same words read anew only replace what was read before. A
new version keeps the keys of the tasks that it takes over, and what it replaces stays, with its own edges and the
sections it stood in::

    (:Task)-[:HAS_VERSION]->(:TaskVersion)-[:PART_OF]->(:SectionVersion)-[:PART_OF]->(:PlanVersion)-[:PART_OF]->(:Plan)

Every former version of a plan is one PlanVersion with its issue data, its source and all its sections. A TaskVersion
hangs on the last version in which its wording stood, its ``version`` is the first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import networkx as nx

from dutygraph.graph import identity
from dutygraph.graph.build import Graph, add_edge
from dutygraph.graph.errors import OlderVersion
from dutygraph.graph.stating import reach
from dutygraph.graph.stores.bolt import HIDDEN
from dutygraph.graph.versions import archive
from dutygraph.graph.versions.changes import Comparison, compare_plans
from dutygraph.graph.versions.content import PlanContent, content_of, past_versions, wordings
from dutygraph.graph.versions.matching import match
from dutygraph.graph.versions.rekeying import prefixed, rekey

CURRENT: Final = frozenset({"Plan", "Section", "Task"})


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """What came of one plan.

    ``kind`` is ``first`` for a plan that the store had not; ``same`` for the version that is in force, which was at
    most read better; ``renewed`` for a new version; ``superseded`` for a former version, which changed nothing.
    """

    plan: str
    kind: Literal["first", "same", "renewed", "superseded"]
    version: int
    valid_from: dt.date
    added: int = 0
    dropped: int = 0
    changed: int = 0
    read_as: str = field(default="", compare=False)
    """The key that the plan has from its own content: another than ``plan`` where it replaced one."""


def renew(
    stored: Graph, new: Graph, plan: str, *, base: str, today: dt.date, valid_from: dt.date | None = None
) -> tuple[Graph, PlanOutcome]:
    """Return the graph that the store shall hold of a plan, and what came of it.

    ``stored`` is what it holds of the plan with the key ``base`` (hidden properties do not matter), empty where that is
    none; ``new`` holds the plan as read, whose key from its content is ``plan`` (another than ``base`` for a plan that
    was issued again). ``valid_from`` is the first day of the new version where a person says it; else it is the day
    of issue, if that is later than the version in force, else ``today``.

    :raises OlderVersion: for a text that is not known and would be in force before the one that the store has.
    """
    new = _part(new, plan)
    if f"Plan:{base}" not in stored:
        start = first_day(new, plan, today, valid_from)
        return _dated(rekey(new, plan, base, {}), 1, start), PlanOutcome(base, "first", 1, start)
    stored = bare(stored)
    held, read = content_of(stored, base), content_of(new, plan)
    since = held.valid_from or today
    same = bool(held.texts & read.texts)
    if not same and _is_known(stored, base, read, valid_from):
        return stored, PlanOutcome(base, "superseded", held.version, since)
    if same and held.version == 1 and plan == base:  # as the text alone has it, whatever was stored
        start = valid_from or since
        return _dated(new, 1, start), PlanOutcome(base, "same", 1, start)
    pairs = match(wordings(held.tasks), wordings(read.tasks))
    keys = _keys(stored, base, read, plan, pairs)
    new = rekey(new, plan, base, keys)
    kept = {keys[key]: former for key, former in pairs.items()}
    compared = compare_plans(held, content_of(new, base), kept)
    if same or compared.nothing:
        start = _redated(stored, held, valid_from)
        _carry(stored, new, compared, held.version, start)
        return _with_history(stored, new, base), PlanOutcome(base, "same", held.version, start)
    start = _first_day(held, read, valid_from, today)
    _carry(stored, new, compared, held.version + 1, start)
    gone = [task.old.node for task in compared.tasks if task.old is not None]
    archive.put_away(stored, base, frozenset(gone), start)
    outcome = PlanOutcome(
        base,
        "renewed",
        held.version + 1,
        start,
        len(compared.of("added")),
        len(compared.of("dropped")),
        len(compared.of("changed")),
    )
    return _with_history(stored, new, base), outcome


def first_day(graph: Graph, plan: str, today: dt.date, valid_from: dt.date | None) -> dt.date:
    """Return the first day of a plan that the store has not: as told, else the day of issue, else ``today``."""
    issued_on: dt.date | None = graph.nodes[f"Plan:{plan}"].get("issued_on")
    return valid_from or issued_on or today


def bare(graph: Graph) -> Graph:
    """Return a copy of a graph as stored without what the store keeps for itself."""
    copy: Graph = nx.MultiDiGraph()
    for node, data in graph.nodes.items():
        copy.add_node(node, **{name: value for name, value in data.items() if name not in HIDDEN})
    for start, end, key, data in graph.edges(keys=True, data=True):
        copy.add_edge(start, end, key=key, **{name: value for name, value in data.items() if name not in HIDDEN})
    return copy


def _part(graph: Graph, plan: str) -> Graph:
    """What one plan of a document's graph states, as a graph of its own."""
    nodes, edges = reach(graph, (f"Plan:{plan}",))
    part: Graph = nx.MultiDiGraph()
    for node in nodes:
        part.add_node(node, **graph.nodes[node])
    for edge in edges:
        part.add_edge(edge[0], edge[1], key=edge[2], **graph.edges[edge])
    return part


def _is_known(stored: Graph, plan: str, read: PlanContent, valid_from: dt.date | None) -> bool:
    """Whether the text is that of a former version; said again with another day, it is a version anew."""
    former = [content_of(stored, plan, int(stored.nodes[v]["version"])) for v in past_versions(stored, plan)]
    return any(past.texts & read.texts and valid_from in (None, past.valid_from) for past in former)


def _keys(stored: Graph, base: str, read: PlanContent, plan: str, pairs: Mapping[str, str]) -> dict[str, str]:
    """The key that each task as read shall have: its former one, else its own where no other task ever had it."""
    taken = {data["key"] for node, data in stored.nodes.items() if node.startswith("Task:")}
    taken |= {data["task"] for node, data in stored.nodes.items() if node.startswith("TaskVersion:")}
    keys: dict[str, str] = {}
    for task in read.tasks:
        key = pairs.get(task.key)
        if key is None:
            own = key = prefixed(task.key, plan, base)
            count = 0
            while key in taken:
                count += 1
                key = f"{base}-{identity.digest(own, task.text, str(count))}"
            taken.add(key)
        keys[task.key] = key
    return keys


def _first_day(held: PlanContent, read: PlanContent, valid_from: dt.date | None, today: dt.date) -> dt.date:
    since = held.valid_from or today
    if valid_from is not None:
        if valid_from < since:
            raise OlderVersion(read.title, valid_from, since)
        return valid_from
    if read.issued_on is not None and held.issued_on is not None and read.issued_on < held.issued_on:
        raise OlderVersion(read.title, read.issued_on, since)
    if read.issued_on is not None and read.issued_on > since:
        return read.issued_on
    return max(today, since)


def _redated(stored: Graph, held: PlanContent, valid_from: dt.date | None) -> dt.date:
    """The first day of the version in force; where a person says another than before, the version before it ends then.

    :raises OlderVersion: if that one had not begun yet.
    """
    start = held.valid_from
    assert start is not None  # every stored plan has its first day
    if valid_from is None or valid_from == start:
        return start
    past = past_versions(stored, held.key)
    if past:
        before = stored.nodes[past[-1]]
        if valid_from < before["valid_from"]:
            raise OlderVersion(held.title, valid_from, before["valid_from"])
        for node in (past[-1], *archive.parts(stored, past[-1])):
            if "valid_to" in stored.nodes[node]:
                stored.nodes[node]["valid_to"] = valid_from
    return valid_from


def _carry(stored: Graph, new: Graph, compared: Comparison, version: int, start: dt.date) -> None:
    """Write into the plan as read which version it is, and into each task since when its wording stands.

    A task of the version in force that was only read better keeps both.
    """
    read_better = version == compared.old.version
    altered = {task.task.key for task in compared.tasks if task.kind == "added" or not read_better}
    _dated(new, version, start)
    for task in compared.new.tasks:
        if task.key not in altered:
            had = stored.nodes[f"Task:{task.key}"]
            first = start if had["version"] == version else had["valid_from"]
            new.nodes[f"Task:{task.key}"].update(version=had["version"], valid_from=first)


def _dated(graph: Graph, version: int, start: dt.date) -> Graph:
    """The graph itself, its plan and all tasks of this version."""
    for node, data in graph.nodes.items():
        if node.startswith(("Plan:", "Task:")):
            data.update(version=version, valid_from=start)
    return graph


def _with_history(stored: Graph, new: Graph, plan: str) -> Graph:
    """The plan as read, with its former versions and all that these state."""
    past = past_versions(stored, plan)
    nodes, edges = reach(stored, past, CURRENT)
    whole: Graph = nx.MultiDiGraph()
    _add(whole, stored, nodes, edges)
    _add(whole, new, new.nodes, new.edges(keys=True))  # of two readings of one unit the present one stands
    for version in past:
        add_edge(whole, version, "PART_OF", f"Plan:{plan}", {})
    for node in nodes:
        task = f"Task:{stored.nodes[node].get('task')}"
        if node.startswith("TaskVersion:") and task in new:
            add_edge(whole, task, "HAS_VERSION", node, {})
    return whole


def _add(whole: Graph, part: Graph, nodes: Iterable[str], edges: Iterable[tuple[str, str, str]]) -> None:
    for node in nodes:
        whole.add_node(node)
        whole.nodes[node].clear()
        whole.nodes[node].update(part.nodes[node])
    for start, end, key in edges:
        whole.add_edge(start, end, key=key)
        whole.edges[start, end, key].clear()
        whole.edges[start, end, key].update(part.edges[start, end, key])
