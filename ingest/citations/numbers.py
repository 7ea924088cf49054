"""Document numbers (文号): find, parse and normalise.

文号 = issuer-code year-bracket serial "号", like 国办发〔2020〕49号; the year may stand in any bracket.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dutygraph.graph.entities import DocumentNumber

# The code: characters of the issuer, perhaps with a bracketed part (浙政发（办）); never a verb or punctuation.
_CODE = r"(?P<code>[\u4e00-\u9fff]{1,12}?(?:\([\u4e00-\u9fff]{1,4}\))?(?:[\u4e00-\u9fff]{0,6})?)\s*"
# Pages print spaces between digits: 〔2 0 2 3〕1 2 号.
_YEAR = r"\s*(?P<year>(?:1\s?9|2\s?0)\s?\d\s?\d)\s*年?\s*"
_SERIAL = r"\s*第?\s*(?P<serial>\d(?:\s?\d){0,4})\s*号"
_WHOLE = re.compile(rf"{_CODE}[\[(<]{_YEAR}[\])>]{_SERIAL}")
# One of its brackets may be lost (国办发2020〕49号) behind the last word of a code.
DOCUMENT_NUMBER = re.compile(
    rf"{_CODE}(?=[\[(<]\s*\d(?:\s?\d){{3}}\s*年?\s*[\])>]|(?<=[发字函办规])(?:[\[(<]\s*\d{{4}}|\d{{4}}\s*[\])>]))"
    rf"[\[(<]?{_YEAR}[\])>]?{_SERIAL}"
)
# What every number ends in: looked for first, for it is rare and the code before it may be any words.
_END = re.compile(rf"{_YEAR}[\])>]?{_SERIAL}")
_LONGEST_CODE = 30


def find_document_numbers(folded: str) -> Iterator[re.Match[str]]:
    """Yield the matches of DOCUMENT_NUMBER in a folded text, in order."""
    until = 0
    for end in _END.finditer(folded):
        match = DOCUMENT_NUMBER.search(folded, max(until, end.start() - _LONGEST_CODE), end.end())
        if match is not None:
            until = match.end()
            yield match


def parse_document_number(folded: str) -> DocumentNumber | None:
    """Return the document number that a folded text consists of, or None.

    >>> str(parse_document_number("东政发[2021]11号"))
    '东政发〔2021〕11号'
    """
    match = DOCUMENT_NUMBER.fullmatch(folded.strip())
    if match is None:
        return None
    year, serial = (int(re.sub(r"\s", "", match.group(name))) for name in ("year", "serial"))
    return DocumentNumber(match.group("code"), year, serial)


# What begins like a document number and is none: without its serial, with a short year or with half a bracket.
_LOOKS_LIKE = re.compile(
    r"[\u4e00-\u9fff]{1,10}发?(?:[\[(<]\s*(?:\d{4}年?|\d{2})\s*[\])>]?|(?:\d{4})[\])>])\s*第?\s*\d{0,5}\s*号"
)
_FIRST_YEAR, _LAST_SERIAL = 1949, 9999


def is_plausible(number: DocumentNumber, latest_year: int | None = None) -> bool:
    """Whether a number can exist: its year not before 1949 nor after the document that cites it, its serial above 0.

    >>> is_plausible(DocumentNumber("国办发", 2020, 49), 2024), is_plausible(DocumentNumber("国办发", 2029, 49), 2024)
    (True, False)
    """
    year = number.year
    in_time = year is None or (year >= _FIRST_YEAR and (latest_year is None or year <= latest_year))
    return in_time and 0 < number.serial <= _LAST_SERIAL


def find_malformed(folded: str) -> list[tuple[int, int]]:
    """Return the ranges that look like a document number and cannot be read as one.

    >>> find_malformed("见国办发[2020号，国办发[2020]49号")
    [(0, 10)]
    """
    good = [m.span() for m in _WHOLE.finditer(folded)]
    return [m.span() for m in _LOOKS_LIKE.finditer(folded) if not any(a < m.end() and m.start() < b for a, b in good)]
