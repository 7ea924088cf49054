"""The little that the registry must know of a Cypher body: its parameters, its clauses and its columns.

Nothing here parses Cypher; comments, strings and quoted names are blanked first, so that what is left can
be searched for words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# In this order: a quote inside a comment opens no string, and // inside a string opens no comment.
_OPAQUE = re.compile(
    r"""//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`[^`]*`""",
    re.DOTALL,
)
_PARAMETER = re.compile(r"\$([A-Za-z_]\w*)")
# A property (.set), a label (:Set), a parameter ($set) and a key of a map (set: 1) are no clauses.
_WRITE = re.compile(
    r"(?<![.:$\w])(CREATE|MERGE|SET|DELETE|DETACH|REMOVE|DROP|ALTER|FOREACH|LOAD\s+CSV|IN\s+TRANSACTIONS)(?!\w|\s*:)",
    re.IGNORECASE,
)
_PROCEDURE = re.compile(r"(?<![.:$\w])CALL\s+(?=[A-Za-z_])", re.IGNORECASE)
_CLAUSE = re.compile(r"(?<![.:$\w])(RETURN|ORDER\s+BY|SKIP|OFFSET|LIMIT|UNION)(?!\w)", re.IGNORECASE)
_NAMED = re.compile(r"\s+AS\s+(\w+)\s*$", re.IGNORECASE)
_BARE = re.compile(r"\s*(\w+)\s*$")


def blank(cypher: str) -> str:
    """Return the text with comments, strings and quoted names as spaces; offsets and lines stay.

    >>> blank("RETURN ';' AS x // $y")
    'RETURN     AS x      '
    """
    return _OPAQUE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), cypher)


def find_parameters(cypher: str) -> dict[str, int]:
    """Return each parameter with the offset of its first use.

    >>> find_parameters("WHERE x = $a OR y = '$b' OR z = $a")
    {'a': 10}
    """
    found: dict[str, int] = {}
    for match in _PARAMETER.finditer(blank(cypher)):
        found.setdefault(match[1], match.start())
    return found


def find_refused(cypher: str) -> tuple[str, int] | None:
    """Return the first thing that a query file must not hold, and its offset: a write, a call, a semicolon.

    >>> find_refused("MATCH (n) SET n.x = 1")
    ('SET', 10)
    """
    text = blank(cypher)
    hits = [(m.start(), re.sub(r"\s+", " ", m[1].upper())) for m in _WRITE.finditer(text)]
    hits += [(m.start(), "CALL of a procedure") for m in _PROCEDURE.finditer(text)]
    if ";" in text:
        hits.append((text.index(";"), ";"))
    return (min(hits)[1], min(hits)[0]) if hits else None


def returned_columns(cypher: str) -> tuple[list[str | None], int] | None:
    """Return the names after the last RETURN at the outermost level, with its offset; None without one.

    A column without a name (neither ``AS name`` nor a bare variable) is None.

    >>> returned_columns("MATCH (n) RETURN n.key AS key, COLLECT { RETURN 1 } AS ones ORDER BY key")
    (['key', 'ones'], 10)
    """
    clauses = list(_top_clauses(blank(cypher)))
    returns = [(at, end) for word, at, end in clauses if word == "RETURN"]
    if not returns:
        return None
    at, begin = returns[-1]
    stop = min((start for _, start, _ in clauses if start > at), default=len(cypher))
    return [_column_name(item) for item in _split(blank(cypher)[begin:stop])], at


def has_order(cypher: str) -> bool:
    """Tell whether an ORDER BY follows the last RETURN at the outermost level."""
    words = [word for word, _, _ in _top_clauses(blank(cypher))]
    return "ORDER BY" in words[len(words) - words[::-1].index("RETURN") :] if "RETURN" in words else False


def _top_clauses(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the clauses that stand outside every bracket: word, start, end."""
    depth, scanned = 0, 0
    for match in _CLAUSE.finditer(text):
        gap = text[scanned : match.start()]
        depth += sum(map(gap.count, "([{")) - sum(map(gap.count, ")]}"))
        scanned = match.start()
        if depth == 0:
            yield re.sub(r"\s+", " ", match[1].upper()), match.start(), match.end()


def _split(items: str) -> Iterator[str]:
    """Yield what the commas outside every bracket separate."""
    depth, start = 0, 0
    for place, char in enumerate(items):
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == "," and depth == 0:
            yield items[start:place]
            start = place + 1
    yield items[start:]


def _column_name(item: str) -> str | None:
    item = re.sub(r"^\s*DISTINCT\s", "", item, flags=re.IGNORECASE)
    named = _NAMED.search(item) or _BARE.match(item)
    return named[1] if named else None
