"""The pages of what changes: two versions of a plan side by side, and what rests on a document that is replaced."""

from __future__ import annotations

import re
from pathlib import Path

import editions
import histories
import httpx
import pytest
from services import EXAMPLE, client_of, load
from test_web import Reader

from dutygraph.graph.build import build_graph
from dutygraph.graph.store import Store

PLAN = editions.key()


@pytest.fixture
def versions(store: Store) -> Store:
    for text, day in ((editions.FIRST, editions.ISSUED), (editions.SECOND, editions.CORRECTED)):
        store.load(editions.graph(text), today=day)
    return store


def test_two_versions_stand_side_by_side(versions: Store) -> None:
    with client_of(versions) as client:
        start = client.get("/compare")
        link = f"/compare?plan={PLAN}&from=1&to=2"
        assert link in Reader(start.text).links
        assert link in Reader(client.get(f"/plans/{PLAN}").text).links
        found = Reader(client.get(link).text)
        assert found.rows[0] == ["第 1 版（5 项）", "第 2 版（4 项）"]
        by_title = {" ".join(row): row for row in found.rows[1:]}
        (reform,) = (row for words, row in by_title.items() if "综合行政执法改革" in words)
        assert "2024年 6 月底前" in reform[0]
        assert "牵头：县司法局" in reform[0]
        assert "2024年 9 月底前" in reform[1]
        assert "牵头：县司法局、县信访局" in reform[1]
        (mandate,) = (row for words, row in by_title.items() if "落实帮扶资金" in words)
        assert mandate[1] == "没有"
        (stations,) = (row for words, row in by_title.items() if "公共法律服务站点" in words)
        assert stations[0] == "没有"
        only_added = Reader(client.get(f"{link}&show=added").text)
        assert [row[0] for row in only_added.rows[1:]] == ["没有"]
        assert client.get(f"/compare?plan={PLAN}").text.count("<tr class=") == len(found.rows) - 1


def test_a_version_that_is_not_there_is_told(versions: Store) -> None:
    with client_of(versions) as client:
        told = client.get(f"/compare?plan={PLAN}&from=1&to=7")
        assert told.status_code == 404
        assert "版次" in told.text
        odd = client.get(f"/compare?plan={PLAN}&from=去年")
        assert odd.status_code == 400
        assert "版次（如 2）或日期（如 2024-06-30）" in odd.text


def instrument(client: httpx.Client, title: str) -> str:
    rows = client.get("/api/v1/instruments", params={"text": title, "minimum": 0}).json()["items"]
    (key,) = (row["key"] for row in rows if row["title"] == title)
    return f"/instruments/{key}"


def test_an_instrument_tells_what_its_change_touches(store: Store, tmp_path: Path) -> None:
    read = histories.read(tmp_path, histories.UNITS, histories.INSTRUMENTS)
    store.load(build_graph(read.plans))
    with client_of(store) as client:
        page = client.get(instrument(client, "清河县扶持办法")).text
        assert "已废止，由《清河县振兴办法》取代" in page
        assert "涉及 2 处、2 项任务" in page
        assert [row[:3] for row in Reader(page).rows[1:]] == [
            ["1", "落实《清河县扶持办法》", "引用"],
            ["2", "执行《清河县扶持办法》（清政发〔2019〕3号）", "引用"],
        ]
        unused = client.get(instrument(client, "清河县振兴办法"))
        assert unused.status_code == 200
        assert "没有任务引用它或要求制定它" in unused.text


def test_an_instrument_that_a_plan_carries_out_leads_to_all_its_tasks(store: Store) -> None:
    load(store, EXAMPLE)
    with client_of(store) as client:
        (plan,) = client.get("/api/v1/plans").json()["items"]
        rows = client.get("/api/v1/instruments", params={"minimum": 0}).json()["items"]
        (basis,) = (row["key"] for row in rows if row["implemented_by"])
        page = client.get(f"/instruments/{basis}").text
        assert "1 个方案为贯彻它而定" in page
        assert "所在方案贯彻它" not in page
        through = Reader(client.get(f"/instruments/{basis}?through=plan").text)
        assert len(through.rows) - 1 == plan["tasks"] == 27
        assert {row[2] for row in through.rows[1:]} == {"所在方案贯彻它"}


def test_a_sender_sees_its_own_files_and_may_give_their_address_away(store: Store) -> None:
    files = {"file": ("方案.txt", editions.FIRST.encode())}
    with client_of(store) as sender, httpx.Client(base_url=sender.base_url) as other:
        assert "set-cookie" not in sender.get("/import").headers
        answer = sender.post("/import", files=files)
        address = answer.headers["location"]
        assert re.fullmatch(r"/import/[0-9a-f]{32}", address)
        cookie = answer.headers["set-cookie"]
        assert {"HttpOnly", "SameSite=lax", "Path=/import"} <= set(cookie.split("; "))
        assert address in Reader(sender.get("/import").text).links
        assert address not in Reader(other.get("/import").text).links
        assert "还没有上传文件。" in other.get("/import").text
        assert other.get(address).status_code == 200
        other.cookies.set("dutygraph_sender", "", path="/import")
        assert "还没有上传文件。" in other.get("/import").text
