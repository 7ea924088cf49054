"""RDF side of the vocabulary: prefixes, how a property or an edge is written as triples, and the closed lists.

The table itself is in :mod:`dutygraph.graph.vocabulary`; this module holds the forms it is filled with, so that
the exporter, the reader and the JSON-LD context need no mapping of their own. Terms are CURIEs (``dg:Task``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal

ONTOLOGY: Final = "https://w3id.org/dutygraph/ontology"
DEFAULT_BASE: Final = "https://w3id.org/dutygraph/"
DEFAULT_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"

PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "cv": "http://data.europa.eu/m8g/",
        "dcterms": "http://purl.org/dc/terms/",
        "dg": f"{ONTOLOGY}#",
        "eli": "http://data.europa.eu/eli/ontology#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "p-plan": "http://purl.org/net/p-plan#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "skosxl": "http://www.w3.org/2008/05/skos-xl#",
        "time": "http://www.w3.org/2006/time#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)


@lru_cache(maxsize=1024)
def expand(curie: str) -> str:
    """Return the IRI of a CURIE.

    >>> expand("dg:Task")
    'https://w3id.org/dutygraph/ontology#Task'
    """
    prefix, local = curie.split(":", 1)
    return PREFIXES[prefix] + local


@dataclass(frozen=True, slots=True)
class Term:
    """How one property is written: its predicate and the form of its objects.

    ``form`` is ``@zh`` (a literal in Chinese), ``@id`` (a resource), or a datatype; "" means the datatype that
    the property's value type has by itself. ``concepts`` gives the concept that stands for each value of a closed
    list. ``also`` are predicates that repeat the value and are not read back. Where ``choices`` is given, the
    value of the sibling property ``chosen_by`` selects the predicate (the comparator of a target). ``many``
    says that a subject may have several.
    """

    predicate: str
    form: str = ""
    concepts: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    chosen_by: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    many: bool = False

    @property
    def predicates(self) -> tuple[str, ...]:
        """Every predicate under which the value may stand, to be read back."""
        return tuple(self.choices.values()) or (self.predicate,)


@dataclass(frozen=True, slots=True)
class Link:
    """An edge without properties: one triple from its start to its end; ``many`` as in :class:`Term`."""

    predicate: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """An edge with properties: a node of class ``rdf_class`` that its ``owner`` end points to by ``has``.

    The node points to the other end by ``to``; ``shortcuts`` lead from owner to other end directly. ``path`` is the
    node's IRI below the owner's: ``{position}`` is the edge's, ``{key}`` the key of the other end. ``parent`` is
    the class that such nodes share.
    """

    rdf_class: str
    owner: Literal["start", "end"]
    has: str
    to: str
    path: str
    shortcuts: tuple[str, ...] = ()
    parent: str = ""


COMPARATORS: Final = {">=": "dg:atLeast", "<=": "dg:atMost", "=": "dg:exactly"}
COMPARED_VALUES: Final = {">=": "schema:minValue", "<=": "schema:maxValue", "=": "schema:value"}
UNIT_KINDS: Final = {
    "party": "dg:typePartyOrgan",
    "government": "dg:typeGovernmentOrgan",
    "congress": "dg:typeCongressOrgan",
    "cppcc": "dg:typeConsultativeOrgan",
    "court": "dg:typeCourt",
    "procuratorate": "dg:typeProcuratorate",
    "branch": "dg:typeBranchOffice",
    "enterprise": "dg:typeEnterprise",
    "institution": "dg:typePublicInstitution",
    "other": "dg:typeOther",
}
EXTENTS: Final = {
    "definite": "dg:extentDefinite",
    "indefinite": "dg:extentIndefinite",
    "relative": "dg:extentRelative",
}
LEVELS: Final = {
    "nation": "dg:levelNation",
    "province": "dg:levelProvince",
    "prefecture": "dg:levelPrefecture",
    "county": "dg:levelCounty",
    "township": "dg:levelTownship",
}
PRECISIONS: Final = {
    "year": "dg:precisionYear",
    "half": "dg:precisionHalf",
    "quarter": "dg:precisionQuarter",
    "month": "dg:precisionMonth",
    "xun": "dg:precisionXun",
    "day": "dg:precisionDay",
}
PLACES: Final = {"text": "dg:inText", "deadline_field": "dg:inDeadlineField"}
ALIAS_KINDS: Final = {
    "printed": "dg:aliasPrinted",
    "abbreviation": "dg:aliasAbbreviation",
    "former": "dg:aliasFormer",
    "short_title": "dg:aliasShortTitle",
}
SUCCESSION_KINDS: Final = {
    "rename": "dg:successionRename",
    "merge": "dg:successionMerge",
    "split": "dg:successionSplit",
}
STATUSES: Final = {
    "open": "dg:statusOpen",
    "accepted": "dg:statusAccepted",
    "corrected": "dg:statusCorrected",
    "rejected": "dg:statusRejected",
}

# The closed lists: class of the concepts, then value → concept. Roles are no property but follow from the edge.
ROLES: Final = {
    "lead": "dg:roleLead",
    "responsible": "dg:roleResponsible",
    "supporting": "dg:roleSupporting",
    "participating": "dg:roleParticipating",
    "cooperating": "dg:roleCooperating",
}
CONCEPT_CLASSES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "dg:AssignmentRole": ROLES,
        "dg:UnitType": UNIT_KINDS,
        "dg:Comparator": COMPARATORS,
        "dg:GroupExtent": EXTENTS,
        "dg:AdministrativeLevel": LEVELS,
        "dg:Precision": PRECISIONS,
        "dg:PlaceOfStatement": PLACES,
        "dg:AliasKind": ALIAS_KINDS,
        "dg:SuccessionKind": SUCCESSION_KINDS,
        "dg:FindingStatus": STATUSES,
    }
)

# Classes of nodes that the RDF has beside those of the property graph; concepts are described with what names them.
SPAN_CLASS: Final = "dg:TextSpan"
PROPOSED_INSTRUMENT: Final = "dg:ProposedInstrument"
EXTRA_CLASSES: Final = (
    SPAN_CLASS,
    PROPOSED_INSTRUMENT,
    *CONCEPT_CLASSES,
    "eli:LegalExpression",
    "oa:TextPositionSelector",
    "oa:TextQuoteSelector",
    "time:Instant",
)

# Predicates that follow from the property graph and are not read back, but for dg:textSpan and its selectors. Inverses
# stand in the description of a single resource only.
EXTRA_TERMS: Final = (
    Term("rdfs:label", "@zh"),
    Term("dcterms:title", "@zh"),
    Term("dcterms:description", "@zh"),
    Term("skos:altLabel", "@zh"),
    Term("skos:hiddenLabel", "@zh", many=True),
    Term("p-plan:isStepOfPlan", "@id"),
    Term("eli:is_realized_by", "@id"),
    Term("eli:has_part", "@id", many=True),
    Term("eli:realizes", "@id"),
    Term("eli:is_embodied_by", "@id", many=True),
    Term("eli:embodies", "@id"),
    Term("eli:language", "@id"),
    Term("cv:role", "@id"),
    Term("dg:leads", "@id", many=True),
    Term("dg:isResponsibleFor", "@id", many=True),
    Term("dg:supports", "@id", many=True),
    Term("dg:textSpan", "@id"),
    Term("oa:hasSource", "@id"),
    Term("oa:hasSelector", "@id", many=True),
    Term("oa:start", "xsd:nonNegativeInteger"),
    Term("oa:end", "xsd:nonNegativeInteger"),
    Term("oa:exact", "xsd:string"),
    Term("oa:prefix", "xsd:string"),
    Term("oa:suffix", "xsd:string"),
    Term("time:hasBeginning", "@id"),
    Term("time:hasEnd", "@id"),
    Term("time:inXSDDate", "xsd:date"),
    Term("time:hasXSDDuration", "xsd:duration"),
    Term("schema:repeatFrequency", "xsd:duration"),
    Term("schema:byMonthDay", "xsd:integer", many=True),
    Term("schema:unitCode", "xsd:string"),
    Term("dg:perRecurrence", "@id"),
)
