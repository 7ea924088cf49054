"""Saved web pages as government sites publish plans: navigation, the block of metadata, the text, tables."""

from __future__ import annotations

from html import escape

from .choose import Chooser
from .model import Cell, Document, Grid, Paragraph

_MENU = ("网站首页", "政务公开", "办事服务", "互动交流", "政府信息公开指南")
_FOOT = ("主办单位：青禾区人民政府办公室", "网站标识码：1506020001", "版权所有　未经许可不得转载")


def to_html(document: Document, chooser: Chooser) -> bytes:
    """Print a page; perhaps with menus and the table of metadata above and the site's foot below."""
    framed = chooser.flag("html:page", 0.6)
    meta = framed and chooser.flag("html:metadata", 0.5)
    breaks = chooser.flag("html:br", 0.15)
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'>"]
    title = document.header.title or "信息公开"
    parts.append(f"<title>{escape(title)}_政府信息公开</title><style>p{{text-indent:2em}}</style></head><body>")
    if framed:
        links = "".join(f"<li><a href='/{n}'>{name}</a></li>" for n, name in enumerate(_MENU))
        parts.append(
            f"<div class='header'><ul class='nav'>{links}</ul></div><div class='path'>当前位置：首页 &gt; 公文</div>"
        )
    if meta:
        parts.append(_metadata(document))
    body = [_table(b) if isinstance(b, Grid) else _paragraph(b, plain=breaks) for b in document.blocks]
    joined = "<br/>\n".join(body) if breaks else "\n".join(body)
    parts.append(f"<div class='content' id='zoom'>{joined}</div>")
    if framed:
        lines = "".join(f"<p>{line}</p>" for line in _FOOT)
        parts.append(f"<div class='tools'><a>打印</a><a>关闭</a></div><div class='footer'>{lines}</div>")
    parts.append("<script>var hits=12;</script></body></html>")
    return "".join(parts).encode()


def _metadata(document: Document) -> str:
    header = document.header
    rows = (
        ("索引号", "011500/2024-00123"),
        ("发布机构", header.issuer or ""),
        ("文号", header.document_number or "无"),
        ("主题分类", "综合政务"),
        ("标题", header.title or ""),
        ("成文日期", header.issued_on or ""),
    )
    cells = "".join(f"<tr><td>{k}：</td><td>{escape(v)}</td></tr>" for k, v in rows if v)
    return f"<table class='xxgk'>{cells}</table>"


def _paragraph(block: Paragraph, *, plain: bool) -> str:
    text = escape(block.text)
    if plain:
        return "&emsp;&emsp;" + text
    if block.style == "title":
        return f"<p style='text-align:center'><strong><span>{text}</span></strong></p>"
    if block.style == "sign":
        return f"<p style='text-align:right'>{text}</p>"
    half = len(text) // 2
    if block.style == "duty" or "&" in text:
        return f"<p>{text}</p>"
    return f"<p><span>{text[:half]}</span><span>{text[half:]}</span></p>"


def _table(grid: Grid) -> str:
    rows = ["<tr>" + "".join(map(_cell, row)) + "</tr>" for row in grid.rows]
    return f"<table border='1'><tbody>{''.join(rows)}</tbody></table>"


def _cell(cell: Cell) -> str:
    spans = (f" rowspan='{cell.rows}'" if cell.rows > 1 else "") + (
        f" colspan='{cell.columns}'" if cell.columns > 1 else ""
    )
    text = "".join(f"<p>{escape(line)}</p>" for line in cell.lines) if len(cell.lines) > 1 else escape(cell.lines[0])
    return f"<td{spans}>{text}</td>"
