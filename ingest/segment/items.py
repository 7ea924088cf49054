"""The outline of a plan: numbered items with their paragraphs, fields and tables, one below another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dutygraph.ingest.assign.sentences import Field
from dutygraph.ingest.segment.tables import RowTask
from dutygraph.ingest.text.labels import names_members
from dutygraph.ingest.text.outline import Marker
from dutygraph.ingest.text.passage import Passage, join


@dataclass(slots=True)
class Item:
    """A numbered item (or a plan's root): its marker, its own paragraphs and fields in order, its children."""

    marker: Marker | None
    head: Passage
    number_at: Passage | None
    parts: list[Passage | tuple[Field, ...] | list[RowTask]] = field(default_factory=list)
    children: list[Item] = field(default_factory=list)

    def has_duty(self) -> bool:
        """Tell whether the item itself carries role fields."""
        return any(isinstance(p, tuple) and has_role(p) for p in self.parts)

    def has_rows(self) -> bool:
        """Tell whether a table of duties stands under the item."""
        return any(isinstance(p, list) and any(row.has_unit for row in p) for p in self.parts)

    def texts(self) -> Iterator[Passage]:
        """Yield the item's own paragraphs and those of the children, fields left out."""
        for part in self.parts:
            if isinstance(part, Passage):
                yield part
        for child in self.children:
            if child.number_at is not None and child.parts and isinstance(child.parts[0], Passage):
                first, *rest = list(child.texts())
                yield join((child.number_at, first))
                yield from rest
            else:
                yield from child.texts()


def has_role(fields: tuple[Field, ...]) -> bool:
    """Tell whether fields name who carries a duty."""
    return any(f.kind == "role" for f in fields)


def members_alone(fields: tuple[Field, ...]) -> bool:
    """Tell whether fields say who belongs to a group (成员单位：A、B) and nobody's duty."""
    roles = [f for f in fields if f.kind == "role"]
    return len(roles) > 0 and all(f.label is not None and names_members(f.label.text) for f in roles)


def any_duty(item: Item) -> bool:
    """Tell whether an item or one below it carries role fields or a table of duties."""
    return item.has_duty() or item.has_rows() or any(any_duty(child) for child in item.children)


def below(item: Item) -> Iterator[Item]:
    """Yield the items below one, in the order of the document."""
    for child in item.children:
        yield child
        yield from below(child)
