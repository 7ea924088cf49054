"""Figures of the reader on generated plans: by form and format, and feature by feature."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from .choose import Chooser
from .compare import Score, compare, plain
from .formats import FORMATS
from .model import Document
from .not_yet import NOT_YET, waits
from .plans import FORMS, make_document
from .reading import read

FIELDS = (
    "tasks", "number", "section", "labels", "lead", "responsible", "supporting", "dates", "deadline_dates", "citations",
    "targets", "indicators", "header", "spans",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One printed document with what was read of it."""

    document: Document
    suffix: str
    data: bytes
    text: str
    score: Score
    features: frozenset[str]

    def report(self) -> str:
        """Return the seed, what was printed and the differences."""
        printed = self.text or self.data.decode("utf-8", "replace")
        lines = "\n".join(f"  - {d}" for d in self.score.differences)
        return f"seed {self.document.seed}{self.suffix}\n{printed}\n{lines}\nfeatures: {sorted(self.features)}"


def run(
    seed: int | str, suffix: str, *, without: Collection[str] = (), only: Collection[str] | None = None
) -> Case | None:
    """Print the document of a seed in a format, read and compare it; None where the format has no form for it."""
    document = make_document(seed, without=without, only=only, sheet=FORMATS[suffix].sheet)
    return run_document(document, suffix, Random(f"{seed}{suffix}"), without=without, only=only)


def run_document(
    document: Document,
    suffix: str,
    random: Random,
    *,
    without: Collection[str] = (),
    only: Collection[str] | None = None,
) -> Case | None:
    """The same for a document that is made already."""
    form = FORMATS[suffix]
    if not form.fits(document):
        return None
    chooser = Chooser(random, without=without, only=only)
    data = form.write(document, chooser)
    extraction, text = read(data, f"plan{suffix}")
    score = compare(document, extraction, text)
    if "error" in extraction:
        score.differences.insert(0, f"tasks: 读取失败：{extraction['error']}")
    return Case(document, suffix, data, text, score, document.features | chooser.used | {suffix})


def form_of(document: Document) -> str:
    """Return the form of a document: that of its plans, or mixed."""
    forms = {f.removeprefix("form:") for f in document.features if f.startswith("form:")}
    return forms.pop() if len(forms) == 1 else "mixed"


def table(plans: int, suffixes: Iterable[str], *, everything: bool) -> dict[tuple[str, str], Score]:
    """Return the figures by (form, format) over so many seeds."""
    found: dict[tuple[str, str], Score] = defaultdict(Score)
    without = frozenset() if everything else frozenset(NOT_YET)
    for suffix in suffixes:
        for seed in range(plans):
            case = run(seed, suffix, without=without)
            if case is not None and (everything or not waits(case.features)):
                found[form_of(case.document), suffix].join(case.score)
    return dict(found)


def print_table(found: Mapping[tuple[str, str], Score]) -> Iterator[str]:
    """Return the figures as lines."""
    yield f"{'':16}" + "".join(f"{f[:11]:>12}" for f in FIELDS)
    for (form, suffix), score in sorted(found.items()):
        cells = "".join(f"{score.f1(f):12.3f}" if any(score.counts.get(f, ())) else f"{'-':>12}" for f in FIELDS)
        yield f"{form + ' ' + suffix:16}{cells}"


@dataclass
class Failure:
    """What goes wrong with one feature: how often, in which fields, and the shortest example."""

    feature: str
    tried: int = 0
    failed: int = 0
    fields: dict[str, int] | None = None
    forms: dict[str, int] | None = None
    example: str = ""


def known_features(suffixes: Iterable[str], seeds: int = 400) -> list[str]:
    """Return every feature that appears in so many documents."""
    found: set[str] = set()
    for seed in range(seeds):
        document = make_document(seed)
        found |= document.features
        for suffix in suffixes:
            if FORMATS[suffix].fits(document):
                chooser = Chooser(Random(f"{seed}{suffix}"))
                FORMATS[suffix].write(document, chooser)
                found |= chooser.used
    return sorted(found)


def isolate(feature: str, suffixes: Iterable[str], seeds: int = 4) -> Failure:
    """Try one feature in plans that are plain otherwise, in every form."""
    failure = Failure(feature, fields=defaultdict(int), forms=defaultdict(int))
    assert failure.fields is not None
    assert failure.forms is not None
    for suffix in suffixes:
        for form in FORMS:
            for seed in range(seeds):
                case = _try(f"{feature}-{seed}", suffix, form, feature)
                if case is None:
                    continue
                failure.tried += 1
                if not case.score.differences:
                    continue
                failure.failed += 1
                failure.forms[f"{form}{suffix}"] += 1
                for difference in case.score.differences:
                    failure.fields[difference.split(":")[0]] += 1
                example = smallest(case)
                if not failure.example or len(example) < len(failure.example):
                    failure.example = example
    return failure


def _try(seed: str, suffix: str, form: str, feature: str) -> Case | None:
    only = {f"form:{form}", feature} if not feature.startswith("form:") else {feature}
    for roles in ((), ("roles:responsible",), ("roles:lead-supporting",), ("roles:all-three",), ("roles:lead",)):
        if feature.startswith("roles:") and roles:
            break
        case = run(seed, suffix, only=only | set(roles))
        if case is not None and feature in case.features:
            return case
    return None


def smallest(case: Case) -> str:
    """Return the first difference and the lines it is about."""
    difference = min(case.score.differences, key=len)
    name = re.search("“(.{4,}?)”", difference)
    lines = [line for line in case.text.splitlines() if line.strip()]
    at = next((i for i, line in enumerate(lines) if name and name.group(1)[:8] in plain(line)), None)
    context = " ⏎ ".join(lines[at : at + 3])[:260] if at is not None else ""
    return f"{difference}\n      {context}" if context else difference
