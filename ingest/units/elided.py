"""Names of a list that leave out what the last one says: 尧山、侯城、洪原经济开发区管委会 are three.

elided list = word {"、" word} "、" word shared; shared = kind of place [organ] | company

The words before must be such as names of places are (two to four characters, no body's name, no field of government)
or the names of carriers and suppliers (移动、联通、电信公司). So 教育、洪原县政府 and 培训、县供电公司 share nothing.
"""

from __future__ import annotations

import re

from dutygraph.ingest.units.remits import is_remit

_OFFICE = r"(?:人民政府|政府|管委会|管理委员会|党工委|工委|党委|办事处|街道办)"
_ZONE = (
    r"(?:国家级|省级)?(?:经济技术|高新技术|经济|高新|产业|工业|循环经济|农业|旅游|综合保税|保税|自贸|生态|文化|科技|物流)*"
    r"(?:开发区|示范区|试验区|新区|园区|产业园|工业园|保税区|度假区|合作区)"
)
_PLACE_TAIL = re.compile(
    rf"(?![各省市区县镇乡本全])[一-龥]{{2,4}}?(?P<tail>(?:{_ZONE}|街道)(?:\([^()]*\))?{_OFFICE}?"
    rf"|(?:区|县|市|旗|镇|乡|街)(?:\([^()]*\)|\[[^\[\]]*\])?{_OFFICE})$"
)
# 侯城, 白湖 are names of places, 高新区 and 教育局 whole ones.
_PLACE = re.compile(
    r"(?![各省市区县镇乡本全有相等及和与])[一-龥]{1,3}(?![部委局办厅院署会行社司室府道镇乡县市区旗州盟团学校关门位队所站处台馆组等])[一-龥]"
)
_SUPPLIES = "移动|联通|电信|铁塔|广电网络|广电|邮政|供电|电力|供水|自来水|燃气|热力|国网"
_COMPANY = re.compile(rf"[一-龥]{{0,6}}(?:{_SUPPLIES})[一-龥]{{0,6}}?(?P<tail>(?:分)?公司)$")
_SUPPLIER = re.compile(rf"(?:中国|国家|[省市区县])?(?:{_SUPPLIES})")


def shared_tail(folded: str) -> str:
    """Return what the names before a folded name may have left out, "" where it has nothing to share.

    >>> shared_tail("洪原经济开发区管委会"), shared_tail("县电信公司"), shared_tail("县政府")
    ('经济开发区管委会', '公司', '')
    """
    match = _PLACE_TAIL.match(folded) or _COMPANY.match(folded)
    return match.group("tail") if match is not None else ""


def leaves_out(folded: str, tail: str) -> bool:
    """Tell whether a folded name that is no body's by itself may be one with a tail behind it.

    >>> leaves_out("尧山", "经济开发区管委会"), leaves_out("教育", "县政府"), leaves_out("移动", "公司")
    (True, False, True)
    """
    if tail.endswith("公司"):
        return _SUPPLIER.fullmatch(folded) is not None
    return bool(tail) and _PLACE.fullmatch(folded) is not None and not is_remit(folded)
