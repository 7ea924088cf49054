"""How fast the search answers: `python -m bench.search [TASKS…] [--stores neo4j,embedded] [--write]`.

The tasks are made of invented words, 1,000 to a plan, each with two leads, a date and a citation. Asked are names,
aliases, 文号, titles, rare and common words and pairs of them, with and without filters. Given are the median and the
95th percentile of the search alone, of a server that has just been loaded and asked each question once and of one that
has been asked each thirty times more and is then timed five times a question, and of the whole query with its rows; the
process fails if the search's 95th percentile on the warm Neo4j is above the limit.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from bench import report
from bench.stores import STORES
from dutygraph.graph.build import Graph, add_edge, add_node, build_graph
from dutygraph.graph.identity import digest
from dutygraph.graph.store import Store
from dutygraph.queries.registry import run_query

COMMAND = "python -m bench.search"
LIMIT = 0.020  # seconds, 95th percentile of Store.search on Neo4j at 100,000 tasks
SEED = 20240101
OF_A_PLAN = 1000
TIMES = 5  # that each question is timed: one pause of a collector is no twentieth of all
WARM = 30  # rounds: a server answers for weeks, and its compiler needs some ten thousand calls
# Parted by spaces.
_FIRST = "健全 完善 推进 强化 规范 优化 深化 落实 建立 开展 加快 统筹"
_MIDDLE = (
    "行政执法 公共数据 政务服务 营商环境 法律援助 应急管理 生态环境 基层治理 社会信用 城市更新 乡村振兴 养老服务 "
    "食品安全 特种设备 安全生产 行政复议 规范性文件 重大决策 综合执法 知识产权 科技创新 人才引进 河湖保护 耕地保护 "
    "交通运输 文化旅游 体育健身 医疗卫生 义务教育 职业培训 就业创业 住房保障 物业管理 燃气供应 消防救援 防汛抗旱"
)
_LAST = "制度 机制 平台 清单 标准 台账 考核 培训 监督 评估 协作 公开 档案 预案 试点 改革 体系 队伍"
FIRST, MIDDLE, LAST = (each.split() for each in (_FIRST, _MIDDLE, _LAST))
CLAUSES = (
    "明确责任分工和完成时限",
    "每季度通报进展情况",
    "结果纳入年度考核",
    "听取企业和群众意见",
    "实行清单管理、逐项销号",
    "依托一体化平台归集数据",
    "组织专题培训和案卷评查",
    "主动接受人大监督和民主监督",
    "加强部门之间的线索移送",
    "推动经费向一线倾斜",
)
UNITS = [f"区{name}局" for name in MIDDLE]


def words(chance: random.Random) -> str:
    return chance.choice(FIRST) + chance.choice(MIDDLE) + chance.choice(LAST)


def task_text(chance: random.Random, number: int) -> tuple[str, str]:
    """A title and a text of some hundred characters that begins with it; every thousandth says a rare word."""
    title = words(chance)
    said = [title, *chance.sample(CLAUSES, 3), words(chance), words(chance)]
    if number % 1000 == 0:
        said.append(f"建成第{number}号垂直起降场")
    return title, "，".join(said) + "。"


def plans(tasks: int) -> Iterator[Graph]:
    """The graphs of plans with so many tasks in all, the same at every run."""
    chance = random.Random(SEED)
    for first in range(0, tasks, OF_A_PLAN):
        yield plan(chance, first, min(OF_A_PLAN, tasks - first))


def plan(chance: random.Random, first: int, tasks: int) -> Graph:
    graph = build_graph([])
    key = digest("bench", str(first))
    top = add_node(
        graph, "Plan", key, {"title": f"第{first // OF_A_PLAN}号任务分解方案", "issued_on": dt.date(2024, 1, 1)}
    )
    place = add_node(graph, "Jurisdiction", digest("区"), {"name": "示范区", "level": "county"})
    units = []
    for name in UNITS:
        unit = add_node(
            graph, "Unit", digest("unit", name), {"name": name, "full_name": f"示范{name}", "kind": "government"}
        )
        alias = add_node(graph, "Alias", digest(f"{name}办"), {"name": f"{name[:3]}办"})
        add_edge(graph, alias, "NAMES", unit, {"kind": "abbreviation"})
        add_edge(graph, unit, "IN_JURISDICTION", place, {})
        units.append(unit)
    for number in range(first, first + tasks):
        title, text = task_text(chance, number)
        task_key = f"{key}-{digest(str(number))}"
        values = {"number": str(number - first + 1), "position": number - first + 1, "title": title, "text": text}
        task = add_node(graph, "Task", task_key, values)
        add_edge(graph, task, "PART_OF", top, {})
        for position, unit in enumerate(chance.sample(units, 2), 1):
            name = graph.nodes[unit]["name"]
            add_edge(graph, unit, "LEADS", task, {"position": position, "surface": name, "principal": True})
        due = dt.date(2024, 1, 31) + dt.timedelta(days=chance.randrange(700))
        date = add_node(
            graph,
            "Deadline",
            digest(task_key, "date"),
            {"kind": "deadline", "surface": str(due), "position": 1, "due_date": due},
        )
        add_edge(graph, task, "HAS_DATE", date, {})
        serial = chance.randrange(1, 400)
        document = f"示政发〔{2015 + serial % 10}〕{serial}号"
        title = f"{MIDDLE[serial % len(MIDDLE)]}{LAST[serial % len(LAST)]}第{serial}号办法"
        instrument = add_node(graph, "Instrument", digest(document), {"title": title, "document_number": document})
        add_edge(graph, task, "CITES", instrument, {"position": 1, "surface": f"《{title}》"})
    return graph


def questions(tasks: int) -> list[dict[str, Any]]:
    """What is asked, each with its filters: as people do, more often for something than for everything."""
    chance = random.Random(SEED + 1)
    asked: list[dict[str, Any]] = [{"text": name} for name in chance.sample(UNITS, 12)]
    asked += [{"text": f"{name[:3]}办"} for name in chance.sample(UNITS, 6)]
    asked += [{"text": f"示政发〔{2015 + n % 10}〕{n}号"} for n in chance.sample(range(1, 400), 12)]
    asked += [{"text": f"第{number}号垂直起降场"} for number in range(0, min(tasks, 12_000), 1000)]
    asked += [{"text": words(chance)} for _ in range(24)]
    asked += [{"text": f"{chance.choice(MIDDLE)} {chance.choice(LAST)}"} for _ in range(24)]
    asked += [{"text": word} for word in chance.sample(MIDDLE, 10)]
    asked += [{"text": word, "plan": "第0号"} for word in chance.sample(MIDDLE, 6)]
    asked += [{"text": word, "unit": digest("unit", chance.choice(UNITS))} for word in chance.sample(MIDDLE, 6)]
    return asked


def percentile(seconds: list[float], share: float) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))]


def measure(
    asked: list[dict[str, Any]], ask: Callable[[dict[str, Any]], object], *, rounds: int = 1, times: int = TIMES
) -> tuple[float, float]:
    """Median and 95th percentile of the seconds of the questions, after so many rounds to warm up."""
    for each in asked * rounds:
        ask(each)
    taken = [report.timed(partial(ask, each))[1] for each in asked * times]
    return percentile(taken, 0.5), percentile(taken, 0.95)


def load(store: Store, tasks: int) -> None:
    for graph in plans(tasks):
        store.load(graph)


def alone(store: Store, asked: dict[str, Any]) -> object:
    return store.search(**asked)


def with_rows(store: Store, asked: dict[str, Any]) -> object:
    return run_query(store, "search", asked)


def main() -> int:
    """Print a line for each store and number of tasks; 1 if the search on Neo4j is slower than the limit."""
    asked = report.arguments(__doc__, [1000], stores="neo4j, embedded or both, the default")
    lines, slowest = [], 0.0
    for kind in (asked.stores or ",".join(STORES)).split(","):
        for tasks in asked.tasks:
            with STORES[kind]() as store:
                took = report.timed(partial(load, store, tasks))[1]
                asks = questions(tasks)
                first = measure(asks, partial(alone, store), times=1)
                warm = measure(asks, partial(alone, store), rounds=WARM if tasks >= OF_A_PLAN else 1)
                rows = measure(asks, partial(with_rows, store))
            if kind == "neo4j":
                slowest = max(slowest, warm[1])
            figures = [f"{seconds * 1e3:.1f}" for seconds in (*first, *warm, *rows)]
            lines.append([kind, f"{tasks:,}", f"{took:.0f}", *figures])
            print(lines[-1], flush=True)
    headings = ["store", "tasks", "loaded in, s", "first: median, ms", "p95, ms", "warm: median, ms", "p95, ms"]
    headings += ["with rows: median, ms", "p95, ms"]
    report.give(COMMAND, report.table(headings, lines), write=asked.write)
    return int(slowest > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
