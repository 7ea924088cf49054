"""Markdown: the text stays as it was typed, its signs are no words, pipe tables are tables."""

from __future__ import annotations

import pytest
from texts import units

from dutygraph.ingest.extract import extract_text
from dutygraph.ingest.formats.markdown import read_markdown
from dutygraph.ingest.read import read_bytes

PLAN = """---
title: 方案
---
# 清河县法治建设任务分解方案 #

清河县人民政府办公室

2024年3月5日

## 一、重点任务

### 1．推进改革

**牵头单位：** 县司法局

**责任单位**：县财政局、[县教育局](http://a.b "c")

### 2\\. 加强宣传

> - [x] 牵头单位：县教育局
> - **完成时限**：2024年底前

```
（3）办好实事。 **（责任单位：`县人社局`）**
```

***

| 序号 | 任务 | 牵头单位 |
|:--|---|--:|
| 4 | **压减**材料 | 县司法局<br>县财政局 |
| 5 | A\\|B | 县审计局

乙
====
"""


def test_a_plan_in_markdown() -> None:
    read = extract_text(read_bytes(PLAN.encode(), "方案.md"))
    assert read.title == "清河县法治建设任务分解方案"
    assert [(t.number, t.text) for t in read.tasks] == [
        ("1", "推进改革"),
        ("2", "加强宣传"),
        ("3", "办好实事。"),
        ("4", "压减材料"),
        ("5", "A|B"),
    ]
    assert units(read, "lead") == [["县司法局"], ["县教育局"], [], ["县司法局", "县财政局"], ["县审计局"]]
    assert units(read, "responsible") == [["县财政局", "县教育局"], [], ["县人社局"], [], []]
    for task in read.tasks:
        for a in task.assignments:
            assert read.text[a.span.start : a.span.end] == a.surface


def test_the_text_outside_tables_is_the_file() -> None:
    content = read_markdown(PLAN.encode(), "方案.md")
    before, _, rest = PLAN.partition("| 序号")
    assert content.text == (
        before + "序号\t任务\t牵头单位\n4\t压减材料\t县司法局\n县财政局\n5\tA|B\t县审计局\n" + "\n乙\n====\n"
    )
    assert rest.endswith("\n乙\n====\n")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("# 标题", "标题"),
        ("- 甲**乙**丙", "甲乙丙"),
        ("* 甲", "甲"),
        ("*甲*乙", "甲乙"),
        ("2*3*4", "234"),
        ("甲 * 乙 * 丙", "甲 * 乙 * 丙"),
        ("`甲`~~乙~~__丙__", "甲乙丙"),
        ("![图](a.png)甲", "图甲"),
        ("[甲] (乙)", "[甲] (乙)"),
        ("1\\. 甲\\*", "1. 甲*"),
        ("甲<br/>", "甲"),
        ("C# 语言", "C# 语言"),
        ("-5%", "-5%"),
        ("<!-- 注 -->", ""),
        ("甲|乙", "甲|乙"),
    ],
)
def test_signs_are_no_words(line: str, words: str) -> None:
    content = read_markdown(line.encode(), "方案.md")
    signs = {offset for first, last in content.furniture for offset in range(first, last)}
    assert content.text == line
    assert "".join(c for i, c in enumerate(line) if i not in signs).strip() == words


def test_tables_in_html_are_tables() -> None:
    head = '<tr><th rowspan="2">序号</th><th rowspan="2">任务</th><th colspan="2">分工</th></tr>'
    rows = (
        "<tr><th>牵头单位</th><th>配合单位</th></tr>\n<tr><td>1</td><td>修路</td><td>县交通局</td>"
        "<td>县财政局<br>各镇</td></tr>"
    )
    read = extract_text(
        read_bytes(f"# 清河县任务清单\n\n一、交通\n<TABLE>\n{head}{rows}</TABLE>\n\n二、保障\n".encode(), "清单.md")
    )
    (task,) = read.tasks
    assert (task.number, task.text, units(read, "lead"), units(read, "supporting")) == (
        "1",
        "修路",
        [["县交通局"]],
        [["县财政局", "各镇"]],
    )
    assert [section.title for section in task.sections] == ["一、交通"]
    assert "<" not in read.text
    assert "<table" in read_markdown("未完的<table\n".encode(), "方案.md").text
