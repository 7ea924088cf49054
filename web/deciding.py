"""Decisions of a form on the findings of a document, as its review file (:mod:`dutygraph.ingest.review.review`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import yaml

from dutygraph.graph.errors import InputError
from dutygraph.graph.model import ROLES
from dutygraph.ingest.review.corrections import FACTS, read_value
from dutygraph.ingest.review.review import parse_review
from dutygraph.ingest.review.write import write_review
from dutygraph.ingest.review.yaml_nodes import BadReview, read_yaml
from dutygraph.queries.values import day_of

if TYPE_CHECKING:
    from dutygraph.graph.model import Document

DECISIONS = {"": "暂不决定", "accept": "确认（读得对，或确无内容）", "correct": "更正", "reject": "驳回（删去所读）"}
CORRECTIONS: dict[str, str] = {kind: words for kind, words in FACTS.items() if kind != "task"}
HINTS = (
    "单位用、分开；日期如 2024-06-30，周期如 FREQ=YEARLY；目标如 办结率 >= 95 %；文件如《办法》（青政发〔2024〕1号）"
)
_TARGET = re.compile(r"(.+?)\s*(>=|<=|=|≥|≤|不低于|不少于|不超过|达到)\s*(\d+(?:\.\d+)?)\s*(\S*)")
_SIGNS = {"≥": ">=", "不低于": ">=", "不少于": ">=", "≤": "<=", "不超过": "<=", "达到": "="}
_CITATION = re.compile(r"《(.+)》(?:[（(](.+号)[）)])?")
_WHERE = "表单"
# What an entry may lack.
_SHOWN = ("task", "number", "title", "line", "start", "before", "quote", "after", "decision", "value", "note")


def review_text(plain: Document, review: bytes | None, *, facts: bool = False) -> str:
    """Return the review file of a document as it was read, with the decisions made so far."""
    former = parse_review(review.decode("utf-8-sig"), _WHERE) if review else None
    return write_review(plain, facts=facts, former=former)


def entries(plain: Document, review: bytes | None) -> list[dict[str, Any]]:
    """Return what there is to decide: an entry of the review file for each finding."""
    absent = dict.fromkeys(_SHOWN)
    return [{**absent, **entry} for entry in yaml.safe_load(review_text(plain, review)).get("findings") or []]


def decided(plain: Document, review: bytes | None, form: Mapping[str, str]) -> bytes:
    """Return the review file with the decisions of a form: ``decision-0``, ``kind-0``, ``value-0``, ``note-0`` …

    Raises InputError for a value that cannot be understood, naming its place among those to decide.
    """
    top = yaml.safe_load(review_text(plain, review))
    for n, entry in enumerate(top.get("findings") or []):
        decision = form.get(f"decision-{n}", "")
        if decision not in DECISIONS:
            raise InputError(f"第 {n + 1} 处的决定“{decision}”不认识。请在页面上选择。")
        entry["decision"] = decision or None
        entry.pop("value", None)
        if decision == "correct":
            words = form.get(f"value-{n}", "").strip()
            if not words:
                raise InputError(f"第 {n + 1} 处选择了更正，但没有写出正确的内容。请填写，或改选确认、驳回。")
            entry["value"] = _value(n + 1, form.get(f"kind-{n}", "date"), words)
        if note := form.get(f"note-{n}", "").strip():
            entry["note"] = note
    text = yaml.safe_dump(top, allow_unicode=True, sort_keys=False, width=10_000)
    parse_review(text, _WHERE)
    return text.encode("utf-8")


def on_form(error: BadReview) -> str:
    """Return what a mistake in the review file of a form is to people who have filled in the form."""
    return f"第 {error.item} 处：{error.got}。{error.form_remedy}。"


def _value(place: int, kind: str, words: str) -> dict[str, Any]:
    """Return the value that the words of one place give, if a review file may hold it."""
    value = value_of(kind, words)
    with suppress(BadReview):  # which speaks of the file that nobody has seen
        if value is not None and read_value(read_yaml(yaml.safe_dump(value), _WHERE), None):
            return value
    raise InputError(f"第 {place} 处：“{words}”不是{CORRECTIONS.get(kind, kind)}的写法。{HINTS}。")


def value_of(kind: str, words: str) -> dict[str, Any] | None:
    """Return what words of the form say as a review file has it, None where they are no value of the kind.

    >>> value_of("lead", "区司法局、区财政局")
    {'lead': ['区司法局', '区财政局']}
    >>> value_of("target", "办结率不低于95%")
    {'target': {'indicator': '办结率', 'comparator': '>=', 'value': 95.0, 'unit': '%'}}
    """
    if kind in ROLES:
        names = [name for name in re.split(r"[、，,；;\s]+", words) if name]
        return {kind: list(dict.fromkeys(names))} if names else None
    if kind == "date":
        if words.startswith("FREQ="):
            return {"date": {"kind": "recurrence", "value": words}}
        day = day_of(words)
        return None if day is None else {"date": day}
    if kind == "target" and (found := _TARGET.fullmatch(words)):
        indicator, sign, value, unit = found.groups()
        return {
            "target": {
                "indicator": indicator,
                "comparator": _SIGNS.get(sign, sign),
                "value": float(value),
                "unit": unit.replace("％", "%"),
            }
        }
    if kind == "citation" and (found := _CITATION.fullmatch(words)):
        number = {"doc_number": found[2]} if found[2] else {}
        return {"citation": {"title": found[1], **number, "relation": "cites"}}
    return None


def value_words(value: Mapping[str, Any] | None) -> tuple[str, str]:
    """Return the kind and the words of a value, as :func:`value_of` reads them.

    >>> value_words({"lead": ["区司法局", "区财政局"]})
    ('lead', '区司法局、区财政局')
    """
    if not value:
        return "date", ""
    kind, given = next(iter(value.items()))
    if isinstance(given, list):
        return kind, "、".join(map(str, given))
    if kind == "target" and isinstance(given, Mapping):
        return kind, " ".join(str(given.get(name, "")) for name in ("indicator", "comparator", "value", "unit")).strip()
    if kind == "citation" and isinstance(given, Mapping):
        number = f"（{given['doc_number']}）" if given.get("doc_number") else ""
        return kind, f"《{given.get('title', '')}》{number}"
    if isinstance(given, Mapping):
        return kind, str(given.get("value", ""))
    return kind, str(given)
