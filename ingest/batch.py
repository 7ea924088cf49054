"""Many documents read: in this process where they are few, else in processes of their own, one a core."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from dutygraph.graph.errors import BadParameter, DutygraphError, UnreadableDocument
from dutygraph.graph.model import Document
from dutygraph.ingest.budget import USUAL, Limits
from dutygraph.ingest.extract import extract_text
from dutygraph.ingest.files.collect import Found, read_found
from dutygraph.ingest.files.workers import Workers, usable_cores
from dutygraph.ingest.formats.text import decode
from dutygraph.ingest.resolve.instruments import NO_INSTRUMENTS, InstrumentRegister, read_instruments
from dutygraph.ingest.resolve.register import EMPTY, Register, read_register
from dutygraph.ingest.review.expectations import Bound, check_counts, parse_bounds
from dutygraph.ingest.review.review import Review, parse_review, read_review, review_path

# Below that, starting processes would take longer than the files do.
FEWEST = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """How documents are read: by which registers, in which jurisdiction where a document does not tell, within limits.

    ``review`` is the file of decisions on the one document read; without it, and unless ``unreviewed``, the file
    beside a document (方案.review.yaml beside 方案.docx) holds for it. ``bounds`` are counts that each must have;
    unless ``counted``, no counts are checked, to look at a document whose counts are wrong.
    """

    register: Register = EMPTY
    instruments: InstrumentRegister = NO_INSTRUMENTS
    jurisdiction: str | None = None
    limits: Limits = USUAL
    review: Path | None = None
    unreviewed: bool = False
    bounds: Mapping[str, Bound] = field(default_factory=dict)
    counted: bool = True

    @classmethod
    def with_registers(
        cls, register: Path | None, instruments: Path | None = None, jurisdiction: str | None = None
    ) -> Reading:
        """Read the registers' files, those that there are, and the limits from the environment."""
        return cls(
            read_register(register) if register is not None else EMPTY,
            read_instruments(instruments) if instruments is not None else NO_INSTRUMENTS,
            jurisdiction,
            Limits.from_environment(),
        )

    def reviewed(self, review: Path | None, no_review: bool, expect: Sequence[str], *, documents: int) -> Reading:
        """Return the same way of reading with what a command was told about reviews and counts."""
        if review is not None and documents != 1:
            raise BadParameter("review", f"{documents} 份文件", "只读一份文件时才给出；多份文件的审核文件各放在文件旁")
        return replace(self, review=review, unreviewed=no_review, bounds=parse_bounds(expect))

    def read(self, found: Found) -> Document:
        """Read one document, reviewed and counted.

        Raises :class:`UnreadableDocument`, :class:`NotAPlan` and :class:`TooFew`.
        """
        review = self._review_of(found)
        document = self.look_at(found, review)
        if not self.counted:
            return document
        return check_counts(document, review.bounds if review is not None else {}, self.bounds)

    def look_at(self, found: Found, review: Review | None) -> Document:
        """Read one document under a review, whatever its counts."""
        source = read_found(found, self.limits)
        return extract_text(
            source,
            register=self.register,
            instruments=self.instruments,
            jurisdiction=self.jurisdiction,
            review=review,
        )

    def _review_of(self, found: Found) -> Review | None:
        """Return the review that holds for a document, or None."""
        if self.unreviewed:
            return None
        if self.review is not None:
            return read_review(self.review)
        if found.decisions is not None:
            return parse_review(decode(found.decisions, "审核文件"), "审核文件")
        beside = review_path(found.path) if found.path is not None and not found.member else None
        return read_review(beside) if beside is not None and beside.is_file() else None


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
    """A file that was sent under a name, and how it is to be read; ``review`` is the review sent beside it."""

    where: str
    data: bytes
    register: Path | None = None
    instruments: Path | None = None
    jurisdiction: str | None = None
    review: bytes | None = None


def sent_name(name: str) -> str:
    """Return the own name of a file that was sent: some browsers send the sender's whole path.

    >>> sent_name("C:\\\\我的文件\\\\方案.docx"), sent_name("")
    ('方案.docx', '上传的文件')
    """
    return name.replace("\\", "/").rsplit("/", 1)[-1] or "上传的文件"


def read_upload(upload: Upload) -> Document:
    """Read one document that was sent. Raises :class:`UnreadableDocument` and :class:`NotAPlan`."""
    reading = Reading.with_registers(upload.register, upload.instruments, upload.jurisdiction)
    return reading.read(Found(upload.where, upload.where, data=upload.data, decisions=upload.review or None))


def _try(each: Found | UnreadableDocument, reading: Reading) -> Document | DutygraphError:
    if isinstance(each, UnreadableDocument):
        return each
    try:
        return reading.read(each)
    except DutygraphError as error:
        return error
