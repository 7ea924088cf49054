"""How much of a text became facts, how much is prose around them, how much was not understood."""

from __future__ import annotations

from collections.abc import Iterable

from dutygraph.graph.model import Coverage, Finding, Plan, Span

# Findings that say "these words were not read"; the others are remarks on what was.
_UNREAD = frozenset(
    {"deadline_not_understood", "year_unknown", "unit_doubtful", "no_unit", "person_not_read", "duty_not_understood"}
)


def measure(text: str, plans: Iterable[Plan], header: Iterable[Span], findings: Iterable[Finding]) -> Coverage:
    """Count the characters other than white space; each counts once: as not understood, a fact, or prose."""
    state = bytearray(len(text))

    def mark(span: Span, value: int) -> None:
        state[span.start : span.end] = bytes([value]) * (span.end - span.start)

    for span in header:
        mark(span, 1)
    for plan in plans:
        for section in plan.sections:
            mark(section.span, 1)
        for task in plan.tasks:
            for span in task.fact_spans():
                mark(span, 1)
    for finding in findings:
        if finding.rule in _UNREAD and finding.span is not None:
            mark(finding.span, 2)
    counts = [0, 0, 0]
    for char, value in zip(text, state, strict=True):
        if not char.isspace():
            counts[value] += 1
    return Coverage(sum(counts), in_facts=counts[1], in_prose=counts[0], not_understood=counts[2])
