"""The drafts of a document made plans: what is said of each task, resolved, with whatever was doubtful."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from dutygraph.graph import identity
from dutygraph.graph.entities import DocumentNumber, Instrument, Unit
from dutygraph.graph.model import Assignment, Finding, Mention, Plan, Section, Span, Target, Task, TimeConstraint
from dutygraph.ingest.assign.assign import Assignments, assign
from dutygraph.ingest.assign.drafting import draws_up, is_drawn_up
from dutygraph.ingest.citations.basis import find_basis
from dutygraph.ingest.citations.citations import MentionDraft, find_aliases, find_mentions
from dutygraph.ingest.dates.dates import Context, DateDraft, find_dates, unread_parts
from dutygraph.ingest.dates.year_events import NO_DAY
from dutygraph.ingest.findings.findings import assignment_findings, citation_findings, lone_findings, number_findings
from dutygraph.ingest.header.header import Header
from dutygraph.ingest.read import SourceText
from dutygraph.ingest.resolve.instruments import normalise_title
from dutygraph.ingest.resolve.places import Place, bearers
from dutygraph.ingest.resolve.resolve import Resolver
from dutygraph.ingest.segment.caption import caption
from dutygraph.ingest.segment.drafts import PlanDraft, TaskDraft
from dutygraph.ingest.segment.first_leads import FirstLeads, leads_first
from dutygraph.ingest.segment.items import Item
from dutygraph.ingest.segment.sections import heading_year, make_sections
from dutygraph.ingest.targets.targets import TargetDraft, find_targets
from dutygraph.ingest.text.lines import Line
from dutygraph.ingest.text.passage import Passage, fold, repair

_TITLE_YEAR = re.compile(r"(?<![-~\d])((?:19|20)\d{2})年(?!\s*[-~至到])")
_OVER = re.compile("(?:年|季度|月|半年)(?:之前|以前|前)$")


class PlanReader:
    """Reads the drafts of one document with what holds for all of it."""

    def __init__(
        self,
        source: SourceText,
        lines: list[Line],
        header: Header,
        resolver: Resolver,
        first_leads: tuple[FirstLeads, ...],
        plans_start: int,
        title: str | None,
    ) -> None:
        """Take what holds for the whole document: ``plans_start`` is where the notice above the plans ends, ``title``
        the document's own."""
        self._source, self._lines, self._header = source, lines, header
        self._resolver, self._first_leads, self._plans_start, self._title = resolver, first_leads, plans_start, title
        self._aliases = {short: title for line in lines for short, title in find_aliases(line.passage).items()}
        self._numbers = _known_numbers(lines)
        self._titles = {str(n): title for title, n in self._numbers.items() if title != str(n)}

    def document_findings(self, place: Place | None) -> Iterator[Finding]:
        """Yield what is in doubt about the document itself: its place, date, issuer, pages that are pictures."""
        if place is None:
            yield Finding(
                "jurisdiction_unknown", "文件没有写明所属行政区划，单位只按名称区分；导入时可以选定行政区划。"
            )
        elif place.here.code is None and (fits := bearers(place.here.name)):
            listed = "、".join("".join(j.name for j in reversed(each.chain[:-1])) for each in fits)
            yield Finding(
                "jurisdiction_ambiguous",
                f"“{place.here.name}”有 {len(fits)} 处（{listed}），文件没有写明是哪一处；请在导入时选定行政区划。",
            )
        if (month := self._header.issued_in) is not None:
            yield Finding("issue_date_unknown", f"印发日期只写到月（{month.text}），没有写明哪一日。", month.span)
        elif self._header.issued_on is None:
            yield Finding("issue_date_unknown", "没有找到印发日期。")
        if self._header.issuer is None:
            yield Finding("issuer_unknown", "没有找到印发机关。")
        if self._source.content.pictures:
            pages = "、".join(map(str, self._source.content.pictures))
            yield Finding("picture_not_read", f"第 {pages} 页是图片，图片里的文字没有读取。")

    def plan(self, draft: PlanDraft) -> Plan:
        """Return a plan with its sections, tasks and findings."""
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
            published_as=self._published_as(title),
            span=draft.title.span if draft.title else None,
        )
        sections, paths = make_sections(draft.tasks)
        findings: list[Finding] = []
        if draft.title is None:
            findings.append(Finding("title_unknown", "没有找到标题，方案暂以第一项任务称呼。"))
        tasks: list[Task] = []
        ordinals: Counter[tuple[tuple[str, ...], str]] = Counter()
        context = Context(_base_year(title, self._header), issued_on=self._header.issued_on)
        lone = tuple(_lone_drafts(draft, paths))
        drafts = [*zip(draft.tasks, paths, strict=True), *lone]
        for position, (task_draft, path) in enumerate(drafts, 1):
            number = task_draft.number
            text = task_draft.text.text
            slot = (tuple(s.path[-1] for s in path), number if number is not None else text[:30])
            ordinals[slot] += 1
            key = identity.task_key(plan.key, path[-1].path if path else (), number, ordinals[slot], text)
            task, found = self._task(task_draft, key, position, ordinals[slot], path, context, title)
            tasks.append(task)
            findings.extend(found if position <= len(draft.tasks) else ())
        tasks, unassigned = tasks[: len(draft.tasks)], tasks[len(draft.tasks) :]
        findings.extend(number_findings(draft.tasks, tasks))
        findings.extend(lone_findings(draft.lone))
        return replace(
            plan, sections=sections, tasks=tuple(tasks), findings=tuple(findings), unassigned=tuple(unassigned)
        )

    def _task(
        self,
        draft: TaskDraft,
        key: str,
        position: int,
        ordinal: int,
        path: tuple[Section, ...],
        context: Context,
        plan_title: str,
    ) -> tuple[Task, list[Finding]]:
        text = draft.text
        findings: list[Finding] = []
        assigned = assign(draft.fields, leading=leads_first(draft, self._first_leads, self._source.text))
        year = heading_year(draft.headings)
        dates, targets = self._dates_and_targets(
            draft, key, replace(context, base_year=year) if year else context, findings
        )
        mentions = find_mentions(text, self._aliases, drawn_up=draws_up(draft.fields))
        if is_drawn_up(text, draft.fields, mentions, map(fold, (plan_title, *(s.title for s in path)))):
            mentions = [replace(mention, relation="drafts") for mention in mentions]
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
                number=draft.number,
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
                targets=tuple(_target(t, n) for n, t in enumerate(targets, 1)),
            ),
            findings,
        )

    def _dates_and_targets(
        self, draft: TaskDraft, key: str, context: Context, findings: list[Finding]
    ) -> tuple[list[DateDraft], list[TargetDraft]]:
        """Times and quantities of a duty's own words and of its deadline (9月底前完成80%，12月底前全部完成)."""
        dates, undated = find_dates(draft.text, context)
        targets = find_targets(draft.text, dates, draft.years)
        for field in draft.fields:
            if field.kind != "deadline":
                continue
            found, missing = find_dates(field.value, replace(context, deadline_field=True))
            reached = find_targets(field.value, found)
            dates.extend(found)
            undated.extend(missing)
            targets.extend(reached)
            findings.extend(
                Finding("deadline_not_understood", f"完成时限{part.quoted}没有读懂。", part.span, key)
                for part in unread_parts(field.value, [*(d.surface for d in found), *missing])
            )
        findings.extend(_undated(passage, key, context) for passage in undated)
        return dates, targets

    def _assignments(self, assigned: Assignments, key: str, findings: list[Finding]) -> tuple[Assignment, ...]:
        roles = {a.role for a in assigned.units}
        principal = next((role for role in ("lead", "responsible", "supporting") if role in roles), None)
        counts: Counter[str] = Counter()
        result = []
        for _, listed in groupby(assigned.units, key=lambda a: (a.role, a.label)):  # one printed list
            units = list(listed)
            for a, resolved in zip(units, self._resolver.bodies([repair(a.unit.name) for a in units]), strict=True):
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
        # A number alone is the instrument that the document elsewhere gives it to.
        title = self._titles.get(draft.title, draft.title) if draft.title == str(number) else draft.title
        return Mention(
            relation=draft.relation,
            surface=_words(draft.surface, keep_spaces=True),
            title=draft.title,
            doc_number=str(draft.number) if draft.number else None,
            instrument=self._resolver.instrument(title, number, draft.aliases),
            position=position,
            span=draft.surface.span,
            article=draft.article,
        )

    def _number(self, mention: MentionDraft) -> DocumentNumber | None:
        """The document number printed with a title, here or elsewhere in the document."""
        return mention.number or self._numbers.get(normalise_title(mention.title))

    def _published_as(self, title: str) -> Instrument | None:
        """What other documents cite the plan by: its document number, which a notice of several plans has but once."""
        number = self._header.document_number
        return self._resolver.instrument(self._title or title, number) if number is not None else None

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


def _undated(passage: Passage, key: str, context: Context) -> Finding:
    """A time that cannot be put on a day, and what it lacks."""
    if context.base_year is not None and _OVER.search(passage.folded) and not NO_DAY.fullmatch(passage.folded):
        message = f"{passage.quoted}印发时已经开始，不知指开始以前还是结束以前。"
        return Finding("day_unknown", message, passage.span, key)
    if NO_DAY.fullmatch(passage.folded):
        return Finding("day_unknown", f"{passage.quoted}没有写明是哪一天。", passage.span, key)
    return Finding("year_unknown", f"{passage.quoted}没有年份，文件的标题和日期也没有。", passage.span, key)


def _target(target: TargetDraft, position: int) -> Target:
    return Target(
        target.indicator,
        target.comparator,
        target.value,
        target.unit,
        _words(target.surface),
        target.surface.span,
        position,
        target.per,
        target.year,
    )


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
    return header.year
