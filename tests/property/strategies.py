"""Plans made up at random, each with the facts that a reader must find in it.

A plan is printed by :meth:`Printed.text`; what it says is in :attr:`Printed.duties`. Every part is drawn from a pool:
who, by when, how much, on what basis, in which form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import strategies as st

PLACE = "青禾示范区"
UNITS = (
    "区司法局",
    "区财政局",
    "区教育体育局",
    "区市场监管局",
    "区委组织部",
    "区委编办",
    "区政府办",
    "区法院",
    "区工商联",
    "区融媒体中心",
    "区综合行政执法局",
    "市公安局青禾分局",
    "市自然资源局青禾分局",
    "禾丰镇",
    "区供电公司",
    "区直有关部门",
    "区直各部门",
    "其他区政府组成部门",
    "各镇",
)
PLAIN = ("推进改革", "完善制度机制", "优化办事流程", "强化监督检查", "压实工作责任", "抓好宣传引导", "防止边清边欠")
TITLES = (
    "优化营商环境条例",
    "重大行政决策程序暂行条例",
    "关于完善信用制度的意见",
    "法治政府建设规划（2021-2025年）",
    "执法办法（试行）",
)
MEASURES = ("办结率", "持证率", "政策知晓率", "材料压减比例", "镇街调解组织覆盖率")
COUNTED = (
    ("培育企业", "企业", "家"),
    ("新建充电桩", "充电桩", "个"),
    ("服务群众", "服务群众", "人次"),
    ("选树典型", "典型", "个"),
)
NUMERALS = "一二三四五六七八九十"
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Row = tuple[str | None, ...]


@dataclass(frozen=True)
class Clause:
    """A few words and what they say."""

    text: str
    dates: tuple[Row, ...] = ()
    targets: tuple[Row, ...] = ()
    citations: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Duty:
    """One task as it must be read."""

    number: str
    headings: tuple[str, ...]
    text: str
    units: tuple[tuple[str, str | None, str], ...]
    clauses: tuple[Clause, ...]

    def rows(self, kind: str) -> list[Row]:
        """The facts of one kind in printed order."""
        return [row for clause in self.clauses for row in getattr(clause, kind)]


@dataclass
class Printed:
    """A plan: its lines and what they say."""

    title: str
    issuer: str | None
    issued_on: str | None
    number: str | None
    addressees: str | None
    lines: list[str] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)

    def text(self, newline: str = "\n") -> str:
        """The plan as it is printed."""
        return newline.join(self.lines) + newline


YEARS = st.integers(2023, 2030)
TO_COME = st.integers(2029, 2036)  # a bare year long before the document's is history
MONTHS = st.integers(1, 12)


@st.composite
def dated(draw: st.DrawFn) -> Clause:
    """When."""
    year, month = draw(TO_COME), draw(MONTHS)
    last = DAYS[month - 1] + (month == 2 and year % 4 == 0)
    count = draw(st.integers(1, 60))
    kinds: list[tuple[str, str, str, str | None, str | None]] = [
        (f"{year}年年底前", "完成摸底", "deadline", f"{year}-12-31", None),
        (f"{year}年{month}月底前", "出台细则", "deadline", f"{year}-{month:02}-{last:02}", None),
        (f"{year}年{month}月{last}日前", "报送总结", "deadline", f"{year}-{month:02}-{last:02}", None),
        (f"到{year}年", "建成统一平台", "deadline", f"{year}-12-31", None),
        (f"{year}年前", "设立服务专窗", "deadline", f"{year - 1}-12-31", None),
        (f"{year}年", "统一文书格式", "period", f"{year}-01-01/{year}-12-31", None),
        (f"{year}年上半年", "组织验收", "period", f"{year}-01-01/{year}-06-30", None),
        (f"{year}年第三季度", "组织验收", "period", f"{year}-07-01/{year}-09-30", None),
        (f"{year}年{month}月起", "推行网上申报", "period", f"{year}-{month:02}-01/..", None),
        (f"{year}年至{year + 2}年", "分批实施", "period", f"{year}-01-01/{year + 2}-12-31", None),
        ("每年", "开展评估", "recurrence", "FREQ=YEARLY", None),
        (f"每年{month}月{last if month != 2 else 28}日前", "报送数据", "recurrence",
         f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={last if month != 2 else 28}", None),
        ("每季度", "调度进展", "recurrence", "FREQ=MONTHLY;INTERVAL=3", None),
        (f"每月{min(count, 28)}日前", "汇总情况", "recurrence", f"FREQ=MONTHLY;BYMONTHDAY={min(count, 28)}", None),
        (f"{count}个工作日内", "书面答复", "duration", f"P{count}D", None),
        (f"{count}小时内", "发布信息", "duration", f"PT{count}H", "事件发生后"),
        (f"{count}日内", "报送备案", "duration", f"P{count}D", "印发后"),
        ("任期内", "轮训一遍", "duration", None, None),
    ]  # fmt: skip
    surface, verb, kind, value, anchor = draw(st.sampled_from(kinds))
    return Clause(f"{anchor or ''}{surface}{verb}", dates=((kind, value, surface, anchor),))


@st.composite
def measured(draw: st.DrawFn) -> Clause:
    """How much."""
    number, many = draw(st.integers(1, 100)), draw(st.integers(1, 2000))
    measure, (counted, of, unit) = draw(st.sampled_from(MEASURES)), draw(st.sampled_from(COUNTED))
    kinds: list[tuple[str, Row]] = [
        (f"{measure}达到{number}％以上", (measure, ">=", f"{number}", "%", None)),
        (f"{measure}不低于{number}％", (measure, ">=", f"{number}", "%", None)),
        (f"{measure}达到{number}%", (measure, "=", f"{number}", "%", None)),
        (f"{measure}控制在{number}％以内", (measure, "<=", f"{number}", "%", None)),
        (f"{counted}{many}{unit}以上", (of, ">=", f"{many:g}", unit, None)),
        (f"推动{number}％以上的事项网上办理", ("事项网上办理", ">=", f"{number}", "%", None)),
    ]
    text, row = draw(st.sampled_from(kinds))
    return Clause(text, targets=(row,))


@st.composite
def repeated(draw: st.DrawFn) -> Clause:
    """How often how much."""
    number = draw(st.integers(1, 12))
    return Clause(
        f"每年至少组织{number}次业务培训",
        dates=(("recurrence", "FREQ=YEARLY", "每年", None),),
        targets=(("业务培训", ">=", f"{number}", "次", "FREQ=YEARLY"),),
    )


@st.composite
def based(draw: st.DrawFn) -> Clause:
    """On what basis, or what to draw up."""
    title = draw(st.sampled_from(TITLES))
    number = draw(st.none() | st.builds("云政办发〔{}〕{}号".format, YEARS, st.integers(1, 200)))
    brackets = draw(st.sampled_from([("（{}）"), ("({})")]))
    behind = (
        brackets.format(draw(st.sampled_from([number, number.replace("〔", "[").replace("〕", "]")]))) if number else ""
    )
    verb, relation = draw(
        st.sampled_from([("严格落实", "cites"), ("制定区级", "drafts"), ("研究出台", "drafts"), ("对照", "cites")])
    )
    return Clause(f"{verb}《{title}》{behind}", citations=((relation, title, number),))


CLAUSES = st.one_of(st.builds(Clause, st.sampled_from(PLAIN)), dated(), measured(), repeated(), based())


def _unlike(clauses: list[Clause]) -> bool:
    """No instrument twice in a task: it would be one entry."""
    titles = [row[1] for clause in clauses for row in clause.citations]
    return len(titles) == len(set(titles))


def _listed(names: list[str], separator: str) -> str:
    return separator.join(names)


Form = Callable[[str, dict[str, list[str]], tuple[str, str], str], list[str]]


def block(words: str, named: dict[str, list[str]], labels: tuple[str, str], separator: str) -> list[str]:
    """牵头单位：A / 责任单位：B, lines of their own."""
    lines = zip(labels, named.values(), strict=True)
    return [words, *(f"{label}：{_listed(names, separator)}" for label, names in lines if names)]


def inline(words: str, named: dict[str, list[str]], labels: tuple[str, str], separator: str) -> list[str]:
    """（牵头单位：A；责任单位：B）"""
    lines = zip(labels, named.values(), strict=True)
    return [f"{words}（{'；'.join(f'{label}：{_listed(names, separator)}' for label, names in lines if names)}）"]


def sentence(words: str, named: dict[str, list[str]], _labels: tuple[str, str], _separator: str) -> list[str]:
    """（A牵头，B按职责分工负责）"""
    lead, other = named.values()
    parts = [f"{_listed(lead, '、')}牵头" if lead else "", f"{_listed(other, '、')}按职责分工负责" if other else ""]
    return [f"{words}（{'，'.join(filter(None, parts))}）"]


FORMS: tuple[Form, ...] = (block, inline, sentence)
LABELS = st.tuples(st.sampled_from(["牵头单位", "牵头部门"]), st.sampled_from(["责任单位", "责任部门"]))
HEADINGS = ("健全职责体系", "优化政务服务", "规范行政执法", "强化权力监督", "加强组织保障")


@st.composite
def duties(draw: st.DrawFn, number: str, headings: tuple[str, ...]) -> tuple[list[str], Duty]:
    """The lines of one task behind its number, and what they say."""
    clauses = draw(st.lists(CLAUSES, min_size=1, max_size=4).filter(_unlike))
    text = "".join(clause.text + draw(st.sampled_from("。；")) for clause in clauses[:-1]) + clauses[-1].text + "。"
    names = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=6, unique=True))
    cut = draw(st.integers(0, len(names)))
    form, labels, separator = draw(st.sampled_from(FORMS)), draw(LABELS), draw(st.sampled_from("、，"))
    named = {"lead": names[:cut], "responsible": names[cut:]}
    printed = dict(zip(named, labels, strict=True)) if form is not sentence else {}
    units = tuple((role, printed.get(role), name) for role, listed in named.items() for name in listed)
    return form(text, named, labels, separator), Duty(number, headings, text, units, tuple(clauses))


@st.composite
def plans(draw: st.DrawFn, max_sections: int = 4, max_tasks: int = 4) -> Printed:
    """A whole plan: header, sections, perhaps sections below them, tasks numbered through or anew."""
    year = draw(YEARS)
    title = draw(st.sampled_from([f"{PLACE}{year}年法治建设任务分解方案", f"{PLACE}优化营商环境行动方案"]))
    issuer = draw(st.none() | st.sampled_from([f"{PLACE}人民政府办公室", f"中共云川市{PLACE}委员会全面依法治区委员会"]))
    number = draw(st.none() | st.builds("青政办发〔{}〕{}号".format, YEARS, st.integers(1, 99)))
    addressees = draw(
        st.none() | st.sampled_from(["各镇人民政府，区直各部门", "各镇党委、政府，各街道办事处，驻区各单位"])
    )
    plan = Printed(title, issuer, f"{year}-03-05" if issuer else None, number, addressees)
    plan.lines += [number, ""] if number else []
    plan.lines += [f"{addressees}：", "现将方案印发给你们，请认真组织实施。", ""] if addressees else []
    plan.lines += [issuer, f"{year}年3月5日", ""] if issuer else []
    plan.lines += [title, "", "为推进法治建设，制定本方案。"]
    anew, deep, bracketed = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    count = 0
    for s in range(draw(st.integers(1, max_sections))):
        heading = f"{NUMERALS[s]}、{HEADINGS[s % len(HEADINGS)]}"
        plan.lines.append(heading)
        for b in range(draw(st.integers(1, 2)) if deep else 1):
            below = f"（{NUMERALS[b]}）{HEADINGS[(s + b + 1) % len(HEADINGS)]}"
            plan.lines += [below] if deep else []
            count = 0 if anew else count
            for _ in range(draw(st.integers(1, max_tasks))):
                count += 1
                headings = (heading, below) if deep else (heading,)
                lines, duty = draw(duties(str(count), headings))
                marker = f"（{count}）" if bracketed else f"{count}．"
                plan.lines += [marker + lines[0], *lines[1:]]
                plan.duties.append(duty)
    plan.lines += draw(st.sampled_from([[], ["各责任单位要高度重视，确保各项任务落到实处。"]]))
    return plan


# What a text may hold that rules stumble over: labels, numbers, brackets left open, every kind of break and space.
FRAGMENTS = st.sampled_from(
    [
        *(
            "牵头单位：",
            "责任部门:",
            "完成时限：",
            "责任人：",
            "建议责任单位：",
            "（1）",
            "1．",
            "（一）",
            "一、",
            "①",
            "第一章",
            "1-2",
        ),
        *("区司法局", "各镇、街道", "等单位", "无", "/", "区直有关部门", "各市、县〔市、区〕政府", "张三"),
        *(
            "2024年底前",
            "每年",
            "任期内",
            "6月",
            "2月30日",
            "（2024-2026年）",
            "第一季度",
            "99999年",
            "0个工作日内",
            "每0年",
        ),
        *(
            "95％以上",
            "分别达到90％和95％",
            "不少于",
            "百分之",
            "1次",
            "亿元",
            "，",
            "、",
            "。",
            "；",
            "：",
            "\n",
            "\r\n",
            "\u2028",
            "\x0c",
        ),
        *(
            "《",
            "》",
            "（",
            "）",
            "〔",
            "〕",
            "“",
            "”",
            "[bookmark: x]",
            "- 9 -",
            " ",
            "　",
            "\t",
            "\0",
            "𠮷",
            "\ud7ff",
            "e\u0301",
        ),
        *(
            "任务分解方案",
            "关于印发",
            "的通知",
            "附件1",
            "2024年3月5日",
            "清河县人民政府",
            "国发〔2024〕1号",
            "文号：",
            "负责",
            "牵头，",
            "配合",
        ),
        *(
            "列第一位的为牵头单位，下同",
            "以下简称《",
            "制定《办法》",
            "民法典第一条",
            "推进改革",
            "十百千万",
            "零",
            "第三条",
            "为",
            "的",
            "等",
        ),
    ]
)
ANY_TEXT = st.lists(FRAGMENTS | st.text(max_size=6), max_size=60).map("".join)
