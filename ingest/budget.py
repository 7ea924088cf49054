"""How much one file may cost: time, size, memory."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from dutygraph.graph.errors import BadParameter

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds`` to read one file, bytes of its ``size``, bytes of ``memory`` of the process that reads it.

    Time and memory hold where files are read in processes of their own: in batches, and in the service.
    """

    seconds: float = 60.0
    size: int = 100 * _MB
    memory: int = 2048 * _MB

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Limits:
        """Read DUTYGRAPH_FILE_SECONDS, DUTYGRAPH_FILE_MB and DUTYGRAPH_FILE_MEMORY_MB; an empty one counts as absent.

        Raises :class:`BadParameter` for anything but a positive number.

        >>> Limits.from_environment({"DUTYGRAPH_FILE_SECONDS": "5"}).seconds
        5.0
        """

        def number(name: str, usual: float) -> float:
            given = environ.get(name) or str(usual)
            try:
                value = float(given)
            except ValueError:
                value = 0.0
            if not 0 < value < 1e9:
                raise BadParameter(name, given, "大于 0 的数")
            return value

        return cls(
            seconds=number("DUTYGRAPH_FILE_SECONDS", USUAL.seconds),
            size=int(number("DUTYGRAPH_FILE_MB", USUAL.size / _MB) * _MB),
            memory=int(number("DUTYGRAPH_FILE_MEMORY_MB", USUAL.memory / _MB) * _MB),
        )


USUAL = Limits()
