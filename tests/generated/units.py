"""Bodies and lists of bodies as plans print them, with every entry as it must be read."""

from __future__ import annotations

from collections.abc import Callable

from .choose import Chooser
from .model import Listed
from .vocabulary import Place

Entry = tuple[str, tuple[str, ...]]  # printed, entries
Kind = Callable[["Drawer"], Entry]

_COUNTY = (
    "发改局", "教育局", "科技局", "工信局", "公安局", "民政局", "司法局", "财政局", "人社局", "自然资源局",
    "生态环境局",     "住建局", "交通运输局", "水利局", "农业农村局",
    "商务局", "文旅局", "卫健委", "退役军人局", "应急管理局", "审计局",
    "市场监管局", "市场监督管理局", "统计局", "医保局", "数据局", "信访局", "城市管理局", "林草局", "乡村振兴局",
)  # fmt: skip
_PROVINCE = (
    "发展改革委", "教育厅", "科技厅", "工业和信息化厅", "公安厅", "民政厅", "司法厅", "财政厅", "人力资源社会保障厅",
    "自然资源厅", "生态环境厅", "住房城乡建设厅", "交通运输厅", "水利厅", "农业农村厅", "商务厅", "文化和旅游厅",
    "卫生健康委", "退役军人厅", "应急管理厅", "审计厅", "国资委",
    "市场监管局", "体育局", "统计局", "医保局", "广电局",
    "地方金融监管局", "林业局", "能源局",
)  # fmt: skip
_NATION = (
    "国家发展改革委", "教育部", "科技部", "工业和信息化部", "公安部", "民政部", "司法部", "财政部",
    "人力资源社会保障部",     "自然资源部", "生态环境部", "住房城乡建设部",
    "交通运输部", "水利部", "农业农村部", "商务部", "文化和旅游部",
    "国家卫生健康委", "应急管理部", "人民银行", "审计署", "国务院国资委", "税务总局", "市场监管总局", "金融监管总局",
    "国家医保局", "国家能源局", "中国气象局",
)  # fmt: skip
_PARTY = ("委办公室", "委组织部", "委宣传部", "委政法委", "委编办", "委网信办", "委依法治{}办", "纪委监委机关")
_OTHERS = (
    "法院",
    "检察院",
    "总工会",
    "妇联",
    "残联",
    "工商联",
    "人大常委会办公室",
    "税务局",
    "政务服务中心",
    "融媒体中心",
)
_ELIDED = ("教育局", "民政局", "司法局", "财政局", "水利局", "审计局")


class Drawer:
    """Draws bodies of one place; none twice in a task."""

    def __init__(self, chooser: Chooser, place: Place) -> None:
        self.chooser, self.place, self.taken = chooser, place, set[str]()

    def fresh(self, names: tuple[str, ...]) -> str:
        """Return a name not drawn yet for this task, or some department where all of these are."""
        left = [n for n in names if n not in self.taken]
        if not left:
            return self.organ()
        name = self.chooser.pick(left)
        self.taken.add(name)
        return name

    def organ(self) -> str:
        """Return a government department with the prefix of the place."""
        if self.place.level == "nation":
            return self.fresh(_NATION)
        names = _PROVINCE if self.place.level == "province" else _COUNTY
        return self.fresh(tuple(self.place.prefix + n for n in names))


def _one(name: Callable[[Drawer], str]) -> Kind:
    def make(drawer: Drawer) -> Entry:
        printed = name(drawer)
        return printed, (printed,)

    return make


def _prefixed(*names: str) -> Kind:
    def make(d: Drawer) -> Entry:
        prefix = d.place.prefix or "各"
        name = d.fresh(tuple(n.replace("{}", prefix) for n in names))
        return name, (name,)

    return make


def _alias(inner: str) -> Kind:
    def make(d: Drawer) -> Entry:
        organ = d.organ()
        other = d.chooser.pick(("知识产权局", "粮食和物资储备局", "文物局", "疾控局", "大数据局"))
        name = f"{organ}{inner.format((d.place.prefix or '国家') + other)}"
        return name, (name,)

    return make


def _elided(d: Drawer) -> Entry:
    first = d.organ()
    rest = d.chooser.sample([n for n in _ELIDED if not any(t.endswith(n) for t in d.taken)], d.chooser.between(1, 2))
    d.taken.update(d.place.prefix + n for n in rest)
    return "、".join([first, *rest]), (first, *rest)


def _towns(printed: str, *entries: str) -> Kind:
    def make(d: Drawer) -> Entry:
        if not d.taken.isdisjoint(entries):
            return _one(Drawer.organ)(d)
        d.taken.update(entries)
        return printed, entries

    return make


def _fixed(*names: str) -> Kind:
    return _one(lambda d: d.fresh(names))


# The plain kind first; a kind is taken only at the levels where it is printed.
BODIES: dict[str, Kind] = {
    "organ": _one(Drawer.organ),
    "party": _prefixed(*("{}" + n for n in _PARTY)),
    "other-organ": _prefixed(*("{}" + n for n in _OTHERS)),
    "alias": _alias("（{}）"),
    "alias-narrow": _alias("({})"),
    "alias-nested": _alias("（{}〔市民族宗教局〕）"),
    "elided": _elided,
    "branch": _fixed("市公安局青禾分局", "市自然资源局南屏分局", "市生态环境局青禾分局"),
    "bank": _fixed("人民银行云川市分行", "国家金融监管总局云川监管分局", "云川海关"),
    "company": _fixed("云川水务集团有限公司", "青禾城投公司", "国网云川供电公司", "澄江交投集团", "云川日报社"),
    "company-bracket": _fixed("智谷（云川）信息科技有限公司", "国能（南屏）热电有限公司"),
    "school": _fixed("云川大学", "云川职业技术学院", "青禾区第一中学", "南屏县职教中心"),
    "hospital": _fixed("云川市人民医院", "青禾区疾控中心"),
    "district": _fixed("青禾区政府", "南屏县人民政府", "临江县政府"),
    "committee": _fixed("云川高新区管委会", "青禾经开区管委会", "临江新区管委会"),
    "association": _fixed("云川市律师协会", "澄江省物业管理协会", "团市委"),
}
GROUPS: dict[str, Kind] = {
    "relevant": _prefixed("{}直有关部门", "{}级有关部门", "{}有关部门"),
    "every": _prefixed("{}直各部门", "{}直各单位"),
    "each-relevant": _fixed("各有关部门", "各有关单位", "各相关部门和单位", "各责任单位"),
    "relevant-both": _fixed("有关部门和单位", "各有关部门和单位"),
    "executive": _prefixed("{}直各行政执法部门", "{}直各执法部门"),
    "others": _fixed("其他有关单位", "其他相关部门"),
    "members": _prefixed("{}人民政府及其组成部门"),
}
AREAS: dict[str, Kind] = {
    "towns": _towns("各镇、街道", "各镇", "各街道"),
    "townships": _towns("各乡镇、街道", "各乡镇", "各街道"),
    "towns-each": _towns("各镇、各街道", "各镇", "各街道"),
    "towns-bracket": _fixed("各乡镇（街道）", "各镇（街道）"),
    "towns-only": _fixed("各镇", "各乡镇"),
    "parks-towns": _towns("各园区、镇、街道", "各园区", "各镇", "各街道"),
    "towns-governments": _towns("各镇人民政府、街道办事处", "各镇人民政府", "各街道办事处"),
}
REGIONS: dict[str, Kind] = {
    "counties": _fixed("各县（市、区）政府", "各县（市、区）人民政府"),
    "counties-comma": _fixed("各市、县、区政府", "各市、县、区人民政府"),
    "counties-shell": _fixed("各市、县〔市、区〕政府"),
    "counties-square": _fixed("各县[市、区]人民政府"),
    "districts": _fixed("各区、县级市", "各县区"),
    "cities": _fixed("各设区市政府", "各地级市人民政府"),
    "relevant-counties": _fixed("相关县（市、区）政府", "有关县（市、区）政府"),
}
NATION: dict[str, Kind] = {"provinces": _fixed("各省级人民政府", "各省、自治区、直辖市人民政府", "各地区")}
OPEN = {
    "等单位": "等单位",
    "等": "等",
    "等部门": "等部门",
    "等有关": "等有关部门",
    "等相关": "等相关单位",
    "等部门和单位": "等有关部门和单位",
}
JOINTS = {"和": "和", "及": "及", "以及": "以及", "与": "与", "、以及": "、以及"}
NONE = {"无": "无", "slash": "/", "dash": "—", "double-dash": "——", "empty": ""}


def _group_kinds(place: Place) -> dict[str, Kind]:
    if place.level == "nation":
        return {**NATION, "each-relevant": GROUPS["each-relevant"], "relevant-both": GROUPS["relevant-both"]}
    return {**GROUPS, **(AREAS if place.level == "county" else REGIONS)}


def list_units(drawer: Drawer, most: int, *, groups: bool, may_be_open: bool) -> Listed:
    """Return a printed list: bodies first, groups behind them, perhaps left open."""
    chooser = drawer.chooser
    entries = []
    count = chooser.between(1, most)
    for _ in range(count):
        kinds = BODIES
        if drawer.place.level == "nation":
            kinds = {k: BODIES[k] for k in ("organ", "alias", "company", "school")}
        entries.append(chooser.variant("unit", kinds)(drawer))
    closing = []
    if groups and chooser.random.random() < 0.5:
        closing.append(chooser.variant("group", _group_kinds(drawer.place))(drawer))
        if chooser.random.random() < 0.3 and drawer.place.level == "county":
            extra = chooser.variant("group", AREAS)(drawer)
            if not set(extra[1]) & set(closing[0][1]):
                closing.append(extra)
        if chooser.random.random() < 0.25:
            entries = []
    comma = chooser.variant("between", {"comma": "，", "mark": "、"}) if entries else ""
    joint = "、"
    printed = joint.join(p for p, _ in entries)
    if len(entries) > 1 and not closing and chooser.flag("between:和", 0.06):
        printed = joint.join(p for p, _ in entries[:-1]) + chooser.variant("joint-word", JOINTS) + entries[-1][0]
    if entries and len(closing) == 1 and chooser.flag("closing:和", 0.06):
        comma = chooser.variant("joint-word", JOINTS)
    printed += (comma if closing else "") + "，".join(p for p, _ in closing)
    units = tuple(u for _, names in (*entries, *closing) for u in names)
    if may_be_open and entries and not closing and chooser.flag("open", 0.12):
        return Listed(printed + chooser.variant("open", OPEN), units, open_ended=True)
    return Listed(printed, units)


def no_units(chooser: Chooser) -> Listed:
    """Return what is printed where nobody is named."""
    return Listed(chooser.variant("none", NONE), ())
