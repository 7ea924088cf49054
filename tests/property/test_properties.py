"""Whatever plan is made up, what was put in is read out; whatever text comes, nothing but an error that says why."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from texts import docx, extract, paragraph, run, wrap

from dutygraph.graph.errors import DutygraphError
from dutygraph.graph.model import Document
from dutygraph.ingest.extract import extract_text
from dutygraph.ingest.read import read_bytes
from dutygraph.ingest.report import document_to_json
from property.strategies import ANY_TEXT, Printed, plans

LARGE = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def said(plan: Printed) -> list[object]:
    """What a plan says, as :func:`read` gives it."""
    return [
        (plan.title, plan.issuer, plan.issued_on, plan.number, plan.addressees),
        *(
            (
                duty.number,
                list(duty.headings),
                duty.text,
                list(duty.units),
                *map(duty.rows, ("dates", "targets", "citations")),
            )
            for duty in plan.duties
        ),
    ]


def read(document: Document) -> list[object]:
    """What is read, without its places."""
    issued_on = document.issued_on.isoformat() if document.issued_on else None
    return [
        (document.title, document.issuer, issued_on, document.document_number, document.addressees),
        *(
            (
                task.number,
                [section.title for section in task.sections],
                task.text,
                [(a.role, a.label, a.surface) for a in task.assignments],
                [(d.kind, d.value, d.surface, d.anchor) for d in task.dates],
                [(t.indicator, t.comparator, f"{t.value:g}", t.unit, t.per) for t in task.targets],
                [(m.relation, m.title, m.doc_number) for m in task.mentions],
            )
            for task in document.tasks
        ),
    ]


def without_common_heading(plan: Printed, facts: list[object]) -> list[object]:
    """A heading that holds every task says nothing about any, where each has another below it."""
    headings = [duty.headings for duty in plan.duties]
    if len({h[0] for h in headings}) > 1 or min(map(len, headings)) < 2:
        return facts
    return [facts[0], *((fact[0], fact[1][1:], *fact[2:]) for fact in facts[1:] if isinstance(fact, tuple))]


@LARGE
@given(plans())
def test_what_was_put_in_is_read_out(plan: Printed) -> None:
    assert read(extract(plan.text())) == without_common_heading(plan, said(plan))


@LARGE
@given(plans(max_sections=2), st.sampled_from(["\r\n", "\n\n", "\r\n\r\n", "\n　　"]))
def test_breaks_and_indents_say_nothing(plan: Printed, newline: str) -> None:
    assert read(extract(plan.text(newline))) == read(extract(plan.text()))


@LARGE
@given(plans(max_sections=2))
def test_a_word_file_of_the_same_lines_says_the_same(plan: Printed) -> None:
    word = extract_text(read_bytes(docx("".join(paragraph(run(line)) for line in plan.lines)), "方案.docx"))
    text = extract(plan.text())
    assert (word.text, word.tasks, word.coverage) == (text.text, text.tasks, text.coverage)


def unbroken(facts: list[object]) -> list[object]:
    """Facts with the words of each task on one line: a stop at a line's very end may have ended a paragraph."""
    return [(*f[:2], f[2].replace("\n", ""), *f[3:]) if isinstance(f, tuple) and n else f for n, f in enumerate(facts)]


@LARGE
@given(plans(), st.integers(32, 80))
def test_a_wrapped_plan_says_the_same(plan: Printed, width: int) -> None:
    lines = wrap(plan.text(), width, by_columns=True)
    broken = [a for a, b in pairwise(lines) if f"{a}\n{b}" not in plan.text()]
    assume(len(lines) >= 40 and len(broken) >= max(12, 0.2 * len(lines)))  # enough to tell that it is wrapped
    assert unbroken(read(extract("\n".join(lines)))) == unbroken(read(extract(plan.text())))


@LARGE
@given(plans(max_sections=2), plans(max_sections=2))
def test_a_plan_says_the_same_beside_another(first: Printed, second: Printed) -> None:
    alone = extract(first.text())
    extract(second.text())
    assert extract(first.text()) == alone


def check(document: Document) -> None:
    """What holds for every reading."""
    length = len(document.text)
    spans = [span for task in document.tasks for span in (task.span, *task.fact_spans())]
    spans += [f.span for f in document.findings if f.span] + [s.span for p in document.plans for s in p.sections]
    assert all(0 <= span.start <= span.end <= length for span in spans)
    coverage = document.coverage
    assert coverage.in_facts + coverage.in_prose + coverage.not_understood == coverage.characters
    assert coverage.characters == sum(not c.isspace() for c in document.text)
    for plan in document.plans:
        assert plan.tasks
        assert len({task.key for task in plan.tasks}) == len(plan.tasks)
    for task in document.tasks:
        assert 1 <= len(task.title) <= 40
        assert task.assignments or any(w in document.text for w in ("无", "/", "-", "—", "责任", "牵头"))
        for a in task.assignments:
            cut = "".join(document.text[a.span.start : a.span.end].split())
            assert a.surface
            assert cut.endswith(a.surface[-1])
        for date in task.dates:
            assert (
                date.surface == "".join(document.text[date.span.start : date.span.end].split()) or "[" in document.text
            )
            without_end = date.kind == "period" and (date.value or "").endswith("/..")
            assert (date.due_date is not None) == (date.kind in ("deadline", "period") and not without_end)
            assert date.start_date is None or date.due_date is None or date.start_date <= date.due_date
    json.dumps(document_to_json(document), allow_nan=False)


def refusal(attempt: Callable[[], None]) -> str | None:
    """The message of a refusal, None where there is none; any other error is one of ours."""
    try:
        attempt()
    except DutygraphError as error:
        return str(error)
    return None


@settings(deadline=None, max_examples=500)
@given(ANY_TEXT)
def test_any_text_is_read_or_refused(text: str) -> None:
    message = refusal(lambda: check(extract(text)))
    assert message is None or message.endswith("。")


@settings(deadline=None, max_examples=200)
@given(plans(max_sections=2, max_tasks=2), st.data())
def test_a_damaged_plan_is_read_or_refused(plan: Printed, data: st.DataObject) -> None:
    text = plan.text()
    for _ in range(data.draw(st.integers(1, 6))):
        at, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
        inserted = data.draw(ANY_TEXT.map(lambda t: t[:12]))
        text = text[:at] + inserted + text[min(end, at + 5) :]
    message = refusal(lambda: check(extract(text)))
    assert message is None or message.endswith("。")


@settings(deadline=None, max_examples=300)
@given(
    st.binary(max_size=300) | ANY_TEXT.map(lambda t: t.encode("gb18030")),
    st.sampled_from(["甲.txt", "甲.docx", "甲.pdf", "-"]),
)
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    def read_it() -> None:
        assert read_bytes(content, name).text.strip()

    message = refusal(read_it)
    assert message is None or message.startswith(f"{name}：")
