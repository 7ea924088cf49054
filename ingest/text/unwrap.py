"""A text as rules read it best: without the spaces set between characters and the breaks that only wrap a line.

每月 10 日前 is 每月10日前. A break behind a full line that no mark ends wraps it (办结率 ⏎ 达到90％); behind a short
line it parts two paragraphs and stays.
"""

from __future__ import annotations

from dutygraph.ingest.text.passage import Passage

_FULL_LINE = 20
_MARKS = "。；：，、！？.;:,!?）)》”"


def unwrap(text: Passage) -> tuple[Passage, list[int]]:
    """Return the passage without such white space, and for each character left its place in the passage given.

    >>> unwrap(Passage.of("每月 10 日前，用 AI PC"))[0].text
    '每月10日前，用AI PC'
    """
    kept: list[int] = []
    line = 0
    for i, char in enumerate(text.text):
        if char in "\r\n":
            before = text.text[kept[-1]] if kept else ""
            if line < _FULL_LINE or before in _MARKS:
                kept.append(i)
            line = 0
            continue
        line += 1
        if not char.isspace() or _parts_words(text.text, i):
            kept.append(i)
    return Passage("".join(text.text[i] for i in kept), tuple(text.offsets[i] for i in kept)), kept


def _parts_words(text: str, i: int) -> bool:
    """Whether a space stands between two words in letters (AI PC)."""
    before, after = text[max(0, i - 1) : i], text[i + 1 : i + 2]
    return before.isascii() and before.isalpha() and after.isascii() and after.isalpha()
