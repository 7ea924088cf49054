"""Quantities to be reached, in every wording of the annotation guide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from .choose import Chooser
from .model import Comparator, Date, Target, Words

Wording = Callable[[Chooser], Words]
YearWording = Callable[[Chooser, int], Words]

RATES = ("热线接通率", "政务服务网办率", "群众满意率", "在线监测覆盖率", "案件办结率", "持证上岗率", "污水集中处理率")
BAD_RATES = ("败诉率", "投诉率", "编外人员占比")
TRAININGS = ("法治专题培训", "应急演练", "业务骨干轮训", "政策宣讲活动", "专题讲座")
THINGS = (("口袋公园", "个"), ("充电桩", "台"), ("养老服务站", "个"), ("专精特新企业", "家"), ("便民服务点", "处"))


def _rate(before: str, after: str, comparator: Comparator, chosen: tuple[str, ...] = RATES) -> Wording:
    """``before`` is printed between indicator and number; its last word is part of the surface if it compares."""

    def make(chooser: Chooser) -> Words:
        indicator, value = chooser.pick(chosen), chooser.pick((60, 70, 85, 90, 95, 98, 100))
        value = min(value, 98) if comparator != "=" else value
        value = value - 55 if comparator == "<=" else value
        touching = before if before in ("不低于", "不少于", "不高于", "不超过") else ""
        surface = f"{touching}{value}％{after}"
        printed = f"{indicator}{'' if touching else before}{surface}"
        return Words(printed, targets=(Target(surface, indicator, comparator, value, "%"),))

    return make


def _count(printed: str, surface: str, comparator: Comparator, least: int = 5) -> Wording:
    def make(chooser: Chooser) -> Words:
        (what, unit), n = chooser.pick(THINGS), chooser.between(least, 60)
        cut = surface.format(n=n, unit=unit)
        return Words(
            printed.format(what=what, s=cut),
            targets=(Target(cut, what, comparator, n, unit),),
        )

    return make


def _again(often: str, rule: str, verb: str, surface: str, comparator: Comparator, unit: str) -> Wording:
    def make(chooser: Chooser) -> Words:
        what, n = chooser.pick(TRAININGS), chooser.between(1, 4)
        cut = surface.format(n=n)
        return Words(
            f"{often}{verb}{cut}{what}",
            dates=(Date(often, "recurrence", rule),),
            targets=(Target(cut, what, comparator, n, unit, rule),),
        )

    return make


def _two_rates(chooser: Chooser) -> Words:
    first, second = chooser.sample(RATES, 2)
    return Words(
        f"{first}和{second}分别达到90％和95％以上",
        targets=(Target("90％", first, ">=", 90, "%"), Target("95％以上", second, ">=", 95, "%")),
    )


def _share(chooser: Chooser) -> Words:
    what = chooser.pick(("政务服务事项", "高频事项", "涉企证照"))
    return Words(
        f"推动70％以上的{what}实现“一网通办”",
        targets=(Target("70％以上", f"{what}实现“一网通办”", ">=", 70, "%"),),
    )


def _hours(_: Chooser) -> Words:
    rule = "FREQ=YEARLY"
    return Words(
        "执法人员每年接受不少于40学时的业务培训",
        dates=(Date("每年", "recurrence", rule),),
        targets=(Target("不少于40学时", "业务培训", ">=", 40, "学时", rule),),
    )


def _verb_count(_: Chooser) -> Words:
    rule = "FREQ=MONTHLY;INTERVAL=3"
    return Words(
        "每季度至少召开1次工作例会",
        dates=(Date("每季度", "recurrence", rule),),
        targets=(Target("1次", "工作例会", ">=", 1, "次", rule),),
    )


def _three_rates(chooser: Chooser) -> Words:
    names = chooser.sample(RATES, 3)
    values = chooser.sample((85, 90, 92, 95, 98), 3)
    printed = "、".join(f"{value}％" for value in values[:2])
    return Words(
        f"{names[0]}、{names[1]}和{names[2]}分别达到{printed}和{values[2]}％",
        targets=tuple(Target(f"{v}％", name, "=", v, "%") for name, v in zip(names, values, strict=True)),
    )


def _not_below_each(chooser: Chooser) -> Words:
    first, second = chooser.sample(RATES, 2)
    return Words(
        f"{first}、{second}分别不低于90％、95％",
        targets=(Target("不低于90％", first, ">=", 90, "%"), Target("95％", second, ">=", 95, "%")),
    )


def _counts_each(chooser: Chooser) -> Words:
    (first, unit), (second, other) = chooser.sample(THINGS, 2)
    a, b = chooser.between(5, 30), chooser.between(31, 60)
    return Words(
        f"新增{first}、{second}分别达到{a}{unit}、{b}{other}",
        targets=(Target(f"{a}{unit}", first, "=", a, unit), Target(f"{b}{other}", second, "=", b, other)),
    )


def _fixed(text: str, *targets: Target) -> Wording:
    return lambda _: Words(text, targets=targets)


def _in_any_year(wording: Wording) -> YearWording:
    return lambda chooser, _: wording(chooser)


_TIMELESS: dict[str, Wording] = {
    "reach-over": _rate("达到", "以上", ">="),
    "reach": _rate("达到", "", "="),
    "not-below": _rate("不低于", "", ">="),
    "within": _rate("控制在", "以内", "<=", BAD_RATES),
    "not-above": _rate("不超过", "", "<=", BAD_RATES),
    "not-higher": _rate("不高于", "", "<=", BAD_RATES),
    "raised-to": _rate("提高到", "", "="),
    "raised-over": _rate("提升至", "以上", ">="),
    "reach-short": _rate("达", "", "="),
    "keep-over": _rate("保持在", "以上", ">="),
    "strive": lambda c: "力争" + _rate("达到", "以上", ">=")(c),
    "two-rates": _two_rates,
    "three-rates": _three_rates,
    "not-below-each": _not_below_each,
    "counts-each": _counts_each,
    "share": _share,
    "hours": _hours,
    "hundred": _fixed("行政规范性文件审核率达到百分之百", Target("百分之百", "行政规范性文件审核率", "=", 100, "%")),
    "percent-words": _fixed("档案数字化率达到百分之九十以上", Target("百分之九十以上", "档案数字化率", ">=", 90, "%")),
    "decimal": _fixed("重复信访率控制在2.5％以内", Target("2.5％以内", "重复信访率", "<=", 2.5, "%")),
    "count-over": _count("培育{what}{s}", "{n}{unit}以上", ">="),
    "count": _count("新建{what}{s}", "{n}{unit}", "="),
    "count-least-after": _count("建成{what}{s}", "不少于{n}{unit}", ">="),
    "count-before": _count("打造{s}{what}", "{n}{unit}", "="),
    "count-over-before": _count("建设{s}{what}", "{n}{unit}以上", ">="),
    "count-least-before": _count("新增{s}{what}", "不少于{n}{unit}", ">="),
    "count-at-least": _count("至少建成{s}{what}", "{n}{unit}", ">="),
    "count-wan": _fixed("新增城镇就业3万人以上", Target("3万人以上", "新增城镇就业", ">=", 3, "万人")),
    "money": _fixed("完成技改投资50亿元以上", Target("50亿元以上", "技改投资", ">=", 50, "亿元")),
    "count-words": _fixed("每个乡镇至少建成一个示范村", Target("一个", "示范村", ">=", 1, "个")),
    "area": _fixed("新增绿地面积20万平方米", Target("20万平方米", "新增绿地面积", "=", 20, "万平方米")),
    "again-least": _again("每年", "FREQ=YEARLY", "至少组织", "{n}次", ">=", "次"),
    "again": _again("每年", "FREQ=YEARLY", "组织", "{n}次", "=", "次"),
    "again-over": _again("每年", "FREQ=YEARLY", "举办", "{n}期以上", ">=", "期"),
    "again-not-less": _again("每半年", "FREQ=MONTHLY;INTERVAL=6", "开展", "不少于{n}次", ">=", "次"),
    "again-two-yearly": _again("每两年", "FREQ=YEARLY;INTERVAL=2", "至少开展", "{n}次", ">=", "次"),
    "again-quarterly": _verb_count,
}


def _by(printed: str, years: int, wording: Wording) -> YearWording:
    """A target behind the time it is to be reached by; ``printed`` holds a place for the year."""

    def make(chooser: Chooser, year: int) -> Words:
        last, words = year + years, wording(chooser)
        surface = printed.format(last)
        return Words(
            f"{surface}，{words.text}",
            dates=(Date(surface, "deadline", f"{last}-12-31"),),
            targets=tuple(replace(t, year=last) for t in words.targets),
        )

    return make


def _two_years(chooser: Chooser, year: int) -> Words:
    """One indicator in each of two years."""
    what, low = chooser.pick(RATES), chooser.pick((70, 80, 85))
    first, second = f"到{year}年", f"到{year + 1}年"
    return Words(
        f"{first}{what}达到{low}％以上，{second}达到{low + 10}％以上",
        dates=(Date(first, "deadline", f"{year}-12-31"), Date(second, "deadline", f"{year + 1}-12-31")),
        targets=(
            Target(f"{low}％以上", what, ">=", low, "%", year=year),
            Target(f"{low + 10}％以上", what, ">=", low + 10, "%", year=year + 1),
        ),
    )


TARGETS: dict[str, YearWording] = {
    **{name: _in_any_year(wording) for name, wording in _TIMELESS.items()},
    "by-year": _by("到{}年", 1, _rate("达到", "以上", ">=")),
    "by-year-end": _by("{}年底前", 0, _rate("不低于", "", ">=")),
    "by-year-count": _by("到{}年底", 1, _count("建成{what}{s}", "{n}{unit}以上", ">=")),
    "by-year-each": _by("到{}年", 1, _three_rates),
    "two-years": _two_years,
}
