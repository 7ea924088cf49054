"""An invented plan in three versions: as issued, corrected under the same date, and issued again a year later."""

from __future__ import annotations

import datetime as dt

from texts import source

from dutygraph.graph.build import Graph, build_graph
from dutygraph.graph.model import Document
from dutygraph.graph.versions.renewal import renew
from dutygraph.ingest.extract import extract_text

FIRST = """清河县人民政府办公室
2024年3月5日


清河县法治建设任务分解方案

一、重点任务
1．推进综合行政执法改革，2024年6月底前完成。
牵头部门：县司法局
责任部门：县教育局
2．加强法治宣传教育，广泛组织宣讲活动，宣讲覆盖率达到80％以上。
牵头部门：县教育局
3．执行《清河县扶持办法》（清政发〔2019〕3号），落实帮扶资金。
牵头部门：县财政局
二、保障措施
1．健全考核机制，2024年12月底前公布考核结果。
牵头部门：县政府办
2．编制工作简报，及时报送信息。
牵头部门：县委宣传部
"""
# 1 has another date and one more lead; the new 2 moves the old 2 to 3, now with another target; the old 3 is gone; of
# the second section the first task stays and the second is gone.
SECOND = """清河县人民政府办公室
2024年3月5日


清河县法治建设任务分解方案

一、重点任务
1．推进综合行政执法改革，2024年9月底前完成。
牵头部门：县司法局、县信访局
责任部门：县教育局
2．建设乡村公共法律服务站点，配齐法律顾问。
牵头部门：县司法局
3．加强法治宣传教育，广泛组织宣讲活动，宣讲覆盖率达到90％以上。
牵头部门：县教育局
二、保障措施
1．健全考核机制，2024年12月底前公布考核结果。
牵头部门：县政府办
"""
# Issued again under another title: the second section has another heading, the last task of the first is new.
THIRD = """清河县人民政府办公室
2025年2月10日


清河县法治建设任务分解方案（修订）

一、重点任务
1．推进综合行政执法改革，2024年9月底前完成。
牵头部门：县司法局、县信访局
责任部门：县教育局
2．建设乡村公共法律服务站点，配齐法律顾问。
牵头部门：县司法局
3．加强法治宣传教育，广泛组织宣讲活动，宣讲覆盖率达到90％以上。
牵头部门：县教育局
4．开展执法案卷评查，2025年年底前完成。
牵头部门：县司法局
二、组织保障
1．健全考核机制，2024年12月底前公布考核结果。
牵头部门：县政府办
"""
TEXTS = (FIRST, SECOND, THIRD)
TITLE = "清河县法治建设任务分解方案"
ISSUED, CORRECTED, REISSUED = dt.date(2024, 3, 5), dt.date(2024, 7, 1), dt.date(2025, 2, 10)


def read(text: str) -> Document:
    return extract_text(source(text))


def graph(text: str) -> Graph:
    return build_graph(read(text).plans)


def key() -> str:
    """The key of the plan in all its versions."""
    return read(FIRST).plans[0].key


def renewed(*texts: str) -> Graph:
    """What a store holds after the texts came one after the other, the second on the day of the correction."""
    held = build_graph([])
    for text, today in zip(texts, (ISSUED, CORRECTED, REISSUED), strict=False):
        plan = read(text).plans[0]
        held, _ = renew(held, build_graph([plan]), plan.key, base=key(), today=today)
    return held
