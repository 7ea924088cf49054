"""The tools of :mod:`dutygraph.api.tools` over the Model Context Protocol, on standard input and output or on loopback.

A mistake of the caller's is an answer with ``isError`` and our sentence, so that a model can read it and try again.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import mcp_types as types
import orjson
from anyio import to_thread
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from starlette.applications import Starlette

from dutygraph import __version__
from dutygraph.api.encode import json_bytes
from dutygraph.api.service import Service
from dutygraph.api.settings import ApiSettings
from dutygraph.api.tools import Tool, all_tools, call_tool
from dutygraph.graph.errors import DutygraphError
from dutygraph.graph.stores.settings import StoreSettings

INSTRUCTIONS = (
    "责任图谱：从政府任务分解方案读出的任务、单位、文件、时限和量化目标。回答“谁牵头、谁负责、何时完成、依据是什么”。"
    "单位可用名称、全称、别名或键。Tasks, units, cited documents, deadlines and targets read from Chinese government "
    "task-breakdown plans; units are found under any of their names."
)
PATH = "/mcp"


def make_server(settings: StoreSettings) -> Server[Service]:
    """Return the server over one store, which is opened by the first call and closed with the server."""

    @asynccontextmanager
    async def lifespan(_: Server[Service]) -> AsyncIterator[Service]:
        service = Service(ApiSettings(settings))
        try:
            yield service
        finally:
            await to_thread.run_sync(service.close)

    listed = types.ListToolsResult(tools=[_described(tool) for tool in all_tools()])

    async def list_tools(
        context: ServerRequestContext[Service], page: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        del context, page  # one page holds them all
        return listed

    async def call(context: ServerRequestContext[Service], asked: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            given = await context.lifespan_context.call_until_cancelled(
                lambda store, cancel: call_tool(store, asked.name, asked.arguments or {}, cancel)
            )
        except DutygraphError as error:
            return types.CallToolResult(content=[types.TextContent(type="text", text=str(error))], is_error=True)
        text = json_bytes(given).decode()
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=text)], structured_content=orjson.loads(text)
        )

    return Server(
        "dutygraph",
        version=__version__,
        title="责任图谱",
        instructions=INSTRUCTIONS,
        lifespan=lifespan,
        on_list_tools=list_tools,
        on_call_tool=call,
    )


def serve_stdio(settings: StoreSettings) -> None:
    """Serve on standard input and output until the client closes them."""

    async def run() -> None:
        server = make_server(settings)
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())

    anyio.run(run)


def make_http_app(settings: StoreSettings) -> Starlette:
    """Return an application that serves the same at :data:`PATH` (streamable HTTP), for this machine only.

    Requests that name another host, or come from a page of another site, are refused.
    """
    return make_server(settings).streamable_http_app(streamable_http_path=PATH, host="127.0.0.1")


def _described(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.takes,
        output_schema=tool.gives,
        annotations=types.ToolAnnotations(title=tool.title, read_only_hint=True, open_world_hint=False),
    )
