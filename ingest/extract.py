"""One document in, the domain model out: the way of a text through every step.

read → clean → header → segment → assign → dates → targets → citations → resolve
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dutygraph.graph.errors import BadParameter, NotAPlan
from dutygraph.graph.model import (
    Document,
)
from dutygraph.ingest.clean.clean import clean_lines
from dutygraph.ingest.findings.coverage import measure
from dutygraph.ingest.findings.unread import unread_findings
from dutygraph.ingest.header.header import Header, read_header
from dutygraph.ingest.header.titles import are_annexes, find_titles, own_title
from dutygraph.ingest.plan_reader import PlanReader
from dutygraph.ingest.read import SourceText, read_source
from dutygraph.ingest.resolve.instruments import NO_INSTRUMENTS, InstrumentRegister, read_instruments
from dutygraph.ingest.resolve.places import Place, find_place, place_of_number, resolve_place
from dutygraph.ingest.resolve.register import EMPTY, Register, read_register
from dutygraph.ingest.resolve.resolve import Resolver
from dutygraph.ingest.review.apply import apply_review
from dutygraph.ingest.review.review import Review, read_review
from dutygraph.ingest.segment.drafts import PlanDraft
from dutygraph.ingest.segment.first_leads import find_first_leads
from dutygraph.ingest.segment.segment import segment
from dutygraph.ingest.text.lines import Line
from dutygraph.ingest.text.pages import with_pages
from dutygraph.ingest.text.passage import Passage


def extract_document(
    path: Path | str,
    *,
    register: Path | None = None,
    instruments: Path | None = None,
    jurisdiction: str | None = None,
    review: Path | None = None,
) -> Document:
    """Read a file and return its plans.

    ``register`` is a CSV of units (:mod:`dutygraph.ingest.resolve.register`), ``instruments`` one of laws and documents
    (:mod:`dutygraph.ingest.resolve.instruments`); ``jurisdiction`` is a six-digit code or a name that settles the
    place where
    the document does not; ``review`` a file of decisions on what is read (:mod:`dutygraph.ingest.review.review`).
    Raises
    :class:`UnreadableDocument`, :class:`NotAPlan`, and :class:`InputError` for a register or review that cannot be
    used.
    """
    return extract_text(
        read_source(path),
        register=read_register(register) if register is not None else EMPTY,
        instruments=read_instruments(instruments) if instruments is not None else NO_INSTRUMENTS,
        jurisdiction=jurisdiction,
        review=read_review(review) if review is not None else None,
    )


def extract_text(
    source: SourceText,
    *,
    register: Register = EMPTY,
    instruments: InstrumentRegister = NO_INSTRUMENTS,
    jurisdiction: str | None = None,
    review: Review | None = None,
) -> Document:
    """Extract the plans of a text that has been read; see :func:`extract_document`."""
    lines = clean_lines(source.content)
    titles = [title for _, title in find_titles(lines).values()]
    header = read_header(lines, titles)
    drafts = _one_a_title(segment(lines, source.text))
    if not drafts:
        raise NotAPlan(source.source.path)
    place = _place(header, drafts, titles, jurisdiction)
    resolver = Resolver(place, register, instruments)
    first = drafts[0].title if drafts[0].title is not None else drafts[0].tasks[0].text
    title = _document_title(drafts, titles, lines)
    first_leads = find_first_leads(lines, [task for draft in drafts for task in draft.tasks])
    reader = PlanReader(source, lines, header, resolver, first_leads, first.span.start, title)
    plans = tuple(reader.plan(draft) for draft in drafts)
    findings = tuple(reader.document_findings(place))
    if findings:
        plans = (replace(plans[0], findings=(*findings, *plans[0].findings)), *plans[1:])
    used = tuple(p.span for p in (*header.used, *titles))
    for index, finding in tuple(unread_findings(lines, plans, used)):
        plan = replace(plans[index], findings=(*plans[index].findings, finding))
        plans = (*plans[:index], plan, *plans[index + 1 :])
    every = tuple(finding for plan in plans for finding in plan.findings)
    document = Document(
        text=source.text,
        source=source.source,
        title=title,
        issuer=header.issuer.without_space().text if header.issuer else None,
        issued_on=header.issued_on,
        document_number=str(header.document_number) if header.document_number else None,
        addressees=header.addressees.without_space().text if header.addressees else None,
        jurisdiction=place.here if place else None,
        plans=plans,
        coverage=measure(source.text, plans, used, every),
        findings=every,
        header=used,
    )
    if review is not None:
        document = apply_review(document, review, resolver)
    return with_pages(document, source.content.pages)


def _one_a_title(drafts: list[PlanDraft]) -> list[PlanDraft]:
    """Join plans of one title: it is printed again above a later part, and the plan's key is made from it."""
    joined: dict[str | None, PlanDraft] = {}
    for draft in drafts:
        title = draft.title.without_space().text if draft.title else None
        first = joined.get(title)
        joined[title] = (
            replace(first, tasks=first.tasks + draft.tasks, lone=first.lone + draft.lone) if first else draft
        )
    return list(joined.values())


def _document_title(drafts: list[PlanDraft], titles: list[Passage], lines: list[Line]) -> str | None:
    """The title of the one plan that a notice issues, or of the only plan, else the notice's above them.

    Plans below a first one that stand under 附件 are its annexes.
    """
    title = own_title(titles)
    own = [draft.title for draft in drafts if draft.title is not None]
    if title is None and own and (len(drafts) == 1 or (own[0] == titles[0] and are_annexes(own[1:], lines))):
        title = own[0]
    if title is None:
        spans = {each.span for each in own}
        title = next((each for each in titles if each.span not in spans), None)
    return title.without_space().text if title is not None else None


def _place(header: Header, drafts: list[PlanDraft], titles: list[Passage], jurisdiction: str | None) -> Place | None:
    if jurisdiction is not None:
        place = resolve_place(jurisdiction)
        if place is None:
            raise BadParameter("jurisdiction", jurisdiction, "六位行政区划代码或行政区划名称（如 150602、东胜区）")
        return place
    own = [d.title.text for d in drafts if d.title is not None]
    others = [t.text for t in titles]
    place = find_place(header.issuer.text if header.issuer else None, *own, *others)
    return place or place_of_number(header.document_number)
