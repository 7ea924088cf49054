"""Which words of a row of results lead to which page: a row has the key of what it names in a column beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

# What a column of keys is headed by, as 方案键 and 承担单位键, and the pages of such things.
_HEADED = {"任务": "tasks", "方案": "plans", "文件": "instruments", "单位": "units", "对方": "units"}
_LABELLED = {
    "Task": "tasks",
    "Plan": "plans",
    "Instrument": "instruments",
    "Unit": "units",
    "UnitGroup": "units",
}


def linked(headings: Mapping[str, str]) -> dict[str, str]:
    """Return the column of keys for each column that shows a name of what it keys.

    >>> linked({"key": "任务键", "title": "任务", "plan": "方案键", "plan_title": "方案", "number": "序号"})
    {'title': 'key', 'plan_title': 'plan'}
    >>> linked({"title": "任务", "note": "说明"})
    {}
    """
    found: dict[str, str] = {}
    for key, words in headings.items():
        if not words.endswith("键") or not (words == "键" or _folder(words)):
            continue
        stem = key.removesuffix("key").removesuffix("_")
        own = (f"{stem}_title", f"{stem}_name", stem) if stem else ("title", "name")
        # a finding has the key of its task in `task`, and the task's title in `title`
        names = (*own, "title") if words == "任务键" else own
        shown = next((name for name in names if name in headings and name != key and name not in found), None)
        if shown:
            found[shown] = key
    return found


def addresses(row: Mapping[str, Any], headings: Mapping[str, str], columns: Mapping[str, str]) -> dict[str, str]:
    """Return where the columns of :func:`linked` lead in a row, those that lead nowhere left out.

    >>> headings = {"key": "键", "name": "单位", "label": "类别"}
    >>> addresses({"key": "u1", "name": "区司法局", "label": "Unit"}, headings, {"name": "key"})
    {'name': '/units/u1'}
    >>> addresses({"key": "s1", "name": "章节", "label": "Section"}, headings, {"name": "key"})
    {}
    """
    found = {}
    for shown, key in columns.items():
        folder = _LABELLED.get(str(row.get("label"))) if headings[key] == "键" else _folder(headings[key])
        if folder and isinstance(row[key], str) and row[shown]:
            found[shown] = f"/{folder}/{quote(row[key])}"
    return found


def _folder(words: str) -> str | None:
    """Return the folder of the pages whose keys a column holds that is headed so."""
    return next((folder for head, folder in _HEADED.items() if head in words), None)
