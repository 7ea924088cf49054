"""The header of a query file, and the checks that a file must pass: :func:`parse_query`.

::

    file    = title name describe english example param* returns+ body
    title   = "// " text                                  Chinese; Neo4j Browser shows it as the favourite's name
    name    = "// name: " identifier                      the file's own name without .cypher
    describe = "// description: " text                    Chinese
    english = "// description_en: " text
    example = "// example:" (" " identifier "=" value)*   gives rows on the bundled example; quotes as in a shell
    param   = "// param " identifier ": " type "?"? (" = " value)? " — " text
    type    = "string" | "integer" | "float" | "boolean" | "date" | "role" | "unit" | "search"
            | "string(" word ("|" word)* ")" | "integer(" least ".." most ")"
    returns = "// returns " identifier ": " column "?"? " — " text
    column  = "string" | "integer" | "float" | "boolean" | "date" | "map" | "list<" … ">"

A parameter with ``?`` may be left out and is then null; one with a default takes it (``today`` for a date);
any other is required. A column with ``?`` may be null. The body is one statement of reading Cypher whose last
RETURN names exactly the declared columns, in their order, and orders the rows; it uses every declared parameter
and no other. A ``search`` parameter stands in the body as ``$keys``.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from dutygraph.graph.errors import BadParameter
from dutygraph.queries import cypher as body_of
from dutygraph.queries.model import (
    COLUMN_TYPES,
    PARAMETER_TYPES,
    ROLE_VALUES,
    SEARCH_SNIPPETS,
    TODAY,
    BrokenQuery,
    Column,
    Parameter,
    Query,
    column_type,
    parameter_type,
)
from dutygraph.queries.values import coerce

_PARAM = re.compile(
    r"// param (?P<name>[a-z][a-z0-9_]*): (?P<type>[a-z]+)(?:\((?P<choices>[^()]*)\))?(?P<optional>\?)?"
    r"(?: = (?P<default>\S+))? — (?P<text>\S.*)"
)
_RETURNS = re.compile(r"// returns (?P<name>[a-z][a-z0-9_]*): (?P<type>[a-z<>]+)(?P<nullable>\?)? — (?P<text>\S.*)")
_RANGE = re.compile(r"(-?\d+)\.\.(-?\d+)")
# What stands at a place of the header: the pattern, and how a message shows it.
_FIXED = (
    (re.compile(r"// (?!\w+:)(\S.*)"), "// <Chinese title>"),
    (re.compile(r"// name: ([a-z][a-z0-9_]*)"), "// name: <identifier>"),
    (re.compile(r"// description: (\S.*)"), "// description: <Chinese text>"),
    (re.compile(r"// description_en: (\S.*)"), "// description_en: <English text>"),
    (re.compile(r"// example:(.*)"), "// example: name=value …"),
)
_PARAM_FORM = "// param <name>: <type>[?] [= <default>] — <text>"
_RETURNS_FORM = "// returns <name>: <type>[?] — <text>"


def parse_query(path: Path, text: str) -> Query:
    """Return the query that a file's text declares.

    :raises BrokenQuery: with file and line, at the first thing that breaks the grammar above.
    """
    lines = text.splitlines()
    header = _header(lines)
    title, name, description, english, example = (
        _fixed(path, line, header, pattern, form) for line, (pattern, form) in enumerate(_FIXED, start=1)
    )
    if name != path.stem:
        raise BrokenQuery(path, 2, f"the query is named {name!r} but the file {path.stem!r}")
    parameters: dict[str, tuple[Parameter, int]] = {}
    columns: dict[str, Column] = {}
    for number, line in enumerate(header[len(_FIXED) :], start=len(_FIXED) + 1):
        if line.startswith("// param ") and not columns:
            parameter = _parameter(path, number, line)
            if parameter.name in parameters:
                raise BrokenQuery(path, number, f"parameter {parameter.name!r} is declared twice")
            parameters[parameter.name] = (parameter, number)
        else:
            column = _column(path, number, line)
            if column.name in columns:
                raise BrokenQuery(path, number, f"column {column.name!r} is declared twice")
            columns[column.name] = column
    query = Query(
        name=name,
        title=title,
        description=description,
        description_en=english,
        parameters=tuple(p for p, _ in parameters.values()),
        columns=tuple(columns.values()),
        cypher="\n".join(lines[len(header) :]) + "\n",
        path=path,
        example=dict(_example(path, example)),
    )
    _check_example(query)
    _check_parameters(query, {p.placeholder: line for p, line in parameters.values()}, len(header))
    _check_body(query, len(header))
    return query


def _header(lines: Sequence[str]) -> list[str]:
    """Return the comment lines that open the file."""
    end = next((i for i, line in enumerate(lines) if not line.startswith("//")), len(lines))
    return [line.rstrip() for line in lines[:end]]


def _fixed(path: Path, line: int, header: Sequence[str], pattern: re.Pattern[str], form: str) -> str:
    found = header[line - 1] if line <= len(header) else ""
    match = pattern.fullmatch(found)
    if match is None:
        raise BrokenQuery(path, line, f"expected {form!r}, got {found!r}")
    return match[1].strip()


def _parameter(path: Path, number: int, line: str) -> Parameter:
    match = _PARAM.fullmatch(line)
    if match is None:
        raise BrokenQuery(path, number, f"expected {_PARAM_FORM!r}, got {line!r}")
    type_ = parameter_type(match["type"])
    if type_ is None:
        raise BrokenQuery(
            path, number, f"unknown parameter type {match['type']!r}; known: {', '.join(PARAMETER_TYPES)}"
        )
    if match["optional"] and match["default"]:
        raise BrokenQuery(path, number, f"parameter {match['name']!r} has both '?' and a default")
    values = ROLE_VALUES if type_ == "role" else _choices(path, number, type_, match["choices"])
    bare = Parameter(match["name"], type_, False, None, match["text"].strip(), values)
    default: object = None
    if match["default"]:
        try:
            default = TODAY if type_ == "date" and match["default"] == TODAY else coerce(bare, match["default"])
        except BadParameter as error:
            raise BrokenQuery(path, number, f"the default {match['default']!r} is no {type_}") from error
    required = not match["optional"] and not match["default"]
    return Parameter(bare.name, type_, required, default, bare.description, values)


def _choices(path: Path, number: int, type_: str, choices: str | None) -> tuple[str | int, ...]:
    if choices is None:
        return ()
    if type_ == "string":
        return tuple(choices.split("|"))
    bounds = _RANGE.fullmatch(choices) if type_ == "integer" else None
    if bounds is None:
        raise BrokenQuery(path, number, f"{type_}({choices}) is no list of values: string(a|b) or integer(1..9)")
    return tuple(range(int(bounds[1]), int(bounds[2]) + 1))


def _column(path: Path, number: int, line: str) -> Column:
    match = _RETURNS.fullmatch(line)
    if match is None:
        raise BrokenQuery(path, number, f"expected {_RETURNS_FORM!r}, got {line!r}")
    type_ = column_type(match["type"])
    if type_ is None:
        raise BrokenQuery(path, number, f"unknown column type {match['type']!r}; known: {', '.join(COLUMN_TYPES)}")
    return Column(match["name"], type_, bool(match["nullable"]), match["text"].strip())


def _example(path: Path, words: str) -> Iterator[tuple[str, str]]:
    for word in shlex.split(words):
        name, equals, value = word.partition("=")
        if not equals:
            raise BrokenQuery(path, len(_FIXED), f"expected name=value in the example, got {word!r}")
        yield name, value


def _check_example(query: Query) -> None:
    line = len(_FIXED)
    for name in query.example:
        if query.parameter(name) is None:
            raise BrokenQuery(query.path, line, f"the example gives {name!r}, which is no parameter")
    for parameter in query.parameters:
        try:
            coerce(parameter, query.example.get(parameter.name))
        except BadParameter as error:
            raise BrokenQuery(query.path, line, f"the example does not fit parameter {parameter.name!r}") from error


def _check_parameters(query: Query, declared: dict[str, int], header: int) -> None:
    used = body_of.find_parameters(query.cypher)
    for name, line in declared.items():
        if name not in used:
            raise BrokenQuery(query.path, line, f"${name} is declared but the body does not use it")
    given = {SEARCH_SNIPPETS} if any(p.type == "search" for p in query.parameters) else frozenset()
    for name, offset in used.items():
        if name not in declared and name not in given:
            line = _line(query, header, offset)
            raise BrokenQuery(query.path, line, f"${name} is used but no '// param' declares it")


def _check_body(query: Query, header: int) -> None:
    refused = body_of.find_refused(query.cypher)
    if refused is not None:
        what, offset = refused
        raise BrokenQuery(
            query.path, _line(query, header, offset), f"{what!r} has no place in a query: one reading statement"
        )
    returned = body_of.returned_columns(query.cypher)
    if returned is None:
        raise BrokenQuery(query.path, header + 1, "the body returns nothing")
    names, offset = returned
    line = _line(query, header, offset)
    declared = [column.name for column in query.columns]
    for place, name in enumerate(names, start=1):
        if name is None:
            raise BrokenQuery(query.path, line, f"returned column {place} has no name: write '… AS name'")
    if names != declared:
        raise BrokenQuery(
            query.path,
            line,
            f"the body returns ({', '.join(map(str, names))}) but the header declares ({', '.join(declared)})",
        )
    if not body_of.has_order(query.cypher):
        raise BrokenQuery(query.path, line, "the last RETURN has no ORDER BY")


def _line(query: Query, header: int, offset: int) -> int:
    """Return the line of the file on which an offset into the body stands."""
    return header + query.cypher[:offset].count("\n") + 1
