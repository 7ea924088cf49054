"""The timeline's page as of a day, on both stores: what was in force then, with the units of then."""

from __future__ import annotations

import re
from collections.abc import Iterator

import editions
import httpx
import pytest
import servers
from editions import CORRECTED, FIRST, ISSUED, SECOND
from services import client_of

from dutygraph.graph.store import Store

# the task that the correction drops has a date, so that the days of the first version show it
DATED = FIRST.replace("编制工作简报，及时报送信息", "编制工作简报，2024年5月底前报送信息")
YEAR = "/timeline?from=2024-01-01&to=2024-12-31&on=2024-03-05"


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def client(request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    store: Store = request.getfixturevalue(f"{request.param}_store")
    servers.empty(store)
    store.load(editions.graph(DATED), today=ISSUED)
    store.load(editions.graph(SECOND), today=CORRECTED)
    with client_of(store) as client:
        yield client
    servers.empty(store)


def rows(client: httpx.Client, address: str) -> list[tuple[str, str, str]]:
    """The day, title and leads of each row."""
    page = client.get(address).raise_for_status().text
    found = re.findall(
        r'data-label="日期" class="number">([^<]*).*?data-label="任务" class="lead">(.*?)</td>'
        r'.*?data-label="牵头">(.*?)</td>',
        page,
        re.S,
    )
    return [(day, re.sub(r"<[^>]*>", " ", title).strip(), lead) for day, title, lead in found]


def test_without_a_day_it_is_what_is_in_force(client: httpx.Client) -> None:
    assert [(day, lead) for day, _, lead in rows(client, YEAR)] == [
        ("2024年9月30日", "县司法局、县信访局"),
        ("2024年12月31日", "县政府办"),
    ]


@pytest.mark.parametrize("sort", ["", "&sort=title", "&page=all"])
def test_as_of_a_day_it_is_what_was_in_force(client: httpx.Client, sort: str) -> None:
    found = rows(client, f"{YEAR}&as_of={ISSUED}{sort}")
    assert sorted((day, lead) for day, _, lead in found) == [
        ("2024年12月31日", "县政府办"),
        ("2024年5月31日", "县委宣传部"),
        ("2024年6月30日", "县司法局"),
    ]


def test_a_task_that_was_dropped_since_is_named_and_not_linked(client: httpx.Client) -> None:
    page = client.get(f"{YEAR}&as_of={ISSUED}").text
    (cell,) = re.findall(r'class="lead">(2　编制工作简报.*?)</td>', page, re.S)
    assert "现行版本已无此任务" in cell
    assert "href" not in cell
    assert "按2024年3月5日有效的版本" in page
    links = re.findall(r'href="(/tasks/[^"]*)"', page)
    assert [client.get(link).status_code for link in links] == [200, 200]


def test_the_filters_hold_as_of_a_day_too(client: httpx.Client) -> None:
    then = f"{YEAR}&as_of={ISSUED}"
    assert [day for day, *_ in rows(client, f"{then}&unit=县司法局&role=lead")] == ["2024年6月30日"]
    assert [day for day, *_ in rows(client, f"{then}&section=二、保障措施")] == ["2024年5月31日", "2024年12月31日"]
    assert rows(client, f"{then}&kind=period") == []


def test_before_there_was_a_plan_nothing_was_in_force(client: httpx.Client) -> None:
    page = client.get(f"{YEAR}&as_of=2024-03-04").text
    assert "2024年3月4日有效的方案在这段日子里没有到期的任务" in page
    assert client.get(f"{YEAR}&as_of=March").status_code == 400
