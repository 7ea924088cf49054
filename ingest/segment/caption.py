"""A task's title: what stands in a table, a calendar or under a node for it."""

from __future__ import annotations

import re

TITLE_LENGTH = 40


def caption(text: str) -> str:
    """Return a task's title: its own heading (a short first sentence before others), else its first clause.

    >>> caption("加强宣传。通过报刊开设栏目。"), caption("继续优化政府组织结构，促进职能转变。")
    ('加强宣传', '继续优化政府组织结构')
    """
    first_line = text.strip().split("\n")[0]
    sentence, stop, rest = first_line.partition("。")
    more = bool(rest.strip()) or "\n" in text.strip()
    if stop and more and 0 < len(sentence.strip()) <= TITLE_LENGTH:
        return sentence.strip()
    clause = re.split(r"[，。；：！？,;:!?]", first_line)[0].strip() or first_line
    return clause if len(clause) <= TITLE_LENGTH else clause[: TITLE_LENGTH - 1] + "…"
