"""Quantities that are no aim: they say for whom a rule holds, tell what was or is, or are where a change starts.

condition = quantity 以上 ([的] whom | … 的)   told = 已 … quantity   start = (由 | 从) quantity (提高 | 下降 …) 到
"""

from __future__ import annotations

import re

from dutygraph.ingest.targets.indicators import VERB
from dutygraph.ingest.targets.quantities import Quantity

_FAR = 200  # no clause says anything of a quantity further off
_PAST = re.compile(
    r"以来|截至目前|已(?:达|经|有|建|完成|累计|实现)|在建|目前|(?<![较比与])去年|(?<![较比与])上年(?!度|下降|降低|减少|增长|增加|提高|提升|压减)|(?<!公)共有|(?<!实)(?<!完成)(?<!改造)(?<!整治)现有|原有"
)
_YEAR_ON_YEAR = re.compile(r"同比|环比")
_AIMS = re.compile("力争|确保|努力|目标|争取|要|应|今年|本年|到20|全部|(?<!已)完成|新建|新增")
# 可在全市选择1所学校就读: what somebody is free to do.
_MAY = re.compile(
    r"(?<![不认许])可(?:以|自主|自愿)?[^,。;\d]{0,14}(?:选择|申请|享受|领取|申报|申领)[^,。;\d]{0,4}$"
    # 设施用地可再增加3%
    r"|(?<![不认许])可(?:以|再|适当)*(?:增加|上浮|放宽|延长)(?:到|至)?$"
)
# 允许对企业进行不超过注册资本20%的投资, 贷款余额的70%可用于小额贷款
_ALLOWED = re.compile("允许[^,。;]{0,40}$")
_MAY_BE_USED = re.compile("的?可以?(?:用于|用作|作为|转为|享受)")
# 主体完成50%即可申请贷款, 进度达到三分之一以上的房屋，可申请预售: from when on something may be asked for.
_THEN_MAY = re.compile(
    "[^,。;]{0,8}(?:即|方|便|后)可(?:申请|办理|享受|申报|上市|预售)|[^。;]{0,40}的[^,。;]{1,10},(?:即|方|均)?可以?(?:申请|办理|享受|申报|按)"
)
# 对拥有1套住房并已结清贷款的家庭，申请…: whom a rule is for.
_WHO_HAS = re.compile("(?:对|凡|属)于?(?:拥有|有|持有|具有|名下有)$")
# 聚焦6大产业、28条产业链: what a work is about.
_ABOUT = re.compile(r"(?:聚焦|围绕|紧扣|紧盯|瞄准)[^,。;]*、[^,。;\d]{0,8}$")
# 前8月收入同比增长5% reports; 收入同比增长5% is what a plan wants.
_REPORTED = re.compile(r"(?:^|[,，])(?:今年)?(?:前\d{1,2}个?月|1\s*[-~至]\s*\d{1,2}月)|累计|以来")
# 在300平方米以下的门店工程, 建筑面积在300平方米以下（含）或投资额在…的门店: what a rule holds for.
_OF_WORKS = re.compile("的[^,。;、]{0,10}?(?:门店|商户|工程|建筑|场所|用户)")
_AND_MORE = re.compile(r"[且或][^,。;、\d]{2,14}\d[^,。;、的]{1,14}的[\u4e00-\u9fff]")
_WHO = r"的[^,。;、]{0,10}?(?:企业|单位|机构|项目|个人|家庭|人员|团队|主体|平台|园区|商户|农户)"
# Units that say how large something is, not how many there are: 存栏500头以上的养殖场, 60岁以上老年人, 100张以上的医院.
_SIZES = frozenset("头只羽尾人户张间床辆岁座类")
_ATTRIBUTE = re.compile("(?:能力|规模|容量|库容|占地|面积|总量|(?<![增延成])长|长度|宽度?|高度|直径|[年日]产)$")
# 人员不少于20人、面积不低于500平方米的机构: the first of several conditions.
_ALSO = re.compile(rf"、[^,。;、]{{2,14}}\d[^,。;、\d]{{1,10}}?{_WHO}")
# 存栏5000头以上、年出栏1万头以上的养殖场, before which nothing is to be built.
_ALSO_WHOSE = re.compile(r"、[^,。;、]{0,14}\d[^,。;、\d]{1,10}?的[\u4e00-\u9fff]")
# 对投资1亿元以上、符合规划的项目: and what else they are like.
_ALSO_LIKE = re.compile(rf"、[^,。;、\d]{{2,16}}{_WHO}")
# 对首次突破1亿元的企业，给予奖励: what an award, an aid or a measure is for.
_FOR_WHOM = re.compile(r"(?:(?:每半?年|每季度|每月)?对(?![标照接口])|凡|每(?:吸纳|新?增|培育|引进|招用|获))")
_AWARD = re.compile("奖励|给予|奖补|补贴|补助|授予|约谈|奖金")
# 荣誉3项以上的村: the counter is not that of what follows.
_OTHERS_COUNT = re.compile("的(?:村|县|乡镇|街道|社区|企业|单位|个人|学校|人员|机构|家庭)")
# 产值超10亿元企业3家: the number behind is the aim.
_SIZE_OF = re.compile(r"的?(?:企业|项目|产业|集群|园区|乡镇|村|街区|品牌|单品)[^,。;、]{0,6}\d")
# 1万名老人以上的街, 200张床位以上的养老机构: what is counted stands before 以上.
_WHOSE = re.compile(r"[^,。;、的\d]{1,6}以[上下]的[\u4e00-\u9fff]")
# 10名以上孤寡老人且有入住需求的行政村都建有安居点: the places are meant.
_OF_PLACES = re.compile("[^,。;、]{2,24}的(?:行政村|村|社区|乡镇|街道|学校|单位|企业)")
# 超员20%以上, 12个月内有3次以上超速记录的驾驶人: what somebody does wrong.
_BREACH = re.compile(r"(?:超员|超速|超载|超限|超标|超期)$|(?:个月|年|季度|日)(?:以)?内有$")
# 营业收入达到1亿元以上等相应条件; 起终点至少一个在本市的航线.
_REQUIRED = re.compile("等(?:相应|以上|上述|规定|基本)?(?:的)?条件")
_LIES = re.compile(r"(?:在|位于)[^,。;]{2,30}的[\u4e00-\u9fff]")
_SIZE_SAID = re.compile("(?:高度|深度|口径|直径|水深|水头)")
_EACH_COUNTED = re.compile(r"(?:\d|[一二两三四五六七八九十])[支个家所座处栋条]$")
_THINGS = re.compile("的?(?:项目|企业|工程|园区)")
_SUMS = re.compile(r"\s*(?:的)?(?:专项)?(?:资金|经费|投资|贷款|授信|基金|财政|社会资本|产能|任务|目标)")
# 由58%提高到62%, 从20个工作日压缩至5个: where it starts from.
_FROM = re.compile(r"(?:由|从)[^,。;]{0,24}$")
_MOVES = re.compile(
    r"\s*(?:左右|以上|以下)?(?:逐步|分别|进一步|再|大幅|直接|阶段性|统一)?(?:提高|提升|增加|增长|扩大|扩展|上升|回升|下降|降低|减少|压缩|压减|缩短|缩减|精简|拓展|调整|优化|降|升|提|增|减|缩|变)(?:到|至|为)"
)


def is_start(folded: str, quantity: Quantity, before: str) -> bool:
    """Whether a quantity is where a change starts: the 58% of 由58%提高到62%."""
    return _FROM.search(before) is not None and _MOVES.match(folded, quantity.end) is not None


def is_told(folded: str, quantity: Quantity, before: str) -> bool:
    """Whether a quantity tells what was or is: 已建成300个, 前8月收入同比增长5%.

    较上年下降5%左右 is an aim: a duty that compares itself with the past year.
    """
    said = before.rsplit("基础上", 1)[-1]  # 在现有12个站的基础上新增8个
    if _PAST.search(said.replace("现有", "") if quantity.before else said):  # 现有机房能耗系数不超过1.5 is to come
        return True
    ahead = folded[max(0, quantity.start - _FAR) : quantity.start]
    if before.startswith("其中") and _PAST.search(re.split("[,。;\n]", ahead[: len(ahead) - len(before) - 1])[-1]):
        return True  # 现有景区46家，其中高等级景区2家
    lately = re.search(r"近[一二三四五两几\d]{1,2}年(?!内)|[一二三四五六七八九十多]{1,2}年来", ahead)
    if lately is not None and not _AIMS.search(ahead[lately.end() :]):
        return True  # 近三年信访总量年均下降12%，满意度达96%
    if re.search(r"截[至止].{0,30}?(?:已|累计|共有|共建)", ahead):
        return True
    if re.search(
        r"近[一二三四五两几\d]{1,2}年(?:来|里)?[,]?(?:累计|共|已|全[市省县区])?(?:投入|完成|建成|实施|争取)", ahead
    ):
        return True
    if re.match(r"的(?:基础|前提|水平)", folded[quantity.end : quantity.end + _FAR]):
        return True
    return _YEAR_ON_YEAR.search(before) is not None and _REPORTED.search(ahead) is not None


def is_condition(folded: str, quantity: Quantity, before: str, *, reached: bool) -> bool:
    """A quantity that says for whom a rule holds: 数量达到职工人数25％并签订合同的，…; 对产值超过1亿元的企业….

    ``reached`` says that a verb of reaching stands before it (达到60岁以上 is no condition).
    """
    tail = re.split("[,。;\n]", folded[quantity.end : quantity.end + _FAR], maxsplit=1)[0].rstrip()
    tail = re.sub(r"^\(不?含[^)]*\)(?:/年)?", "", tail)
    if quantity.after.endswith("以上") and re.search("(?:存在|出现|发生过?)$", before):
        return True  # 存在3处以上重大隐患的企业
    if quantity.kind in ("money", "measure"):
        bounded = quantity.after.endswith(("以上", "以下", "以内")) or quantity.before
        if bounded and (tail.startswith(")的") or _OF_WORKS.match(tail)) and not reached and not VERB.search(before):
            return True
        ranged = re.search(r"\d[^,。;\d]{0,5}[-~至到]$", before) is not None  # 300平方米至2500平方米且…的门店
        if _AND_MORE.match(tail) and (ranged or not reached) and not VERB.search(before):
            return True
    if quantity.kind == "count" and (
        _WHOSE.match(tail) or (quantity.after.endswith("以下") and re.match(_WHO, tail) is not None)
    ):
        return True  # 30人以下的企业
    if quantity.unit == "名" and quantity.after.endswith("以上") and not before and _OF_PLACES.match(tail):
        return True
    if quantity.before and _EACH_COUNTED.search(before) and tail.startswith("的"):
        return True  # 建成1支不少于20人的队伍
    if re.match("[^,。;、]{0,4}(?:半径|范围内|服务圈)", tail) or (
        quantity.kind == "measure" and _SIZE_SAID.match(tail)
    ):
        return True  # 50公里飞行半径, 500米高度探测
    if (
        _BREACH.search(before)
        or _REQUIRED.match(tail)
        or (quantity.kind == "count" and before and _LIES.match(tail) and not VERB.search(before))
    ):
        return True
    if _MAY.search(before) or _ALLOWED.search(before) or _WHO_HAS.search(before) or _MAY_BE_USED.match(tail):
        return True
    if _THEN_MAY.match(folded, quantity.end):
        return True
    if _ABOUT.match(before) and not VERB.search(before):
        return True
    if _is_awarded(folded, quantity, before, tail):
        return True
    if quantity.before and not reached and quantity.kind == "money" and _SIZE_OF.match(tail):
        return True
    if quantity.unit in ("项", "次", "起", "件", "篇", "处") and quantity.after and _OTHERS_COUNT.match(tail):
        return True
    if _ALSO_WHOSE.match(tail) and not VERB.search(before):
        return True
    if quantity.after and quantity.kind in ("money", "measure") and _FOR_WHOM.match(before) and _ALSO_LIKE.match(tail):
        return True
    ranged = quantity.upper is not None and quantity.kind == "money"
    if ranged and not reached and _THINGS.match(tail) and not VERB.search(before):
        return True  # 1—5亿元项目由县级领导包联
    if _forbidden_or_found(quantity, before, tail):
        return True
    if tail.endswith("的") or _ALSO.match(tail) or _says_which(quantity, before, tail, reached=reached):
        return True
    if not tail.startswith("的"):
        if (quantity.kind == "money" or quantity.unit == "倍") and re.search("罚款$|倍以下", tail):
            return True  # 处5万元以上20万元以下罚款
        return quantity.kind == "money" and re.match(r"(?:及)?以[下上]", tail) is not None
    if before.startswith("且") and folded[: quantity.start - len(before)].rstrip().endswith("的,"):
        return True  # 对排名前3的，且增速达到20%以上的企业
    if re.match(r"(?:并|其中)?(?:对|向|给|凡|符合|满足|针对|鼓励|支持(?=.*企业))", before):
        return True
    if quantity.kind in ("money", "measure") and re.match(_WHO, tail):
        return True
    if quantity.kind == "count" and quantity.before and not reached and not VERB.search(before):
        return True  # 快递业务量超千万件的县
    if quantity.kind == "measure" and _ATTRIBUTE.search(before):
        return True  # 日处理能力5万吨的污水处理厂
    # 500万元以上的项目, 60岁以上的老人; but 70％以上的事项, 20家以上的企业.
    # 井深超过800米的矿山 tells which, 建成超过800米的隧道 is a goal.
    if quantity.kind in ("money", "measure"):
        return quantity.after != "" or (quantity.before != "" and not VERB.search(before))
    return False


_ABOVE_OR_BELOW = ("高于", "低于", "超过", "大于", "小于", "少于", "多于")


def _forbidden_or_found(quantity: Quantity, before: str, tail: str) -> bool:
    """Whether a measure above or below something tells which: 禁止使用含硫量高于0.7%的煤炭, 满意率低于60%的单位.

    推动超过80%的事项网上办 is an aim: no measure stands before the number.
    """
    if quantity.after == "以上" and re.search("(?:滞后|逾期|超期|超时|下滑)$", before):
        return True  # 进度滞后10%以上的亮黄牌
    return (
        quantity.before in _ABOVE_OR_BELOW
        and re.match("的[\u4e00-\u9fff]", tail) is not None
        and re.search("(?:率|量|度|比例|占比|比重|值|分数|得分|人数|面积)$", before) is not None
    )


def _is_awarded(folded: str, quantity: Quantity, before: str, tail: str) -> bool:
    """Whether a quantity says what an award is for: 对首次突破1亿元的企业，给予奖励.

    对5万名老人给予补贴 counts whom the aid is to reach.
    """
    if not _FOR_WHOM.match(before) or not _AWARD.search(
        re.split("[。;\n]", folded[quantity.end : quantity.end + _FAR])[0]
    ):
        return False
    reached = before.strip() == "对" and quantity.kind == "count" and not (quantity.before or quantity.after)
    return not reached or "的" in tail.split("给予")[0]


def _says_which(quantity: Quantity, before: str, tail: str, *, reached: bool) -> bool:
    """Whether a size with 以上 stands before whom it describes: 产值2000万元以上工业企业, 存栏500头以上的养殖场.

    建设100公里以上绿道 is an aim: the verb stands right before the number. So is 安排1000万元以上资金.
    """
    if quantity.unit == "岁":
        return re.match("的?(?!左右)[\u4e00-\u9fff]", tail) is not None
    if (
        not quantity.after.endswith(("以上", "以下", "以内"))
        or re.match("的?(?![、和及与])[\u4e00-\u9fff]", tail) is None
    ):
        return False
    if quantity.kind == "money":
        return not _SUMS.match(tail) and not (reached and not tail.startswith("的"))
    acts = [m for m in VERB.finditer(before) if m.end() == len(before.rstrip())]
    if quantity.kind == "measure":
        return quantity.unit not in ("倍", "成") and not reached and (not acts or quantity.after.endswith("以下"))
    if quantity.kind == "count" and quantity.unit.lstrip("百千万亿") in _SIZES:
        return not acts and not reached and not quantity.before
    return False
