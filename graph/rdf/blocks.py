"""What is said of each subject as lines of N-Triples: written while the graph is gone through, ordered at the end.

Each subject's lines become bytes at once. Kept as single statements until the end, those of a large graph would take
several times the memory, and most of the time would go into fetching them again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

END: Final = " .\n"  # of each line; literals hold no bare line feed, so nothing else ends so


class Blocks:
    """The lines of subjects, each subject said once: sorted, or with ``class_first`` beginning with its class."""

    def __init__(self, *, class_first: bool = False) -> None:
        """Begin with none."""
        self._class_first = class_first
        # By subject as it stands in the lines, > included: what lies below an IRI comes before it, as / is before >.
        self._lines: dict[str, bytes] = {}

    def add(self, iri: str, kind: str, said: Iterable[str]) -> None:
        """Write what is said of a subject, its class first, then all else (predicates with objects), nothing twice.

        Two different things under one IRI (two dates at one position of a task) would become one: ValueError.
        """
        subject = f"{iri}>"
        if subject in self._lines:
            raise ValueError(f"two things would have the IRI <{iri}>: positions repeat in the graph")
        lines = [kind, *sorted(said)] if self._class_first else sorted([*said, kind])
        self.put(subject, f"<{subject} {f'{END}<{subject} '.join(lines)}{END}")

    def put(self, subject: str, lines: str) -> None:
        """Take the lines of a further subject (its IRI and ``>``) as they are to stand."""
        self._lines[subject] = lines.encode("utf-8")

    def joined(self) -> bytes:
        """Return all lines, in the order of their subjects."""
        return b"".join([self._lines[subject] for subject in sorted(self._lines)])
