"""Long tables a page at a time, and answers kept until the graph changes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
import servers
from services import client_of

from dutygraph.graph.build import build_graph
from dutygraph.graph.errors import BadParameter, StoreError
from dutygraph.graph.store import Store
from dutygraph.ingest.extract import extract_document
from dutygraph.web import remembering
from dutygraph.web.addresses import Here
from dutygraph.web.paging import Paged, page_of
from dutygraph.web.remembering import Remembered

TASKS = 230
UNITS = ("区司法局", "区财政局", "区民政局")


def long_plan() -> str:
    """A plan of 230 tasks in two sections, each due at the end of a month of 2024, led by one of three units."""
    lines = ["青禾区2024年重点任务分解方案", "一、上半年任务"]
    for n in range(1, TASKS + 1):
        if n == 121:
            lines.append("二、下半年任务")
        duty = f"完善第{n}项制度，落实《青禾区法治办法》《青禾区{n}号办法》，2024年{n % 12 + 1}月底前完成。"
        lines += [f"（{n}）{duty}", f"牵头部门：{UNITS[n % 3]}"]
    return "\n".join(lines)


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    store: Store = request.getfixturevalue(f"{request.param}_store")
    path = tmp_path_factory.mktemp("plan") / "plan.txt"
    path.write_text(long_plan(), encoding="utf-8")
    servers.empty(store)
    store.load(build_graph(extract_document(Path(path)).plans))
    with client_of(store) as client:
        yield client


def numbers(page: str) -> list[str]:
    """The numbers of the tasks that the table of a plan or unit shows."""
    return re.findall(r'<td data-label="序号" class="short">(\d+)</td>', page)


def asked(client: httpx.Client, address: str) -> str:
    return client.get(address).raise_for_status().text


def test_the_pages_of_a_plan_together_show_every_task_once(client: httpx.Client) -> None:
    plan = f"/plans/{client.get('/api/v1/plans').json()['items'][0]['key']}"
    first = asked(client, plan)
    assert "任务（230）" in first
    assert "第 1–100 行，共 230 行" in first
    assert f'href="{plan}?page=3"' in first
    shown = [numbers(asked(client, f"{plan}?page={n}")) for n in (1, 2, 3)]
    assert [len(each) for each in shown] == [100, 100, 30]
    everything = numbers(asked(client, f"{plan}?page=all"))
    assert [n for each in shown for n in each] == everything == [str(n) for n in range(1, TASKS + 1)]


def test_filters_and_sorting_are_kept_from_page_to_page(client: httpx.Client) -> None:
    plan = f"/plans/{client.get('/api/v1/plans').json()['items'][0]['key']}"
    down = asked(client, f"{plan}?sort=number&order=down&page=2")
    assert numbers(down) == [str(n) for n in range(130, 30, -1)]
    assert f'href="{plan}?sort=number&amp;order=down&amp;page=3"' in down
    assert f'href="{plan}?sort=title"' in down  # another order begins with its first page
    found = asked(client, f"{plan}?text=第1")  # 1, 10–19 and 100–199
    assert "任务（111）" in found
    assert numbers(asked(client, f"{plan}?text=第1&page=2")) == [str(n) for n in range(189, 200)]


@pytest.mark.parametrize("page", ["4", "0", "x", "-1", "²"])
def test_a_page_that_is_none_is_said_to_be_none(client: httpx.Client, page: str) -> None:
    plan = f"/plans/{client.get('/api/v1/plans').json()['items'][0]['key']}"
    response = client.get(plan, params={"page": page})
    assert response.status_code == 400
    assert "“页码”：收到" in response.text


def test_a_unit_shows_its_tasks_a_page_at_a_time_and_all_dates_are_linked(client: httpx.Client) -> None:
    led = [n for n in range(1, TASKS + 1) if n % 3 == 0]
    unit = asked(client, "/units/区司法局?role=lead")
    assert f"任务（{len(led)}）" in unit
    assert numbers(unit) == [str(n) for n in led][:100]
    assert f"到期日（{len(led)}）" in unit


def test_instruments_and_the_tasks_that_rest_on_one_stand_a_hundred_to_a_page(client: httpx.Client) -> None:
    first = asked(client, "/instruments")
    assert "文件（231）" in first
    assert 'href="/instruments?page=3"' in first
    links = [
        re.findall(r'class="lead"><a href="(/instruments/\w+)"', asked(client, f"/instruments?page={n}")) for n in "123"
    ]
    assert [len(each) for each in links] == [100, 100, 31]
    assert len({link for each in links for link in each}) == 231
    of_all = links[0][0]  # by how many tasks rest on them
    assert f"受影响的任务（{TASKS}）" in asked(client, of_all)
    assert [len(numbers(asked(client, f"{of_all}?page={n}"))) for n in "123"] == [100, 100, 30]


def test_the_pairs_of_a_comparison_stand_a_hundred_to_a_page(client: httpx.Client) -> None:
    plan = client.get("/api/v1/plans").json()["items"][0]["key"]
    compared = f"/compare?a={plan}&b={plan}&show=same"
    pages = [asked(client, f"{compared}&page={n}") for n in ("1", "2", "3", "all")]
    assert [page.count('<tr class="same">') for page in pages] == [100, 100, 30, TASKS]
    assert 'show=changed"' in pages[1]  # another choice begins with its first page


def test_the_graph_shows_a_hundred_relations_of_a_node(client: httpx.Client) -> None:
    led = sum(n % 3 == 0 for n in range(1, TASKS + 1))
    page = asked(client, "/graph?node=区司法局")
    shown = re.search(r"相邻（(\d+)）", page)
    assert shown is not None
    assert int(shown[1]) in (led, led + 1)  # its tasks, and its place where that is known
    assert "只列前" not in page
    assert "相邻（100，只列前 100）" in asked(client, f"/graph?node={instrument_of_all(client)}")


def instrument_of_all(client: httpx.Client) -> str:
    """The key of the law that all tasks rest on."""
    found: str = client.get("/api/v1/instruments").json()["items"][0]["key"]
    return found


def test_the_timeline_shows_who_leads_on_every_page(client: httpx.Client) -> None:
    days = "/timeline?from=2024-01-01&to=2024-12-31"
    rows = [
        re.findall(r'href="/tasks/[^"]*">(\d+)　.*?<td data-label="牵头">(.*?)</td>', asked(client, address), re.S)
        for address in (days, f"{days}&page=2", f"{days}&page=3", f"{days}&page=all", f"{days}&sort=lead&page=all")
    ]
    assert [len(each) for each in rows] == [100, 100, 30, TASKS, TASKS]
    assert rows[0] + rows[1] + rows[2] == rows[3]
    assert all(lead == UNITS[int(n) % 3] for n, lead in rows[3])
    assert [lead for _, lead in rows[4]] == sorted(lead for _, lead in rows[4])


def test_the_overview_counts_dates_by_their_days(client: httpx.Client) -> None:
    page = asked(client, "/?on=2024-03-10")
    # the months up to February have passed; March is due in 30 days, April in 60, May in 90
    by_month = [sum(n % 12 + 1 == month for n in range(1, TASKS + 1)) for month in range(1, 13)]
    figures = {w: int(c) for c, w in re.findall(r"<strong>(\d+)</strong><span>([^<]+)</span>", page)}
    assert figures["已到期"] == sum(by_month[:2])
    assert figures["30 天内到期"] == by_month[2]
    assert figures["60 天内到期"] == sum(by_month[2:4])
    assert figures["90 天内到期"] == sum(by_month[2:5])
    soonest = re.search(r"最近到期.*?</table>", page, re.S)
    assert soonest is not None
    assert re.findall(r"<td[^>]*>(2024年\d+月\d+日)", soonest[0]) == ["2024年3月31日"] * 10


@pytest.mark.parametrize(
    ("total", "number", "linked"),
    [
        (0, 1, [1]),
        (100, 1, [1]),
        (101, 1, [1, 2]),
        (2000, 1, [1, 2, 3, None, 20]),
        (2000, 10, [1, None, 8, 9, 10, 11, 12, None, 20]),
        (2000, None, [1, 2, None, 20]),
    ],
)
def test_links_lead_to_the_ends_and_to_the_pages_near(total: int, number: int | None, linked: list[int | None]) -> None:
    assert Paged([], total, number).linked == linked


def test_rows_of_a_page_are_told_by_their_places() -> None:
    rows = [{"n": n} for n in range(250)]
    third = page_of(Here("/", {"page": "3"}), rows)
    assert (third.first, third.last, third.pages, third.rows[0]) == (201, 250, 3, {"n": 200})
    assert page_of(Here("/", {"page": "all"}), rows).rows == rows
    with pytest.raises(BadParameter, match="不大于 3 的页码"):
        page_of(Here("/", {"page": "4"}), rows)


class Counted:
    """A store that counts what it is asked, and says which state it is in."""

    def __init__(self) -> None:
        self.asked = 0
        self.state = "one"
        self.broken = False

    async def ask(self, query: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
        self.asked += 1
        await asyncio.sleep(0)
        if self.broken:
            raise StoreError("停机")
        return [{"query": query, "state": self.state, **values}] * int(str(values.get("rows", 1)))

    async def said(self) -> str:
        return self.state


def test_an_answer_is_kept_until_the_graph_is_another() -> None:
    async def run() -> None:
        store = Counted()
        answers = Remembered(store.ask, store.said, fresh=0)
        assert (
            await asyncio.gather(*(answers("units", {}) for _ in range(9)))
            == [[{"query": "units", "state": "one"}]] * 9
        )
        assert store.asked == 1
        await answers("units", {"text": "司法"})
        assert store.asked == 2
        store.state = "two"
        assert await answers("units", {}) == [{"query": "units", "state": "two"}]
        assert (await answers("units", {}), store.asked) == ([{"query": "units", "state": "two"}], 3)
        answers.forget()
        await answers("units", {})
        assert store.asked == 4

    asyncio.run(run())


def test_an_answer_is_kept_no_longer_than_it_may_be_and_a_failure_not_at_all() -> None:
    async def run() -> None:
        store = Counted()
        answers = Remembered(store.ask, store.said, longest=-1)
        await answers("units", {})
        await answers("units", {})
        assert store.asked == 2
        kept = Remembered(store.ask, store.said)
        store.broken = True
        with pytest.raises(StoreError):
            await kept("units", {})
        store.broken = False
        assert await kept("units", {}) == [{"query": "units", "state": "one"}]

    asyncio.run(run())


def test_what_was_not_asked_for_longest_goes_first_when_there_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "MOST_ROWS", 25)

    async def run() -> None:
        store = Counted()
        answers = Remembered(store.ask, store.said)
        for name in ("a", "b", "a", "c"):
            await answers(name, {"rows": 10})
        assert store.asked == 3  # b is gone, a was asked for since
        await answers("a", {"rows": 10})
        assert store.asked == 3
        await answers("b", {"rows": 10})
        assert store.asked == 4

    asyncio.run(run())
