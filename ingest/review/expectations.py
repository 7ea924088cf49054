"""How many tasks and facts a document should have: fewer is an error, more is a finding.

A reader that loses half a document, or takes prose for tasks, is noticed before the graph is changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from dutygraph.graph.errors import BadParameter, TooFew
from dutygraph.graph.model import Document, Finding
from dutygraph.ingest.review.yaml_nodes import Node

COUNTED: Mapping[str, tuple[str, Callable[[Document], int]]] = {
    "tasks": ("任务", lambda d: len(d.tasks)),
    "lead": ("牵头单位", lambda d: sum(len(t.assigned("lead")) for t in d.tasks)),
    "responsible": ("责任单位", lambda d: sum(len(t.assigned("responsible")) for t in d.tasks)),
    "supporting": ("配合单位", lambda d: sum(len(t.assigned("supporting")) for t in d.tasks)),
    "citations": ("所引文件", lambda d: sum(len(t.mentions) for t in d.tasks)),
    "dates": ("时间要求", lambda d: sum(len(t.dates) for t in d.tasks)),
    "targets": ("量化目标", lambda d: sum(len(t.targets) for t in d.tasks)),
    "findings": ("待核", lambda d: sum(f.status == "open" for f in d.findings)),
}
_OPTION = re.compile(rf"\s*(?P<name>{'|'.join(COUNTED)})\s*(?P<sign>>=|<=|=)\s*(?P<count>\d{{1,9}})\s*")


@dataclass(frozen=True, slots=True)
class Bound:
    """The least and the most of something; None sets no limit."""

    least: int | None = None
    most: int | None = None


def read_bounds(node: Node) -> dict[str, Bound]:
    """Return the bounds of a review file's ``expect``: ``{tasks: {min: 80, max: 90}}``."""
    found: dict[str, Bound] = {}
    for name, given in node.fields(tuple(COUNTED)).items():
        limits = given.fields(("min", "max"))
        least, most = (limits[key].integer() if key in limits else None for key in ("min", "max"))
        if least is not None and most is not None and least > most:
            given.fail(f"min {least} 大于 max {most}", "请改正两者之一")
        found[name] = Bound(least, most)
    return found


def parse_bounds(options: Iterable[str]) -> dict[str, Bound]:
    """Return the bounds of command-line options. Raises :class:`BadParameter`.

    >>> parse_bounds(["tasks>=80", "tasks<=90"])
    {'tasks': Bound(least=80, most=90)}
    """
    found: dict[str, Bound] = {}
    for option in options:
        match = _OPTION.fullmatch(option)
        if match is None:
            raise BadParameter("expect", option, f"“名称>=数”或“名称<=数”，如 tasks>=80；名称为 {'、'.join(COUNTED)}")
        name, sign, count = match["name"], match["sign"], int(match["count"])
        had = found.get(name, Bound())
        found[name] = Bound(had.least if sign == "<=" else count, had.most if sign == ">=" else count)
    return found


def check_counts(document: Document, *bounds: Mapping[str, Bound]) -> Document:
    """Return the document, with a finding for each count above its most.

    Raises :class:`TooFew` naming every count below its least; nothing is then to be loaded.
    """
    wanted = [(name, bound) for given in bounds for name, bound in given.items()]
    counts = {name: count(document) for name, (_, count) in COUNTED.items()}
    short = [
        f"{COUNTED[name][0]}应不少于 {bound.least}，只读出 {counts[name]}"
        for name, bound in wanted
        if bound.least is not None and counts[name] < bound.least
    ]
    if short:
        raise TooFew(document.source.path, short)
    excess = tuple(_excess(wanted, counts))
    if not excess:
        return document
    first, *others = document.plans
    plans = (replace(first, findings=(*first.findings, *excess)), *others)
    return replace(document, plans=plans, findings=tuple(f for plan in plans for f in plan.findings))


def _excess(wanted: Iterable[tuple[str, Bound]], counts: Mapping[str, int]) -> Iterator[Finding]:
    for name, bound in wanted:
        if bound.most is not None and counts[name] > bound.most:
            words = f"{COUNTED[name][0]}应不多于 {bound.most}，读出 {counts[name]}。"
            yield Finding("count_above_expected", words)
