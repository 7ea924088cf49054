"""Named instruments in every wording: titles, document numbers, bare names, drafting mandates, short titles."""

from __future__ import annotations

from collections.abc import Callable

from .choose import Chooser
from .model import Citation, Relation, Words
from .vocabulary import thing

Wording = Callable[[Chooser], Words]

KINDS = ("条例", "管理办法", "实施细则", "若干措施", "暂行规定", "行动计划")
LAWS = ("民法典", "行政处罚法", "个人信息保护法", "行政复议法", "安全生产法", "数据安全法")
NUMBERS = {
    "plain": "〔{}〕{}号",
    "square": "[{}]{}号",
    "heavy": "【{}】{}号",
    "round": "（{}）{}号",
    "narrow": "({}){}号",
}


def _title(chooser: Chooser) -> str:
    return f"{chooser.pick(('澄江省', '云川市', '青禾区', '', ''))}{thing(chooser)}{chooser.pick(KINDS)}"


def _cited(title: str, number: str | None = None, relation: Relation = "cites") -> Citation:
    return Citation(f"《{title}》", title, number, relation)


def _plain(chooser: Chooser) -> Words:
    title = _title(chooser)
    return Words(f"{chooser.pick(('落实', '执行', '宣传贯彻'))}《{title}》", citations=(_cited(title),))


def _numbered(form: str) -> Wording:
    def make(chooser: Chooser) -> Words:
        title = _title(chooser)
        code, year, n = (
            chooser.pick(("云政发", "澄政办发", "国发", "青政办函")),
            chooser.between(2018, 2022),
            chooser.between(1, 99),
        )
        printed = code + NUMBERS[form].format(year, n)
        brackets = "（{}）" if form != "narrow" else "({})"
        return Words(
            f"落实《{title}》{brackets.format(printed)}要求", citations=(_cited(title, f"{code}〔{year}〕{n}号"),)
        )

    return make


def _draft(verb: str) -> Wording:
    def make(chooser: Chooser) -> Words:
        title = _title(chooser)
        return Words(f"{verb}《{title}》", citations=(_cited(title, relation="drafts"),))

    return make


def _two(relation: Relation, verb: str) -> Wording:
    def make(chooser: Chooser) -> Words:
        first, second = _title(chooser), _title(chooser) + "（试行）"
        joint = chooser.pick(("、", "和"))
        return Words(
            f"{verb}《{first}》{joint}《{second}》",
            citations=(_cited(first, relation=relation), _cited(second, relation=relation)),
        )

    return make


def _bare(chooser: Chooser) -> Words:
    first, second = chooser.sample(LAWS, 2)
    return Words(f"深入学习{first}、{second}等法律", citations=(Citation(first, first), Citation(second, second)))


def _bare_one(chooser: Chooser) -> Words:
    law = chooser.pick(LAWS)
    return Words(f"认真贯彻实施{law}", citations=(Citation(law, law),))


def _nested(opening: str, closing: str) -> Wording:
    def make(chooser: Chooser) -> Words:
        title = f"关于印发{opening}{_title(chooser)}{closing}的通知"
        return Words(f"落实《{title}》精神", citations=(_cited(title),))

    return make


def _again(chooser: Chooser) -> Words:
    title = _title(chooser)
    return Words(f"学习宣传《{title}》，严格执行《{title}》", citations=(_cited(title),))


def _short(quoted: str) -> Wording:
    def make(chooser: Chooser) -> Words:
        title, short = _title(chooser), chooser.pick(KINDS[:3])
        alias = quoted.format(short)
        use = f"《{short}》"
        return Words(f"落实《{title}》（以下简称{alias}），对照{use}逐条细化举措", citations=(_cited(title),))

    return make


def _article(chooser: Chooser) -> Words:
    title = _title(chooser)
    return Words(f"依据《{title}》第十二条规定细化裁量基准", citations=(_cited(title),))


def _yeared(chooser: Chooser) -> Words:
    title = f"{thing(chooser)}专项规划（2021—2025年）"
    return Words(f"对照《{title}》完善项目库", citations=(_cited(title),))


def _named(chooser: Chooser, kind: str) -> str:
    """A title that needs no marks: with the place whose it is.

    Nobody could tell 产业园区配套条例 from the regulations that go with something (配套条例).
    """
    what = next(what for what in iter(lambda: thing(chooser), "") if not what.endswith("配套"))
    return f"{chooser.pick(('澄江省', '云川市', '青禾区'))}{what}{kind}"


def _unmarked(
    verbs: tuple[str, ...], kinds: tuple[str, ...], *, relation: Relation = "cites", tail: str = ""
) -> Wording:
    """Titles by name alone behind a verb, joined where there are two kinds."""

    def make(chooser: Chooser) -> Words:
        titles = [_named(chooser, kind) for kind in kinds]
        joint = chooser.pick(("、", "和"))
        return Words(
            f"{chooser.pick(verbs)}{joint.join(titles)}{tail}",
            citations=tuple(Citation(title, title, relation=relation) for title in titles),
        )

    return make


def _law_article(chooser: Chooser) -> Words:
    law = chooser.pick(LAWS)
    return Words(f"依照{law}第{chooser.pick(('六', '十九', '四十一'))}条规范执法程序", citations=(Citation(law, law),))


CITATIONS: dict[str, Wording] = {
    "plain": _plain,
    **{f"number-{name}": _numbered(name) for name in NUMBERS},
    "draft-制定": _draft("制定"),
    "draft-出台": _draft("出台"),
    "draft-起草": _draft("起草"),
    "draft-编制": _draft("编制"),
    "draft-two": _two("drafts", "制定"),
    "two": _two("cites", "落实"),
    "bare": _bare,
    "bare-one": _bare_one,
    "bare-article": _law_article,
    "bare-placed": _unmarked(("执行", "宣传", "严格执行"), ("条例",)),
    "bare-rule": _unmarked(("执行", "严格执行"), ("管理规定",)),
    "bare-placed-two": _unmarked(("宣传", "执行"), ("条例", "管理规定")),
    "bare-plan": _unmarked(("落实", "全面落实"), ("行动方案",)),
    "bare-draft": _unmarked(("修订", "研究起草"), ("条例",), relation="drafts"),
    "bare-lawmaking": _unmarked(("推动",), ("条例", "管理办法"), relation="drafts", tail="立法"),
    "nested": _nested("〈", "〉"),
    "nested-same": _nested("《", "》"),
    "twice": _again,
    "short-title": _short("《{}》"),
    "short-quoted": _short("“{}”"),
    "article": _article,
    "yeared": _yeared,
}
