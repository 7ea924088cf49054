"""比对: two plans, or two versions of one, side by side: what only one has, and what differs in what both have."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response

from dutygraph.web.addresses import Here
from dutygraph.web.backend import Backend, Row, single
from dutygraph.web.marking import Piece, differences
from dutygraph.web.paging import page_of
from dutygraph.web.rendering import page

ALIKE = 0.5  # of the pairs of characters that two tasks have, at least so many are common
_COMPARED = {
    "text": "任务内容",
    "lead": "牵头",
    "responsible": "责任",
    "supporting": "配合",
    "dates": "时间要求",
    "targets": "量化目标",
}

OF_PLANS = {"all": "全部", "changed": "有不同", "gone": "只在甲", "new": "只在乙", "same": "相同"}
OF_VERSIONS = {"all": "全部", "changed": "修改", "dropped": "删除", "added": "新增"}


def add(router: APIRouter, backend: Backend) -> None:
    """Add the comparison."""

    @router.get("/compare")
    async def compare(request: Request) -> Response:
        here = Here.of(request)
        if here.get("plan"):
            return await _versions(here, backend)
        plans, versions = await asyncio.gather(backend.ask("plans", {}), backend.ask("plan_versions", {}))
        renewed = [row for row in versions if row["version"] > 1]
        keys = [here.get("a"), here.get("b")]
        if not all(keys):
            return page("compare.html", here, plans=plans, renewed=renewed, sides=[], pairs=None, show="all", counts={})
        summaries = [single(await backend.ask("plan_summary", {"plan": key}), key, "方案") for key in keys]
        first, second = await asyncio.gather(*(backend.ask("ledger", {"plan": s["key"]}) for s in summaries))
        pairs = [compared(*pair) for pair in match_tasks(first, second)]
        show = here.choice("show", OF_PLANS, "all")
        counts = {state: sum(pair["state"] == state for pair in pairs) for state in OF_PLANS}
        return page(
            "compare.html",
            here,
            kinds=OF_PLANS,
            plans=plans,
            renewed=renewed,
            sides=summaries,
            pairs=page_of(here, [pair for pair in pairs if show in ("all", pair["state"])]),
            show=show,
            counts=counts,
        )


async def _versions(here: Here, backend: Backend) -> Response:
    """Return the page of two versions of one plan: by default the one in force and the one before it."""
    found, known = await asyncio.gather(
        backend.compare(here.get("plan"), here.get("from") or None, here.get("to") or None),
        backend.ask("plan_versions", {"plan": here.get("plan")}),
    )
    show = here.choice("show", OF_VERSIONS, "all")
    items = found["items"]
    shown = page_of(here, [item for item in items if show in ("all", item["kind"])])
    return page(
        "versions.html",
        here,
        kinds=OF_VERSIONS,
        found=found,
        versions=known,
        tasks=replace(shown, rows=[version_pair(item, backend.differing) for item in shown.rows]),
        show=show,
        counts={kind: sum(item["kind"] == kind for item in items) for kind in OF_VERSIONS},
    )


def version_pair(item: Row, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a task that two versions have differently, with both wordings in pieces and what else of it changed."""
    texts = next((change for change in item["changes"] if change["field"] == "text"), None)
    alone = [Piece(item["text"], "gone" if item["kind"] == "dropped" else "new")]
    sides = {"dropped": (alone, None), "added": (None, alone)}.get(item["kind"])
    if texts is not None:
        sides = differences(texts["before"][0], texts["after"][0])
    others = [change for change in item["changes"] if change["field"] not in ("text", "title")]
    changes = [(names[each["field"]], "、".join(each["before"]), "、".join(each["after"])) for each in others]
    return {"task": item, "sides": sides or ([Piece(item["text"])], [Piece(item["text"])]), "changes": changes}


def match_tasks(first: Sequence[Row], second: Sequence[Row]) -> list[tuple[Row | None, Row | None]]:
    """Return the tasks of two plans in pairs: of the same words, else of the most alike; the others alone.

    In the order of the second plan; what only the first has comes where it stood.
    """
    left: dict[int, Row] = dict(enumerate(first))
    found: dict[int, int] = {}
    by_text: dict[str, list[int]] = defaultdict(list)
    for at, row in left.items():
        by_text[_bare(row["text"])].append(at)
    for at, row in enumerate(second):
        if same := by_text.get(_bare(row["text"])):
            found[at] = same.pop(0)
            del left[found[at]]
    index: dict[str, set[int]] = defaultdict(set)
    grams = {at: _grams(row["text"]) for at, row in left.items()}
    for at, parts in grams.items():
        for part in parts:
            index[part].add(at)
    likely: list[tuple[float, int, int]] = []
    for at, row in enumerate(second):
        if at not in found:
            parts = _grams(row["text"])
            shared: dict[int, int] = defaultdict(int)
            for part in parts:
                for other in index.get(part, ()):
                    shared[other] += 1
            likely += [(2 * n / (len(parts) + len(grams[o])), at, o) for o, n in shared.items()]
    for score, at, other in sorted(likely, key=lambda each: (-each[0], each[1], each[2])):
        if score >= ALIKE and at not in found and other in left:
            found[at] = other
            del left[other]
    pairs: list[tuple[float, Row | None, Row | None]] = [(float(at), None, row) for at, row in enumerate(second)]
    pairs = [(at, first[found[int(at)]] if int(at) in found else None, row) for at, _, row in pairs]
    where = {old: new for new, old in found.items()}
    for at, row in left.items():
        before = max((where[i] for i in range(at) if i in where), default=-1)
        pairs.append((before + 0.5 + at / (2 * len(first) + 2), row, None))
    return [(old, new) for _, old, new in sorted(pairs, key=lambda pair: pair[0])]


def compared(old: Row | None, new: Row | None) -> dict[str, Any]:
    """Return a pair with what differs in it."""
    if old is None or new is None:
        return {"state": "gone" if new is None else "new", "old": old, "new": new, "changes": [], "pieces": None}
    changes = [
        {"name": words, "old": _words(old[name]), "new": _words(new[name])}
        for name, words in _COMPARED.items()
        if name != "text" and _words(old[name]) != _words(new[name])
    ]
    same_text = _bare(old["text"]) == _bare(new["text"])
    return {
        "state": "same" if same_text and not changes else "changed",
        "old": old,
        "new": new,
        "changes": changes,
        "pieces": None if same_text else differences(old["text"], new["text"]),
    }


def _words(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(_words, value))
    return f"{value['indicator']} {value['surface']}" if isinstance(value, dict) else str(value)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _grams(text: str) -> set[str]:
    bare = _bare(text)
    return {bare[i : i + 2] for i in range(len(bare) - 1)} or {bare}
