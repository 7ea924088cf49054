"""Features that the reader does not read yet, each with what goes wrong: kept out of the default run, nowhere else.

Take one out when it is read; `python -m tests.generated --isolate` tells.
"""

from __future__ import annotations

from collections.abc import Collection

NOT_YET: dict[str, str] = {
    # formats
    ".md": "# of headings stays in titles, tables with | are no tables",
    # wordings and forms
    "distractor:history": "在2021年试点经验的基础上 is read as a period",
    "target:area": "新增绿地面积20万平方米 is no target",
    # noise
    "noise:spaced-numbers": "每月 10 日前 loses its day, 印发之日起 30 日内 its anchor",
    "noise:wrapped": "a number's indicator or a label broken over two lines of plain text is cut",
    # tables
}
# Features that are read alone but not beside each other; formats count among them.
TOGETHER: dict[frozenset[str], str] = {
    frozenset({"notice:signed-below", "outline:unnumbered"}): "a signature right below the last role line joins it",
    frozenset({"notice:signed-below", "form:table"}): "a signature right below a table",
    frozenset({".pdf", "form:inline"}): "a bracket that is broken over two lines or pages keeps its end, or is lost",
    frozenset({".pdf", "form:sentence"}): "the same; and an unnumbered paragraph is cut at a line's end",
    frozenset({".pdf", "form:mixed"}): "the same",
    frozenset({".pdf", "target:reach-over"}): "达到98％以上 broken behind 达 has 到98％以上 as its indicator",
    frozenset({"form:table", "notice:bare"}): "a title alone above a table is no title of the document",
    frozenset({".pdf", "table:unit-lines"}): "units a line each in a cell of a PDF table are read as one",
    frozenset({"table:repeated-head", "table:two-row-head"}): "a head of two rows that is repeated is a task",
}


def waits(features: Collection[str]) -> bool:
    """Tell whether a document has features that are not read beside each other yet."""
    return any(pair <= frozenset(features) for pair in TOGETHER)
