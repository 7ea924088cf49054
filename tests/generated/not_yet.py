"""Features that the reader does not read yet, each with what goes wrong: kept out of the default run, nowhere else.

Take one out when it is read; `python -m tests.generated --isolate` tells.
"""

from __future__ import annotations

from collections.abc import Collection

NOT_YET: dict[str, str] = {
    "noise:broken-name": "牵头（责任）单位： 临江 ⏎⏎ 县政府 loses the rest",
    "noise:wrapped": "an indicator or a bracket's label broken over two lines of plain text is cut",
}
# Features that are read alone but not beside each other; formats count among them.
TOGETHER: dict[frozenset[str], str] = {
    frozenset({"notice:signed-below", "outline:unnumbered"}): "a signature right below the last role line joins it",
    frozenset({"notice:signed-below", "form:table"}): "the same below a table",
    frozenset({"head-number:none", "table:merged-duty"}): "a row without a number whose units are merged from above",
    frozenset({"head-number:in-work", "table:merged-duty"}): "the same where the number stands before the work",
    frozenset({".pdf", "target:reach-over"}): "an indicator broken over two lines is cut",
    frozenset({".pdf", "deadline"}): "计划 ⏎ 完成时间： broken over two lines stays with the units",
    frozenset({".pdf", "pdf:running-head", "form:table"}): "（征求意见稿） on the pages is the title",
    frozenset({".pdf", "notice:public-note"}): "（此件公开发布） below the date hides it",
    frozenset({".ofd", "deadline"}): "the same",
    frozenset({".ofd", "label:主要责任单位"}): "主要 ⏎ 责任单位： broken over two lines is read as 责任单位",
    frozenset({".ofd", "table:introduced"}): "the title above an introduction and a table is lost",
    frozenset({".pdf", "table:introduced"}): "the title above an introduction and a table is lost",
}


def waits(features: Collection[str]) -> bool:
    """Tell whether a document has features that are not read beside each other yet."""
    return any(pair <= frozenset(features) for pair in TOGETHER)
