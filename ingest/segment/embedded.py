"""Duties that stand inside the prose of items: ……，由县民政局牵头，县财政局配合，……."""

from __future__ import annotations

from dutygraph.ingest.assign.duties import embedded_duty
from dutygraph.ingest.assign.sentences import Field
from dutygraph.ingest.segment.items import Item, below
from dutygraph.ingest.text.passage import Passage

# So many items state a duty inside their prose where that is a plan's form.
_EMBEDDED = 2


def read_embedded(root: Item) -> None:
    """Read the duties that items without any state in a clause of their prose (由A牵头，B配合，……).

    Only in a plan where that is the usual form: where others are printed apart, such a clause tells how work is done.
    """
    items = [i for i in below(root) if not i.children and not i.has_duty() and not i.has_rows()]
    said = [(item, fields) for item in items if (fields := _embedded(item))]
    if len(said) >= _EMBEDDED and len(said) > sum(item.has_duty() or item.has_rows() for item in below(root)):
        for item, fields in said:
            item.parts.append(fields)


def take_embedded(item: Item) -> bool:
    """Give an item beside tasks, for which nobody is named at its end, the duty that stands inside its prose."""
    fields = _embedded(item)
    if fields:
        item.parts.append(fields)
    return bool(fields)


def _embedded(item: Item) -> tuple[Field, ...]:
    return next((f for p in item.parts if isinstance(p, Passage) and (f := embedded_duty(p))), ())
