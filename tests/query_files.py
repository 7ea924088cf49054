"""A file of a query, whole, and the same with one line changed."""

from __future__ import annotations

from pathlib import Path

HEADER = (
    "// 试问",
    "// name: trial",
    "// description: 试一试。",
    "// description_en: A trial.",
    "// example: unit=区司法局",
    "// param unit: unit — 单位",
    "// param month: integer(1..12)? — 月份",
    "// returns key: string — 键",
    "// returns due: date? — 到期日",
)
BODY = (
    "MATCH (u:Unit) // $comment; SET",
    "WHERE u.key = $unit AND u.name <> '$quoted; DELETE' AND ($month IS NULL OR $month = 1)",
    "RETURN u.key AS key, COLLECT { MATCH (u)-->(x) RETURN x.day ORDER BY x.day LIMIT 1 }[0] AS due",
    "ORDER BY key",
)


def write(folder: Path, *lines: str, name: str = "trial.cypher") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def changed(line: int, *replacements: str) -> tuple[str, ...]:
    """The trial file with line ``line`` (from 1) replaced by these lines, or by none."""
    lines = (*HEADER, *BODY)
    return (*lines[: line - 1], *replacements, *lines[line:])
