"""The dataset described for catalogues and programs: DCAT 3, VoID, and SPARQL's own description of the service.

Counts, sizes and hashes are of the copy that is served. There are no blank nodes: parts of the description have
#-addresses in it. Of each named graph it is told by which reading it came about (PROV): a time would make the graphs
of equal documents differ, so the data itself has none. What others define (licence, media types, language) is named
with its type, as the shapes of DCAT-AP ask.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

from dutygraph.graph.rdf.formats import FORMATS
from dutygraph.graph.rdf.ontology import ontology_version
from dutygraph.graph.rdf.snapshot import DUMPS, Dump, Snapshot
from dutygraph.graph.revision import read_mark
from dutygraph.graph.terms import DEFAULT_LICENCE, ONTOLOGY, PREFIXES

# Prefixes of the description, beside those of the data.
DESCRIBING: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "formats": "http://www.w3.org/ns/formats/",
    "prov": "http://www.w3.org/ns/prov#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
}
_GRAPH: Final = "graph/document/"
_W3C: Final = "http://www.w3.org/ns/"
_ALL: Final = {**PREFIXES, **DESCRIBING}
_IANA: Final = "https://www.iana.org/assignments/media-types/"
_FILE_TYPES: Final = {
    "turtle": "RDF_TURTLE",
    "nt": "RDF_N_TRIPLES",
    "jsonld": "JSON_LD",
    "xml": "RDF_XML",
    "trig": "RDF_TRIG",
}
_W3C_FORMATS: Final = {"turtle": "Turtle", "nt": "N-Triples", "jsonld": "JSON-LD", "xml": "RDF_XML", "trig": "TriG"}
_RESULTS: Final = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_EU: Final = "http://publications.europa.eu/resource/authority/"
_CHINESE: Final = f"{_EU}language/ZHO"
_WORDS: Final = {
    "catalog": ("政府任务知识图谱目录", "Government task graph catalogue"),
    "dataset": ("政府任务分解数据集", "Government task breakdown dataset"),
    "service": ("SPARQL 1.1 查询端点", "SPARQL 1.1 query endpoint"),
    "asked": (
        "查询时不作推理：直接关系载于数据，逆属性、上位类和上位属性只载于本体。",
        "Nothing is inferred: direct links are in the data; inverse properties, superclasses and superproperties are "
        "stated in the ontology only.",
    ),
    "reading": ("读入方案的文件，写成命名图", "The reading of a plan's file into its named graph"),
    "theme": ("政府与公共部门", "Government and public sector"),
    "about": (
        "从任务分解方案抽取的任务、单位、时限、指标和引用文件，每条事实都可追溯到原文的字符区间。",
        "Tasks, units, deadlines, targets and cited instruments read from task-breakdown plans, "
        "every fact traceable to a range of characters.",
    ),
}


def describe_dataset(snapshot: Snapshot, licence: str = DEFAULT_LICENCE) -> list[Triple]:
    """Return the description of catalogue, dataset, distributions and query service; writes the dumps to count them."""
    said = _Description(snapshot.base, licence)
    dumps = [snapshot.dump(name) for name in DUMPS]
    _catalog(said, snapshot)
    _dataset(said, snapshot, dumps)
    for dump in dumps:
        _distribution(said, dump)
    _counts(said, snapshot)
    return [*said.triples, *describe_service(snapshot, licence), *_stubs(said)]


def describe_service(snapshot: Snapshot, licence: str = DEFAULT_LICENCE) -> list[Triple]:
    """Return SPARQL's description of the query service and of the graphs that it asks."""
    said = _Description(snapshot.base, licence)
    service, endpoint = said.iri("sparql#service"), said.iri("sparql")
    said.add(service, "rdf:type", "sd:Service", "dcat:DataService")
    said.name(service, "service")
    said.add(service, "dcat:endpointURL", endpoint)
    said.add(service, "dcat:endpointDescription", endpoint)
    said.add(service, "dcat:servesDataset", said.iri("dataset"))
    said.add(service, "dcterms:license", said.licence)
    said.add(service, "dcterms:publisher", said.iri("dataset#publisher"))
    said.add(service, "dcterms:conformsTo", NamedNode("https://www.w3.org/TR/sparql11-protocol/"))
    said.add(service, "sd:endpoint", endpoint)
    said.add(service, "sd:supportedLanguage", "sd:SPARQL11Query")
    said.add(service, "sd:feature", "sd:UnionDefaultGraph")
    said.add(service, "sd:defaultEntailmentRegime", NamedNode(f"{_W3C}entailment/Simple"))
    said.name(service, "asked", "dcterms:description")
    said.add(service, "sd:resultFormat", *(f"formats:{name}" for name in (*_RESULTS, *_W3C_FORMATS.values())))
    dataset, default = said.iri("sparql#dataset"), said.iri("sparql#default")
    said.add(service, "sd:defaultDataset", dataset)
    said.add(service, "sd:availableGraphs", dataset)
    said.add(dataset, "rdf:type", "sd:Dataset", "sd:GraphCollection")
    said.add(dataset, "sd:defaultGraph", default)
    said.add(default, "rdf:type", "sd:Graph", "void:Dataset")
    said.add(default, "void:triples", _count(snapshot.counts.triples))
    for name, triples in snapshot.counts.graphs.items():
        key = name.rsplit("/", 1)[1]
        named, graph = said.iri(f"sparql#named-{key}"), said.iri(f"sparql#graph-{key}")
        said.add(dataset, "sd:namedGraph", named)
        said.add(named, "rdf:type", "sd:NamedGraph")
        said.add(named, "sd:name", NamedNode(name))
        said.add(named, "sd:graph", graph)
        said.add(graph, "rdf:type", "sd:Graph", "void:Dataset")
        said.add(graph, "void:triples", _count(triples))
    _readings(said, snapshot)
    return said.triples


def _readings(said: _Description, snapshot: Snapshot) -> None:
    """Add how the graph of each document came about: when it was last read anew, from what, by which program."""
    programs = set()
    for key, mark in snapshot.revision.marks:
        at, version = read_mark(mark)
        graph, reading, document = (said.iri(f"{path}{key}") for path in (_GRAPH, "dataset#reading-", "id/document/"))
        said.add(graph, "rdf:type", "prov:Entity")
        said.add(graph, "foaf:primaryTopic", document)
        said.add(graph, "prov:wasGeneratedBy", reading)
        said.add(reading, "rdf:type", "prov:Activity")
        said.name(reading, "reading", "rdfs:label")
        for source in snapshot.store.quads_for_pattern(document, _term("dcterms:source"), None, DefaultGraph()):
            assert isinstance(source.object, NamedNode)
            said.add(reading, "prov:used", source.object)
        said.add(reading, "prov:endedAtTime", _moment(at))
        if version:
            programs.add(version)
            said.add(reading, "prov:wasAssociatedWith", said.iri(f"dataset#dutygraph-{version}"))
    for version in sorted(programs):
        program = said.iri(f"dataset#dutygraph-{version}")
        said.add(program, "rdf:type", "prov:SoftwareAgent")
        said.add(program, "rdfs:label", Literal(f"dutygraph {version}", language="en"))
        said.add(program, "schema:softwareVersion", Literal(version))


class _Description:
    """Triples as they are added; objects are terms, or CURIEs of resources."""

    def __init__(self, base: str, licence: str) -> None:
        self.base, self.licence = base, NamedNode(licence)
        self.triples: list[Triple] = []

    def iri(self, path: str) -> NamedNode:
        return NamedNode(self.base + path)

    def add(self, subject: NamedNode, predicate: str, *objects: NamedNode | Literal | str) -> None:
        for each in objects:
            self.triples.append(Triple(subject, _term(predicate), _term(each) if isinstance(each, str) else each))

    def name(self, subject: NamedNode, key: str, predicate: str = "dcterms:title") -> None:
        chinese, english = _WORDS[key]
        self.add(subject, predicate, Literal(chinese, language="zh"), Literal(english, language="en"))


def _term(curie: str) -> NamedNode:
    prefix, name = curie.split(":", 1)
    return NamedNode(_ALL[prefix] + name)


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=_term("xsd:integer"))


def _moment(moment: dt.datetime) -> Literal:
    return Literal(moment.isoformat(timespec="seconds"), datatype=_term("xsd:dateTime"))


def _catalog(said: _Description, snapshot: Snapshot) -> None:
    catalog = said.iri("catalog")
    said.add(catalog, "rdf:type", "dcat:Catalog")
    said.name(catalog, "catalog")
    said.name(catalog, "about", "dcterms:description")
    said.add(catalog, "dcterms:publisher", said.iri("dataset#publisher"))
    said.add(catalog, "dcterms:license", said.licence)
    said.add(catalog, "dcterms:language", NamedNode(_CHINESE))
    said.add(catalog, "dcterms:modified", _moment(snapshot.changed))
    said.add(catalog, "foaf:homepage", NamedNode(said.base))
    said.add(catalog, "dcat:dataset", said.iri("dataset"))
    said.add(catalog, "dcat:service", said.iri("sparql#service"))


def _dataset(said: _Description, snapshot: Snapshot, dumps: list[Dump]) -> None:
    dataset = said.iri("dataset")
    said.add(dataset, "rdf:type", "dcat:Dataset", "void:Dataset")
    said.name(dataset, "dataset")
    said.name(dataset, "about", "dcterms:description")
    said.add(dataset, "dcterms:publisher", said.iri("dataset#publisher"))
    said.add(dataset, "dcterms:license", said.licence)
    said.add(dataset, "dcterms:identifier", Literal(said.base + "dataset"))
    said.add(dataset, "dcterms:modified", _moment(snapshot.changed))
    said.add(dataset, "dcterms:language", NamedNode(_CHINESE))
    said.add(dataset, "dcterms:conformsTo", NamedNode(ONTOLOGY), said.iri("shapes"))
    said.add(dataset, "dcat:version", Literal(snapshot.revision.token))
    said.add(dataset, "dcat:keyword", *(Literal(word, language="zh") for word in ("任务分解", "责任单位", "督查")))
    said.add(dataset, "dcat:theme", NamedNode(f"{_EU}data-theme/GOVE"))
    said.add(dataset, "dcat:landingPage", said.iri("dataset"))
    said.add(dataset, "dcat:contactPoint", said.iri("dataset#contact"))
    said.add(dataset, "void:uriSpace", Literal(f"{said.base}id/"))
    said.add(dataset, "void:sparqlEndpoint", said.iri("sparql"))
    said.add(dataset, "void:vocabulary", *(NamedNode(iri) for iri in PREFIXES.values()))
    said.add(dataset, "void:feature", *(f"formats:{name}" for name in _W3C_FORMATS.values()))
    for dump in dumps:
        said.add(dataset, "dcat:distribution", said.iri(f"dataset#{dump.form.extension}"))
        said.add(dataset, "void:dataDump", said.iri(f"dump/{dump.name}"))


def _distribution(said: _Description, dump: Dump) -> None:
    iri, file = said.iri(f"dataset#{dump.form.extension}"), said.iri(f"dump/{dump.name}")
    said.add(iri, "rdf:type", "dcat:Distribution")
    said.add(iri, "dcterms:title", Literal(dump.name, language="en"))
    said.add(iri, "dcat:accessURL", file)
    said.add(iri, "dcat:downloadURL", file)
    said.add(iri, "dcat:mediaType", NamedNode(_IANA + dump.form.media_type))
    said.add(iri, "dcterms:format", NamedNode(f"{_EU}file-type/{_FILE_TYPES[dump.form.name]}"))
    said.add(iri, "dcterms:license", said.licence)
    said.add(iri, "dcterms:conformsTo", NamedNode(ONTOLOGY))
    if dump.packed:
        said.add(iri, "dcat:compressFormat", NamedNode(f"{_IANA}application/gzip"))
    said.add(iri, "dcat:byteSize", Literal(str(dump.size), datatype=_term("xsd:nonNegativeInteger")))
    checksum = said.iri(f"dataset#{dump.form.extension}-sha256")
    said.add(iri, "spdx:checksum", checksum)
    said.add(checksum, "rdf:type", "spdx:Checksum")
    said.add(checksum, "spdx:algorithm", "spdx:checksumAlgorithm_sha256")
    said.add(checksum, "spdx:checksumValue", Literal(dump.sha256, datatype=_term("xsd:hexBinary")))


def _counts(said: _Description, snapshot: Snapshot) -> None:
    dataset, counts = said.iri("dataset"), snapshot.counts
    said.add(dataset, "void:triples", _count(counts.triples))
    said.add(dataset, "void:distinctSubjects", _count(counts.subjects))
    said.add(dataset, "void:distinctObjects", _count(counts.objects))
    said.add(dataset, "void:properties", _count(len(counts.properties)))
    said.add(dataset, "void:classes", _count(len(counts.classes)))
    said.add(dataset, "void:entities", _count(counts.entities))
    for curie in ("dg:PlanDocument", "dg:Task", "dg:Unit"):
        if example := counts.first.get(_term(curie).value):
            said.add(dataset, "void:exampleResource", NamedNode(example))
    partitions = (("class", "entities", counts.classes), ("property", "triples", counts.properties))
    for kind, counted, numbers in partitions:
        for iri, number in numbers.items():
            part = said.iri(f"dataset#{kind}-{_local(iri)}")
            said.add(dataset, f"void:{kind}Partition", part)
            said.add(part, "rdf:type", "void:Dataset")
            said.add(part, f"void:{kind}", NamedNode(iri))
            said.add(part, f"void:{counted}", _count(number))


def _local(iri: str) -> str:
    prefix, start = max(
        ((prefix, start) for prefix, start in PREFIXES.items() if iri.startswith(start)), key=lambda p: len(p[1])
    )
    return f"{prefix}-{iri.removeprefix(start)}"


def _stubs(said: _Description) -> list[Triple]:
    """What others define, with its type; publisher and contact, which are this service's own."""
    of = _Description(said.base, said.licence.value)
    publisher, contact = said.iri("dataset#publisher"), said.iri("dataset#contact")
    of.add(publisher, "rdf:type", "foaf:Agent")
    of.add(publisher, "foaf:name", Literal("dutygraph", language="en"))
    of.add(contact, "rdf:type", "vcard:Kind")
    of.add(contact, "vcard:fn", Literal("dutygraph"))
    of.add(contact, "vcard:hasURL", said.iri("dataset"))
    of.add(said.licence, "rdf:type", "dcterms:LicenseDocument")
    of.add(NamedNode(_CHINESE), "rdf:type", "dcterms:LinguisticSystem")
    for standard in (NamedNode(ONTOLOGY), said.iri("shapes"), NamedNode("https://www.w3.org/TR/sparql11-protocol/")):
        of.add(standard, "rdf:type", "dcterms:Standard")
    of.add(NamedNode(ONTOLOGY), "dcat:version", Literal(ontology_version()))
    for form in FORMATS.values():
        of.add(NamedNode(_IANA + form.media_type), "rdf:type", "dcterms:MediaType")
        of.add(NamedNode(f"{_EU}file-type/{_FILE_TYPES[form.name]}"), "rdf:type", "dcterms:MediaTypeOrExtent")
    of.add(NamedNode(f"{_IANA}application/gzip"), "rdf:type", "dcterms:MediaType")
    of.add(said.iri("dataset"), "rdf:type", "foaf:Document")
    of.add(NamedNode(said.base), "rdf:type", "foaf:Document")
    theme = NamedNode(f"{_EU}data-theme/GOVE")
    of.add(theme, "rdf:type", "skos:Concept")
    of.add(
        theme,
        "skos:prefLabel",
        Literal("政府与公共部门", language="zh"),
        Literal("Government and public sector", language="en"),
    )
    return of.triples
