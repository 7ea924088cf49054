"""All that a store holds, as records one after the other, and back: for backups and copies.

A record is a node or a relationship with every property it has, those that the store keeps for itself among them, so
that a restored store goes on exactly where the other was. Nodes come before relationships.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dutygraph import __version__
from dutygraph.graph import vocabulary
from dutygraph.graph.build import node_id
from dutygraph.graph.errors import StoreError, UnreadableDocument
from dutygraph.graph.ordering import in_order
from dutygraph.graph.quoting import quoted
from dutygraph.graph.reading import labels_from, stored_id
from dutygraph.graph.stores.bolt import to_dates

if TYPE_CHECKING:
    import neo4j

FORMAT: Final = 1
GENERAL: Final = tuple(node.label for node in vocabulary.NODE_TYPES if node.parent is None)
_DATES: Final = {
    **{node.label: {p.name for p in node.properties if p.type == "date"} for node in vocabulary.NODE_TYPES},
    **{edge.type: {p.name for p in edge.properties if p.type == "date"} for edge in vocabulary.EDGE_TYPES},
}


@dataclass(frozen=True, slots=True)
class NodeRecord:
    """A node: its labels, the most general first, and its properties."""

    labels: tuple[str, ...]
    properties: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Its general label and key, like ``Task:…``."""
        return node_id(self.labels[0], self.properties["key"])


@dataclass(frozen=True, slots=True)
class EdgeRecord:
    """A relationship: its type, the ids of its ends and its properties."""

    type: str
    start: str
    end: str
    properties: Mapping[str, Any]


Record = NodeRecord | EdgeRecord


def read_records(tx: neo4j.Transaction) -> Iterator[Record]:
    """Yield every node and relationship of the vocabulary that the store holds.

    StoreError if one names a node that was not there before: somebody writes meanwhile.
    """
    seen: set[str] = set()
    for label in GENERAL:
        for labels, properties in _rows(tx, f"MATCH (n:{label}) RETURN labels(n), properties(n)"):
            node = NodeRecord(labels_from(labels), _native(properties))
            seen.add(node.id)
            yield node
    for edge in vocabulary.EDGE_TYPES:
        ends = "labels(a), a.key, labels(b), b.key"
        for row in _rows(tx, f"MATCH (a)-[r:{edge.type}]->(b) RETURN {ends}, properties(r)"):
            start_labels, start, end_labels, end, properties = row
            if not (_is_known(start_labels) and _is_known(end_labels)):
                continue  # between things that are not ours
            record = EdgeRecord(
                edge.type, stored_id(start_labels, start), stored_id(end_labels, end), _native(properties)
            )
            if record.start not in seen or record.end not in seen:
                raise StoreError("备份时有别的程序正在写入同一数据库，备份没有完成。请等它结束后再试。")
            yield record


def encode(records: Iterable[Record], folder: Path | None = None) -> Iterator[bytes]:
    """Yield the lines of a backup: a heading, the records, and an end that counts them.

    Nodes are sorted by labels and key, relationships by type and ends, so that equal stores give equal files whatever
    order theirs is; what is too much to be held stands meanwhile in nameless files of the ``folder``.
    """
    yield _line({"type": "dutygraph-backup", "format": FORMAT, "program": __version__})
    counts: Counter[str] = Counter(nodes=0, relationships=0)
    for kind, group in groupby(records, key=lambda r: "nodes" if isinstance(r, NodeRecord) else "relationships"):
        for line in in_order(map(_encoded, group), folder):
            counts[kind] += 1
            yield line
    yield _line({"type": "end", **counts})


def _encoded(record: Record) -> bytes:
    if isinstance(record, NodeRecord):
        properties = {"key": record.properties["key"], **record.properties}  # first, as lines are sorted
        return _line({"type": "node", "labels": record.labels, "properties": properties})
    said = {"label": record.type, "start": record.start, "end": record.end, "properties": record.properties}
    return _line({"type": "relationship", **said})


def decode(lines: Iterable[bytes], where: str) -> Iterator[Record]:
    """Yield the records of a backup; ``where`` names it in messages.

    UnreadableDocument, with the line, for what is no backup, is cut off, or names nodes that it does not hold.
    """
    seen: set[str] = set()
    counts = {"nodes": 0, "relationships": 0}
    ended = False
    number = 0
    for number, line in enumerate(lines, start=1):
        try:
            said = json.loads(line)
            kind = said["type"]
            if number == 1:
                if kind != "dutygraph-backup" or said["format"] != FORMAT:
                    raise ValueError
                continue
            if kind == "end":
                ended = {name: said[name] for name in counts} == counts
                break
            record = _record(said)
            if isinstance(record, NodeRecord):
                counts["nodes"] += 1
                seen.add(record.id)
            else:
                counts["relationships"] += 1
                if not {record.start, record.end} <= seen:
                    raise ValueError
        except (ValueError, KeyError, TypeError, AttributeError, UnicodeDecodeError) as error:
            raise _unreadable(where, f"第 {number} 行不是备份的内容") from error
        yield record
    if not ended:
        raise _unreadable(where, f"到第 {number} 行就断了，不是完整的备份")


def _record(said: Mapping[str, Any]) -> Record:
    properties = dict(said["properties"])
    if said["type"] == "node":
        labels = tuple(said["labels"])
        if labels != vocabulary.labels_of(labels[-1]):
            raise ValueError
        return NodeRecord(labels, _dated(properties, _DATES[labels[-1]]))
    if said["type"] != "relationship":
        raise ValueError
    edge = vocabulary.EDGES[said["label"]]
    return EdgeRecord(edge.type, said["start"], said["end"], _dated(properties, _DATES[edge.type]))


def _dated(properties: dict[str, Any], names: set[str]) -> dict[str, Any]:
    for name in names & properties.keys():
        properties[name] = dt.date.fromisoformat(properties[name])
    return properties


def _rows(tx: neo4j.Transaction, statement: str) -> Iterator[list[Any]]:
    for row in tx.run(statement):
        yield row.values()


def _native(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: to_dates(value) for name, value in sorted(properties.items())}


def _is_known(labels: Iterable[str]) -> bool:
    return any(label in vocabulary.NODES for label in labels)


def _line(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain).encode("utf-8") + b"\n"


def _plain(value: object) -> str:
    if type(value) is dt.date:
        return value.isoformat()
    raise StoreError(
        f"数据库中有备份格式放不下的值{quoted(value)}（{type(value).__name__}），不是本程序写入的。请去掉该属性后再备份。"
    )


def _unreadable(where: str, why: str) -> UnreadableDocument:
    return UnreadableDocument(where, why, "请使用 dutygraph backup 写出的完整文件；数据没有改动")
