"""Files of queries: what is read from one, and the whole message where it breaks the grammar."""

from __future__ import annotations

from pathlib import Path

import pytest
from checkout import ROOT
from query_files import BODY, HEADER, changed, write

from dutygraph.queries import cypher
from dutygraph.queries.manual import param_lines, render_manual
from dutygraph.queries.registry import (
    BrokenQuery,
    Column,
    Parameter,
    Query,
    get_query,
    load_queries,
)


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
