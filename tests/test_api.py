"""The HTTP interface on real stores: every answer against the OpenAPI document, then what it says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import jsonschema
import pytest
from services import API, EXAMPLE, JUSTICE, check, contents, dump

from dutygraph.api.app import create_app
from dutygraph.api.resources import PAGE_NAMES, RESOURCES
from dutygraph.api.settings import ApiSettings
from dutygraph.graph.rdf import formats
from dutygraph.graph.store import Store
from dutygraph.graph.stores.settings import StoreSettings
from dutygraph.queries.registry import load_queries, run_query


def schemas_of(document: dict[str, Any]) -> list[tuple[str, dict[str, Any], Any]]:
    return [
        (f"{method} {path} {status}", content["schema"], content["example"])
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        for status, response in operation["responses"].items()
        for content in response.get("content", {}).values()
        if "example" in content
    ]


def test_every_example_of_the_document_fits_its_schema(document: dict[str, Any]) -> None:
    examples = schemas_of(document)
    assert len(examples) == len(RESOURCES) + len(load_queries())
    for name, schema, example in examples:
        jsonschema.validate(example, {**schema, "components": document["components"]})
        assert example, name


def test_the_document_describes_each_operation_once_and_each_failure_alike(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    operations = [o for operations in document["paths"].values() for o in operations.values()]
    identifiers = [o["operationId"] for o in operations]
    assert len(set(identifiers)) == len(identifiers)
    for operation in operations:
        names = [(p["name"], p["in"]) for p in operation.get("parameters", ())]
        assert len(set(names)) == len(names)
        assert operation["responses"]["default"]["content"] == {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        }
    for reference in re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)):
        assert reference in document["components"]["schemas"]


def test_every_registered_query_answers_as_declared(
    client: httpx.Client, loaded: Store, document: dict[str, Any]
) -> None:
    for query in load_queries().values():
        path = f"{API}/queries/{query.name}"
        answer = check(document, path, client.get(path, params={**query.example, "limit": 1000}))
        rows = run_query(loaded, query.name, query.example)
        assert answer["total"] == len(rows), query.name
        assert [list(item) for item in answer["items"]] == [[c.name for c in query.columns]] * len(rows), query.name


# Addresses on the example plan, and how many rows they list, counted in its hand-written gold (None: one object).
ADDRESSES = [
    ("/plans", {}, 1),
    ("/plans/{plan}", {}, None),
    ("/plans/{plan}/sections", {}, 8),
    ("/plans/{plan}/tasks", {}, 27),
    ("/plans/{plan}/versions", {}, 1),
    ("/units", {}, 32),
    ("/units/{unit}", {}, None),
    ("/units/{unit}/tasks", {"role": "lead"}, 10),
    ("/units/{unit}/tasks", {}, 16),
    ("/units/{unit}/workload", {}, 1),
    ("/units/{unit}/partners", {}, 28),
    ("/units/{unit}/deadlines", {}, 6),
    ("/units/{unit}/instruments", {}, 15),
    ("/groups", {}, 7),
    ("/workload", {}, 38),
    ("/tasks", {}, 27),
    ("/tasks/{task}", {}, None),
    ("/tasks/{task}/versions", {}, 1),
    ("/deadlines", {"from": "2024-01-01", "to": "2024-07-01", "on": "2024-06-30"}, 1),
    ("/targets", {}, 27),
    ("/findings", {}, 0),
    ("/instruments", {}, 19),
    ("/instruments/{instrument}/tasks", {}, 2),
    ("/search", {"q": "营商环境"}, 4),
    ("/analytics/workload", {"unit": "区司法局", "role": "lead"}, 8),
    ("/analytics/network", {}, 31),
    ("/analytics/communities", {}, 4),
    ("/analytics/bottlenecks", {"minimum": "2", "from": "2024-01-01", "to": "2024-12-31"}, 4),
    ("/analytics/gaps", {}, 18),
    ("/analytics/duplicates", {}, 0),
    ("/analytics/conflicts", {}, 0),
    ("/analytics/chain", {}, 47),
    ("/analytics/impact", {"instrument": "优化营商环境条例"}, 2),
    ("/analytics/similar", {"task": "{task}"}, 2),
    ("/tasks/{task}/similar", {}, 2),
]


def test_every_address_of_the_table_is_tried() -> None:
    assert {path for path, _, _ in ADDRESSES} == {resource.path for resource in RESOURCES}


@pytest.mark.parametrize(("path", "parameters", "rows"), ADDRESSES)
def test_an_address_answers_as_documented(
    client: httpx.Client, document: dict[str, Any], path: str, parameters: dict[str, str], rows: int | None
) -> None:
    plan = client.get(f"{API}/plans").json()["items"][0]["key"]
    task = client.get(f"{API}/tasks").json()["items"][0]["key"]
    named = path.format(plan=plan, unit=JUSTICE, task=task, instrument=quote("优化营商环境条例"))
    given = {name: value.format(task=task) for name, value in parameters.items()}
    answer = check(document, API + path, client.get(API + named, params=given))
    if rows is None:
        assert answer["key"] in (plan, task, client.get(f"{API}/units/{JUSTICE}").json()["key"])
    else:
        assert (answer["total"], len(answer["items"])) == (rows, min(rows, 100))
        assert (answer["limit"], answer["offset"]) == (100, 0)


@pytest.mark.parametrize(
    ("number", "event", "expected"),
    [
        ("6", "2024-01-05", [("15日内", "印发后", "2024-01-22", "2024-01-20", None)]),
        ("4", "2024-02-05", [("10个工作日内", "收到建议后", "2024-02-23", "2024-02-23", None)]),
        ("16", "2024-01-05", [("三年内", None, None, "2027-01-05", None)]),
        ("10", "2024-01-05", [("任期内", None, None, None, None)]),
        (
            "19",
            "2024-01-05T22:00",
            [
                ("5小时内", "事件发生后", "2024-01-06", "2024-01-06", "2024-01-06T03:00:00"),
                ("24小时内", "事件发生后", "2024-01-06", "2024-01-06", "2024-01-06T22:00:00"),
            ],
        ),
        (
            "19",
            "2024-01-05",
            [("5小时内", "事件发生后", None, None, None), ("24小时内", "事件发生后", None, None, None)],
        ),
    ],
)
def test_when_the_limits_of_a_task_end(
    client: httpx.Client, document: dict[str, Any], number: str, event: str, expected: list[tuple[str | None, ...]]
) -> None:
    answer = check(
        document, f"{API}/tasks/{{task}}/due", client.get(f"{API}/tasks/{number}/due", params={"event": event})
    )
    columns = ("surface", "anchor", "last_day", "counted", "moment")
    assert [tuple(item[column] for column in columns) for item in answer["items"]] == expected
    assert all(item["rule"] for item in answer["items"])


def test_what_has_no_end(client: httpx.Client) -> None:
    answers = [
        client.get(f"{API}/tasks/{task}/due", params={"event": event})
        for task, event in (("6", "明天"), ("6", "2024-01-05T09:30+08:00"), ("999", "2024-01-05"))
    ]
    assert [(a.status_code, a.json()["type"].rsplit(":", 1)[1]) for a in answers] == [
        (400, "bad-parameter"),
        (400, "bad-parameter"),
        (404, "not-found"),
    ]
    assert client.get(f"{API}/tasks/1/due", params={"event": "2024-01-05"}).json()["items"] == []
    beyond = client.get(f"{API}/tasks/16/due", params={"event": "2024-01-05"}).json()["items"][0]
    assert "尚无官方安排" in beyond["rule"]


def test_lists_are_paged(client: httpx.Client) -> None:
    whole = client.get(f"{API}/tasks").json()["items"]
    pages = [client.get(f"{API}/tasks", params={"limit": 10, "offset": o}).json() for o in (0, 10, 20, 30)]
    assert [len(page["items"]) for page in pages] == [10, 10, 7, 0]
    assert [item for page in pages for item in page["items"]] == whole
    assert {page["total"] for page in pages} == {27}


def test_a_unit_answers_to_its_key_name_full_name_and_aliases(client: httpx.Client) -> None:
    names = ("区市场监督管理局", "区市场监管局", "青禾示范区市场监督管理局")
    answers = [client.get(f"{API}/units/{quote(name)}/tasks", params={"role": "lead"}).json() for name in names]
    key = client.get(f"{API}/units/{quote(names[0])}").json()["key"]
    answers.append(client.get(f"{API}/units/{key}/tasks", params={"role": "lead"}).json())
    assert answers[0]["total"] == 4
    assert answers == [answers[0]] * 4


def test_text_is_utf8_and_not_escaped(client: httpx.Client) -> None:
    response = client.get(f"{API}/units/{JUSTICE}")
    assert response.headers["content-type"] == "application/json"
    assert '"name":"区司法局"'.encode() in response.content


def test_no_query_has_a_parameter_that_pages_use() -> None:
    assert not [q.name for q in load_queries().values() if {p.name for p in q.parameters} & set(PAGE_NAMES)]


def test_the_queries_are_listed_with_all_they_declare(client: httpx.Client, document: dict[str, Any]) -> None:
    answer = check(document, f"{API}/queries", client.get(f"{API}/queries"))
    assert [item["name"] for item in answer["items"]] == list(load_queries())
    tasks = next(item for item in answer["items"] if item["name"] == "unit_tasks")
    assert tasks["parameters"][1] == {
        "name": "role",
        "type": "role",
        "required": False,
        "default": "any",
        "values": ["any", "lead", "responsible", "supporting", "principal"],
        "description": "角色",
    }


def test_each_address_stands_in_the_docs() -> None:
    text = (EXAMPLE.parents[1] / "docs" / "api.md").read_text(encoding="utf-8")
    for resource in RESOURCES:
        assert re.search(rf"[` ]{re.escape(resource.path)}[?`=]", text), resource.path


@pytest.mark.parametrize("form", sorted(formats.FORMATS))
def test_rdf_is_the_graph_of_the_store(client: httpx.Client, loaded: Store, form: str) -> None:
    response = client.get(f"{API}/export/rdf", params={"format": form})
    assert response.headers["content-type"].split(";")[0] == formats.FORMATS[form].media_type
    assert contents(formats.from_rdf(response.content, form)) == dump(loaded)


def test_docs_need_nothing_from_elsewhere(client: httpx.Client) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    assert "://" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'self';")
    for address in re.findall(r'(?:src|href)="([^"]+)"', page.text):
        asset = client.get(address)
        assert asset.status_code == 200, address
        assert len(asset.content) > 100
    script = client.get("/docs/assets/swagger-ui-bundle.js").text
    assert re.search(r'PACKAGE_VERSION:"5\.', script), "OpenAPI 3.1 needs Swagger UI 5"
    assert client.get("/docs/assets/__init__.py").status_code == 404


def test_nothing_is_opened_before_the_application_starts(tmp_path: Path) -> None:
    create_app(ApiSettings(StoreSettings(tmp_path / "data")))
    assert not (tmp_path / "data").exists()
