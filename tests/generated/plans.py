"""A whole document from a seed: its plans, their tasks and facts, printed in one form or several."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from random import Random

from .choose import Chooser
from .citations import CITATIONS
from .dates import DATES
from .duties import Roles
from .forms import Form
from .model import Block, Document, Duty, Paragraph, Task, Words
from .notice import head_kind, plan_title, print_head, themes
from .outline import CLOSING, HAN, OUTLINES, Heading, Slot
from .table import print_table
from .targets import TARGETS
from .vocabulary import PLACES, Place, clause, prose

FORMS = ("block", "inline", "sentence", "table")
# Outlines in which the parts of a plan without duties can stand before and behind.
_FORMS = {"block": "block", "inline": "inline", "sentence": "sentence", "table": "table", "mixed": "mixed"}


@dataclass
class _Writer:
    chooser: Chooser
    place: Place
    year: int
    openings: set[str]
    alone: bool

    def opening(self) -> str:
        """Return a task's first clause; none opens two tasks of a document."""
        while True:
            words = clause(self.chooser)
            if words not in self.openings:
                self.openings.add(words)
                return words

    def words(self, *, heading: bool = False) -> Words:
        """Return a task's text without its last full stop: prose and facts."""
        chooser = self.chooser
        sentences = [] if heading else [Words(self.opening())]
        sentences += [Words(prose(chooser)) for _ in range(chooser.between(0, 2))]
        facts = []
        if chooser.random.random() < 0.5:
            facts.append(chooser.variant("date", DATES)(chooser, self.year))
        if chooser.random.random() < 0.4:
            facts.append(chooser.variant("target", TARGETS)(chooser, self.year))
        if chooser.random.random() < 0.35:
            facts.append(chooser.variant("citation", CITATIONS)(chooser))
        chooser.random.shuffle(facts)
        sentences += facts
        if not sentences:
            sentences = [Words(prose(chooser))]
        joined = sentences[0]
        for sentence in sentences[1:]:
            joined = joined + chooser.variant("joint", {"stop": "。", "comma": "，", "semicolon": "；"}, 0.7) + sentence
        return _deduplicated(joined)


def _deduplicated(words: Words) -> Words:
    """The guide counts the same title in a task once."""
    titles = {c.title: c for c in reversed(words.citations)}
    return replace(words, citations=tuple(c for c in words.citations if titles.get(c.title) is c))


# What a workbook holds: one table under its title.
_SHEET = {"form": "table", "notice": "bare"}


def make_document(
    seed: int | str | Random,
    *,
    without: Collection[str] = (),
    only: Collection[str] | None = None,
    sheet: bool = False,
) -> Document:
    """Return the document of a seed; see :class:`.choose.Chooser` for ``without`` and ``only``."""
    random = seed if isinstance(seed, Random) else Random(seed)
    without = {*without, "several-plans", "table:introduced"} if sheet else without
    chooser = Chooser(random, without=without, only=only, fixed=_SHEET if sheet else None)
    place = chooser.variant("place", PLACES)
    year = chooser.between(2022, 2026)
    count = chooser.between(2, 3) if chooser.flag("several-plans", 0.12) else 1
    kind = head_kind(chooser, count)
    titles = [plan_title(chooser, place, year, theme, kind) for theme in themes(chooser, count)]
    head = print_head(chooser, place, year, titles, kind)
    blocks: list[Block] = list(head.above)
    tasks: list[Task] = []
    writer = _Writer(chooser, place, year, set(), count == 1)
    for title in titles:
        blocks += [Paragraph(title, "title"), *head.under]
        printed, read = _plan(writer)
        blocks += printed
        tasks += read
    blocks += head.below
    return Document(str(seed), tuple(blocks), tuple(tasks), head.header, frozenset(chooser.used))


def _plan(writer: _Writer) -> tuple[list[Block], list[Task]]:
    chooser = writer.chooser
    form = chooser.variant("form", _FORMS, 0.25)
    if form == "table":
        return _table_plan(writer)
    intro = Paragraph(f"为贯彻落实上级部署要求，结合{writer.place.name or '各地'}实际，制定本方案。")
    blocks: list[Block] = [intro]
    outline = chooser.variant("outline", OUTLINES)
    headed = outline is not OUTLINES["unnumbered"]
    if headed:
        blocks += [Paragraph("一、总体要求", "heading"), Paragraph(f"坚持稳中求进，{prose(chooser)}。")]
    roles = Roles.draw(chooser)
    names = ("block", "inline", "sentence") if form == "mixed" else (form,)
    forms = [Form.draw(chooser, name, roles.pattern, alone=writer.alone and form != "mixed") for name in names]
    tasks: list[Task] = []
    current, chapters = forms[0], 2
    for item in outline(chooser, chooser.between(3, 8)):
        if isinstance(item, Heading):
            blocks.append(Paragraph(item.text, "heading"))
            current = chooser.pick(forms)
            chapters += item.text[1:2] == "、" and item.text[0] != "二"
            continue
        chapters += item.printed.endswith("、") and item.printed[0] in HAN and item.printed[0] != "二"
        printed, read = _task(writer, roles, current, item)
        blocks += printed
        tasks += read
    if not headed:
        return blocks, tasks
    blocks.append(Paragraph(f"{HAN[chapters]}、组织保障", "heading"))
    for n, (name, words) in enumerate(CLOSING[: chooser.between(1, 3)]):
        blocks.append(Paragraph(f"（{HAN[n]}）{name}。{words}。"))
    return blocks, tasks


def _task(writer: _Writer, roles: Roles, form: Form, slot: Slot) -> tuple[list[Paragraph], list[Task]]:
    chooser = writer.chooser
    labelled = form.name != "sentence"
    numbered = bool(slot.printed) and not slot.opens and not slot.printed.endswith("是")
    own_heading = slot.opens or (numbered and chooser.flag("task:own-heading", 0.1))
    heading = writer.opening() if own_heading else ""
    duties = 1
    if form.name != "block" and numbered and not heading and chooser.flag("duties:several", 0.08):
        duties = 2
    paragraphs: list[Paragraph] = []
    read: list[Task] = []
    for n in range(duties):
        duty = roles.duty(writer.place, writer.year, labelled=labelled)
        if form.unbracketed or not form.says_deadline:
            duty = replace(duty, deadline=None)
        words = writer.words(heading=bool(heading) and n == 0)
        own = heading if n == 0 else ""
        paragraphs += form.paragraphs(duty, slot.printed if n == 0 else "", own, words.text)
        read.append(Task(slot.number, words, form.gold(duty), own, slot.section, slot.subsection))
    if duties == 2 and chooser.flag("duties:same-paragraph", 0.3):
        last = paragraphs.pop()
        paragraphs[-1] = replace(paragraphs[-1], text=paragraphs[-1].text + last.text)
    return paragraphs, read


def _table_plan(writer: _Writer) -> tuple[list[Block], list[Task]]:
    chooser = writer.chooser
    roles = Roles.draw(chooser)
    roles.changing = False
    tasks = []
    for _ in range(chooser.between(3, 10)):
        duty: Duty = roles.duty(writer.place, writer.year, labelled=True)
        tasks.append(Task(None, writer.words(), duty))
    grid, read = print_table(chooser, tasks, writer.year)
    blocks: list[Block] = []
    if chooser.flag("table:introduced", 0.3):
        blocks.append(Paragraph("为抓好工作落实，现将重点任务分解如下。"))
    return [*blocks, grid], read
