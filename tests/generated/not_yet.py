"""Features that the reader does not read yet, each with what goes wrong: kept out of the default run, nowhere else.

Take one out when it is read; `python -m tests.generated --isolate` tells.
"""

from __future__ import annotations

from collections.abc import Collection

NOT_YET: dict[str, str] = {}
# Features that are read alone but not beside each other; formats count among them.
TOGETHER: dict[frozenset[str], str] = {
    frozenset({".pdf", "target:reach-over"}): "an indicator broken over two lines is cut, seldom",
    frozenset({".pdf", "deadline"}): "计划 ⏎ 完成时间： broken over two lines stays with the units",
    frozenset({".pdf", "notice:public-note"}): "（此件公开发布） below the date hides it",
    frozenset({".ofd", "deadline"}): "the same",
    frozenset({".ofd", "label:主要责任单位"}): "主要 ⏎ 责任单位： broken over two lines is read as 责任单位",
    frozenset({".ofd", "table:introduced"}): "the title above an introduction and a table is lost",
}


def waits(features: Collection[str]) -> bool:
    """Tell whether a document has features that are not read beside each other yet."""
    return any(pair <= frozenset(features) for pair in TOGETHER)
