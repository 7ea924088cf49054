"""A printed list of units into its names.

list = name {separator name}; separator = "、" | "，" | "；" | "," | ";"

Separators inside brackets part nothing, nor do those inside one name (各市、县〔市、区〕政府). What stands for
nobody (无, /, —) gives no name; "等单位" leaves the list open, which is reported and not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dutygraph.ingest.text.passage import Passage, join
from dutygraph.ingest.units.elided import leaves_out, shared_tail
from dutygraph.ingest.units.organs import is_listed
from dutygraph.ingest.units.remits import is_field, is_office, is_remit

_OPEN, _CLOSE = "([<{《“", ")]>}》”"
_SEPARATORS = "、,;，；①②③④⑤⑥⑦⑧⑨⑩⑪⑫"
_NOBODY = re.compile(
    r"(?:无(?:配合单位|责任单位|牵头单位)?|[/\\-]+|暂无|暂缺|略|空|—+|…+|不涉及|以下(?:分工|任务|各项)?均(?:含|包括).*)?"
)
# 省国资委等单位, 教育部等有关部门和单位按职责分工负责: the words from 等 on; 中等职业学校 keeps its 等.
_OPEN_END = re.compile(
    r"(?<!中)(?<!高)(?<!初)(?<!同)(?<!平)等(?:\d+[家个]?|[一二三四五六七八九十]+[家个]?)?(?:[中国]央|国务院|[省市区县]级?)?"
    r"(?:各|有关|相关|其他|多个|责任|成员|配合|直属|所属|重点|属地|辖区|[沿涉临][\u4e00-\u9fff](?=[乡镇街县市区])){0,3}(?:职能|行业|主管|业务|行政|执法|监管|监督|管理|审批|服务)*"
    r"(?:(?:部门|单位|地区|地方|企业|机构|方面|院校|高校|部委|[省市区县旗州镇乡()、]{1,8}(?:人民)?(?:政府|管委会)?|街道|镇街|处室|科室|地市?|(?:群团|社会|行业)?(?:组织|团体))"
    r"(?:[和及、]|以及)?(?:相关|有关)?)*$"
)
# 市海关等具有行政强制权和财产登记、保管职能的政府部门和单位: what the others are like.
_OPEN_DESCRIBED = re.compile(
    r"等(?:具有|负有|承担|涉及|有关联)[^,;]{2,40}的(?:政府)?(?:部门|单位|机构)(?:[和及](?:部门|单位|机构))?$"
)
# …全国妇联等和各省级人民政府负责: an open list with one more name behind it.
_OPEN_MIDDLE = re.compile(
    r"(?<!中)(?<!高)(?<!初)等(?:有关|相关)?(?:(?:部门|单位)(?=(?:和|及|以及|与)各[^、,])|(?:部门|单位)?(?=(?:和|及|以及|与)(?:各|有关|相关)[^、,]{2,}))"
)
# Two names joined by a word, each a whole organ by itself. Not inside one name: 住房和城乡建设局, 各级党委和政府,
# 区人民政府及其组成部门.
_AND = re.compile("会同|以及|和|及|与|暨")
# 区水利局、以及各镇: the joint behind a mark. 和平区教育局 keeps its 和.
_JOINT = re.compile(r"(?:以及|并?会同|及|(?:和|与)(?=[省市区县镇乡旗州各]|有关|相关|其他))(?=..)")
# A group behind a joint stands for itself: 某某学会及各地区.
# What several fields may share at the end of the last: 县发展改革、财政部门; 市教育、民政局.
_SHARED = re.compile("(?:主管|监管)?部门$|[局委厅]$")
_GROUP = re.compile(r"(?:各|有关|相关)(?:地区|部门|单位|地方|[省市区县旗州盟])")
# 各区交通主管部门及公交企业, 各区政府及设施权属单位: who owns or runs something, behind offices. Not 及所属企业.
_FIRMS = re.compile("(?!其|所属|直属|下属|有关|相关).{2,12}(?:企业|(?:权属|产权|运营|经营|养护|业主|施工)单位)")
_NOT_AND = re.compile(r"(?:党委|党工委|业|各部门)$")
_COUNTED = re.compile(r"\d{1,2}个?(?:区|县|区县|地市|设区市)")  # 16区和经济开发区
_SHORTEST = 4  # of such a name behind a space
_SPACE = re.compile(r"\s*[/.·。]\s*|[ \t\u3000]+")
_TAIL = re.compile(
    r"(?:按(?:照)?(?:各自)?(?:职责|职能)(?:分工)?(?:分别|协同|共同|抓好|做好)?(?:负责|落实|推进)?"
    r"|分(?:工|别)负责|共同负责|负责|配合|参与|牵头)$"
)
# 市交通局（按职责分工）: how, which is no part of the name.
_HOW = re.compile(r"\((?:按照?|依|依据|根据)(?:各自)?(?:职责|职能)(?:分工)?(?:分别|共同)?(?:负责|落实|推进)?\)$")
# Governments below one another that share a last word: 各市、县、区政府 and 各区、县级市 are one entry.
_PLACES = r"(?:[市州县区旗]{2,4}|设区市|县级市|直辖市|自治[区州县旗]|[省市县区旗州盟地])"
_PLACES_GROUP = re.compile(
    rf"(?:(?:^|(?<=[、,;])){_PLACES}(?:[、,]{_PLACES}(?:\([^)]*\)|\[[^\]]*\]|<[^<>]*>)?)+[一-龥]{{2,12}}(?:局|厅|委|办|部门|法院|检察院)(?=等?(?:[、,;]|$))"
    rf"|(?:各(?:级|有关|相关)?|有关|相关)(?:{_PLACES}(?:\([^)]*\)|\[[^\]]*\]|<[^<>]*>)?)(?:[、,](?:{_PLACES}(?:\([^)]*\)|\[[^\]]*\]|<[^<>]*>)?))+"
    r"(?:党委[、和]?(?:人民)?政府|党委|人民政府|政府|管委会|委员会|办公室)?(?:\([^)]*\))?(?=等?(?:[、,;]|$))"
    # 县、区政府, 市、县（区）人民政府
    rf"|(?:(?:^|(?<=[、,;]))(?:[省市州县区旗]、)+[市州县区旗](?:\([^)]*\))?(?:党委[、和])?(?:人民)?政府(?=等?(?:[、,;]|$)))"
    # 市直有关部门、单位; 中、省驻市有关单位
    r"|(?:[省市州县区旗](?:级)?直)?(?:各?有关|各?相关|各)(?:职能|责任)?部门、(?:单位|机构|企业)(?=等?(?:[、,;]|$))"
    r"|中、省、?(?:市、?)?[直属驻][^、,;]{1,8}(?=等?(?:[、,;]|$))"
    # 各行业主管、监管部门
    r"|各?[一-龥]{0,8}(?:主管|监管|管理)[、和](?:主管|监管|管理|执法)部门(?=等?(?:[、,;]|$))"
    # 相关委、办、局
    r"|(?:各|相关|有关|其他)部?委[、,]办[、,]局(?=等?(?:[、,;]|$))"
    # 各级党委、政府, 各县（市、区）委、政府
    r"|各[一-龥]{1,4}(?:\([^)]*\)|\[[^\]]*\]|<[^<>]*>)?党?委、(?:人民)?政府(?=等?(?:[、,;]|$)))"
)
# Townships and zones each stand for themselves: 各镇、街道 is 各镇 and 各街道.
_DISTRIBUTED = (
    r"(?:乡镇|镇|乡|苏木|街道|街镇|镇街|街办|园区|开发园区|开发区|(?:特定|功能)地区(?=管委会)|工业园区|社区|村|农场|林场|功能区|苏木乡镇)"
    r"(?:\([^)]*\)|\[[^\]]*\])?(?:人民政府|政府|办事处|党工委|党委|管委会)?"
)
_SHARES_EACH = re.compile(_DISTRIBUTED)
_ZONE = re.compile("开发区|园区|功能区|管委会|党工委")
# Whose 各 they share: one another's, and that of places (各区县政府、园区管委会). A name between ends it, before a
# zone a comma too (各县（市、区）政府，开发区管委会).
_EACH = re.compile(
    rf"各(?:{_DISTRIBUTED}|[市县区]级(?:人民)?政府|{_PLACES}(?:(?:\([^)]*\)|\[[^\]]*\]|<[^<>]*>)(?:{_PLACES}|[市县区])?)?"
    r"(?:(?:党委[和、]?)?(?:人民)?政府|党委|党工委)?)$"
)
_BODY_END = re.compile(
    r"(?:部|委|局|办|厅|院|署|会|行|社|省|司|室|心|府|道|镇|乡|县|市|区|旗|州|盟|公司|集团|学|校|关|门|位|队|所|站|处|台|馆"
    r"|委员|联|协|工商联|业|构|港|场|园|库|团|组|委办|党校|校|总工会|中心|人|地|方|村|厂|院校|报社|基地|城|圈|带|室|办事处|街|议|班|体|商|师|[一二三四五六七八九十]中|附[中小]|团场|公署|央|科|(?<![控参持])股|公安|监狱|苏木|嘎查|屯|湾|湖|组织|党派)"
    r"(?:\([^)]*\)|\[[^\]]*\]|<[^<>]*>)?$"
)


# Organs beyond doubt: what a bracket must hold to name bodies without a word on what they do.
_ORGAN = re.compile(
    r"(?:[局厅署]|(?:(?<!村)|(?<=农村))委|(?:政|司法|国资|监|工|党|纪)委|委员会|委办|(?<![主举开创])办|办公[厅室]|政府|(?<![干全内外])部|法院|检察院|总行|分行|支行|银行|中心支行"
    r"|管委会|工委|党校|总队|支队|分局|海关|税务局|妇联|残联|文联|[科计生政作律消侨]协|侨联|工商联|总工会|红十字会|供销社|联合社|编办|网信办|街道办(?:事处)?"
    r"|(?:集团|公司|中心|总部|局机关|医院|大学|学院|[一二三四五六七八九十]中学?|中学|小学|协会|学会|商会|联合会|报社|研究院|研究所)|(?:有关|相关|责任|直属?|各)(?:部门|单位|委办局|地区|区|县区|区县|镇街?|乡镇|街道)|^各.{1,14}(?:区|县|市|镇|乡|街道|园区|开发区|旗|州|盟)"
    r"|^中国(?:电信|移动|联通|铁塔|广电|邮政|石油|石化|海油|银联)|^(?:国家|南方)电网)"
    r"(?:\([^)]*\)|\[[^\]]*\]|<[^<>]*>)?$"
)
# 人事处（宣教办）: an inner office that has an organ's name too.
_NOTED_OFFICE = re.compile(r"[处科室股]\(([^()]{2,12})\)$")
# A name that begins with a level or tells which ones: 镇财政所, 各村（社区）, 属地乡镇.
_LEVELLED = re.compile(
    r"(?:[省市区县镇乡旗州盟校局院]|各|有关|相关|属地|涉及|所在|其他|全国|国家|中国)(?!内|直接|级以上)"
)
_PROSE = re.compile(r"[。:;?!“”\"]|推进|建设的|不少于|含|包括|以下(?!简称)|(?<!以下)简称|见附件|下同|如|例如|详见|另行")


@dataclass(frozen=True, slots=True)
class PrintedUnit:
    """One name of a list: as printed without white space, where it stands, and its last word where a later name has it.

    In 县发展改革、财政部门 the first is ``县发展改革`` and shares 部门; in 尧山、侯城县政府 it shares 县政府.
    """

    surface: str
    passage: Passage
    shares: str = ""

    @property
    def name(self) -> str:
        """The whole name."""
        return self.surface + self.shares


@dataclass(frozen=True, slots=True)
class UnitList:
    """The names of a list; ``open_end`` is the passage of 等单位 where the list is open."""

    units: tuple[PrintedUnit, ...]
    open_end: Passage | None = None


def split_units(value: Passage) -> UnitList:
    """Part a list into names, in printed order.

    >>> [u.surface for u in split_units(Passage.of("区直有关部门，各镇、街道")).units]
    ['区直有关部门', '各镇', '各街道']
    """
    value = _spaced_apart(value.strip()).without_space().strip("。；;，,、.")
    tail = _TAIL.search(value.folded)
    if tail is not None and tail.start() > 0 and _BODY_END.search(value.folded[: tail.start()]):
        value = value.cut(0, tail.start()).strip("。；;，,、.")
    units: list[PrintedUnit] = []
    open_ends: list[Passage] = []
    described = _OPEN_DESCRIBED.search(value.folded)
    if described is not None and described.start() > 0:
        open_ends.append(value.cut(described.start()))
        value = value.cut(0, described.start())
    distribute = False
    middle = _OPEN_MIDDLE.search(value.folded)
    if middle is not None and middle.start() > 0:
        open_ends.append(value.cut(middle.start(), middle.end()))
        rest = value.cut(middle.end())
        joint = re.match("(?:和|及|以及|与|[，,、])+", rest.folded)
        rest = rest.cut(joint.end()) if joint is not None else rest
        value = join((value.cut(0, middle.start()), rest), "、")
    for piece in _pieces(value):
        ended = _OPEN_END.search(piece.folded)
        if ended is not None and (ended.start() > 0 or units) and _outside(piece.folded, ended.start()):
            open_ends.append(piece.cut(ended.start()))
            piece = piece.cut(0, ended.start())
        bare = piece.strip("。；;，,、.★☆*※▲△")
        joint = _JOINT.match(bare.folded) if units else None
        bare = bare.cut(joint.end()) if joint is not None else bare
        how = _HOW.search(bare.folded)
        bare = bare.cut(0, how.start()) if how is not None else bare
        if _NOBODY.fullmatch(bare.folded):
            continue
        mark = value.folded[value.offsets.index(bare.offsets[0]) - 1] if distribute else ";"
        shares = mark not in ";；" and not (mark == "," and _ZONE.search(bare.folded))
        if shares and _SHARES_EACH.fullmatch(bare.folded):
            units.append(PrintedUnit("各" + bare.text, bare))
            continue
        distribute = _EACH.match(bare.folded) is not None
        units.append(PrintedUnit(bare.text, bare))
    return UnitList(_with_shared(units, open_ends), open_ends[-1] if open_ends else None)


def _with_shared(units: list[PrintedUnit], open_ends: list[Passage]) -> tuple[PrintedUnit, ...]:
    """Give fields that stand before an office's name its last word: 交通运输、公安、农业农村部门, 教育、财政等部门.

    What 等部门 ends is said of every field before it (公安、交通、安委会办公室等部门). Else a field alone at a list's
    end, or before any other name (教育、县财政局), shares nothing. Places share in the same way what kind they are and
    whose organ answers (:mod:`dutygraph.ingest.units.elided`).
    """
    opened = [end.offsets[0] for end in open_ends if "部门" in end.folded]
    ends = [unit.passage.offsets[-1] for unit in units]
    before_open = {max((end for end in ends if end < at), default=0) for at in opened}
    last_open = max(opened, default=0)
    last = tail = ""
    named: list[PrintedUnit] = []
    for unit in reversed(units):
        folded = unit.passage.folded
        if leaves_out(folded, tail):
            named.append(replace(unit, shares=tail))
            continue
        tail = shared_tail(folded)
        last = "部门" if unit.passage.offsets[-1] in before_open else last
        office = _SHARED.search(folded)
        if is_remit(folded):
            unit = replace(unit, shares=last)
        elif office is not None and is_field(folded[: office.start()]):
            last = office.group()
        elif folded.endswith("办") and not _LEVELLED.match(folded):
            last = "部门"  # 财政、公安、道安办
        else:
            last = "部门" if unit.passage.offsets[-1] < last_open else ""
        named.append(unit)
    return tuple(reversed(named))


def is_nobody(folded: str) -> bool:
    """Tell whether a folded value says that there is no unit: 无, /, —."""
    return len(folded) > 0 and _NOBODY.fullmatch(folded) is not None


def looks_like_body(name: str) -> bool:
    """Tell whether a folded name ends as the names of bodies and groups do.

    >>> looks_like_body("区司法局"), looks_like_body("各省级人民政府"), looks_like_body("推进改革")
    (True, True, False)
    """
    name = _plain(name)
    return 2 <= len(name) <= 40 and _BODY_END.search(name) is not None and not re.search("[。:;]", name)


def _plain(name: str) -> str:
    """A name without white space and the quotation marks of 村“两委”."""
    return re.sub(r"\s", "", name).replace("“两委”", "两委")


def is_organ(name: str) -> bool:
    """Tell whether a folded name is an organ's or a group's beyond doubt, by itself, without a word on its duty.

    >>> is_organ("市科委"), is_organ("各区政府"), is_organ("相关区"), is_organ("示范村"), is_organ("试行")
    (True, True, True, False, False)
    """
    name = _plain(name)
    if not 2 <= len(name) <= 30 or _PROSE.search(name) is not None:
        return False
    levelled = _LEVELLED.match(name) is not None and len(name) >= 3 and looks_like_body(name)
    return ends_as_organ(name) or levelled


def ends_as_organ(name: str) -> bool:
    """Tell whether a folded name ends as those of organs do, whatever it begins with: not 全国示范园.

    >>> ends_as_organ("市科委"), ends_as_organ("公安部门"), ends_as_organ("全国示范园")
    (True, True, False)
    """
    noted = _NOTED_OFFICE.search(name)
    return _ORGAN.search(name) is not None or is_office(name) or (noted is not None and ends_as_organ(noted[1]))


_OFFICE_WITHIN = re.compile(r"(?!各|有关|相关|[一-龥]?[何他此别])[一-龥]{2,6}(?:处|科|室|股)(?:\([^()]{2,12}\))?")


def is_inner_office(name: str) -> bool:
    """Tell whether a folded name has the form of an office within an organ; only its place tells that it is one.

    >>> is_inner_office("法规处"), is_inner_office("人事股"), is_inner_office("各科室"), is_inner_office("其他处")
    (True, True, False, False)
    """
    return _OFFICE_WITHIN.fullmatch(name) is not None


# The kinds of organs for all of them.
_KINDS_OF_ORGANS = re.compile(r"[委办厅局部院][、,](?:[委办厅局部院][、,])*[委办厅局部院]$")


def names_bodies(text: str) -> bool:
    """Tell whether a folded list ends in a body's name or in kinds of organs, as addressees do.

    >>> names_bodies("各区人民政府,市教育局"), names_bodies("省直各委、办、厅、局"), names_bodies("具体要求")
    (True, True, False)
    """
    return looks_like_body(re.split("[、,;]", text)[-1]) or _KINDS_OF_ORGANS.search(text) is not None


def are_organs(names: Iterable[str]) -> bool:
    """Tell whether a list of folded names is one of bodies beyond doubt: one is an organ's, none is prose.

    >>> are_organs(["市教育局", "高新区"]), are_organs(["高新区"]), are_organs(["市教育局", "推进改革"])
    (True, False, False)
    """
    names = list(names)
    return any(map(is_organ, names)) and all(
        is_organ(name) or (looks_like_body(name) and _PROSE.search(name) is None) for name in names
    )


def _pieces(value: Passage) -> list[Passage]:
    """Part a list at its separators and at the words that join two whole names."""
    pieces: list[Passage] = []
    for piece in (part for separated in _separated(value) for part in _unparted(separated)):
        start = 0
        for match in _AND.finditer(piece.folded):
            left, right = piece.folded[start : match.start()], piece.folded[match.end() :]
            joint = _AND.search(right)
            first = right[: joint.start()] if joint is not None and is_organ(right[: joint.start()]) else right
            fields = (
                is_remit(left) and is_office(_OPEN_END.sub("", first)) and not is_office(left + match.group() + first)
            )
            body = is_organ(left) or fields or (_GROUP.match(first) is not None and looks_like_body(left))
            tail = shared_tail(first)
            left_out = leaves_out(left, tail)  # 尧山和侯城县政府
            whole = body and _NOT_AND.search(left) is None and is_organ(_OPEN_END.sub("", first))
            office = body or (left.endswith("部门") and looks_like_body(left))
            whole = whole or (office and _FIRMS.fullmatch(_OPEN_END.sub("", first)) is not None)
            whole = whole or (left.endswith("政府") and re.search("(?:经开|开发|新|园)区$", first) is not None)
            whole = whole or (_COUNTED.fullmatch(left) is not None and looks_like_body(first))
            whole = whole and not first.startswith("单位")  # 国务院相关部门和单位及各地区
            if _outside(piece.folded, match.start()) and (whole or left_out or (match.group() == "会同" and left)):
                pieces.append(piece.cut(start, match.start()))
                start = match.end()
        pieces.append(piece.cut(start))
    return [piece for piece in pieces if piece]


# Two whole names of one level that nothing parts: 市文旅局市民政局. Not 市公安局市南分局, one name.
_RUN_ON = re.compile(r"(?P<level>[省市区县旗州])(?:市场)?(?:(?!(?P=level))[\u4e00-\u9fff]){2,12}?[局厅](?=(?P=level))")
_INNER = re.compile("(?:分局|支局|队|所|站|科|处)$")


def _unparted(piece: Passage) -> Iterator[Passage]:
    """The names of a piece from which a separator is missing, else the piece."""
    start = 0
    while (match := _RUN_ON.match(piece.folded, start)) is not None:
        behind = piece.folded[match.end() :]
        following = _RUN_ON.match(behind)
        name = following.group() if following is not None else behind
        if not ends_as_organ(name) or _INNER.search(name):
            break
        yield piece.cut(start, match.end())
        start = match.end()
    yield piece.cut(start)


def _spaced_apart(value: Passage) -> Passage:
    """Names that only spaces, / or a stop part (区教育局 区财政局), parted by 、; not one name's parts (区司 法局)."""
    parts: list[Passage] = []
    start = 0
    for match in _SPACE.finditer(value.folded):
        left = re.split(r"[、,;，；/.·。\s]", value.folded[start : match.start()])[-1]
        right = re.split(r"[、,;，；/.·。\s]", value.folded[match.end() :])[0]
        goes_on = re.search("(?:分局|支局|大队|支队|办公室|分中心)$", right) is not None and not _LEVELLED.match(right)
        goes_on = goes_on or is_listed(left + right)  # 市委 网信办
        goes_on = goes_on or (left.endswith("城") and right.startswith("乡"))  # 市住房城 乡建设管理委
        # Where spaces part other names of the list, a name that is no organ's may follow: 市委党校 清河职院.
        body = is_organ(right) or (bool(parts) and len(right) >= _SHORTEST and looks_like_body(right))
        if is_organ(left) and body and not goes_on and _outside(value.folded, match.start()):
            parts.append(value.cut(start, match.start()))
            start = match.end()
    return join([*parts, value.cut(start)], "、") if parts else value


def at_depth_0(folded: str, mark: str) -> int:
    """Where a mark first stands outside brackets, -1 where it does not.

    >>> at_depth_0("市水利局(含A,B),各镇", ",")
    10
    """
    return next((i for i, char in enumerate(folded) if char == mark and _outside(folded, i)), -1)


def _outside(folded: str, at: int) -> bool:
    before = folded[:at]
    return sum(before.count(c) for c in _OPEN) <= sum(before.count(c) for c in _CLOSE)


def _separated(value: Passage) -> list[Passage]:
    folded = value.folded
    whole = [match.span() for match in _PLACES_GROUP.finditer(folded)]
    pieces: list[Passage] = []
    depth = start = 0
    for i, char in enumerate(folded):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char in _SEPARATORS and depth == 0 and not any(a <= i < b for a, b in whole):
            pieces.append(value.cut(start, i))
            start = i + 1
    pieces.append(value.cut(start))
    return [piece for piece in pieces if piece]
