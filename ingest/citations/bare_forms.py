"""Instruments named without 《》 that their form tells: what is done with them, whose they are, what kind they are.

name = [place | 国家 | 全国] subject kind

Each form says which verbs may stand before it and what it must hold; a name of no form is no citation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dutygraph.ingest.citations.drafting import LAWMAKING_VERBS

# Whose an instrument is: 云川市, 云川彝族自治州, 青禾区. Not 本地区, 各县, 城区, 禁养区, 市级, 省政府, 市场.
_NO_PLACE = (
    "本|该|各|全|两|我|有关|相关|上级|所在|[市县]区|[^，]?(?:地区|城区|区域)|[^，]{0,2}(?:园区|养区|[发控试]区)|[^，]{0,3}流域"
    "|印发|完善|发布|实施|建立|推动|推进|落实|出台|制定|修订"
)
_NAMED_PLACE = rf"(?!{_NO_PLACE})[\u4e00-\u9fff]{{2,7}}?(?:省|市|自治区|自治州|县|旗|区)"
# 市场, 省政府, 市民, 省道, 区外 are words of their own; 云川市政务, 云川市民宿, 云川市道路, 澄江省外贸 begin a subject.
_NOT_BEHIND_A_PLACE = (
    "(?!级|委|政府|人民|直|域|场|容|政(?!务)|内(?![河涝])|外(?![贸商资国])|里|属|辖|民(?![宿用办族间])|道(?!路)"
    "|长|县|区)"
)
_NAMED = _NAMED_PLACE + _NOT_BEHIND_A_PLACE
_PLACE = rf"(?:{_NAMED_PLACE}|[省市县州]|自治[区州县]){_NOT_BEHIND_A_PLACE}"
_NATION = r"(?:国家|全国)(?!级|统一|有关|相关|层面|规定|发布|确定|制定)"
_ANY = r"(?:(?![的及与等])[\u4e00-\u9fff“”])"
_WIDE = r"(?:(?![的等])[\u4e00-\u9fff“”、])"  # 云川市青江、禾河流域水资源调度实施方案, 云川省碳汇开发及交易管理办法

_FOLLOW = "贯彻|落实|执行|依据|依照|按照|遵守|遵照|违反|宣传|学习|符合|对照|参照"
_CARRY_OUT = f"{_FOLLOW}|实施|施行"
_KEEP = "贯彻|落实|执行|遵守|遵照"
_DRAW_UP = rf"(?:{LAWMAKING_VERBS}|修改)(?:完善|实施|并?印发|出台)?"
_MOVE_ON = "做好|推动|推进|加快|启动|开展|完成"
_LAWMAKING = (
    r"(?=(?:[、和及与][\u4e00-\u9fff、]{4,60}?(?:条例|办法|规定))?(?:等[\u4e00-\u9fff]{0,10}?)?"
    r"的?(?:立法|修订|起草|制定|修改|调研|论证|审议|出台|颁布|尽快|及早))"
)
# Another such name before it: 落实云川市供水条例和房屋安全管理条例, 落实国家节水行动方案和云川市节水行动方案.
_NO_LAW = "办方做执立司依算违"
_IN_A_ROW = rf"(?<=条例|[^{_NO_LAW}]法)[、和及与]"
_IN_ANY_ROW = "(?<=条例|办法|规定|细则|方案|意见|纲要|规划|计划|目录)[、和及与]"
_RULES = "办法|规定|细则|准则"
_OUR = "(?:[我本全][省市县区州旗])?"  # 结合我市营商环境条例修订: whose it is, no part of the name

# What no name holds: 落实有关条例, 制定配套条例, 落实方案和条例, 落实本市的办法.
_NOT_IN_NAMES = (
    "法和|(?:办法|规定|细则|条例|方案|要求)[、和及与]|有关|相关|配套|地方性?(?:条例|法规|规章)|制定|出台|修订|贯彻|落实|执行|宣传|学习"
    "|法规|政策|文件|精神|要求|法律(?!援助|服务)|统一部署|实际|以下|如下|下列|上述|各类|各项|反馈|整改|奖惩|八项规定|应急预案"
    "|^(?:各|本|该|我|全|新|上述|上级|地方|现行)(?!国)|^行政(?:法规|条例|规定|规章|办法|管理条例)"
    "|实施(?!条例|办法|细则|方案|意见)|(?:方案|规定|办法)."
)
_NO_NAME = re.compile(rf"^国家|{_NOT_IN_NAMES}")
_NO_PLAN = re.compile(_NOT_IN_NAMES)  # 国家节水行动方案 is the name of one
_NO_CATALOGUE = re.compile("[、]|有关|相关|清单|名录|^(?:本|该|各|我|省级|市级|国家级)")


@dataclass(frozen=True, slots=True)
class _Form:
    """Verbs before a name, the name, what must stand behind it and what it must not hold."""

    before: str
    name: str
    behind: str = ""
    refused: re.Pattern[str] = _NO_NAME

    def pattern(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self.before})+[好了]?{_OUR}(?P<name>{self.name})(?![》〉草化]){self.behind}")


_FORMS = (
    # 落实云川市物业管理条例, 执行省优化营商环境条例, 落实房屋安全管理条例: it says what it is about.
    _Form(
        f"{_CARRY_OUT}|结合|{_IN_A_ROW}",
        rf"{_PLACE}{_ANY}{{2,20}}?条例|(?!管理|实施|地方|单行|自治|监督){_ANY}{{2,20}}?条例",
    ),
    # 研究起草云川市电动自行车管理条例, 修订野生动物保护条例: with its place, or a subject that is long enough to be its
    # own; 制定管理条例 names none.
    _Form(f"{_DRAW_UP}|{_IN_A_ROW}", rf"{_PLACE}{_ANY}{{2,20}}?条例|(?!管理|实施|地方|单行){_ANY}{{4,20}}?条例"),
    # 做好云川省数字经济条例立法调研, 推动云川省土壤污染防治条例出台.
    _Form(_MOVE_ON, rf"{_PLACE}{_ANY}{{2,20}}?条例|{_NAMED}{_ANY}{{3,26}}?(?:{_RULES})", _LAWMAKING),
    # 执行云川市绿色建筑管理规定, 修订云川省能耗指标收储使用管理办法: what is no 条例 needs a place of its own.
    _Form(f"{_CARRY_OUT}|{_DRAW_UP}|以及|{_IN_ANY_ROW}", rf"{_NAMED}{_WIDE}{{3,26}}?(?:{_RULES})"),
    # 制定修订资源利用法、节约能源法: a law that no list has yet, first in a row.
    _Form(
        _DRAW_UP, rf"[\u4e00-\u9fff]{{4,14}}?[^{_NO_LAW}，。；、]法", r"(?=[、和及与][\u4e00-\u9fff]{2,14}(?:法|条例))"
    ),
    # 落实燃气经营许可管理办法: or a kind that rules of a ministry have, kept, not merely followed (按照资金管理办法).
    _Form(_KEEP, rf"(?!{_PLACE}|[省市区县州旗国]){_ANY}{{4,20}}?(?:管理|处置|格式)(?:办法|规定|准则)"),
    # 按照本市绿色建筑管理办法执行: whose it is stands before it.
    _Form(rf"(?:{_FOLLOW}|根据)(?={_OUR[:-1]})", rf"(?!{_PLACE}){_ANY}{{4,20}}?(?:管理|实施|暂行)(?:办法|规定)"),
    # 制定出台工业监察管理办法、产品再制造管理办法等部门规章: what stands behind says that they are rules.
    _Form(
        f"{_DRAW_UP}|{_IN_ANY_ROW}",
        rf"{_ANY}{{4,24}}?(?:{_RULES})",
        rf"(?=(?:[、和及与][\u4e00-\u9fff、]{{4,80}}?(?:{_RULES}))?等?(?:部门|政府|地方政府)规章)",
    ),
    # 按照云川市生态空间规划纲要, 落实国家节水行动方案: to be carried out; one that is still to be drawn up
    # (编制云川市供水总体规划) is a task and no instrument yet.
    _Form(
        f"{_FOLLOW}|根据|围绕|{_IN_ANY_ROW}",
        rf"(?:{_NAMED}|{_NATION}){_WIDE}{{2,26}}?(?:规划纲要|总体规划|行动方案|实施方案|行动计划|实施意见|指导意见)",
        refused=_NO_PLAN,
    ),
    # 贯彻落实“十四五”国家安全生产规划: with its years and a subject. Not 落实“十四五”规划, “十四五”发展规划.
    _Form(
        f"{_FOLLOW}|根据|围绕|对接",
        r"“?十[三四五六七]五”?(?!发展|时期|期间|相关|有关|各|专项|规划)(?:(?![的及与等]|和[“十])[\u4e00-\u9fff]){4,24}?规划(?:纲要)?",
        refused=_NO_PLAN,
    ),
    # 贯彻落实中央关于完善产权保护制度的意见: its own words say what it is on.
    _Form(
        rf"(?:{_FOLLOW})[好了]?(?:(?:党?中央|国家|省委|市委|国务院|[省市](?:委)?政府|省|市|[、和]|办公[厅室])*)",
        r"关于(?:(?!的)[\u4e00-\u9fff“”、（）()]){6,40}?的(?:若干|实施|指导)?(?:意见|决定|规定)",
        refused=re.compile("关于.*(?:有关|相关|上述|以下|反馈|批示|指示|讲话|论述)"),
    ),
    # 纳入国家绿色技术推广目录, 列入自治区绿色技术推广目录, 执行绿色低碳技术推广目录: the kind of catalogue says that it
    # is one that rules. Not 列入淘汰目录, 建立生态产品目录, 纳入省级能效清单目录.
    _Form(
        f"{_CARRY_OUT}|根据|结合|列入|纳入|入选",
        rf"(?:{_PLACE}|{_NATION})?{_WIDE}{{4,20}}?(?:指导|推广|推荐|导向|淘汰|优惠|转移|采购|限制|禁止)目录",
        refused=_NO_CATALOGUE,
    ),
)
_PATTERNS = tuple((form, form.pattern()) for form in _FORMS)
_PLAN = re.compile("(?:纲要|规划|方案|计划|意见)$")
_AND = re.compile("[、和及与]")
_KIND = re.compile("条例|办法|规定|细则|准则|规划|方案|计划|意见|目录")


def _names(form: _Form, pattern: re.Pattern[str], folded: str) -> Iterator[tuple[int, int]]:
    """The names of one form; within one that is refused another may begin: 执行云川市供水条例和云川市燃气管理规定."""
    match = pattern.search(folded)
    while match is not None:
        refused = form.refused.search(match.group("name")) is not None
        if not refused:
            yield match.span("name")
        match = pattern.search(folded, match.start() + 1 if refused else match.end())


def find_formed_names(folded: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of names that a form tells, in no order; one that lies in a longer one is left out.

    >>> text = "执行云川市绿色建筑管理规定，纳入国家绿色技术推广目录"
    >>> [text[a:b] for a, b in find_formed_names(text)]
    ['云川市绿色建筑管理规定', '国家绿色技术推广目录']
    """
    if _KIND.search(folded) is None:
        return
    found = {span for form, pattern in _PATTERNS for span in _names(form, pattern, folded)}
    ends = {end for _, end in found}
    # 编制云川市节水意见、云川市节水行动方案: the first is no name, so the second has no verb to share.
    named = (
        s for s in found if not (_PLAN.search(folded, *s) and _AND.match(folded, s[0] - 1) and s[0] - 1 not in ends)
    )
    yield from (s for s in sorted(named) if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in found))
