"""Invented plans in any number, for benchmarks and for comparing stores: the same for the same seed.

What they say is made up; how much of each there is follows the annotated plans: a lead or two, some three responsible
and one supporting body a task, the frequent ones far ahead; half of the tasks with a deadline; two documents cited in
three tasks, a few of them by many; a target in one task of four; sections of eight tasks. Every span is where its words
stand in the plan's text.

>>> [len(plan.tasks) for plan in generate_plans(1200, seed=7)]
[500, 500, 200]
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final, TypeVar

from dutygraph.graph import identity
from dutygraph.graph.entities import (
    Alias,
    Body,
    DocumentNumber,
    Instrument,
    Jurisdiction,
    Member,
    Unit,
    UnitGroup,
    UnitKind,
)
from dutygraph.graph.model import (
    Assignment,
    DateKind,
    Finding,
    Mention,
    Plan,
    Precision,
    Relation,
    Role,
    Section,
    Source,
    Span,
    Target,
    Task,
    TimeConstraint,
)
from dutygraph.queries.registry import load_queries

T = TypeVar("T")
PER_PLAN: Final = 500
PLANS_OF_A_PLACE: Final = 10


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_PLACES: Final = [f"{a}{b}区" for a in "青云禾白石金玉清长安" for b in "禾川溪泉岭湖原江河海"]
_ORGANS: Final = _words(
    "司法局 政府办 财政局 公安局 教育局 民政局 人社局 住建局 交通局 水务局 农业农村局 商务局 "
    "文旅局 卫健局 审计局 统计局 市场监督管理局 应急管理局 生态环境局 自然资源局 发改委 工信局 "
    "科技局 民宗局 退役军人局 信访局 医保局 城市管理局 林草局 综合执法局 政务服务局 大数据局 "
    "乡村振兴局 税务局 气象局 消防救援局 档案局 国资委 金融办 机关事务局"
)
_PARTY: Final = _words("组织部 宣传部 统战部 政法委 网信办 编办")
_TOWNS: Final = [f"{a}{b}镇" for a in "丰安兴和" for b in "田水山桥林"]
_VERBS: Final = _words("完善 健全 推进 落实 加强 规范 优化 建立 开展 深化 提升 强化")
_OBJECTS: Final = _words(
    "行政执法资格管理 重大决策听证 规范文件备案 政务公开目录 矛盾纠纷排查 法律顾问制度 执法案卷评查 "
    "营商环境评价 应急预案演练 公共法律服务 行政复议办理 农村饮水安全 老旧小区改造 校园食品安全 "
    "河道巡查保洁 数据共享目录 信用信息归集 安全生产检查 养老服务设施 职业技能培训 文化惠民演出 "
    "绿地管护 项目审批流程 专项资金监管 政务热线办理"
)
_TAILS: Final = _words(
    "明确责任分工和办理时限 每项工作落实到具体岗位 形成闭环管理台账 及时向社会公布办理结果 "
    "组织一次全面自查 梳理问题清单并逐项整改 把群众评价作为重要依据 加强部门之间的协调配合"
)
_SUBJECTS: Final = _words("执法监督 政务服务 基层治理 信用建设 安全生产 社会救助 河湖管理 教育均衡 数据管理 普法宣传")
_KINDS: Final = _words("办法 实施细则 工作方案 管理规定 指导意见")
_INDICATORS: Final = _words("办结率 满意度 覆盖率 持证率 整改率 参训率")
_DIGITS: Final = "〇一二三四五六七八九"


def generate_plans(tasks: int, *, seed: int = 1, per_plan: int = PER_PLAN) -> Iterator[Plan]:
    """Yield plans that have so many tasks together, ``per_plan`` each and the last the rest."""
    for number, first in enumerate(range(0, tasks, per_plan)):
        yield generate_plan(number, min(per_plan, tasks - first), seed=seed)


def generate_plan(number: int, tasks: int, *, seed: int = 1) -> Plan:
    """Return the plan of that number (from 0), which depends on number, tasks and seed alone."""
    return _Writer(number, random.Random(f"{seed}/{number}")).plan(tasks)


def questions(plans: Sequence[Plan]) -> list[tuple[str, dict[str, str]]]:
    """Return every registered query with values that find something in these plans.

    A query that can be narrowed to a plan is asked of all plans and of the last one.
    """
    first, last = plans[0], plans[-1]
    place = _place(0)
    bodies: tuple[Body, ...] = (*place.units, *place.groups)
    units = {body.name: body.key for body in bodies}
    year = str(last.issued_on.year) if last.issued_on else ""
    ours = {
        "instrument": _instrument(0, 0).title,
        "task": first.tasks[0].key,
        "text": "办法",
        "year": year,
        "from": f"{year}-01-01",
        "to": f"{year}-12-31",
        "on": f"{year}-06-30",
    }
    asked = []
    for name, query in load_queries().items():
        values = {key: units.get(value, ours.get(key, value)) for key, value in query.example.items()}
        if name == "search":
            values["text"] = "行政执法"
        if name in ("task_list", "units"):
            values["text"] = query.example["text"]
        asked.append((name, values))
        if query.parameter("plan") is not None:
            needed = {each.name: values[each.name] for each in query.parameters if each.required}
            asked.append((name, {**needed, **({"task": "1"} if "task" in needed else {}), "plan": last.key}))
    return asked


@dataclass(frozen=True)
class _Place:
    """The bodies of one district, the frequent first."""

    jurisdiction: Jurisdiction
    government: Unit
    units: tuple[Unit, ...]
    groups: tuple[UnitGroup, ...]


@cache
def _place(number: int) -> _Place:
    name = _PLACES[number % len(_PLACES)] + ("" if number < len(_PLACES) else str(number // len(_PLACES)))
    where = Jurisdiction(f"{990101 + number:06d}", name, "county")

    def unit(short: str, *aliases: str, parent: Unit | None = None) -> Unit:
        kind: UnitKind = "party" if short in _PARTY else "government"
        named = tuple(Alias(f"区{alias}", "abbreviation") for alias in aliases)
        return Unit(f"区{short}", f"{name}{short}", kind, where, named, parent)

    government = unit("政府", "人民政府")
    aliases = {"市场监督管理局": ("市场监管局",), "发改委": ("发展改革委",), "卫健局": ("卫生健康局",)}
    units = tuple(unit(short, *aliases.get(short, ()), parent=government) for short in (*_ORGANS, *_PARTY))
    towns = tuple(
        Unit(town, f"{name}{town}", "government", where, parent=government) for town in _TOWNS[: 8 + number % 8]
    )
    groups = (
        UnitGroup("各镇", "definite", where, members=tuple(Member(town, "名册") for town in towns)),
        UnitGroup("区直有关部门", "indefinite", where),
        UnitGroup("其他有关单位", "relative", where),
    )
    return _Place(where, government, units, groups)


@cache
def _instrument(place: int, number: int) -> Instrument:
    """One of the documents that plans of a place cite; every third is of a level above and cited everywhere."""
    common = number % 3 == 0
    above = "云川市" if common else _place(place).jurisdiction.name
    title = f"{above}{_SUBJECTS[number % 10]}{_KINDS[number // 10 % 5]}" + (
        f"（第{number // 50 + 1}号）" if number >= 50 else ""
    )
    if number % 5 == 4:
        return Instrument(title)
    code = "云政发" if common else f"{above[0]}政发"
    year = 2015 + number % 10
    short = (Alias(title.removeprefix(above), "short_title"),) if number % 4 == 0 else ()
    serial = number + 1 if common else 1000 * place + number + 1
    return Instrument(title, DocumentNumber(code, year, serial), aliases=short)


@cache
def _shares(length: int) -> list[float]:
    """Cumulative weights by which the first of a list come often and the last seldom (Zipf's law, flattened)."""
    return list(accumulate(1 / (rank + 3) for rank in range(length)))


class _Writer:
    """Writes one plan: its text grows line by line, and spans are taken as words are written."""

    def __init__(self, number: int, chance: random.Random) -> None:
        self.number, self.chance = number, chance
        self.place_number = number // PLANS_OF_A_PLACE
        self.place = _place(self.place_number)
        self.lines: list[str] = []
        self.length = 0

    def plan(self, tasks: int) -> Plan:
        year = 2020 + self.number % 5
        issued_on = dt.date(year, 1 + self.number % 12, 1 + self.number % 28)
        self.year = year
        title = (
            f"{self.place.jurisdiction.name}{year}年{_SUBJECTS[self.number % 10]}任务分解方案（第{self.number + 1}号）"
        )
        self.key = identity.plan_key(self.place.government.full_name, title, issued_on.isoformat())
        self.write(title + "\n")
        written, sections, findings = [], list[Section](), list[Finding]()
        above: tuple[Section, ...] = ()
        for position in range(1, tasks + 1):
            if position % 8 == 1:
                above = self.headings((position - 1) // 8, sections)
            written.append(task := self.task(position, above))
            if self.chance.random() < 0.03:
                findings.append(Finding("open_group", "范围不明，请核对", task.assignments[-1].span, task.key))
        text = "".join(self.lines)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        return Plan(
            title=title,
            issuer=self.place.government,
            issued_on=issued_on,
            document_number=DocumentNumber(f"{self.place.jurisdiction.name[:2]}政办发", year, self.number + 1),
            jurisdiction=self.place.jurisdiction,
            source=Source(f"{self.number}.txt", "text/plain", sha256, sha256),
            text=text,
            sections=tuple(sections),
            tasks=tuple(written),
            findings=tuple(findings),
            implements=(_instrument(self.place_number, self.number % 20 * 3),),
            span=Span(0, len(text)),
        )

    def write(self, words: str) -> Span:
        """Add words to the text and return where they stand."""
        start = self.length
        self.lines.append(words)
        self.length += len(words)
        return Span(start, self.length)

    def headings(self, number: int, sections: list[Section]) -> tuple[Section, ...]:
        """Write the heading of the next eight tasks, and of the chapter where it begins; return both."""
        chapter, within = divmod(number, 5)
        if within == 0:
            words = f"{_numeral(chapter + 1)}、{_SUBJECTS[chapter % 10]}"
            span = self.write(words)
            self.write("\n")
            printed = _numeral(chapter + 1)
            sections.append(Section(printed, words, 1, len(sections) + 1, (printed,), span))
        head = next(each for each in reversed(sections) if each.level == 1)
        printed = f"（{_numeral(within + 1)}）"
        words = f"{printed}{_OBJECTS[number % len(_OBJECTS)]}"
        span = self.write(words)
        self.write("\n")
        sections.append(Section(printed, words, 2, len(sections) + 1, (*head.path, printed), span))
        return head, sections[-1]

    def task(self, position: int, above: tuple[Section, ...]) -> Task:
        start = self.length
        self.write(f"{position}．")
        words = self.length
        title = f"{self.chance.choice(_VERBS)}{self.chance.choice(_OBJECTS)}"
        self.write(title)
        mentions = self.mentions()
        dates = self.dates()
        targets = self.targets()
        self.write(f"，{self.chance.choice(_TAILS)}，{self.chance.choice(_TAILS)}。\n")
        text = self.since(words)
        assignments = self.assignments()
        number = str(position)
        return Task(
            key=identity.task_key(self.key, above[-1].path, number, 1, text),
            number=number,
            position=position,
            ordinal=1,
            title=title,
            text=text,
            span=Span(start, self.length),
            sections=above,
            lead_label="牵头单位",
            responsible_label="责任单位",
            assignments=assignments,
            mentions=mentions,
            dates=dates,
            targets=targets,
        )

    def since(self, start: int) -> str:
        """Return what was written from there on, without the line break."""
        found, length = list[str](), self.length
        for words in reversed(self.lines):
            if length <= start:
                break
            found.append(words)
            length -= len(words)
        return "".join(reversed(found)).rstrip("\n")

    def assignments(self) -> tuple[Assignment, ...]:
        leads = self.chance.choices((1, 2, 3), (60, 30, 10))[0]
        responsible = self.chance.choices((1, 2, 3, 4, 6, 8), (15, 25, 25, 15, 12, 8))[0]
        supporting = self.chance.choices((0, 2, 4), (60, 25, 15))[0]
        bodies: list[Body] = list(self.some(self.place.units, leads + responsible + supporting))
        if self.chance.random() < 0.3:
            bodies[leads] = self.chance.choices(self.place.groups, (70, 20, 10))[0]
        parts: tuple[tuple[Role, str, list[Body]], ...] = (
            ("lead", "牵头单位", bodies[:leads]),
            ("responsible", "责任单位", bodies[leads : leads + responsible]),
            ("supporting", "配合单位", bodies[leads + responsible :]),
        )
        found = []
        for role, label, of_role in parts:
            for position, body in enumerate(of_role, 1):
                self.write("、" if position > 1 else f"{label}：")
                surface = body.aliases[0].name if body.aliases and self.chance.random() < 0.5 else body.name
                span = self.write(surface)
                found.append(Assignment(role, body, surface, label, position, role == "lead", span))
            if of_role:
                self.write("\n")
        return tuple(found)

    def mentions(self) -> tuple[Mention, ...]:
        found = []
        for position in range(1, self.chance.choices((0, 1, 2, 3), (45, 38, 12, 5))[0] + 1):
            number = self.chance.choices(range(200), cum_weights=_shares(200))[0]
            instrument = _instrument(self.place_number, number)
            relation: Relation = "drafts" if self.chance.random() < 0.1 else "cites"
            self.write("，依据" if relation == "cites" else "，制定")
            printed = str(instrument.document_number) if instrument.document_number else None
            span = self.write(f"《{instrument.title}》")
            if printed:
                self.write(f"（{printed}）")
            article = f"第{number % 40 + 1}条" if number % 7 == 0 else None
            found.append(
                Mention(
                    relation, f"《{instrument.title}》", instrument.title, printed, instrument, position, span, article
                )
            )
        return tuple(found)

    def dates(self) -> tuple[TimeConstraint, ...]:
        found = []
        kinds: tuple[DateKind, ...] = ("deadline", "recurrence", "ongoing", "duration", "period")
        for position in range(1, self.chance.choices((0, 1, 2), (32, 56, 12))[0] + 1):
            kind = self.chance.choices(kinds, (60, 18, 10, 7, 5))[0]
            surface, value, precision, anchor = self.date(kind)
            self.write("，")
            span = self.write(surface)
            found.append(
                TimeConstraint(kind, surface, value, span, position, "text", precision, anchor, kind == "duration")
            )
        return tuple(found)

    def date(self, kind: DateKind) -> tuple[str, str | None, Precision | None, str | None]:
        year, month, day = (
            self.year + self.chance.randrange(2),
            self.chance.randrange(1, 13),
            self.chance.randrange(1, 28),
        )
        match kind:
            case "deadline":
                last = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
                return f"{year}年{month}月底前", last.isoformat(), "month", None
            case "recurrence" if month <= 6:
                return f"每年{month}月{day}日前", f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}", "day", None
            case "recurrence":
                return "每季度", "FREQ=MONTHLY;INTERVAL=3", "quarter", None
            case "duration":
                return f"收到之日起{day}个工作日内", f"P{day}D", None, "收到之日"
            case "period" if month > 10:
                return f"{year}年{month}月起", f"{year}-{month:02}-01/..", "month", None
            case "period":
                return f"{year}年", f"{year}-01-01/{year}-12-31", "year", None
            case _:
                return "长期坚持", None, None, None

    def targets(self) -> tuple[Target, ...]:
        if self.chance.random() >= 0.25:
            return ()
        indicator, value = self.chance.choice(_INDICATORS), self.chance.randrange(60, 101)
        self.write(f"，{indicator}达到")
        surface = f"{value}％以上"
        return (Target(indicator, ">=", float(value), "%", surface, self.write(surface), 1),)

    def some(self, of: Sequence[T], count: int) -> Iterator[T]:
        """Yield so many different ones, the first of the sequence more often."""
        chosen: dict[int, None] = {}
        while len(chosen) < count:
            chosen.setdefault(self.chance.choices(range(len(of)), cum_weights=_shares(len(of)))[0])
        return (of[index] for index in chosen)


def _numeral(number: int) -> str:
    """Return a number below 100 as it stands before a heading: 十二."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")
