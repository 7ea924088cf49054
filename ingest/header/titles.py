"""Title lines: of the notice, and of the plans that it brings."""

from __future__ import annotations

import re
from itertools import islice, pairwise
from statistics import median_low

from dutygraph.ingest.citations.numbers import parse_document_number
from dutygraph.ingest.header.header import is_page_field, is_page_label, parse_date
from dutygraph.ingest.text.labels import starts_with_field
from dutygraph.ingest.text.lines import DAY, Line
from dutygraph.ingest.text.outline import parse_marker
from dutygraph.ingest.text.passage import Passage, join
from dutygraph.ingest.units.units import looks_like_body

# What the titles of such documents end in, with an edition in brackets behind it.
_KINDS = (
    "方案|通知|意见|计划|清单|分工|要点|规划|纲要|措施|办法|细则|决定|台账|分解表|任务表|责任书|任务书|分工表|公告|函|批复"
    "|任务分解|责任分解|一览表|汇总表|安排表|推进表|明细表|责任表|进度表|任务分工|工作安排|若干政策|路线图"
)
_TITLE = re.compile(
    rf".*(?:{_KINDS})(?:[(\[][^()\[\]]{{1,24}}[)\]])?|.*[印转]发《.*(?:{_KINDS})(?:[(\[].{{1,24}}[)\]])?》"
)
# The edition on a line of its own under the title: （2023—2025年）, （试行）, not the day of issue.
_EDITION = re.compile(
    r"[(\[](?!.*日[)\]])(?:[^()\[\]]{0,6}(?:19|20)\d{2}[^()\[\]]{0,14}年?|.{0,4}(?:试行|修订|暂行|稿|版))[)\]]"
)
# A title broken before its last word: …重点任务分工方案的 / 通    知.
_LAST_WORD = re.compile(r"(?:通知|意见|方案|决定|批复|函)")
# What stands between a notice and the plan that it brings.
_NOTICE_END = re.compile(r"附\s*件|[(\[](?:此件|此文|联系人|公开|主动公开|印发)|抄送|.*印发$")

# 关于优化服务的实施意见（云府发〔2024〕3号）: the number behind a title is no part of it.
_NUMBER_BEHIND = re.compile(
    r"\s*[(\[]\s*[^()\[\]。]{2,14}(?:\([^()]{1,4}\)[^()\[\]]{0,6})?[\[(<]\s*(?:19|20)\d{2}\s*[\])>]\s*\d{1,5}\s*号\s*[)\]]$"
)
_ANNEX = re.compile(r"[(\[]?附\s*[件表]\s*[\d一二三四五六七八九十]{0,2}[)\]]?:?$")
# 附件1：重点任务清单, with the annex below it; 附件：1．甲方案 begins the list of annexes above a signature.
_ANNEX_TITLE = re.compile(
    rf"[(\[]?附\s*[件表]\s*[\d一二三四五六七八九十]{{0,2}}[)\]]?\s*:?\s*(?P<title>[^。;:,!?、]{{2,60}}(?:{_KINDS}))"
)
_YEAR = re.compile(r"(?:19|20)\d{2}\s*年")
_DATED = re.compile(rf"{DAY.pattern}[)\]]?$")
_ISSUES = re.compile("[印下转]发")


def find_titles(lines: list[Line]) -> dict[int, tuple[int, Passage]]:
    """Return {index of first line: (index behind the last, title)} for the title lines of a document."""
    titles: dict[int, tuple[int, Passage]] = {}
    usual_gap = median_low([line.gap for line in lines[1:]]) if len(lines) > 1 else 0
    for i, line in enumerate(lines):
        if (annex := _annex_title(lines, i)) is not None:
            titles[i] = (i + 1, annex)
            continue
        if not _may_be_title(line) and not _ends_title(lines, i):
            continue
        first = i
        while first > 0 and i - first < 3 and _title_goes_on(lines[first - 1], lines[first], usual_gap):
            first -= 1
        last = i + 1
        if last < len(lines) and lines[last].gap <= usual_gap and _EDITION.fullmatch(_folded(lines[last])):
            last += 1
        title = join([part.passage.strip() for part in lines[first:last]])
        number = _NUMBER_BEHIND.search(title.folded)
        title = title.cut(0, number.start() if number is not None else None)
        if 6 <= len(title.without_space()) <= 220:
            titles[first] = (last, title)
    return titles or _above_table(lines) or _first_line(lines)


def _annex_title(lines: list[Line], i: int) -> Passage | None:
    """The title behind 附件： in one line, right above the annex's table or its first number."""
    match = _ANNEX_TITLE.fullmatch(lines[i].folded)
    if match is None or i + 1 == len(lines):
        return None
    title, below = lines[i].passage.cut(match.start("title")), lines[i + 1]
    first = parse_marker(below.text, below.folded)
    begins = below.table is not None or (first is not None and first.value == 1)
    return title if begins and parse_marker(title.text, title.folded) is None else None


def _first_line(lines: list[Line]) -> dict[int, tuple[int, Passage]]:
    """The first line of a document that has no title of the usual kinds, where it says a year and numbers follow."""
    for line, below in pairwise(lines[:2]):
        numbered = parse_marker(below.text, below.folded)
        if numbered is not None and numbered.value == 1 and _is_plain_title(line) and _YEAR.search(line.folded):
            return {0: (1, line.passage)}
    return {}


def _above_table(lines: list[Line]) -> dict[int, tuple[int, Passage]]:
    """The title of a document that begins with a table's, whatever it ends in: 清河县2024年重点工作 over the table."""
    table = next((i for i, line in enumerate(lines) if line.table is not None), 0)
    above = (i for i, line in enumerate(lines[: min(table, 3)]) if _is_plain_title(line))
    return {i: (i + 1, lines[i].passage) for i in islice(above, 1)}


def opens_plan(
    lines: list[Line], i: int, titles: dict[int, tuple[int, Passage]], untitled: bool, had_tasks: bool
) -> bool:
    """A title opens a plan: at the head of the document, or set off from what is above it, or named by the notice."""
    end, title = titles[i]
    if (untitled and not had_tasks) or _ANNEX_TITLE.fullmatch(lines[i].folded) is not None:
        return True
    above = lines[i - 1].folded if i > 0 else ""
    set_off = lines[i].gap > 0 or parse_date(above) is not None or _NOTICE_END.match(above) is not None
    long_enough = len(title.without_space()) >= 8 and end < len(lines)
    return long_enough and (set_off or _is_named(title, lines[:i], [t for n, (_, t) in titles.items() if n < i]))


def _is_named(title: Passage, above: list[Line], titles: list[Passage]) -> bool:
    """Whether a title above names this one, or a sentence that issues it: 现将《…方案》等3个方案印发给你们."""
    issuing = (line.passage for line in above if _ISSUES.search(line.folded))
    name = f"<{title.without_space().folded}>"
    return any(name in _angled(other) for other in (*titles, *issuing))


def own_title(titles: list[Passage]) -> Passage | None:
    """Return the title of the one plan that a notice issues: 关于印发《…方案》的通知 above 《…方案》 and its annexes.

    None where the notice names several or none of the titles below it (关于印发…等两个方案的通知).
    """
    for n, notice in enumerate(titles):
        if not _ISSUES.search(notice.folded):
            continue
        named = [title for title in titles[n + 1 :] if _names(notice, title)]
        return named[0] if len({title.without_space().folded for title in named}) == 1 else None
    return None


def are_annexes(titles: list[Passage], lines: list[Line]) -> bool:
    """Tell whether each title stands below a line 附件 or behind that word, and so belongs to the document above."""
    starts = {line.passage.offsets[0]: n for n, line in enumerate(lines) if line.passage}
    behind = {line.passage.offsets[m.start("title")] for line in lines if (m := _ANNEX_TITLE.fullmatch(line.folded))}
    above = [lines[starts[t.span.start] - 1].folded for t in titles if starts.get(t.span.start, 0) > 0]
    named = sum(title.span.start in behind for title in titles)
    return len(above) + named == len(titles) and all(_ANNEX.match(line) for line in above)


def _names(notice: Passage, title: Passage) -> bool:
    """Whether a notice's title says that it issues the document of another: in 《》, or between 印发 and 的通知."""
    name = title.without_space().folded
    words = re.escape(name.replace("《", "<").replace("》", ">"))
    return re.search(f"[印下转]发<?{words}>?的", _angled(notice)) is not None


def _angled(title: Passage) -> str:
    return title.without_space().folded.replace("《", "<").replace("》", ">")


def _folded(line: Line) -> str:
    return re.sub(r"\s", "", line.folded)


def _may_be_title(line: Line) -> bool:
    return _TITLE.fullmatch(_NUMBER_BEHIND.sub("", _folded(line))) is not None and _is_plain_title(line)


def _is_plain_title(line: Line) -> bool:
    folded = _folded(line)
    return (
        4 <= len(folded) <= (200 if "》" in folded else 80)
        and not re.search("[。;:,!?]", re.sub("《[^》]*》", "", folded))
        and not starts_with_field(line.folded)
        and parse_marker(line.text, line.folded) is None
        and not folded.startswith(("附件", "(此件", "抄送"))
    )


def _ends_title(lines: list[Line], i: int) -> bool:
    """Whether a line is the last word of the title above: 关于印发…方案的 / 通  知."""
    if i == 0 or _LAST_WORD.fullmatch(_folded(lines[i])) is None:
        return False
    above = _folded(lines[i - 1])
    return above.endswith("的") and len(above) <= 80 and not re.search("[。;:,!?]", above)


def _lists_on(above: str, below: str) -> bool:
    """Whether a notice's title names one more plan in its next line: …印发《甲方案》 / 《乙方案》等2个方案的通知."""
    return _ISSUES.search(above) is not None and above[-1] in ">》" and re.match("[<《等]", below) is not None


def _title_goes_on(above: Line, below: Line, usual_gap: int) -> bool:
    """A line above a title line belongs to it: short, unpunctuated, no date, no number, and not a title itself.

    A body belongs to it where the title goes on with 关于. No further away than lines usually are: text saved from a
    page has a blank line between any two.
    """
    folded = _folded(above)
    begins = below.folded.startswith("关于") and not re.search("公文|文件$", folded)
    return (
        below.gap <= usual_gap
        and len(folded) >= 2
        and len(re.sub("《[^》]*》", "", folded)) <= 60
        and not re.search(r"[。;:,!?)\]]$", folded)
        and not folded.startswith(("附件", "正文", "索引号", "来源"))
        and not folded.endswith("文件")  # the letterhead: 清河县人民政府文件
        and not re.fullmatch(r"(?:正文|全文|内容|★|\W*)", folded)
        and not _DATED.search(folded)  # who signs and the day, above the plan's title
        and parse_document_number(re.sub("签发人.*", "", folded)) is None
        and not is_page_field(above.folded)
        and not is_page_label(above.folded)
        and not starts_with_field(above.folded)
        and parse_marker(above.text, above.folded) is None
        and (_TITLE.fullmatch(folded) is None or _lists_on(folded, _folded(below)))
        and ("关于" in folded or begins or not looks_like_body(folded))
    )
