"""Decisions of a form on the findings of a document, as its review file (:mod:`dutygraph.ingest.review.review`)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import yaml

from dutygraph.graph.errors import InputError
from dutygraph.ingest.review.review import parse_review
from dutygraph.ingest.review.write import write_review

if TYPE_CHECKING:
    from dutygraph.graph.model import Document

DECISIONS = {"": "暂不决定", "accept": "确认（读得对，或确无内容）", "correct": "更正", "reject": "驳回（删去所读）"}
CORRECTIONS = {
    "lead": "牵头单位",
    "responsible": "责任单位",
    "supporting": "配合单位",
    "date": "时间要求",
    "target": "量化目标",
    "citation": "所引文件",
}
HINTS = "单位用、分开；日期如 2024-06-30；目标如 办结率 >= 95 %；文件如《办法》（青政发〔2024〕1号）"
# How a review file writes what the form has words for: decisions, roles and values.
_FORM_WORDS = {"accept": "确认", "correct": "更正", "reject": "驳回"} | CORRECTIONS | {"doc_number": "文号"}
_TARGET = re.compile(r"(.+?)\s*(>=|<=|=|≥|≤|不低于|不少于|不超过|达到)\s*(\d+(?:\.\d+)?)\s*(\S*)")
_SIGNS = {"≥": ">=", "不低于": ">=", "不少于": ">=", "≤": "<=", "不超过": "<=", "达到": "="}
_CITATION = re.compile(r"《(.+)》(?:[（(](.+号)[）)])?")
_WHERE = "表单"
# What an entry may lack.
_SHOWN = ("task", "number", "title", "line", "start", "before", "quote", "after", "decision", "value", "note")


def in_form_words(remedy: str) -> str:
    """Return what a rule says of a review file as people who fill in the form read it.

    >>> in_form_words("审核时填 correct 并在 value 写出 date；不是时间的填 accept。")
    '审核时选“更正”并写出时间要求；不是时间的选“确认”。'
    """
    remedy = re.sub(r"（[^（）]*\btask\b[^（）]*）", "", remedy).replace("在 value 写出", "写出")
    remedy = re.sub(r"填 (accept|correct|reject) ?", lambda m: f"选“{_FORM_WORDS[m[1]]}”", remedy)
    return re.sub(r" ?([a-z]+(?:_[a-z]+)*) ?", lambda m: _FORM_WORDS.get(m[1], m[0]), remedy)


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

    Raises InputError for a value that cannot be understood, naming its place.
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
            entry["value"] = read_value(form.get(f"kind-{n}", "date"), words)
        if note := form.get(f"note-{n}", "").strip():
            entry["note"] = note
    text = yaml.safe_dump(top, allow_unicode=True, sort_keys=False, width=10_000)
    parse_review(text, _WHERE)
    return text.encode("utf-8")


def read_value(kind: str, words: str) -> dict[str, Any]:
    """Return a value as the review file has it.

    >>> read_value("lead", "区司法局、区财政局")
    {'lead': ['区司法局', '区财政局']}
    >>> read_value("target", "办结率不低于95%")
    {'target': {'indicator': '办结率', 'comparator': '>=', 'value': 95.0, 'unit': '%'}}

    Raises InputError for words that are no value of the kind.
    """
    if kind in ("lead", "responsible", "supporting"):
        return {kind: [name for name in re.split(r"[、，,；;\s]+", words) if name]}
    if kind == "date":
        if words.startswith("FREQ="):
            return {"date": {"kind": "recurrence", "value": words}}
        try:
            return {"date": dt.date.fromisoformat(words)}
        except ValueError as error:
            raise InputError(f"“{words}”不是日期。请写作 2024-06-30；周期写作 FREQ=YEARLY。") from error
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
    raise InputError(f"“{words}”不是{CORRECTIONS.get(kind, kind)}的写法。{HINTS}。")


def value_words(value: Mapping[str, Any] | None) -> tuple[str, str]:
    """Return the kind and the words of a value, as :func:`read_value` reads them.

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
