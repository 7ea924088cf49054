"""The rule by which a fact was read, told from what the graph keeps of it."""

from __future__ import annotations

from typing import Any

import pytest
from services import EXAMPLE

from dutygraph.ingest.extract import extract_document
from dutygraph.web.reading_rules import date_rule, instrument_rule, target_rule, unit_rule


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"label": "牵头部门", "surface": "区司法局", "name": "区司法局"}, "标签“牵头部门”后所列"),
        ({"label": None, "surface": "区司法局", "name": "区司法局"}, "分工语句所列"),
        (
            {"label": None, "surface": "市发改委", "name": "市发展和改革委员会"},
            "分工语句所列，名称由“市发改委”按名册和简称规则定",
        ),
    ],
)
def test_units(body: dict[str, Any], told: str) -> None:
    assert unit_rule(body) == told


def test_dates_of_every_kind_are_told() -> None:
    kinds = {date.kind for task in extract_document(EXAMPLE).tasks for date in task.dates}
    told = {kind: date_rule({"kind": kind, "stated_in": "text"}) for kind in kinds}
    assert len(set(told.values())) == len(kinds) >= 3
    assert date_rule({"kind": "deadline", "stated_in": "deadline_field"}) == f"完成时限栏；{told['deadline']}"


def test_targets_and_documents() -> None:
    assert target_rule({"per": None}) == "数字、单位和比较词"
    assert target_rule({"per": "FREQ=YEARLY"}) == "数字、单位和比较词，在周期之内"
    printed = ("《青禾县管护办法》", "青政发〔2021〕3号", "青禾县管护办法")
    told = ["书名号中的标题", "正文中的文号", "没有书名号的文件名"]
    assert [instrument_rule({"surface": words}) for words in printed] == told
