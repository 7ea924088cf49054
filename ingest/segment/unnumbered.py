"""Plans without numbers: a heading, paragraphs, and a line of units that closes them, again and again.

    block = {heading} heading paragraph {paragraph} units

Of a plan without numbers a task is otherwise the paragraph right above its units. Here it is what stands between two
lines of units, from the heading right above its first paragraph on. Refused where a block does not begin with a few
words without any mark, or has nothing below them: 粉刷围墙 / 责任单位：县教育局 is no heading.
"""

from __future__ import annotations

import re

from dutygraph.ingest.assign.sentences import Field
from dutygraph.ingest.text.passage import Passage

# So many blocks show the form.
_FEWEST = 3
_HEADING = re.compile(r"[^\s,。;:!?、()\d]{3,14}")


def headed_blocks(
    blocks: list[tuple[list[Passage], tuple[Field, ...]]],
) -> list[tuple[list[Passage], tuple[Field, ...]]]:
    """Return the blocks from their headings on, or none where the plan has not this form."""
    starts = [_start(paragraphs, preamble=n == 0) for n, (paragraphs, _) in enumerate(blocks)]
    if len(blocks) < _FEWEST or None in starts:
        return []
    return [(paragraphs[start:], fields) for start, (paragraphs, fields) in zip(starts, blocks, strict=True)]


def _start(paragraphs: list[Passage], *, preamble: bool) -> int | None:
    """Where the last heading stands that opens a block; of the first block, above which the plan begins, anywhere."""
    headings = [n for n, paragraph in enumerate(paragraphs[:-1]) if _HEADING.fullmatch(paragraph.folded)]
    if preamble:
        return headings[-1] if headings else None
    opening = [n for k, n in enumerate(headings) if k == n]
    return opening[-1] if opening else None
