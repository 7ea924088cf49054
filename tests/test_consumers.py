"""Programs that know SPARQL and RDF and nothing of dutygraph: every shape of a query, and reading by names alone.

The bundled example and an invented plan of three versions are asked over HTTP. The answers were read from the texts by
a person.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import editions
import httpx
import pyoxigraph as ox
import pytest
from rdf_cases import BASE, JUSTICE, parsed, said, with_histories
from services import EXAMPLE
from test_sparql import served
from test_strangers import DECLARED

from dutygraph.graph.build import Graph, build_graph
from dutygraph.graph.rdf.snapshot import make_snapshot
from dutygraph.graph.rdf.text import text_of
from dutygraph.graph.revision import Revision
from dutygraph.graph.terms import expand
from dutygraph.ingest.extract import extract_document

PLAN = f"{BASE}id/document/3740dea82efb44df"
TASK_22 = f"{PLAN}/task/dcfafbeaf5b6ebff"


def serving(graph: Graph, folder: Path) -> Iterator[httpx.Client]:
    snapshot = make_snapshot(graph, BASE, Revision("x", None), folder)
    with served(snapshot) as client:
        yield client
    snapshot.close()


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    yield from serving(build_graph(extract_document(EXAMPLE).plans), tmp_path_factory.mktemp("rdf"))


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    yield from serving(editions.renewed(*editions.TEXTS), tmp_path_factory.mktemp("rdf"))


@pytest.fixture(scope="module")
def histories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    yield from serving(with_histories(), tmp_path_factory.mktemp("rdf"))


def rows(client: httpx.Client, query: str) -> list[str]:
    """The rows of an answer, their values joined by a space."""
    response = client.post("/sparql", data={"query": DECLARED + query}, headers={"accept": "text/csv"})
    assert response.status_code == 200, response.text
    return [" ".join(row) for row in csv.reader(io.StringIO(response.text))][1:]


def triples(client: httpx.Client, query: str) -> list[ox.Quad]:
    response = client.get("/sparql", params={"query": DECLARED + query}, headers={"accept": "application/n-triples"})
    assert response.status_code == 200, response.text
    return parsed(response.content, "nt")


OF_THE_EXAMPLE = {
    "a path of alternatives, counted": (
        """SELECT ?name (COUNT(DISTINCT ?t) AS ?n) { ?t dg:leadUnit|dg:responsibleUnit|dg:supportingUnit ?u .
        ?u a dg:Unit ; skos:prefLabel ?name } GROUP BY ?name HAVING(COUNT(DISTINCT ?t) > 4) ORDER BY DESC(?n)""",
        ["区司法局 16", "区政府办 7"],
    ),
    "a path backwards": (
        """SELECT DISTINCT ?n { ?i dcterms:title "优化营商环境条例"@zh ; ^eli:cites/eli:number ?n }
        ORDER BY xsd:integer(?n)""",
        ["3", "13"],
    ),
    "a path by what it is not": (
        """SELECT (COUNT(DISTINCT ?t) AS ?n) { ?u skos:prefLabel "区司法局"@zh ; ^dg:leadUnit ?t .
        ?t !(dg:leadUnit|dg:responsibleUnit) ?x . ?x a dg:Recurrence }""",
        ["5"],
    ),
    "a path of any length": (
        """SELECT ?title (COUNT(?t) AS ?n) { ?t a dg:Task ; eli:is_part_of+ ?s . ?s dg:level 1 ; rdfs:label ?title }
        GROUP BY ?title ORDER BY DESC(?n) LIMIT 2""",
        ["（四）规范行政执法，提升监管效能 6", "（一）理顺职责体系，让政府运行更有章法 5"],
    ),
    "from the printed words to who is meant": (
        """SELECT ?words ?name { ?t eli:number "15" ; dg:hasLeadAssignment ?a . ?a cv:hasParticipant/rdfs:label ?name ;
        dg:textSpan/oa:hasSelector/oa:exact ?words } ORDER BY ?words""",
        ["区司法局 青禾示范区司法局", "区市场监管局 青禾示范区市场监督管理局"],
    ),
    "names in printed order, in one value": (
        """SELECT ?n (GROUP_CONCAT(?name; separator="、") AS ?leads) { { SELECT ?n ?name { ?t eli:number ?n ;
        dg:hasLeadAssignment [ schema:position ?p ; cv:hasParticipant/skos:prefLabel ?name ]
        FILTER(?n IN ("12", "17")) } ORDER BY ?n ?p } } GROUP BY ?n ORDER BY ?n""",
        [
            "12 区委编办、区综合行政执法局、区司法局、市自然资源局青禾分局",
            "17 区应急管理局、区市场监督管理局、区住建局、区农业农村局、市生态环境局青禾分局",
        ],
    ),
    "what may be absent": (
        """SELECT ?n ?due ?rule { ?t a dg:Task ; eli:number ?n OPTIONAL { ?t dg:hasTimeConstraint/dg:dueDate ?due }
        OPTIONAL { ?t dg:hasTimeConstraint/dg:rrule ?rule } FILTER(?n IN ("1", "5", "21", "23")) }
        ORDER BY xsd:integer(?n) ?due""",
        ["1  ", "5 2024-12-31 ", "5 2025-06-30 ", "21 2024-09-30 ", "23  FREQ=YEARLY"],
    ),
    "what has nothing to be held to": (
        """SELECT ?n { ?t a dg:Task ; eli:number ?n
        MINUS { ?t dg:hasTimeConstraint|dg:hasTarget|dg:hasCitation|dg:hasDraftingMandate ?x } }
        ORDER BY xsd:integer(?n)""",
        ["1", "17", "27"],
    ),
    "languages of names": (
        "SELECT ?l { ?s rdfs:label|dcterms:title|dcterms:description ?name } GROUP BY (LANG(?name) AS ?l)",
        ["zh"],
    ),
    "names in a language that there is not": (
        """SELECT ?name { ?u skos:prefLabel "区司法局"@zh
        OPTIONAL { ?u rdfs:label ?en FILTER LANGMATCHES(LANG(?en), "en") }
        OPTIONAL { ?u rdfs:label ?zh FILTER LANGMATCHES(LANG(?zh), "zh-CN") } OPTIONAL { ?u rdfs:label ?any }
        BIND(COALESCE(?en, ?zh, ?any) AS ?name) }""",
        ["青禾示范区司法局"],
    ),
    "dates by year and month": (
        """SELECT ?y ?m (COUNT(*) AS ?n) { ?t dg:hasTimeConstraint/dg:dueDate ?d }
        GROUP BY (YEAR(?d) AS ?y) (MONTH(?d) AS ?m) ORDER BY ?y ?m""",
        ["2024 6 1", "2024 9 1", "2024 12 4", "2025 6 1", "2025 12 3"],
    ),
    "days between two dates": (
        """SELECT (?due - ?issued AS ?days) { ?t eli:number "2" ; p-plan:isStepOfPlan/eli:date_document ?issued ;
        dg:hasTimeConstraint/dg:dueDate ?due }""",
        ["P167D"],
    ),
    "given values": (
        """SELECT ?name ?kind { VALUES ?name { "区法院"@zh "区委党校"@zh "区政府办"@zh }
        ?u skos:prefLabel ?name ; org:classification/rdfs:label ?kind } ORDER BY ?name""",
        ["区委党校 党委机构", "区政府办 政府机构", "区法院 法院"],
    ),
    "cases, named by the query": (
        """SELECT ?how (COUNT(?x) AS ?n) { ?x a dg:Target ; dg:comparator ?c
        BIND(IF(?c = dg:atLeast, "floor", IF(?c = dg:atMost, "ceiling", "exact")) AS ?how) }
        GROUP BY ?how ORDER BY ?how""",
        ["ceiling 3", "exact 9", "floor 15"],
    ),
    "by a pattern": (
        """SELECT ?n { ?t a dg:Task ; eli:number ?n ; dcterms:description ?x FILTER REGEX(?x, "^(执行|全面执行)") }
        ORDER BY xsd:integer(?n)""",
        ["3", "22"],
    ),
    "whatever is called so": (
        """SELECT DISTINCT ?name { ?s rdfs:label ?name FILTER CONTAINS(?name, "法律顾问") } ORDER BY ?name""",
        [
            "6．发挥法律顾问和公职律师作用",
            "任务11：2024年年底前实现镇、街道法律顾问全覆盖，重大决策法律顾问参与率达到100％",
            "重大决策法律顾问参与率：100％",
        ],
    ),
    "in the named graph, and its document": (
        "SELECT ?number ?g { GRAPH ?g { ?p a dg:PlanDocument ; eli:id_local ?number } }",
        [f"青示法委发〔2024〕2号 {BASE}graph/document/3740dea82efb44df"],
    ),
}


@pytest.mark.parametrize("question", list(OF_THE_EXAMPLE))
def test_every_shape_of_a_query_is_answered(example: httpx.Client, question: str) -> None:
    query, expected = OF_THE_EXAMPLE[question]
    assert rows(example, query) == expected


def test_a_former_wording_is_told_with_its_days(versions: httpx.Client) -> None:
    """The share of 宣讲 was 80 before the correction of the plan, and is 90."""
    query = """SELECT ?v ?share ?from ?to { ?t a ?kind ; dg:hasTarget [ schema:minValue ?share ] ;
        dg:versionNumber ?v ; dg:validFrom ?from FILTER(?kind IN (dg:Task, dg:TaskVersion))
        OPTIONAL { ?t dg:validTo ?to } } ORDER BY ?share"""
    assert rows(versions, query) == ["1 80 2024-03-05 2024-07-01", "2 90 2024-07-01 "]


def test_what_became_of_a_unit(histories: httpx.Client) -> None:
    query = """SELECT ?name ?how ?day ?why { ?old skos:prefLabel "区法制办"@zh ; org:changedBy ?x .
        ?x org:resultingOrganization/skos:prefLabel ?name ; dg:successionKind/rdfs:label ?how
        OPTIONAL { ?x dg:effectiveDate ?day } OPTIONAL { ?x dg:basis ?why } } ORDER BY ?name"""
    assert rows(histories, query) == ["区信访局 拆分  ", "区司法局 合并 2019-03-01 机构改革方案"]
    members = """SELECT ?unit ?roster { ?g skos:prefLabel "各镇"@zh ; foaf:member ?u ;
        dg:hasMembership [ dg:memberUnit ?u ; dg:basis ?roster ] . ?u rdfs:label ?unit }"""
    assert rows(histories, members) == ["青禾区禾丰镇 名册"]
    assert rows(
        histories, "SELECT ?over { ?u skos:prefLabel '禾丰镇'@zh ; org:subOrganizationOf+/rdfs:label ?over }"
    ) == ["青禾区政府"]


def test_a_graph_of_ones_own_is_constructed(example: httpx.Client) -> None:
    """A network of who leads together, in FOAF."""
    found = triples(
        example,
        """CONSTRUCT { ?u foaf:knows ?v . ?u foaf:name ?name } WHERE { ?t eli:number "19" ; dg:leadUnit ?u, ?v .
        ?u skos:prefLabel ?name FILTER(?u != ?v) }""",
    )
    knows = [quad for quad in found if quad.predicate.value == expand("foaf:knows")]
    assert len(knows) == 12
    assert len({quad.subject for quad in knows}) == 4
    assert {text_of(q.object) for q in found if q not in knows} == {
        "区应急管理局", "区委宣传部", "市公安局青禾分局", "区卫健局",
    }  # fmt: skip


def test_a_thing_is_described(histories: httpx.Client) -> None:
    """DESCRIBE says what is said of it in the data: all of /data/ but what points to it, and the names of others."""
    found = triples(histories, f"DESCRIBE <{JUSTICE}>")
    assert {quad.subject for quad in found} == {ox.NamedNode(JUSTICE)}
    assert said(found, JUSTICE, "rdfs:label") == {"青禾区司法局"}
    served_ = parsed(histories.get(JUSTICE.replace(f"{BASE}id/", "/data/") + ".nt").content, "nt")
    assert set(found) < set(served_)


@pytest.mark.parametrize(
    ("query", "answer"),
    [("ASK { ?u a dg:Unit, dg:UnitGroup }", False), ('ASK { ?t dg:leadUnit/skos:prefLabel "区司法局"@zh }', True)],
)
def test_yes_or_no(example: httpx.Client, query: str, answer: bool) -> None:
    response = example.get("/sparql", params={"query": DECLARED + query})
    assert response.json()["boolean"] is answer


# ---------------------------------------------------------------- by names alone
def names_in(client: httpx.Client, language: str) -> dict[str, str]:
    """What the ontology calls its terms and those of others."""
    found = parsed(client.get("/ontology", headers={"accept": "application/n-triples"}).content, "nt")
    label = ox.NamedNode(expand("rdfs:label"))
    return {
        text_of(q.subject): text_of(q.object)
        for q in found
        if q.predicate == label and isinstance(q.object, ox.Literal) and q.object.language == language
    }


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "zh",
            {
                "牵头单位：青禾示范区司法局", "牵头单位：青禾示范区法院", "牵头分工为：牵头部门：区司法局",
                "责任单位：区人民政府及其组成部门", "引用文件：云川市行政机关负责人出庭应诉规定", "时间要求为：月通报",
                "量化目标为：负责人出庭率：95％以上", "量化目标为：行政诉讼败诉率：10％以内", "序号：22",
                "属于：13．做实行政复议和行政应诉工作", "生效日：2024-01-15",
            },
        ),
        (
            "en",
            {
                "lead unit：青禾示范区法院", "responsible unit：各镇", "has time constraint：月通报", "number：22",
                "has target：生效裁判按期履行率：100％", "cites：云川市行政机关负责人出庭应诉规定", "position：22",
            },
        ),
    ],
)  # fmt: skip
def test_a_task_is_understood_by_names_alone(example: httpx.Client, language: str, expected: set[str]) -> None:
    """One request for the ontology, one for the task: every predicate and every object but spans has a name."""
    response = example.get(TASK_22.removeprefix(BASE.rstrip("/")), headers={"accept": "application/n-triples"})
    found = parsed(example.get(response.headers["location"]).content, "nt")
    terms = names_in(example, language)
    called = terms | {text_of(q.subject): text_of(q.object) for q in found if q.predicate.value == expand("rdfs:label")}
    read: set[str] = set()
    for quad in found:
        if text_of(quad.subject) == TASK_22 and not quad.predicate.value.startswith((expand("rdf:"), expand("rdfs:"))):
            told = (
                text_of(quad.object) if isinstance(quad.object, ox.Literal) else called.get(text_of(quad.object), "?")
            )
            read.add(f"{terms[quad.predicate.value]}：{told}")
    assert expected <= read
    assert [line for line in read if line.endswith("?")] == [f"{terms[expand('dg:textSpan')]}：?"]


def test_a_question_is_put_in_words_of_the_ontology(example: httpx.Client) -> None:
    """Who finds 牵头单位 and 规范名称 in the ontology can ask; the definition says which printed words count."""
    by_name = {name: iri for iri, name in names_in(example, "zh").items()}
    lead, called, number = (by_name[name] for name in ("牵头单位", "规范名称", "序号"))
    query = f'SELECT ?n {{ ?t <{lead}> ?u ; <{number}> ?n . ?u <{called}> "区政务服务局"@zh }} ORDER BY xsd:integer(?n)'
    assert rows(example, query) == ["2", "24", "25"]
    found = parsed(example.get("/ontology", headers={"accept": "application/n-triples"}).content, "nt")
    assert any("牵头" in definition for definition in said(found, lead, "skos:definition"))
