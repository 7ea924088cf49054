"""A strict comparison of an extraction with its gold, field by field, in the meaning of the annotation guide.

Texts are compared without white space and with full-width characters narrow. Tasks pair by the beginning of their
text. The figures are those of precision and recall; a difference is a sentence a person can read.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .model import Date, Document, Task

# Radicals of the CJK supplement that NFKC leaves as they are.
RADICALS = {"⻄": "西", "⻓": "长", "⻔": "门", "⻢": "马", "⻅": "见", "⻋": "车", "⻛": "风", "⻝": "食", "⺠": "民"}
_FOLD = str.maketrans(RADICALS)
_OPENING = 14
HEADER = ("title", "issuer", "issued_on", "document_number", "addressees")


def plain(value: object) -> str:
    """Return printed words as they are compared."""
    text = unicodedata.normalize("NFKC", "" if value is None else str(value)).translate(_FOLD)
    return "".join(text.split())


def _number(value: object) -> str:
    return plain(value).strip("().、")


def _rule(value: object) -> str:
    return ";".join(sorted(plain(value).split(";")))


def _date(kind: str, value: str | None, days: object) -> tuple[object, ...]:
    return (kind, _rule(value) if kind == "recurrence" else plain(value), bool(days))


def _target(comparator: str, value: float, unit: str, per: str | None) -> tuple[object, ...]:
    return (comparator, float(value), plain(unit), _rule(per))


Facts = list[tuple[Any, ...]]


def gold_facts(task: Task) -> dict[str, Facts]:
    """Return what must be read of a task, by field."""
    duty, words = task.duty, task.words
    dates = [*words.dates, *(duty.deadline.dates if duty.deadline is not None else ())]
    others = [p.label for p in duty.parts if p.role != "lead" and p.label]
    leads = [p.label for p in duty.parts if p.role == "lead" and p.label]
    return {
        "number": [(_number(task.number),)],
        "section": [(plain(task.section), plain(task.subsection))],
        "labels": [(plain(next(iter(leads), "")), plain(next(iter(others), "")))],
        "lead": [(plain(u),) for u in duty.units("lead")],
        "responsible": [(plain(u),) for u in (*duty.units("responsible"), *duty.units("supporting"))],
        "supporting": [(plain(u),) for u in duty.units("supporting")],
        "citations": [(plain(c.title), plain(c.doc_number), c.relation, plain(c.surface)) for c in words.citations],
        "dates": [_gold_date(d) for d in dates],
        "deadline_dates": [_gold_date(d)[:3] for d in dates if d.stated_in == "deadline_field"],
        "targets": [(*_target(t.comparator, t.value, t.unit, t.per), plain(t.surface)) for t in words.targets],
        "indicators": [(*_target(t.comparator, t.value, t.unit, t.per), plain(t.indicator)) for t in words.targets],
        "target_years": [(plain(t.surface), t.year) for t in words.targets],
    }


def _says_year(task: Task) -> bool:
    """Whether the gold knows the years of a task's targets: they say them, or the task says no time at all.

    The guide does not say how far a time that stands in another clause holds.
    """
    return all(t.year is not None for t in task.words.targets) or not task.words.dates


def _gold_date(d: Date) -> tuple[object, ...]:
    return (*_date(d.kind, d.value, d.business_days), plain(d.surface), plain(d.anchor))


def read_facts(task: Mapping[str, Any]) -> dict[str, Facts]:
    """Return the same of an extracted task."""
    dates = [
        (*_date(d["kind"], d["value"], d.get("business_days")), plain(d["surface"]), plain(d.get("anchor")))
        for d in task["dates"]
    ]
    targets = [(_target(t["comparator"], t["value"], t["unit"], t.get("per")), t) for t in task["targets"]]
    return {
        "number": [(_number(task["number"]),)],
        "section": [(plain(task["section"]), plain(task["subsection"]))],
        "labels": [(plain(task["lead_label"]), plain(task["responsible_label"]))],
        "lead": [(plain(u["surface"]),) for u in task["lead"]],
        "responsible": [(plain(u["surface"]),) for u in (*task["responsible"], *task["supporting"])],
        "supporting": [(plain(u["surface"]),) for u in task["supporting"]],
        "citations": [
            (plain(c["title"]), plain(c["doc_number"]), c["relation"], plain(c["surface"])) for c in task["citations"]
        ],
        "dates": dates,
        "deadline_dates": [
            d[:3] for d, t in zip(dates, task["dates"], strict=True) if t["stated_in"] == "deadline_field"
        ],
        "targets": [(*key, plain(t["surface"])) for key, t in targets],
        "indicators": [(*key, plain(t["indicator"])) for key, t in targets],
        "target_years": [(plain(t["surface"]), t.get("year")) for _, t in targets],
    }


@dataclass
class Score:
    """Counts of gold, read and right by field, and the differences as sentences."""

    counts: dict[str, list[int]] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)

    def add(self, name: str, want: int, got: int, right: int) -> None:
        """Count one comparison."""
        count = self.counts.setdefault(name, [0, 0, 0])
        for i, n in enumerate((want, got, right)):
            count[i] += n

    def join(self, other: Score) -> None:
        """Add the figures of another document."""
        for name, (want, got, right) in other.counts.items():
            self.add(name, want, got, right)
        self.differences += other.differences

    def f1(self, name: str) -> float:
        """Return the harmonic mean of precision and recall; 1 where there was nothing to read and nothing was."""
        want, got, right = self.counts.get(name, (0, 0, 0))
        return 2 * right / (want + got) if want + got else 1.0


def _same_indicator(a: tuple[Any, ...], b: tuple[Any, ...]) -> bool:
    if a[:-1] != b[:-1]:
        return False
    common = (Counter(a[-1]) & Counter(b[-1])).total()
    return bool(2 * common >= max(len(a[-1]), len(b[-1]), 1))


def _right(name: str, want: Facts, got: Facts) -> int:
    if name == "indicators":
        left, right = list(got), 0
        for w in want:
            match = next((g for g in left if _same_indicator(w, g)), None)
            if match is not None:
                left.remove(match)
                right += 1
        return right
    right = (Counter(want) & Counter(got)).total()
    ordered = name in ("lead", "responsible", "supporting")
    return right - 1 if ordered and want != got and right == len(want) == len(got) else right


def _pairs(gold: Iterable[Task], read: list[Mapping[str, Any]]) -> list[tuple[Task | None, Mapping[str, Any] | None]]:
    left = list(read)
    pairs: list[tuple[Task | None, Mapping[str, Any] | None]] = []
    for task in gold:
        opening = plain(task.text)[:_OPENING]
        match = next((t for t in left if plain(t["text"]).startswith(opening)), None)
        if match is not None:
            left.remove(match)
        pairs.append((task, match))
    return [*pairs, *((None, t) for t in left)]


def compare(document: Document, extraction: Mapping[str, Any], text: str) -> Score:
    """Compare everything that the gold states; and check that every span cuts out its surface."""
    score = Score()
    for task, got in _pairs(document.tasks, extraction["tasks"]):
        name = plain(task.text)[:_OPENING] if task is not None else plain((got or {}).get("text"))[:_OPENING]
        score.add("tasks", int(task is not None), int(got is not None), int(task is not None and got is not None))
        if task is None:
            score.differences.append(f"tasks: 多读出任务“{name}”")
        elif got is None:
            score.differences.append(f"tasks: 没有读出任务“{name}”")
        want = gold_facts(task) if task is not None else {}
        facts = read_facts(got) if got is not None else {}
        for f in want or facts:
            if task is not None and (f in task.unscored or (f == "section" and task.section is None)):
                continue
            if f in ("indicators", "target_years") and task is not None and "targets" in task.unscored:
                continue
            if f == "target_years" and task is not None and not _says_year(task):
                continue
            if task is None and f == "section":
                continue
            w, g = want.get(f, []), facts.get(f, [])
            right = _right(f, w, g)
            score.add(f, len(w), len(g), right)
            if not right == len(w) == len(g) and task is not None and got is not None:
                score.differences.append(f"{f}: “{name}” 应为 {_show(w)} 读出 {_show(g)}")
    _header(document, extraction["document"], score)
    _spans(extraction["tasks"], text, score)
    return score


def _show(facts: Facts) -> str:
    return "；".join("|".join("" if v is None else str(v) for v in fact) for fact in facts) or "无"


def _header(document: Document, read: Mapping[str, Any], score: Score) -> None:
    for name in HEADER:
        if name in document.header.unscored:
            continue
        want, got = plain(getattr(document.header, name)), plain(read.get(name))
        score.add("header", int(bool(want)), int(bool(got)), int(bool(want) and want == got))
        if want != got:
            score.differences.append(f"header: {name} 应为 {want or '无'} 读出 {got or '无'}")


def _spans(tasks: list[Mapping[str, Any]], text: str, score: Score) -> None:
    for task in tasks:
        for f in ("lead", "responsible", "supporting", "citations", "dates", "targets"):
            for fact in task[f]:
                cut, want = plain(text[fact["start"] : fact["end"]]), plain(fact["surface"])
                right = cut in (want, want.removeprefix("各")) or any(
                    _furnished(cut, w) for w in (want, want.removeprefix("各"))
                )
                score.add("spans", 1, 1, int(right))
                if not right:
                    score.differences.append(f"spans: {f} {want} 截出 {cut[:60]}")


def _furnished(cut: str, want: str) -> bool:
    """Whether the cut is the surface with page furniture somewhere in it: nothing of the surface is missing."""
    if not want or len(cut) > len(want) + 40 or cut[:1] != want[:1] or cut[-1:] != want[-1:]:
        return False
    left = iter(cut)
    return all(char in left for char in want)
