"""The one table of the graph: labels, relationships and properties, their value types and their RDF terms.

Loader, validation, exporters, RDF reader, JSON-LD context and docs all read it; nothing else names a label or a
property type. Labels, properties and directions are those of the house's property graph. Properties
that several rows share are in :mod:`dutygraph.graph.properties`, the forms in which the RDF side is said in
:mod:`dutygraph.graph.terms`.
"""

from __future__ import annotations

from typing import Final

from dutygraph.graph import terms
from dutygraph.graph.properties import (
    ASSIGNMENT,
    DOCUMENT_NUMBER,
    ISSUED_ON,
    KEY,
    MENTION,
    PAST,
    POSITION,
    SECTION,
    SPAN,
    SURFACE,
    TITLE,
    VALID_FROM,
    VERSION,
    WORDING,
    listed,
    named,
)
from dutygraph.graph.rows import EdgeType, NodeType, Property
from dutygraph.graph.terms import Link, Statement, Term

TIME_LABELS: Final = {
    "deadline": "Deadline",
    "period": "Period",
    "recurrence": "Recurrence",
    "duration": "TimeLimit",
    "ongoing": "Ongoing",
}

_TIME_COMMON: Final = (
    KEY,
    Property("kind", required=True, values=tuple(TIME_LABELS)),
    SURFACE,
    POSITION,
    listed("precision", "dg:precision", terms.PRECISIONS, required=False),
    Property("start_date", "date", rdf=Term("dg:startDate")),
    Property("due_date", "date", rdf=Term("dg:dueDate")),
    Property("rrule", rdf=Term("dg:rrule")),
    Property("months", "integers", rdf=Term("schema:byMonth", many=True)),
    Property("window_start", rdf=Term("dg:windowStart")),
    Property("window_end", rdf=Term("dg:windowEnd")),
    # The duration as stated: PT24H and P1D are one value of xsd:duration, and stores write it their own way.
    Property("duration", rdf=Term("dg:statedDuration")),
    Property("business_days", "boolean", rdf=Term("dg:businessDays")),
    Property("anchor", rdf=Term("dg:anchorEvent")),
    listed("stated_in", "dg:statedIn", terms.PLACES, required=False),
    *SPAN,
)


def _time(label: str, chinese: str, parent: str | None = "TimeConstraint", indexed: tuple[str, ...] = ()) -> NodeType:
    return NodeType(label, chinese, _TIME_COMMON, parent, indexed, (), f"dg:{label}", "{task}/time/{position}")


NODE_TYPES: Final = (
    NodeType(
        "Plan",
        "方案",
        (KEY, TITLE, DOCUMENT_NUMBER, ISSUED_ON, VERSION, VALID_FROM, *SPAN),
        indexed=("title", "document_number"),
        rdf_class="dg:PlanDocument",
        path="id/document/{key}",
    ),
    NodeType(
        "PlanVersion",
        "方案旧版",
        (KEY, TITLE, DOCUMENT_NUMBER, ISSUED_ON, *PAST, *SPAN),
        indexed=("title",),
        rdf_class="dg:PlanVersion",
        path="id/document-version/{key}",
    ),
    NodeType(
        "Source",
        "原文",
        (
            KEY,
            Property("sha256", required=True, rdf=Term("dg:sha256")),
            Property("text_sha256", required=True, rdf=Term("dg:textSha256")),
            Property("media_type", required=True, rdf=Term("schema:encodingFormat")),
            Property("text", required=True, rdf=Term("schema:text")),
        ),
        rdf_class="dg:SourceText",
        path="{plan}/source",
    ),
    NodeType(
        "Section",
        "章节",
        SECTION,
        rdf_class="dg:Section",
        path="{above}/{position}",
    ),
    NodeType(
        "SectionVersion",
        "章节旧版",
        SECTION,
        rdf_class="dg:SectionVersion",
        path="{above}/{position}",
    ),
    NodeType(
        "Task",
        "任务",
        (*WORDING, VERSION, VALID_FROM, *SPAN),
        indexed=("number",),
        searched=("title", "text"),
        rdf_class="dg:Task",
        path="{plan}/task/{own}",
    ),
    NodeType(
        "TaskVersion",
        "任务旧文",
        # The key of the task whose wording it was stands here too: a task that was dropped has no node any more.
        (*WORDING, Property("task", required=True, rdf=Term("dg:taskIdentifier")), *PAST, *SPAN),
        indexed=("task", "number"),
        rdf_class="dg:TaskVersion",
        path="{plan}/task/{own}",
    ),
    NodeType(
        "Unit",
        "单位",
        (
            KEY,
            named("skos:prefLabel"),
            named("rdfs:label", "dcterms:title", name="full_name"),
            listed("kind", "org:classification", terms.UNIT_KINDS),
        ),
        indexed=("name", "full_name"),
        searched=("name", "full_name"),
        rdf_class="dg:Unit",
        path="id/unit/{key}",
    ),
    NodeType(
        "UnitGroup",
        "单位群",
        (
            KEY,
            named("skos:prefLabel", "rdfs:label", "dcterms:title"),
            listed("extent", "dg:extent", terms.EXTENTS),
        ),
        indexed=("name",),
        searched=("name",),
        rdf_class="dg:UnitGroup",
        path="id/group/{key}",
    ),
    NodeType(
        "Alias",
        "别名",
        (KEY, named("skosxl:literalForm", "rdfs:label")),
        indexed=("name",),
        searched=("name",),
        rdf_class="dg:Alias",
        path="id/alias/{key}",
    ),
    NodeType(
        "Jurisdiction",
        "行政区划",
        (
            KEY,
            Property("code", rdf=Term("skos:notation")),
            named("skos:prefLabel", "rdfs:label"),
            listed("level", "dg:administrativeLevel", terms.LEVELS),
        ),
        indexed=("code", "name"),
        rdf_class="dg:Jurisdiction",
        path="id/place/{key}",
    ),
    NodeType(
        "Instrument",
        "文件",
        (
            KEY,
            TITLE,
            DOCUMENT_NUMBER,
            Property("issuer_code", rdf=Term("dg:issuerCode")),
            Property("number_year", "integer", rdf=Term("dg:numberYear", "xsd:gYear")),
            Property("number_serial", "integer", rdf=Term("eli:number", "xsd:string")),
            Property("status", rdf=Term("dg:instrumentStatus")),
        ),
        indexed=("title", "document_number"),
        searched=("title", "document_number"),
        rdf_class="dg:Instrument",
        path="id/instrument/{key}",
    ),
    _time("TimeConstraint", "时间要求", None, ("due_date", "kind")),
    _time("Deadline", "完成时限"),
    _time("Period", "时段"),
    _time("Recurrence", "周期"),
    _time("TimeLimit", "办理时限"),
    _time("Ongoing", "持续推进"),
    NodeType(
        "Target",
        "量化目标",
        (
            KEY,
            Property("indicator", required=True, rdf=Term("dg:indicator")),
            listed("comparator", "dg:comparator", terms.COMPARATORS),
            Property(
                "value",
                "float",
                required=True,
                rdf=Term("schema:value", chosen_by="comparator", choices=terms.COMPARED_VALUES),
            ),
            Property("unit", required=True, rdf=Term("schema:unitText")),
            Property("per", rdf=Term("dg:perRule")),
            Property("year", "integer", rdf=Term("dg:targetYear", "xsd:gYear")),
            SURFACE,
            POSITION,
            *SPAN,
        ),
        rdf_class="dg:Target",
        path="{task}/target/{position}",
    ),
    NodeType(
        "Finding",
        "待核",
        (
            KEY,
            Property("rule", required=True, rdf=Term("dg:rule")),
            Property("message", required=True, rdf=Term("oa:bodyValue")),
            listed("status", "dg:findingStatus", terms.STATUSES),
            *SPAN,
        ),
        rdf_class="dg:Finding",
        path="{plan}/finding/{key}",
    ),
)

_BODIES: Final = ("Unit", "UnitGroup")
_PLANS: Final = ("Plan", "PlanVersion")
_SECTIONS: Final = ("Section", "SectionVersion")
_TASKS: Final = ("Task", "TaskVersion")


def _assigned(type_: str, chinese: str, role: str, shortcut: str) -> EdgeType:
    name = role.capitalize()
    rdf = Statement(
        f"dg:{name}Assignment",
        owner="end",
        has=f"dg:has{name}Assignment",
        to="cv:hasParticipant",
        path=f"assignment/{role}/{{position}}",
        shortcuts=(shortcut,),
        parent="dg:Assignment",
    )
    return EdgeType(type_, chinese, _BODIES, _TASKS, ASSIGNMENT, rdf)


def _mentioned(type_: str, chinese: str, name: str, path: str, *shortcuts: str) -> EdgeType:
    rdf = Statement(
        f"dg:{name}",
        owner="start",
        has=f"dg:has{name}",
        to="dg:instrument",
        path=f"{path}/{{position}}",
        shortcuts=shortcuts,
        parent="dg:InstrumentMention",
    )
    return EdgeType(type_, chinese, _TASKS, ("Instrument",), MENTION, rdf)


EDGE_TYPES: Final = (
    EdgeType("ISSUED_BY", "印发机关", _PLANS, ("Unit",), rdf=Link("eli:passed_by", many=True)),
    EdgeType("READ_FROM", "读自", _PLANS, ("Source",), rdf=Link("dcterms:source", many=True)),
    EdgeType("IMPLEMENTS", "贯彻落实", _PLANS, ("Instrument",), rdf=Link("eli:applies", many=True)),
    EdgeType("PUBLISHED_AS", "印发为", _PLANS, ("Instrument",), rdf=Link("dg:publishedAs", many=True)),
    EdgeType(
        "PART_OF",
        "属于",
        (*_SECTIONS, *_TASKS, "PlanVersion"),
        (*_SECTIONS, *_PLANS),
        rdf=Link("eli:is_part_of"),
    ),
    EdgeType("HAS_VERSION", "旧文", ("Task",), ("TaskVersion",), rdf=Link("dcterms:hasVersion", many=True)),
    EdgeType("IN_JURISDICTION", "所在区划", _BODIES, ("Jurisdiction",), rdf=Link("dcterms:spatial")),
    _assigned("LEADS", "牵头", "lead", "dg:leadUnit"),
    _assigned("RESPONSIBLE_FOR", "责任", "responsible", "dg:responsibleUnit"),
    _assigned("SUPPORTS", "配合", "supporting", "dg:supportingUnit"),
    EdgeType(
        "MEMBER_OF",
        "成员",
        ("Unit",),
        ("UnitGroup",),
        (Property("source", required=True, rdf=Term("dg:basis")),),
        Statement(
            "dg:Membership",
            owner="end",
            has="dg:hasMembership",
            to="dg:memberUnit",
            path="membership/{key}",
            shortcuts=("dg:includesUnit", "foaf:member"),
        ),
    ),
    EdgeType(
        "NAMES",
        "别名指",
        ("Alias",),
        ("Unit", "UnitGroup", "Instrument"),
        (listed("kind", "dg:aliasKind", terms.ALIAS_KINDS),),
        Statement(
            "dg:Naming",
            owner="end",
            has="dg:hasNaming",
            to="dg:alias",
            path="naming/{key}",
            shortcuts=("dg:hasAlias",),
        ),
    ),
    EdgeType("SUB_ORGANIZATION_OF", "下属于", ("Unit",), ("Unit",), rdf=Link("org:subOrganizationOf", many=True)),
    EdgeType(
        "SUCCEEDED_BY",
        "承继单位",
        ("Unit",),
        ("Unit",),
        (
            Property("on", "date", rdf=Term("dg:effectiveDate")),
            listed("kind", "dg:successionKind", terms.SUCCESSION_KINDS),
            Property("basis", rdf=Term("dg:basis")),
        ),
        Statement(
            "dg:Succession",
            owner="start",
            has="org:changedBy",
            to="org:resultingOrganization",
            path="succession/{key}",
            shortcuts=("dg:succeededBy",),
        ),
    ),
    EdgeType("SUPERSEDED_BY", "被取代", ("Instrument",), ("Instrument",), rdf=Link("dcterms:isReplacedBy", many=True)),
    _mentioned("CITES", "引用", "Citation", "mention", "dg:citesInstrument", "eli:cites"),
    _mentioned("DRAFTS", "制定", "DraftingMandate", "mandate", "dg:mandatesDraftingOf"),
    EdgeType("HAS_DATE", "时间要求", _TASKS, ("TimeConstraint",), rdf=Link("dg:hasTimeConstraint", many=True)),
    EdgeType("HAS_TARGET", "量化目标", _TASKS, ("Target",), rdf=Link("dg:hasTarget", many=True)),
    EdgeType(
        "CARRIES_OUT",
        "承接",
        ("Task",),
        ("Task",),
        (
            Property("score", "float", required=True, rdf=Term("dg:matchScore")),
            Property("evidence", required=True, rdf=Term("dg:matchEvidence")),
        ),
        Statement(
            "dg:CarryingOut",
            owner="start",
            has="dg:hasCarryingOut",
            to="dg:upperTask",
            path="carrying-out/{key}",
            shortcuts=("dg:carriesOut",),
        ),
    ),
    EdgeType("ABOUT", "关于", ("Finding",), (*_TASKS, *_PLANS), rdf=Link("oa:hasTarget")),
)

NODES: Final = {node.label: node for node in NODE_TYPES}
EDGES: Final = {edge.type: edge for edge in EDGE_TYPES}
# Found by an analysis and written on request; no document states them, so no plan holds them.
DERIVED_EDGES: Final = frozenset({"CARRIES_OUT"})
ROLE_EDGES: Final = {"lead": "LEADS", "responsible": "RESPONSIBLE_FOR", "supporting": "SUPPORTS"}
RELATION_EDGES: Final = {"cites": "CITES", "drafts": "DRAFTS"}


def labels_of(label: str) -> tuple[str, ...]:
    """Return every label that a node of this label bears, the most general first.

    >>> labels_of("Deadline")
    ('TimeConstraint', 'Deadline')
    """
    parent = NODES[label].parent
    return (label,) if parent is None else (parent, label)
