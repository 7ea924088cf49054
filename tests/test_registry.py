"""Queries by their names: values are bound and rows checked, with the whole message where they do not fit."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from query_files import BODY, HEADER, changed, write

from dutygraph.graph.errors import BadParameter, QueryFailed, UnknownQuery
from dutygraph.queries.registry import (
    bind,
    check_rows,
    get_query,
    load_queries,
)


def test_the_packaged_queries_are_sorted_and_loaded_once() -> None:
    queries = load_queries()
    assert load_queries() is queries
    assert list(queries) == sorted(queries)
    assert len(queries) >= 24


def test_an_unknown_query_names_the_nearest() -> None:
    with pytest.raises(UnknownQuery) as caught:
        get_query("unit_task")
    assert str(caught.value) == "没有名为“unit_task”的查询；相近的有：unit_tasks、units、unit_partners。"


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
            "参数 roll：收到“lead”，应为查询 unit_tasks 的参数之一"
            "（unit、role、through_groups、plan、section、dated、as_of）。",
        ),
        (
            "unit_tasks",
            {"unit": "区司法局", "role": "leader"},
            "参数 role：收到“leader”，应为角色：any、lead、responsible、supporting、principal。",
        ),
        (
            "unit_tasks",
            {"unit": "区司法局", "dated": "maybe"},
            "参数 dated：收到“maybe”，应为true 或 false（是、否）。",
        ),
        ("unit_tasks", {"unit": 5}, "参数 unit：收到“5”，应为单位的名称、别名或键。"),
        ("deadlines", {"from": "2024-02-30"}, "参数 from：收到“2024-02-30”，应为日期（YYYY-MM-DD，如 2024-06-30）。"),
        ("deadlines", {"from": "20240201"}, "参数 from：收到“20240201”，应为日期（YYYY-MM-DD，如 2024-06-30）。"),
        (
            "deadlines",
            {"from": "2025-02-01", "to": "2025-01-31"},
            "参数 to：收到“2025-01-31”，应为不早于起始日 2025-02-01 的日期。",
        ),
        ("quarter_agenda", {"year": "2024", "quarter": "5"}, "参数 quarter：收到“5”，应为1 到 4 的整数。"),
        ("quarter_agenda", {"year": "2024年", "quarter": "1"}, "参数 year：收到“2024年”，应为整数。"),
        ("quarter_agenda", {"year": True, "quarter": "1"}, "参数 year：收到“True”，应为整数。"),
        (
            "instrument_tasks",
            {"instrument": "民法典", "relation": "quotes"},
            "参数 relation：收到“quotes”，应为以下之一：any、cites、drafts。",
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
        with pytest.raises(BadParameter, match=r"^参数 month：收到“.*”，应为数。$"):
            bind(query, {"unit": "x", "month": value})
    else:
        assert bind(query, {"unit": "x", "month": value}) == {"unit": "x", "month": bound}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"due": None, "key": "k"}, "查询 trial 返回的列是 due、key，应为 key、due。"),
        ({"key": None, "due": None}, "查询 trial 的列 key 应为 string，得到空值。"),
        ({"key": "k", "due": "2024-06-30"}, "查询 trial 的列 due 应为 date?，得到“2024-06-30”（str）。"),
        (
            {"key": "k", "due": dt.datetime(2024, 6, 30, 12)},
            "查询 trial 的列 due 应为 date?，得到“2024-06-30 12:00:00”（datetime）。",
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
