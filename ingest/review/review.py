"""A review file: what a person decided on the findings and facts of one document, and how many it should have.

::

    document: {title: …, text_sha256: …}
    expect:
      tasks: {min: 80, max: 90}
    findings:
    - {rule: deadline_not_understood, task: …, title: …, line: 57, start: 912, end: 914,
       before: 完成时限：, quote: 尽快, after: '', message: …, decision: correct, value: {date: 2024-06-30}}
    facts:
    - {fact: lead, task: …, quote: 区司法局、区财政局, read: …, decision: reject}

A decision is ``accept``, ``correct`` (with ``value``) or ``reject``; an entry without one changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dutygraph.graph.errors import InputError
from dutygraph.ingest.findings.rules import RULES
from dutygraph.ingest.formats.text import decode
from dutygraph.ingest.review.anchor import Anchor
from dutygraph.ingest.review.corrections import FACTS, FactKind, Value, read_value
from dutygraph.ingest.review.expectations import Bound, read_bounds
from dutygraph.ingest.review.yaml_nodes import Node, read_yaml

Decision = Literal["accept", "correct", "reject"]
DECISIONS: tuple[Decision, ...] = ("accept", "correct", "reject")
SUFFIX = ".review.yaml"

_TOP = ("document", "expect", "findings", "facts")
_DOCUMENT = ("title", "text_sha256")
_PLACE = ("task", "number", "title", "line", "start", "end", "before", "quote", "after")
_DECIDED = ("decision", "value", "note")
_FINDING = ("rule", *_PLACE, "message", *_DECIDED)
_FACT = ("fact", *_PLACE, "read", *_DECIDED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding (``rule`` and ``message``) or fact (``fact`` and what was ``read``), and what was decided on it."""

    anchor: Anchor
    rule: str | None = None
    message: str | None = None
    fact: FactKind | None = None
    read: str | None = None
    decision: Decision | None = None
    value: Value = field(default_factory=Value)
    note: str | None = None
    given: Node | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        """What people call the thing decided on."""
        if self.rule is not None:
            return RULES[self.rule].title if self.rule in RULES else self.rule
        return FACTS[self.fact] if self.fact is not None else ""


@dataclass(frozen=True, slots=True)
class Review:
    """What a review file holds; ``text_sha256`` is of the text that its offsets count in."""

    path: str
    text_sha256: str | None = None
    bounds: Mapping[str, Bound] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()


def review_path(document: Path) -> Path:
    """Return where the review file of a document is looked for: 方案.review.yaml beside 方案.docx.

    >>> review_path(Path("方案.docx")).name
    '方案.review.yaml'
    """
    return document.with_name(document.stem + SUFFIX)


def read_review(path: Path) -> Review:
    """Read a review file. Raises :class:`InputError` naming the line, what is wrong there and what to do."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}：审核文件无法打开（{error.strerror}）。请检查路径和权限。") from error
    return parse_review(decode(data, str(path)), str(path))


def parse_review(text: str, where: str) -> Review:
    """Return the review that a YAML text holds; ``where`` names it in messages."""
    top = read_yaml(text, where).fields(_TOP)
    document = top["document"].fields(_DOCUMENT) if "document" in top else {}
    digest = document["text_sha256"].text() if "text_sha256" in document else None
    findings = [_entry(item, _FINDING) for item in top["findings"].items()] if "findings" in top else []
    facts = [_entry(item, _FACT) for item in top["facts"].items()] if "facts" in top else []
    return Review(where, digest, read_bounds(top["expect"]) if "expect" in top else {}, (*findings, *facts))


def _entry(item: Node, known: tuple[str, ...]) -> Entry:
    given = item.fields(known)
    texts = {
        name: given[name].text() if name in given else None
        for name in ("rule", "message", "read", "note", "task", "title", "before", "quote", "after")
        if name in known
    }
    # Left blank, these say that nothing stands there; left out, that anything may.
    around = {name: texts[name] or "" if name in given else None for name in ("before", "after")}
    numbers = {name: given[name].integer() if name in given else None for name in ("line", "start", "end")}
    rule = texts.get("rule")
    fact = next((kind for kind in FACTS if "fact" in given and given["fact"].choice(*FACTS) == kind), None)
    if rule is None and fact is None:
        item.fail(f"缺少 {known[0]}", "请保留 dutygraph review 写出的各项")
    if not texts["quote"] and (fact is not None or numbers["start"] is not None):
        item.fail("缺少 quote", "请照原文写出所指的文字")
    anchor = Anchor(
        "".join((texts["quote"] or "").split()),
        around["before"],
        around["after"],
        numbers["start"],
        numbers["end"],
        texts["task"],
        texts["title"],
    )
    decision = next((d for d in DECISIONS if "decision" in given and given["decision"].choice(*DECISIONS) == d), None)
    value = read_value(given["value"], fact) if "value" in given else Value()
    if decision == "correct" and not value:
        given["decision"].fail("更正没有写出正确的值", "请在 value 写出；不用更正的填 accept 或 reject")
    if decision == "correct" and fact == "task":
        given["decision"].fail("任务只能确认或驳回", "请改填 accept 或 reject，或更正任务中的各项")
    if decision != "correct" and value:
        given["value"].fail("写了 value，但 decision 不是 correct", "请填 decision: correct，或删去 value")
    return Entry(
        anchor,
        rule,
        texts.get("message"),
        fact,
        texts.get("read"),
        decision,
        value,
        texts["note"],
        item,
    )
