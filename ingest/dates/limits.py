"""Readings of limits that run from an event (5个工作日内), of their events, and of duties that go on (持续推进).

limit = numeral unit "内" | numeral "个工作日" | (压缩至 | 缩短至) numeral unit | "任期内" | "过渡期内"
event = what stands right before a limit and ends with 后 or 之日起
"""

from __future__ import annotations

import re

from dutygraph.graph.model import Precision
from dutygraph.ingest.dates.stretches import NEAR, NUMERAL, Context, Reading
from dutygraph.ingest.text.outline import chinese_number

_SHORTENED = r"(?:压缩|缩短|压减|缩减|精简|控制|提速|减少|限定|[减降](?=[至到]))(?:至|到|为|在)"
DURATION = re.compile(
    rf"(?P<term>任期内|过渡期内|(?:聘|服务)期内)|(?:(?P<ahead>未来|今后)|(?P<use>(?:用|利用|通过|经过|力争)\s*)|(?P<short>{_SHORTENED}))?"
    rf"(?:{NUMERAL}\s*[-~至到或]\s*)?(?P<n>(?<![\d.])\d{{1,2}}\.\d(?=\s*个?(?:工作日|小时|天))|{NUMERAL}|半)\s*(?P<ge>个)?\s*(?P<half_of>半(?=月))?"
    r"(?P<unit>工作日|自然日|日历天|日历日|小时|分钟|季度|学期|星期|周(?!年)|天|日|月|年)(?P<half_more>半)?"
    r"(?P<inside>(?:的?时间)?(?:之内|以内|内(?!蒙|部(?!门)|容|外|设|涵)))?(?P<time>左右的?时间|的?时间)?"
)
# 15个、7个工作日以内: the unit stands once, behind the last.
LISTED = re.compile(
    r"(?<![\d.第])(?P<n>\d{1,2})\s*个?(?=(?:[、和及]\d{1,2}个?)*[、和及]\d{1,2}\s*个?"
    r"(?P<unit>工作日|(?:小时|天|日|月)(?=之内|以内|内)))"
)
_UNIT = {
    "小时": "PT{}H",
    "分钟": "PT{}M",
    "工作日": "P{}D",
    "自然日": "P{}D",
    "日历天": "P{}D",
    "日历日": "P{}D",
    "天": "P{}D",
    "日": "P{}D",
    "周": "P{}W",
    "星期": "P{}W",
    "月": "P{}M",
    "年": "P{}Y",
}
_MONTHS = {"季度": 3, "学期": 6}
_PRECISION: dict[str, Precision] = {
    "天": "day",
    "日": "day",
    "工作日": "day",
    "自然日": "day",
    "日历天": "day",
    "日历日": "day",
    "月": "month",
    "年": "year",
}
_AT_LEAST = re.compile(r"(?:不少于|不低于|至少|不得少于|不得低于|最少|不短于|超过|多于|满)\s*$")
# 分别减至1个月、半个月: the second of two.
_SHORTENED_BEFORE = re.compile(
    rf"{_SHORTENED}\s*(?:{NUMERAL}|半)\s*个?\s*(?:工作日|小时|分钟|天|月|年|周)(?:以内|之内|内)?[、和]$"
)
# 3年内驾龄: how long somebody has done something.
_SENIORITY = re.compile("(?:以|之)?内?(?:驾龄|工龄|教龄|党龄|从业|工作经历)")
# 近5年内未发生, 连续12个月内两次以上, 毕业2年内高校毕业生: which cases are meant, not by when.
_LOOKS_BACK = re.compile(r"(?:近|过去|最近|连续|(?:毕业|离校|退役|退休年龄)后?)\s*$")
# 发车间隔控制在10分钟以内, 平均停电时间压减至5小时: a length to be reached, no time within which a thing is done.
MEASURED_TIME = re.compile(
    r"(?:平均住院日|间隔|停电(?:时间|时长)|去化周期|(?:等候|等待|换乘|通勤|候诊|候车|排队)(?:时间|时长))[^,。;\d]{0,8}$"
)
# 1小时办结: done in so long.
_DONE = re.compile("(?:响应|办结|办好|办成|领证|拿证|出证|取证)")
_RECORD = re.compile(
    r"(?:未|没有|没|无(?!害|障|偿|人)|曾|受到|受过|有过|因)[^,。;]{1,30}(?:的|,)|(?:累计|发生)?[^,。;]{0,6}(?:[两二三四五]|[2-9])次[^,。;]{0,20}的"
)
_FROM = re.compile(r"(?:由|从)[^,。;\d]{0,8}$")
_MOVES = re.compile(
    r"(?:左右|以上|以内|内)?(?:大幅|再|进一步)?(?:压|缩|精|减|降|提|延|调|变)[缩减短简少低速高长整为至到]"
)
# 办理时限不超过20个工作日 is a limit; of days and longer only where the words before are of handling something.
_NOT_OVER = re.compile(r"(?:不超过|不得超过|不多于|不大于|不高于|最[长多]为?|控制在)\s*$")
# 缴款期限最长不超过一年; for how long a loan runs, or an aid, is no time within which a thing is to be done.
_AT_LONGEST = re.compile(r"最长(?:不得?超过|不超|为|可达)?\s*$")
_TERM = re.compile("(?:贷款|授信|担保|补[贴助]|贴息|减免|缓缴|优惠|享受|合作|租赁|租期|合同|有效期|发放)[^,。;]{0,24}$")
_HANDLED = re.compile(
    r"时限|时间|用时|办理|办结|审批|审核|审查|受理|流程|环节|周期|工期|(?:办理|办结|审批|审核|受理|整改|处理|答复|反馈|完成|法定|承诺)期限"
)
_NO_LIMIT_BEFORE = re.compile(
    r"(?:第|前|近|过去|最近|最后|上|每|连续|为期|达|已|历时|周期为?|有效期为?|超过|满|[.])\s*$"
)


def read_duration(match: re.Match[str], context: Context) -> Reading | None:
    """N内, N个工作日, 压缩至N天, 不超过N个工作日, 用三年时间; 60学时, 3年以上, 6月 and 公示不少于7天 are none."""
    g = match.groupdict()
    if g["term"]:
        return Reading("duration", None)
    unit, n = g["unit"], g["n"]
    before = match.string[max(0, match.start() - NEAR) : match.start()]
    start = next((match.end(k) for k in ("use", "short") if g[k]), match.start())
    if not _is_limit(g, before, match.string[match.end() : match.end() + NEAR], context):
        return None
    if unit in ("月", "季度", "学期") and not (g["ge"] or n == "半"):
        return None
    end = match.end("time") if g["time"] and (g["use"] or g["ahead"]) else match.end("inside")
    if end < 0:
        end = match.end("half_more") if g["half_more"] else match.end("unit")
    value = _length(n, unit, half_more=bool(g["half_more"] or g["half_of"]))
    if value is None:
        return None
    precision = "quarter" if unit in _MONTHS else _PRECISION.get(unit)
    return Reading("duration", value, precision, unit == "工作日", start, end)


def read_listed(match: re.Match[str], _context: Context) -> Reading | None:
    """The first of several limits that share their unit; without 内 only working days are limits."""
    unit = match.group("unit")
    before = match.string[max(0, match.start() - NEAR) : match.start()]
    if _AT_LEAST.search(before) and not _NOT_OVER.search(before):
        return None
    return Reading("duration", _UNIT[unit].format(int(match.group("n"))), _PRECISION.get(unit), unit == "工作日")


def _length(n: str, unit: str, *, half_more: bool) -> str | None:
    """The ISO 8601 duration of 半年, 一年半, 两个季度; None for what is no length (半个季度, 300年)."""
    if n == "半":
        return {"年": "P6M", "月": "P15D", "小时": "PT30M", "天": "PT12H"}.get(unit)
    if "." in n:
        return _UNIT[unit].format(n)
    count = chinese_number(n)
    if unit == "年" and count > 50:
        return None
    if unit in _MONTHS:
        return f"P{count * _MONTHS[unit]}M"
    value = _UNIT[unit].format(count)
    return value + {"年": "6M", "月": "15D"}.get(unit, "") if half_more else value


def _is_limit(g: dict[str, str | None], before: str, behind: str, context: Context) -> bool:
    if (behind.startswith("的") and not g["use"]) or _LOOKS_BACK.search(before) or _SENIORITY.match(behind):
        return False  # 距退休五年以内的职工 tells which
    if re.search("[房楼车船树]龄[^,。;]{0,8}$", before):
        return False  # 贷款房龄调整为30年以内
    if MEASURED_TIME.search(before) or re.search("(?:免费|住宿|停留)[^,。;]{0,4}$", before):
        return False  # 免费住宿7天以内
    if g["unit"] in ("小时", "分钟", "天", "日") and _DONE.match(behind) and not _AT_LEAST.search(before):
        return before[-1:] not in ("“", '"', "第", "月")
    if g["unit"] in ("月", "年") and _RECORD.match(behind):
        return False  # 12个月内未发生事故的企业 tells which
    if re.search(r"(?:天|日|时)数[^,。;]{0,3}$", before):
        return False  # 污染天数控制在5天以内 counts days
    if _FROM.search(before) and _MOVES.match(behind):
        return False  # 由5个工作日压缩至2个工作日: where it starts from
    if _AT_LONGEST.search(before) and g["unit"] in ("天", "日", "月", "年") and not _TERM.search(before):
        return True
    if _NOT_OVER.search(before) and not g["inside"]:
        handled = _HANDLED.search(re.split("[,。;\n]", before)[-1]) is not None
        return g["unit"] == "工作日" or (handled and g["unit"] in ("天", "日", "自然日", "月", "年"))
    if _AT_LEAST.search(before):
        return False  # a quantity to be reached
    if g["short"]:
        return True
    if g["inside"] or g["unit"] == "工作日" or _SHORTENED_BEFORE.search(before):
        return _NO_LIMIT_BEFORE.search(before) is None or bool(g["inside"])
    if g["ahead"] or g["use"]:
        return g["unit"] in ("年", "月") and (bool(g["time"]) or bool(g["ahead"]))
    return context.deadline_field and _NO_LIMIT_BEFORE.search(before) is None and g["unit"] != "日"


# As a stated limit only (完成时限：持续推进): elsewhere these are ordinary verbs. 以后每年持续实施 is the yearly
# duty, 年内持续推进 ends with the year.
_GOES_ON = (
    "推进|实施|跟踪|坚持|开展|落实|进行|完善|推动|深化|加强|组织|执行|巩固|提升|优化|抓好|抓实|整治|整改|保持|更新"
    "|监测|发力|深入|用力|服务|支持|管理|巡查|工作|任务|机制|建设|改进|改善|关注|运行"
)
ONGOING = re.compile(
    rf"(?<!每年)(?<!每月)(?<!每季度)(?<!年内)(?:全年)?(?:持续性?|(?<!中)长期性?|常态化?|经常性|日常性?|常年|滚动|接续|不断|始终|一贯|动态|永久)(?:{_GOES_ON})*"
    r"|常抓不懈|贯穿(?:全年|始终|全过程)"
)


def read_ongoing(_match: re.Match[str], context: Context) -> Reading | None:
    """持续推进, 长期坚持, 常态化 in a deadline's own field."""
    return Reading("ongoing", None) if context.deadline_field else None


_ANCHOR = re.compile(
    r"(?P<run>[\u4e00-\u9fff]{2,30}?)(?P<tail>之日起|之日后|之时起|当日起|次日起|之后|以后|后)(?:的|,)?$"
)
_LEAD_IN = re.compile(r".*(?:最迟|最晚|应当|必须|应该|原则上|自|在|从|于|应|须|要|需|起|且|并)")
# An event that opens with its verb is kept whole: 收到群众投诉后, 作出行政许可决定之日起.
_EVENT_VERB = re.compile(
    r"(?:收到|接到|受理|作出|做出|取得|签订|签署|发现|完成|获得|接受|出现|发生|办结|下达|公布|通过|提交|确认|确定|送达|启动|批准|印发|发布)(?=[\u4e00-\u9fff]{2,14}$)"
)

# 收到省、市交办问题后, 接到举报、投诉后: what is received is more than one thing.
_SEVERAL_EVENTS = re.compile(
    r"(?P<event>(?:收到|接到|受理|发现|取得|出现|发生)[\u4e00-\u9fff]{1,6}(?:、[\u4e00-\u9fff]{1,10}){1,3}?(?:之日起|以后|后))(?:的|,)?$"
)


def find_anchor(folded: str, start: int) -> str | None:
    """The event right before a limit, as short as it is understood: 事件发生后, 发布后, 年度终了后.

    A subject of more than two characters before the verb is left out (规范性文件发布后 → 发布后).
    """
    before = folded[:start].rstrip(",，")
    if several := _SEVERAL_EVENTS.search(before):
        return several.group("event")
    clause = re.split(r"[,。;、:!?\n“”()\[\]]", before)[-1]
    match = _ANCHOR.search(clause)
    if match is None:
        return None
    run = _LEAD_IN.sub("", match.group("run")) or match.group("run")
    longest = 8 if match.group("tail").endswith("起") or match.group("tail") == "之日后" else 4
    if become := re.search(r"[\u4e00-\u9fff]{2}[为成]\w{2,4}$", run):
        return become.group() + match.group("tail")  # 转制为企业后
    if _EVENT_VERB.match(run) and len(run) <= 16:
        return run + match.group("tail")
    return (run if len(run) <= longest else run[-2:]) + match.group("tail")
