"""Lines of a text made fit to be read: leftovers and page furniture out, wrapped lines joined.

Every step keeps each character's offset, so that what is removed here is still inside the span of the word it
stood in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from dutygraph.ingest.labels import starts_with_field
from dutygraph.ingest.outline import parse_marker
from dutygraph.ingest.passage import Passage, join
from dutygraph.ingest.read import Table

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
# "[bookmark: _GoBack]" and the like: what a converter leaves of a Word field. Latin name, colon, Latin value; a
# bracket with Chinese in it ([牵头单位: …]) stays.
_LEFTOVER = re.compile(r"\[[A-Za-z][\w ]{0,20}:\s*[\x20-\x5a\x5c\x5e-\x7e]{0,60}\]")
# "— 9 —", "-9-", "第9页", "第 9 页 共 20 页"; a bare number stays, it may be a cell.
_PAGE_NUMBER = re.compile(r"-+\s*\d{1,4}\s*-+|第\s*\d{1,4}\s*页(?:\s*[,/]?\s*共\s*\d{1,4}\s*页)?")
_TERMINAL = "。！？；：!?;:"
_OPENERS, _CLOSERS = "《（([〔【“", "》）)]〕】”"
_SEPARATORS = "、，,和及与"


@dataclass(frozen=True)
class Line:
    """A line without white space at its ends; ``gap`` counts the blank lines before it.

    A whole ``table`` is one empty line.
    """

    passage: Passage
    gap: int
    table: Table | None = None

    @property
    def text(self) -> str:
        """The line as printed."""
        return self.passage.text

    @property
    def folded(self) -> str:
        """The line as rules read it."""
        return self.passage.folded


def split_lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """Return the non-blank lines of a stretch of text, stripped, each with the number of blank lines before it."""
    lines: list[Line] = []
    end_of_last, source = start, text
    for match in _LINE.finditer(source, start, len(text) if end is None else end):
        passage = Passage.of(source, match.start(), match.end()).strip()
        if not passage:
            continue
        breaks = source[end_of_last : passage.offsets[0]].replace("\r\n", "\n")
        newlines = sum(breaks.count(c) for c in "\n\r\v\f\x85\u2028\u2029")
        lines.append(Line(passage, max(0, newlines - 1) if lines else newlines))
        end_of_last = passage.offsets[-1] + 1
    return lines


def drop_leftovers(lines: list[Line]) -> list[Line]:
    """Remove what an editor or converter left in a line."""
    return [_without(line, _LEFTOVER) for line in lines]


def drop_page_numbers(lines: list[Line]) -> list[Line]:
    """Remove lines that hold only a page number; the gap of the next line stays as it was."""
    return [line for line in lines if not _PAGE_NUMBER.fullmatch(line.folded)]


def join_wrapped(lines: list[Line]) -> list[Line]:
    """Join lines that a fixed width has broken: the line before is full, and this one opens nothing of its own.

    Only where the document is wrapped at all: at least 30 lines, of which 40 in 100 are within two characters of
    the width that most long lines share.
    """
    width = _wrap_width(lines)
    if width is None:
        return lines
    joined: list[Line] = []
    last_full = False
    for line in lines:
        full = _columns(line.text) >= width - 4
        if joined and last_full and not _opens(line) and joined[-1].text[-1] not in "。！？":
            joined[-1] = replace(joined[-1], passage=join((joined[-1].passage, line.passage)))
        else:
            joined.append(line)
        last_full = full
    return joined


def join_brackets(lines: list[Line]) -> list[Line]:
    """Join a short line that ends inside a bracket with the next: a title broken inside 《…》.

    A paragraph whose bracket is never closed is left alone: the next line must close it and open nothing.
    """
    joined: list[Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        if (
            before is not None
            and len(before.text) <= 60
            and line.gap == 0
            and _depth(before.text) > 0
            and _depth(before.text + line.text) <= 0
            and parse_marker(line.text, line.folded) is None
            and not starts_with_field(line.folded)
        ):
            joined[-1] = replace(before, passage=join((before.passage, line.passage)))
        else:
            joined.append(line)
    return joined


def join_lists(lines: list[Line]) -> list[Line]:
    """Join the rest of a list of units with the role line it was broken from: 区司 / 法局.

    The rest is a line without a sentence in it that opens nothing and follows at once, or after blank lines
    where the role line ends in a separator.
    """
    joined: list[Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        if (
            before is not None
            and starts_with_field(before.folded)
            and not _opens(line)
            and (line.gap == 0 or before.text[-1] in _SEPARATORS)
            and not any(c in line.text.rstrip("。；;") for c in "。；：:")
            and len(line.text) <= 120
            and before.text[-1] not in _TERMINAL.replace("：", "").replace(":", "")
            and not _is_heading_like(line.text)
        ):
            joined[-1] = replace(before, passage=join((before.passage, line.passage)))
        else:
            joined.append(line)
    return joined


STEPS: tuple[Callable[[list[Line]], list[Line]], ...] = (
    drop_leftovers,
    drop_page_numbers,
    join_wrapped,
    join_brackets,
    join_lists,
)


def clean_lines(text: str, tables: Iterable[Table] = ()) -> list[Line]:
    """Return the lines of a text after every step of :data:`STEPS`, each table as one line in its place."""
    cleaned: list[Line] = []
    start = 0
    for table in tables:
        cleaned.extend(_clean(text, start, table.start))
        cleaned.append(Line(Passage("", ()), 1, table))
        start = table.end
    cleaned.extend(_clean(text, start, len(text)))
    return cleaned


def _clean(text: str, start: int, end: int) -> list[Line]:
    lines = split_lines(text, start, end)
    for step in STEPS:
        lines = [line for line in step(lines) if line.passage]
    return lines


def _without(line: Line, pattern: re.Pattern[str]) -> Line:
    matches = list(pattern.finditer(line.text))
    if not matches:
        return line
    parts, end = [], 0
    for match in matches:
        parts.append(line.passage.cut(end, match.start()))
        end = match.end()
    parts.append(line.passage.cut(end))
    return replace(line, passage=join(parts).strip())


def _opens(line: Line) -> bool:
    return starts_with_field(line.folded) or parse_marker(line.text, line.folded) is not None


def _is_heading_like(text: str) -> bool:
    """A title of the next plan may follow a role line: it ends as titles do, which no unit's name does."""
    return (
        re.search(r"(?:方案|计划|清单|意见|措施|分工|要点|规划|通知|附件\d*|任务|表)(?:[（(].{1,12}[)）])?$", text)
        is not None
    )


def _depth(text: str) -> int:
    return sum(text.count(c) for c in _OPENERS) - sum(text.count(c) for c in _CLOSERS)


def _columns(text: str) -> int:
    return sum(2 if ord(c) > 0x2E7F or c in "“”‘’—…" else 1 for c in text)


def _wrap_width(lines: list[Line]) -> int | None:
    if len(lines) < 30:
        return None
    widths = sorted(_columns(line.text) for line in lines)
    width = widths[int(len(widths) * 0.95)]
    near = sum(width - 4 <= w <= width + 4 for w in widths)
    return width if width <= 120 and near >= 0.4 * len(widths) else None
