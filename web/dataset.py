"""The page of the dataset, from its description: how much there is, and where to get it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Triple

from dutygraph.graph.rdf.dataset import DESCRIBING
from dutygraph.graph.rdf.ontology import chinese_names
from dutygraph.graph.rdf.snapshot import DUMPS, Dump, Snapshot
from dutygraph.graph.rdf.text import text_of
from dutygraph.web.resource import place_of
from dutygraph.web.words import moment


@dataclass(frozen=True, slots=True)
class DatasetView:
    """What the page shows: numbers of triples and of documents; each class by name, IRI, address, number; the files."""

    base: str
    changed: str
    triples: int
    documents: int
    classes: tuple[tuple[str, str, str, int], ...]
    dumps: tuple[Dump, ...]


def dataset_view(snapshot: Snapshot, triples: Iterable[Triple]) -> DatasetView:
    """Return what the page shows."""
    void = DESCRIBING["void"]
    said: dict[tuple[str, str], str] = {}
    for triple in triples:
        said[(text_of(triple.subject), triple.predicate.value)] = text_of(triple.object)
    classes = sorted(
        (chinese_names().get(iri, iri), iri, place_of(snapshot.base, iri), int(said[(part, f"{void}entities")]))
        for (part, predicate), iri in said.items()
        if predicate == f"{void}class"
    )
    return DatasetView(
        base=snapshot.base,
        changed=moment(snapshot.changed),
        triples=int(said[(f"{snapshot.base}dataset", f"{void}triples")]),
        documents=len(snapshot.counts.graphs),
        classes=tuple(sorted(classes, key=lambda each: (-each[3], each[0]))),
        dumps=tuple(snapshot.dump(name) for name in DUMPS),
    )
