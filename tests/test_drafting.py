"""Lists of documents to be drawn up: what is named with a unit and nothing else is drawn up, kept or made known."""

from __future__ import annotations

import pytest
from texts import extract

LIST = (
    "1．修改《青禾县养犬管理条例》（县公安局）\n"
    "2．《青禾县户外广告管理办法》（县城管局）\n"
    "3．《青禾县停车管理办法（修订草案）》（县公安局牵头）\n"
    "4．废止《青禾县渡口管理规定》（县交通局）\n"
    "5．对《青禾县市容条例》开展评估。（县司法局负责）\n"
)


@pytest.mark.parametrize(
    ("heading", "second"),
    [
        pytest.param("二、政府规章项目", "drafts", id="heading-of-drafts"),
        pytest.param("二、重点工作", "cites", id="heading-that-says-nothing"),
        pytest.param("二、贯彻执行的地方性法规", "cites", id="laws-to-be-kept"),
    ],
)
def test_a_title_alone_is_drawn_up_where_a_verb_the_edition_or_a_heading_says_so(heading: str, second: str) -> None:
    tasks = extract(f"青禾县2024年重点任务分工方案\n{heading}\n{LIST}").tasks
    assert [[m.relation for m in task.mentions] for task in tasks] == [
        ["drafts"],
        [second],
        ["drafts"],
        ["cites"],
        ["cites"],
    ]


def test_whoever_drafts_by_a_word_on_the_unit() -> None:
    (task,) = extract("青禾县2024年重点任务分工方案\n1．《青禾县户外广告管理办法》（起草单位：县城管局）\n").tasks
    assert [m.relation for m in task.mentions] == ["drafts"]


def test_the_steps_behind_the_title_of_what_is_drafted() -> None:
    steps = "8月底前完成调研，10月底前提交草案送审稿。（县城管局起草，县司法局审查）"
    read = extract(
        f"青禾县2024年重点任务分工方案\n1．《青禾县停车管理办法》{steps}\n2．按照《青禾县停车管理办法》{steps}\n"
    )
    assert [[m.relation for m in task.mentions] for task in read.tasks] == [["drafts"], ["cites"]]
