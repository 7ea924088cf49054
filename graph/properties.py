"""The properties that several labels or relationships of the table have in common, alone and in groups.

The table itself is :mod:`dutygraph.graph.vocabulary`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dutygraph.graph.rows import Property
from dutygraph.graph.terms import Term


def listed(name: str, predicate: str, concepts: Mapping[str, str], *, required: bool = True) -> Property:
    """Return a property that takes the values of a closed list."""
    return Property(name, required=required, values=tuple(concepts), rdf=Term(predicate, "@id", concepts))


def named(predicate: str, *also: str, name: str = "name") -> Property:
    """Return a property in Chinese words: a name, a title, a text."""
    return Property(name, required=True, rdf=Term(predicate, "@zh", also=also))


KEY: Final = Property("key", required=True, rdf=Term("dcterms:identifier", many=True))
START: Final = Property("start", "integer")
END: Final = Property("end", "integer")
PAGE: Final = Property("page", "integer", rdf=Term("dg:page"))
SPAN: Final = (START, END, PAGE)
POSITION: Final = Property("position", "integer", required=True, rdf=Term("schema:position"))
SURFACE: Final = Property("surface", required=True, rdf=Term("dg:surface"))
NUMBER: Final = Property("number", rdf=Term("eli:number"))
TITLE: Final = named("dcterms:title", "rdfs:label", name="title")
DOCUMENT_NUMBER: Final = Property("document_number", rdf=Term("eli:id_local", also=("dcterms:identifier",)))
ISSUED_ON: Final = Property("issued_on", "date", rdf=Term("eli:date_document"))

# Of which version of its plan something is (of a task: the version that brought its present wording), and when that
# is in force: from the first day (included) to the last (excluded). What is in force has no last day. Only an undated
# plan that no store has taken in yet has no first one.
VERSION: Final = Property("version", "integer", required=True, rdf=Term("dg:versionNumber"))
VALID_FROM: Final = Property("valid_from", "date", rdf=Term("dg:validFrom"))
PAST: Final = (
    VERSION,
    Property("valid_from", "date", required=True, rdf=VALID_FROM.rdf),
    Property("valid_to", "date", required=True, rdf=Term("dg:validTo")),
)

SECTION: Final = (
    KEY,
    NUMBER,
    TITLE,
    Property("level", "integer", required=True, rdf=Term("dg:level")),
    POSITION,
    *SPAN,
)
WORDING: Final = (
    KEY,
    NUMBER,
    POSITION,
    named("dcterms:title", name="title"),
    named("dcterms:description", name="text"),
)
ASSIGNMENT: Final = (
    POSITION,
    Property("label", rdf=Term("dg:printedLabel")),
    Property("surface", required=True, rdf=Term("dg:printedName")),
    Property("principal", "boolean", required=True, rdf=Term("dg:principal")),
    *SPAN,
)
MENTION: Final = (POSITION, SURFACE, Property("article", rdf=Term("dg:article")), *SPAN)
