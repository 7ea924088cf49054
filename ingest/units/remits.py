"""Offices named by their field alone: 公安部门, 县发展改革、财政部门.

remit = [place letter] field; office = remit ("部门" | "主管部门")

The fields are what organs are called without their last word (公安局 → 公安), so that one table says both, and those
that texts name and no row has. 政府部门 and 责任部门 name no field; a field alone (教育) is no body: its word 部门
may stand behind a later one (教育、财政部门), which :func:`dutygraph.ingest.units.units.split_units` sees.
"""

from __future__ import annotations

import re
from functools import cache

from dutygraph.ingest.units.organs import organs

_LAST_WORD = re.compile(r"(?:监督|管理|事务)*(?:总?局|厅|委|部)$")
# Words of a name that no field has: 委依法治区办, 政府外办, 全国妇联.
_NO_FIELD = re.compile("政府|人民|依法治|委员会|机关|领导小组|中[央国华共]|国务院|全国|^(?:.*办公|城市|市场)$")
_OTHER = re.findall(
    r"\w+",
    "发展改革 发展和改革 工信 经信 环保 环境保护 国土 国土资源 规划 建设 住建 住房 住房保障 房管 城乡建设"
    " 城乡规划 工商 质监 食药监 食品药品监管 食品药品监督管理 卫生 卫生计生 卫计 卫健 文化 旅游 文化旅游 文旅"
    " 文广旅 广电 新闻出版 出版 农业 农机 畜牧 畜牧兽医 渔业 渔政 海洋 林业 园林 绿化 园林绿化 水务 金融"
    " 金融监管 银行 保险 证券 通信 电信 电力 供电 邮政 消防 消防救援 交警 公安交管 公安交警 交管 海事 民航 铁路"
    " 公路 港航 路政 运管 气象 地震 海关 烟草 盐业 粮食 物价 价格 监察 纪检 纪检监察 组织 人事 编制 机构编制"
    " 民族 宗教 民宗 侨务 外事 司法行政 法制 人社 人力社保 劳动 社保 医保 应急 安监 安全监管 安全生产 市监"
    " 市场监管 招商 投资促进 网信 宣传 政法 统战 数据 大数据 政务 政务服务 行政审批 审批 城管 城市管理 执法"
    " 综合执法 公积金 动物卫生 疾控 扶贫 移民 档案 保密 信访 法院 检察 审判 国安 国资 国有资产监管 能源 人防"
    " 机关事务 水行政 卫生行政 教育行政 渔业渔政 工会 共青团 妇联 残联 交通 供销 税务 就业 水文 防汛 地方金融"
    " 知识产权 科技 体育 教体 教育体育 信息化 媒体 新闻媒体 经贸 民防 边检 口岸",
)
# 县公安, 三省一市公安, 各省级发展改革
_LEVEL = re.compile(
    "(?:[省市区县]{2,3}|[一二两三四五六七八九十]省(?:[一二两三四]?市)?|各[省市县区]级|[省市区县镇乡旗州盟](?:级|直)?|各级|各地|当地|属地|国家|地方|上级)"
)
_OFFICE = re.compile("(?:主管|监管|执法)?部门$")


@cache
def _fields() -> frozenset[str]:
    named = (name.removeprefix("国家") for organ in organs() for name in (organ.name, *organ.aliases, *organ.variants))
    bare = {_LAST_WORD.sub("", name.removeprefix("委")) for name in named if _LAST_WORD.search(name)}
    return frozenset((*(field for field in bare if len(field) > 1 and not _NO_FIELD.search(field)), *_OTHER))


# 应急管理, 国有资产监督管理: 应急 with what is done in it.
_MANAGED = re.compile("(?<=..)(?:监督|行政)?管理$")


def is_field(folded: str) -> bool:
    """Tell whether a folded name is that of a field of government, without a level: 公安; 农业农机, 交通与建设."""
    fields = _fields()
    if _MANAGED.sub("", folded) in fields:
        return True
    halves = ((folded[:k], folded[k:].removeprefix("与")) for k in range(2, len(folded) - 1))
    return folded in fields or any(first in fields and second in fields for first, second in halves)


def is_remit(folded: str) -> bool:
    """Tell whether a folded name is that of a field of government and nothing else, perhaps with the level before it.

    >>> is_remit("公安"), is_remit("县发展改革"), is_remit("公安局"), is_remit("改革")
    (True, True, False, False)
    """
    level = _LEVEL.match(folded)
    return is_field(folded) or (level is not None and is_field(folded[level.end() :]))


def is_office(folded: str) -> bool:
    """Tell whether a folded name is that of the office for a field: 公安部门, 各级水行政主管部门.

    >>> is_office("公安部门"), is_office("县住房城乡建设主管部门"), is_office("责任部门")
    (True, True, False)
    """
    word = _OFFICE.search(folded)
    field = folded[: word.start()] if word is not None else ""
    return is_remit(field) or is_remit(field.removesuffix("行政"))
