"""Draws web/static/ontology.svg: the main classes and how they are related, named as in ontology.ttl."""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

import rdflib
from rdflib.namespace import RDFS

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "web" / "static" / "ontology.svg"
DG = "https://w3id.org/dutygraph/ontology#"
WIDTH, HEIGHT, BOX, TALL = 1180, 560, 176, 46

# Where each class stands (the middle of its box), and the properties that lead from one to another.
CLASSES = {
    "PlanDocument": (120, 80),
    "Section": (120, 210),
    "Task": (470, 210),
    "SourceText": (470, 80),
    "TextSpan": (820, 80),
    "Assignment": (820, 210),
    "Unit": (1060, 150),
    "UnitGroup": (1060, 270),
    "InstrumentMention": (470, 360),
    "Instrument": (470, 490),
    "TimeConstraint": (820, 340),
    "Target": (820, 430),
    "Finding": (120, 360),
    "Jurisdiction": (1060, 60),
}
OTHERS = {
    "eli:is_part_of": "属于",
    "dcterms:source": "原文",
    "oa:hasSource": "出自",
    "oa:hasTarget": "关于",
    "cv:hasParticipant": "参与者",
    "dcterms:spatial": "所在区划",
}
ARROWS = (
    ("Section", "eli:is_part_of", "PlanDocument"),
    ("Task", "eli:is_part_of", "Section"),
    ("PlanDocument", "dcterms:source", "SourceText"),
    ("TextSpan", "oa:hasSource", "SourceText"),
    ("Task", "textSpan", "TextSpan"),
    ("Task", "hasAssignment", "Assignment"),
    ("Assignment", "cv:hasParticipant", "Unit"),
    ("Assignment", "cv:hasParticipant", "UnitGroup"),
    ("UnitGroup", "includesUnit", "Unit"),
    ("Task", "hasInstrumentMention", "InstrumentMention"),
    ("InstrumentMention", "instrument", "Instrument"),
    ("Task", "hasTimeConstraint", "TimeConstraint"),
    ("Task", "hasTarget", "Target"),
    ("Finding", "oa:hasTarget", "Task"),
    ("Unit", "dcterms:spatial", "Jurisdiction"),
)
STYLE = (
    "text{font:14px system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}"
    "text{text-anchor:middle;fill:#1f2328}"
    ".e{font-size:11px;fill:#57606a}rect{fill:#f6f8fa;stroke:#9b2226}line{stroke:#57606a}"
)


def drawn(ontology: rdflib.Graph) -> str:
    """Return the picture. KeyError for a class or property that the ontology has not."""
    names = {
        str(subject).removeprefix(DG): str(name)
        for subject, name in ontology.subject_objects(RDFS.label)
        if isinstance(name, rdflib.Literal) and name.language == "zh"
    }
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        "<title>责任图谱本体：主要的类及其关系</title>",
        f"<style>{STYLE}</style>",
        '<defs><marker id="a" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 10 5 0 10z" fill="#57606a"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" style="fill:#fff;stroke:none"/>',
    ]
    for start, name, end in ARROWS:
        (x1, y1), (x2, y2) = _edge(CLASSES[start], CLASSES[end]), _edge(CLASSES[end], CLASSES[start])
        label = OTHERS[name] if ":" in name else names[name]
        parts.append(f'<line x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}" marker-end="url(#a)"/>')
        parts.append(f'<text class="e" x="{(x1 + x2) / 2:.0f}" y="{(y1 + y2) / 2 - 5:.0f}">{escape(label)}</text>')
    for name, (x, y) in CLASSES.items():
        parts.append(f'<rect x="{x - BOX // 2}" y="{y - TALL // 2}" width="{BOX}" height="{TALL}" rx="6"/>')
        parts.append(f'<text x="{x}" y="{y - 2}">{escape(names[name])}</text>')
        parts.append(f'<text class="e" x="{x}" y="{y + 15}">dg:{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _edge(box: tuple[int, int], towards: tuple[int, int]) -> tuple[float, float]:
    """The point where the line from the middle of a box towards another leaves it."""
    dx, dy = towards[0] - box[0], towards[1] - box[1]
    scale = min(BOX / 2 / abs(dx) if dx else float("inf"), TALL / 2 / abs(dy) if dy else float("inf"))
    return box[0] + dx * scale, box[1] + dy * scale


if __name__ == "__main__":
    picture = drawn(rdflib.Graph().parse(ROOT / "ontology.ttl"))
    PICTURE.write_text(picture, encoding="utf-8")
    sys.stdout.write(f"{PICTURE.name}: {len(picture)} characters\n")
