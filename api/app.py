"""The application: :func:`create_app` alone knows all its parts, and nothing happens before it is called."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import APIRouter, FastAPI

from dutygraph import __version__
from dutygraph.api import datasets, docs, documents, downloads, feed, linked, mounting, neo4j_browser, problems, sparql
from dutygraph.api.limits import BodyLimit
from dutygraph.api.open_data import OpenData
from dutygraph.api.openapi import Application
from dutygraph.api.resources import add_resources
from dutygraph.api.routes import router as other_routes
from dutygraph.api.routes import system_router
from dutygraph.api.service import Service
from dutygraph.api.settings import ApiSettings
from dutygraph.graph.errors import StoreError
from dutygraph.graph.rdf.paths import base_from_environment, licence_from_environment
from dutygraph.graph.stores.settings import StoreSettings
from dutygraph.queries.registry import load_queries
from dutygraph.web import pages, rendering

PREFIX = "/api/v1"
DESCRIPTION = (
    "读任务分解方案，答“谁牵头、谁负责、何时完成”。列表都是 items、total、limit、offset；"
    "单位可用名称、全称、别名或键；出错时返回 RFC 9457 问题文档。"
)

log = logging.getLogger(__name__)


def create_app(settings: ApiSettings | None = None) -> FastAPI:
    """Return the application: API, documentation and pages over one store.

    Without settings, the store is the one that the environment names. The store is opened when the
    application starts; where that fails it starts all the same, ``/ready`` says so, and the next request tries
    again.
    """
    settings = settings or ApiSettings(
        StoreSettings.from_environment(), base_iri=base_from_environment(), licence=licence_from_environment()
    )
    service = Service(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            await to_thread.run_sync(service.store)
        except StoreError as error:
            log.warning("%s", error)
        try:
            yield
        finally:
            await to_thread.run_sync(service.close)

    app = Application(
        title="dutygraph 责任图谱",
        version=__version__,
        description=DESCRIPTION,
        license_info={"name": "Apache-2.0"},
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    app.add_middleware(BodyLimit, limit=settings.upload_limit)
    app.add_middleware(OpenData)
    api = APIRouter(prefix=PREFIX)
    add_resources(api, load_queries())
    api.include_router(other_routes)
    api.include_router(downloads.router)
    app.include_router(api)
    app.include_router(system_router)
    app.include_router(docs.router)
    app.include_router(neo4j_browser.router)
    app.include_router(linked.router)
    app.include_router(documents.router)
    app.include_router(sparql.router)
    app.include_router(datasets.router)
    app.include_router(feed.router)
    app.include_router(pages.make_router(mounting.backend(service)))
    app.mount("/static", rendering.static_files())
    problems.install(app, rendering.error_page)
    return app
