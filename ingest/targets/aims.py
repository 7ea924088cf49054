"""Whether a quantity is to be reached, by what its clause says of it.

A percentage is an aim unless it reckons money or history; money and measures are where something is to be brought to
them; a count written in digits is unless it describes, a count in words only where it is compared or recurs (一枚印章,
三项制度 and 四级互联 are no targets); a length of time only from below (公示不少于7天).
"""

from __future__ import annotations

import re

from dutygraph.ingest.dates.limits import MEASURED_TIME
from dutygraph.ingest.targets.conditions import is_condition, is_start, is_told
from dutygraph.ingest.targets.indicators import EACH, REACH, VERB
from dutygraph.ingest.targets.quantities import AT_LEAST, Quantity, is_compared

_LONGEST = 200  # no clause says anything of a quantity further off
TIMES = ("次", "场次", "场", "轮", "轮次", "期")

# A share of money or of what was paid is a rate, not a target: 返还…的50%, 按30%给予补贴, 最高300万元.
_MONEY = re.compile(
    r"补贴|补助|津贴|助学金|奖学金|抚恤|奖金|奖励|奖补|返还|贴息|给予|资助|减免|优惠|利率|税率|最高|按(?!期|时|月|季|年|计划|要求|标准化)(?:照)?[^，。；率]{0,20}$|费用的|(?:收费|补助|补贴|资助|保障|奖励|支付|缴费|拨款)标准|封顶|限额|罚款|折扣|租金|预付(?!卡)|补偿|(?:支持|扶持|配套)金额|(?:资金|配套)扶持|资金支持|经费支持|贷款额度|担保额|信用额度|缴纳|授信|浮动|首付|费率|征收率|(?:底价|出让金|出让价款)的|保证金|(?:保函|使用资金)额度|贷款年限|房价|折旧|税前扣除|价格扣除|预付款"
    # 价格合理区间为每吨570—770元
    r"|(?:价格?|单价)[^，。；]{0,20}每(?:吨|千瓦时|度|立方米|平方米|公斤|亩)$"
    # 按不超过设备投资额的10%，…给予奖补; 按不低于出让最低价标准的70%确定底价
    r"|按照?[^，。；]{0,40}(?:投资额?|费用|金额|价款?|价格|最低价(?:标准)?|底价|成本|租金|保费)的$"
)
# 补助资金用于产业发展的比重 is a share that can be brought to something.
_SHARE = re.compile(r"(?:占比|比重|进度|(?<![利税费息])(?<!征收)率|(?:报销|支付)比例)[^，。；]{0,6}$")
# An amount of money or a measure is a target only where something is to be brought to it.
_GOAL = re.compile(
    r"完成|达到|实现|突破|形成|具备|力争|争取|新增|新建|改造|建成|引进|到位|增长|确保|净增|改建|扩建|提升|压减|整治|治理|修复|种植|建设|营造|推广|稳定在|保持在|培育|开发|打造|创建|盘活|处置|招引|募集|发放|投放|安装|铺设"
    r"|化解|清偿|清收|兑现|削减|减少|淘汰|退出|关停|回收|利用|消化|收储|出让|供应|造林|绿化|植树|清理|清淤|疏浚|拆除|腾退|发展|流转|托管|退耕"
    r"|更新|更换|实施|加固|抚育|管护|养护|提质|配建|收集"
    r"|撬动|拉动|带动|节约|置换|降低|转化|复垦|补充|复耕|划定|敷设|架设|引资|外资|进出口|争取|保障(?!标准)|储备|播种|压降|销售|采购|拥有|保有|新造|低改|发行|筹集|筹措|(?:安排|落实|投入|统筹|整合|拨付)[^,。;]{0,16}(?:资金|经费)"
    r"|设立[^,。;\d]{0,6}$|(?<!已)安排[^,。;]{0,12}$|(?<![总已])投资(?:概算|估算)?约?$"
)
# 按不低于计划总量的8%单列用地指标: a part that is to be kept for something.
_SET_ASIDE = re.compile(r"(?:的(?:比例|标准))?(?:予以|进行|给予)?(?:单列|预留|提取|计提)")
# Words right before a number that say how many there are: 等5个专项行动, 涉及3个乡镇, 全市11个县, 每10万人, 前3名.
_DESCRIBES = re.compile(
    r"(?:等|这|上述|以下|下列|前述|该|共|共有|合计|包括|包含|分为|涉及|围绕|聚焦|全[市省县区州镇乡国]|[我各][市省县区镇乡]|辖区|辖区内|其他|其余|(?<!完成)(?<!改造)(?<!整治)现有|原有|原来|已有|每|(?<![提底末日月年季度会节号])前|末位|倒数|进一步|[前并分位]列|分|第|[-.]|紧扣|用好|管好|抓好|做好|突出|坚持"
    r"|[一二三特]等奖|每(?:增加|新增|吸纳|招用|培育|引进|获得|提高|减少)|从|由|含|为期|约为|(?:总|占地|规划|建筑|辖区)面积约?|面积约|总投资额?约?|(?:年|日)(?:产|处理)|依托|利用|发挥|运用|借助|整合|统筹|仅|只|限|(?:加强|强化|做好|加大)对|(?:只|仅|限)?享受|的|[×*=])\s*$"
)
# 长5.2公里、宽24米的道路: how long and wide a thing is; 总长突破80万公里 is an aim.
# 新建绕城公路，全长12公里，投资概算3亿元: how long the work is that is to be built.
_WORK_BUILT = re.compile(
    r"(?:启动|新建|改建|扩建|修建|建设|实施|开工|推进|完成|改造|贯通|打通)[^。;]{2,40}"
    r"(?:工程|项目|道路|公路|[大]?桥|隧道|管[网道]|河道|线|路|渠|堤)[^。;,]{0,12},(?:[^。;]*,)?(?:线路|道路|路线|管线)?(?:全|总)长度?约?\s*$"
)
_LENGTH = re.compile(r"(?:(?<![增延成])长|宽|高|深)度?约?\s*$")
# 减免租金8000万元, 发放补贴500万元: all that is to be paid out, not what each gets.
_TOTAL_PAID = re.compile(
    r"^(?!.*(?:按|每|最高|给予|标准|人均|户均))(?:[\d年月日]+[底末]?(?:之?前|内))?[^,。;\d]*(?:减免|减征|发放|兑现|返还|落实|争取)[^,。;\d]{0,14}"
    r"(?:租金|税费|税|费|补贴|补助|奖补|奖励|资金|救助金|贷款)\s*$"
    r"|(?:贴息|补贴|补助|资金|贷款|补偿金)(?:发放|投放|兑现|拨付)\s*$"
)
# 远洋渔业产量20万吨, 服务时长15小时: what comes of the work.
_RESULT = re.compile(
    r"(?<!年)(?:总?产量|总产|销售?量|产值|利用量|成交额|交易额|销售额|吞吐量|客流量|发电量|出栏|存栏|时长)\s*$"
)
# 完成全市312座病险桥梁整治: a verb right before 全市 brings all of them to something.
_ALL_OF = re.compile(
    r"(?:(?:完成|启动|整治|改造|修复|治理|排查|提升|新建|建成|消除)(?:对|了)?|^对)(?:全[市省县区州镇乡国]|[我各][市省县区]|辖区内?)\s*$"
)
_PLACES = re.compile(r"的?(?:[县市区镇乡村](?!级)|乡镇|街道|社区|部门|单位(?:和|及)|地[区市])")
# 实现开办登记、证书核验等58项事项异地办理: so many things are to be brought to something; 等5个专项行动 only counts.
_REACHED_LIST = re.compile(r"(?:实现|完成|推动)[^,。;]{2,}等$")
# 新建城南小学、城北小学等5所学校: the list names them, all are to be built. 推进建库、建网等5个专项行动 only counts.
_BUILT_LIST = re.compile(
    r"(?:新建|续建|改建|扩建|建成|完成|开工|竣工|投产|投用|改造|建设|创建|打造|引进|培育|修复|升级|推进)[^。;]{2,}等$"
)
# 对人民路等3条道路进行提升改造: what is done to them stands behind.
_TREATED = re.compile(r"[^,。;]{1,14}(?:进行|实施|开展)[^,。;]{0,10}(?:改造|整治|提升|修复|建设|治理|维修|养护)")
_NOT_BUILT = re.compile(
    "[^,。;、]{0,6}(?:行动|方面|领域|环节|机制|体系|制度|问题|部门|单位|要素|方式|渠道|指标|原则|关键|阶段|政策|措施|产业|行业)"
)
_FINISHED = re.compile("[^,。;]{1,16}(?:完工|竣工|开工|投产|投用|建成|并网|通车|达产)")  # 河堤加固等5个工程春节前完工
_DONE_WITH = re.compile(r"[^,。;]{1,12}(?:办理|[通联网]办|办结|共享|互认|上线|落地)”?(?=[,。;]|$)")
# 驾驶时间不得超过8小时, 停车休息不少于20分钟: what a rule lets a person do, not what the plan brings about.
_RULED = re.compile(
    r"(?:驾驶|停车休息|连续(?:工作|作业|值班|上网|施工)|每次收费|一次性收[费取]|宅基地[^,。;\d]{0,4}面积|留样|留存|保存|存放|保管|[车时限]速|行驶速度)[^,。;]{0,12}$"
)
# 10万人火灾死亡率, 亿元GDP生产安全事故死亡率: what a rate is reckoned on.
_BASE_OF_RATE = re.compile(r"(?:GDP|国内生产总值|生产总值)?[^,。;\d]{0,10}死亡率")
# What a standard of aid is to be raised to is an aim; what is paid by it is none.
_RAISED = re.compile(
    r"(?:标准|水平|限额|额度|人均[^,，。；;\d]{0,8}(?:资金|经费))[^,，。；;\d]{0,8}(?:提高|达|增加|调整|上调|不低|不少)[^,，。；;\d]{0,8}$"
    r"|(?:收费|资费)(?:标准|水平)[^,，。；;\d]{0,6}(?:降低|下降|下调)$"
    r"|(?:提高|增加|上调|调整)[^,，。；;\d]{0,20}标准(?:至|到)[^,，。；;\d]{0,8}$"
    # 稳岗返还比例提高至60%
    r"|(?:比例|标准|水平)(?:由[^,，。；;]{1,12})?(?:提高|提升|上调|调整)(?:至|到)$"
)
# 2个50兆瓦项目: the count is the aim, the measure says how large each is.
_SIZE_OF_COUNTED = re.compile(r"\d[个座条台处家]$")
# 每人每月发放100元: what a person gets.
_PAID_EACH = re.compile(
    r"每(?:人|户|生|床|亩|名|位|头)(?:每(?:月|年|天|学期|学年))?(?:发放|补助|补贴|给予|奖励|可?领取)?$"
    # 单户不超过5万元, 单个项目补贴最高20万元
    r"|(?:单(?:户|家|笔|项|次|人|个[^,。;\d]{1,6})|每(?:家|个)[^,。;\d]{0,6})(?:企业)?(?:累计|年度)?(?:补贴|补助|奖励|奖补)?(?:金额|总额)?$"
)
# 增建6个街镇（甲街道、乙街道）取水设施24处: in how many places, before what is counted.
_IN_PLACES = re.compile(r"(?:乡镇|街镇|镇街|街道|社区|村|县区?|区县|园区)(?:\([^()]*\))[^,。;\d]{2,20}\d")
# 提升园区3万吨粮库的储存水平: how large what is there is; 新建3万吨粮库 is an aim.
_FACILITY = re.compile("的?(?:粮库|冷库|油库|储罐|泊位|水厂|污水处理厂|电厂|生产线|装置|机组)")
_BUILDS = re.compile("(?:建|建设|建成|新增|改造|扩建|投产|开工|完成|打造|引进)$")
# 选定甲乡、乙乡、丙乡3个乡镇: they are named.
_NAMED_PLACES = re.compile(r"、[^、,。;\d]{1,8}、[^、,。;\d]{1,8}$")
# 50平方公里以上建设用地面积达到建设要求: so much of it is to be brought to something, it does not say which.
_SO_MUCH = re.compile(r"的?[^,。;\d的]{2,12}(?:面积|用地|区域|岸线|里程|管网)(?:全部|基本|均)*(?:达到|达标|实现|完成)")
# 使每名村医都能接受一次培训: all of them are to be reached.
_EACH_ONCE = re.compile("每(?:位|名|个|家|户|人)[^,。;]{1,14}(?:都|均)[^,。;]{0,8}$")
# 落实好扩大消费30条措施 names what others have drawn up; 出台30条措施 is an aim.
_CARRIED_OUT = re.compile(
    "(?:贯彻|落实|执行|兑现|用好|用足|宣传|按照|对照|抓好)(?:(?!制定|出台|推出|形成|提出|建立|新增|梳理|完成)[^,。;])*$"
)
_POLICIES = re.compile(
    "(?:惠企|惠民|支持|助企|一揽子|具体|重点|主要|若干|接续|纾困)*(?:政策)?(?:措施|举措|政策|意见|规定)"
)
_TASKS = re.compile("(?:大|具体|重点|主要|关键)*(?:任务|举措|措施|要求|制度|清单)")  # 对52项具体任务实行清单管理
# 9个部门为成员的专班, 对8个重点行业主管部门实行考核: who works, or is led.
_ORGANS = re.compile(
    r"(?:部门|单位)[^,。;\d]{0,8}(?:为成员|组成|参[加与]|联合|协同)"
    r"|(?:重点|行业|主要|有关|相关|[省市区县]直)*(?:主管|职能|责任|牵头|成员)(?:部门|单位)"
)
# 每个社区拥有3个以上的社会组织, 培育3家以上企业: the number says how many, not which.
_HAS = re.compile(f"{VERB.pattern}|拥有|设有|建有|配有|具有")
# 6个方面, 3个阶段: parts of a plan, never what it is to reach.
_PARTS = re.compile(
    r"\s*(?:大|重点|主要|关键)*(?:方面|环节|阶段|层面|维度|步骤|板块|统一|坚持|领域|类别|层次|字|关键|原则|重点方面)"
)


def is_aim(
    folded: str,
    quantity: Quantity,
    before: str,
    before_row: str,
    own_part: str,
    per: str | None,
    last: Quantity | None,
    *,
    goes_on: bool,
) -> bool:
    """Whether a quantity is to be reached; ``last`` is the last of its row, whose condition is that of all.

    ``before_row`` is what stands before the row: 提高到 of 分别提高到每人每月600元和450元 holds for both.
    """
    after = folded[quantity.end : quantity.end + _LONGEST]
    if quantity.kind == "measure" and quantity.after == "以上" and _SO_MUCH.match(after):
        return True
    reach = REACH.search(EACH.sub("", before_row))
    reached = reach is not None and reach.group().strip() not in ("", "为", "以", "在")
    if (
        is_condition(folded, quantity, before, reached=reached)
        or (last is not None and last.kind == quantity.kind and is_condition(folded, last, before, reached=reached))
        or is_told(folded, quantity, before)
        or is_start(folded, quantity, before)
        or (quantity.kind != "percent" and _RULED.search(before))
        or _BASE_OF_RATE.match(folded, quantity.end)
    ):
        return False
    compared = is_compared(quantity, own_part)
    if quantity.kind in ("percent", "money") or quantity.unit in ("倍", "成"):
        own = before + quantity.before
        if (
            (_MONEY.search(before) or (quantity.kind == "money" and _PAID_EACH.search(before) and not reached))
            and not (quantity.kind == "percent" and (_SHARE.search(before) or _SET_ASIDE.match(after)))
            and not _RAISED.search(own)
            and not (quantity.kind == "money" and _TOTAL_PAID.search(before))
        ):
            return False
        if re.match("的?(?:政策|可在)", after):
            return False  # 落实资费再降10%政策, 单位价值的50%可在当年扣除
        if re.match(r"的(?:资金|经费|比例给予|补贴|补助|奖励|一次性|标准)|给予|奖励|补贴|补助", after):
            return False
    if quantity.unit == "番":
        return True
    if quantity.kind == "percent":
        return before[-1:] not in ("×", "*", "=")
    if quantity.unit in ("人", "万人") and re.match("(?:大型|级|规模)", after):
        return False  # 打造8万人大型开放空间
    if before[-1:].isdigit() or (quantity.kind == "measure" and _SIZE_OF_COUNTED.search(before)):
        return False
    if (quantity.unit == "个" and after.startswith("基点")) or (quantity.unit == "人" and re.match("[间座桌]", after)):
        return False  # 减20个基点, 2人间
    if quantity.kind == "measure" and _FACILITY.match(after) and not _BUILDS.search(before):
        return False
    if quantity.unit.endswith("吨级"):
        return reached  # 5000吨级泊位
    if quantity.unit == "个" and _PLACES.match(after) and _NAMED_PLACES.search(before):
        return False
    if quantity.unit == "个" and _IN_PLACES.match(after):
        return False
    if not compared and _TASKS.match(after) and not VERB.search(before):
        return False
    if quantity.unit in ("条", "项") and not compared and _POLICIES.match(after) and _CARRIED_OUT.search(before):
        return False
    if quantity.unit == "个" and _ORGANS.match(after):
        return False
    if quantity.unit in ("米", "公里", "千米") and _LENGTH.search(before):
        ahead = folded[max(0, quantity.start - _LONGEST) : quantity.start]
        to_reach = before.rstrip("约 ").endswith("长度") and _GOAL.search(before) is not None
        return compared or to_reach or _WORK_BUILT.search(ahead) is not None
    if quantity.unit.endswith("百分点") or (quantity.unit == "倍" and (compared or reached)):
        return True  # 增速高于全省1个百分点
    if (
        _DESCRIBES.search(before)
        and not (_ALL_OF.search(before) and not _PLACES.match(after))
        and not (compared and quantity.upper is None and before.rstrip().endswith("等"))
    ):
        if before.endswith("等") and (_FINISHED.match(after) or (before.startswith("对") and _TREATED.match(after))):
            return True
        if _BUILT_LIST.search(before) and quantity.digits and not _NOT_BUILT.match(after):
            return True
        return _DONE_WITH.match(after) is not None and _REACHED_LIST.search(before) is not None
    if quantity.unit == "岁":
        return reached or bool(quantity.before)
    if quantity.kind == "time":
        return _is_length_to_reach(quantity, before, after, compared, reached, per)
    if quantity.kind in ("money", "measure"):
        counted = quantity.digits or quantity.unit[:1] in ("万", "亿")
        aimed = (
            goes_on
            or _RESULT.search(before) is not None
            or _GOAL.search(before) is not None
            or _TOTAL_PAID.search(before) is not None
        )
        return compared or reached or (counted and aimed)
    if not quantity.digits:
        return _counts_in_words(quantity, before, compared, per)
    if not compared and per is None and _PARTS.match(after):
        return False
    if quantity.after.endswith(("以上", "以下")) and not quantity.before and not _HAS.search(before) and not reached:
        return re.match(r"(?:的|企业|单位|人员|项目|职工|家庭|规模|[“\"])", after) is None  # 50人以上企业 says which
    return True


def _is_length_to_reach(
    quantity: Quantity, before: str, after: str, compared: bool, reached: bool, per: str | None
) -> bool:
    """不少于40学时, 公示不少于7天, 办理时间不超过60分钟; 24小时服务 and 15分钟生活圈 are none."""
    if re.match(r".{0,8}(?:圈|值班|值守|服务热线|在线)|(?:咨询|响应|营业|办公|待命)", after):
        return False
    if quantity.unit in ("学时", "课时") or MEASURED_TIME.search(before):
        return True
    if quantity.unit == "年":
        # 支教时间不少于1年 is a condition, 最高年限为50年 and 年限50年 are rules.
        rate = re.search("(?:受?教育年限|寿命)[^,。;]{0,8}$", before) is not None
        return rate or ((compared or reached) and re.search("(?<!最高)年限(?!为)[^,。;]{0,8}$", before) is not None)
    if quantity.unit == "个月" and not re.search("实践|培训|实训|锻炼|学习|轮训", before + after[:8]):
        return False  # 派驻时间不少于6个月
    if re.search("(?:天|时)数[^,。;]{0,6}$", before):
        return True
    if quantity.unit == "小时" and quantity.value == 24 and not quantity.before and not reached:
        return False  # 开展24小时统一行动
    if quantity.unit in ("小时", "分钟"):
        return (
            compared
            or reached
            or per is not None
            or bool(quantity.before)
            or re.search("完成|达到|实现|新增|确保|力争|时长$", before) is not None
        )
    return re.fullmatch(AT_LEAST, quantity.before) is not None and not re.search(
        "期限|有效期|任职|工作经|服务期|合同|保存|保管|从业|执业|资历|居住|满", before
    )


def _counts_in_words(quantity: Quantity, before: str, compared: bool, per: str | None) -> bool:
    """A numeral in characters is a target only where something says that it counts."""
    if quantity.unit in ("个", "项", "条", "人", "家", "名", "张", "件", "部", "支", "套", "种") and not compared:
        return False
    if before[-1:] in ("第", "进", "这", "统", "同", "逐", "任", "专", "每"):
        return False
    if re.search("各[^,。;]{0,4}$", before) and quantity.unit in TIMES:
        return True  # 6月和12月各开展一次检查
    if _EACH_ONCE.search(before) and quantity.unit in TIMES:
        return True
    return compared or per is not None
