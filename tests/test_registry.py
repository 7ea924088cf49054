"""Loading query files and binding values to them: what is accepted, and the whole message where it is not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from checkout import ROOT

from dutygraph.graph.errors import BadParameter, QueryFailed, UnknownQuery
from dutygraph.queries import cypher
from dutygraph.queries.manual import param_lines, render_manual
from dutygraph.queries.registry import (
    BrokenQuery,
    Column,
    Parameter,
    Query,
    bind,
    check_rows,
    get_query,
    load_queries,
)

HEADER = (
    "// 试问",
    "// name: trial",
    "// description: 试一试。",
    "// description_en: A trial.",
    "// example: unit=区司法局",
    "// param unit: unit — 单位",
    "// param month: integer(1..12)? — 月份",
    "// returns key: string — 键",
    "// returns due: date? — 到期日",
)
BODY = (
    "MATCH (u:Unit) // $comment; SET",
    "WHERE u.key = $unit AND u.name <> '$quoted; DELETE' AND ($month IS NULL OR $month = 1)",
    "RETURN u.key AS key, COLLECT { MATCH (u)-->(x) RETURN x.day ORDER BY x.day LIMIT 1 }[0] AS due",
    "ORDER BY key",
)


def write(folder: Path, *lines: str, name: str = "trial.cypher") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def changed(line: int, *replacements: str) -> tuple[str, ...]:
    """The trial file with line ``line`` (from 1) replaced by these lines, or by none."""
    lines = (*HEADER, *BODY)
    return (*lines[: line - 1], *replacements, *lines[line:])


def test_a_file_is_read_as_declared(tmp_path: Path) -> None:
    path = write(tmp_path, *HEADER, *BODY)
    assert load_queries(tmp_path) == {
        "trial": Query(
            name="trial",
            title="试问",
            description="试一试。",
            description_en="A trial.",
            parameters=(
                Parameter("unit", "unit", True, None, "单位"),
                Parameter("month", "integer", False, None, "月份", tuple(range(1, 13))),
            ),
            columns=(Column("key", "string", False, "键"), Column("due", "date", True, "到期日")),
            cypher="\n".join(BODY) + "\n",
            path=path,
            example={"unit": "区司法局"},
        )
    }


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        pytest.param((), "trial.cypher:1: expected '// <Chinese title>', got ''", id="empty"),
        pytest.param(changed(1), "trial.cypher:1: expected '// <Chinese title>', got '// name: trial'", id="no title"),
        pytest.param(
            changed(2, "// nom: trial"),
            "trial.cypher:2: expected '// name: <identifier>', got '// nom: trial'",
            id="no name",
        ),
        pytest.param(
            changed(2, "// name: other"),
            "trial.cypher:2: the query is named 'other' but the file 'trial'",
            id="another file's name",
        ),
        pytest.param(
            changed(3),
            "trial.cypher:3: expected '// description: <Chinese text>', got '// description_en: A trial.'",
            id="no description",
        ),
        pytest.param(
            changed(4),
            "trial.cypher:4: expected '// description_en: <English text>', got '// example: unit=区司法局'",
            id="no English description",
        ),
        pytest.param(
            changed(5),
            "trial.cypher:5: expected '// example: name=value …', got '// param unit: unit — 单位'",
            id="no example",
        ),
        pytest.param(
            changed(5, "// example: 区司法局"),
            "trial.cypher:5: expected name=value in the example, got '区司法局'",
            id="example without name",
        ),
        pytest.param(
            changed(5, "// example: unit=区司法局 plan=1"),
            "trial.cypher:5: the example gives 'plan', which is no parameter",
            id="example of another query",
        ),
        pytest.param(
            changed(5, "// example: month=1"),
            "trial.cypher:5: the example does not fit parameter 'unit'",
            id="example without a required parameter",
        ),
        pytest.param(
            changed(5, "// example: unit=区司法局 month=13"),
            "trial.cypher:5: the example does not fit parameter 'month'",
            id="example out of range",
        ),
        pytest.param(
            changed(6, "// param unit unit — 单位"),
            "trial.cypher:6: expected '// param <name>: <type>[?] [= <default>] — <text>', "
            "got '// param unit unit — 单位'",
            id="malformed parameter",
        ),
        pytest.param(
            changed(6, "// param unit: office — 单位"),
            "trial.cypher:6: unknown parameter type 'office'; known: string, integer, float, boolean, date, role, "
            "unit, search",
            id="unknown parameter type",
        ),
        pytest.param(
            changed(7, "// param month: integer? = 1 — 月份"),
            "trial.cypher:7: parameter 'month' has both '?' and a default",
            id="null and default",
        ),
        pytest.param(
            changed(7, "// param month: integer = May — 月份"),
            "trial.cypher:7: the default 'May' is no integer",
            id="default of another type",
        ),
        pytest.param(
            changed(7, "// param month: integer(1..12) = 13 — 月份"),
            "trial.cypher:7: the default '13' is no integer",
            id="default out of range",
        ),
        pytest.param(
            changed(7, "// param month: integer(1-12)? — 月份"),
            "trial.cypher:7: integer(1-12) is no list of values: string(a|b) or integer(1..9)",
            id="malformed range",
        ),
        pytest.param(
            changed(7, "// param unit: unit — 单位"),
            "trial.cypher:7: parameter 'unit' is declared twice",
            id="parameter twice",
        ),
        pytest.param(
            changed(7),
            "trial.cypher:10: $month is used but no '// param' declares it",
            id="undeclared parameter",
        ),
        pytest.param(
            changed(7, "// param month: integer? — 月份", "// param plan: string? — 方案"),
            "trial.cypher:8: $plan is declared but the body does not use it",
            id="unused parameter",
        ),
        pytest.param(
            changed(6, "// param text: search — 词"),
            "trial.cypher:5: the example gives 'unit', which is no parameter",
            id="search instead of unit",
        ),
        pytest.param(
            changed(8, "// returns key: text — 键"),
            "trial.cypher:8: unknown column type 'text'; known: string, integer, float, boolean, date, map, "
            "list<string>, list<integer>, list<float>, list<date>, list<map>",
            id="unknown column type",
        ),
        pytest.param(
            changed(8, "// returns key: string"),
            "trial.cypher:8: expected '// returns <name>: <type>[?] — <text>', got '// returns key: string'",
            id="column without text",
        ),
        pytest.param(
            changed(9, "// returns key: string — 键"),
            "trial.cypher:9: column 'key' is declared twice",
            id="column twice",
        ),
        pytest.param(
            changed(9, "// returns due: date? — 到期日", "// param plan: string? — 方案"),
            "trial.cypher:10: expected '// returns <name>: <type>[?] — <text>', got '// param plan: string? — 方案'",
            id="parameter after columns",
        ),
        pytest.param(
            changed(9),
            "trial.cypher:11: the body returns (key, due) but the header declares (key)",
            id="undeclared column",
        ),
        pytest.param(
            changed(12, "RETURN u.key, null AS due"),
            "trial.cypher:12: returned column 1 has no name: write '… AS name'",
            id="nameless column",
        ),
        pytest.param(
            changed(12, "WITH u"), "trial.cypher:10: the body returns nothing", id="no RETURN at the outermost level"
        ),
        pytest.param(changed(13), "trial.cypher:12: the last RETURN has no ORDER BY", id="no order"),
        pytest.param(
            changed(13, "ORDER BY key", "LIMIT 5;"),
            "trial.cypher:14: ';' has no place in a query: one reading statement",
            id="semicolon",
        ),
        pytest.param(
            changed(13, "ORDER BY key", ";", "MATCH (n) RETURN n"),
            "trial.cypher:14: ';' has no place in a query: one reading statement",
            id="two statements",
        ),
        pytest.param(
            changed(10, "MATCH (u:Unit)", "SET u.seen = true", "WITH u"),
            "trial.cypher:11: 'SET' has no place in a query: one reading statement",
            id="a write",
        ),
        pytest.param(
            changed(10, "MATCH (u:Unit) detach", "delete u", "WITH u"),
            "trial.cypher:10: 'DETACH' has no place in a query: one reading statement",
            id="a write in small letters",
        ),
        pytest.param(
            changed(10, "LOAD", "  CSV FROM 'file:///x' AS line", "MATCH (u:Unit)"),
            "trial.cypher:10: 'LOAD CSV' has no place in a query: one reading statement",
            id="reading a file",
        ),
        pytest.param(
            changed(10, "CALL db.labels() YIELD label", "MATCH (u:Unit)"),
            "trial.cypher:10: 'CALL of a procedure' has no place in a query: one reading statement",
            id="a procedure",
        ),
    ],
)
def test_a_broken_file_is_refused_with_its_place(tmp_path: Path, lines: tuple[str, ...], message: str) -> None:
    write(tmp_path, *lines)
    with pytest.raises(BrokenQuery) as caught:
        load_queries(tmp_path)
    assert str(caught.value) == message
    assert caught.value.path == tmp_path / "trial.cypher"


def test_a_second_query_of_a_name_is_refused(tmp_path: Path) -> None:
    write(tmp_path, *HEADER, *BODY)
    write(tmp_path, *HEADER, *BODY, name="more/trial.cypher")
    with pytest.raises(BrokenQuery) as caught:
        load_queries(tmp_path)
    assert str(caught.value) == "trial.cypher:2: the name 'trial' is already taken by more/trial.cypher"


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    text = "\ufeff" + "\r\n".join((*HEADER, *BODY)) + "\r\n"
    (tmp_path / "trial.cypher").write_bytes(text.encode())
    assert load_queries(tmp_path)["trial"].cypher == "\n".join(BODY) + "\n"


def test_a_property_a_label_and_a_subquery_are_no_clauses() -> None:
    assert cypher.find_refused("MATCH (n:Set {create: $merge}) CALL (n) { RETURN n.delete AS x } RETURN x") is None


def test_columns_of_subqueries_are_not_those_of_the_query() -> None:
    text = "MATCH (n) RETURN DISTINCT n.key AS key, [x IN n.list | x] AS list, n\nUNION\nRETURN 1 AS key LIMIT 2"
    assert cypher.returned_columns(text) == (["key"], text.rindex("RETURN"))
    assert cypher.returned_columns(text.split("UNION")[0]) == (["key", "list", "n"], text.index("RETURN"))


def test_the_packaged_queries_are_sorted_and_loaded_once() -> None:
    queries = load_queries()
    assert load_queries() is queries
    assert list(queries) == sorted(queries)
    assert len(queries) >= 24


def test_an_unknown_query_names_the_nearest() -> None:
    with pytest.raises(UnknownQuery) as caught:
        get_query("unit_task")
    assert str(caught.value) == "没有名为 'unit_task' 的查询；相近的有：unit_tasks、units、unit_partners。"


TODAY = dt.date(2024, 7, 1)


@pytest.mark.parametrize(
    ("query", "values", "bound"),
    [
        pytest.param(
            "unit_tasks",
            {"unit": " 区司法局 ", "role": "牵头", "through_groups": "是", "dated": "False", "plan": ""},
            {
                "unit": "区司法局",
                "role": "lead",
                "through_groups": True,
                "plan": None,
                "section": None,
                "dated": False,
                "as_of": None,
            },
            id="strings, Chinese words and defaults",
        ),
        pytest.param(
            "deadlines",
            {"from": "2024-01-01", "to": dt.date(2024, 12, 31)},
            {
                "from": dt.date(2024, 1, 1),
                "to": dt.date(2024, 12, 31),
                "on": TODAY,
                "passed": None,
                "unit": None,
                "plan": None,
                "as_of": None,
                "most": None,
            },
            id="dates and today",
        ),
        pytest.param(
            "quarter_agenda",
            {"year": "２０２４", "quarter": 4},
            {"year": 2024, "quarter": 4, "unit": None, "plan": None},
            id="full-width digits",
        ),
        pytest.param(
            "search",
            {"text": "食品 安全"},
            {"text": "食品 安全", **dict.fromkeys(("label", "unit", "plan", "from", "to"))},
            id="a search",
        ),
    ],
)
def test_values_are_bound_in_their_types(query: str, values: dict[str, object], bound: dict[str, object]) -> None:
    assert bind(get_query(query), values, today=TODAY) == bound


def test_the_default_day_is_the_clock_s() -> None:
    before = dt.date.today()
    on = bind(get_query("workload"), {})["on"]
    assert before <= on <= dt.date.today()


@pytest.mark.parametrize(
    ("query", "values", "message"),
    [
        ("unit_tasks", {}, "参数 unit：没有给出，应为单位的名称、别名或键（必填）。"),
        ("unit_tasks", {"unit": "  "}, "参数 unit：没有给出，应为单位的名称、别名或键（必填）。"),
        (
            "unit_tasks",
            {"unit": "区司法局", "roll": "lead"},
            "参数 roll：收到 'lead'，应为查询 unit_tasks 的参数之一"
            "（unit、role、through_groups、plan、section、dated、as_of）。",
        ),
        (
            "unit_tasks",
            {"unit": "区司法局", "role": "leader"},
            "参数 role：收到 'leader'，应为角色：any、lead、responsible、supporting、principal。",
        ),
        (
            "unit_tasks",
            {"unit": "区司法局", "dated": "maybe"},
            "参数 dated：收到 'maybe'，应为true 或 false（是、否）。",
        ),
        ("unit_tasks", {"unit": 5}, "参数 unit：收到 5，应为单位的名称、别名或键。"),
        ("deadlines", {"from": "2024-02-30"}, "参数 from：收到 '2024-02-30'，应为日期（YYYY-MM-DD，如 2024-06-30）。"),
        ("deadlines", {"from": "20240201"}, "参数 from：收到 '20240201'，应为日期（YYYY-MM-DD，如 2024-06-30）。"),
        (
            "deadlines",
            {"from": "2025-02-01", "to": "2025-01-31"},
            "参数 to：收到 '2025-01-31'，应为不早于起始日 2025-02-01 的日期。",
        ),
        ("quarter_agenda", {"year": "2024", "quarter": "5"}, "参数 quarter：收到 '5'，应为1 到 4 的整数。"),
        ("quarter_agenda", {"year": "2024年", "quarter": "1"}, "参数 year：收到 '2024年'，应为整数。"),
        ("quarter_agenda", {"year": True, "quarter": "1"}, "参数 year：收到 True，应为整数。"),
        (
            "instrument_tasks",
            {"instrument": "民法典", "relation": "quotes"},
            "参数 relation：收到 'quotes'，应为以下之一：any、cites、drafts。",
        ),
    ],
)
def test_a_value_that_does_not_fit_is_refused(query: str, values: dict[str, object], message: str) -> None:
    with pytest.raises(BadParameter) as caught:
        bind(get_query(query), values)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("value", "bound"),
    [
        ("2.5", 2.5),
        ("３", 3.0),
        (4, 4.0),
        (0.25, 0.25),
        ("nan", None),
        (float("inf"), None),
        (True, None),
        ("1e3", None),
    ],
)
def test_a_decimal_number_is_finite(tmp_path: Path, value: object, bound: float | None) -> None:
    lines = changed(7, "// param month: float? — 比例")
    write(tmp_path, *lines)
    query = load_queries(tmp_path)["trial"]
    if bound is None:
        with pytest.raises(BadParameter, match=r"^参数 month：收到 .*，应为数。$"):
            bind(query, {"unit": "x", "month": value})
    else:
        assert bind(query, {"unit": "x", "month": value}) == {"unit": "x", "month": bound}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"due": None, "key": "k"}, "查询 trial 返回的列是 ['due', 'key']，应为 ['key', 'due']。"),
        ({"key": None, "due": None}, "查询 trial 的列 key 应为 string，得到 None。"),
        ({"key": "k", "due": "2024-06-30"}, "查询 trial 的列 due 应为 date?，得到 '2024-06-30'。"),
        (
            {"key": "k", "due": dt.datetime(2024, 6, 30, 12)},
            "查询 trial 的列 due 应为 date?，得到 datetime.datetime(2024, 6, 30, 12, 0)。",
        ),
    ],
)
def test_rows_that_are_not_as_declared_are_refused(tmp_path: Path, row: dict[str, Any], message: str) -> None:
    write(tmp_path, *HEADER, *BODY)
    query = load_queries(tmp_path)["trial"]
    good: list[dict[str, Any]] = [{"key": "k", "due": None}, {"key": "k", "due": dt.date(2024, 6, 30)}]
    assert check_rows(query, good) == good
    with pytest.raises(QueryFailed) as caught:
        check_rows(query, [*good, row])
    assert str(caught.value) == message


def test_the_manual_is_what_the_query_files_say() -> None:
    written = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    assert written == render_manual(load_queries().values()), "run: python -m dutygraph.queries.manual docs/queries.md"


def test_param_lines_are_cypher_literals() -> None:
    assert param_lines(get_query("unit_deadlines")) == [
        ":param unit => '区司法局'",
        ":param role => 'any'",
        ":param on => date('2024-06-30')",
        ":param passed => null",
        ":param through_groups => false",
        ":param as_of => null",
    ]
    assert param_lines(get_query("search")) == [
        ":param keys => COLLECT { MATCH (n:Task|Unit|UnitGroup|Instrument) WHERE any(words IN [n.title, n.text,"
        " n.name, n.full_name, n.document_number] WHERE words CONTAINS '营商环境') RETURN n.key }",
        *(f":param {name} => null" for name in ("label", "unit", "plan", "from", "to")),
        ":param snippets => []",
    ]
