"""Features that the reader does not read yet, each with what goes wrong: kept out of the default run, nowhere else.

Take one out when it is read; `python -m tests.generated --isolate` tells.
"""

from __future__ import annotations

from collections.abc import Collection

NOT_YET: dict[str, str] = {
    # wordings and forms
    "between:和": "和 between two units with a company or a bracketed name is not seen as a joint",
    "distractor:history": "在2021年试点经验的基础上 is read as a period",
    "duties:same-paragraph": "（A负责）…。（B负责） in one paragraph: the first duty stays in the text of one task",
    "group:parks-towns": "a sentence with 各园区、镇、街道 loses its units",
    "notice:public-note": "（此件公开发布） above the plan hides its title",
    "outline:firstly": "一是, 二是 with role lines below each are no tasks",
    "outline:headed": "a second paragraph with its own role lines under one number is lost",
    "place:nation": "各省、自治区、直辖市人民政府 is read as three units",
    "sentence:unbracketed": "由A牵头，B配合。 at the end of the text, without brackets, is no duty",
    "sentence:deadline": "（A负责；完成时限：…） with 2025.11 or 长期坚持 in it is not read",
    "several-plans": "the title of a notice with several plans is not the document's title",
    "target:area": "新增绿地面积20万平方米 is no target",
    # noise
    "noise:broken-name": "a name broken by a blank line after two characters opens a task",
    "noise:leftovers": "U+FEFF and U+200B stay in names and dates",
    "noise:radicals": "a bare law name with a radical in it (⺠法典) is not cited",
    "noise:spaced-numbers": "每月 10 日前 loses its day, 印发之日起 30 日内 its anchor",
    "noise:wrapped": "a number's indicator or a label broken over two lines of plain text is cut",
    "page-number:bare": "a page number without dashes on a line of its own in plain text is a task",
    # tables
    "table:sentence-cell": "a column 责任分工 with A牵头，B配合 in its cells is no column of units",
    "table:unit-lines": "县水利局 and 各镇, a line each in a cell, are read as one unit",
    "table:unit-spaces": "units parted by spaces in a cell are read as one",
}
# Features that are read alone but not beside each other; formats count among them.
TOGETHER: dict[frozenset[str], str] = {
    frozenset({"notice:signed-below", "outline:unnumbered"}): "a signature right below the last role line joins it",
    frozenset({"notice:signed-below", "form:table"}): "a signature right below a table",
    frozenset({".pdf", "form:inline"}): "a bracket that is broken over two lines or pages keeps its end, or is lost",
    frozenset({".pdf", "form:sentence"}): "the same; and an unnumbered paragraph is cut at a line's end",
    frozenset({".pdf", "form:mixed"}): "the same",
    frozenset({".pdf", "target:reach-over"}): "达到98％以上 broken behind 达 has 到98％以上 as its indicator",
    frozenset({".docx", "form:table", "notice:bare"}): "a title alone above a table is no title of the document",
    frozenset({".pdf", "form:table", "notice:bare"}): "the same",
    frozenset({"head-number:none", "table:merged-duty"}): "a row without a number whose units are merged from above",
    frozenset({"table:repeated-head", "table:two-row-head"}): "a head of two rows that is repeated is a task",
}


def waits(features: Collection[str]) -> bool:
    """Tell whether a document has features that are not read beside each other yet."""
    return any(pair <= frozenset(features) for pair in TOGETHER)
