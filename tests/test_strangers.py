"""Questions of people who know the published vocabularies and the documentation, asked of the bundled example.

They go over HTTP and come back as CSV. The answers were read from the plan by a person.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import httpx
import pytest
from rdf_cases import BASE
from services import EXAMPLE
from test_sparql import served

from dutygraph.graph.build import build_graph
from dutygraph.graph.rdf.dataset import DESCRIBING
from dutygraph.graph.rdf.snapshot import make_snapshot
from dutygraph.graph.revision import Revision
from dutygraph.graph.terms import PREFIXES, expand
from dutygraph.ingest.extract import extract_document

DECLARED = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in {**PREFIXES, **DESCRIBING}.items())


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    graph = build_graph(extract_document(EXAMPLE).plans)
    snapshot = make_snapshot(graph, BASE, Revision("x", None), tmp_path_factory.mktemp("rdf"))
    with served(snapshot) as client:
        yield client
    snapshot.close()


def asked(client: httpx.Client, query: str) -> list[str]:
    """The rows of an answer, their values joined by a space."""
    response = client.post("/sparql", data={"query": DECLARED + query}, headers={"accept": "text/csv"})
    assert response.status_code == 200, response.text
    return [" ".join(row) for row in csv.reader(io.StringIO(response.text))][1:]


QUESTIONS = {
    "what is this plan": (
        """SELECT ?number ?day ?by { ?plan a dg:PlanDocument ; eli:id_local ?number ; eli:date_document ?day ;
        eli:passed_by/rdfs:label ?by }""",
        ["青示法委发〔2024〕2号 2024-01-15 中共云川市青禾示范区委员会全面依法治区委员会"],
    ),
    "what does it carry out": (
        "SELECT ?t { ?p eli:applies/dcterms:title ?t }",
        ["云川市法治政府建设实施方案（2023-2025年）"],
    ),
    "how many steps has it": ("SELECT (COUNT(?t) AS ?n) { ?t a dg:Task ; p-plan:isStepOfPlan ?plan }", ["27"]),
    "under which headings stands a task": (
        """SELECT ?title { ?t a dg:Task ; eli:number "14" ; eli:is_part_of+ ?s . ?s dg:level ?level ;
        dcterms:title ?title } ORDER BY ?level""",
        ["（四）规范行政执法，提升监管效能", "8．完善执法程序和标准"],
    ),
    "tasks of a chapter": (
        """SELECT ?n { ?s dcterms:title ?title FILTER STRSTARTS(?title, "（六）")
        ?t a dg:Task ; eli:is_part_of+ ?s ; eli:number ?n } ORDER BY xsd:integer(?n)""",
        ["20", "21", "22"],
    ),
    "who answers for tasks and leads none": (
        """SELECT DISTINCT ?name { ?t dg:responsibleUnit ?u . ?u a dg:Unit ; skos:prefLabel ?name
        FILTER NOT EXISTS { ?other dg:leadUnit ?u } }""",
        ["区委党校"],
    ),
    "who leads beside the justice bureau": (
        """SELECT ?name (COUNT(*) AS ?n) { ?t dg:leadUnit ?u, ?v . ?u skos:prefLabel "区司法局"@zh .
        ?v skos:prefLabel ?name FILTER(?u != ?v) } GROUP BY ?name HAVING(COUNT(*) > 1)""",
        ["区政府办 2"],
    ),
    "who is printed first": (
        """SELECT ?n ?name { ?t eli:number ?n ; dg:hasLeadAssignment [ schema:position 1 ; dg:printedName ?name ]
        FILTER(?n IN ("3", "17", "25")) } ORDER BY xsd:integer(?n)""",
        ["3 区发展改革局", "17 区应急管理局", "25 区大数据中心"],
    ),
    "who supports under which word": (
        """SELECT ?n ?label ?role ?name { ?t eli:number ?n ; dg:hasSupportingAssignment ?a . ?a dg:printedLabel ?label ;
        cv:role/rdfs:label ?role ; cv:hasParticipant/a dg:Unit ; dg:printedName ?name }
        ORDER BY xsd:integer(?n) ?name""",
        [
            "4 配合单位 配合 区司法局",
            "4 配合单位 配合 区工商联",
            "18 参加单位 参加 区卫健局",
            "18 参加单位 参加 市公安局青禾分局",
            "25 配合单位 配合 区档案馆",
            "25 配合单位 配合 区融媒体中心",
        ],
    ),
    "a unit by another name": (
        """SELECT DISTINCT ?name { ?u skos:prefLabel|skos:altLabel|skos:hiddenLabel "区市场监管局"@zh ;
        skos:prefLabel ?name }""",
        ["区市场监督管理局"],
    ),
    "names that a line broke": (
        """SELECT ?n ?name { ?t eli:number ?n ; dg:hasLeadAssignment ?a . ?a dg:printedName ?name ;
        dg:textSpan/oa:hasSelector/oa:exact ?words FILTER(STR(?name) != STR(?words)) }""",
        ["12 区综合行政执法局"],
    ),
    "which groups are how certain": (
        """SELECT ?extent ?name { ?g a dg:UnitGroup ; skos:prefLabel ?name ; dg:extent/rdfs:label ?extent
        FILTER(?extent != "确定"@zh) } ORDER BY ?extent""",
        ["不确定 区直有关部门", "相对 其他区政府组成部门"],
    ),
    "units of another jurisdiction": (
        """SELECT ?name { ?u a dg:Unit ; dcterms:spatial/rdfs:label "云川市"@zh ; skos:prefLabel ?name }
        ORDER BY ?name""",
        ["市公安局青禾分局", "市生态环境局青禾分局", "市自然资源局青禾分局"],
    ),
    "due in 2024, by comparison": (
        """SELECT ?day ?n { ?t eli:number ?n ; dg:hasTimeConstraint/dg:dueDate ?day
        FILTER(?day >= "2024-01-01"^^xsd:date && ?day <= "2024-12-31"^^xsd:date) } ORDER BY ?day xsd:integer(?n)""",
        ["2024-06-30 2", "2024-09-30 21", "2024-12-31 5", "2024-12-31 11", "2024-12-31 12", "2024-12-31 15"],
    ),
    "due after 2024, in OWL-Time": (
        """SELECT ?day ?n { ?t eli:number ?n ; dg:hasTimeConstraint/time:hasEnd/time:inXSDDate ?day
        FILTER(?day > "2024-12-31"^^xsd:date) } ORDER BY ?day xsd:integer(?n)""",
        ["2025-06-30 5", "2025-12-31 20", "2025-12-31 25", "2025-12-31 26"],
    ),
    "more often than once a year": (
        """SELECT ?n ?round { ?t eli:number ?n ; dg:hasTimeConstraint/schema:repeatFrequency ?round
        FILTER(?round < "P1Y"^^xsd:duration) } ORDER BY xsd:integer(?n)""",
        ["3 P6M", "18 P3M", "22 P1M"],
    ),
    "in the first quarter": (
        """SELECT DISTINCT ?n { ?t eli:number ?n ; dg:hasTimeConstraint/schema:byMonth ?month FILTER(?month <= 3) }
        ORDER BY xsd:integer(?n)""",
        ["6", "9", "14"],
    ),
    "limits in working days": (
        """SELECT ?n ?length { ?t eli:number ?n ; dg:hasTimeConstraint [ dg:businessDays true ;
        time:hasXSDDuration ?length ] } ORDER BY xsd:integer(?n)""",
        ["2 P2D", "4 P10D"],
    ),
    "limits of less than a day or as long": (
        """SELECT ?stated ?from { ?c a dg:TimeLimit ; dg:statedDuration ?stated ; dg:anchorEvent ?from ;
        time:hasXSDDuration ?length FILTER(?length <= "P1D"^^xsd:duration) } ORDER BY DESC(?stated)""",
        ["PT5H 事件发生后", "PT24H 事件发生后"],
    ),
    "shares of at least nine tenths": (
        """SELECT ?n ?share { ?t eli:number ?n ; dg:hasTarget [ schema:unitCode "P1" ; schema:minValue ?share ]
        FILTER(?share >= 95) } ORDER BY xsd:integer(?n)""",
        ["16 98", "22 95", "24 96"],
    ),
    "what must not be exceeded": (
        """SELECT ?what ?value ?unit { ?x dg:comparator/rdfs:label "不超过"@zh ; dg:indicator ?what ;
        schema:maxValue ?value ; schema:unitText ?unit } ORDER BY ?value ?what""",
        ["对同一企业的现场检查 2 次", "行政诉讼败诉率 10 %", "编外辅助人员占比 20 %"],
    ),
    "mean of the least shares": (
        """SELECT (AVG(?v) AS ?mean) (COUNT(?v) AS ?n) { ?x a dg:Target ; schema:unitText "%" ; schema:minValue ?v }""",
        ["77.6 10"],
    ),
    "cited by several tasks": (
        """SELECT ?title (COUNT(DISTINCT ?t) AS ?n) { ?t dg:citesInstrument/dcterms:title ?title } GROUP BY ?title
        HAVING(COUNT(DISTINCT ?t) > 1) ORDER BY DESC(?n) ?title""",
        [
            "中华人民共和国行政处罚法 3",
            "中华人民共和国个人信息保护法 2",
            "中华人民共和国民法典 2",
            "优化营商环境条例 2",
        ],
    ),
    "cited by the parts of its number": (
        """SELECT ?title { ?i dg:issuerCode "国办发" ; dg:numberYear "2013"^^xsd:gYear ; eli:number "101" ;
        dcterms:title ?title }""",
        ["突发事件应急预案管理办法"],
    ),
    "ordered by one task and applied by another": (
        """SELECT ?title ?one ?other { ?t dg:mandatesDraftingOf ?i ; eli:number ?one . ?u dg:citesInstrument ?i ;
        eli:number ?other . ?i a dg:ProposedInstrument ; dcterms:title ?title }""",
        ["青禾示范区行政规范性文件管理办法 6 7"],
    ),
    "who applies a regulation, by its number": (
        "SELECT ?n { ?t eli:number ?n ; dg:hasCitation/dg:instrument/eli:id_local '云府发〔2021〕9号' }",
        ["22"],
    ),
    "what speaks of review": (
        'SELECT ?n { ?t a dg:Task ; eli:number ?n ; dcterms:description ?text FILTER CONTAINS(?text, "复议") }',
        ["21"],
    ),
    "in which graph": (
        "SELECT ?g (COUNT(?t) AS ?n) { GRAPH ?g { ?t a dg:Task } } GROUP BY ?g",
        [f"{BASE}graph/document/3740dea82efb44df 27"],
    ),
    "how long is the text, and is every span within it": (
        """SELECT (COUNT(?end) AS ?n) { ?source schema:text ?text . ?x oa:end ?end FILTER(?end > STRLEN(?text)) }""",
        ["0"],
    ),
    "what is bare of class": ("SELECT ?s { ?s ?p ?o FILTER NOT EXISTS { ?s a ?c } }", []),
    "what is bare of a name": (
        """SELECT DISTINCT ?class { ?s a ?class
        FILTER NOT EXISTS { ?s rdfs:label ?name FILTER LANGMATCHES(LANG(?name), "zh") } } ORDER BY ?class""",
        [expand("oa:TextPositionSelector"), expand("oa:TextQuoteSelector"), expand("dg:TextSpan")],
    ),
    "what is led to and not there": (
        f"""SELECT DISTINCT ?o {{ ?s ?p ?o FILTER(ISIRI(?o) && STRSTARTS(STR(?o), "{BASE}id/"))
        FILTER NOT EXISTS {{ ?o a ?c }} }}""",
        [],
    ),
    "shortcuts without what they follow from": (
        """SELECT ?t { { ?t dg:leadUnit ?u FILTER NOT EXISTS { ?t dg:hasLeadAssignment/cv:hasParticipant ?u } }
        UNION { ?t dg:citesInstrument ?u FILTER NOT EXISTS { ?t dg:hasCitation/dg:instrument ?u } } }""",
        [],
    ),
}


@pytest.mark.parametrize("question", list(QUESTIONS))
def test_a_stranger_gets_the_answer(client: httpx.Client, question: str) -> None:
    query, expected = QUESTIONS[question]
    assert asked(client, query) == expected
