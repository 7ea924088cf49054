"""Readings of dates that lack their year: 年底前, 今年6月底前, 9月完成验收, 全年新增3万人.

    date = [今年 | 明年] stretch [底] [前] | 年底前 | 全年

A bare stretch is a time where something says that it is one: 前, 底, a deadline's own field, or the deed behind it.
"""

from __future__ import annotations

import re

from dutygraph.ingest.dates.calendar_dates import AFTER_NUMBER, LIST, STARTS, TO, share_end
from dutygraph.ingest.dates.recurrences import last_day, rrule
from dutygraph.ingest.dates.stretches import (
    BELOW,
    BY,
    NEAR,
    RELATIVE_YEAR,
    Context,
    Groups,
    Reading,
    base_year,
    bracketed,
    dated,
    is_done_by,
    is_history,
    period,
    stretch,
)
from dutygraph.ingest.text.outline import chinese_number

# 去年底, 全年底, 学年末: of no year of their own. Months may stand behind such letters: 换届3月底前完成.
_NO_OTHER_YEAR = "(?<![去上多数届全半学])"
# 年底前, 今年6月底前, 明年底, 12月底前: the year is the document's. Not 每年…, 去年…, 近年内, not the 6 of 16个月.
BARE = re.compile(
    rf"(?:(?<![年月日季度底末旬\d]){TO[:-1]})?(?:(?<![\d.年每历近几一二两三四五六七八九十第])|{AFTER_NUMBER})"
    rf"(?:{_NO_OTHER_YEAR}{RELATIVE_YEAR}\s*(?:年?(?P<early_year>初)|{BELOW})?|{BELOW.replace('?P<', '?P<bare_')}"
    rf"|{_NO_OTHER_YEAR}(?P<whole>年度?)(?=[底末内])(?!末年初|末岁初))(?:\s*{BY})?"
)
# Without 前 or 底 a bare stretch is a time where its clause goes on with the deed: 9月完成竣工验收, 上半年，全面启动….
# 上半年总结 and 6月份通报 may be names of things, 三季度同比 is history.
_DEED = re.compile(
    r"\s*[,，]?\s*(?:力争|至少|原则上|预计|分批|统一|按期|如期|率先|全[省市县区州]|确保|争取|前后|全面|全部|集中|基本|正式|陆续|再|计划|分别|各|重点|继续|先|要|将|拟|新|进一步)*(?:完成|启动|开工|动工|竣工|建成|投产|投用|投入|开展|组织|举办|召开|实现|出台"
    r"|(?:免费)?开放|印发|制定|形成|部署|进行|实施|推出|推进|上线|交付|验收|开园|开馆|开业|开通|申报|公布|发布|发行|报送|上报|提交|提请|报请|报批|达到|建立|落实|招引|供地|挂牌|总结验收|运行|试点|推广"
    r"|建(?=\d)|新建|新增|净增|改造|改建|扩建|培育|培训|建设|打造|创建|引进|引育|安排|整治|治理|修复|创成|认定|选派|编制|修订|发放|扩大|优化|完善|深化|提供|为[^,。]{2,12}提供|(?<=分别)(?:报告|汇报|通报))"
)

# 年内持续推进 lasts all year; 年内完成 ends with it.
_LASTS = re.compile("(?:持续|不断|滚动|常态)")


def read_bare(match: re.Match[str], context: Context) -> Reading | None:
    """A date without its year."""
    g: dict[str, str | None] = {k.removeprefix("bare_"): v for k, v in match.groupdict().items() if v}
    named = {"half", "q", "m"} & set(g)
    share_end(match, g)
    by, this = g.get("by"), g.get("this")
    before = match.string[max(0, match.start() - NEAR) : match.start()]
    if not g.get("to") and re.search(r"[至到~-]\s*$|年\s+$", before):
        return None  # the end of a range or what stands below a year that could not be read
    if re.search(r"[较比]\s*$", before):
        return None  # 余额较6月末有所上升
    if not by and context.deadline_field and STARTS.match(match.string, match.end()):
        return None  # 3月起持续推进
    if not by and not context.deadline_field:
        done_this_year = _DEED.match(_after(match)) or _MEASURES.match(_after(match))
        if not named and not g.get("early_year") and not (this and this != "当年" and done_this_year):
            return None
        phase = re.search("阶段[(]$", before)  # 总结提升阶段（6月）
        done = (
            phase
            or _THEMED.match(_after(match))
            or context.in_step
            or g.get("to")
            or _DEED.match(_after(match))
            or _opens_with_who(match)
        )
        if is_history(match, context) or (not this and not done):
            return None
    if not by and this and not named and not g.get("early_year") and this == "当年":
        return None
    if by and "whole" in g and not by.endswith("前") and not this and _WHOLE_YEAR_NAME.match(_after(match)):
        return None
    if bracketed(match) and not by and not context.deadline_field:
        return None
    if not by and named == {"m"} and not (g.get("m") or "0").isdigit() and not this:
        return None  # 五月 by itself is as often a name
    if this in ("次年", "翌年"):
        return _of_next_year(match, g, context)
    year = base_year(context, this)
    if g.get("early_year"):
        return dated({"m": "1", "by": by}, year, context, to=bool(g.get("to")))
    if "whole" in g and by == "内" and year is not None and _LASTS.match(_after(match)):
        return Reading("period", f"{year}-01-01/{year}-12-31", "year")
    return dated(g, year, context, to=bool(g.get("to")) or is_done_by(match, context))


def _of_next_year(match: re.Match[str], groups: Groups, context: Context) -> Reading | None:
    """次年 is the year after the one that its sentence names; of a yearly duty (每年…，次年3月底前…) it recurs."""
    said = re.split("[。;\n]", match.string[max(0, match.start() - NEAR) : match.start()])[-1]
    if re.search("每年|逐年|年度(?!计划|方案|目标)", said) and groups.get("m"):
        by = {"BYMONTH": str(chinese_number(groups["m"] or ""))}
        if groups.get("d"):
            by["BYMONTHDAY"] = str(chinese_number(groups["d"] or ""))
        elif re.search("月[底末]", match.group()):
            by["BYMONTHDAY"] = last_day([int(by["BYMONTH"])])
        return Reading("recurrence", rrule("YEARLY", 1, **by), "day" if groups.get("d") else "month")
    named = re.findall(r"((?:19|20)\d{2})\s*年", said)
    year = int(named[-1]) if named else base_year(context)
    return dated(groups, year + 1, context, to=bool(groups.get("to")))


# 12月，市级组织验收: who does it stands between a month that opens its sentence and the deed.
_WHO_DOES = re.compile(rf"\s*(?:份)?[,，][^,，。；;\d]{{1,14}}?(?:{_DEED.pattern})")


# 一季度“开门红”，工业增加值增长7%: a stretch that opens a sentence and goes on with what is to be reached.
_MEASURES = re.compile(
    r"\s*(?:[“\"][^“”\"]{1,8}[”\"])?[,，]?[^,，。；;的\d]{2,16}(?:增长|达到|完成|新增|下降|突破|不低于|不少于)[^,，。；;\d]{0,4}\d"
)
# 6月“安全生产月”期间集中宣传, 9月“质量月”活动中: when something of its own takes place.
_THEMED = re.compile('\\s*(?:全国|国家)?[“"][^“”"]{2,14}[月周日][”"](?:系列|主题|宣传)*(?:活动)?(?:期间|中|之际)')
# 第四季度：组织验收: a stretch that heads what is done in it.
_HEADS = re.compile(r"\s*(?:\([^()]{1,12}\))?\s*:(?=[^\d\n])")


def _opens_with_who(match: re.Match[str]) -> bool:
    """Whether a stretch opens its sentence and a clause with the deed follows: 9月，各县集中开展检查."""
    before = match.string[max(0, match.start() - NEAR) : match.start()]
    opens = re.search(r"(?:^|[。；;:\n)）])\s*$", before) is not None
    after = _after(match)
    aimed = re.search(r"(?:[,，]|力争|争取|确保)\s*$", before) is not None and _MEASURES.match(after) is not None
    return aimed or (opens and any(p.match(after) is not None for p in (_WHO_DOES, _HEADS, _MEASURES)))


# 年底考核 and 年末总结 are names of things.
_WHOLE_YEAR_NAME = re.compile(
    r"\s*(?:效能|目标|绩效|考核|考评|述职|总结|评优|评先|决算|检查|验收|奖|工作总结|督查|余额|存量|存栏|人口|总量)"
)


def _after(match: re.Match[str]) -> str:
    """What stands behind a match, and behind the months listed with it: 3月、9月开展."""
    listed = LIST.match(match.string, match.end())
    return match.string[listed.end() if listed is not None else match.end() :]


# 全年 is the document's year in a deadline's field, and in a text where it opens a clause that goes on with the deed
# (全年新增就业3万人) or names a quantity (全年旅游收入突破50亿元); 全年抽查计划 is a name; 全年持续推进 is ongoing and
# read before.
WHOLE_YEAR = re.compile(r"全年度?")


_MEASURED_SOON = re.compile(
    r"(?:开行|完成|新增|实现|增长|达到?|突破|接待|培训|举办|开展|不少于|不低于|力争)[^,，。；;的\d]{0,6}\d"
    r"|[^,，。；;的\d]{1,10}(?:不少于|不低于|至少|不超过|超过|达到?)\d"  # 常务会议全年学法不少于4次
)
_MEASURED = re.compile(r"[^,，。；;的\d]{2,16}\d[\d.]*(?!\d*[年月])")


def read_whole_year(match: re.Match[str], context: Context) -> Reading | None:
    """全年 in a deadline's own field or before the deed."""
    opens = (
        re.search(r"(?:^|[,。;:、\s]|力争|确保)$", match.string[max(0, match.start() - NEAR) : match.start()])
        is not None
    )
    said = (
        re.match("不(?:再)?(?:发生|出现)", _after(match))
        or _DEED.match(_after(match))
        or _MEASURED.match(_after(match))
    )
    said = (opens and said) or _MEASURED_SOON.match(_after(match))  # 班列全年开行300列
    if not context.deadline_field and not said:
        return None
    first, last, precision = stretch({}, base_year(context))
    return period(first, last, precision)
