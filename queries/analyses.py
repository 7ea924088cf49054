"""Questions that take more than one Cypher statement, and :func:`ask`, which answers these and the queries alike.

Each is declared as a query file declares itself, with the function of :mod:`dutygraph.graph.analysis` that answers
it. ``NAMES`` are the analyses by the names of the command line and the API, queries among them.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from dutygraph.graph.analysis import chain, conflicts, duplicates, network
from dutygraph.graph.analysis.facts import TaskFacts, read_tasks
from dutygraph.graph.errors import NotFound
from dutygraph.queries import analysis_rows as rows
from dutygraph.queries.model import ROLE_VALUES, Column, Parameter, ParameterType, Question, column_type
from dutygraph.queries.registry import Readable, bind, check_rows, get_query, load_queries, run_query

Row = dict[str, Any]
Bound = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Analysis(Question):
    """A question that a function answers from the store; ``answer`` takes its bound parameters."""

    answer: Callable[[Readable, Bound], list[Row]]


def _parameter(
    name: str, type_: ParameterType, description: str, default: object = None, values: tuple[str | int, ...] = ()
) -> Parameter:
    return Parameter(name, type_, False, default, description, ROLE_VALUES if type_ == "role" else values)


def _columns(**columns: str) -> tuple[Column, ...]:
    """Return columns written as ``name="type? 标题"``."""
    found = []
    for name, said in columns.items():
        type_, _, title = said.partition(" ")
        kind = column_type(type_.rstrip("?"))
        if kind is None:
            raise ValueError(f"{name}: no type of a column: {type_}")
        found.append(Column(name, kind, type_.endswith("?"), title))
    return tuple(found)


_PLAN: Final = _parameter("plan", "string", "方案的键、文号或标题中的字")
_ROLE: Final = _parameter("role", "role", "按哪种角色相连", "any")
_GROUPS: Final = _parameter("groups", "boolean", "是否计入单位群（各镇、区直有关部门）", False)
_WITHIN: Final = _parameter("within_plans", "boolean", "是否也比较同一方案中的任务", False)
_PAIR: Final = {
    f"{side}_{name}": said.format(place)
    for side, place in (("first", "甲"), ("second", "乙"))
    for name, said in (
        ("number", "string? {}序号"),
        ("title", "string {}任务"),
        ("plan_title", "string {}方案"),
        ("key", "string {}任务键"),
        ("plan", "string {}方案键"),
    )
}


def _network(store: Readable, bound: Bound) -> list[Row]:
    return rows.members(network.measure(_build_network(store, bound)))


def _communities(store: Readable, bound: Bound) -> list[Row]:
    return rows.communities(network.find_communities(_build_network(store, bound)))


def _build_network(store: Readable, bound: Bound) -> network.Network:
    return network.build_network(read_tasks(store.read, bound["plan"]), bound["role"], groups=bound["groups"])


def _duplicates(store: Readable, bound: Bound) -> list[Row]:
    found = duplicates.find_duplicates(
        read_tasks(store.read),
        bound["threshold"],
        within_plans=bound["within_plans"],
        everywhere=bound["everywhere"],
    )
    return rows.duplicates([p for p in found if _about(bound["plan"], p.first, p.second)])


def _conflicts(store: Readable, bound: Bound) -> list[Row]:
    found = conflicts.find_conflicts(read_tasks(store.read), within_plans=bound["within_plans"])
    return rows.conflicts([c for c in found if _about(bound["plan"], c.first_task, c.second_task)])


def _chain(store: Readable, bound: Bound) -> list[Row]:
    tasks, kind, plan = read_tasks(store.read), bound["label"], bound["plan"]
    links = chain.find_chain(tasks, bound["threshold"], bound["best"]) if kind != "Instrument" else []
    bases = chain.find_bases(tasks) if kind != "Task" else []
    return rows.chain([k for k in links if _about(plan, k.task)], [b for b in bases if _about(plan, b.task)])


def _similar(store: Readable, bound: Bound) -> list[Row]:
    found = [hit for hit in store.similar(bound["task"], limit=bound["top"]) if hit["score"] >= bound["threshold"]]
    told = {row["key"]: row for row in store.read(_TOLD, {"keys": [hit["key"] for hit in found]})}
    names = [column.name for column in ANALYSES["similar"].columns]
    return [{name: {**hit, **told[hit["key"]]}[name] for name in names} for hit in found]


_TOLD: Final = (
    "UNWIND $keys AS key MATCH (t:Task {key: key})-[:PART_OF*1..6]->(p:Plan)"
    " RETURN t.number AS number, t.title AS title, p.title AS plan_title, t.key AS key, p.key AS plan"
)


def _about(plan: str | None, *tasks: TaskFacts) -> bool:
    """Whether one of the tasks is of a plan that is meant, as the queries mean it."""
    return plan is None or any(plan in (t.plan.key, t.plan.number) or plan in t.plan.title for t in tasks)


_FUNCTIONS: Final = (
    Analysis(
        "network",
        "协作网络中的单位",
        "共担任务的单位连成网络：每个单位同几个单位共事、共担多少项任务、度中心性、介数中心性、属于哪个群落。",
        "The network of units that answer for tasks together: partners, shared tasks, degree and betweenness "
        "centrality, community of each.",
        (_PLAN, _ROLE, _GROUPS),
        _columns(
            name="string 单位",
            label="string 类别",
            tasks="integer 任务",
            partners="integer 共事单位",
            shared="integer 共担任务",
            degree="float 度中心性",
            betweenness="float 介数中心性",
            community="integer? 群落",
            key="string 键",
        ),
        {},
        _network,
    ),
    Analysis(
        "communities",
        "协作群落",
        "协作网络中彼此共事多、与外面共事少的单位群落（Louvain，固定种子），最大的在前。",
        "Communities of the network (Louvain with a fixed seed): units that share more tasks with one another than "
        "with the rest.",
        (_PLAN, _ROLE, _GROUPS),
        _columns(
            community="integer 群落",
            size="integer 单位数",
            centre="string 中心单位",
            inside="integer 内部共担",
            outside="integer 对外共担",
            members="list<string> 单位",
            keys="list<string> 单位键",
            centre_key="string 中心单位键",
        ),
        {},
        _communities,
    ),
    Analysis(
        "duplicates",
        "重复的任务",
        "几个方案中可能是同一件事的任务：用词相近的程度，加上引用同一文件、有同一单位各 0.1 分；"
        "只比较同一地方或上下级地方的方案。",
        "Tasks of several plans that may be one duty: cosine of their words, plus 0.1 each for a shared instrument "
        "and a shared unit; only between plans for one place or places of which one contains the other.",
        (
            _parameter("threshold", "float", "至少多少分", duplicates.THRESHOLD),
            _PLAN,
            _WITHIN,
            _parameter("everywhere", "boolean", "是否也比较互不隶属的地方的方案", False),
        ),
        _columns(
            score="float 分数",
            wording="float 用词相近",
            words="list<string> 共同用词",
            instruments="list<string> 共同文件",
            units="list<string> 共同单位",
            **_PAIR,
        ),
        {"threshold": "0.2", "within_plans": "true"},
        _duplicates,
    ),
    Analysis(
        "conflicts",
        "不一致的目标",
        "几个方案对同一指标定了不同的目标：contradicts 不能同时满足，differs 高低不同。"
        "只比较同一地方或上下级地方的方案。",
        "Targets at odds across plans: one indicator with another value or comparator. contradicts: no value meets "
        "both; differs: one asks for more.",
        (_PLAN, _WITHIN),
        _columns(
            kind="string 性质",
            indicator="string 指标",
            first_target="string 甲目标",
            second_target="string 乙目标",
            first_surface="string 甲原文",
            second_surface="string 乙原文",
            **_PAIR,
        ),
        {"within_plans": "true"},
        _conflicts,
    ),
    Analysis(
        "chain",
        "政策传导",
        "下级任务承接哪项上级任务（Task，按用词、引用的文件和文号打分）、哪份上级文件（Instrument，任务引用或方案贯彻）。",
        "The policy chain: which upper-level task a task carries out (scored by wording, shared instruments and "
        "document numbers), and which instruments from above.",
        (
            _parameter("threshold", "float", "任务之间至少多少分", chain.THRESHOLD),
            _parameter("best", "integer", "对每个上级方案最多几项", chain.BEST, tuple(range(1, 11))),
            _parameter("label", "string", "只看承接任务或文件", "any", ("any", "Task", "Instrument")),
            _PLAN,
        ),
        _columns(
            number="string? 序号",
            title="string 任务",
            label="string 类别",
            upper_number="string? 上级序号或文号",
            upper_title="string 上级任务或文件",
            score="float? 分数",
            evidence="string 依据",
            plan_title="string 方案",
            upper_plan_title="string? 上级方案",
            key="string 任务键",
            upper_key="string 上级键",
            plan="string 方案键",
            upper_plan="string? 上级方案键",
        ),
        {},
        _chain,
    ),
    Analysis(
        "similar",
        "相似的任务",
        "与一项任务最相似的任务：用词相近的程度（按稀见程度计），加上引用同一文件、有同一单位各 0.1 分。",
        "The tasks most like one task: cosine of their words by rarity, plus 0.1 each for a shared instrument and a "
        "shared unit.",
        (
            Parameter("task", "string", True, None, "任务的键"),
            _parameter("top", "integer", "最多几项", 10, tuple(range(1, 101))),
            _parameter("threshold", "float", "至少多少分", 0.2),
        ),
        _columns(
            score="float 分数",
            wording="float 用词相近",
            words="list<string> 共同用词",
            instruments="list<string> 共同文件",
            units="list<string> 共同单位",
            number="string? 序号",
            title="string 任务",
            plan_title="string 方案",
            key="string 任务键",
            plan="string 方案键",
        ),
        {},
        _similar,
    ),
)
ANALYSES: Final[Mapping[str, Analysis]] = MappingProxyType({each.name: each for each in _FUNCTIONS})
# Analyses that are queries, by the names under which they stand among the analyses.
_QUERIES: Final = {
    "workload": "workload_matrix",
    "bottlenecks": "bottlenecks",
    "gaps": "task_gaps",
    "impact": "instrument_impact",
}
NAMES: Final = (
    "workload",
    "network",
    "communities",
    "bottlenecks",
    "gaps",
    "duplicates",
    "conflicts",
    "chain",
    "impact",
    "similar",
)


def get_analysis(name: str) -> Question:
    """Return the analysis of that name. NotFound with the nearest names, if there is none."""
    if name in ANALYSES:
        return ANALYSES[name]
    if name not in _QUERIES:
        raise NotFound("分析", name, difflib.get_close_matches(name, NAMES, n=3))
    return get_query(_QUERIES[name])


def load_questions() -> Mapping[str, Question]:
    """Return the queries and the analyses that are functions, by name."""
    return MappingProxyType({**load_queries(), **ANALYSES})


def ask(
    store: Readable, name: str, values: Mapping[str, object] = MappingProxyType({}), *, timeout: float | None = None
) -> list[Row]:
    """Return the rows of the query or analysis of that name; raises as :func:`run_query` does."""
    analysis = ANALYSES.get(name)
    if analysis is None:
        return run_query(store, name, values, timeout=timeout)
    return check_rows(analysis, analysis.answer(store, _bind(analysis, values)))


def _bind(analysis: Analysis, values: Mapping[str, object]) -> Bound:
    bound = bind(analysis, values)
    if "role" in bound:
        bound["role"] = rows.ROLES_OF[bound["role"]]
    return bound
