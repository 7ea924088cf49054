"""Saved web pages into text: the document without the site around it, its header block, its tables."""

from __future__ import annotations

import codecs
from email.message import EmailMessage

import pytest
from texts import units

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.ingest.extract import extract_text
from dutygraph.ingest.formats.html import read_html, read_mht
from dutygraph.ingest.formats.markup import MOST_DEPTH
from dutygraph.ingest.read import read_bytes

PAGE = """<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>清河县政府网</title><style>p{}</style></head><body><form action="/">
<div class="header"><a href="/">首页</a><a href="/a">政务公开</a><a href="/b">办事</a></div>
<div>当前位置：<a href="/">首页</a> &gt; <a href="/x">文件</a></div>
<table width="100%"><tr><td>
<table class="xx"><tr><td><b>索 引 号：</b></td><td>000014349/2024-00012</td>
<td>发文机关：</td><td>清河县人民政府办公室</td></tr>
<tr><td>文&nbsp;&nbsp;&nbsp;&nbsp;号：</td><td>清政办发〔2024〕7号</td>
<td>成文日期：</td><td>2024年3月5日</td></tr>
<tr><td>标题：</td><td colspan=3>关于印发任务分解方案的通知</td></tr>
<tr><td>有效性：</td><td></td></tr></table>
<div class="content"><h1>清河县法治建设<br>任务分解方案</h1>
<div class="tools">字体：<a href="#">大</a> 中 小　打印</div>
<p style="text-indent:2em">&nbsp;&nbsp;&nbsp;&nbsp;一、重点任务</p>
<p>　　1．推进<span>改</span><!-- 注 -->革\u200b。</p><p>牵头单位：县司法局<br>配合单位：县财政局、
各乡镇</p>
<p style="display: none">责任单位：县教育局</p><p hidden>责任单位：县教育局</p>
<p>&nbsp;</p>
<table border=1><tr><th rowspan=2>序号</th><th rowspan=2>任务</th><th colspan=2>责任分工</th></tr>
<tr><th>牵头单位</th><th>配合单位</th></tr>
<tr><td>2</td><td rowspan=2><p>压减材料。</p></td><td>县司法局</td><td><p>县教育局</p><p>县财政局</p></td></tr>
<tr><td>3</td><td>县审计局</td><td></td></tr></table>
<p>附件：<a href="1.doc">任务表</a></p></div>
<div class="bdsharebuttonbox">分享到：<a>微信</a></div></td></tr></table>
<div><p>主办：清河县人民政府　承办：清河县政府办公室</p><p>冀ICP备0000号 <a href="x">网站地图</a></p></div></form>
<script>var a="责任单位：县教育局"</script></body></html>"""
TEXT = (
    "索 引 号：000014349/2024-00012\n发文机关：清河县人民政府办公室\n文 号：清政办发〔2024〕7号\n"
    "成文日期：2024年3月5日\n"
    "标题：关于印发任务分解方案的通知\n\n清河县法治建设\n任务分解方案\n一、重点任务\n　　1．推进改革。\n"
    "牵头单位：县司法局\n"
    "配合单位：县财政局、 各乡镇\n\n序号\t任务\t责任分工\n\t牵头单位\t配合单位\n"
    "2\t压减材料。\t县司法局\t县教育局\n县财政局\n"
    "3\t县审计局\t\n附件：任务表\n"
)


def text(html: str) -> str:
    return read_html(html.encode(), "页.html").text


def test_a_government_page() -> None:
    content = read_html(PAGE.encode("gb18030"), "页.html")
    assert content.text.replace("有效性：\n", "") == TEXT
    read = extract_text(read_bytes(PAGE.encode("gb18030"), "页.html"))
    assert (read.title, read.issuer, str(read.issued_on)) == (
        "清河县法治建设任务分解方案",
        "清河县人民政府办公室",
        "2024-03-05",
    )
    assert read.document_number == "清政办发〔2024〕7号"
    assert [(t.number, t.text) for t in read.tasks] == [("1", "推进改革。"), ("2", "压减材料。"), ("3", "压减材料。")]
    assert units(read, "lead") == [["县司法局"], ["县司法局"], ["县审计局"]]
    assert units(read, "supporting") == [["县财政局", "各乡镇"], ["县教育局", "县财政局"], []]
    for task in read.tasks:
        for a in task.assignments:
            assert read.text[a.span.start : a.span.end] == a.surface


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        (
            "<ul><li><b>索引号</b><span>1</span></li><li><label>文号：</label>清政发〔2024〕1号</li></ul>",
            "索引号：1\n文号：清政发〔2024〕1号\n",
        ),
        (
            "<dl><dt>发布机构</dt><dd>县政府</dd><dt>文号</dt><dt>成文日期</dt><dd>2024年1月1日</dd></dl>",
            "发布机构：县政府\n文号\n成文日期：2024年1月1日\n",
        ),
        ("<div><div>发文机关</div><div>：县政府</div></div>", "发文机关：县政府\n"),
        ("<p>主题词应当准确。</p>", "主题词应当准确。\n"),
        ("甲<br>乙<br><br>丙<p>丁</p>戊", "甲\n乙\n\n丙\n丁\n戊\n"),
        ("<pre>甲\r\n  乙\n\n丙</pre>", "甲\n乙\n\n丙\n"),
        ("<ol><li>甲</li><li>乙</li></ol><ol start=3><li>丙</li></ol>", "1. 甲\n2. 乙\n3. 丙\n"),
        ("<p>甲</p><p align=center>乙</p><h2>丙</h2><p>丁</p>", "甲\n\n乙\n丙\n丁\n"),
        ("<table><tr><td>甲</td></tr><tr><td>乙</td></tr></table>", "甲\n乙\n"),
        (
            f"<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>{'改' * 500}</td></tr></table>",
            f"甲\n乙\n丙\n{'改' * 500}\n",
        ),
        ("<div class='right-nav'>要闻</div><p>正文</p>", "正文\n"),
        ("<div class='navigate'>要闻</div><p>访问量达到100万。</p>", "要闻\n访问量达到100万。\n"),
        (
            "<ul><li><a href=1>甲</a></li><li><a href=2>乙</a></li><li><a href=3>丙</a></li></ul>"
            "<p>附件：<a href=1>1</a><a href=2>2</a><a href=3>3</a></p>",
            "附件：123\n",
        ),
        ("<p>浏览次数：12</p><div>上一篇：甲</div><p>分享到：</p><p>【打印】【关闭】</p><p>正文</p>", "正文\n"),
        ("<div>" * (MOST_DEPTH * 20) + "正文", "正文\n"),
        ("正文<p>牵头单位：县司法局", "正文\n牵头单位：县司法局\n"),
    ],
)
def test_lines_of_a_page(html: str, lines: str) -> None:
    assert text(html) == lines


def test_a_merged_cell_stands_in_every_place_that_it_covers() -> None:
    content = read_html(
        "<table><thead><tr><td colspan='2'>甲</td><td rowspan='9'>乙</td></tr></thead><tr><td>丙</td><td>丁</td></tr>"
        "<tr></tr><tfoot><tr><td>戊</td><td colspan=x>己</td></tr></tfoot></table>".encode(),
        "页.html",
    )
    (table,) = content.tables
    words = [[content.text[slice(*cell)] if cell else None for cell in row] for row in table.rows]
    assert words == [["甲", "甲", "乙"], ["丙", "丁", "乙"], ["戊", "己", "乙"]]


@pytest.mark.parametrize(
    "data",
    [
        "<meta charset=utf-8><p>任务甲</p>".encode(),
        codecs.BOM_UTF8 + "<meta charset=gbk><p>任务甲</p>".encode(),
        "<p>任务甲，责任单位</p>".encode("gb18030"),
        "<meta charset='utf-8'><p>任务甲，责任单位</p>".encode("gb18030"),
        "<meta charset=none-such><p>任务甲</p>".encode(),
        "<?xml version='1.0' encoding='GB2312'?><html><p>任务甲</p></html>".encode("gb18030"),
        codecs.BOM_UTF16_LE + "<p>任务甲</p>".encode("utf-16-le"),
        "<meta charset=big5><p>任務甲</p>".encode("big5"),
    ],
)
def test_encodings_of_pages(data: bytes) -> None:
    assert read_html(data, "页.html").text[:3] in ("任务甲", "任務甲")


def test_web_archives() -> None:
    message = EmailMessage()
    message["Subject"] = "保存的网页"
    message.set_content("别的文字")
    message.add_alternative(
        "<html><body><p>牵头单位：县司法局</p></body></html>".encode("gbk"),
        "text",
        "html",
        params={"charset": "gb2312"},
    )
    assert read_mht(message.as_bytes(), "页.mht").text == "牵头单位：县司法局\n"
    assert read_bytes(message.as_bytes(), "-").source.media_type == "multipart/related"
    with pytest.raises(UnreadableDocument) as refused:
        read_mht(b"MIME-Version: 1.0\n\ntext", "页.mht")
    assert str(refused.value) == "页.mht：网页归档文件已损坏或格式不符。请用浏览器打开后另存为 .html。"


def test_the_title_of_a_ledger_is_its_first_row() -> None:
    """It is one cell over all columns, and gives the rows their year; a name in the message has no line break."""
    page = (
        "<table><tr><td colspan=4>清河县2025年重点工作台账</tr>"
        "<tr><td>序号<td>工作任务<td>责任单位<td>完成时间</tr>"
        "<tr><td>1<td>改造小区<td>县住建局（李某<br>某）<td>6月30日前</tr></table>"
    )
    document = extract_text(read_bytes(page.encode(), "台账.html"))
    assert document.title == "清河县2025年重点工作台账"
    assert [d.value for d in document.tasks[0].dates] == ["2025-06-30"]
    assert not any("\n" in finding.message for finding in document.findings)
