"""The form of an import: what it says of doubts and mistakes, in its own words, never in those of a review file."""

from __future__ import annotations

import re
import time

import httpx
import pytest
import yaml
from reviews import TEXT, read
from services import client_of
from texts import ISSUED

from dutygraph.graph.errors import InputError
from dutygraph.graph.store import Store
from dutygraph.ingest.findings.rules import FINDING_RULES, RULES
from dutygraph.web import deciding


@pytest.mark.parametrize(
    ("rule", "in_file", "on_form"),
    [
        (
            "deadline_not_understood",
            "审核时填 correct 并在 value 写出 date；不是时间的填 accept。",
            "审核时选“更正”并写出时间要求；不是时间的选“确认”。",
        ),
        (
            "unit_doubtful",
            "名称无误填 accept；写错的填 correct 并在 value 写出该角色的全部单位；不是单位的填 reject。",
            "名称无误选“确认”；写错的选“更正”并写出该角色的全部单位；不是单位的选“驳回”。",
        ),
        (
            "person_not_read",
            "一般填 accept；其实是单位的填 correct 并在 value 写出 lead、responsible 或 supporting。",
            "一般选“确认”；其实是单位的选“更正”并写出牵头单位、责任单位或配合单位。",
        ),
        (
            "document_number_doubtful",
            "请对照原文；原文如此的填 accept，读错的填 correct 并在 value 写出 citation 的 doc_number。",
            "请对照原文；原文如此的选“确认”，读错的选“更正”并写出所引文件的文号。",
        ),
        (
            "duty_not_understood",
            "填 correct 并在 value 写出单位（不属于任务的，先在 task 填任务的键）；不是分工的填 accept。",
            "选“更正”并写出单位；不是分工的选“确认”。",
        ),
    ],
)
def test_what_to_do_with_a_doubt_is_said_for_a_file_and_for_the_form(rule: str, in_file: str, on_form: str) -> None:
    assert (RULES[rule].remedy, RULES[rule].form_remedy) == (in_file, on_form)


def test_the_form_is_spoken_of_in_the_words_that_it_shows() -> None:
    names = "accept|correct|reject|value|date|citation|doc_number|lead|responsible|supporting"
    shown = {words.split("（")[0] for words in deciding.DECISIONS.values()}
    for rule in FINDING_RULES:
        assert re.findall(rf"\b(?:{names})\b", rule.form_remedy, re.ASCII) == [], rule.name
        assert set(re.findall("选“(.+?)”", rule.form_remedy)) <= shown, rule.name
    assert list(deciding.CORRECTIONS.values()) == [
        "牵头单位", "责任单位", "配合单位", "时间要求", "量化目标", "所引文件",
    ]  # fmt: skip


HINTS = (
    "单位用、分开；日期如 2024-06-30，周期如 FREQ=YEARLY；目标如 办结率 >= 95 %；文件如《办法》（青政发〔2024〕1号）"
)


@pytest.mark.parametrize(
    ("kind", "words", "told"),
    [
        ("date", "年底", f"第 2 处：“年底”不是时间要求的写法。{HINTS}。"),
        ("date", "FREQ=HOURLY", f"第 2 处：“FREQ=HOURLY”不是时间要求的写法。{HINTS}。"),
        ("target", "大幅提高", f"第 2 处：“大幅提高”不是量化目标的写法。{HINTS}。"),
        ("citation", "《办法》（县政府9号）", f"第 2 处：“《办法》（县政府9号）”不是所引文件的写法。{HINTS}。"),
        ("lead", "、", f"第 2 处：“、”不是牵头单位的写法。{HINTS}。"),
        ("date", " ", "第 2 处选择了更正，但没有写出正确的内容。请填写，或改选确认、驳回。"),
    ],
)
def test_a_correction_that_is_none_is_told_with_its_place_and_words(kind: str, words: str, told: str) -> None:
    form = {"decision-1": "correct", "kind-1": kind, "value-1": words}
    with pytest.raises(InputError) as refused:
        deciding.decided(read(), None, form)
    assert str(refused.value) == told


def test_a_unit_written_twice_is_one() -> None:
    form = {"decision-0": "correct", "kind-0": "responsible", "value-0": "县教育局、县人社局，县教育局"}
    review = yaml.safe_load(deciding.decided(read(), None, form))
    assert review["findings"][0]["value"] == {"responsible": ["县教育局", "县人社局"]}


def test_the_page_says_what_to_do_and_what_is_wrong_with_a_decision(store: Store) -> None:
    text = TEXT.replace(ISSUED, "").replace("3．抓好", "（牵头单位：）\n3．抓好")
    with client_of(store) as client:
        address = client.post("/import", files={"file": ("方案.txt", text.encode())}).headers["location"]
        page = _read(client, address)
        assert "审核时选“更正”并写出时间要求；不是时间的选“确认”。" in page
        doubts = re.findall(r"<p><strong title=\"[a-z_]+\">(.+?)</strong>", page)
        assert "写出 date" not in page
        assert "<dt>印发</dt><dd>印发机关和日期未写明</dd>" in page
        for doubt, wrong in (
            ("印发机关不明", "这一条针对整份文件，不能更正。请选“确认”或“驳回”，或按该条的说明处理。"),
            ("分工未读懂", "这一处不属于任何任务，无处更正。请选“确认”或“驳回”。"),
        ):
            n = doubts.index(doubt)
            answer = client.post(address, data={f"decision-{n}": "correct", f"kind-{n}": "lead", f"value-{n}": "县局"})
            assert answer.status_code == 400
            assert f'<p class="problem" role="alert">第 {n + 1} 处：{wrong}</p>' in answer.text
        file = "findings:\n- {rule: issuer_unknown, quote: '', decision: correct, value: {lead: 县局}}\n"
        answer = client.post(address, files={"review": ("方案.review.yaml", file.encode())})
        told = "第 2 行（findings[1]）：这一条针对整份文件，不能更正。请填 accept 或 reject，或按该条的说明处理。"
        assert (answer.status_code, told in answer.text) == (400, True)


def _read(client: httpx.Client, address: str) -> str:
    """The page of a file once it is read."""
    for _ in range(300):
        page = client.get(address).text
        if "正在读取" not in page:
            return page
        time.sleep(0.1)
    raise AssertionError("not read in 30 s")
