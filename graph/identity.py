"""Stable keys from content: the same facts give the same key on every machine and in any order."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence

SEPARATOR = "\x1f"


def digest(*parts: str | None) -> str:
    """Return the first 16 hex digits of the SHA-256 of the identifying parts.

    Each part is NFKC-normalised, an absent one is empty, and U+001F joins them.

    >>> digest("150602", "区司法局") == digest("１５０６０２", "区司法局")
    True
    """
    text = SEPARATOR.join(unicodedata.normalize("NFKC", part or "") for part in parts)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def plan_key(issuer: str | None, title: str, issued_on: str | None) -> str:
    """Key of a plan: who issued it, its title, its ISO date; never its text."""
    return digest(issuer, title, issued_on)


def section_key(plan: str, path: Sequence[str]) -> str:
    """Key of a section: its plan's key, then its path of printed numbers (titles where unnumbered)."""
    return f"{plan}-{digest('section', *path)}"


def task_key(plan: str, path: Sequence[str], number: str | None, ordinal: int, text: str) -> str:
    """Key of a task: its plan's key, then section path, number and ordinal.

    ``ordinal`` counts from 1 the tasks whose section path and number are equal. A task without a number is
    known by the first 30 characters of its text.
    """
    return f"{plan}-{digest(*path, number if number is not None else text[:30], str(ordinal))}"


def fact_key(task: str, kind: str, position: int) -> str:
    """Key of a date or target: its task's key, "date" or "target", and its place there from 1."""
    return digest(task, kind, str(position))


def unit_key(jurisdiction: str | None, name: str) -> str:
    """Key of a unit: jurisdiction (six-digit code, or name where it has none) and canonical name."""
    return digest(jurisdiction, name)


def group_key(jurisdiction: str | None, name: str) -> str:
    """Key of a group of units, like that of a unit."""
    return digest(jurisdiction, name)


def instrument_key(document_number: str | None, title: str) -> str:
    """Key of an instrument: its document number, else its normalised title."""
    return digest(document_number or title)


def source_key(sha256: str) -> str:
    """Key of a source: the SHA-256 of its bytes, shortened."""
    return digest(sha256)


def name_key(name: str) -> str:
    """Key of an alias or of a jurisdiction's code."""
    return digest(name)


def finding_key(subject: str, rule: str, start: int | None, message: str) -> str:
    """Key of a finding: the task or plan it is about, the rule, the place and the words."""
    return digest(subject, rule, "" if start is None else str(start), message)
