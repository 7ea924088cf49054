"""Plans made by hand for tests that need a graph but no document: each fills in what its test is not about."""

from __future__ import annotations

import datetime as dt
import hashlib

from dutygraph.graph import identity
from dutygraph.graph.entities import Alias, DocumentNumber, Instrument, Jurisdiction, Member, Unit, UnitGroup
from dutygraph.graph.model import (
    Assignment,
    Finding,
    Mention,
    Plan,
    Section,
    Source,
    Span,
    Target,
    Task,
    TimeConstraint,
)

TEXT = (
    "青禾区法治工作任务分解方案\n"
    "（一）健全制度\n"
    "（1）严格落实《青禾区执法办法》（青政发〔2021〕11号），2023年年底前持证率达到95％以上。\n"
    "牵头部门：区司法局、区市场监管局\n"
    "责任部门：区财政局，各镇\n"
    "（2）每年1月8日前报送年报，发布后15日内备案，任期内轮训，长期坚持。制定《青禾区清单》，2024年完成。\n"
    "牵头单位：区司法局\n"
    "配合单位：区直有关部门\n"
)


def span(words: str, nth: int = 0, text: str = TEXT) -> Span:
    """The span of the nth occurrence of the words in the text."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def place(code: str = "150602", name: str = "青禾区") -> Jurisdiction:
    return Jurisdiction(code, name, "county")


def unit(name: str, where: Jurisdiction | None = None, *aliases: str) -> Unit:
    where = where or place()
    return Unit(
        name,
        where.name + name.removeprefix("区"),
        "government",
        where,
        tuple(Alias(a, "abbreviation") for a in aliases),
    )


def sample_plan(where: Jurisdiction | None = None) -> Plan:
    """Two tasks that between them hold every kind of node and edge but successions."""
    where = where or place()
    justice = unit("区司法局", where)
    market = unit("区市场监督管理局", where, "区市场监管局")
    finance = unit("区财政局", where)
    town = Unit("禾丰镇", where.name + "禾丰镇", "government", where, parent=unit("区政府", where))
    towns = UnitGroup("各镇", "definite", where, members=(Member(town, "名册"),))
    concerned = UnitGroup("区直有关部门", "indefinite", where)
    issuer = unit("区政府", where)
    title = TEXT.split("\n")[0]
    issued_on = dt.date(2022, 12, 29)
    key = identity.plan_key(issuer.full_name, title, issued_on.isoformat())
    section = Section("一", "（一）健全制度", 1, 1, ("一",), span("（一）健全制度"))
    rules = Instrument(
        "青禾区执法办法", DocumentNumber("青政发", 2021, 11), aliases=(Alias("执法办法", "short_title"),)
    )
    listed = Instrument("青禾区清单")
    lines = TEXT.split("\n")

    def lead(body: Unit, surface: str, position: int, nth: int, label: str) -> Assignment:
        return Assignment("lead", body, surface, label, position, True, span(surface, nth))

    first = Task(
        key=identity.task_key(key, section.path, "1", 1, ""),
        number="1",
        position=1,
        ordinal=1,
        title="严格落实《青禾区执法办法》",
        text=lines[2][3:],
        span=span("\n".join(lines[2:5])),
        sections=(section,),
        lead_label="牵头部门",
        responsible_label="责任部门",
        assignments=(
            lead(justice, "区司法局", 1, 0, "牵头部门"),
            lead(market, "区市场监管局", 2, 0, "牵头部门"),
            Assignment("responsible", finance, "区财政局", "责任部门", 1, False, span("区财政局")),
            Assignment("responsible", towns, "各镇", "责任部门", 2, False, span("各镇")),
        ),
        mentions=(
            Mention(
                "cites",
                "《青禾区执法办法》",
                "青禾区执法办法",
                "青政发〔2021〕11号",
                rules,
                1,
                span("《青禾区执法办法》"),
            ),
        ),
        dates=(TimeConstraint("deadline", "2023年年底前", "2023-12-31", span("2023年年底前"), 1, precision="year"),),
        targets=(Target("持证率", ">=", 95, "%", "95％以上", span("95％以上"), 1),),
    )
    yearly = "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=8"
    second = Task(
        key=identity.task_key(key, section.path, "2", 1, ""),
        number="2",
        position=2,
        ordinal=1,
        title="每年1月8日前报送年报",
        text=lines[5][3:],
        span=span("\n".join(lines[5:8])),
        sections=(section,),
        lead_label="牵头单位",
        responsible_label="配合单位",
        assignments=(
            lead(justice, "区司法局", 1, 1, "牵头单位"),
            Assignment("supporting", concerned, "区直有关部门", "配合单位", 1, False, span("区直有关部门")),
        ),
        mentions=(Mention("drafts", "《青禾区清单》", "青禾区清单", None, listed, 1, span("《青禾区清单》")),),
        dates=(
            TimeConstraint("recurrence", "每年1月8日前", yearly, span("每年1月8日前"), 1, precision="day"),
            TimeConstraint("duration", "15日内", "P15D", span("15日内"), 2, anchor="发布后"),
            TimeConstraint("duration", "任期内", None, span("任期内"), 3),
            TimeConstraint("ongoing", "长期坚持", None, span("长期坚持"), 4, stated_in="deadline_field"),
            TimeConstraint("period", "2024年", "2024-01-01/2024-12-31", span("2024年"), 5, precision="year"),
        ),
        targets=(Target("报送年报", ">=", 1, "次", "报送", span("报送"), 1, per=yearly),),
    )
    return Plan(
        title=title,
        issuer=issuer,
        issued_on=issued_on,
        document_number=DocumentNumber("青政办发", 2022, 7),
        jurisdiction=where,
        source=Source(
            "青禾.txt",
            "text/plain",
            hashlib.sha256(TEXT.encode()).hexdigest(),
            hashlib.sha256(TEXT.encode()).hexdigest(),
        ),
        text=TEXT,
        sections=(section,),
        tasks=(first, second),
        findings=(Finding("open_group", "“区直有关部门”范围不明", span("区直有关部门"), second.key),),
        implements=(Instrument("法治政府建设规划"),),
        span=Span(0, len(TEXT)),
    )
