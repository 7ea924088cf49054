"""Document numbers (文号): find, parse and normalise.

文号 = issuer-code year-bracket serial "号", like 国办发〔2020〕49号; the year may stand in any bracket.
"""

from __future__ import annotations

import re

from dutygraph.graph.model import DocumentNumber

# The code: characters of the issuer, perhaps with a bracketed part (浙政发（办）); never a verb or punctuation.
DOCUMENT_NUMBER = re.compile(
    r"(?P<code>[\u4e00-\u9fff]{1,12}?(?:\([\u4e00-\u9fff]{1,4}\))?(?:[\u4e00-\u9fff]{0,6})?)\s*"
    r"[\[(<]\s*(?P<year>(?:19|20)\d{2})\s*年?\s*[\])>]\s*第?\s*(?P<serial>\d{1,5})\s*号"
)


def parse_document_number(folded: str) -> DocumentNumber | None:
    """Return the document number that a folded text consists of, or None.

    >>> str(parse_document_number("东政发[2021]11号"))
    '东政发〔2021〕11号'
    """
    match = DOCUMENT_NUMBER.fullmatch(folded.strip())
    if match is None:
        return None
    return DocumentNumber(match.group("code"), int(match.group("year")), int(match.group("serial")))
