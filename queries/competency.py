"""The questions that the RDF is there to answer, in SPARQL: ``queries/sparql/*.rq``.

A file begins with the question in Chinese and in English, a comment line each; the rest runs on any SPARQL 1.1 service
that has the data.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Competency:
    """One question: its name, its words in both languages, its query (comments included)."""

    name: str
    chinese: str
    english: str
    sparql: str


@lru_cache(maxsize=1)
def load_competency_questions() -> tuple[Competency, ...]:
    """Return the questions in the order of their numbers."""
    folder = files("dutygraph.queries") / "sparql"
    texts = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".rq")}
    return tuple(_read(name, texts[name]) for name in sorted(texts))


def _read(file_name: str, text: str) -> Competency:
    chinese, english = (line.removeprefix("# ") for line in text.splitlines()[:2])
    return Competency(file_name.removesuffix(".rq").split("_", 1)[1], chinese, english, text)
