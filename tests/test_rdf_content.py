"""What an export says of the sample plan: nodes, values, spans, and how each format looks."""

from __future__ import annotations

import json
import re

import pytest
from factories import TEXT, sample_plan, unit
from rdf_cases import (
    BASE,
    CONCERNED,
    DOCUMENT,
    FINANCE,
    FIRST,
    GRAPHS,
    JUSTICE,
    MARKET,
    RULES,
    SECOND,
    TOWNS,
    said,
    sample,
    two_files,
    with_histories,
)

from dutygraph.graph import identity
from dutygraph.graph.rdf import formats, jsonld
from dutygraph.graph.rdf.text import text_of
from dutygraph.graph.terms import PREFIXES, expand


def test_a_task_and_what_it_points_to() -> None:
    triples = formats.to_rdf(sample())
    assert said(triples, FIRST, "rdf:type") == {expand("dg:Task")}
    assert said(triples, FIRST, "eli:number") == {"1"}
    assert said(triples, FIRST, "rdfs:label") == {"任务1：严格落实《青禾区执法办法》"}
    assert said(triples, FIRST, "dcterms:identifier") == {"32f6cd3bb2b04638-9769dece8bf467b8"}
    assert said(triples, FIRST, "eli:is_part_of") == {f"{DOCUMENT}/section/1"}
    assert said(triples, FIRST, "p-plan:isStepOfPlan") == {DOCUMENT}
    assert said(triples, FIRST, "dg:leadUnit") == {JUSTICE, MARKET}
    assert said(triples, FIRST, "dg:responsibleUnit") == {FINANCE, TOWNS}
    assert said(triples, FIRST, "dg:supportingUnit") == set()
    assert said(triples, SECOND, "dg:supportingUnit") == {CONCERNED}
    assert said(triples, FIRST, "dg:citesInstrument") == said(triples, FIRST, "eli:cites") == {RULES}
    assert said(triples, FIRST, "dg:hasCitation") == {f"{FIRST}/mention/1"}
    assert said(triples, SECOND, "dg:hasDraftingMandate") == {f"{SECOND}/mandate/1"}
    assert said(triples, SECOND, "dg:hasTimeConstraint") == {f"{SECOND}/time/{n}" for n in range(1, 6)}
    assert said(triples, FIRST, "dg:textSpan") == {f"{DOCUMENT}/source#char=22,102"}


def test_an_assignment_is_a_node() -> None:
    triples = formats.to_rdf(sample())
    second = f"{FIRST}/assignment/lead/2"
    assert said(triples, FIRST, "dg:hasLeadAssignment") == {f"{FIRST}/assignment/lead/1", second}
    assert said(triples, second, "rdf:type") == {expand("dg:LeadAssignment")}
    assert said(triples, second, "cv:hasParticipant") == {MARKET}
    assert said(triples, second, "cv:role") == {expand("dg:roleLead")}
    assert said(triples, second, "dg:printedName") == {"区市场监管局"}
    assert said(triples, second, "dg:printedLabel") == {"牵头部门"}
    assert said(triples, second, "dcterms:description") == {"牵头部门：区市场监管局"}
    assert said(triples, second, "schema:position") == {"2"}
    assert said(triples, second, "dg:principal") == {"true"}
    assert said(triples, f"{SECOND}/assignment/supporting/1", "cv:role") == {expand("dg:roleCooperating")}


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("参加单位", "dg:roleParticipating"),
        ("参与部门", "dg:roleParticipating"),
        ("配合单位", "dg:roleCooperating"),
        ("协办单位", "dg:roleCooperating"),
        ("支持单位", "dg:roleSupporting"),
        (None, "dg:roleSupporting"),
    ],
)
def test_the_printed_label_says_how_a_unit_supports(label: str | None, role: str) -> None:
    graph = sample()
    for _, _, edge in graph.edges(data=True):
        if edge["type"] == "SUPPORTS":
            del edge["label"]
            edge |= {} if label is None else {"label": label}
    assert said(formats.to_rdf(graph), f"{SECOND}/assignment/supporting/1", "cv:role") == {expand(role)}


def test_a_span_quotes_its_source() -> None:
    triples = formats.to_rdf(sample())
    start = TEXT.index("2023年年底前")
    place = f"{start},{start + 8}"
    source = f"{DOCUMENT}/source"
    assert said(triples, f"{FIRST}/time/1", "dg:textSpan") == {f"{source}#char={place}"}
    assert said(triples, f"{source}#char={place}", "oa:hasSource") == {source}
    assert said(triples, f"{source}#char={place}", "oa:hasSelector") == {
        f"{source}#position={place}",
        f"{source}#quote={place}",
    }
    assert said(triples, f"{source}#position={place}", "oa:start") == {str(start)}
    assert said(triples, f"{source}#position={place}", "oa:end") == {str(start + 8)}
    assert said(triples, f"{source}#quote={place}", "oa:exact") == {"2023年年底前"}
    assert said(triples, f"{source}#quote={place}", "oa:prefix") == {"》（青政发〔2021〕11号），"}
    assert said(triples, f"{source}#quote={place}", "oa:suffix") == {"持证率达到95％以上。\n牵头部门"}
    assert said(triples, source, "schema:text") == {TEXT}


def test_times_and_targets() -> None:
    triples = formats.to_rdf(sample())
    deadline, yearly, limit, period = (f"{FIRST}/time/1", *(f"{SECOND}/time/{n}" for n in (1, 2, 5)))
    assert said(triples, deadline, "dg:dueDate") == {"2023-12-31"}
    assert said(triples, deadline, "time:hasEnd") == {f"{deadline}/end"}
    assert said(triples, f"{deadline}/end", "time:inXSDDate") == {"2023-12-31"}
    assert said(triples, deadline, "time:hasBeginning") == set()
    assert said(triples, deadline, "dg:precision") == {expand("dg:precisionYear")}
    assert said(triples, f"{period}/beginning", "time:inXSDDate") == {"2024-01-01"}
    assert said(triples, yearly, "dg:rrule") == {"FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=8"}
    assert said(triples, yearly, "schema:repeatFrequency") == {"P1Y"}
    assert said(triples, yearly, "schema:byMonthDay") == {"8"}
    assert said(triples, yearly, "dg:windowEnd") == {"01-08"}
    assert said(triples, limit, "dg:statedDuration") == said(triples, limit, "time:hasXSDDuration") == {"P15D"}
    assert said(triples, limit, "dg:anchorEvent") == {"发布后"}
    assert said(triples, f"{SECOND}/time/4", "rdf:type") == {expand("dg:Ongoing")}
    assert said(triples, f"{SECOND}/time/4", "dg:statedIn") == {expand("dg:inDeadlineField")}
    assert said(triples, f"{FIRST}/target/1", "schema:minValue") == {"95"}
    assert said(triples, f"{FIRST}/target/1", "schema:unitCode") == {"P1"}
    assert said(triples, f"{SECOND}/target/1", "dg:perRecurrence") == {yearly}
    assert said(triples, f"{SECOND}/target/1", "schema:unitCode") == set()


def test_units_and_instruments() -> None:
    triples = formats.to_rdf(with_histories())
    old = f"{BASE}id/unit/{unit('区法制办').key}"
    assert said(triples, MARKET, "skos:prefLabel") == {"区市场监督管理局"}
    assert said(triples, MARKET, "skos:altLabel") == {"区市场监管局"}
    assert said(triples, MARKET, "rdfs:label") == {"青禾区市场监督管理局"}
    assert said(triples, MARKET, "org:classification") == {expand("dg:typeGovernmentOrgan")}
    # CPOV allows one alternative label a language; the second name is still there to be found.
    assert said(triples, old, "skos:altLabel") == {"区法制办公室"}
    assert said(triples, old, "skos:hiddenLabel") == {"法制办"}
    assert said(triples, old, "dg:succeededBy") == {JUSTICE, f"{BASE}id/unit/{unit('区信访局').key}"}
    merger = f"{old}/succession/2bdaa07c9b2a59e8"
    assert said(triples, merger, "dg:successionKind") == {expand("dg:successionMerge")}
    assert said(triples, merger, "dg:effectiveDate") == {"2019-03-01"}
    assert said(triples, TOWNS, "foaf:member") == {f"{BASE}id/unit/1a4a9e53d9db98c7"}
    assert said(triples, f"{TOWNS}/membership/1a4a9e53d9db98c7", "dg:basis") == {"名册"}
    assert said(triples, RULES, "eli:id_local") == {"青政发〔2021〕11号"}
    assert said(triples, RULES, "dcterms:identifier") == {"d3a4b918f94411a8", "青政发〔2021〕11号"}
    assert said(triples, RULES, "dg:numberYear") == {"2021"}
    assert said(triples, RULES, "rdf:type") == {expand("dg:Instrument")}
    proposed = said(triples, SECOND, "dg:mandatesDraftingOf").pop()
    assert said(triples, proposed, "rdf:type") == {expand("dg:Instrument"), expand("dg:ProposedInstrument")}
    assert said(triples, DOCUMENT, "dg:publishedAs") == {RULES}
    assert said(triples, DOCUMENT, "eli:passed_by") == {f"{BASE}id/unit/83a666fe7bd9a609"}


def test_a_plan_of_two_files_keeps_both_sources() -> None:
    triples = formats.to_rdf(two_files())
    current, other = f"{DOCUMENT}/source", f"{DOCUMENT}/source/{identity.source_key(sample_plan().source.sha256)}"
    assert identity.source_key("0" * 64) > identity.source_key(sample_plan().source.sha256)
    assert said(triples, DOCUMENT, "dcterms:source") == {current, other}
    assert said(triples, current, "schema:encodingFormat") == {"application/x-docx"}
    assert said(triples, other, "schema:encodingFormat") == {"text/plain"}
    assert said(triples, f"{current}#char=22,102", "oa:hasSource") == {current}


def test_turtle_is_for_people() -> None:
    data = formats.serialize(sample(), "turtle").decode()
    assert data.startswith("@prefix cv: <http://data.europa.eu/m8g/> .\n@prefix dcterms: ")
    assert (
        f"\n\n<{JUSTICE}> a dg:Unit ;\n"
        '\tdcterms:identifier "2bdaa07c9b2a59e8" ;\n'
        "\tdcterms:spatial <https://w3id.org/dutygraph/id/place/acca3215b619c9f7> ;\n"
        '\tdcterms:title "青禾区司法局"@zh ;\n'
        '\trdfs:label "青禾区司法局"@zh ;\n'
        '\tskos:prefLabel "区司法局"@zh ;\n'
        "\torg:classification dg:typeGovernmentOrgan .\n\n"
    ) in data


def test_jsonld_is_compact() -> None:
    document = json.loads(formats.serialize(sample(), "jsonld"))
    nodes = {node["id"]: node for node in document["@graph"]}
    assert nodes[f"{FIRST}/assignment/lead/2"] == {
        "id": f"{FIRST}/assignment/lead/2",
        "type": ["LeadAssignment"],
        "identifier": ["document/32f6cd3bb2b04638/task/9769dece8bf467b8/assignment/lead/2"],
        "description": "牵头部门：区市场监管局",
        "label": "牵头部门：区市场监管局",
        "hasParticipant": MARKET,
        "role": "dg:roleLead",
        "position": 2,
        "printedLabel": "牵头部门",
        "printedName": "区市场监管局",
        "principal": True,
        "textSpan": f"{DOCUMENT}/source#char=83,89",
    }
    assert nodes[FIRST]["leadUnit"] == [JUSTICE, MARKET]
    assert nodes[SECOND]["supportingUnit"] == [CONCERNED]
    context = document["@context"]
    assert context["leadUnit"] == {"@id": expand("dg:leadUnit"), "@type": "@id", "@container": "@set"}
    assert context["dueDate"] == {"@id": expand("dg:dueDate"), "@type": expand("xsd:date")}
    assert context["title"] == {"@id": expand("dcterms:title"), "@language": "zh"}
    assert context["printedName"] == {"@id": expand("dg:printedName")}
    assert context["oa:hasTarget"] == {"@id": expand("oa:hasTarget"), "@type": "@id"}
    assert context == dict(jsonld.context())


def test_the_context_names_every_predicate_once() -> None:
    context = jsonld.context()
    predicates = [entry["@id"] for entry in context.values() if isinstance(entry, dict)]
    assert sorted(predicates) == sorted(expand(curie) for curie in jsonld.terms())
    assert {t.predicate.value for t in formats.to_rdf(with_histories())} - set(predicates) == {expand("rdf:type")}
    assert set(PREFIXES) < set(context)


def test_every_line_of_a_deadline_and_a_target() -> None:
    """The whole of two nodes, with languages and datatypes, as the sorted lines have them."""
    prefixes = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))

    def block(subject: str) -> list[str]:
        lines = formats.serialize(sample(), "nt").decode().splitlines()
        found = [line.removeprefix(f"<{subject}> ") for line in lines if line.startswith(f"<{subject}>")]
        for prefix, namespace in prefixes:
            found = [re.sub(rf"<{re.escape(namespace)}([\w-]+)>", rf"{prefix}:\1", line) for line in found]
        return found

    assert block(f"{FIRST}/time/1") == [
        'dcterms:identifier "6442bbd1d9f0110b" .',
        "rdf:type dg:Deadline .",
        'rdfs:label "2023年年底前"@zh .',
        f"time:hasEnd <{FIRST}/time/1/end> .",
        'schema:position "1"^^xsd:integer .',
        'dg:dueDate "2023-12-31"^^xsd:date .',
        "dg:precision dg:precisionYear .",
        "dg:statedIn dg:inText .",
        'dg:surface "2023年年底前" .',
        f"dg:textSpan <{DOCUMENT}/source#char=53,61> .",
    ]
    assert block(f"{FIRST}/time/1/end") == [
        "rdf:type time:Instant .",
        'rdfs:label "2023年12月31日"@zh .',
        'time:inXSDDate "2023-12-31"^^xsd:date .',
    ]
    assert block(f"{FIRST}/target/1") == [
        'dcterms:identifier "76a51d428c2f6c4d" .',
        "rdf:type dg:Target .",
        'rdfs:label "持证率：95％以上"@zh .',
        'schema:minValue "95"^^xsd:decimal .',
        'schema:position "1"^^xsd:integer .',
        'schema:unitCode "P1" .',
        'schema:unitText "%" .',
        "dg:comparator dg:atLeast .",
        'dg:indicator "持证率" .',
        'dg:surface "95％以上" .',
        f"dg:textSpan <{DOCUMENT}/source#char=66,71> .",
    ]
    assert block(RULES)[-2:] == ['dg:issuerCode "青政发" .', 'dg:numberYear "2021"^^xsd:gYear .']
    assert 'skos:prefLabel "区市场监督管理局"@zh .' in block(MARKET)


def test_everything_but_ranges_of_text_has_one_label() -> None:
    """A page or a table of an answer can call it something without knowing its class."""
    triples = [*formats.to_rdf(with_histories()), *formats.to_rdf(GRAPHS["a chain"]())]
    labels: dict[str, set[str]] = {}
    for triple in triples:
        found = labels.setdefault(text_of(triple.subject), set())
        if triple.predicate.value == expand("rdfs:label"):
            found.add(text_of(triple.object))
    assert {iri.split("#")[1].split("=")[0] for iri, found in labels.items() if not found} == {
        "char",
        "position",
        "quote",
    }
    assert all(len(found) == 1 for iri, found in labels.items() if "#" not in iri)
    expected = {
        f"{DOCUMENT}/source": "青禾区法治工作任务分解方案（原文）",
        f"{FIRST}/mention/1": "《青禾区执法办法》",
        f"{TOWNS}/membership/1a4a9e53d9db98c7": "各镇 包括单位 青禾区禾丰镇",
        f"{DOCUMENT}/finding/9dffc6ef0aeab488": "“区直有关部门”范围不明",
    }
    assert {iri: labels[iri] for iri in expected} == {iri: {label} for iri, label in expected.items()}
    relations = {
        next(iter(found)) for iri, found in labels.items() if re.search("/(naming|succession|carrying-out)/", iri)
    }
    assert {"青禾区法制办 承继单位为 青禾区司法局", "青禾区市场监督管理局 别名为 区市场监管局"} <= relations
