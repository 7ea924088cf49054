"""Where the words of the pages lead: to the pages of what they name, and to what may have been meant by a name."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from services import EXAMPLE, JUSTICE, client_of, load
from test_web import Reader

from dutygraph.graph.store import Store
from dutygraph.queries.registry import load_queries
from dutygraph.web.addresses import instead


@pytest.fixture(scope="module")
def client(embedded_store: Store) -> Iterator[httpx.Client]:
    load(embedded_store, EXAMPLE)
    with client_of(embedded_store) as client:
        yield client


def run(client: httpx.Client, name: str) -> str:
    """The page of a query's results, asked as its example asks."""
    return client.get(f"/queries/{name}", params={"run": "1", **load_queries()[name].example}).text


def cells(page: str) -> list[tuple[str, str]]:
    """The links in cells of a table: where they lead, and their words."""
    found = re.findall(r'<td[^>]*><a href="(/[^"]+)">([^<]*)</a></td>', page)
    return [(html.unescape(address), html.unescape(words)) for address, words in found]


def test_every_name_in_results_leads_to_the_page_of_what_it_names(client: httpx.Client) -> None:
    pages: dict[str, str] = {}
    folders: dict[str, set[str]] = {}
    for name in load_queries():
        for address, words in cells(run(client, name)):
            if address not in pages:
                answer = client.get(address)
                assert answer.status_code == 200, (name, address)
                pages[address] = html.unescape(answer.text)
            assert words in pages[address], (name, address, words)
            folders.setdefault(name, set()).add(address.split("/")[1])
    assert folders["search"] == {"tasks", "plans", "instruments"}
    assert folders["group_tasks"] == {"units", "tasks", "plans"}
    assert folders["unit_instruments"] == {"instruments"}
    assert folders["co_leads"] == {"units"}
    assert folders["task_holders"] == {"units", "tasks", "plans"}
    # what has no page of its own leads nowhere: a section, a month, another statement's finding
    assert {"sections": {"plans"}}.items() <= folders.items()
    assert {"jurisdictions", "due_calendar", "gap_counts"}.isdisjoint(folders)


def test_cells_of_many_words_are_kept_wide_and_those_of_few_or_of_numbers_are_not(client: httpx.Client) -> None:
    rows = re.findall(r"<tr>(.*?)</tr>", run(client, "ledger"), re.DOTALL)[1:]
    classes = [re.findall(r'<td(?: class="(\w+)")?>(.*?)</td>', row, re.DOTALL) for row in rows]
    found = {(kind, len(re.sub("<[^>]+>", "", html.unescape(cell))) > 6) for row in classes for kind, cell in row}
    assert found == {("words", True), ("", False)}
    counted = re.findall(r'<td class="(\w+)">\d+</td>', run(client, "workload"))
    assert set(counted) == {"number"}
    assert len(counted) > 100


def test_the_name_meant_stands_wherever_the_unknown_one_stood(client: httpx.Client) -> None:
    unknown = client.get(f"/units/{quote('区司法所')}", params={"role": "lead", "text": "区司法所 "})
    assert unknown.status_code == 404
    assert f"/units/{JUSTICE}?role=lead&text={JUSTICE}" in Reader(unknown.text).links


@pytest.mark.parametrize(
    ("path", "given", "address"),
    [
        ("/timeline", [("unit", " 省财政厅")], "/timeline?unit=k%2F1"),
        ("/units/省财政厅", [], "/units/k%2F1"),
        ("/甲/省财政厅", [("on", "2024-06-01")], "/%E7%94%B2/k%2F1?on=2024-06-01"),
        ("/甲/乙", [("unit", "省财政厅"), ("text", "1 2&3")], "/%E7%94%B2/%E4%B9%99?unit=k%2F1&text=1+2%263"),
        ("/units", [("unit", "省财政")], None),
    ],
)  # fmt: skip
def test_addresses_of_what_was_meant_are_written_as_addresses(
    path: str, given: list[tuple[str, str]], address: str | None
) -> None:
    assert instead(path, given, "省财政厅", "k/1") == address


def test_the_download_of_what_rests_on_a_document_is_an_answer_not_an_empty_form(client: httpx.Client) -> None:
    instrument = client.get("/api/v1/instruments").json()["items"][0]["key"]
    page = Reader(client.get(f"/instruments/{instrument}").text)
    (link,) = [link for link in page.links if link.startswith("/queries/instrument_impact")]
    answer = client.get(link).text
    assert {address for address, _ in cells(answer) if address.startswith("/instruments/")} == {
        f"/instruments/{instrument}"
    }


UNDATED = """青禾示范区2024年执法重点任务分解方案

一、重点任务
（1）修订行政执法事项清单，向社会公布。
牵头单位：区司法局
责任单位：区财政局、张三
"""


def test_a_plan_without_due_dates_says_so_and_its_doubts_are_listed(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(UNDATED, encoding="utf-8")
    load(store, file)
    with client_of(store) as client:
        (plan,) = client.get("/api/v1/plans").json()["items"]
        page = client.get(f"/plans/{plan['key']}").text
        assert "<dt>到期</dt><dd>没有写明到期日的任务</dd>" in page
        address = f"/queries/findings?run=1&plan={plan['key']}"
        ((doubts,),) = [
            re.findall(rf'<dt>待核</dt><dd><a href="{re.escape(html.escape(address))}">(\d+) 处</a></dd>', page)
        ]
        listed = client.get(address).text
        assert len(re.findall("<tr>", listed)) - 1 == int(doubts) == 4
        rules = set(re.findall('<td title="([a-z_]+)">', listed))
        assert rules == {"jurisdiction_unknown", "issue_date_unknown", "issuer_unknown", "unit_doubtful"}
        (doubtful,) = [words for link, words in cells(listed) if link.startswith("/tasks/")]
        assert doubtful.startswith("修订行政执法事项清单")
