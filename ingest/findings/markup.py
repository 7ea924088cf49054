"""The whole text of a document with what was read from it marked by colour: one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from dutygraph.graph.model import Document
from dutygraph.ingest.findings.coverage import KINDS, Kind, count_kinds, document_regions, not_understood
from dutygraph.ingest.findings.rules import RULES

# Background of each kind; plain text has none. All are light, for black text.
_COLOURS: Mapping[Kind, str] = {
    "task": "#f4f4f0",
    "header": "#e0e0e0",
    "section": "#d5d8f0",
    "lead": "#ffc9a8",
    "responsible": "#ffe6a0",
    "supporting": "#f3f0a8",
    "target": "#c4e8c0",
    "date": "#b5dff5",
    "citation": "#e3cdf5",
    "not_understood": "#ff8f8f",
}
_STYLE = """
body { max-width: 52em; margin: 2em auto; padding: 0 1em; font: 1em/1.8 sans-serif; color: #111; background: #fff }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit }
mark { color: inherit; padding: .1em 0 } .not_understood { outline: 2px solid #b00 }
section { margin-top: 3em } li { margin: .3em 0 }
"""


def render_html(documents: Iterable[Document]) -> str:
    """Return a page with each document: its legend with counts, what was not understood, and its whole text."""
    colours = "".join(f".{kind} {{ background: {colour} }}\n" for kind, colour in _COLOURS.items())
    body = "".join(_document(document, n) for n, document in enumerate(documents, 1))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>读取情况</title>\n'
        f"<style>{_STYLE}{colours}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )


def _document(document: Document, number: int) -> str:
    counts = count_kinds(document)
    total = max(1, sum(counts.values()))
    legend = " ".join(
        f'<mark class="{kind}">{KINDS[kind]}</mark> {count}（{count / total:.0%}）'
        for kind, count in counts.items()
        if count
    )
    return (
        f"<section>\n<h1>{escape(document.title or document.source.path)}</h1>\n"
        f"<p>{escape(document.source.path)}，共 {total} 字</p>\n<p>{legend}</p>\n"
        f"{_places(document, number)}<pre>{''.join(_text(document, number))}</pre>\n</section>\n"
    )


def _places(document: Document, number: int) -> str:
    places = not_understood(document)
    if not places:
        return "<p>没有未读懂的地方。</p>\n"
    items = "".join(
        f'<li><a href="#{number}-{place.finding.span.start if place.finding.span else 0}">第 {place.line} 行</a> '
        f"{RULES[place.finding.rule].title}：{escape(place.quote)}</li>\n"
        for place in places
    )
    return f"<h2>未读懂的地方（{len(places)}）</h2>\n<ol>\n{items}</ol>\n"


def _text(document: Document, number: int) -> Iterator[str]:
    anchors = {p.finding.span.start for p in not_understood(document) if p.finding.span is not None}
    for part in document_regions(document):
        words = escape(document.text[part.start : part.end])
        if part.kind == "prose":
            yield words
            continue
        anchor = f' id="{number}-{part.start}"' if part.start in anchors else ""
        yield f'<mark class="{part.kind}"{anchor} title="{KINDS[part.kind]}">{words}</mark>'
