"""The graph as files of other programs: GraphML, JSON lines, CSV tables. RDF is in :mod:`dutygraph.graph.rdf.formats`.

All three name every node by its label and key, order everything by those names, and give the same bytes for
equal graphs. Columns and value types come from :mod:`dutygraph.graph.vocabulary`.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from dutygraph.graph import vocabulary
from dutygraph.graph.build import Graph
from dutygraph.graph.rows import EdgeType, NodeType

# What XML 1.0 cannot hold, even escaped (a form feed between pages is the usual case).
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_TYPES: Final = {"integer": "long", "float": "double", "boolean": "boolean"}

# A spreadsheet runs a cell that begins so as a formula; a leading apostrophe makes it plain text.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can state: equal graphs, equal archives


def graphml(graph: Graph) -> bytes:
    """Return the graph as GraphML (UTF-8), with typed keys; lists are joined by ",".

    ``labels`` of a node is like ``:TimeConstraint:Deadline`` and ``type`` of an edge like ``LEADS``; ``label``
    of an edge is the printed role word. Characters that XML cannot hold become U+FFFD.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    node_keys = _graphml_keys("labels", vocabulary.NODE_TYPES)
    edge_keys = _graphml_keys("type", vocabulary.EDGE_TYPES)
    lines += [f'<key for="node" {key}/>' for key in _key_attributes("n", node_keys)]
    lines += [f'<key for="edge" {key}/>' for key in _key_attributes("e", edge_keys)]
    lines.append('<graph edgedefault="directed">')
    for node, attributes in _nodes(graph):
        labels = "".join(f":{label}" for label in attributes["labels"])
        types = node_keys[attributes["labels"][0]]
        lines.append(f"<node id={quoteattr(node)}>{_graphml_data('n', types, {**attributes, 'labels': labels})}</node>")
    for start, end, key, attributes in _edges(graph):
        name = quoteattr(f"{start} {key} {end}")
        ends = f"source={quoteattr(start)} target={quoteattr(end)}"
        data = _graphml_data("e", edge_keys[attributes["type"]], attributes)
        lines.append(f"<edge id={name} {ends}>{data}</edge>")
    lines += ["</graph>", "</graphml>", ""]
    return "\n".join(lines).encode("utf-8")


def jsonl(graph: Graph) -> Iterator[bytes]:
    """Yield the graph as JSON lines (UTF-8, each with its line feed): nodes, then relationships.

    A node is ``{"type": "node", "id", "labels": […], "properties": {…}}``; a relationship is
    ``{"type": "relationship", "label", "start", "end", "properties": {…}}`` with the ids of its nodes.
    """
    for node, attributes in _nodes(graph):
        yield _line(
            {
                "type": "node",
                "id": node,
                "labels": list(attributes["labels"]),
                "properties": _properties(attributes, "labels"),
            }
        )
    for start, end, _, attributes in _edges(graph):
        yield _line(
            {
                "type": "relationship",
                "label": attributes["type"],
                "start": start,
                "end": end,
                "properties": _properties(attributes, "type"),
            }
        )


def csv_tables(graph: Graph) -> dict[str, bytes]:
    """Return one CSV table for each label and each relationship type that occurs, by file name.

    ``Task.csv`` has the properties of tasks; ``LEADS.csv`` has ``start`` and ``end`` (ids like
    ``Unit:3f…``) and the properties of the edge, its text span as ``span_start`` and ``span_end``. UTF-8
    with a byte order mark, so that Excel reads Chinese; cells that a spreadsheet would run are neutralised.
    """
    nodes: dict[str, list[dict[str, Any]]] = {}
    for node, attributes in _nodes(graph):
        nodes.setdefault(attributes["labels"][0], []).append({"id": node, **attributes})
    edges: dict[str, list[dict[str, Any]]] = {}
    for start, end, _, attributes in _edges(graph):
        span = {f"span_{name}": attributes[name] for name in ("start", "end") if name in attributes}
        edges.setdefault(attributes["type"], []).append({**attributes, **span, "start": start, "end": end})
    tables = {}
    for label, rows in sorted(nodes.items()):
        columns = ["id", *(p.name for p in vocabulary.NODES[label].properties)]
        tables[f"{label}.csv"] = csv_table(columns, rows)
    for type_, rows in sorted(edges.items()):
        own = [p.name for p in vocabulary.EDGES[type_].properties]
        names = [f"span_{name}" if name in ("start", "end") else name for name in own]
        tables[f"{type_}.csv"] = csv_table(["start", "end", *names], rows)
    return tables


def csv_table(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return rows as CSV (UTF-8 with a byte order mark, CRLF), one column for each name."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def zip_files(files: Mapping[str, bytes]) -> bytes:
    """Return the files as one ZIP archive, the same for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: a date as ``2022-12-31``, the rest unchanged."""
    return value.isoformat() if isinstance(value, dt.date) else value


def _nodes(graph: Graph) -> list[tuple[str, dict[str, Any]]]:
    return [(node, graph.nodes[node]) for node in sorted(graph.nodes)]


def _edges(graph: Graph) -> list[tuple[str, str, str, dict[str, Any]]]:
    return sorted(graph.edges(keys=True, data=True), key=lambda item: item[:3])


def _properties(attributes: Mapping[str, Any], without: str) -> dict[str, Any]:
    return {name: plain(value) for name, value in attributes.items() if name != without}


def _graphml_keys(own: str, types: Sequence[NodeType] | Sequence[EdgeType]) -> dict[str, dict[str, str]]:
    """Return for each label or relationship type its property names with their GraphML types."""
    return {
        each.label if isinstance(each, NodeType) else each.type: {
            own: "string",
            **{p.name: _XML_TYPES.get(p.type, "string") for p in each.properties},
        }
        for each in types
    }


def _key_attributes(prefix: str, keys: Mapping[str, Mapping[str, str]]) -> list[str]:
    # One key for a name and its type: the level of a section is a number, that of a place a word.
    distinct = dict.fromkeys((name, type_) for names in keys.values() for name, type_ in names.items())
    return [f'id="{prefix}_{name}_{type_}" attr.name="{name}" attr.type="{type_}"' for name, type_ in distinct]


def _graphml_data(prefix: str, types: Mapping[str, str], values: Mapping[str, Any]) -> str:
    return "".join(
        f'<data key="{prefix}_{name}_{types[name]}">{_xml_text(value)}</data>' for name, value in values.items()
    )


def _xml_text(value: Any) -> str:
    # A bare carriage return would be read back as a line feed.
    return escape(_NOT_XML.sub("\ufffd", _text(value)), {"\r": "&#13;"})


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ",".join(_text(each) for each in value)
    return str(plain(value))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict) or (isinstance(value, list | tuple) and any(isinstance(v, dict) for v in value)):
        return json.dumps(value, ensure_ascii=False, default=str)
    text = _text(value)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not is_number else text


def _line(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"
