"""What the pages call things: findings by their titles, decisions and fields as the forms print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import servers
from services import client_of
from texts import extract

from dutygraph.graph.build import build_graph
from dutygraph.graph.store import Store
from dutygraph.web.words import FIELDS, field

PLAN = """青禾区2024年重点任务分解方案
（1）完善台账。
牵头部门：区司法局
完成时限：尽快
（2）整治欠薪，2024年11月底前完成。
牵头部门：区人社局
"""
PART = quote("重点任务")  # of the title


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def client(request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    store: Store = request.getfixturevalue(f"{request.param}_store")
    servers.empty(store)
    store.load(build_graph(extract(PLAN).plans))
    with client_of(store) as client:
        yield client


def asked(client: httpx.Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.text


def test_a_task_says_of_its_findings_what_the_page_shows(client: httpx.Client) -> None:
    (task, _) = client.get("/api/v1/tasks").json()["items"]
    page = asked(client, f"/tasks/{task['key']}")
    assert '<strong title="deadline_not_understood">完成时限未读懂</strong>：' in page
    assert "审核时选“更正”并写出时间要求；不是时间的选“确认”。" in page
    assert "重新上传该方案，逐处选“确认”“更正”或“驳回”" in page
    assert re.findall(r"\b(?:accept|correct|reject)\b", page) == []


def test_findings_are_called_by_their_titles_and_found_by_them(client: httpx.Client) -> None:
    page = asked(client, "/queries/findings?run=1&rule=deadline_not_understood")
    assert re.findall('<td title="deadline_not_understood"[^>]*>(.+?)</td>', page) == ["完成时限未读懂"]
    assert '<option value="deadline_not_understood" selected>完成时限未读懂</option>' in page
    assert '<select name="status"><option value="">待核</option><option value="accepted">已确认</option>' in page
    assert "issue_date_unknown" not in re.sub(r'(title|value)="[a-z_]+"', "", page)
    assert '<td data-label="事项" class="short" title="issue_date_unknown">印发日期不明</td>' in asked(client, "/")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/timeline?from=abc", "“自”：收到“abc”，应为日期（YYYY-MM-DD，如 2024-06-30）。"),
        ("/timeline?from=2024-05-01&to=2024-04-01", "“至”：收到“2024-04-01”，应为不早于“自”（2024-05-01）、"),
        ("/timeline?role=none", "“角色”：收到“none”，应为全部、牵头、责任、配合之一。"),
        ("/timeline?kind=x", "“类型”：收到“x”，应为全部、时限、时段、周期之一。"),
        ("/?on=20240601", "“看哪一天”：收到“20240601”，应为日期"),
        ("/units?sort=x", "“按哪一列排”：收到“x”，应为表头中可点的一列。"),
        ("/units?sort=name&order=x", "“升降”：收到“x”，应为升序、降序之一。"),
        (f"/compare?plan={PART}&from=x", "“旧版”：收到“x”，应为版次（如 2）或日期（如 2024-06-30）。"),
        (f"/compare?a={PART}&b={PART}&show=x", "应为全部、有不同、只在甲、只在乙、相同之一。"),
        ("/queries/workload?run=1&show=x", "“看哪些”：收到“x”，应为表、图表、关系图之一。"),
    ],
)
def test_what_is_wrong_with_an_address_is_said_in_the_words_of_the_page(
    client: httpx.Client, address: str, told: str
) -> None:
    page = asked(client, address, 400)
    assert told in page
    assert "参数" not in page.replace("参数有误", "")


def test_forms_print_the_words_that_errors_name(client: httpx.Client) -> None:
    page = asked(client, "/timeline")
    printed = dict(re.findall('<label>(.+?)<(?:input|select)[^>]* name="([a-z_]+)"', page))
    assert {name: words for words, name in printed.items()} == {
        name: FIELDS[name] for name in ("from", "to", "on", "as_of", "unit", "role", "kind")
    }
    assert field("/timeline", "colour") is None


def test_a_column_that_is_empty_in_every_row_is_left_out(client: httpx.Client) -> None:
    headings = re.findall('<th scope="col"[^>]*><a [^>]*>(.+?)</a></th>', asked(client, "/queries/findings?run=1"))
    assert headings[:3] == ["规则", "说明", "状态"]
    assert "页码" not in headings  # a text has no pages


LINKED = """青禾区2024年联系任务分解方案
（1）整治欠薪，{when}底前完成。
牵头部门：区司法局
责任部门：区人社局
（2）清理合同。
牵头部门：区财政局
{other}"""


def test_units_are_linked_by_what_is_in_force_where_that_is_as_short(store: Store) -> None:
    other = "责任部门：区司法局\n"
    for when, last in (("6月", other), ("9月", "")):
        store.load(build_graph(extract(LINKED.format(when=when, other=last)).plans))
    with client_of(store) as client:
        (link,) = linked(client, "区司法局", "区人社局")
        assert link["keys"][1] in {task["key"] for task in client.get("/api/v1/tasks").json()["items"]}
        (former,) = linked(client, "区司法局", "区财政局")
        assert former["names"] == ["区司法局", "清理合同", "区财政局"]
        ends = f"from={quote('区司法局')}&to={quote('区财政局')}"
        assert "清理合同（以前的版本）" in asked(client, f"/graph?{ends}")


def linked(client: httpx.Client, first: str, second: str) -> list[dict[str, Any]]:
    ends = f"from={quote(first)}&to={quote(second)}"
    items: list[dict[str, Any]] = client.get(f"/api/v1/queries/shortest_link?{ends}").json()["items"]
    return items
