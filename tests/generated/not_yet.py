"""Features that the reader does not read yet, each with what goes wrong: kept out of the default run, nowhere else.

Take one out when it is read; `python -m tests.generated --isolate` tells.
"""

from __future__ import annotations

from collections.abc import Collection

NOT_YET: dict[str, str] = {}
# Features that are read alone but not beside each other; formats count among them.
TOGETHER: dict[frozenset[str], str] = {}


def reasons(features: Collection[str]) -> list[str]:
    """Return why a document with these features is not compared."""
    return [why for pair, why in TOGETHER.items() if pair <= frozenset(features)]


def waits(features: Collection[str]) -> bool:
    """Tell whether a document has features that are not read beside each other yet."""
    return bool(reasons(features))
