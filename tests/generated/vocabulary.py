"""Invented words of plans: what is worked on, prose around facts, places; no fact stands in them."""

from __future__ import annotations

from dataclasses import dataclass

from .choose import Chooser

OBJECTS = (
    "社区养老服务站", "农村供水管网", "应急物资储备库", "老旧小区加装电梯", "公共法律服务点", "粮食产后服务中心",
    "城市口袋公园", "校园周边交通秩序", "企业开办流程", "河湖岸线保护", "冷链物流体系", "数字档案馆",
    "托育服务网络", "公共停车设施", "湿地修复工程", "种质资源库", "文化馆总分馆", "信用修复机制",
    "工程建设招投标监管", "不动产登记流程", "高标准农田管护", "再生资源回收网点", "智慧门诊", "中小学食堂监管",
    "燃气管网更新", "科技成果转化平台", "职业技能实训基地", "基层网格治理", "非遗工坊", "消防救援站点",
    "家政服务队伍", "水质自动监测站", "乡村公路养护", "特色农产品品牌", "政务数据共享平台", "矛盾纠纷化解机制",
    "健身步道", "海绵城市设施", "地下管线普查", "产业园区配套", "外贸综合服务平台", "快递进村网点",
)  # fmt: skip
VERBS = ("推进", "完善", "加强", "优化", "规范", "提升", "健全", "深化", "统筹", "抓好", "加快", "强化")
TAILS = ("建设", "工作", "管理", "提质增效", "改造", "规范运行", "优化升级", "长效管护")
PLAIN = (
    "坚持问题导向，补齐短板弱项", "强化部门协同，形成工作合力", "落实落细各项举措，确保取得实效",
    "及时总结推广典型做法", "定期研究解决突出问题", "逐步扩大覆盖范围", "健全信息共享机制，加强跟踪问效",
    "引导社会力量参与，营造良好氛围", "压实工作责任，严格督促检查", "做到底数清、情况明", "优化办事流程，减轻基层负担",
    "适时开展专题调研", "注重源头预防，防范化解风险", "加大宣传引导力度，增强群众获得感", "建立问题台账，实行销号管理",
)  # fmt: skip
# Numbers and names that are no facts by the guide: names, quotations, history, vague words, subsidies.
DISTRACTORS = {
    "three-systems": "全面落实“三项制度”要求",
    "hotline": "用好12345热线，及时回应群众诉求",
    "one-stamp": "推行“一枚印章管审批”和“最多跑一次”改革",
    "annual-report": "落实年度报告制度，做好统计年报和年度考核工作",
    "history": "在2021年试点经验的基础上",
    "subsidy": "对符合条件的项目给予最高800万元补助",
    "first-person": "压实第一责任人职责，推行四级联动",
    "quoted-list": "动态公布“权力清单”和“责任清单”",
    "vague": "长期坚持，逐年提高，适时评估，定期通报",
}
THEMES = (
    "法治建设", "优化营商环境", "基层治理", "生态环境保护", "数字政府建设", "乡村全面振兴", "养老服务", "安全生产",
    "就业创业", "公共文化服务", "食品安全", "科技创新",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """An invented place that issues plans: the word before its organs and the code of its documents."""

    level: str
    name: str
    prefix: str
    code: str
    issuer: str


PLACES = {
    "county": Place("county", "青禾区", "区", "青政办发", "青禾区人民政府办公室"),
    "county-xian": Place("county", "南屏县", "县", "南政发", "南屏县人民政府"),
    "prefecture": Place("prefecture", "云川市", "市", "云政办发", "云川市人民政府办公室"),
    "province": Place("province", "澄江省", "省", "澄政办发", "澄江省人民政府办公厅"),
    "banner": Place("county", "乌兰河旗", "旗", "乌党办发", "中共乌兰河旗委员会办公室"),
    "nation": Place("nation", "", "", "国办发", "国务院办公厅"),
}


def thing(chooser: Chooser) -> str:
    """Return an invented thing to work on."""
    return chooser.pick(OBJECTS)


def clause(chooser: Chooser) -> str:
    """Return a clause without any fact."""
    return f"{chooser.pick(VERBS)}{thing(chooser)}{chooser.pick(TAILS)}"


def prose(chooser: Chooser) -> str:
    """Return a sentence without any fact and without its full stop."""
    if chooser.flag("distractor", 0.12):
        return chooser.variant("distractor", DISTRACTORS)
    return chooser.pick(PLAIN)
