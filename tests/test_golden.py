"""Golden pairs: a text, and every fact that must be read from it (see golden/README.md to add one)."""

from __future__ import annotations

from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from texts import extract

from dutygraph.graph.errors import NotAPlan
from dutygraph.graph.model import Role, Task
from dutygraph.ingest.assign.assign import assign
from dutygraph.ingest.assign.duties import parse_line, split_duty
from dutygraph.ingest.assign.sentences import Field
from dutygraph.ingest.citations.citations import find_mentions
from dutygraph.ingest.dates.dates import Context, find_dates
from dutygraph.ingest.targets.targets import find_targets
from dutygraph.ingest.text.passage import Passage

GOLDEN = Path(__file__).parent / "golden"
YEAR = 2024


def cases(name: str) -> list[ParameterSet]:
    found = []
    for block in (GOLDEN / name).read_text(encoding="utf-8").split("=== ")[1:]:
        title, _, rest = block.partition("\n")
        text, _, expected = rest.partition("\n---\n")
        rows = [
            [cell.strip() for cell in line.split(" | ")]
            for line in expected.splitlines()
            if line.strip() and not line.startswith("#") and line.strip() != "无"
        ]
        found.append(pytest.param(text, rows, id=title.strip()))
    return found


@pytest.mark.parametrize(("text", "expected"), cases("dates.txt"))
def test_dates(text: str, expected: list[list[str]]) -> None:
    dates, undated = find_dates(Passage.of(text), Context(YEAR))
    read = [[d.kind, d.value or "-", d.surface.text, *([d.anchor] if d.anchor else [])] for d in dates]
    assert read == expected
    assert undated == []


@pytest.mark.parametrize(("text", "expected"), cases("targets.txt"))
def test_targets(text: str, expected: list[list[str]]) -> None:
    passage = Passage.of(text)
    dates, _ = find_dates(passage, Context(YEAR))
    read = [
        [t.indicator, t.comparator, f"{t.value:g}", t.unit, t.surface.text, *([t.per] if t.per else [])]
        for t in find_targets(passage, dates)
    ]
    assert read == expected


@pytest.mark.parametrize(("text", "expected"), cases("citations.txt"))
def test_citations(text: str, expected: list[list[str]]) -> None:
    read = [
        [m.relation, m.title, str(m.number) if m.number else "-", m.surface.text]
        for m in find_mentions(Passage.of(text))
    ]
    assert read == expected


@pytest.mark.parametrize(("text", "expected"), cases("duties.txt"))
def test_duties(text: str, expected: list[list[str]]) -> None:
    fields: list[Field] = []
    for line in text.splitlines():
        passage = Passage.of(line)
        fields += parse_line(passage) or split_duty(passage)[1]
    assigned = assign(tuple(fields))
    read = [[u.role, u.label or "-", u.unit.surface] for u in assigned.units]
    for field in fields:
        if field.kind == "deadline":
            found, _ = find_dates(field.value, Context(YEAR, deadline_field=True))
            read += [["deadline", d.value or d.kind] for d in found]
    assert read == expected


def _row(task: Task) -> list[str]:
    """Number, text, units of each role, and what stands in the place of a deadline, without empty cells at the end."""
    roles: tuple[Role, ...] = ("lead", "responsible", "supporting")
    units = ["、".join(a.surface for a in task.assigned(role)) for role in roles]
    dates = "、".join(d.value or d.kind for d in task.dates if d.stated_in == "deadline_field")
    cells = [cell or "-" for cell in (task.number or "", task.text.replace("\n", " / "), *units, dates)]
    while cells[-1] == "-":
        cells.pop()
    return cells


@pytest.mark.parametrize(("text", "expected"), cases("layouts.txt"))
def test_layouts(text: str, expected: list[list[str]]) -> None:
    try:
        read = [_row(task) for task in extract(f"青禾县2024年重点任务分解方案\n{text}\n").tasks]
    except NotAPlan:
        read = []
    assert read == expected
