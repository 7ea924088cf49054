from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from dutygraph.graph.errors import BadParameter
from dutygraph.graph.stores.settings import StoreSettings

SERVER = {
    "DUTYGRAPH_NEO4J_URI": "neo4j+s://graph.example",
    "DUTYGRAPH_NEO4J_USER": "reader",
    "DUTYGRAPH_NEO4J_PASSWORD": "secret",
    "DUTYGRAPH_NEO4J_DATABASE": "duties",
}


def test_a_server_is_read_from_the_environment() -> None:
    settings = StoreSettings.from_environment(Path("/srv/graph"), SERVER)
    assert settings == StoreSettings(
        data=Path("/srv/graph"),
        uri="neo4j+s://graph.example",
        user="reader",
        password="secret",
        token=None,
        database="duties",
        timeout=30.0,
    )


def test_a_token_is_read_from_the_environment() -> None:
    settings = StoreSettings.from_environment(Path("/srv/graph"), {"DUTYGRAPH_NEO4J_TOKEN": "abc"})
    assert settings.token == "abc"


def test_nothing_set_means_the_embedded_database() -> None:
    settings = StoreSettings.from_environment(None, {})
    assert settings.uri is None
    assert settings.user == "neo4j"
    assert settings.password is None
    assert settings.data == platformdirs.user_data_path("dutygraph", appauthor=False)


def test_empty_variables_count_as_absent() -> None:
    settings = StoreSettings.from_environment(None, dict.fromkeys([*SERVER, "DUTYGRAPH_DATA"], ""))
    assert settings == StoreSettings.from_environment(None, {})


@pytest.mark.parametrize(
    ("given", "environ", "expected"),
    [
        pytest.param(None, {"DUTYGRAPH_DATA": "/srv/other"}, Path("/srv/other"), id="variable"),
        pytest.param(Path("/srv/mine"), {"DUTYGRAPH_DATA": "/srv/other"}, Path("/srv/mine"), id="argument-first"),
        pytest.param(Path("~/graph"), {}, Path.home() / "graph", id="home"),
    ],
)
def test_the_data_folder(given: Path | None, environ: dict[str, str], expected: Path) -> None:
    assert StoreSettings.from_environment(given, environ).data == expected


def test_no_secret_in_the_printed_form() -> None:
    shown = repr(StoreSettings(Path("/srv/graph"), uri="bolt://db", password="hunter2", token="t0ken"))
    assert "bolt://db" in shown
    assert "hunter2" not in shown
    assert "t0ken" not in shown


def test_numbers_and_a_certificate_from_the_environment() -> None:
    numbers = {"TIMEOUT": "2.5", "CONNECT_TIMEOUT": "3", "POOL_SIZE": "7", "POOL_TIMEOUT": "0.5", "RETRY_TIME": "60"}
    environ = {f"DUTYGRAPH_NEO4J_{name}": value for name, value in numbers.items()}
    settings = StoreSettings.from_environment(Path("/srv"), {**environ, "DUTYGRAPH_NEO4J_CA": "~/ca.pem"})
    assert settings == StoreSettings(
        Path("/srv"),
        ca=Path.home() / "ca.pem",
        timeout=2.5,
        connect_timeout=3.0,
        pool_size=7,
        pool_timeout=0.5,
        retry_time=60.0,
    )


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DUTYGRAPH_NEO4J_POOL_SIZE", "1.5", "大于 0 的整数"),
        ("DUTYGRAPH_NEO4J_POOL_SIZE", "0", "大于 0 的整数"),
        ("DUTYGRAPH_NEO4J_TIMEOUT", "-1", "大于 0 的秒数"),
        ("DUTYGRAPH_NEO4J_RETRY_TIME", "六秒", "大于 0 的秒数"),
    ],
)
def test_a_number_that_is_none(name: str, value: str, expected: str) -> None:
    with pytest.raises(BadParameter) as caught:
        StoreSettings.from_environment(None, {name: value})
    assert str(caught.value) == f"参数 {name}：收到“{value}”，应为{expected}。"
