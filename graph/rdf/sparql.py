"""SPARQL 1.1 queries on a copy of the data, to be run in a process of its own, which alone can be ended.

pyoxigraph runs a query to its end and cannot be told to stop; it would also ask other servers for a SERVICE. So a
query is looked at first, run where a time limit can end it, and its results are counted while they are written.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, Final, Literal

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    parse_query_results,
    serialize,
)

from dutygraph.graph.errors import BadParameter, QueryFailed, WriteRefused
from dutygraph.graph.rdf.formats import FORMATS, Format
from dutygraph.graph.rdf.text import written

Kind = Literal["boolean", "rows", "graph"]
# Results in the order in which they are offered: by name, as in FORMATS of the data.
RESULTS: Final = {
    "json": QueryResultsFormat.JSON,
    "srx": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
READING: Final = "SELECT、ASK、CONSTRUCT 或 DESCRIBE"
LARGEST: Final = 64 * 1024 * 1024  # bytes of an answer

# Variables and prefixed names, which may contain the word, and the word where it can be the keyword: before an IRI, a
# prefixed name or a variable, with white space and comments between.
_GAP = r"(?:\s|#[^\n\r]*)*"
_SERVICE: Final = re.compile(
    rf"[?$]\w+|[\w.-]*:[\w.:%-]*|(?P<service>service{_GAP}(?:silent{_GAP})?(?:[<?$]|[\w.-]*:))", re.IGNORECASE
)
# How pyoxigraph tells an error: the place, and all that could stand there, classes of characters among it.
_PLACE: Final = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_CHARACTERS: Final = re.compile(r"\[(?:_|'(?:[^'\\]|\\.[^']*)'(?:\s*(?:\.\.=|\|)\s*'(?:[^'\\]|\\.[^']*)')*)\]")
_WRONG: Final = {
    "Prefix not found": "前缀没有声明",
    "IRI parsing failed": "IRI 无效",
    "The SELECT contains a variable that is unbound": "SELECT 的变量既不在 GROUP BY 中，也没有汇总",
    "The SELECT contains an expression with a variable that is unbound": "SELECT 的变量既不在 GROUP BY 中，也没有汇总",
}
_ESCAPED: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATE: Final = re.compile(
    rf"{_GAP}(?:(?:prefix\s+[\w.-]*:|base){_GAP}<[^>]*>{_GAP})*"
    r"(?:insert|delete|load|clear|create|drop|add|move|copy|with)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A query, where the copy is, which of its graphs are asked, and in which form each kind of answer is wanted.

    ``default`` and ``named`` are the dataset of the protocol, both None for the query's own. A form is a name in
    :data:`RESULTS` or in the data's FORMATS, None where none is accepted.
    """

    store: str
    query: str
    base: str
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None
    boolean: str | None
    rows: str | None
    graph: str | None
    most: int

    @property
    def where(self) -> str:
        """Its name in messages."""
        return "SPARQL"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in the form that was wanted for its kind; ``data`` is None where none of its forms was."""

    kind: Kind
    data: bytes | None


def check_query(query: str) -> None:
    """Refuse what is no query of this data.

    :raises WriteRefused: for an update.
    :raises BadParameter: for a query that asks another server.
    """
    text = _ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16) % 0x110000), query)
    if _UPDATE.match(text):
        raise WriteRefused("这是 SPARQL 更新语句", READING)
    if any(found["service"] for found in _SERVICE.finditer(text)):
        raise BadParameter("query", "SERVICE …", "只查询本服务数据的语句，不能用 SERVICE 查询其他服务器")


def answer_question(question: Question) -> Answer:
    """Return the answer to a query.

    :raises QueryFailed: for a query that is no SPARQL, or whose answer is too long.
    """
    check_query(question.query)
    store = _opened(question.store)
    default, named = question.default, question.named
    given = default is not None or named is not None
    default_graph: list[NamedNode | BlankNode | DefaultGraph] | None
    named_graphs: list[NamedNode | BlankNode] | None
    default_graph = [_graph("default-graph-uri", iri) for iri in default or ()] if given else None
    named_graphs = [_graph("named-graph-uri", iri) for iri in named or ()] if given else None
    try:
        found = store.query(
            question.query, base_iri=question.base, default_graph=default_graph, named_graphs=named_graphs
        )
        if isinstance(found, QueryBoolean):
            form = question.boolean
            return Answer("boolean", found.serialize(format=RESULTS[form]) if form else None)
        if isinstance(found, QuerySolutions):
            return Answer("rows", _rows(found, question.rows, question.most) if question.rows else None)
        if question.graph is None:
            return Answer("graph", None)
        triples = list(islice(found, question.most + 1))
    except SyntaxError as error:
        raise QueryFailed(f"SPARQL 语句有误：{said_of_error(error.msg or str(error))}。请核对语法后再试。") from error
    except (OSError, ValueError) as error:
        raise QueryFailed(f"SPARQL 语句没有执行：{error}。") from error
    if len(triples) > question.most:
        raise _too_many(question.most)
    quads = [Quad(triple.subject, triple.predicate, triple.object) for triple in triples]
    return Answer("graph", _graph_written(quads, FORMATS[question.graph]))


def said_of_error(message: str) -> str:
    """Return what pyoxigraph says of a query in few words: its place, and what is wrong or could stand there.

    >>> said_of_error("error at 1:24: expected one of Prefix not found, ['%'], ['-' | '0' ..= '9']")
    '第 1 行第 24 字处，前缀没有声明'
    >>> said_of_error('error at 2:3: expected one of ",", ".", [_]')
    '第 2 行第 3 字处，可为 ","、"."'
    """
    found = _PLACE.match(message)
    if found is None:
        return message
    expected = [each.strip() for each in _CHARACTERS.sub("", found[3]).split(", ")]
    wrong = [words for each, words in _WRONG.items() if each in expected]
    tokens = [each for each in expected if each]
    hint = wrong[0] if wrong else f"可为 {'、'.join(tokens[:8])}" if tokens else "无法解析"
    return f"第 {found[1]} 行第 {found[2]} 字处，{hint}"


def _graph_written(quads: list[Quad], form: Format) -> bytes:
    """Triples of a query's making in a format: not those of the data, so JSON-LD has no context."""
    if form.name in ("nt", "jsonld"):
        return serialize([quad.triple for quad in quads], format=form.parser) or b""
    return written(quads, form.parser)


@lru_cache(maxsize=1)
def _opened(path: str) -> Store:
    return Store.read_only(path)


def _graph(name: str, iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise BadParameter(name, iri, "绝对 IRI") from error


def _rows(found: QuerySolutions, form: str, most: int) -> bytes:
    """Write rows, counted as they come: TSV has one line each, from which the other forms are made."""
    counted = _Counted(most)
    found.serialize(counted, format=QueryResultsFormat.TSV)
    if form == "tsv":
        return counted.getvalue()
    rows = parse_query_results(counted.getvalue(), format=QueryResultsFormat.TSV)
    return rows.serialize(format=RESULTS[form]) or b""


class _Counted(io.BytesIO):
    """Bytes that refuse more lines, or more of them, than there may be; the first line is the head."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most, self._lines = most, -1

    def write(self, data: Any, /) -> int:
        """Take what is written."""
        taken = bytes(data)
        self._lines += taken.count(b"\n")
        if self._lines > self._most:
            raise _too_many(self._most)
        if self.tell() + len(taken) > LARGEST:
            raise QueryFailed(
                f"查询结果超过 {LARGEST // 1024 // 1024} MB，已中止。请加 LIMIT，或下载 /dump/ 中的全部数据。"
            )
        return super().write(taken)


def _too_many(most: int) -> QueryFailed:
    return QueryFailed(f"查询结果超过 {most} 行，已中止。请加 LIMIT（和 OFFSET），或下载 /dump/ 中的全部数据。")
