"""Makes web/static/ontology.html from ontology.ttl with pyLODE: `make ontology`.

The page is kept with the package, so that a server needs nothing to show it. What pyLODE writes for one language is
put right for two, its indentation (a third of the page) goes, terms get the anchors of their IRIs, and the closed lists
are added. The order of its lists differs from run to run.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import rdflib
from pylode import OntPub
from rdflib.namespace import RDF, RDFS, SKOS

from dutygraph.graph.rdf.ontology import anchor_of

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "web" / "static" / "ontology.html"
TERMS = "https://w3id.org/dutygraph/ontology#"
TITLE = "政府任务分解本体 · Government Task Ontology"
HEADINGS = {
    "Metadata": "说明",
    "Classes": "类",
    "Object Properties": "对象属性",
    "Datatype Properties": "数据属性",
    "Annotation Properties": "注释属性",
    "Functional Properties": "单值属性",
    "Closed Lists": "封闭词表",
    "Namespaces": "命名空间",
    "Legend": "图例",
    "Table of Contents": "目录",
}
# The service's own style, in which nothing stands in the page itself: its content policy forbids that.
HEAD = f"""<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{TITLE}</title>
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/style.css">
<link rel="stylesheet" href="/static/ontology.css">
</head>"""


def made() -> str:
    """Return the page."""
    ontology = rdflib.Graph().parse(ROOT / "ontology.ttl")
    ontology.remove((None, RDF.type, SKOS.ConceptScheme))  # pyLODE takes their titles for the ontology's
    html = str(OntPub(ontology=ontology).make_html())
    html = html.replace("<html>", '<html lang="zh-CN">', 1)
    html = re.sub(r"<head>.*?</head>", lambda _: HEAD, html, count=1, flags=re.DOTALL)
    html = re.sub(r"<h1>[^<]*</h1>", f'<p class="path"><a href="/">责任图谱</a></p>\n<h1>{TITLE}</h1>', html, count=1)
    picture = '<p><img src="/static/ontology.svg" alt="主要的类及其关系" width="100%"></p>'
    html = html.replace('<div class="section" id="classes">', f'{picture}<div class="section" id="classes">', 1)
    # Two languages of one name stand together without anything between.
    html = re.sub(r"((?:<h3>|<a href=\"#)[^<\n]*?[a-zA-Z)])([一-鿿])", r"\1 · \2", html)
    html = re.sub(r"\n\s+", "\n", html) + "\n"
    return _in_chinese(_with_lists(_anchored(html), ontology))


def _in_chinese(html: str) -> str:
    """Put the Chinese before the headings, in the page and its list of contents."""
    for english, chinese in HEADINGS.items():
        html = re.sub(rf"(<h[23]>|<h4>\n<a href=\"#\w+\">){english}(?=</)", rf"\1{chinese} · {english}", html)
    return html


def _anchored(html: str) -> str:
    """Make every term's anchor the end of its IRI (of terms of others the CURIE), once.

    pyLODE takes some from labels, and lists some terms twice.
    """
    given: dict[str, str] = {}

    def entity(found: re.Match[str]) -> str:
        old, between, iri = found.groups()
        new = anchor_of(iri) or old
        anchor = "" if new in given.values() else f' id="{new}"'
        given[old] = new
        return f'<div class="property entity"{anchor}>{between}<code>{iri}</code>'

    pattern = r'<div class="property entity" id="([^"]+)">(.*?)<code>([^<]+)</code>'
    html = re.sub(pattern, entity, html, flags=re.DOTALL)
    return re.sub(r'href="#([^"]+)"', lambda link: f'href="#{given.get(link[1], link[1])}"', html)


def _with_lists(html: str, ontology: rdflib.Graph) -> str:
    """Add the closed lists and their concepts, which pyLODE does not show."""
    rows = []
    for concept, scheme in sorted(ontology.subject_objects(SKOS.inScheme), key=lambda pair: (pair[1], pair[0])):
        above = f'<h3 id="{scheme.removeprefix(TERMS)}">{_said(ontology, scheme, RDFS.label)}</h3>'
        if above not in rows:
            rows.append(above)
        name, definition = _said(ontology, concept, RDFS.label), _said(ontology, concept, SKOS.definition)
        rows.append(f'<p id="{concept.removeprefix(TERMS)}"><b>{name}</b> {definition}<br><code>{concept}</code></p>')
    section = "\n".join(['<div class="section" id="lists">', "<h2>Closed Lists</h2>", *rows, "</div>", ""])
    html = html.replace('<div id="namespaces">', f'{section}<div id="namespaces">', 1)
    entry = '<li>\n<h4>\n<a href="#namespaces">'
    return html.replace(entry, f'<li>\n<h4>\n<a href="#lists">Closed Lists</a>\n</h4>\n</li>\n{entry}', 1)


def _said(ontology: rdflib.Graph, term: rdflib.term.Node, predicate: rdflib.URIRef) -> str:
    words = {str(each.language): str(each) for each in ontology.objects(term, predicate)}
    return f"{words['en']} · {words['zh']}"


if __name__ == "__main__":
    html = made()
    was = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if sorted(html.splitlines()) != sorted(was.splitlines()):  # another order is no change
        PAGE.write_text(html, encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}: {len(html)} characters\n")
