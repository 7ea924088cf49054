"""Persons named beside a unit: 市教育局（张某某） is 市教育局, and 张某某 no part of its name.

persons = person {"、" person}; person = [post ":"] surname given-name [post]
"""

from __future__ import annotations

import re

from dutygraph.ingest.text.passage import Passage, join
from dutygraph.ingest.units.remits import is_remit

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "廖石韦贾夏付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤赖文洪葛柯尚牛岳齐甘庞"
)
_POST = (
    r"(?:(?:党组|党委|总支|支部)?(?:副?书记|委员)|(?:常务)?副?(?:局|厅|处|科|主|部|省|州|盟|旗|县|市|区|镇|乡|院|校|站|所|队|股|会|秘书)长"
    r"|副?主任|副?主席|副?经理|副?总监|副?检察长|副?总队长|负责人|责任人|分管领导|主要领导|牵头领导|联系人)"
)
_NAME = rf"(?:[{_SURNAMES}](?:[×*X]{{1,2}}|[一-龥]{{1,2}})|(?:欧阳|上官|司马|诸葛|皇甫)[一-龥]{{1,2}})"
_PERSON = rf"(?:{_POST}:?\s*)?{_NAME}\s*(?:{_POST})?(?:[,;:]?\s*(?:(?:联系)?(?:电话|方式):?)?\s*[\d-]{{7,13}})?"
_PHONE = r"(?:(?:联系)?(?:电话|方式):?\s*)?\d[\d-]{6,12}"
_BRACKET = re.compile(rf"[(\[]\s*(?P<inner>{_PERSON}(?:[、,]\s*{_PERSON})*|{_PHONE})\s*[)\]]$")
# Two characters that begin as a name does and are a word: （安全）, （金融）, a side of a place （江北）.
_WORD = re.compile(
    r".[东西南北中上下内外]|白天|石油|石化|石材|高[新校中]|文[化件明体物]|方[案面]|程序|江河|马铃薯|牛羊|龙头|田间|田长|林[长场区草木地业]"
    r"|何时|向[上下]|任务|万[人元户亩]|武[装警]|史志|秦岭|黄河|江湖|武术|段长|田园|洪涝|雷电|石漠|汤原|钱粮|路|江|文旅|方志"
)
_IS_BODY = re.compile("[局厅委办部院会所站队科股室处镇乡村县市区旗园厂校店]$")
_SURE = re.compile(f"某|×|[*]|X|{_POST}|\\d{{7}}")


def find_person(folded: str) -> int:
    """Return where the bracket of persons behind a folded name begins, -1 where there is none.

    A bracket that holds another name of the body (（市知识产权局）), its field (（房管）) or a place is no such one.

    >>> find_person("市教育局(张某某)"), find_person("市住建局(房管)"), find_person("市市监局(市知识产权局)")
    (4, -1, -1)
    """
    match = _BRACKET.search(folded)
    if match is None or match.start() < 2:
        return -1
    each = re.split("[、,]", re.sub(r"\s", "", match.group("inner")))
    named = all(_SURE.search(one) or not (_WORD.match(one) or is_remit(one) or _IS_BODY.search(one)) for one in each)
    return match.start() if named else -1


def is_person(folded: str) -> bool:
    """Tell whether a folded text is a person's name, perhaps with a post, or says whose post it is.

    >>> is_person("副县长周平"), is_person("各单位主要负责人"), is_person("推进改革")
    (True, True, False)
    """
    text = re.sub(r"\s", "", folded)
    whose = re.fullmatch(rf"[^。,;:]{{0,12}}{_POST}", text)
    return whose is not None or (re.fullmatch(_PERSON, text) is not None and not _WORD.match(text))


def part_persons(value: Passage) -> tuple[Passage, tuple[Passage, ...]]:
    """Part a list below a label of units and persons (责任单位及责任人) into its units and its persons.

    >>> units, persons = part_persons(Passage.of("县住建局 王大山、县财政局/李小河"))
    >>> units.text, [person.text for person in persons]
    ('县住建局、县财政局', ['王大山', '李小河'])
    """
    pieces = [value.cut(*match.span()) for match in re.finditer(r"[^\s、,，;；/]+", value.text)]
    persons = tuple(piece for piece in pieces if is_person(piece.folded) and not _IS_BODY.search(piece.folded))
    units = [piece for piece in pieces if piece not in persons]
    return (join(units, "、"), persons) if persons and units else (value, ())


def without_person(folded: str) -> str:
    """Return a folded name without the bracket of persons behind it.

    >>> without_person("市教育局(张某某)")
    '市教育局'
    """
    at = find_person(folded)
    return folded[:at] if at > 0 else folded
