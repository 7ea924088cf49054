"""Answers and requests that are no query's rows, as pydantic models: they document the API and check its input.

Rows of queries are described by :mod:`dutygraph.api.schemas` from the query files.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Model(BaseModel):
    """Base: unknown fields are refused, so that a misspelt one is not silently ignored."""

    model_config = ConfigDict(extra="forbid")


class Candidate(Model):
    """A unit that an ambiguous name may mean."""

    key: str = Field(examples=["9a4c2f6e1b7d3058"])
    name: str = Field(examples=["区司法局"])
    full_name: str = Field(examples=["青禾区司法局"])


class WrongPart(Model):
    """A part of a request that does not fit."""

    where: str = Field(examples=["query.limit"])
    why: str = Field(examples=["应不大于 1000"])


class Problem(Model):
    """An error, as RFC 9457 has it."""

    type: str = Field(examples=["urn:dutygraph:problem:not-found"])
    title: str = Field(examples=["没有找到"])
    status: int = Field(examples=[404], ge=400, le=599)
    detail: str = Field(examples=["没有找到单位“区司法所”；名称相近的有：区司法局。"])
    instance: str = Field(examples=["/api/v1/units/区司法所"])
    nearest: list[str] = Field(default=[], description="名称相近的")
    candidates: list[Candidate] = Field(default=[], description="名称对应的各单位，请用 key 指定其一")
    parameter: str = Field(default="", description="有误的参数")
    available: list[str] = Field(default=[], description="可提供的格式（媒体类型）")
    errors: list[WrongPart] = Field(default=[], description="不符合约定的各处")


class Health(Model):
    """The process answers."""

    status: Literal["ok"]
    version: str = Field(examples=["0.1.0"])


class Ready(Model):
    """The store answers too."""

    status: Literal["ready"]
    store: Literal["neo4j", "embedded"]


class CypherRequest(Model):
    """A read-only Cypher statement."""

    statement: str = Field(
        min_length=1, examples=["MATCH (u:Unit {name: $name})-[:LEADS]->(t:Task) RETURN t.title AS title"]
    )
    parameters: dict[str, Any] = Field(default={}, examples=[{"name": "区司法局"}])
    limit: int = Field(default=1000, ge=1, le=10_000, description="最多返回的行数")
    timeout: float = Field(default=10.0, gt=0, le=60, description="最长执行时间（秒）")


class CypherAnswer(Model):
    """The rows of a statement; nodes and relationships come as maps of their properties."""

    columns: list[str] = Field(examples=[["title"]])
    rows: list[dict[str, Any]] = Field(examples=[[{"title": "健全行政执法人员资格管理制度"}]])
    truncated: bool = Field(description="还有更多行没有返回：超过 limit，或合计超过 16 MB")


class QueryParameter(Model):
    """A parameter of a registered query."""

    name: str = Field(examples=["unit"])
    type: str = Field(examples=["unit"])
    required: bool
    default: str | int | float | bool | None
    values: list[str | int] = Field(description="只能取这些值；空表示不限")
    description: str = Field(examples=["单位的名称、别名或键"])


class QueryColumn(Model):
    """A column of a registered query's rows."""

    name: str = Field(examples=["title"])
    type: str = Field(examples=["string"])
    nullable: bool
    title: str = Field(examples=["任务"])


class QueryDescription(Model):
    """A registered query: what it answers, what it takes, what it gives, and its Cypher."""

    name: str = Field(examples=["unit_tasks"])
    title: str = Field(examples=["单位任务"])
    description: str
    description_en: str
    parameters: list[QueryParameter]
    columns: list[QueryColumn]
    example: dict[str, str] = Field(examples=[{"unit": "区司法局", "role": "lead"}])
    cypher: str


class QueryPage(Model):
    """The registered queries."""

    items: list[QueryDescription]
    total: int
    limit: int
    offset: int


class DueLimit(Model):
    """When a time limit of a task ends, counted from an event."""

    surface: str = Field(examples=["15日内"])
    anchor: str | None = Field(description="起算事件，原文", examples=["发布后"])
    duration: str | None = Field(description="ISO 8601；任期内没有长度", examples=["P15D"])
    business_days: bool = Field(description="是否按工作日")
    last_day: dt.date | None = Field(description="最后一日；没有官方工作日历可据时为空")
    counted: dt.date | None = Field(description="遇休息日顺延之前的最后一日")
    moment: dt.datetime | None = Field(description="以小时计的时限届满的时刻")
    rule: str = Field(description="怎样算的，或为什么没有算出", examples=["当日不计，末日遇休息日顺延"])


class DuePage(Model):
    """The time limits of a task, counted from one event."""

    items: list[DueLimit]
    total: int
    limit: int
    offset: int


class ComparedPlan(Model):
    """One of two versions that are compared."""

    plan: str = Field(examples=["9a4c2f6e1b7d3058"])
    version: int = Field(examples=[2])
    title: str = Field(examples=["青禾区法治建设任务分解方案"])
    document_number: str | None
    issued_on: dt.date | None
    valid_from: dt.date | None
    valid_to: dt.date | None = Field(description="不含当天；现行版为空")
    tasks: int = Field(examples=[24])


class ChangedField(Model):
    """One thing that a task says otherwise: its values in the old and in the new version."""

    field: Literal[
        "number", "section", "title", "text", "lead", "responsible", "supporting", "dates", "targets", "instruments"
    ]
    before: list[str]
    after: list[str]


class ChangedTask(Model):
    """A task that one version has and the other has not, or has otherwise."""

    kind: Literal["added", "dropped", "changed"]
    key: str = Field(examples=["9a4c2f6e1b7d3058-1391ee5e0baf5b41"])
    number: str | None = Field(examples=["2"])
    title: str
    section: list[str]
    text: str
    changes: list[ChangedField] = Field(description="只有 changed 的任务有")


class PlanDiff(Model):
    """What differs between two versions of a plan."""

    old: ComparedPlan
    new: ComparedPlan
    unchanged: int = Field(description="没有改动的任务数")
    items: list[ChangedTask]
    total: int
    limit: int
    offset: int


class IngestedVersion(Model):
    """Which version of its plan was loaded, and how many tasks it changed of the one before."""

    kind: Literal["first", "same", "renewed", "superseded"] = Field(
        description="first 新方案；same 即现行版；renewed 新的一版；superseded 已被取代的旧版，没有改动"
    )
    number: int = Field(description="现行版的版次", examples=[1])
    valid_from: dt.date = Field(description="现行版的生效日")
    added: int = Field(examples=[0])
    dropped: int = Field(examples=[0])
    changed: int = Field(examples=[0])


class IngestedPlan(Model):
    """One plan of a document that was loaded."""

    key: str = Field(examples=["9a4c2f6e1b7d3058"])
    title: str = Field(examples=["青禾区法治建设任务分解方案"])
    document_number: str | None = Field(examples=["青政办发〔2024〕12号"])
    tasks: int = Field(examples=[24])
    findings: int = Field(description="待核", examples=[1])
    version: IngestedVersion


class Counted(Model):
    """How many a load created, updated and deleted; all zero where the same document was loaded before."""

    created: int = Field(ge=0, examples=[186])
    updated: int = Field(ge=0, examples=[0])
    deleted: int = Field(ge=0, examples=[0])


class Ingested(Model):
    """What came of a document."""

    source: str = Field(examples=["方案.docx"])
    sha256: str = Field(description="文件内容的 SHA-256", pattern="^[0-9a-f]{64}$")
    plans: list[IngestedPlan]
    tasks: int = Field(examples=[24])
    findings: int = Field(examples=[1])
    changed: bool = Field(description="是否改动了数据库")
    nodes: Counted
    edges: Counted
