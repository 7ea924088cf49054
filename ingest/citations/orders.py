"""Numbers of orders (令), by which ministries and governments publish rules: found and normalised.

order = organ "令" [year "年"] "第" serial "号" | organ "第" serial "号令"

国务院令第722号, 住房和城乡建设部令第53号, 交通运输部令2019年第18号, 国务院第722号令. Not 命令, 责令 and 禁令.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dutygraph.graph.entities import DocumentNumber
from dutygraph.ingest.text.outline import chinese_number

_ORGAN = (
    "(?:中华人民共和国)?(?:国务院|主席|国(?=令)"
    "|[\u4e00-\u9fff]{1,16}?(?:部|部门|委员会|委|总局|局|署|政府|人民银行|监会|厅|网信办|办公室))"
)
_SERIAL = r"第?\s*(?P<serial{n}>\d{{1,4}}|[一二三四五六七八九十百]{{1,6}})\s*号"
ORDER = re.compile(
    rf"(?P<code>{_ORGAN}令)\s*\(?\s*(?:(?P<year>(?:19|20)\d\d)\s*年\s*)?{_SERIAL.format(n=1)}"
    rf"|(?P<organ>{_ORGAN})\s*(?:(?P<year2>(?:19|20)\d\d)\s*年\s*)?{_SERIAL.format(n=2)}令"
)
# 国务院令第493号、第591号: one more of the same.
_NEXT = re.compile(rf"[、和及](?={_SERIAL.format(n=1)}(?!令))第")
# What stands before an organ and is no part of its name: 执行国务院令第722号, 甲办法和公安部令第61号. The 和 of
# 住房和城乡建设部 is its own.
_BEFORE_ORGAN = re.compile(
    "^.*(?:贯彻|落实|执行|按照|依照|根据|依据|对照|参照|遵照|符合|遵守|违反|学习|宣传|及其|以及|以下|公布|发布|要求|规定|通过"
    "|实施|修订|年|[及与按以将对由]|(?<!住房)(?<!发展)(?<!工业)(?<!资源)(?<!文化)(?<!林业)(?<!卫生)(?<!城乡)(?<!人民共)和)(?=国令|..)"
)


def find_orders(folded: str) -> Iterator[tuple[int, int, DocumentNumber]]:
    """Yield the numbers of orders in a folded text, in order: where each begins and ends, and what it says.

    >>> [(a, b, str(n)) for a, b, n in find_orders("执行国务院第722号令和公安部令(第61号)")]
    [(2, 11, '国务院令第722号'), (12, 22, '公安部令第61号')]
    """
    if "令" not in folded:
        return
    for match in ORDER.finditer(folded):
        printed = match.group("code") or match.group("organ")
        code = _BEFORE_ORGAN.sub("", printed)
        if code in ("令", ""):
            continue
        start, end = match.start() + len(printed) - len(code), match.end()
        if folded[start:end].count("(") > folded[start:end].count(")") and folded[end : end + 1] == ")":
            end += 1
        year, serial = match.group("year") or match.group("year2"), match.group("serial1") or match.group("serial2")
        code = code.removeprefix("中华人民共和国").removesuffix("令") + "令"
        yield start, end, DocumentNumber(code, int(year) if year else None, chinese_number(serial))
        while (more := _NEXT.match(folded, end)) is not None:
            start, end = more.start() + 1, folded.index("号", more.end()) + 1
            yield start, end, DocumentNumber(code, None, chinese_number(folded[start + 1 : end - 1].strip()))


def parse_order(folded: str) -> DocumentNumber | None:
    """Return the order's number that a folded text consists of, or None.

    >>> str(parse_order("国土资源部令第53号"))
    '国土资源部令第53号'
    """
    text = folded.strip()
    return next((number for start, end, number in find_orders(text) if (start, end) == (0, len(text))), None)
