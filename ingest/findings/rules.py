"""Every rule that raises a finding, in one table that messages, review files and ``docs/findings.md`` read.

``python -m dutygraph.ingest.findings.rules docs/findings.md`` writes the page anew; a test compares them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FindingRule:
    """One kind of doubt: its name in the graph, its Chinese title, what it means, what a person can do.

    What can be done is written once, with names of :data:`SETTLING` in braces. ``unread`` marks the rules whose words
    were not read at all; the others are remarks on what was read.
    """

    name: str
    title: str
    meaning: str
    advice: str
    unread: bool = False

    @property
    def remedy(self) -> str:
        """What a person can do, as a review file writes it."""
        return in_file(self.advice)

    @property
    def form_remedy(self) -> str:
        """What a person can do, as the form of an import calls it."""
        return on_form(self.advice)


# How a doubt is settled: what a review file takes, and what the form of an import shows for it.
SETTLING: Mapping[str, tuple[str, str]] = {
    "accept": ("填 accept", "选“确认”"),
    "correct": ("填 correct 并在 value 写出", "选“更正”并写出"),
    "reject": ("填 reject", "选“驳回”"),
    "accept_or_reject": ("填 accept 或 reject", "选“确认”或“驳回”"),
    "roles": (" lead、responsible 或 supporting", "牵头单位、责任单位或配合单位"),
    "date": (" date", "时间要求"),
    "doc_number": (" citation 的 doc_number", "所引文件的文号"),
    "task_first": ("（不属于任务的，先在 task 填任务的键）", ""),
    "name_task": ("在 task 填写任务的键，或", ""),
    "by_option": ("（命令行用 --jurisdiction）", ""),
    "by_code": ("（命令行用 --jurisdiction 写区划代码）", ""),
    "rewrite": ("用 dutygraph review 重写审核文件", "重新下载审核文件"),
}


def in_file(advice: str) -> str:
    """Return an advice as it is said of a review file.

    >>> in_file("审核时{correct}{date}；不是时间的{accept}。")
    '审核时填 correct 并在 value 写出 date；不是时间的填 accept。'
    """
    return advice.format_map({name: words for name, (words, _) in SETTLING.items()})


def on_form(advice: str) -> str:
    """Return an advice as it is said of the form of an import.

    >>> on_form("审核时{correct}{date}；不是时间的{accept}。")
    '审核时选“更正”并写出时间要求；不是时间的选“确认”。'
    """
    return advice.format_map({name: words for name, (_, words) in SETTLING.items()})


FINDING_RULES: tuple[FindingRule, ...] = (
    FindingRule(
        "jurisdiction_unknown",
        "所属区划不明",
        "文件没有写明属于哪个行政区划，单位只能按名称区分。",
        "导入时选定行政区划{by_option}后重新读入。",
    ),
    FindingRule(
        "jurisdiction_ambiguous",
        "所属区划重名",
        "文件写明的区划名称有几处同名，单位只能按名称区分。",
        "导入时选定是哪一处{by_code}后重新读入。",
    ),
    FindingRule(
        "unit_ambiguous",
        "单位所指不明",
        "简称合于两个单位（按机构名称表或单位名册），已按原文单列，没有猜。",
        "在单位名册中写明它是哪个单位的别名，重新读入；名册有误的先改名册。",
    ),
    FindingRule(
        "unit_place_doubtful",
        "单位属地不明",
        "单位名称没有写明属于哪一级、哪个地方，或所写地名有几处，已按原文单列。",
        "在单位名册中写明它的区划和正式名称，重新读入；按原文单列无误的{accept}。",
    ),
    FindingRule(
        "unit_bracket_doubtful",
        "括号内单位关系不明",
        "政府、街道、乡镇后的括号里另有单位，是别名还是经办单位不清，已整体作为一个单位。",
        "审核时{correct}该角色的全部单位；无误的{accept}。",
    ),
    FindingRule(
        "instrument_ambiguous",
        "文件所指不明",
        "标题合于文件名册中的几个文件，而原文没有写文号，已按原文单列。",
        "修改文件名册，使标题或别名只合一个文件，重新读入；按标题单列无误的{accept}。",
    ),
    FindingRule(
        "title_unknown",
        "方案标题不明",
        "没有找到方案的标题，暂以第一项任务称呼。",
        "请在文件首行写明标题后重新读入；确无标题的，审核时{accept}。",
    ),
    FindingRule(
        "issue_date_unknown",
        "印发日期不明",
        "没有找到印发日期，没有年份的月份因此可能读不出；或者只写到月，没有写明哪一日。",
        "请核对原文落款；确无日期的，审核时{accept}。",
    ),
    FindingRule(
        "issuer_unknown",
        "印发机关不明",
        "没有找到印发机关。",
        "请核对原文落款和标题；确无机关的，审核时{accept}。",
    ),
    FindingRule(
        "deadline_not_understood",
        "完成时限未读懂",
        "完成时限一栏有文字，但没有读出时间。",
        "审核时{correct}{date}；不是时间的{accept}。",
        unread=True,
    ),
    FindingRule(
        "year_unknown",
        "年份不明",
        "只写了月份或半年，标题和印发日期都没有给出年份。",
        "审核时{correct}带年份的{date}。",
        unread=True,
    ),
    FindingRule(
        "day_unknown",
        "日期未写明",
        "时间只写了汛期前、开学前一类，哪一天由各地或当年另定，文件没有写明；或者写的“一季度前”一类，印发时该季度已经开始。",
        "审核时{correct}{date}。",
        unread=True,
    ),
    FindingRule(
        "unit_doubtful",
        "单位名称存疑",
        "列在单位名单里，但不像单位名称；已按原样读作单位。",
        "名称无误{accept}；写错的{correct}该角色的全部单位；不是单位的{reject}。",
        unread=True,
    ),
    FindingRule(
        "open_list",
        "单位名单未列全",
        "名单以“等单位”一类的词结尾，后面还有哪些单位原文没有写。",
        "能确定全部单位的{correct}名单；否则{accept}。",
    ),
    FindingRule(
        "lead_not_marked",
        "牵头单位未标明",
        "文件规定逗号（分号、破折号、斜杠）前为牵头单位，而这份名单有几个单位却没有这个符号：没有逗号、分号的已全部读作牵头单位，"
        "没有破折号、斜杠的没有读出牵头单位。",
        "读法无误的{accept}；否则{correct}{roles}。",
    ),
    FindingRule(
        "person_not_read",
        "人员未读",
        "责任人一栏写的是人员，不作为单位。",
        "一般{accept}；其实是单位的{correct}{roles}。",
        unread=True,
    ),
    FindingRule(
        "request_no_duty",
        "只是建议",
        "“建议责任单位”不构成责任，没有读作任务分工。",
        "一般{accept}；确为分工的{correct}单位。",
    ),
    FindingRule(
        "no_unit",
        "没有责任单位",
        "与任务并列的编号事项或表格行没有写明由谁负责，没有作为任务。",
        "确无责任单位的{accept}；应作为任务的{correct}单位。",
        unread=True,
    ),
    FindingRule(
        "duty_not_understood",
        "分工未读懂",
        "文字像是分工（牵头单位：…、由…牵头、（…负责）），但没有读出单位，或只读出一部分，或不属于任何任务。",
        "{correct}单位{task_first}；不是分工的{accept}。",
        unread=True,
    ),
    FindingRule(
        "role_not_a_duty",
        "不是责任单位",
        "督办、监督一类的单位不承担任务，没有作为责任单位。",
        "一般{accept}；确为承担任务的单位{correct}该角色的全部单位。",
    ),
    FindingRule(
        "picture_not_read",
        "图片未读",
        "有的页是图片，图片里的文字没有读取。",
        "请先做文字识别（OCR）再读入；图片里没有任务的，审核时{accept}。",
    ),
    FindingRule(
        "document_number_doubtful",
        "文号存疑",
        "像文号，但年份、序号或写法不合规则。",
        "请对照原文；原文如此的{accept}，读错的{correct}{doc_number}。",
    ),
    FindingRule(
        "number_gap",
        "编号不连续",
        "任务编号之间有缺号，可能漏读了任务，也可能原文如此。",
        "请对照原文；原文如此的{accept}。",
    ),
    FindingRule(
        "number_order",
        "编号次序有误",
        "编号比前面的小或重复，可能读错了层次，也可能原文如此。",
        "请对照原文；原文如此的{accept}。",
    ),
    FindingRule(
        "review_text_changed",
        "审核处原文已变",
        "审核文件中的一条决定所依据的原文已经改动或找不到，该决定没有执行。",
        "请核对新的原文，{rewrite}后再定。",
    ),
    FindingRule(
        "review_reading_changed",
        "已确认的读法有变",
        "审核时确认过的内容，原文未变，现在读出的却不同。",
        "请核对；以原来的为准则{correct}，以现在的为准则{rewrite}。",
    ),
    FindingRule(
        "count_above_expected",
        "数量超出预期",
        "读出的数量多于审核文件或命令行（--expect）规定的上限，可能把正文读成了任务。",
        "请核对；数量无误的，改大上限。",
    ),
)
RULES: dict[str, FindingRule] = {rule.name: rule for rule in FINDING_RULES}
UNREAD = frozenset(rule.name for rule in FINDING_RULES if rule.unread)

_INTRODUCTION = """\
# 待核事项 / Findings

<!-- Written by `python -m dutygraph.ingest.findings.rules docs/findings.md`; a test compares them. -->

What is not understood or is doubtful becomes a finding with its rule, its place in the text and a sentence; it is never
dropped and never guessed. `dutygraph coverage` lists those of a document, `dutygraph query findings` those in the
store, and a review file ([review.md](review.md)) settles them. Its `status` is `open` (待核), `accepted` (已确认),
`corrected` (已更正) or `rejected` (已驳回).

读取时没有读懂或拿不准的地方都列为“待核”，附规则名、原文位置和说明，既不丢弃，也不猜测。标“未读”的规则表示该处文字没有
读出内容，在 `dutygraph coverage` 中计为“未读懂”，直到审核时作出决定。
"""


def render_page(rules: Iterable[FindingRule] = FINDING_RULES) -> str:
    """Return the page of all rules as Markdown."""
    rows = [
        f"| `{rule.name}` | {rule.title} | {'未读' if rule.unread else ''} | {rule.meaning} | {rule.remedy} |"
        for rule in rules
    ]
    return "\n".join([_INTRODUCTION, "| 规则 | 名称 | | 含义 | 怎么办 |", "| --- | --- | --- | --- | --- |", *rows, ""])


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(render_page(), encoding="utf-8")
