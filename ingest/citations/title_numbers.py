"""The document numbers of a text: which title each is the number of, and which stand by themselves.

number = issuer's code, year and serial, or an order's, in a bracket behind a title, beside it, or without any title
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dutygraph.graph.entities import DocumentNumber
from dutygraph.ingest.citations.numbers import DOCUMENT_NUMBER, find_document_numbers, parse_document_number
from dutygraph.ingest.citations.orders import ORDER, find_orders, parse_order

_NEAR = 160  # how far from a title its bracket is looked for
# What joins two titles that share a verb or a bracket.
JOINT = re.compile(r"(?:[、和及与，或]|以及|和)?(?:[省市区县旗]级|配套)?")


def bracket_behind(folded: str) -> str:
    """The bracket right behind a title, with its brackets, or nothing."""
    if not folded or folded[0] not in "([":
        return ""
    opens, closes = folded[0], ")" if folded[0] == "(" else "]"
    depth = 0
    for i, char in enumerate(folded[:120]):
        depth += char == opens
        depth -= char == closes
        if depth == 0:
            return folded[: i + 1]
    return ""


# What stands before a document number and is no part of its issuer's code: 落实国办发〔2020〕49号.
_BEFORE_CODE = re.compile(
    "^.*(?:贯彻|落实|执行|按照|根据|依据|依照|对照|对标|参照|及其|以及|以下|印发|转发|文件|精神|要求|规定|符合|遵照|通过|办公[厅室](?=.{3})|委员会(?=.{3})"
    "|人民政府(?=.{3})|[局厅](?=.{3})|(?:[和及与见以将的对按即](?!政|市|县|府)))(?=.{2})"
)


def of_code(printed: str) -> DocumentNumber | None:
    """Return the number that a match of DOCUMENT_NUMBER holds, without the words before its issuer's code."""
    code = re.match("[\u4e00-\u9fff]*", printed)
    head = code.group() if code else ""
    return parse_document_number(_BEFORE_CODE.sub("", head) + printed[len(head) :])


def parse_number(folded: str) -> DocumentNumber | None:
    """Return the number, a document's or an order's, that a folded text consists of, or None."""
    return parse_document_number(folded) or parse_order(folded)


def _find_numbers(folded: str) -> Iterator[tuple[int, int, DocumentNumber]]:
    """Yield the ranges of the numbers of documents and orders in a text, in order, and what they say."""
    found = list(find_orders(folded))
    for match in find_document_numbers(folded):
        number = of_code(match.group())
        if number is not None:
            found.append((match.start() + match.group().index(number.issuer_code), match.end(), number))
    yield from sorted(found, key=lambda each: each[:2])


def number_in_bracket(folded: str) -> DocumentNumber | None:
    """Return the first number in the bracket that a text begins with, or None."""
    return next((number for *_, number in _find_numbers(bracket_behind(folded)[1:-1])), None)


def numbers_of_titles(folded: str, titles: list[tuple[int, int]]) -> dict[int, DocumentNumber | None]:
    """The document number of each title by where it begins.

    A bracket behind several titles holds a number for each: 《甲》《乙》（云府发〔2023〕5号、云府发〔2023〕6号）.
    """
    found: dict[int, DocumentNumber | None] = {}
    row: list[int] = []
    until = 0
    for n, (start, end) in enumerate(titles):
        row.append(start)
        bracket = bracket_behind(folded[end : end + _NEAR])
        printed = [number for *_, number in _find_numbers(bracket[1:-1])]
        if len(printed) > 1 and len(printed) == len(row):
            found.update(zip(row, printed, strict=True))
        else:
            found[start] = printed[0] if printed else _number_beside(folded, until, start, end)
        until = end + len(bracket)
        goes_on = n + 1 < len(titles) and JOINT.fullmatch(folded[end : titles[n + 1][0]].strip()) is not None
        row = row if goes_on and not bracket else []
    return found


def _number_beside(folded: str, until: int, start: int, end: int) -> DocumentNumber | None:
    """A number that stands beside a title without a bracket, behind it or before it: 国办发〔2020〕49号《…》.

    ``until`` is where the bracket of the title before ends: its number is that one's.
    """
    order = next(find_orders(folded[end : end + 40]), None)
    if order is not None and order[0] == 0:
        return order[2]
    order = next(iter(list(find_orders(folded[max(until, start - 40) : start]))[-1:]), None)
    if order is not None and order[1] == start - max(until, start - 40):
        return order[2]
    # （国办发〔2020）49号）: a bracket closed by another's mark.
    match = DOCUMENT_NUMBER.match(folded, end + (folded[end : end + 1] in ("(", "[")))
    behind = parse_document_number(match.group()) if match else None
    if match is not None and behind is not None and behind == of_code(match.group()):
        return behind
    ahead = re.search(rf"(?P<number>{DOCUMENT_NUMBER.pattern})\)?(?:文件)?\s*$", folded[max(until, start - 40) : start])
    return of_code(ahead.group("number")) if ahead else None


def lone_numbers(folded: str, titles: list[tuple[int, int]]) -> Iterator[tuple[int, int, DocumentNumber]]:
    """Yield the ranges of the numbers that no title bears, and what they say: 按照国办发〔2020〕49号文件要求."""
    for start, end, number in _find_numbers(folded):
        if not any(a <= start < b for a, b in titles) and not _borne(folded, start, end, titles):
            yield start, end, number


def _borne(folded: str, start: int, end: int, titles: list[tuple[int, int]]) -> bool:
    """Whether a number stands in the bracket behind a title or right beside one."""
    before = max((b for _, b in titles if b <= start), default=None)
    if before is not None:
        between = ORDER.sub("", DOCUMENT_NUMBER.sub("", folded[before:start])).strip()
        if between == "" or re.fullmatch(r"[(\[][^()\[\]。]*", between):
            return True
    ahead = min((a for a, _ in titles if a >= end), default=None)
    return ahead is not None and re.fullmatch(r"[)\]]?(?:文件)?[)\]]?\s*", folded[end:ahead]) is not None
