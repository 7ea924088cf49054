"""Errors as HTTP answers: one table from exception to status, one shape (RFC 9457).

Paths under ``/api`` and the service's own machine paths answer with ``application/problem+json``; pages answer
with a page of the same status.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from dutygraph.api.encode import json_response
from dutygraph.api.limits import ForeignOrigin
from dutygraph.api.negotiation import NotAcceptable, WrongMediaType, accept_of, wants_page
from dutygraph.api.open_data import is_open
from dutygraph.api.service import service_of
from dutygraph.graph import errors
from dutygraph.web.addresses import instead
from dutygraph.web.words import field

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:dutygraph:problem:"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: HTTP status, last part of its type URI, Chinese title."""

    status: HTTPStatus
    slug: str
    title: str


KINDS: Mapping[type[Exception], Kind] = {
    errors.DutygraphError: Kind(HTTPStatus.INTERNAL_SERVER_ERROR, "error", "内部错误"),
    errors.InputError: Kind(HTTPStatus.BAD_REQUEST, "bad-input", "输入有误"),
    errors.UnreadableDocument: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "unreadable-document", "文件无法读取"),
    errors.NotAPlan: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "not-a-plan", "不是任务分解方案"),
    errors.TooFew: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "too-few", "读出的数量不足"),
    errors.OlderVersion: Kind(HTTPStatus.CONFLICT, "older-version", "早于现行版本"),
    errors.StoreNotEmpty: Kind(HTTPStatus.CONFLICT, "store-not-empty", "数据库不是空的"),
    errors.UnknownQuery: Kind(HTTPStatus.NOT_FOUND, "unknown-query", "没有这个查询"),
    errors.BadParameter: Kind(HTTPStatus.BAD_REQUEST, "bad-parameter", "参数有误"),
    errors.BeyondCalendar: Kind(HTTPStatus.BAD_REQUEST, "beyond-calendar", "超出工作日历"),
    errors.WriteRefused: Kind(HTTPStatus.FORBIDDEN, "write-refused", "只读接口拒绝写入"),
    errors.NotFound: Kind(HTTPStatus.NOT_FOUND, "not-found", "没有找到"),
    errors.AmbiguousName: Kind(HTTPStatus.CONFLICT, "ambiguous-name", "名称对应多个单位"),
    errors.StoreError: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "store-unavailable", "数据库不可用"),
    errors.QueryFailed: Kind(HTTPStatus.BAD_REQUEST, "query-failed", "查询语句没有执行"),
    ForeignOrigin: Kind(HTTPStatus.FORBIDDEN, "foreign-origin", "拒绝其他网站的请求"),
    WrongMediaType: Kind(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "wrong-media-type", "请求体的类型不对"),
    NotAcceptable: Kind(HTTPStatus.NOT_ACCEPTABLE, "not-acceptable", "没有所要的格式"),
}
# What the framework itself refuses: kind and detail; other statuses have the words of the HTTP standard.
FRAMEWORK: Mapping[HTTPStatus, tuple[Kind, str]] = {
    kind.status: (kind, detail)
    for kind, detail in (
        (Kind(HTTPStatus.BAD_REQUEST, "bad-request", "请求有误"), "请求 {path} 的内容无法解析。"),
        (Kind(HTTPStatus.NOT_FOUND, "not-found", "没有这个地址"), "没有地址 {path}；全部地址见 /docs。"),
        (
            Kind(HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed", "不支持的请求方法"),
            "{path} 不支持 {method}；可用的方法见 /docs。",
        ),
        (Kind(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", "文件过大"), "{detail}"),
    )
}

# What is wrong with a part of a request, by the kind of error that the validation names.
WRONG: Mapping[str, str] = {
    "missing": "没有给出",
    "extra_forbidden": "没有这个字段",
    "json_invalid": "不是有效的 JSON",
    "model_attributes_type": "应为 JSON 对象（Content-Type: application/json）",
    "dict_type": "应为对象",
    "string_type": "应为文字",
    "string_too_short": "不能为空",
    "string_too_long": "最多 {max_length} 个字",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "date_from_datetime_parsing": "应为日期，如 2024-07-01",
    "date_from_datetime_inexact": "应为日期，如 2024-07-01",
    "float_type": "应为数",
    "float_parsing": "应为数",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "应不大于 {le}",
}
PageError = Callable[[int, str, str, Sequence[tuple[str, str]]], Response]
"""Makes the page of an error: (status, title, detail, what may have been meant: addresses and words)."""


def kind_of(error: Exception) -> Kind:
    """Return the kind of an error: that of its nearest class in :data:`KINDS`."""
    return next(KINDS[each] for each in type(error).__mro__ if each in KINDS)


async def extras(request: Request, error: Exception) -> dict[str, Any]:
    """Return the parts of an error that a program can use: nearest names, candidates, the parameter."""
    match error:
        case errors.AmbiguousName():
            return {"candidates": [await _candidate(request, key) for key, _ in error.candidates]}
        case errors.NotFound() | errors.UnknownQuery():
            return {"nearest": list(error.nearest)}
        case errors.BadParameter():
            return {"parameter": error.name}
        case NotAcceptable():
            return {"available": list(error.available)}
    return {}


async def _candidate(request: Request, key: str) -> dict[str, str]:
    (row,) = await service_of(request).ask("unit_profile", {"unit": key})
    return {name: row[name] for name in ("key", "name", "full_name")}


def problem(request: Request, status: int, slug: str, title: str, detail: str, **more: Any) -> Response:
    """Return a problem document; ``more`` are its extension members."""
    body = {
        "type": TYPE_PREFIX + slug,
        "title": title,
        "status": int(status),
        "detail": detail,
        "instance": request.url.path,
        **more,
    }
    return json_response(body, status=status, media_type=MEDIA_TYPE)


def install(app: FastAPI, page_error: PageError) -> None:
    """Answer every error of the application: problem documents under /api, pages elsewhere."""

    def page_of(
        status: int, title: str, detail: str, headers: Mapping[str, str], choices: Sequence[tuple[str, str]] = ()
    ) -> Response:
        response = page_error(status, title, detail, choices)
        response.headers.update(headers)
        return response

    async def answer(
        request: Request, status: int, slug: str, title: str, detail: str, headers: Mapping[str, str], **more: Any
    ) -> Response:
        if _wants_page(request):
            return page_of(status, title, detail, headers)
        response = problem(request, status, slug, title, detail, **more)
        response.headers.update(headers)
        return response

    async def on_dutygraph_error(request: Request, error: Exception) -> Response:
        kind = kind_of(error)
        if kind.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.warning("%s %s: %s", request.method, request.url.path, error)
        headers = {"Retry-After": "5"} if kind.status == HTTPStatus.SERVICE_UNAVAILABLE else {}
        more = await extras(request, error)
        if _wants_page(request):
            return page_of(kind.status, kind.title, _told(request, error), headers, _choices(request, error, more))
        return await answer(request, kind.status, kind.slug, kind.title, str(error), headers, **more)

    async def on_http_exception(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        status = HTTPStatus(error.status_code)
        kind, detail = FRAMEWORK.get(status, (Kind(status, "http", status.phrase), "{detail}"))
        detail = detail.format(path=request.url.path, method=request.method, detail=error.detail)
        return await answer(request, status, kind.slug, kind.title, detail, error.headers or {})

    async def on_validation_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        wrong = [{"where": ".".join(str(p) for p in e["loc"]), "why": why(e)} for e in error.errors()]
        detail = "；".join(f"{each['where']}：{each['why']}" for each in wrong) + "。"
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return await answer(request, status, "invalid-request", "请求不符合接口约定", detail, {}, errors=wrong)

    async def on_anything_else(request: Request, error: Exception) -> Response:
        del error  # the server logs it
        detail = "服务内部出错，详情见服务日志；请把日志连同这个请求交给维护人员。"
        return await answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, "error", "内部错误", detail, {})

    app.add_exception_handler(errors.DutygraphError, on_dutygraph_error)
    app.add_exception_handler(HTTPException, on_http_exception)
    app.add_exception_handler(RequestValidationError, on_validation_error)
    app.add_exception_handler(Exception, on_anything_else)


def why(wrong: Mapping[str, Any]) -> str:
    """Return in Chinese what the validation found wrong, or its own words for what :data:`WRONG` has not."""
    return WRONG.get(wrong["type"], "{msg}").format(**wrong.get("ctx", {}), msg=wrong["msg"])


def _told(request: Request, error: Exception) -> str:
    """Return what is wrong, as a page says it: a field is called what the page prints beside it."""
    label = field(request.url.path, error.name) if isinstance(error, errors.BadParameter) else None
    return f"“{label}”：{error.wrong}" if isinstance(error, errors.BadParameter) and label else str(error)


def _choices(request: Request, error: Exception, more: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what a name that was not understood may have meant: the same address with each, and its words."""
    name, path, given = getattr(error, "name", ""), request.url.path, request.query_params.multi_items()
    units = [(each["key"], each["full_name"], f"/units/{each['key']}") for each in more.get("candidates", ())]
    near = [(other, other, "") for other in more.get("nearest", ())]
    places = [(instead(path, given, name, other) or page, words) for other, words, page in units + near]
    return [(address, words) for address, words in places if address]


def _wants_page(request: Request) -> bool:
    path = request.url.path
    if is_open(path):
        return wants_page(accept_of(request))
    return not path.startswith("/api/") and path not in ("/health", "/ready", "/openapi.json")
