"""Makes web/static/ontology.html from ontology.ttl with pyLODE: `make ontology`.

The page is kept with the package, so that a server needs nothing to show it. What pyLODE writes for one language is
put right for two, and its indentation (a third of the page) goes. The order of its lists differs from run to run.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import rdflib
from pylode import OntPub
from rdflib.namespace import RDF, SKOS

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "web" / "static" / "ontology.html"
TITLE = "政府任务分解本体 · Government Task Ontology"


def made() -> str:
    """Return the page."""
    ontology = rdflib.Graph().parse(ROOT / "ontology.ttl")
    ontology.remove((None, RDF.type, SKOS.ConceptScheme))  # pyLODE takes their titles for the ontology's
    html = str(OntPub(ontology=ontology).make_html())
    html = re.sub(r"<title>[^<]*</title>", f"<title>{TITLE}</title>", html, count=1)
    html = html.replace("<html>", '<html lang="zh-CN">', 1)
    html = re.sub(
        r'<script id="schema.org".*?</script>', "", html, count=1, flags=re.DOTALL
    )  # the formats say it better
    picture = '<p><img src="/static/ontology.svg" alt="主要的类及其关系" width="100%"></p>'
    html = html.replace('<div class="section" id="classes">', f'{picture}<div class="section" id="classes">', 1)
    # Two languages of one name stand together without anything between.
    html = re.sub(r"(<h3>[^<\n]*?[a-zA-Z)])([一-鿿])", r"\1 · \2", html)
    return re.sub(r"\n\s+", "\n", html) + "\n"


if __name__ == "__main__":
    html = made()
    was = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if sorted(html.splitlines()) != sorted(was.splitlines()):  # another order is no change
        PAGE.write_text(html, encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}: {len(html)} characters\n")
