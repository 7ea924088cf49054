"""Writes a review file: every finding of a document, and on request every fact, with a decision to fill in.

What was decided in a former file is kept: beside its finding or fact, or, where the text under it has changed, at
the end, so that no decision is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import yaml

from dutygraph.graph.model import Document, Finding, Span, Task
from dutygraph.ingest.findings.coverage import line_of
from dutygraph.ingest.findings.rules import RULES
from dutygraph.ingest.review.anchor import Anchor, AnchoredText
from dutygraph.ingest.review.corrections import FACTS, FactKind, Value, overlap
from dutygraph.ingest.review.expectations import COUNTED, Bound
from dutygraph.ingest.review.facts import Fact, listed_facts
from dutygraph.ingest.review.review import Entry, Review

_HEAD = """\
# 审核文件。在 decision 后填写：
#   accept   读得对，或确实没有可读的内容
#   correct  读得不对，把正确的写在 value 里
#   reject   读得不对，删去
# 不填的不作决定。value 的写法（待核事项写 名称: 值，facts 中直接写值）：
#   lead、responsible、supporting  该角色的全部单位：[区司法局, 区财政局]
#   date      2024-12-31（截止日），或 {kind: recurrence, value: FREQ=YEARLY}
#   target    {indicator: 持证率, comparator: '>=', value: 95, unit: '%'}，只写要改的
#   citation  {title: …, doc_number: …, relation: cites 或 drafts}，只写要改的
# 其余各项用来在原文中找到这一处，请勿改动；note 可写备注。原文改动后，未受影响的决定继续有效，受影响的会提示。
"""
_TITLE_OF_TASK = 40  # characters of a task's text that stand for it


class _Dumper(yaml.SafeDumper):
    """Leaves what is not given blank, to be filled in."""


_Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))


def write_review(document: Document, *, facts: bool = False, former: Review | None = None) -> str:
    """Return the YAML of a review of a document as it was read, without decisions or with those of a former file."""
    writer = _Writer(document, former)
    placed = sorted(document.findings, key=lambda f: (f.span.start if f.span else -1, f.rule))
    findings = [writer.finding(f) for f in placed if f.status == "open"]
    listed = list(_listed(document)) if facts else []
    kept = [writer.fact(task, fact) for task, fact in listed]
    others = writer.rest()
    head = {"document": {"title": document.title, "text_sha256": document.source.text_sha256}}
    return "".join(
        [
            _HEAD,
            _dump(head),
            _expect(document, former),
            _section("findings", [*findings, *(e for e in others if "rule" in e)]),
            _section("facts", [*kept, *(e for e in others if "fact" in e)]),
        ]
    )


def _listed(document: Document) -> Iterator[tuple[Task, Fact]]:
    for task in document.tasks:
        end = min(task.span.end, task.span.start + _TITLE_OF_TASK)
        yield task, Fact("task", Span(task.span.start, end, task.span.page), task.title)
        for fact in listed_facts(task):
            yield task, fact


class _Writer:
    """Makes entries, and gives each the decision that a former file holds for its place."""

    def __init__(self, document: Document, former: Review | None) -> None:
        self._document, self._text = document, AnchoredText(document)
        self._tasks = {t.key: t for p in document.plans for t in (*p.tasks, *p.unassigned)}
        same = former is not None and former.text_sha256 == document.source.text_sha256
        decided = [e for e in former.entries if e.decision is not None or e.note] if former is not None else []
        self._left: list[tuple[Entry, Span | None, Task | None]] = []
        self._gone: list[Entry] = []
        for entry in decided:
            span = self._text.find(entry.anchor, same_text=same) if entry.anchor.quote else None
            task = self._text.task(entry.anchor, same_text=same)
            if entry.anchor.quote and (span is None or (entry.anchor.task is not None and task is None)):
                self._gone.append(entry)
            else:
                self._left.append((entry, span, task))

    def finding(self, finding: Finding) -> dict[str, Any]:
        task = self._tasks.get(finding.task) if finding.task is not None else None
        anchor = self._text.make(finding.span, task) if finding.span is not None else Anchor("")

        def same(entry: Entry, span: Span | None) -> bool:
            if entry.rule != finding.rule:
                return False
            if span is None or finding.span is None:
                return span is finding.span and entry.message == finding.message
            return overlap(span, finding.span)

        former, home = self._take(same)
        if task is None and home is not None:  # a person said which task it belongs to
            task = home
        place = _place(self._document, anchor, task)
        return {"rule": finding.rule, **place, "message": finding.message, **_decided(former)}

    def fact(self, task: Task, fact: Fact) -> dict[str, Any]:
        def same(entry: Entry, span: Span | None) -> bool:
            return entry.fact == fact.kind and span is not None and overlap(span, fact.span)

        former, _ = self._take(same)
        place = _place(self._document, self._text.make(fact.span, task), task)
        return {"fact": fact.kind, **place, "read": fact.read, **_decided(former)}

    def rest(self) -> list[dict[str, Any]]:
        """Return the decided entries that were not asked for, at their present place, and those whose text is gone.

        The latter keep their words and lose their offsets, so that they are reported until a person takes them out.
        """
        others = []
        for entry, span, task in self._left:
            anchor = self._text.make(span, task) if span is not None else entry.anchor
            others.append({**_name(entry), **_place(self._document, anchor, task), **_said(entry), **_decided(entry)})
        for entry in self._gone:
            anchor = replace(entry.anchor, start=None, end=None)
            others.append({**_name(entry), **_place(None, anchor, None), **_said(entry), **_decided(entry)})
        return others

    def _take(self, same: Any) -> tuple[Entry | None, Task | None]:
        for i, (entry, span, task) in enumerate(self._left):
            if same(entry, span):
                del self._left[i]
                return entry, task
        return None, None


def _name(entry: Entry) -> dict[str, Any]:
    return {"rule": entry.rule} if entry.rule is not None else {"fact": entry.fact}


def _said(entry: Entry) -> dict[str, Any]:
    return {"message": entry.message} if entry.rule is not None else {"read": entry.read}


def _place(document: Document | None, anchor: Anchor, task: Task | None) -> dict[str, Any]:
    """What finds the place again; without a document, as it was."""
    place: dict[str, Any] = {}
    key, title = (task.key, task.title) if task is not None else (anchor.task, anchor.title)
    if key is not None or (document is not None and anchor.quote):
        place["task"] = key
    if task is not None and task.number is not None:
        place["number"] = task.number
    if title is not None:
        place["title"] = title
    if not anchor.quote:
        return place
    if document is not None and anchor.start is not None:
        place["line"] = line_of(document.text, anchor.start)
    if anchor.start is not None:
        place |= {"start": anchor.start, "end": anchor.end}
    around = {"before": anchor.before, "quote": anchor.quote, "after": anchor.after}
    return place | {name: words for name, words in around.items() if words is not None}


def _decided(entry: Entry | None) -> dict[str, Any]:
    decided: dict[str, Any] = {"decision": entry.decision if entry is not None else None}
    if entry is not None and entry.value:
        decided["value"] = value_to_yaml(entry.value, entry.fact)
    if entry is not None and entry.note:
        decided["note"] = entry.note
    return decided


def value_to_yaml(value: Value, fact: FactKind | None) -> Any:
    """Return a value as it stands in the file: bare for a fact, by kind for a finding."""
    kinds: dict[str, Any] = {role: list(names) for role, names in value.roles.items()}
    for name, values in (("date", value.dates), ("target", value.targets), ("citation", value.citations)):
        made = [
            {slot: getattr(each, slot) for slot in each.__slots__ if getattr(each, slot) is not None} for each in values
        ]
        if made:
            kinds[name] = made[0] if len(made) == 1 else made
    return kinds[fact] if fact is not None else kinds


def _dump(value: Any) -> str:
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=10_000)


def _section(name: str, entries: Iterable[dict[str, Any]]) -> str:
    parts = [part for entry in entries for part in (_remark(entry), _dump([entry]))]
    return f"{name}:\n{''.join(parts)}" if parts else ""


def _remark(entry: dict[str, Any]) -> str:
    if entry.get("quote") and "start" not in entry:
        return "# 原文已改动或找不到，这条决定不再执行；请对新的原文重新决定，然后删去这一条\n"
    rule = RULES.get(entry.get("rule", ""))
    if rule is not None:
        return f"# {rule.title}。{rule.remedy}\n"
    fact: FactKind | None = entry.get("fact")
    return f"# {FACTS[fact]}\n" if fact is not None else ""


def _expect(document: Document, former: Review | None) -> str:
    bounds = former.bounds if former is not None else {}
    if bounds:
        return _dump({"expect": {name: _bound(bound) for name, bound in bounds.items()}})
    tasks = COUNTED["tasks"][1](document)
    return (
        "# 数量要求（可选，去掉 # 生效）：少于 min 不导入，多于 max 提示。\n"
        f"# expect:\n#   tasks: {{min: {tasks}, max: {tasks}}}\n"
    )


def _bound(bound: Bound) -> dict[str, int]:
    limits = {"min": bound.least, "max": bound.most}
    return {name: limit for name, limit in limits.items() if limit is not None}
