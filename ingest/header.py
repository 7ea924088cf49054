"""What a document says about itself: issuer, date, document number, addressees.

Each is looked for where official documents put it (GB/T 9704): the number under the title or alone at the top, the
addressees as the first line that ends in a colon, the issuer above the date that stands alone.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from dutygraph.graph.model import DocumentNumber
from dutygraph.ingest.clean import Line
from dutygraph.ingest.labels import starts_with_field
from dutygraph.ingest.numbers import DOCUMENT_NUMBER, parse_document_number
from dutygraph.ingest.outline import parse_marker
from dutygraph.ingest.passage import Passage, join
from dutygraph.ingest.units import looks_like_body

_DATE = re.compile(r"(?P<y>(?:19|20)\d{2})年\s*(?P<m>\d{1,2})月\s*(?P<d>\d{1,2})日")
_CHINESE_DATE = re.compile(
    r"(?P<y>[二一][〇○零OＯ0一二三四五六七八九]{3})年(?P<m>[一二三四五六七八九十]{1,3})月(?P<d>[一二三四五六七八九十]{1,4})日"
)
_PRINTED_BY = re.compile(r"(?P<issuer>[\u4e00-\u9fff]{4,40}?)\s*(?P<date>(?:19|20)\d{2}年\d{1,2}月\d{1,2}日)印发")
# 发布机构 … 文    号 …: the header block of a government page, its cells run together.
_LABELLED_NUMBER = re.compile(rf"(?:文\s*号|字\s*号)\s*[\]:]?\s*(?P<number>{DOCUMENT_NUMBER.pattern})")
_PAGE_FIELD = re.compile(
    r"(?P<label>发文字号|文\s*号|发文机关|发布机构|成文日期|发文日期|发布日期|印发日期)\s*:\s*(?P<value>\S.*)"
)
# A second line that goes on with the name of the body above: it has no place of its own to begin with.
_CONTINUES = re.compile(r"(?:全面依法|推进|办公室|领导小组|委员会|工作|联席会议|协调|指挥部|专项|建设|深化)")
_BARE_PLACE = re.compile(r".{1,10}(?:省|市|区|县|旗|州|盟|镇|乡)")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one document; what is not printed is None."""

    issuer: Passage | None
    issued_on: dt.date | None
    document_number: DocumentNumber | None
    addressees: Passage | None
    used: tuple[Passage, ...] = ()


def read_header(lines: list[Line], titles: list[Passage]) -> Header:
    """Read the header from a document's cleaned lines; ``titles`` are its title lines, for an issuer named there."""
    fields = _page_fields(lines)
    number, number_at = _document_number(lines, fields)
    addressees = _addressees(lines)
    issuer, issued_on, sign_off = _sign_off(lines)
    if issued_on is None and "date" in fields:
        issued_on = _date_in(fields["date"].folded)
    if issuer is None and "issuer" in fields:
        issuer = fields["issuer"]
    if issuer is None or issued_on is None:
        printed_issuer, printed_on = _printed_by(lines)
        issuer = issuer or printed_issuer
        issued_on = issued_on or printed_on
    if issuer is None:
        issuer = _issuer_in_title(titles)
    used = [p for p in (number_at, addressees, *sign_off, *fields.values()) if p is not None]
    return Header(issuer, issued_on, number, addressees, tuple(used))


def parse_date(folded: str) -> dt.date | None:
    """Return the day that a folded line consists of (2022年12月29日, 二〇二二年十二月二十九日), or None."""
    text = folded.strip().strip("()[]").strip()
    match = _DATE.fullmatch(text) or _CHINESE_DATE.fullmatch(text)
    return _to_date(match) if match else None


def _date_in(folded: str) -> dt.date | None:
    match = _DATE.search(folded) or re.search(r"(?P<y>(?:19|20)\d{2})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", folded)
    return _to_date(match) if match else None


def _to_date(match: re.Match[str]) -> dt.date | None:
    digits = str.maketrans("〇○零OＯ一二三四五六七八九", "00000123456789")

    def value(name: str) -> int:
        text = match.group(name)
        if text.isdigit():
            return int(text)
        if name == "y":
            return int(text.translate(digits))
        tens, found, ones = text.rpartition("十")
        head = (int(tens.translate(digits)) if tens else 1) * 10 if found else 0
        return head + (int(ones.translate(digits)) if ones else 0)

    try:
        return dt.date(value("y"), value("m"), value("d"))
    except ValueError:
        return None


def _page_fields(lines: list[Line]) -> dict[str, Passage]:
    names = {"发文字号": "number", "文号": "number", "发文机关": "issuer", "发布机构": "issuer"}
    found: dict[str, Passage] = {}
    for line in lines[:40]:
        match = _PAGE_FIELD.fullmatch(line.folded)
        if match is not None:
            name = names.get(re.sub(r"\s", "", match.group("label")), "date")
            found.setdefault(name, line.passage.cut(match.start("value")).strip())
    return found


def _document_number(lines: list[Line], fields: dict[str, Passage]) -> tuple[DocumentNumber | None, Passage | None]:
    if "number" in fields:
        match = DOCUMENT_NUMBER.search(fields["number"].folded)
        if match is not None:
            return parse_document_number(match.group()), fields["number"]
    for line in _before_body(lines):
        labelled = _LABELLED_NUMBER.search(line.folded)
        if labelled is not None:
            at = line.passage.cut(labelled.start("number"), labelled.end())
            return parse_document_number(labelled.group("number")), at
        number = parse_document_number(line.folded.strip("()"))
        if number is not None:
            return number, line.passage
    return None, None


def _before_body(lines: list[Line]) -> list[Line]:
    """The lines above the first numbered one, at most 60."""
    for i, line in enumerate(lines[:60]):
        if parse_marker(line.text, line.folded) is not None and not line.folded.startswith("附件"):
            return lines[:i]
    return lines[:60]


def _addressees(lines: list[Line]) -> Passage | None:
    for line in _before_body(lines):
        folded = line.folded.rstrip()
        if not folded.endswith(":") or starts_with_field(folded) or "。" in folded or len(folded) > 300:
            continue
        inner = folded[:-1]
        last = re.split("[、,;]", inner)[-1]
        if looks_like_body(last) and not re.search("(?:如下|附件|提出|通知|意见)$", inner):
            return line.passage.cut(0, len(folded) - 1).strip()
    return None


def _sign_off(lines: list[Line]) -> tuple[Passage | None, dt.date | None, list[Passage]]:
    """The first line that is nothing but a date with a body above it; else the first date alone (under a title)."""
    lone: tuple[dt.date, Passage] | None = None
    for i, line in enumerate(lines):
        date = parse_date(line.folded)
        if date is None:
            continue
        names: list[Line] = []
        for above in reversed(lines[max(0, i - 4) : i]):
            if not _is_body_line(above):
                break
            names.insert(0, above)
        if names:
            return _issuer(names), date, [*(n.passage for n in names), line.passage]
        lone = lone or (date, line.passage)
    return (None, lone[0], [lone[1]]) if lone else (None, None, [])


def _is_body_line(line: Line) -> bool:
    text = re.sub(r"\s", "", line.folded)
    return (
        looks_like_body(text)
        and not starts_with_field(line.folded)
        and parse_marker(line.text, line.folded) is None
        and not re.search("[,。;:《》]|方案$|通知$|意见$|办法$", text)
    )


def _issuer(names: list[Line]) -> Passage:
    """One body broken over lines is one name; bodies that issue together are parted by 、."""
    groups: list[list[Passage]] = []
    for line in names:
        passage = line.passage.without_space()
        continues = _CONTINUES.match(passage.folded) is not None
        if groups and (continues or not looks_like_body(groups[-1][-1].folded)):
            groups[-1].append(passage)
        else:
            groups.append([passage])
    return join([join(group) for group in groups], "、")


def _printed_by(lines: list[Line]) -> tuple[Passage | None, dt.date | None]:
    """The imprint at the end: 中共…办公室  2025年10月13日印发."""
    for line in reversed(lines[-30:]):
        match = _PRINTED_BY.search(re.sub(r"\s", " ", line.folded))
        if match is not None and looks_like_body(match.group("issuer")):
            issuer = line.passage.cut(match.start("issuer"), match.end("issuer")).without_space()
            return issuer, _date_in(match.group("date"))
    return None, None


def _issuer_in_title(titles: list[Passage]) -> Passage | None:
    for title in titles:
        at = title.folded.find("关于")
        name = title.folded[:at] if at > 0 else ""
        if name and looks_like_body(name) and not _BARE_PLACE.fullmatch(name):
            return title.cut(0, at)
    return None
