"""Whether the words around an instrument's name tell someone to draw it up, rather than to follow it.

drafted = verb [filler] name | verb name (制定 | 修订 | 立法 …)
"""

from __future__ import annotations

import re

# What rules are made by; names without 《》 are found by these alone.
LAWMAKING_VERBS = "制定|制订|修订|制修订|起草|出台"
# To draw up, anew or again: 制定区级《…》, 研究出台《…》, 修订《…》. Not 印发的《…》 and 已制定《…》 (they exist),
# not 新修订的《…》, not 完善《…》, not 制定落实《…》的措施 nor 关于印发《…》的通知.
_VERBS = (
    rf"{LAWMAKING_VERBS}|修改(?!并?完善)|制(?:\(修\)|（修）|修)[定订]|编制|编写|编印|编修|编纂|修编|拟定|拟订|拟制|草拟|撰写"
    "|印发|发布|制发|颁布|推出|修正|形成|提出|建立"
)
_DRAFT = re.compile(
    rf"(?P<verb>{_VERBS})(?P<and>(?:并|和|、)?(?:印发|发布|出台|实施|完善|健全|公布|下发|报送|落实))?"
    r"(?P<filler>我?[省市区县旗]级?|全[省市区县旗国]|[^，。；：、《》“”的\n]{0,8})\Z"
)
_NOT_A_DRAFT = re.compile(
    r"(?:已|已经|业已|刚刚?|近日|(?<!\d)日前|新近|先后|相继)[^，。；]{0,6}$|(?:关于|根据|按照|依据|对照|参照|国务院|党中央|中央|省委|省政府|上级)[^，。；《》]{0,8}$"
    # 贯彻国家卫生健康委等八部门印发《…》; not 对接国家战略要求制定《…》
    r"|国家(?:最?新近?|统一|[^，。；《》]{0,14}(?:部门?|委|委员会|局|署|办))?(?:联合)?$"
)
_NOT_FILLER = re.compile(r"落实|贯彻|执行|关于|按照|根据|依据|了|过|后|符合|对|[省部委厅]联合")
# What is drawn up stands behind the title: 制定《条例》实施细则, 《规划》任务分工方案.
_DRAWN_FROM = re.compile(
    r"(?:的)?(?:贯彻|落实|实施|配套|具体|年度|任务|重点|责任|分工|工作|操作|解读|宣传|释义|子方案|等(?:文件)?的(?:实施|配套|落实|具体|贯彻))"
    r"[^，。；、《》]{0,10}(?:细则|办法|意见|方案|措施|计划|清单|制度|政策|规定|举措|分工|指南|材料|文件|规章|解读|读本|规程)"
)
# 推动《条例》立法, 加快《办法》制定出台.
_DRAFT_BEFORE = re.compile(
    r"(?:推动|加快|推进|完成|启动|开展|做好|抓紧|抓好|统筹|参与|配合|做好|适时|尽快|及时|组织)"
    r"(?:[^，。；《》]{0,6}|[^，。；《》]{2,14}(?:标准|规范|规程|规章|法规))$|[对将把]$"
)
_DRAFT_BEHIND = re.compile(
    r"(?:[及和与]其?(?:相关|有关)?配套(?=法规|规章|制度|标准|政策|文件))?(?:等[^，。；、《》的]{0,10}?)?(?:地方性|政府|配套)?(?:文件|法规|规章|制度|标准|政策|项目)*的?(?:研究[与和及]?|起草|进行|尽快|早日|及早|适时|适应性|全面|局部)?(?:制定|制订|起草|编制|立法(?!调研|论证|后?评估|宣传|前期)|出台|印发|草拟|拟定|编写|修订|修改|修正|制修订|修编|编修|编纂|编撰)(?!建议|意见|情况|经验|完成后|前期|调研|论证)"
    r"|[列纳]入[^，。；]{0,8}立法"
)
# 《甲条例》完成起草: said behind the title alone.
_DRAFTED_BEHIND = re.compile(
    r"[^，。；、《》]{0,4}(?:完成|启动)(?:起草|制定|制订|编制|修订|修改)(?:工作)?(?=[，。；、]|$)"
)


def is_drafted(before: str, behind: str) -> bool:
    """Whether the words before and behind a name, or a row of names, tell someone to draw it up.

    >>> is_drafted("研究出台", "，"), is_drafted("贯彻市里印发的", "，"), is_drafted("推动", "修订")
    (True, False, True)
    """
    if _DRAWN_FROM.match(behind):
        return False
    match = _DRAFT.search(before[-28:])
    if match is not None:
        filler = match.group("and") != "落实" and not _NOT_FILLER.search(match.group("filler"))
        return filler and not _NOT_A_DRAFT.search(before[-28:][: match.start()])
    if _DRAFTED_BEHIND.match(behind):
        return True
    return _DRAFT_BEFORE.search(before[-16:]) is not None and _DRAFT_BEHIND.match(behind) is not None
