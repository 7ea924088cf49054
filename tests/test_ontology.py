"""The ontology, the shapes and their page: complete, consistent, and saying of the data what is true of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files
from typing import cast

import owlrl
import pyshacl
import pytest
import rdflib
from _pytest.mark import ParameterSet
from factories import sample_plan
from hypothesis import HealthCheck, given, settings
from ontology_doc import DG, PAGE, curie, in_language, ontology, others, ours, rendered
from plan_strategies import plans
from rdf_cases import GRAPHS, with_histories
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SH, SKOS
from shared import shared_folder

from dutygraph.graph import terms, vocabulary
from dutygraph.graph.build import Graph, build_graph
from dutygraph.graph.model import Plan
from dutygraph.graph.rdf import formats, jsonld
from dutygraph.graph.terms import CONCEPT_CLASSES, PREFIXES, Link, expand

BASE = terms.DEFAULT_BASE
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty)
VANN = rdflib.Namespace("http://purl.org/vocab/vann/")
BIBO = rdflib.Namespace("http://purl.org/ontology/bibo/")
IRI = rdflib.URIRef
HTTPS_INSTANT = IRI("https://www.w3.org/2006/time#Instant")  # as the CCCEV shapes write time:Instant


def iri(name: str) -> rdflib.URIRef:
    """A CURIE as an IRI; what has no known prefix is a path below the base."""
    return IRI(expand(name) if name.split(":")[0] in PREFIXES else f"{BASE}id/{name}")


@pytest.fixture(scope="module")
def onto() -> rdflib.Graph:
    return ontology()


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(data=files("dutygraph.graph").joinpath("data/shapes.ttl").read_text(encoding="utf-8"))


def as_rdflib(graph: Graph) -> rdflib.Graph:
    return rdflib.Graph().parse(data=formats.serialize(graph, "nt"), format="nt")


def merged(data: rdflib.Graph, onto: rdflib.Graph) -> rdflib.Graph:
    whole = rdflib.Graph()
    for triple in (*data, *onto):
        whole.add(triple)
    return whole


def violations(
    data: rdflib.Graph, shapes: rdflib.Graph, nodes: Iterable[rdflib.URIRef] | None = None
) -> set[tuple[str, str, str]]:
    """Focus node below the base, path (the shape's name where it has none) and kind of each violation.

    With ``nodes`` only of these, which is faster, and not to be had of shapes that ask for one of several others.
    """
    asked: list[str | rdflib.URIRef] | None = None if nodes is None else [*nodes]
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", focus_nodes=asked)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus = str(report.value(result, SH.focusNode)).removeprefix(f"{BASE}id/")
        path = report.value(result, SH.resultPath)
        where = curie(path) if isinstance(path, IRI) else ""
        kind = str(report.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH))
        found.add((focus, where, kind.removesuffix("ConstraintComponent")))
    return found


# ---------------------------------------------------------------- the ontology itself
def test_the_header_says_what_it_is(onto: rdflib.Graph) -> None:
    subject = IRI(terms.ONTOLOGY)
    assert onto.value(subject, OWL.versionIRI) == IRI(f"{terms.ONTOLOGY}/0.1.0")
    assert str(onto.value(subject, OWL.versionInfo)) == "0.1.0"
    assert onto.value(subject, DCTERMS.license) == IRI("https://creativecommons.org/licenses/by/4.0/")
    assert str(onto.value(subject, VANN.preferredNamespacePrefix)) == "dg"
    assert str(onto.value(subject, VANN.preferredNamespaceUri)) == str(DG)
    assert onto.value(subject, BIBO.status) == IRI("http://purl.org/ontology/bibo/status/draft")
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert all(in_language(onto, subject, predicate, language) for language in ("zh", "en"))
    for predicate in (DCTERMS.creator, DCTERMS.publisher, DCTERMS.bibliographicCitation):
        assert len(list(onto.objects(subject, predicate))) == 1
    for predicate, day in ((DCTERMS.created, "23"), (DCTERMS.issued, "23"), (DCTERMS.modified, "27")):
        assert onto.value(subject, predicate) == rdflib.Literal(f"2026-11-{day}", datatype=rdflib.XSD.date)
    assert in_language(onto, subject, SKOS.scopeNote, "en").startswith("Nothing is inferred when the data is asked.")
    assert in_language(onto, subject, SKOS.scopeNote, "zh").startswith("查询数据时不作推理。")


def test_every_term_has_names_and_definitions_in_both_languages(onto: rdflib.Graph) -> None:
    named = ours(onto, OWL.Class, *PROPERTIES, OWL.NamedIndividual)
    assert len(named) > 100
    for term in named:
        for language in ("zh", "en"):
            assert in_language(onto, term, RDFS.label, language).strip()
            assert in_language(onto, term, SKOS.definition, language).endswith(("。", "."))
        assert onto.value(term, RDFS.isDefinedBy) == IRI(terms.ONTOLOGY)


def test_every_reused_term_is_named_and_its_use_told_in_both_languages(onto: rdflib.Graph) -> None:
    """Whoever reads the data by the ontology alone learns what 序号 is of a task, and what of an instrument."""
    used = {iri(c) for c in (*jsonld.terms(), *jsonld.classes()) if not c.startswith("dg:")} - {RDFS.label}
    declared = {term for kind in (OWL.Class, *PROPERTIES) for term in onto.subjects(RDF.type, kind)} - {HTTPS_INSTANT}
    used |= {term for term in declared if isinstance(term, IRI) and not term.startswith(DG)}
    assert set(others(onto)) == used
    for term in used:
        for language in ("zh", "en"):
            assert in_language(onto, term, RDFS.label, language).strip()
            assert in_language(onto, term, SKOS.scopeNote, language).endswith(("。", ".")), curie(term)
    note = in_language(onto, iri("eli:number"), SKOS.scopeNote, "en")
    assert note.startswith("The number of a task or section as printed")
    assert note.endswith("of an instrument the serial in its number.")


def test_names_follow_their_kind(onto: rdflib.Graph) -> None:
    for term in ours(onto, OWL.Class):
        assert re.fullmatch(r"dg:[A-Z][A-Za-z]+", curie(term))
    for term in ours(onto, *PROPERTIES, OWL.NamedIndividual):
        assert re.fullmatch(r"dg:[a-z][A-Za-z0-9]+", curie(term))


def test_no_two_terms_of_one_kind_have_one_name(onto: rdflib.Graph) -> None:
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        for language in ("zh", "en"):
            names = [in_language(onto, term, RDFS.label, language) for term in ours(onto, kind)]
            assert sorted(names) == sorted(set(names))


def test_every_property_has_a_domain_and_a_range(onto: rdflib.Graph) -> None:
    for term in ours(onto, *PROPERTIES):
        assert len(list(onto.objects(term, RDFS.domain))) == 1, curie(term)
        assert len(list(onto.objects(term, RDFS.range))) == 1, curie(term)


def test_every_reused_term_is_declared_and_none_redefined(onto: rdflib.Graph) -> None:
    used = {expand(c) for c in (*jsonld.terms(), *jsonld.classes())} - {str(RDFS.label)}
    declared = {str(s) for s in onto.subjects(RDF.type, None)}
    assert used - declared == set()
    for subject, _, source in onto.triples((None, RDFS.isDefinedBy, None)):
        assert str(subject).startswith(str(source)) or str(subject).startswith(f"{str(source).rstrip('#')}")
    for predicate in (RDFS.domain, RDFS.range, OWL.propertyChainAxiom, SKOS.definition):
        for subject in onto.subjects(predicate, None):
            assert str(subject).startswith(terms.ONTOLOGY), (subject, predicate)


def test_what_is_disjoint_is_said_to_be(onto: rdflib.Graph) -> None:
    unions = {
        curie(term): {curie(item) for item in rdflib.collection.Collection(onto, members)}
        for term, members in onto.subject_objects(OWL.disjointUnionOf)
    }
    assert unions == {
        "dg:Assignment": {"dg:LeadAssignment", "dg:ResponsibleAssignment", "dg:SupportingAssignment"},
        "dg:InstrumentMention": {"dg:Citation", "dg:DraftingMandate"},
        "dg:TimeConstraint": {"dg:Deadline", "dg:Period", "dg:Recurrence", "dg:TimeLimit", "dg:Ongoing"},
    }
    assert (DG.Unit, OWL.disjointWith, DG.UnitGroup) in onto
    assert len(list(onto.subjects(RDF.type, OWL.AllDisjointClasses))) == 2


# ---------------------------------------------------------------- one table for both sides
def test_every_class_is_in_the_vocabulary_and_the_other_way_round(onto: rdflib.Graph) -> None:
    statements = [edge.rdf for edge in vocabulary.EDGE_TYPES if not isinstance(edge.rdf, Link)]
    known = {
        *jsonld.classes(),
        *(node.rdf_class for node in vocabulary.NODE_TYPES),
        *(statement.parent for statement in statements if statement.parent),
        *CONCEPT_CLASSES,
    }
    assert {curie(term) for term in ours(onto, OWL.Class)} == {c for c in known if c.startswith("dg:")}


def test_every_property_is_in_the_vocabulary_and_the_other_way_round(onto: rdflib.Graph) -> None:
    """What the ontology has beyond the data is above a property of the data, or its inverse."""
    used = {c for c in jsonld.terms() if c.startswith("dg:")}
    declared = {curie(term) for term in ours(onto, *PROPERTIES)}
    assert used - declared == set()
    assert declared - used == {
        "dg:hasAssignment",
        "dg:hasInstrumentMention",
        "dg:involvedUnit",
    }


def test_every_concept_is_in_the_vocabulary_and_the_other_way_round(onto: rdflib.Graph) -> None:
    for name, concepts in CONCEPT_CLASSES.items():
        assert {curie(term) for term in onto.subjects(RDF.type, iri(name))} == set(concepts.values())
    for value, concept in terms.COMPARATORS.items():
        assert str(onto.value(iri(concept), SKOS.notation)) == value
    for prop in (p for node in vocabulary.NODE_TYPES for p in node.properties):
        assert prop.rdf is None or not prop.rdf.concepts or tuple(prop.rdf.concepts) == prop.values


def test_no_predicate_has_two_forms() -> None:
    uses = {(predicate, form) for predicate, form, _ in jsonld.forms()}
    assert len(uses) == len(jsonld.terms())


def test_every_time_label_has_its_kind() -> None:
    kinds = {node.label for node in vocabulary.NODE_TYPES if node.parent == "TimeConstraint"}
    assert set(vocabulary.TIME_LABELS.values()) == kinds


def test_shapes_use_declared_terms_only(onto: rdflib.Graph, shapes: rdflib.Graph) -> None:
    named = {str(term) for triple in shapes for term in triple if isinstance(term, IRI) and term.startswith(DG)}
    queries = " ".join(str(query) for query in shapes.objects(None, SH.select))
    named |= {expand(name) for name in re.findall(r"\bdg:\w+", queries)}
    assert named - {str(term) for term in onto.subjects()} == set()


def test_every_class_of_the_data_has_a_shape(shapes: rdflib.Graph) -> None:
    targets = {curie(target) for target in shapes.objects(None, SH.targetClass)}
    expected = {c for c in jsonld.classes() if c.startswith("dg:")} - {"dg:ProposedInstrument", *CONCEPT_CLASSES}
    assert expected - targets == set()


def test_the_page_is_up_to_date() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert rendered(page) == page
    assert "| `dg:LeadAssignment` | 牵头分工 | 以“牵头”“主办”“汇总”等字样列名的分工。 | `dg:Assignment` |" in page


# ---------------------------------------------------------------- the shapes
@pytest.mark.parametrize("name", [name for name in GRAPHS if name != "empty"])
def test_exports_are_valid(name: str, onto: rdflib.Graph, shapes: rdflib.Graph) -> None:
    assert violations(merged(as_rdflib(GRAPHS[name]()), onto), shapes) == set()


def test_the_shapes_are_valid_shapes(onto: rdflib.Graph, shapes: rdflib.Graph) -> None:
    data = as_rdflib(build_graph([sample_plan()])) + onto
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes, inference="none", meta_shacl=True)
    assert conforms, text


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_any_plan_is_valid(plan: Plan) -> None:
    shapes = rdflib.Graph().parse(data=files("dutygraph.graph").joinpath("data/shapes.ttl").read_text(encoding="utf-8"))
    assert violations(merged(as_rdflib(build_graph([plan])), ontology()), shapes) == set()


PLAN = "document/32f6cd3bb2b04638"
TASK, NEXT = f"{PLAN}/task/9769dece8bf467b8", f"{PLAN}/task/1391ee5e0baf5b41"
JUSTICE, MARKET, FINANCE = "unit/2bdaa07c9b2a59e8", "unit/c895fc3e1dfbdd9d", "unit/c3c958950d9753e9"
TOWNS, CONCERNED, PLACE = "group/3ddd2c4e58966946", "group/d5beab0deeb6a648", "place/acca3215b619c9f7"
RULES, LISTED = "instrument/d3a4b918f94411a8", "instrument/61c2844def7d7eb1"
OLD, TOWN = "unit/99f09ce0ddaa4038", "unit/1a4a9e53d9db98c7"
Value = str | rdflib.Literal | None


def lit(text: str, kind: str = "") -> rdflib.Literal:
    """A literal: plain, in a language (``@zh``) or with a datatype."""
    if kind.startswith("@"):
        return rdflib.Literal(text, lang=kind[1:])
    return rdflib.Literal(text, datatype=IRI(expand(kind)) if kind else None, normalize=False)


def changed(data: rdflib.Graph, subject: str, predicate: str, value: Value) -> rdflib.Graph:
    """Every value of (subject, predicate) taken away, then the new one set, if there is one.

    A predicate that begins with ``+`` gets a further value.
    """
    about = iri(subject), iri(predicate.removeprefix("+"))
    if not predicate.startswith("+"):
        assert (*about, None) in data, f"nothing to spoil: {subject} {predicate}"
        data.remove((*about, None))
    if value is not None:
        data.add((*about, value if isinstance(value, rdflib.Literal) else iri(value)))
    return data


def fault(
    name: str, kind: str, subject: str, predicate: str, value: Value = None, *, at: str = "", path: str = ""
) -> ParameterSet:
    """A change, and the violation it must give: of the changed value, or elsewhere (``at``, ``path``)."""
    expected = (at, path, kind) if at else (subject, predicate.removeprefix("+"), kind)
    return pytest.param((subject, predicate, value), expected, id=name)


LEAD, CITATION, MANDATE = f"{TASK}/assignment/lead/1", f"{TASK}/mention/1", f"{NEXT}/mandate/1"
DEADLINE, TARGET, YEARLY, PERIOD = f"{TASK}/time/1", f"{TASK}/target/1", f"{NEXT}/time/1", f"{NEXT}/time/5"
SECTION, FINDING = f"{PLAN}/section/1", f"{PLAN}/finding/9dffc6ef0aeab488"
MEMBER = f"{TOWNS}/membership/1a4a9e53d9db98c7"
SOURCE = f"{PLAN}/source"
SPAN, RANGE, QUOTE = (f"{SOURCE}#{name}=29,38" for name in ("char", "position", "quote"))

FAULTS = [
    # documents and tasks
    fault("plan without title", "MinCount", PLAN, "dcterms:title"),
    fault("plan without text", "MinCount", PLAN, "dcterms:source"),
    fault("document number", "Pattern", PLAN, "eli:id_local", lit("青政办发[2022]7号")),
    fault("section level", "MinInclusive", SECTION, "dg:level", lit("0", "xsd:integer")),
    fault("task without words", "MinCount", TASK, "dcterms:description"),
    fault("task without place", "MinCount", TASK, "dg:textSpan"),
    fault("time without label", "MinCount", DEADLINE, "rdfs:label"),
    fault("task with two numbers", "MaxCount", TASK, "+eli:number", lit("2")),
    fault("section outside its plan", "SPARQL", SECTION, "eli:is_part_of", SECTION, at=PLAN),
    fault("finding about a unit", "Or", FINDING, "oa:hasTarget", JUSTICE),
    # assignments
    fault("direct link alone", "Equals", TASK, "+dg:leadUnit", FINANCE, at=TASK),
    fault("assignment alone", "Equals", TASK, "dg:responsibleUnit", FINANCE, at=TASK),
    fault("citation alone", "Equals", TASK, "eli:cites", at=TASK),
    fault("assignment without unit", "MinCount", LEAD, "cv:hasParticipant"),
    fault("assignment of a place", "Or", LEAD, "cv:hasParticipant", PLACE),
    fault("assignment in another role", "HasValue", LEAD, "cv:role", "dg:roleResponsible"),
    fault("assignment of two tasks", "MaxCount", NEXT, "+dg:hasLeadAssignment", LEAD, at=LEAD),
    fault("assignment without name", "MinCount", LEAD, "dg:printedName"),
    fault("principal unsaid", "MinCount", LEAD, "dg:principal"),
    # units
    fault("unit without name", "MinCount", JUSTICE, "skos:prefLabel"),
    fault("two units of one name", "SPARQL", JUSTICE, "skos:prefLabel", lit("区财政局", "@zh"), at=PLACE),
    fault("unit that is a group", "Not", JUSTICE, "+rdf:type", "dg:UnitGroup", at=JUSTICE),
    fault("unit of no type", "MinCount", JUSTICE, "org:classification"),
    fault("unit of itself", "SPARQL", TOWN, "org:subOrganizationOf", TOWN, at=TOWN),
    fault("member without roster", "Equals", TOWNS, "+foaf:member", FINANCE),
    fault("roster without source", "MinCount", MEMBER, "dg:basis"),
    fault("unknown extent", "Class", CONCERNED, "dg:extent", "dg:roleLead"),
    fault("alias alone", "Equals", MARKET, "dg:hasAlias", at=MARKET),
    fault("successor alone", "Equals", OLD, "dg:succeededBy", at=OLD),
    fault("division code", "Pattern", PLACE, "skos:notation", lit("1506")),
    # instruments
    fault("title in brackets", "Pattern", RULES, "dcterms:title", lit("《办法》", "@zh")),
    fault("year that is no year", "Datatype", RULES, "dg:numberYear", lit("2021")),
    fault("citation without words", "MinCount", CITATION, "dg:surface"),
    fault("mandate for what exists", "Class", LISTED, "rdf:type", "dg:Instrument", at=MANDATE, path="dg:instrument"),
    # time
    fault("two last days", "Equals", f"{DEADLINE}/end", "time:inXSDDate", lit("2022-01-01", "xsd:date"), at=DEADLINE),
    fault("day that is no day", "Datatype", DEADLINE, "dg:dueDate", lit("年底")),
    fault("deadline that begins", "MaxCount", DEADLINE, "+time:hasBeginning", f"{DEADLINE}/end"),
    fault("two kinds of time", "Xone", DEADLINE, "+rdf:type", "dg:Ongoing", at=DEADLINE),
    fault("period that ends first", "LessThanOrEquals", PERIOD, "dg:startDate", lit("2025-01-01", "xsd:date")),
    fault("rule that is none", "Pattern", YEARLY, "dg:rrule", lit("每年")),
    fault("thirteenth month", "MaxInclusive", YEARLY, "schema:byMonth", lit("13", "xsd:integer")),
    fault("window that is none", "Pattern", YEARLY, "dg:windowEnd", lit("1月8日")),
    # targets
    fault("other comparator", "Xone", TARGET, "dg:comparator", "dg:atMost", at=TARGET),
    fault("second value", "Xone", TARGET, "+schema:maxValue", lit("99", "xsd:decimal"), at=TARGET),
    fault("value that is no number", "Xone", TARGET, "schema:minValue", lit("九成"), at=TARGET),
    # source and spans
    fault("hash", "Pattern", SOURCE, "dg:textSha256", lit("84941b10")),
    fault("span without source", "MinCount", SPAN, "oa:hasSource"),
    fault("longer span", "SPARQL", RANGE, "oa:end", lit("99", "xsd:nonNegativeInteger"), at=SOURCE),
    fault("other words", "SPARQL", QUOTE, "oa:exact", lit("《青禾区执法条例》"), at=SOURCE),
    fault("offset that is no number", "Datatype", RANGE, "oa:start", lit("x"), at=SPAN),
]


@pytest.fixture(scope="module")
def sound(onto: rdflib.Graph) -> rdflib.Graph:
    """The graph that each fault is seeded in, and taken out of again."""
    return merged(as_rdflib(with_histories()), onto)


def test_without_a_fault_nothing_is_reported(sound: rdflib.Graph, shapes: rdflib.Graph) -> None:
    expected = (cast("tuple[str, str, str]", fault.values[1]) for fault in FAULTS)
    faulty = {iri(node) for node, _, _ in expected}
    assert violations(sound, shapes) == violations(sound, shapes, faulty) == set()


@pytest.mark.parametrize(("change", "expected"), FAULTS)
def test_seeded_faults_are_caught(
    change: tuple[str, str, Value], expected: tuple[str, str, str], sound: rdflib.Graph, shapes: rdflib.Graph
) -> None:
    subject, predicate, _ = change
    about = iri(subject), iri(predicate.removeprefix("+")), None
    before = list(sound.triples(about))
    nodes = None if expected[2] in ("Or", "Xone", "Not") else [iri(expected[0])]
    try:
        assert expected in violations(changed(sound, *change), shapes, nodes)
    finally:
        sound.remove(about)
        for triple in before:
            sound.add(triple)


# ---------------------------------------------------------------- OWL 2 RL
SHORTCUTS = {
    DG[name]
    for name in (
        "leadUnit",
        "responsibleUnit",
        "supportingUnit",
        "citesInstrument",
        "mandatesDraftingOf",
        "hasAlias",
        "includesUnit",
        "succeededBy",
    )
}


def closure(*graphs: rdflib.Graph) -> rdflib.Graph:
    closed = rdflib.Graph()
    for graph in graphs:
        for triple in graph:
            closed.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
    return closed


def contradictions(closed: rdflib.Graph) -> list[str]:
    """The errors that owlrl found, which it writes into the graph."""
    return [str(text) for text in closed.objects(None, IRI("http://www.daml.org/2002/03/agents/agent-ont#error"))]


def test_owl_rl_derives_the_shortcuts_and_nothing_against_them(onto: rdflib.Graph) -> None:
    data = as_rdflib(with_histories())
    asserted = {triple for triple in data if triple[1] in SHORTCUTS}
    assert {predicate for _, predicate, _ in asserted} == SHORTCUTS
    for triple in asserted:
        data.remove(triple)
    closed = closure(data, onto)
    assert {triple for triple in closed if triple[1] in SHORTCUTS} == asserted
    assert contradictions(closed) == []
    assert (iri(JUSTICE), DG.leads, iri(NEXT)) in closed
    assert (iri(NEXT), DG.involvedUnit, iri(CONCERNED)) in closed
    assert (iri(TOWNS), iri("foaf:member"), iri(TOWN)) in closed


def test_owl_rl_finds_a_unit_that_is_a_group(onto: rdflib.Graph) -> None:
    data = changed(as_rdflib(with_histories()), JUSTICE, "+rdf:type", "dg:UnitGroup")
    assert any("2bdaa07c9b2a59e8" in error for error in contradictions(closure(data, onto)))


# ---------------------------------------------------------------- shapes of others (whole documents: test_quality)
@pytest.mark.parametrize("name", ["cpov-2.1.2", "cpsv-ap-3.2.0", "cpev-1.1.1", "cccev-2.1.0"])
def test_the_published_shapes_hold(name: str, onto: rdflib.Graph) -> None:
    """Shapes that others wrote: public organisations, services and participations, events, periods of time."""
    published = rdflib.Graph().parse(shared_folder() / "linked-data" / "external" / "shapes" / f"{name}-SHACL.ttl")
    data = as_rdflib(with_histories())
    assert violations(merged(data, onto), published) == set()
