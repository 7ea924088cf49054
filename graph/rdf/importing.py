"""Triples back into the property graph, by the same table that wrote them.

Only what :mod:`dutygraph.graph.rdf.export` reads from the graph is read back; what was derived is left, so that data
with and without the derived triples give the same graph.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import Quad, Triple

from dutygraph.graph import vocabulary
from dutygraph.graph.build import Graph, add_edge, add_node, build_graph
from dutygraph.graph.errors import UnreadableDocument
from dutygraph.graph.properties import KEY
from dutygraph.graph.quoting import quoted
from dutygraph.graph.rdf.literals import value_of
from dutygraph.graph.rdf.text import text_of
from dutygraph.graph.rows import EdgeType, NodeType, Property
from dutygraph.graph.terms import Link, Term, expand

_TYPE: Final = expand("rdf:type")
_IDENTIFIER: Final = "dcterms:identifier"
_CLASSES: Final = {expand(node.rdf_class): node for node in vocabulary.NODE_TYPES}
_KINDS: Final = {label: kind for kind, label in vocabulary.TIME_LABELS.items()}
_EDGES: Final[Mapping[str, EdgeType]] = {
    expand(edge.rdf.predicate if isinstance(edge.rdf, Link) else edge.rdf.has): edge for edge in vocabulary.EDGE_TYPES
}


def read_graph(triples: Iterable[Triple | Quad], where: str) -> Graph:
    """Return the property graph that the triples say; ``where`` names them in messages.

    Raises :class:`UnreadableDocument` where something lacks what every such thing has, or a value is not of its type.
    """
    index: dict[str, dict[str, list[str]]] = {}
    for triple in triples:
        about = index.setdefault(text_of(triple.subject), {})
        objects = about.setdefault(text_of(triple.predicate), [])
        value = text_of(triple.object)
        if value not in objects:
            objects.append(value)
    data = _Data(index, where)
    graph = build_graph([])
    ids: dict[str, str] = {}
    for iri in sorted(index):
        node = data.node_type(iri)
        if node is not None:
            ids[iri] = add_node(graph, node.label, data.key(iri, node), data.node_properties(iri, node))
    for iri, start in ids.items():
        for predicate in sorted(index[iri]):
            edge = _EDGES.get(predicate)
            for other in sorted(index[iri][predicate]) if edge else ():
                _add_edge(graph, data, ids, start, other, _EDGES[predicate])
    return graph


def _add_edge(graph: Graph, data: _Data, ids: Mapping[str, str], node: str, iri: str, edge: EdgeType) -> None:
    """Add the edge that a triple from a node to ``iri`` says: to another node, or to the node of a statement."""
    if isinstance(edge.rdf, Link):
        end = ids.get(iri, ":")
        if node.split(":")[0] in edge.sources and end.split(":")[0] in edge.targets:
            add_edge(graph, node, edge.type, end, {})
        return
    other = ids.get(data.one(iri, edge.rdf.to))
    if other is None:
        raise data.error(iri, f"{edge.rdf.to} 所指的资源没有类型")
    start, end = (node, other) if edge.rdf.owner == "start" else (other, node)
    add_edge(graph, start, edge.type, end, data.properties(iri, edge.properties))


@dataclass(frozen=True, slots=True)
class _Data:
    """Triples by subject and predicate (objects as IRI or lexical form), and where they came from."""

    index: Mapping[str, Mapping[str, list[str]]]
    where: str

    def error(self, iri: str, why: str) -> UnreadableDocument:
        return UnreadableDocument(self.where, f"<{iri}> {why}", "请使用 dutygraph export rdf 导出的文件")

    def all(self, iri: str, predicate: str) -> list[str]:
        return self.index.get(iri, {}).get(expand(predicate), [])

    def one(self, iri: str, predicate: str) -> str:
        found = self.all(iri, predicate)
        if len(found) != 1:
            raise self.error(iri, f"应有一个 {predicate}，实有 {len(found)} 个")
        return found[0]

    def node_type(self, iri: str) -> NodeType | None:
        """The most special label that the classes of a resource give, None for what is no node."""
        found = [_CLASSES[c] for c in self.index[iri].get(_TYPE, ()) if c in _CLASSES]
        return max(found, key=lambda node: (node.parent is not None, node.label), default=None)

    def key(self, iri: str, node: NodeType) -> str:
        return iri.rsplit("/", 1)[1] if node.path.endswith("{key}") else self.one(iri, _IDENTIFIER)

    def node_properties(self, iri: str, node: NodeType) -> dict[str, Any]:
        found = self.properties(iri, (prop for prop in node.properties if prop is not KEY))
        if node.label in _KINDS:
            found["kind"] = _KINDS[node.label]
        if node.label == "Source":
            # The hash tells whether a picture of a control character stood in the text as such.
            written = self.one(iri, "schema:text")
            if hashlib.sha256(written.encode()).hexdigest() == found["text_sha256"]:
                found["text"] = written
        return found

    def properties(self, iri: str, properties: Iterable[Property]) -> dict[str, Any]:
        found = {}
        for prop in properties:
            value = self._value(iri, prop, prop.rdf) if prop.rdf is not None else None
            if value is not None:
                found[prop.name] = value
            elif prop.required and prop.rdf is not None:
                raise self.error(iri, f"缺少 {prop.rdf.predicate}")
        return found | self._span(iri)

    def _value(self, iri: str, prop: Property, term: Term) -> Any:
        texts = [text for predicate in term.predicates for text in self.all(iri, predicate)]
        if not texts:
            return None
        try:
            if term.concepts:
                values = {expand(concept): value for value, concept in term.concepts.items()}
                return values[texts[0]]
            if prop.type == "integers":
                return sorted(value_of(prop, text) for text in texts)
            return value_of(prop, texts[0])
        except (KeyError, ValueError) as error:
            raise self.error(iri, f"{term.predicate} 的值{quoted(texts[0])}无效") from error

    def _span(self, iri: str) -> dict[str, int]:
        selectors = (s for span in self.all(iri, "dg:textSpan") for s in self.all(span, "oa:hasSelector"))
        for selector in selectors:
            if self.all(selector, "oa:start"):
                return {"start": int(self.one(selector, "oa:start")), "end": int(self.one(selector, "oa:end"))}
        return {}
