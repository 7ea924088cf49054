"""What the HTTP interface cannot answer: each failure is a problem document, of the status that the docs say."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from services import API, EXAMPLE, JUSTICE, check

from dutygraph.api import problems
from dutygraph.graph import errors


def test_a_parameter_given_twice_is_refused(client: httpx.Client) -> None:
    answer = client.get(f"{API}/units/{JUSTICE}/tasks?role=lead&role=any").json()
    assert (answer["status"], answer["parameter"]) == (400, "role")
    assert client.get(f"{API}/units/{JUSTICE}/tasks?unit=x").json()["parameter"] == "unit"


# (address, status, type, whole detail, further members)
FAILURES = [
    pytest.param(
        "/units/区司法所",
        404,
        "not-found",
        "没有找到单位“区司法所”；名称相近的有：区司法局、区法院、青禾示范区司法局、区政法委。",
        {"nearest": ["区司法局", "区法院", "青禾示范区司法局", "区政法委"]},
        id="unknown unit",
    ),
    pytest.param(
        "/tasks/0000000000000000-0000000000000000",
        404,
        "not-found",
        "没有找到任务“0000000000000000-0000000000000000”；请核对名称或键。",
        {"nearest": []},
        id="unknown task",
    ),
    pytest.param(
        "/plans/没有/tasks",
        404,
        "not-found",
        "没有找到方案“没有”；请核对名称或键。",
        {"nearest": []},
        id="unknown plan",
    ),
    pytest.param(
        "/instruments/没有/tasks",
        404,
        "not-found",
        "没有找到文件“没有”；请核对名称或键。",
        {"nearest": []},
        id="unknown instrument",
    ),
    pytest.param(
        "/queries/unit_task",
        404,
        "unknown-query",
        "没有名为“unit_task”的查询；相近的有：unit_tasks、units、unit_partners。",
        {"nearest": ["unit_tasks", "units", "unit_partners"]},
        id="unknown query",
    ),
    pytest.param(
        "/nothing", 404, "not-found", "没有地址 /api/v1/nothing；全部地址见 /docs。", {}, id="unknown address"
    ),
    pytest.param(
        "/deadlines?from=2024-02-30",
        400,
        "bad-parameter",
        "参数 from：收到“2024-02-30”，应为日期（YYYY-MM-DD，如 2024-06-30）。",
        {"parameter": "from"},
        id="no such day",
    ),
    pytest.param(
        "/units/区司法局/tasks?role=主持",
        400,
        "bad-parameter",
        "参数 role：收到“主持”，应为角色：any、lead、responsible、supporting、principal。",
        {"parameter": "role"},
        id="no such role",
    ),
    pytest.param(
        "/groups?colour=红",
        400,
        "bad-parameter",
        "参数 colour：收到“红”，应为查询 groups 的参数之一（extent、plan）。",
        {"parameter": "colour"},
        id="unknown parameter",
    ),
    pytest.param(
        "/search",
        400,
        "bad-parameter",
        "参数 q：没有给出，应为要找的词（必填）。",
        {"parameter": "q"},
        id="missing parameter",
    ),
    pytest.param(
        "/tasks?limit=1001",
        422,
        "invalid-request",
        "query.limit：应不大于 1000。",
        {"errors": [{"where": "query.limit", "why": "应不大于 1000"}]},
        id="too long a page",
    ),
]


@pytest.mark.parametrize(("address", "status", "kind", "detail", "more"), FAILURES)
def test_a_failure_is_a_problem_document(
    client: httpx.Client,
    document: dict[str, Any],
    address: str,
    status: int,
    kind: str,
    detail: str,
    more: dict[str, Any],
) -> None:
    response = client.get(API + address)
    assert response.headers["content-type"] == "application/problem+json"
    answer = check(document, f"{API}/queries", response)  # every operation has the same
    assert answer == {
        "type": f"urn:dutygraph:problem:{kind}",
        "title": answer["title"],
        "status": status,
        "detail": detail,
        "instance": API + address.split("?")[0],
        **more,
    }
    assert response.status_code == status


def test_a_method_that_an_address_lacks_is_a_problem_document(client: httpx.Client) -> None:
    response = client.delete(f"{API}/units")
    assert (response.status_code, response.headers["allow"]) == (405, "GET")
    assert response.json()["detail"] == "/api/v1/units 不支持 DELETE；可用的方法见 /docs。"


def test_the_status_of_each_error_is_that_of_its_docstring() -> None:
    """The tree in errors.py is what developers read; the table is what runs."""
    stated = dict(re.findall(r"── (\w+) .*HTTP (\d{3})", errors.__doc__ or ""))
    assert stated["StoreError"] == "503"
    table = {
        kind.__name__: str(int(problems.KINDS[kind].status)) for kind in problems.KINDS if kind in vars(errors).values()
    }
    assert {**stated, "DutygraphError": "500"} == table
    slugs = [kind.slug for kind in problems.KINDS.values()]
    assert len(set(slugs)) == len(slugs)


def test_each_problem_stands_in_the_docs() -> None:
    text = (EXAMPLE.parents[1] / "docs" / "api.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (\d{3}) \| (.*?) \|", text, flags=re.M))
    assert set(rows) >= {"400", "403", "404", "405", "409", "413", "422", "500", "503"}
    for kind in [*problems.KINDS.values(), *(kind for kind, _ in problems.FRAMEWORK.values())]:
        listed = [line for line in text.splitlines() if line.startswith(f"| {int(kind.status)} |")]
        assert any(f"`{kind.slug}`" in line for line in listed), kind
