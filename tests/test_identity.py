"""Keys: what they are made of, to the last digit, since every store and every exported IRI holds them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from factories import sample_plan

from dutygraph.graph import identity
from dutygraph.graph.entities import DocumentNumber, Instrument, Jurisdiction, Unit

PLAN = "32f6cd3bb2b04638"


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        pytest.param(identity.digest("a", None, "b"), "3aa8909cac069691", id="absent-part-is-empty"),
        pytest.param(identity.plan_key("青禾区政府", "青禾区法治工作任务分解方案", "2022-12-29"), PLAN, id="plan"),
        pytest.param(identity.unit_key("150602", "区司法局"), "2bdaa07c9b2a59e8", id="unit"),
        pytest.param(identity.unit_key("１５０６０２", "区司法局"), "2bdaa07c9b2a59e8", id="full-width"),
        pytest.param(identity.task_key(PLAN, ("一",), "1", 1, "x"), f"{PLAN}-9769dece8bf467b8", id="task"),
        pytest.param(identity.instrument_key("青政发〔2021〕11号", "任何"), "d3a4b918f94411a8", id="instrument-number"),
    ],
)
def test_keys(key: str, expected: str) -> None:
    assert key == expected


def test_what_enters_a_key_and_what_does_not() -> None:
    assert identity.digest("ab", "c") != identity.digest("a", "bc")
    assert identity.instrument_key(None, "办法") == identity.digest("办法")
    numbered = [identity.task_key(PLAN, ("一",), "1", ordinal, "x") for ordinal in (1, 2)]
    assert numbered[0] != numbered[1]
    unnumbered = [identity.task_key(PLAN, (), None, 1, "甲" * 30 + rest) for rest in ("乙", "丙")]
    assert unnumbered[0] == unnumbered[1]
    assert identity.task_key(PLAN, (), None, 1, "甲" * 29) != unnumbered[0]
    assert Jurisdiction(None, "示范区", "county").key == identity.digest("示范区")
    assert Instrument("办法", DocumentNumber("青政发", 2021, 11)).key == identity.digest("青政发〔2021〕11号")
    assert Unit("区法院", "区法院", "court", None).key == identity.digest(None, "区法院")
    assert sample_plan().key == replace(sample_plan(), text="另一份文本").key
