"""Saved statements of Neo4j Browser: the starters, and every registered query with its parameters.

Browser takes every ``.cypher`` file of a .zip that is dropped on it: the folders become folders, the first
``//`` line the name. A text with ``:param`` lines and a statement runs there as a script, of which only the
state is shown, never the rows. So a query with parameters is two files that are listed together: one sets
the parameters, the other asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from dutygraph.queries.manual import param_lines
from dutygraph.queries.model import Query
from dutygraph.queries.registry import load_queries
from dutygraph.web.neo4j_browser.starters import load_starters

PARAMETERS: Final = "（参数）"
"""What the name of a query's parameters ends with."""
GRAPHS: Final = "看图"
REST: Final = "其他"
# Which folder a query stands in; one that is not named here stands in REST.
FOLDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "单位": (
        "units",
        "unit_profile",
        "unit_tasks",
        "unit_deadlines",
        "unit_instruments",
        "unit_partners",
        "unit_successors",
        "aliases",
        "co_leads",
        "groups",
        "group_tasks",
        "jurisdictions",
        "shortest_link",
        "workload",
        "workload_by_section",
    ),
    "任务": (
        "task_list",
        "task_card",
        "task_versions",
        "ledger",
        "task_gaps",
        "gap_counts",
        "task_holders",
        "several_leads",
        "targets",
        "role_labels",
        "findings",
        "search",
    ),
    "时间": (
        "deadlines",
        "due_calendar",
        "due_counts",
        "quarter_agenda",
        "recurrences",
        "time_limits",
        "ongoing_tasks",
        "occasions",
        "timeline",
    ),
    "文件": ("instruments", "instrument_tasks", "instrument_duplicates", "drafting_mandates"),
    "方案": ("plans", "plan_summary", "plan_versions", "sections", "choices"),
}


@dataclass(frozen=True, slots=True)
class Favourite:
    """One saved statement: its folder without the product's name, its name, and the text that begins with it."""

    folder: str
    title: str
    text: str

    @property
    def path(self) -> str:
        """Where it stands in an archive: 责任图谱·单位/某单位的任务.cypher."""
        return f"责任图谱·{self.folder}/{self.title}.cypher"


def favourites() -> list[Favourite]:
    """Return all of them, the starters first."""
    graphs = [Favourite(GRAPHS, s.title, f"// {s.title}\n// {s.description}\n{s.cypher}\n") for s in load_starters()]
    queries = load_queries()
    return graphs + [each for folder, found in in_folders(queries).items() for q in found for each in _pair(folder, q)]


def in_folders(queries: Mapping[str, Query]) -> dict[str, list[Query]]:
    """Return the queries by folder, in the order of :data:`FOLDERS`, those that it does not name last."""
    placed = {name for names in FOLDERS.values() for name in names}
    folders = {folder: [queries[name] for name in names if name in queries] for folder, names in FOLDERS.items()}
    rest = [query for name, query in queries.items() if name not in placed]
    return folders | {REST: rest} if rest else folders


def parameter_script(query: Query) -> str:
    """Return the ``:param`` commands with the query's example values, each parted from the next by a semicolon."""
    return ";\n".join(param_lines(query))


def _pair(folder: str, query: Query) -> Iterator[Favourite]:
    said = f"// {query.title}\n// {query.description}\n"
    if query.parameters:
        name = query.title + PARAMETERS
        meanings = [f"// {p.placeholder}：{p.description}{_choice(p.values)}" for p in query.parameters]
        lines = [f"// {name}", "// 改箭头后面的值再运行，然后运行同一文件夹里的查询。", *meanings]
        said += f"// 参数由“{name}”设定，先运行它。\n"
        yield Favourite(folder, name, "\n".join([*lines, parameter_script(query), ""]))
    said += f"// 列：{'、'.join(f'{c.name} {c.title}' for c in query.columns)}\n"
    yield Favourite(folder, query.title, f"{said}{query.cypher.strip()}\n")


def _choice(values: tuple[str | int, ...]) -> str:
    """Return the values to choose from, a range of numbers by its ends."""
    if not values:
        return ""
    if isinstance(values[0], int):
        return f"（{values[0]} 到 {values[-1]}）"
    return f"（{'、'.join(map(str, values))}）"
