"""One document in, the domain model out: the way of a text through every step.

read → clean → header → segment → assign → dates → targets → citations → resolve
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from dutygraph.graph import identity
from dutygraph.graph.errors import BadParameter, NotAPlan
from dutygraph.graph.model import (
    Assignment,
    Document,
    DocumentNumber,
    Finding,
    Instrument,
    Mention,
    Plan,
    Section,
    Span,
    Target,
    Task,
    TimeConstraint,
    Unit,
)
from dutygraph.ingest.assign import FIRST_LEADS, Assignments, assign
from dutygraph.ingest.basis import find_basis
from dutygraph.ingest.caption import caption
from dutygraph.ingest.citations import MentionDraft, find_aliases, find_mentions
from dutygraph.ingest.clean import Line, clean_lines
from dutygraph.ingest.coverage import measure
from dutygraph.ingest.dates import Context, DateDraft, find_dates
from dutygraph.ingest.findings import assignment_findings, lone_findings, number_findings
from dutygraph.ingest.header import Header, read_header
from dutygraph.ingest.instruments import NO_INSTRUMENTS, InstrumentRegister, normalise_title, read_instruments
from dutygraph.ingest.pages import with_pages
from dutygraph.ingest.passage import Passage, fold
from dutygraph.ingest.places import Place, bearers, find_place, place_of_number, resolve_place
from dutygraph.ingest.read import SourceText, read_source
from dutygraph.ingest.register import EMPTY, Register, read_register
from dutygraph.ingest.resolve import Resolver
from dutygraph.ingest.sections import make_sections
from dutygraph.ingest.segment import PlanDraft, TaskDraft, find_titles, segment
from dutygraph.ingest.targets import find_targets

# What may stand between the last name and the remark on who leads: （A、B按职责分工负责。列第一位者为牵头单位）.
_SENTENCE_END = re.compile(r"[\s，。；、（）(),;负责按照各自的职能分工别协同共抓好做落实推进施体承办组织]{0,40}")
_TITLE_YEAR = re.compile(r"(?<![-~\d])((?:19|20)\d{2})年(?!\s*[-~至到])")


def extract_document(
    path: Path | str,
    *,
    register: Path | None = None,
    instruments: Path | None = None,
    jurisdiction: str | None = None,
) -> Document:
    """Read a file and return its plans.

    ``register`` is a CSV of units (:mod:`dutygraph.ingest.register`), ``instruments`` one of laws and documents
    (:mod:`dutygraph.ingest.instruments`); ``jurisdiction`` is a six-digit code or a name that settles the place where
    the document does not. Raises :class:`UnreadableDocument`, :class:`NotAPlan`, and :class:`InputError` for a
    register that cannot be used.
    """
    return extract_text(
        read_source(path),
        register=read_register(register) if register is not None else EMPTY,
        instruments=read_instruments(instruments) if instruments is not None else NO_INSTRUMENTS,
        jurisdiction=jurisdiction,
    )


def extract_text(
    source: SourceText,
    *,
    register: Register = EMPTY,
    instruments: InstrumentRegister = NO_INSTRUMENTS,
    jurisdiction: str | None = None,
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
    reader = _Reader(source, lines, header, resolver, _first_leads(lines), first.span.start)
    plans = tuple(reader.plan(draft) for draft in drafts)
    findings = tuple(reader.document_findings(place))
    if findings:
        plans = (replace(plans[0], findings=(*findings, *plans[0].findings)), *plans[1:])
    every = tuple(finding for plan in plans for finding in plan.findings)
    document = Document(
        text=source.text,
        source=source.source,
        title=_document_title(drafts, titles),
        issuer=header.issuer.without_space().text if header.issuer else None,
        issued_on=header.issued_on,
        document_number=str(header.document_number) if header.document_number else None,
        addressees=header.addressees.without_space().text if header.addressees else None,
        jurisdiction=place.here if place else None,
        plans=plans,
        coverage=measure(source.text, plans, [p.span for p in (*header.used, *titles)], every),
        findings=every,
    )
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


def _document_title(drafts: list[PlanDraft], titles: list[Passage]) -> str | None:
    """The plan's own title where there is one plan, else the notice's above them."""
    if len(drafts) == 1 and drafts[0].title is not None:
        return drafts[0].title.without_space().text
    own = {d.title.span for d in drafts if d.title is not None}
    above = [t for t in titles if t.span not in own]
    return above[0].without_space().text if above else None


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


@dataclass(frozen=True, slots=True)
class _FirstLeads:
    """Where 列第一位者为牵头单位 is said: the offset of the remark and whether it holds from there on."""

    start: int
    onwards: bool


def _first_leads(lines: list[Line]) -> tuple[_FirstLeads, ...]:
    return tuple(
        _FirstLeads(line.passage.offsets[match.start()], match.group("onwards") is not None)
        for line in lines
        for match in FIRST_LEADS.finditer(line.folded)
    )


class _Reader:
    """Reads the drafts of one document with what holds for all of it."""

    def __init__(
        self,
        source: SourceText,
        lines: list[Line],
        header: Header,
        resolver: Resolver,
        first_leads: tuple[_FirstLeads, ...],
        plans_start: int,
    ) -> None:
        self._source, self._lines, self._header = source, lines, header
        self._resolver, self._first_leads, self._plans_start = resolver, first_leads, plans_start
        self._aliases = [alias for line in lines for alias in find_aliases(line.passage)]
        self._numbers = _known_numbers(lines)

    def document_findings(self, place: Place | None) -> Iterator[Finding]:
        if place is None:
            yield Finding(
                "jurisdiction_unknown", "文件没有写明所属行政区划，单位只按名称区分；可用 --jurisdiction 指定。"
            )
        elif place.here.code is None and (fits := bearers(place.here.name)):
            listed = "、".join("".join(j.name for j in reversed(each.chain[:-1])) for each in fits)
            yield Finding(
                "jurisdiction_ambiguous",
                f"“{place.here.name}”有 {len(fits)} 处（{listed}），文件没有写明是哪一处；请用 --jurisdiction 指定。",
            )
        if self._header.issued_on is None:
            yield Finding("issue_date_unknown", "没有找到印发日期。")
        if self._header.issuer is None:
            yield Finding("issuer_unknown", "没有找到印发机关。")

    def plan(self, draft: PlanDraft) -> Plan:
        issuer_name = self._header.issuer.without_space().text if self._header.issuer else None
        issuer = self._resolver.body(issuer_name) if issuer_name else None
        title = draft.title.without_space().text if draft.title else _untitled(draft)
        plan = Plan(
            title=title,
            issuer=issuer if isinstance(issuer, Unit) else None,
            issued_on=self._header.issued_on,
            document_number=self._header.document_number,
            jurisdiction=self._resolver.place.here if self._resolver.place else None,
            source=self._source.source,
            text=self._source.text,
            sections=(),
            tasks=(),
            implements=self._implements(draft),
            span=draft.title.span if draft.title else None,
        )
        sections, paths = make_sections(draft.tasks)
        findings: list[Finding] = []
        tasks: list[Task] = []
        ordinals: Counter[tuple[tuple[str, ...], str]] = Counter()
        context = Context(_base_year(title, self._header))
        for position, task_draft in enumerate(draft.tasks, 1):
            path = paths[position - 1]
            number = task_draft.marker.number if task_draft.marker else None
            text = task_draft.text.text
            slot = (tuple(s.path[-1] for s in path), number if number is not None else text[:30])
            ordinals[slot] += 1
            key = identity.task_key(plan.key, path[-1].path if path else (), number, ordinals[slot], text)
            task, found = self._task(task_draft, key, position, ordinals[slot], path, context)
            tasks.append(task)
            findings.extend(found)
        findings.extend(number_findings(draft.tasks, tasks))
        findings.extend(lone_findings(draft.lone))
        return replace(plan, sections=sections, tasks=tuple(tasks), findings=tuple(findings))

    def _task(
        self, draft: TaskDraft, key: str, position: int, ordinal: int, path: tuple[Section, ...], context: Context
    ) -> tuple[Task, list[Finding]]:
        text = draft.text
        findings: list[Finding] = []
        assigned = assign(draft.fields, first_leads=self._leads_first(draft))
        dates = self._dates(draft, key, context, findings)
        in_text = [d for d in dates if d.stated_in == "text"]
        targets = find_targets(text, in_text)
        mentions = find_mentions(text, self._aliases)
        findings.extend(assignment_findings(draft, assigned, key))
        first = draft.number_at if draft.number_at is not None else text
        return (
            Task(
                key=key,
                number=draft.marker.number if draft.marker else None,
                position=position,
                ordinal=ordinal,
                title=caption(text.text),
                text=text.text,
                span=Span(first.span.start, text.span.end),
                sections=path,
                lead_label=assigned.lead_label,
                responsible_label=assigned.responsible_label,
                assignments=self._assignments(assigned, key, findings),
                mentions=tuple(self._mention(m, n) for n, m in enumerate(mentions, 1)),
                dates=tuple(_date(d, n) for n, d in enumerate(dates, 1)),
                targets=tuple(
                    Target(t.indicator, t.comparator, t.value, t.unit, _words(t.surface), t.surface.span, n, t.per)
                    for n, t in enumerate(targets, 1)
                ),
            ),
            findings,
        )

    def _leads_first(self, draft: TaskDraft) -> bool:
        """Whether 列第一位者为牵头单位 holds for a task: said in its own fields or, with 下同, before it."""
        if draft.first_leads or not self._first_leads or not draft.fields:
            return draft.first_leads
        start, end = draft.text.span.start, draft.fields[-1].value.span.end
        return any(
            (r.onwards or r.start >= start)
            and (r.start <= end or _SENTENCE_END.fullmatch(self._source.text, end, r.start) is not None)
            for r in self._first_leads
        )

    def _dates(self, draft: TaskDraft, key: str, context: Context, findings: list[Finding]) -> list[DateDraft]:
        dates, undated = find_dates(draft.text, context)
        for field in draft.fields:
            if field.kind != "deadline":
                continue
            found, missing = find_dates(field.value, replace(context, deadline_field=True))
            dates.extend(found)
            undated.extend(missing)
            if field.value and not found and not missing:
                findings.append(
                    Finding("deadline_not_understood", f"完成时限“{field.value.text}”没有读懂。", field.value.span, key)
                )
        findings.extend(
            Finding("year_unknown", f"“{p.text}”没有年份，文件的标题和日期也没有。", p.span, key) for p in undated
        )
        return dates

    def _assignments(self, assigned: Assignments, key: str, findings: list[Finding]) -> tuple[Assignment, ...]:
        roles = {a.role for a in assigned.units}
        principal = next((role for role in ("lead", "responsible", "supporting") if role in roles), None)
        counts: Counter[str] = Counter()
        result = []
        for _, listed in groupby(assigned.units, key=lambda a: (a.role, a.label)):  # one printed list
            units = list(listed)
            for a, resolved in zip(units, self._resolver.bodies([a.unit.surface for a in units]), strict=True):
                span = a.unit.passage.span
                findings.extend(Finding(doubt.rule, doubt.message, span, key) for doubt in resolved.doubts)
                counts[a.role] += 1
                result.append(
                    Assignment(
                        role=a.role,
                        body=resolved.body,
                        surface=a.unit.surface,
                        label=a.label,
                        position=counts[a.role],
                        principal=a.role == principal,
                        span=span,
                    )
                )
        return tuple(result)

    def _mention(self, draft: MentionDraft, position: int) -> Mention:
        number = draft.number or self._numbers.get(normalise_title(draft.title))
        return Mention(
            relation=draft.relation,
            surface=_words(draft.surface, keep_spaces=True),
            title=draft.title,
            doc_number=str(draft.number) if draft.number else None,
            instrument=self._resolver.instrument(draft.title, number, draft.aliases),
            position=position,
            span=draft.surface.span,
            article=draft.article,
        )

    def _implements(self, draft: PlanDraft) -> tuple[Instrument, ...]:
        """What the plan, or the notice above it, says it carries out."""
        preamble = [p for p in draft.root.parts if isinstance(p, Passage)]
        notice = [line.passage for line in self._lines if line.passage.span.end <= self._plans_start]
        found: dict[str, Instrument] = {}
        for mention in find_basis(draft.title, [*notice, *preamble]):
            number = mention.number or self._numbers.get(normalise_title(mention.title))
            instrument = self._resolver.instrument(mention.title, number, mention.aliases)
            found.setdefault(instrument.key, instrument)
        return tuple(found.values())


def _words(passage: Passage, *, keep_spaces: bool = False) -> str:
    """What is printed, without the line breaks (and other white space) that split a word."""
    if keep_spaces:
        return re.sub(r"\s*[\r\n]+\s*", "", passage.text)
    return passage.without_space().text


def _date(draft: DateDraft, position: int) -> TimeConstraint:
    return TimeConstraint(
        kind=draft.kind,
        surface=_words(draft.surface),
        value=draft.value,
        span=draft.surface.span,
        position=position,
        stated_in=draft.stated_in,
        precision=draft.precision,
        anchor=draft.anchor,
        business_days=draft.business_days,
    )


def _known_numbers(lines: list[Line]) -> dict[str, DocumentNumber]:
    """Document numbers by normalised title, wherever in the document a title is given with one."""
    return {
        normalise_title(m.title): m.number
        for line in lines
        for m in find_mentions(line.passage)
        if m.number is not None
    }


def _untitled(draft: PlanDraft) -> str:
    return caption(draft.tasks[0].text.text)


def _base_year(title: str, header: Header) -> int | None:
    outside = re.sub("《[^》]*》", "", fold(title))
    match = _TITLE_YEAR.search(outside)
    if match is not None:
        return int(match.group(1))
    return header.issued_on.year if header.issued_on else None
