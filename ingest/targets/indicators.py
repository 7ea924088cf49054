"""What a quantity measures, as the shortest span that says it: behind it (1次培训) or before it (出庭率达到).

indicator = name reach quantity | quantity [的] name
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dutygraph.ingest.dates.dates import DateDraft
from dutygraph.ingest.targets.quantities import AT_LEAST, AT_MOST, Quantity
from dutygraph.ingest.text.passage import Passage

REACH = re.compile(
    r"(?:每次|每期|每轮|分别|(?<![人户])均|都|总体|基本|稳定|力争|要|应|须|需|全部|总量|累计|年均|原则上|一般|平均|每年|进一步|逐步|再|约|不断|控制|总数|以上|同比|以|也)*(?:达到|达|提高到|提高至|提升到|提升至|保持在|稳定在|维持在|增长到|增长至|增长"
    r"|提高|提升|降低到|降低至|降至|降低|下降到|下降至|下降|降到|减少到|减少|减至|缩减至|扩大到|扩大至|缩小到|缩小至|缩小|增加到|增加至|增加|控制在|控制到|压减至|压缩至|压降至|压缩到|压缩|压减|压降|削减|净减少|回升至|回落至|缩短至|缩短|精简|提速|节约|增至|升至|上升到|回升到|翻|为|在|占(?!比)|超|实现|完成|保持|不断|以|拉动|增幅|增速)?"
    r"(?:至|到|在|约|不)?\s*$"
)
_VERBS = (
    "努力|全力|积极|加快|大力|应当|应该|要(?![素点件])|须|需(?!求)|可(?![再持视用靠办及信追达溯控])|能(?![人源力量级耗效])|必须|至少|组织开展|组织实施|组织召开|组织举办|组织|开展|举办|召开|举行|进行|接受|参加|完成|实施|建成|建设(?!用地)|打造|培育"
    "|新建成|新建|新增|改建|扩建|改造|建立|选取|选树|选聘|遴选|选择|选派|发布|制定|制订|推出|引进|招引|引育|培养|培训|打造出|落实|安排|认定|扶持|支持|形成|确保|实现|推动|力争|争取|开发(?!区|商|局|银行|利用|强度|边界|者)|每人|创建|申报|创成|达到|净增|配备"
    "|设立|推进|推广|推荐|评选|评定|储备|征集|梳理|编制|出台|整治|更新|新(?=[改扩])|孵化|聚集|集聚|研制|攻克|突破|获批|获得|配置|投放|开通|开设|压减|压缩|缩短|促进|保持|使(?!用)|带动|帮助|累计|继续|进一步|原则上|再(?!生|制造|就业)|并(?!网)|年内"
)
VERB = re.compile(_VERBS)
_DOES = re.compile(r"(?:进行|开展|实施|实行|组织)$")  # 对企业进行100%全覆盖巡查
_DEED = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:配备|配齐|安装|建成(?!区)|新建|建设(?!用地)|培训|选派|打造|购置|投放|创建|培育|新增|完成|解决)"
)
_ACTS = re.compile(r"开展|举办|召开|遴选|选树|滚动发布|招引")
_LEADING_VERBS = re.compile(rf"^(?:{_VERBS})+")
# Deeds that leave what is counted: 补种岸线苗木1万株, 接待游客80万人次. Not 化解债务2亿元, which is not to be had;
# nor of what ends in a measure (接待游客人数).
_DEEDS = re.compile(
    r"^(?:平均)?(?:补种|补植|补建|增建|栽植|接待(?![中站点处])|惠及|编印|印制|出版|归集|制发|营造(?!林)|整合|统筹(?!协调)|筹集|募集|抽检(?!点)|加固(?![工项])|修缮(?![工项])|慰问|走访"
    r"|购置|添置|采购|招聘(?![会活])|资助|受理|铺设|敷设|架设|安置(?![房点区])|吸纳|增设|打通|解决|收集|储备(?!库)|检查(?![站点]))(?=.{2})"
)
# 1．打造夜市2条, 今年到位资金增长10%: a point's number, and when, are no part of what is measured.
_OPENING = re.compile(r"^(?:\d{1,3}[．.、](?!\d)|[（(]\d{1,3}[)）]|[①-⑳]|(?:今|本|全)年度?(?=.{3}))\s*")
RATE_END = re.compile(
    r"(?:率|比例|比重|占比|数|量|额|度|面积|水平|指数|人数|覆盖面|总数|产值|值|规模|收入|投入|时间|时限|里程|能力|强度|浓度|能耗|密度|总额|余额|涨幅|增幅|增速|占地|床位|座位|寿命|年限)$"
)
# 试点项目遴选数量: how many of what stands before
_MEASURE_ALONE = re.compile("(?:数量|总数|人数|次数|场次|规模|面积|比例|金额|总额)")
# 培训合格率: of what the verb says; 提高合格率 is told to be raised.
_RATE_OF_WORK = re.compile("(?:培训|改造|整治|建设|更新|配备|安装|治理|申报|招聘|引进|培育)[^、,，\\d]{1,3}率")
_JOINT = re.compile(r"[、和及与](?!以[上下])")
# 播种面积保持稳定、产量: what has its own predicate is another thing.
_DONE_BEFORE = re.compile(
    r"^.*(?:稳定|提升|提高|增长|增强|完善|改善|优化|推进|加强|深化|健全|形成|建成|实现)、(?=[^、]{2,}$)"
)
# Whose measure it is: 各级党委中心组集中学习时间, 领导班子成员中女干部比例.
_WHOSE = re.compile(
    r"^各级[^、,]{0,14}?(?:党委|政府|部门|单位|机关)(?:[(（]党组[)）])?(?:中心组)?(?=.{4})"
    r"|^.*(?:成员|人员|队伍|干部|职工|企业)中(?=.{2,}(?:比例|占比|比重)$)"
)
# Against what it is measured: 能耗比2020年下降, 时限较法定时限压缩, 在2015年的基础上减少; and from where: 由58%提高到.
_AGAINST = re.compile(
    r"(?:(?:(?<!占)比|较|与)[^,，]{0,3}?(?:(?:19|20)\d{2}年?|上一?年度?|去年|同期|法定[^,，]{0,6}|上年同期|“?十[二三四五]五”?末?期?)[^,，]{0,4}(?:相比)?"
    r"|(?:压缩|压减|缩短)(?:至|到)法定[^,，]{0,6}|在[^,，]{2,12}基础上|(?:由|从)[^,，]{0,24}?[\d一二三四五六七八九十][^,，]{0,8}?"
    r"|(?:提升|提高|增长|上升|下降|降低|减少)[\d.]+(?:个百分点|[%％]))$"
)
# 提高到每人每月750元: for whom a standard holds stands between.
EACH = re.compile(r"(?:每(?:人|户|生|名|亩|床)(?:每[年月])?(?:每天)?|每[年月])\s*$")
LONGEST_RUN = 12  # no word holds for more figures in a row
_WHEN = re.compile(r".*(?:\d年|季度|月|\d日|半年)[底末]?前?")  # 6月、9月分别开展1次: when, not what
# What no longer says what is counted: 便民服务中心作为试点 → 便民服务中心.
_TAIL = re.compile(r"(?:作为|用于|并|(?<![级及])以上|参与|进入|纳入|投入|\(见|;).*$")


def name_indicators(
    text: Passage, quantities: Sequence[Quantity], n: int, clause: tuple[int, int], dates: Sequence[DateDraft]
) -> list[str]:
    """Say what the nth quantity measures; verbs alone leave it to the words before a colon (成长驿站：新建成2家)."""
    names = _names_in_clause(text, quantities, n, clause, dates)
    heading = _HEADING.search(text.text[: clause[0]])
    if heading is None or any(not ONLY_VERBS.fullmatch(name) for name in names):
        return names
    return [heading.group("name")]


# 2024年、2025年分别改造农村公路120公里、150公里: when, not what.
_YEARS_AHEAD = re.compile(
    r"^(?:其中:?)?(?:[到至]|力争|预计)?(?:(?:19|20)\d{2}年?[底末]?(?:以及|[、和及与])?(?=(?:19|20)\d{2}|[^\d]))+"
)
# 新增托位2023年、2024年分别不少于300个、200个
_YEARS_BEHIND = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:(?:19|20)\d{2}年?[底末]?(?:以及|[、和及与])?){2,}(?=分别)")
# 固定资产投资确保完成120亿元, 研发投入强度逐年提升0.2个百分点
_LITTLE_WORDS = re.compile(
    r"(?:原则上|一般|约|(?<=[\u4e00-\u9fff]{2})(?:各|确保|力争|逐年(?:提高|提升|下降|降低|增加|增长|减少)?|[两三四五]年))$"
)
_HEADING = re.compile(r"(?P<name>[\u4e00-\u9fff“”]{2,16})[：:]$")
ONLY_VERBS = re.compile(rf"(?:{_VERBS}|提升|提质|增加|增长|分别|达到?|完成)*")


def _names_in_clause(
    text: Passage, quantities: Sequence[Quantity], n: int, clause: tuple[int, int], dates: Sequence[DateDraft]
) -> list[str]:
    """Say what the nth quantity measures; several names where one number holds for all (A率、B率达100％).

    None where its clause does not say it (…，达到42%).
    """
    raw, quantity = text.text, quantities[n]
    clause_start, clause_end = clause
    behind = _behind(raw, quantities, n, clause_end)
    before = raw[_opens(raw, quantities, n, clause_start, dates) : quantity.start]
    if not before and not behind:
        # 集中学习时间每年不少于8天: the time stands between.
        last = max((d.start for d in dates if clause_start < d.end <= quantity.start), default=clause_start)
        before = raw[clause_start:last]
    shared = _shared_names(raw, quantities, n, clause_start)
    if shared is None or shared:
        return shared or []
    before = EACH.sub("", before)
    reach = REACH.search(before)
    head = before[: reach.start()] if reach is not None else before
    if head.endswith(("（", "(")) and n and quantities[n - 1].end > clause_start:
        return []  # 农业工厂10家以上（累计达80家）
    head = _AGAINST.sub("", head)
    head = re.sub(r"(?<=[\u4e00-\u9fff]{2})[（(][^（()）]*[）)]$", "", head)
    reached = bool(reach and reach.group().strip())
    if behind.startswith("的") and len(behind) > 2 and not (reached and RATE_END.search(head)):
        return [behind[1:]]
    if quantity.kind == "money" and head.endswith("投资") and VERB.match(behind):
        return ["投资"]  # 县文旅局投资2亿元建成场馆: what the money is for is no measure of it
    measured = RATE_END.search(head) is not None or (reached and len(head) >= 2)
    if len(behind) >= 2 and not measured and (quantity.kind != "percent" or _DOES.search(head) or len(head) < 2):
        return [behind]
    if not head and not behind:
        said = reach.group().strip() if reach is not None else ""
        if said.startswith("年均"):
            return [said]
        # 护理型床位占比2024年达到58%: the name stands before the time.
        time = next((d.start for d in dates if clause_start < d.start and d.end <= quantity.start), clause_start)
        name = strip_subject(raw[clause_start:time])
        return [name] if RATE_END.search(name) and not re.search(r"\d", name) else []
    if quantity.kind == "percent" and not reached and not measured and len(head) >= 2 and len(behind) >= 2:
        # 新建小区100％配建养老设施; of 初阶100％普及、中阶40％覆盖 its own item
        opens = raw.rfind("、", clause_start, quantity.start) + 1 or clause_start
        closes = raw.find("、", quantity.end, clause_end)
        return [raw[opens : closes if closes >= 0 else clause_end]]
    if measured:
        return [strip_subject(part) for part in _coordinated(head)]  # 化肥、农药利用率均达到40% is one
    name = strip_subject(re.sub(rf"(?:{AT_LEAST}|{AT_MOST})\D*$", "", head))
    return [name or behind or strip_subject(head) or raw[clause_start:clause_end]]


def _opens(raw: str, quantities: Sequence[Quantity], n: int, clause_start: int, dates: Sequence[DateDraft]) -> int:
    """Where the words before a quantity open: behind the last time, or behind a quantity that a joint ends."""
    start = quantities[n].start
    opens = [clause_start, *(d.end for d in dates if clause_start <= d.end <= start)]
    for at in range(n - 1, -1, -1):
        earlier = quantities[at]
        if earlier.end < clause_start:
            break
        if earlier.unit == "岁":
            continue  # 3岁以下儿童管理率、孕产妇管理率达到
        acts = [m.end() for m in _DEED.finditer(raw, earlier.end, start)]
        if acts and acts[-1] < start:
            opens.append(acts[-1])  # 为12个重点村配备律师15名
        if earlier.end <= start:
            joint = re.match(r"[^、和及与]{0,12}[、和及与](?!以[上下])", raw[earlier.end : start])
            if joint is not None and (joint.end() == 1 or earlier.kind != "percent"):
                opens.append(earlier.end + joint.end())
    return max(opens)


def _behind(raw: str, quantities: Sequence[Quantity], n: int, clause_end: int) -> str:
    """The words behind a quantity, up to the next one and the joint before it (50所A和150个B)."""
    end = clause_end
    after = n + 1
    if after < len(quantities) and quantities[after].start == quantities[n].end:
        after += 1  # 3个50兆瓦光伏项目
    if after < len(quantities) and quantities[after].start < clause_end:
        end = quantities[after].start
    behind = raw[quantities[n].end : end].strip()
    if end < clause_end:
        behind = re.sub(rf"[、和及与](?:{_VERBS})*[^、和及与]{{0,12}}$", "", behind)
    if behind.startswith(("、", "和", "及", "与")):
        return ""  # 示范村10个、和美乡村5个: what follows is the next one's
    if behind.startswith(("（", "(")) or re.fullmatch("的?(?:工作|预期|年度)?(?:目标|任务|目标任务|要求|水平)", behind):
        return ""
    return _TAIL.sub("", behind).strip()


def _shared_names(raw: str, quantities: Sequence[Quantity], n: int, clause_start: int) -> list[str] | None:
    """A、B分别达到90％和95％: the quantities of the clause in turn take the names before 分别.

    None where years stand there, and verbs alone behind: 支持企业上云，2024年、2025年分别新增1万家、2万家.
    """
    run = [n]
    while 0 < run[0] > n - LONGEST_RUN and re.fullmatch(
        r"\s*[、和及与]\s*", raw[quantities[run[0] - 1].end : quantities[run[0]].start]
    ):
        run.insert(0, run[0] - 1)
    while run[-1] + 1 < min(len(quantities), n + LONGEST_RUN) and re.fullmatch(
        r"\s*[、和及与]\s*", raw[quantities[run[-1]].end : quantities[run[-1] + 1].start]
    ):
        run.append(run[-1] + 1)
    head = raw[clause_start : quantities[run[0]].start]
    head = _YEARS_BEHIND.sub("", _YEARS_AHEAD.sub("", head))
    at = head.rfind("分别")
    if at == 0 and len(run) > 1:
        name = strip_subject(REACH.sub("", head[len("分别") :]))
        return [name] if len(name) > 1 and not ONLY_VERBS.fullmatch(name) else None
    if len(run) < 2:
        # 示范家庭农场和示范社分别达到10000家: one number, which each reaches; 分别增长 leaves the verb to neither.
        each = [strip_subject(part) for part in _JOINT.split(head[:at])] if at >= 0 else []
        named = len(each) > 1 and all(len(name) > 1 and not _WHEN.fullmatch(name) for name in each)
        return each if named else []
    reach = REACH.search(head)
    head = head[:at] if at >= 0 else head[: reach.start()] if reach is not None else head
    head = _AGAINST.sub("", head)
    names = [strip_subject(p) for p in _JOINT.split(head) if p]
    if len(names) == 1:
        return names
    if len(names) > len(run):
        # 电话接通率和部门办理率: parted at the joints that end a measure.
        names = [strip_subject(p) for p in _coordinated(head)]
    if len(names) != len(run):
        return []
    # 花生种植、收获机械化率: the first lacks what ends the last, and is named by the whole.
    whole = RATE_END.search(names[-1]) is not None and RATE_END.search(names[run.index(n)]) is None
    return [strip_subject(head)] if whole else [names[run.index(n)]]


def _coordinated(head: str) -> list[str]:
    """Part 出庭率、实际执行到位率 into its measures; a joint inside one name (业务知识和法规) parts nothing."""
    head = _DONE_BEFORE.sub("", head)
    parts: list[str] = []
    for piece in re.split(rf"({_JOINT.pattern})", head):
        goes_on = bool(parts) and parts[-1][-1:] in tuple("、和及与") and not RATE_END.search(parts[-1][:-1])
        if goes_on or (parts and _JOINT.fullmatch(piece)):
            parts[-1] += piece
        else:
            parts.append(piece)
    trimmed = [re.sub(r"[、和及与]$", "", p) for p in parts if p.strip("、和及与")]
    return trimmed if trimmed and all(RATE_END.search(p) for p in trimmed) else [head]


def strip_subject(name: str) -> str:
    """Cut the verbs and little words that open a name; 完成率 and 培训率 are names."""
    name = _OPENING.sub("", name.strip())
    name = re.sub(r"^(?:各(?=报告|报送|上报|汇报|通报|检查|组织|召开|开展|举办))", "", name)  # 6月、12月各报告一次
    name = re.sub(r"^[一二三四五六七八九十]是", "", name)  # 三是完成村庄规划144个
    name = re.sub(r"^(?:对(?!.*的)|和(?!美|谐|田|平)|将|使|把|并|且|其中|到(?!位)|以|按照|引导)", "", name)
    name = _WHOSE.sub("", name)
    if _RATE_OF_WORK.fullmatch(name):
        return name
    bare = _LEADING_VERBS.sub("", name).strip()
    bare = _LITTLE_WORDS.sub("", bare)
    acts = [m.end() for m in _ACTS.finditer(bare)]
    if acts and len(bare) - acts[-1] > 1 and not _MEASURE_ALONE.fullmatch(bare[acts[-1] :]):
        bare = bare[acts[-1] :]  # 在社区开展免费培训, 省属企业滚动发布典型案例
    if bare.startswith("的"):
        return name  # 完成改造的小区
    bare = bare.removesuffix("的")
    bare = bare if RATE_END.search(bare) else _DEEDS.sub("", bare)
    return bare if len(bare) > 1 else name
