"""A comparison with a gold file, for clones that lack the official scorer: strict, and it shares no code with it.

Everything that the gold states must be read, and nothing else; texts are compared without white space and with
full-width characters made narrow.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

UNITS = ("lead", "responsible", "supporting")
HEADER = ("title", "issuer", "issued_on", "document_number", "addressees")


def plain(value: object) -> str:
    """A printed value as it is compared."""
    return "".join(unicodedata.normalize("NFKC", "" if value is None else str(value)).split())


def amount(value: float) -> str:
    """A number as it is compared: 95 and 95.0 are one."""
    return f"{value:g}"


def gold_facts(task: Mapping[str, Any]) -> dict[str, list[tuple[str, ...]]]:
    """What the annotation says of a task, by field; in printed order where that counts."""
    supporting = [plain(name) for name in task["supporting"]]
    return {
        "number": [(plain(task["number"]),)],
        "headings": [(plain(task["section"]), plain(task["subsection"]))],
        "labels": [(plain(task["lead_label"]), plain(task["responsible_label"]))],
        "lead": [(plain(name),) for name in task["lead"]],
        "responsible": [(plain(name),) for name in task["responsible"] if plain(name) not in supporting],
        "supporting": [(name,) for name in supporting],
        "citations": [
            (c["relation"], plain(c["title"]), plain(c["doc_number"]), plain(c["surface"])) for c in task["citations"]
        ],
        "dates": [
            (
                d["kind"],
                plain(d["value"]),
                plain(d["surface"]),
                plain(d.get("anchor")),
                str(d.get("business_days", False)),
            )
            for d in task["dates"]
        ],
        "targets": [
            (
                plain(t["indicator"]),
                t["comparator"],
                amount(t["value"]),
                plain(t["unit"]),
                plain(t["surface"]),
                plain(t.get("per")),
            )
            for t in task["targets"]
        ],
    }


def read_facts(task: Mapping[str, Any]) -> dict[str, list[tuple[str, ...]]]:
    """The same of an extracted task."""
    named = {role: [plain(unit["surface"]) for unit in task[role]] for role in UNITS}
    return gold_facts({**task, **named, "responsible": [*named["responsible"], *named["supporting"]]})


def differences(gold: list[dict[str, Any]], extracted: Mapping[str, Any]) -> list[str]:
    """One line for every field in which a task differs; tasks pair in order."""
    found = (
        [f"{len(gold)} tasks in gold, {len(extracted['tasks'])} read"] if len(gold) != len(extracted["tasks"]) else []
    )
    for want, got in zip(gold, extracted["tasks"], strict=False):
        expected, read = gold_facts(want), read_facts(got)
        found += [
            f"{want['number']} {field}: {expected[field]} != {read[field]}"
            for field in expected
            if expected[field] != read[field]
        ]
    return found


def header_differences(header: Mapping[str, Any], extracted: Mapping[str, Any]) -> list[str]:
    """One line for every header field that differs."""
    document = extracted["document"]
    pairs = {field: (plain(header[field]), plain(document[field])) for field in HEADER}
    return [f"{field}: {want} != {got}" for field, (want, got) in pairs.items() if want != got]


def span_differences(extracted: Mapping[str, Any], text: str) -> list[str]:
    """One line for every fact whose span does not cut out its surface, line breaks and leftovers aside."""
    found = []
    for task in extracted["tasks"]:
        for field in (*UNITS, "citations", "dates", "targets"):
            for fact in task[field]:
                cut, want = plain(text[fact["start"] : fact["end"]]), plain(fact["surface"])
                if cut not in (want, want.removeprefix("各")):
                    found.append(f"{task['number']} {field}: {want} != {cut}")
    return found
