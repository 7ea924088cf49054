"""Read-only Cypher over HTTP: columns and rows, values, limits of rows, bytes and time, clients that go away."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import anyio
import httpx
import pytest
import servers
from services import API, check, settings_of

from dutygraph.api.app import create_app
from dutygraph.api.settings import ApiSettings
from dutygraph.graph.store import Store


def test_cypher_answers_with_columns_rows_and_natives(client: httpx.Client, document: dict[str, Any]) -> None:
    statement = (
        "MATCH (u:Unit {name: $name})-[r:LEADS]->(t:Task)-[:HAS_DATE]->(d:Deadline) "
        "RETURN u, r.position AS position, d.due_date AS due ORDER BY due, t.position LIMIT 1"
    )
    answer = check(
        document,
        f"{API}/cypher",
        client.post(f"{API}/cypher", json={"statement": statement, "parameters": {"name": "区司法局"}}),
        "post",
    )
    unit = answer["rows"][0]["u"]
    assert (unit["name"], unit["full_name"], unit["kind"]) == ("区司法局", "青禾示范区司法局", "government")
    assert "plans" not in unit
    assert (answer["columns"], answer["truncated"]) == (["u", "position", "due"], False)
    assert answer["rows"][0]["due"] == "2024-09-30"


def test_cypher_gives_times_as_iso_8601_and_the_rest_as_text(client: httpx.Client) -> None:
    statement = (
        "RETURN date('2024-06-01') AS day, datetime('2024-06-01T08:00:00Z') AS moment, duration('P1D') AS length, "
        "0.0/0.0 AS nothing, $words AS words"
    )
    answer = client.post(f"{API}/cypher", json={"statement": statement, "parameters": {"words": ["一", None]}}).json()
    assert answer["rows"] == [
        {
            "day": "2024-06-01",
            "moment": "2024-06-01T08:00:00+00:00",
            "length": "P1D",
            "nothing": None,
            "words": ["一", None],
        }
    ]


@pytest.mark.parametrize(
    ("value", "detail"),
    [
        pytest.param(2**63, "参数 n：收到“9223372036854775808”，应为64 位以内的整数。", id="integer above 64 bits"),
        pytest.param(["\ud800"], r"参数 n：收到“\ud800”，应为完整的 Unicode 文字。", id="half a surrogate pair"),
        pytest.param({"a": -(2**63) - 1}, "参数 n：收到“-9223372036854775809”，应为64 位以内的整数。", id="in a map"),
    ],
)
def test_a_value_that_the_protocol_cannot_carry_is_refused(client: httpx.Client, value: object, detail: str) -> None:
    content = json.dumps({"statement": "RETURN $n AS n", "parameters": {"n": value}})
    response = client.post(f"{API}/cypher", content=content, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["detail"]) == (400, detail)


def test_cypher_says_that_rows_were_cut(client: httpx.Client) -> None:
    answer = client.post(f"{API}/cypher", json={"statement": "MATCH (t:Task) RETURN t.key AS key", "limit": 5}).json()
    assert (len(answer["rows"]), answer["truncated"]) == (5, True)


def test_a_statement_that_takes_too_long_is_stopped(client: httpx.Client) -> None:
    slow = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a * b < 0 RETURN count(*) AS n"
    started = time.monotonic()
    response = client.post(f"{API}/cypher", json={"statement": slow, "timeout": 1})
    assert response.status_code == 400
    assert response.json()["detail"] == "查询超过 1 秒的时限，已中止。请缩小范围（加条件或 LIMIT）后再试。"
    assert time.monotonic() - started < 20


def test_a_statement_ends_in_the_server_when_its_client_goes_away(client: httpx.Client, loaded: Store) -> None:
    slow = "UNWIND range(1, 100000) AS c UNWIND range(1, 100000) AS d WITH c, d WHERE c * d < 0 RETURN count(*) AS n"
    with pytest.raises(httpx.ReadTimeout), httpx.Client(base_url=client.base_url, timeout=1.0) as other:
        other.post(f"{API}/cypher", json={"statement": slow, "timeout": 60})
    gone = time.monotonic()
    while slow in servers.running(loaded) and time.monotonic() < gone + 10:
        time.sleep(0.05)
    assert slow not in servers.running(loaded)


def test_a_statement_runs_in_the_server_as_long_as_its_client_waits(client: httpx.Client, loaded: Store) -> None:
    slow = "UNWIND range(1, 100000) AS e UNWIND range(1, 100000) AS f WITH e, f WHERE e * f < 0 RETURN count(*) AS n"
    body, answers = {"statement": slow, "timeout": 1.5}, list[int]()
    thread = threading.Thread(target=lambda: answers.append(client.post(f"{API}/cypher", json=body).status_code))
    thread.start()
    time.sleep(0.7)
    assert slow in servers.running(loaded)
    thread.join()
    assert answers == [400]


def test_cypher_answers_are_cut_at_so_many_bytes(client: httpx.Client) -> None:
    statement = "UNWIND range(1, 9000) AS x RETURN x, reduce(t = '', i IN range(1, 400) | t + '0123456789') AS text"
    answer = client.post(f"{API}/cypher", json={"statement": statement, "limit": 10_000, "timeout": 60}).json()
    assert answer["truncated"]
    assert 4000 < len(answer["rows"]) < 4194  # 16 MB in rows of 4,000 bytes and some


def test_a_slow_statement_does_not_hold_up_others(loaded: Store) -> None:
    slow = "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b WITH a, b WHERE a * b < 0 RETURN count(*) AS n"

    async def ask() -> list[str]:
        app = create_app(ApiSettings(settings_of(loaded)))
        done: list[str] = []
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client,
        ):

            async def one(method: str, path: str, **options: Any) -> None:
                response = await client.request(method, path, **options)
                assert response.status_code == 200, response.text
                done.append(path)

            async with anyio.create_task_group() as group:
                group.start_soon(lambda: one("POST", f"{API}/cypher", json={"statement": slow, "timeout": 60}))
                await anyio.sleep(0.05)
                group.start_soon(one, "GET", "/health")
        return done

    assert anyio.run(ask) == ["/health", f"{API}/cypher"]
