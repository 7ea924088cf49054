"""The overview is sent in parts: what its lower part counts is asked for when the upper one is on its way."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest
from starlette.responses import StreamingResponse

from dutygraph.graph.errors import QueryFailed
from dutygraph.web.addresses import Here
from dutygraph.web.rendering import page_in_parts

PLAN: dict[str, Any] = {"key": "p1", "title": "甲方案", "document_number": None, "issuer": None, "issued_on": None}
PLAN |= {"tasks": 1, "units": 1, "open_findings": 0}
UPPER = {"tasks": 1, "due": [], "next_due": [], "findings": [], "rules": {}, "on": dt.date(2024, 6, 1)}
COUNTED: dict[str, Any] = {"units": 21, "busiest": [], "called": {}, "chart": {}, "gaps": [("date", "无时间要求", 7)]}
Rest = Callable[[], Awaitable[Mapping[str, Any]]]


def parts(rest: Rest, *plans: Mapping[str, Any]) -> list[str]:
    """What is sent, part by part."""

    async def read() -> list[str]:
        response = page_in_parts("overview.html", Here("/"), rest, plans=list(plans), **UPPER)
        assert isinstance(response, StreamingResponse)
        assert "default-src 'self'" in response.headers["content-security-policy"]
        return [part.decode() async for part in response.body_iterator if isinstance(part, bytes)]

    return asyncio.run(read())


def test_the_upper_part_is_sent_before_the_lower_is_asked_for() -> None:
    upper, lower = parts(lambda: asyncio.sleep(0, COUNTED), PLAN)
    assert "甲方案" in upper
    assert "各单位任务量" not in upper
    assert "共 21 个单位承担任务" in lower
    assert lower.rstrip().endswith("</html>")
    assert "later" not in upper + lower


def test_what_could_not_be_counted_is_said_in_its_place() -> None:
    async def fail() -> Mapping[str, Any]:
        raise QueryFailed("查询超过时限，已中止。")

    upper, lower = parts(fail, PLAN)
    assert "甲方案" in upper
    assert "各单位任务量没有取到：查询超过时限，已中止。</p>" in lower
    assert "没有待核的地方" in lower


def test_nothing_is_asked_for_where_there_is_no_plan() -> None:
    (whole,) = parts(lambda: pytest.fail("asked"))
    assert "还没有方案" in whole
