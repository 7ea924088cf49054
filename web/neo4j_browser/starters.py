"""Statements to begin with, which return nodes and paths so that Neo4j Browser draws them: :func:`load_starters`.

Each is a file of ``starters/``::

    starter = title topic description body
    title   = "// " text                     Chinese; Browser shows it as the favourite's name
    topic   = "// topic: " text              which part of the guide it stands in
    describe = "// description: " text       Chinese

Names in quotes fit the bundled example; an analyst writes others over them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

UNIT: Final = "区司法局"
"""The unit that the statements ask about, until another name is typed."""
TOPICS: Final = ("单位", "任务", "时间", "文件", "方案")
_FORM = re.compile(
    r"// (?P<title>.+)\n// topic: (?P<topic>.+)\n// description: (?P<description>.+)\n(?P<cypher>[^/][\s\S]+)"
)


@dataclass(frozen=True, slots=True)
class Starter:
    """One statement, like 某单位牵头的全部任务 (单位); ``name`` is the file's own: 01_unit_leads."""

    name: str
    title: str
    topic: str
    description: str
    cypher: str


@cache
def load_starters() -> tuple[Starter, ...]:
    """Return the statements, those of a topic together, in the order of the numbers that their files begin with."""
    folder = files("dutygraph.web.neo4j_browser") / "starters"
    found = [_starter(each.name, each.read_text(encoding="utf-8")) for each in folder.iterdir()]
    return tuple(sorted(found, key=lambda each: (TOPICS.index(each.topic), each.name)))


def _starter(file: str, text: str) -> Starter:
    match = _FORM.fullmatch(text)
    if match is None or match["topic"] not in TOPICS:
        raise ValueError(
            f"{file}: expected '// title', '// topic: {'|'.join(TOPICS)}', '// description: …', a statement"
        )
    return Starter(
        file.removesuffix(".cypher"), match["title"], match["topic"], match["description"], match["cypher"].strip()
    )
