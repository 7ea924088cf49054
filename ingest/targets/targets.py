"""Quantities to be reached: how much of what, with its comparator and, for a count in a recurrence, its rule.

What stands in quotation marks, a title or a time expression is none; :mod:`dutygraph.ingest.targets.aims` says whether
another quantity is one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dutygraph.graph.model import Comparator, Span
from dutygraph.ingest.citations.citations import title_spans
from dutygraph.ingest.dates.dates import DateDraft
from dutygraph.ingest.targets.aims import TIMES, is_aim
from dutygraph.ingest.targets.indicators import LONGEST_RUN, ONLY_VERBS, RATE_END, VERB, name_indicators, strip_subject
from dutygraph.ingest.targets.quantities import Quantity, comparator, find_quantities
from dutygraph.ingest.text.passage import Passage
from dutygraph.ingest.text.unwrap import unwrap


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """One quantity to be reached, and the year in which or by whose end, where its sentence or column says so."""

    indicator: str
    comparator: Comparator
    value: float
    unit: str
    surface: Passage
    per: str | None
    year: int | None = None


_JOINT = re.compile(r"\s*[、和及与]\s*")
_BOUNDARY = "，。；：、,;:!?！？\n".replace("、", "")


def find_targets(
    text: Passage, dates: Iterable[DateDraft], years: Sequence[tuple[Span, int]] = ()
) -> list[TargetDraft]:
    """Return the targets of a text in order; ``dates`` are the time expressions already found in it.

    ``years`` tells which parts of the text are cells in the column of a year (2025年目标); no line goes on in them.
    """
    known = list(dates)
    cells = [(first, last, year) for span, year in years for first, last in _stretch(text, span)]
    bounds = sorted({0, len(text), *(bound for first, last, _ in cells for bound in (first, last))})
    found: list[TargetDraft] = []
    above = text.cut(0, 0)
    for start, end in pairwise(bounds):
        own = [replace(d, start=d.start - start, end=d.end - start) for d in known if start <= d.start < end]
        targets, above = _in_part(text.cut(start, end), own, above)
        year = next((year for first, last, year in cells if first <= start < last), None)
        found += [replace(t, year=year) if t.year is None else t for t in targets]
    return found


def _stretch(text: Passage, span: Span) -> Iterator[tuple[int, int]]:
    """Where the characters of a range of the source stand in a text, if any do."""
    inside = [i for i, offset in enumerate(text.offsets) if span.start <= offset < span.end]
    if inside:
        yield inside[0], inside[-1] + 1


def _in_part(text: Passage, dates: list[DateDraft], above: Passage) -> tuple[list[TargetDraft], Passage]:
    """The targets of a part of a text, and what a quantity alone below it would be of; ``above`` is the part's."""
    plain, places = unwrap(text)
    waiting = deque(sorted(dates, key=lambda d: d.start))
    found: list[TargetDraft] = []
    for match in re.finditer(r"[^。；;\n]+[。；;\n]?", plain.text):
        own: list[DateDraft] = []
        while waiting and waiting[0].start < places[match.end() - 1] + 1:
            date = waiting.popleft()
            start, end = bisect_left(places, date.start), bisect_left(places, date.end)
            own.append(replace(date, start=start - match.start(), end=end - match.start()))
        sentence = plain.cut(*match.span())
        below = above.text.endswith("\n") or match.start() == 0
        alone = _alone(sentence, above) if above and below and not own else None
        found += [alone] if alone is not None else _dated(_in_sentence(sentence, own), sentence, own)
        above = sentence if alone is None else above  # 改造小区 / 20个 / 30个: cells of two years
    return found, above


def _dated(targets: list[TargetDraft], sentence: Passage, dates: Sequence[DateDraft]) -> list[TargetDraft]:
    """Targets with the year of their sentence: of the time before each, or else behind it.

    到2024年达到10个，到2025年20个; 建成10个，2025年底前全部投用. Times in a row are of as many quantities in turn
    (2023、2024年分别完成60户、50户), and of none before 其中.
    """
    told = [d for d in dates if d.kind in ("deadline", "period") and d.value and not d.value.endswith("..")]
    places = {offset: i for i, offset in enumerate(sentence.offsets)}
    rows = _rows([(d.start, d.end) for d in told], sentence.folded)
    spans = [(places[t.surface.offsets[0]], places[t.surface.offsets[-1]] + 1) for t in targets]
    in_turn: dict[int, DateDraft] = {}
    for run in _rows(spans, sentence.folded):
        row = next((row for row in reversed(rows) if told[row[-1]].end <= spans[run[0]][0]), [])
        if len(row) == len(run) > 1:
            in_turn |= {target: told[date] for target, date in zip(run, row, strict=True)}

    def year(n: int) -> int | None:
        start, end = spans[n]
        before = next((d for d in reversed(told) if d.end <= start), None)
        behind = next((d for d in told if d.start >= end), None)
        if behind is not None and "其中" in sentence.folded[end : behind.start]:
            behind = None
        date = in_turn.get(n) or before or behind
        return None if date is None else int((date.value or "").split("/")[-1][:4])

    return [replace(target, year=year(n)) for n, target in enumerate(targets)]


def _rows(spans: Sequence[tuple[int, int]], folded: str) -> list[list[int]]:
    """Part ranges into rows of those that joints alone stand between."""
    rows: list[list[int]] = []
    for n, (start, _) in enumerate(spans):
        if n and _JOINT.fullmatch(folded[spans[n - 1][1] : start]):
            rows[-1].append(n)
        else:
            rows.append([n])
    return rows


def _alone(line: Passage, above: Passage) -> TargetDraft | None:
    """A quantity that is all of a line, as of a cell 目标值: of what the line above names (绿色工厂数量 / 400家)."""
    quantities = list(find_quantities(line.folded))
    if len(quantities) != 1 or quantities[0].kind == "time":
        return None
    quantity = quantities[0]
    if not re.fullmatch(r"[各约]?[。;\s]*", line.folded[: quantity.start] + line.folded[quantity.end :]):
        return None
    name = strip_subject(above.text.strip("。；;，, \n"))
    surface = line.cut(quantity.start, quantity.end).strip()
    return TargetDraft(name, comparator(quantity, None, ""), quantity.value, quantity.unit, surface, quantity.per)


def _in_sentence(text: Passage, dates: list[DateDraft]) -> list[TargetDraft]:
    folded = text.folded
    masked = [*title_spans(text.folded), *((d.start, d.end) for d in dates), *_quoted(text.text)]
    quantities = [q for q in find_quantities(folded) if not any(a < q.end and _number_start(q) < b for a, b in masked)]
    found: list[TargetDraft] = []
    for n, quantity in enumerate(quantities):
        clause = _clause(folded, quantity.start, quantity.end)
        per = quantity.per or _per(dates, folded, quantity.start, quantity.unit)
        before = folded[clause[0] : quantity.start]
        # 新建厂房5万平方米，高标准农田10万亩；投资20亿元，其中工业投资8亿元: the verb of the clause before holds on.
        goes_on = bool(found) and folded[clause[0] - 1 : clause[0]] == "," and quantity.end >= clause[1] - 1
        own_part = _own_part(folded, quantities, n, clause[0])
        last = _last_of_run(folded, quantities, n)
        goes_on = goes_on and not VERB.search(before)
        first = _first_of_run(folded, quantities, n)
        before_row = folded[clause[0] : max(clause[0], first.start)]
        if not is_aim(folded, quantity, before, before_row, own_part, per, last, goes_on=goes_on):
            continue
        said = quantity if quantity.before else replace(quantity, before=first.before)
        compared = comparator(said, last, own_part)
        value = quantity.upper if compared == "<=" and quantity.upper is not None else quantity.value
        surface = text.cut(quantity.start, quantity.end).strip()
        if quantity.unit == "个" and last is not None and last.unit == "个百分点":
            quantity = replace(quantity, unit=last.unit)  # 提高5个和8个百分点
        unit = quantity.unit.translate(_WIDE) if "（" in surface.text else quantity.unit
        names = name_indicators(text, quantities, n, clause, dates)
        if not names:  # 绿化覆盖率提高2个百分点，达到42%: what the quantity before measures
            named = _measure_before(text.text, clause)
            same = found[-1].indicator if found and quantity.unit not in TIMES and named is None else None
            names = [same or named or _clause_before(text.text, clause, dates)]
        found.extend(TargetDraft(name, compared, value, unit, surface, per) for name in names)
    return found


_LONGEST = 200  # no clause says anything of a quantity further off
_WIDE = str.maketrans("()", "（）")


def _last_of_run(folded: str, quantities: list[Quantity], n: int) -> Quantity | None:
    """The last of the quantities that a joint alone parts from the nth (65%、55%和50%以上), or None."""
    last, until = None, n + LONGEST_RUN
    while n + 1 < min(len(quantities), until):
        if not _JOINT.fullmatch(folded[quantities[n].end : quantities[n + 1].start]):
            break
        n += 1
        last = quantities[n]
    return last


def _first_of_run(folded: str, quantities: list[Quantity], n: int) -> Quantity:
    """The first of the quantities that joints alone part from the nth: 不低于 of 不低于99%、95% holds for both."""
    last = n
    while n and last - n < LONGEST_RUN and _JOINT.fullmatch(folded[quantities[n - 1].end : quantities[n].start]):
        n -= 1
    return quantities[n]


def _number_start(quantity: Quantity) -> int:
    return quantity.start + len(quantity.before)


def _own_part(folded: str, quantities: list[Quantity], n: int, clause_start: int) -> str:
    """The words of a clause that may compare the nth quantity: not those that touch an earlier one.

    培育产值超10亿元的企业5家 are five; in 不低于90％和95％ the word holds for both.
    """
    # “最多跑一次”事项占比 is compared by no word of its name
    own = re.sub('[“"][^“”"]*[”"]', lambda m: " " * len(m.group()), folded[clause_start : quantities[n].start])
    for at in range(n - 1, -1, -1):
        earlier = quantities[at]
        if earlier.start < clause_start:
            break
        between = folded[earlier.end : quantities[n].start]
        if earlier.before and not re.fullmatch(r"[\s\d、和及与%个家项万亿元]*", between):
            said = earlier.start - clause_start
            own = own[:said] + " " * len(earlier.before) + own[said + len(earlier.before) :]
    return re.split(r"[\d%][^\d、和及与]{0,8}[、]", own)[-1]


def _quoted(text: str) -> list[tuple[int, int]]:
    """The ranges of short quotations: names such as “最多跑一次”; a long one is a sentence."""
    return [m.span() for m in re.finditer(r"[“\"‘][^”\"’]{1,24}[”\"’]", text)]


def _clause(folded: str, start: int, end: int) -> tuple[int, int]:
    """The range between the stops around a quantity; a comma inside a number parts nothing."""
    left = start
    while left > 0 and start - left < _LONGEST and folded[left - 1] not in _BOUNDARY:
        left -= 1
    right = end
    while right < len(folded) and right - end < _LONGEST and folded[right] not in _BOUNDARY:
        right += 1
    return left, right


# 研发经费占比逐年提高，到2025年达到2.5%
_HOW = re.compile(r"(?:逐年|稳步|持续|不断|明显|显著|进一步)*(?:提高|提升|上升|增长|下降|降低)$")


def _measure_before(text: str, clause: tuple[int, int]) -> str | None:
    """The measure that the clause right before one names, and says how it is to change, without a figure; or None."""
    before = re.split("[，,；;。]", text[: clause[0]].rstrip("，,"))[-1]
    how = _HOW.search(before)
    if how is None or re.search(r"\d", before):
        return None
    named = strip_subject(before[: how.start()])
    return named if RATE_END.search(named) else None


def _clause_before(text: str, clause: tuple[int, int], dates: list[DateDraft]) -> str:
    """The clause before one, behind its time, else the clause itself: 事故起数“双下降”，较上年下降10%以上."""
    end = len(text[: clause[0]].rstrip("，,"))
    opens = max((d.end for d in dates if d.end <= end), default=0)
    clauses = re.split("[，,；;]", text[opens:end])
    before = next((c for c in reversed(clauses) if not re.search(r"\d\s*[%％个家]", c)), clauses[-1])
    name = strip_subject(re.sub('[“"][^”"]*[”"]$', "", before))
    named = strip_subject(before) if ONLY_VERBS.fullmatch(name) else name  # 开展“敲门行动”，每季度1次
    return named or text[clause[0] : clause[1]]


def _per(dates: list[DateDraft], folded: str, start: int, unit: str) -> str | None:
    """The rule of the recurrence in the quantity's own clause (每年至少组织1次), the nearest before it."""
    for date in reversed(dates):
        if date.end <= start and date.kind == "recurrence":
            between = folded[date.end : start]
            if re.search("每[次期场轮]$", between):
                return None  # 每年培训1次，每次不少于5天
            # 每季度开展督导，不少于2次: the count of the clause before.
            goes_on = re.fullmatch("[^,。;\n\\d]{2,24},(?:原则上|累计|合计|总计|一般|且)?", between) is not None
            counted = unit in TIMES and goes_on
            return date.value if counted or not re.search("[,。;\n]", between) else None
    return None
