"""By which rule of reading a fact came out of the text, in the words of people who read plans.

The graph keeps of each fact what its rule left there: the printed label of a unit, the kind of a date and the place
where it is stated, the printed words of a document. The rule is told from these alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

Fact = Mapping[str, Any]
_DATES: Final = {
    "deadline": "到某日为止的写法，如某年某月底前、年内、上半年",
    "period": "起止时间的写法，如某年至某年、某年度",
    "recurrence": "周期的写法，如每年、每季度、每月某日前",
    "duration": "从某事起算的期限，如某事后若干日内",
    "ongoing": "长期工作的写法，如持续、常态、长期",
}


def unit_rule(body: Fact) -> str:
    """Tell how a unit was read: by the label before it, else by the sentence that assigns it.

    >>> unit_rule({"label": "牵头部门", "surface": "市发改委", "name": "市发展和改革委员会"})
    '标签“牵头部门”后所列，名称由“市发改委”按名册和简称规则定'
    """
    where = f"标签“{body['label']}”后所列" if body["label"] else "分工语句所列"
    same = body["surface"] == body["name"]
    return where if same else f"{where}，名称由“{body['surface']}”按名册和简称规则定"


def date_rule(date: Fact) -> str:
    """Tell how a time was read: by the way it is written, and whether it stands in the field for it."""
    field = "完成时限栏；" if date["stated_in"] == "deadline_field" else ""
    return field + _DATES[date["kind"]]


def target_rule(target: Fact) -> str:
    """Tell how a target was read: a number with its unit, and what it is compared by."""
    each = "，在周期之内" if target["per"] else ""
    return f"数字、单位和比较词{each}"


def instrument_rule(instrument: Fact) -> str:
    """Tell how a document was read: by its title in 《》, by its number, or by a title that has lost its marks.

    >>> instrument_rule({"surface": "国办发〔2020〕49号"})
    '正文中的文号'
    """
    printed = instrument["surface"]
    if "《" in printed:
        return "书名号中的标题"
    return "正文中的文号" if printed.endswith("号") else "没有书名号的文件名"
