"""What a query file declares: :class:`Query` with its :class:`Parameter` and :class:`Column` values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from dutygraph.graph.errors import DutygraphError

ParameterType = Literal["string", "integer", "float", "boolean", "date", "role", "unit", "search"]
ColumnType = Literal[
    "string",
    "integer",
    "float",
    "boolean",
    "date",
    "map",
    "list<string>",
    "list<integer>",
    "list<float>",
    "list<date>",
    "list<map>",
]
PARAMETER_TYPES: tuple[ParameterType, ...] = get_args(ParameterType)
COLUMN_TYPES: tuple[ColumnType, ...] = get_args(ColumnType)
ROLE_VALUES = ("any", "lead", "responsible", "supporting", "principal")
SEARCH_KEYS = "keys"
"""The body of a query with a search parameter uses ``$keys``, the keys that the store found, best first."""
SEARCH_SNIPPETS = "snippets"
"""And, if it likes, ``$snippets``: of each key the words around the hit, which stands in «»."""
TODAY = "today"
"""The default of a date parameter that stands for the day on which the query runs."""


class BrokenQuery(DutygraphError):
    """A query file that breaks the grammar of :mod:`dutygraph.queries.header`.

    ``path`` is the file, ``line`` counts from 1, ``why`` says what is wrong.
    """

    def __init__(self, path: Path, line: int, why: str) -> None:
        """Name the place as editors do: file:line."""
        super().__init__(f"{path.name}:{line}: {why}")
        self.path, self.line, self.why = path, line, why


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query, like ``role`` (牵头、责任 …, any unless given).

    ``default`` is what an absent value becomes: None (no filter), a value of the type, or ``"today"`` for
    a date. ``values`` are the only ones allowed, empty where there is no such list.
    """

    name: str
    type: ParameterType
    required: bool
    default: object
    description: str
    values: tuple[str | int, ...] = ()

    @property
    def placeholder(self) -> str:
        """The name that the body uses: ``keys`` for a search, else the parameter's own."""
        return SEARCH_KEYS if self.type == "search" else self.name


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the rows, like ``due_date`` (到期日): never null unless ``nullable``."""

    name: str
    type: ColumnType
    nullable: bool
    title: str


@dataclass(frozen=True, slots=True)
class Question:
    """What can be asked: its name, its parameters, and the columns of the rows that answer it.

    ``title`` and ``description`` are Chinese, ``example`` holds parameters as typed on the command line.
    """

    name: str
    title: str
    description: str
    description_en: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    example: Mapping[str, str]

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of that name, or None."""
        return next((p for p in self.parameters if p.name == name), None)


@dataclass(frozen=True, slots=True)
class Query(Question):
    """One question to the graph, as one .cypher file asks it.

    The ``example`` gives rows on the bundled example; ``cypher`` is the body without the header.
    """

    cypher: str
    path: Path


def parameter_type(word: str) -> ParameterType | None:
    """Return the word as a parameter type, or None if it is none."""
    return next((known for known in PARAMETER_TYPES if known == word), None)


def column_type(word: str) -> ColumnType | None:
    """Return the word as a column type, or None if it is none."""
    return next((known for known in COLUMN_TYPES if known == word), None)
