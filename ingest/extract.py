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
from dutygraph.ingest.assign import Assignments, assign, parse_line, split_duty
from dutygraph.ingest.basis import find_basis
from dutygraph.ingest.caption import caption
from dutygraph.ingest.citations import MentionDraft, find_aliases, find_mentions
from dutygraph.ingest.clean import Line, clean_lines
from dutygraph.ingest.coverage import measure
from dutygraph.ingest.dates import Context, DateDraft, find_dates, unread_parts
from dutygraph.ingest.findings import assignment_findings, citation_findings, lone_findings, number_findings
from dutygraph.ingest.header import Header, read_header
from dutygraph.ingest.instruments import NO_INSTRUMENTS, InstrumentRegister, normalise_title, read_instruments
from dutygraph.ingest.pages import with_pages
from dutygraph.ingest.passage import Passage, fold, repair
from dutygraph.ingest.places import Place, bearers, find_place, place_of_number, resolve_place
from dutygraph.ingest.read import SourceText, read_source
from dutygraph.ingest.register import EMPTY, Register, read_register
from dutygraph.ingest.resolve import Resolver
from dutygraph.ingest.review import Review, read_review
from dutygraph.ingest.review_apply import apply_review
from dutygraph.ingest.sections import make_sections
from dutygraph.ingest.segment import Item, PlanDraft, TaskDraft, segment
from dutygraph.ingest.sentences import FIRST_LEADS
from dutygraph.ingest.targets import find_targets
from dutygraph.ingest.titles import find_titles
from dutygraph.ingest.unread import unread_findings

# What may stand between the last name and the remark on who leads: （A、B按职责分工负责。列第一位者为牵头单位）.
_SENTENCE_END = re.compile(r"[\s，。；、（）(),;负责按照各自的职能分工别协同共抓好做落实推进施体承办组织]{0,40}")
_TITLE_YEAR = re.compile(r"(?<![-~\d])((?:19|20)\d{2})年(?!\s*[-~至到])")


def extract_document(
    path: Path | str,
    *,
    register: Path | None = None,
    instruments: Path | None = None,
    jurisdiction: str | None = None,
    review: Path | None = None,
) -> Document:
    """Read a file and return its plans.

    ``register`` is a CSV of units (:mod:`dutygraph.ingest.register`), ``instruments`` one of laws and documents
    (:mod:`dutygraph.ingest.instruments`); ``jurisdiction`` is a six-digit code or a name that settles the place where
    the document does not; ``review`` a file of decisions on what is read (:mod:`dutygraph.ingest.review`). Raises
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
    reader = _Reader(source, lines, header, resolver, _first_leads(lines), first.span.start)
    plans = tuple(reader.plan(draft) for draft in drafts)
    findings = tuple(reader.document_findings(place))
    if findings:
        plans = (replace(plans[0], findings=(*findings, *plans[0].findings)), *plans[1:])
    for index, finding in tuple(unread_findings(lines, plans)):
        plan = replace(plans[index], findings=(*plans[index].findings, finding))
        plans = (*plans[:index], plan, *plans[index + 1 :])
    every = tuple(finding for plan in plans for finding in plan.findings)
    used = tuple(p.span for p in (*header.used, *titles))
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
    """Where 列第一位者为牵头单位 is said: the offset of the remark, whether it holds from there on, or for all.

    It holds for all where it stands in prose: 方案中列第一位的为牵头单位, 注：列首位的为牵头单位.
    """

    start: int
    onwards: bool
    everywhere: bool


def _first_leads(lines: list[Line]) -> tuple[_FirstLeads, ...]:
    return tuple(
        _FirstLeads(
            line.passage.offsets[match.start()],
            match.group("onwards") is not None,
            everywhere=not parse_line(line.passage) and not split_duty(line.passage)[1],
        )
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
        if self._source.content.pictures:
            pages = "、".join(map(str, self._source.content.pictures))
            yield Finding("picture_not_read", f"第 {pages} 页是图片，图片里的文字没有读取。")

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
        lone = tuple(_lone_drafts(draft, paths))
        drafts = [*zip(draft.tasks, paths, strict=True), *lone]
        for position, (task_draft, path) in enumerate(drafts, 1):
            number = task_draft.marker.number if task_draft.marker else None
            text = task_draft.text.text
            slot = (tuple(s.path[-1] for s in path), number if number is not None else text[:30])
            ordinals[slot] += 1
            key = identity.task_key(plan.key, path[-1].path if path else (), number, ordinals[slot], text)
            task, found = self._task(task_draft, key, position, ordinals[slot], path, context)
            tasks.append(task)
            findings.extend(found if position <= len(draft.tasks) else ())
        tasks, unassigned = tasks[: len(draft.tasks)], tasks[len(draft.tasks) :]
        findings.extend(number_findings(draft.tasks, tasks))
        findings.extend(lone_findings(draft.lone))
        return replace(
            plan, sections=sections, tasks=tuple(tasks), findings=tuple(findings), unassigned=tuple(unassigned)
        )

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
        for m in mentions:
            doubt = self._resolver.instrument_doubt(m.title, self._number(m))
            if doubt is not None:
                findings.append(Finding(doubt.rule, doubt.message, m.surface.span, key))
        findings.extend(assignment_findings(draft, assigned, key))
        issued = self._header.issued_on
        findings.extend(citation_findings(text, mentions, issued.year if issued else None, key))
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
            r.everywhere
            or (
                (r.onwards or r.start >= start)
                and (r.start <= end or _SENTENCE_END.fullmatch(self._source.text, end, r.start) is not None)
            )
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
            findings.extend(
                Finding("deadline_not_understood", f"完成时限“{part.text}”没有读懂。", part.span, key)
                for part in unread_parts(field.value, [*(d.surface for d in found), *missing])
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
            for a, resolved in zip(units, self._resolver.bodies([repair(a.unit.surface) for a in units]), strict=True):
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
        number = self._number(draft)
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

    def _number(self, mention: MentionDraft) -> DocumentNumber | None:
        """The document number printed with a title, here or elsewhere in the document."""
        return mention.number or self._numbers.get(normalise_title(mention.title))

    def _implements(self, draft: PlanDraft) -> tuple[Instrument, ...]:
        """What the plan, or the notice above it, says it carries out."""
        preamble = [p for p in draft.root.parts if isinstance(p, Passage)]
        notice = [line.passage for line in self._lines if line.passage.span.end <= self._plans_start]
        found: dict[str, Instrument] = {}
        for mention in find_basis(draft.title, [*notice, *preamble]):
            instrument = self._resolver.instrument(mention.title, self._number(mention), mention.aliases)
            found.setdefault(instrument.key, instrument)
        return tuple(found.values())


def _lone_drafts(draft: PlanDraft, paths: list[tuple[Section, ...]]) -> Iterator[tuple[TaskDraft, tuple[Section, ...]]]:
    """The numbered items that nobody is named for, as tasks would be read from them, with their sections."""
    inside = {
        id(t.headings[-1] if t.headings else draft.root): path for t, path in zip(draft.tasks, paths, strict=True)
    }
    above = {
        id(child): inside[id(item)] for item in _items(draft.root) if id(item) in inside for child in item.children
    }
    for item in draft.lone:
        texts = tuple(item.texts())
        if texts:
            fields = tuple(f for part in item.parts if isinstance(part, tuple) for f in part)
            yield TaskDraft(item.marker, item.number_at, texts, fields, ()), above.get(id(item), ())


def _items(item: Item) -> Iterator[Item]:
    yield item
    for child in item.children:
        yield from _items(child)


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
