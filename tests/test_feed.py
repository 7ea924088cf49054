"""The change feed: what the versions of a plan say of its tasks, as Atom."""

from __future__ import annotations

from collections.abc import Iterator

import editions
import httpx
import pytest
from lxml import etree
from rdf_cases import BASE
from test_sparql import served

from dutygraph.graph.rdf.changes import changes_of
from dutygraph.graph.rdf.paths import Paths
from dutygraph.graph.rdf.snapshot import make_snapshot
from dutygraph.graph.revision import Revision

NAMES = {"a": "http://www.w3.org/2005/Atom"}
# By day: kind and how the task begins.
EXPECTED = [
    ("2025-02-10", "added", "任务4：开展执法案卷评查"),
    ("2025-02-10", "changed", "任务1：健全考核机制"),  # its section has another heading
    ("2024-07-01", "added", "任务2：建设乡村公共法律服务站点"),
    ("2024-07-01", "changed", "任务1：推进综合行政执法改革"),
    ("2024-07-01", "changed", "任务3：加强法治宣传教育"),
    ("2024-07-01", "withdrawn", "任务2：编制工作简报"),
    ("2024-07-01", "withdrawn", "任务3：执行《清河县扶持办法》"),
    ("2024-03-05", "added", "任务1：健全考核机制"),
    ("2024-03-05", "added", "任务1：推进综合行政执法改革"),
    ("2024-03-05", "added", "任务2：加强法治宣传教育"),
    ("2024-03-05", "added", "任务2：编制工作简报"),
    ("2024-03-05", "added", "任务3：执行《清河县扶持办法》"),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    graph = editions.renewed(*editions.TEXTS)
    snapshot = make_snapshot(graph, BASE, Revision("x", None), tmp_path_factory.mktemp("rdf"))
    with served(snapshot) as client:
        yield client
    snapshot.close()


def one(parent: etree._Element, path: str) -> str:
    """The text or attribute at a path of which there is one."""
    found = parent.xpath(path, namespaces=NAMES)
    assert isinstance(found, list)
    (value,) = found
    return str(value)


def entries(response: httpx.Response) -> list[tuple[str, str, str]]:
    feed = etree.fromstring(response.content)
    found = [
        (one(e, "a:updated/text()")[:10], one(e, "a:category[1]/@term"), one(e, "a:title/text()").split("：", 1)[1])
        for e in feed.findall("a:entry", NAMES)
    ]
    return sorted(found)


def begins(found: list[tuple[str, str, str]], expected: list[tuple[str, str, str]]) -> bool:
    pairs = list(zip(found, sorted(expected), strict=False))
    return len(found) == len(expected) and all(a[:2] == b[:2] and a[2].startswith(b[2]) for a, b in pairs)


def test_the_feed_tells_what_became_of_tasks(client: httpx.Client) -> None:
    response = client.get("/feed")
    assert response.headers["content-type"].split(";")[0] == "application/atom+xml"
    assert response.headers["access-control-allow-origin"] == "*"
    assert begins(entries(response), EXPECTED), entries(response)
    feed = etree.fromstring(response.content)
    assert feed.findtext("a:id", namespaces=NAMES) == f"{BASE}feed"
    assert feed.findtext("a:updated", namespaces=NAMES) == "2025-02-10T00:00:00+08:00"
    ids = [each.text for each in feed.findall("a:entry/a:id", NAMES)]
    assert len(set(ids)) == len(EXPECTED)
    for entry in feed.findall("a:entry", NAMES):  # every link leads somewhere
        path = one(entry, "a:link/@href").removeprefix(BASE)
        assert client.get(f"/{path}").status_code == 303
    assert client.get("/feed", headers={"if-none-match": response.headers["etag"]}).status_code == 304


def test_the_feed_begins_at_a_day(client: httpx.Client) -> None:
    found = entries(client.get("/feed", params={"since": "2024-07-01"}))
    assert begins(found, [each for each in EXPECTED if each[0] >= "2024-07-01"])
    assert entries(client.get("/feed", params={"since": "2025-02-11"})) == []
    for day in ("gestern", "2024-07-01T10:00"):
        wrong = client.get("/feed", params={"since": day})
        assert (wrong.status_code, wrong.json()["detail"]) == (422, "query.since：应为日期，如 2024-07-01。")


def test_the_feed_comes_in_pages(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dutygraph.api.feed.PAGE", 4)
    found: list[tuple[str, str, str]] = []
    path: str | None = "/feed"
    while path is not None:
        response = client.get(path)
        found += entries(response)
        feed = etree.fromstring(response.content)
        further = feed.find("a:link[@rel='next']", NAMES) is not None
        path = "/" + one(feed, "a:link[@rel='next']/@href").removeprefix(BASE) if further else None
    assert begins(sorted(found), EXPECTED)


def test_a_task_that_comes_back_is_added_again() -> None:
    graph = editions.renewed(editions.FIRST, editions.SECOND)
    graph.nodes[next(node for node in graph if node.startswith("Task:"))].pop("valid_from")
    paths = Paths(graph, BASE)
    assert {change.kind for change in changes_of(graph, paths)} == {"added", "changed", "withdrawn"}
