"""The questions of the main job, asked over HTTP of the official conformance document."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
from services import API, client_of, load
from shared import shared_folder

from dutygraph.graph.store import Store


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def dongsheng(request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    plan = shared_folder() / "conformance" / "dongsheng-2022.txt"
    store: Store = request.getfixturevalue(f"{request.param}_store")
    load(store, plan)
    with client_of(store) as client:
        yield client


@pytest.mark.parametrize(
    ("unit", "role", "total"),
    [
        ("区司法局", "lead", 52),
        ("区市场监管局", "lead", 8),
        ("区市场监督管理局", "lead", 8),
        ("区市场监管局", "any", 11),
        ("区市场监督管理局", "any", 11),
    ],
)
def test_the_conformance_document_answers_who_leads(dongsheng: httpx.Client, unit: str, role: str, total: int) -> None:
    answer = dongsheng.get(f"{API}/units/{quote(unit)}/tasks", params={"role": role}).json()
    assert (answer["total"], len({item["key"] for item in answer["items"]})) == (total, total)


def test_both_names_of_a_unit_lead_the_same_tasks(dongsheng: httpx.Client) -> None:
    names = ("区市场监管局", "区市场监督管理局")
    first, second = [dongsheng.get(f"{API}/units/{quote(n)}/tasks", params={"role": "lead"}).json() for n in names]
    assert first == second
