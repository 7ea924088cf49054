"""The application over a test's store, the example plan in it, and what is needed to compare before and after."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import httpx
import jsonschema
import servers
import uvicorn
from fastapi import FastAPI

from dutygraph.api.app import create_app
from dutygraph.api.serving import address_of, take_port
from dutygraph.api.settings import ApiSettings
from dutygraph.graph.build import Graph, build_graph
from dutygraph.graph.store import Store
from dutygraph.graph.stores.settings import StoreSettings
from dutygraph.ingest.extract import extract_document

API = "/api/v1"
JUSTICE = quote("区司法局")
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
EXAMPLE = EXAMPLES / "qinghe-2024.docx"


def settings_of(store: Store) -> StoreSettings:
    """The settings that a test's store was opened with; a second store of them shares its server."""
    return store._connection._settings


@contextmanager
def client_of(store: Store, **settings: Any) -> Iterator[httpx.Client]:
    """A client of an application over the store, served as long as the block."""
    with serving(ApiSettings(settings_of(store), **settings)) as client:
        yield client


@contextmanager
def serving(settings: ApiSettings, port: int = 0) -> Iterator[httpx.Client]:
    """A client of a real server on a loopback port, a free one unless named."""
    with serving_app(create_app(settings), "on", port) as client:
        yield client


@contextmanager
def serving_app(app: FastAPI, lifespan: Literal["on", "off"], port: int = 0) -> Iterator[httpx.Client]:
    """A client of a server of an application; with its lifespan off no store is opened before it is asked for."""
    bound = take_port("127.0.0.1", port)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan=lifespan))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    try:
        while thread.is_alive() and not server.started:
            time.sleep(0.02)
        no_authorities = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # reading those that HTTPS needs takes 0.05 s
        with httpx.Client(base_url=address_of(bound), timeout=60, verify=no_authorities) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()
        bound.close()


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def environment_of(store: Store) -> dict[str, str]:
    """The environment that makes the command line use the store."""
    settings = settings_of(store)
    return {
        "DUTYGRAPH_DATA": str(settings.data),
        "DUTYGRAPH_NEO4J_URI": settings.uri or "",
        "DUTYGRAPH_NEO4J_USER": settings.user,
        "DUTYGRAPH_NEO4J_PASSWORD": settings.password or "",
    }


def load(store: Store, path: Path, **how: Any) -> None:
    """Load a document into the store, emptied before."""
    servers.empty(store)
    store.load(build_graph(extract_document(path, **how).plans))


Dump = tuple[dict[str, dict[str, Any]], dict[tuple[str, str, str], dict[str, Any]]]


def dump(store: Store) -> Dump:
    """All nodes and edges of a store with their properties, to compare."""
    return contents(store.read_graph())


def contents(graph: Graph) -> Dump:
    """All nodes and edges of a graph with their properties."""
    nodes = {node: graph.nodes[node] for node in graph}
    return nodes, {(s, e, k): a for s, e, k, a in graph.edges(keys=True, data=True)}


def openapi() -> dict[str, Any]:
    """The OpenAPI document."""
    return create_app(ApiSettings(StoreSettings(Path("unused")))).openapi()


def check(document: dict[str, Any], path: str, response: httpx.Response, method: str = "get") -> Any:
    """The answer's value, after checking it against the document's schema for the path and status."""
    responses = document["paths"][path][method]["responses"]
    described = responses.get(str(response.status_code), responses["default"])
    media_type = response.headers["content-type"].split(";")[0]
    schema = {**described["content"][media_type]["schema"], "components": document["components"]}
    value = response.json()
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(value)
    return value
