"""The printed labels of the genre: which word gives which role, and which opens a deadline.

label = [scope] role-word {joint role-word} [noun] ["（" note "）"] "："

One table for the words; 牵头部门, 牵头单位, 主要责任单位, 牵头（责任）单位, 配合部门 and 完成时限 all follow from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from dutygraph.graph.model import Role

FieldKind = Literal["role", "deadline", "person", "request"]
FIELD_KINDS: tuple[FieldKind, ...] = ("person", "request", "role", "deadline")

ROLE_WORDS: dict[str, Role] = {
    "牵头": "lead",
    "主办": "lead",
    "汇总": "lead",
    "主责": "lead",
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
    "会办": "supporting",
}
DEADLINE_LABELS = (
    "计划完成时间",
    "完成时限要求",
    "完成时限",
    "完成时间",
    "完成期限",
    "时限要求",
    "时间要求",
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
    "时限",
    "期限",
)
_WORDS = "|".join(ROLE_WORDS)
_NOTE = r"(?:[(\[][^()\[\]:]{1,16}[)\]])?"
ROLE_LABEL = (
    r"(?:[省市区县旗州盟]级|[省市区县]直|主要|具体|任务|总|第一|共同)?"
    rf"(?:{_WORDS})(?:(?:[和及与或/、]|[(\[])?(?:{_WORDS})[)\]]?)*"
    rf"{_NOTE}(?:\s*(?:部门|单位|机关|处室|科室|股室|主体))?{_NOTE}"
)
# Names of persons follow these: printed, kept as prose, never a unit.
_PERSON_LABEL = r"(?:责任领导|牵头领导|分管领导|包联领导|责任人|负责人|联系人|牵头人|经办人)"
# A request (建议责任单位) puts nobody under a duty.
_REQUEST_LABEL = rf"建议(?:{_WORDS})(?:部门|单位)?"
FIELD = re.compile(
    rf"(?:(?P<person>{_PERSON_LABEL})|(?P<request>{_REQUEST_LABEL})"
    rf"|(?P<role>{ROLE_LABEL})|(?P<deadline>{'|'.join(DEADLINE_LABELS)}))\s*:\s*"
)
_FIRST_ROLE = re.compile(_WORDS)


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
    for match in FIELD.finditer(folded):
        kind = next(k for k in FIELD_KINDS if match.group(k) is not None)
        role = label_role(match.group("role")) if kind == "role" else None
        found.append(FieldMatch(match.start(), match.end(kind), match.end(), kind, role))
    return found


def starts_with_field(folded: str) -> bool:
    """Tell whether a line opens with a label."""
    return FIELD.match(folded) is not None


def label_role(label: str) -> Role:
    """Return the role that a label's first role word gives: 牵头（责任）单位 leads."""
    match = _FIRST_ROLE.search(label)
    if match is None:
        raise ValueError(f"no role word in {label!r}")
    return ROLE_WORDS[match.group()]
