"""Example values for the OpenAPI document, by column name; the place and its documents are invented."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dutygraph.queries.model import Question

_KEY = "9a4c2f6e1b7d3058"
_TASK = "9a4c2f6e1b7d3058-51c0e2d94f6a8b73"
_TITLE = "健全行政执法人员资格管理制度"
_PLAN_TITLE = "青禾示范区法治政府建设任务分解方案"
_LAW = "优化营商环境条例"
_BODY = {"key": _KEY, "name": "区司法局"}
_TEXTS: Mapping[str, str] = {
    "alias": "区市场监管局",
    "anchor": "发布之日起",
    "article": "第十二条",
    "code": "150602",
    "comparator": ">=",
    "centre": "青禾示范区司法局",
    "detail": "区司法局",
    "document_number": "青政办发〔2024〕12号",
    "duration": "P15D",
    "evidence": "用词相近 0.42：公共数据、授权、运营；引用同一文件（0.2）：《优化营商环境条例》",
    "extent": "definite",
    "first": "区司法局",
    "first_number": "13",
    "first_plan_title": _PLAN_TITLE,
    "first_surface": "95％以上",
    "first_target": "不低于 95%",
    "first_title": _TITLE,
    "from_label": "Unit",
    "from_title": "区司法局",
    "full_name": "青禾示范区司法局",
    "group": "各镇",
    "holder": "青禾示范区司法局",
    "indicator": "持证上岗率",
    "instrument_title": _LAW,
    "issuer": "青禾示范区人民政府办公室",
    "jurisdiction": "青禾示范区",
    "jurisdiction_code": "150602",
    "kind": "deadline",
    "label": "牵头部门",
    "last": "6",
    "level": "county",
    "measure": "%",
    "media_type": "text/plain",
    "message": "“区直有关部门”没有点明是哪些单位",
    "month": "2024-06",
    "name": "区司法局",
    "named": "青禾示范区司法局",
    "number": "13",
    "per": "FREQ=YEARLY",
    "plan_title": _PLAN_TITLE,
    "precision": "month",
    "relation": "cites",
    "relationship": "LEADS",
    "role": "lead",
    "rrule": "FREQ=YEARLY;BYMONTH=1",
    "rule": "open_group",
    "second": "区财政局",
    "second_number": "21",
    "second_plan_title": "云川市法治政府建设任务分解方案",
    "second_surface": "100％",
    "second_target": "为 100%",
    "second_title": "加强行政执法人员资格管理",
    "section": "（一）健全制度",
    "span": "2024-06",
    "snippet": "落实«优化营商环境»各项措施",
    "source": "（13）2024年6月底前，持证上岗率达到95％以上。\n牵头部门：区司法局",
    "source_sha256": "ea4a810067dd36fba5a5d2954331043c0acf79e095169c41a5560aaa87e3bce4",
    "stated_in": "text",
    "status": "open",
    "subsection": "1．规范执法",
    "surface": "2024年6月底前",
    "text": "2024年6月底前，持证上岗率达到95％以上。",
    "through": "各镇",
    "title": _TITLE,
    "unit": "青禾示范区司法局",
    "upper_number": "7",
    "upper_plan_title": "云川市法治政府建设任务分解方案",
    "upper_title": "加强行政执法人员资格管理",
    "window_end": "01-31",
    "window_start": "01-01",
}
# A name whose meaning depends on the query.
_OF_QUERY: Mapping[tuple[str, str], str] = {
    ("aliases", "kind"): "abbreviation",
    ("aliases", "label"): "Unit",
    ("group_tasks", "surface"): "各镇",
    ("instrument_tasks", "surface"): f"《{_LAW}》",
    ("bottlenecks", "label"): "Unit",
    ("chain", "label"): "Task",
    ("conflicts", "kind"): "differs",
    ("network", "label"): "Unit",
    ("network", "name"): "青禾示范区司法局",
    ("workload_matrix", "label"): "Unit",
    ("drafting_mandates", "surface"): "《行政执法事项清单》",
    ("drafting_mandates", "instrument_title"): "行政执法事项清单",
    ("instrument_duplicates", "title"): _LAW,
    ("instruments", "title"): _LAW,
    ("neighbours", "label"): "Task",
    ("plan_summary", "title"): _PLAN_TITLE,
    ("plans", "title"): _PLAN_TITLE,
    ("search", "label"): "Task",
    ("sections", "first"): "1",
    ("sections", "title"): "（一）健全制度",
    ("targets", "surface"): "95％以上",
    ("unit_instruments", "title"): _LAW,
    ("unit_profile", "kind"): "government",
    ("unit_profile", "label"): "Unit",
    ("unit_partners", "label"): "Unit",
    ("unit_tasks", "surface"): "区司法局",
    ("units", "kind"): "government",
    ("workload", "label"): "Unit",
    ("workload_by_section", "label"): "Unit",
}
_LISTED: Mapping[str, str] = {
    "aliases": "区市场监管局",
    "bases": "机构改革方案",
    "dates": "2024年6月底前",
    "instruments": _LAW,
    "keys": _KEY,
    "kinds": "rename",
    "lead": "区司法局",
    "leaders": "区司法局",
    "members": "禾丰镇",
    "names": "区司法局",
    "numbers": "13",
    "relationships": "LEADS",
    "responsible": "区财政局",
    "sections": "（一）健全制度",
    "superseded_by": "优化营商环境条例（2024年修订）",
    "supporting": "区审计局",
    "through": "青禾示范区司法局",
    "units": "青禾示范区司法局",
    "words": "公共数据",
}
_MAPS: dict[str, Mapping[str, Any]] = {
    "dates": {"kind": "deadline", "surface": "2024年6月底前", "due_date": "2024-06-30", "start": 120, "end": 128},
    "findings": {"key": _KEY, "rule": "open_group", "message": _TEXTS["message"], "status": "open"},
    "implements": {"key": _KEY, "title": _LAW, "document_number": None},
    "instruments": {"key": _KEY, "title": _LAW, "document_number": None},
    "jurisdiction": {"code": "150602", "name": "青禾示范区", "level": "county"},
    "sections": {"plan_title": _PLAN_TITLE, "section": "（一）健全制度", "tasks": 6, "lead": 2},
    "targets": {"indicator": "持证上岗率", "comparator": ">=", "value": 95.0, "unit": "%", "surface": "95％以上"},
}
_TASK_AROUND = {"key": _TASK, "number": "12", "title": _TITLE}
_MAPS |= {"previous": _TASK_AROUND, "next": _TASK_AROUND}
_MAPS |= {"related": {**_TASK_AROUND, "instrument": _LAW}}
_PLAIN: Mapping[str, Any] = {"integer": 3, "float": 95.0, "boolean": True, "date": "2024-06-30"}


def row_example(query: Question) -> dict[str, Any]:
    """Return a row as the query may give it. KeyError for a text column that no table here knows."""
    return {column.name: _example(query.name, column.name, column.type) for column in query.columns}


def _example(query: str, column: str, type_: str) -> Any:
    if type_ == "map":
        return dict(_MAPS.get(column, _BODY))
    if type_ == "list<map>":
        return [dict(_MAPS.get(column, _BODY))]
    if type_ == "list<string>":
        return [_LISTED[column]]
    if type_.startswith("list<"):
        return [_PLAIN[type_[5:-1]]]
    if type_ != "string":
        return _PLAIN[type_]
    if column in ("first_key", "second_key") and query in ("duplicates", "conflicts"):
        return _TASK
    if column in ("key", "upper_key") and query in ("chain", "carried_out", "similar"):
        return _TASK
    if column == "task" or (column == "key" and query.endswith(("_tasks", "_list", "_card", "_context"))):
        return _TASK
    if column in ("key", "plan", "instrument") or column.endswith(("_key", "_plan")):
        return _KEY
    return _OF_QUERY.get((query, column)) or _TEXTS[column]
