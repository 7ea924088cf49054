"""What a command line run in the tests' own process has printed, and how it ended."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Ran:
    """The exit code and what stood on standard output and standard error."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """What was printed, as JSON."""
        return json.loads(self.out)
