"""Many documents read: in this process where they are few, else in processes of their own, one a core."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dutygraph.graph.errors import DutygraphError, UnreadableDocument
from dutygraph.graph.model import Document
from dutygraph.ingest.budget import USUAL, Limits
from dutygraph.ingest.collect import Found, read_found
from dutygraph.ingest.extract import extract_text
from dutygraph.ingest.register import EMPTY, Register, read_register
from dutygraph.ingest.workers import Workers, usable_cores

# Below that, starting processes would take longer than the files do.
FEWEST = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """How documents are read: a register of units, the jurisdiction where a document does not tell, and limits."""

    register: Register = EMPTY
    jurisdiction: str | None = None
    limits: Limits = USUAL

    @classmethod
    def with_register(cls, register: Path | None, jurisdiction: str | None = None) -> Reading:
        """Read the register's file, if there is one, and the limits from the environment."""
        return cls(read_register(register) if register is not None else EMPTY, jurisdiction, Limits.from_environment())

    def read(self, found: Found) -> Document:
        """Read one document. Raises :class:`UnreadableDocument` and :class:`NotAPlan`."""
        source = read_found(found, self.limits)
        return extract_text(source, register=self.register, jurisdiction=self.jurisdiction)


def read_each(
    found: Sequence[Found | UnreadableDocument], reading: Reading
) -> Generator[tuple[str, Document | DutygraphError]]:
    """Yield the name of every document with what was read, or why it was not, in their order.

    From :data:`FEWEST` documents on they are read in processes of their own within the limits of time and memory,
    while the caller works on what was yielded. Close the iterator to end them early.
    """
    jobs = [each for each in found if isinstance(each, Found)]
    if len(jobs) < FEWEST:
        for each in found:
            yield each.where, _try(each, reading)
        return
    with Workers(reading.read, reading.limits, min(len(jobs), usable_cores())) as workers:
        results = workers.each(jobs)
        for each in found:
            yield each.where, next(results)[1] if isinstance(each, Found) else each


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent under a name, and how it is to be read."""

    where: str
    data: bytes
    register: Path | None = None
    jurisdiction: str | None = None


def read_upload(upload: Upload) -> Document:
    """Read one document that was sent. Raises :class:`UnreadableDocument` and :class:`NotAPlan`."""
    reading = Reading.with_register(upload.register, upload.jurisdiction)
    return reading.read(Found(upload.where, upload.where, data=upload.data))


def _try(each: Found | UnreadableDocument, reading: Reading) -> Document | DutygraphError:
    if isinstance(each, UnreadableDocument):
        return each
    try:
        return reading.read(each)
    except DutygraphError as error:
        return error
