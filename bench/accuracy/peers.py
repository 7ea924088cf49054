"""Other programs on the same work: JioNLP on dates, jieba's part-of-speech tags on units.

Each gets the very stretch of text that a task was read from, is judged by the same annotations, and more kindly than
we are: of a date only the last day counts, of a recurrence only how often, of a unit only its name and not its role.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.accuracy.documents import ROOT
from bench.accuracy.scoring import Scored, paired
from dutygraph.graph.model import Document, Plan, Task
from dutygraph.ingest.review.anchor import task_area

WORKER = Path(__file__).with_name("jionlp_worker.py")
PEER_PYTHON = ROOT / ".venv-bench" / "bin" / "python"
Fact = tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """One reader on one document: what it was asked for, and how well it did."""

    document: str
    reader: str
    gold: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """The share of what it found that is right."""
        return self.right / self.found if self.found else float(not self.gold)

    @property
    def recall(self) -> float:
        """The share of what there is that it found."""
        return self.right / self.gold if self.gold else float(not self.found)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def compare(document: str, reader: str, pairs: Iterable[tuple[list[Fact], list[Fact]]]) -> Comparison:
    """Count, task by task, what a reader found of what there is."""
    gold = found = right = 0
    for want, got in pairs:
        gold, found = gold + len(want), found + len(got)
        right += (Counter(want) & Counter(got)).total()
    return Comparison(document, reader, gold, found, right)


# ------------------------------------------------------------------------------------------------------------ dates


def date_fact(date: dict[str, Any]) -> Fact | None:
    """A date as all readers are compared: its last day, how often, or within what time.

    What has no counterpart elsewhere (持续推进, 任期内) is left out for everybody.

    >>> date_fact({"kind": "period", "value": "2023-01-01/2023-12-31"})
    ('day', '2023-12-31')
    >>> date_fact({"kind": "recurrence", "value": "FREQ=YEARLY;INTERVAL=2;BYMONTH=1"})
    ('every', 'YEARLY', '2')
    """
    kind, value = date["kind"], date.get("value")
    if value is None:
        return None
    if kind in ("deadline", "period"):
        return "day", value.split("/")[-1]
    if kind == "recurrence":
        parts = dict(part.split("=", 1) for part in value.split(";"))
        return "every", parts["FREQ"], parts.get("INTERVAL", "1")
    return ("within", value) if kind == "duration" else None


def date_facts(dates: Iterable[dict[str, Any]]) -> list[Fact]:
    """The dates that all readers are compared on."""
    return [fact for fact in map(date_fact, dates) if fact is not None]


def jionlp_fact(found: dict[str, Any]) -> Fact | None:
    """What JioNLP says about a time, in the same terms; None for what says none of them (a span without an end).

    >>> jionlp_fact({"type": "time_span", "time": ["-inf", "2022-12-31 23:59:59"]})
    ('day', '2022-12-31')
    >>> jionlp_fact({"type": "time_period", "time": {"delta": {"month": 3}, "point": None}})
    ('every', 'MONTHLY', '3')
    >>> jionlp_fact({"type": "time_delta", "time": {"workday": 1.0}})
    ('within', 'P1D')
    """
    time = found["time"]
    if found["type"] in ("time_point", "time_span"):
        last = str(time[-1])
        return ("day", last[:10]) if re.match(r"\d{4}-\d\d-\d\d", last) else None
    delta = time.get("delta", {}) if found["type"] == "time_period" else time
    delta = delta[-1] if isinstance(delta, list) and delta else delta  # 3至5日: the longer one counts
    if not isinstance(delta, dict) or len(delta) != 1:
        return None
    ((unit, count),) = delta.items()
    count = count[-1] if isinstance(count, list) else count
    if count == "inf" or float(count) != int(count):
        return None
    if found["type"] == "time_period":
        names = {"year": "YEARLY", "month": "MONTHLY", "week": "WEEKLY", "day": "DAILY"}
        return ("every", names[unit], str(int(count))) if unit in names else None
    lengths = {"year": "P{}Y", "month": "P{}M", "week": "P{}W", "day": "P{}D", "workday": "P{}D", "hour": "PT{}H"}
    return ("within", lengths[unit].format(int(count))) if unit in lengths else None


def area_text(document: Document, task: Task) -> str:
    """The text that a task was read from, with its role lines and deadline, without line breaks."""
    start, end = task_area(document, task)
    return re.sub(r"\s+", "", document.text[start:end])


def deadline_text(document: Document, task: Task) -> str:
    """The words of a task's deadline field alone."""
    words = [as_deadline(d.surface) for d in task.dates if d.stated_in == "deadline_field"]
    spans = [f.span for f in document.findings if f.rule == "deadline_not_understood" and f.task == task.key and f.span]
    return "，".join([*words, *("".join(document.text[s.start : s.end].split()) for s in spans)])


def as_deadline(words: str) -> str:
    """What a bare month in a column of deadlines means; JioNLP refuses the month alone.

    >>> as_deadline("12月"), as_deadline("2026年12月")
    ('12月底前', '2026年12月')
    """
    return words + "底前" if re.fullmatch(r"\d{1,2}月", words) else words


def base_day(plan: Plan) -> list[int]:
    """The day to count from: that of issue, else the first of the year in the plan's title, else of 2024."""
    day = plan.issued_on
    if day is not None:
        return [day.year, day.month, day.day]
    year = re.search(r"20\d\d(?=年)", plan.title)
    return [int(year.group()) if year else 2024, 1, 1]


def ask_jionlp(questions: list[dict[str, Any]]) -> list[list[dict[str, Any]]] | None:
    """Return what JioNLP finds in each text, or None where its environment is not installed."""
    if not PEER_PYTHON.exists():
        return None
    asked = json.dumps(questions, ensure_ascii=False).encode("utf-8")
    ran = subprocess.run([PEER_PYTHON, WORKER], input=asked, capture_output=True, check=True)
    answers: list[list[dict[str, Any]]] = json.loads(ran.stdout)
    return answers


def compare_dates(scored: Scored, official: ModuleType) -> list[Comparison]:
    """Compare dates of one document: ours, JioNLP in the running text, JioNLP told the very words of each date."""
    document = scored.document
    assert document is not None
    by_key = {task.key: (task, base_day(plan)) for plan in document.plans for task in plan.tasks}
    wants, ours, texts, words = [], [], [], []
    for want, got in paired(scored, official):
        whole = "dates" in want
        if not whole and "deadline_dates" not in want:
            continue
        task, base = by_key[got["key"]]
        gold = want["dates"] if whole else want["deadline_dates"]
        read = [d for d in got["dates"] if whole or d["stated_in"] == "deadline_field"]
        wants.append(date_facts(gold))
        ours.append(date_facts(read))
        texts.append({"text": area_text(document, task) if whole else deadline_text(document, task), "base": base})
        told = [d for d in gold if date_fact(d) is not None and d.get("surface")]
        words.append([{"text": as_deadline(d["surface"]), "base": base, "whole": True} for d in told])
    if not any(wants):
        return []
    name = scored.annotated.name
    compared = [compare(name, "dutygraph", zip(wants, ours, strict=True))]
    answers = ask_jionlp([*texts, *(word for of_task in words for word in of_task)])
    if answers is None:
        return compared
    found = [[fact for fact in map(jionlp_fact, answer) if fact is not None] for answer in answers]
    compared.append(compare(name, "JioNLP extract_time", zip(wants, found[: len(texts)], strict=True)))
    rest = iter(found[len(texts) :])
    told_found = [[fact for _ in of_task for fact in next(rest)[:1]] for of_task in words]
    if any(words):
        compared.append(compare(name, "JioNLP parse_time, told where", zip(wants, told_found, strict=True)))
    return compared


# ------------------------------------------------------------------------------------------------------------ units

# Tags that can be part of a name: nouns of all kinds, abbreviations, attributives, verbal nouns, numbers.
_NOUNS = ("n", "j", "b", "vn", "m", "s", "f", "a", "v")
_STOPS = "、，,；;。：:（）()〔〕[]"


def organisations(text: str) -> list[str]:
    """The words that jieba tags as names of organisations (nt)."""
    return [word for word, flag in _tagged(text) if flag == "nt"]


def noun_runs(text: str) -> list[str]:
    """The longest runs of words between stops that jieba tags as something a name can be made of."""
    runs, run = [], ""
    for word, flag in (*_tagged(text), ("、", "x")):
        if word in _STOPS or not flag.startswith(_NOUNS):
            if run:
                runs.append(run)
            run = ""
        else:
            run += word
    return runs


def _tagged(text: str) -> Iterator[tuple[str, str]]:
    import logging

    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    for pair in jieba.posseg.cut(text):
        yield pair.word, pair.flag


def role_text(document: Document, task: Task) -> str:
    """The stretches where a task's units are printed, role by role, as our reading found them."""
    stretches = []
    for role in ("lead", "responsible", "supporting"):
        spans = [a.span for a in task.assignments if a.role == role]
        if spans:
            words = document.text[min(s.start for s in spans) : max(s.end for s in spans)]
            stretches.append(re.sub(r"\s+", "", words))
    return "。".join(stretches)


def compare_units(scored: Scored, official: ModuleType) -> list[Comparison]:
    """Compare the names of units of one document, whatever their role."""
    document = scored.document
    assert document is not None
    by_key = {task.key: task for task in document.tasks}
    wants: list[list[Fact]] = []
    ours: list[list[Fact]] = []
    texts: list[str] = []
    for want, got in paired(scored, official):
        named = [*want.get("lead", []), *want.get("responsible", [])]
        wants.append([(official.fold(unit),) for unit in named])
        read = [*got["lead"], *got["responsible"], *got["supporting"]]
        ours.append([(official.fold(unit["surface"]),) for unit in read])
        texts.append(role_text(document, by_key[got["key"]]))
    if not any(wants):
        return []
    name = scored.annotated.name
    readers: tuple[tuple[str, Callable[[str], list[str]]], ...] = (
        ("jieba posseg nt", organisations),
        ("jieba posseg noun runs", noun_runs),
    )
    compared = [compare(name, "dutygraph", zip(wants, ours, strict=True))]
    for reader, find in readers:
        found: list[list[Fact]] = [[(official.fold(name),) for name in find(text)] for text in texts]
        compared.append(compare(name, reader, zip(wants, found, strict=True)))
    return compared
