"""How sentences for Chinese readers quote what was given: :func:`quoted`."""

from __future__ import annotations


def quoted(value: object) -> str:
    r"""Return a value in Chinese quotation marks; what cannot be printed stands as Python writes it.

    >>> quoted("区司法所"), quoted(5)
    ('“区司法所”', '“5”')
    >>> print(quoted("甲\n\ud800"))
    “甲\n\ud800”
    """
    words = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in str(value))
    return f"“{words}”"
