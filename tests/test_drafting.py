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


def test_a_heading_that_counts_what_stands_below_it_is_no_task() -> None:
    read = extract(
        "青禾县2024年度立法工作计划\n一、规章制定项目（1件）\n古堰保护办法\n起草单位：县水利局\n"
        "报送审议时间：2024年9月底\n二、规范性文件项目（2件）\n青禾县停车管理规定\n起草单位：县城管局\n"
        "河道采砂管理细则\n起草单位：县水利局\n三、调研项目\n1．青禾县养犬管理条例\n责任单位：县公安局\n"
    )
    titles = ["古堰保护办法", "青禾县停车管理规定", "河道采砂管理细则", "青禾县养犬管理条例"]
    assert [(t.number, t.text) for t in read.tasks] == list(zip([None, None, None, "1"], titles, strict=True))
    assert [[(m.relation, m.title) for m in t.mentions] for t in read.tasks] == [[("drafts", x)] for x in titles]
    assert [s.title for t in read.tasks for s in t.sections][:1] == ["一、规章制定项目（1件）"]
    assert [[d.value for d in t.dates] for t in read.tasks] == [["2024-09-30"], [], [], []]
    assert [t.targets for t in read.tasks] == [(), (), (), ()]


def test_a_heading_that_counts_something_else_is_the_task() -> None:
    (task,) = extract(
        "青禾县2024年重点任务分工方案\n一、改造管网（5条）\n更换老旧管道，恢复路面。\n责任单位：县住建局\n"
    ).tasks
    assert (task.number, task.text) == ("一", "改造管网（5条）\n更换老旧管道，恢复路面。")


@pytest.mark.parametrize(
    ("text", "unit", "cited"),
    [
        ("古堰保护办法", "起草单位", ["古堰保护办法"]),
        ("古堰保护办法", "责任单位", []),
        ("完善古堰保护办法", "起草单位", []),
    ],
)
def test_a_title_without_a_place_is_one_where_somebody_drafts_it(text: str, unit: str, cited: list[str]) -> None:
    (task,) = extract(f"青禾县2024年重点任务分工方案\n1．{text}\n{unit}：县水利局\n").tasks
    assert [m.title for m in task.mentions] == cited
