"""Printed quantities: a number with its unit and the words of comparison that touch it.

quantity = [comparator] number [余] unit [comparator] | number (至 | -) number unit

A number in two parts has the scale of the first: 三亿五千万元 is 3.5亿元.

Nothing is said here of what a quantity is for: a number of years, a ceiling of a subsidy and a target look alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from heapq import merge
from math import prod
from operator import attrgetter
from typing import Literal

from dutygraph.graph.model import Comparator
from dutygraph.ingest.text.outline import chinese_number

UnitKind = Literal["percent", "money", "time", "measure", "count"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity: where its surface begins and ends, its value (of a range: the lower), and how it compares.

    ``before`` and ``after`` are the words of comparison that touch it; ``upper`` is the end of a range; ``digits`` says
    whether the number is written in figures; ``per`` is what stands behind a slash (2次/年).
    """

    start: int
    end: int
    value: float
    upper: float | None
    unit: str
    kind: UnitKind
    digits: bool
    before: str
    after: str
    per: str | None


AT_LEAST = (
    "至少要?|不(?:能|应|宜)?少于|不(?:能|应|宜)?低于|不得少于|不得低于|不小于|超过|突破|高于|大于|多于|最少|最低(?!工资|生活|缴费|收购|价|保障|标准|限|值|气温)"
    "|超(?=[\\d一二三四五六七八九十百千万两])|不短于|≥|>="
)
AT_MOST = (
    "不(?:能|应|宜)?超过|不(?:能|应|宜)?高于|不多于|不大于|不得超过|不得高于|不得多于|不长于"
    "|低于|少于|小于|至多|最多|≤|<="
)
# Verbs that bound from above without being part of the quantity: 控制在10％ is at most that. 压减至3个 is exactly that.
BOUND_VERBS = "控制在|控制到"
_LEAST, _MOST = re.compile(AT_LEAST), re.compile(f"{AT_MOST}|{BOUND_VERBS}")

# Units; what follows in (?!…) would make another word of one: 个月, 部门, 支持, 节能, 期间.
_COUNTS = (
    "(?:人|天|台|艘|台套|亩|头|处|栋)次|人年|户次|家次|件次|场次|班次|架次|批次|车次|个百分点|百分点|人(?!工|才|口|民|均|力|员|大代|社|形|机|群|类|文)|名(?!单|录|称|牌)|户(?!籍|外|口|均)|家(?!庭|园|具|长|政|电|居|装)|个(?!月|工作日|小时|学时|课时|季度|年)|项(?!目)|件(?!数)|所(?!有|在|属|需)|处(?!理|罚|置|于|级)|套(?!餐)|篇"
    "|部(?!门|署|分|级|委|队)|支(?!持|撑|部|付|出)|座(?!谈)|条(?!例|件|款)|台套|台(?!账|风|阶)|辆|班(?!子|组)|张|份(?!额)|轮|款(?!项)|种(?!植|子|业|质|类)|株|棵|头(?!部|雁)|只(?!要|有|能)|羽|尾"
    "|枚|颗|艘|架(?!构)|宗|例|集(?!中|群|聚|成|团|体)|册|具(?![体有备])|对(?=[,。;、)]|$)|本(?!级|地|市|省|县|区|单|部|人|科|年)|幅|门(?!类|户)|节次|节(?!能|约|点|水|目|日)"
    "|堂|课(?!题|程|时)|期(?!间|限|末|满|工|项|建|扩)|次(?!日|年|月|要|数(?![据字学控]))|场(?!所|景|地|馆|址)|间(?!接)|栋|幢|组(?!织|建|成)|队(?!伍)"
    "|列(?![入为出举席车])|盏|口(?![号径岸碑腔岁径])|眼(?![科下前光])|孔|根(?!据|本|治)|趟|吨级|单(?![位元独项个价一纯体])|大类(?=\\d|以[内上下]|[,。;、)]|$)|类(?=以[内上下]|[,。;、)]|$)|起(?=以[内上下]|[,。;、)]|$|[典案事违交生较重安])|页(?![面码岩])|卷(?![入烟积])|笔(?![记试画者])|块(?![状链头])|车位|泊位|床位|学位|标箱|标准箱|机架|标准机架"
)
_MEASURES = (
    "吨标准煤|吨标煤|(?:千克|公斤|克)标准?煤|吨|公斤|千克|斤|立方米|平方米|平方公里|平方千米|公顷|亩次?|公里|千米|[毫厘]米|米(?!饭)|k?m[23²³]|[㎡㎥]|千瓦时|千瓦|兆瓦|千伏安|倍"
    "|分贝|分(?![之钟别类区级步局散行公支布批点])|岁|(?:微|毫)克每(?:立方米|升)|微克|毫克|克(?=/)|升(?=/)|方(?![面案式向位法针便米可能块正圆])|[TPE]B|[EP](?:FLOPS|Flops|flops)|P(?![A-Za-z])|[kKMG][wW]h?|标准?台"
)
_MONEY = "元|美元"
_TIMES = (
    "学时|课时|小时|分钟|天|日(?!常|均|报)|个月|个工作日|工作日|周(?!年|边|期)|个?季度|个?学期"
    r"|(?<!\d\d\d\d)年(?=以上|左右|[,。;、:)\s]|$)"
)
_DIGITS = r"(?<!\d)\d{1,9}(?:,\d{3}){0,4}(?:\.\d{1,6})?(?!\d)"
# 三千六百, 一百零五; 三千 alone is three of a unit, as 3千.
_CHINESE = "(?:[一二三四五六七八九两]千零?(?=[一二三四五六七八九]))?[一二三四五六七八九十百两零]{1,7}"
# 三亿五千万, 3亿5千万, 三万五千: what stands before the number that has the unit, and how that then begins.
_LOW = r"\d{1,4}[十百千]?[万千百]|\d{3,4}(?![\d.])|[一二三四五六七八九两]?[十百千]|[一二三四五六七八九两十百]{1,4}万"
_HIGH = rf"(?:(?P<high>{_DIGITS}|{_CHINESE})(?P<high_scale>[亿万])零?(?={_LOW}))?"
_EXACT = 20  # a numeral in characters from here on counts as one in figures does: 二十座, not 三方 or 百个
_SCALE = "(?:万亿|千亿|百亿|千万|百万|十万|亿|万|千|百)"
# 100万农村贫困人口: who is counted stands for the unit.
_PEOPLE = (
    "(?:农村|城镇|城乡|贫困|低收入|困难|新增)*"
    "(?:人口|农民|农户|群众|居民|劳动力|职工|毕业生|学生|老年人|儿童|妇女|用户|移民)"
)
_AFTER = r"(?P<after>(?:及|或|\(含\))?(?:以上|以下|以内|之内)|左右|上下)?"
QUANTITY = re.compile(
    rf"(?P<before>{AT_LEAST}|{AT_MOST})?\s*"
    rf"(?:(?P<low>{_DIGITS})\s*(?P<low_percent>%)?(?P<low_unit>{_SCALE}?)\s*[-~至到]\s*)?"
    rf"(?:(?P<percent>{_DIGITS})\s*(?P<sign>[%‰])(?![0-9A-Fa-f]{{2}})"
    rf"|(?P<fraction>[二三四五六七八九十]{{1,2}}分之[一二三四五六七八九])|(?P<most>(?:半数|一半)(?=以上)|(?:(?<=超过)|(?<=少于))半数|(?<=[减降短低])一半)"
    rf"|百分之(?P<chinese_percent>{_CHINESE}|{_DIGITS})"
    rf"|(?:{_HIGH}(?P<number>{_DIGITS}|{_CHINESE})\s*(?P<some>[余多])?|(?<=超)(?P<big>[百千]))"
    rf"(?P<unit>{_SCALE}?(?P<some2>[余多])?"
    rf"(?:(?P<count>{_COUNTS})|(?P<time>{_TIMES})|(?P<measure>{_MEASURES})|(?P<money>{_MONEY}))"
    rf"|(?P<bare>万亿|亿|万)(?=以[上下内]|左右|[^\u4e00-\u9fff]|$|(?P<people>(?={_PEOPLE}))))"
    rf"(?P<slash>/(?:[千万百十]人|万户|百户|立方米|平方公里|平方米|公里|公顷|亩|吨标准煤|吨|升|千瓦时|平方千米|人|年|季度?|月|周|日|天|次|小时|户|台|[万亿]元)"
    rf"|\((?:套|户|人|次|所|个|处|项|家|座|间|台|栋|班)\))?"
    rf"|(?P<rate>{_DIGITS})(?P<of>/(?:10|100|十|百)?万)(?!元)"  # 12/10万
    rf"|翻(?P<doubled>[一两二三四1-4])番"
    rf"|(?P<tenths>[一二三四五六七八九两])成(?![立为果效本员功就熟品长分套片型都份]))"
    rf"\s*{_AFTER}"
)
_ITEM_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})+\s+\D+")  # 7.2 本预案由… opens an item
_ROW = 40  # how far a row of numbers that share a unit may reach
_PER_SLASH = {"年": "FREQ=YEARLY", "季": "FREQ=MONTHLY;INTERVAL=3", "月": "FREQ=MONTHLY", "周": "FREQ=WEEKLY"}


def find_quantities(folded: str) -> Iterator[Quantity]:
    """Yield the quantities of a folded text in order."""
    yield from merge(_with_units(folded), _indexes(folded), key=attrgetter("start"))


def _with_units(folded: str) -> Iterator[Quantity]:
    for match in QUANTITY.finditer(folded):
        quantity = _quantity(match)
        if (
            match.group("number")
            and folded[match.start("number") - 1 : match.start("number")] in (".", ",")
            and (match.start("number") > 1 and folded[match.start("number") - 2].isdigit())
        ):
            continue
        if match.group("number") and not match.group("before") and folded[match.start() - 1 : match.start()] == "第":
            continue  # 第三方
        if _ITEM_NUMBER.fullmatch(folded, match.start(), match.end()) and folded[: match.start()].strip() == "":
            continue
        if (
            quantity.before == "突破"
            and quantity.kind == "count"
            and re.match("[\u4e00-\u9fff“]", folded[match.end() :])
        ):
            # 突破10项关键技术 names a deed, 产值突破10亿元 a comparison.
            quantity = replace(quantity, start=quantity.start + len("突破"), before="")
        yield from _without_unit(folded, quantity)
        yield quantity


# 发展指数达到105以上, 有效利用系数提高到0.57, 电能利用效率在1.25以下: a measure that has no unit. Years are none.
_INDEX = re.compile(
    r"(?:指数|系数|收入比|利用效率值?|比值|得分|评分|分值|容积率|绿视率|PUE值?|CMI值?|死亡率)(?:\([^()\d]{2,14}\))?(?:[由从][\d.:]{1,8})?[^,。;\d]{0,6}?"
    rf"(?P<surface>(?P<before>{AT_LEAST}|{AT_MOST})?\s*(?P<number>(?!(?:19|20)\d\d(?!\.))\d{{1,4}}(?:\.\d{{1,4}})?))"
    rf"(?P<after>(?:及|或)?以[上下内]|左右)?(?=[,。;、)]|$)"
)


def _indexes(folded: str) -> Iterator[Quantity]:
    for match in _INDEX.finditer(folded):
        value, after = float(match.group("number")), match.group("after") or ""
        end, before = match.end(), match.group("before") or ""
        yield Quantity(match.start("surface"), end, value, None, "", "measure", True, before, after, None)


# 分别提高5、8个百分点, 分别建成10、20所: the unit stands once, behind the last.
_UNIT_AHEAD = re.compile(
    rf"(?:分别[^,。;\d]{{0,10}}|达到?|提高|下降|降低|增长|减少|[为至到])(?P<numbers>(?:{_DIGITS}[、和及])+)$"
)


def _without_unit(folded: str, quantity: Quantity) -> Iterator[Quantity]:
    """Yield the quantities before one in a row that share its unit."""
    row = _UNIT_AHEAD.search(folded[max(0, quantity.start - _ROW) : quantity.start]) if quantity.digits else None
    if row is None or quantity.before or quantity.unit in ("年", "月", "日"):
        return
    first = max(0, quantity.start - _ROW) + row.start("numbers")
    for number in re.finditer(_DIGITS, row.group("numbers")):
        yield replace(
            quantity,
            start=first + number.start(),
            end=first + number.end(),
            value=_number(number.group()),
            upper=None,
            after="",
        )


def _quantity(match: re.Match[str]) -> Quantity:
    g = match.groupdict()
    value, unit, kind, digits = _value(g)
    low = _number(g["low"]) if g["low"] else None
    slash, per = g["slash"] or "", None
    if slash.startswith("/"):
        per = _PER_SLASH.get(slash[1]) if kind == "count" or g["time"] in ("学时", "课时") else None
        unit = unit if per else unit + slash
    if slash.startswith("("):
        unit += slash  # 2.5万场（次）
    start = match.start()
    if g["big"] and not g["before"]:
        start -= 1  # 超百亿元
    before = g["before"] or ("超" if g["big"] else "")
    if low is not None and low < value:
        return Quantity(start, match.end(), low, value, unit, kind, digits, before, g["after"] or "", per)
    if g["some"] or g["some2"]:
        return Quantity(start, match.end(), value, None, unit, kind, digits, before, g["after"] or "余", per)
    return Quantity(start, match.end(), value, None, unit, kind, digits, before, g["after"] or "", per)


def _value(g: dict[str, str | None]) -> tuple[float, str, UnitKind, bool]:
    if g["percent"]:
        return _number(g["percent"]), g["sign"] or "%", "percent", True
    if g["chinese_percent"]:
        return _number(g["chinese_percent"]), "%", "percent", True
    if g["fraction"]:
        whole, part = (chinese_number(n) for n in g["fraction"].split("分之"))
        return round(100 * part / whole, 2), "%", "percent", False
    if g["most"]:
        return 50.0, "%", "percent", False
    if g["tenths"]:
        return _number(g["tenths"]), "成", "measure", False
    if g["rate"]:
        return _number(g["rate"]), g["of"] or "", "measure", True
    if g["doubled"]:
        return _number(g["doubled"]), "番", "measure", True
    unit = g["bare"] or re.sub("[余多]", "", g["unit"] or "")
    kind: UnitKind = (
        "count"
        if g["count"] or g["people"] is not None
        else "time"
        if g["time"]
        else "money"
        if g["money"]
        else "measure"
    )
    if g["big"]:
        return (100.0 if g["big"] == "百" else 1000.0), unit, kind, True
    number = g["number"] or ""
    value = _number(number)
    if g["high"] and g["high_scale"]:
        scale = g["high_scale"]
        printed = re.match(_SCALE, unit)
        share = value * (_times(printed.group()) if printed else 1) / _times(scale)
        unit = scale + (unit[printed.end() :] if printed else unit)
        return round(_number(g["high"]) + share, 8), unit, kind, True
    exact = value >= _EXACT or re.match("[百千]?[万亿]", unit) is not None  # 十二万棵, not 百万棵
    return value, unit, kind, number[0].isdigit() or (len(number) > 1 and exact)


_SCALES = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000, "十": 10}


def _times(scale: str) -> int:
    """What a word of scale multiplies by: 千万 by ten million."""
    return prod(_SCALES[char] for char in scale)


def _number(printed: str) -> float:
    plain = printed.replace(",", "")
    return float(plain) if plain[0].isdigit() else float(chinese_number(plain))


def comparator(quantity: Quantity, last: Quantity | None, clause: str) -> Comparator:
    """From the word behind, then the word that touches, then one earlier in the clause (至少组织1次).

    In 分别达到90％和95％以上 the word behind the ``last`` holds for all. A range is reached at its lower end, unless it
    bounds.
    """
    after = quantity.after or (
        last.after if last is not None and last.kind == quantity.kind and not _is_whole(quantity) else ""
    )
    if after in ("左右", "上下") and not quantity.before:
        return "="  # 控制在15%左右
    if after.endswith("以上") or after == "余":
        return ">="
    if after.endswith(("以下", "以内", "之内")):
        return "<="
    if quantity.before == "超":
        return ">="
    for word in (quantity.before, clause.replace("突破", "")):
        most, least = last_match(_MOST, word), last_match(_LEAST, word)
        if most is not None and (least is None or least.start() <= most.end()):
            if least is not None and least.start() < most.start() and not most.group().startswith("不"):
                return ">="  # 不低于 holds 低于
            return "<="
        if least is not None:
            return ">="
    return ">=" if quantity.upper is not None else "="


def _is_whole(quantity: Quantity) -> bool:
    """Whether a quantity is all there is, so that the 以上 of its row is not its own: 分别达到100％、98％以上."""
    return quantity.kind == "percent" and quantity.value == 100


def last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the last match of a pattern in a text."""
    matches = list(pattern.finditer(text))
    return matches[-1] if matches else None


def is_compared(quantity: Quantity, clause: str) -> bool:
    """Whether something says that a number counts: 至少, 以上, 不少于, or a range."""
    return (
        bool(quantity.before)
        or quantity.after.endswith("以上")
        or quantity.upper is not None
        or _LEAST.search(clause) is not None
    )
