"""What a document says about itself: issuer, date, document number, addressees.

Each is looked for where official documents put it (GB/T 9704): the number under the title or alone at the top, the
addressees as the first line that ends in a colon, the issuer above the date that stands alone.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise

from dutygraph.graph.entities import DocumentNumber
from dutygraph.ingest.citations.numbers import DOCUMENT_NUMBER, parse_document_number
from dutygraph.ingest.text.labels import starts_with_field
from dutygraph.ingest.text.lines import Line
from dutygraph.ingest.text.outline import parse_marker
from dutygraph.ingest.text.passage import Passage, join
from dutygraph.ingest.units.units import is_organ, looks_like_body, names_bodies

_DATE = re.compile(r"(?P<y>(?:19|20)\d{2})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日")
_CHINESE_DATE = re.compile(
    r"(?P<y>[二一][〇○零OＯ0一二三四五六七八九]{3})年(?P<m>[一二三四五六七八九十]{1,3})月(?P<d>[一二三四五六七八九十]{1,4})日"
)
_PRINTED_BY = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff]{4,40}?)\s*(?P<date>(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*印发"
)
# The header block of a government page, a line a field or several run together: 发布机构 … 文    号 ….
_PAGE_LABEL = re.compile(
    r"索\s*引\s*号|制定机关|公布日期|字\s*号|施行日期|效力等级|时效性|标\s*题|名\s*称|发文单位|发布单位|公开范围|公开时限|发文时间|成文时间|生成日期|公开方式|组配分类|内容概述|发文机构|发文字号|文\s*号|发文机关|发布机构|制发机关|成文日期|发文日期|发布日期|发布时间|印发日期|公开日期|有\s*效\s*性"
    r"|主题分类|主\s*题\s*词|信息来源|信息分类"
)
_PAGE_FIELDS = {
    "number": ("发文字号", "文号", "字号"),
    "issuer": ("发文机关", "制发机关", "制定机关", "发文单位", "发布单位", "发文机构", "发布机构"),
    "date": (
        "成文日期",
        "成文时间",
        "生成日期",
        "发文日期",
        "发文时间",
        "印发日期",
        "公布日期",
        "发布日期",
        "发布时间",
    ),
}
_SIGNED = re.compile(
    rf"(?P<issuer>[^\s。,;:()《》<>\d][^。,;:()《》<>\d]{{3,40}}?)\s*(?P<date>{_DATE.pattern}|{_CHINESE_DATE.pattern})".replace(
        "?P<y>", ""
    )
    .replace("?P<m>", "")
    .replace("?P<d>", "")
)
# 2023年5月, where the day is not printed.
_MONTH = re.compile(
    r"(?P<y>(?:19|20)\d{2})\s*年\s*(?:1[0-2]|0?[1-9])\s*月|(?P<year>[二一][〇○零OＯ0一二三四五六七八九]{3})年(?:十[一二]?|[一二三四五六七八九])月"
)
_SIGNED_IN = re.compile(
    rf"(?P<issuer>[\u4e00-\u9fff]{{4,40}}?)\s*(?P<month>{_MONTH.pattern.replace('?P<y>', '').replace('?P<year>', '')})"
)
# So many bodies issue together, at most.
_MOST_ISSUERS = 14
# A second line that goes on with the name of the body above: it has no place of its own to begin with.
_CONTINUES = re.compile(r"(?:全面依法|推进|办公室|领导小组|委员会|工作|联席会议|协调|指挥部|专项|建设|深化)")
_BRACKETED = re.compile(
    r"(?:通知|意见|决定|方案|函|批复|公告|计划|规划|要点)[)\]》>”\s]*\((?P<number>[^()。]{5,30}号)\)\s*$"
)
_DIGITS = str.maketrans("〇○零OＯ一二三四五六七八九", "00000123456789")
_BARE_PLACE = re.compile(r".{1,10}(?:省|市|区|县|旗|州|盟|镇|乡)")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one document; what is not printed is None. ``issued_in`` is a month printed without its day."""

    issuer: Passage | None
    issued_on: dt.date | None
    document_number: DocumentNumber | None
    addressees: Passage | None
    used: tuple[Passage, ...] = ()
    issued_in: Passage | None = None

    @property
    def year(self) -> int | None:
        """The year in which the document was issued."""
        month = _MONTH.search(self.issued_in.folded) if self.issued_in is not None else None
        if self.issued_on is not None or month is None:
            return self.issued_on.year if self.issued_on is not None else None
        return int(month["y"]) if month["y"] else int(month["year"].translate(_DIGITS))


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
    issued_in = None
    if issued_on is None and (signed := _signed_in(lines)) is not None:
        issuer, issued_in, sign_off = issuer or signed[0], signed[1], [*sign_off, *signed[2]]
    if issuer is None:
        issuer = _letterhead(lines) or _issuer_in_title(titles)
    used = [p for p in (number_at, addressees, *sign_off, *fields.values()) if p is not None]
    return Header(issuer, issued_on, number, addressees, tuple(used), issued_in)


def parse_date(folded: str) -> dt.date | None:
    """Return the day that a folded line consists of (2022年12月29日, 二〇二二年十二月二十九日), or None."""
    text = folded.strip().strip("()[]").strip()
    match = _DATE.fullmatch(text) or _CHINESE_DATE.fullmatch(text)
    return _to_date(match) if match else None


def _date_in(folded: str) -> dt.date | None:
    match = _DATE.search(folded) or re.search(r"(?P<y>(?:19|20)\d{2})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})", folded)
    return _to_date(match) if match else None


def _to_date(match: re.Match[str]) -> dt.date | None:
    def value(name: str) -> int:
        text = match.group(name)
        if text.isdigit():
            return int(text)
        if name == "y":
            return int(text.translate(_DIGITS))
        tens, found, ones = text.rpartition("十")
        head = (int(tens.translate(_DIGITS)) if tens else 1) * 10 if found else 0
        return head + (int(ones.translate(_DIGITS)) if ones else 0)

    try:
        return dt.date(value("y"), value("m"), value("d"))
    except ValueError:
        return None


def is_page_field(folded: str) -> bool:
    """Tell whether a line belongs to the header block of a government page (索引号：…, 发布机构 … 文号 …)."""
    labels = list(_PAGE_LABEL.finditer(folded))
    bullet = re.match(r"[\W_]*", folded)
    return (
        bool(labels)
        and bullet is not None
        and labels[0].start() == bullet.end()
        and (len(labels) > 1 or folded[labels[0].end() :].strip()[:1] in (":", "]"))
    )


def is_page_label(folded: str) -> bool:
    """Tell whether this is the label of such a field, and nothing else (索引号, 发布机构：)."""
    return _PAGE_LABEL.fullmatch(folded.strip().rstrip(":").strip()) is not None


def _page_fields(lines: list[Line]) -> dict[str, Passage]:
    """Return what the header block says by the names of _PAGE_FIELDS, the first label of each that is there."""
    said: dict[str, Passage] = {}
    for line, following in pairwise(lines[:41]):
        if is_page_label(line.folded):  # the value on the next line
            name = _label_name(line.folded)
            named = name not in _PAGE_FIELDS["issuer"] or is_organ(following.folded)
            if named and not is_page_label(following.folded) and not is_page_field(following.folded):
                said.setdefault(name, following.passage)
            continue
        if not is_page_field(line.folded):
            continue
        labels = list(_PAGE_LABEL.finditer(line.folded))
        ends = [*(label.start() for label in labels[1:]), len(line.folded)]
        for label, end in zip(labels, ends, strict=True):
            value = line.passage.cut(label.end(), end).strip().strip("：:】］]|").strip().strip("∙·•【").strip()
            if value:
                said.setdefault(_label_name(label.group()), value)
    return {
        name: next(said[label] for label in labels if label in said)
        for name, labels in _PAGE_FIELDS.items()
        if any(label in said for label in labels)
    }


def _label_name(printed: str) -> str:
    return re.sub(r"[\s:]", "", printed)


def _document_number(lines: list[Line], fields: dict[str, Passage]) -> tuple[DocumentNumber | None, Passage | None]:
    if "number" in fields:
        match = DOCUMENT_NUMBER.search(fields["number"].folded)
        if match is not None:
            return parse_document_number(match.group()), fields["number"]
    for line in _before_body(lines):
        number = parse_document_number(re.sub(r"\s*签\s*发\s*人.*", "", line.folded).strip("() "))
        if number is not None:
            return number, line.passage
    for line in _before_body(lines):
        # …的通知（韶府〔2019〕31号）: in brackets behind the title.
        match = _BRACKETED.search(line.folded)
        number = parse_document_number(match.group("number")) if match is not None else None
        if match is not None and number is not None:
            return number, line.passage.cut(*match.span("number"))
    return None, None


def _before_body(lines: list[Line]) -> list[Line]:
    """The lines above the first numbered one, at most 60."""
    for i, line in enumerate(lines[:60]):
        if parse_marker(line.text, line.folded) is not None and not line.folded.startswith("附件"):
            return lines[:i]
    return lines[:60]


def _addressees(lines: list[Line]) -> Passage | None:
    before = _before_body(lines)
    for i, line in enumerate(before):
        folded = line.folded.rstrip()
        if not folded.endswith(":") or "。" in folded or len(folded) > 300:
            continue
        if starts_with_field(folded) or is_page_field(folded):
            continue
        inner = folded[:-1]
        if names_bodies(inner) and not re.search("(?:如下|附件|提出|通知|意见)$", inner):
            first = i
            while first > 0 and before[first].gap == 0 and before[first - 1].text[-1] in "、，,；;":
                first -= 1
            return join([*(above.passage for above in before[first:i]), line.passage.cut(0, len(folded) - 1)]).strip()
    return None


def _sign_off(lines: list[Line]) -> tuple[Passage | None, dt.date | None, list[Passage]]:
    """The first line that is nothing but a date with a body above it; else the first date alone (under a title)."""
    lone: tuple[dt.date, Passage] | None = None
    for i, line in enumerate(lines):
        date = parse_date(line.folded)
        if date is None:
            signed = _signed(line)
            if signed is not None:
                return (*signed, [line.passage])
            continue
        names = _names_above(lines, i)
        if names:
            return _issuer(names), date, [*(n.passage for n in names), line.passage]
        lone = lone or (date, line.passage)
    return (None, lone[0], [lone[1]]) if lone else (None, None, [])


def _names_above(lines: list[Line], at: int) -> list[Line]:
    """The lines of bodies right above a line."""
    names: list[Line] = []
    for above in reversed(lines[max(0, at - _MOST_ISSUERS) : at]):
        begins = names and _CONTINUES.match(names[0].folded) and _is_plain(above) and len(above.text) <= 30
        if not _is_body_line(above) and not begins:
            break
        if len(names) >= 4 and not is_organ(above.folded):
            break
        names.insert(0, above)
    return names


def _signed_in(lines: list[Line]) -> tuple[Passage, Passage, list[Passage]] | None:
    """A body and the month of issue, where no day is printed; and all that says so.

    They stand above the first numbered line, the month above or below the body or behind it, or set off at the very
    end: elsewhere they may be cells of a table without its rules (县教育局 / 2023年5月).
    """
    head = _before_body(lines)
    for i, line in enumerate(lines):
        if line.table is not None or not (i < len(head) or i == len(lines) - 1):
            continue
        said = _SIGNED_IN.fullmatch(line.folded.strip())
        if said is not None and is_organ(said["issuer"]) and (i < len(head) or line.apart):
            whole = line.passage.strip()
            return whole.cut(*said.span("issuer")), whole.cut(*said.span("month")), [whole]
        if _MONTH.fullmatch(line.folded.strip("() ")) is None:
            continue
        names = [name for name in _names_above(lines, i) if name.table is None]
        if not names and i + 1 < len(head) and _is_body_line(head[i + 1]) and is_organ(head[i + 1].folded):
            names = [head[i + 1]]
        if names and (i < len(head) or names[0].apart):
            return _issuer(names), line.passage, [*(name.passage for name in names), line.passage]
    return None


def _signed(line: Line) -> tuple[Passage, dt.date] | None:
    """A body and the day on one line: 清河县人民政府    2023年3月1日."""
    match = _SIGNED.fullmatch(line.folded.strip())
    if match is None or not is_organ(match.group("issuer")):
        return None
    date = parse_date(match.group("date"))
    issuer = line.passage.strip().cut(match.start("issuer"), match.end("issuer")).without_space()
    return (issuer, date) if date is not None else None


def _letterhead(lines: list[Line]) -> Passage | None:
    """The body over the line: 清河县人民政府办公室文件."""
    for line in _before_body(lines)[:6]:
        folded = line.folded.strip()
        name = re.sub(r"\s", "", folded.removesuffix("文件"))
        if folded.endswith("文件") and is_organ(name):
            return line.passage.strip().cut(0, len(folded) - 2).without_space()
    return None


def _is_body_line(line: Line) -> bool:
    return _is_plain(line) and looks_like_body(re.sub(r"\s", "", line.folded))


def _is_plain(line: Line) -> bool:
    """Whether a line could be a name or a part of one: no punctuation, no number, no label, no title."""
    return (
        not starts_with_field(line.folded)
        and parse_marker(line.text, line.folded) is None
        and not re.search("[,。;:《》]|方案$|通知$|意见$|办法$", line.folded.rstrip())
    )


def _issuer(names: list[Line]) -> Passage:
    """One body broken over lines is one name; bodies that issue together are parted by 、."""
    groups: list[list[Passage]] = []
    for passage in (name for line in names for name in _side_by_side(line.passage)):
        continues = _CONTINUES.match(passage.folded) is not None
        if groups and (continues or not looks_like_body(groups[-1][-1].folded)):
            groups[-1].append(passage)
        else:
            groups.append([passage])
    return _unsealed(join([join(group) for group in groups], "、"))


def _unsealed(issuer: Passage) -> Passage:
    """Leave out （代章）, （印章）, which stand for the seal."""
    seal = re.search(r"[(\[](?:代章?|印章?|盖章|公章|章)[)\]]$", issuer.folded)
    return issuer.cut(0, seal.start()) if seal is not None else issuer


def _side_by_side(line: Passage) -> list[Passage]:
    """The bodies of a line, white space removed: two that issue together may stand far apart on one."""
    cuts = [match.span() for match in re.finditer(r"\s{2,}", line.text)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(line)]
    parts = [line.cut(start, end).without_space() for start, end in zip(starts, ends, strict=True)]
    return parts if all(len(p) >= 4 and looks_like_body(p.folded) for p in parts) else [line.without_space()]


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
