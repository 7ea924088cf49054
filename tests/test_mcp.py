"""The Model Context Protocol server, by the package's own client: a real process on a real store."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from typing import Any

import anyio
import httpx
import jsonschema
import pytest
import servers
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, TextContent, Tool
from processes import process
from services import EXAMPLE, contents, dump, environment_of, free_port, load

from dutygraph.api.encode import json_bytes
from dutygraph.api.tools import graph_outline
from dutygraph.graph.build import build_graph
from dutygraph.graph.store import Store
from dutygraph.ingest.extract import extract_document
from dutygraph.queries.registry import load_queries, run_query

SLOW = "UNWIND range(1, 100000) AS g UNWIND range(1, 100000) AS h WITH g, h WHERE g * h < 0 RETURN count(*) AS n"
ONE = "MATCH (u:Unit {name: $name})-[:LEADS]->(t:Task) RETURN t.number AS number ORDER BY number LIMIT 2"
Call = tuple[str, Mapping[str, Any]]

# What a caller may get wrong, and the sentence that tells.
MISTAKES: tuple[tuple[Call, str], ...] = (
    (
        ("unit_tasks", {"unit": "区司法所"}),
        "没有找到单位“区司法所”；名称相近的有：区司法局、区法院、青禾示范区司法局、区政法委。",
    ),
    (("plan_summary", {"plan": "没有"}), "没有找到方案“没有”；请核对名称或键。"),
    (("unit_task", {}), "没有名为“unit_task”的查询；相近的有：unit_tasks、units、unit_partners。"),
    (("unit_tasks", {}), "参数 unit：没有给出，应为单位的名称、别名或键（必填）。"),
    (("groups", {"colour": "红"}), "参数 colour：收到“红”，应为查询 groups 的参数之一（extent、plan）。"),
    (("groups", {"limit": 1001}), "参数 limit：收到“1001”，应为1 到 1000 的整数。"),
    (("groups", {"offset": -1}), "参数 offset：收到“-1”，应为不小于 0 的整数。"),
    (("cypher", {}), "statement：没有给出。"),
    (("cypher", {"statement": "RETURN 1", "colour": "红"}), "colour：没有这个字段。"),
    (("cypher", {"statement": "RETURN 1", "limit": 0}), "limit：应不小于 1。"),
    (
        ("cypher", {"statement": "MATCH (n) DETACH DELETE n"}),
        "只读接口拒绝执行：语句中的 DETACH DELETE 会修改数据。请改用只读的 MATCH … RETURN；数据没有改动。",
    ),
)


@pytest.fixture(scope="module")
def example(embedded_store: Store) -> Store:
    load(embedded_store, EXAMPLE)
    return embedded_store


def command(store: Store) -> StdioServerParameters:
    return StdioServerParameters(command=sys.executable, args=["-m", "dutygraph", "mcp"], env=environment_of(store))


def ask(server: StdioServerParameters | str, calls: list[Call]) -> tuple[list[Tool], list[CallToolResult]]:
    """The tools that a server lists and what it gives for the calls, in one session."""

    async def session() -> tuple[list[Tool], list[CallToolResult]]:
        async with Client(server, read_timeout_seconds=60) as client:
            tools = (await client.list_tools()).tools
            return tools, [await client.call_tool(name, dict(arguments)) for name, arguments in calls]

    return anyio.run(session)


def said(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


@pytest.fixture(scope="module")
def answered(example: Store) -> tuple[list[Tool], dict[str, CallToolResult]]:
    """What one process gives for every query's example, the mistakes, a page and a statement."""
    calls: dict[str, Call] = {name: (name, query.example) for name, query in load_queries().items()}
    calls |= {f"mistake {number}": call for number, (call, _) in enumerate(MISTAKES)}
    calls["typed"] = ("unit_tasks", {"unit": "区司法局", "through_groups": False, "dated": True})
    calls["page"] = ("task_list", {"limit": 10, "offset": 20})
    calls["statement"] = ("cypher", {"statement": ONE, "parameters": {"name": "区司法局"}})
    tools, results = ask(command(example), list(calls.values()))
    return tools, dict(zip(calls, results, strict=True))


def test_every_query_and_cypher_is_a_tool_that_says_what_it_takes_and_gives(
    answered: tuple[list[Tool], dict[str, CallToolResult]],
) -> None:
    tools = {tool.name: tool for tool in answered[0]}
    assert list(tools) == [*load_queries(), "cypher"]
    for name, query in load_queries().items():
        tool = tools[name]
        assert (tool.title, tool.description) == (query.title, f"{query.description}\n{query.description_en}")
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        assert list(tool.input_schema["properties"]) == [*(p.name for p in query.parameters), "limit", "offset"]
        assert tool.input_schema["required"] == [p.name for p in query.parameters if p.required]
        assert tool.output_schema is not None
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is True
    assert tools["unit_tasks"].input_schema["properties"]["role"] == {
        "type": "string",
        "enum": ["any", "lead", "responsible", "supporting", "principal"],
        "default": "any",
        "description": "角色",
    }
    assert graph_outline() in (tools["cypher"].description or "")


def test_the_outline_of_the_graph_names_what_a_statement_needs() -> None:
    lines = graph_outline().splitlines()
    assert "(:Unit {key, name, full_name, kind}) 单位" in lines
    properties = "position, label, surface, principal, start, end, page"
    assert f"(:Unit|UnitGroup)-[:LEADS {{{properties}}}]->(:Task|TaskVersion) 牵头" in lines
    assert "TimeConstraint 另有标签之一：Deadline 完成时限、Period 时段" in "\n".join(lines)


@pytest.mark.parametrize("name", load_queries())
def test_a_tool_gives_the_rows_of_its_query(
    answered: tuple[list[Tool], dict[str, CallToolResult]], example: Store, name: str
) -> None:
    result = answered[1][name]
    rows = json.loads(json_bytes(run_query(example, name, load_queries()[name].example)))
    assert not result.is_error
    assert result.structured_content == {"items": rows[:100], "total": len(rows), "limit": 100, "offset": 0}
    assert json.loads(said(result)) == result.structured_content


def test_values_come_in_their_types_and_rows_by_the_page(
    answered: tuple[list[Tool], dict[str, CallToolResult]], example: Store
) -> None:
    typed, page, statement = (answered[1][name].structured_content for name in ("typed", "page", "statement"))
    assert typed["total"] == len(run_query(example, "unit_tasks", {"unit": "区司法局", "dated": True})) > 0
    assert [len(page["items"]), page["total"], page["limit"], page["offset"]] == [7, 27, 10, 20]
    assert statement == {"columns": ["number"], "rows": [{"number": "11"}, {"number": "12"}], "truncated": False}


@pytest.mark.parametrize("number", range(len(MISTAKES)))
def test_a_mistake_is_a_tool_error_with_our_sentence(
    answered: tuple[list[Tool], dict[str, CallToolResult]], number: int
) -> None:
    result = answered[1][f"mistake {number}"]
    assert (result.is_error, said(result)) == (True, MISTAKES[number][1])
    assert result.structured_content is None


def test_nothing_is_changed(answered: tuple[list[Tool], dict[str, CallToolResult]], example: Store) -> None:
    assert answered[1]
    assert dump(example) == contents(build_graph(extract_document(EXAMPLE).plans))


def test_a_cancelled_statement_ends_in_the_server(example: Store) -> None:
    async def session() -> None:
        async with Client(command(example)) as client:
            with pytest.raises(MCPError, match=r"[Tt]imed out"):
                await client.call_tool("cypher", {"statement": SLOW, "timeout": 50}, read_timeout_seconds=1)
            gone = time.monotonic()
            while SLOW in servers.running(example) and time.monotonic() < gone + 10:
                await anyio.sleep(0.05)
            assert SLOW not in servers.running(example)
            answer = await client.call_tool("cypher", {"statement": "RETURN 1 AS x"})
            assert answer.structured_content == {"columns": ["x"], "rows": [{"x": 1}], "truncated": False}

    anyio.run(session)


def test_the_same_over_http_for_this_machine_only(example: Store) -> None:
    port = free_port()
    with process("mcp", "--http", "--port", str(port), **environment_of(example)) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == f"MCP 地址：http://127.0.0.1:{port}/mcp　按 Ctrl-C 停止。\n"
        tools, (result,) = ask(f"http://127.0.0.1:{port}/mcp", [("plans", {})])
        assert [tool.name for tool in tools] == [*load_queries(), "cypher"]
        assert result.structured_content["total"] == 1
        body = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        accept = {"Accept": "application/json, text/event-stream"}
        for headers in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}):
            answer = httpx.post(f"http://127.0.0.1:{port}/mcp", json=body, headers={**accept, **headers})
            assert answer.status_code in (403, 421)
