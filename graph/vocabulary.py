"""The one table of the graph: labels, relationships and properties, their value types and their RDF terms.

Loader, validation, exporters, JSON-LD context and docs all read it; nothing else names a label or a property
type. Labels, properties and directions are those of the house's property graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

ValueType = Literal["string", "integer", "float", "boolean", "date", "integers"]


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its name, value type, whether it must be there, and the values it may take (if a closed list)."""

    name: str
    type: ValueType = "string"
    required: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeType:
    """A label with its properties. ``parent`` is the label a subtype stands beside (Deadline on TimeConstraint)."""

    label: str
    chinese: str
    properties: tuple[Property, ...]
    parent: str | None = None
    indexed: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EdgeType:
    """A relationship type: which labels it may leave and reach, and its properties."""

    type: str
    chinese: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    properties: tuple[Property, ...] = ()


KEY: Final = Property("key", required=True)
START: Final = Property("start", "integer")
END: Final = Property("end", "integer")
PAGE: Final = Property("page", "integer")
SPAN: Final = (START, END, PAGE)
POSITION: Final = Property("position", "integer", required=True)
SURFACE: Final = Property("surface", required=True)

UNIT_KINDS: Final = (
    "party",
    "government",
    "congress",
    "cppcc",
    "court",
    "procuratorate",
    "branch",
    "enterprise",
    "institution",
    "other",
)

_TIME_COMMON: Final = (
    KEY,
    Property("kind", required=True, values=("deadline", "period", "recurrence", "duration", "ongoing")),
    SURFACE,
    POSITION,
    Property("precision", values=("year", "half", "quarter", "month", "xun", "day")),
    Property("start_date", "date"),
    Property("due_date", "date"),
    Property("rrule"),
    Property("months", "integers"),
    Property("window_start"),
    Property("window_end"),
    Property("duration"),
    Property("business_days", "boolean"),
    Property("anchor"),
    Property("stated_in", values=("text", "deadline_field")),
    *SPAN,
)

NODE_TYPES: Final = (
    NodeType(
        "Plan",
        "方案",
        (
            KEY,
            Property("title", required=True),
            Property("document_number"),
            Property("issued_on", "date"),
            *SPAN,
        ),
        indexed=("title", "document_number"),
    ),
    NodeType(
        "Source",
        "原文",
        (
            KEY,
            Property("sha256", required=True),
            Property("text_sha256", required=True),
            Property("media_type", required=True),
            Property("text", required=True),
        ),
    ),
    NodeType(
        "Section",
        "章节",
        (
            KEY,
            Property("number"),
            Property("title", required=True),
            Property("level", "integer", required=True),
            POSITION,
            *SPAN,
        ),
    ),
    NodeType(
        "Task",
        "任务",
        (
            KEY,
            Property("number"),
            POSITION,
            Property("title", required=True),
            Property("text", required=True),
            *SPAN,
        ),
        indexed=("number",),
        searched=("title", "text"),
    ),
    NodeType(
        "Unit",
        "单位",
        (
            KEY,
            Property("name", required=True),
            Property("full_name", required=True),
            Property("kind", required=True, values=UNIT_KINDS),
        ),
        indexed=("name", "full_name"),
        searched=("name", "full_name"),
    ),
    NodeType(
        "UnitGroup",
        "单位群",
        (
            KEY,
            Property("name", required=True),
            Property("extent", required=True, values=("definite", "indefinite", "relative")),
        ),
        indexed=("name",),
        searched=("name",),
    ),
    NodeType("Alias", "别名", (KEY, Property("name", required=True)), indexed=("name",)),
    NodeType(
        "Jurisdiction",
        "行政区划",
        (
            KEY,
            Property("code"),
            Property("name", required=True),
            Property(
                "level",
                required=True,
                values=("nation", "province", "prefecture", "county", "township"),
            ),
        ),
        indexed=("code", "name"),
    ),
    NodeType(
        "Instrument",
        "文件",
        (
            KEY,
            Property("title", required=True),
            Property("document_number"),
            Property("issuer_code"),
            Property("number_year", "integer"),
            Property("number_serial", "integer"),
            Property("status"),
        ),
        indexed=("title", "document_number"),
        searched=("title", "document_number"),
    ),
    NodeType("TimeConstraint", "时间要求", _TIME_COMMON, indexed=("due_date", "kind")),
    NodeType("Deadline", "完成时限", _TIME_COMMON, parent="TimeConstraint"),
    NodeType("Period", "时段", _TIME_COMMON, parent="TimeConstraint"),
    NodeType("Recurrence", "周期", _TIME_COMMON, parent="TimeConstraint"),
    NodeType("TimeLimit", "办理时限", _TIME_COMMON, parent="TimeConstraint"),
    NodeType("Ongoing", "持续推进", _TIME_COMMON, parent="TimeConstraint"),
    NodeType(
        "Target",
        "量化目标",
        (
            KEY,
            Property("indicator", required=True),
            Property("comparator", required=True, values=(">=", "<=", "=")),
            Property("value", "float", required=True),
            Property("unit", required=True),
            Property("per"),
            SURFACE,
            POSITION,
            *SPAN,
        ),
    ),
    NodeType(
        "Finding",
        "待核",
        (
            KEY,
            Property("rule", required=True),
            Property("message", required=True),
            Property("status", required=True, values=("open", "accepted", "corrected", "rejected")),
            START,
            END,
            PAGE,
        ),
    ),
)

_ASSIGNMENT: Final = (
    POSITION,
    Property("label"),
    SURFACE,
    Property("principal", "boolean", required=True),
    *SPAN,
)
_MENTION: Final = (POSITION, SURFACE, Property("article"), *SPAN)

EDGE_TYPES: Final = (
    EdgeType("ISSUED_BY", "印发机关", ("Plan",), ("Unit",)),
    EdgeType("READ_FROM", "读自", ("Plan",), ("Source",)),
    EdgeType("IMPLEMENTS", "贯彻落实", ("Plan",), ("Instrument",)),
    EdgeType("PUBLISHED_AS", "印发为", ("Plan",), ("Instrument",)),
    EdgeType("PART_OF", "属于", ("Section", "Task"), ("Section", "Plan")),
    EdgeType("IN_JURISDICTION", "所在区划", ("Unit", "UnitGroup"), ("Jurisdiction",)),
    EdgeType("LEADS", "牵头", ("Unit", "UnitGroup"), ("Task",), _ASSIGNMENT),
    EdgeType("RESPONSIBLE_FOR", "责任", ("Unit", "UnitGroup"), ("Task",), _ASSIGNMENT),
    EdgeType("SUPPORTS", "配合", ("Unit", "UnitGroup"), ("Task",), _ASSIGNMENT),
    EdgeType("MEMBER_OF", "成员", ("Unit",), ("UnitGroup",), (Property("source", required=True),)),
    EdgeType(
        "NAMES",
        "别名指",
        ("Alias",),
        ("Unit", "UnitGroup", "Instrument"),
        (
            Property(
                "kind",
                required=True,
                values=("printed", "abbreviation", "former", "short_title"),
            ),
        ),
    ),
    EdgeType("SUB_ORGANIZATION_OF", "下属于", ("Unit",), ("Unit",)),
    EdgeType(
        "SUCCEEDED_BY",
        "承继单位",
        ("Unit",),
        ("Unit",),
        (
            Property("on", "date"),
            Property("kind", required=True, values=("rename", "merge", "split")),
            Property("basis"),
        ),
    ),
    EdgeType("CITES", "引用", ("Task",), ("Instrument",), _MENTION),
    EdgeType("DRAFTS", "制定", ("Task",), ("Instrument",), _MENTION),
    EdgeType("HAS_DATE", "时间要求", ("Task",), ("TimeConstraint",)),
    EdgeType("HAS_TARGET", "量化目标", ("Task",), ("Target",)),
    EdgeType("ABOUT", "关于", ("Finding",), ("Task", "Plan")),
)

NODES: Final = {node.label: node for node in NODE_TYPES}
EDGES: Final = {edge.type: edge for edge in EDGE_TYPES}
ROLE_EDGES: Final = {"lead": "LEADS", "responsible": "RESPONSIBLE_FOR", "supporting": "SUPPORTS"}
RELATION_EDGES: Final = {"cites": "CITES", "drafts": "DRAFTS"}
TIME_LABELS: Final = {
    "deadline": "Deadline",
    "period": "Period",
    "recurrence": "Recurrence",
    "duration": "TimeLimit",
    "ongoing": "Ongoing",
}


def labels_of(label: str) -> tuple[str, ...]:
    """Return every label that a node of this label bears, the most general first.

    >>> labels_of("Deadline")
    ('TimeConstraint', 'Deadline')
    """
    parent = NODES[label].parent
    return (label,) if parent is None else (parent, label)
