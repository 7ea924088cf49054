"""The JSON object of an extraction: its form is a contract that other programs rely on."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from texts import extract

from dutygraph.ingest.extract import extract_document
from dutygraph.ingest.report import document_to_json

EXAMPLES = Path(__file__).parents[1] / "examples"
FILES = [EXAMPLES / "qinghe-2024.txt", EXAMPLES / "qinghe-2024.docx"]
FACTS = ("lead", "responsible", "supporting", "citations", "dates", "targets")


def record(**properties: Any) -> dict[str, Any]:
    """An object with these properties and no other."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def optional(schema: dict[str, Any], **properties: Any) -> dict[str, Any]:
    """The same object, which may have these too."""
    return {**schema, "properties": {**schema["properties"], **properties}}


def one_of(*values: str | None) -> dict[str, Any]:
    return {"enum": list(values)}


TEXT, MAYBE_TEXT, TRUTH = (
    {"type": "string", "minLength": 1},
    {"type": ["string", "null"], "minLength": 1},
    {"type": "boolean"},
)
COUNT, KEY, HASH = (
    {"type": "integer", "minimum": 0},
    {"type": "string", "pattern": "^[0-9a-f]{16}$"},
    {"pattern": "^[0-9a-f]{64}$"},
)
DAY = {"pattern": r"^\d{4}-\d\d-\d\d$"}
AT = {"start": COUNT, "end": COUNT}
UNIT = record(surface=TEXT, name=TEXT, key=KEY, label=MAYBE_TEXT, principal=TRUTH, **AT)
CITATION = record(
    surface=TEXT,
    title=TEXT,
    doc_number={"anyOf": [{"type": "null"}, {"pattern": r"^.+〔\d{4}〕\d+号$"}]},
    relation=one_of("cites", "drafts"),
    article=MAYBE_TEXT,
    key=KEY,
    **AT,
)
DATE = optional(
    record(
        surface=TEXT,
        kind=one_of("deadline", "period", "recurrence", "duration", "ongoing"),
        value=MAYBE_TEXT,
        precision=one_of("year", "half", "quarter", "month", "xun", "day", None),
        stated_in=one_of("text", "deadline_field"),
        **AT,
    ),
    anchor=MAYBE_TEXT,
    business_days={"const": True},
)
RRULE = {"pattern": r"^FREQ=(YEARLY|MONTHLY|WEEKLY|DAILY)(;INTERVAL=\d+)?(;BYMONTH=[\d,]+)?(;BYMONTHDAY=[-\d,]+)?$"}
VALUES = {
    "deadline": DAY,
    "period": {"pattern": r"^\d{4}-\d\d-\d\d/(\d{4}-\d\d-\d\d|\.\.)$"},
    "recurrence": RRULE,
    "duration": {"anyOf": [{"type": "null"}, {"pattern": r"^P(\d+[YMWD]|T\d+[HM])$"}]},
    "ongoing": {"type": "null"},
}
DATE["allOf"] = [
    {"if": {"properties": {"kind": {"const": kind}}}, "then": {"properties": {"value": value}}}
    for kind, value in VALUES.items()
] + [{"if": {"properties": {"kind": {"const": "duration"}}}, "then": {"required": ["anchor"]}}]
TARGET = optional(
    record(surface=TEXT, indicator=TEXT, comparator=one_of(">=", "<=", "="), value={"type": "number"}, unit=TEXT, **AT),
    per=RRULE,
    year={"type": "integer", "minimum": 1900, "maximum": 2200},
)
TASK = record(
    number=MAYBE_TEXT,
    plan=TEXT,
    key={"pattern": "^[0-9a-f]{16}-[0-9a-f]{16}$"},
    section=MAYBE_TEXT,
    subsection=MAYBE_TEXT,
    title={"type": "string", "minLength": 1, "maxLength": 40},
    text=TEXT,
    lead_label=MAYBE_TEXT,
    responsible_label=MAYBE_TEXT,
    **{field: {"type": "array", "items": UNIT} for field in FACTS[:3]},
    citations={"type": "array", "items": CITATION},
    dates={"type": "array", "items": DATE},
    targets={"type": "array", "items": TARGET},
    **AT,
)
FINDING = record(
    rule={"pattern": "^[a-z_]+$"},
    message=TEXT,
    status=one_of("open", "accepted", "corrected", "rejected"),
    task=MAYBE_TEXT,
    start={"type": ["integer", "null"]},
    end={"type": ["integer", "null"]},
)
LEVELS = one_of("nation", "province", "prefecture", "county", "township")
CONTRACT = record(
    document=record(
        title=MAYBE_TEXT,
        issuer=MAYBE_TEXT,
        issued_on={"anyOf": [{"type": "null"}, DAY]},
        document_number=MAYBE_TEXT,
        addressees=MAYBE_TEXT,
        jurisdiction={"anyOf": [{"type": "null"}, record(code=MAYBE_TEXT, name=TEXT, level=LEVELS)]},
        source=record(path=TEXT, sha256=HASH, text_sha256=HASH),
    ),
    tasks={"type": "array", "minItems": 1, "items": TASK},
    findings={"type": "array", "items": FINDING},
    coverage=record(characters=COUNT, in_facts=COUNT, in_prose=COUNT, not_understood=COUNT),
)
ODD = (
    "法治建设任务分解方案\n推进改革，6月底前完成，任期内每年培训1,200.5小时以上，5个工作日内答复。（区司法局、各镇等单位负责）\n"
    "（2）加强宣传。\n责任单位：区教育局、张三\n责任人：李四\n完成时限：尽快\n（5）制定《办法》（区政发〔2020〕1号）第三条。\n"
    "牵头单位：区财政局\n完成时限：持续推进\n（6）抓好落实。\n"
)


def tight(text: str) -> str:
    return re.sub(r"\s|\[bookmark: _GoBack\]", "", text)


@pytest.fixture(params=[*FILES, None], ids=["txt", "docx", "odd"])
def extracted(request: pytest.FixtureRequest) -> tuple[dict[str, Any], str]:
    """The object, through JSON, and the document's text."""
    document = extract(ODD) if request.param is None else extract_document(request.param)
    return json.loads(json.dumps(document_to_json(document))), document.text


def test_the_object_is_that_of_the_contract(extracted: tuple[dict[str, Any], str]) -> None:
    Draft202012Validator.check_schema(CONTRACT)
    errors = [f"{list(e.absolute_path)}: {e.message}" for e in Draft202012Validator(CONTRACT).iter_errors(extracted[0])]
    assert errors == []


def test_every_span_cuts_out_its_surface(extracted: tuple[dict[str, Any], str]) -> None:
    read, text = extracted
    count = 0
    for task in read["tasks"]:
        words = tight(text[task["start"] : task["end"]])
        assert words.endswith(tight(task["text"]))
        for field in FACTS:
            for fact in task[field]:
                cut = tight(text[fact["start"] : fact["end"]])
                assert cut in (tight(fact["surface"]), tight(fact["surface"]).removeprefix("各"))
                assert (cut in words) or field in FACTS[:3] or fact.get("stated_in") == "deadline_field"
                count += 1
    assert count == {True: 230, False: 11}[len(read["tasks"]) == 27]


def test_units_of_a_task_are_disjoint_and_keys_its_own(extracted: tuple[dict[str, Any], str]) -> None:
    tasks = extracted[0]["tasks"]
    for task in tasks:
        named = [unit["surface"] for field in FACTS[:3] for unit in task[field]]
        assert len(named) == len(set(named))
    assert len({task["key"] for task in tasks}) == len(tasks)


def test_an_object_in_full() -> None:
    document = extract(ODD)
    read = document_to_json(document)
    key = document.tasks[2].key
    assert read["document"] == {
        "title": "法治建设任务分解方案",
        "issuer": None,
        "issued_on": None,
        "document_number": None,
        "addressees": None,
        "jurisdiction": None,
        "source": {
            "path": "方案.txt",
            "sha256": hashlib.sha256(ODD.encode()).hexdigest(),
            "text_sha256": hashlib.sha256(ODD.encode()).hexdigest(),
        },
    }
    start = ODD.index("（5）")
    assert read["tasks"][2] == {
        "number": "5",
        "plan": "法治建设任务分解方案",
        "key": key,
        "section": None,
        "subsection": None,
        "title": "制定《办法》（区政发〔2020〕1号）第三条",
        "text": "制定《办法》（区政发〔2020〕1号）第三条。",
        "start": start,
        "end": ODD.index("\n牵头单位"),
        "lead_label": "牵头单位",
        "responsible_label": None,
        "lead": [
            {
                "surface": "区财政局",
                "name": "区财政局",
                "key": document.tasks[2].assignments[0].body.key,
                "label": "牵头单位",
                "principal": True,
                "start": ODD.index("区财政局"),
                "end": ODD.index("区财政局") + 4,
            }
        ],
        "responsible": [],
        "supporting": [],
        "citations": [
            {
                "surface": "《办法》",
                "title": "办法",
                "doc_number": "区政发〔2020〕1号",
                "relation": "drafts",
                "article": "第三条",
                "key": document.tasks[2].mentions[0].instrument.key,
                "start": start + 5,
                "end": start + 9,
            }
        ],
        "dates": [
            {
                "surface": "持续推进",
                "kind": "ongoing",
                "value": None,
                "precision": None,
                "stated_in": "deadline_field",
                "start": ODD.index("持续推进"),
                "end": ODD.index("持续推进") + 4,
            }
        ],
        "targets": [],
    }
    first = read["tasks"][0]
    assert [(d["kind"], d["value"], d.get("anchor", "-"), d.get("business_days", "-")) for d in first["dates"]] == [
        ("duration", None, None, "-"),
        ("recurrence", "FREQ=YEARLY", "-", "-"),
        ("duration", "P5D", None, True),
    ]
    assert [(t["value"], t["unit"], t["per"]) for t in first["targets"]] == [(1200.5, "小时", "FREQ=YEARLY")]
    assert {(f["rule"], f["task"] == key) for f in read["findings"]} == {
        ("jurisdiction_unknown", False),
        ("issue_date_unknown", False),
        ("issuer_unknown", False),
        ("year_unknown", False),
        ("open_list", False),
        ("unit_doubtful", False),
        ("person_not_read", False),
        ("deadline_not_understood", False),
        ("number_gap", True),
        ("no_unit", False),
    }
    coverage = read["coverage"]
    assert coverage["characters"] == len(tight(ODD)) == sum(coverage.values()) - coverage["characters"]


def test_whole_numbers_are_printed_as_such() -> None:
    document = extract("法治建设方案\n1．办结率达到98％，占比不低于0.5％。\n责任单位：区司法局\n")
    assert json.dumps(document_to_json(document)["tasks"][0]["targets"][0]["value"]) == "98"
    assert json.dumps(document_to_json(document)["tasks"][0]["targets"][1]["value"]) == "0.5"
