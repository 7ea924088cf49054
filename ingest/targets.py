"""Quantities to be reached: how much of what, with its comparator and, for a count in a recurrence, its rule.

quantity = [comparator] number unit [comparator]

A percentage is a target unless it reckons money or history. A count is one when its number is written in digits or
a comparator or a recurrence goes with it: 一枚印章, 三项制度 and 四级互联 are no targets. What stands in quotation
marks, a title or a time expression is none either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dutygraph.graph.model import Comparator
from dutygraph.ingest.citations import title_spans
from dutygraph.ingest.dates import DateDraft
from dutygraph.ingest.outline import chinese_number
from dutygraph.ingest.passage import Passage


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """One quantity to be reached."""

    indicator: str
    comparator: Comparator
    value: float
    unit: str
    surface: Passage
    per: str | None


_COUNT_UNITS = (
    "学时|课时|人次|万人次|亿人次|万人|万户|万家|万个|万件|万吨|亿吨|万亩|亿亩|万套|万平方米|万千瓦|亿千瓦时|万辆|万亿元|亿元|万元"
    "|平方公里|平方米|公里|千米|公顷|个百分点|百分点|分钟|小时|次|期|场|个|家|名|人|户|项|件|所|处|套|篇|部|支|座|条|台|辆|班|亩|吨|张|份|轮|款|批次"
)
_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_CHINESE = r"[一二三四五六七八九十百两]{1,4}"
_AT_LEAST = r"至少|不少于|不低于|不得少于|不得低于|不小于|超过|突破|高于|大于|多于|最少|最低"
_AT_MOST = r"不超过|不高于|不多于|不大于|不得超过|不得高于|低于|少于|小于|至多|最多"
# Verbs that bound from above without being part of the quantity: 控制在10％以内 → 10％以内.
_BOUND_VERBS = r"控制在|压减至|压缩至|压降至|压缩到|控制到"
_QUANTITY = re.compile(
    rf"(?P<before>{_AT_LEAST}|{_AT_MOST})?\s*"
    rf"(?:(?P<percent>{_DIGITS})\s*%|百分之(?P<chinese_percent>{_CHINESE}|{_DIGITS})"
    rf"|(?P<number>{_DIGITS}|{_CHINESE})\s*(?P<unit>{_COUNT_UNITS}))"
    r"\s*(?P<after>(?:及|或)?(?:以上|以下|以内|之内)|左右)?"
)
_LEAST, _MOST = re.compile(_AT_LEAST), re.compile(f"{_AT_MOST}|{_BOUND_VERBS}")
# A share of money or of what was paid is a rate, not a target: 返还…的50%, 按30%给予补贴, 最高300万元.
_MONEY = re.compile(
    r"补贴|补助|奖励|奖补|返还|贴息|给予|资助|减免|优惠|利率|税率|最高|按(?!期|时|月|季)(?:照)?[^，。；率]{0,20}$|费用的|标准|封顶|限额|罚款|折扣|租金"
)
# An amount of money or time is a target only where something is to be brought to it.
_GOAL = re.compile(r"完成|达到|实现|突破|力争|争取|新增|引进|到位|增长|确保")
_HISTORY = re.compile(r"同比|环比|比上年|较上年|以来|截至目前|已(?:达|经|有|建成|完成)")
_REACH = re.compile(
    r"(?:分别|均|都|总体|基本|稳定|力争|要|应|须|需|全部|总量|累计|年均)*(?:达到|达|提高到|提高至|提升到|提升至|保持在|稳定在|维持在|增长到|增长至|增长"
    r"|提高|提升|降低到|降低至|降至|降低|下降到|下降至|下降|降到|减少|减至|缩减至|扩大到|扩大至|增加到|增加至|控制在|控制到|压减至|压缩至|压降至|压缩到|为|在|占(?!比)|超|实现|完成|保持|不断|以)?\s*$"
)
_VERB = (
    "努力|全力|积极|加快|大力|应当|应该|要|须|需|可|能|必须|至少|组织开展|组织实施|组织召开|组织举办|组织|开展|举办|召开|举行|进行|接受|参加|完成|实施|建成|建设|打造|培育"
    "|新建|新增|建立|选取|选树|发布|制定|推出|引进|培养|培训|打造出|落实|安排|认定|扶持|支持|形成|确保|实现|推动|力争|每人"
)
_LEADING_VERBS = re.compile(rf"^(?:{_VERB})+")
_BOUNDARY = "，。；：,;:!?！？\n"
_RATE_END = re.compile(r"(?:率|比例|比重|占比|数|量|额|度|面积|水平|指数|人数|覆盖面|总数|产值|值)$")
_JOINT = re.compile(r"[、和及与]")


def find_targets(text: Passage, dates: Iterable[DateDraft]) -> list[TargetDraft]:
    """Return the targets of a text in order; ``dates`` are the time expressions already found in it."""
    folded = text.folded
    dates = list(dates)
    masked = [*title_spans(text.text), *((d.start, d.end) for d in dates), *_quoted(text.text)]
    found: list[TargetDraft] = []
    matches = [m for m in _QUANTITY.finditer(folded) if not any(a < m.end() and m.start() < b for a, b in masked)]
    for n, match in enumerate(matches):
        clause_start, clause_end = _clause(text.text, match.start(), match.end())
        per = _per(dates, folded, match.start())
        if not _is_target(folded, match, clause_start, per):
            continue
        shared = matches[n + 1] if n + 1 < len(matches) else None
        comparator = _comparator(folded, match, clause_start, shared)
        value, unit = _value(match)
        surface = text.cut(match.start(), match.end()).strip()
        indicators = _indicators(text, match, clause_start, clause_end, matches, n, dates)
        found.extend(TargetDraft(name, comparator, value, unit, surface, per) for name in indicators)
    return found


def _quoted(text: str) -> list[tuple[int, int]]:
    """The ranges of short quotations: names such as “最多跑一次”; a long one is a sentence."""
    return [m.span() for m in re.finditer(r"[“\"‘][^”\"’]{1,24}[”\"’]", text)]


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The range between the boundaries around a quantity; commas inside brackets or quotations part nothing."""
    left = start
    while left > 0 and text[left - 1] not in _BOUNDARY:
        left -= 1
    right = end
    while right < len(text) and text[right] not in _BOUNDARY:
        right += 1
    return left, right


def _is_target(folded: str, match: re.Match[str], clause_start: int, per: str | None) -> bool:
    before = folded[clause_start : match.start()]
    if _is_condition(folded, match, before):
        return False
    if _MONEY.search(before) or _HISTORY.search(before):
        return False
    if match.group("percent") or match.group("chinese_percent"):
        return True
    unit = match.group("unit")
    compared = (
        bool(match.group("before")) or match.group("after") in ("以上", "及以上") or _LEAST.search(before) is not None
    )
    if match.group("number")[0].isdigit():
        if unit in ("万元", "亿元", "万亿元", "分钟", "小时"):
            if _GOAL.search(before):
                return True
            reach = _REACH.search(before)
            return compared or (reach is not None and bool(reach.group().strip()))
        return not folded[match.start() - 1 : match.start()].isdigit() and before[-1:] not in ("第", "-")
    # A numeral in characters is a target only where something says that it counts.
    if unit in ("个", "项", "条", "人", "家", "名", "张", "件", "部", "支", "套") and not compared:
        return False
    if before[-1:] in ("第", "进", "这", "统"):
        return False
    return compared or per is not None


def _is_condition(folded: str, match: re.Match[str], before: str) -> bool:
    """A quantity that says for whom a rule holds: 数量达到职工人数25％并签订合同的，…; 对产值超过1亿元的企业…."""
    tail = re.split("[,。;\n]", folded[match.end() :], maxsplit=1)[0].rstrip()
    if tail.endswith("的"):
        return True
    return tail.startswith("的") and re.match(r"(?:并|其中)?(?:对|向|给|凡|符合|满足)", before) is not None


def _per(dates: list[DateDraft], folded: str, start: int) -> str | None:
    """The rule of the recurrence in the quantity's own clause (每年至少组织1次), the nearest before it."""
    for date in reversed(dates):
        if date.end <= start and date.kind == "recurrence":
            return date.value if not re.search("[,。;\n]", folded[date.end : start]) else None
    return None


def _value(match: re.Match[str]) -> tuple[float, str]:
    if match.group("percent"):
        return float(match.group("percent").replace(",", "")), "%"
    if match.group("chinese_percent"):
        return float(chinese_number(match.group("chinese_percent"))), "%"
    number = match.group("number").replace(",", "")
    return (float(number) if number[0].isdigit() else float(chinese_number(number))), match.group("unit")


def _comparator(folded: str, match: re.Match[str], clause_start: int, following: re.Match[str] | None) -> Comparator:
    """From the word behind, then the word that touches, then one earlier in the clause (至少组织1次).

    In 分别达到90％和95％以上 the last word holds for both.
    """
    after = match.group("after") or ""
    if not after and following is not None and following.group("after"):
        between = folded[match.end() : following.start()]
        if re.fullmatch(r"\s*[、和及与]\s*", between):
            after = following.group("after")
    if after.endswith("以上"):
        return ">="
    if after.endswith(("以下", "以内", "之内")):
        return "<="
    before = match.group("before") or ""
    clause = folded[clause_start : match.start()]
    for word in (before, clause):
        most, least = _MOST.search(word), _LEAST.search(word)
        if most is not None and (least is None or least.end() < most.start() or most.group() in ("不超过", "不高于")):
            return "<="
        if least is not None:
            return ">="
    return "="


def _indicators(
    text: Passage,
    match: re.Match[str],
    clause_start: int,
    clause_end: int,
    matches: list[re.Match[str]],
    n: int,
    dates: list[DateDraft],
) -> list[str]:
    """Say what a quantity measures: behind it (70％以上的X, 1次X), else before it (X率达到, 举办X2次)."""
    raw = text.text
    behind = _trim(raw[match.end() : clause_end])
    before_at = max([clause_start, *(d.end for d in dates if clause_start <= d.end <= match.start())])
    before = raw[before_at : match.start()]
    shared = _shared_names(text, clause_start, matches, n)
    if shared:
        return shared
    reach = _REACH.search(before)
    head = before[: reach.start()] if reach is not None else before
    if behind.startswith("的") and len(behind) > 2:
        return [behind[1:]]
    measured = _RATE_END.search(head) is not None or bool(reach and reach.group().strip() and len(head) >= 2)
    if match.group("unit") and len(behind) >= 2 and not measured:
        return [behind]
    if measured:
        return [_strip_subject(part) for part in _coordinated(head)]
    name = _strip_subject(re.sub(rf"(?:{_AT_LEAST}|{_AT_MOST}).*$", "", head))
    return [name or behind or head or raw[clause_start:clause_end]]


def _shared_names(text: Passage, clause_start: int, matches: list[re.Match[str]], n: int) -> list[str]:
    """A、B分别达到90％和95％: the quantities of the clause in turn take the names before 分别."""
    raw = text.text
    run = [n]
    while run[0] > 0 and re.fullmatch(r"[、和及与]", raw[matches[run[0] - 1].end() : matches[run[0]].start()]):
        run.insert(0, run[0] - 1)
    while run[-1] + 1 < len(matches) and re.fullmatch(
        r"[、和及与]", raw[matches[run[-1]].end() : matches[run[-1] + 1].start()]
    ):
        run.append(run[-1] + 1)
    if len(run) < 2:
        return []
    head = raw[clause_start : matches[run[0]].start()]
    at = head.rfind("分别")
    names = [_strip_subject(p) for p in _JOINT.split(head[:at] if at >= 0 else head) if p]
    if len(names) > len(run):
        # 电话接通率和部门办理率: parted at the joints that end a measure.
        names = [_strip_subject(p) for p in _coordinated(head[:at] if at >= 0 else head)]
    return [names[run.index(n)]] if len(names) == len(run) else []


def _coordinated(head: str) -> list[str]:
    """Part 出庭率、实际执行到位率 into its measures; a joint inside one name (业务知识和法规) parts nothing."""
    parts: list[str] = []
    for piece in re.split(r"([、和及与])", head):
        goes_on = bool(parts) and parts[-1][-1:] in tuple("、和及与") and not _RATE_END.search(parts[-1][:-1])
        if goes_on or (parts and _JOINT.fullmatch(piece)):
            parts[-1] += piece
        else:
            parts.append(piece)
    trimmed = [re.sub(r"[、和及与]$", "", p) for p in parts if p.strip("、和及与")]
    return trimmed if all(_RATE_END.search(p) for p in trimmed) else [head]


def _strip_subject(name: str) -> str:
    name = name.strip()
    name = re.sub(r"^(?:对(?!.*的)|将|使|把|并|且|其中|到)", "", name)
    bare = _LEADING_VERBS.sub("", name).strip()
    return bare if len(bare) > 1 else name  # 完成率 and 培训率 are names


def _trim(behind: str) -> str:
    """Cut what no longer says what is counted: 便民服务中心作为试点 → 便民服务中心."""
    return re.sub(r"(?:作为|用于|并).*$", "", behind.strip().lstrip("、和及与"))
