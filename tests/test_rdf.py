"""RDF out and in: five formats say the same, in the same bytes, and give the same graph back."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from factories import TEXT, place, sample_plan, unit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plan_strategies import plans
from rdf_cases import (
    BASE,
    DOCUMENT,
    FIRST,
    GRAPHS,
    JUSTICE,
    bare_plan,
    in_default_graph,
    parsed,
    said,
    same_graph,
    sample,
    two_plans_of_one_file,
    with_histories,
)
from shared import shared_folder

from dutygraph.graph.build import Graph, add_edge, build_graph
from dutygraph.graph.errors import BadParameter, UnreadableDocument
from dutygraph.graph.model import Plan, Span, TimeConstraint
from dutygraph.graph.rdf import formats
from dutygraph.graph.rdf.literals import canonical_duration, month_days, repeat_frequency
from dutygraph.graph.rdf.ontology import concepts
from dutygraph.graph.rdf.text import text_of
from dutygraph.graph.terms import EXTRA_TERMS, expand
from dutygraph.ingest.extract import extract_document

FORMATS = list(formats.FORMATS)
RDFLIB_NAMES = {"turtle": "turtle", "nt": "nt", "jsonld": "json-ld", "xml": "xml"}

# rdflib's own TriG and JSON-LD parsers use what rdflib calls deprecated.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]


def canonical_hash(quads: Iterable[ox.Quad]) -> str:
    """RDFC-1.0 hash."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return hashlib.sha256("".join(sorted(f"{quad} .\n" for quad in dataset)).encode()).hexdigest()


def read_by_rdflib(data: bytes, name: str) -> set[ox.Quad]:
    """What rdflib reads, its normalising of literals left on."""
    found = rdflib.Graph()
    if name == "trig":
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=data, format="trig")
        for triple in dataset.triples((None, None, None)):
            found.add(triple)
    else:
        found.parse(data=data, format=RDFLIB_NAMES[name])
    return in_default_graph(parsed(found.serialize(format="nt", encoding="utf-8"), "nt"))


@pytest.fixture(scope="module", params=list(GRAPHS))
def graph(request: pytest.FixtureRequest) -> Graph:
    return GRAPHS[request.param]()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_graph_back(graph: Graph, name: str) -> None:
    data = formats.serialize(graph, name)
    read = formats.from_rdf(data, name)
    assert same_graph(graph, read)
    assert formats.serialize(read, name) == data


@pytest.mark.parametrize("name", FORMATS)
def test_both_libraries_read_the_same_triples_in_every_format(graph: Graph, name: str) -> None:
    expected = canonical_hash(in_default_graph(formats.to_rdf(graph)))
    data = formats.serialize(graph, name)
    assert canonical_hash(in_default_graph(parsed(data, name))) == expected
    assert canonical_hash(read_by_rdflib(data, name)) == expected


def test_no_blank_nodes_and_only_ascii_iris_below_the_base(graph: Graph) -> None:
    for triple in formats.to_rdf(graph):
        assert isinstance(triple.subject, ox.NamedNode)
        assert triple.subject.value.startswith(f"{BASE}id/") or triple.subject.value in concepts()
        for term in (triple.subject, triple.predicate, triple.object):
            assert isinstance(term, ox.NamedNode | ox.Literal)
            assert not isinstance(term, ox.NamedNode) or term.value.isascii()


def test_lines_are_sorted_and_canonical() -> None:
    data = formats.serialize(with_histories(), "nt")
    lines = data.splitlines(keepends=True)
    assert lines == sorted(set(lines))
    assert ox.serialize(ox.parse(data, format=ox.RdfFormat.N_TRIPLES), format=ox.RdfFormat.N_TRIPLES) == data


def test_every_subject_of_turtle_stands_by_itself() -> None:
    """Concepts too, which begin with a prefix."""
    for name, space in (("turtle", ""), ("trig", "\t")):
        text = formats.serialize(with_histories(), name).decode()
        assert f" .\n\n{space}dg:atLeast a dg:Comparator ;" in text
        ends = re.findall(r" \.\n(\n?\t?.)", text.split("\n\n", 1)[1])  # after the prefixes
        assert {end[:-1] for end in ends if end[-1] != "}"} == {f"\n{space}"}


def test_equal_graphs_give_equal_bytes_in_any_process_and_order() -> None:
    script = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import hashlib, random
import networkx as nx
from rdf_cases import with_histories
from dutygraph.graph.rdf import formats
graph = with_histories()
nodes, edges = list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))
random.shuffle(nodes)
random.shuffle(edges)
shuffled = nx.MultiDiGraph()
shuffled.add_nodes_from(nodes)
shuffled.add_edges_from(edges)
print(*(hashlib.sha256(formats.serialize(shuffled, name)).hexdigest() for name in formats.FORMATS))
"""
    runs = [subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True) for _ in "ab"]
    here = " ".join(hashlib.sha256(formats.serialize(with_histories(), name)).hexdigest() for name in FORMATS)
    assert [run.stdout.strip() for run in runs] == [here, here]


@pytest.mark.no_cover  # the graphs of GRAPHS take the same lines
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(plans(), min_size=1, max_size=2, unique_by=lambda plan: plan.key))
def test_any_plans_survive_every_format(drawn: list[Plan]) -> None:
    graph = build_graph(drawn)
    expected = in_default_graph(formats.to_rdf(graph))
    for name in FORMATS:
        data = formats.serialize(graph, name)
        assert in_default_graph(parsed(data, name)) == expected, name
        assert same_graph(graph, formats.from_rdf(data, name)), name


@pytest.mark.no_cover
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_rdflib_reads_any_plan_the_same(plan: Plan) -> None:
    graph = build_graph([plan])
    expected = in_default_graph(formats.to_rdf(graph))
    for name in FORMATS:
        assert read_by_rdflib(formats.serialize(graph, name), name) == expected, name


def test_two_plans_of_one_file_share_the_source_node() -> None:
    graph = two_plans_of_one_file()
    assert [node for node in graph if node.startswith("Source:")] == ["Source:5477d0e99cb0ae30"]
    assert same_graph(graph, formats.from_rdf(formats.serialize(graph, "trig"), "trig"))


def test_each_document_has_a_named_graph_with_all_it_names() -> None:
    plans = sample_plan(), sample_plan(place("150603", "白泉区"))
    quads = parsed(formats.serialize(build_graph(plans), "trig"), "trig")
    for plan in plans:
        name = ox.NamedNode(f"{BASE}graph/document/{plan.key}")
        alone = in_default_graph(formats.to_rdf(build_graph([plan])))
        assert in_default_graph(quad for quad in quads if quad.graph_name == name) == alone
    assert {quad.graph_name for quad in quads} == {ox.NamedNode(f"{BASE}graph/document/{plan.key}") for plan in plans}


def test_what_no_document_names_stands_in_the_default_graph() -> None:
    graph = sample()
    alone = build_graph([bare_plan()])
    for node, attributes in alone.nodes(data=True):
        if node.startswith("Unit:"):
            graph.add_node(node, **attributes)
    quads = parsed(formats.serialize(graph, "trig"), "trig")
    key = dataclasses.replace(unit("区司法局"), jurisdiction=None).key
    kind = expand("dg:typeGovernmentOrgan")  # named by it, and so described
    assert {text_of(q.subject) for q in quads if q.graph_name == ox.DefaultGraph()} == {f"{BASE}id/unit/{key}", kind}


def test_concepts_that_are_named_have_their_names() -> None:
    """Nobody has to fetch the ontology to read that a unit is a 政府机构, or what role it has."""
    data = formats.to_rdf(with_histories())
    named = {t.object.value for t in data if isinstance(t.object, ox.NamedNode) and t.object.value in concepts()}
    said_of = {text_of(t.subject): t.object for t in data if t.predicate.value == expand("rdfs:label")}
    assert len(named) > 15
    assert {iri for iri in said_of if iri in concepts()} == named
    assert said_of[expand("dg:roleLead")] == ox.Literal("牵头", language="zh")


def test_the_base_is_a_parameter() -> None:
    data = formats.serialize(sample(), "nt", "http://127.0.0.1:8000/")
    assert same_graph(sample(), formats.from_rdf(data, "nt", "http://127.0.0.1:8000/"))
    moved = data.replace(b"<http://127.0.0.1:8000/", b"<https://w3id.org/dutygraph/")
    identifiers = b'"document/'
    assert sorted(moved.splitlines()) == formats.serialize(sample(), "nt").splitlines()
    assert identifiers in moved


@pytest.mark.parametrize("base", ["https://例.cn/", "https://w3id.org/dutygraph", "dutygraph/", "http://a b/", ""])
def test_a_base_that_is_none_is_refused(base: str) -> None:
    with pytest.raises(BadParameter) as refused:
        formats.serialize(sample(), "nt", base)
    assert str(refused.value) == (
        f"参数 base_iri：{f'收到“{base}”' if base else '没有给出'}，应为以 / 结尾、只含 ASCII 字符的绝对 IRI，如 https://w3id.org/dutygraph/。"
    )


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(BadParameter) as refused:
        formats.serialize(sample(), "rdf")
    assert str(refused.value) == "参数 format：收到“rdf”，应为 turtle、nt、jsonld、xml、trig 之一。"
    with pytest.raises(BadParameter):
        formats.from_rdf(b"", "n3")


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        pytest.param(b"<a> <b>", "nt", "无法解析", id="broken line"),
        pytest.param(b"{", "jsonld", "无法解析", id="broken JSON"),
        pytest.param(
            f"<{BASE}id/unit/1> a <{expand('dg:Unit')}> .".encode(), "turtle", "缺少 skos:prefLabel", id="no name"
        ),
        pytest.param(
            f"<{FIRST}> a <{expand('dg:Task')}> .".encode(),
            "turtle",
            "应有一个 dcterms:identifier，实有 0 个",
            id="no key",
        ),
    ],
)
def test_what_is_no_export_is_refused(data: bytes, name: str, why: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        formats.from_rdf(data, name)
    assert why in str(refused.value)


def test_a_triple_term_is_refused() -> None:
    line = f'<{FIRST}> <{expand("rdfs:label")}> <<( <{FIRST}> <{expand("eli:number")}> "1" )>> .\n'
    with pytest.raises(UnreadableDocument, match=r"not an RDF 1\.1 term"):
        formats.from_rdf(formats.serialize(sample(), "nt") + line.encode(), "nt")


def test_a_task_without_its_plan_is_no_graph() -> None:
    graph = sample()
    graph.remove_edge("Section:32f6cd3bb2b04638-ef2794d604ad962a", "Plan:32f6cd3bb2b04638")
    with pytest.raises(ValueError, match="Section:32f6cd3bb2b04638-ef2794d604ad962a belongs to no plan"):
        formats.serialize(graph, "nt")


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("PT24H", "P1D"),
        ("P2W", "P14D"),
        ("P14M", "P1Y2M"),
        ("PT90M", "PT1H30M"),
        ("PT1.50S", "PT1.5S"),
        ("PT0H", "PT0S"),
        ("P", None),
        ("P1DT", None),
        ("15日", None),
        ("", None),
    ],
)
def test_durations_have_one_canonical_form(text: str, canonical: str | None) -> None:
    assert canonical_duration(text) == canonical


@pytest.mark.parametrize(
    ("rule", "round_", "days"),
    [
        ("FREQ=YEARLY;INTERVAL=2", "P2Y", ()),
        ("FREQ=MONTHLY;INTERVAL=12", "P1Y", ()),
        ("FREQ=WEEKLY", "P7D", ()),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1", "P1Y", (-1,)),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "P1M", (1, 15)),
        ("FREQ=SECONDLY", None, ()),
        ("", None, ()),
    ],
)
def test_rules_have_a_round_and_days(rule: str, round_: str | None, days: tuple[int, ...]) -> None:
    assert repeat_frequency(rule) == round_
    assert month_days(rule) == days


def test_a_boolean_is_true_or_false() -> None:
    data = formats.serialize(sample(), "nt").replace(b'"true"^^', '"是"^^'.encode())
    with pytest.raises(UnreadableDocument, match="dg:principal 的值“是”无效"):
        formats.from_rdf(data, "nt")


def test_a_value_of_the_wrong_form_is_named() -> None:
    data = formats.serialize(sample(), "nt").replace(b'"2023-12-31"', '"年底"'.encode())
    with pytest.raises(UnreadableDocument) as refused:
        formats.from_rdf(data, "nt")
    assert str(refused.value) == (
        f"RDF（nt）：<{FIRST}/time/1> dg:dueDate 的值“年底”无效。请使用 dutygraph export rdf 导出的文件。"
    )


def test_a_statement_without_its_unit_is_refused() -> None:
    lines = formats.serialize(sample(), "nt").splitlines(keepends=True)
    data = b"".join(line for line in lines if not (b"hasParticipant" in line and b"lead/2" in line))
    with pytest.raises(UnreadableDocument, match="assignment/lead/2> 应有一个 cv:hasParticipant，实有 0 个"):
        formats.from_rdf(data, "nt")


def test_two_things_never_share_an_iri() -> None:
    graph = sample()
    again = {"position": 1, "surface": "区财政局", "principal": True}
    add_edge(graph, "Unit:c3c958950d9753e9", "LEADS", "Task:32f6cd3bb2b04638-9769dece8bf467b8", again)
    with pytest.raises(ValueError, match=f"two things would have the IRI <{FIRST}/assignment/lead/1>"):
        formats.serialize(graph, "nt")


def test_only_what_the_graph_said_is_read_back() -> None:
    """Without the derived triples, and with all that an RDF store may add, the graph is the same."""
    kept = {"dg:textSpan", "oa:hasSelector", "oa:start", "oa:end", "dcterms:title", "dcterms:description", "rdfs:label"}
    derived = {expand(term.predicate) for term in EXTRA_TERMS if term.predicate not in kept}
    shortcuts = {expand(f"dg:{name}") for name in ("leadUnit", "responsibleUnit", "hasAlias", "includesUnit")}
    triples = [t for t in formats.to_rdf(with_histories()) if t.predicate.value not in derived | shortcuts]
    for subject, curie in ((JUSTICE, "foaf:Agent"), (f"{FIRST}/time/1", "dg:TimeConstraint")):
        iris = (subject, expand("rdf:type"), expand(curie))
        triples.append(ox.Triple(*(ox.NamedNode(iri) for iri in iris)))
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    assert same_graph(with_histories(), formats.from_rdf(data, "nt"))


def with_durations(*durations: str) -> Graph:
    plan = sample_plan()
    limits = tuple(
        TimeConstraint("duration", f"{value}内", value, Span(0, 2), position, business_days=True)
        for position, value in enumerate(durations, 1)
    )
    task = dataclasses.replace(plan.tasks[0], dates=limits)
    return build_graph([dataclasses.replace(plan, tasks=(task,), findings=())])


def test_a_store_that_keeps_values_changes_nothing() -> None:
    """pyoxigraph's store writes literals its own way (PT24H as P1D): ours are written so from the start."""
    graph = with_durations("PT24H", "P2W", "P14M", "PT90M", "P5Y")
    triples = formats.to_rdf(graph)
    assert [said(triples, f"{FIRST}/time/{n}", "dg:statedDuration").pop() for n in range(1, 6)] == [
        "PT24H", "P2W", "P14M", "PT90M", "P5Y",
    ]  # fmt: skip
    assert [said(triples, f"{FIRST}/time/{n}", "time:hasXSDDuration").pop() for n in range(1, 6)] == [
        "P1D", "P14D", "P1Y2M", "PT1H30M", "P5Y",
    ]  # fmt: skip
    store = ox.Store()
    store.extend(in_default_graph(triples))
    data = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""
    # Only the datatype of offsets is widened: Web Annotation wants xsd:nonNegativeInteger, the store says integer.
    narrowed = data.replace(b"XMLSchema#integer", b"XMLSchema#nonNegativeInteger")
    expected = formats.serialize(graph, "nt").replace(b"XMLSchema#integer", b"XMLSchema#nonNegativeInteger")
    assert sorted(narrowed.splitlines()) == sorted(expected.splitlines())
    assert same_graph(graph, formats.from_rdf(data, "nt"))


def test_control_characters_stand_as_their_pictures_and_come_back() -> None:
    plan = sample_plan()
    text = TEXT.replace("\n牵头部门", "\f牵头部门").replace("制度\n", "制度\r\n")
    source = dataclasses.replace(plan.source, text_sha256=hashlib.sha256(text.encode()).hexdigest())
    graph = build_graph([dataclasses.replace(plan, text=text, source=source)])
    assert said(formats.to_rdf(graph), f"{DOCUMENT}/source", "schema:text") == {text.replace("\f", "\u240c")}
    for name in FORMATS:
        assert same_graph(graph, formats.from_rdf(formats.serialize(graph, name), name)), name


def test_a_picture_that_the_text_has_itself_stays() -> None:
    plan = sample_plan()
    text = f"{TEXT}\u240c"
    source = dataclasses.replace(plan.source, text_sha256=hashlib.sha256(text.encode()).hexdigest())
    graph = build_graph([dataclasses.replace(plan, text=text, source=source)])
    assert same_graph(graph, formats.from_rdf(formats.serialize(graph, "xml"), "xml"))


def test_the_conformance_document() -> None:
    document = extract_document(shared_folder() / "conformance" / "dongsheng-2022.txt")
    graph = build_graph(document.plans)
    expected = formats.serialize(graph, "nt")
    justice = next(n for n, a in graph.nodes(data=True) if a["labels"] == ("Unit",) and a["name"] == "区司法局")
    led = f"<{expand('dg:leadUnit')}> <{BASE}id/unit/{graph.nodes[justice]['key']}> ."
    assert expected.decode().count(led) == 52
    for name in FORMATS:
        data = formats.serialize(graph, name)
        assert in_default_graph(parsed(data, name)) == in_default_graph(parsed(expected, "nt"))
        assert same_graph(graph, formats.from_rdf(data, name))
