"""Exit codes: one for each kind of error, said once; and the files of a batch that could not be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import click

from dutygraph.graph import errors

EXIT_OK = 0
EXIT_OTHER = 1  # a file that cannot be written, and what nobody foresaw
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130  # Ctrl-C in the middle of work; for a server it is the way to stop: 0
EXIT_CODES: Mapping[type[Exception], int] = {
    errors.DutygraphError: EXIT_OTHER,
    errors.InputError: EXIT_USAGE,
    errors.UnreadableDocument: 3,
    errors.NotAPlan: 4,
    errors.TooFew: 10,
    errors.OlderVersion: 11,
    errors.StoreNotEmpty: 12,
    errors.UnknownQuery: EXIT_USAGE,
    errors.BadParameter: EXIT_USAGE,
    errors.BeyondCalendar: EXIT_USAGE,
    errors.WriteRefused: 5,
    errors.NotFound: 6,
    errors.AmbiguousName: 7,
    errors.StoreError: 8,
    errors.QueryFailed: 9,
}


def exit_code(error: Exception) -> int:
    """Return the exit code of an error: that of its nearest class in :data:`EXIT_CODES`."""
    return next(EXIT_CODES[each] for each in type(error).__mro__ if each in EXIT_CODES)


def fail(message: str, code: int) -> int:
    """Tell an error on standard error and return its exit code."""
    click.echo(f"错误：{message}", err=True)
    return code


class Outcomes:
    """The files that could not be used, each told at once, and the exit code of the first (0: none)."""

    def __init__(self) -> None:
        """Begin with none."""
        self.failures: list[tuple[str, errors.DutygraphError]] = []
        self.code = EXIT_OK

    def fail(self, where: str, error: errors.DutygraphError) -> None:
        """Tell why a file cannot be used."""
        self.failures.append((where, error))
        self.code = self.code or exit_code(error)
        fail(str(error), exit_code(error))

    @contextmanager
    def of(self, where: str) -> Iterator[None]:
        """Note what is wrong with a file's content in the block; other errors go on."""
        try:
            yield
        except errors.InputError as error:
            self.fail(where, error)
