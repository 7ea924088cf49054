"""The competency questions, answered from RDF and, independently, from the annotation that people made by hand."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pyoxigraph as ox
import pytest
from services import EXAMPLES
from shared import ROOT, shared_folder

from dutygraph.graph.build import build_graph
from dutygraph.graph.rdf import formats
from dutygraph.graph.rdf.text import text_of
from dutygraph.ingest.extract import extract_document
from dutygraph.queries.competency import load_competency_questions

NAMES = [
    "lead_tasks",
    "joint_leads",
    "due_by_a_day",
    "recurrences",
    "targets",
    "most_cited",
    "to_be_drafted",
    "workload",
    "groups",
    "evidence",
]
DG = "https://w3id.org/dutygraph/ontology#"
COMPARATORS = {f"{DG}atLeast": ">=", f"{DG}atMost": "<=", f"{DG}exactly": "="}
Gold = list[dict[str, Any]]


def store_of(*paths: Any) -> ox.Store:
    plans = [plan for path in paths for plan in extract_document(path).plans]
    store = ox.Store()
    store.load(formats.serialize(build_graph(plans), "nt"), format=ox.RdfFormat.N_TRIPLES)
    return store


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return store_of(shared_folder() / "conformance" / "dongsheng-2022.txt")


@pytest.fixture(scope="module")
def gold() -> Gold:
    found: Gold = json.loads((shared_folder() / "conformance" / "dongsheng-2022.gold.json").read_text(encoding="utf-8"))
    return found


def rows(store: ox.Store, name: str) -> list[dict[str, str]]:
    (question,) = (each for each in load_competency_questions() if each.name == name)
    found = store.query(question.sparql)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{key: row[key].value for key in names if row[key] is not None} for row in found]


def test_there_are_ten_in_both_languages() -> None:
    questions = load_competency_questions()
    assert [question.name for question in questions] == NAMES
    for question in questions:
        assert question.chinese.endswith("？")
        assert question.english.endswith("?")
    page = (ROOT / "docs" / "linked-data.md").read_text(encoding="utf-8")
    assert [question.chinese for question in questions if question.chinese not in page] == []


def test_all_have_answers_in_the_example() -> None:
    store = store_of(EXAMPLES / "qinghe-2024.docx")
    counts = {name: len(rows(store, name)) for name in NAMES}
    assert {name for name, count in counts.items() if not count} <= {"due_by_a_day"}  # its plan is of 2024


def test_tasks_that_a_unit_leads(store: ox.Store, gold: Gold) -> None:
    found = [row["number"] for row in rows(store, "lead_tasks")]
    assert found == [str(task["number"]) for task in gold if "区司法局" in task["lead"]]
    assert len(found) == 52
    assert found[:5] == ["2", "8", "9", "13", "14"]


def test_tasks_with_several_leads(store: ox.Store, gold: Gold) -> None:
    found = [(row["number"], row["names"]) for row in rows(store, "joint_leads")]
    assert found == [(str(task["number"]), "、".join(task["lead"])) for task in gold if len(task["lead"]) > 1]
    assert len(found) == 68
    assert found[0] == ("1", "区政府办、区委编办")


def test_tasks_due_by_a_day(store: ox.Store) -> None:
    found = [(row["due"], row["number"], row["surface"]) for row in rows(store, "due_by_a_day")]
    assert found == [
        ("2021-12-31", "53", "2021年"),
        ("2022-12-31", "12", "2022年年底前"),
        ("2022-12-31", "46", "2022年年底前"),
        ("2022-12-31", "46", "2023年前"),
        ("2022-12-31", "53", "2022年"),
        ("2022-12-31", "75", "2022年年底前"),
    ]


def test_recurrences(store: ox.Store, gold: Gold) -> None:
    found = [(row["number"], row["rule"]) for row in rows(store, "recurrences")]
    expected = [(str(t["number"]), date["value"]) for t in gold for date in t["dates"] if date["kind"] == "recurrence"]
    assert Counter(found) == Counter(expected)
    assert len(found) == 14


def test_targets(store: ox.Store, gold: Gold) -> None:
    found = [
        (row["number"], COMPARATORS[row["comparator"]], float(row["value"]), row["unit"])
        for row in rows(store, "targets")
    ]
    expected = [(str(t["number"]), x["comparator"], float(x["value"]), x["unit"]) for t in gold for x in t["targets"]]
    assert Counter(found) == Counter(expected)
    assert len(found) == 20


def test_most_cited(store: ox.Store) -> None:
    found = [(row["title"], row["tasks"]) for row in rows(store, "most_cited")]
    assert found[0] == ("中华人民共和国行政处罚法", "2")
    assert [count for _, count in found] == ["2"] + ["1"] * 16


def test_what_is_to_be_drafted(store: ox.Store) -> None:
    found = [(row["number"], row["title"], row["leads"]) for row in rows(store, "to_be_drafted")]
    assert {(number, title) for number, title, _ in found} == {
        ("20", "重大行政决策事项目录"),
        ("20", "重大行政决策目录管理办法"),
    }
    assert {frozenset(leads.split("、")) for _, _, leads in found} == {frozenset({"东胜区政府办", "东胜区司法局"})}


def test_workload(store: ox.Store, gold: Gold) -> None:
    found = {row["name"]: (int(row["leads"]), int(row["responsible"])) for row in rows(store, "workload")}
    leads = Counter(unit for task in gold for unit in set(task["lead"]))
    others = Counter(unit for task in gold for unit in set(task["responsible"]))
    for unit in ("区司法局", "区政府办", "区发改委", "市公安局东胜分局", "区检察院"):
        assert found[unit] == (leads[unit], others[unit]), unit
    assert found["区司法局"] == (52, 3)


def test_groups(store: ox.Store, gold: Gold) -> None:
    found = {row["name"]: (int(row["tasks"]), row["extent"].removeprefix(DG)) for row in rows(store, "groups")}
    printed = Counter(unit for task in gold for unit in {*task["responsible"], *task["lead"]})
    for name in ("各镇", "各街道", "区直有关部门", "区直各部门"):
        assert found[name][0] == printed[name], name
    assert found["各镇"] == (72, "extentDefinite")
    assert found["区直有关部门"] == (36, "extentIndefinite")


def test_evidence(store: ox.Store, gold: Gold) -> None:
    text = (shared_folder() / "conformance" / "dongsheng-2022.txt").read_text(encoding="utf-8")
    found = rows(store, "evidence")
    for row in found:
        assert text[int(row["start"]) : int(row["end"])] == row["words"]
    expected = [
        (str(task["number"]), date["value"].split("/")[-1])
        for task in gold
        for date in task["dates"]
        if date["kind"] in ("deadline", "period")
    ]
    assert [(row["number"], row["due"]) for row in found] == expected
    assert len(found) == 10


# ---------------------------------------------------------------- what a stranger asks, with the documentation alone
PREFIXES_OF_A_STRANGER = """PREFIX dg: <https://w3id.org/dutygraph/ontology#>
PREFIX cv: <http://data.europa.eu/m8g/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def asked(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(PREFIXES_OF_A_STRANGER + query)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(text_of(row[variable]) for variable in found.variables) for row in found]


def test_tasks_without_a_date(store: ox.Store, gold: Gold) -> None:
    found = asked(
        store,
        "SELECT ?n { ?t a dg:Task ; eli:number ?n FILTER NOT EXISTS { ?t dg:hasTimeConstraint ?c } }",
    )
    assert {n for (n,) in found} == {str(task["number"]) for task in gold if not task["dates"]}
    assert len(found) == 64


def test_units_by_the_name_of_their_type(store: ox.Store) -> None:
    found = asked(
        store,
        "SELECT ?type (COUNT(?u) AS ?n) { ?u a dg:Unit ; org:classification/rdfs:label ?type } GROUP BY ?type",
    )
    assert {("政府机构", "19"), ("党委机构", "9")} <= set(found)
    assert sum(int(n) for _, n in found) == 38


def test_what_is_due_in_a_quarter(store: ox.Store) -> None:
    found = asked(
        store,
        """SELECT ?n ?said { ?t eli:number ?n ; dg:hasTimeConstraint [ dg:dueDate ?day ; dg:surface ?said ]
        FILTER(?day >= "2022-10-01"^^xsd:date && ?day <= "2022-12-31"^^xsd:date) } ORDER BY xsd:integer(?n) ?said""",
    )
    assert found == [
        ("12", "2022年年底前"),
        ("46", "2022年年底前"),
        ("46", "2023年前"),
        ("53", "2022年"),
        ("75", "2022年年底前"),
    ]


def test_targets_counted_per_round(store: ox.Store) -> None:
    found = asked(
        store,
        """SELECT ?n ?value ?unit ?rule { ?t eli:number ?n ; dg:hasTarget ?x .
        ?x schema:minValue|schema:maxValue|schema:value ?value ; schema:unitText ?unit ;
        dg:perRecurrence/dg:rrule ?rule } ORDER BY xsd:integer(?n) ?value""",
    )
    assert len(found) == 9
    assert ("33", "60", "学时", "FREQ=YEARLY") in found
    assert ("38", "1", "次", "FREQ=YEARLY;INTERVAL=2") in found


def test_what_the_duties_of_a_unit_rest_on(store: ox.Store) -> None:
    found = asked(
        store,
        """SELECT ?title ?n { ?t dg:leadUnit/skos:prefLabel "区司法局"@zh ; eli:number ?n ;
        dg:citesInstrument/dcterms:title ?title } ORDER BY ?title ?n""",
    )
    assert [n for title, n in found if title == "中华人民共和国行政处罚法"] == ["32", "35"]
    assert len({title for title, _ in found}) == 13


def test_where_a_fact_was_read(store: ox.Store) -> None:
    text = (shared_folder() / "conformance" / "dongsheng-2022.txt").read_text(encoding="utf-8")
    found = asked(
        store,
        """SELECT ?name ?start ?end { ?t a dg:Task ; eli:number "32" ; dg:hasLeadAssignment ?a .
        ?a dg:printedName ?name ; dg:textSpan/oa:hasSelector [ oa:start ?start ; oa:end ?end ] } ORDER BY ?start""",
    )
    assert [name for name, _, _ in found] == ["区政府办", "区司法局"]
    assert all(text[int(start) : int(end)] == name for name, start, end in found)


def test_roles_by_name(store: ox.Store) -> None:
    found = asked(store, "SELECT ?role (COUNT(*) AS ?n) { ?a cv:role/rdfs:label ?role } GROUP BY ?role")
    assert set(found) == {("牵头", "224"), ("责任", "253"), ("参加", "1")}
