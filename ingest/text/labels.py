"""The printed labels of the genre: which word gives which role, and which opens a deadline.

label = [scope] role-word {joint role-word} [noun] ["（" note "）"] "："

One table for the words; 牵头部门, 牵头单位, 主要责任单位, 牵头（责任）单位, 配合部门 and 完成时限 all follow from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dutygraph.graph.model import Role

FieldKind = Literal["role", "deadline", "person", "request", "watcher", "office", "division", "note", "unread"]
FIELD_KINDS: tuple[FieldKind, ...] = ("person", "request", "division", "role", "watcher", "deadline", "note")

ROLE_WORDS: dict[str, Role] = {
    "牵头": "lead",
    "主办": "lead",
    "汇总": "lead",
    "主责": "lead",
    "统筹": "lead",
    "总牵": "lead",
    "主抓": "lead",
    "责任": "responsible",
    "负责": "responsible",
    "落实": "responsible",
    "承办": "responsible",
    "实施": "responsible",
    "执行": "responsible",
    "配合": "supporting",
    "参与": "supporting",
    "参加": "supporting",
    "协助": "supporting",
    "协办": "supporting",
    "协同": "supporting",
    "支持": "supporting",
    "支撑": "supporting",
    "会办": "supporting",
    "协作": "supporting",
    "联办": "supporting",
    "推进": "responsible",
    "分工": "responsible",
    "承接": "responsible",
    "完成": "responsible",
    "办理": "responsible",
    "承担": "responsible",
    "起草": "responsible",
    "成员": "responsible",
}
DEADLINE_LABELS = (
    "计划完成时间",
    "完成时限要求",
    "完成时限",
    "完成时间",
    "完成期限",
    "时限要求",
    "时间要求",
    "完成时间节点",
    "完成节点",
    "时间节点",
    "时间安排",
    "进度安排",
    "时间进度",
    "办结时限",
    "办理时限",
    "整改时限",
    "推进时限",
    "工作时限",
    "实施时间",
    "实施期限",
    "推进时间",
    "起止时间",
    "计划时间",
    "计划完成时限",
    "完成进度",
    "完成日期",
    "截止时间",
    "办理时间",
    "落实时限",
    "整改期限",
    "报送审议时间",
    "提交审议时间",
    "提请审议时间",
    "报送审查时间",
    "报送议案时间",
    "送审时间",
    "时限",
    "期限",
)
# Verbs of any sentence (加快推进：), labels only with a noun behind them (推进单位：).
NEEDS_NOUN = frozenset(
    {
        "统筹",
        "汇总",
        "落实",
        "实施",
        "执行",
        "推进",
        "分工",
        "承接",
        "完成",
        "办理",
        "承担",
        "起草",
        "支持",
        "支撑",
        "协同",
        "协作",
        "总牵",
        "成员",
    }
)


def _spaced(words: Iterable[str]) -> str:
    """Alternatives in which white space may stand between characters: 牵 头 单 位, 责任\n单位."""
    return "|".join(r"\s*".join(word) for word in words)


_WORDS = _spaced(ROLE_WORDS)
_NOUNS = _spaced(
    re.findall(
        r"\w+",
        "部门 单位 机关 司局 处室 科室 股室 主体 地区 企业 机构 站所 所站 站办 办所 办公室 专班 小组 中心 支部 村居"
        " 村社 镇街 乡镇 街道 区县 县区 区域 学校 学院 院系 科 处 股 组 方",
    )
)
_NOTE = r"(?:[(\[][^()\[\]:]{1,24}[)\]])?"
ROLE_LABEL = (
    r"(?:[省市区县旗州盟镇]级|[省市区县]直|主要|具体|任务|工作|项目|总|第一|共同|联合|分工|主体|其[他它]|相关|有关)?"
    rf"(?:{_WORDS})(?:(?:[和及与或/、]|以及|[(\[])?\s*(?:{_WORDS})[)\]]?)*"
    rf"(?:(?:指导|组织|协调|管理)(?=\s*(?:{_NOUNS})))?{_NOTE}(?:(?:\s*(?:{_NOUNS}))(?:(?:[和及与或/、]|以及)?\s*(?:{_NOUNS}))*)?(?:名称)?{_NOTE}"
    rf"(?:(?<=单位|部门|机关)[/、和及与]\s*(?:{_WORDS})\s*(?:单位|部门|机关|科室|处室|股室){_NOTE}|(?<=单位|部门)[/、和及与]?(?:责任|负责|联系)人)?"
)
# The whole division of work stands behind these, usually as a sentence: 责任分工：A牵头，B配合.
_DIVISION_LABEL = r"(?:任务|工作|职责|责任|具体|部门|单位)?\s*分\s*工(?:单\s*位|部\s*门|情\s*况)?"
# Names of persons follow these: printed, kept as prose, never a unit.
_PERSON_LABEL = (
    r"(?:(?:[省市区县镇乡]级?)?(?:责任|牵头|分管|包联|包保|包抓|包案|包片|主管|主抓|挂点|挂联|挂帅|联点|联系|负责|督办|帮扶|领衔|协管)(?:[省市区县镇乡]级?)?领导"
    r"|(?:第一|主要|直接|具体)?责\s*任\s*人|(?:具体|项目)?负责人(?:员)?|联系人(?:及电话)?|联系电话|联系方式"
    r"|牵头人|经办人|承办人|联络员|责任人员|责任干部|包联干部)"
)
# Who watches, checks or is consulted carries no duty: printed, reported, never a unit of the task.
_WATCHER_LABEL = (
    r"(?:督办|督导|督查|监督|监管|考核|验收|审核|指导|报送|审批|主管|行业主管|业务指导|联系|服务|受益|建设|施工|设计"
    r"|监理|产权|权属|试点|示范|帮扶|结对)(?:部门|单位|机关|处室|科室|机构)"
)
# A request (建议责任单位) puts nobody under a duty.
_REQUEST_LABEL = rf"(?:建议|拟|提请|商请|恳请)(?:由)?(?:{_WORDS})(?:{_NOUNS})?"
# What reports tell of the work so far is no part of the duty: 完成情况：新增就业2万人.
_REPORT_LABEL = r"(?:任务|工作)?(?:完成|进展|落实|推进|办理|办结|整改|推进落实|实施进展|具体)情况"
# A label ends in a colon, or stands in square brackets: 【牵头单位】县司法局; not behind a name (县司法局〔牵头〕).
FIELD = re.compile(
    rf"(?P<open>(?:(?<![\u4e00-\u9fff)])|(?=\[[^\[\]]{{4,8}}\][\u4e00-\u9fff\d]))\[\s*)?(?:(?P<person>{_PERSON_LABEL})|(?P<request>{_REQUEST_LABEL})|(?P<division>{_DIVISION_LABEL})"
    rf"|(?P<role>{ROLE_LABEL})|(?P<watcher>{_WATCHER_LABEL})|(?P<deadline>{_spaced(DEADLINE_LABELS)})|(?P<note>{_REPORT_LABEL}))"
    r"(?(open)\s*\]\s*:?|\s*:)\s*"
)
# What else is labelled beside a duty and is nobody's name: 适用范围：全市; another label there is not understood.
OTHER_FIELD = re.compile(
    r"[;,。、\s]\s*(?:(?P<note>(?:适用|实施|试点|覆盖|推广|建设)(?:范围|区域|对象|地区)|备注|说明|工作依据|政策依据|依据|目标|工作目标"
    r"|任务来源|来源|进展情况|工作进展|资金来源|预期成效|预期目标|成果形式)|(?P<label>[\u4e00-\u9fff]{2,10}))(?:\([^():]*\))?\s*:"
)
_LOOSE = re.compile(
    rf"(?:^|(?<=[,;。\s]))(?P<label>(?:主要|具体)?(?:{_WORDS})(?:\s*(?:{_NOUNS})){_NOTE})(?:(?:分别)?(?:为|是|有)|\s+|:)?\s*"
)
_FIRST_ROLE = re.compile(_WORDS)
_ROLE_NOTE = re.compile(rf"[(\[（〔](?:{_WORDS})[)\]）〕]$")
_NOUN = re.compile(_NOUNS)
_LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class FieldMatch:
    """A label found in a text: its own range, where its value begins, its kind and role."""

    start: int
    end: int
    value_start: int
    kind: FieldKind
    role: Role | None


def find_fields(folded: str) -> list[FieldMatch]:
    """Return the labels of a folded text in order.

    >>> [m.role for m in find_fields("牵头部门:区司法局;责任部门:各镇")]
    ['lead', 'responsible']
    """
    found: list[FieldMatch] = []
    if not _may_have_field(folded):
        return found
    for match in FIELD.finditer(folded):
        kind = next(k for k in FIELD_KINDS if match.group(k) is not None)
        if kind == "role" and not _is_label(match):
            continue
        role = label_role(match.group("role")) if kind == "role" else None
        found.append(FieldMatch(match.start(), match.end(kind), match.end(), kind, role))
    return found


def _may_have_field(folded: str) -> bool:
    """Whether a text has one of the marks that end a label; looking for them is a thousand times faster."""
    return ":" in folded or "]" in folded


def find_loose_fields(folded: str) -> list[FieldMatch]:
    """Return the role labels of a folded text that have a noun but 为, 是 or a space where the colon should be.

    >>> [(m.role, "责任单位为市教育局"[m.value_start :]) for m in find_loose_fields("责任单位为市教育局")]
    [('responsible', '市教育局')]
    """
    return [
        FieldMatch(match.start(), match.end("label"), match.end(), "role", label_role(match.group("label")))
        for match in _LOOSE.finditer(folded)
    ]


def names_members(label: str) -> bool:
    """Tell whether a label only says who belongs to a group (成员单位): a role beside another one, by itself none."""
    return re.sub(r"\s", "", label).startswith("成员")


def starts_with_field(folded: str) -> bool:
    """Tell whether a line opens with a label."""
    match = FIELD.match(folded) if _may_have_field(folded) else None
    return match is not None and (match.group("role") is None or _is_label(match))


def label_alone(folded: str) -> FieldKind | None:
    """Return what kind of label a line is that holds nothing else, with its colon or, where it has a noun, without.

    >>> label_alone("责任单位"), label_alone("牵头:"), label_alone("负责"), label_alone("完成时限")
    ('role', 'role', None, 'deadline')
    """
    if len(folded) > _LONGEST_LABEL:
        return None
    marked = folded.endswith((":", "]"))
    match = FIELD.fullmatch(folded if marked else folded + ":")
    if match is None or (match.group("role") is not None and not _is_label(match)):
        return None
    kind = next(k for k in FIELD_KINDS if match.group(k) is not None)
    named = marked or (kind != "division" and (kind != "role" or _NOUN.search(match.group("role")) is not None))
    return kind if named else None


def _is_label(match: re.Match[str]) -> bool:
    printed = match.group("role")
    first = _FIRST_ROLE.search(printed)
    word = re.sub(r"\s", "", first.group()) if first else ""
    opened = match.group("open") is not None and match.start() > 0  # 【牵头】县司法局 begins a line
    return (word not in NEEDS_NOUN and not opened) or _NOUN.search(printed) is not None


def label_role(label: str) -> Role:
    """Return the role that a label's first role word gives (牵头（责任）单位 leads), or the note at its end.

    责任单位（牵头） leads too.
    """
    match = _ROLE_NOTE.search(label) or _FIRST_ROLE.search(label)
    if match is None:
        raise ValueError(f"no role word in {label!r}")
    return ROLE_WORDS[re.sub(r"\s", "", match.group().strip("()[]（）〔〕"))]
